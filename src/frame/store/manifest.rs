//! `giaoban.json`: which files make up the dataset, with what each must hold.

use crate::frame::Told;
use crate::frame::schema::Table;
use anyhow::Result;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::Path;

/// Version of the format that this program writes.
///
/// 1: the articles table knows neither `sketch` nor, in the first datasets, `input_id` and `extractor`. It is read as if these
/// were empty, so that `extract` reads its articles anew; what is written to it makes it the format of today.
pub const FORMAT: u32 = 2;
/// The oldest format that is read.
const OLDEST: u32 = 1;
const MANIFEST: &str = "giaoban.json";
const MANIFEST_NEW: &str = "giaoban.json.new";

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: u32,
    /// Rises with every write; the files of a write carry it in their names.
    pub generation: u64,
    pub segments: Vec<Segment>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    pub tables: BTreeMap<String, FileEntry>,
    /// Articles of older segments that this one takes the place of (column `article_id`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub superseded: Option<FileEntry>,
}

impl Segment {
    pub fn articles(&self) -> u64 {
        self.tables.get(Table::Articles.name()).map_or(0, |f| f.rows)
    }

    pub fn files(&self) -> impl Iterator<Item = &FileEntry> {
        self.tables.values().chain(&self.superseded)
    }
}

/// A Parquet file as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    pub file: String,
    pub rows: u64,
    pub bytes: u64,
    pub blake3: String,
}

impl Manifest {
    pub const fn empty() -> Self {
        Self { format: FORMAT, generation: 0, segments: Vec::new() }
    }

    pub fn exists(dir: &Path) -> bool {
        dir.join(MANIFEST).is_file()
    }

    pub fn files(&self) -> impl Iterator<Item = &FileEntry> {
        self.segments.iter().flat_map(Segment::files)
    }

    /// `None` when there is no dataset.
    pub fn read(dir: &Path) -> Result<Option<Self>> {
        let path = dir.join(MANIFEST);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(Told::new("error.dataset.read", [("file", &path.display()), ("why", &e)]).into()),
        };
        /// The only field that every version has.
        #[derive(Deserialize)]
        struct Version {
            format: u32,
        }
        let damaged = |_: serde_json::Error| Told::new("error.dataset.manifest", [("file", &path.display())]);
        let version: Version = serde_json::from_slice(&bytes).map_err(damaged)?;
        if version.format > FORMAT {
            let values: [(_, &dyn std::fmt::Display); 3] =
                [("dir", &dir.display()), ("format", &version.format), ("ours", &FORMAT)];
            return Err(Told::new("error.dataset.newer", values).into());
        }
        let manifest: Self = serde_json::from_slice(&bytes).map_err(damaged)?;
        // A list that was tampered with names no file outside of the folder, and none that is not of the format.
        if version.format < OLDEST || manifest.files().any(|entry| !is_ours(&entry.file)) {
            return Err(Told::new("error.dataset.manifest", [("file", &path.display())]).into());
        }
        Ok(Some(manifest))
    }

    /// Takes the place of the manifest that is there, in one step.
    pub fn write(&self, dir: &Path) -> Result<()> {
        let path = dir.join(MANIFEST_NEW);
        let write = || -> std::io::Result<()> {
            let mut file = File::create(&path)?;
            serde_json::to_writer_pretty(&mut file, self)?;
            file.write_all(b"\n")?;
            file.sync_all()?;
            sync_dir(dir)?;
            fs::rename(&path, dir.join(MANIFEST))?;
            sync_dir(dir)
        };
        write().map_err(|e| cannot_write(&path, &e))
    }
}

/// Whether a file of the folder belongs to the format: `meetings-12.parquet`, `superseded-3.parquet`, a manifest under way.
/// Nothing else in the folder is ever touched.
pub fn is_ours(name: &str) -> bool {
    if name == MANIFEST_NEW {
        return true;
    }
    let Some((table, generation)) = name.strip_suffix(".parquet").and_then(|n| n.rsplit_once('-')) else { return false };
    (table == "superseded" || Table::from_name(table).is_some())
        && !generation.is_empty()
        && generation.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

pub fn cannot_write(path: &Path, why: &dyn std::fmt::Display) -> anyhow::Error {
    Told::new("error.dataset.write", [("file", &path.display()), ("why", why)]).into()
}

/// Counts and hashes what passes through.
pub struct Hashed<W> {
    pub inner: W,
    pub hash: blake3::Hasher,
    pub bytes: u64,
}

impl<W: Write> Write for Hashed<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.inner.flush()
    }
}

pub fn hash_file(path: &Path) -> std::io::Result<String> {
    let mut hash = blake3::Hasher::new();
    let mut file = File::open(path)?;
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hash.finalize().to_hex().to_string()),
            n => hash.update(&buffer[..n]),
        };
    }
}

#[cfg(unix)]
fn sync_dir(dir: &Path) -> std::io::Result<()> {
    File::open(dir)?.sync_all()
}

#[cfg(not(unix))]
fn sync_dir(_: &Path) -> std::io::Result<()> {
    Ok(())
}
