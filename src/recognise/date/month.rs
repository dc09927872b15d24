//! Months and intervals of months.

use super::{Elem, Link, Part, Scan, group, in_words, same_line, separator, year_after, year4};
use crate::lang::cues::Cue;
use crate::model::date::PartialDate;
use crate::model::mention::DateKind;
use crate::recognise::reading::{Claim, Reading};
use crate::text::token::Case;

const MOST: usize = 12;

const OWN: &[Cue] = &[Cue::Month];

/// A month as read; `end` is the token after it.
struct MonthRead {
    month: u8,
    year: Option<i32>,
    end: usize,
    rule: &'static str,
}

impl Scan<'_, '_> {
    /// What begins with the word "tháng" at `i..word_end`: "tháng 9", "tháng 7-2018", "tháng 1-6/2019", "tháng chín".
    pub(super) fn month(&mut self, i: usize, word_end: usize) -> Option<usize> {
        let before = &self.before;
        if before.name == i && self.reading.digits(word_end) == 0 {
            self.claims.push((i..word_end, Claim::Name));
            return Some(word_end + 1);
        }
        let number_before = before.numeral == i || i.checked_sub(1).is_some_and(|p| self.reading.digits(p) > 0);
        if number_before
            || (before.each == i && self.reading.cue(i.wrapping_sub(1), Cue::Year).is_none())
            || !same_line(self.reading, word_end)
        {
            return None;
        }
        if self.reading.number(word_end) == Some(13) {
            self.claims.push((i..word_end + 1, Claim::Name));
            return Some(word_end + 1);
        }
        self.months(i, word_end, false)
    }

    /// A month and its year in digits alone: "9/2018", "9/2018 - 3/2019", "1-6/2019".
    pub(super) fn month_numeric(&mut self, i: usize) -> Option<usize> {
        let (reading, before) = (self.reading, &self.before);
        if before.not == i || before.name == i {
            return None;
        }
        let cued = [before.strong, before.weak, before.year, before.within].contains(&i)
            || i.checked_sub(1).is_some_and(|p| reading.is_mark(p, '('));
        let mark = reading.tokens.get(i + 1).filter(|t| !t.is_word())?.ch;
        if !(mark == '/' || (matches!(mark, '-' | '.') && cued)) || (mark == '/' && reading.digits(i + 2) != 4) {
            return None;
        }
        self.months(i, i, true)
    }

    /// Months from number `at` on; `start` is where their own word begins. `dated`: only with a year.
    fn months(&mut self, start: usize, at: usize, dated: bool) -> Option<usize> {
        let mut elems = std::mem::take(&mut self.elems);
        elems.clear();
        let end = self.settle_months(start, at, dated, &mut elems);
        self.elems = elems;
        end
    }

    fn settle_months(&mut self, start: usize, from: usize, dated: bool, elems: &mut Vec<Elem>) -> Option<usize> {
        let reading = self.reading;
        let (mut at, mut link, mut own_cue) = (from, Link::First, !dated);
        while elems.len() < MOST {
            let Some(read) = self.month_at(at, dated && link == Link::First) else { break };
            let bare = read.year.is_none();
            if link != Link::First && bare && !own_cue && !self.goes_on(read.end) {
                break;
            }
            let date = PartialDate::month(read.year, read.month);
            elems.push(Elem {
                span: at..read.end,
                date,
                link,
                own_cue: own_cue && link != Link::First,
                part: Part::Whole,
                bare,
                rule: read.rule,
            });
            let Some(next) = separator(reading, read.end, OWN) else { break };
            // "tháng 9 và 9 tháng năm 2018" is a month and a period.
            if !reading.is_free(next.1) || reading.cue(next.1 + 1, Cue::Month).is_some() {
                break;
            }
            (link, at, own_cue) = next;
        }
        if dated {
            while elems.last().is_some_and(|e| e.bare) {
                elems.pop();
            }
        }
        // "tháng 7, 8 người": a lone number after a comma belongs to the list only when the list ends in a year or goes on.
        let end = elems.last()?.span.end;
        // "tháng 5,5 triệu" is a wage.
        let decimal = reading.tokens.get(end + 1).is_some_and(|t| t.glued() && t.is_digits());
        if decimal && reading.is_mark(end, ',') && self.counts(end + 2) {
            return None;
        }
        if self.counts(end) {
            elems.truncate(1);
            if elems[0].span.end == end || reading.is_mark(elems[0].span.end, ',') {
                return None;
            }
        }
        let end = elems.last()?.span.end;
        let lunar = reading.cue(end, Cue::Lunar).is_some();
        if lunar && elems.last()?.date.year.is_none() {
            self.claims.push((start..end, Claim::Name));
            return Some(end);
        }
        group::inherit(elems);
        if let Some(first) = elems.first_mut() {
            first.span.start = start;
        }
        self.claims.push((start..end, Claim::Date));
        let mut out = Vec::new();
        group::expressions(elems, "date.month.list", "date.month.interval", |span, value, rule| out.push((span, value, rule)));
        for (span, value, rule) in out {
            self.push(span, value, DateKind::Month, rule);
        }
        Some(end)
    }

    /// One month at token `i`, in digits or words.
    fn month_at(&self, i: usize, dated: bool) -> Option<MonthRead> {
        let reading = self.reading;
        let (month, end) = match reading.digits(i) {
            0 if !dated => self.month_in_words(i)?,
            1 | 2 => (reading.number(i).filter(|m| (1..=12).contains(m))? as u8, i + 1),
            _ => return None,
        };
        let rule = if reading.digits(i) == 0 { "date.month.words" } else { "date.month.number" };
        if let Some((year, end)) = year_after(reading, end) {
            return Some(MonthRead { month, year: Some(year), end, rule: if dated { "date.month.numeric" } else { rule } });
        }
        // "tháng 7 - 2018", "tháng 9 2018".
        let spaced = if reading.is_mark(end, '-') && !dated { end + 1 } else { end };
        if let Some(year) =
            year4(reading, spaced).filter(|y| *y >= 1900 && same_line(reading, spaced) && !dated && self.goes_on(spaced + 1))
        {
            return Some(MonthRead { month, year: Some(year), end: spaced + 1, rule });
        }
        if let Some((year, end)) = short_year(reading, end) {
            return Some(MonthRead { month, year: Some(year), end, rule });
        }
        let runs_on = reading.tokens.get(end).is_some_and(|t| t.glued() && (t.is_word() || matches!(t.ch, '/' | '%')))
            || reading.is_mark(end, '/')
            || (reading.is_mark(end, '.') && reading.tokens.get(end + 1).is_some_and(|t| t.glued() && t.is_digits()));
        (!runs_on).then_some(MonthRead { month, year: None, end, rule })
    }

    /// "chín" after "tháng". "tháng năm" are also the years gone by, and "tháng hai lần" is a rate.
    fn month_in_words(&self, i: usize) -> Option<(u8, usize)> {
        let reading = self.reading;
        let (month, end) = in_words(reading, i, 12)?;
        let word = i.checked_sub(1).and_then(|p| reading.tokens.get(p))?;
        let start = i - 1;
        if word.case == Case::Capital
            && !word.breaks()
            && start > 0
            && !matches!(reading.tokens[start - 1].ch, '.' | '"' | '-' | ':' | '(')
        {
            return None;
        }
        let cued = [self.before.strong, self.before.weak, self.before.within, self.before.year].contains(&start);
        let capital = reading.tokens[i].case == Case::Capital;
        let year = year_after(reading, end).is_some();
        let ok = if month == 5 {
            capital && (cued || year) || cued && self.before.each != start && year
        } else {
            cued || capital || year
        };
        (ok && (year || self.goes_on(end))).then_some((month, end))
    }
}

/// "/18" after "tháng 9".
fn short_year(reading: &Reading, end: usize) -> Option<(i32, usize)> {
    let fits = reading.is_mark(end, '/')
        && reading.digits(end + 1) == 2
        && reading.tokens[end].glued()
        && reading.tokens[end + 1].glued();
    let value = reading.number(end + 1).filter(|v| fits && (13..50).contains(v))? as i32;
    (!reading.tokens.get(end + 2).is_some_and(|t| t.glued() && (t.is_word() || t.is_mark('/'))))
        .then_some((2000 + value, end + 2))
}
