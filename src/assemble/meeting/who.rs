//! Who holds and who chairs a meeting, how it is held, and at how many points.

use crate::lang::cues::Cue;
use crate::lang::lexicon::Entry;
use crate::model::tag::Mode;
use crate::recognise::meeting::Sightings;
use crate::recognise::meeting::name::{Form, Name};
use crate::recognise::meeting::tie::reports;
use crate::recognise::reading::Reading;
use crate::text::token::Kind;
use std::ops::Range;

use super::event::Event;

/// How many sentences after its own may still tell of a meeting's chair or points.
const REACH: usize = 5;

/// The tokens that name the holder: before "tổ chức", after "do", or the subject of a verb.
pub fn holder(reading: &Reading, seen: &Sightings, event: &Event) -> Option<Range<usize>> {
    // The fuller name of a headline has no words before it; the one that is dated has.
    let range = [event.fuller, event.name].into_iter().find_map(|n| {
        let name = &seen.names[n];
        let sentence = reading.sentence_of(name.span.start);
        by_phrase(reading, name, &sentence).or_else(|| subject(reading, seen, event, name, &sentence))
    })?;
    // "Trường Chính trị phối hợp với Đảng ủy phường": the first of them holds it.
    let mut with = reading.find_cue(range.start + 1..range.end, Cue::MeetTogether).map_or(range.end, |with| with.start);
    // "đoàn công tác của Bộ Nội vụ do Thứ trưởng A làm trưởng đoàn", "Thường trực Tỉnh ủy do Bí thư Tỉnh ủy chủ trì"
    let led = |by: usize| reading.any_cue(by, &[Cue::MeetPerson, Cue::MeetRank]).is_some();
    if let Some(by) = reading.find_cue(range.start + 1..with, Cue::MeetBy)
        && (reading.cue(range.start, Cue::MeetDelegation).is_some() || led(by.end))
    {
        with = by.start;
    }
    // "Lớp đối tượng 3: UBND quận khai giảng …": a heading in one line with the sentence.
    let from = (range.start..with).rev().find(|&k| reading.is_mark(k, ':')).map_or(range.start, |colon| colon + 1);
    Some(trim(reading, from..with)).filter(|r| !r.is_empty())
}

/// "hội nghị … do Bộ Nội vụ (phối hợp với …) tổ chức".
fn by_phrase(reading: &Reading, name: &Name, sentence: &Range<usize>) -> Option<Range<usize>> {
    let by = reading.find_cue(name.span.end..sentence.end.min(name.span.end + 25), Cue::MeetBy)?;
    let verb = (by.end..sentence.end.min(by.end + 40)).find(|&k| organises(reading, k))?;
    (by.end < verb && reading.find_cue(by.end..verb, Cue::MeetPerson).is_none_or(|p| p.start > by.end)).then_some(by.end..verb)
}

/// Whether a verb of holding stands at `k`, not the "tổ chức" of "Ban Tổ chức".
fn organises(reading: &Reading, k: usize) -> bool {
    let verb = reading.cue(k, Cue::MeetOrganise).is_some() && !reading.tokens[k].is_capital();
    verb && reading.cue_before(k, Cue::MeetOffices).is_none()
}

/// "(Sáng 5/3, tại Hà Nội,) Bộ Nội vụ tổ chức hội nghị": the words between the day and the verb.
fn subject(reading: &Reading, seen: &Sightings, event: &Event, name: &Name, sentence: &Range<usize>) -> Option<Range<usize>> {
    let day = seen.stamps[event.stamp].span.clone();
    let from = if day.end > sentence.start && day.end <= name.span.start { day.end } else { sentence.start };
    let to = match name.form {
        // "Quốc hội | thảo luận", "HĐND thành phố | họp"
        Form::Verb if reading.cue(name.span.start, Cue::MeetAssembly).is_some() => {
            let verb = (name.span.start + 1..name.span.end)
                .find(|&k| reading.any_cue(k, &[Cue::MeetAux, Cue::MeetDeliberate, Cue::MeetConvene]).is_some());
            return Some(name.span.start..verb.unwrap_or(name.span.end));
        }
        Form::Verb => name.span.start,
        _ => {
            // "Tỉnh ủy tổ chức cho 340 cán bộ dự hội nghị toàn quốc": who takes part does not hold it.
            if reading.cue_before(name.span.start, Cue::MeetAttend).is_some() {
                return None;
            }
            let verbal = reading.cue(name.span.start, Cue::MeetVerbal).map(|_| name.span.start);
            (from..name.span.start).find(|&k| organises(reading, k)).or(verbal)?
        }
    };
    let mut range = trim(reading, from..to);
    // "dưới sự chủ trì của đồng chí A, Chủ tịch UBND tỉnh, UBND tỉnh đã tổ chức …"
    if reading.find_cue(range.clone(), Cue::MeetChair).is_some()
        && let Some(comma) = range.clone().rev().find(|&k| reading.is_mark(k, ','))
    {
        range.start = comma + 1;
    }
    (range.end > range.start && range.len() <= 60).then_some(range)
}

/// Without marks and a leading "tại Hà Nội," and helping words at the end.
pub fn trim(reading: &Reading, mut range: Range<usize>) -> Range<usize> {
    loop {
        while range.start < range.end && reading.tokens[range.start].kind == Kind::Mark && !reading.is_mark(range.start, '"') {
            range.start += 1;
        }
        // "ngày 25/9 tới, Tỉnh ủy …"
        if let Some(end) = reading.cue(range.start, Cue::MeetFutureAfter).filter(|end| reading.is_mark(*end, ',')) {
            range.start = end.min(range.end);
            continue;
        }
        let place = reading.any_cue(range.start, &[Cue::MeetAt, Cue::MeetSameDay, Cue::DayPart]).is_some();
        let comma = range.clone().take(30).find(|&k| reading.is_mark(k, ','));
        match comma {
            Some(c) if place => range.start = c + 1,
            _ => break,
        }
    }
    while range.end > range.start {
        let last = range.end - 1;
        let aux = reading.cue_before(range.end, Cue::MeetAux).filter(|s| *s >= range.start);
        if reading.tokens[last].kind == Kind::Mark && !matches!(reading.tokens[last].ch, ')' | '"') {
            range.end = last;
        } else if let Some(start) = aux {
            range.end = start;
        } else {
            break;
        }
    }
    range
}

/// The holder's words when they name a body rather than a person or a clause.
pub fn organiser(reading: &Reading, range: &Range<usize>) -> Option<String> {
    let first = range.start;
    // "Đoàn đại biểu Quốc hội tỉnh" is part of a post elsewhere.
    let person = reading.any_cue(first, &[Cue::MeetPerson, Cue::MeetRank, Cue::MeetDeputy]).is_some()
        && reading.cue(first, Cue::MeetDelegation).is_none();
    let bodies = [Cue::MeetOfficial, Cue::MeetCentral, Cue::MeetProvince, Cue::MeetDistrict, Cue::MeetGrassroots, Cue::MeetOwner];
    let known = reading.any_cue(first, &bodies).is_some() && range.len() <= 40;
    let clause = range.clone().any(|k| {
        let small = !reading.tokens[k].is_capital();
        let verb = small && reading.any_cue(k, &[Cue::MeetPast, Cue::MeetFuture, Cue::MeetAttend, Cue::MeetDocument]).is_some();
        verb || !known && (small && reading.any_cue(k, &[Cue::MeetSaid, Cue::MeetAux]).is_some() || reading.is_mark(k, ','))
    });
    // "Hội nghị cũng thống nhất tổ chức …"
    let meeting = reading.hits_at(first).iter().any(|h| matches!(h.entry, Entry::Meeting(_) | Entry::MeetingHead(_)));
    let led = meeting || reading.any_cue(first, &[Cue::MeetAt, Cue::MeetFollow]).is_some();
    let own = [Cue::MeetDelegation, Cue::MeetOwner, Cue::MeetOfficial];
    let capital = reading.tokens.get(first)?.is_capital() || range.len() <= 12 && reading.any_cue(first, &own).is_some();
    let body = capital && (known || range.len() <= 12) && !clause && !led;
    (!person && body && !reports(reading, range.clone())).then(|| reading.source(range.clone()).trim().to_string())
}

/// Who chairs, with the post as written. "Dự và chỉ đạo" is no chairing.
pub fn chair(reading: &Reading, seen: &Sightings, event: &Event) -> Option<String> {
    let first = reading.sentences.partition_point(|s| s.end <= seen.names[event.name].span.start);
    reading.sentences.iter().skip(first).take(REACH + 1).find_map(|s| {
        let range = chair_in(reading, seen, event, s)?;
        let text = reading.source(range).trim().trim_end_matches(['.', ';', ',', ':']).trim();
        (!text.is_empty()).then(|| text.to_string())
    })
}

fn chair_in(reading: &Reading, seen: &Sightings, event: &Event, sentence: &Range<usize>) -> Option<Range<usize>> {
    let mut k = sentence.start;
    while let Some(verb) = reading.find_cue(k..sentence.end, Cue::MeetChair) {
        if presides(reading, &verb, sentence)
            && let Some(range) = chair_of(reading, seen, event, sentence, &verb)
        {
            return Some(range);
        }
        k = verb.end;
    }
    None
}

/// Whether the verb is of a meeting: "chủ trì hội nghị", "…, chủ trì.", not "điều hành ở cơ sở" or "chủ trì xây dựng đề án".
fn presides(reading: &Reading, verb: &Range<usize>, sentence: &Range<usize>) -> bool {
    let opens = verb.start <= sentence.start + 1 || reading.is_mark(verb.start - 1, '.');
    let leading = reading.cue_before(verb.start, Cue::MeetLeads).is_some_and(|s| s >= sentence.start)
        || verb.start.checked_sub(1).is_some_and(|c| {
            reading.is_mark(c, ',') && reading.cue_before(c, Cue::MeetLeads).is_some_and(|s| s >= sentence.start)
        });
    if leading {
        return false;
    }
    let next = verb.end;
    let meeting = |k: usize| {
        reading.hits_at(k).iter().any(|h| matches!(h.entry, Entry::Meeting(_) | Entry::MeetingHead(_) | Entry::MeetingWord(_)))
            || reading
                .any_cue(k, &[Cue::MeetSitting, Cue::MeetConvene, Cue::MeetPoint, Cue::MeetOf, Cue::MeetBe, Cue::MeetAt])
                .is_some()
    };
    let ends = next >= sentence.end || reading.tokens[next].kind == Kind::Mark;
    // "hội nghị do đồng chí A chủ trì đã bàn …"
    let by = reading.find_last_cue(sentence.start..verb.start, Cue::MeetBy).is_some();
    opens || by || meeting(next) || ends && reading.cue(verb.start, Cue::MeetRuns) != Some(verb.end)
}

fn chair_of(
    reading: &Reading,
    seen: &Sightings,
    event: &Event,
    sentence: &Range<usize>,
    verb: &Range<usize>,
) -> Option<Range<usize>> {
    let names =
        |r: &Range<usize>| r.clone().any(|k| reading.any_cue(k, &[Cue::MeetPerson, Cue::MeetRank, Cue::MeetOfficial]).is_some());
    // "Chủ trì hội nghị có các đồng chí: A, …; B, …", "Chủ trì phiên họp, đồng chí A, … yêu cầu"
    if verb.start <= sentence.start + 1 || reading.is_mark(verb.start - 1, '.') {
        let near = verb.end..(verb.end + 8).min(sentence.end);
        let list = near.clone().find_map(|k| match reading.tokens[k].ch {
            ',' | ':' if reading.tokens[k].kind == Kind::Mark => Some(k + 1),
            _ => reading.any_cue(k, &[Cue::MeetBe]).map(|(e, _)| e),
        });
        let mut from = list.unwrap_or(verb.end);
        while reading.cue(from, Cue::MeetGroup).is_some() || reading.is_mark(from, ':') {
            from = reading.cue(from, Cue::MeetGroup).unwrap_or(from + 1);
        }
        let range = until_verb(reading, from..sentence.end);
        let capital = reading.tokens.get(from).is_some_and(|t| t.is_capital());
        return (names(&range) || capital).then_some(range).filter(|r| r.len() <= 120 && !r.is_empty());
    }
    // "dưới sự chủ trì của đồng chí A", "sự điều hành của …"
    if let Some(of) = reading.cue(verb.end, Cue::MeetOf) {
        return Some(until_verb(reading, of..sentence.end)).filter(|r| names(r) && r.len() <= 120);
    }
    // "… do đồng chí A chủ trì", "Đồng chí A, Bí thư Tỉnh ủy chủ trì hội nghị"
    let day = seen.stamps[event.stamp].span.clone();
    let mut from = if day.start >= sentence.start && day.end <= verb.start { day.end } else { sentence.start };
    let together = reading.cue(verb.start, Cue::MeetJointly).is_some()
        || reading.cue_before(verb.start, Cue::MeetAll).is_some()
        || reading.find_cue(from..verb.start, Cue::MeetGroup).is_some();
    let ends_clause = |k: &usize| match reading.tokens[*k].ch {
        ';' => !together,
        ':' => !together || reading.cue_before(*k, Cue::MeetGroup).is_none(),
        '.' => true,
        _ => false,
    };
    if let Some(mark) = (from..verb.start).rev().filter(|&k| reading.tokens[k].kind == Kind::Mark).find(ends_clause) {
        from = mark + 1;
    }
    if let Some(by) = reading.find_last_cue(from..verb.start, Cue::MeetBy) {
        from = by.end;
    }
    let range = persons(reading, trim(reading, from..verb.start));
    let person = reading.any_cue(range.start, &[Cue::MeetPerson, Cue::MeetRank]).is_some()
        || range.clone().take(40).any(|k| reading.cue(k, Cue::MeetPerson).is_some());
    (person && range.len() <= 80 && !range.is_empty()).then_some(range)
}

/// The last persons of `range` with their posts: the clause before them ("UBND huyện tổ chức hội nghị,") is left out, and what
/// they did besides ("dự và").
fn persons(reading: &Reading, range: Range<usize>) -> Range<usize> {
    let mut end = range.end;
    while let Some(start) = [Cue::MeetAttend, Cue::MeetAux, Cue::MeetAll]
        .iter()
        .find_map(|&c| reading.cue_before(end, c))
        .filter(|s| *s > range.start)
    {
        end = start;
    }
    let clause = |seg: &Range<usize>| {
        seg.clone().any(|k| {
            // "Ủy viên dự khuyết"
            let rank = (k.saturating_sub(6)..=k).any(|r| reading.cue(r, Cue::MeetRank).is_some_and(|end| end > k));
            organises(reading, k) || !rank && reading.cue(k, Cue::MeetAttend).is_some()
        })
    };
    let mut start = end;
    let mut right = end;
    while right > range.start {
        let left = (range.start..right).rev().find(|&k| reading.is_mark(k, ',')).map_or(range.start, |c| c + 1);
        let segment = left..right;
        // "Ông giao Sở Nội vụ chủ trì"
        if reports(reading, segment.clone()) {
            return end..end;
        }
        if clause(&segment) {
            // "Tham dự có đồng chí A, Chủ tịch UBND huyện"
            let Some(title) = reading.find_last_cue(segment, Cue::MeetComrades) else { break };
            return title.start..end;
        }
        let named = reading.tokens[left].is_capital()
            || reading.tokens[left].is_mark('"')
            || reading.any_cue(left, &[Cue::MeetPerson, Cue::MeetRank, Cue::MeetComrades, Cue::MeetOfficial]).is_some();
        if !named || reading.any_cue(left, &[Cue::MeetAt, Cue::MeetSameDay]).is_some() {
            break;
        }
        start = left;
        right = left.saturating_sub(1);
    }
    until_verb(reading, start..end)
}

/// Names and posts up to where the clause goes on with a verb; "A, Bí thư Tỉnh ủy, UBND tỉnh đã tổ chức" ends before the body
/// that is the verb's subject.
fn until_verb(reading: &Reading, range: Range<usize>) -> Range<usize> {
    let mut named = range.start;
    let stop = range.clone().find(|&k| {
        // "Ủy viên dự khuyết", "Trưởng Ban chỉ đạo" are posts.
        if let Some((end, _)) = reading.any_cue(k, &[Cue::MeetRank, Cue::MeetStaff]) {
            named = named.max(end);
        }
        if k < named {
            return false;
        }
        let small = !reading.tokens[k].is_capital();
        let verb = small && reading.any_cue(k, &[Cue::MeetPast, Cue::MeetFuture, Cue::MeetSaid, Cue::MeetDeliberate]).is_some();
        let told = small && reading.cue(k, Cue::MeetReport).is_some() && reports(reading, k..k + 3);
        let ends = reading.tokens[k].is_mark('.') && k + 1 == range.end;
        verb || told || organises(reading, k) || ends || reading.cue(k, Cue::MeetAlso).is_some()
    });
    let Some(stop) = stop else { return range };
    // The body that is the verb's subject may have commas of its own: "Ban Chỉ đạo phòng, chống tham nhũng tỉnh | họp".
    let parts = || (range.start..stop).filter(|&k| reading.is_mark(k, ',') || reading.is_mark(k, ';'));
    let post = |c: usize| reading.any_cue(c + 1, &[Cue::MeetPerson, Cue::MeetRank]).is_some();
    let official = |c: &usize| reading.cue(c + 1, Cue::MeetOfficial).is_some() && reading.tokens[c + 1].is_capital() && !post(*c);
    let body_at = parts().find(official).filter(|c| !parts().any(|later| later > *c && post(later)));
    let comma = body_at.or_else(|| parts().last());
    let body = match comma {
        // "đồng chí A, Phó Chủ tịch HĐND, | thay mặt", "ông B | yêu cầu"
        Some(c) if c + 1 < stop => {
            let post = reading.any_cue(c + 1, &[Cue::MeetPerson, Cue::MeetRank]).is_some();
            if post { stop } else { c }
        }
        _ => stop,
    };
    trim(reading, range.start..body)
}

/// Online when its name, its sentence or what follows closely says so; also when only part of it is.
pub fn mode(reading: &Reading, seen: &Sightings, event: &Event) -> Mode {
    let main = reading.sentence_of(seen.names[event.name].span.start);
    let named = event.names.iter().any(|&n| online_in(reading, seen.names[n].span.clone()));
    if named || online_in(reading, main.clone()) {
        return Mode::Online;
    }
    let first = reading.sentences.partition_point(|s| s.end <= main.start);
    let near = reading.sentences.iter().skip(first + 1).take(3).any(|s| {
        let speaks = event.names.iter().any(|&n| s.contains(&seen.names[n].span.start));
        speaks && online_in(reading, s.clone()) || reading.find_cue(s.clone(), Cue::MeetPoint).is_some_and(|p| p.len() > 1)
    });
    if near { Mode::Online } else { Mode::InPerson }
}

fn online_in(reading: &Reading, range: Range<usize>) -> bool {
    reading.says(range, Cue::MeetOnline, Cue::MeetNotOnline)
}

/// The number of connected points: "với 63 điểm cầu".
pub fn connected(reading: &Reading, seen: &Sightings, event: &Event) -> Option<u32> {
    let first = reading.sentences.partition_point(|s| s.end <= seen.names[event.name].span.start);
    reading.sentences.iter().skip(first).take(REACH + 1).find_map(|s| {
        s.clone().find_map(|k| {
            reading.cue(k, Cue::MeetPoint).filter(|e| *e > k + 1 || reading.cue(k + 1, Cue::MeetOnline).is_some())?;
            points_before(reading, k)
        })
    })
}

/// The number that ends right before token `at`: "705", "1.246".
fn points_before(reading: &Reading, at: usize) -> Option<u32> {
    let last = at.checked_sub(1).filter(|&k| reading.digits(k) > 0)?;
    let mut value = u32::try_from(reading.number(last)?).ok()?;
    if reading.digits(last) == 3
        && last >= 2
        && matches!(reading.tokens[last - 1].ch, '.')
        && reading.digits(last - 2) > 0
        && reading.tokens[last].glued()
    {
        value = value.checked_add(u32::try_from(reading.number(last - 2)?).ok()?.checked_mul(1000)?)?;
    }
    (value > 1).then_some(value)
}
