//! The cumulative course of completion over time: what a place has stated last holds until it states more, so that the sum over
//! places at a month is over every place that has stated anything by then.
//!
//! A fact belongs to its own period and to every later period in which anything is known of its series (activity, subject and
//! term): there the choice of `disjoint` takes it, unless a later or wider one stands. A place without a statement so far is not
//! in. Activities that are not told apart ("other") do not run on.

use crate::model::tag::{Activity, ProgressSubject};
use crate::stats::disjoint::term_of;
use crate::stats::facts::Fact;
use crate::stats::keys::period_of;
use crate::stats::period::{Period, per_year};
use crate::stats::query::Key;
use rustc_hash::FxHashMap;

type Series = (Activity, ProgressSubject, Option<(i32, i32)>);

pub(super) struct Course {
    /// The finest time of the question; the others follow from it.
    finest: Key,
    /// First day asked for, in days since 1970-01-01; what was stated before runs on into it.
    since: Option<i32>,
    /// The periods in which anything is known of a series, in order, from the first one asked for.
    periods: FxHashMap<Series, Vec<Period>>,
}

/// Where a fact belongs.
pub(super) enum Run<'c> {
    /// To its own values alone.
    Own,
    /// To each of these periods.
    Over(&'c [Period]),
    /// To a time before the one asked for.
    Before,
}

impl Course {
    /// `None` where the question has no time.
    pub fn new(keys: impl Iterator<Item = Key>, since: Option<i32>, facts: &[Fact]) -> Option<Self> {
        let finest = keys.filter(|k| crate::stats::keys::is_time(*k)).max_by_key(|k| per_year(*k))?;
        let mut periods: FxHashMap<Series, Vec<Period>> = FxHashMap::default();
        for fact in facts {
            if let Some((series, period)) = series(fact).zip(period_of(fact, finest)) {
                periods.entry(series).or_default().push(period);
            }
        }
        for list in periods.values_mut() {
            list.sort_unstable();
            list.dedup();
            list.retain(|p| since.is_none_or(|s| p.last_day().is_none_or(|last| last >= s)));
        }
        Some(Self { finest, since, periods })
    }

    pub fn run(&self, fact: &Fact) -> Run<'_> {
        let Some((series, own)) = series(fact).zip(period_of(fact, self.finest)) else {
            let before = self.since.zip(fact.says.days).is_some_and(|(since, (_, last))| last < since);
            return if before { Run::Before } else { Run::Own };
        };
        let all = self.periods.get(&series).map_or(&[][..], Vec::as_slice);
        match &all[all.partition_point(|p| *p < own)..] {
            [] => Run::Before,
            later => Run::Over(later),
        }
    }

    /// Whether a fact is of an earlier period than a row whose time is `slug`.
    pub fn is_carried(&self, fact: &Fact, slug: &str) -> bool {
        period_of(fact, self.finest).zip(Period::parse(self.finest, slug)).is_some_and(|(own, row)| own < row)
    }

    pub const fn finest(&self) -> Key {
        self.finest
    }
}

fn series(fact: &Fact) -> Option<Series> {
    let p = fact.progress().filter(|p| p.activity != Activity::Other)?;
    Some((p.activity, p.subject, term_of(fact)))
}
