//! Sums over rows, where there are any: the total, the rest of a shortened table, and shares.

use super::{Chosen, Engine, Group, Held, Members};
use crate::frame::schema::Table;
use crate::stats::keys::{is_place, is_time};
use crate::stats::measures::{is_figure, share_base};
use crate::stats::order::is_special;
use crate::stats::query::{Key, Measure, Topic, Unit};
use crate::stats::summary::*;
use rustc_hash::FxHashSet;

/// A sum over rows, what it leaves out, and which facts it is over.
pub(super) struct Sum {
    pub row: Row,
    pub chosen: Vec<Chosen>,
    pub within: Vec<FxHashSet<usize>>,
}

/// Whether a row is of the whole country, a whole region or the Centre: no part of a sum of places.
fn is_beside(keys: &[Key], row: &Row) -> bool {
    row.keys.iter().zip(keys).any(|(v, k)| is_place(*k) && is_special(v) && !matches!(v, KeyValue::Unknown | KeyValue::Rest(_)))
}

/// The positions in a set, in order.
pub(super) fn in_order(set: FxHashSet<usize>) -> Vec<usize> {
    let mut list: Vec<_> = set.into_iter().collect();
    list.sort_unstable();
    list
}

impl Engine<'_> {
    /// Whether rows that differ in these keys have a sum: not staff and units, not two activities, not the states of two months.
    pub(super) fn has_sum(&self, keys: &[Key], rows: &[&Group]) -> bool {
        let mixed = |key: &Key| {
            let at = keys.iter().position(|k| k == key);
            at.is_some_and(|at| rows.iter().map(|r| &r.0.keys[at]).collect::<FxHashSet<_>>().len() > 1)
        };
        match self.query.topic {
            Topic::Staffing => !mixed(&Key::Subject),
            Topic::Progress => {
                ![Key::Activity, Key::Subject, Key::Term].iter().any(mixed) && !keys.iter().any(|k| is_time(*k) && mixed(k))
            }
            _ => true,
        }
    }

    /// The sum over the rows, where it means something.
    pub(super) fn sum(&mut self, keys: &[Key], rows: &[&Group], measures: &[Measure]) -> Option<Sum> {
        if keys.is_empty() || rows.is_empty() || !self.has_sum(keys, rows) {
            return None;
        }
        // The figures of the whole country stand beside those of the provinces and are not added to them. Events add up.
        let all_beside = rows.iter().all(|(r, _)| is_beside(keys, r));
        let adds = |table: Table, row: &Row| match table {
            Table::Staffing | Table::Progress => all_beside || !is_beside(keys, row),
            _ => true,
        };
        let within: Vec<FxHashSet<usize>> = (self.sides.iter().enumerate())
            .map(|(n, side)| {
                rows.iter().filter(|(r, _)| adds(side.table, r)).flat_map(|(_, h)| h.members[n].iter().copied()).collect()
            })
            .collect();
        let members: Members = within.iter().cloned().map(in_order).collect();
        let (row, chosen) = self.row(Vec::new(), &members, measures);
        Some(Sum { row, chosen, within })
    }

    /// What a sum adds; figures of periods that are no sum of their rows are taken out of it.
    pub(super) fn about_sum(&self, keys: &[Key], rows: &[&Group], measures: &[Measure], total: &mut Row) -> Vec<TotalOf> {
        let mut notes = Vec::new();
        let columns: Vec<usize> = (0..measures.len()).filter(|at| is_figure(measures[*at])).collect();
        let shown = |at: &usize| rows.iter().any(|(r, _)| r.cells[*at].is_some());
        let (outside, inside): (Vec<&Row>, Vec<&Row>) = rows.iter().map(|(r, _)| r).partition(|r| is_beside(keys, r));
        if columns.iter().any(|at| outside.iter().any(|r| r.cells[*at].is_some())) && !inside.is_empty() {
            let meetings = measures.contains(&Measure::Meetings);
            notes.push(if meetings { TotalOf::PlacesAndMeetings } else { TotalOf::Places });
        }
        if keys.iter().any(|k| is_time(*k)) {
            let added = if inside.is_empty() { &outside } else { &inside };
            let sums = |at: &usize| added.iter().filter_map(|r| r.cells[*at]).sum::<f64>();
            // A share of a sum that is none is none either.
            let broken = |at: &usize| measures[*at].unit() == Unit::Count && total.cells[*at].is_some_and(|t| t != sums(at));
            let any = columns.iter().any(broken);
            let gone: Vec<usize> = columns
                .iter()
                .filter(|at| broken(at) || any && measures[**at].unit() != Unit::Count)
                .filter(|at| shown(at))
                .copied()
                .collect();
            if !gone.is_empty() {
                notes.push(TotalOf::NoSumOfPeriods);
            }
            gone.into_iter().for_each(|at| total.cells[at] = None);
        }
        notes
    }

    /// Makes one row of the rows after the first `top`; those without an ordinary value stay.
    pub(super) fn fold_rest(&mut self, rows: &mut Vec<Group>, top: usize, measures: &[Measure]) {
        let Some((members, count)) = self.take_rest(rows, top) else { return };
        let keys = rows.first().map_or(self.query.by.len(), |r| r.0.keys.len());
        let (row, held, _) = self.group(vec![KeyValue::Rest(count); keys.max(1)], members, measures);
        rows.push((row, held));
    }

    /// Takes the rows after the first `top` out; gives what they hold together, and how many they were.
    pub(super) fn take_rest(&self, rows: &mut Vec<Group>, top: usize) -> Option<(Members, usize)> {
        let special = |r: &Row| r.keys.first().is_some_and(is_special);
        let ordinary = rows.iter().filter(|(r, _)| !special(r)).count();
        if ordinary <= top {
            return None;
        }
        let mut rest: Vec<FxHashSet<usize>> = vec![FxHashSet::default(); self.sides.len()];
        let mut seen = 0;
        rows.retain(|(row, held)| {
            seen += usize::from(!special(row));
            let stays = special(row) || seen <= top;
            if !stays {
                rest.iter_mut().zip(&held.members).for_each(|(r, m)| r.extend(m));
            }
            stays
        });
        Some((rest.into_iter().map(in_order).collect(), ordinary - top))
    }
}

/// Gives each row its share of the total, and says of what the shares are where some of it is unknown.
pub(super) fn set_shares<'r>(
    keys: &[Key],
    measures: &[Measure],
    rows: impl Iterator<Item = &'r mut Row>,
    total: Option<&mut Row>,
) -> Option<ShareOf> {
    let at = measures.iter().position(|m| *m == Measure::Share)?;
    let base = share_base(measures)?;
    let total = total?;
    let whole = total.cells[base].filter(|t| *t > 0.0)?;
    let mut unknown = 0.0;
    for row in rows {
        // What the total does not add is no share of it.
        if is_figure(measures[base]) && is_beside(keys, row) {
            continue;
        }
        row.cells[at] = row.cells[base].map(|c| c / whole * 100.0);
        if row.keys.contains(&KeyValue::Unknown) {
            unknown += row.cells[base].unwrap_or(0.0);
        }
    }
    total.cells[at] = Some(100.0);
    Some(ShareOf { measure: measures[base], whole, unknown })
}

impl Held {
    /// The facts counted, per side.
    pub(super) fn counted(&self) -> Vec<&[usize]> {
        self.counted.iter().map(Vec::as_slice).collect()
    }
}
