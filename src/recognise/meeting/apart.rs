//! Names of meetings that are none of the field: games are called congresses, shareholders hold them, and homeland societies
//! meet.

use super::name::{Form, Name};
use crate::lang::cues::Cue;
use crate::model::tag::MeetingKind;
use crate::recognise::reading::Reading;

/// Leaves the names of the field.
pub fn leave_field(reading: &Reading, names: &mut Vec<Name>) {
    let games = reading.find_cue(0..reading.tokens.len(), Cue::MeetGames).is_some();
    let owners = reading.find_cue(0..reading.tokens.len(), Cue::MeetShareholders).is_some();
    names.retain(|name| !(games && of_games(reading, name) || owners && is_bare(reading, name) || private(reading, name)));
}

/// "Đại hội" with no word for whose it is: in an article on games or on shareholders theirs.
fn is_bare(reading: &Reading, name: &Name) -> bool {
    let short = name.span.len() <= 4 && reading.find_cue(name.span.clone(), Cue::MeetOwner).is_none();
    short && name.kind == MeetingKind::Congress && name.form == Form::Named
}

/// A bare "đại hội", a "lễ khai mạc" or "lễ bế mạc" in an article on games.
fn of_games(reading: &Reading, name: &Name) -> bool {
    match name.kind {
        MeetingKind::Congress => is_bare(reading, name),
        MeetingKind::Ceremony => reading.cue(name.span.start, Cue::MeetGala).is_some(),
        _ => false,
    }
}

/// "buổi họp mặt" of people from one village, school or family.
fn private(reading: &Reading, name: &Name) -> bool {
    let sentence = reading.sentence_of(name.span.start);
    let near = sentence.start.saturating_sub(200)..sentence.end;
    let official = || {
        sentence.clone().any(|k| {
            reading.cue(k, Cue::MeetOfficial).is_some_and(|end| end > k + 1) && reading.cue(k, Cue::MeetPrivate).is_none()
        })
    };
    name.kind == MeetingKind::Ceremony
        && reading.find_cue(name.span.clone(), Cue::MeetGathering).is_some()
        && reading.find_cue(near, Cue::MeetPrivate).is_some()
        && !official()
}
