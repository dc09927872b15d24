//! Meetings that are none of the field: those of other countries, and the press meetings of sport and show.

use super::event::Event;
use crate::lang::cues::Cue;
use crate::model::mention::PlaceMention;
use crate::model::tag::MeetingKind;
use crate::recognise::meeting::Sightings;
use crate::recognise::reading::Reading;
use std::ops::Range;

/// How far behind an office the country that it is of may stand: "Bộ trưởng Bộ Ngoại giao Nga".
const OF_COUNTRY: usize = 6;

/// What the whole text says of where its meetings are.
pub struct Field {
    abroad: bool,
    at_home: bool,
}

impl Field {
    pub fn of(reading: &Reading, places: &[PlaceMention]) -> Field {
        let whole = 0..reading.tokens.len();
        Field { abroad: foreign_in(reading, whole.clone()), at_home: home_in(reading, places, whole) }
    }

    /// Keeps the events of the field.
    pub fn keep(&self, reading: &Reading, seen: &Sightings, places: &[PlaceMention], events: &mut Vec<Event>) {
        events.retain(|event| {
            let name = &seen.names[event.name];
            let sentence = reading.sentence_of(name.span.start);
            let foreign = self.abroad && (!self.at_home || foreign_holder(reading, places, &sentence));
            !foreign && !of_show(reading, event.kind, &sentence) && !of_court(reading, event.kind, &sentence)
        });
    }
}

/// Whether the first office that the sentence names is another country's, and nothing of Vietnam is in it.
fn foreign_holder(reading: &Reading, places: &[PlaceMention], sentence: &Range<usize>) -> bool {
    if home_in(reading, places, sentence.clone()) {
        return false;
    }
    let first = sentence.clone().find(|&k| office(reading, k).is_some() || reading.cue(k, Cue::MeetForeign).is_some());
    first.is_some_and(|k| foreign_at(reading, k))
}

fn foreign_in(reading: &Reading, range: Range<usize>) -> bool {
    range.into_iter().any(|k| foreign_at(reading, k))
}

/// "Tổng thống", or "Thủ tướng Nhật Bản".
fn foreign_at(reading: &Reading, k: usize) -> bool {
    if reading.cue(k, Cue::MeetForeign).is_some() {
        return true;
    }
    let Some(end) = office(reading, k) else { return false };
    let mut at = end;
    while at < end + OF_COUNTRY {
        let country = reading.cue(at, Cue::MeetCountry).is_some() && reading.cue(at, Cue::MeetNoCountry).is_none();
        if country && reading.tokens[at].is_capital() {
            return true;
        }
        // "Bộ Ngoại giao Trung Quốc", "Bộ Quốc phòng Mỹ"
        if let Some(field) = reading.cue(at, Cue::MeetField) {
            at = field;
            continue;
        }
        match reading.tokens.get(at) {
            // "Chủ nhiệm Ủy ban Tư pháp của Quốc hội Lê Thị Nga"
            Some(token) if token.is_word() && token.is_capital() && reading.cue(at, Cue::Surname).is_none() => at += 1,
            _ => return false,
        }
    }
    false
}

/// Where the office or body that begins at `k` ends; a lone word must be a name's.
fn office(reading: &Reading, k: usize) -> Option<usize> {
    reading.cue(k, Cue::MeetOfficial).filter(|&end| end > k + 1 || reading.tokens[k].is_capital())
}

fn home_in(reading: &Reading, places: &[PlaceMention], range: Range<usize>) -> bool {
    let from = places.partition_point(|p| p.span.start < range.start);
    let place = places[from..].iter().take_while(|p| p.span.start < range.end).any(|p| p.province.is_some());
    place || reading.find_cue(range, Cue::MeetHome).is_some()
}

/// "HLV A họp báo trước trận đấu": a sentence of sport or show that names no body of the field.
fn of_show(reading: &Reading, kind: MeetingKind, sentence: &Range<usize>) -> bool {
    let open = matches!(kind, MeetingKind::PressConference | MeetingKind::Other);
    let body = |k: usize| office(reading, k).is_some() && reading.cue(k, Cue::MeetLoose) < office(reading, k);
    open && reading.find_cue(sentence.clone(), Cue::MeetStage).is_some() && !sentence.clone().any(body)
}

/// "phiên họp chuẩn bị xét xử": what a sentence on a trial calls a sitting.
fn of_court(reading: &Reading, kind: MeetingKind, sentence: &Range<usize>) -> bool {
    let open = matches!(kind, MeetingKind::Other | MeetingKind::WorkingSession);
    open && reading.find_cue(sentence.clone(), Cue::MeetTrial).is_some()
}
