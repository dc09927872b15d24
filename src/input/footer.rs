//! Looks at the footer of a Parquet file before polars does, which trusts the lengths that stand in it: a list of a thousand
//! million parts in a file of a kilobyte would take the memory of the machine.
//!
//! The footer is one Thrift structure in the compact protocol. It is walked through; of what it says only the kinds of the known
//! fields are understood.

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

/// Whether the bytes begin with a `FileMetaData` all of whose parts lie within them.
fn is_sound(footer: &[u8]) -> bool {
    Walk { rest: footer }.structure(FILE, 0).is_some()
}

/// What stands in a field, as far as its length goes.
#[derive(Clone, Copy)]
enum Kind {
    Truth,
    Byte,
    Whole,
    Binary,
    List(&'static Kind),
    Structure(Fields),
}

/// The kinds of a structure's known fields.
type Fields = &'static [(i64, Kind)];

/// `FileMetaData` and what hangs on it, as `parquet.thrift` of the Parquet format (2.11) has them. Polars reads a field as what it
/// should be, whatever the file says it is: another kind there would have it take any bytes for a length.
const FILE: Fields = {
    use Kind::{Binary, Byte, List, Structure, Truth, Whole};
    const UNIT: Fields = &[(1, Structure(&[])), (2, Structure(&[])), (3, Structure(&[]))];
    const TIME: Fields = &[(1, Truth), (2, Structure(UNIT))];
    const LOGICAL: Fields = &[
        (1, Structure(&[])),
        (2, Structure(&[])),
        (3, Structure(&[])),
        (4, Structure(&[])),
        (5, Structure(&[(1, Whole), (2, Whole)])),
        (6, Structure(&[])),
        (7, Structure(TIME)),
        (8, Structure(TIME)),
        (10, Structure(&[(1, Byte), (2, Truth)])),
        (11, Structure(&[])),
        (12, Structure(&[])),
        (13, Structure(&[])),
        (14, Structure(&[])),
        (15, Structure(&[])),
    ];
    const COLUMN: Fields = &[
        (1, Whole),
        (2, Whole),
        (3, Whole),
        (4, Binary),
        (5, Whole),
        (6, Whole),
        (7, Whole),
        (8, Whole),
        (9, Whole),
        (10, Structure(LOGICAL)),
    ];
    const STATISTICS: Fields =
        &[(1, Binary), (2, Binary), (3, Whole), (4, Whole), (5, Binary), (6, Binary), (7, Truth), (8, Truth)];
    const CHUNK_VALUES: Fields = &[
        (1, Whole),
        (2, List(&Whole)),
        (3, List(&Binary)),
        (4, Whole),
        (5, Whole),
        (6, Whole),
        (7, Whole),
        (9, Whole),
        (10, Whole),
        (11, Whole),
        (12, Structure(STATISTICS)),
        (14, Whole),
        (15, Whole),
    ];
    const CHUNK: Fields =
        &[(1, Binary), (2, Whole), (3, Structure(CHUNK_VALUES)), (4, Whole), (5, Whole), (6, Whole), (7, Whole)];
    const SORTED_BY: Fields = &[(1, Whole), (2, Truth), (3, Truth)];
    const ROWS: Fields = &[
        (1, List(&Structure(CHUNK))),
        (2, Whole),
        (3, Whole),
        (4, List(&Structure(SORTED_BY))),
        (5, Whole),
        (6, Whole),
        (7, Whole),
    ];
    &[
        (1, Whole),
        (2, List(&Structure(COLUMN))),
        (3, Whole),
        (4, List(&Structure(ROWS))),
        (5, List(&Structure(&[(1, Binary), (2, Binary)]))),
        (6, Binary),
        (7, List(&Structure(&[(1, Structure(&[]))]))),
    ]
};

impl Kind {
    /// Whether a file may write values of the kind under this number.
    fn is(self, written: u8) -> bool {
        match self {
            Kind::Truth => matches!(written, 1 | 2),
            Kind::Byte => written == 3,
            Kind::Whole => matches!(written, 4..=6),
            Kind::Binary => written == 8,
            Kind::List(_) => written == 9,
            Kind::Structure(_) => written == 12,
        }
    }

    /// The fields of a structure, or of those in a list; none are known of what a writer added.
    fn fields(known: Option<Kind>) -> Fields {
        match known {
            Some(Kind::Structure(fields)) => fields,
            _ => &[],
        }
    }
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

    fn structure(&mut self, fields: Fields, depth: usize) -> Option<()> {
        let mut id = 0;
        loop {
            let head = self.byte()?;
            let written = head & 0x0f;
            if written == 0 {
                // Readers differ on an end with a step before it.
                return (head == 0).then_some(());
            }
            id = match head >> 4 {
                0 => {
                    let folded = self.varint()?;
                    i64::from(i16::try_from((folded >> 1) as i64 ^ -((folded & 1) as i64)).ok()?)
                }
                step => id + i64::from(step),
            };
            let known = fields.iter().find(|(field, _)| *field == id).map(|(_, kind)| *kind);
            if known.is_some_and(|kind| !kind.is(written)) {
                return None;
            }
            // The value of a truth stands in its type.
            if !matches!(written, 1 | 2) {
                self.value(written, known, depth)?;
            }
        }
    }

    /// A value of the kind that is written, which is the known one if there is one.
    fn value(&mut self, written: u8, known: Option<Kind>, depth: usize) -> Option<()> {
        match written {
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
                let part = known.and_then(|kind| if let Kind::List(part) = kind { Some(*part) } else { None });
                // An empty list may leave out what it is a list of.
                if count > 0 && part.is_some_and(|part| !part.is(head & 0x0f)) {
                    return None;
                }
                self.values(&[head & 0x0f], part, count, depth)
            }
            11 => {
                let count = self.varint()?;
                let kinds = if count == 0 { 0 } else { self.byte()? };
                self.values(&[kinds >> 4, kinds & 0x0f], None, count, depth)
            }
            12 if depth < DEEPEST => self.structure(Kind::fields(known), depth + 1),
            13 => self.skip(16),
            _ => None,
        }
    }

    /// Values of these kinds in turn. Each takes a byte at least.
    fn values(&mut self, written: &[u8], known: Option<Kind>, count: u64, depth: usize) -> Option<()> {
        if depth >= DEEPEST || count > self.rest.len() as u64 {
            return None;
        }
        for _ in 0..count {
            for written in written {
                self.value(*written, known, depth + 1)?;
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
        // Fields 20 to 23, which no reader knows: an i32, a text of two bytes, a list of three numbers, a list of two structures;
        // then the end.
        let sound = [0x05, 40, 0x02, 0x18, 2, b'a', b'b', 0x19, 0x35, 1, 2, 3, 0x19, 0x2c, 0x11, 0, 0x12, 0, 0];
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

    #[test]
    fn a_field_of_another_kind_than_the_format_says_is_seen() {
        // The version; columns without fields; the number of rows.
        assert!(is_sound(&[0x15, 2, 0x19, 0x1c, 0, 0x16, 0, 0]));
        assert!(is_sound(&[0x15, 2, 0x19, 0x00, 0x16, 0, 0]));
        for broken in [
            // The columns as a structure, as a number, as a list of numbers.
            &[0x15, 2, 0x1c, 0, 0][..],
            &[0x15, 2, 0x16, 0, 0],
            &[0x15, 2, 0x19, 0x15, 0, 0],
            // A row group whose columns are a text, with the number of the field written out.
            &[0x15, 2, 0x09, 8, 0x1c, 0x08, 2, 0, 0, 0],
        ] {
            assert!(!is_sound(broken), "{broken:?}");
        }
    }
}
