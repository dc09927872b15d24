//! Years that a text tells without dating itself: the jubilee it celebrates, the New Year it wishes, the years it looks back.

use super::witness::Witness;
use crate::lang::cues::Cue;
use crate::lang::lexicon::{Entry, family};
use crate::model::date::Edtf;
use crate::model::mention::{DateKind, DateMention};
use crate::model::tag::Basis;
use crate::recognise::reading::Reading;
use chrono::{Datelike, NaiveDate};

/// How far behind "90 năm" the day that it is counted from may stand, in tokens.
const COUNTED_FROM: usize = 40;

pub(super) fn told(reading: &Reading, dates: &[DateMention]) -> Vec<Witness> {
    let mut out = Vec::new();
    let mut i = 0;
    while let Some(at) = reading.next(i..reading.tokens.len(), family::NUMBER) {
        i = at + 1;
        let Some(number) = reading.number(at) else { continue };
        match number {
            1990..2060 if reading.digits(at) == 4 && new_year(reading, at) => out.push(Witness::NewYear(number as i32)),
            2..=200 if reading.digits(at) <= 3 => out.extend(so_many_years(reading, dates, at, number as i32)),
            _ => {}
        }
    }
    out
}

/// "đón năm mới 2025", "Tết Nguyên đán Ất Tỵ 2025"; the name of the lunar year may stand between.
fn new_year(reading: &Reading, at: usize) -> bool {
    const LUNAR: usize = 2;
    let mut before = at;
    for _ in 0..=LUNAR {
        if reading.cue_before(before, Cue::NewYear).is_some() {
            return true;
        }
        match before.checked_sub(1).map(|k| &reading.tokens[k]) {
            Some(token) if token.is_word() && (token.is_capital() || reading.cue(before - 1, Cue::Year).is_some()) => before -= 1,
            _ => return false,
        }
    }
    false
}

/// "kỷ niệm 90 năm Ngày thành lập Đảng", "kỷ niệm 20 năm thành lập huyện (1/1/1998)", "sơ kết 5 năm thực hiện Nghị quyết …
/// ngày 16/4/2018": so many years after a day that is known.
fn so_many_years(reading: &Reading, dates: &[DateMention], at: usize, years: i32) -> Option<Witness> {
    let after = reading.cue(at + 1, Cue::Year)?;
    let known = |k: usize| {
        reading.hits_at(k).iter().find_map(|h| match h.entry {
            Entry::Jubilee(day) => Some(day),
            _ => None,
        })
    };
    let later = |day: NaiveDate| NaiveDate::from_ymd_opt(day.year() + years, day.month(), day.day());
    let day_word = reading.cue(after, Cue::Day).unwrap_or(after);
    if let Some(day) = known(after).or_else(|| known(day_word)) {
        return later(day).map(Witness::Jubilee);
    }
    let sentence = reading.sentence_of(at);
    let near = at.saturating_sub(4).max(sentence.start)..at;
    let celebrated = reading.find_cue(near.clone(), Cue::Celebrate).is_some();
    let carried_out = reading.cue(after, Cue::YearsOf).is_some();
    let reviewed = carried_out && reading.find_cue(near, Cue::YearReview).is_some();
    if !(celebrated || reviewed) {
        return None;
    }
    let from = dates.partition_point(|d| d.span.start < after);
    let stated = |d: &&DateMention| d.year_basis == Basis::Stated && matches!(d.kind, DateKind::Day | DateKind::Year);
    let counted = dates[from..].iter().take_while(|d| d.span.start < sentence.end.min(after + COUNTED_FROM)).find(stated)?;
    let first = counted.value.bounds()?.0;
    // A stamp on the line below is no part of the words.
    if (after..=counted.span.start).any(|k| reading.tokens[k].breaks()) {
        return None;
    }
    if celebrated && counted.kind == DateKind::Day {
        return later(first).map(Witness::Jubilee);
    }
    carried_out.then_some(Witness::Review(first.year() + years))
}

/// The second of "(19/8/1945 - 19/8/2025)": the jubilee.
pub(super) fn second_of_pair(reading: &Reading, first: &DateMention, second: &DateMention) -> bool {
    const LEAST: i32 = 2;
    let days = |v: Edtf| (v.from.day, v.from.month, v.to.is_none());
    let dash = first.span.end < second.span.start
        && second.span.start - first.span.end <= 2
        && (first.span.end..second.span.start).any(|k| reading.is_mark(k, '-'));
    let apart = second.value.year().zip(first.value.year()).is_some_and(|(b, a)| b - a >= LEAST);
    first.kind == DateKind::Day && second.kind == DateKind::Day && days(first.value) == days(second.value) && dash && apart
}
