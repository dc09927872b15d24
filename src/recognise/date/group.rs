//! The elements of a list of days or months → expressions: intervals, runs of neighbouring days, single dates.

use super::{Elem, Link, Part};
use crate::model::date::{Edtf, PartialDate};
use std::ops::Range;

/// Gives bare days their month and open dates the year of the next one in the list; the year before where the list
/// runs over the turn of the year. What the calendar does not have is dropped.
pub fn inherit(elems: &mut Vec<Elem>) {
    for k in (0..elems.len().saturating_sub(1)).rev() {
        let next = elems[k + 1].date;
        let own = &mut elems[k].date;
        if own.month.is_none() {
            own.month = next.month;
            // "từ 28 đến 3/9" began in August.
            if own.day > next.day {
                own.month = next.month.map(|m| if m == 1 { 12 } else { m - 1 });
            }
        }
        if own.year.is_none() {
            own.year = next.year.map(|y| if (own.month, own.day) > (next.month, next.day) { y - 1 } else { y });
        }
    }
    elems.retain(|e| e.date.exists());
}

/// Calls `emit` with the span, value and rule of each expression.
pub fn expressions(
    elems: &[Elem],
    list_rule: &'static str,
    interval_rule: &'static str,
    mut emit: impl FnMut(Range<usize>, Edtf, &'static str),
) {
    let mut k = 0;
    while let Some(first) = elems.get(k) {
        if let Some(last) = elems.get(k + 1).filter(|e| e.link == Link::To)
            && let Some(value) = interval(first.date, last.date)
        {
            emit(first.span.start..last.span.end, value, interval_rule);
            k += 2;
            continue;
        }
        let mut end = k;
        while let Some(next) = elems.get(end + 1)
            && elems[end].bare
            && matches!(next.link, Link::Comma | Link::And)
            && (!next.own_cue || half_days(elems[end].part, next.part))
            && follows(elems[end].date, next.date)
        {
            end += 1;
        }
        if end > k {
            emit(first.span.start..elems[end].span.end, Edtf::interval(first.date, elems[end].date), list_rule);
        } else {
            emit(first.span.clone(), Edtf::single(first.date), first.rule);
        }
        k = end + 1;
    }
}

/// The interval between two dates; none where they are no interval: the same day of two years is an anniversary.
fn interval(from: PartialDate, mut to: PartialDate) -> Option<Edtf> {
    if from.day.is_some() && (from.month, from.day) == (to.month, to.day) {
        return None;
    }
    // "dịp 30/4-1/5" are two holidays.
    if (from.month, from.day, to.month, to.day) == (Some(4), Some(30), Some(5), Some(1)) {
        return None;
    }
    if let (Some(year), None) = (from.year, to.year) {
        to.year = Some(if (from.month, from.day) > (to.month, to.day) { year + 1 } else { year });
    }
    let backwards = from.year.is_some() && (from.year, from.month, from.day) > (to.year, to.month, to.day);
    (!backwards).then(|| Edtf::interval(from, to))
}

/// "chiều 16 và sáng 17/10" run on; "sáng 5 và chiều 6/9", "ngày 5 và ngày 6/9" are two days.
fn half_days(first: Part, next: Part) -> bool {
    first != Part::Morning && next != Part::Late && (first, next) != (Part::Whole, Part::Whole)
}

/// Whether `next` is the day, or month, right after `date`.
fn follows(date: PartialDate, next: PartialDate) -> bool {
    match (date.day, next.day) {
        (Some(d), Some(n)) => date.month == next.month && d + 1 == n,
        (None, None) => date.year == next.year && date.month.map(|m| m + 1) == next.month,
        _ => false,
    }
}
