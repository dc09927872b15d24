//! Of which level a meeting is, in which province, and of which part of the country.

use super::event::Event;
use crate::assemble::place::PlaceContext;
use crate::lang::cues::Cue;
use crate::lang::lexicon::Entry;
use crate::model::mention::{BodyMention, PlaceLevel, PlaceMention};
use crate::model::record::PlaceRef;
use crate::model::tag::{Basis, Geo, Level, MacroRegion, MeetingKind, Mode, Scope};
use crate::recognise::meeting::Sightings;
use crate::recognise::meeting::name::Form;
use crate::recognise::reading::Reading;
use std::ops::Range;

/// Cities that are provinces of their own.
const MUNICIPALITIES: [&str; 6] = ["01", "31", "46", "48", "79", "92"];

/// What the text around an event says of its place.
pub struct Ground<'a, 't> {
    pub reading: &'a Reading<'t>,
    pub seen: &'a Sightings,
    pub places: &'a [PlaceMention],
    pub bodies: &'a [BodyMention],
    pub context: &'a PlaceContext<'a>,
    pub holder: Option<Range<usize>>,
}

impl Ground<'_, '_> {
    /// The level of the body that holds the meeting: told by its holder, its name, the posts in its sentence, else the title.
    pub fn level(&self, event: &Event) -> Level {
        let name = &self.seen.names[event.fuller];
        let sentence = self.reading.sentence_of(name.span.start);
        let next = self.reading.sentence_of(sentence.end);
        let own_first = matches!(event.kind, MeetingKind::Congress | MeetingKind::CouncilSession | MeetingKind::Plenum);
        let stamp = &self.seen.stamps[event.stamp].span;
        // A province's congress speaks of the national one.
        let own_names = if own_first { std::slice::from_ref(&event.name) } else { &event.names };
        if self.holder.is_none() && own_names.iter().any(|&n| self.of_many_provinces(self.seen.names[n].span.clone())) {
            return Level::Central;
        }
        // The subject of a name that is a verb as well: "UBND TP.HCM họp giao ban".
        let acting = name.form == Form::Verb
            || self.reading.cue(name.span.start, Cue::MeetVerbal).is_some()
            || matches!(event.kind, MeetingKind::VoterContact | MeetingKind::WorkingSession);
        let from = if stamp.start >= sentence.start && stamp.end <= name.span.start { stamp.end } else { sentence.start };
        let subject = super::who::trim(self.reading, from..name.span.start);
        // Seen from a province's screen, the meeting is held elsewhere.
        let before = sentence.start..name.span.start;
        let screen =
            self.holder.is_none() && before.clone().any(|k| self.reading.cue(k, Cue::MeetPoint).is_some_and(|e| e > k + 1));
        let voters = event.kind == MeetingKind::VoterContact;
        let title = 0..self.reading.sentences.first().map_or(0, |s| s.end);
        let spans = [
            screen.then(|| next.clone()),
            own_first.then(|| name.span.clone()),
            acting.then(|| subject.clone()),
            self.holder.clone(),
            self.delegation(subject.start),
            // A name dated by the sentence before is held by whom that sentence speaks of.
            event.tie.is_none().then(|| super::who::trim(self.reading, stamp.end..self.reading.sentence_of(stamp.start).end)),
            // Who chairs or opens it stands before its name, and says more than the documents that it treats.
            self.reading.find_cue(sentence.start..name.span.start, Cue::MeetChair).map(|chair| sentence.start..chair.start),
            // Voters are met in communes by deputies of all levels.
            (!voters).then(|| self.before_document(name.span.clone())),
            Some(sentence.start..name.span.start),
            // Whose schedule it is stands at its top.
            self.seen.schedule.announced.then(|| title.clone()),
            Some(name.span.end..sentence.end),
            Some(title),
            Some(next),
            voters.then(|| name.span.clone()),
        ];
        // "Kỳ họp dự kiến vào ngày 1/7": other words on it say whose it is.
        let bare = own_first && name.rule == "meeting.name.plain" && !screen;
        let namesake = || {
            let alike = self.seen.names.iter().take(40).filter(|n| n.kind == name.kind);
            alike.map(|n| n.span.clone()).find_map(|span| self.level_in(span))
        };
        let told = if bare { self.level_in(name.span.clone()).or_else(namesake) } else { None };
        let told = told.or_else(|| spans.into_iter().flatten().find_map(|range| self.level_in(range)));
        told.unwrap_or_else(|| {
            let article = self.context.article_place();
            let local = article.place.is_some() || self.context.in_force(name.span.start).is_some();
            if local && !article.national { Level::Province } else { Level::Central }
        })
    }

    /// "Buổi chiều, Đoàn kiểm tra làm việc với …": a delegation without a name is the one named before, with whose it is.
    fn delegation(&self, at: usize) -> Option<Range<usize>> {
        const WHOSE: usize = 14;
        self.reading.cue(at, Cue::MeetDelegation)?;
        let named = |k: &usize| self.reading.cue(*k, Cue::MeetDelegation).is_some() && self.level_in(*k..k + WHOSE).is_some();
        (0..at).find(named).map(|k| k..k + WHOSE)
    }

    /// The words of a name before the numbered document that the meeting treats: "sơ kết 5 năm thực hiện | Nghị quyết số 24-NQ/TW của Bộ
    /// Chính trị" says who issued it, not who meets.
    fn before_document(&self, span: Range<usize>) -> Range<usize> {
        let numbered = |end: usize| (end..end + 2).any(|k| self.reading.digits(k) > 0);
        let document = |k: &usize| {
            let hits = self.reading.hits_at(*k);
            hits.iter().any(|h| matches!(h.entry, Entry::Document(_)) && numbered(h.end as usize))
        };
        // "giao ban với Chủ tịch UBND các xã": with whom it is held.
        let partner = |k: &usize| *k > span.start && self.reading.source(*k..*k + 1) == "với";
        span.start..span.clone().find(|k| document(k) || partner(k)).unwrap_or(span.end)
    }

    /// "hội nghị toàn quốc", "giao ban các tỉnh khu vực phía Bắc": no province's own.
    fn of_many_provinces(&self, span: Range<usize>) -> bool {
        span.clone().any(|k| {
            let region = self.reading.any_cue(k, &[Cue::MeetNorth, Cue::MeetMiddle, Cue::MeetSouth]).is_some();
            region || self.reading.cue(k, Cue::MeetNational).is_some_and(|e| e <= span.end)
        })
    }

    /// "Cụm thi đua 5 thành phố trực thuộc Trung ương": several provinces, counted.
    fn counts_provinces(&self, span: Range<usize>) -> bool {
        let counted = |k: usize| k > 0 && self.reading.number(k - 1).is_some_and(|n| (2..=63).contains(&n));
        span.into_iter().any(|k| counted(k) && self.reading.cue(k, Cue::MeetProvince).is_some())
    }

    fn level_in(&self, range: Range<usize>) -> Option<Level> {
        let mut k = range.start;
        // "Đoàn đại biểu Quốc hội tỉnh tiếp xúc cử tri": the delegation itself, no post in it.
        let delegation = self.reading.cue(k, Cue::MeetDelegation);
        if delegation.is_some() && self.reading.cue(k, Cue::MeetRank) == delegation {
            return Some(Level::Province);
        }
        while k < range.end {
            if let Some((end, _)) = self.reading.any_cue(k, &[Cue::MeetRank, Cue::MeetNotLevel]) {
                k = end;
                continue;
            }
            if self.reading.cue(k, Cue::MeetCell).is_some() {
                return Some(Level::Grassroots);
            }
            if let Some(body) = self.body_at(k) {
                // Whose decision is announced does not hold the meeting.
                if self.reading.cue_before(k, Cue::MeetDecisionOf).is_some_and(|s| s >= range.start) {
                    k = body.span.end;
                    continue;
                }
                // "Đảng bộ Bệnh viện Đa khoa tỉnh": of a hospital, school or firm, wherever it is.
                let of = |t: usize| {
                    let is = |cue: Cue| self.reading.cue(t, cue).is_some();
                    is(Cue::MeetGrassroots) && is(Cue::MeetLone) && !is(Cue::MeetNotLevel)
                };
                if (k + 1..body.span.end).any(|t| of(t) && self.reading.tokens[t].is_capital()) {
                    return Some(Level::Grassroots);
                }
                if let Some(level) = self.body_level(body) {
                    return Some(level);
                }
            }
            if let Some((end, level)) = self.level_at(k) {
                // "MTTQ Việt Nam tỉnh Lai Châu": the lower word tells.
                return match self.level_at(end) {
                    Some((_, lower)) if level == Level::Central && end < range.end => Some(lower),
                    _ => Some(level),
                };
            }
            k += 1;
        }
        None
    }

    fn body_at(&self, k: usize) -> Option<&BodyMention> {
        let n = self.bodies.partition_point(|b| b.span.start < k);
        self.bodies.get(n).filter(|b| b.span.start == k)
    }

    /// A city's body is a province's where the article's province is such a city.
    fn body_level(&self, body: &BodyMention) -> Option<Level> {
        let own = body.province.is_some() || body.district.is_some();
        match self.context.article_place().place {
            Some(place) if body.level.is_none() && body.city && !own && MUNICIPALITIES.contains(&place.province) => {
                Some(Level::Province)
            }
            _ => self.context.body_level(body),
        }
    }

    fn level_at(&self, k: usize) -> Option<(usize, Level)> {
        let cues = [Cue::MeetCentral, Cue::MeetProvince, Cue::MeetDistrict, Cue::MeetGrassroots];
        let (end, cue) = self.reading.any_cue(k, &cues)?;
        let token = &self.reading.tokens[k];
        let level = match cue {
            Cue::MeetCentral => Level::Central,
            Cue::MeetProvince => Level::Province,
            Cue::MeetDistrict => Level::District,
            _ => Level::Grassroots,
        };
        // A lone "bộ", "sở", "trường" is a body only with a capital, and no end of "cán bộ", "cơ sở".
        let lone = end == k + 1 && self.reading.cue(k, Cue::MeetLone).is_some();
        if lone && (!token.is_capital() || self.reading.cue_before(end, Cue::MeetLoneNot).is_some()) {
            return None;
        }
        // A city that is a district of its province.
        let city = level == Level::Province && self.reading.cue(end - 1, Cue::MeetCity).is_some_and(|e| e == end)
            || self.reading.cue(k, Cue::MeetCity).is_some_and(|e| e == end);
        let lower =
            city && self.places.iter().any(|p| p.level == PlaceLevel::District && p.span.start <= end && p.span.end > end);
        Some((end, if lower { Level::District } else { level }))
    }

    /// Where the meeting sits or whose body holds it. None for a national meeting of a central body.
    pub fn place(&self, event: &Event, level: Level, region: Option<MacroRegion>) -> PlaceRef {
        if region.is_some() && level == Level::Central {
            return PlaceRef { scope: Scope::Region, ..PlaceRef::national(Basis::Stated) };
        }
        let name = &self.seen.names[event.fuller];
        let sentence = self.reading.sentence_of(name.span.start);
        if level == Level::Central {
            let visited = |n: &usize| {
                let name = &self.seen.names[*n];
                self.visited(name.span.clone(), &self.reading.sentence_of(name.span.start), name.form)
            };
            // "vừa có buổi làm việc tại Bình Định. Buổi làm việc diễn ra ngày 16-3": any of its names may say where.
            let named = std::iter::once(&event.fuller).chain(&event.names);
            let visited = (event.kind == MeetingKind::WorkingSession).then(|| named.into_iter().find_map(visited)).flatten();
            let several = event.kind == MeetingKind::WorkingSession && visited.is_none();
            return visited
                .or_else(|| if several { None } else { self.seated(event, &sentence) })
                .unwrap_or(PlaceRef::national(Basis::Stated));
        }
        let own = event.of.and_then(|n| self.places.get(n)).map(|p| p.span.clone());
        let near = [own.clone(), self.holder.clone(), Some(name.span.clone()), Some(sentence.clone())];
        let stated = near.iter().flatten().find_map(|range| self.province_in(range.clone()));
        let district = (level != Level::Province || event.kind == MeetingKind::WorkingSession)
            .then(|| near.iter().flatten().find_map(|r| self.district_in(r.clone())))
            .flatten();
        let (province, basis) = match stated {
            Some(province) => (Some(province.to_string()), Basis::Stated),
            None => (self.province_in_force(name.span.start), Basis::FromContext),
        };
        if province.is_none() {
            return PlaceRef::unknown();
        }
        // "Thường trực HĐND huyện họp" in an article of one district.
        let district = district.or_else(|| {
            let known = self.context.in_force(name.span.start).filter(|p| Some(p.province) == province.as_deref())?;
            known.district.filter(|_| level == Level::District)
        });
        let scope = match level {
            Level::District => Scope::District,
            Level::Grassroots => Scope::Commune,
            _ => Scope::Province,
        };
        PlaceRef { province, geo: Geo::P63, district: district.map(str::to_string), scope, place_basis: basis }
    }

    /// The province that a central body's people work with or in: "làm việc với Tỉnh ủy Hà Giang", "làm việc tại Hà Giang".
    fn visited(&self, span: Range<usize>, sentence: &Range<usize>, form: Form) -> Option<PlaceRef> {
        let to = if form == Form::Verb { span.end } else { sentence.end.min(span.end + 20) };
        let object = span.start..to.max(span.end);
        let local = object.clone().any(|k| {
            self.reading.any_cue(k, &[Cue::MeetProvince, Cue::MeetDistrict, Cue::MeetGrassroots]).is_some()
                && (self.reading.cue(k, Cue::MeetLone).is_none() || self.reading.tokens[k].is_capital())
        });
        // "làm việc với Ban Thường vụ Tỉnh ủy Ninh Bình, Đắk Lắk, Lào Cai": of no one province.
        let wide = object.start..sentence.end.min(object.end + 12);
        let mut provinces = self.within(wide).filter_map(|p| p.province);
        let first = provinces.next();
        if provinces.any(|p| Some(p) != first) {
            return None;
        }
        let stated = self.province_in(object.clone());
        let place_basis = if stated.is_some() { Basis::Stated } else { Basis::FromContext };
        let province = stated.map(str::to_string).or_else(|| local.then(|| self.province_in_force(span.start)).flatten())?;
        Some(PlaceRef {
            province: Some(province),
            geo: Geo::P63,
            district: self.district_in(object).map(str::to_string),
            scope: Scope::Province,
            place_basis,
        })
    }

    /// The province in which a central body holds a meeting that is not of the whole country: "tại thành phố Vinh, Bộ Nội vụ tổ
    /// chức hội thảo". The capital is where they sit anyway.
    fn seated(&self, event: &Event, sentence: &Range<usize>) -> Option<PlaceRef> {
        const CAPITAL: &str = "01";
        let own = matches!(event.kind, MeetingKind::CouncilSession | MeetingKind::Plenum | MeetingKind::Congress);
        let name = &self.seen.names[event.fuller];
        if own
            || self.of_many_provinces(name.span.clone())
            || self.counts_provinces(name.span.clone())
            || super::who::mode(self.reading, self.seen, event) == Mode::Online
        {
            return None;
        }
        let clauses = [sentence.start..name.span.start, name.span.end..sentence.end.min(name.span.end + 12)];
        let place = clauses.into_iter().find_map(|range| {
            self.within(range).find(|p| {
                let led = self.reading.cue_before(p.span.start, Cue::MeetSeat).is_some()
                    || self.reading.cue(p.span.start, Cue::MeetSeat).is_some();
                led && !p.in_body && p.province.is_some()
            })
        })?;
        Some(PlaceRef {
            province: place.province.filter(|code| *code != CAPITAL).map(str::to_string),
            geo: Geo::P63,
            district: place.district.map(str::to_string),
            scope: Scope::Province,
            place_basis: Basis::Stated,
        })
        .filter(|place| place.province.is_some())
    }

    fn within(&self, range: Range<usize>) -> impl Iterator<Item = &PlaceMention> {
        let from = self.places.partition_point(|p| p.span.start < range.start);
        self.places[from..].iter().take_while(move |p| p.span.start < range.end)
    }

    fn province_in(&self, range: Range<usize>) -> Option<&'static str> {
        self.within(range).find_map(|p| p.province)
    }

    fn district_in(&self, range: Range<usize>) -> Option<&'static str> {
        self.within(range).find_map(|p| p.district)
    }

    fn province_in_force(&self, at: usize) -> Option<String> {
        self.context.in_force(at).map(|place| place.province.to_string())
    }

    /// The macro region when the meeting is itself of one ("21 tỉnh, thành phố khu vực miền Nam").
    pub fn region(&self, event: &Event, level: Level) -> Option<MacroRegion> {
        if level != Level::Central || event.kind == MeetingKind::CouncilSession {
            return None;
        }
        event.names.iter().find_map(|&n| {
            let span = self.seen.names[n].span.clone();
            // "giao ban với 25 tỉnh, thành phố khu vực phía Bắc": with whom it is held.
            const PARTNERS: usize = 12;
            let with = self.reading.tokens.get(span.end).is_some() && self.reading.source(span.end..span.end + 1) == "với";
            let sentence = self.reading.sentence_of(span.start);
            let span = if with { span.start..sentence.end.min(span.end + PARTNERS) } else { span };
            span.clone().find_map(|k| match self.reading.any_cue(k, &[Cue::MeetNorth, Cue::MeetMiddle, Cue::MeetSouth])? {
                (end, _) if end > span.end => None,
                (_, Cue::MeetNorth) => Some(MacroRegion::North),
                (_, Cue::MeetMiddle) => Some(MacroRegion::Central),
                _ => Some(MacroRegion::South),
            })
        })
    }
}
