//! Records → polars tables, and the dataset on disk.

pub mod build;
pub mod scan;
pub mod schema;
pub mod store;
pub mod told;
pub mod wide;

use crate::caught::caught;
use crate::model::record::ArticleRecords;
use polars::prelude::*;
use schema::Table;

pub use store::{Counts, Dataset, Item, ReadArticle, Writer};
pub use told::Told;

/// The record tables that every query reads, as lazy frames: nothing is read before a query says which columns it needs.
#[derive(Clone)]
pub struct Tables {
    frames: [LazyFrame; 6],
    /// The data is the one that comes with the program.
    pub built_in: bool,
}

impl Tables {
    /// From frames in the order of [`Table::ALL`].
    pub const fn new(frames: [LazyFrame; 6], built_in: bool) -> Self {
        Self { frames, built_in }
    }

    /// Records in memory, such as those of `extract -o -`.
    pub fn from_records(records: &[ArticleRecords]) -> PolarsResult<Self> {
        build::build_tables(records, false)
    }

    /// The data that comes with the program: its facts, and the records of its sample articles.
    pub fn built_in(records: &[ArticleRecords]) -> PolarsResult<Self> {
        build::build_tables(records, true)
    }

    pub fn get(&self, table: Table) -> LazyFrame {
        self.frames[table as usize].clone()
    }
}

/// Reads a lazy frame. A file that makes polars panic is one that cannot be read.
pub fn collect(frame: LazyFrame) -> PolarsResult<DataFrame> {
    unpanicked(|| frame.collect())
}

/// Lets polars read something of a file.
pub fn unpanicked<T>(read: impl FnOnce() -> PolarsResult<T>) -> PolarsResult<T> {
    caught(read).unwrap_or_else(|panic| Err(PolarsError::ComputeError(panic.to_string().into())))
}
