//! `.gz` and `.zst`: unpacked while it is read, so that what a small file grows to is bounded by whoever reads it.

use std::io::{self, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

pub(crate) type Bytes = Box<dyn Read + Send>;

const ENDINGS: &[&str] = &["gz", "zst"];

/// The name of a packed file without the ending of its packing, and that ending.
pub(crate) fn unpacked_name(path: &Path) -> (PathBuf, Option<String>) {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    match ending {
        Some(ending) if ENDINGS.contains(&ending.as_str()) => (path.with_extension(""), Some(ending)),
        _ => (path.to_path_buf(), None),
    }
}

/// The content of `bytes`, of which `head` was read: unpacked where its first bytes say that it is packed, whatever its name.
pub(crate) fn unpack(head: Vec<u8>, bytes: Bytes) -> io::Result<Bytes> {
    let (gzip, zstd) = (head.starts_with(b"\x1F\x8B"), head.starts_with(b"\x28\xB5\x2F\xFD"));
    let whole = Cursor::new(head).chain(bytes);
    if !gzip && !zstd {
        return Ok(Box::new(whole));
    }
    let packed = Arc::new(AtomicU64::new(0));
    let whole = Counted { inner: whole, read: Arc::clone(&packed) };
    let inner: Bytes = if gzip {
        Box::new(flate2::bufread::MultiGzDecoder::new(BufReader::with_capacity(1 << 16, whole)))
    } else {
        Box::new(zstd::stream::read::Decoder::new(whole)?)
    };
    Ok(Box::new(Unpacked { inner, packed, unpacked: 0, always: ALWAYS }))
}

/// How many times its size a packed file may grow to. Text grows ten times, what was made to fill a disk thousands.
pub(crate) const MOST_GROWTH: u64 = 500;
/// So much may come of any file: articles that repeat themselves pack a thousandfold, too. Less in tests, for their time.
const ALWAYS: u64 = if cfg!(test) { 64 << 20 } else { 1 << 30 };

/// Counts what is read.
struct Counted<R> {
    inner: R,
    read: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        self.read.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Ends where a packed file grows beyond all measure: a stream of many articles is read however long it is, and this one would
/// have no end.
struct Unpacked {
    inner: Bytes,
    packed: Arc<AtomicU64>,
    unpacked: u64,
    /// Bytes up to which nothing is asked.
    always: u64,
}

impl Read for Unpacked {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        self.unpacked += read as u64;
        let most = self.packed.load(Ordering::Relaxed).saturating_mul(MOST_GROWTH);
        if self.unpacked > self.always.max(most) { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(read) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read of a file that was packed to `packed` bytes and unpacks to `unpacked`, where `always` may come of any file.
    fn read_of(packed: u64, unpacked: usize, always: u64) -> io::Result<usize> {
        let inner = Box::new(io::repeat(b'a').take(unpacked as u64));
        let mut whole = Unpacked { inner, packed: Arc::new(AtomicU64::new(packed)), unpacked: 0, always };
        io::copy(&mut whole, &mut io::sink()).map(|read| read as usize)
    }

    #[test]
    fn a_file_that_grows_beyond_measure_is_read_no_further() {
        const MB: usize = 1 << 20;
        assert_eq!(read_of(100, 4 * MB, 5 * MB as u64).unwrap(), 4 * MB);
        assert_eq!(read_of(10_000, 4 * MB, MB as u64).unwrap(), 4 * MB);
        assert_eq!(read_of(100, 4 * MB, MB as u64).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
    }
}
