//! The meetings of an article: one for each event, however often it is named.

mod days;
mod event;
mod outside;
mod place;
mod who;
mod whose;

#[cfg(test)]
mod tests;

use super::place::PlaceContext;
use super::scheme::of_meeting;
use crate::lang::cues::Cue;
use crate::model::article::{Article, ZoneKind};
use crate::model::mention::{BodyMention, DateMention, MeetingMention, PlaceMention};
use crate::model::record::{Grounding, Meeting};
use crate::model::tag::MeetingStatus;
use crate::recognise::meeting::name::occurs;
use crate::recognise::meeting::stamp::Stamp;
use crate::recognise::meeting::tie::Tie;
use crate::recognise::meeting::{Sightings, sightings};
use crate::recognise::reading::Reading;
use event::Event;
use outside::Field;
use place::Ground;
use rustc_hash::FxHashSet;
use std::cell::OnceCell;

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
    let field = OnceCell::new();
    let stretches = sightings(reading, dates, article.published);
    let (mut all, mut told) = (Vec::new(), FxHashSet::default());
    for seen in &stretches {
        let mut found = event::events(reading, seen, places);
        if !found.is_empty() {
            field.get_or_init(|| Field::of(reading, places)).keep(reading, seen, places, &mut found);
        }
        let ground = |event: &Event| Ground { reading, seen, places, bodies, context, holder: who::holder(reading, seen, event) };
        let mut here: Vec<MeetingMention> = found.iter().map(|event| mention(&ground(event), article, event)).collect();
        if stretches.len() > 1 {
            // What an earlier stretch told of is told again, not held again.
            let key = |m: &MeetingMention| format!("{}|{}|{:?}", m.date, m.kind, m.place);
            here.retain(|m| !told.contains(&key(m)));
            told.extend(here.iter().map(key));
        }
        all.append(&mut here);
    }
    all
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
    const WEEK: i64 = 7;
    let published = article.published.and_then(|p| p.bounds());
    let past = reading.find_cue(reading.sentence_of(seen.names[event.name].span.start), Cue::MeetPast).is_some();
    // A schedule announces, also when it is printed in the middle of its week.
    let late = published.zip(event.date.bounds()).is_some_and(|(p, e)| (p.0 - e.1).num_days() >= WEEK);
    if seen.schedule.announced && !past && !late && seen.schedule.day_of(seen.names[event.name].span.start).is_some() {
        return MeetingStatus::Planned;
    }
    if let (Some((first, last)), Some((from, to))) = (event.date.bounds(), published) {
        if first > to {
            return MeetingStatus::Planned;
        }
        if last < from {
            return MeetingStatus::Held;
        }
    }
    // A headline tells in the present tense what the text says is to come.
    let dated = event.names.iter().filter(|n| seen.ties[**n].is_some_and(|(s, _)| seen.stamps[s].value == event.date));
    let own = reading.sentence_of(seen.names[event.name].span.start);
    let title = reading.zone(own.start) == ZoneKind::Title || own.start == 0 && own.end > 0 && !reading.is_mark(own.end - 1, '.');
    // Where a wider date was found for the event, its name's own day still says how it was told.
    let tie = seen.ties[event.name].map(|t| t.1).or(event.tie);
    let headline = (title || tie == Some(Tie::Behind)) && !past;
    let future = told_ahead(reading, seen, event, event.name)
        || headline && dated.into_iter().any(|&n| told_ahead(reading, seen, event, n));
    if future || article.published.is_none() && after_the_report(reading, seen, event) {
        MeetingStatus::Planned
    } else {
        MeetingStatus::Held
    }
}

/// Whether the words around name `n` and its day say that the meeting is yet to come.
fn told_ahead(reading: &Reading, seen: &Sightings, event: &Event, n: usize) -> bool {
    // The name's own day, where a wider date was found for the event elsewhere.
    let (own, tie) = seen.ties[n].map_or((event.stamp, event.tie), |(s, tie)| (s, Some(tie)));
    let (name, stamp) = (&seen.names[n], &seen.stamps[own]);
    let sentence = reading.sentence_of(name.span.start);
    let before = name.span.start.saturating_sub(5).max(sentence.start)..name.span.start;
    let between = match tie {
        Some(Tie::Behind) => name.span.end.min(stamp.span.start)..stamp.span.start,
        Some(Tie::Before) => stamp.span.end.max(sentence.start).min(name.span.start)..name.span.start,
        None => before.clone(),
    };
    let said = |range: std::ops::Range<usize>| range.clone().any(|k| reading.cue(k, Cue::MeetFuture).is_some());
    let after = name.span.end..(name.span.end + 2).min(sentence.end);
    // "Dự kiến giữa tháng 6/2025, HĐND huyện tổ chức kỳ họp"
    let opens = stamp.span.start.saturating_sub(3).max(sentence.start)..stamp.span.start.max(sentence.start);
    let opens = tie == Some(Tie::Before) && said(opens);
    let postponed = reading.find_cue(before.start.saturating_sub(1)..before.end, Cue::MeetPostpone).is_some();
    // "Sáng 11/10, Ủy ban khai mạc phiên họp thứ 4, dự kiến diễn ra từ 11 đến 14/10": it has begun.
    let lead = |s: &&Stamp| s.span.start >= sentence.start && s.span.end <= name.span.start && s.opens;
    let begun = reading.cue_before(name.span.start, Cue::MeetOpen).is_some()
        && reading.cue(sentence.start, Cue::MeetAgenda).is_none()
        && seen.stamps.iter().find(lead).is_some_and(|s| !s.ahead && s.value.from == stamp.value.from && !said(before.clone()));
    if begun {
        return false;
    }
    // "Theo chương trình nghị sự, sáng 20/7, …, dự kiến …"
    let agenda = reading.cue(sentence.start, Cue::MeetAgenda).is_some() && said(sentence.clone());
    agenda
        || stamp.ahead
        || postponed
        || opens
        || said(before)
        || said(between)
        || (said(after) && occurs(reading, &sentence, name.span.end))
}

/// "Sáng 7/10, Thành ủy họp báo … Đại hội diễn ra từ ngày 13 đến 15/10": without a day of publication the day that the lead
/// reports is the last that can be past, unless a word says that it is.
fn after_the_report(reading: &Reading, seen: &Sightings, event: &Event) -> bool {
    let Some(lead) = seen.stamps.iter().find(|s| s.opens && !s.month && s.value.to.is_none() && !s.until) else { return false };
    let (first, told) = (event.date.from, lead.value.from);
    let later = match (event.date.bounds(), lead.value.bounds()) {
        // The days of history stand beside that of the report.
        (Some(e), Some(l)) => e.0 > l.1 && first.year == told.year,
        _ if first.year.is_some() && told.year.is_some() => false,
        _ => first.month == told.month && first.day > told.day && first.day.is_some(),
    };
    let name = &seen.names[event.name];
    let sentence = reading.sentence_of(name.span.start);
    let past = reading.find_cue(sentence.clone(), Cue::MeetPast).is_some();
    let takes_place = occurs(reading, &sentence, name.span.end) || reading.cue_before(name.span.start, Cue::MeetOpen).is_some();
    let told = takes_place || reading.find_cue(sentence, Cue::MeetFuture).is_some();
    later && told && event.tie == Some(Tie::Behind) && !past
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
