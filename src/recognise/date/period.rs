//! Reporting periods: the first or last months of a year, half years, quarters.

use super::{Link, Scan, same_line, separator, year_after, year4};
use crate::lang::cues::Cue;
use crate::model::date::{Edtf, PartialDate};
use crate::model::mention::DateKind;
use crate::recognise::reading::{Claim, Reading};

fn months(year: Option<i32>, first: u8, last: u8) -> Edtf {
    let from = PartialDate::month(year, first);
    if first == last { Edtf::single(from) } else { Edtf::interval(from, PartialDate::month(year, last)) }
}

impl Scan<'_, '_> {
    /// `count` months that begin at token `i`, their word ending at `end`: "6 tháng đầu năm 2021", "9 tháng năm 2018".
    pub(super) fn period(&mut self, i: usize, count: u8, end: usize) -> Option<usize> {
        let reading = self.reading;
        if self.before.each == i {
            return None;
        }
        let whole_year = |at: usize, cue: Cue| reading.cue(at, cue).filter(|e| reading.cue(*e, Cue::School).is_none());
        let (first, last, words_end, rule) = if let Some(e) = whole_year(end, Cue::YearStart) {
            (1, count, e, "date.period.first")
        } else if let Some(e) = whole_year(end, Cue::YearEnd) {
            (13 - count, 12, e, "date.period.last")
        } else if let Some(e) = whole_year(end, Cue::YearRest) {
            (13 - count, 12, e, "date.period.rest")
        } else if let Some((year, year_end)) = period_year(reading, end) {
            self.push(i..year_end, months(Some(year), 1, count), DateKind::Period, "date.period.whole");
            return Some(year_end);
        } else {
            return self.short_period(i, count, end);
        };
        let (year, span_end) = match period_year(reading, words_end) {
            Some((year, year_end)) => (Some(year), year_end),
            None => (None, words_end),
        };
        self.push(i..span_end, months(year, first, last), DateKind::Period, rule);
        Some(span_end)
    }

    /// Periods that do not name the year: "6 tháng đầu 2021", "trong 9 tháng qua", "3 tháng 7, 8, 9".
    fn short_period(&mut self, i: usize, count: u8, end: usize) -> Option<usize> {
        let reading = self.reading;
        for (cue, first, last) in [(Cue::First, 1, count), (Cue::Last, 13 - count, 12)] {
            let Some(word_end) = reading.cue(end, cue) else { continue };
            let rule = if first == 1 { "date.period.first" } else { "date.period.last" };
            if let Some((year, year_end)) = period_year(reading, word_end) {
                self.push(i..year_end, months(Some(year), first, last), DateKind::Period, rule);
                return Some(year_end);
            }
            // "6 tháng đầu và 6 tháng cuối năm".
            let listed = reading.is_mark(word_end, ',') || reading.cue(word_end, Cue::And).is_some();
            if listed && matches!(count, 3 | 6 | 9) {
                self.push(i..word_end, months(None, first, last), DateKind::Period, rule);
                return Some(word_end);
            }
            return None;
        }
        let within = self.before.within == i;
        if let Some(past_end) = reading.cue(end, Cue::Past) {
            if count == 6 || count == 9 {
                self.push(i..past_end, months(None, 1, count), DateKind::Period, "date.period.past");
                return Some(past_end);
            }
            // Months gone by that are no reporting period have no dates, but they measure nothing either.
            if within {
                self.claims.push((i..past_end, Claim::Date));
            }
            return within.then_some(past_end);
        }
        if within
            && matches!(count, 6 | 9)
            && reading.tokens.get(end).is_none_or(|t| t.breaks() || t.is_mark(',') || t.is_mark('.'))
        {
            self.push(i..end, months(None, 1, count), DateKind::Period, "date.period.past");
            return Some(end);
        }
        // "sơ kết 9 tháng", "lũy kế 8 tháng đạt"; "thu ngân sách 8 tháng ước đạt"; "9 tháng, cả tỉnh" at the head of a sentence.
        let reported = self.before.report == i && self.goes_on(end);
        let estimated = reading.cue(end, Cue::PeriodEstimate).is_some();
        let opens = reading.is_mark(end, ',') && reading.sentence_of(i).start == i;
        // "công tác dân vận 9 tháng, nhiệm vụ 3 tháng cuối năm".
        let next = if reading.is_mark(end, ',') { Some(end + 1) } else { reading.cue(end, Cue::And) };
        let planned = count.is_multiple_of(3) && next.is_some_and(|at| reading.cue(at, Cue::YearPlan).is_some());
        if (2..12).contains(&count) && (reported || estimated || opens || planned) {
            self.push(i..end, months(None, 1, count), DateKind::Period, "date.period.past");
            return Some(end);
        }
        self.named_months(count, end)
    }

    /// "3 tháng 7, 8, 9": as many months as are counted.
    fn named_months(&mut self, count: u8, end: usize) -> Option<usize> {
        let reading = self.reading;
        let month = |at: usize| reading.number(at).filter(|m| (1..=12).contains(m) && reading.digits(at) <= 2);
        let (mut at, mut found) = (end, 0);
        let first = month(at)?;
        while let Some(value) = month(at) {
            if value != first + found {
                return None;
            }
            found += 1;
            match separator(reading, at + 1, &[Cue::Month]) {
                Some((Link::Comma | Link::And, next, _)) if found < u64::from(count) => at = next,
                _ => break,
            }
        }
        if found != u64::from(count) || found < 2 || !(self.goes_on(at + 1) || year_after(reading, at + 1).is_some()) {
            return None;
        }
        let (year, span_end) = year_after(reading, at + 1).map_or((None, at + 1), |(y, e)| (Some(y), e));
        let value = Edtf::interval(PartialDate::month(year, first as u8), PartialDate::month(year, (first + found - 1) as u8));
        self.push(end..span_end, value, DateKind::Month, "date.month.list");
        Some(span_end)
    }

    /// "nửa đầu năm 2018" at `i..end`; `first` is its first month.
    pub(super) fn half(&mut self, i: usize, end: usize, first: u8) -> Option<usize> {
        let (year, span_end) = period_year(self.reading, end).map_or((None, end), |(y, e)| (Some(y), e));
        if self.reading.cue(end, Cue::School).is_some() {
            return None;
        }
        self.push(i..span_end, months(year, first, first + 5), DateKind::Period, "date.period.half");
        Some(span_end)
    }

    /// "quý I/2017", "quý 3", "quý I, II/2018" with the word at `i..end`.
    pub(super) fn quarter(&mut self, i: usize, end: usize) -> Option<usize> {
        let reading = self.reading;
        if self.before.each == i || (self.before.numeral == i) || i.checked_sub(1).is_some_and(|p| reading.digits(p) > 0) {
            return None;
        }
        let mut quarters: Vec<(usize, u8, Option<i32>, usize, Link)> = Vec::new();
        let (mut at, mut start, mut link) = (end, i, Link::First);
        while quarters.len() < 4 {
            let Some((number, number_end)) = quarter_number(reading, at) else { break };
            let (year, span_end) = period_year(reading, number_end).map_or((None, number_end), |(y, e)| (Some(y), e));
            if year.is_none()
                && (self.counts(number_end) || (link != Link::First && reading.digits(at) > 0 && !self.goes_on(number_end)))
            {
                break;
            }
            quarters.push((start, number, year, span_end, link));
            let Some((next_link, next, _)) = separator(reading, span_end, &[Cue::Quarter]) else { break };
            // "quý 3, 6 tháng cuối năm": the 6 is no quarter, "quý 1, 2 tháng" neither.
            if reading.cue(next + 1, Cue::Month).is_some() {
                break;
            }
            (start, at, link) = (next, next, next_link);
        }
        for k in (0..quarters.len().saturating_sub(1)).rev() {
            if quarters[k].2.is_none() {
                let (number, year) = (quarters[k + 1].1, quarters[k + 1].2);
                quarters[k].2 = year.map(|y| if quarters[k].1 > number { y - 1 } else { y });
            }
        }
        let end = quarters.last()?.3;
        self.claims.push((i..end, Claim::Date));
        let mut k = 0;
        while let Some(&(start, number, year, span_end, _)) = quarters.get(k) {
            if let Some(&(_, last, last_year, last_end, Link::To)) = quarters.get(k + 1) {
                let value = Edtf::interval(PartialDate::month(year, 3 * number - 2), PartialDate::month(last_year, 3 * last));
                self.push(start..last_end, value, DateKind::Period, "date.period.quarters");
                k += 2;
                continue;
            }
            self.push(start..span_end, months(year, 3 * number - 2, 3 * number), DateKind::Period, "date.period.quarter");
            k += 1;
        }
        Some(end)
    }
}

/// The year after a period: as after a month, or bare ("6 tháng đầu 2021").
fn period_year(reading: &Reading, end: usize) -> Option<(i32, usize)> {
    year_after(reading, end).or_else(|| {
        let year = year4(reading, end).filter(|y| *y >= 1900 && same_line(reading, end))?;
        Some((year, end + 1))
    })
}

/// "I" to "IV", "1" to "4"; in words only where the year follows: "quý hai năm 2018".
fn quarter_number(reading: &Reading, i: usize) -> Option<(u8, usize)> {
    let token = reading.tokens.get(i).filter(|t| !t.breaks())?;
    if token.is_digits() {
        return reading.number(i).filter(|n| (1..=4).contains(n) && reading.digits(i) == 1).map(|n| (n as u8, i + 1));
    }
    if token.is_capital() {
        let roman = match &reading.text[token.range()] {
            "I" => Some(1),
            "II" => Some(2),
            "III" => Some(3),
            "IV" => Some(4),
            _ => None,
        };
        if let Some(number) = roman {
            return Some((number, i + 1));
        }
    }
    let (number, end) = super::in_words(reading, i, 4)?;
    year_after(reading, end).map(|_| (number, end))
}
