//! Codes of rows, as narrow as they may be.

use super::runs::{Code, Run, Runs, unpack};
use super::valid::Valid;
use anyhow::{Result, bail};

/// A code for each row.
#[derive(Debug, Clone, PartialEq)]
pub enum Codes {
    /// So many rows of one code.
    One(u32, usize),
    Bytes(Vec<u8>),
    Wide(Vec<u32>),
}

impl Default for Codes {
    fn default() -> Self {
        Codes::One(0, 0)
    }
}

/// Lists that codes of batches before stood in: taken again, they need no new pages of memory.
#[derive(Default)]
pub struct Spare {
    bytes: Vec<Vec<u8>>,
    wide: Vec<Vec<u32>>,
}

impl Spare {
    pub fn give(&mut self, codes: Codes) {
        match codes {
            Codes::One(..) => {}
            Codes::Bytes(codes) => self.bytes.push(codes),
            Codes::Wide(codes) => self.wide.push(codes),
        }
    }

    fn bytes(&mut self, rows: usize) -> Vec<u8> {
        let mut list = self.bytes.pop().unwrap_or_default();
        list.clear();
        list.reserve(rows + GROUP);
        list
    }

    fn wide(&mut self, rows: usize) -> Vec<u32> {
        let mut list = self.wide.pop().unwrap_or_default();
        list.clear();
        list.reserve(rows + GROUP);
        list
    }
}

/// Codes that are packed side by side.
const GROUP: usize = 8;

/// Values, none among them, that codes of a byte can name.
const BYTE: usize = 255;

impl Codes {
    /// How many rows.
    pub fn rows(&self) -> usize {
        match self {
            Codes::One(_, rows) => *rows,
            Codes::Bytes(codes) => codes.len(),
            Codes::Wide(codes) => codes.len(),
        }
    }

    pub fn get(&self, row: usize) -> Option<u32> {
        match self {
            Codes::One(code, rows) => (row < *rows).then_some(*code),
            Codes::Bytes(codes) => codes.get(row).map(|code| u32::from(*code)),
            Codes::Wide(codes) => codes.get(row).copied(),
        }
    }

    /// The code of all rows, where they are known to have one.
    pub fn only(&self) -> Option<u32> {
        if let Codes::One(code, _) = self { Some(*code) } else { None }
    }

    pub fn for_each(&self, mut each: impl FnMut(usize, u32)) {
        match self {
            Codes::One(code, rows) => (0..*rows).for_each(|row| each(row, *code)),
            Codes::Bytes(codes) => codes.iter().enumerate().for_each(|(row, code)| each(row, u32::from(*code))),
            Codes::Wide(codes) => codes.iter().enumerate().for_each(|(row, code)| each(row, *code)),
        }
    }

    /// The rows whose code is below a number: of a column that few rows have a value of, most are passed over eight at once.
    pub fn for_each_below(&self, below: u32, mut each: impl FnMut(usize, u32)) {
        match self {
            Codes::One(code, _) if *code >= below => {}
            Codes::Wide(codes) => {
                for (first, eight) in (0..).step_by(GROUP).zip(codes.chunks(GROUP)) {
                    if eight.iter().fold(false, |any, code| any | (*code < below)) {
                        let own = (first..).zip(eight).filter(|(_, code)| **code < below);
                        own.for_each(|(row, code)| each(row, *code));
                    }
                }
            }
            _ => self.for_each(|row, code| {
                if code < below {
                    each(row, code);
                }
            }),
        }
    }

    /// Makes each number that many bits longer and sets the code of its row there; the first number is of row `from`.
    pub fn append_to(&self, numbers: &mut [u32], from: usize, bits: u32) {
        match self {
            Codes::One(0, _) => numbers.iter_mut().for_each(|number| *number <<= bits),
            Codes::One(code, _) => numbers.iter_mut().for_each(|number| *number = *number << bits | code),
            Codes::Bytes(codes) => {
                let own = codes[from..].iter();
                numbers.iter_mut().zip(own).for_each(|(number, code)| *number = *number << bits | u32::from(*code));
            }
            Codes::Wide(codes) => {
                numbers.iter_mut().zip(&codes[from..]).for_each(|(number, code)| *number = *number << bits | code);
            }
        }
    }

    /// The codes of some rows.
    pub fn pick(&self, rows: &[u32]) -> Self {
        match self {
            Codes::One(code, _) => Codes::One(*code, rows.len()),
            Codes::Bytes(codes) => Codes::Bytes(rows.iter().map(|row| codes[*row as usize]).collect()),
            Codes::Wide(codes) => Codes::Wide(rows.iter().map(|row| codes[*row as usize]).collect()),
        }
    }

    /// How many rows have each code below `values`.
    pub fn counts(&self, values: usize) -> Vec<usize> {
        let mut counts = vec![0; values];
        let mut add = |code: u32, rows: usize| {
            if let Some(count) = counts.get_mut(code as usize) {
                *count += rows;
            }
        };
        match self {
            Codes::One(code, rows) => add(*code, *rows),
            // Of few values each is counted on its own, many rows at a time: so many as a byte can count.
            Codes::Bytes(codes) if values <= GROUP => {
                for value in 0..values as u8 {
                    let own = |rows: &[u8]| rows.iter().fold(0u8, |count, code| count + u8::from(*code == value));
                    add(u32::from(value), codes.chunks(BYTE).map(|rows| usize::from(own(rows))).sum());
                }
            }
            Codes::Bytes(codes) => {
                // Two tables, so that a row need not wait for the one before it, which often has the same code.
                let mut tables = [[0; BYTE + 1]; 2];
                codes.iter().enumerate().for_each(|(row, code)| tables[row % 2][usize::from(*code)] += 1);
                (0..).zip(tables[0].iter().zip(&tables[1])).for_each(|(code, (even, odd))| add(code, even + odd));
            }
            Codes::Wide(codes) => codes.iter().for_each(|code| add(*code, 1)),
        }
        counts
    }

    /// Whether a code from some row on is larger than `most`.
    fn exceeds(&self, from: usize, most: u32) -> bool {
        // All are looked at, many at a time, rather than each asked whether it is the one.
        match self {
            Codes::One(code, rows) => *rows > from && *code > most,
            Codes::Bytes(codes) => codes[from..].iter().fold(0, |largest: u8, code| largest.max(*code)) > most.min(255) as u8,
            Codes::Wide(codes) => codes[from..].iter().fold(false, |any, code| any | (*code > most)),
        }
    }

    /// Codes that so many rows more can be added to, each below `values`.
    fn room(&mut self, rows: usize, values: usize, spare: &mut Spare) {
        match self {
            Codes::One(code, known) if values <= BYTE && *code as usize <= BYTE => {
                let mut codes = spare.bytes(*known + rows);
                codes.resize(*known, *code as u8);
                *self = Codes::Bytes(codes);
            }
            Codes::One(code, known) => {
                let mut codes = spare.wide(*known + rows);
                codes.resize(*known, *code);
                *self = Codes::Wide(codes);
            }
            Codes::Bytes(codes) if values > BYTE => {
                let mut wide = spare.wide(codes.len() + rows);
                wide.extend(codes.iter().map(|code| u32::from(*code)));
                spare.give(std::mem::replace(self, Codes::Wide(wide)));
            }
            _ => {}
        }
    }

    /// Adds rows of one code.
    fn extend_one(&mut self, code: u32, rows: usize, values: usize, spare: &mut Spare) {
        match self {
            Codes::One(known, count) if *count == 0 || *known == code => (*known, *count) = (code, *count + rows),
            _ => {
                self.room(rows, values, spare);
                match self {
                    Codes::Bytes(codes) => codes.resize(codes.len() + rows, code as u8),
                    Codes::Wide(codes) => codes.resize(codes.len() + rows, code),
                    Codes::One(..) => {}
                }
            }
        }
    }

    /// Adds the codes of a page: how many bits each has, then runs. `values` is how many values there are.
    ///
    /// # Errors
    /// When the page ends early or names a value that there is not.
    pub fn extend_page(&mut self, bytes: &[u8], rows: usize, valid: &Valid, values: usize, spare: &mut Spare) -> Result<()> {
        let none = values as u32;
        let most = none.saturating_sub(1);
        let start = self.rows();
        match valid {
            Valid::None => {
                self.extend_one(none, rows, values, spare);
                self.check(start, rows, none)
            }
            Valid::All => {
                self.extend_runs(bytes, rows, values, spare)?;
                self.check(start, rows, if rows == 0 { none } else { most })
            }
            Valid::Some(_) => {
                let there = valid.count(rows);
                let mut own = Codes::default();
                own.extend_runs(bytes, there, values, spare)?;
                own.check(0, there, most)?;
                if let Codes::One(..) = own {
                    own.room(0, values, spare);
                }
                let wide = matches!(own, Codes::Wide(_));
                self.room(rows, if wide { usize::MAX } else { values }, spare);
                match (&mut *self, &own) {
                    (Codes::Bytes(codes), Codes::Bytes(own)) => valid.spread(own, none as u8, rows, codes)?,
                    (Codes::Wide(codes), Codes::Wide(own)) => valid.spread(own, none, rows, codes)?,
                    (Codes::Wide(codes), Codes::Bytes(own)) => {
                        let own: Vec<u32> = own.iter().map(|code| u32::from(*code)).collect();
                        valid.spread(&own, none, rows, codes)?;
                    }
                    _ => bail!("codes of two widths"),
                }
                spare.give(own);
                Ok(())
            }
        }
    }

    /// Adds codes of the rows that have a value.
    pub fn extend_wide(&mut self, own: &[u32], rows: usize, valid: &Valid, values: usize, spare: &mut Spare) -> Result<()> {
        let none = values as u32;
        match (own, valid) {
            (_, Valid::None) => self.extend_one(none, rows, values, spare),
            ([first, rest @ ..], Valid::All) if rest.iter().all(|code| code == first) => {
                self.extend_one(*first, rows, values, spare);
            }
            _ => {
                self.room(rows, values, spare);
                match self {
                    Codes::Bytes(codes) => {
                        let own: Vec<u8> = own.iter().map(|code| *code as u8).collect();
                        valid.spread(&own, none as u8, rows, codes)?;
                    }
                    Codes::Wide(codes) => valid.spread(own, none, rows, codes)?,
                    Codes::One(..) => {}
                }
            }
        }
        Ok(())
    }

    fn check(&self, start: usize, rows: usize, most: u32) -> Result<()> {
        if self.rows() != start + rows {
            bail!("a page has fewer values than it says");
        }
        if self.exceeds(start, most) {
            bail!("a page names a value that is not in its list");
        }
        Ok(())
    }

    fn extend_runs(&mut self, bytes: &[u8], rows: usize, values: usize, spare: &mut Spare) -> Result<()> {
        let (width, bytes) = match bytes.split_first() {
            None | Some((0, _)) => {
                self.extend_one(0, rows, values, spare);
                return Ok(());
            }
            Some((width, bytes)) => (usize::from(*width), bytes),
        };
        if width > 32 {
            bail!("codes of {width} bits");
        }
        let mut runs = Runs::new(bytes, width, rows);
        // As long as all are of one code no list is made.
        loop {
            let rest = runs.clone();
            match (&*self, runs.next()?) {
                (_, None) => return Ok(()),
                (Codes::One(known, before), Some(Run::Same(code, n))) if *before == 0 || *known == code => {
                    if code as usize >= values {
                        bail!("a page names a value that is not in its list");
                    }
                    self.extend_one(code, n, values, spare);
                }
                _ => {
                    runs = rest;
                    break;
                }
            }
        }
        let rows = runs.rows();
        self.room(rows, if width > 8 { usize::MAX } else { values }, spare);
        match self {
            Codes::Bytes(codes) => extend(codes, runs, rows, values),
            Codes::Wide(codes) => extend(codes, runs, rows, values),
            Codes::One(..) => Ok(()),
        }
    }

    /// The same codes where the list has grown: what had none then has none still.
    pub fn grown(&mut self, before: usize, after: usize, spare: &mut Spare) {
        if before == after {
            return;
        }
        let (old, new) = (before as u32, after as u32);
        match self {
            Codes::One(code, _) if *code == old => *code = new,
            Codes::One(..) => {}
            _ => {
                self.room(0, after, spare);
                match self {
                    Codes::Bytes(codes) => codes.iter_mut().filter(|c| u32::from(**c) == old).for_each(|c| *c = new as u8),
                    Codes::Wide(codes) => codes.iter_mut().filter(|c| **c == old).for_each(|c| *c = new),
                    Codes::One(..) => {}
                }
            }
        }
    }
}

fn extend<C: Code>(codes: &mut Vec<C>, runs: Runs, rows: usize, values: usize) -> Result<()> {
    let start = codes.len();
    codes.resize(start + rows + GROUP, C::default());
    let read = unpack(runs, values, &mut codes[start..])?;
    codes.truncate(start + read);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use polars_parquet::parquet::encoding::hybrid_rle::encode;

    #[test]
    fn packed_codes_come_back() {
        for width in 1..=20u32 {
            for rows in [0usize, 1, 7, 8, 9, 31, 32, 33, 64, 1000] {
                let values = 1usize << width;
                let codes: Vec<u32> =
                    (0..rows as u32).map(|n| n.wrapping_mul(2_654_435_761) >> 3 & (values as u32 - 1)).collect();
                let mut page = vec![width as u8];
                encode::<u32, _, _>(&mut page, codes.iter().copied(), width).unwrap();
                let mut read = Codes::default();
                read.extend_page(&page, rows, &Valid::All, values, &mut Spare::default()).unwrap();
                let all: Vec<u32> = (0..rows).map(|row| read.get(row).unwrap()).collect();
                assert_eq!(all, codes, "{width} bits, {rows} rows");
                assert_eq!(read.get(rows), None);
                // One value fewer than the largest code needs.
                if let Some(most) = codes.iter().max().filter(|most| **most > 0) {
                    assert!(
                        Codes::default().extend_page(&page, rows, &Valid::All, *most as usize, &mut Spare::default()).is_err(),
                        "{width} {rows}"
                    );
                }
                assert!(
                    Codes::default().extend_page(&page, rows + 64, &Valid::All, values, &mut Spare::default()).is_err()
                        || rows == 0
                );
            }
        }
    }

    #[test]
    fn rows_without_a_value_stand_between_those_that_have_one() {
        for (width, values) in [(2, 4usize), (10, 700)] {
            let mut page = vec![width];
            encode::<u32, _, _>(&mut page, [3u32, 0, 2].into_iter(), u32::from(width)).unwrap();
            let mut levels = Vec::new();
            encode::<u32, _, _>(&mut levels, [0u32, 1, 0, 1, 1, 0].into_iter(), 1).unwrap();
            let valid = Valid::read(&levels, 6).unwrap();
            let mut codes = Codes::default();
            codes.extend_page(&page, 6, &valid, values, &mut Spare::default()).unwrap();
            codes.extend_page(&[], 2, &Valid::None, values, &mut Spare::default()).unwrap();
            let none = values as u32;
            let expected = [none, 3, none, 0, 2, none, none, none];
            let all = |codes: &Codes| (0..8).map(|row| codes.get(row).unwrap()).collect::<Vec<_>>();
            assert_eq!(all(&codes), expected);
            codes.grown(values, 1000, &mut Spare::default());
            assert_eq!(all(&codes), expected.map(|code| if code == none { 1000 } else { code }));
        }
        let wide = Codes::Wide((0..21).map(|row| if row % 9 == 4 { row } else { 99 }).collect());
        let bytes = Codes::Bytes((0..2000).map(|row: u32| (row * row % 11) as u8).collect());
        for codes in [wide, bytes, Codes::Bytes(vec![99, 99, 0, 7]), Codes::One(99, 4), Codes::One(7, 2)] {
            let (mut below, mut expected) = (Vec::new(), Vec::new());
            codes.for_each_below(90, |row, code| below.push((row, code)));
            codes.for_each(|row, code| expected.extend((code < 90).then_some((row, code))));
            assert_eq!(below, expected, "{codes:?}");
            assert_eq!(codes.counts(100).iter().sum::<usize>(), codes.rows());
            assert_eq!(codes.counts(8), codes.counts(100)[..8], "{codes:?}");
        }
        let mut one = Codes::default();
        one.extend_page(&[], 3, &Valid::None, 0, &mut Spare::default()).unwrap();
        assert_eq!((one.only(), one.rows()), (Some(0), 3));
    }
}
