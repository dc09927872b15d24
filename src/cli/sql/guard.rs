//! What a query may do: read the tables, nothing else.

use crate::frame::Told;

/// Signs and words that join two parts of a query into one. Each may be a level of a tree that polars walks down by recursion:
/// some thousand of them take its stack.
const MOST_JOINS: usize = 400;

/// Whether a query does nothing but read the tables, and is one that polars can take in.
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
    let joins = words.iter().filter(|w| is_join(w)).count();
    if joins > MOST_JOINS {
        return Err(Told::new("error.sql.long", [("found", &joins), ("most", &MOST_JOINS)]));
    }
    // Functions that open files of their own. Wherever the name stands: what is a string and what a comment, only the parser
    // of polars knows (`$$'$$`, comments in comments), and a name cannot be written in another way.
    let lower = query.to_lowercase();
    let mut names = lower.split(|c: char| !c.is_alphanumeric() && c != '_');
    match names.find(|name| name.starts_with("read_") || name.starts_with("scan_")) {
        Some(name) => Err(Told::new("error.sql.file", [("word", &name)])),
        None => Ok(()),
    }
}

fn is_join(word: &str) -> bool {
    let sign = !word.starts_with(char::is_alphanumeric) && !matches!(word, "(" | ")" | "," | "." | ";" | "_");
    sign || matches!(word, "and" | "or" | "not" | "union" | "except" | "intersect" | "join" | "when" | "is" | "in" | "like")
}

/// Lower-case words, quoted names and marks of a query. Strings and comments do not count.
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
                let end = at + comment(&query[at..]);
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

/// The length of the comment at the beginning of the text, with those inside it.
fn comment(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    loop {
        let rest = &text.as_bytes()[at..];
        match rest {
            [b'/', b'*', ..] => depth += 1,
            [b'*', b'/', ..] => depth -= 1,
            [] => return at,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            return at;
        }
    }
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
            "SELECT 'reading(x)' AS t -- DROP",
            "SELECT 'it''s; DROP TABLE meetings'",
            "/* DROP /* TABLE */ x */ SELECT thread_id FROM meetings",
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

    #[test]
    fn a_query_of_endless_parts_is_refused_and_a_long_list_is_not() {
        for (piece, times) in [("+1", 401), (" || 'a'", 201), (" AND true", 401), (" UNION SELECT 1", 401), ("+ -1", 201)] {
            let query = |times| format!("SELECT 1 {}", piece.repeat(times));
            assert!(allowed(&query(times)).is_err() && allowed(&query(times / 2)).is_ok(), "{piece}");
        }
        let list = format!("SELECT * FROM meetings WHERE province IN ({}'x')", "'Hà Nam', ".repeat(5000));
        assert!(allowed(&list).is_ok());
    }
}
