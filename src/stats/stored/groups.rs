//! Rows by the values of several columns at once, with a little arithmetic and one look into a table for each row.

use crate::frame::scan::Codes;
use rustc_hash::FxHashMap;

/// Combinations of codes up to which a table is laid out for all of them, in bits.
const TABLE: u32 = 18;

/// Codes of rows, and below which number they are.
#[derive(Clone, Copy)]
pub struct Column<'c> {
    pub codes: &'c Codes,
    pub values: usize,
}

impl<'c> Column<'c> {
    /// Of a column with so many values; one code more stands for none.
    pub fn new((codes, values): (&'c Codes, usize)) -> Self {
        Self { codes, values: values + 1 }
    }

    /// Bits that its codes take.
    fn bits(&self) -> u32 {
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
            column.codes.append_to(&mut of_row, column.bits());
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
                now.iter().for_each(|c| c.codes.append_to(&mut at, c.bits()));
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
