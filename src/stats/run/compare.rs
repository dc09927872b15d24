//! Changes against the period before, or against the same period of the year before.

use crate::stats::keys::{is_time, plain_value};
use crate::stats::period::{Period, per_year};
use crate::stats::query::{Compare, Key, Measure, Unit};
use crate::stats::summary::{Change, Compared, KeyValue, Row};
use rustc_hash::FxHashMap;

/// Sets the changes of rows that have exactly one time among their keys. A row without the row to compare with gets empty ones:
/// nothing is known of a period that no fact speaks of, and no figure is never nought.
pub(super) fn set_changes(rows: &mut [&mut Row], keys: &[Key], measures: &[Measure], compare: Compare) -> Compared {
    let mut told = Compared::default();
    let Some(at) = keys.iter().position(|k| is_time(*k)) else { return told };
    let period = |row: &Row| row.keys.get(at).and_then(|v| Period::parse(keys[at], plain_value(v)));
    let Some(first) = rows.iter().filter_map(|r| period(r)).min() else { return told };
    let of: FxHashMap<Vec<KeyValue>, usize> = rows.iter().enumerate().map(|(n, r)| (r.keys.clone(), n)).collect();
    let steps = if compare == Compare::Year { per_year(keys[at]) } else { 1 };
    let mut changes: Vec<Vec<Change>> = Vec::with_capacity(rows.len());
    for row in rows.iter() {
        let mut own = vec![Change::default(); measures.len()];
        if let Some(earlier) = period(row).map(|p| p.back(steps)) {
            let mut other = row.keys.clone();
            other[at] = KeyValue::Slug(earlier.slug());
            match of.get(&other) {
                Some(n) => {
                    told.compared += 1;
                    told.other_places += usize::from(row.extent != rows[*n].extent);
                    for (m, measure) in measures.iter().enumerate() {
                        own[m] = change(row.cells[m], rows[*n].cells[m], measure.unit());
                    }
                }
                None if earlier < first => told.first += 1,
                None => told.gaps += 1,
            }
        }
        changes.push(own);
    }
    for (row, changes) in rows.iter_mut().zip(changes) {
        row.changes = changes;
    }
    told
}

fn change(now: Option<f64>, then: Option<f64>, unit: Unit) -> Change {
    let Some((now, then)) = now.zip(then) else { return Change::default() };
    let percent = (unit == Unit::Count && then > 0.0).then(|| (now - then) / then * 100.0);
    Change { absolute: Some(now - then), percent }
}
