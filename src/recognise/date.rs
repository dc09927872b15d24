//! Calendar expressions: days, months, reporting periods, years and terms, with or without their year.
//!
//! A number before a slash, dash or point is a date, a ratio, a score, a decimal or a symbol. What decides is the word
//! before ("ngày", "sáng", "đường"), the word after (a counted noun or a small word that goes on), and the numbers
//! themselves: 28/6 is no share of 6.

mod day;
mod group;
mod month;
mod period;
mod year;

use crate::lang::cues::{Cue, CueSet};
use crate::lang::lexicon::{Entry, Families, family};
use crate::model::date::{Edtf, PartialDate};
use crate::model::mention::{DateKind, DateMention};
use crate::model::tag::Basis;
use crate::recognise::reading::{Claim, Reading};
use std::ops::Range;

/// Every calendar expression of a text, in text order. Its tokens are claimed as [`Claim::Date`]; look-alikes inside names
/// ("đường 3/2", "tỷ số 2-1") as [`Claim::Name`]. Tokens that are claimed already are left alone. An expression without a
/// year has none yet and the basis `Unknown`: see `assemble::year`.
pub fn dates(reading: &mut Reading) -> Vec<DateMention> {
    let mut scan = Scan::new(reading);
    scan.run();
    let Scan { mut found, claims, .. } = scan;
    for (range, claim) in claims {
        reading.claim(range, claim);
    }
    found.sort_by_key(|m| (m.span.start, m.span.end));
    found
}

/// How an element of a list hangs on the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Link {
    First,
    Comma,
    And,
    To,
}

/// Which part of a day is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Whole,
    Morning,
    Late,
}

/// One date of a list. A bare day has no month yet.
#[derive(Debug, Clone)]
struct Elem {
    span: Range<usize>,
    date: PartialDate,
    link: Link,
    /// The element has a word of its own before it ("ngày 5 và ngày 7").
    own_cue: bool,
    /// The part of the day that stands before it ("chiều 16 và sáng 17/10").
    part: Part,
    /// A day without its month, a month without its year: the next of the list lends it.
    bare: bool,
    rule: &'static str,
}

/// Where the last phrases of the classes that bear on the next number end.
#[derive(Debug, Default)]
struct Before {
    /// A word before which a number can only be a day.
    strong: usize,
    /// The Day word among them, which belongs to the date.
    day: Range<usize>,
    weekday: Range<usize>,
    weak: usize,
    not: usize,
    name: usize,
    each: usize,
    year: usize,
    within: usize,
    /// "sơ kết", "lũy kế": a reporting period follows.
    report: usize,
    numeral: usize,
    term: usize,
    stage: usize,
}

/// What a date may begin with.
const BEGINS: Families = family::DATE | family::NUMBER;

/// The cues that bear on the number after them, or begin an expression themselves.
static BEARING: CueSet = CueSet::of(&[
    Cue::Day,
    Cue::DayPart,
    Cue::Holiday,
    Cue::Weekday,
    Cue::From,
    Cue::Until,
    Cue::DateBefore,
    Cue::DateNotBefore,
    Cue::DateName,
    Cue::Each,
    Cue::YearBefore,
    Cue::PeriodReport,
    Cue::PeriodWithin,
    Cue::Month,
    Cue::Quarter,
    Cue::Year,
    Cue::FirstHalf,
    Cue::SecondHalf,
    Cue::Term,
    Cue::Stage,
]);

struct Scan<'r, 't> {
    reading: &'r Reading<'t>,
    found: Vec<DateMention>,
    claims: Vec<(Range<usize>, Claim)>,
    before: Before,
    /// The text writes days as 22.10: seen after a word that leaves no doubt.
    dots: bool,
    elems: Vec<Elem>,
}

impl<'r, 't> Scan<'r, 't> {
    fn new(reading: &'r Reading<'t>) -> Self {
        // Position 0 must not look like the end of a cue.
        let none = usize::MAX;
        let before = Before {
            strong: none,
            day: none..none,
            weekday: none..none,
            weak: none,
            not: none,
            name: none,
            each: none,
            year: none,
            within: none,
            report: none,
            numeral: none,
            term: none,
            stage: none,
        };
        Self { reading, found: Vec::new(), claims: Vec::new(), before, dots: false, elems: Vec::new() }
    }

    fn run(&mut self) {
        let reading = self.reading;
        let mut i = 0;
        while let Some(at) = reading.next(i..reading.tokens.len(), BEGINS | family::DATE_BEARING) {
            i = at;
            let token = &reading.tokens[i];
            let next = if !reading.is_free(i) || !reading.may_begin(i, BEGINS) && !self.bears(i) {
                None
            } else if token.is_digits() {
                self.at_digits(i)
            } else if token.is_word() {
                self.at_word(i)
            } else {
                None
            };
            i = next.map_or(i + 1, |end| end.max(i + 1));
        }
    }

    /// Whether a date or a number may begin behind a phrase that begins at token `i`, or behind a mark behind it: else what the
    /// phrase says of one is of no use.
    fn bears(&self, i: usize) -> bool {
        const MARKS: usize = 2;
        let end = self.reading.longest_end(i) + MARKS;
        self.reading.next(i + 1..(end + 1).min(self.reading.tokens.len()), BEGINS).is_some()
    }

    /// Notes what the phrases at word `i` say of the number after them, and reads what begins with a word.
    fn at_word(&mut self, i: usize) -> Option<usize> {
        let reading = self.reading;
        let before = &mut self.before;
        let (mut month, mut quarter, mut year, mut half, mut numeral) = (None, None, None, None, None);
        // Longest first: a later, shorter phrase must not move an end back.
        for (end, cue) in reading.cues_at(i, &BEARING) {
            let later = |old: &mut usize| {
                if *old == usize::MAX || *old < end {
                    *old = end;
                }
            };
            match cue {
                Cue::Day => {
                    later(&mut before.strong);
                    before.day = i..end;
                }
                Cue::DayPart | Cue::Holiday => later(&mut before.strong),
                Cue::Weekday => {
                    later(&mut before.strong);
                    before.weekday = i..end;
                }
                Cue::From | Cue::Until | Cue::DateBefore => later(&mut before.weak),
                Cue::DateNotBefore => later(&mut before.not),
                Cue::DateName => later(&mut before.name),
                Cue::Each => later(&mut before.each),
                Cue::YearBefore => later(&mut before.year),
                Cue::PeriodReport => later(&mut before.report),
                Cue::PeriodWithin => later(&mut before.within),
                Cue::Month => month = month.or(Some(end)),
                Cue::Quarter => quarter = quarter.or(Some(end)),
                Cue::Year => year = year.or(Some(end)),
                Cue::FirstHalf => half = half.or(Some((end, 1))),
                Cue::SecondHalf => half = half.or(Some((end, 7))),
                Cue::Term => later(&mut before.term),
                Cue::Stage => later(&mut before.stage),
                _ => {}
            }
        }
        for hit in reading.hits_at(i).iter() {
            if let Entry::Numeral(value) = hit.entry {
                numeral = numeral.or(Some((hit.end as usize, value)));
            }
        }
        if let Some((end, first)) = half {
            return self.half(i, end, first);
        }
        if let Some((end, value)) = numeral
            && let Some(next) = self.at_numeral(i, end, value)
        {
            return Some(next);
        }
        if let Some(end) = month {
            return self.month(i, end);
        }
        if let Some(end) = quarter {
            return self.quarter(i, end);
        }
        if let Some(end) = year {
            return self.year_word(i, end);
        }
        None
    }

    /// A number in words: "sáu tháng đầu năm", "ngày hai mươi tháng mười một".
    fn at_numeral(&mut self, i: usize, end: usize, value: f64) -> Option<usize> {
        let strong = self.before.strong == i;
        self.before.numeral = end;
        let month_end = self.reading.cue(end, Cue::Month)?;
        if strong {
            return self.days(i);
        }
        let count = (value.fract() == 0.0 && (1.0..=12.0).contains(&value)).then_some(value as u8)?;
        self.period(i, count, month_end)
    }

    fn at_digits(&mut self, i: usize) -> Option<usize> {
        let reading = self.reading;
        if !self.starts_clean(i) {
            return None;
        }
        if reading.digits(i) == 4 {
            return self.year_bare(i);
        }
        if reading.digits(i) > 2 {
            return self.broken_term(i);
        }
        if let Some(month_end) = reading.cue(i + 1, Cue::Month) {
            let strong = self.before.strong == i;
            let dated = day::point(reading, i, strong).is_some_and(|p| p.date.year.is_some());
            if (strong || dated)
                && let Some(end) = self.days(i)
            {
                return Some(end);
            }
            let count = reading.number(i).filter(|n| (1..=12).contains(n))?;
            self.before.numeral = i + 1;
            return self.period(i, count as u8, month_end).or_else(|| self.days(i));
        }
        self.days(i).or_else(|| self.month_numeric(i))
    }

    /// Whether a number can begin at token `i`: not inside a symbol, a decimal, a phone number.
    fn starts_clean(&self, i: usize) -> bool {
        let tokens = &self.reading.tokens;
        let Some(previous) = i.checked_sub(1).and_then(|p| tokens.get(p)) else { return true };
        if !tokens[i].glued() {
            return true;
        }
        if previous.is_word() {
            // "ngày28/6"; "T9/2018".
            return self.before.strong == i || (previous.range().len() == 1 && previous.ch == 'T');
        }
        if !matches!(previous.ch, '(' | '[' | '"' | '\'' | ':' | ';' | ',' | '.' | '-' | '|' | '*') {
            return false;
        }
        let inside = i >= 2 && previous.glued() && tokens[i - 2].is_digits() && matches!(previous.ch, ',' | '.' | '-' | ':');
        !inside
    }

    /// Whether what follows is no counted noun: the end, a mark, a name, a small word that goes on.
    fn goes_on(&self, end: usize) -> bool {
        let reading = self.reading;
        let Some(token) = reading.tokens.get(end) else { return true };
        if token.breaks() {
            return true;
        }
        if token.is_digits() {
            return false;
        }
        if token.is_word() {
            return token.is_capital() || reading.any_cue(end, &[Cue::DateAfter, Cue::And, Cue::Until, Cue::From]).is_some();
        }
        !matches!(token.ch, '%' | '/' | '‰' | '°' | '+' | '=')
    }

    /// Whether a scale word, a percent sign or money follows: then the number is no date whatever stands before it.
    fn counts(&self, end: usize) -> bool {
        let reading = self.reading;
        // "ngày 6/3/2020 đồng chí A" is no money.
        let not_after = reading.cue(end, Cue::MonthNotAfter);
        reading.is_mark(end, '%')
            || reading.hits_at(end).iter().any(|h| matches!(h.entry, Entry::Scale(_)))
            || not_after.is_some() && reading.cue(end, Cue::DateAfter) <= not_after
    }

    fn push(&mut self, span: Range<usize>, value: Edtf, kind: DateKind, rule: &'static str) {
        let open = value.from.year.is_none() || value.to.is_some_and(|to| to.year.is_none());
        let year_basis = if open { Basis::Unknown } else { Basis::Stated };
        self.claims.push((span.clone(), Claim::Date));
        self.found.push(DateMention { span, value, kind, year_basis, rule });
    }
}

/// A year of four digits that a newspaper may name.
fn year4(reading: &Reading, i: usize) -> Option<i32> {
    let value = reading.number(i).filter(|_| reading.digits(i) == 4)?;
    (1000..=2100).contains(&value).then_some(value as i32)
}

/// A year after a day, month or period that ends at `end`: "/2018", "-2018", ".2018", "năm 2018", ", năm 2018". Returns it
/// and where it ends.
fn year_after(reading: &Reading, end: usize) -> Option<(i32, usize)> {
    let token = reading.tokens.get(end).filter(|t| !t.breaks())?;
    if token.is_word() {
        let next = reading.cue(end, Cue::Year).or_else(|| reading.cue(end, Cue::OfYear))?;
        return same_line(reading, next).then(|| year4(reading, next)).flatten().map(|y| (y, next + 1));
    }
    let next = end + 1;
    let fits = match token.ch {
        '/' => true,
        '-' | '.' => token.glued() && reading.tokens.get(next).is_some_and(|t| t.glued()),
        ',' => {
            let year = reading.cue(next, Cue::Year)?;
            return year4(reading, year).map(|y| (y, year + 1));
        }
        _ => false,
    };
    if !fits || !same_line(reading, next) {
        return None;
    }
    let year = year4(reading, next)?;
    // "01/2018/TT-BNV" is a symbol, "12.2018.500" no date at all.
    let symbol = reading.tokens.get(next + 1).is_some_and(|t| t.glued() && (t.is_mark('/') || (t.is_word() && token.ch != '/')))
        || reading.tokens.get(next + 1).is_some_and(|t| t.glued() && t.is_mark('-'))
            && reading.tokens.get(next + 2).is_some_and(|t| t.glued() && t.is_word());
    (!symbol).then_some((year, next + 1))
}

/// Whether token `i` is there and stands on the line of the one before.
fn same_line(reading: &Reading, i: usize) -> bool {
    reading.tokens.get(i).is_some_and(|t| !t.breaks())
}

/// A number in words at token `i` between 1 and `most`: its value and end; longest first.
fn in_words(reading: &Reading, i: usize, most: u8) -> Option<(u8, usize)> {
    reading.hits_at(i).iter().find_map(|h| match h.entry {
        Entry::Numeral(v) if v.fract() == 0.0 && v >= 1.0 && v <= f64::from(most) => Some((v as u8, h.end as usize)),
        _ => None,
    })
}

/// What stands between two elements of a list that ends at `end`: the link, where the next number stands, and whether a
/// word of its own ("ngày", "chiều", "tháng") stands before it.
fn separator(reading: &Reading, end: usize, own: &[Cue]) -> Option<(Link, usize, bool)> {
    let token = reading.tokens.get(end).filter(|t| !t.breaks())?;
    let (mut link, mut next) = match token.ch {
        ',' | ';' if !token.is_word() => (Link::Comma, end + 1),
        '-' => (Link::To, end + 1),
        '&' | '+' => (Link::And, end + 1),
        _ => match reading.any_cue(end, &[Cue::And, Cue::Until])? {
            (next, Cue::And) => (Link::And, next),
            (next, _) => (Link::To, next),
        },
    };
    let mut own_cue = false;
    for _ in 0..5 {
        if let Some((word_end, cue)) = reading.any_cue(next, &[Cue::And, Cue::Until]) {
            link = if cue == Cue::And { Link::And } else { Link::To };
            next = word_end;
        } else if let Some((word_end, _)) = reading.any_cue(next, own) {
            own_cue = true;
            next = word_end;
        } else if let Some(clock_end) = clock(reading, next) {
            next = clock_end;
        } else {
            break;
        }
    }
    same_line(reading, next).then_some((link, next, own_cue))
}

/// The end of a clock time ("17h30", "8 giờ") that a day follows.
fn clock(reading: &Reading, i: usize) -> Option<usize> {
    reading.number(i).filter(|h| *h <= 24)?;
    let mut end = match reading.cue(i + 1, Cue::Hour) {
        Some(end) => end,
        None if reading.is_mark(i + 1, ':') && reading.digits(i + 2) == 2 => i + 3,
        None => return None,
    };
    if reading.digits(end) > 0 && (reading.tokens[end].glued() || reading.cue(end + 1, Cue::Day).is_some()) {
        end += 1;
    }
    reading.any_cue(end, &[Cue::Day, Cue::DayPart]).map(|_| end)
}

#[cfg(test)]
mod tests;
