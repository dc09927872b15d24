//! The dataset on disk: a folder with `giaoban.json` and the files that it names.
//!
//! `giaoban.json` lists *segments*, oldest first; a segment has one Parquet file per table, sorted by article, and may have
//! a list of the articles of older segments that it takes the place of. An update writes one new segment. It takes in the
//! segments before it as long as they are not much larger than itself, so that a small dataset is always one segment (the same
//! articles give the same bytes, in whatever order they came) and a large one costs in proportion to what is new.
//!
//! A write is all or nothing: new files get new names and are synced, then the new `giaoban.json` is renamed over the old one,
//! then files that it no longer names are deleted. What a killed run has left is deleted by the next writer. One writer at a
//! time holds `giaoban.lock`, which says who; readers need no lock.
//!
//! An article is the same when its `article_id` is (title and text). An article with the `id` and the address of an older one
//! but another text is a new version of it and takes its place; without an address both stay, since file names repeat.

use super::build::{Source, build_frames};
use super::schema::Table;
use super::{Tables, Told};
use crate::model::article::Article;
use crate::model::record::ArticleRecords;
use anyhow::Result;
use polars::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// Version of the format that this program writes and reads.
pub const FORMAT: u32 = 1;
const MANIFEST: &str = "giaoban.json";
const MANIFEST_NEW: &str = "giaoban.json.new";
const LOCK: &str = "giaoban.lock";
/// Datasets of up to this many articles are always one segment.
const ONE_SEGMENT: u64 = if cfg!(test) { 6 } else { 20_000 };

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Manifest {
    format: u32,
    /// Rises with every write; the files of a write carry it in their names.
    generation: u64,
    segments: Vec<Segment>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Segment {
    tables: BTreeMap<String, FileEntry>,
    /// Articles of older segments that this one takes the place of (column `article_id`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    superseded: Option<FileEntry>,
}

impl Segment {
    fn articles(&self) -> u64 {
        self.tables.get(Table::Articles.name()).map_or(0, |f| f.rows)
    }

    fn files(&self) -> impl Iterator<Item = &FileEntry> {
        self.tables.values().chain(&self.superseded)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct FileEntry {
    file: String,
    rows: u64,
    bytes: u64,
    blake3: String,
}

/// What an update did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Articles that were not there before.
    pub added: usize,
    /// Articles whose records were replaced, and older versions of articles that were taken out.
    pub replaced: usize,
    /// Articles in the dataset afterwards.
    pub articles: usize,
}

/// A dataset that exists.
#[derive(Debug)]
pub struct Dataset {
    dir: PathBuf,
    manifest: Manifest,
}

impl Dataset {
    /// Whether there is a dataset in `dir`.
    pub fn exists(dir: &Path) -> bool {
        dir.join(MANIFEST).is_file()
    }

    /// Fails when there is no dataset, when its format is of another version, or when a file is missing or cut short.
    pub fn open(dir: &Path) -> Result<Self> {
        let manifest = read_manifest(dir)?.ok_or_else(|| Told::new("error.dataset.none", [("dir", &dir.display())]))?;
        let dataset = Self { dir: dir.to_path_buf(), manifest };
        for file in dataset.manifest.segments.iter().flat_map(Segment::files) {
            let path = dataset.dir.join(&file.file);
            if fs::metadata(&path).map(|m| m.len()).ok() != Some(file.bytes) {
                return Err(Told::new("error.dataset.damaged", [("file", &path.display())]).into());
            }
        }
        Ok(dataset)
    }

    /// Opens the dataset in `dir`, or starts an empty one (the folder is made when it is not there).
    pub fn create_or_open(dir: &Path) -> Result<Self> {
        if Self::exists(dir) {
            return Self::open(dir);
        }
        fs::create_dir_all(dir).map_err(|e| Told::new("error.dataset.write", [("file", &dir.display()), ("why", &e)]))?;
        Ok(Self { dir: dir.to_path_buf(), manifest: Manifest { format: FORMAT, generation: 0, segments: Vec::new() } })
    }

    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Articles in the dataset.
    pub fn articles(&self) -> Result<usize> {
        if self.manifest.segments.iter().all(|s| s.superseded.is_none()) {
            return Ok(self.manifest.segments.iter().map(Segment::articles).sum::<u64>() as usize);
        }
        let ids = self.table(Table::Articles, self.manifest.segments.len()).select([col("article_id")]).collect();
        Ok(ids.map_err(|e| self.explain(e.into()))?.height())
    }

    /// The tables, to be read lazily. Rows of superseded articles are left out.
    pub fn tables(&self) -> Tables {
        let all = self.manifest.segments.len();
        let frame = |table| self.table(table, all);
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

    /// Every file whose contents are not what was written, with the path.
    pub fn damaged_files(&self) -> Vec<PathBuf> {
        let files = self.manifest.segments.iter().flat_map(Segment::files);
        files
            .map(|f| (self.dir.join(&f.file), f))
            .filter(|(path, f)| hash_file(path).ok().as_ref() != Some(&f.blake3))
            .map(|x| x.0)
            .collect()
    }

    /// What a failed read of the tables means: names the damaged file where there is one.
    pub fn explain(&self, error: anyhow::Error) -> anyhow::Error {
        match self.damaged_files().first() {
            Some(path) => error.context(Told::new("error.dataset.damaged", [("file", &path.display())])),
            None => error,
        }
    }

    /// Puts articles and their records in, each in the place of what was there of it. All of them or, on an error, none.
    pub fn update(&mut self, batch: Vec<(Article, ArticleRecords)>) -> Result<Counts> {
        let _lock = lock(&self.dir)?;
        // Another writer may have been here since this dataset was opened.
        if let Some(manifest) = read_manifest(&self.dir)? {
            self.manifest = manifest;
        }
        self.remove_leftovers();
        let batch = distinct(batch);
        let (superseded, mut counts) = self.superseded_by(&batch)?;
        if batch.is_empty() && Self::exists(&self.dir) {
            return Ok(counts);
        }
        let generation = self.manifest.generation + 1;
        let kept = self.segments_to_keep(batch.len() as u64);
        let written = self.write_segment(&batch, superseded, kept, generation).and_then(|segment| {
            let mut segments = self.manifest.segments[..kept].to_vec();
            segments.push(segment);
            let manifest = Manifest { format: FORMAT, generation, segments };
            write_manifest(&self.dir, &manifest).map(|()| manifest)
        });
        match written {
            Ok(manifest) => self.manifest = manifest,
            Err(error) => {
                self.remove_leftovers();
                return Err(error);
            }
        }
        self.remove_leftovers();
        counts.articles = self.articles()?;
        Ok(counts)
    }

    /// The first `upto` segments of a table, without what later ones among them supersede.
    fn table(&self, table: Table, upto: usize) -> LazyFrame {
        let segments = &self.manifest.segments[..upto];
        let mut parts: Vec<LazyFrame> = Vec::new();
        for (at, segment) in segments.iter().enumerate() {
            let Some(entry) = segment.tables.get(table.name()) else { continue };
            if entry.rows == 0 {
                continue;
            }
            let mut frame = self.scan(&entry.file, table.schema());
            let lists: Vec<_> =
                segments[at + 1..].iter().filter_map(|s| s.superseded.as_ref()).map(|f| self.scan_ids(f)).collect();
            if let Some(ids) = concat_all(lists) {
                frame = frame.anti_join(ids, col("article_id"), col("article_id"));
            }
            parts.push(frame);
        }
        concat_all(parts).unwrap_or_else(|| DataFrame::empty_with_schema(&table.schema()).lazy())
    }

    fn scan(&self, file: &str, schema: Schema) -> LazyFrame {
        let path = PlRefPath::try_from_path(&self.dir.join(file));
        let args = ScanArgsParquet { schema: Some(Arc::new(schema.clone())), glob: false, ..Default::default() };
        // A path that polars cannot hold shows when the frame is read.
        path.and_then(|path| LazyFrame::scan_parquet(path, args)).unwrap_or_else(|_| DataFrame::empty_with_schema(&schema).lazy())
    }

    fn scan_ids(&self, entry: &FileEntry) -> LazyFrame {
        self.scan(&entry.file, ids_schema())
    }

    /// Article ids in the dataset that the batch takes the place of.
    fn superseded_by(&self, batch: &[(Article, ArticleRecords)]) -> Result<(FxHashSet<String>, Counts)> {
        let mut counts = Counts::default();
        let mut superseded = FxHashSet::default();
        let new: FxHashSet<&str> = batch.iter().map(|(a, _)| a.article_id.as_str()).collect();
        let versions: FxHashSet<(&str, &str)> =
            batch.iter().filter_map(|(a, _)| Some((a.id.as_str(), a.url.as_deref()?))).collect();
        let columns = [col("article_id"), col("id"), col("url")];
        let frame = self.table(Table::Articles, self.manifest.segments.len()).select(columns).collect();
        let frame = frame.map_err(|e| self.explain(e.into()))?;
        let texts = |name| -> Result<&StringChunked> { Ok(frame.column(name)?.str()?) };
        let mut again = 0;
        for ((article_id, id), url) in texts("article_id")?.iter().zip(texts("id")?.iter()).zip(texts("url")?.iter()) {
            let Some(article_id) = article_id else { continue };
            let same = new.contains(article_id);
            again += usize::from(same);
            if same || id.zip(url).is_some_and(|version| versions.contains(&version)) {
                superseded.insert(article_id.to_string());
            }
        }
        counts.added = batch.len() - again;
        counts.replaced = superseded.len();
        counts.articles = frame.height();
        Ok((superseded, counts))
    }

    /// How many segments stay as they are when `articles` come in; the later ones are merged into the new segment.
    fn segments_to_keep(&self, articles: u64) -> usize {
        let mut size = articles;
        let mut kept = self.manifest.segments.len();
        while kept > 0 {
            let before = self.manifest.segments[kept - 1].articles();
            if before > size * 2 && before + size > ONE_SEGMENT {
                break;
            }
            size += before;
            kept -= 1;
        }
        kept
    }

    fn write_segment(
        &self,
        batch: &[(Article, ArticleRecords)],
        superseded: FxHashSet<String>,
        kept: usize,
        generation: u64,
    ) -> Result<Segment> {
        let sources: Vec<_> = batch.iter().map(|(article, records)| Source { article: Some(article), records }).collect();
        let merged = &self.manifest.segments[kept..];
        let gone = ids_frame(&superseded)?;
        let mut tables = BTreeMap::new();
        for (table, fresh) in Table::ALL.iter().zip(build_frames(&sources)?) {
            let mut frame = fresh;
            if !merged.is_empty() {
                let view =
                    Self { dir: self.dir.clone(), manifest: Manifest { segments: merged.to_vec(), ..self.manifest.clone() } };
                let old = view.table(*table, merged.len()).anti_join(gone.clone().lazy(), col("article_id"), col("article_id"));
                let sorted = SortMultipleOptions::default().with_maintain_order(true);
                let both = concat([old, frame.lazy()], UnionArgs { maintain_order: true, ..Default::default() })?;
                frame = both.sort(["article_id"], sorted).collect().map_err(|e| self.explain(e.into()))?;
            }
            let entry = self.write_file(&format!("{}-{generation}.parquet", table.name()), frame)?;
            tables.insert(table.name().to_string(), entry);
        }
        // What the merged segments superseded in the kept ones stays superseded.
        let mut gone = superseded;
        if kept > 0 {
            for list in merged.iter().filter_map(|s| s.superseded.as_ref()) {
                let frame = self.scan_ids(list).collect().map_err(|e| self.explain(e.into()))?;
                gone.extend(frame.column("article_id")?.str()?.iter().flatten().map(str::to_string));
            }
        }
        let superseded = if kept == 0 || gone.is_empty() {
            None
        } else {
            Some(self.write_file(&format!("superseded-{generation}.parquet"), ids_frame(&gone)?)?)
        };
        Ok(Segment { tables, superseded })
    }

    fn write_file(&self, name: &str, mut frame: DataFrame) -> Result<FileEntry> {
        let path = self.dir.join(name);
        let fail = |e: &dyn std::fmt::Display| Told::new("error.dataset.write", [("file", &path.display()), ("why", e)]);
        let mut out = Hashed { file: File::create(&path).map_err(|e| fail(&e))?, hash: blake3::Hasher::new(), bytes: 0 };
        let zstd = ParquetCompression::Zstd(None);
        frame.rechunk_mut();
        ParquetWriter::new(&mut out).with_compression(zstd).finish(&mut frame).map_err(|e| fail(&e))?;
        out.file.sync_all().map_err(|e| fail(&e))?;
        Ok(FileEntry {
            file: name.to_string(),
            rows: frame.height() as u64,
            bytes: out.bytes,
            blake3: out.hash.finalize().to_hex().to_string(),
        })
    }

    /// Deletes files of this format that the manifest does not name. A file that cannot be deleted does no harm.
    fn remove_leftovers(&self) {
        let named: FxHashSet<&str> = self.manifest.segments.iter().flat_map(Segment::files).map(|f| f.file.as_str()).collect();
        let Ok(entries) = fs::read_dir(&self.dir) else { return };
        for entry in entries.flatten() {
            let name = entry.file_name();
            let Some(name) = name.to_str() else { continue };
            if name == MANIFEST_NEW || (is_ours(name) && !named.contains(name)) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// `meetings-12.parquet`, `superseded-3.parquet`: nothing else in the folder is ever touched.
fn is_ours(name: &str) -> bool {
    let Some((table, generation)) = name.strip_suffix(".parquet").and_then(|n| n.rsplit_once('-')) else { return false };
    (table == "superseded" || Table::from_name(table).is_some())
        && !generation.is_empty()
        && generation.bytes().all(|b| b.is_ascii_digit())
}

/// The batch sorted by article, each article once: the later one where two are the same or versions of one another.
fn distinct(batch: Vec<(Article, ArticleRecords)>) -> Vec<(Article, ArticleRecords)> {
    let mut last: FxHashMap<(&str, &str), usize> = FxHashMap::default();
    let mut last_id: FxHashMap<&str, usize> = FxHashMap::default();
    for (at, (article, _)) in batch.iter().enumerate() {
        last_id.insert(&article.article_id, at);
        if let Some(url) = &article.url {
            last.insert((&article.id, url), at);
        }
    }
    let stays: Vec<bool> = batch
        .iter()
        .enumerate()
        .map(|(at, (a, _))| {
            last_id.get(a.article_id.as_str()) == Some(&at)
                && a.url.as_deref().is_none_or(|url| last.get(&(a.id.as_str(), url)) == Some(&at))
        })
        .collect();
    let mut kept: Vec<_> = batch.into_iter().zip(stays).filter(|(_, stays)| *stays).map(|(pair, _)| pair).collect();
    kept.sort_by(|(a, _), (b, _)| a.article_id.cmp(&b.article_id));
    kept
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

fn ids_frame(ids: &FxHashSet<String>) -> PolarsResult<DataFrame> {
    let mut ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    ids.sort_unstable();
    DataFrame::new_infer_height(vec![Column::new(PlSmallStr::from_static("article_id"), ids)])
}

/// Counts and hashes what passes through.
struct Hashed {
    file: File,
    hash: blake3::Hasher,
    bytes: u64,
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

fn hash_file(path: &Path) -> std::io::Result<String> {
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

/// `None` when there is no dataset.
fn read_manifest(dir: &Path) -> Result<Option<Manifest>> {
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
    let damaged = |_| Told::new("error.dataset.damaged", [("file", &path.display())]);
    let version: Version = serde_json::from_slice(&bytes).map_err(damaged)?;
    if version.format != FORMAT {
        let key = if version.format > FORMAT { "error.dataset.newer" } else { "error.dataset.older" };
        return Err(Told::new(key, [("dir", &dir.display()), ("format", &version.format), ("ours", &FORMAT)]).into());
    }
    Ok(Some(serde_json::from_slice(&bytes).map_err(damaged)?))
}

fn write_manifest(dir: &Path, manifest: &Manifest) -> Result<()> {
    let path = dir.join(MANIFEST_NEW);
    let write = || -> std::io::Result<()> {
        let mut file = File::create(&path)?;
        serde_json::to_writer_pretty(&mut file, manifest)?;
        file.write_all(b"\n")?;
        file.sync_all()?;
        sync_dir(dir)?;
        fs::rename(&path, dir.join(MANIFEST))?;
        sync_dir(dir)
    };
    write().map_err(|e| Told::new("error.dataset.write", [("file", &path.display()), ("why", &e)]).into())
}

#[cfg(unix)]
fn sync_dir(dir: &Path) -> std::io::Result<()> {
    File::open(dir)?.sync_all()
}

#[cfg(not(unix))]
fn sync_dir(_: &Path) -> std::io::Result<()> {
    Ok(())
}

/// Holds the dataset for one writer until it is dropped. The file stays: removing it would let two writers hold two files.
fn lock(dir: &Path) -> Result<File> {
    let path = dir.join(LOCK);
    let fail = |e: &dyn std::fmt::Display| Told::new("error.dataset.write", [("file", &path.display()), ("why", e)]);
    let mut file = File::options().read(true).write(true).create(true).truncate(false).open(&path).map_err(|e| fail(&e))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut pid = String::new();
            let _ = file.take(20).read_to_string(&mut pid);
            let pid = if pid.trim().is_empty() { "?" } else { pid.trim() };
            return Err(Told::new("error.dataset.locked", [("dir", &dir.display()), ("pid", &pid)]).into());
        }
        Err(TryLockError::Error(e)) => return Err(fail(&e).into()),
    }
    file.set_len(0).and_then(|()| file.write_all(format!("{}\n", std::process::id()).as_bytes())).map_err(|e| fail(&e))?;
    Ok(file)
}
