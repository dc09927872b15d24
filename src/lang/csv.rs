//! A small reader for the tables in `data/`: comma separated, quoted fields with doubled quotes, one row a line. What it refuses
//! it names by file and line, for the analyst who edits the table.

use std::borrow::Cow;
use std::fmt;

/// What is wrong with a table, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CsvError {
    pub file: String,
    /// Line of the file, from 1.
    pub line: usize,
    pub message: String,
}

impl CsvError {
    pub fn new(file: &str, line: usize, message: impl Into<String>) -> Self {
        Self { file: file.to_string(), line, message: message.into() }
    }
}

impl fmt::Display for CsvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

impl std::error::Error for CsvError {}

/// One row: its line in the file and its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<'a, const N: usize> {
    pub line: usize,
    pub fields: [Cow<'a, str>; N],
}

/// The rows of a table whose first line is exactly `header`. Empty lines are left out; a byte-order mark and Windows line ends,
/// which a spreadsheet may have added, are ignored.
///
/// # Errors
/// Another header, a row with more or fewer fields, a quote that is not closed or stands inside a field.
pub fn rows<'a, const N: usize>(file: &str, text: &'a str, header: [&str; N]) -> Result<Vec<Row<'a, N>>, CsvError> {
    let mut lines = text.strip_prefix('\u{feff}').unwrap_or(text).lines().enumerate().map(|(n, line)| (n + 1, line));
    let first = lines.next().map_or(Ok([const { Cow::Borrowed("") }; N]), |(n, line)| fields(file, n, line));
    if !matches!(&first, Ok(found) if found.iter().zip(header).all(|(a, b)| a == b)) {
        return Err(CsvError::new(file, 1, format!("the first line must be \"{}\"", header.join(","))));
    }
    lines.filter(|(_, line)| !line.is_empty()).map(|(line, row)| Ok(Row { line, fields: fields(file, line, row)? })).collect()
}

/// Splits one line into its `N` fields.
fn fields<'a, const N: usize>(file: &str, line: usize, row: &'a str) -> Result<[Cow<'a, str>; N], CsvError> {
    let mut found = [const { Cow::Borrowed("") }; N];
    let mut rest = Some(row);
    let mut count = 0;
    while let Some(text) = rest {
        let (field, after) = match text.strip_prefix('"') {
            Some(quoted) => {
                quoted_field(quoted).ok_or_else(|| CsvError::new(file, line, "a quote is not closed before the comma"))?
            }
            None => match text.split_once(',') {
                Some((field, after)) => (Cow::Borrowed(field), Some(after)),
                None => (Cow::Borrowed(text), None),
            },
        };
        if let Some(slot) = found.get_mut(count) {
            *slot = field;
        }
        count += 1;
        rest = after;
    }
    if count != N {
        return Err(CsvError::new(file, line, format!("has {count} fields, must have {N}")));
    }
    Ok(found)
}

/// A field whose opening quote is already taken off, and what follows its comma.
fn quoted_field(text: &str) -> Option<(Cow<'_, str>, Option<&str>)> {
    let mut from = 0;
    loop {
        let quote = from + text.get(from..)?.find('"')?;
        let after = &text[quote + 1..];
        if after.starts_with('"') {
            from = quote + 2;
            continue;
        }
        let field = &text[..quote];
        let field = if field.contains('"') { Cow::Owned(field.replace("\"\"", "\"")) } else { Cow::Borrowed(field) };
        return match after.strip_prefix(',') {
            Some(rest) => Some((field, Some(rest))),
            None => after.is_empty().then_some((field, None)),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<(usize, [String; 2])>, String> {
        rows("t.csv", text, ["a", "b"])
            .map(|rows| rows.into_iter().map(|r| (r.line, r.fields.map(Cow::into_owned))).collect())
            .map_err(|e| e.to_string())
    }

    #[test]
    fn plain_and_quoted_fields() {
        let row = |line, a: &str, b: &str| (line, [a.to_string(), b.to_string()]);
        assert_eq!(read("a,b\n1,2\n\n3,\n"), Ok(vec![row(2, "1", "2"), row(4, "3", "")]));
        assert_eq!(read("a,b\n\"x, y\",\"say \"\"z\"\"\"\n"), Ok(vec![row(2, "x, y", "say \"z\"")]));
        assert_eq!(read("a,b\n\"\",\"\"\"\"\n"), Ok(vec![row(2, "", "\"")]));
    }

    #[test]
    fn what_a_spreadsheet_adds_is_ignored() {
        assert_eq!(read("\u{feff}a,b\r\n1,2\r\n"), Ok(vec![(2, ["1".to_string(), "2".to_string()])]));
    }

    #[test]
    fn errors_name_file_and_line() {
        assert_eq!(read("a,b\n1,2\n3"), Err("t.csv:3: has 1 fields, must have 2".into()));
        assert_eq!(read("a,b\n1,2,3"), Err("t.csv:2: has 3 fields, must have 2".into()));
        assert_eq!(read("a,b\n\"1,2"), Err("t.csv:2: a quote is not closed before the comma".into()));
        assert_eq!(read("a,b\n\"1\"x,2"), Err("t.csv:2: a quote is not closed before the comma".into()));
        assert_eq!(read("a,c\n1,2"), Err("t.csv:1: the first line must be \"a,b\"".into()));
        assert_eq!(read(""), Err("t.csv:1: the first line must be \"a,b\"".into()));
    }
}
