//! The pages of the columns that are read: each says how long it is when it is unpacked, and that much memory is taken before it
//! is.

use super::thrift::{Fields, Kind, Reader, Role, Walk};
use super::{broken, check_file, most, read};
use std::fs::File;
use std::io::{Error, ErrorKind, Read, Result, Seek, SeekFrom};
use std::path::Path;

/// Bytes that any page may have when it is unpacked; writers make pages of a megabyte, some of a hundred.
const PAGE: u64 = 256 << 20;
/// What the pages of a row group may grow to, whatever their bytes, and how many times their bytes above that.
const GROUP: u64 = 1 << 30;
const TIMES: u64 = 100;
/// Bytes of a table whose pages are looked at for every command.
const TABLE: u64 = 512 << 20;
/// Bytes of the head of a page: the most and what is read at once. It may hold its least and greatest value.
const HEAD: u64 = 16 << 20;
const STEP: u64 = 1 << 10;

/// Looks at the pages of these columns of a Parquet file, of which one article may have so many bytes.
///
/// # Errors
/// When the file cannot be read or a page goes beyond its column, and with [`ErrorKind::FileTooLarge`] when unpacking would take
/// more memory than any file of articles needs.
pub(crate) fn check_pages(path: &Path, columns: &[&str], article: usize) -> Result<()> {
    check_pages_of(&mut File::open(path)?, |column| columns.contains(&column), largest(article))
}

/// Looks at the footer of a table that this program may have written, and at all pages where that takes no time: in a file of more
/// than some hundred megabytes only at the footer.
///
/// # Errors
/// As [`check_pages`].
pub(crate) fn check_table(path: &Path) -> Result<()> {
    check_open_table(&mut File::open(path)?)
}

/// Like [`check_table`], for a file that is open; where it is read next is left undefined.
///
/// # Errors
/// As there.
pub(crate) fn check_open_table(file: &mut File) -> Result<()> {
    if file.metadata()?.len() > TABLE { check_file(file) } else { check_pages_of(file, |_| true, i32::MAX as u64) }
}

fn check_pages_of(file: &mut File, wanted: impl Fn(&str) -> bool, largest: u64) -> Result<()> {
    let (mut group, mut packed, mut unpacked) = (0, 0, 0);
    for chunk in read(file)? {
        if !wanted(&chunk.column) {
            continue;
        }
        if chunk.group != group {
            (group, packed, unpacked) = (chunk.group, 0, 0);
        }
        packed += chunk.pages.end - chunk.pages.start;
        let (mut at, mut seen) = (chunk.pages.start, 0);
        // Polars reads pages until it has all values.
        while at < chunk.pages.end && seen < chunk.values {
            let page = page(file, at, chunk.pages.end)?;
            if page.unpacked > largest {
                return Err(Error::from(ErrorKind::FileTooLarge));
            }
            if page.values > most(page.unpacked) {
                return Err(broken());
            }
            unpacked += page.unpacked;
            if !page.is_list {
                seen += page.values;
            }
            at = page.end;
        }
        if unpacked > GROUP.max(largest).max(packed.saturating_mul(TIMES)) {
            return Err(Error::from(ErrorKind::FileTooLarge));
        }
    }
    Ok(())
}

/// Bytes that a page may have where an article may have so many.
pub(crate) fn largest(article: usize) -> u64 {
    PAGE.max((article as u64).saturating_mul(16)).min(i32::MAX as u64)
}

/// What the head of a page says.
#[derive(Debug, Default, PartialEq, Eq)]
struct Page {
    unpacked: u64,
    packed: u64,
    values: u64,
    /// The list of distinct values, which is not one of rows.
    is_list: bool,
    end: u64,
}

impl Reader for Page {
    fn number(&mut self, role: Role, value: i64) -> Option<()> {
        let value = u64::try_from(value).ok().filter(|value| *value <= i32::MAX as u64)?;
        match role {
            Role::Unpacked => self.unpacked = value,
            Role::Packed => self.packed = value,
            Role::Values => self.values = self.values.max(value),
            Role::PageKind => self.is_list = value == 2,
            _ => {}
        }
        Some(())
    }
}

/// The page that begins there, in a column that ends there.
fn page(file: &mut File, at: u64, end: u64) -> Result<Page> {
    let mut length = STEP;
    loop {
        file.seek(SeekFrom::Start(at))?;
        let mut head = Vec::new();
        file.take(length.min(end - at)).read_to_end(&mut head)?;
        let (mut walk, mut page) = (Walk::new(&head), Page::default());
        if walk.structure(HEADER, &mut page, 0).is_some() {
            let body = at + (head.len() - walk.rest().len()) as u64;
            page.end = body.checked_add(page.packed).filter(|past| *past <= end).ok_or_else(broken)?;
            return Ok(page);
        }
        if length >= HEAD.min(end - at) {
            return Err(broken());
        }
        length *= 16;
    }
}

/// `PageHeader`, as `parquet.thrift` has it.
const HEADER: Fields = {
    use Kind::{Binary, Number, Structure, Truth, Whole};
    const STATISTICS: Fields =
        &[(1, Binary), (2, Binary), (3, Whole), (4, Whole), (5, Binary), (6, Binary), (7, Truth), (8, Truth)];
    const DATA: Fields = &[(1, Number(Role::Values)), (2, Whole), (3, Whole), (4, Whole), (5, Structure(STATISTICS))];
    const LIST: Fields = &[(1, Number(Role::Values)), (2, Whole), (3, Truth)];
    const DATA_2: Fields = &[
        (1, Number(Role::Values)),
        (2, Whole),
        (3, Whole),
        (4, Whole),
        (5, Whole),
        (6, Whole),
        (7, Truth),
        (8, Structure(STATISTICS)),
    ];
    &[
        (1, Number(Role::PageKind)),
        (2, Number(Role::Unpacked)),
        (3, Number(Role::Packed)),
        (4, Whole),
        (5, Structure(DATA)),
        (6, Structure(&[])),
        (7, Structure(LIST)),
        (8, Structure(DATA_2)),
    ]
};

#[cfg(test)]
mod tests {
    use super::*;

    fn walked(head: &[u8]) -> Option<Page> {
        let mut page = Page::default();
        Walk::new(head).structure(HEADER, &mut page, 0).map(|()| page)
    }

    #[test]
    fn the_head_of_a_page_says_how_long_it_is() {
        // A page of data of 3 values, 100 bytes unpacked and 50 packed; a list of 4 values.
        let page = walked(&[0x15, 0, 0x15, 200, 1, 0x15, 100, 0x2c, 0x15, 6, 0x15, 0, 0x15, 6, 0x15, 6, 0, 0]).unwrap();
        assert_eq!((page.unpacked, page.packed, page.values, page.is_list), (100, 50, 3, false));
        let page = walked(&[0x15, 4, 0x15, 20, 0x15, 20, 0x4c, 0x15, 8, 0x15, 0, 0, 0]).unwrap();
        assert_eq!((page.unpacked, page.packed, page.values, page.is_list), (10, 10, 4, true));
        for broken in
            [&[0x15, 0, 0x15, 1, 0][..], &[0x15, 0, 0x15, 0xfe, 0xff, 0xff, 0xff, 0x1f, 0], &[0x15, 0, 0x18, 1, 65, 0], &[0x15]]
        {
            assert_eq!(walked(broken), None, "{broken:?}");
        }
    }
}
