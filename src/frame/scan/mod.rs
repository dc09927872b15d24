//! Files of rows, read by columns and in batches: what a question over a large file needs and nothing else.
//!
//! A batch holds the wanted columns of some rows (in Parquet those of a row group, in CSV those of a block of lines). Texts come
//! as numbers into a list of the distinct texts of the batch, as Parquet stores them: whoever groups by them touches each text
//! once and each row by its number only. Batches are read by several threads at once, each with a state of its own; what is made of
//! the states must not depend on which thread saw which batch.

mod csv;
mod parquet;

use crate::frame::Told;
use anyhow::Result;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A column that is wanted, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Want {
    /// Texts of which there are few, each once.
    Text(&'static str),
    /// Texts that seldom repeat.
    Raw(&'static str),
    /// Numbers; true is 1.
    Number(&'static str),
    /// Days since 1970-01-01.
    Day(&'static str),
}

impl Want {
    pub const fn name(self) -> &'static str {
        match self {
            Want::Text(name) | Want::Raw(name) | Want::Number(name) | Want::Day(name) => name,
        }
    }
}

/// Texts one after another.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Strings {
    bytes: String,
    ends: Vec<u32>,
}

impl Strings {
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    pub fn get(&self, at: usize) -> Option<&str> {
        let end = *self.ends.get(at)? as usize;
        let start = if at == 0 { 0 } else { self.ends[at - 1] as usize };
        self.bytes.get(start..end)
    }

    pub fn push(&mut self, text: &str) {
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len() as u32);
    }
}

/// Texts of rows as numbers: that of a row without a text is the length of the list.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Coded {
    pub codes: Vec<u32>,
    pub values: Strings,
}

impl Coded {
    pub fn get(&self, row: usize) -> Option<&str> {
        self.values.get(*self.codes.get(row)? as usize)
    }
}

/// One column of a batch.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// The file has no such column.
    Absent,
    Text(Coded),
    /// Not a number where there is none.
    Numbers(Vec<f64>),
}

impl Values {
    pub fn text(&self, row: usize) -> Option<&str> {
        if let Values::Text(coded) = self { coded.get(row) } else { None }
    }

    pub fn number(&self, row: usize) -> Option<f64> {
        if let Values::Numbers(numbers) = self { numbers.get(row).copied().filter(|n| !n.is_nan()) } else { None }
    }
}

/// Some rows of a file, with the wanted columns in the order in which they were asked for.
#[derive(Debug)]
pub struct Batch {
    /// The how manieth of the file, from 0; the same in every scan.
    pub number: usize,
    pub rows: usize,
    pub columns: Vec<Values>,
}

/// Which rows of the batches are wanted.
#[derive(Clone, Copy)]
pub enum Rows<'r> {
    All,
    /// Those of each batch, in order.
    Some(&'r BTreeMap<usize, Vec<u32>>),
}

/// A file of rows.
pub struct RowFile {
    path: PathBuf,
    kind: Kind,
}

enum Kind {
    Parquet(Box<parquet::Footer>),
    Csv(csv::Head),
}

impl RowFile {
    /// Parquet by its first bytes, else CSV.
    ///
    /// # Errors
    /// When the file cannot be read or is neither.
    pub fn open(path: &Path) -> Result<Self> {
        let fails = |why: &dyn std::fmt::Display| Told::new("error.facts.read", [("file", &path.display()), ("why", why)]);
        let mut file = std::fs::File::open(path).map_err(|e| fails(&e))?;
        let mut magic = [0; 4];
        let is_parquet = std::io::Read::read_exact(&mut file, &mut magic).is_ok() && &magic == b"PAR1";
        let kind = if is_parquet {
            Kind::Parquet(Box::new(parquet::Footer::read(&mut file).map_err(|e| fails(&e))?))
        } else {
            Kind::Csv(csv::Head::read(path).map_err(|e| fails(&e))?)
        };
        Ok(Self { path: path.to_path_buf(), kind })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn has(&self, column: &str) -> bool {
        match &self.kind {
            Kind::Parquet(footer) => footer.has(column),
            Kind::Csv(head) => head.has(column),
        }
    }

    /// What the writer of a Parquet file noted in it under a key.
    pub fn note(&self, key: &str) -> Option<&str> {
        match &self.kind {
            Kind::Parquet(footer) => footer.note(key),
            Kind::Csv(_) => None,
        }
    }

    /// Rows, where the file says how many; in CSV about how many, by its length.
    pub fn rows(&self) -> u64 {
        match &self.kind {
            Kind::Parquet(footer) => footer.rows(),
            Kind::Csv(head) => head.about_rows(),
        }
    }

    /// Gives every batch to `work`, on several threads; the states of the threads come back in no order. Of batches for which
    /// `rows` names none, and of texts that seldom repeat in other rows than these, nothing need be read.
    ///
    /// # Errors
    /// When the file cannot be read, or `work` fails.
    pub fn scan<S: Send>(
        &self,
        wanted: &[Want],
        rows: Rows,
        new: impl Fn() -> S + Sync,
        work: impl Fn(&mut S, Batch) -> Result<()> + Sync,
    ) -> Result<Vec<S>> {
        match &self.kind {
            Kind::Parquet(footer) => footer.scan(&self.path, wanted, rows, new, work),
            Kind::Csv(head) => head.scan(&self.path, wanted, new, work),
        }
    }
}
