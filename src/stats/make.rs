//! Short ways to write records.

use crate::model::date::Edtf;
use crate::model::record::*;
use crate::model::tag::*;

/// An article of a paper, published on a day, without records.
pub fn article(id: &str, outlet: &str, published: &str) -> ArticleRecords {
    ArticleRecords {
        id: id.into(),
        article_id: id.into(),
        title: None,
        url: None,
        outlet: Some(outlet.into()),
        published: Some(published.parse().unwrap()),
        published_basis: Basis::Stated,
        meetings: vec![],
        staffing: vec![],
        progress: vec![],
        documents: vec![],
        quantities: vec![],
        dates: vec![],
        places: vec![],
    }
}

fn ground(letter: char, article: &str, n: usize) -> Grounding {
    let hash = blake3::hash(format!("{letter}{article}{n}").as_bytes()).to_hex();
    Grounding {
        record_id: format!("{letter}{}", &hash.as_str()[..12]),
        article_id: article.into(),
        start: Some(0),
        end: Some(1),
        evidence: Some("…".into()),
        evidence_start: Some(0),
        rule: "test".into(),
    }
}

/// "01", "01/Đống Đa", "34:24", "nation", "body" or "?"; with "#" behind it some commune there.
pub fn place(text: &str) -> PlaceRef {
    let of = |province: &str, geo, district: Option<&str>, scope| PlaceRef {
        province: Some(province.into()),
        geo,
        district: district.map(Into::into),
        scope,
        place_basis: Basis::Stated,
    };
    if let Some(around) = text.strip_suffix('#') {
        return PlaceRef { scope: Scope::Commune, ..place(around) };
    }
    match text {
        "nation" => PlaceRef::national(Basis::Stated),
        "body" => PlaceRef { scope: Scope::Body, ..PlaceRef::unknown() },
        "?" => PlaceRef::unknown(),
        _ => match (text.strip_prefix("34:"), text.split_once('/')) {
            (Some(code), _) => of(code, Geo::P34, None, Scope::Province),
            (None, Some((code, district))) => of(code, Geo::P63, Some(district), Scope::District),
            (None, None) => of(text, Geo::P63, None, Scope::Province),
        },
    }
}

fn date(text: &str) -> Option<Edtf> {
    (!text.is_empty()).then(|| text.parse().unwrap())
}

impl ArticleRecords {
    pub fn meets(mut self, day: &str, kind: MeetingKind, level: Level, at: &str, change: impl Fn(&mut Meeting)) -> Self {
        let mut meeting = Meeting {
            date: date(day),
            year_basis: Basis::Stated,
            kind,
            mode: Mode::InPerson,
            level,
            place: place(at),
            region: None,
            status: MeetingStatus::Held,
            name: None,
            organiser: None,
            chair: None,
            connected: None,
            ground: ground('M', &self.article_id, self.meetings.len()),
        };
        change(&mut meeting);
        self.meetings.push(meeting);
        self
    }

    pub fn cuts(mut self, subject: StaffingSubject, at: &str, as_of: &str, count: f64, change: impl Fn(&mut Staffing)) -> Self {
        let mut staffing = Staffing {
            subject,
            status: StaffingStatus::Achieved,
            count: (count > 0.0).then_some(count),
            percent: None,
            before: None,
            after: None,
            approximation: None,
            subject_text: None,
            body: None,
            as_of: date(as_of),
            year_basis: Basis::Stated,
            place: place(at),
            ground: ground('S', &self.article_id, self.staffing.len()),
        };
        change(&mut staffing);
        self.staffing.push(staffing);
        self
    }

    pub fn has_done(
        mut self,
        subject: ProgressSubject,
        at: &str,
        as_of: &str,
        (done, total): (f64, f64),
        change: impl Fn(&mut Progress),
    ) -> Self {
        let mut progress = Progress {
            activity: Activity::Congress,
            subject,
            done: Some(done),
            total: Some(total),
            percent: None,
            as_of: date(as_of),
            year_basis: Basis::Stated,
            term: date("2020/2025"),
            role: None,
            part_of: None,
            subject_text: None,
            place: place(at),
            ground: ground('P', &self.article_id, self.progress.len()),
        };
        change(&mut progress);
        self.progress.push(progress);
        self
    }

    pub fn cites(mut self, kind: DocumentType, symbol: &str, at: &str) -> Self {
        let ground = ground('D', &self.article_id, self.documents.len());
        self.documents.push(Document { kind, symbol: symbol.into(), issuer: None, date: None, place: place(at), ground });
        self
    }
}
