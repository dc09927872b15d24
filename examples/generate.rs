//! Writes a dataset of invented records, shaped like real ones, for tests of size and of arithmetic: several papers on one event
//! that leave different things out, series that grow, numbers that contradict one another, parts beside their whole, and what
//! has no place or date. The same seed gives the same dataset.
//!
//! `cargo run --release --example generate -- DIR [RECORDS, default 1000000] [SEED, default 1]`

use giaoban::frame::{Item, ReadArticle, Writer};
use giaoban::lang::gazetteer::Gazetteer;
use giaoban::model::article::Article;
use giaoban::model::date::{Edtf, PartialDate};
use giaoban::model::record::*;
use giaoban::model::tag::*;
use std::path::Path;

/// Articles that are written at once.
const BATCH: usize = 60_000;

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let Some(dir) = args.first() else { anyhow::bail!("usage: generate DIR [RECORDS] [SEED]") };
    let number = |at: usize, default: u64| args.get(at).map_or(Ok(default), |text| text.parse());
    let (records, seed) = (number(1, 1_000_000)? as usize, number(2, 1)?);
    let mut dataset = Writer::open(Path::new(dir))?;
    let mut press = Press { dice: Dice(seed), articles: 0, records: 0, batch: Vec::new() };
    while press.records < records {
        press.story();
        if press.batch.len() >= BATCH {
            dataset.update(std::mem::take(&mut press.batch))?;
        }
    }
    dataset.update(press.batch)?;
    eprintln!("articles: {}, records: {}", press.articles, press.records);
    Ok(())
}

/// A small generator of numbers that are alike on every machine (splitmix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// One of `sides`, from 0.
    fn of(&mut self, sides: usize) -> usize {
        (self.roll() % sides.max(1) as u64) as usize
    }

    /// True `percent` times of a hundred.
    fn chance(&mut self, percent: usize) -> bool {
        self.of(100) < percent
    }

    fn pick<'v, T>(&mut self, list: &'v [T]) -> &'v T {
        &list[self.of(list.len())]
    }
}

const fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// A number that belongs to a thing: the truth that every paper knows.
fn truth(thing: &str, low: u64, high: u64) -> f64 {
    let hash = thing.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3));
    (low + mix(hash) % (high - low)) as f64
}

/// Writes articles.
struct Press {
    dice: Dice,
    articles: usize,
    records: usize,
    batch: Vec<Item>,
}

const OUTLETS: [&str; 12] = [
    "Báo Bắc",
    "Báo Nam",
    "Báo Trung",
    "Báo Sông Hồng",
    "Báo Tây Nguyên",
    "Đài A",
    "Đài B",
    "Trang tin 1",
    "Trang tin 2",
    "Cổng 1",
    "Cổng 2",
    "Thông tấn",
];
const TOPICS: [&str; 16] = [
    "xây dựng Đảng",
    "dân vận khéo",
    "cải cách hành chính",
    "phòng cháy rừng",
    "an toàn giao thông",
    "sắp xếp bộ máy",
    "chuyển đổi số",
    "giảm nghèo",
    "phòng chống tham nhũng",
    "giải phóng mặt bằng",
    "nông thôn mới",
    "tuyển quân",
    "thu ngân sách",
    "phòng dịch",
    "bầu cử",
    "quy hoạch cán bộ",
];
const PARTS: [&str; 3] = ["chi bộ khối cơ quan", "chi bộ nông thôn", "chi bộ trường học"];

impl Press {
    /// One thing that happened, told by one to six papers.
    fn story(&mut self) {
        let mut papers = 1;
        while papers < 6 && self.dice.chance(45) {
            papers += 1;
        }
        match self.dice.of(10) {
            0..=3 => self.meeting(papers),
            4..=6 => self.completion(papers),
            _ => self.cut(papers),
        }
    }

    /// A day of the years 2012 to 2024.
    fn day(&mut self) -> chrono::NaiveDate {
        let day = chrono::NaiveDate::from_ymd_opt(2012, 1, 1).unwrap_or_default();
        day + chrono::Days::new(self.dice.of(13 * 365) as u64)
    }

    fn place(&mut self) -> PlaceRef {
        let gazetteer = Gazetteer::get();
        let stated = |province: &str, district: Option<&str>, scope| PlaceRef {
            province: Some(province.into()),
            geo: Geo::P63,
            district: district.map(Into::into),
            scope,
            place_basis: Basis::Stated,
        };
        match self.dice.of(20) {
            0 => PlaceRef::national(Basis::Stated),
            1..=9 => stated(self.dice.pick(gazetteer.provinces(Geo::P63)).code, None, Scope::Province),
            _ => {
                let district = self.dice.pick(gazetteer.districts());
                stated(district.province_code, Some(district.name), Scope::District)
            }
        }
    }

    /// What a paper makes of a place: now and then nothing.
    fn read_place(&mut self, place: &PlaceRef) -> PlaceRef {
        match self.dice.of(40) {
            0 => PlaceRef::unknown(),
            1..=8 => PlaceRef { place_basis: Basis::FromContext, ..place.clone() },
            _ => place.clone(),
        }
    }

    /// What a paper makes of a day: now and then the month or nothing.
    fn read_day(&mut self, day: chrono::NaiveDate) -> Option<Edtf> {
        let text = match self.dice.of(50) {
            0 => return None,
            1 => day.format("%Y-%m").to_string(),
            _ => day.to_string(),
        };
        text.parse().ok()
    }

    /// Prints one article about something of that day, with a few documents and quantities beside it.
    fn print(&mut self, day: chrono::NaiveDate, place: &PlaceRef, fill: impl FnOnce(&mut Self, &mut ArticleRecords)) {
        let published = day + chrono::Days::new(self.dice.of(3) as u64);
        let id = format!("g{:07}", self.articles);
        self.articles += 1;
        let published: Option<PartialDate> = published.to_string().parse().ok();
        let outlet = (*self.dice.pick(&OUTLETS)).to_string();
        let mut records = ArticleRecords {
            id: id.clone(),
            article_id: id.clone(),
            title: None,
            url: None,
            outlet: Some(outlet.clone()),
            published,
            published_basis: Basis::Stated,
            meetings: vec![],
            staffing: vec![],
            progress: vec![],
            documents: vec![],
            quantities: vec![],
            dates: vec![],
            places: vec![],
        };
        fill(self, &mut records);
        for _ in 0..self.dice.of(3) {
            self.cite(&mut records, place);
        }
        for _ in 0..self.dice.of(4) {
            self.count(&mut records, place);
        }
        self.records += records.meetings.len() + records.staffing.len() + records.progress.len();
        self.records += records.documents.len() + records.quantities.len();
        let article = Article {
            id: id.clone(),
            article_id: id,
            title: None,
            url: None,
            outlet: Some(outlet),
            outlet_province: None,
            published,
            published_basis: Basis::Stated,
            header_date: None,
            text: String::new(),
            zones: vec![],
        };
        self.batch.push(Item::Read(Box::new(ReadArticle { input: None, article, records })));
    }

    fn ground(&self, letter: char, records: &ArticleRecords, n: usize) -> Grounding {
        let hash = mix(mix(self.articles as u64) ^ (u64::from(letter as u32) << 32) ^ n as u64) >> 16;
        Grounding {
            record_id: format!("{letter}{hash:012x}"),
            article_id: records.article_id.clone(),
            start: None,
            end: None,
            evidence: None,
            evidence_start: None,
            rule: "generated".into(),
        }
    }

    fn cite(&mut self, records: &mut ArticleRecords, place: &PlaceRef) {
        let central = self.dice.chance(60);
        let symbol = if central { format!("{}-NQ/TW", self.dice.of(90)) } else { format!("{}-KH/TU", self.dice.of(300)) };
        let ground = self.ground('d', records, records.documents.len());
        records.documents.push(Document {
            kind: if central { DocumentType::Resolution } else { DocumentType::Plan },
            symbol,
            issuer: None,
            date: None,
            place: place.clone(),
            ground,
        });
    }

    fn count(&mut self, records: &mut ArticleRecords, place: &PlaceRef) {
        let ground = self.ground('q', records, records.quantities.len());
        let percent = self.dice.chance(30);
        records.quantities.push(Quantity {
            kind: if percent { QuantityKind::Percent } else { QuantityKind::Count },
            value: if percent { self.dice.of(10_000) as f64 / 100.0 } else { (1 + self.dice.of(4_000)) as f64 },
            value_high: None,
            unit: (!percent).then(|| (*self.dice.pick(&["người", "hộ", "chi bộ", "xã, phường"])).to_string()),
            approximation: None,
            place: place.clone(),
            ground,
        });
    }

    fn meeting(&mut self, papers: usize) {
        let (day, place) = (self.day(), self.place());
        let kind = *self.dice.pick(MeetingKind::ALL);
        let level = match (&place.province, &place.district) {
            (None, _) => Level::Central,
            (_, Some(_)) => Level::District,
            _ => Level::Province,
        };
        let topic = *self.dice.pick(&TOPICS);
        let body = *self.dice.pick(&["Ban Tổ chức", "Sở Nội vụ", "Ủy ban nhân dân", "Ban Dân vận", "Ban Thường vụ"]);
        let (online, planned) = (self.dice.chance(30), self.dice.chance(10));
        for _ in 0..papers {
            let (read, date) = (self.read_place(&place), self.read_day(day));
            self.print(day, &place, |press, records| {
                let ground = press.ground('m', records, 0);
                records.meetings.push(Meeting {
                    date,
                    year_basis: if press.dice.chance(25) { Basis::FromPublication } else { Basis::Stated },
                    kind,
                    mode: if online { Mode::Online } else { Mode::InPerson },
                    level,
                    place: read,
                    region: None,
                    status: if planned && press.dice.chance(70) { MeetingStatus::Planned } else { MeetingStatus::Held },
                    name: press.dice.chance(80).then(|| format!("Hội nghị {topic} năm {}", day.format("%Y"))),
                    organiser: press.dice.chance(60).then(|| body.to_string()),
                    chair: None,
                    connected: None,
                    ground,
                });
            });
        }
    }

    /// A count of congresses: of a term, growing over its months.
    fn completion(&mut self, papers: usize) {
        use ProgressSubject::*;
        let place = self.place();
        let subject = *self.dice.pick(&[PartyCell, GrassrootsPartyOrg, PartyCommittee]);
        let year = 2010 + 5 * self.dice.of(4) as i32;
        let week = 1 + self.dice.of(30) as u64;
        let start = chrono::NaiveDate::from_ymd_opt(year, 1, 10).unwrap_or_default();
        let day = start + chrono::Days::new(7 * week);
        let width = match (&place.province, &place.district) {
            (None, _) => 60_000,
            (_, None) => 900,
            _ => 60,
        };
        let total = truth(&format!("{:?}{:?}{subject}{year}", place.province, place.district), width / 2, width);
        let done = (total * week as f64 / 30.0).floor();
        let other = self.dice.chance(12);
        for paper in 0..papers {
            let (read, date) = (self.read_place(&place), self.read_day(day));
            self.print(day, &place, |press, records| {
                let row = |press: &Self, records: &ArticleRecords| Progress {
                    activity: if other { Activity::Other } else { Activity::Congress },
                    subject,
                    done: Some(done),
                    total: Some(total),
                    percent: None,
                    as_of: date,
                    year_basis: Basis::Stated,
                    term: format!("{year}/{}", year + 5).parse().ok(),
                    role: None,
                    part_of: None,
                    subject_text: None,
                    place: read.clone(),
                    ground: press.ground('p', records, records.progress.len()),
                };
                let mut whole = row(press, records);
                match press.dice.of(25) {
                    // The slip of one paper: another number of the same day.
                    0 if paper > 0 && done > 2.0 => whole.done = Some(done - 1.0),
                    // A share alone.
                    1 => (whole.done, whole.total, whole.percent) = (None, None, Some((done / total * 10_000.0).floor() / 100.0)),
                    2..=8 => whole.percent = Some((done / total * 10_000.0).round() / 100.0),
                    _ => {}
                }
                let split = press.dice.chance(15) && whole.done == Some(done) && total >= 12.0 && !other;
                if split {
                    whole.role = Some(PartRole::Whole);
                }
                let of = whole.ground.record_id.clone();
                records.progress.push(whole);
                // Two parts that add up to the whole, or one of the two.
                let (d, t) = ((done / 3.0).floor(), (total / 3.0).floor());
                let parts = [(d, t, PARTS[0]), (done - d, total - t, PARTS[1])];
                let told = if press.dice.chance(50) { 2 } else { 1 };
                for (done, total, text) in parts.into_iter().take(if split { told } else { 0 }) {
                    let mut part = row(press, records);
                    (part.done, part.total, part.subject_text) = (Some(done), Some(total), Some(text.into()));
                    (part.role, part.part_of) = (Some(PartRole::Part), Some(of.clone()));
                    records.progress.push(part);
                }
            });
        }
    }

    /// What a place or one of its bodies cut in a year, a half-year, or up to a day; or is to cut.
    fn cut(&mut self, papers: usize) {
        let place = self.place();
        let subject = *self.dice.pick(StaffingSubject::ALL);
        let day = self.day();
        let target = self.dice.chance(20);
        let year = day.format("%Y").to_string();
        let as_of = match self.dice.of(10) {
            0..=5 => year.clone(),
            6 | 7 => format!("{year}-01/{year}-06"),
            8 => day.to_string(),
            _ => String::new(),
        };
        let body = self.dice.chance(20).then(|| *self.dice.pick(&["Trường Chính trị", "Đài Phát thanh", "Kho lưu trữ"]));
        let thing = format!("{:?}{:?}{subject}{as_of}{body:?}{target}", place.province, place.district);
        let width = if place.province.is_none() { 90_000 } else { 400 };
        let width = if as_of.contains('/') || body.is_some() { width / 4 } else { width };
        let count = truth(&thing, 5, width);
        let before = count * (2.0 + truth(&thing, 0, 9));
        let form = self.dice.of(12);
        for paper in 0..papers {
            let read = self.read_place(&place);
            let date: Option<Edtf> = as_of.parse().ok();
            let told = date.and_then(Edtf::bounds).map_or(day, |bounds| bounds.1);
            self.print(told, &place, |press, records| {
                let mut row = Staffing {
                    subject,
                    status: if target { StaffingStatus::Target } else { StaffingStatus::Achieved },
                    count: Some(count),
                    percent: None,
                    before: None,
                    after: None,
                    approximation: None,
                    subject_text: None,
                    body: body.map(Into::into),
                    as_of: date,
                    year_basis: Basis::Stated,
                    place: read,
                    ground: press.ground('s', records, 0),
                };
                match form {
                    0 | 1 => (row.count, row.before, row.after) = (None, Some(before), Some(before - count)),
                    2 => (row.count, row.percent) = (None, Some((count / before * 1000.0).round() / 10.0)),
                    3 => row.after = Some(before - count),
                    4 if paper > 0 && press.dice.chance(30) => row.count = Some(count + 1.0),
                    _ => {}
                }
                records.staffing.push(row);
            });
        }
    }
}
