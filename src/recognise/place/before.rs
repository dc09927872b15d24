//! What the words before a name say of it.

use super::{Found, Unit};
use crate::lang::bodies::{BodyHead, BodyLevel, heads};
use crate::lang::cues::{Cue, CueSet};
use crate::lang::lexicon::Entry;
use crate::lang::names::Name;
use crate::model::tag::{BodyKind, Level};
use crate::recognise::reading::Reading;
use crate::text::token::Gap;

/// What the words before a name say it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Before {
    Nothing,
    /// The word for a kind of unit, or a body of such a unit ("huyện ủy").
    Kind(Unit),
    /// "UBND", "Công an": the place of a body, of whatever kind.
    Body,
    /// "ở", "tại".
    Preposition,
    /// The names of a list go on.
    List(Option<Unit>),
    Commune,
    Street,
    /// A firm, a hotel, a prize.
    NamedAfter,
    Person,
}

/// The cues that say what the name after them is.
const BEFORE: CueSet = CueSet::of(&[
    Cue::KindProvince,
    Cue::KindCity,
    Cue::KindUrban,
    Cue::KindRural,
    Cue::KindTown,
    Cue::KindCommune,
    Cue::Neutral,
    Cue::Street,
    Cue::NamedAfter,
    Cue::Honorific,
    Cue::Preposition,
]);
/// Longest phrase that is looked at, in tokens.
const LONGEST: usize = 8;

/// What stands before a name, where that begins, and whether it is part of the name of a body.
pub(super) fn before(reading: &Reading, i: usize, last: Option<&Found>, name: &Name) -> (Before, usize, bool) {
    if reading.tokens[i].breaks() {
        return (Before::Nothing, i, false);
    }
    let mut body: Option<(usize, &BodyHead)> = None;
    let mut cue: Option<(usize, Cue)> = None;
    for hit in reading.hits_before(i) {
        let start = hit.first as usize;
        match hit.entry {
            _ if start + LONGEST < i => {}
            Entry::Body(n) if body.is_none() => body = Some((start, &heads()[n as usize])),
            Entry::Cue(c) if cue.is_none() && BEFORE.has(c) && counts_as(reading, start, c, i) => cue = Some((start, c)),
            _ => {}
        }
    }
    let unit_of = |c| match c {
        Cue::KindProvince => Some(Unit::Province),
        Cue::KindCity => Some(Unit::City),
        Cue::KindUrban => Some(Unit::Urban),
        Cue::KindRural => Some(Unit::Rural),
        Cue::KindTown => Some(Unit::Town),
        _ => None,
    };
    if let Some((start, c)) = cue {
        if let Some(unit) = unit_of(c) {
            return (Before::Kind(unit), start, false);
        }
        match c {
            Cue::KindCommune => return (Before::Commune, start, false),
            Cue::Street => return (Before::Street, start, false),
            Cue::NamedAfter => return (Before::NamedAfter, start, false),
            Cue::Honorific if !name.unique => return (Before::Person, start, false),
            _ => {}
        }
    }
    if let Some((start, head)) = body {
        let unit = match head.level {
            BodyLevel::Fixed(Level::Province) if head.kind == BodyKind::Party => Some(Unit::Province),
            BodyLevel::Fixed(Level::District) if head.kind == BodyKind::Party => Some(Unit::District),
            BodyLevel::City => Some(Unit::City),
            _ => None,
        };
        return (unit.map_or(Before::Body, Before::Kind), start, true);
    }
    if !name.unique && surname_before(reading, i, name, last) {
        return (Before::Person, i, false);
    }
    if let Some((start, Cue::Preposition)) = cue {
        return (Before::Preposition, start, false);
    }
    if let Some(l) = last.filter(|l| list_goes_on(reading, l.span.end, i)) {
        return (Before::List(l.unit.filter(|u| *u != Unit::Province)), i, false);
    }
    (Before::Nothing, i, false)
}

/// One capital and a full stop ("Q.", "P.") shorten a kind only when written so.
fn counts_as(reading: &Reading, start: usize, cue: Cue, end: usize) -> bool {
    let unit = matches!(cue, Cue::KindProvince | Cue::KindUrban | Cue::KindRural | Cue::KindCommune);
    !unit || !reading.is_mark(end - 1, '.') || (reading.tokens[start].is_capital() && reading.tokens[end - 1].glued())
}

/// Whether the capital words right before token `i` begin with a family name, as far before it as a full name has it.
fn surname_before(reading: &Reading, i: usize, name: &Name, last: Option<&Found>) -> bool {
    let reach = if name.phrase.contains(' ') { 2 } else { 3 };
    let mut j = i;
    while j > 0 && i - j < reach && reading.tokens[j].gap == Gap::Space {
        j -= 1;
        let token = &reading.tokens[j];
        if !token.is_word() || !token.is_capital() || last.is_some_and(|l| j < l.span.end) {
            return false;
        }
        if reading.cue(j, Cue::Surname) == Some(j + 1) {
            return true;
        }
    }
    false
}

/// Whether only commas, dashes and "và" stand between the name that ends at `end` and token `i`.
pub(super) fn list_goes_on(reading: &Reading, end: usize, i: usize) -> bool {
    let separates = |n: usize| {
        let mark = [',', ';', '-', '/', '&', ')'].iter().any(|m| reading.is_mark(n, *m));
        !reading.tokens[n].breaks() && (mark || reading.cue(n, Cue::And) == Some(n + 1))
    };
    end < i && i < reading.tokens.len() && i - end <= 3 && (end..i).all(separates) && !reading.tokens[i].breaks()
}
