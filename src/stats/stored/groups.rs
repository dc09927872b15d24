//! Rows by the values of several columns at once, with a little arithmetic and one look into a table for each row.

use rustc_hash::FxHashMap;

/// Combinations of values up to which a table is laid out for all of them.
const TABLE: usize = 1 << 18;

/// A column as numbers below `values`.
#[derive(Clone, Copy)]
pub struct Codes<'c> {
    pub codes: &'c [u32],
    pub values: usize,
}

/// The rows by number of their group, and for each group the code of every column.
pub struct Grouped {
    pub of_row: Vec<u32>,
    pub groups: Vec<Vec<u32>>,
}

/// Groups `rows` rows by columns; without columns all are one group.
pub fn group(rows: usize, columns: &[Codes]) -> Grouped {
    let mut grouped = Grouped { of_row: vec![0; rows], groups: vec![Vec::new(); usize::from(rows > 0)] };
    let mut rest = columns;
    while !rest.is_empty() {
        // As many columns at once as one table holds.
        let mut size = grouped.groups.len();
        let fit = rest.iter().take_while(|c| {
            size = size.saturating_mul(c.values.max(1));
            size <= TABLE
        });
        let count = fit.count().max(1);
        let (now, later) = rest.split_at(count);
        grouped = step(grouped, now);
        rest = later;
    }
    grouped
}

fn step(before: Grouped, columns: &[Codes]) -> Grouped {
    let size = columns.iter().fold(before.groups.len(), |size, c| size.saturating_mul(c.values.max(1)));
    let mut groups: Vec<Vec<u32>> = Vec::new();
    let mut of_row = before.of_row;
    if size > TABLE {
        // One column with many values.
        let mut known: FxHashMap<(u32, u32), u32> = FxHashMap::default();
        for (group, code) in of_row.iter_mut().zip(columns[0].codes) {
            let old = *group;
            *group = *known.entry((old, *code)).or_insert_with(|| {
                groups.push([before.groups[old as usize].as_slice(), &[*code]].concat());
                groups.len() as u32 - 1
            });
        }
        return Grouped { of_row, groups };
    }
    for column in columns {
        let values = column.values.max(1) as u32;
        of_row.iter_mut().zip(column.codes).for_each(|(group, code)| *group = *group * values + code);
    }
    let mut table = vec![u32::MAX; size];
    for cell in &mut of_row {
        let known = &mut table[*cell as usize];
        if *known == u32::MAX {
            *known = groups.len() as u32;
            let mut codes = Vec::with_capacity(columns.len());
            let mut rest = *cell as usize;
            for column in columns.iter().rev() {
                codes.push((rest % column.values.max(1)) as u32);
                rest /= column.values.max(1);
            }
            codes.reverse();
            groups.push([before.groups[rest].as_slice(), &codes].concat());
        }
        *cell = *known;
    }
    Grouped { of_row, groups }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_alike_in_every_column_are_one_group() {
        let (a, b): (Vec<u32>, Vec<u32>) = (0..2000).map(|n| (n % 7, n * n % 11)).unzip();
        // The third has more values than a table holds.
        let c: Vec<u32> = (0..2000).map(|n| n % 3 * 400_000).collect();
        let codes = |codes, values| Codes { codes, values };
        let grouped = group(2000, &[codes(&a, 7), codes(&b, 11), codes(&c, 1_000_000), codes(&a, 7)]);
        for row in 0..2000 {
            let expected = [a[row], b[row], c[row], a[row]];
            assert_eq!(grouped.groups[grouped.of_row[row] as usize], expected, "{row}");
        }
        let mut distinct = grouped.groups.clone();
        distinct.sort();
        distinct.dedup();
        assert_eq!(distinct.len(), grouped.groups.len());
        assert_eq!((group(3, &[]).of_row, group(0, &[]).groups.len()), (vec![0, 0, 0], 0));
    }
}
