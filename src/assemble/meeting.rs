//! The meetings of an article: one for each event, however often it is named.

mod event;
mod place;
mod who;

#[cfg(test)]
mod tests;

use super::place::PlaceContext;
use super::scheme::of_meeting;
use crate::lang::cues::Cue;
use crate::model::article::Article;
use crate::model::mention::{BodyMention, DateMention, MeetingMention, PlaceMention};
use crate::model::record::{Grounding, Meeting};
use crate::model::tag::MeetingStatus;
use crate::recognise::meeting::name::occurs;
use crate::recognise::meeting::when::Tie;
use crate::recognise::meeting::{Sightings, sightings};
use crate::recognise::reading::Reading;
use event::Event;
use place::Ground;

/// The dated meetings that the article reports or announces, in the order in which their days are told. `dates` and `places`
/// in text order, the years of `dates` resolved as far as they can be.
pub fn meetings(
    reading: &Reading,
    dates: &[DateMention],
    places: &[PlaceMention],
    bodies: &[BodyMention],
    context: &PlaceContext,
    article: &Article,
) -> Vec<MeetingMention> {
    let seen = sightings(reading, dates, article.published);
    let found = event::events(reading, &seen, places);
    let ground =
        |event: &Event| Ground { reading, seen: &seen, places, bodies, context, holder: who::holder(reading, &seen, event) };
    found.iter().map(|event| mention(&ground(event), article, event)).collect()
}

fn mention(ground: &Ground, article: &Article, event: &Event) -> MeetingMention {
    let (reading, seen) = (ground.reading, ground.seen);
    let name = &seen.names[event.name];
    let organiser = ground.holder.as_ref().and_then(|range| who::organiser(reading, range));
    let level = ground.level(event);
    let region = ground.region(event, level);
    MeetingMention {
        span: name.span.clone(),
        sentence: reading.sentence_of(name.span.start),
        date: event.date,
        year_basis: event.basis,
        kind: event.kind,
        mode: who::mode(reading, seen, event),
        level,
        place: ground.place(event, level, region),
        region,
        status: status(reading, seen, article, event),
        name: Some(reading.source(name.span.clone()).to_string()),
        organiser,
        chair: who::chair(reading, seen, event),
        connected: who::connected(reading, seen, event),
        rule: event.rule,
    }
}

/// Planned when the words say so or the day is after publication.
fn status(reading: &Reading, seen: &Sightings, article: &Article, event: &Event) -> MeetingStatus {
    // The name's own day, where a wider date was found for the event elsewhere.
    let (own, tie) = seen.ties[event.name].map_or((event.stamp, event.tie), |(s, tie)| (s, Some(tie)));
    let (name, stamp) = (&seen.names[event.name], &seen.stamps[own]);
    let published = article.published.and_then(|p| p.bounds());
    if let (Some((first, last)), Some((_, published))) = (event.date.bounds(), published) {
        if first > published {
            return MeetingStatus::Planned;
        }
        if last < published {
            return MeetingStatus::Held;
        }
    }
    let sentence = reading.sentence_of(name.span.start);
    let before = name.span.start.saturating_sub(5).max(sentence.start)..name.span.start;
    let between = match tie {
        Some(Tie::Behind) => name.span.end.min(stamp.span.start)..stamp.span.start,
        Some(Tie::Before) => stamp.span.end.max(sentence.start).min(name.span.start)..name.span.start,
        None => before.clone(),
    };
    let said = |range: std::ops::Range<usize>| range.clone().any(|k| reading.cue(k, Cue::MeetFuture).is_some());
    let after = name.span.end..(name.span.end + 2).min(sentence.end);
    let future = stamp.ahead || said(before) || said(between) || (said(after) && occurs(reading, &sentence, name.span.end));
    if future { MeetingStatus::Planned } else { MeetingStatus::Held }
}

/// The record of a meeting, grounded by the caller.
pub fn record(mention: MeetingMention, ground: Grounding) -> Meeting {
    Meeting {
        date: Some(mention.date),
        year_basis: mention.year_basis,
        kind: mention.kind,
        mode: mention.mode,
        level: mention.level,
        place: of_meeting(mention.place, mention.date),
        region: mention.region,
        status: mention.status,
        name: mention.name,
        organiser: mention.organiser,
        chair: mention.chair,
        connected: mention.connected,
        ground,
    }
}
