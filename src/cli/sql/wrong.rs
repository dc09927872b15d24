//! What polars says of a query that cannot be run → one line that names the word and what was probably meant.

use super::guard::words;
use crate::frame::Told;
use crate::stats::parse::nearest;

/// A table or view with its columns.
pub type Known = (&'static str, Vec<String>);

/// Tells what is wrong. `why` is the first line of what polars says.
pub fn explain(query: &str, why: &str, known: &[Known]) -> Told {
    if let Some(column) = quoted(why, &["unable to find column ", "no column named "]) {
        return unknown_column(query, column, known);
    }
    if let Some(table) = quoted(why, &["relation ", "no table or struct column named "]) {
        let names: Vec<&str> = known.iter().map(|k| k.0).collect();
        let has = names.join(", ");
        return match nearest(table, &names) {
            Some(near) => Told::new("error.sql.table_near", [("word", &table), ("near", &near), ("has", &has)]),
            None => Told::new("error.sql.table", [("word", &table), ("has", &has)]),
        };
    }
    if let Some(name) = quoted(why, &["unsupported function "]) {
        return Told::new("error.sql.function", [("word", &name)]);
    }
    if let Some(where_) = why.split("sql parser error: ").nth(1) {
        return Told::new("error.sql.syntax", [("why", &where_)]);
    }
    Told::new("error.sql.query", [("why", &why)])
}

/// The name in quotes behind one of some phrases.
fn quoted<'w>(why: &'w str, phrases: &[&str]) -> Option<&'w str> {
    let rest = phrases.iter().find_map(|p| why.split_once(p)).map(|s| s.1)?;
    let mark = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest[1..].split_once(mark).map(|s| s.0)
}

fn unknown_column(query: &str, column: &str, known: &[Known]) -> Told {
    let words = words(query);
    let named: Vec<&Known> = known.iter().filter(|k| words.iter().any(|w| w == k.0)).collect();
    let mut columns: Vec<&str> = named.iter().flat_map(|k| k.1.iter().map(String::as_str)).collect();
    columns.sort_unstable();
    columns.dedup();
    let tables = named.iter().map(|k| k.0).collect::<Vec<_>>().join(", ");
    match nearest(column, &columns) {
        Some(near) => Told::new("error.sql.column_near", [("word", &column), ("near", &near), ("tables", &tables)]),
        None => Told::new("error.sql.column", [("word", &column), ("tables", &tables), ("has", &columns.join(", "))]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_word_is_told_with_the_right_one() {
        let known: Vec<Known> = vec![
            ("meetings", ["kind", "province"].map(String::from).to_vec()),
            ("staffing_facts", ["cut", "province"].map(String::from).to_vec()),
        ];
        for (query, why, told) in [
            (
                "SELECT provnce FROM meetings",
                "not found: unable to find column \"provnce\"; valid columns: [\"kind\"]",
                "there is no column \"provnce\" in meetings; did you mean \"province\"?",
            ),
            (
                "SELECT m.cuts FROM staffing_facts m",
                "no column named 'cuts' found in table 'm'",
                "there is no column \"cuts\" in staffing_facts; did you mean \"cut\"?",
            ),
            ("SELECT * FROM staffing_fact", "relation 'staffing_fact' was not found", "did you mean \"staffing_facts\"?"),
            ("SELECT foo(kind) FROM meetings", "unsupported function 'foo'", "there is no function \"foo\""),
            ("SELECT * FRM x", "sql parser error: Expected: end of statement, found: FRM", "found: FRM"),
            ("SELECT sum(kind) FROM meetings", "`sum` operation not supported for dtype `str`", "dtype `str`"),
        ] {
            let text = explain(query, why, &known).to_string();
            assert!(text.contains(told), "{text}");
        }
        // Where nothing is near, the columns of the tables that the query names.
        let text = explain("SELECT xyz FROM meetings", "unable to find column \"xyz\"", &known).to_string();
        assert!(text.contains("kind, province") && !text.contains("cut"), "{text}");
    }
}
