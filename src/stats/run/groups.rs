//! Facts by the values of their keys.

use super::course::Run;
use super::{Engine, Members, Side};
use crate::stats::facts::Fact;
use crate::stats::keys::{is_time, values};
use crate::stats::period::Period;
use crate::stats::query::Key;
use crate::stats::summary::{KeyValue, Reason};
use rustc_hash::FxHashMap;

impl Engine<'_> {
    /// Facts by their key values. A fact without a place in the geography is left out where places are asked for.
    pub(super) fn groups(&mut self, keys: &[Key]) -> Vec<(Vec<KeyValue>, Members)> {
        let mut groups: FxHashMap<Vec<KeyValue>, Members> = FxHashMap::default();
        if keys.is_empty() {
            groups.insert(Vec::new(), vec![Vec::new(); self.sides.len()]);
        }
        let (mut not_carried, mut lots_left) = (Vec::new(), Vec::new());
        for (n, side) in self.sides.iter().enumerate() {
            for (at, fact) in side.facts.iter().enumerate() {
                let Some(rows) = self.rows_of(side, fact, keys) else { continue };
                if rows.is_empty() {
                    match side.lots.get(at) {
                        Some(_) => lots_left.push((n, at)),
                        None => not_carried.push(fact.clone()),
                    }
                }
                for row in rows {
                    groups.entry(row).or_insert_with(|| vec![Vec::new(); self.sides.len()])[n].push(at);
                }
            }
        }
        self.lots_left.extend(lots_left);
        for fact in not_carried {
            self.leave(Reason::NotCarried, &fact);
        }
        let mut groups: Vec<_> = groups.into_iter().collect();
        groups.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        groups
    }

    /// The rows that a fact belongs to: several for a fact of several papers, or one that runs on. `None` for a fact of before
    /// the time asked for.
    fn rows_of(&self, side: &Side, fact: &Fact, keys: &[Key]) -> Option<Vec<Vec<KeyValue>>> {
        Some(match side.course.as_ref().map_or(Run::Own, |course| course.run(fact)) {
            Run::Own => self.combined(fact, keys, None),
            Run::Over(periods) => periods.iter().flat_map(|p| self.combined(fact, keys, Some(*p))).collect(),
            Run::Before => return None,
        })
    }

    /// Each value of the first key with each of the second, and so on; at a period, if one is given, instead of the fact's own.
    fn combined(&self, fact: &Fact, keys: &[Key], period: Option<Period>) -> Vec<Vec<KeyValue>> {
        let mut combined: Vec<Vec<KeyValue>> = vec![Vec::with_capacity(keys.len())];
        for key in keys {
            let values = match period.filter(|_| is_time(*key)) {
                Some(period) => vec![KeyValue::Slug(period.within(*key).slug())],
                None => values(&self.loaded, fact, *key, self.query.geo),
            };
            combined = values
                .iter()
                .flat_map(|v| {
                    combined.iter().map(|row| {
                        let mut row = row.clone();
                        row.push(v.clone());
                        row
                    })
                })
                .collect();
        }
        combined
    }
}
