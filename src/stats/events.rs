//! Which reports are of one meeting.
//!
//! Reports are compared twice. First those that agree in holder (province; the whole country; a macro region), level of the
//! body and family of kinds, and whose dates meet: the same date; a day within an interval of up to a week; a day within a month
//! that is all the other one says. Then the events that this gives are compared with others of the same or the next day that
//! share words of their names or titles, organiser, chair, or text: so one that lacks its place, or has another level or kind,
//! finds its event. `likeness` says what it takes for two to be one.

use super::facts::{Fact, WINDOW, buckets, set_hash};
use super::likeness::{Scales, family, holder, is_exact};
use super::load::*;
use super::words::Names;
use crate::model::tag::*;
use rustc_hash::FxHashMap;

pub fn join(loaded: &Loaded, statements: Vec<Statement>, names: &mut Names) -> Vec<Fact> {
    let key = |s: &Statement| {
        let Says::Meeting(m) = s.says else { return None };
        // A date without its year meets only the same words.
        let yearless = if s.days.is_none() { s.date.map(|d| (d.from.month, d.from.day)) } else { None };
        Some((holder(&s.place, m.level), m.level, family(m.kind), yearless, s.days.is_some()))
    };
    let mut scales = Scales { loaded, names, subjects: Default::default() };
    let mut facts = Vec::new();
    for bucket in buckets(&loaded.texts, statements, key) {
        let mut open: Vec<Fact> = Vec::new();
        for statement in bucket {
            // Sorted by first day: an event that ended before the day before this one meets nothing that follows.
            if let Some((first, _)) = statement.days {
                let is_over = |f: &Fact| f.says.days.is_some_and(|d| d.1 < first - 1);
                facts.extend(open.extract_if(.., |f| is_over(f)));
            }
            let start = open.len().saturating_sub(WINDOW);
            let next = Fact::new(statement);
            let best = (start..open.len()).filter_map(|at| Some((scales.weigh(&open[at], &next)?, std::cmp::Reverse(at)))).max();
            match best {
                Some((_, std::cmp::Reverse(at))) => add(&mut open[at], statement),
                None => open.push(next),
            }
        }
        facts.append(&mut open);
    }
    join_across(&mut scales, facts)
}

/// The second comparison: events of one day or the next with something in common, whatever their place, level and kind.
fn join_across(scales: &mut Scales, mut facts: Vec<Fact>) -> Vec<Fact> {
    /// Events with one feature that an event is compared with.
    const NEIGHBOURS: usize = 24;
    let texts = &scales.loaded.texts;
    facts.sort_by(|a, b| {
        let days = |f: &Fact| f.says.days.unwrap_or((i32::MAX, i32::MAX));
        let first = |f: &Fact| f.members.iter().map(|m| texts.get(m.record)).min();
        days(a).cmp(&days(b)).then_with(|| first(a).cmp(&first(b)))
    });
    let mut days: FxHashMap<i32, FxHashMap<u64, Vec<usize>>> = FxHashMap::default();
    let mut joined: Vec<Option<Fact>> = Vec::with_capacity(facts.len());
    let mut oldest = i32::MIN;
    for fact in facts {
        let span = fact.says.days.filter(|_| fact.says.date.is_some_and(is_exact));
        let Some((first, last)) = span else {
            joined.push(Some(fact));
            continue;
        };
        if first > oldest {
            oldest = first;
            days.retain(|day, _| *day >= first - 1);
        }
        let features = features(scales, &fact);
        let mut shared: FxHashMap<usize, u32> = FxHashMap::default();
        for day in first - 1..=last {
            let Some(events) = days.get(&day) else { continue };
            for (feature, weight) in &features {
                let list = events.get(feature).map_or(&[][..], |list| &list[list.len().saturating_sub(NEIGHBOURS)..]);
                list.iter().for_each(|at| *shared.entry(*at).or_default() += weight);
            }
        }
        let mut candidates: Vec<usize> = shared.into_iter().filter(|(_, weight)| *weight >= 2).map(|x| x.0).collect();
        candidates.sort_unstable();
        let weighed = candidates.into_iter().filter_map(|at| {
            let event = joined[at].as_ref()?;
            Some((scales.weigh(event, &fact)?, std::cmp::Reverse(at)))
        });
        let at = match weighed.max() {
            Some((_, std::cmp::Reverse(at))) => {
                if let Some(event) = &mut joined[at] {
                    fact.members.iter().for_each(|s| add(event, *s));
                }
                at
            }
            None => {
                joined.push(Some(fact));
                joined.len() - 1
            }
        };
        for day in first..=last {
            let events = days.entry(day).or_default();
            for (feature, _) in &features {
                let list = events.entry(*feature).or_default();
                if list.last() != Some(&at) {
                    list.push(at);
                }
            }
        }
    }
    joined.into_iter().flatten().collect()
}

/// What an event may share with another report of it, and how much that counts: a word 1, a body, a person or a text 2.
fn features(scales: &mut Scales, fact: &Fact) -> Vec<(u64, u32)> {
    let loaded = scales.loaded;
    let mut features = Vec::new();
    let Some(meeting) = fact.meeting() else { return features };
    let titles = fact.members.iter().take(2).filter_map(|m| loaded.titles.get(&m.article).copied());
    for text in meeting.name.into_iter().chain(titles) {
        features.extend(scales.subjects.of(&loaded.texts, text).iter().map(|word| (*word, 1)));
    }
    for (salt, body) in [(1u64, meeting.organiser), (2, meeting.chair)] {
        let words = body.map(|b| scales.names.words(&loaded.texts, b)).filter(|w| !w.is_empty());
        features.extend(words.map(|w| (set_hash(&w).rotate_left(salt as u32 * 17), 2)));
    }
    let stories = fact.members.iter().filter_map(|m| loaded.articles.get(&m.article)?.story);
    features.extend(stories.map(|s| (u64::from(s).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 3, 2)));
    features.sort_unstable_by_key(|f| (f.0, std::cmp::Reverse(f.1)));
    features.dedup_by_key(|f| f.0);
    features
}

/// Takes a report into an event: the widest exact date, held if any says held, the first name, organiser and chair, a place where
/// there was none.
fn add(event: &mut Fact, s: Statement) {
    event.members.push(s);
    let (Says::Meeting(mut a), Says::Meeting(b)) = (event.says.says, s.says) else { return };
    let unplaced = |place: &Place| place.province.is_none() && place.of_region.is_none() && place.scope != Scope::National;
    if unplaced(&event.says.place) && !unplaced(&s.place) {
        (event.says.place, event.says.place_basis, a.level) = (s.place, s.place_basis, b.level);
    }
    if b.status == MeetingStatus::Held {
        a.status = MeetingStatus::Held;
    }
    if b.mode == Mode::Online {
        a.mode = Mode::Online;
    }
    a.name = a.name.or(b.name);
    a.organiser = a.organiser.or(b.organiser);
    a.chair = a.chair.or(b.chair);
    if a.kind == MeetingKind::Other {
        a.kind = b.kind;
    }
    event.says.place.district =
        event.says.place.district.or(s.place.district.filter(|_| event.says.place.province == s.place.province));
    let exact = |s: &Statement| s.date.is_some_and(is_exact);
    let length = |s: &Statement| s.days.map_or(0, |d| d.1 - d.0);
    if (exact(&s), length(&s)) > (exact(&event.says), length(&event.says)) && (exact(&s) || !exact(&event.says)) {
        (event.says.date, event.says.days, event.says.year_basis) = (s.date, s.days, s.year_basis);
    }
    event.says.says = Says::Meeting(a);
}
