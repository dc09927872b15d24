//! The report: one self-contained page, the same as Markdown, its charts and its tables, all as bytes.
//!
//! ```text
//! Tables ─ book ─▶ facts with their sentences and sources
//!        ─ ask, stats::run ─▶ Summaries ─ table, says ─▶ Page (view) ─ page, csv ─▶ files
//! ```
//! Nothing here computes figures: they come from `stats`. Equal data and options give equal bytes; no clock is read.

mod ask;
mod book;
mod csv;
mod make;
mod page;
mod says;
mod table;
mod view;
mod write;

#[cfg(test)]
mod tests;

pub use write::write;

use crate::frame::Tables;
use crate::lang::labels::Lang;
use crate::model::tag::Geo;
use crate::stats::query::Place;
use anyhow::Result;
use chrono::NaiveDate;

/// What a report is about and how it is told.
#[derive(Debug, Clone)]
pub struct ReportOptions {
    /// The heading; none: the label `report.title`.
    pub title: Option<String>,
    /// First and last day, both included.
    pub since: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
    pub place: Option<Place>,
    /// The provinces of the tables; none: the 34 where the data has any figure of a merged province, else the 63.
    pub geo: Option<Geo>,
    pub lang: Lang,
    /// Version of the program, printed at the end.
    pub version: String,
}

impl ReportOptions {
    /// All of the data, in a language.
    pub fn new(lang: Lang) -> Self {
        let version = env!("CARGO_PKG_VERSION").to_string();
        Self { title: None, since: None, until: None, place: None, geo: None, lang, version }
    }
}

/// All files of the report, by their paths within its folder: `report.html`, `report.md`, `facts.md`, `charts/*.svg`,
/// `charts/*.png`, `tables/*.csv`.
///
/// # Errors
/// Tables that cannot be read.
pub fn build(tables: &Tables, options: &ReportOptions) -> Result<Vec<(String, Vec<u8>)>> {
    let made = make::make(tables, options)?;
    let mut files = vec![
        ("report.html".to_string(), page::html(&made.page)?.into_bytes()),
        ("report.md".to_string(), page::markdown(&made.page)?.into_bytes()),
        ("facts.md".to_string(), page::facts_markdown(&made.page)?.into_bytes()),
    ];
    files.extend(made.files);
    files.sort();
    Ok(files)
}
