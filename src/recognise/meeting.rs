//! Meetings: where a text names one (`name`), tells one by a verb (`act`), and which day it ties to it (`when`). What the
//! sightings mean together, one row per event, is the work of `assemble::meeting`.

pub mod act;
mod apart;
mod kind;
pub mod name;
pub mod schedule;
pub mod when;

use super::reading::Reading;
use crate::model::date::PartialDate;
use crate::model::mention::DateMention;
use name::Name;
use schedule::Schedule;
use when::{Stamp, Tie};

/// Every meeting named in a text, every day a meeting may have been on, and which name each day belongs to.
#[derive(Debug, Clone, PartialEq)]
pub struct Sightings {
    pub names: Vec<Name>,
    pub stamps: Vec<Stamp>,
    /// For each name the stamp of its own sentence that dates it.
    pub ties: Vec<Option<(usize, Tie)>>,
    pub schedule: Schedule,
}

/// Looks for meetings. `dates` in text order, their years resolved as far as they can be; `published` the day of publication.
pub fn sightings(reading: &Reading, dates: &[DateMention], published: Option<PartialDate>) -> Sightings {
    let is_day = |at: usize| {
        let n = dates.partition_point(|d| d.span.end <= at);
        dates.get(n).is_some_and(|d| d.span.start <= at && d.kind == crate::model::mention::DateKind::Day)
    };
    let stamps = when::stamps(reading, dates, published);
    let schedule = Schedule::of(reading, &stamps);
    let names = name::names(reading, &schedule, &is_day);
    let mut ties = when::own_stamps(reading, &names, &stamps);
    schedule.date(reading, &names, &stamps, &mut ties);
    Sightings { names, stamps, ties, schedule }
}
