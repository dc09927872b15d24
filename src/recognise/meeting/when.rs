//! Which days of a text can be the day of a meeting, and which meeting each belongs to.

use super::name::{Form, Name, occurs};
use crate::lang::cues::Cue;
use crate::lang::lexicon::{Entry, family};
use crate::model::date::{Edtf, PartialDate};
use crate::model::mention::{DateKind, DateMention};
use crate::model::tag::{Basis, MeetingKind};
use crate::recognise::reading::{Claim, Reading, is_near};
use crate::text::token::Case;
use std::ops::Range;

/// How far behind a name its day may stand, in tokens.
const BEHIND: usize = 24;

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

/// For each name the stamp of its own sentence that dates it.
pub fn own_stamps(reading: &Reading, names: &[Name], stamps: &[Stamp]) -> Vec<Option<(usize, Tie)>> {
    let mut taken = vec![false; stamps.len()];
    let mut out: Vec<Option<(usize, Tie)>> = Vec::with_capacity(names.len());
    for (n, name) in names.iter().enumerate() {
        let sentence = reading.sentence_of(name.span.start);
        let next = names[n + 1..].iter().map(|o| o.span.start).find(|s| *s < sentence.end).unwrap_or(sentence.end);
        let reach = sentence.start..goes_on_to(reading, names, n, &sentence);
        let behind = behind(reading, name, stamps, &reach, next.max(if reach.end > sentence.end { reach.end } else { 0 }));
        let before = before(reading, names, n, stamps, &sentence, &taken);
        // "Sáng 13/12, Quốc hội khai mạc kỳ họp, dự kiến bế mạc ngày 20/12": it is told of the day on which it opens.
        let opening = before.is_some() && reading.cue_before(name.span.start, Cue::MeetOpen).is_some();
        let found = match (behind, before) {
            (Some((s, true)), Some(b)) if (opening || closes(reading, stamps[s].span.start)) && stamps[s].value.to.is_none() => {
                Some((b, Tie::Before))
            }
            (Some((s, true)), _) => Some((s, Tie::Behind)),
            (_, Some(s)) => Some((s, Tie::Before)),
            (Some((s, false)), None) if !name.aside => Some((s, Tie::Behind)),
            _ => None,
        };
        if let Some((s, _)) = found {
            taken[s] = true;
        }
        out.push(found);
    }
    for (s, stamp) in stamps.iter().enumerate().filter(|(s, _)| !taken[*s]) {
        if let Some(n) = told_apart(reading, names, stamp).filter(|n| out[*n].is_none()) {
            out[n] = Some((s, Tie::Behind));
        }
    }
    out
}

/// "Công ty mời họp Đại hội đồng cổ đông. Thời gian: 8 giờ ngày 29/4": the name of which a line of its own tells the day.
fn told_apart(reading: &Reading, names: &[Name], stamp: &Stamp) -> Option<usize> {
    const NEAR: usize = 60;
    let sentence = reading.sentence_of(stamp.span.start);
    let line = reading.cue(sentence.start, Cue::MeetTime)?;
    const LINE: usize = 12;
    let led = reading.is_mark(line, ':') || line + LINE >= stamp.span.start && !reports(reading, line..stamp.span.start);
    let last = names.partition_point(|n| n.span.end <= sentence.start);
    let near = |n: &usize| names[*n].told && sentence.start - names[*n].span.end <= NEAR;
    (0..last).rev().take_while(|n| sentence.start - names[*n].span.end <= NEAR).find(near).filter(|_| led && !stamp.month)
}

/// Where the words on a name end: with its sentence, or with the next one when that has no subject of its own ("Kỳ họp thứ 8
/// HĐND huyện. Dự kiến diễn ra ngày 13/12").
fn goes_on_to(reading: &Reading, names: &[Name], n: usize, sentence: &Range<usize>) -> usize {
    let next = reading.sentence_of(sentence.end);
    let last = names.get(n + 1).is_none_or(|o| o.span.start >= next.end);
    let opens = reading.any_cue(next.start, &[Cue::MeetFuture, Cue::MeetOccur]).is_some() && next.start >= sentence.end;
    let occurs = opens && (next.start..next.end.min(next.start + 4)).any(|k| reading.cue(k, Cue::MeetOccur).is_some());
    if last && occurs { next.end } else { sentence.end }
}

/// How a name and its day stand together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tie {
    /// "Sáng 5/3, … tổ chức hội nghị".
    Before,
    /// "hội nghị … ngày 5/3".
    Behind,
}

/// The stamp behind a name, and whether it is tied to it closely ("hội nghị X ngày 5/3", "đại hội … diễn ra ngày 5/3"). One
/// that is tied goes before one that only comes first.
fn behind(reading: &Reading, name: &Name, stamps: &[Stamp], sentence: &Range<usize>, next: usize) -> Option<(usize, bool)> {
    let from = stamps.partition_point(|s| s.span.start <= name.span.start);
    let (mut first, mut next_day) = (None, true);
    let mut start = name.span.end;
    for (n, stamp) in stamps.iter().enumerate().skip(from) {
        if stamp.span.start >= sentence.end || stamp.span.start > next {
            break;
        }
        if stamp.until {
            continue;
        }
        match tied(reading, name, stamp, start.min(stamp.span.start)) {
            Some(true) => return Some((n, true)),
            Some(false) if first.is_none() && next_day => first = Some((n, false)),
            _ => {}
        }
        // "hội nghị giao ban công tác tháng 3 của Bộ, ngày 11/3": the month is what it is about.
        next_day &= stamp.month;
        start = stamp.span.end;
    }
    first
}

/// Whether a verb of telling or ordering stands in `range`, not its last syllable: "chuẩn bị", "Sở Thông tin và Truyền thông".
pub fn reports(reading: &Reading, range: Range<usize>) -> bool {
    let mut k = range.start;
    while k < range.end {
        if let Some(end) = reading.cue(k, Cue::MeetNotReport) {
            k = end;
        } else if reading.cue(k, Cue::MeetReport).is_some_and(|end| end <= range.end) {
            return true;
        } else {
            k += 1;
        }
    }
    false
}

/// Whether `stamp` dates `name`, and if so whether closely; `start` is where the words between them begin.
fn tied(reading: &Reading, name: &Name, stamp: &Stamp, start: usize) -> Option<bool> {
    let between = start..stamp.span.start;
    let bracketed = bracketed(reading, stamp);
    if postponed(reading, name, stamp) {
        return Some(true);
    }
    let occurs = (between.start..between.end + 1).any(|k| reading.cue(k, Cue::MeetOccur).is_some_and(|e| e <= stamp.span.start));
    if stamp.month {
        let led = !between.is_empty() && reading.cue_before(day_start(reading, stamp.span.start), Cue::MeetOn).is_some();
        // "giao ban tháng 9" is about September, "cuộc tiếp xúc cử tri tháng 5/2017" was in May.
        let event = matches!(name.kind, MeetingKind::VoterContact | MeetingKind::Seminar | MeetingKind::Congress);
        let adjacent = between.is_empty() && event && !name.aside && stamp.value.year().is_some();
        // "diễn ra trong bối cảnh tháng 6 …" tells when nothing was; "tổ chức dứt điểm trước cuối tháng 4" by when many were.
        let occurs = occurs && between.len() <= 6;
        let by_then = reading.find_cue(name.span.start..stamp.span.start, Cue::MeetDone).is_some();
        let led = led && between.len() <= BEHIND;
        return ((led || occurs || bracketed || adjacent) && !by_then).then_some(true);
    }
    let comma = between.clone().any(|k| reading.is_mark(k, ',') || reading.is_mark(k, ';'));
    let dayless = between.start..day_start(reading, stamp.span.start).max(between.start);
    let words = between.clone().filter(|&k| reading.tokens[k].is_word()).count();
    if reports(reading, between.clone()) {
        return None;
    }
    // "kỳ họp …, dự kiến vào ngày 1/3"
    let planned = reading.find_cue(between.clone(), Cue::MeetFuture).is_some_and(|future| {
        let on = reading.cue_before(day_start(reading, stamp.span.start), Cue::MeetOn);
        on.is_some_and(|on| is_near(future.start, on, 6))
    });
    let occurs = occurs || planned;
    // "Hội nghị giao ban thống nhất chỉ tiêu, nhiệm vụ … được Phòng Giáo dục tổ chức vào chiều 14/9": however long its name.
    let subject = name.span.start <= reading.sentence_of(name.span.start).start + 2 && !name.aside;
    let on = day_start(reading, stamp.span.start);
    if subject && reading.cue_before(on, Cue::MeetOn).is_some_and(|s| s >= name.span.end) && told_passive(reading, &between) {
        return Some(true);
    }
    let close = words <= 4 && (!comma || bracketed)
        || occurs && words <= 20
        || by_whom(reading, &between)
        || who_with_whom(reading, &between);
    // "Tiếp tục chương trình kỳ họp thứ 9, ngày 18/2, Quốc hội …", "Tại kỳ họp thứ 8, sáng 5/7, …"
    let sentence = reading.sentence_of(name.span.start);
    let leads = reading.cue_before(name.span.start, Cue::MeetLead).is_some_and(|s| s <= sentence.start + 1);
    // "Dự hội nghị trực tuyến toàn quốc tại điểm cầu tỉnh, sáng 21/1, có …"
    let seat = || {
        const PLACE: usize = 12;
        let comma = dayless.end > dayless.start && reading.is_mark(dayless.end - 1, ',');
        comma && dayless.len() <= PLACE && reading.cue(dayless.start, Cue::MeetSeat).is_some()
    };
    if leads && !name.aside && (dayless.clone().all(|k| reading.is_mark(k, ',')) || seat()) {
        return Some(true);
    }
    let far = if name.form == Form::Verb { BEHIND } else { BEHIND / 2 };
    (close || words <= far && !name.aside && !stamp_opens_clause(reading, stamp)).then_some(close)
}

/// Whether the words between tell of what is named before them: "được … tổ chức (vào)", "(sẽ) diễn ra".
fn told_passive(reading: &Reading, between: &Range<usize>) -> bool {
    let last = reading.find_last_cue(between.clone(), Cue::MeetOccur);
    last.is_some_and(|verb| is_near(verb.end, between.end, 4))
}

/// "buổi làm việc của Tổng Bí thư với Ban Nội chính ngày 2/3": nothing but who meets whom stands between.
fn who_with_whom(reading: &Reading, between: &Range<usize>) -> bool {
    const LONGEST: usize = 24;
    let links = [Cue::MeetOf, Cue::MeetBetween];
    let leads = links.iter().any(|&c| reading.cue(between.start, c).or(reading.cue_before(between.start, c)).is_some());
    let verbs = [Cue::MeetAux, Cue::MeetOrganise, Cue::MeetOccur];
    let plain = |k: usize| {
        reading.tokens[k].is_word() && !verbs.iter().any(|&c| reading.cue(k, c).is_some_and(|_| !reading.tokens[k].is_capital()))
    };
    leads && between.len() <= LONGEST && between.clone().all(plain)
}

/// "lùi thời gian khai mạc kỳ họp … sang ngày 20/7".
fn postponed(reading: &Reading, name: &Name, stamp: &Stamp) -> bool {
    let before = name.span.start.saturating_sub(6)..name.span.start;
    let to = stamp.span.start.saturating_sub(6).max(name.span.end)..stamp.span.start;
    reading.find_cue(before, Cue::MeetPostpone).is_some() && reading.find_cue(to, Cue::MeetTo).is_some()
}

/// "hội nghị … do Bộ Nội vụ tổ chức ngày 5/3".
fn by_whom(reading: &Reading, between: &Range<usize>) -> bool {
    reading.find_cue(between.clone(), Cue::MeetBy).is_some_and(|by| by.start <= between.start + 1)
}

fn stamp_opens_clause(reading: &Reading, stamp: &Stamp) -> bool {
    reading.is_mark(stamp.span.end, ',') && !bracketed(reading, stamp)
}

/// Whether the words right before a day say that something ends on it: "kéo dài đến hết ngày", "bế mạc vào sáng".
pub fn closes(reading: &Reading, mut at: usize) -> bool {
    loop {
        if reading.cue_before(at, Cue::MeetEnding).is_some() {
            return true;
        }
        match [Cue::Day, Cue::DayPart].iter().find_map(|&c| reading.cue_before(at, c)) {
            Some(start) => at = start,
            None => return false,
        }
    }
}

fn day_start(reading: &Reading, mut at: usize) -> usize {
    // "vào trung tuần tháng 9" too.
    while let Some(start) = [Cue::Day, Cue::DayPart, Cue::MeetMonthPart].iter().find_map(|&c| reading.cue_before(at, c)) {
        at = start;
    }
    at
}

fn bracketed(reading: &Reading, stamp: &Stamp) -> bool {
    let at = day_start(reading, stamp.span.start);
    // "phiên họp sáng nay, 12/1, …"
    let pointed = at > 0
        && reading.is_mark(at - 1, ',')
        && [Cue::MeetToday, Cue::MeetYesterday, Cue::MeetTomorrow].iter().any(|&c| reading.cue_before(at - 1, c).is_some());
    pointed || at > 0 && reading.is_mark(at - 1, '(')
}

/// The stamp before a name that says when it is held.
fn before(
    reading: &Reading,
    names: &[Name],
    n: usize,
    stamps: &[Stamp],
    sentence: &Range<usize>,
    taken: &[bool],
) -> Option<usize> {
    let name = &names[n];
    if name.aside || !(name.held || name.rule == "meeting.name.word") {
        return None;
    }
    let last = stamps[..stamps.partition_point(|s| s.span.end <= name.span.start)].len();
    let s =
        (0..last).rev().take_while(|&s| stamps[s].span.end > sentence.start).find(|&s| !stamps[s].month || stamps[s].opens)?;
    let stamp = &stamps[s];
    // As-of days are told of congresses ("Đến ngày 15/6, 45 chi bộ đã tổ chức đại hội"), seldom of one session or plenum.
    if stamp.until && !matches!(name.kind, MeetingKind::Plenum | MeetingKind::CouncilSession) {
        return None;
    }
    let between = stamp.span.end..name.span.start;
    let at_event = (name.span.start.saturating_sub(6)..name.span.start)
        .any(|k| k >= between.start && reading.cue(k, Cue::MeetAt).is_some_and(|e| e <= name.span.start));
    if reports(reading, between.clone()) && !at_event {
        return None;
    }
    // "thực hiện kết luận tại hội nghị, …": the day is that of what follows.
    if let Some(follow) = reading.find_last_cue(between.clone(), Cue::MeetFollow)
        && reading.cue_before(follow.start, Cue::MeetStaff).is_none()
        // "ngay sau khi khai mạc đợt 2 kỳ họp"
        && reading.cue(follow.end, Cue::MeetOpen).is_none()
        && !(follow.end..between.end).any(|k| reading.is_mark(k, ','))
    {
        return None;
    }
    if stamp.month && reading.find_cue(between.clone(), Cue::MeetOrganise).is_none() && !occurs(reading, sentence, name.span.end)
    {
        return None;
    }
    if taken[s] {
        // A second meeting of the same day is named after "và" or with a verb of its own.
        let other = names[..n].iter().rev().find(|o| o.span.start > stamp.span.start)?;
        let between = other.span.end..name.span.start;
        let and = reading.find_cue(between.clone(), Cue::And).is_some() && between.len() <= 6;
        // "…, đồng thời tổ chức họp giao ban": however much was said of the first.
        let besides = other.kind != name.kind && reading.cue_before(name.span.start, Cue::MeetBesides).is_some();
        // "HĐND tổ chức phiên họp thường kỳ; hội nghị liên tịch với UBND"
        let apart = between.end > between.start && reading.is_mark(between.end - 1, ';');
        if apart && name.told && name.form != other.form && name.form != Form::Verb {
            return Some(s);
        }
        let listed = reading.find_cue(between, Cue::MeetFuture).is_none()
            && name.form != Form::Verb
            && name.kind != MeetingKind::Other
            && (and || besides);
        return listed.then_some(s);
    }
    Some(s)
}
