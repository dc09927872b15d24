//! Which rows of a page have a value, and values of these rows set out among all rows.

use super::runs::{Run, Runs};
use anyhow::{Result, bail};

/// Which rows of a page have a value.
pub enum Valid {
    All,
    None,
    Some(Bits),
}

/// A bit for each row, the lowest of a word first, and how many are set.
#[derive(Default)]
pub struct Bits {
    words: Vec<u64>,
    rows: usize,
    set: usize,
}

const WORD: usize = u64::BITS as usize;

impl Bits {
    fn has(&self, row: usize) -> bool {
        row < self.rows && self.words[row / WORD] >> (row % WORD) & 1 == 1
    }

    /// Adds the lowest bits of a word, at least one.
    fn push(&mut self, bits: u64, rows: usize) {
        let bits = bits & u64::MAX >> (WORD - rows);
        let at = self.rows % WORD;
        match self.words.last_mut() {
            Some(last) if at > 0 => *last |= bits << at,
            _ => self.words.push(bits),
        }
        if at > 0 && at + rows > WORD {
            self.words.push(bits >> (WORD - at));
        }
        self.rows += rows;
    }

    fn push_run(&mut self, run: &Run) {
        let (mut left, same, packed) = match run {
            Run::Same(level, rows) => (*rows, if *level == 1 { u64::MAX } else { 0 }, None),
            Run::Packed(bits, rows) => (*rows, 0, Some(bits.chunks(WORD / 8))),
        };
        let mut packed = packed.into_iter().flatten();
        while left > 0 {
            let bits = packed.next().map_or(same, |chunk| chunk.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)));
            let rows = left.min(WORD);
            self.push(bits, rows);
            left -= rows;
        }
    }

    /// The rows whose bit is set, or those whose bit is not.
    fn rows_that(&self, set: bool) -> impl Iterator<Item = usize> {
        let wanted = move |word: u64| if set { word } else { !word };
        let all = (0..).step_by(WORD).zip(&self.words).flat_map(move |(first, word)| {
            let mut rest = wanted(*word);
            std::iter::from_fn(move || {
                let at = (rest != 0).then(|| rest.trailing_zeros() as usize)?;
                rest &= rest - 1;
                Some(first + at)
            })
        });
        all.take_while(|row| *row < self.rows)
    }

    fn spread<C: Copy>(&self, own: &[C], none: C, all: &mut Vec<C>) {
        let missing = self.rows - self.set;
        let start = all.len();
        if self.set * 8 <= self.rows {
            all.resize(start + self.rows, none);
            let to = &mut all[start..];
            self.rows_that(true).zip(own).for_each(|(row, value)| to[row] = *value);
        } else if missing * 12 <= self.rows {
            all.reserve(self.rows);
            let (mut row, mut at) = (0, 0);
            for gap in self.rows_that(false) {
                let end = at + gap - row;
                all.extend_from_slice(&own[at..end]);
                all.push(none);
                (row, at) = (gap + 1, end);
            }
            all.extend_from_slice(&own[at..]);
        } else {
            all.resize(start + self.rows, none);
            let mut at = 0;
            for (word, rows) in self.words.iter().zip(all[start..].chunks_mut(WORD)) {
                for (bit, to) in rows.iter_mut().enumerate() {
                    // Written for every row: whether a row has a value cannot be foreseen.
                    let there = word >> bit & 1 == 1;
                    let value = own.get(at).copied().unwrap_or(none);
                    *to = if there { value } else { none };
                    at += usize::from(there);
                }
            }
        }
    }
}

impl Valid {
    /// From the levels of a page: 1 where a row has a value.
    ///
    /// # Errors
    /// When the levels cannot be read.
    pub fn read(levels: &[u8], rows: usize) -> Result<Self> {
        let mut runs = Runs::new(levels, 1, rows);
        let mut bits = Bits::default();
        while let Some(run) = runs.next()? {
            match run {
                Run::Same(1, n) if n >= rows => return Ok(Valid::All),
                Run::Same(_, n) if n >= rows => return Ok(Valid::None),
                run => bits.push_run(&run),
            }
        }
        // Levels that are not told are of rows without a value.
        bits.push_run(&Run::Same(0, rows - bits.rows));
        bits.set = bits.words.iter().map(|word| word.count_ones() as usize).sum();
        Ok(match bits.set {
            set if set == rows => Valid::All,
            0 => Valid::None,
            _ => Valid::Some(bits),
        })
    }

    /// How many of so many rows.
    pub fn count(&self, rows: usize) -> usize {
        match self {
            Valid::All => rows,
            Valid::None => 0,
            Valid::Some(bits) => bits.set,
        }
    }

    pub fn has(&self, row: usize) -> bool {
        match self {
            Valid::All => true,
            Valid::None => false,
            Valid::Some(bits) => bits.has(row),
        }
    }

    /// Values of the rows that have one into those of all rows.
    ///
    /// # Errors
    /// When there are too few.
    pub fn spread<C: Copy>(&self, own: &[C], none: C, rows: usize, all: &mut Vec<C>) -> Result<()> {
        let Some(own) = own.get(..self.count(rows)) else { bail!("a page has fewer values than it says") };
        match self {
            Valid::All => all.extend_from_slice(own),
            Valid::None => all.resize(all.len() + rows, none),
            Valid::Some(bits) => bits.spread(own, none, all),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use polars_parquet::parquet::encoding::hybrid_rle::encode;

    #[test]
    fn values_stand_where_the_rows_are_that_have_one() {
        // Of the rows none, few, half, most and all have one; the numbers of rows are no multiples of eight, too.
        for rows in [1usize, 7, 8, 64, 65, 200, 1003] {
            for (some, of) in [(0, 1), (1, 40), (1, 2), (6, 7), (39, 40), (1, 1)] {
                let there = |row: usize| row.wrapping_mul(2_654_435_761) >> 3 & 0xffff < 0x10000 * some / of;
                let mut levels = Vec::new();
                encode::<u32, _, _>(&mut levels, (0..rows).map(|row| u32::from(there(row))), 1).unwrap();
                let valid = Valid::read(&levels, rows).unwrap();
                let expected: Vec<u32> = (0..rows).map(|row| if there(row) { row as u32 } else { u32::MAX }).collect();
                let own: Vec<u32> = expected.iter().copied().filter(|value| *value < u32::MAX).collect();
                assert_eq!(valid.count(rows), own.len(), "{rows} {some}/{of}");
                let mut all = vec![5];
                valid.spread(&own, u32::MAX, rows, &mut all).unwrap();
                assert_eq!(all[1..], expected, "{rows} {some}/{of}");
                assert!((0..rows).all(|row| valid.has(row) == there(row)));
                if let Some(fewer) = own.len().checked_sub(1) {
                    assert!(valid.spread(&own[..fewer], u32::MAX, rows, &mut Vec::new()).is_err());
                }
            }
        }
    }

    #[test]
    fn runs_of_levels_meet_within_a_byte() {
        // Three with, five packed among eight (two of them with), three without, nine with; of the last row nothing is told.
        let levels = [3 << 1, 1, 3, 0b0001_0010, 3 << 1, 0, 9 << 1, 1];
        let valid = Valid::read(&levels, 24).unwrap();
        let has: Vec<usize> = (0..30).filter(|row| valid.has(*row)).collect();
        assert_eq!(has, [0, 1, 2, 4, 7, 14, 15, 16, 17, 18, 19, 20, 21, 22]);
        assert_eq!(valid.count(24), has.len());
    }
}
