//! Whose meeting a name means, where two names may mean those of two bodies.

use super::event::Event;
use super::who::holder;
use crate::lang::cues::Cue;
use crate::model::mention::PlaceMention;
use crate::model::tag::MeetingKind;
use crate::recognise::meeting::Sightings;
use crate::recognise::meeting::name::{Form, Name};
use crate::recognise::reading::Reading;
use crate::text::token::Kind;
use std::ops::Range;

/// Whether two names told by verbs ("Quốc hội thảo luận", "Ủy ban Thường vụ Quốc hội họp") are of one assembly.
pub fn one_assembly(reading: &Reading, a: &Name, b: &Name) -> Option<bool> {
    let of = |name: &Name| {
        let end = reading.cue(name.span.start, Cue::MeetAssembly)?;
        (name.form == Form::Verb).then(|| reading.source(name.span.start..end).to_lowercase())
    };
    let (a, b) = (of(a)?, of(b)?);
    Some(a == b || a.starts_with("đại biểu") || b.starts_with("đại biểu"))
}

/// Whether two names are of the congresses, sessions or plenums of two provinces, districts or other bodies.
pub fn other_owner(reading: &Reading, places: &[PlaceMention], a: &Name, b: &Name) -> bool {
    use MeetingKind::{Congress, CouncilSession, Plenum};
    if !matches!(a.kind, Congress | CouncilSession | Plenum) {
        return false;
    }
    let (Some(first), Some(second)) = (owner(reading, &a.span), owner(reading, &b.span)) else { return false };
    let place = |range: &Range<usize>| {
        let from = places.partition_point(|p| p.span.start < range.start);
        places[from..].iter().take_while(|p| p.span.start < range.end).find_map(|p| Some((p.province?, p.district)))
    };
    match (place(&first), place(&second)) {
        (Some((p, d)), Some((q, e))) if p != q => d.is_some() == e.is_some(),
        (Some((_, Some(d))), Some((_, Some(e)))) => d != e,
        (None, None) => {
            let (x, y) = (reading.source(first).to_lowercase(), reading.source(second).to_lowercase());
            !x.contains(&y) && !y.contains(&x)
        }
        _ => false,
    }
}

/// Whether two names give their meetings titles that begin otherwise: hội thảo "…", hội thảo "…".
pub fn other_title(reading: &Reading, a: &Name, b: &Name) -> bool {
    const COMPARED: usize = 2;
    let title = |name: &Name| {
        let open = name.span.clone().find(|&k| reading.is_mark(k, '"'))?;
        (open + COMPARED < name.span.end).then(|| reading.source(open + 1..open + 1 + COMPARED).to_lowercase())
    };
    matches!((title(a), title(b)), (Some(x), Some(y)) if x != y)
}

/// Of which places the bodies are that hold a meeting: "Huyện ủy Phú Ninh", "Tỉnh ủy Gia Lai, Hưng Yên".
#[derive(PartialEq)]
enum Seat {
    One(&'static str, Option<&'static str>),
    Several,
}

fn seat(reading: &Reading, seen: &Sightings, places: &[PlaceMention], event: &Event) -> Option<Seat> {
    let range = holder(reading, seen, event)?;
    reading.any_cue(range.start, &[Cue::MeetOfficial, Cue::MeetOwner, Cue::MeetGrassroots])?;
    let from = places.partition_point(|p| p.span.start < range.start);
    let mut named = places[from..].iter().take_while(|p| p.span.start < range.end);
    let (first, second) = (named.next()?, named.next());
    if second.is_some() { Some(Seat::Several) } else { Some(Seat::One(first.province?, first.district)) }
}

/// Whether the bodies of two places hold them: "Huyện ủy Phú Ninh công bố quyết định … UBND huyện Nông Sơn công bố quyết định".
pub fn other_holder(reading: &Reading, seen: &Sightings, places: &[PlaceMention], a: &Event, b: &Event) -> bool {
    match (seat(reading, seen, places, a), seat(reading, seen, places, b)) {
        (Some(Seat::One(p, None)), Some(Seat::One(q, None))) => p != q,
        (Some(Seat::One(_, Some(d))), Some(Seat::One(_, Some(e)))) => d != e,
        _ => false,
    }
}

/// Whether `b` tells of one of the meetings that `a` told of together: "Tỉnh ủy Gia Lai, Hưng Yên đã quán triệt … Hưng Yên: …".
pub fn one_of(reading: &Reading, seen: &Sightings, places: &[PlaceMention], a: &Event, b: &Event) -> bool {
    seat(reading, seen, places, a) == Some(Seat::Several) && matches!(seat(reading, seen, places, b), Some(Seat::One(..)))
}

/// The words for whose meeting it is, when a name of its own is among them: "Đảng bộ huyện Yên Minh".
fn owner(reading: &Reading, span: &Range<usize>) -> Option<Range<usize>> {
    let head = reading.find_cue(span.clone(), Cue::MeetOwner)?;
    let end = (head.end..span.end)
        .find(|&k| reading.cue(k, Cue::MeetOwnerEnd).is_some() || reading.tokens[k].kind == Kind::Mark)
        .unwrap_or(span.end);
    let named = (head.end..end).any(|k| reading.tokens[k].is_capital());
    named.then_some(head.start..end)
}
