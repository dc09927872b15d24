//! The forms of output, their words, and the one way to choose among them.

use crate::frame::Told;
use std::path::Path;

/// A form of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people, in their language.
    Table,
    Text,
    Markdown,
    Html,
    Csv,
    Xlsx,
    Parquet,
    Arrow,
    Jsonl,
    Json,
    Png,
    Svg,
}

impl Format {
    /// What records are written as.
    pub const RECORDS: &'static [Format] = &[Format::Jsonl, Format::Csv, Format::Parquet, Format::Arrow];
    /// What other tools read.
    pub const FILES: &'static [Format] =
        &[Format::Csv, Format::Xlsx, Format::Parquet, Format::Jsonl, Format::Json, Format::Arrow];
    /// What `stats` and its like print.
    pub const VIEWS: &'static [Format] = &[
        Format::Table,
        Format::Csv,
        Format::Xlsx,
        Format::Json,
        Format::Markdown,
        Format::Parquet,
        Format::Jsonl,
        Format::Arrow,
    ];

    pub const fn word(self) -> &'static str {
        match self {
            Format::Table => "table",
            Format::Text => "text",
            Format::Markdown => "md",
            Format::Html => "html",
            Format::Csv => "csv",
            Format::Xlsx => "xlsx",
            Format::Parquet => "parquet",
            Format::Arrow => "arrow",
            Format::Jsonl => "jsonl",
            Format::Json => "json",
            Format::Png => "png",
            Format::Svg => "svg",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        Some(match word.to_ascii_lowercase().as_str() {
            "table" => Format::Table,
            "text" => Format::Text,
            "md" | "markdown" => Format::Markdown,
            "html" | "htm" => Format::Html,
            "csv" => Format::Csv,
            "xlsx" => Format::Xlsx,
            "parquet" => Format::Parquet,
            "arrow" | "ipc" | "feather" => Format::Arrow,
            "jsonl" | "ndjson" => Format::Jsonl,
            "json" => Format::Json,
            "png" => Format::Png,
            "svg" => Format::Svg,
            _ => return None,
        })
    }

    /// Whether a person can read it where it is printed.
    pub const fn is_for_people(self) -> bool {
        matches!(self, Format::Table | Format::Text | Format::Markdown)
    }

    /// Whether its bytes are no text.
    pub const fn is_binary(self) -> bool {
        matches!(self, Format::Xlsx | Format::Parquet | Format::Arrow | Format::Png)
    }

    /// What a text file holds depends on the command: its table, or its text.
    fn among(word: &str, known: &[Format]) -> Option<Self> {
        let text = || [Format::Table, Format::Text].into_iter().find(|f| known.contains(f));
        let format = if word.eq_ignore_ascii_case("txt") { text()? } else { Format::from_word(word)? };
        known.contains(&format).then_some(format)
    }

    /// The format that is named, else that of the file's name, else `otherwise`; one of `known` in any case.
    ///
    /// # Errors
    /// When a word or an ending names none of `known`, or nothing names one and there is no `otherwise`.
    pub fn choose(word: Option<&str>, path: &Path, otherwise: Option<Format>, known: &[Format]) -> Result<Format, Told> {
        let has = || known.iter().map(|f| f.word()).collect::<Vec<_>>().join(", ");
        if let Some(word) = word {
            let format = Format::among(word, known);
            return format.ok_or_else(|| Told::new("error.format.word", [("word", &word), ("has", &has())]));
        }
        let format = match path.extension() {
            Some(ending) => ending.to_str().and_then(|ending| Format::among(ending, known)),
            None => otherwise,
        };
        format.ok_or_else(|| Told::new("error.format.name", [("file", &path.display()), ("has", &has())]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_file_says_its_format() {
        let choose = |word, name: &str| Format::choose(word, Path::new(name), Some(Format::Jsonl), Format::FILES);
        assert_eq!(choose(None, "a.CSV").unwrap(), Format::Csv);
        assert_eq!(choose(None, "-").unwrap(), Format::Jsonl);
        assert_eq!(choose(Some("feather"), "a.csv").unwrap(), Format::Arrow);
        assert!(choose(None, "a.doc").unwrap_err().to_string().contains("a.doc"));
        assert!(choose(Some("cvs"), "-").unwrap_err().to_string().contains("\"cvs\""));
        assert!(choose(Some("png"), "-").unwrap_err().to_string().contains("csv, xlsx"), "only what the command writes");
        assert!(Format::choose(None, Path::new("-"), None, &[Format::Png]).unwrap_err().to_string().contains("png"));
    }
}
