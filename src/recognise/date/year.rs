//! Years, spans of years and terms: no dates of their own, but they count nothing, and they tell the year of the rest.

use super::{Link, Scan, same_line, separator, year4};
use crate::lang::cues::Cue;
use crate::lang::lexicon::Entry;
use crate::model::date::{Edtf, PartialDate};
use crate::model::mention::DateKind;
use crate::recognise::reading::Claim;

/// A list of years is never longer.
const MOST: usize = 12;

impl Scan<'_, '_> {
    /// "năm 2017", "năm 2017, 2018", "năm 2015 đến 2020" with the word at `i..end`.
    pub(super) fn year_word(&mut self, i: usize, end: usize) -> Option<usize> {
        year4(self.reading, end).filter(|_| same_line(self.reading, end) && self.reading.is_free(end))?;
        // "5 năm 2016-2020": the word counts.
        let counted = self.before.numeral == i || i.checked_sub(1).is_some_and(|p| self.reading.digits(p) > 0);
        self.years(if counted { end } else { i }, end, true)
    }

    /// A number of four digits without "năm" before it: "2016-2020", "cùng kỳ 2016", "(2018)".
    pub(super) fn year_bare(&mut self, i: usize) -> Option<usize> {
        year4(self.reading, i).filter(|y| (1900..=2099).contains(y))?;
        self.years(i, i, false)
    }

    fn years(&mut self, start: usize, from: usize, worded: bool) -> Option<usize> {
        let reading = self.reading;
        let mut list: Vec<(i32, usize, Link)> = Vec::new();
        let (mut at, mut link) = (from, Link::First);
        while list.len() < MOST {
            let Some(year) = year4(reading, at) else { break };
            if link != Link::First && !(1900..=2099).contains(&year) {
                break;
            }
            list.push((year, at, link));
            // "2016/2017"
            if reading.is_mark(at + 1, '/') && year4(reading, at + 2) == Some(year + 1) {
                (link, at) = (Link::To, at + 2);
                continue;
            }
            let Some((next_link, next, own)) = separator(reading, at + 1, &[Cue::Year]) else { break };
            if !reading.is_free(next) {
                break;
            }
            if next_link != Link::To && !own && !self.goes_on(next + 1) {
                break;
            }
            (link, at) = (next_link, next);
        }
        let last = list.last()?.1 + 1;
        // "2.500 - 3.000", "1995 tỷ": a number after all.
        let runs_on = reading.tokens.get(last).is_some_and(|t| {
            t.glued()
                && (t.is_word()
                    || matches!(t.ch, '/' | '%')
                    || (matches!(t.ch, '.' | ',') && reading.tokens.get(last + 1).is_some_and(|n| n.glued() && n.is_digits())))
        });
        if !worded
            && (runs_on
                || self.counts(last)
                || (list.len() == 1 && ((self.before.not == start && self.before.year != start) || self.before.name == start)))
        {
            return None;
        }
        let rising = |k: usize| matches!((list.get(k), list.get(k + 1)), (Some(a), Some(b)) if b.2 == Link::To && b.0 > a.0);
        if !worded && !rising(0) && !self.year_stands(start) {
            return None;
        }
        // "nhiệm kỳ (2015-2020)"
        let word = if start > 0 && reading.is_mark(start - 1, '(') { start - 1 } else { start };
        let led = |end: usize| end == start || end == word;
        let (term, stage) = (led(self.before.term), led(self.before.stage));
        let (mut k, mut begin) = (0, start);
        while let Some(&(year, at, _)) = list.get(k) {
            let from = PartialDate::year(year);
            if rising(k) {
                let (to, to_at, _) = list[k + 1];
                let (kind, rule) = match () {
                    () if term => (DateKind::Term, "date.years.term"),
                    () if stage => (DateKind::Years, "date.years.stage"),
                    () => (DateKind::Years, "date.years.range"),
                };
                self.push(begin..to_at + 1, Edtf::interval(from, PartialDate::year(to)), kind, rule);
                k += 2;
            } else {
                let rule = if worded { "date.year.word" } else { "date.year.bare" };
                self.push(begin..at + 1, Edtf::single(from), DateKind::Year, rule);
                k += 1;
            }
            begin = list.get(k).map_or(begin, |next| next.1);
        }
        Some(last)
    }

    /// "nhiệm kỳ 202-2025": a slip of the keyboard counts nothing.
    pub(super) fn broken_term(&mut self, i: usize) -> Option<usize> {
        let reading = self.reading;
        let led = self.before.term == i || self.before.stage == i;
        let broken = matches!(reading.digits(i), 3 | 5) && reading.is_mark(i + 1, '-') && year4(reading, i + 2).is_some();
        (led && broken).then(|| {
            self.claims.push((i..i + 3, Claim::Name));
            i + 3
        })
    }

    /// Whether one bare number of four digits is a year.
    fn year_stands(&self, i: usize) -> bool {
        let (reading, before) = (self.reading, &self.before);
        let year = year4(reading, i).unwrap_or_default();
        let closed = |end: usize| reading.tokens.get(end).is_none_or(|t| t.breaks() || (!t.is_word() && !t.is_digits()));
        let unit = reading.hits_at(i + 1).iter().any(|h| matches!(h.entry, Entry::Unit(_)));
        if before.year == i {
            return !unit;
        }
        if before.weak == i || before.strong == i || before.within == i {
            return self.goes_on(i + 1) && !unit;
        }
        let Some(previous) = i.checked_sub(1) else { return false };
        if reading.is_mark(previous, '(') {
            return reading.is_mark(i + 1, ')') && year >= 1945;
        }
        // "SEA Games 2019", "Kỷ Hợi 2019": a name that ends in a year.
        reading.tokens[previous].is_word()
            && (1975..2050).contains(&year)
            && (closed(i + 1) || reading.tokens[previous].is_capital() && self.goes_on(i + 1))
            && !unit
    }
}
