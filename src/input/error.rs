//! What can be wrong with an input, each said in one line: where, what, what to do.

use crate::lang::labels::{Lang, fill};
use std::fmt;
use std::path::Path;

/// Something that is to be said of one input or one line of it. It never ends the run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputError {
    /// The file or folder as the user named it, or `stdin`.
    pub name: String,
    /// Line number (from 1), for files of many articles.
    pub line: Option<u64>,
    /// The id that the article gives itself, where it gives one.
    pub article: Option<String>,
    pub problem: Problem,
}

/// What is wrong. The last five are notices: the article was read all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    Missing,
    Denied,
    Unreadable {
        reason: String,
    },
    /// A file without anything but white space.
    Empty,
    EmptyFolder,
    Binary {
        kind: &'static str,
    },
    UnknownEncoding,
    TooLarge {
        limit: usize,
    },
    /// A packed file that grows to more than so many times its size.
    Grown {
        times: u64,
    },
    Unsupported {
        ending: String,
    },
    /// A file called Parquet that is none, or whose footer is damaged.
    BrokenParquet,
    BrokenJson {
        reason: String,
    },
    NotAnObject,
    NoText {
        fields: String,
    },
    /// A row of a table with more or fewer fields than its header.
    Ragged {
        found: usize,
        expected: usize,
    },
    /// A column of a typed table that cannot hold what it is read for.
    ColumnType {
        column: String,
        kind: String,
    },
    /// A stream of record batches that is none, or ends before its end.
    BrokenStream {
        reason: String,
    },
    /// An article on which the program itself fails.
    Failed,
    /// Elements of a page nested deeper than this.
    HtmlDepth {
        limit: usize,
    },
    /// More elements in a page, or attributes in an element.
    HtmlSize {
        limit: usize,
    },
    /// A page whose text is written by a script, or that has none.
    HtmlNoText,
    Replaced {
        count: usize,
    },
    Converted {
        encoding: &'static str,
    },
    DateNotUnderstood {
        value: String,
    },
    SkippedFiles {
        count: usize,
        endings: String,
    },
    Repeated,
}

impl Problem {
    fn key(&self) -> &'static str {
        match self {
            Problem::Missing => "input.missing",
            Problem::Denied => "input.denied",
            Problem::Unreadable { .. } => "input.unreadable",
            Problem::Empty => "input.empty",
            Problem::EmptyFolder => "input.empty_folder",
            Problem::Binary { .. } => "input.binary",
            Problem::UnknownEncoding => "input.encoding",
            Problem::TooLarge { .. } => "input.too_large",
            Problem::Grown { .. } => "input.grown",
            Problem::Unsupported { .. } => "input.unsupported",
            Problem::BrokenParquet => "input.broken_parquet",
            Problem::BrokenJson { .. } => "input.broken_json",
            Problem::NotAnObject => "input.not_object",
            Problem::NoText { .. } => "input.no_text",
            Problem::Ragged { .. } => "input.ragged",
            Problem::ColumnType { .. } => "input.column_type",
            Problem::BrokenStream { .. } => "input.broken_stream",
            Problem::Failed => "input.failed",
            Problem::HtmlDepth { .. } => "input.html_depth",
            Problem::HtmlSize { .. } => "input.html_size",
            Problem::HtmlNoText => "input.html_no_text",
            Problem::Replaced { .. } => "input.note.replaced",
            Problem::Converted { .. } => "input.note.converted",
            Problem::DateNotUnderstood { .. } => "input.note.date",
            Problem::SkippedFiles { .. } => "input.note.skipped",
            Problem::Repeated => "input.note.repeated",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            Problem::Unreadable { reason } | Problem::BrokenJson { reason } | Problem::BrokenStream { reason } => {
                vec![("reason", one_line(reason))]
            }
            Problem::Binary { kind } => vec![("kind", kind.to_string())],
            Problem::TooLarge { limit } => vec![("limit", size(*limit))],
            Problem::Grown { times } => vec![("times", times.to_string())],
            Problem::Unsupported { ending } => vec![("ending", one_line(ending))],
            Problem::NoText { fields } => vec![("fields", one_line(fields))],
            Problem::Ragged { found, expected } => vec![("found", found.to_string()), ("expected", expected.to_string())],
            Problem::ColumnType { column, kind } => vec![("column", one_line(column)), ("kind", one_line(kind))],
            Problem::HtmlDepth { limit } | Problem::HtmlSize { limit } => vec![("limit", limit.to_string())],
            Problem::Replaced { count } => vec![("count", count.to_string())],
            Problem::Converted { encoding } => vec![("encoding", encoding.to_string())],
            Problem::DateNotUnderstood { value } => vec![("value", one_line(value))],
            Problem::SkippedFiles { count, endings } => vec![("count", count.to_string()), ("endings", one_line(endings))],
            _ => Vec::new(),
        }
    }
}

impl InputError {
    pub fn new(name: &str, problem: Problem) -> Self {
        Self { name: name.to_string(), line: None, article: None, problem }
    }

    pub(crate) fn at_line(name: &str, line: u64, problem: Problem) -> Self {
        Self { name: name.to_string(), line: Some(line), article: None, problem }
    }

    /// With the id that the article gives itself.
    pub fn of_article(self, article: Option<String>) -> Self {
        Self { article, ..self }
    }

    pub(crate) fn io(name: &str, error: &std::io::Error) -> Self {
        Self::new(name, io_problem(error))
    }

    /// Whether the article was read all the same: said to the user, but no failure of the run.
    pub fn is_notice(&self) -> bool {
        self.problem.key().starts_with("input.note.")
    }

    /// Key of the text in `data/labels/input.tsv`.
    pub fn label_key(&self) -> &'static str {
        self.problem.key()
    }

    /// What is filled into the text: `at` (file, and line where there is one) and the values of the problem.
    pub fn label_values(&self) -> Vec<(&'static str, String)> {
        let name = one_line(&self.name);
        let at = self.line.map_or(name.clone(), |line| format!("{name}:{line}"));
        let mut values = self.problem.values();
        values.push(("at", at));
        values
    }

    /// What names the article: its own id, else its place in the input.
    pub fn article_name(&self) -> String {
        let place = || self.line.map_or(self.name.clone(), |line| format!("{}:{line}", self.name));
        self.article.clone().unwrap_or_else(place)
    }

    /// The one line, with the article's own id in place of where it stood.
    pub fn article_message(&self, lang: Lang) -> String {
        Self::new(&self.article_name(), self.problem.clone()).message(lang)
    }

    /// The one line for a person, in their language.
    pub fn message(&self, lang: Lang) -> String {
        let values = self.label_values();
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        fill(lang, self.label_key(), &values)
    }
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Lang::En))
    }
}

impl std::error::Error for InputError {}

pub(crate) fn io_problem(error: &std::io::Error) -> Problem {
    match error.kind() {
        std::io::ErrorKind::NotFound => Problem::Missing,
        std::io::ErrorKind::PermissionDenied => Problem::Denied,
        std::io::ErrorKind::FileTooLarge => Problem::Grown { times: super::packed::MOST_GROWTH },
        _ => Problem::Unreadable { reason: error.to_string() },
    }
}

/// The name of a path as it is shown; what is no Unicode in it is replaced.
pub(crate) fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// A file name may hold a line break or a terminal code; a message may not.
fn one_line(text: &str) -> String {
    const LONGEST: usize = 300;
    let mut line: String = text
        .chars()
        .take(LONGEST)
        .flat_map(|c| if c.is_control() { c.escape_default().to_string() } else { c.to_string() }.chars().collect::<Vec<_>>())
        .collect();
    if text.chars().nth(LONGEST).is_some() {
        line.push('…');
    }
    line
}

fn size(bytes: usize) -> String {
    const MIB: usize = 1 << 20;
    if bytes >= MIB && bytes.is_multiple_of(MIB) { format!("{} MiB", bytes / MIB) } else { format!("{bytes} bytes") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_is_one_line_in_both_languages_with_nothing_left_to_fill() {
        let problems = [
            Problem::Missing,
            Problem::Denied,
            Problem::Unreadable { reason: "a\nb".into() },
            Problem::Empty,
            Problem::EmptyFolder,
            Problem::Binary { kind: "PDF" },
            Problem::UnknownEncoding,
            Problem::TooLarge { limit: 16 << 20 },
            Problem::Grown { times: 500 },
            Problem::Unsupported { ending: "docx".into() },
            Problem::BrokenJson { reason: "EOF".into() },
            Problem::NotAnObject,
            Problem::NoText { fields: "a, b".into() },
            Problem::Ragged { found: 3, expected: 5 },
            Problem::ColumnType { column: "text".into(), kind: "i64".into() },
            Problem::BrokenStream { reason: "a\nb".into() },
            Problem::Failed,
            Problem::HtmlDepth { limit: 400 },
            Problem::HtmlSize { limit: 20_000 },
            Problem::HtmlNoText,
            Problem::Replaced { count: 2 },
            Problem::Converted { encoding: "VNI" },
            Problem::DateNotUnderstood { value: "hôm qua".into() },
            Problem::SkippedFiles { count: 3, endings: ".csv".into() },
            Problem::Repeated,
        ];
        for problem in problems {
            let error = InputError::at_line("tin\n.jsonl", 7, problem);
            let (vi, en) = (error.message(Lang::Vi), error.to_string());
            assert_ne!(vi, en, "{}", error.label_key());
            for text in [vi, en] {
                assert!(text.starts_with("tin\\n.jsonl:7: ") && !text.contains('\n'), "{text}");
                for (name, _) in error.label_values() {
                    assert!(!text.contains(&format!("{{{name}}}")), "{text}");
                }
            }
        }
    }

    #[test]
    fn a_size_is_said_in_round_units_where_it_is_round() {
        assert_eq!(size(16 << 20), "16 MiB");
        assert_eq!(size(1000), "1000 bytes");
    }
}
