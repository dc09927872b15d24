//! Files of rows, read by columns and in batches: what a question over a large file needs and nothing else.
//!
//! A batch is some rows of a file (in Parquet a row group, in CSV a block of lines). A column of a batch is unpacked when it is first
//! asked for. Texts, and numbers of which there are few, come as codes into a list of the distinct values of the batch, as Parquet
//! stores them: whoever groups by them touches each value once and each row by its code only. Batches are read by several threads at
//! once, each with a state of its own; what is made of the states must not depend on which thread saw which batch.

mod codes;
mod csv;
mod parquet;
mod runs;
mod valid;

pub use codes::Codes;

use crate::frame::Told;
use anyhow::Result;
use std::cell::OnceCell;
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
    /// Numbers of which there are few, each once.
    Count(&'static str),
    /// Days since 1970-01-01.
    Day(&'static str),
}

impl Want {
    pub const fn name(self) -> &'static str {
        match self {
            Want::Text(name) | Want::Raw(name) | Want::Number(name) | Want::Count(name) | Want::Day(name) => name,
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
    pub const fn empty() -> Self {
        Self { bytes: String::new(), ends: Vec::new() }
    }

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

    /// Takes room for so many bytes of so many texts; neither is believed beyond what bytes can hold.
    fn reserve(&mut self, bytes: usize, texts: usize) {
        self.bytes.reserve(bytes);
        self.ends.reserve(texts.min(bytes));
    }

    pub fn push(&mut self, text: &str) {
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len() as u32);
    }
}

/// Values of rows as codes into a list: the code of a row without a value is the length of the list.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Coded<V = Strings> {
    pub codes: Codes,
    pub values: V,
    /// A row may be without a value.
    pub gaps: bool,
}

impl<V: Listed> Coded<V> {
    /// The codes of the rows, and below which number they are.
    pub fn column(&self) -> (&Codes, usize) {
        (&self.codes, self.values.count() + usize::from(self.gaps))
    }
}

/// A list of values.
pub trait Listed {
    fn count(&self) -> usize;
}

impl Listed for Strings {
    fn count(&self) -> usize {
        self.len()
    }
}

impl Listed for Vec<f64> {
    fn count(&self) -> usize {
        self.len()
    }
}

impl Coded {
    pub fn get(&self, row: usize) -> Option<&str> {
        self.values.get(self.codes.get(row)? as usize)
    }
}

/// One column of a batch.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// The file has no such column.
    Absent,
    Text(Coded),
    Few(Coded<Vec<f64>>),
    /// Not a number where there is none.
    Numbers(Vec<f64>),
}

impl Values {
    pub fn text(&self, row: usize) -> Option<&str> {
        if let Values::Text(coded) = self { coded.get(row) } else { None }
    }

    pub fn number(&self, row: usize) -> Option<f64> {
        let number = match self {
            Values::Few(few) => *few.values.get(few.codes.get(row)? as usize)?,
            Values::Numbers(numbers) => *numbers.get(row)?,
            _ => return None,
        };
        (!number.is_nan()).then_some(number)
    }

    /// Whether a row may have this text.
    pub fn lists(&self, text: &str) -> bool {
        match self {
            Values::Text(coded) => (0..coded.values.len()).any(|at| coded.values.get(at) == Some(text)),
            _ => false,
        }
    }

    /// No row has a value.
    pub fn is_empty(&self) -> bool {
        match self {
            Values::Absent => true,
            Values::Text(coded) => coded.values.is_empty() || coded.codes.only() == Some(coded.values.len() as u32),
            Values::Few(few) => few.values.is_empty() || few.codes.only() == Some(few.values.len() as u32),
            Values::Numbers(numbers) => numbers.iter().all(|n| n.is_nan()),
        }
    }

    /// The codes of the rows, and below which number they are; `None` for numbers that have none.
    pub fn codes(&self) -> Option<(&Codes, usize)> {
        match self {
            Values::Text(coded) => Some(coded.column()),
            Values::Few(few) => Some(few.column()),
            Values::Absent | Values::Numbers(_) => None,
        }
    }
}

/// Some rows of a file, with the wanted columns in the order in which they were asked for.
pub struct Batch<'r> {
    /// The how manieth of the file, from 0; the same in every scan.
    pub number: usize,
    pub rows: usize,
    columns: Vec<OnceCell<Values>>,
    /// Where columns come from that are not unpacked yet.
    from: Option<parquet::Group<'r>>,
}

impl Batch<'_> {
    /// A column, by its position among the wanted ones.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn column(&self, at: usize) -> Result<&Values> {
        const NONE: &Values = &Values::Absent;
        let Some(cell) = self.columns.get(at) else { return Ok(NONE) };
        match (cell.get(), &self.from) {
            (None, Some(from)) => {
                let values = from.read(at)?;
                Ok(cell.get_or_init(|| values))
            }
            (known, _) => Ok(known.unwrap_or(NONE)),
        }
    }

    /// The smallest and the largest number of a column, where the file says so.
    pub fn bounds(&self, at: usize) -> Option<(f64, f64)> {
        self.from.as_ref()?.bounds(at)
    }
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
        work: impl Fn(&mut S, &Batch) -> Result<()> + Sync,
    ) -> Result<Vec<S>> {
        match &self.kind {
            Kind::Parquet(footer) => footer.scan(&self.path, wanted, rows, new, work),
            Kind::Csv(head) => head.scan(&self.path, wanted, new, work),
        }
    }
}
