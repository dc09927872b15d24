//! Mentions of cuts, progress, documents and quantities → records.

use super::ground::Grounds;
use super::parts::mark_parts;
use super::place::PlaceContext;
use super::scheme::of_figure;
use crate::lang::cues::Cue;
use crate::lang::documents::issuer;
use crate::model::date::Edtf;
use crate::model::mention::*;
use crate::model::record::{Document, PlaceRef, Progress, Quantity, Staffing};
use crate::model::tag::{Activity, Basis, Geo, Level, Scope, StaffingStatus};
use crate::recognise::reading::Reading;
use crate::text::figures::push_float;
use crate::text::fold::fold_phrase;
use crate::text::letter::is_evenly_spaced;
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::ops::Range;

/// All that is known of the article when figures become records.
pub struct Figures<'a, 't> {
    pub reading: &'a Reading<'t>,
    pub dates: &'a [DateMention],
    pub bodies: &'a [BodyMention],
    pub places: &'a PlaceContext<'a>,
    /// The day the article speaks from.
    pub spoken: Option<chrono::NaiveDate>,
}

impl Figures<'_, '_> {
    pub fn staffing(&self, grounds: &mut Grounds, cuts: Vec<StaffingMention>) -> Vec<Staffing> {
        let record = |m: StaffingMention| {
            let key = format!("{}|{}|{:?}|{:?}|{:?}|{:?}", m.subject, m.status, m.count, m.percent, m.before, m.after);
            let (as_of, year_basis) = self.period_of(&m);
            Staffing {
                subject: m.subject,
                status: m.status,
                count: m.count,
                percent: m.percent,
                before: m.before,
                after: m.after,
                approximation: m.approximation,
                subject_text: self.cut_words(&m),
                body: self.body_before(m.span.start).and_then(|b| self.words(b.span.clone())),
                as_of,
                year_basis,
                place: of_figure(self.place_at(m.span.start), self.spoken, as_of),
                ground: grounds.ground('s', &key, m.span, m.rule),
            }
        };
        cuts.into_iter().map(record).collect()
    }

    pub fn progress(&self, grounds: &mut Grounds, mut steps: Vec<ProgressMention>) -> Vec<Progress> {
        complete(&mut steps);
        let mut told = (0, (None, Basis::Unknown));
        let record = |m: ProgressMention| {
            let key = format!("{}|{}|{:?}|{:?}|{:?}", m.activity, m.subject, m.done, m.total, m.percent);
            let (as_of, year_basis) = match self.as_of_before(m.span.start) {
                (None, _) if self.part_of(m.span.start, told.0) => told.1,
                own => own,
            };
            told = (m.span.end, (as_of, year_basis));
            Progress {
                activity: m.activity,
                subject: m.subject,
                done: m.done,
                total: m.total,
                percent: m.percent,
                as_of,
                year_basis,
                term: (m.activity == Activity::Congress).then(|| self.term_near(m.span.start)).flatten(),
                role: None,
                part_of: None,
                subject_text: self.words(m.subject_span),
                place: of_figure(self.place_at(m.span.start), self.spoken, as_of),
                ground: grounds.ground('p', &key, m.span, m.rule),
            }
        };
        let mut rows: Vec<Progress> = steps.into_iter().map(record).collect();
        mark_parts(&mut rows);
        rows
    }

    pub fn documents(&self, grounds: &mut Grounds, citations: Vec<CitationMention>) -> Vec<Document> {
        let record = |m: CitationMention| {
            let key = format!("{}|{}", m.kind, m.symbol);
            Document {
                kind: m.kind,
                issuer: issuer(&m.symbol).map(str::to_string),
                symbol: m.symbol,
                date: self.date_behind(m.span.end),
                place: PlaceRef::unknown(),
                ground: grounds.ground('d', &key, m.span, m.rule),
            }
        };
        citations.into_iter().map(record).collect()
    }

    pub fn quantities(&self, grounds: &mut Grounds, quantities: Vec<QuantityMention>) -> Vec<Quantity> {
        let mut key = String::new();
        let record = |m: QuantityMention| {
            let unit = self.words(m.unit_span.clone());
            key.clear();
            push_quantity_key(&m, unit.as_deref(), &mut key);
            let end = m.span.end.max(m.unit_span.end);
            Quantity {
                kind: m.kind,
                value: m.value,
                value_high: m.value_high,
                unit,
                approximation: m.approximation,
                place: of_figure(self.place_at(m.span.start), self.spoken, None),
                ground: grounds.ground('q', &key, m.span.start..end, m.rule),
            }
        };
        quantities.into_iter().map(record).collect()
    }

    /// What is cut, in the article's words. A figure behind "trong đó", "riêng" says so: it is a part of one before it, and is
    /// not added to that one.
    fn cut_words(&self, m: &StaffingMention) -> Option<String> {
        let words = self.words(m.subject_span.clone());
        let sentence = self.reading.sentence_of(m.span.start);
        // The verb may stand before the whole, so that the figure's span begins there; what is counted stands at the figure.
        let at = if m.subject_span.is_empty() { m.span.start } else { m.subject_span.start };
        let before = sentence.start..at.max(sentence.start);
        let Some(among) = self.reading.find_last_cue(before, Cue::Among).and_then(|span| self.words(span)) else {
            return words;
        };
        Some(words.map_or(among.clone(), |words| format!("{} {words}", among.to_lowercase())))
    }

    /// The source words of a token range in one line, or none for an empty range.
    fn words(&self, span: Range<usize>) -> Option<String> {
        let source = (!span.is_empty()).then(|| self.reading.source(span))?;
        if is_evenly_spaced(source) {
            return Some(source.to_string());
        }
        Some(source.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// The place of a figure: the whole country where the sentence says so, a central body's own staff, else the place in force.
    fn place_at(&self, token: usize) -> PlaceRef {
        let sentence = self.reading.sentence_of(token);
        if self.reading.find_cue(sentence.start..token.max(sentence.start), Cue::Nationwide).is_some() {
            return PlaceRef::national(Basis::Stated);
        }
        let body = self.body_before(token);
        if body.is_some_and(|b| b.level == Some(Level::Central)) {
            return PlaceRef { scope: Scope::Body, place_basis: Basis::Stated, ..PlaceRef::unknown() };
        }
        let named = body.and_then(|b| self.places.body_place(b));
        match named.or_else(|| self.places.in_force(token)) {
            Some(place) => PlaceRef {
                province: Some(place.province.to_string()),
                geo: Geo::P63,
                district: place.district.map(str::to_string),
                scope: if place.district.is_some() { Scope::District } else { Scope::Province },
                place_basis: place.basis,
            },
            None if self.places.article_place().national => PlaceRef::national(Basis::FromContext),
            None => PlaceRef::unknown(),
        }
    }

    /// The last body named before `token` in its sentence.
    fn body_before(&self, token: usize) -> Option<&BodyMention> {
        let sentence = self.reading.sentence_of(token);
        let to = self.bodies.partition_point(|b| b.span.start < token);
        self.bodies[..to].iter().rev().find(|b| b.span.end <= token).filter(|b| b.span.start >= sentence.start)
    }

    /// "Trong đó, khối xã là 199/244 đơn vị": whether the statement at `token` is of a part of what the one before it, which ends
    /// before `end`, told of the whole.
    fn part_of(&self, token: usize, end: usize) -> bool {
        const NEAR: usize = 80;
        let sentence = self.reading.sentence_of(token);
        let among = self.reading.find_cue(sentence.start..token, Cue::Among).is_some_and(|a| a.start >= end);
        end > 0 && token.saturating_sub(end) <= NEAR && (among || end > sentence.start)
    }

    /// The date of an "as of" before `token` in its sentence: "tính đến ngày 16/6/2020 đã có …".
    fn as_of_before(&self, token: usize) -> (Option<Edtf>, Basis) {
        let sentence = self.reading.sentence_of(token);
        let to = self.dates.partition_point(|d| d.span.start < token);
        let found = self.dates[..to].iter().rev().take_while(|d| d.span.start >= sentence.start).find(|d| {
            let counts = matches!(d.kind, DateKind::Day | DateKind::Month | DateKind::Year);
            // "tính đến 10h30 phút sáng 22/5"
            let clock =
                |t: &usize| self.reading.tokens[*t].is_digits() || self.reading.any_cue(*t, &[Cue::Hour, Cue::DayPart]).is_some();
            let times = (d.span.start.saturating_sub(8).max(sentence.start)..d.span.start).filter(clock).count();
            let before = d.span.start.saturating_sub(4 + times).max(sentence.start)..d.span.start;
            let inside = d.span.start..(d.span.start + 3).min(d.span.end);
            counts
                && (self.reading.find_cue(before, Cue::AsOfWord).is_some()
                    || self.reading.find_cue(inside, Cue::AsOfWord).is_some())
        });
        found.map_or((None, Basis::Unknown), |d| (Some(d.value), d.year_basis))
    }

    /// When a cut was or is to be made: the period or year nearest before it in its sentence, else nearest behind a target.
    fn period_of(&self, cut: &StaffingMention) -> (Option<Edtf>, Basis) {
        let sentence = self.reading.sentence_of(cut.span.start);
        let dated = |d: &&DateMention| !matches!(d.kind, DateKind::Term);
        let to = self.dates.partition_point(|d| d.span.start < cut.span.end);
        let before = self.dates[..to].iter().rev().take_while(|d| d.span.start >= sentence.start).find(dated);
        let behind = || {
            let near = self.dates[to..].iter().take_while(|d| d.span.start < sentence.end).find(dated);
            near.filter(|d| cut.status == StaffingStatus::Target || d.span.start < cut.span.end + 6)
        };
        before.or_else(behind).map_or((None, Basis::Unknown), |d| (Some(d.value), d.year_basis))
    }

    /// The term of office nearest to `token`: in its sentence, else the article's only one.
    fn term_near(&self, token: usize) -> Option<Edtf> {
        let sentence = self.reading.sentence_of(token);
        let mut terms = self.dates.iter().filter(|d| d.kind == DateKind::Term);
        let near = self.dates.iter().find(|d| d.kind == DateKind::Term && sentence.contains(&d.span.start));
        if let Some(near) = near {
            return Some(near.value);
        }
        let first = terms.next()?.value;
        // Two terms in one article: the later one is the one congresses are held for.
        let last = terms.map(|d| d.value).max().unwrap_or(first);
        Some(first.max(last))
    }

    /// The day of issue right behind a citation: "18-NQ/TW ngày 25/10/2017".
    fn date_behind(&self, end: usize) -> Option<Edtf> {
        let near = self.dates.partition_point(|d| d.span.start < end);
        self.dates.get(near).filter(|d| d.kind == DateKind::Day && d.span.start <= end + 1).map(|d| d.value)
    }
}

/// A headline says "11/13" of what the body says with its share: both say the same. Two shares of the same numbers are two things.
fn complete(steps: &mut [ProgressMention]) {
    let key = |m: &ProgressMention| Some((m.activity, m.subject, m.done?.to_bits(), m.total?.to_bits()));
    let mut shares: FxHashMap<_, Option<f64>> = FxHashMap::default();
    for (key, percent) in steps.iter().filter_map(|m| key(m).zip(m.percent)) {
        shares.entry(key).and_modify(|known| *known = known.filter(|p| *p == percent)).or_insert(Some(percent));
    }
    for step in steps.iter_mut().filter(|m| m.percent.is_none()) {
        step.percent = key(step).and_then(|key| shares.get(&key).copied().flatten());
    }
}

/// Appends the content of a quantity in words: kind, value, higher value and folded unit as `{:?}` prints them, which is slow for what
/// every article has many of.
fn push_quantity_key(mention: &QuantityMention, unit: Option<&str>, key: &mut String) {
    key.push_str(mention.kind.slug());
    key.push('|');
    push_float(mention.value, key);
    key.push('|');
    push_option(mention.value_high, key, push_float);
    key.push('|');
    push_option(unit, key, push_unit);
}

/// Appends a unit folded and as `{:?}` prints it. Each thread remembers units: a few are those of most quantities.
fn push_unit(unit: &str, key: &mut String) {
    const MOST: usize = 4096;
    thread_local! {
        static KNOWN: RefCell<FxHashMap<String, String>> = RefCell::default();
    }
    KNOWN.with_borrow_mut(|known| {
        if let Some(printed) = known.get(unit) {
            return key.push_str(printed);
        }
        let printed = format!("{:?}", fold_phrase(unit));
        key.push_str(&printed);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(unit.to_string(), printed);
    });
}

fn push_option<T>(value: Option<T>, key: &mut String, push: impl Fn(T, &mut String)) {
    let Some(value) = value else { return key.push_str("None") };
    key.push_str("Some(");
    push(value, key);
    key.push(')');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::tag::{ProgressSubject, QuantityKind};

    #[test]
    fn the_same_numbers_said_twice_say_the_same() {
        let said = |subject, percent| ProgressMention {
            span: 0..1,
            subject_span: 0..1,
            activity: Activity::Congress,
            subject,
            done: Some(11.0),
            total: Some(13.0),
            percent,
            rule: "",
        };
        let completed = |mut steps: Vec<ProgressMention>| {
            complete(&mut steps);
            steps.iter().map(|s| s.percent).collect::<Vec<_>>()
        };
        let (cell, person) = (ProgressSubject::PartyCell, ProgressSubject::Person);
        assert_eq!(completed(vec![said(cell, None), said(cell, Some(84.7))]), [Some(84.7); 2]);
        assert_eq!(completed(vec![said(cell, None), said(cell, Some(80.0)), said(cell, Some(84.7))])[0], None);
        assert_eq!(completed(vec![said(person, None), said(cell, Some(84.7))])[0], None);
    }

    #[test]
    fn the_key_of_a_quantity_is_as_printed() {
        for unit in [None, Some("người"), Some("Đảng bộ"), Some("m2/ngày"), Some("\u{200b}\"hộ\""), Some("ký\u{301}")]
        {
            for value in [0.0, -0.0, 1.0, 12.5, 250.0, 1e14, 1e15, 1e16, 1e300] {
                for value_high in [None, Some(7.0), Some(0.1)] {
                    let kind = QuantityKind::Count;
                    let mention =
                        QuantityMention { span: 0..0, unit_span: 0..0, kind, value, value_high, approximation: None, rule: "" };
                    let printed = format!("{kind}|{value:?}|{value_high:?}|{:?}", unit.map(fold_phrase));
                    let mut key = String::new();
                    push_quantity_key(&mention, unit, &mut key);
                    assert_eq!(key, printed);
                }
            }
        }
    }
}
