//! The tables in `data/lang`: tab-separated, `#` begins a comment line, empty lines are left out. Errors name file and line.

use std::fmt;

/// One row of a table with where it stands.
pub struct Row<'t> {
    pub file: &'static str,
    pub line: usize,
    pub cells: Vec<&'t str>,
}

/// A row that does not hold what its table asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableError {
    pub file: &'static str,
    pub line: usize,
    pub what: String,
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)
    }
}

impl std::error::Error for TableError {}

impl<'t> Row<'t> {
    /// Cell number `n` (from 0), or an error that names the column.
    pub fn cell(&self, n: usize, name: &str) -> Result<&'t str, TableError> {
        match self.cells.get(n) {
            Some(cell) if !cell.is_empty() => Ok(cell),
            _ => Err(self.error(format!("needs a {name} in column {}", n + 1))),
        }
    }

    pub fn error(&self, what: String) -> TableError {
        TableError { file: self.file, line: self.line, what }
    }
}

/// The rows of a table.
pub fn rows<'t>(file: &'static str, text: &'t str) -> impl Iterator<Item = Row<'t>> {
    text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#')).map(move |(n, line)| Row {
        file,
        line: n + 1,
        cells: line.split('\t').map(str::trim).collect(),
    })
}
