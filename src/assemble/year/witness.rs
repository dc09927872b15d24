//! The dated statements of a text, and how much each speaks for or against a year.

use super::told::{second_of_pair, told};
use super::{is_open, lean};
use crate::lang::cues::Cue;
use crate::model::mention::{DateKind, DateMention};
use crate::recognise::reading::Reading;
use chrono::{Datelike, NaiveDate};
use rustc_hash::FxHashSet;

/// How many tokens before a year the word that says what it is for may stand.
const REACH: usize = 24;

/// How many tokens behind a year a word may say that it is planned.
const BEHIND: usize = 5;

/// How many words the name of a law has before its year.
const LAW: usize = 12;

/// What the words before a year say it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Purpose {
    Plan,
    /// A plan that is only being drawn up: in the second half of the year before.
    Draft,
    Review,
    Compare,
    Target,
    /// A year the article looks back at from afar: a birth, a law.
    Past,
    Named,
}

/// A dated statement of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Witness {
    /// A stated day or month, and whether it dates a document.
    Past(NaiveDate, bool),
    /// A stated day or month that lies ahead of the article: "trước ngày 31/12/2025".
    Ahead(NaiveDate),
    /// A reporting period with its year.
    Period(NaiveDate, NaiveDate),
    Year(i32, Purpose),
    /// The day before which a document that the text cites was not there.
    Cited(NaiveDate),
    /// A term or span of years; whether it is a term.
    Span(i32, i32, bool),
    /// The day of a jubilee: "kỷ niệm 90 năm Ngày thành lập Đảng".
    Jubilee(NaiveDate),
    /// The New Year that is wished or celebrated.
    NewYear(i32),
    /// First and last day of a plenum or a session of the National Assembly that the text names.
    Sitting(NaiveDate, NaiveDate),
    /// So many years after a document: "sơ kết 5 năm thực hiện …".
    Review(i32),
}

impl Witness {
    pub(super) fn years(&self) -> impl Iterator<Item = i32> {
        let (a, b) = match *self {
            Witness::Past(date, _) | Witness::Ahead(date) | Witness::Cited(date) | Witness::Jubilee(date) => {
                (date.year(), date.year())
            }
            Witness::Period(first, last) | Witness::Sitting(first, last) => (first.year(), last.year()),
            Witness::Year(year, _) | Witness::NewYear(year) | Witness::Review(year) => (year, year),
            Witness::Span(from, to, _) => (from, to),
        };
        [a, b].into_iter()
    }

    /// How much a stated day speaks for an article near it. Articles tell of the months before them, and of the weeks after.
    pub(super) fn nearness(&self, first: NaiveDate, last: NaiveDate) -> f64 {
        let Witness::Past(date, document) = *self else { return 0.0 };
        let near = match (last - date).num_days() {
            0..=120 => 3.0,
            121..=240 => 2.5,
            241..=366 => 1.5,
            367..=731 => 1.0,
            732.. => 0.0,
            _ if document => 0.0,
            _ => match (date - first).num_days() {
                ..=60 => 2.2,
                61..=120 => 1.2,
                _ => 0.0,
            },
        };
        if document { near * 0.4 } else { near }
    }

    /// How much the statement speaks for an article whose date is `first` to `last`.
    pub(super) fn weight(&self, first: NaiveDate, last: NaiveDate) -> f64 {
        let (year, month) = (last.year(), last.month());
        match *self {
            // A day told as past that lies after the article speaks against it; a planned one may have no word that says so.
            Witness::Past(date, document) => match (first - date).num_days() {
                0.. => 0.0,
                _ if last >= date => 0.0,
                _ if document => -5.0,
                -120..0 => 0.0,
                _ => -4.0,
            },
            // What is announced for a day is mostly near; a time limit may be years away.
            Witness::Ahead(date) => match (date - last).num_days() {
                -31..=180 => 1.6,
                181..=366 => 0.8,
                367..=1830 => 0.3,
                _ => -0.5,
            },
            Witness::Period(from, to) => match (to.month(), year - to.year()) {
                (12, 0) if from.month() > 1 => {
                    if month >= 4 {
                        4.0
                    } else {
                        2.0
                    }
                }
                (12, 1) if month <= 2 => 2.0,
                (_, 0) if month + 1 >= to.month() => 4.0,
                (_, 0) => 2.0,
                (_, 1) if month <= 2 => 1.0,
                _ => 0.0,
            },
            Witness::Year(of, purpose) => match (purpose, year - of) {
                (Purpose::Plan, 0) => {
                    if month == 12 {
                        1.0
                    } else {
                        3.0
                    }
                }
                (Purpose::Plan, -1) => match month {
                    12 => 3.5,
                    10 | 11 => 2.5,
                    7..=9 => 1.0,
                    _ => -0.5,
                },
                (Purpose::Plan, d) => {
                    if d > 0 {
                        0.0
                    } else {
                        -2.0
                    }
                }
                (Purpose::Draft, -1) => match month {
                    7.. => 3.5,
                    5 | 6 => 1.5,
                    _ => 0.0,
                },
                (Purpose::Draft, 0) => match month {
                    1..=3 => 2.0,
                    _ => 0.5,
                },
                (Purpose::Draft, d) => {
                    if d > 0 {
                        0.0
                    } else {
                        -2.0
                    }
                }
                (Purpose::Review, 1) => match month {
                    1..=3 => 3.5,
                    4..=6 => 1.5,
                    _ => 1.0,
                },
                (Purpose::Review, 0) => match month {
                    11 | 12 => 3.5,
                    5..=10 => 2.0,
                    _ => 0.5,
                },
                (Purpose::Review, d) => {
                    if d > 0 {
                        0.0
                    } else {
                        -3.0
                    }
                }
                (Purpose::Compare, 1) => 3.0,
                (Purpose::Compare, d) => {
                    if d > 0 {
                        0.2
                    } else {
                        -1.0
                    }
                }
                (Purpose::Target, d) => {
                    if d <= 0 {
                        if d >= -5 { 0.3 } else { 0.0 }
                    } else {
                        -0.5
                    }
                }
                (Purpose::Past, d) => {
                    if d < 0 {
                        -2.0
                    } else {
                        0.0
                    }
                }
                (Purpose::Named, 0) => 2.0,
                (Purpose::Named, 1) => {
                    if month <= 2 {
                        2.2
                    } else {
                        1.0
                    }
                }
                (Purpose::Named, -1) => {
                    if month >= 10 {
                        0.5
                    } else {
                        -1.5
                    }
                }
                (Purpose::Named, d) => {
                    if d > 0 {
                        0.0
                    } else {
                        -2.0
                    }
                }
            },
            // What is new is cited most; it never proves a year alone.
            Witness::Cited(date) => match (last - date).num_days() {
                ..0 => -5.0,
                0..=400 => 0.8,
                401..=800 => 0.4,
                _ => 0.0,
            },
            Witness::Span(from, to, term) => {
                let within = (from - i32::from(term)..=to + i32::from(!term)).contains(&year);
                if within { 0.4 } else { -0.6 }
            }
            // Jubilees are kept on their day, and looked forward to for a year.
            Witness::Jubilee(day) => match (day - first).num_days() {
                -30..=60 => 3.0,
                61..=200 => 2.0,
                -90..=-31 => 1.0,
                201..=300 => 0.8,
                _ if year == day.year() => 0.5,
                _ => -1.0,
            },
            Witness::NewYear(of) => match (year - of, month) {
                (0, 1..=3) | (-1, 12) => 3.5,
                (-1, 11) => 1.5,
                (0, _) => 0.3,
                _ => 0.0,
            },
            // Told of while they sit, before by those who go there, and after by those who carry out what they decided.
            Witness::Sitting(from, to) => match ((from - last).num_days(), (first - to).num_days()) {
                (..=60, ..=60) => 3.0,
                (61..=150, _) => 1.0,
                (_, 61..=150) => 1.5,
                (_, 151..=400) => 0.4,
                (_, 401..) => 0.0,
                _ => -1.0,
            },
            Witness::Review(of) => match year - of {
                0 => 2.5,
                1 => 1.2,
                -1 => 0.4,
                _ => -0.5,
            },
        }
    }
}

/// The distinct dated statements of the text.
pub(super) fn witnesses(reading: &Reading, dates: &[DateMention]) -> Vec<Witness> {
    let mut out: Vec<Witness> = Vec::new();
    let mut seen = FxHashSet::default();
    let mut previous: Option<&DateMention> = None;
    for date in dates.iter().filter(|d| !is_open(d)) {
        let Some((first, last)) = date.value.bounds() else { continue };
        let jubilee = previous.replace(date).is_some_and(|p| second_of_pair(reading, p, date));
        let witness = match date.kind {
            DateKind::Day if jubilee => Witness::Jubilee(first),
            DateKind::Day | DateKind::Month if lean(reading, date) > 0 => Witness::Ahead(first),
            DateKind::Day => Witness::Past(first, dates_document(reading, date)),
            DateKind::Month => Witness::Past(first, false),
            DateKind::Period => Witness::Period(first, last),
            DateKind::Year => Witness::Year(first.year(), purpose(reading, date)),
            DateKind::Term | DateKind::Years => Witness::Span(first.year(), last.year(), date.kind == DateKind::Term),
        };
        if seen.insert(witness) {
            out.push(witness);
        }
    }
    out.extend(told(reading, dates).into_iter().filter(|witness| seen.insert(*witness)));
    out
}

/// Whether a day is that of a document: a symbol before it, or its issuer after it.
fn dates_document(reading: &Reading, date: &DateMention) -> bool {
    let before = date.span.start.checked_sub(1).and_then(|p| reading.tokens.get(p));
    let symbol = before.is_some_and(|t| t.is_digits() || t.case == crate::text::token::Case::Upper || t.is_mark(')'));
    symbol || reading.cue(date.span.end, Cue::OfYear).is_some()
}

/// What the words before a year say it is; the nearest word decides.
pub(super) fn purpose(reading: &Reading, date: &DateMention) -> Purpose {
    let start = date.span.start;
    let close = |cue: Cue| reading.cue_before(start, cue).is_some();
    if close(Cue::YearCompare) {
        return Purpose::Compare;
    }
    if close(Cue::YearTarget) {
        return Purpose::Target;
    }
    if close(Cue::YearPast) {
        return Purpose::Past;
    }
    // "lễ hội xuân 2018" happened in that year, whatever is done with it.
    // "nhiệm vụ" ends like "vụ" of a harvest.
    if close(Cue::YearBefore) && !close(Cue::YearPlan) {
        return Purpose::Named;
    }
    let sentence = reading.sentence_of(start);
    let law = |i: &usize| reading.cue(*i, Cue::YearLaw).is_some() && reading.tokens[*i].is_capital();
    let name = |i: &usize| reading.tokens[*i].is_word() && reading.cue(*i, Cue::YearPlan).is_none();
    let year = close(Cue::Year) || reading.cue(start, Cue::Year).is_some();
    if year && (sentence.start..start).rev().take(LAW).take_while(name).any(|i| law(&i)) {
        return Purpose::Past;
    }
    // "… và năm 2014 sẽ phấn đấu": what comes after the year says it too.
    let clause = start == sentence.start || reading.is_mark(start - 1, ',') || reading.cue_before(start, Cue::And).is_some();
    let behind = date.span.end..sentence.end.min(date.span.end + BEHIND);
    if clause && behind.clone().take_while(|&k| !reading.is_mark(k, ',')).any(|k| reading.cue(k, Cue::YearAhead).is_some()) {
        return Purpose::Plan;
    }
    let from = sentence.start.max(start.saturating_sub(REACH));
    for i in (from..start).rev() {
        match reading.any_cue(i, &[Cue::YearBase, Cue::YearPlan, Cue::YearReview]) {
            Some((_, Cue::YearBase)) => return Purpose::Draft,
            // "kết quả thực hiện nhiệm vụ năm 2018": carried out.
            Some((_, Cue::YearPlan)) if reading.cue_before(i, Cue::YearCarried).is_some_and(|s| s >= from) => {
                return Purpose::Review;
            }
            Some((_, Cue::YearPlan)) => {
                let draft = reading.cue(i, Cue::YearDraft).is_none()
                    && reading.find_cue(from.max(i.saturating_sub(5))..i, Cue::YearDraft).is_some();
                return if draft { Purpose::Draft } else { Purpose::Plan };
            }
            Some(_) => return Purpose::Review,
            None => {}
        }
        // Another year or the end of the clause stands between.
        if reading.is_mark(i, ';') || reading.digits(i) == 4 {
            break;
        }
    }
    Purpose::Named
}
