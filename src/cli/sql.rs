//! Polars SQL over the record tables and over the facts made of them: reading and nothing else.

mod guard;
mod wrong;

use super::Outcome;
use super::data::Data;
use super::messages::WrongUsage;
use super::output::{Output, Views};
use super::session::Session;
use crate::caught::caught;
use crate::frame::schema::Table;
use crate::frame::{Tables, Told};
use crate::lang::labels::{Lang, label};
use crate::output::export::{About, json_value, write_frame};
use crate::output::format::Format;
use crate::output::table::Grid;
use crate::stats::views::View;
use anyhow::Result;
use guard::{allowed, words};
use polars::prelude::{AnyValue, Column, DataFrame, DataType, IntoLazy};
use polars::sql::SQLContext;
use std::io::Write;
use std::sync::OnceLock;
use wrong::{Known, explain};

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// A query that begins with SELECT, WITH, SHOW or EXPLAIN
    #[arg(value_name = "QUERY", required_unless_present = "schema")]
    query: Option<String>,
    /// List the tables and views with their columns, types and what they mean
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
  giaoban sql \"SELECT province, sum(cut) FROM staffing_facts WHERE subject = 'staff' AND status = 'achieved'
               AND left_out_by_province IS NULL GROUP BY province ORDER BY province\"

The tables hold statements, a row each. The views (meeting_facts, staffing_facts, progress_facts, document_facts,
quantity_facts, fact_sources) hold facts as giaoban stats counts them, with their sources and what is left out of sums.";

pub fn run(session: &Session, args: Args) -> Result<Outcome> {
    let format = args.output.format()?;
    let query = args.query.unwrap_or_default();
    if !args.schema {
        allowed(&query).map_err(WrongUsage)?;
    }
    let mut sink = args.output.sink(session)?;
    let frame = if args.schema {
        // Files do not depend on the language.
        let for_people = matches!(format, Format::Table | Format::Markdown);
        schema(if for_people { session.lang } else { Lang::En })?
    } else {
        let data = Data::open(session)?;
        data.with(|tables| ask(tables, &query))?
    };
    let style = args.output.style(session);
    match format {
        Format::Table => sink.write_all(grid(&frame).text(style).as_bytes())?,
        Format::Markdown => sink.write_all(grid(&frame).markdown().as_bytes())?,
        format => sink = write_frame(sink, format, &frame, &About { question: query, ..About::default() })?,
    }
    sink.finish()?;
    Ok(Outcome::Done)
}

/// The answer to a query over the tables, as `giaoban sql` gives it.
///
/// # Errors
/// When the query does more than read the tables, or cannot be run.
pub fn answer(tables: &Tables, query: &str) -> Result<DataFrame> {
    allowed(query)?;
    ask(tables, query)
}

fn ask(tables: &Tables, query: &str) -> Result<DataFrame> {
    let mut context = SQLContext::new();
    for table in Table::ALL {
        context.register(table.name(), tables.get(*table));
    }
    // Facts are joined only for a query that names them.
    let named = words(query);
    for view in View::ALL {
        if named.iter().any(|w| w == view.name()) {
            context.register(view.name(), view.frame(tables)?.lazy());
        } else if named.first().is_some_and(|w| w == "show") {
            context.register(view.name(), DataFrame::empty_with_schema(&*view.schema()?).lazy());
        }
    }
    // The SQL front end of polars may panic on queries that it half understands; to the user that is one more wrong query.
    match caught(|| context.execute(query)?.collect()) {
        Ok(Ok(frame)) => Ok(frame),
        Ok(Err(error)) => {
            let why = error.to_string();
            let told = explain(query, why.lines().next().unwrap_or_default(), known()?);
            Err(anyhow::Error::from(error).context(told))
        }
        Err(panic) => Err(anyhow::Error::from(panic).context(Told::new("error.sql.query", [("why", &"?")]))),
    }
}

/// Every table and view with its columns.
fn known() -> Result<&'static [Known]> {
    static KNOWN: OnceLock<Vec<Known>> = OnceLock::new();
    if let Some(known) = KNOWN.get() {
        return Ok(known);
    }
    let tables = Table::ALL.iter().map(|t| Ok((t.name(), t.columns().map(|c| c.name.to_string()).collect())));
    let views = View::ALL.iter().map(|v| Ok((v.name(), v.schema()?.iter_names().map(|n| n.to_string()).collect())));
    let known = tables.chain(views).collect::<Result<Vec<Known>>>()?;
    Ok(KNOWN.get_or_init(|| known))
}

/// Tables and views with their columns: name, type, and what it means.
fn schema(lang: Lang) -> Result<DataFrame> {
    let mut rows: Vec<(&str, String, &str, String)> = Vec::new();
    for table in Table::ALL {
        for c in table.columns() {
            rows.push((table.name(), c.name.to_string(), type_name(&c.kind.data_type()), meaning(lang, table.name(), c.name)));
        }
    }
    for view in View::ALL {
        for (name, kind) in view.schema()?.iter() {
            rows.push((view.name(), name.to_string(), type_name(kind), meaning(lang, view.name(), name)));
        }
    }
    Ok(DataFrame::new_infer_height(vec![
        Column::new("table".into(), rows.iter().map(|r| r.0).collect::<Vec<_>>()),
        Column::new("column".into(), rows.iter().map(|r| r.1.as_str()).collect::<Vec<_>>()),
        Column::new("type".into(), rows.iter().map(|r| r.2).collect::<Vec<_>>()),
        Column::new("meaning".into(), rows.iter().map(|r| r.3.as_str()).collect::<Vec<_>>()),
    ])?)
}

/// What a column means: its own text for the table, where it has one there.
fn meaning(lang: Lang, table: &str, column: &str) -> String {
    let own = format!("column.{table}.{column}");
    match label(lang, &own) {
        text if text == own => label(lang, &format!("column.{column}")).to_string(),
        text => text.to_string(),
    }
}

const fn type_name(kind: &DataType) -> &'static str {
    match kind {
        DataType::UInt32 | DataType::Int32 => "integer",
        DataType::Float64 => "double",
        DataType::Date => "date",
        DataType::Boolean => "boolean",
        _ => "text",
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
    fn every_column_has_a_type_and_a_meaning() {
        for lang in [Lang::Vi, Lang::En] {
            let frame = schema(lang).unwrap();
            let text = |name: &str| frame.column(name).unwrap().str().unwrap().clone();
            let (columns, meanings) = (text("column"), text("meaning"));
            for (column, meaning) in columns.iter().flatten().zip(meanings.iter().flatten()) {
                assert!(!meaning.starts_with("column."), "{column} has no meaning");
            }
        }
    }
}
