//! Looks at the footer of a Parquet file before polars does, which trusts the lengths that stand in it: a list of a thousand
//! million parts in a file of a kilobyte would take the memory of the machine.
//!
//! The footer is one Thrift structure in the compact protocol. It is walked through without being understood.

use std::fs::File;
use std::io::{Error, ErrorKind, Read, Result, Seek, SeekFrom};
use std::path::Path;

const MAGIC: &[u8; 4] = b"PAR1";
/// Structures inside one another; the format needs eight.
const DEEPEST: usize = 32;
/// Files of many thousand columns and row groups have footers of some megabytes.
const LARGEST: u64 = 256 << 20;

/// # Errors
/// When the file cannot be read, is no Parquet file, or has a footer whose lengths go beyond it.
pub(crate) fn check(path: &Path) -> Result<()> {
    let mut file = File::open(path)?;
    let size = file.metadata()?.len();
    let broken = || Error::new(ErrorKind::InvalidData, "no Parquet file, or its footer is damaged");
    let from = size.checked_sub(8).ok_or_else(broken)?;
    file.seek(SeekFrom::Start(from))?;
    let mut tail = [0; 8];
    file.read_exact(&mut tail)?;
    let [a, b, c, d, magic @ ..] = tail;
    let length = u64::from(u32::from_le_bytes([a, b, c, d]));
    let start = from.checked_sub(length).filter(|_| &magic == MAGIC && length <= LARGEST).ok_or_else(broken)?;
    file.seek(SeekFrom::Start(start))?;
    let mut footer = Vec::new();
    file.take(length).read_to_end(&mut footer)?;
    is_sound(&footer).then_some(()).ok_or_else(broken)
}

/// Whether the bytes begin with a structure all of whose parts lie within them.
fn is_sound(footer: &[u8]) -> bool {
    Walk { rest: footer }.structure(0).is_some()
}

struct Walk<'b> {
    rest: &'b [u8],
}

impl Walk<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn skip(&mut self, bytes: u64) -> Option<()> {
        self.rest = self.rest.get(usize::try_from(bytes).ok()?..)?;
        Some(())
    }

    fn varint(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    fn structure(&mut self, depth: usize) -> Option<()> {
        loop {
            let head = self.byte()?;
            if head == 0 {
                return Some(());
            }
            if head >> 4 == 0 {
                self.varint()?;
            }
            match head & 0x0f {
                // The value of a truth stands in its type.
                1 | 2 => {}
                kind => self.value(kind, depth)?,
            }
        }
    }

    fn value(&mut self, kind: u8, depth: usize) -> Option<()> {
        match kind {
            1..=3 => self.skip(1),
            4..=6 => self.varint().map(|_| ()),
            7 => self.skip(8),
            8 => {
                let length = self.varint()?;
                self.skip(length)
            }
            9 | 10 => {
                let head = self.byte()?;
                let count = if head >> 4 == 15 { self.varint()? } else { u64::from(head >> 4) };
                self.values(&[head & 0x0f], count, depth)
            }
            11 => {
                let count = self.varint()?;
                let kinds = if count == 0 { 0 } else { self.byte()? };
                self.values(&[kinds >> 4, kinds & 0x0f], count, depth)
            }
            12 if depth < DEEPEST => self.structure(depth + 1),
            13 => self.skip(16),
            _ => None,
        }
    }

    /// Values of these kinds in turn. Each takes a byte at least.
    fn values(&mut self, kinds: &[u8], count: u64, depth: usize) -> Option<()> {
        if depth >= DEEPEST || count > self.rest.len() as u64 {
            return None;
        }
        for _ in 0..count {
            for kind in kinds {
                self.value(*kind, depth + 1)?;
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_beyond_the_footer_are_seen() {
        // An i32, a text of two bytes, a list of three numbers, a list of two structures; then the end.
        let sound = [0x15, 0x02, 0x18, 2, b'a', b'b', 0x19, 0x35, 1, 2, 3, 0x19, 0x2c, 0x11, 0, 0x12, 0, 0];
        assert!(is_sound(&sound));
        for length in 0..sound.len() {
            assert!(!is_sound(&sound[..length]), "{length}");
        }
        for broken in [
            &[0x18, 0x7f, 1, 0][..],
            &[0x19, 0xf5, 0xff, 0xff, 0xff, 0xff, 0x0f, 0],
            &[0x1b, 0xff, 0xff, 0xff, 0x0f, 0x55, 0],
            &[0x1f, 0],
            &[0x19, 0x1c].repeat(100),
            &[0x1c; 100],
        ] {
            assert!(!is_sound(broken), "{broken:?}");
        }
    }
}
