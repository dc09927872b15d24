//! The values of one key as columns. The cells are groups like any other; rows are ordered and shortened by their own figures.

use super::compare::set_changes;
use super::footer::Seen;
use super::total::in_order;
use super::{Engine, Group, Measures, Members, Sum};
use crate::stats::keys::is_time;
use crate::stats::order::sort_rows;
use crate::stats::query::{Key, Query, Sort};
use crate::stats::summary::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// Rows with their cells, the total over all, and what to say of totals.
pub(super) struct Pivoted {
    pub rows: Vec<Row>,
    pub pivot: Pivot,
    pub total: Option<Row>,
    pub notes: Vec<TotalOf>,
}

/// The keys of rows that make one at the end, and how many they are.
type Folded = (Vec<Vec<KeyValue>>, usize);

impl Engine<'_> {
    /// Arranges cells, grouped by `keys` and the key of the pivot, which is last in `all`.
    pub(super) fn pivot(&mut self, keys: &[Key], all: &[Key], cells: &[Group], measures: &Measures, seen: &mut Seen) -> Pivoted {
        let key = all[keys.len()];
        let columns = self.columns(key, measures);
        let at: FxHashMap<&[KeyValue], usize> = cells.iter().enumerate().map(|(n, c)| (c.0.keys.as_slice(), n)).collect();
        let everything: Vec<&Group> = cells.iter().collect();
        // Rows of staff and units have no figure of their own to be ordered by: the first column orders them.
        let first = columns.first().filter(|_| !is_time(key) && !self.sums_along(all, &everything, &[key]));
        let (rows, rest) = self.pivot_rows(keys, cells, first, measures);
        let (mut by_row, mut by_column) = (FxHashMap::<&[KeyValue], Vec<&Group>>::default(), FxHashMap::default());
        for cell in cells {
            by_row.entry(&cell.0.keys[..keys.len()]).or_default().push(cell);
            by_column.entry(cell.0.keys.last()).or_insert_with(Vec::new).push(cell);
        }
        let of_row = |row: &[KeyValue]| by_row.get(row).cloned().unwrap_or_default();
        let row_totals = self.sums_along(all, &everything, &[key]);
        let column_totals = self.sums_along(all, &everything, keys);
        let mut notes = Vec::new();
        let mut table = Vec::new();
        let mut heads = Vec::new();
        for (row, _) in &rows {
            let own = of_row(&row.keys);
            let found = |value: &KeyValue| at.get([row.keys.as_slice(), std::slice::from_ref(value)].concat().as_slice());
            table.push(columns.iter().map(|v| found(v).map(|n| cells[*n].0.clone())).collect::<Vec<_>>());
            heads.push(self.head(row.keys.clone(), all, &own, row_totals, measures, &mut notes));
        }
        if let Some((folded, count)) = rest {
            let own: Vec<&Group> = folded.iter().flat_map(|keys| of_row(keys)).collect();
            let name = vec![KeyValue::Rest(count); keys.len().max(1)];
            table.push(columns.iter().map(|value| self.rest_cell(&name, value, &own, measures)).collect());
            heads.push(self.head(name, all, &own, row_totals, measures, &mut notes));
        }
        let mut sums = Vec::new();
        if column_totals && heads.len() > 1 {
            for value in &columns {
                let own = by_column.get(&Some(value)).cloned().unwrap_or_default();
                sums.push(self.head(vec![value.clone()], all, &own, true, measures, &mut notes));
            }
        }
        let total = self.sum(all, &everything, &measures.all).map(|mut sum| {
            seen.add_sum(&sum);
            notes.extend(self.about_sum(all, &everything, &measures.all, &mut sum.row));
            sum.row
        });
        if let Some(compare) = self.query.compare {
            set_changes(&mut heads.iter_mut().collect::<Vec<_>>(), keys, &measures.all, compare);
            set_changes(&mut sums.iter_mut().collect::<Vec<_>>(), &[key], &measures.all, compare);
        }
        notes.sort_unstable();
        notes.dedup();
        let pivot = Pivot { key, columns, cells: table, row_totals, column_totals: sums };
        Pivoted { rows: heads, pivot, total: total.filter(|_| row_totals && column_totals), notes }
    }

    /// The values of the pivot in the order of their key.
    fn columns(&mut self, key: Key, measures: &Measures) -> Vec<KeyValue> {
        let mut columns: Vec<(Row, ())> = Vec::new();
        for (values, members) in self.groups(&[key]) {
            let (row, _) = self.row(values, &members, &measures.all);
            if row.facts > 0 {
                columns.push((row, ()));
            }
        }
        let natural = Query { top: None, sort: Sort::Natural, ..self.query.clone() };
        sort_rows(&mut columns, &[key], &natural, &measures.all);
        columns.into_iter().filter_map(|(mut row, _)| row.keys.pop()).collect()
    }

    /// The rows in the order asked for, and the keys of those that make one row at the end.
    fn pivot_rows(
        &mut self,
        keys: &[Key],
        cells: &[Group],
        first: Option<&KeyValue>,
        measures: &Measures,
    ) -> (Vec<Group>, Option<Folded>) {
        let with_cells: FxHashSet<&[KeyValue]> = cells.iter().map(|c| &c.0.keys[..keys.len()]).collect();
        let mut rows: Vec<Group> = Vec::new();
        for (values, members) in self.groups(keys) {
            if with_cells.contains(values.as_slice()) {
                let (mut row, held, _) = self.group(values, members, &measures.all);
                if let Some(value) = first {
                    let heads = |c: &&Group| c.0.keys.last() == Some(value) && c.0.keys.starts_with(&row.keys);
                    row.cells = cells.iter().find(heads).map_or(vec![None; measures.all.len()], |c| c.0.cells.clone());
                }
                rows.push((row, held));
            }
        }
        sort_rows(&mut rows, keys, self.query, &measures.all);
        let Some(top) = self.query.top else { return (rows, None) };
        let before: Vec<Vec<KeyValue>> = rows.iter().map(|r| r.0.keys.clone()).collect();
        let Some((_, count)) = self.take_rest(&mut rows, top) else { return (rows, None) };
        let stay: FxHashSet<&Vec<KeyValue>> = rows.iter().map(|r| &r.0.keys).collect();
        let folded = before.into_iter().filter(|keys| !stay.contains(keys)).collect();
        (rows, Some((folded, count)))
    }

    /// Whether cells that differ in these keys have a sum.
    fn sums_along(&self, all: &[Key], cells: &[&Group], along: &[Key]) -> bool {
        let only: Vec<Group> = cells
            .iter()
            .map(|(row, held)| {
                let keys = row.keys.iter().zip(all).filter(|(_, k)| along.contains(k)).map(|(v, _)| v.clone()).collect();
                (Row { keys, ..Row::default() }, held.clone())
            })
            .collect();
        self.has_sum(along, &only.iter().collect::<Vec<_>>())
    }

    /// The sum of some cells under a name, or only what stands behind them where they have none.
    fn head(
        &mut self,
        name: Vec<KeyValue>,
        all: &[Key],
        cells: &[&Group],
        sums: bool,
        measures: &Measures,
        notes: &mut Vec<TotalOf>,
    ) -> Row {
        if let (true, Some(Sum { mut row, .. })) = (sums, self.sum(all, cells, &measures.all).filter(|_| sums)) {
            notes.extend(self.about_sum(all, cells, &measures.all, &mut row));
            return Row { keys: name, ..row };
        }
        let mut counted: Vec<FxHashSet<usize>> = vec![FxHashSet::default(); self.sides.len()];
        for (_, held) in cells {
            counted.iter_mut().zip(held.counted()).for_each(|(all, own)| all.extend(own));
        }
        let counted: Members = counted.into_iter().map(in_order).collect();
        let behind = self.behind(&counted.iter().map(Vec::as_slice).collect::<Vec<_>>());
        Row { keys: name, cells: vec![None; measures.all.len()], ..behind }
    }

    /// One cell over those of several rows.
    fn rest_cell(&mut self, name: &[KeyValue], value: &KeyValue, rows: &[&Group], measures: &Measures) -> Option<Row> {
        let mut members: Vec<FxHashSet<usize>> = vec![FxHashSet::default(); self.sides.len()];
        for (_, held) in rows.iter().filter(|(row, _)| row.keys.last() == Some(value)) {
            members.iter_mut().zip(&held.members).for_each(|(all, own)| all.extend(own));
        }
        let members: Members = members.into_iter().map(in_order).collect();
        let (row, _) = self.row([name, std::slice::from_ref(value)].concat(), &members, &measures.all);
        (row.facts > 0).then_some(row)
    }
}
