//! Bodies of Party and state with their full names: "Ban Thường vụ Tỉnh ủy Hà Giang", "UBND huyện Vị Xuyên", "Sở Y tế Hà Nội".

use super::reading::{Claim, Reading};
use crate::lang::bodies::{BodyHead, BodyLevel, Tail, heads};
use crate::lang::cues::Cue;
use crate::lang::lexicon::{Entry, family};
use crate::model::mention::{BodyMention, PlaceLevel, PlaceMention};
use crate::model::tag::{BodyKind, Level};

/// All bodies of the text, in order, none inside another. Marks the places that belong to the name of one.
pub fn bodies(reading: &Reading, places: &mut [PlaceMention]) -> Vec<BodyMention> {
    let mut out = Vec::new();
    let (mut i, mut next) = (0, 0);
    while let Some(at) = reading.next(i..reading.tokens.len(), family::BODY) {
        i = at;
        let found = if reading.claims[i] == Claim::Furniture { None } else { body_at(reading, i, places, &mut next) };
        i = found.as_ref().map_or(i + 1, |b| b.span.end);
        out.extend(found);
    }
    out
}

/// The longest head that begins at token `i`.
fn head_at(reading: &Reading, i: usize) -> Option<(usize, &'static BodyHead)> {
    reading.hits_at(i).iter().find_map(|h| match h.entry {
        Entry::Body(n) => {
            let head = &heads()[n as usize];
            (!head.capital || reading.tokens[i].is_capital()).then_some((h.end as usize, head))
        }
        _ => None,
    })
}

fn body_at(reading: &Reading, i: usize, places: &mut [PlaceMention], next: &mut usize) -> Option<BodyMention> {
    let (mut end, head) = head_at(reading, i)?;
    let head_len = end - i;
    let mut level = head.level;
    let (mut province, mut district) = (None, None);
    let mut rule = "body.name.known";
    let mut tail = head.tail;
    if tail == Tail::Field {
        end = reading.cue(end, Cue::Field)?;
        rule = "body.office.field";
    }
    // The unit that a city's body is of, until its name is seen.
    let mut city = level == BodyLevel::City;
    for _ in 0..5 {
        if tail == Tail::None || reading.tokens.get(end).is_none_or(|t| t.breaks()) {
            break;
        }
        if let Some((inner_end, inner)) = head_at(reading, end).filter(|_| tail == Tail::Owner) {
            if inner.tail == Tail::Field && reading.cue(inner_end, Cue::Field).is_none() {
                break;
            }
            end = if inner.tail == Tail::Field { reading.cue(inner_end, Cue::Field).unwrap_or(inner_end) } else { inner_end };
            if inner.level != BodyLevel::Any {
                level = inner.level;
            }
            city = inner.level == BodyLevel::City;
            tail = if inner.tail == Tail::Field { Tail::Place } else { inner.tail };
            rule = "body.chain.owner";
            continue;
        }
        // "TƯ" is also the word "tư" ("hội đồng tư vấn").
        let central = reading
            .cue(end, Cue::CentralMark)
            .filter(|e| level == BodyLevel::Any && (*e > end + 1 || reading.tokens[end].is_capital()));
        if let Some(e) = central {
            (end, level) = (e, BodyLevel::Fixed(Level::Central));
            break;
        }
        if let Some(e) = reading.cue(end, Cue::Vietnam) {
            end = e;
            continue;
        }
        while places.get(*next).is_some_and(|p| p.span.start < end) {
            *next += 1;
        }
        if let Some(place) = places.get_mut(*next).filter(|p| p.span.start == end && p.level != PlaceLevel::Region) {
            place.in_body = true;
            (province, district) = (place.province, place.district);
            if matches!(level, BodyLevel::Any | BodyLevel::City) {
                level = BodyLevel::Fixed(match place.level {
                    PlaceLevel::District => Level::District,
                    _ => Level::Province,
                });
            }
            end = place.span.end;
            if rule == "body.name.known" {
                rule = "body.name.place";
            }
            break;
        }
        let Some((e, unit)) = unit_at(reading, end) else { break };
        match unit {
            Cue::KindCity => city = true,
            Cue::KindProvince => level = BodyLevel::Fixed(Level::Province),
            Cue::KindCommune => level = BodyLevel::Fixed(Level::Grassroots),
            _ => level = BodyLevel::Fixed(Level::District),
        }
        end = e;
        if rule == "body.name.known" {
            rule = "body.name.unit";
        }
        if unit == Cue::KindCommune {
            end = commune_name(reading, end);
            break;
        }
        tail = Tail::Place;
    }
    // "báo", "đại học", "công an" without a name are words like others.
    if end - i == head_len && matches!(head.kind, BodyKind::Press | BodyKind::School) && head.level == BodyLevel::Any {
        return None;
    }
    let level = match level {
        BodyLevel::Fixed(level) => Some(level),
        BodyLevel::City | BodyLevel::Any => None,
    };
    Some(BodyMention { span: i..end, kind: head.kind, level, city: city && level.is_none(), province, district, rule })
}

/// "tỉnh", "huyện" … behind a body, where no name follows that was read as a place with it.
fn unit_at(reading: &Reading, i: usize) -> Option<(usize, Cue)> {
    const UNITS: [Cue; 6] = [Cue::KindProvince, Cue::KindCity, Cue::KindUrban, Cue::KindRural, Cue::KindTown, Cue::KindCommune];
    // "xã, phường" and the like are no one unit.
    if reading.cue(i, Cue::Neutral).is_some() {
        return None;
    }
    reading.any_cue(i, &UNITS)
}

/// The capital words of a commune's name, or the number of a ward.
fn commune_name(reading: &Reading, mut i: usize) -> usize {
    let start = i;
    if reading.digits(i) > 0 {
        return i + 1;
    }
    while i < start + 3 && reading.tokens.get(i).is_some_and(|t| t.is_word() && t.is_capital() && !t.breaks()) {
        if i > start && reading.cue(i, Cue::Surname).is_some() {
            break;
        }
        i += 1;
    }
    i
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognise::place::places;

    /// "name [level province district]" of each body.
    fn told(text: &str) -> Vec<String> {
        let mut reading = Reading::new(text);
        let mut found = places(&mut reading);
        let tell = |b: &BodyMention| {
            let level = b.level.map_or(if b.city { "city" } else { "-" }, Level::slug);
            let place = [b.province, b.district].into_iter().flatten().collect::<Vec<_>>().join(" ");
            format!("{} [{}]", reading.source(b.span.clone()), format!("{level} {place}").trim())
        };
        bodies(&reading, &mut found).iter().map(tell).collect()
    }

    #[test]
    fn the_corpus_of_bodies_holds() {
        let mut failures = Vec::new();
        for line in include_str!("../../tests/corpus/place_bodies.tsv").lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
            let (text, expected) = line.split_once('\t').unwrap_or((line, ""));
            let expected: Vec<&str> = expected.split(" | ").filter(|e| !e.is_empty()).collect();
            let found = told(text);
            if found != expected {
                failures.push(format!("{text}\n  expected {expected:?}\n  found    {found:?}"));
            }
        }
        assert!(failures.is_empty(), "{} failed:\n{}", failures.len(), failures.join("\n"));
    }
}
