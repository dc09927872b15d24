//! What stands under a table: what is counted, inferred, contested and left out.

use super::{Chosen, Engine, Sum};
use crate::model::tag::Basis;
use crate::stats::summary::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// What rows count and leave out, per side.
pub(super) struct Seen {
    counted: Vec<FxHashSet<usize>>,
    left: Vec<FxHashMap<usize, Reason>>,
}

impl Seen {
    pub fn new(sides: usize) -> Self {
        Self { counted: vec![FxHashSet::default(); sides], left: vec![FxHashMap::default(); sides] }
    }

    pub fn add(&mut self, chosen: Vec<Chosen>) {
        for (side, chosen) in chosen.into_iter().enumerate() {
            self.counted[side].extend(chosen.counted);
            self.left[side].extend(chosen.left.into_iter().map(|(reason, at)| (at, reason)));
        }
    }

    /// What the rows count each for itself but their sum may not is told as well.
    pub fn add_sum(&mut self, sum: &Sum) {
        for (side, chosen) in sum.chosen.iter().enumerate() {
            let own = chosen.left.iter().filter(|(_, at)| sum.within[side].contains(at));
            self.left[side].extend(own.map(|(reason, at)| (*at, *reason)));
            chosen.left.iter().for_each(|(_, at)| {
                self.counted[side].remove(at);
            });
        }
    }
}

impl Engine<'_> {
    /// The counts of the footer: over every fact that a row counts, whether the total adds it or not.
    pub(super) fn footer(&mut self, seen: &Seen, built_in: bool) -> Footer {
        let mut footer = Footer {
            built_in,
            congress_subject: self.congress_subject.map(|s| s.slug().to_string()),
            congress_term: self.congress_term.map(|(from, to)| format!("{from}/{to}")),
            missing: std::mem::take(&mut self.missing),
            ..self.counted.take().unwrap_or_default()
        };
        let mut articles = FxHashSet::default();
        let mut losers = Vec::new();
        let mut days: Option<(i32, i32)> = None;
        for (side, counted) in self.sides.iter().zip(&seen.counted).filter(|(side, _)| side.lots.is_empty()) {
            for at in counted {
                let fact = &side.facts[*at];
                let inferred = |basis| matches!(basis, Basis::FromPublication | Basis::FromContext);
                footer.facts += 1;
                footer.statements += fact.members.len() + fact.losers.len();
                footer.inferred_years += usize::from(fact.says.date.is_some() && inferred(fact.says.year_basis));
                footer.inferred_places += usize::from(inferred(fact.says.place_basis));
                footer.contested += usize::from(fact.contested());
                articles.extend(fact.members.iter().chain(&fact.losers).map(|m| m.article));
                losers.extend(fact.losers.iter().map(|m| self.loaded.texts.get(m.record).to_string()));
                if let Some((first, last)) = fact.says.days {
                    days = Some(days.map_or((first, last), |d| (d.0.min(first), d.1.max(last))));
                }
            }
        }
        if !losers.is_empty() {
            self.left.entry(Reason::Contested).or_default().extend(losers);
        }
        let iso = |day: i32| chrono::NaiveDate::from_epoch_days(day).map(|d| d.to_string());
        footer.articles += articles.len();
        footer.first_day = days.and_then(|d| iso(d.0)).or(footer.first_day);
        footer.last_day = days.and_then(|d| iso(d.1)).or(footer.last_day);
        footer
    }

    /// The records that no row counts, by reason.
    pub(super) fn left_out(&mut self, seen: &Seen) -> Vec<LeftOut> {
        for side in 0..self.sides.len() {
            let mut list: Vec<_> =
                seen.left[side].iter().filter(|(at, _)| !seen.counted[side].contains(at)).map(|(a, r)| (*a, *r)).collect();
            list.sort_unstable();
            for (at, reason) in list {
                let fact = self.sides[side].facts[at].clone();
                self.leave(reason, &fact);
            }
        }
        let mut unlisted = std::mem::take(&mut self.unlisted);
        let lots_left = self.lots_left.iter().filter_map(|(side, at)| self.sides.get(*side)?.lots.get(*at));
        let not_carried: usize = lots_left.map(|lot| lot.statements).sum();
        if not_carried > 0 {
            *unlisted.entry(Reason::NotCarried).or_default() += not_carried;
        }
        for reason in unlisted.keys() {
            self.left.entry(*reason).or_default();
        }
        let left = std::mem::take(&mut self.left).into_iter().map(|(reason, mut record_ids)| {
            record_ids.sort_unstable();
            record_ids.dedup();
            let unlisted = unlisted.remove(&reason).unwrap_or_default();
            LeftOut { reason, record_ids, unlisted }
        });
        left.collect()
    }
}
