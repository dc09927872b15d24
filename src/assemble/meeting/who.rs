//! Who holds and who chairs a meeting, how it is held, and at how many points.

use crate::lang::cues::Cue;
use crate::model::tag::Mode;
use crate::recognise::meeting::Sightings;
use crate::recognise::meeting::name::{Form, Name};
use crate::recognise::reading::Reading;
use crate::text::token::Kind;
use std::ops::Range;

use super::event::Event;

/// How many sentences after its own may still tell of a meeting's chair or points.
const REACH: usize = 5;

/// The tokens that name the holder: before "tổ chức", after "do", or the subject of a verb.
pub fn holder(reading: &Reading, seen: &Sightings, event: &Event) -> Option<Range<usize>> {
    let name = &seen.names[event.fuller];
    let sentence = reading.sentence_of(name.span.start);
    by_phrase(reading, name, &sentence).or_else(|| subject(reading, seen, event, name, &sentence))
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
    let from = if day.start >= sentence.start && day.end <= name.span.start { day.end } else { sentence.start };
    let to = match name.form {
        Form::Verb if reading.cue(name.span.start, Cue::MeetAssembly).is_some() => {
            return Some(name.span.start..name.span.start + 2);
        }
        Form::Verb => name.span.start,
        _ => (from..name.span.start).find(|&k| organises(reading, k))?,
    };
    let range = trim(reading, from..to);
    (range.end > range.start && range.len() <= 60).then_some(range)
}

/// Without marks and a leading "tại Hà Nội," and helping words at the end.
pub fn trim(reading: &Reading, mut range: Range<usize>) -> Range<usize> {
    loop {
        while range.start < range.end && reading.tokens[range.start].kind == Kind::Mark && !reading.is_mark(range.start, '"') {
            range.start += 1;
        }
        let place = reading.any_cue(range.start, &[Cue::MeetAt, Cue::MeetSameDay, Cue::DayPart]).is_some();
        let comma = range.clone().take(16).find(|&k| reading.is_mark(k, ','));
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

/// The holder's words when they name a body rather than a person.
pub fn organiser(reading: &Reading, range: &Range<usize>) -> Option<String> {
    let person = reading.any_cue(range.start, &[Cue::MeetPerson, Cue::MeetRank]).is_some();
    let body = reading.tokens.get(range.start)?.is_capital();
    (!person && body && range.len() <= 40).then(|| reading.source(range.clone()).trim().to_string())
}

/// Who chairs, with the post as written. "Dự và chỉ đạo" is no chairing.
pub fn chair(reading: &Reading, seen: &Sightings, event: &Event) -> Option<String> {
    let first = reading.sentences.partition_point(|s| s.end <= seen.names[event.name].span.start);
    reading.sentences.iter().skip(first).take(REACH + 1).find_map(|s| {
        let range = chair_in(reading, seen, event, s)?;
        let text = reading.source(range).trim().trim_end_matches(['.', ';', ',']).trim();
        (!text.is_empty()).then(|| text.to_string())
    })
}

fn chair_in(reading: &Reading, seen: &Sightings, event: &Event, sentence: &Range<usize>) -> Option<Range<usize>> {
    let verb = reading.find_cue(sentence.clone(), Cue::MeetChair)?;
    let names =
        |r: &Range<usize>| r.clone().any(|k| reading.any_cue(k, &[Cue::MeetPerson, Cue::MeetRank, Cue::MeetOfficial]).is_some());
    // "Chủ trì hội nghị có các đồng chí: A, …; B, …"
    if verb.start <= sentence.start + 1 || reading.is_mark(verb.start - 1, '.') {
        let list = (verb.start..(verb.start + 8).min(sentence.end))
            .find_map(|k| reading.any_cue(k, &[Cue::MeetBe]).map(|(e, _)| e))
            .unwrap_or(verb.end);
        let mut from = list;
        while reading.cue(from, Cue::MeetComrades).is_some() || reading.is_mark(from, ':') {
            from = reading.cue(from, Cue::MeetComrades).unwrap_or(from + 1);
        }
        let range = from..sentence.end;
        return (names(&range) || range.clone().any(|k| reading.tokens[k].is_capital()))
            .then_some(range)
            .filter(|r| r.len() <= 120);
    }
    // "dưới sự chủ trì của đồng chí A", "sự điều hành của …"
    if let Some(of) = reading.cue(verb.end, Cue::MeetOf) {
        let end = (of..sentence.end)
            .find(|&k| matches!(reading.tokens[k].ch, ';' | '.') || reading.cue(k, Cue::MeetOrganise).is_some());
        return Some(of..end.unwrap_or(sentence.end)).filter(|r| names(r));
    }
    // "… do đồng chí A chủ trì", "Đồng chí A, Bí thư Tỉnh ủy chủ trì hội nghị"
    let day = seen.stamps[event.stamp].span.clone();
    let mut from = if day.start >= sentence.start && day.end <= verb.start { day.end } else { sentence.start };
    if let Some(mark) = (from..verb.start)
        .rev()
        .find(|&k| matches!(reading.tokens[k].ch, ';' | ':' | '.') && reading.tokens[k].kind == Kind::Mark)
    {
        from = mark + 1;
    }
    if let Some(by) = reading.find_last_cue(from..verb.start, Cue::MeetBy) {
        from = by.end;
    }
    let range = trim(reading, from..verb.start);
    let person = reading.any_cue(range.start, &[Cue::MeetPerson, Cue::MeetRank]).is_some()
        || range.clone().take(40).any(|k| reading.cue(k, Cue::MeetPerson).is_some());
    (person && range.len() <= 80 && !range.is_empty()).then_some(range)
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
    let mut k = range.start;
    while k < range.end {
        if let Some(end) = reading.cue(k, Cue::MeetNotOnline) {
            k = end;
        } else if reading.cue(k, Cue::MeetOnline).is_some_and(|e| e <= range.end) {
            return true;
        } else {
            k += 1;
        }
    }
    false
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
