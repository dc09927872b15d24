//! The report: one self-contained page, the same as Markdown, its charts and its tables, all as bytes.
//!
//! ```text
//! Tables ─ book ─▶ facts with their sentences and sources ─ tell, says ─▶ Page (view) ─ page, csv ─▶ files
//!        ─ ask, stats::run ─▶ answers ─ table, cards, change, picture ─▶ Page
//! ```
//! Nothing here computes figures: they come from `stats`. Equal data and options give equal bytes; no clock is read.

mod answer;
mod ask;
mod book;
mod cards;
mod change;
mod csv;
mod make;
mod options;
mod page;
mod picture;
mod says;
mod table;
mod tell;
mod view;
mod write;

#[cfg(test)]
mod tests;

pub use options::ReportOptions;
pub use write::write;

use crate::frame::Tables;
use anyhow::Result;

/// All files of the report, by their paths within its folder: `report.html`, `report.md`, `facts.md`, `report.xlsx`,
/// `charts/*.svg`, `charts/*.png`, `tables/*.csv`.
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
