//! The tables that a command reads: the dataset, or the data that comes with the program.

use super::messages::WrongUsage;
use super::session::{Session, shown};
use crate::frame::build::{Source, build_frames};
use crate::frame::schema::Table;
use crate::frame::{Dataset, Tables, Told};
use crate::input::RawArticle;
use crate::lang::builtin;
use crate::model::article::Article;
use crate::model::record::ArticleRecords;
use crate::pipeline::extract;
use crate::stats::query::Query;
use anyhow::{Context, Result};
use polars::prelude::IntoLazy;

pub struct Data {
    pub tables: Tables,
    dataset: Option<Dataset>,
}

impl Data {
    /// Opens what the session asks for. With no dataset and none asked for, the built-in data, and says so.
    pub fn open(session: &Session) -> Result<Self> {
        let dir = session.data_dir();
        if !session.builtin && (session.data.is_some() || Dataset::exists(&dir)) {
            let dataset = Dataset::open(&dir)?;
            return Ok(Self { tables: dataset.tables(), dataset: Some(dataset) });
        }
        if !session.builtin {
            session.note("note.builtin", &[("dir", &shown(&dir))]);
        }
        Ok(Self { tables: built_in()?, dataset: None })
    }

    /// Refuses a question for whose statements `memory` bytes do not suffice.
    pub fn afford(&self, query: &Query, memory: Option<u64>) -> Result<(), Told> {
        let (Some(dataset), Some(memory)) = (&self.dataset, memory) else { return Ok(()) };
        let statements: u64 = query.topic.tables().iter().map(|table| dataset.rows(*table)).sum();
        let needed = memory_of(statements, dataset.rows(Table::Articles));
        if needed <= memory {
            return Ok(());
        }
        let megabytes = |bytes: u64| bytes.div_ceil(1 << 20);
        let values: [(_, &dyn std::fmt::Display); 3] =
            [("statements", &statements), ("needed", &megabytes(needed)), ("memory", &megabytes(memory))];
        Err(Told::new("error.memory.stats", values))
    }

    /// Does something with the tables; where that fails because a file is damaged, the error names it.
    pub fn with<T>(&self, work: impl FnOnce(&Tables) -> Result<T>) -> Result<T> {
        work(&self.tables).map_err(|error| match &self.dataset {
            Some(dataset) if !error.is::<Told>() && !error.is::<WrongUsage>() => dataset.explain(error),
            _ => error,
        })
    }
}

/// Bytes that joining takes: what was measured for quantities, which take most, and a tenth more (`benches/README.md`).
const fn memory_of(statements: u64, articles: u64) -> u64 {
    (64 << 20) + statements * 800 + articles * 220
}

/// The built-in facts, and the records of the built-in samples, extracted here and now: what the rules give today.
pub fn built_in() -> Result<Tables> {
    let facts = builtin::facts().map_err(anyhow::Error::msg).context(Told::new("error.builtin", []))?;
    let samples: Vec<(Article, ArticleRecords)> = builtin::samples()
        .iter()
        .map(|(file, text)| {
            let article = RawArticle::from_text(file.strip_suffix(".txt").unwrap_or(file), text).finish();
            let records = extract(&article);
            (article, records)
        })
        .collect();
    let mut sources: Vec<Source> = facts.iter().map(|records| Source { article: None, records, input: None }).collect();
    sources.extend(samples.iter().map(|(article, records)| Source { article: Some(article), records, input: None }));
    Ok(Tables::new(build_frames(&sources)?.map(IntoLazy::lazy), true))
}
