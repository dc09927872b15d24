//! Bytes → article: files, folders and standard input, in the order given, one article at a time.
//!
//! ```text
//! walk ─ files ─▶ packed, lines, decode ─ text ─▶ jsonl, csv, html, plain ─ RawArticle ─▶ page, outlet, identity ─▶ Article
//! ```
//!
//! Memory holds one article (and one file of plain text), never the corpus. A bad item is said and the rest is read.

mod address;
#[cfg(feature = "cli")]
mod arrow_message;
#[cfg(feature = "cli")]
mod arrow_stream;
mod byline;
mod csv_file;
mod decode;
mod error;
mod fields;
#[cfg(feature = "cli")]
pub(crate) mod footer;
mod garbled;
mod header;
mod host;
mod html;
mod identity;
mod json_file;
mod jsonl;
mod legacy;
mod lines;
mod meter;
mod outlet;
mod packed;
mod page;
#[cfg(feature = "cli")]
mod parquet_file;
mod raw;
mod source;
mod stamp;
mod syllable;
#[cfg(feature = "cli")]
mod table_rows;
mod tally;
mod walk;
mod words;

pub use error::{InputError, Problem};
pub use identity::InputId;
pub use meter::{Meter, bytes_of};
pub use raw::RawArticle;
pub use source::{RawArticles, raw_articles, raw_articles_in};
pub use walk::Format;

use crate::model::article::Article;
use std::ffi::OsStr;
use std::path::PathBuf;

/// One INPUT argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A file, or a folder that is read recursively.
    Path(PathBuf),
    Stdin,
}

impl<S: AsRef<OsStr> + ?Sized> From<&S> for Input {
    /// `-` is standard input.
    fn from(argument: &S) -> Self {
        let argument = argument.as_ref();
        if argument == "-" { Input::Stdin } else { Input::Path(argument.into()) }
    }
}

/// How inputs are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// A longer article is refused by name.
    pub max_article_bytes: usize,
    pub columns: Columns,
    /// What standard input holds; [`Format::Unknown`]: its first bytes tell.
    pub stdin: Format,
    /// Counts the bytes that are read.
    pub meter: Meter,
}

impl Default for Options {
    fn default() -> Self {
        Self { max_article_bytes: 16 << 20, columns: Columns::default(), stdin: Format::Unknown, meter: Meter::default() }
    }
}

/// Names of the fields of JSON articles and of the columns of tables; none: the usual names are tried ("text", "content", "body" …).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    pub id: Option<String>,
    pub title: Option<String>,
    pub text: Option<String>,
    pub url: Option<String>,
    pub published: Option<String>,
    pub outlet: Option<String>,
}

/// The articles of `inputs`, in the order given (folders sorted by path bytes), read while they are asked for.
///
/// An `Err` is one bad file, folder or line, or a notice ([`InputError::is_notice`]) about the article that follows;
/// the iterator goes on after it. To analyse pages in parallel, take [`raw_articles`] and [`RawArticle::finish`].
pub fn articles(inputs: &[Input], options: &Options) -> impl Iterator<Item = Result<Article, InputError>> + Send + use<> {
    raw_articles(inputs, options).map(|raw| raw.map(RawArticle::finish))
}
