//! Days and intervals of days.

use super::{Elem, Link, Part, Scan, group, in_words, same_line, separator, year_after, year4};
use crate::lang::cues::Cue;
use crate::model::date::PartialDate;
use crate::model::mention::DateKind;
use crate::recognise::reading::{Claim, Reading};
use crate::text::token::Case;
use std::ops::Range;

/// A list is never longer; it keeps the work per number bounded.
const MOST: usize = 12;

const OWN: &[Cue] = &[Cue::Day, Cue::DayPart, Cue::Weekday];

/// A day with its month, as read; `end` is the token after it.
pub struct Point {
    pub date: PartialDate,
    pub end: usize,
    pub rule: &'static str,
}

/// "28/6", "28-6", "19.1", "28/06/2021", "20 tháng 11 năm 2017" at token `i`. `sure`: a word before it leaves no doubt
/// that a day follows.
pub fn point(reading: &Reading, i: usize, sure: bool) -> Option<Point> {
    let (day, after_day) = match reading.digits(i) {
        0 if sure => in_words(reading, i, 31)?,
        1 | 2 => (reading.number(i)? as u8, i + 1),
        _ => return None,
    };
    let mark = reading.tokens.get(after_day).filter(|t| !t.breaks())?;
    if mark.is_word() {
        return in_month_words(reading, day, after_day, sure);
    }
    if let Some(point) = spaced(reading, i, day, after_day) {
        return Some(point);
    }
    let at = after_day + 1;
    let month_token = reading.tokens.get(at).filter(|t| t.is_digits() && !t.breaks())?;
    let glued = mark.glued() && month_token.glued();
    let rule = match mark.ch {
        '/' => "date.day.slash",
        '-' if glued || sure && spaced_dash(reading, i, at) => "date.day.dash",
        '.' if glued => "date.day.dot",
        _ => return None,
    };
    if reading.digits(at) > 2 || reading.digits(i) == 0 {
        return None;
    }
    let month = reading.number(at)? as u8;
    let mut end = at + 1;
    let mut year = None;
    let dated = year_after(reading, end);
    if let Some((y, year_end)) = dated {
        // "5-9/2018" without a word before it is May to September.
        let months = mark.ch == '-' && reading.is_mark(end, '/') && !sure && day <= 12;
        if months {
            return None;
        }
        (year, end) = (Some(y), year_end);
    } else if let Some((y, year_end)) = short_year(reading, end, mark.ch, sure) {
        (year, end) = (Some(y), year_end);
    } else if let Some(year_end) = slipped_year(reading, end, mark.ch, sure) {
        end = year_end;
    } else if mark.ch != '/' && reading.is_mark(end, '/') && reading.digits(end + 1).clamp(1, 2) == reading.digits(end + 1) {
        // "5-7/9" is the 5th to the 7th.
        return None;
    }
    if year.is_none() && runs_on(reading, end, mark.ch) {
        return None;
    }
    let date = PartialDate::day(year, month, day);
    date.exists().then_some(Point { date, end, rule })
}

/// "17 - 05 - 2024", "5 . 9 . 2019" as portals print it: the same mark twice with spaces around it and a year of four digits.
fn spaced(reading: &Reading, i: usize, day: u8, after_day: usize) -> Option<Point> {
    let mark = reading.tokens.get(after_day).filter(|t| !t.glued() && matches!(t.ch, '-' | '.'))?;
    let apart = |k: usize| reading.tokens.get(k).is_some_and(|t| !t.glued() && !t.breaks());
    let second = reading.is_mark(after_day + 2, mark.ch) && (after_day + 1..=after_day + 3).all(apart);
    let month = reading.number(after_day + 1).filter(|_| second && reading.digits(i) > 0)?;
    let year = year4(reading, after_day + 3).filter(|y| (1900..=2099).contains(y))?;
    let date = PartialDate::day(Some(year), u8::try_from(month).ok()?, day);
    date.exists().then_some(Point { date, end: after_day + 4, rule: "date.day.dash" })
}

/// "ngày 19 - 12, …": a dash with room around it, where no interval of days can be meant.
fn spaced_dash(reading: &Reading, day: usize, month: usize) -> bool {
    let (Some(d), Some(m)) = (reading.number(day), reading.number(month)) else { return false };
    let ends = match reading.tokens.get(month + 1) {
        Some(next) if next.is_mark('-') => false,
        Some(next) => {
            !matches!(next.ch, '/' | '.') || !next.glued() || reading.tokens.get(month + 2).is_none_or(|t| !t.is_digits())
        }
        None => true,
    };
    let from = reading.cue_before(day, Cue::Day).is_some_and(|start| reading.cue_before(start, Cue::From).is_some());
    (1..=12).contains(&m) && d > m && !from && ends && reading.cue(month + 1, Cue::Month).is_none()
}

/// "tháng 11 năm 2017" after the day.
fn in_month_words(reading: &Reading, day: u8, after_day: usize, sure: bool) -> Option<Point> {
    let at = reading.cue(after_day, Cue::Month).filter(|at| same_line(reading, *at))?;
    let (month, mut end) = match reading.digits(at) {
        0 => in_words(reading, at, 12)?,
        1 | 2 => (reading.number(at)? as u8, at + 1),
        _ => return None,
    };
    let mut year = None;
    if let Some((y, year_end)) = year_after(reading, end) {
        (year, end) = (Some(y), year_end);
    } else if !sure && reading.digits(at) == 0 {
        return None;
    }
    let date = PartialDate::day(year, month, day);
    date.exists().then_some(Point { date, end, rule: "date.day.words" })
}

/// "/21" after "15/3": the same mark again and two digits.
fn short_year(reading: &Reading, end: usize, mark: char, sure: bool) -> Option<(i32, usize)> {
    let fits = reading.is_mark(end, mark)
        && reading.tokens[end].glued()
        && reading.digits(end + 1) == 2
        && reading.tokens[end + 1].glued()
        && (sure || mark == '/')
        && !reading.tokens.get(end + 2).is_some_and(|t| t.glued() && (t.is_word() || matches!(t.ch, '/' | '-' | '%')));
    let value = reading.number(end + 1).filter(|_| fits)? as i32;
    Some((if value < 50 { 2000 + value } else { 1900 + value }, end + 2))
}

/// "/20201", "/202" after a day that a word leads: a slip of the keyboard, which hides the year only. Returns where it ends.
fn slipped_year(reading: &Reading, end: usize, mark: char, sure: bool) -> Option<usize> {
    let glued = |k: usize| reading.tokens.get(k).is_some_and(|t| t.glued());
    let slip = matches!(reading.digits(end + 1), 3 | 5) && reading.source(end + 1..end + 2).starts_with("20");
    let closed = !glued(end + 2) || !(reading.tokens[end + 2].is_word() || matches!(reading.tokens[end + 2].ch, '/' | '-' | '%'));
    (sure && slip && closed && reading.is_mark(end, mark) && glued(end) && glued(end + 1)).then_some(end + 2)
}

/// Whether the number goes on after `end` into a symbol, a share or a longer number.
fn runs_on(reading: &Reading, end: usize, mark: char) -> bool {
    let Some(token) = reading.tokens.get(end).filter(|t| t.glued()) else { return false };
    let next = reading.tokens.get(end + 1).filter(|t| t.glued());
    match token.ch {
        _ if token.is_word() => true,
        '%' | '/' => true,
        '-' => next.is_some_and(|t| t.is_word()) || (mark == '-' && next.is_some_and(|t| t.is_digits())),
        '.' => next.is_some_and(|t| t.is_digits()),
        _ => false,
    }
}

impl Scan<'_, '_> {
    /// Days that begin at token `i`: one, a list, an interval. Returns where they end.
    pub(super) fn days(&mut self, i: usize) -> Option<usize> {
        let cue = self.cue_before(i);
        let mut elems = std::mem::take(&mut self.elems);
        elems.clear();
        self.collect(i, cue, &mut elems);
        let end = self.settle(i, cue, &mut elems);
        self.elems = elems;
        end
    }

    fn collect(&self, i: usize, cue: Lead, elems: &mut Vec<Elem>) {
        let reading = self.reading;
        let (mut at, mut link, mut own_cue) = (i, Link::First, cue == Lead::Strong);
        let mut part = self.in_part(i);
        while elems.len() < MOST {
            let (date, end, rule) = match point(reading, at, own_cue || cue == Lead::Strong) {
                Some(p) => (p.date, p.end, p.rule),
                None => match bare(reading, at) {
                    Some(day) => (PartialDate { year: None, month: None, day: Some(day) }, at + 1, ""),
                    None => break,
                },
            };
            let bare = date.month.is_none();
            if link != Link::First && !bare && !own_cue {
                let year_lost = link == Link::Comma && date.year.is_none() && elems.last().is_some_and(|e| e.date.year.is_some());
                let ratio = date.year.is_none() && !self.goes_on(end);
                if year_lost || ratio || self.counts(end) {
                    break;
                }
            }
            elems.push(Elem { span: at..end, date, link, own_cue: own_cue && link != Link::First, part, bare, rule });
            let Some(next) = separator(reading, end, OWN) else { break };
            if !reading.is_free(next.1) {
                break;
            }
            part = (end..next.1).find_map(|k| part_at(reading, k)).unwrap_or(Part::Whole);
            (link, at, own_cue) = next;
        }
        // Bare numbers after the last full day are something else: "ngày 5/9, 12 huyện".
        while elems.len() > 1 && elems.last().is_some_and(|e| e.bare) {
            elems.pop();
        }
    }

    fn settle(&mut self, i: usize, cue: Lead, elems: &mut Vec<Elem>) -> Option<usize> {
        let reading = self.reading;
        let (first, last) = (elems.first()?, elems.last()?);
        let (start, end) = (self.date_start(i), last.span.end);
        if last.bare {
            return self.day_of_no_month(start, first.span.clone(), cue);
        }
        // The day of the list that can least be a share: "(30-9 và 1-10)".
        let listed = elems.iter().filter(|e| !e.bare).max_by_key(|e| e.date.day > e.date.month)?;
        let sign = listed.rule;
        let (date, single) = (listed.date, elems.len() == 1);
        match cue {
            Lead::Strong => {
                if self.counts(end) {
                    return None;
                }
                self.dots |= sign == "date.day.dot";
            }
            Lead::Name if date.year.is_none() => {
                self.claims.push((i..end, Claim::Name));
                return Some(end);
            }
            _ if first.bare && !matches!(cue, Lead::Weak | Lead::Bracket) && !(elems.len() == 2 && last.link == Link::To) => {
                return None;
            }
            _ if !single && self.counts(end) => return None,
            _ if date.year.is_none() && !self.stands(i, end, date, sign, cue) => return None,
            _ if self.counts(end) => return None,
            _ => {}
        }
        let lunar = reading
            .cue(end, Cue::Lunar)
            .or_else(|| reading.is_mark(end, '(').then(|| reading.cue(end + 1, Cue::Lunar)).flatten());
        if lunar.is_some() && date.year.is_none() {
            self.claims.push((start..end, Claim::Name));
            return Some(end);
        }
        group::inherit(elems);
        if let Some(first) = elems.first_mut().filter(|e| e.span.start == i) {
            first.span.start = start;
        }
        self.claims.push((start..end, Claim::Date));
        let mut out = Vec::new();
        group::expressions(elems, "date.day.list", "date.day.interval", |span, value, rule| out.push((span, value, rule)));
        for (span, value, rule) in out {
            self.push(span, value, DateKind::Day, rule);
        }
        Some(end)
    }

    /// "ngày 15" without a month: a date, but none that can be written.
    fn day_of_no_month(&mut self, start: usize, span: Range<usize>, cue: Lead) -> Option<usize> {
        let worded = self.before.day.end == span.start && self.before.each != self.before.day.start;
        if cue == Lead::Strong && worded && start < span.start && self.goes_on(span.end) {
            self.claims.push((start..span.end, Claim::Date));
        }
        None
    }

    /// Whether a day without a year stands as one, where no word before it says so.
    fn stands(&self, i: usize, end: usize, date: PartialDate, rule: &str, cue: Lead) -> bool {
        let (Some(day), Some(month)) = (date.day, date.month) else { return false };
        if cue == Lead::Not || self.counts(end) || !self.goes_on(end) {
            return false;
        }
        // 24/7 is round the clock.
        if (day, month) == (24, 7) && cue != Lead::Weak && cue != Lead::Bracket {
            return false;
        }
        match (rule, cue) {
            // "9 tháng 5 ngày" is a sentence.
            ("date.day.words", Lead::None) => day > 12 && self.reading.cue(end, Cue::Day).is_none(),
            ("date.day.dot", Lead::Weak | Lead::Bracket) => {
                self.dots || day > 12 || cue == Lead::Weak && self.reading.is_mark(end, ',')
            }
            ("date.day.dot", _) => self.dots && day > 12,
            ("date.day.dash", Lead::None) => day > 12 || self.named_day(i, end),
            ("date.day.dash", Lead::Bracket) => day > month,
            ("date.day.slash", Lead::None) => day > month || self.dateline(i, end) || self.named_day(i, end),
            ("date.day.slash", Lead::Bracket) => day > month || self.day_named_near(i),
            _ => true,
        }
    }

    /// "ngày bầu cử tổng thống Mỹ 5-11.": a day that a name between stands for, with nothing behind it.
    fn named_day(&self, i: usize, end: usize) -> bool {
        let reading = self.reading;
        let closed = reading.tokens.get(end).is_none_or(|t| t.breaks() || !t.is_word() && matches!(t.ch, '.' | ',' | ')' | ';'));
        let name = i.checked_sub(1).is_some_and(|p| reading.tokens[p].is_word() && reading.tokens[p].is_capital());
        let start = reading.sentence_of(i).start.max(i.saturating_sub(9));
        let words = (start..i).rev().take_while(|k| reading.tokens[*k].is_word());
        closed && name && words.into_iter().any(|k| reading.cue(k, Cue::Day) == Some(k + 1))
    }

    /// The day in the line where a report was filed: "5/12, …" at the start, "Hà Nội, 5/12 (TTXVN)", "(TTXVN 5/12)".
    fn dateline(&self, i: usize, end: usize) -> bool {
        let reading = self.reading;
        let start = reading.sentence_of(i).start;
        if start == i {
            return reading.is_mark(end, ',');
        }
        let agency = i - start <= 6 && reading.tokens[i - 1].case == Case::Upper && reading.is_mark(end, ')');
        agency || (i - start <= 6 && reading.is_mark(i - 1, ',') && reading.is_mark(end, '('))
    }

    /// Whether the sentence names a day a few words before the bracket: "Ngày Nhà giáo Việt Nam (2/9)".
    fn day_named_near(&self, i: usize) -> bool {
        let start = self.reading.sentence_of(i).start.max(i.saturating_sub(12));
        (start..i).any(|k| self.reading.any_cue(k, &[Cue::Day, Cue::DayPart, Cue::Holiday]).is_some())
    }

    /// What the word before number `i` says.
    fn cue_before(&self, i: usize) -> Lead {
        let (reading, before) = (self.reading, &self.before);
        let at = |p: usize| -> Option<Lead> {
            if before.strong == p {
                Some(Lead::Strong)
            } else if before.name == p {
                Some(Lead::Name)
            } else if before.not == p {
                Some(Lead::Not)
            } else if before.weak == p {
                Some(Lead::Weak)
            } else {
                None
            }
        };
        if let Some(cue) = at(i) {
            return cue;
        }
        let Some(mark) = i.checked_sub(1).filter(|p| reading.tokens[*p].kind == crate::text::token::Kind::Mark) else {
            return Lead::None;
        };
        match reading.tokens[mark].ch {
            '(' | '[' if at(mark) == Some(Lead::Strong) => Lead::Strong,
            '(' | '[' => Lead::Bracket,
            ',' | ':' | '-' if at(mark) == Some(Lead::Strong) => Lead::Weak,
            // "sáng nay, 12.1, …"
            ',' if reading.cue_before(mark, Cue::MeetToday).is_some() => Lead::Weak,
            _ => Lead::None,
        }
    }

    /// Where the date that begins with number `i` begins with its own word; that word counts nothing then ("2 ngày 5 và 6/9").
    fn date_start(&self, i: usize) -> usize {
        let before = &self.before;
        let mut start = i;
        if before.day.end == i && !self.counted(before.day.start) {
            start = before.day.start;
        }
        let comma = start.checked_sub(1).filter(|p| self.reading.is_mark(*p, ',')).unwrap_or(start);
        if before.weekday.end == start || before.weekday.end == comma { before.weekday.start } else { start }
    }

    /// The part of the day before number `i`: "chiều 16", "sáng ngày 17".
    fn in_part(&self, i: usize) -> Part {
        let at = if self.before.day.end == i { self.before.day.start } else { i };
        self.reading.cue_before(at, Cue::DayPart).and_then(|k| part_at(self.reading, k)).unwrap_or(Part::Whole)
    }

    fn counted(&self, day: usize) -> bool {
        day.checked_sub(1).is_some_and(|p| self.reading.digits(p) > 0) || self.before.numeral == day
    }
}

/// What stands before a number that may be a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lead {
    Strong,
    Weak,
    Bracket,
    Name,
    Not,
    None,
}

/// The part of the day told at token `k`.
fn part_at(reading: &Reading, k: usize) -> Option<Part> {
    reading.cue(k, Cue::DayPart)?;
    Some(if reading.cue(k, Cue::Morning).is_some() { Part::Morning } else { Part::Late })
}

/// A day of the month whose month comes later in the list.
fn bare(reading: &Reading, i: usize) -> Option<u8> {
    let day = reading.number(i).filter(|n| (1..=31).contains(n) && reading.digits(i) <= 2)?;
    separator(reading, i + 1, OWN).map_or_else(|| ends(reading, i + 1), |_| true).then_some(day as u8)
}

/// Whether a lone day may end at `end`: nothing glued to it.
fn ends(reading: &Reading, end: usize) -> bool {
    reading.tokens.get(end).is_none_or(|t| !t.glued() || matches!(t.ch, ')' | '.' | ';' | ':' | '"' | '!' | '?'))
}
