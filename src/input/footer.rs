//! Looks at the footer of a Parquet file before polars does, which trusts the numbers that stand in it: a list of a thousand
//! million parts, a column of as many values or a schema of a million levels in a file of a kilobyte would take the memory of the
//! machine, or its stack.

mod pages;
mod thrift;

use super::arrow_message;
pub(crate) use pages::{check_open_table, check_pages, check_table, largest};
use std::fs::File;
use std::io::{Error, ErrorKind, Read, Result, Seek, SeekFrom};
use std::ops::Range;
use std::path::Path;
use std::rc::Rc;
use thrift::{Fields, Kind, Role, Walk};

const MAGIC: &[u8; 4] = b"PAR1";
/// Files of many thousand columns and row groups have footers of some megabytes.
const LARGEST: u64 = 256 << 20;
/// Columns inside one another: those that people make have three or four levels.
const DEEPEST: usize = 32;
/// Rows of a row group, whatever its bytes: a value that is always the same takes none.
const ROWS: u64 = 1 << 26;

/// # Errors
/// When the file cannot be read, is no Parquet file, or has a footer whose numbers go beyond it.
pub(crate) fn check(path: &Path) -> Result<()> {
    check_file(&mut File::open(path)?)
}

/// Like [`check`], for a file that is open; where it is read next is left undefined.
///
/// # Errors
/// As there.
fn check_file(file: &mut File) -> Result<()> {
    read(file).map(|_| ())
}

/// Every column of every row group, where the footer is sound.
fn read(file: &mut File) -> Result<Vec<Chunk>> {
    let size = file.metadata()?.len();
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
    chunks(&footer, start).ok_or_else(broken)
}

fn broken() -> Error {
    Error::new(ErrorKind::InvalidData, "no Parquet file, or its footer is damaged")
}

/// The column chunks in a `FileMetaData`, which stands behind so many bytes of data; none where a part of it goes beyond them.
fn chunks(footer: &[u8], data: u64) -> Option<Vec<Chunk>> {
    let mut found = Found { data, ..Found::default() };
    Walk::new(footer).structure(FILE, &mut found, 0)?;
    Some(found.chunks)
}

/// A column of a row group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Chunk {
    /// The column it is of, or that one's outermost.
    column: Rc<str>,
    /// Where its pages lie in the file.
    pages: Range<u64>,
    values: u64,
    group: usize,
}

/// What was read of the row group under way.
#[derive(Debug, Default)]
struct Group {
    number: usize,
    columns: usize,
    rows: u64,
    /// Of its columns the most values, and all bytes.
    values: u64,
    bytes: u64,
}

/// Values of a chunk or rows of a group that so many bytes may hold: a bit for each, where they are more than [`ROWS`].
fn most(bytes: u64) -> u64 {
    ROWS.max(bytes.saturating_mul(8))
}

/// What is understood of a footer while it is walked through.
#[derive(Debug, Default)]
struct Found {
    data: u64,
    chunks: Vec<Chunk>,
    /// The chunk under way, and where its pages lie.
    chunk: Chunk,
    first_page: u64,
    dictionary: Option<u64>,
    bytes: u64,
    group: Group,
    name: Rc<str>,
    children: u32,
    /// The columns without others inside them, which those of a row group follow: the outermost of each.
    leaves: Vec<Rc<str>>,
    column: Rc<str>,
    /// How many columns are still to come in each that the present one is in.
    levels: Vec<u32>,
    pair: (Vec<u8>, Vec<u8>),
}

impl thrift::Reader for Found {
    fn number(&mut self, role: Role, value: i64) -> Option<()> {
        let value = u64::try_from(value).ok()?;
        match role {
            Role::Children => self.children = u32::try_from(value).ok()?,
            Role::Rows => self.group.rows = value,
            Role::Values => self.chunk.values = value,
            Role::Bytes => self.bytes = value,
            Role::Data => self.first_page = value,
            Role::Dictionary => self.dictionary = Some(value),
            _ => {}
        }
        Some(())
    }

    fn bytes(&mut self, role: Role, value: &[u8]) -> Option<()> {
        match role {
            Role::Name => self.name = String::from_utf8_lossy(value).into(),
            Role::Key => self.pair.0 = value.to_vec(),
            Role::Value => self.pair.1 = value.to_vec(),
            _ => {}
        }
        Some(())
    }

    fn closed(&mut self, role: Role) -> Option<()> {
        match role {
            Role::Element => {
                while self.levels.last() == Some(&0) {
                    self.levels.pop();
                }
                if let Some(left) = self.levels.last_mut() {
                    *left -= 1;
                }
                let (name, children) = (std::mem::take(&mut self.name), std::mem::take(&mut self.children));
                // The first is the table, and in it are the columns.
                if self.levels.len() == 1 {
                    self.column = name;
                }
                if children == 0 && !self.levels.is_empty() {
                    self.leaves.push(self.column.clone());
                }
                self.levels.push(children);
                if self.levels.len() > DEEPEST {
                    return None;
                }
            }
            Role::Chunk => {
                let mut chunk = std::mem::take(&mut self.chunk);
                // Readers go by the place, not by the name that stands here as well.
                chunk.column = self.leaves.get(self.group.columns)?.clone();
                self.group.columns += 1;
                // Where there is a list of values it stands before the pages.
                let start = self.dictionary.take().unwrap_or(self.first_page);
                let bytes = std::mem::take(&mut self.bytes);
                chunk.pages = start..start.checked_add(bytes).filter(|end| *end <= self.data)?;
                chunk.group = self.group.number;
                self.group.bytes = self.group.bytes.saturating_add(bytes);
                self.group.values = self.group.values.max(chunk.values);
                self.chunks.push(chunk);
            }
            Role::Group => {
                let Group { number, rows, values, bytes, .. } = std::mem::take(&mut self.group);
                if rows.max(values) > most(bytes) {
                    return None;
                }
                self.group.number = number + 1;
            }
            Role::Pair => {
                let (key, value) = std::mem::take(&mut self.pair);
                if key == b"ARROW:schema" && !arrow_message::is_sound_encoded(&value) {
                    return None;
                }
            }
            _ => {}
        }
        Some(())
    }
}

/// `FileMetaData` and what hangs on it, as `parquet.thrift` of the Parquet format (2.11) has them. Polars reads a field as what it
/// should be, whatever the file says it is: another kind there would have it take any bytes for a length.
const FILE: Fields = {
    use Kind::{Binary, Byte, List, Number, Part, Structure, Text, Truth, Whole};
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
        (4, Text(Role::Name)),
        (5, Number(Role::Children)),
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
        (5, Number(Role::Values)),
        (6, Whole),
        (7, Number(Role::Bytes)),
        (9, Number(Role::Data)),
        (10, Whole),
        (11, Number(Role::Dictionary)),
        (12, Structure(STATISTICS)),
        (14, Whole),
        (15, Whole),
    ];
    const CHUNK: Fields =
        &[(1, Binary), (2, Whole), (3, Structure(CHUNK_VALUES)), (4, Whole), (5, Whole), (6, Whole), (7, Whole)];
    const SORTED_BY: Fields = &[(1, Whole), (2, Truth), (3, Truth)];
    const ROWS: Fields = &[
        (1, List(&Part(CHUNK, Role::Chunk))),
        (2, Whole),
        (3, Number(Role::Rows)),
        (4, List(&Structure(SORTED_BY))),
        (5, Whole),
        (6, Whole),
        (7, Whole),
    ];
    &[
        (1, Whole),
        (2, List(&Part(COLUMN, Role::Element))),
        (3, Whole),
        (4, List(&Part(ROWS, Role::Group))),
        (5, List(&Part(&[(1, Text(Role::Key)), (2, Text(Role::Value))], Role::Pair))),
        (6, Binary),
        (7, List(&Structure(&[(1, Structure(&[]))]))),
    ]
};

#[cfg(test)]
mod tests {
    use super::*;

    fn is_sound(footer: &[u8]) -> bool {
        chunks(footer, 0).is_some()
    }

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
            // A field that comes twice.
            &[0x15, 2, 0x05, 2, 2, 0],
            // A row group whose columns are a text, with the number of the field written out.
            &[0x15, 2, 0x09, 8, 0x1c, 0x08, 2, 0, 0, 0],
        ] {
            assert!(!is_sound(broken), "{broken:?}");
        }
    }

    /// `FileMetaData` of one row group with one column, and a schema of `levels` columns inside one another.
    fn footer(levels: usize, values: u64, rows: u64, place: (u64, u64)) -> Vec<u8> {
        let folded = |value: u64| {
            let (mut rest, mut bytes) = (value << 1, Vec::new());
            while rest >= 0x80 {
                bytes.push(rest as u8 | 0x80);
                rest >>= 7;
            }
            bytes.push(rest as u8);
            bytes
        };
        let elements = [&[0xf0 | 0x0c][..], &[levels as u8 | 0x80, (levels >> 7) as u8][..]].concat();
        // Each but the last has a name and one inside it.
        let schema = [&[&[0x48, 1, b'a', 0x15, 2, 0][..]].repeat(levels - 1).concat()[..], &[0x48, 1, b'b', 0]].concat();
        let chunk = [&[0x3c, 0x56][..], &folded(values), &[0x26], &folded(place.1), &[0x26], &folded(place.0), &[0, 0]].concat();
        let group = [&[0x19, 0x1c][..], &chunk, &[0x26], &folded(rows), &[0]].concat();
        [&[0x29][..], &elements, &schema, &[0x29, 0x1c], &group, &[0]].concat()
    }

    #[test]
    fn numbers_that_would_take_the_memory_or_the_stack_are_seen() {
        let read = |levels, values, rows, place| chunks(&footer(levels, values, rows, place), 1000);
        let sound = read(3, 5, 5, (4, 996)).unwrap();
        assert_eq!(sound, [Chunk { column: "a".into(), pages: 4..1000, values: 5, group: 0 }]);
        assert!(read(DEEPEST, ROWS, ROWS, (4, 996)).is_some());
        assert!(read(DEEPEST + 1, 5, 5, (4, 996)).is_none(), "a schema too deep");
        assert!(read(3, ROWS + 1, 5, (4, 996)).is_none(), "more values than there can be");
        assert!(read(3, 5, ROWS + 1, (4, 996)).is_none(), "more rows than there can be");
        assert!(read(3, 5, 5, (5, 996)).is_none(), "pages beyond the file");
        assert!(read(3, 5, 5, (u64::MAX >> 1, 996)).is_none(), "pages beyond any file");
    }
}
