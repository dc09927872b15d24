//! How Parquet packs codes: runs of one code, and codes of a few bits side by side, in groups of eight.

use anyhow::{Context, Result, bail};

/// A stretch of rows.
pub enum Run<'p> {
    /// So many rows of one code.
    Same(u32, usize),
    /// Where the codes of so many rows begin.
    Packed(&'p [u8], usize),
}

/// The runs of a page.
#[derive(Clone)]
pub struct Runs<'p> {
    bytes: &'p [u8],
    width: usize,
    /// Rows that are still to come.
    rows: usize,
}

impl<'p> Runs<'p> {
    /// Runs of `rows` codes of `width` bits, of which there are at least one and at most 32.
    pub const fn new(bytes: &'p [u8], width: usize, rows: usize) -> Self {
        Self { bytes, width, rows }
    }

    /// Rows that are still to come.
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// The next run; `None` at the end, also where rows are still to come.
    ///
    /// # Errors
    /// When a run ends early.
    pub fn next(&mut self) -> Result<Option<Run<'p>>> {
        if self.rows == 0 || self.bytes.is_empty() {
            return Ok(None);
        }
        let header = self.header()?;
        if header & 1 == 0 {
            let (code, rest) = self.bytes.split_at_checked(self.width.div_ceil(8)).context("a run ends early")?;
            self.bytes = rest;
            let code = code.iter().rev().fold(0, |code, byte| code << 8 | u32::from(*byte));
            let rows = self.rows.min(header >> 1);
            self.rows -= rows;
            return Ok(Some(Run::Same(code, rows)));
        }
        let packed = self.bytes;
        let length = (header >> 1).saturating_mul(self.width).min(packed.len());
        let rows = (length * 8 / self.width).min(self.rows);
        self.bytes = &packed[length..];
        self.rows -= rows;
        Ok(Some(Run::Packed(packed, rows)))
    }

    /// How long a run is, and of which kind, in seven bits a byte.
    fn header(&mut self) -> Result<usize> {
        let (mut header, mut shift) = (0, 0);
        while let Some((byte, rest)) = self.bytes.split_first() {
            self.bytes = rest;
            header |= usize::from(byte & 0x7f) << shift;
            if *byte < 0x80 {
                return Ok(header);
            }
            shift += 7;
            if shift >= usize::BITS - 7 {
                break;
            }
        }
        bail!("the length of a run is no number")
    }
}

/// A code as it is kept.
pub trait Code: Copy + Default {
    fn of(code: u32) -> Self;

    /// Eight codes of `W` bits that begin at a byte.
    fn eight<const W: usize>(page: &[u8], at: usize) -> [Self; 8];
}

/// The eight bytes from one on; what lies behind the end is 0.
fn word(page: &[u8], at: usize) -> u64 {
    let rest = page.get(at..).unwrap_or_default();
    match rest.first_chunk::<8>() {
        Some(word) => u64::from_le_bytes(*word),
        None => rest.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)),
    }
}

impl Code for u8 {
    fn of(code: u32) -> Self {
        code as u8
    }

    /// Their bits are pulled apart in halves, quarters and eighths of a word.
    fn eight<const W: usize>(page: &[u8], at: usize) -> [u8; 8] {
        let low = |bits: usize| if bits < 64 { (1u64 << bits) - 1 } else { u64::MAX };
        let (halves, quarters, eighths) = (low(4 * W), low(2 * W) * 0x0000_0001_0000_0001, low(W) * 0x0001_0001_0001_0001);
        let word = word(page, at);
        let word = word & halves | (word >> (4 * W) & halves) << 32;
        let word = word & quarters | (word >> (2 * W) & quarters) << 16;
        (word & eighths | (word >> W & eighths) << 8).to_le_bytes()
    }
}

impl Code for u32 {
    fn of(code: u32) -> Self {
        code
    }

    fn eight<const W: usize>(page: &[u8], at: usize) -> [u32; 8] {
        let mask = u32::MAX >> (32 - W);
        let rest = page.get(at..).unwrap_or_default();
        // Up to sixteen bits: all eight are in one number.
        if let Some(bytes) = rest.first_chunk::<16>().filter(|_| W <= 16) {
            let number = u128::from_le_bytes(*bytes);
            return std::array::from_fn(|k| (number >> (k * W % 128)) as u32 & mask);
        }
        // A code of up to 32 bits and where it begins in its byte fit into eight bytes.
        std::array::from_fn(|k| (word(rest, k * W / 8) >> (k * W % 8)) as u32 & mask)
    }
}

/// Writes the codes of runs, each below `values`, and tells of how many rows there were some. `codes` has eight places more than there
/// are rows: groups are written whole.
///
/// # Errors
/// When a run ends early or its code is no value.
pub fn unpack<C: Code>(runs: Runs, values: usize, codes: &mut [C]) -> Result<usize> {
    macro_rules! by_width {
        ($($width:literal)*) => {
            match runs.width {
                $($width => unpack_width::<C, $width>(runs, values, codes),)*
                width => bail!("codes of {width} bits"),
            }
        };
    }
    by_width!(1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32)
}

fn unpack_width<C: Code, const W: usize>(mut runs: Runs, values: usize, codes: &mut [C]) -> Result<usize> {
    let mut at = 0;
    while let Some(run) = runs.next()? {
        match run {
            // A code that is no value need not fit its place.
            Run::Same(code, _) if code as usize >= values => bail!("a page names a value that is not in its list"),
            Run::Same(code, rows) => {
                codes[at..at + rows].fill(C::of(code));
                at += rows;
            }
            Run::Packed(page, rows) => {
                let groups = codes[at..at + rows.next_multiple_of(8)].as_chunks_mut::<8>().0;
                for (n, eight) in groups.iter_mut().enumerate() {
                    *eight = C::eight::<W>(page, n * W);
                }
                at += rows;
            }
        }
    }
    Ok(at)
}
