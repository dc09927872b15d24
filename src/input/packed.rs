//! `.gz` and `.zst`: unpacked while it is read, so that what a small file grows to is bounded by whoever reads it.

use std::io::{self, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

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
    Ok(if gzip {
        Box::new(flate2::bufread::MultiGzDecoder::new(BufReader::with_capacity(1 << 16, whole)))
    } else if zstd {
        Box::new(zstd::stream::read::Decoder::new(whole)?)
    } else {
        Box::new(whole)
    })
}
