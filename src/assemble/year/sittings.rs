//! Plenums and sessions of the National Assembly that a text names: it was written around the days on which they sat.

use super::witness::Witness;
use crate::lang::cues::Cue;
use crate::lang::lexicon::{Entry, family};
use crate::lang::meetings::MeetingHead;
use crate::lang::sittings::days;
use crate::recognise::citation::{Numbered, numbered_plenum, small_number, term_number};
use crate::recognise::reading::Reading;

/// How far from the number of a session its assembly and term stand, in tokens.
const NEAR: usize = 8;

/// Every sitting that the text names as a meeting, not as the source of a document.
pub(super) fn sittings(reading: &Reading) -> Vec<Witness> {
    let mut out = Vec::new();
    let (mut only, mut i) = (None, 0);
    while let Some(at) = reading.next(i..reading.tokens.len(), family::MEETING) {
        i = at + 1;
        let head = reading.hits_at(at).iter().find_map(|h| match h.entry {
            Entry::MeetingHead(head) => Some((head, h.end as usize)),
            _ => None,
        });
        let Some((head, end)) = head.filter(|_| !of_document(reading, at)) else { continue };
        i = end;
        match head {
            MeetingHead::Conference => {
                let Some(Numbered { numbers, terms, .. }) = numbered_plenum(reading, end) else { continue };
                out.extend(terms.iter().flat_map(|t| numbers.iter().map(move |n| format!("TW{n}-{t}"))).filter_map(of));
            }
            MeetingHead::Session => {
                let Some((number, own)) = session(reading, at, end) else { continue };
                let term = own.or_else(|| only.get_or_insert_with(|| only_term(reading)).clone());
                out.extend(term.and_then(|term| of(format!("QH{number}-{term}"))));
            }
            MeetingHead::Sitting => {}
        }
    }
    out
}

fn of(symbol: String) -> Option<Witness> {
    days(&symbol).map(|(first, last)| Witness::Sitting(first, last))
}

/// "Nghị quyết Hội nghị Trung ương 6", "thông qua tại kỳ họp thứ 8": a source, as old as may be.
fn of_document(reading: &Reading, at: usize) -> bool {
    let document = (at.saturating_sub(4)..at).any(|k| {
        let of = |end: usize| end == at || reading.cue(end, Cue::MeetOf) == Some(at);
        reading.hits_at(k).iter().any(|h| matches!(h.entry, Entry::Document(_)) && of(h.end as usize))
    });
    let passed =
        reading.cue_before(at, Cue::MeetAllude).is_some_and(|s| s + 1 < at && reading.cue(at - 1, Cue::MeetSeat).is_some());
    document || passed
}

/// The number of a session of the National Assembly, and its term where it is told beside it: "kỳ họp thứ 8, Quốc hội khóa XIV",
/// "Quốc hội khóa XIV khai mạc kỳ họp thứ 8".
fn session(reading: &Reading, at: usize, end: usize) -> Option<(u64, Option<String>)> {
    let nth = reading.cue(end, Cue::MeetNth)?;
    let (number, mut after) = small_number(reading, nth)?;
    while reading.tokens.get(after).is_some_and(|t| matches!(t.ch, ',' | '-' | '(')) {
        after += 1;
    }
    after = reading.cue(after, Cue::MeetOf).unwrap_or(after);
    if let Some(assembly) = reading.cue(after, Cue::MeetParliament) {
        return Some((number, term(reading, assembly)));
    }
    // "kỳ họp thứ 8 HĐND tỉnh": another's.
    if reading.cue(after, Cue::MeetAssembly).is_some() {
        return None;
    }
    let sentence = reading.sentence_of(at);
    let before = reading.find_last_cue(at.saturating_sub(NEAR).max(sentence.start)..at, Cue::MeetParliament)?;
    let whose = reading.find_last_cue(before.start..at, Cue::MeetAssembly).is_none_or(|a| a.start <= before.start);
    whose.then(|| (number, term(reading, before.end)))
}

/// The term right behind the name of the National Assembly: "khóa XIV".
fn term(reading: &Reading, at: usize) -> Option<String> {
    let at = (at..at + 2).find(|&k| reading.tokens.get(k).is_some_and(|t| t.is_word()))?;
    term_number(reading, reading.cue(at, Cue::TermNumber)?).map(|(term, _)| term)
}

/// The one term of the National Assembly that a text speaks of.
fn only_term(reading: &Reading) -> Option<String> {
    let mut found: Option<String> = None;
    for k in 0..reading.tokens.len() {
        let Some(term) = reading.cue(k, Cue::MeetParliament).and_then(|end| term(reading, end)) else { continue };
        if found.as_ref().is_some_and(|f| *f != term) {
            return None;
        }
        found = Some(term);
    }
    found
}
