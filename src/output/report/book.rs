//! The fact book of a report: every fact with the statements that say it, their sentences and their sources.

use crate::frame::Tables;
use crate::frame::schema::Table;
use crate::stats::facts::{Fact, fold};
use crate::stats::load::Loaded;
use anyhow::Result;
use polars::prelude::*;
use rustc_hash::FxHashMap;

/// The tables whose facts a report tells.
pub const TOLD: [Table; 4] = [Table::Meetings, Table::Staffing, Table::Progress, Table::Documents];

/// What a record stands on, and the words of it that the statistics do not need.
#[derive(Debug, Clone, Default)]
pub struct Ground {
    pub start: Option<u32>,
    pub end: Option<u32>,
    pub evidence: Option<String>,
    pub evidence_start: Option<u32>,
    pub rule: String,
}

/// An article as a source.
#[derive(Debug, Clone, Default)]
pub struct Source {
    pub title: Option<String>,
    pub outlet: Option<String>,
    pub url: Option<String>,
    /// EDTF.
    pub published: Option<String>,
}

/// A fact of one table.
pub struct Entry {
    pub table: Table,
    pub id: String,
    pub fact: Fact,
}

/// All facts of the data, with what grounds them.
pub struct Book {
    pub loaded: Loaded,
    pub entries: Vec<Entry>,
    by_id: FxHashMap<String, usize>,
    by_record: FxHashMap<String, usize>,
    grounds: FxHashMap<String, Ground>,
    sources: FxHashMap<String, Source>,
}

impl Book {
    /// Reads and folds the tables once.
    ///
    /// # Errors
    /// A table that cannot be read.
    pub fn read(tables: &Tables) -> Result<Self> {
        let mut book = Self {
            loaded: Loaded::articles(tables)?,
            entries: Vec::new(),
            by_id: FxHashMap::default(),
            by_record: FxHashMap::default(),
            grounds: FxHashMap::default(),
            sources: sources(tables)?,
        };
        for table in TOLD {
            let statements = book.loaded.statements(tables, table, None)?;
            for fact in fold(&book.loaded, statements) {
                let id = fact.id(&book.loaded.texts);
                let at = book.entries.len();
                for statement in fact.members.iter().chain(&fact.losers) {
                    book.by_record.insert(book.loaded.texts.get(statement.record).to_string(), at);
                }
                book.by_id.insert(id.clone(), at);
                book.entries.push(Entry { table, id, fact });
            }
            grounds(tables, table, &mut book.grounds)?;
        }
        Ok(book)
    }

    /// The position of a fact by its id.
    pub fn fact(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The position of the fact that a record belongs to.
    pub fn fact_of(&self, record_id: &str) -> Option<usize> {
        self.by_record.get(record_id).copied()
    }

    pub fn ground(&self, record_id: &str) -> Option<&Ground> {
        self.grounds.get(record_id)
    }

    pub fn source(&self, article_id: &str) -> Option<&Source> {
        self.sources.get(article_id)
    }
}

impl Ground {
    /// The evidence sentence before, within and after the words of the record. Offsets count Unicode scalar values; where they
    /// do not fit the sentence, all of it stands before.
    pub fn parts(&self) -> Option<[String; 3]> {
        let sentence = self.evidence.as_deref()?;
        let whole = || Some([sentence.to_string(), String::new(), String::new()]);
        let (Some(start), Some(end), Some(from)) = (self.start, self.end, self.evidence_start) else { return whole() };
        let (Some(first), Some(last)) = (start.checked_sub(from), end.checked_sub(from)) else { return whole() };
        let byte = |scalar: u32| {
            let mut at = sentence.char_indices().map(|(at, _)| at).chain([sentence.len()]);
            at.nth(scalar as usize)
        };
        // A record may reach over its sentence (a list that runs on): then the mark ends with the sentence.
        let Some(first) = byte(first) else { return whole() };
        let last = byte(last).unwrap_or(sentence.len());
        if first >= last {
            return whole();
        }
        Some([sentence[..first].to_string(), sentence[first..last].to_string(), sentence[last..].to_string()])
    }
}

fn texts<'f>(frame: &'f DataFrame, name: &str) -> PolarsResult<&'f StringChunked> {
    frame.column(name)?.str()
}

fn sources(tables: &Tables) -> Result<FxHashMap<String, Source>> {
    let columns = ["article_id", "title", "outlet", "url", "published"];
    let frame = tables.get(Table::Articles).select(columns.map(col)).collect()?;
    let [ids, title, outlet, url, published] = columns.map(|name| texts(&frame, name));
    let (ids, title, outlet, url, published) = (ids?, title?, outlet?, url?, published?);
    let mut sources = FxHashMap::default();
    for row in 0..frame.height() {
        let Some(id) = ids.get(row) else { continue };
        let own = |column: &StringChunked| column.get(row).map(str::trim).filter(|t| !t.is_empty()).map(str::to_string);
        let source = Source { title: own(title), outlet: own(outlet), url: own(url), published: own(published) };
        sources.entry(id.to_string()).or_insert(source);
    }
    Ok(sources)
}

fn grounds(tables: &Tables, table: Table, grounds: &mut FxHashMap<String, Ground>) -> Result<()> {
    let columns = ["record_id", "start", "end", "evidence", "evidence_start", "rule"];
    let frame = tables.get(table).select(columns.map(col)).collect()?;
    let (ids, evidence, rules) = (texts(&frame, "record_id")?, texts(&frame, "evidence")?, texts(&frame, "rule")?);
    let whole = |name: &str| frame.column(name).and_then(|c| c.u32());
    let (start, end, from) = (whole("start")?, whole("end")?, whole("evidence_start")?);
    for row in 0..frame.height() {
        let Some(id) = ids.get(row) else { continue };
        let ground = Ground {
            start: start.get(row),
            end: end.get(row),
            evidence: evidence.get(row).map(str::to_string),
            evidence_start: from.get(row),
            rule: rules.get(row).unwrap_or_default().to_string(),
        };
        grounds.entry(id.to_string()).or_insert(ground);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ground(sentence: &str, from: u32, start: u32, end: u32) -> Ground {
        Ground {
            start: Some(start),
            end: Some(end),
            evidence: Some(sentence.into()),
            evidence_start: Some(from),
            ..Ground::default()
        }
    }

    #[test]
    fn the_words_of_a_record_are_found_in_its_sentence() {
        // "Tỉnh" composed is four scalars, decomposed five: offsets count what stands there.
        let parts = |g: Ground| g.parts().unwrap().join("|");
        assert_eq!(parts(ground("Tỉnh đã giảm 61 biên chế.", 100, 108, 113)), "Tỉnh đã |giảm |61 biên chế.");
        assert_eq!(parts(ground("Ti\u{309}nh giảm 61.", 0, 6, 13)), "Ti\u{309}nh |giảm 61|.");
        assert_eq!(parts(ground("Giảm 61.", 10, 10, 40)), "|Giảm 61.|");
        assert_eq!(parts(ground("Giảm 61.", 10, 4, 8)), "Giảm 61.||");
        assert_eq!(parts(ground("Giảm 61.", 0, 30, 40)), "Giảm 61.||");
        assert!(Ground::default().parts().is_none());
    }
}
