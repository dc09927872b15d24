//! What a query may do: read the tables, nothing else.

use crate::frame::Told;

/// Whether a query does nothing but read the tables. Strings and comments do not count.
pub fn allowed(query: &str) -> Result<(), Told> {
    let words = words(query);
    const READS: [&str; 4] = ["select", "with", "show", "explain"];
    let first = words.iter().find(|w| *w != "(").map(String::as_str).unwrap_or("");
    if !READS.contains(&first) {
        return Err(Told::new("error.sql.read_only", [("word", &first)]));
    }
    if let Some(at) = words.iter().position(|w| w == ";")
        && at + 1 < words.len()
    {
        return Err(Told::new("error.sql.one", []));
    }
    // Functions that open files of their own.
    let opens = |w: &&[String]| (w[0].starts_with("read_") || w[0].starts_with("scan_")) && w[1] == "(";
    match words.windows(2).find(opens) {
        Some(pair) => Err(Told::new("error.sql.file", [("word", &pair[0])])),
        None => Ok(()),
    }
}

/// Lower-case words, quoted names and marks of a query.
pub fn words(query: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = query.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        match c {
            '\'' => while rest.next().is_some_and(|(_, c)| c != '\'') {},
            '"' | '`' => {
                let name: String = std::iter::from_fn(|| rest.next().map(|(_, c)| c)).take_while(|q| *q != c).collect();
                words.push(name.to_lowercase());
            }
            '-' if query[at..].starts_with("--") => while rest.next().is_some_and(|(_, c)| c != '\n') {},
            '/' if query[at..].starts_with("/*") => {
                let end = query[at + 2..].find("*/").map_or(query.len(), |n| at + n + 4);
                while rest.peek().is_some_and(|(at, _)| *at < end) {
                    rest.next();
                }
            }
            c if c.is_alphanumeric() || c == '_' => {
                let mut word = c.to_lowercase().to_string();
                while let Some((_, c)) = rest.next_if(|(_, c)| c.is_alphanumeric() || *c == '_') {
                    word.extend(c.to_lowercase());
                }
                words.push(word);
            }
            c if c.is_whitespace() => {}
            c => words.push(c.to_string()),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_reading_is_allowed() {
        for query in [
            "SELECT * FROM meetings",
            " select 1;",
            "WITH a AS (SELECT 1) SELECT * FROM a",
            "SHOW TABLES",
            "EXPLAIN SELECT 1",
            "SELECT 'read_csv(x)' AS t -- read_csv('x')",
            "SELECT 'it''s; DROP TABLE meetings'",
            "/* read_csv( */ SELECT read_csv FROM meetings",
            "(SELECT 1)",
        ] {
            assert!(allowed(query).is_ok(), "{query}");
        }
        for query in [
            "",
            "DROP TABLE meetings",
            "CREATE TABLE a AS SELECT 1",
            "DELETE FROM meetings",
            "SELECT 1; DROP TABLE meetings",
            "SELECT * FROM read_csv('/etc/passwd')",
            "SELECT * FROM READ_PARQUET ('x')",
            "SELECT * FROM \"read_csv\"('x')",
            "SELECT * FROM read_csv/* */('x')",
            "SELECT '''' , * FROM read_csv('x')",
        ] {
            assert!(allowed(query).is_err(), "{query}");
        }
    }
}
