//! Rows by the values of several columns at once, with a little arithmetic and one look into a table for each row.

use crate::frame::scan::Codes;
use rustc_hash::FxHashMap;

/// Combinations of codes up to which a table is laid out for all of them, in bits.
pub const TABLE: u32 = 18;
/// Rows that are worked on while they are near.
const NEAR: usize = 4096;

/// Codes of rows, and below which number they are.
#[derive(Clone, Copy)]
pub struct Column<'c> {
    pub codes: &'c Codes,
    pub values: usize,
}

impl<'c> Column<'c> {
    pub const fn new((codes, values): (&'c Codes, usize)) -> Self {
        Self { codes, values }
    }

    /// Bits that its codes take.
    pub fn bits(&self) -> u32 {
        if self.codes.only() == Some(0) { 0 } else { bits(self.values) }
    }
}

/// Bits of the numbers below `values`.
const fn bits(values: usize) -> u32 {
    usize::BITS - values.saturating_sub(1).leading_zeros()
}

/// The rows by number of their group, and for each group the code of every column, and how many rows it has.
pub struct Grouped {
    pub of_row: Vec<u32>,
    pub rows: Vec<usize>,
    codes: Vec<u32>,
    columns: usize,
}

impl Grouped {
    /// The codes of a group.
    pub fn codes(&self, group: usize) -> &[u32] {
        &self.codes[group * self.columns..(group + 1) * self.columns]
    }

    /// The codes of every group, in order.
    pub fn groups(&self) -> impl Iterator<Item = &[u32]> {
        (0..self.rows.len()).map(|group| self.codes(group))
    }
}

/// Rows that are grouped by some columns and counted by others, all in one number: the codes of the columns to count by are its low bits.
pub struct Together {
    /// The numbers of the rows.
    of_row: Vec<u32>,
    /// How many of their bits are of columns to count by.
    low: u32,
    /// The group of the high bits.
    group: Vec<u32>,
    groups: Grouped,
}

impl Together {
    fn group_of(&self, row: usize) -> usize {
        self.group[(self.of_row[row] >> self.low) as usize] as usize
    }

    /// The groups with the rows by number of their group.
    fn into_groups(mut self) -> Grouped {
        self.of_row.iter_mut().for_each(|number| *number = self.group[(*number >> self.low) as usize]);
        self.groups.of_row = self.of_row;
        self.groups
    }
}

/// The rows of a batch by group.
pub enum ByGroup {
    Together(Together),
    Apart(Grouped),
}

impl ByGroup {
    pub const fn groups(&self) -> &Grouped {
        match self {
            ByGroup::Together(together) => &together.groups,
            ByGroup::Apart(groups) => groups,
        }
    }

    pub fn group_of(&self, row: usize) -> usize {
        match self {
            ByGroup::Together(together) => together.group_of(row),
            ByGroup::Apart(groups) => groups.of_row[row] as usize,
        }
    }

    /// The rows of some groups.
    pub fn rows_of(&self, asked: &[bool]) -> Vec<u32> {
        match self {
            ByGroup::Together(together) => {
                let of_number = |group: &u32| asked.get(*group as usize).copied().unwrap_or(false);
                let asked: Vec<bool> = together.group.iter().map(of_number).collect();
                let own = (0..).zip(&together.of_row).filter(|(_, number)| asked[(**number >> together.low) as usize]);
                own.map(|(row, _)| row).collect()
            }
            ByGroup::Apart(groups) => {
                (0..).zip(&groups.of_row).filter(|(_, group)| asked[**group as usize]).map(|(row, _)| row).collect()
            }
        }
    }

    /// The groups with the rows by number of their group.
    pub fn into_groups(self) -> Grouped {
        match self {
            ByGroup::Together(together) => together.into_groups(),
            ByGroup::Apart(groups) => groups,
        }
    }

    /// The list that the rows stand in.
    pub fn into_rows(self) -> Vec<u32> {
        match self {
            ByGroup::Together(together) => together.of_row,
            ByGroup::Apart(groups) => groups.of_row,
        }
    }
}

/// Groups rows, batch after batch. What a batch is worked on in is kept for the next.
#[derive(Default)]
pub struct Grouping {
    rows: Vec<Vec<u32>>,
    table: Vec<u32>,
}

impl Grouping {
    /// Takes a list of rows back that is not needed any more.
    pub fn take_back(&mut self, rows: Vec<u32>) {
        self.rows.push(rows);
    }

    /// Groups `rows` rows by columns; without columns all are one group.
    pub fn group(&mut self, rows: usize, columns: &[Column]) -> Grouped {
        let mut of_row = self.rows.pop().unwrap_or_default();
        of_row.clear();
        of_row.resize(rows, 0);
        let mut grouped = Grouped { of_row, rows: vec![rows; usize::from(rows > 0)], codes: Vec::new(), columns: 0 };
        let mut rest = columns;
        while !rest.is_empty() {
            // As many columns at once as one table holds.
            let mut size = bits(grouped.rows.len());
            let fit = rest.iter().take_while(|c| {
                size += c.bits();
                size <= TABLE
            });
            let (now, later) = rest.split_at(fit.count().max(1));
            grouped = self.step(grouped, now);
            rest = later;
        }
        grouped
    }

    fn step(&mut self, mut before: Grouped, columns: &[Column]) -> Grouped {
        let size = columns.iter().fold(bits(before.rows.len()), |size, c| size + c.bits());
        let mut of_row = std::mem::take(&mut before.of_row);
        let mut codes: Vec<u32> = Vec::new();
        let mut rows: Vec<usize> = Vec::new();
        let width = before.columns + columns.len();
        if size > TABLE {
            // One column with many values.
            let mut met: FxHashMap<(u32, u32), u32> = FxHashMap::default();
            columns[0].codes.for_each(|row, code| {
                let old = of_row[row];
                let group = *met.entry((old, code)).or_insert_with(|| {
                    codes.extend_from_slice(before.codes(old as usize));
                    codes.push(code);
                    rows.push(0);
                    rows.len() as u32 - 1
                });
                rows[group as usize] += 1;
                of_row[row] = group;
            });
            return Grouped { of_row, rows, codes, columns: width };
        }
        for column in columns {
            column.codes.append_to(&mut of_row, 0, column.bits());
        }
        self.count(&of_row, size);
        for (at, count) in self.table.iter_mut().enumerate().filter(|(_, count)| **count > 0) {
            let old = at >> columns.iter().map(Column::bits).sum::<u32>();
            codes.extend_from_slice(before.codes(old));
            codes.extend(split(at, columns));
            rows.push(*count as usize);
            *count = rows.len() as u32 - 1;
        }
        of_row.iter_mut().for_each(|at| *at = self.table[*at as usize]);
        Grouped { of_row, rows, codes, columns: width }
    }

    /// Lays the table out for numbers of so many bits and counts how often each comes.
    fn count(&mut self, numbers: &[u32], size: u32) {
        self.table.clear();
        self.table.resize(1 << size, 0);
        numbers.iter().for_each(|at| self.table[*at as usize] += 1);
    }

    /// Groups `rows` rows by columns, and counts them by others at once where all fit into one number.
    pub fn by(&mut self, rows: usize, columns: &[Column], counted: &[Column]) -> ByGroup {
        match self.together(rows, columns, counted) {
            Some(together) => ByGroup::Together(together),
            None => ByGroup::Apart(self.group(rows, columns)),
        }
    }

    fn together(&mut self, rows: usize, columns: &[Column], counted: &[Column]) -> Option<Together> {
        let bits = |columns: &[Column]| columns.iter().map(Column::bits).sum::<u32>();
        let (high, low) = (bits(columns), bits(counted));
        if high + low > TABLE {
            return None;
        }
        let mut of_row = self.rows.pop().unwrap_or_default();
        of_row.clear();
        of_row.resize(rows, 0);
        self.table.clear();
        self.table.resize(1 << (high + low), 0);
        for (n, near) in of_row.chunks_mut(NEAR).enumerate() {
            columns.iter().chain(counted).for_each(|c| c.codes.append_to(near, n * NEAR, c.bits()));
            near.iter().for_each(|number| self.table[*number as usize] += 1);
        }
        let mut groups = Grouped { of_row: Vec::new(), rows: Vec::new(), codes: Vec::new(), columns: columns.len() };
        let mut group = vec![0; 1 << high];
        for (number, counts) in self.table.chunks_exact(1 << low).enumerate() {
            let rows = counts.iter().map(|count| *count as usize).sum();
            if rows > 0 {
                group[number] = groups.rows.len() as u32;
                groups.rows.push(rows);
                groups.codes.extend(split(number, columns));
            }
        }
        Some(Together { of_row, low, group, groups })
    }

    /// How many rows of each group have each code of some columns, those that the last grouping counted by: as [`Self::cross`] tells it.
    pub fn behind(&mut self, rows: &ByGroup, counted: &[Column], each: impl FnMut(usize, usize, u32, usize)) {
        match rows {
            ByGroup::Together(together) => self.counted(together, counted, each),
            ByGroup::Apart(groups) => self.cross(&groups.of_row, groups.rows.len(), counted, each),
        }
    }

    fn counted(&self, together: &Together, counted: &[Column], mut each: impl FnMut(usize, usize, u32, usize)) {
        for (number, counts) in self.table.chunks_exact(1 << together.low).enumerate() {
            for (codes, rows) in counts.iter().enumerate().filter(|(_, rows)| **rows > 0) {
                for (column, code) in split(codes, counted).enumerate() {
                    each(column, together.group[number] as usize, code, *rows as usize);
                }
            }
        }
    }

    /// How many rows of each group have each code of some columns: `each(column, group, code, rows)`, several times for one code.
    pub fn cross(&mut self, of_row: &[u32], groups: usize, columns: &[Column], mut each: impl FnMut(usize, usize, u32, usize)) {
        let mut first = 0;
        while first < columns.len() {
            let mut size = bits(groups);
            let fit = columns[first..].iter().take_while(|c| {
                size += c.bits();
                size <= TABLE - 2
            });
            let now = &columns[first..first + fit.count().max(1)];
            let size = now.iter().fold(bits(groups), |size, c| size + c.bits());
            if size > TABLE {
                let mut met: FxHashMap<(u32, u32), usize> = FxHashMap::default();
                now[0].codes.for_each(|row, code| *met.entry((of_row[row], code)).or_default() += 1);
                met.into_iter().for_each(|((group, code), rows)| each(first, group as usize, code, rows));
            } else {
                let mut at = self.rows.pop().unwrap_or_default();
                at.clear();
                at.extend_from_slice(of_row);
                now.iter().for_each(|c| c.codes.append_to(&mut at, 0, c.bits()));
                self.count(&at, size);
                let own = now.iter().map(Column::bits).sum::<u32>();
                for (at, rows) in self.table.iter().enumerate().filter(|(_, rows)| **rows > 0) {
                    for (column, code) in split(at, now).enumerate() {
                        each(first + column, at >> own, code, *rows as usize);
                    }
                }
                self.rows.push(at);
            }
            first += now.len();
        }
    }
}

/// The codes of columns that were put together in the low bits of a number.
fn split(number: usize, columns: &[Column]) -> impl Iterator<Item = u32> {
    let mut rest: u32 = columns.iter().map(Column::bits).sum();
    columns.iter().map(move |column| {
        rest -= column.bits();
        (number >> rest & ((1 << column.bits()) - 1)) as u32
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn rows_alike_in_every_column_are_one_group() {
        let (a, b): (Vec<u32>, Vec<u32>) = (0..2000).map(|n| (n % 7, n * n % 11)).unzip();
        // The third has more values than a table holds.
        let c: Vec<u32> = (0..2000).map(|n| n % 3 * 400_000).collect();
        let wide = [Codes::Wide(a.clone()), Codes::Wide(b.clone()), Codes::Wide(c.clone()), Codes::One(0, 2000)];
        let narrow = Codes::Bytes(a.iter().map(|code| *code as u8).collect());
        let column = |codes, values| Column { codes, values };
        let columns =
            [column(&wide[0], 7), column(&wide[1], 11), column(&wide[2], 1_000_000), column(&narrow, 7), column(&wide[3], 5)];
        let mut grouping = Grouping::default();
        let grouped = grouping.group(2000, &columns);
        for row in 0..2000 {
            let expected = [a[row], b[row], c[row], a[row], 0];
            assert_eq!(grouped.codes(grouped.of_row[row] as usize), expected, "{row}");
        }
        let mut distinct: Vec<&[u32]> = grouped.groups().collect();
        distinct.sort();
        distinct.dedup();
        assert_eq!(distinct.len(), grouped.rows.len());
        for (group, rows) in grouped.rows.iter().enumerate() {
            assert_eq!(grouped.of_row.iter().filter(|at| **at as usize == group).count(), *rows);
        }
        let of_row = grouped.of_row.clone();
        grouping.take_back(grouped.of_row);
        assert_eq!(grouping.group(2000, &columns).of_row, of_row);
        assert_eq!((grouping.group(3, &[]).of_row, grouping.group(0, &[]).rows.len()), (vec![0, 0, 0], 0));

        let together = grouping.together(2000, &[columns[0], columns[4]], &[columns[1], columns[3]]).unwrap();
        let mut both: BTreeMap<(usize, usize, u32), usize> = BTreeMap::new();
        grouping.counted(&together, &[columns[1], columns[3]], |column, group, code, rows| {
            *both.entry((column, group, code)).or_default() += rows;
        });
        let mut expected: BTreeMap<(usize, usize, u32), usize> = BTreeMap::new();
        for row in 0..2000 {
            let group = together.group_of(row);
            assert_eq!(together.groups.codes(group), [a[row], 0]);
            *expected.entry((0, group, b[row])).or_default() += 1;
            *expected.entry((1, group, a[row])).or_default() += 1;
        }
        assert_eq!(both, expected);
        assert_eq!(together.groups.rows.iter().sum::<usize>(), 2000);
        let numbers: Vec<u32> = (0..2000).map(|row| together.group_of(row) as u32).collect();
        assert_eq!(together.into_groups().of_row, numbers);
        assert!(grouping.together(2000, &columns[..1], &columns[2..3]).is_none());

        let by = grouping.group(2000, &columns[1..2]);
        let mut counted: BTreeMap<(usize, usize, u32), usize> = BTreeMap::new();
        grouping.cross(&by.of_row, by.rows.len(), &columns, |column, group, code, rows| {
            *counted.entry((column, group, code)).or_default() += rows;
        });
        let mut expected: BTreeMap<(usize, usize, u32), usize> = BTreeMap::new();
        for row in 0..2000 {
            for (column, code) in [a[row], b[row], c[row], a[row], 0].into_iter().enumerate() {
                *expected.entry((column, by.of_row[row] as usize, code)).or_default() += 1;
            }
        }
        assert_eq!(counted, expected);
    }
}
