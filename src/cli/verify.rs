//! `check --dataset`: whether the files of the dataset are as they were written.

use super::Outcome;
use super::session::{Session, shown};
use super::sink::Sink;
use crate::frame::{Dataset, Told};
use crate::lang::labels::fill;
use crate::output::number::format_count;
use anyhow::Result;
use std::io::Write;

/// Reads every file of the dataset; names the damaged ones.
///
/// # Errors
/// When there is no dataset or its list of files cannot be read.
pub fn run(session: &Session) -> Result<Outcome> {
    let dir = session.data_dir();
    let dataset = Dataset::open(&dir)?;
    let n = |count: usize| format_count(count as f64, session.lang);
    let mut out = Sink::stdout();
    let check = dataset.verify();
    for file in &check.damaged {
        let key = if file.missing { "verify.missing" } else { "verify.damaged" };
        writeln!(out, "{}", fill(session.lang, key, &[("file", &shown(&file.path))]))?;
    }
    if !check.damaged.is_empty() {
        out.finish()?;
        let (damaged, files) = (n(check.damaged.len()), n(check.files));
        return Err(Told::new("verify.failed", [("dir", &shown(&dir)), ("damaged", &damaged), ("files", &files)]).into());
    }
    let (files, articles, rows) = (n(check.files), n(dataset.articles()?), n(check.rows as usize));
    let values = [("dir", &*shown(&dir)), ("files", &files), ("articles", &articles), ("rows", &rows)];
    writeln!(out, "{}", fill(session.lang, "verify.whole", &values))?;
    let outdated = dataset.outdated_articles()?;
    if outdated > 0 {
        writeln!(out, "{}", fill(session.lang, "verify.outdated", &[("count", &n(outdated))]))?;
    }
    out.finish()?;
    Ok(Outcome::Done)
}
