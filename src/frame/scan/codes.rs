//! Codes of rows, as narrow as they may be, and how Parquet packs them: runs of one code, and codes of a few bits side by side.

use anyhow::{Context, Result, bail};
use polars_parquet::parquet::encoding::hybrid_rle::{HybridRleChunk, HybridRleDecoder};

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

    /// Makes each number that many bits longer and sets the code of its row there.
    pub fn append_to(&self, numbers: &mut [u32], bits: u32) {
        match self {
            Codes::One(0, _) => numbers.iter_mut().for_each(|number| *number <<= bits),
            Codes::One(code, _) => numbers.iter_mut().for_each(|number| *number = *number << bits | code),
            Codes::Bytes(codes) => {
                numbers.iter_mut().zip(codes).for_each(|(number, code)| *number = *number << bits | u32::from(*code));
            }
            Codes::Wide(codes) => numbers.iter_mut().zip(codes).for_each(|(number, code)| *number = *number << bits | code),
        }
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
    fn room(&mut self, rows: usize, values: usize) {
        match self {
            Codes::One(_, 0) if values <= BYTE => *self = Codes::Bytes(Vec::with_capacity(rows)),
            Codes::One(_, 0) => *self = Codes::Wide(Vec::with_capacity(rows)),
            Codes::One(code, known) if values <= BYTE && *code as usize <= BYTE => {
                *self = Codes::Bytes(vec![*code as u8; *known])
            }
            Codes::One(code, known) => *self = Codes::Wide(vec![*code; *known]),
            Codes::Bytes(codes) if values > BYTE => *self = Codes::Wide(codes.iter().map(|code| u32::from(*code)).collect()),
            _ => {}
        }
    }

    /// Adds rows of one code.
    fn extend_one(&mut self, code: u32, rows: usize, values: usize) {
        match self {
            Codes::One(known, count) if *count == 0 || *known == code => (*known, *count) = (code, *count + rows),
            _ => {
                self.room(rows, values);
                match self {
                    Codes::Bytes(codes) => codes.resize(codes.len() + rows, code as u8),
                    Codes::Wide(codes) => codes.resize(codes.len() + rows, code),
                    Codes::One(..) => {}
                }
            }
        }
    }

    pub fn push(&mut self, code: u32, values: usize) {
        self.extend_one(code, 1, values);
    }

    /// Adds the codes of a page: how many bits each has, then runs. `values` is how many values there are.
    ///
    /// # Errors
    /// When the page ends early or names a value that there is not.
    pub fn extend_page(&mut self, bytes: &[u8], rows: usize, valid: &Valid, values: usize) -> Result<()> {
        let none = values as u32;
        let there = valid.count(rows);
        let start = self.rows();
        let Valid::Some(valid) = valid else {
            match valid {
                Valid::None => self.extend_one(none, rows, values),
                _ => self.extend_runs(bytes, rows, values)?,
            }
            return self.check(start, rows, if there == 0 { none } else { none.saturating_sub(1) });
        };
        let mut own = Codes::default();
        own.extend_runs(bytes, there, values)?;
        own.check(0, there, none.saturating_sub(1))?;
        self.room(rows, values);
        match (&mut *self, own) {
            (Codes::Bytes(codes), Codes::Bytes(own)) => spread(&own, valid, none as u8, codes),
            (Codes::Wide(codes), Codes::Wide(own)) => spread(&own, valid, none, codes),
            (Codes::Wide(codes), Codes::Bytes(own)) => {
                spread(&own.iter().map(|code| u32::from(*code)).collect::<Vec<_>>(), valid, none, codes);
            }
            (Codes::Bytes(codes), Codes::One(code, _)) => {
                codes.extend(valid.iter().map(|v| if *v == 1 { code as u8 } else { none as u8 }));
            }
            (Codes::Wide(codes), Codes::One(code, _)) => codes.extend(valid.iter().map(|v| if *v == 1 { code } else { none })),
            _ => bail!("codes of two widths"),
        }
        Ok(())
    }

    /// Adds codes of the rows that have a value.
    pub fn extend_wide(&mut self, own: &[u32], rows: usize, valid: &Valid, values: usize) -> Result<()> {
        let none = values as u32;
        match (own, valid) {
            (_, Valid::None) => self.extend_one(none, rows, values),
            ([first, rest @ ..], Valid::All) if rest.iter().all(|code| code == first) => self.extend_one(*first, rows, values),
            _ => {
                self.room(rows, values);
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

    fn extend_runs(&mut self, bytes: &[u8], rows: usize, values: usize) -> Result<()> {
        let Some((width, bytes)) = bytes.split_first() else {
            self.extend_one(0, rows, values);
            return Ok(());
        };
        if *width > 32 {
            bail!("codes of {width} bits");
        }
        let mut decoder = HybridRleDecoder::new(bytes, u32::from(*width), rows);
        while let Some(chunk) = decoder.next_chunk()? {
            match chunk {
                // A code that is no value would not fit a byte either.
                HybridRleChunk::Rle(code, _) if code as usize >= values => bail!("a page names a value that is not in its list"),
                HybridRleChunk::Rle(code, n) => self.extend_one(code, n, values),
                HybridRleChunk::Bitpacked(mut packed) => {
                    self.room(rows, values);
                    match self {
                        Codes::Bytes(codes) if *width <= 8 => unpack(packed.as_slice(), u32::from(*width), packed.len(), codes),
                        Codes::Bytes(_) => bail!("codes of {width} bits for {values} values"),
                        Codes::Wide(codes) => {
                            let end = codes.len() + packed.len();
                            let mut chunks = packed.chunked();
                            let mut block = [0u32; 32];
                            while let Some(n) = chunks.next_into(&mut block) {
                                // A whole block is copied without asking how long it is.
                                if n == block.len() { codes.extend(block) } else { codes.extend_from_slice(&block[..n]) }
                            }
                            if codes.len() < end
                                && let Some((rest, n)) = chunks.remainder()
                            {
                                codes.extend_from_slice(&rest[..n]);
                            }
                            codes.truncate(end);
                        }
                        Codes::One(..) => {}
                    }
                }
            }
        }
        Ok(())
    }

    /// The same codes where the list has grown: what had none then has none still.
    pub fn grown(&mut self, before: usize, after: usize) {
        if before == after {
            return;
        }
        let (old, new) = (before as u32, after as u32);
        match self {
            Codes::One(code, _) if *code == old => *code = new,
            Codes::One(..) => {}
            _ => {
                self.room(0, after);
                match self {
                    Codes::Bytes(codes) => codes.iter_mut().filter(|c| u32::from(**c) == old).for_each(|c| *c = new as u8),
                    Codes::Wide(codes) => codes.iter_mut().filter(|c| **c == old).for_each(|c| *c = new),
                    Codes::One(..) => {}
                }
            }
        }
    }
}

/// Codes of the rows that have one into those of all rows.
fn spread<C: Copy>(own: &[C], valid: &[u8], none: C, all: &mut Vec<C>) {
    let mut at = 0;
    all.extend(valid.iter().map(|v| {
        let code = own.get(at).copied().unwrap_or(none);
        at += usize::from(*v);
        if *v == 1 { code } else { none }
    }));
}

/// Codes of up to eight bits, eight at a time: their bits are pulled apart in halves, quarters and eighths of a word.
fn unpack(packed: &[u8], width: u32, count: usize, codes: &mut Vec<u8>) {
    let low = |bits: u32| (1u64 << bits) - 1;
    let halves = low(4 * width);
    let quarters = low(2 * width) * 0x0000_0001_0000_0001;
    let eighths = low(width) * 0x0001_0001_0001_0001;
    let start = codes.len();
    codes.resize(start + count.next_multiple_of(8), 0);
    let bytes_at = |at: usize| -> u64 {
        let rest = packed.get(at..).unwrap_or_default();
        match rest.first_chunk::<8>() {
            Some(word) => u64::from_le_bytes(*word),
            None => rest.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)),
        }
    };
    for (at, eight) in codes[start..].as_chunks_mut::<8>().0.iter_mut().enumerate() {
        let word = bytes_at(at * width as usize);
        let word = word & halves | (word >> (4 * width) & halves) << 32;
        let word = word & quarters | (word >> (2 * width) & quarters) << 16;
        *eight = (word & eighths | (word >> width & eighths) << 8).to_le_bytes();
    }
    codes.truncate(start + count);
}

/// Which rows of a page have a value.
pub enum Valid {
    All,
    None,
    /// 1 for each that has.
    Some(Vec<u8>),
}

impl Valid {
    pub fn read(levels: &[u8], rows: usize) -> Result<Self> {
        let mut decoder = HybridRleDecoder::new(levels, 1, rows);
        let mut valid = Vec::new();
        while let Some(chunk) = decoder.next_chunk()? {
            match chunk {
                HybridRleChunk::Rle(1, n) if n >= rows => return Ok(Valid::All),
                HybridRleChunk::Rle(_, n) if n >= rows => return Ok(Valid::None),
                HybridRleChunk::Rle(level, n) => valid.resize((valid.len() + n).min(rows), u8::from(level == 1)),
                HybridRleChunk::Bitpacked(packed) => {
                    unpack(packed.as_slice(), 1, packed.len().min(rows - valid.len()), &mut valid)
                }
            }
        }
        valid.resize(rows, 0);
        let there = valid.iter().map(|v| usize::from(*v)).sum::<usize>();
        Ok(if there == rows {
            Valid::All
        } else if there == 0 {
            Valid::None
        } else {
            Valid::Some(valid)
        })
    }

    /// How many of so many rows.
    pub fn count(&self, rows: usize) -> usize {
        match self {
            Valid::All => rows,
            Valid::None => 0,
            Valid::Some(valid) => valid.iter().map(|v| usize::from(*v)).sum(),
        }
    }

    pub fn has(&self, row: usize) -> bool {
        match self {
            Valid::All => true,
            Valid::None => false,
            Valid::Some(valid) => valid.get(row) == Some(&1),
        }
    }

    /// Values of the rows that have one into those of all rows.
    pub fn spread<V: Copy>(&self, own: &[V], none: V, rows: usize, all: &mut Vec<V>) -> Result<()> {
        match self {
            Valid::All => all.extend_from_slice(own.get(..rows).context("a page has fewer values than it says")?),
            Valid::None => all.resize(all.len() + rows, none),
            Valid::Some(valid) => spread(own, valid, none, all),
        }
        Ok(())
    }
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
                read.extend_page(&page, rows, &Valid::All, values).unwrap();
                let all: Vec<u32> = (0..rows).map(|row| read.get(row).unwrap()).collect();
                assert_eq!(all, codes, "{width} bits, {rows} rows");
                assert_eq!(read.get(rows), None);
                // One value fewer than the largest code needs.
                if let Some(most) = codes.iter().max().filter(|most| **most > 0) {
                    assert!(Codes::default().extend_page(&page, rows, &Valid::All, *most as usize).is_err(), "{width} {rows}");
                }
                assert!(Codes::default().extend_page(&page, rows + 64, &Valid::All, values).is_err() || rows == 0);
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
            codes.extend_page(&page, 6, &valid, values).unwrap();
            codes.extend_page(&[], 2, &Valid::None, values).unwrap();
            let none = values as u32;
            let expected = [none, 3, none, 0, 2, none, none, none];
            let all = |codes: &Codes| (0..8).map(|row| codes.get(row).unwrap()).collect::<Vec<_>>();
            assert_eq!(all(&codes), expected);
            codes.grown(values, 1000);
            assert_eq!(all(&codes), expected.map(|code| if code == none { 1000 } else { code }));
        }
        let mut one = Codes::default();
        one.extend_page(&[], 3, &Valid::None, 0).unwrap();
        assert_eq!((one.only(), one.rows()), (Some(0), 3));
    }
}
