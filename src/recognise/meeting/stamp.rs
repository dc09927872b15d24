//! Which days of a text can be the day of a meeting: its dates, and the days that it points at.

use super::tie::closes;
use crate::lang::cues::Cue;
use crate::lang::lexicon::{Entry, family};
use crate::model::date::{Edtf, PartialDate};
use crate::model::mention::{DateKind, DateMention};
use crate::model::tag::Basis;
use crate::recognise::reading::{Claim, Reading};
use crate::text::token::Case;
use std::ops::Range;

/// A day, interval or month that a meeting may have been on.
#[derive(Debug, Clone, PartialEq)]
pub struct Stamp {
    pub span: Range<usize>,
    pub value: Edtf,
    pub basis: Basis,
    /// A month names a topic as often as a day ("giao ban tháng 9").
    pub month: bool,
    /// Opens its sentence: what follows happened then.
    pub opens: bool,
    /// "5/11 tới".
    pub ahead: bool,
    /// "Đến ngày 4/2, …" opens its sentence: when something happened, or as of when.
    pub until: bool,
}

/// All stamps of a text, in order: its dates, and days told by pointing ("cùng ngày", "sáng nay").
pub fn stamps(reading: &Reading, dates: &[DateMention], published: Option<PartialDate>) -> Vec<Stamp> {
    let mut out: Vec<Stamp> = Vec::new();
    let mut dates = dates.iter().peekable();
    let mut previous: Option<&DateMention> = None;
    let mut i = 0;
    loop {
        while dates.peek().is_some_and(|d| d.span.start < i) {
            dates.next();
        }
        let date_at = dates.peek().map_or(reading.tokens.len(), |d| d.span.start);
        i = reading.next(i..date_at, family::POINTED_DAY).unwrap_or(date_at);
        if i >= reading.tokens.len() {
            break;
        }
        if let Some(date) = dates.peek().copied().filter(|d| d.span.start == i) {
            let span = date.span.clone();
            let month = date.kind == DateKind::Month;
            let furniture = reading.claims[i] == Claim::Furniture;
            let mut ahead = dates.clone();
            ahead.next();
            let next = ahead.next();
            let counts = !furniture
                && (month || date.kind == DateKind::Day)
                && !every_year(reading, date)
                && !previous.is_some_and(|p| jubilee(reading, p, date))
                && !next.is_some_and(|n| jubilee(reading, date, n));
            previous = Some(date);
            let until = date.kind == DateKind::Day && opens_with_until(reading, &span);
            if counts && (until || !of_something_else(reading, &span, date.value.to.is_some())) {
                let new = Stamp { until, ..stamp(reading, span.clone(), date.value, date.year_basis, month) };
                match out.last_mut().filter(|last| next_day(reading, last, &new)) {
                    Some(last) => {
                        last.value = Edtf::interval(last.value.from, new.value.from);
                        last.span.end = new.span.end;
                    }
                    None => out.push(new),
                }
            }
            i = span.end.max(i + 1);
            continue;
        }
        i = match pointed(reading, i, &out, published) {
            Some((end, value, basis)) if reading.claims[i] != Claim::Furniture => {
                // "chiều nay 24-5", "Hôm nay (22/10)": the date itself follows.
                let dated = dates.peek().is_some_and(|d| d.span.start < end + 3 && d.kind == DateKind::Day);
                if !dated {
                    out.push(stamp(reading, i..end, value, basis, false));
                }
                end
            }
            _ => i + 1,
        };
    }
    out
}

/// "chiều 16/10 và sáng 17/10": one meeting over both days.
fn next_day(reading: &Reading, last: &Stamp, new: &Stamp) -> bool {
    let single = |s: &Stamp| !s.month && s.value.to.is_none() && !s.until;
    let between = last.span.end..new.span.start;
    let joined = reading.any_cue(between.start, &[Cue::And]).is_some() || reading.is_mark(between.start, ',');
    let words = between.len() <= 4
        && between.clone().skip(1).all(|k| {
            reading.any_cue(k, &[Cue::Day, Cue::DayPart]).is_some() || reading.cue_before(k + 1, Cue::DayPart).is_some()
        });
    let days = |s: &Stamp| (s.value.from.month, s.value.from.day);
    let next = match (last.value.bounds(), new.value.bounds()) {
        (Some(a), Some(b)) => (b.0 - a.0).num_days() == 1,
        _ => matches!((days(last), days(new)), ((Some(m), Some(d)), (Some(n), Some(e))) if m == n && e == d + 1),
    };
    single(last) && single(new) && joined && words && next
}

fn stamp(reading: &Reading, span: Range<usize>, value: Edtf, basis: Basis, month: bool) -> Stamp {
    let sentence = reading.sentence_of(span.start);
    let tomorrow = (span.start.saturating_sub(5).max(sentence.start)..span.start)
        .any(|k| reading.cue(k, Cue::MeetTomorrow).is_some_and(|end| end <= span.start && span.start - end <= 2));
    let ahead =
        tomorrow || reading.cue(span.end, Cue::MeetFutureAfter).is_some() || reading.cue(sentence.start, Cue::MeetTime).is_some();
    Stamp { opens: opens(reading, &sentence, span.start), span, value, basis, month, ahead, until: false }
}

/// "Đến ngày 4/2/2013, …" at the start of a sentence.
fn opens_with_until(reading: &Reading, span: &Range<usize>) -> bool {
    let start = reading.sentence_of(span.start).start;
    reading.cue(start, Cue::Until) == Some(span.start) && reading.is_mark(span.end, ',')
}

/// "ngày 3/2 hằng năm"
fn every_year(reading: &Reading, date: &DateMention) -> bool {
    reading.cue(date.span.end, Cue::Each).is_some_and(|end| reading.cue(end, Cue::Year).is_some())
}

/// "(20/10/1930 - 20/10/2019)": the same day of another year right before it; an anniversary, of no meeting.
fn jubilee(reading: &Reading, first: &DateMention, date: &DateMention) -> bool {
    let (a, b) = (first.value, date.value);
    let same = (a.from.day, a.from.month) == (b.from.day, b.from.month) && a.to.is_none() && b.to.is_none();
    let dash = first.span.end + 1 == date.span.start && reading.is_mark(first.span.end, '-');
    same && dash && a.year() != b.year()
}

/// Whether only an outlet's mark and words of the day stand before `at` in its sentence: "(VOH) - Sáng hôm nay 23/10".
fn opens(reading: &Reading, sentence: &Range<usize>, at: usize) -> bool {
    if at <= sentence.start + 4 {
        return true;
    }
    let dash = (sentence.start..at)
        .rev()
        .find(|&k| matches!(reading.tokens[k].ch, '-' | ')' | ',' | ':') && !reading.tokens[k].is_word());
    dash.is_some_and(|d| at - d <= 5 && d - sentence.start <= 10)
}

/// A day told by pointing at token `i`: where it ends and which day it is.
fn pointed(reading: &Reading, i: usize, before: &[Stamp], published: Option<PartialDate>) -> Option<(usize, Edtf, Basis)> {
    let cues = [Cue::MeetSameDay, Cue::MeetToday, Cue::MeetYesterday, Cue::MeetTomorrow];
    // "Buổi chiều, Ủy ban Thường vụ Quốc hội họp": the afternoon of the day told of.
    let first = reading.sentence_of(i).start;
    let opens = first == i || reading.is_mark(i - 1, ',') && reading.cue(first, Cue::MeetBefore) == Some(i - 1);
    let part = reading.cue(i, Cue::MeetHalf).filter(|end| reading.is_mark(*end, ',') && opens);
    let (end, cue) = reading.any_cue(i, &cues).or(part.map(|end| (end, Cue::MeetSameDay)))?;
    if cue == Cue::MeetSameDay {
        // Not the day on which what goes on will end.
        let ends = |s: &Stamp| s.until || closes(reading, s.span.start);
        let last = before.iter().rev().find(|s| !s.month && s.value.to.is_none() && !ends(s))?;
        // "Sáng 13-12, … bắt đầu phiên họp, dự kiến trong ba ngày 13, 14 và 18-12. Ngay sau phiên khai mạc": the day that is told of.
        let sentence = reading.sentence_of(last.span.start);
        let opening = before.iter().find(|s| sentence.contains(&s.span.start) && s.opens && !s.month && s.value.to.is_none());
        let last = opening.unwrap_or(last);
        return Some((end, last.value, last.basis));
    }
    // "chiều hôm qua (27/7) … Cũng trong chiều hôm qua": the day told the first time.
    let again = before.iter().find(|s| {
        let near = s.span.start.saturating_sub(5)..s.span.start;
        !s.month && s.value.to.is_none() && near.clone().any(|k| reading.cue(k, cue).is_some_and(|e| e <= s.span.start))
    });
    if let Some(again) = again {
        return Some((end, again.value, again.basis));
    }
    let published = published.filter(|p| p.day.is_some())?;
    let day = published.bounds()?.0;
    // A paper printed the day after still says "sáng nay" of the day that its lead gives.
    if cue == Cue::MeetToday {
        let lead = before.iter().find(|s| s.opens && !s.month && s.value.to.is_none());
        // In a speech it is the day of the speech.
        if let Some(stamp) = lead.filter(|_| reading.find_cue(reading.sentence_of(i), Cue::MeetSpeaker).is_some()) {
            return Some((end, stamp.value, stamp.basis));
        }
        if let Some((stamp, (told, _))) = lead.and_then(|s| Some((s, s.value.bounds()?)))
            && (1..=3).contains(&(day - told).num_days())
        {
            return Some((end, stamp.value, stamp.basis));
        }
    }
    let day = match cue {
        Cue::MeetYesterday => day.pred_opt()?,
        Cue::MeetTomorrow => day.succ_opt()?,
        _ => day,
    };
    use chrono::Datelike;
    let value = Edtf::single(PartialDate::day(Some(day.year()), day.month() as u8, day.day() as u8));
    Some((end, value, Basis::FromPublication))
}

/// Whether a date is that of a document, a holiday, a deadline or an as-of.
fn of_something_else(reading: &Reading, span: &Range<usize>, interval: bool) -> bool {
    let sentence = reading.sentence_of(span.start);
    let mut at = span.start;
    // Step over "ngày", "(" and "," to the words the date belongs to.
    while at > sentence.start {
        let part = || reading.cue_before(at, Cue::MeetMonthPart);
        let Some(start) = reading.cue_before(at, Cue::Day).or_else(part).filter(|s| *s >= sentence.start) else {
            if matches!(reading.tokens[at - 1].ch, '(' | ',') && reading.tokens[at - 1].kind == crate::text::token::Kind::Mark {
                at -= 1;
                continue;
            }
            break;
        };
        at = start;
    }
    if at == sentence.start {
        return false;
    }
    // Papers are signed on days, not on mornings.
    if reading.cue_before(span.start, Cue::DayPart).is_some() || reading.cue(span.start, Cue::DayPart).is_some() {
        return reading.cue_before(at, Cue::MeetNotDay).is_some_and(|s| s >= sentence.start) && !interval;
    }
    let comma = reading.is_mark(at, ',') || reading.is_mark(at, '(');
    // "Quyết định số 123/QĐ-TTg ngày 5/3", but "lúc 8h ngày 5/3".
    let cited = (at.saturating_sub(10).max(sentence.start)..at)
        .any(|k| reading.hits_at(k).iter().any(|h| matches!(h.entry, Entry::Document(_) | Entry::SymbolCode(_))));
    if cited && reading.claims[at - 1] == Claim::Name && (!comma || at >= span.start.saturating_sub(3)) {
        return true;
    }
    if numbered_paper(reading, sentence.start, at) {
        return true;
    }
    let document = (at.saturating_sub(4)..at)
        .any(|k| reading.hits_at(k).iter().any(|h| matches!(h.entry, Entry::Document(_)) && h.end as usize == at));
    if document && !comma {
        return true;
    }
    // "diễn ra từ ngày 5/3" is when it begins; "từ ngày 1/7" otherwise when something else does.
    if !comma
        && !interval
        && let Some(start) = reading.cue_before(at, Cue::MeetNotDay)
    {
        let by_then = reading.cue(start, Cue::MeetDeadline).is_some();
        let taking_place = !by_then && (reading.cue_before(start, Cue::MeetOccur).is_some() || runs_until(reading, start));
        if !taking_place {
            return true;
        }
    }
    let near = at.saturating_sub(9).max(sentence.start)..span.start;
    reading.find_last_cue(near, Cue::MeetNamedDay).is_some_and(|named| !(named.end..span.start).any(|k| reading.is_mark(k, ',')))
}

/// "Kế hoạch liên tịch số 01/KHLT-UBND-UBMTTQ, ngày 30/1": nothing but the number of a paper, of whatever kind, stands before.
fn numbered_paper(reading: &Reading, from: usize, at: usize) -> bool {
    const SYMBOL: usize = 12;
    const PAPER: usize = 6;
    let code = |k: usize| !reading.tokens[k].is_word() || reading.tokens[k].case == Case::Upper;
    let first = (from.max(at.saturating_sub(SYMBOL))..at).rev().take_while(|&k| code(k)).last();
    first.is_some_and(|first| {
        let paper = first.saturating_sub(PAPER).max(from);
        let named = (paper..first).any(|k| reading.hits_at(k).iter().any(|h| matches!(h.entry, Entry::Document(_))));
        named && reading.cue_before(first, Cue::NumberSign).is_some() && reading.digits(first) > 0
    })
}

/// "Đại hội (sẽ) làm việc" right before token `at`.
fn runs_until(reading: &Reading, at: usize) -> bool {
    reading.cue_before(at, Cue::MeetRun).is_some_and(|run| {
        (run.saturating_sub(3)..run).any(|k| {
            reading
                .hits_at(k)
                .iter()
                .any(|h| matches!(h.entry, Entry::Meeting(_) | Entry::MeetingHead(_)) && h.end as usize + 1 >= run)
        })
    })
}
