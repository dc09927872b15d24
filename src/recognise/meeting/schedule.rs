//! Weekly schedules and lists of days: a line or a clause that is only a day dates the entries under it.

use super::name::Name;
use super::stamp::Stamp;
use super::tie::Tie;
use crate::lang::cues::Cue;
use crate::recognise::reading::{Claim, Reading};
use crate::text::token::Kind;
use std::ops::Range;

/// In how many sentences at the top the page says that it is a schedule.
const TOP: usize = 4;

/// The days under which a text lists what is held on them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Schedule {
    /// The page calls itself a schedule of what is to come.
    pub announced: bool,
    /// Where the entries of a day begin, and its stamp; in text order.
    days: Vec<(usize, usize)>,
}

impl Schedule {
    /// Looks for the days of a list. A page that does not call itself a schedule must have two of them at least.
    pub fn of(reading: &Reading, stamps: &[Stamp]) -> Schedule {
        let top = reading.sentences.get(TOP - 1).or(reading.sentences.last()).map_or(0, |s| s.end);
        let announced = reading.find_cue(0..top, Cue::MeetSchedule).is_some();
        let days: Vec<(usize, usize)> = stamps
            .iter()
            .enumerate()
            .filter(|(_, stamp)| !stamp.month && stamp.value.to.is_none() && reading.claims[stamp.span.start] != Claim::Furniture)
            .filter_map(|(s, stamp)| Some((heads(reading, stamp)?, s)))
            .collect();
        if announced || days.len() > 1 { Schedule { announced, days } } else { Schedule::default() }
    }

    /// The stamp of the day under which token `at` stands.
    pub fn day_of(&self, at: usize) -> Option<usize> {
        let n = self.days.partition_point(|(from, _)| *from <= at);
        n.checked_sub(1).map(|n| self.days[n].1)
    }

    /// Whether an entry begins at token `at`: only a bullet, a clock time or a part of the day stands before it in its line.
    pub fn opens(&self, reading: &Reading, at: usize) -> bool {
        self.day_of(at).is_some() && {
            let sentence = reading.sentence_of(at);
            (sentence.start..at).all(|k| is_lead(reading, k))
        }
    }

    /// Dates the names of entries that have no day of their own: the first of each.
    pub fn date(&self, reading: &Reading, names: &[Name], stamps: &[Stamp], ties: &mut [Option<(usize, Tie)>]) {
        let mut entry: Option<Range<usize>> = None;
        for (n, name) in names.iter().enumerate() {
            let sentence = reading.sentence_of(name.span.start);
            let Some(day) = self.day_of(name.span.start) else { continue };
            let listed = entry.as_ref() == Some(&sentence) || stamps.iter().any(|s| sentence.contains(&s.span.start));
            if ties[n].is_some() || listed || name.aside || !name.told {
                continue;
            }
            ties[n] = Some((day, Tie::Before));
            entry = Some(sentence);
        }
    }
}

/// Where the entries begin that the day of `stamp` heads: it stands alone in its line, or before a colon that opens one.
fn heads(reading: &Reading, stamp: &Stamp) -> Option<usize> {
    let sentence = reading.sentence_of(stamp.span.start);
    if !(sentence.start..stamp.span.start).all(|k| is_lead(reading, k)) {
        return None;
    }
    let rest = (stamp.span.end..sentence.end).find(|&k| !is_lead(reading, k)).unwrap_or(sentence.end);
    let colon = (stamp.span.end..rest).find(|&k| reading.is_mark(k, ':'));
    let alone = rest == sentence.end && sentence.end > sentence.start;
    (alone || colon.is_some()).then_some(if alone { sentence.end } else { rest })
}

/// Bullets, clock times, weekdays and parts of the day say nothing but when.
fn is_lead(reading: &Reading, k: usize) -> bool {
    let token = &reading.tokens[k];
    let within = |cue: Cue| (k.saturating_sub(3)..=k).any(|from| reading.cue(from, cue).is_some_and(|end| end > k));
    token.kind == Kind::Mark
        || token.is_digits()
        || reading.claims[k] == Claim::Date
        || [Cue::Weekday, Cue::Day, Cue::DayPart, Cue::Hour, Cue::MeetEntry].into_iter().any(within)
}
