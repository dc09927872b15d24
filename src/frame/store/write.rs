//! Changing a dataset: updates, and reading its articles again.

use super::batch::{Item, KnownInputs, ReadArticle, distinct, pages};
use super::folder::Folder;
use super::lock::{WriterLock, unless_read};
use super::manifest::{FORMAT, FileEntry, Hashed, Manifest, Segment, cannot_write, is_ours};
use super::{Dataset, EXTRACTOR, ids_schema};
use crate::frame::Told;
use crate::frame::build::{Source, build_frames};
use crate::frame::collect;
use crate::frame::schema::Table;
use crate::input::{InputId, RawArticle};
use anyhow::Result;
use polars::prelude::*;
use polars_parquet::write::ZstdLevel;
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;

/// Datasets of up to this many articles are always one segment, and no segment grows beyond it by merging: a merge holds its
/// articles in memory.
const ONE_SEGMENT: u64 = if cfg!(test) { 6 } else { 4_000 };

/// What an update did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Articles that were not there before.
    pub added: usize,
    /// Articles whose records were replaced, and older versions of articles that were taken out.
    pub replaced: usize,
    /// Articles that were read before by the same rules.
    pub unchanged: usize,
    /// Articles in the dataset afterwards.
    pub articles: usize,
}

/// A dataset that is being written. No other process can write it at the same time.
pub struct Writer {
    dataset: Dataset,
    known: KnownInputs,
    /// Taken with the folder: a run that brings nothing leaves no folder behind.
    lock: Option<WriterLock>,
    /// See [`ONE_SEGMENT`].
    one_segment: u64,
}

impl Writer {
    /// The dataset in `dir`, which need not exist. Fails when it is of another format, damaged, or being written.
    pub fn open(dir: &Path) -> Result<Self> {
        let exists = Manifest::exists(dir);
        if !exists && Folder::find(dir).is_some() {
            return Err(Told::new("error.dataset.not_ours", [("dir", &dir.display())]).into());
        }
        let lock = exists.then(|| WriterLock::take(dir)).transpose()?;
        let manifest = Manifest::read(dir)?.unwrap_or(Manifest::empty());
        let dataset = Dataset { dir: dir.to_path_buf(), manifest, folder: None, _reader: None };
        let mut writer = Self { dataset, known: KnownInputs::default(), lock, one_segment: ONE_SEGMENT };
        writer.learn_known()?;
        Ok(writer)
    }

    /// Lets no segment grow beyond so many articles by merging, where memory is short.
    pub fn merge_up_to(&mut self, articles: u64) {
        self.one_segment = articles.min(ONE_SEGMENT);
    }

    pub fn dir(&self) -> &Path {
        &self.dataset.dir
    }

    /// Articles in the dataset.
    pub fn articles(&self) -> Result<usize> {
        self.dataset.articles()
    }

    /// What need not be read again.
    pub const fn known(&self) -> &KnownInputs {
        &self.known
    }

    /// Puts articles and their records in, each in the place of what was there of it. All of them or, on an error, none.
    pub fn update(&mut self, batch: Vec<Item>) -> Result<Counts> {
        self.take_lock()?;
        self.remove_leftovers();
        let (batch, unchanged) = distinct(batch);
        let (superseded, mut counts) = self.superseded_by(&batch)?;
        counts.unchanged = unchanged;
        if batch.is_empty() && Dataset::exists(self.dir()) {
            return Ok(counts);
        }
        let generation = self.dataset.manifest.generation + 1;
        let kept = self.segments_to_keep(batch.len() as u64);
        let segments = self.write_segment(&batch, superseded.clone(), kept, generation).map(|segment| {
            let mut segments = self.dataset.manifest.segments[..kept].to_vec();
            segments.push(segment);
            segments
        });
        self.commit(segments, generation)?;
        self.known.remove(&superseded);
        for read in &batch {
            if let Some(input) = read.input {
                self.known.insert(input, &read.article.article_id);
            }
        }
        counts.articles = self.dataset.articles()?;
        Ok(counts)
    }

    /// Reads every article again, from its text in the dataset, in the place of all its records: after a change of the rules,
    /// or when a table is damaged. `read` gets the articles of one segment at a time; when it gives none, nothing is changed.
    ///
    /// Fails, with everything as it was, when a file of the articles is damaged.
    pub fn rebuild(&mut self, mut read: impl FnMut(Vec<RawArticle>) -> Option<Vec<ReadArticle>>) -> Result<Option<Counts>> {
        self.take_lock()?;
        self.remove_leftovers();
        let generation = self.dataset.manifest.generation + 1;
        let mut counts = Counts::default();
        let mut segments = Vec::new();
        for (at, segment) in self.dataset.manifest.segments.iter().enumerate() {
            let (raw, inputs) = self.stored_articles(segment)?;
            let Some(mut batch) = read(raw) else {
                self.remove_leftovers();
                return Ok(None);
            };
            for (read, input) in batch.iter_mut().zip(inputs) {
                read.input = input;
            }
            counts.replaced += batch.len();
            match self.write_tables(frames(&batch)?, &format!("{generation}.{at}")) {
                Ok(tables) => segments.push(Segment { tables, superseded: segment.superseded.clone() }),
                Err(error) => return self.commit(Err(error), generation).map(|()| None),
            }
        }
        self.commit(Ok(segments), generation)?;
        self.learn_known()?;
        counts.articles = self.dataset.articles()?;
        Ok(Some(counts))
    }

    fn take_lock(&mut self) -> Result<()> {
        if self.lock.is_some() {
            return Ok(());
        }
        let dir = &self.dataset.dir;
        fs::create_dir_all(dir).map_err(|e| cannot_write(dir, &e))?;
        self.lock = Some(WriterLock::take(dir)?);
        // Another writer may have made the dataset in the meantime.
        if let Some(manifest) = Manifest::read(dir)? {
            self.dataset.manifest = manifest;
            self.learn_known()?;
        }
        Ok(())
    }

    fn learn_known(&mut self) -> Result<()> {
        let mut known = KnownInputs::default();
        let read = self.dataset.each_article(["input_id", "extractor"], |article_id, [input, extractor]| {
            if let (Some(input), Some(EXTRACTOR)) = (input.and_then(InputId::parse), extractor) {
                known.insert(input, article_id);
            }
        });
        // Without the articles table every input is read again, which is what mends it.
        self.known = if read.is_ok() { known } else { KnownInputs::default() };
        Ok(())
    }

    /// Makes the segments the dataset, or leaves it as it was.
    fn commit(&mut self, segments: Result<Vec<Segment>>, generation: u64) -> Result<()> {
        let written = segments.and_then(|segments| {
            let manifest = Manifest { format: FORMAT, generation, segments };
            manifest.write(self.dir()).map(|()| manifest)
        });
        let outcome = written.map(|manifest| self.dataset.manifest = manifest);
        self.remove_leftovers();
        outcome
    }

    /// Article ids in the dataset that the batch takes the place of.
    fn superseded_by(&self, batch: &[ReadArticle]) -> Result<(FxHashSet<String>, Counts)> {
        let mut counts = Counts::default();
        let mut superseded = FxHashSet::default();
        let new: FxHashSet<&str> = batch.iter().map(|read| read.article.article_id.as_str()).collect();
        let pages = pages(batch);
        let (mut again, mut all) = (0, 0);
        let read = self.dataset.each_article(["id", "url"], |article_id, [id, url]| {
            let same = new.contains(article_id);
            all += 1;
            again += usize::from(same);
            if same || id.zip(url).is_some_and(|page| pages.contains(&page)) {
                superseded.insert(article_id.to_string());
            }
        });
        read.map_err(|e| self.dataset.explain(e))?;
        counts.added = batch.len() - again;
        counts.replaced = superseded.len();
        counts.articles = all;
        Ok((superseded, counts))
    }

    /// How many segments stay as they are when `articles` come in; the later ones are merged into the new segment.
    fn segments_to_keep(&self, articles: u64) -> usize {
        let mut size = articles;
        let mut kept = self.dataset.manifest.segments.len();
        while kept > 0 {
            let before = self.dataset.manifest.segments[kept - 1].articles();
            if before + size > self.one_segment {
                break;
            }
            size += before;
            kept -= 1;
        }
        kept
    }

    fn write_segment(
        &self,
        batch: &[ReadArticle],
        superseded: FxHashSet<String>,
        kept: usize,
        generation: u64,
    ) -> Result<Segment> {
        let dataset = &self.dataset;
        let merged = &dataset.manifest.segments[kept..];
        let gone = ids_frame(&superseded)?;
        let mut tables = frames(batch)?;
        if !merged.is_empty() {
            for (table, frame) in Table::ALL.iter().zip(&mut tables) {
                let old = dataset.table_of(*table, merged).anti_join(gone.clone().lazy(), col("article_id"), col("article_id"));
                let sorted = SortMultipleOptions::default().with_maintain_order(true);
                let fresh = std::mem::take(frame).lazy();
                let both = concat([old, fresh], UnionArgs { maintain_order: true, ..Default::default() })?;
                *frame = collect(both.sort(["article_id"], sorted)).map_err(|e| dataset.explain(e.into()))?;
            }
        }
        let tables = self.write_tables(tables, &generation.to_string())?;
        // What the merged segments superseded in the kept ones stays superseded.
        let mut gone = superseded;
        if kept > 0 {
            for list in merged.iter().filter_map(|s| s.superseded.as_ref()) {
                let frame = collect(dataset.scan(list, ids_schema())).map_err(|e| dataset.explain(e.into()))?;
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

    fn write_tables(&self, tables: [DataFrame; 6], suffix: &str) -> Result<BTreeMap<String, FileEntry>> {
        let mut entries = BTreeMap::new();
        for (table, frame) in Table::ALL.iter().zip(tables) {
            let entry = self.write_file(&format!("{}-{suffix}.parquet", table.name()), frame)?;
            entries.insert(table.name().to_string(), entry);
        }
        Ok(entries)
    }

    fn write_file(&self, name: &str, mut frame: DataFrame) -> Result<FileEntry> {
        let path = self.dir().join(name);
        let fail = |e: &dyn std::fmt::Display| cannot_write(&path, e);
        let mut out = Hashed { inner: File::create(&path).map_err(|e| fail(&e))?, hash: blake3::Hasher::new(), bytes: 0 };
        // The first level takes half the time of the usual third, and a tenth more room.
        let zstd = ParquetCompression::Zstd(Some(ZstdLevel::try_new(1)?));
        frame.rechunk_mut();
        ParquetWriter::new(&mut out).with_compression(zstd).finish(&mut frame).map_err(|e| fail(&e))?;
        out.inner.sync_all().map_err(|e| fail(&e))?;
        Ok(FileEntry {
            file: name.to_string(),
            rows: frame.height() as u64,
            bytes: out.bytes,
            blake3: out.hash.finalize().to_hex().to_string(),
        })
    }

    /// The articles of a segment as inputs, with what they were read from. Superseded ones too: the lists of later segments
    /// go on naming them.
    fn stored_articles(&self, segment: &Segment) -> Result<(Vec<RawArticle>, Vec<Option<InputId>>)> {
        let frame = collect(self.dataset.table_of(Table::Articles, std::slice::from_ref(segment)));
        let frame = frame.map_err(|e| self.dataset.explain(e.into()))?;
        let texts = |name| -> Result<&StringChunked> { Ok(frame.column(name)?.str()?) };
        let (ids, titles, urls) = (texts("id")?, texts("title")?, texts("url")?);
        let (outlets, published, text) = (texts("outlet")?, texts("published")?, texts("text")?);
        let own = |value: Option<&str>| value.map(str::to_string);
        let raw = (0..frame.height()).map(|at| RawArticle {
            id: own(ids.get(at)).unwrap_or_default(),
            title: own(titles.get(at)),
            url: own(urls.get(at)),
            outlet: own(outlets.get(at)),
            published: published.get(at).and_then(|date| date.parse().ok()),
            text: own(text.get(at)).unwrap_or_default(),
        });
        let inputs = texts("input_id")?.iter().map(|id| id.and_then(InputId::parse)).collect();
        Ok((raw.collect(), inputs))
    }

    /// Deletes files of this format that the manifest does not name, unless somebody reads. One that cannot be deleted does no
    /// harm.
    fn remove_leftovers(&self) {
        let named: FxHashSet<&str> = self.dataset.manifest.files().map(|f| f.file.as_str()).collect();
        unless_read(self.dir(), || {
            let Ok(entries) = fs::read_dir(self.dir()) else { return };
            for entry in entries.flatten() {
                let name = entry.file_name();
                if name.to_str().is_some_and(|name| is_ours(name) && !named.contains(name)) {
                    let _ = fs::remove_file(entry.path());
                }
            }
        });
    }
}

fn frames(batch: &[ReadArticle]) -> PolarsResult<[DataFrame; 6]> {
    build_frames(&batch.iter().map(Source::of).collect::<Vec<_>>())
}

fn ids_frame(ids: &FxHashSet<String>) -> PolarsResult<DataFrame> {
    let mut ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    ids.sort_unstable();
    DataFrame::new_infer_height(vec![Column::new(PlSmallStr::from_static("article_id"), ids)])
}
