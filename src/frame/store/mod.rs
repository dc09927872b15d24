//! The dataset on disk: a folder with `giaoban.json` and the files that it names.
//!
//! `giaoban.json` lists *segments*, oldest first; a segment has one Parquet file per table, sorted by article, and may have
//! a list of the articles of older segments that it takes the place of. An update writes one new segment. It takes in the
//! segments before it as long as they are not much larger than itself, so that a small dataset is always one segment (the same
//! articles give the same bytes, in whatever order they came) and a large one costs in proportion to what is new.
//!
//! A write is all or nothing: new files get new names and are synced, then the new `giaoban.json` is renamed over the old one,
//! then files that it no longer names are deleted. What a killed run has left is deleted by the next writer. One writer at a
//! time holds `giaoban.lock`, which says who; a reader's shared lock keeps the files that it reads.
//!
//! An article is the same when its `article_id` is (title and text). An article with the `id` and the address of an older one
//! but another text is a new version of it and takes its place; without an address both stay, since file names repeat.
//! An input that was read before, by the same rules, is not read again: `input_id` and `extractor` of the articles table tell.
//!
//! A folder without `giaoban.json` that holds tables which another program wrote ([`folder`]) is read as well, and not changed.

mod batch;
mod folder;
mod lock;
mod manifest;
mod write;

#[cfg(test)]
mod damage;
#[cfg(test)]
mod tests;

pub use batch::{Item, Known, KnownInputs, ReadArticle};
pub use manifest::FORMAT;
pub use write::{Counts, Writer};

use super::schema::Table;
use super::{Tables, Told, collect, unpanicked};
use crate::input::footer;
use anyhow::Result;
use folder::Folder;
use lock::ReaderLock;
use manifest::{FileEntry, Manifest, Segment, hash_file};
use polars::prelude::*;
use rustc_hash::FxHashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The rules that articles are read by, as the articles table names them.
pub const EXTRACTOR: &str = concat!(env!("CARGO_PKG_VERSION"), "+", env!("GIAOBAN_EXTRACTION_VERSION"));

/// A dataset that exists, as it was when it was opened.
#[derive(Debug)]
pub struct Dataset {
    dir: PathBuf,
    manifest: Manifest,
    /// Tables of another program, where there is no manifest.
    folder: Option<Folder>,
    /// Held so that no writer deletes what is read; a writer reads under its own lock.
    _reader: Option<ReaderLock>,
}

/// The state of the files of a dataset.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verified {
    pub files: usize,
    /// As they were written.
    pub rows: u64,
    pub damaged: Vec<DamagedFile>,
}

/// A file of a dataset that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DamagedFile {
    pub path: PathBuf,
    /// Not there, rather than with other contents.
    pub missing: bool,
}

impl Dataset {
    /// Whether there is a dataset in `dir`.
    pub fn exists(dir: &Path) -> bool {
        Manifest::exists(dir) || Folder::find(dir).is_some()
    }

    /// Fails when there is no dataset, when its format is newer than this program, or when another program is still writing it.
    /// A damaged file shows when its table is read.
    pub fn open(dir: &Path) -> Result<Self> {
        let none = || Told::new("error.dataset.none", [("dir", &dir.display())]);
        if !Manifest::exists(dir) {
            let folder = Folder::find(dir).ok_or_else(none)?.finished()?;
            return Ok(Self { dir: dir.to_path_buf(), manifest: Manifest::empty(), folder: Some(folder), _reader: None });
        }
        let reader = ReaderLock::take(dir);
        let manifest = Manifest::read(dir)?.ok_or_else(none)?;
        Ok(Self { dir: dir.to_path_buf(), manifest, folder: None, _reader: reader })
    }

    /// Articles in the dataset.
    pub fn articles(&self) -> Result<usize> {
        if self.folder.is_none() && self.manifest.segments.iter().all(|s| s.superseded.is_none()) {
            return Ok(self.manifest.segments.iter().map(Segment::articles).sum::<u64>() as usize);
        }
        if self.folder.is_none() {
            let mut count = 0;
            self.each_article(["id", "url"], |_, _| count += 1).map_err(|e| self.explain(e))?;
            return Ok(count);
        }
        let ids = collect(self.table(Table::Articles).select([col("article_id")]));
        Ok(ids.map_err(|e| self.explain(e.into()))?.height())
    }

    /// Rows of a table as they were written, those of superseded articles among them.
    pub fn rows(&self, table: Table) -> u64 {
        self.manifest.segments.iter().filter_map(|s| s.tables.get(table.name())).map(|entry| entry.rows).sum()
    }

    /// The tables, to be read lazily. Rows of superseded articles are left out.
    pub fn tables(&self) -> Tables {
        let frame = |table| self.table(table);
        Tables::new(
            [
                frame(Table::Articles),
                frame(Table::Meetings),
                frame(Table::Staffing),
                frame(Table::Progress),
                frame(Table::Documents),
                frame(Table::Quantities),
            ],
            false,
        )
    }

    /// Reads every file whole and compares it with what was written. Of a file of another program it is only known whether it
    /// ends as a Parquet file does.
    pub fn verify(&self) -> Verified {
        let mut verified = Verified::default();
        for path in self.folder.iter().flat_map(Folder::files) {
            verified.files += 1;
            match count_rows(&path) {
                Some(rows) => verified.rows += rows,
                None => verified.damaged.push(DamagedFile { missing: !path.exists(), path }),
            }
        }
        for entry in self.manifest.files() {
            verified.files += 1;
            verified.rows += entry.rows;
            let path = self.dir.join(&entry.file);
            let whole = hash_file(&path).is_ok_and(|hash| hash == entry.blake3) && count_rows(&path) == Some(entry.rows);
            if !whole {
                verified.damaged.push(DamagedFile { missing: !path.exists(), path });
            }
        }
        verified
    }

    /// Articles that older rules have read.
    pub fn outdated_articles(&self) -> Result<usize> {
        let older = self.table(Table::Articles).filter(col("extractor").neq_missing(lit(EXTRACTOR))).select([col("article_id")]);
        Ok(collect(older).map_err(|e| self.explain(e.into()))?.height())
    }

    /// What a failed read of the tables means: names the damaged file where there is one.
    pub fn explain(&self, error: anyhow::Error) -> anyhow::Error {
        match self.verify().damaged.first() {
            Some(file) => error.context(Told::new("error.dataset.damaged", [("file", &file.path.display())])),
            None => error,
        }
    }

    fn table(&self, table: Table) -> LazyFrame {
        if let Some(folder) = &self.folder {
            return folder.table(table).unwrap_or_else(|error| fails(&table.schema(), error.to_string()));
        }
        self.table_of(table, &self.manifest.segments)
    }

    /// Gives `take` the id and two texts of every article that no later one supersedes, a segment at a time: what memory holds does
    /// not grow with the dataset.
    fn each_article(&self, columns: [&str; 2], mut take: impl FnMut(&str, [Option<&str>; 2])) -> Result<()> {
        let mut gone: FxHashSet<String> = FxHashSet::default();
        for segment in self.manifest.segments.iter().rev() {
            if let Some(entry) = segment.tables.get(Table::Articles.name()).filter(|entry| entry.rows > 0) {
                let wanted = [col("article_id"), col(columns[0]), col(columns[1])];
                let frame = collect(self.scan(entry, Table::Articles.schema()).select(wanted))?;
                let texts = |name: &str| -> Result<&StringChunked> { Ok(frame.column(name)?.str()?) };
                let (ids, first, second) = (texts("article_id")?, texts(columns[0])?, texts(columns[1])?);
                for ((id, first), second) in ids.iter().zip(first.iter()).zip(second.iter()) {
                    if let Some(id) = id.filter(|id| !gone.contains(*id)) {
                        take(id, [first, second]);
                    }
                }
            }
            if let Some(list) = &segment.superseded {
                let frame = collect(self.scan(list, ids_schema()))?;
                gone.extend(frame.column("article_id")?.str()?.iter().flatten().map(str::to_string));
            }
        }
        Ok(())
    }

    /// Some segments of a table, without what later ones among them supersede.
    fn table_of(&self, table: Table, segments: &[Segment]) -> LazyFrame {
        let mut parts: Vec<LazyFrame> = Vec::new();
        for (at, segment) in segments.iter().enumerate() {
            let Some(entry) = segment.tables.get(table.name()) else { continue };
            if entry.rows == 0 {
                continue;
            }
            let mut frame = self.scan(entry, table.schema());
            let lists: Vec<_> =
                segments[at + 1..].iter().filter_map(|s| s.superseded.as_ref()).map(|f| self.scan(f, ids_schema())).collect();
            if let Some(ids) = concat_all(lists) {
                frame = frame.anti_join(ids, col("article_id"), col("article_id"));
            }
            parts.push(frame);
        }
        concat_all(parts).unwrap_or_else(|| DataFrame::empty_with_schema(&table.schema()).lazy())
    }

    /// A file that is not as long as it was written, or not there, fails when it is read and not before: what does not need it
    /// goes on.
    fn scan(&self, entry: &FileEntry, schema: Schema) -> LazyFrame {
        let path = self.dir.join(&entry.file);
        let whole = fs::metadata(&path).is_ok_and(|m| m.len() == entry.bytes) && footer::check_table(&path).is_ok();
        // Columns that an older format did not have are empty.
        let args = ScanArgsParquet {
            schema: Some(Arc::new(schema.clone())),
            allow_missing_columns: true,
            glob: false,
            ..Default::default()
        };
        let scan = PlRefPath::try_from_path(&path).and_then(|path| LazyFrame::scan_parquet(path, args));
        match scan {
            Ok(frame) if whole => frame,
            _ => fails(&schema, format!("{} is damaged or missing", entry.file)),
        }
    }
}

/// A frame that cannot be read, and says so when it is.
fn fails(schema: &Schema, why: String) -> LazyFrame {
    let fails = move |_| Err(PolarsError::ComputeError(why.clone().into()));
    DataFrame::empty_with_schema(schema).lazy().map(fails, AllowedOptimizations::default(), None, Some("damaged"))
}

fn count_rows(path: &Path) -> Option<u64> {
    footer::check_table(path).ok()?;
    let file = fs::File::open(path).ok()?;
    let rows = unpanicked(|| ParquetReader::new(file).num_rows()).ok()?;
    u64::try_from(rows).ok()
}

fn concat_all(mut frames: Vec<LazyFrame>) -> Option<LazyFrame> {
    if frames.len() < 2 {
        return frames.pop();
    }
    // Frames of one schema always stand under one another.
    concat(frames, UnionArgs { maintain_order: true, ..Default::default() }).ok()
}

fn ids_schema() -> Schema {
    Schema::from_iter([Field::new(PlSmallStr::from_static("article_id"), DataType::String)])
}
