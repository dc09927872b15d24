//! Polars SQL over the record tables: reading them and nothing else.

use super::Outcome;
use super::data::Data;
use super::messages::WrongUsage;
use super::output::{Output, Views};
use super::session::Session;
use crate::frame::schema::{Kind, Table};
use crate::frame::{Tables, Told};
use crate::output::export::{json_value, write_frame};
use crate::output::format::Format;
use crate::output::table::Grid;
use anyhow::Result;
use polars::prelude::{AnyValue, DataFrame};
use polars::sql::SQLContext;
use std::io::Write;

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// A query that begins with SELECT, WITH, SHOW or EXPLAIN
    #[arg(value_name = "QUERY", required_unless_present = "schema")]
    query: Option<String>,
    /// List the tables with their columns and types
    #[arg(long, conflicts_with = "query")]
    schema: bool,
    #[command(flatten)]
    output: Output<Views>,
}

const EXAMPLES: &str = "\
Examples:
  giaoban sql --schema
  giaoban sql \"SELECT kind, count(*) AS n FROM meetings GROUP BY kind ORDER BY n DESC\"
  giaoban sql \"SELECT province, done, total FROM progress WHERE activity = 'congress'\" -o congress.csv

The tables hold statements, one row each; giaoban stats counts facts.";

pub fn run(session: &Session, args: Args) -> Result<Outcome> {
    let format = args.output.format()?;
    let query = args.query.unwrap_or_default();
    if !args.schema {
        allowed(&query).map_err(WrongUsage)?;
    }
    let mut sink = args.output.sink()?;
    let frame = if args.schema {
        schema()?
    } else {
        let data = Data::open(session)?;
        data.with(|tables| ask(tables, &query))?
    };
    let style = args.output.style(session);
    match format {
        Format::Table => sink.write_all(grid(&frame).text(style).as_bytes())?,
        Format::Markdown => sink.write_all(grid(&frame).markdown().as_bytes())?,
        format => sink = write_frame(sink, format, &frame, false)?,
    }
    sink.finish()?;
    Ok(Outcome::Done)
}

fn ask(tables: &Tables, query: &str) -> Result<DataFrame> {
    let mut context = SQLContext::new();
    for table in Table::ALL {
        context.register(table.name(), tables.get(*table));
    }
    // The SQL front end of polars may panic on queries that it half understands; to the user that is one more wrong query.
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let answer = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| context.execute(query)?.collect()));
    std::panic::set_hook(hook);
    let wrong = |why: &dyn std::fmt::Display| Told::new("error.sql.query", [("why", why)]);
    match answer {
        Ok(Ok(frame)) => Ok(frame),
        Ok(Err(error)) => {
            let why = error.to_string();
            let why = why.lines().next().unwrap_or_default().to_string();
            Err(anyhow::Error::from(error).context(wrong(&why)))
        }
        Err(_) => Err(wrong(&"?").into()),
    }
}

/// Whether a query does nothing but read the tables. Strings and comments do not count.
fn allowed(query: &str) -> Result<(), Told> {
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
fn words(query: &str) -> Vec<String> {
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

fn schema() -> Result<DataFrame> {
    let columns: Vec<(&str, &str, &str)> =
        Table::ALL.iter().flat_map(|t| t.columns().map(|c| (t.name(), c.name, type_name(c.kind)))).collect();
    let column = |name: &'static str, cell: fn(&(&'static str, &'static str, &'static str)) -> &'static str| {
        polars::prelude::Column::new(name.into(), columns.iter().map(cell).collect::<Vec<_>>())
    };
    Ok(DataFrame::new_infer_height(vec![column("table", |c| c.0), column("column", |c| c.1), column("type", |c| c.2)])?)
}

const fn type_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Whole | Kind::Year => "integer",
        Kind::Number => "double",
        Kind::Day => "date",
    }
}

/// The answer as it is: names and values untranslated.
fn grid(frame: &DataFrame) -> Grid {
    let head = frame.columns().iter().map(|c| (c.name().to_string(), c.dtype().is_primitive_numeric())).collect();
    let mut grid = Grid::new(head);
    for row in 0..frame.height() {
        let cell = |c: &polars::prelude::Column| match c.get(row).unwrap_or(AnyValue::Null) {
            AnyValue::Null => String::new(),
            AnyValue::Float64(x) => x.to_string(),
            value => match json_value(&value) {
                serde_json::Value::String(text) => text,
                value => value.to_string(),
            },
        };
        grid.rows.push(frame.columns().iter().map(cell).collect());
    }
    grid
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
