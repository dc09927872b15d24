//! The year in which a term begins, for the days of its congress, its first session or its first plenum.

use super::{by_day, is_open, with_year, yearless};
use crate::lang::cues::Cue;
use crate::model::mention::{DateKind, DateMention};
use crate::model::tag::{Basis, MeetingKind};
use crate::recognise::meeting::name::Name;
use crate::recognise::meeting::sightings;
use crate::recognise::reading::Reading;
use chrono::{Datelike, NaiveDate};
use rustc_hash::FxHashSet;

/// How far, in days, other days of the article may lie from a congress to be of its year.
const NEAR: i64 = 45;
/// No article reports more congresses than this; it bounds the work on a long text.
const MOST: usize = 32;

/// A term begins with its congress, a council's with its first session, a committee's with its first plenum: their days are
/// in its first year. Other open days of the article follow when they lie within [`NEAR`] days of one of them.
pub(super) fn of_terms(reading: &Reading, dates: &mut [DateMention]) {
    let begins: Vec<i32> = dates.iter().filter(|d| d.kind == DateKind::Term).filter_map(|d| d.value.year()).collect();
    if begins.is_empty() {
        return;
    }
    let stated = by_day(dates.iter());
    let seen = sightings(reading, dates, None);
    // The term of the article's congress, for names of it that do not repeat it.
    let own: FxHashSet<i32> = seen.iter().flat_map(|s| &s.names).filter_map(|n| term_of(reading, dates, n)).collect();
    let only = (own.len() == 1).then(|| own.iter().next().copied()).flatten();
    let mut proved: Vec<(NaiveDate, NaiveDate)> = Vec::new();
    let mut set = Vec::new();
    let tied = seen.iter().flat_map(|s| s.names.iter().zip(&s.ties).map(move |(name, tie)| (s, name, tie)));
    for (seen, name, tie) in tied {
        let Some((stamp, _)) = tie.filter(|_| begins_term(reading, name)) else { continue };
        let Some(year) = term_of(reading, dates, name).or(only) else { continue };
        let span = &seen.stamps[stamp].span;
        let k = dates.partition_point(|d| d.span.start < span.start);
        if proved.len() == MOST || dates.get(k).is_none_or(|d| d.span != *span || !is_open(d)) {
            continue;
        }
        let Some(value) = with_year(dates[k].value, year).filter(|_| !stated.contains_key(&yearless(dates[k].value))) else {
            continue;
        };
        proved.extend(value.bounds());
        set.push((k, value));
    }
    for k in (0..dates.len()).filter(|k| is_open(&dates[*k]) && dates[*k].kind == DateKind::Day) {
        let Some(year) = congresses_held_by(reading, dates, k) else { continue };
        if let Some(value) = with_year(dates[k].value, year).filter(|_| !stated.contains_key(&yearless(dates[k].value))) {
            proved.extend(value.bounds());
            set.push((k, value));
        }
    }
    for (k, value) in set {
        (dates[k].value, dates[k].year_basis) = (value, Basis::FromContext);
    }
    for date in dates.iter_mut().filter(|d| is_open(d) && d.kind == DateKind::Day) {
        let near = proved.iter().find_map(|(first, last)| {
            let (from, to) = with_year(date.value, first.year())?.bounds()?;
            let gap = (*first - to).num_days().max((from - *last).num_days());
            (gap <= NEAR).then_some(first.year())
        });
        if let Some(value) = near.and_then(|year| with_year(date.value, year)) {
            (date.value, date.year_basis) = (value, Basis::FromContext);
        }
    }
}

/// "Đến ngày 31/3, 34 chi bộ đã tổ chức đại hội nhiệm kỳ 2025-2030": congresses of a term are counted in its first year.
fn congresses_held_by(reading: &Reading, dates: &[DateMention], k: usize) -> Option<i32> {
    const CONGRESS: usize = 24;
    const TERM: usize = 8;
    let span = &dates[k].span;
    let sentence = reading.sentence_of(span.start);
    let day = reading.cue(span.start, Cue::Day).unwrap_or(span.start);
    let as_of = reading.find_cue(span.start.saturating_sub(3).max(sentence.start)..day, Cue::AsOfWord).is_some();
    let near = span.end..sentence.end.min(span.end + CONGRESS);
    let congress = reading.find_cue(near.clone(), Cue::CongressWord).filter(|_| as_of)?;
    let held = reading.find_cue(span.end..congress.start, Cue::Held).is_some();
    let not = [Cue::NoCongress, Cue::OtherCongress, Cue::AimVerb];
    if !held || not.iter().any(|cue| reading.find_cue(near.clone(), *cue).is_some()) {
        return None;
    }
    let behind = dates[k..].iter().take_while(|d| d.span.start < sentence.end.min(congress.end + TERM));
    behind.filter(|d| d.kind == DateKind::Term && d.span.start >= congress.end).find_map(|d| d.value.year())
}

/// Whether a meeting is the one with which a term begins: a congress, a first plenum, a council's first session.
fn begins_term(reading: &Reading, name: &Name) -> bool {
    let nth = |cue: Cue| {
        let sentence = reading.sentence_of(name.span.start);
        reading.find_cue(name.span.start..sentence.end.min(name.span.start + 8), cue).is_some()
    };
    !name.aside
        && match name.kind {
            MeetingKind::Congress => true,
            MeetingKind::Plenum => nth(Cue::MeetFirst),
            // Councils are elected in spring and sit twice in that year.
            MeetingKind::CouncilSession => nth(Cue::MeetFirst) || nth(Cue::MeetSecond),
            _ => false,
        }
}

/// The first year of the term that a name gives its congress: the one said in it or after it in the same clause; of a first
/// plenum or session, the one of those it elects.
fn term_of(reading: &Reading, dates: &[DateMention], name: &Name) -> Option<i32> {
    if !begins_term(reading, name) {
        return None;
    }
    let sentence = reading.sentence_of(name.span.start);
    // A congress has its term behind it; whose first plenum it is may be said before: "BCH khóa XIX, nhiệm kỳ 2020-2025 tổ chức …"
    let (from, reach) = match name.kind {
        MeetingKind::Congress => (name.span.start, name.span.end + 12),
        _ => (name.span.start.saturating_sub(12).max(sentence.start), sentence.end),
    };
    let first = dates.partition_point(|d| d.span.start <= from);
    dates[first..]
        .iter()
        .take_while(|d| d.span.start < reach.min(sentence.end))
        .filter(|d| d.kind == DateKind::Term)
        // "tổng kết nhiệm kỳ 2015-2020" is the term that ends.
        .filter(|d| {
            let word = reading.cue_before(d.span.start, Cue::Term).unwrap_or(d.span.start);
            let before = word.saturating_sub(6).max(from).min(word)..word;
            reading.find_last_cue(before, Cue::YearReview).is_none()
        })
        .filter_map(|d| d.value.year())
        .max()
}
