//! Meetings: where a text names one (`name`), tells one by a verb (`act`), and which day it ties to it (`stamp`, `tie`). What the
//! sightings mean together, one row per event, is the work of `assemble::meeting`.

pub mod act;
mod apart;
mod kind;
pub mod name;
pub mod schedule;
pub mod stamp;
pub mod tie;

use super::reading::Reading;
use crate::model::date::PartialDate;
use crate::model::mention::DateMention;
use name::Name;
use schedule::Schedule;
use stamp::Stamp;
use tie::Tie;

/// So many names of meetings are looked at together: which of them mean one event grows with their square. No article names as
/// many; of a text that does, stretches are read on their own.
const TOGETHER: usize = 300;

/// Every meeting named in a text, every day a meeting may have been on, and which name each day belongs to.
#[derive(Debug, Clone, PartialEq)]
pub struct Sightings {
    pub names: Vec<Name>,
    pub stamps: Vec<Stamp>,
    /// For each name the stamp of its own sentence that dates it.
    pub ties: Vec<Option<(usize, Tie)>>,
    pub schedule: Schedule,
}

/// Looks for meetings. `dates` in text order, their years resolved as far as they can be; `published` the day of publication. All
/// of the text are in one, unless they are more than are looked at together.
pub fn sightings(reading: &Reading, dates: &[DateMention], published: Option<PartialDate>) -> Vec<Sightings> {
    let is_day = |at: usize| {
        let n = dates.partition_point(|d| d.span.end <= at);
        dates.get(n).is_some_and(|d| d.span.start <= at && d.kind == crate::model::mention::DateKind::Day)
    };
    let stamps = stamp::stamps(reading, dates, published);
    let schedule = Schedule::of(reading, &stamps);
    let names = name::names(reading, &schedule, &is_day);
    if names.len() <= TOGETHER {
        return vec![tied(reading, names, stamps, schedule)];
    }
    let (mut all, mut names, mut stamps) = (Vec::new(), names.into_iter().peekable(), stamps.into_iter().peekable());
    while names.peek().is_some() {
        let mut here: Vec<Name> = names.by_ref().take(TOGETHER).collect();
        let end = here.last().map_or(0, |name| reading.sentence_of(name.span.start).end);
        here.extend(std::iter::from_fn(|| names.next_if(|name| name.span.start < end)));
        let days: Vec<Stamp> = std::iter::from_fn(|| stamps.next_if(|stamp| stamp.span.start < end)).collect();
        let schedule = Schedule::of(reading, &days);
        all.push(tied(reading, here, days, schedule));
    }
    all
}

fn tied(reading: &Reading, names: Vec<Name>, stamps: Vec<Stamp>, schedule: Schedule) -> Sightings {
    let mut ties = tie::own_stamps(reading, &names, &stamps);
    schedule.date(reading, &names, &stamps, &mut ties);
    Sightings { names, stamps, ties, schedule }
}
