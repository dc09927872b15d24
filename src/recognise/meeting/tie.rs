//! Which day each meeting of a text is tied to, by how its name and the day stand together.

use super::name::{Form, Name, occurs};
use super::stamp::Stamp;
use crate::lang::cues::Cue;
use crate::model::tag::MeetingKind;
use crate::recognise::reading::{Reading, is_near};
use crate::text::token::Case;
use std::ops::Range;

/// How far behind a name its day may stand, in tokens.
const BEHIND: usize = 24;

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
    reading.says(range, Cue::MeetReport, Cue::MeetNotReport)
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
    // "Hội nghị Trung ương 10, khóa XI, sáng 11/1"
    let term = |k: usize| {
        let number = reading.tokens[k].is_digits() || reading.tokens[k].case == Case::Upper;
        reading.is_mark(k, ',')
            || reading.cue(k, Cue::TermNumber).is_some()
            || number && reading.cue_before(k, Cue::TermNumber).is_some()
    };
    if leads && !name.aside && (dayless.clone().all(term) || seat()) {
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
