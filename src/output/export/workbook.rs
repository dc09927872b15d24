//! A workbook that stands on its own: a sheet for each topic, the sources, what the columns mean, and where it all comes from.

use super::behind::{records, sources};
use super::dictionary::{self, Entry, HEADS};
use super::summary::{question_json, summary_frame};
use super::xlsx::Book;
use crate::frame::Tables;
use crate::frame::schema::Table;
use crate::lang::labels::{Lang, label};
use crate::stats;
use crate::stats::query::Query;
use crate::stats::summary::{Footer, Summary};
use crate::stats::views::View;
use anyhow::Result;
use polars::prelude::DataFrame;
use serde_json::{Value, json};

/// A workbook under construction: its sheets, and what its last sheets tell.
pub struct Workbook {
    book: Book,
    columns: Vec<Entry>,
    behind: Vec<Behind>,
    about: Vec<[String; 2]>,
}

/// Records that the workbook holds, or will hold.
struct Behind {
    table: Table,
    frame: DataFrame,
    /// Their sheet is there already.
    written: bool,
}

impl Workbook {
    /// An empty one.
    ///
    /// # Errors
    /// None that input could cause.
    pub fn new(built_in: bool) -> Result<Self> {
        let mut about = vec![[both("workbook.version"), env!("CARGO_PKG_VERSION").to_string()]];
        about.push([both("workbook.builtin"), both(if built_in { "workbook.builtin_yes" } else { "workbook.builtin_no" })]);
        Ok(Self { book: Book::new()?, columns: Vec::new(), behind: Vec::new(), about })
    }

    /// Adds the rows of a table; `asked` is what they were chosen by.
    ///
    /// # Errors
    /// When there are more rows than a sheet can hold.
    pub fn table(&mut self, table: Table, frame: DataFrame, asked: Value) -> Result<()> {
        self.book.table(table.name(), &frame)?;
        self.columns.extend(dictionary::of_table(table));
        self.tell("workbook.question", json!({"table": table.name(), "asked": asked}).to_string());
        self.behind.push(Behind { table, frame, written: true });
        Ok(())
    }

    /// Adds the facts of a view.
    ///
    /// # Errors
    /// When there are more rows than a sheet can hold.
    pub fn facts(&mut self, view: View, frame: DataFrame) -> Result<()> {
        self.book.table(view.name(), &frame)?;
        self.columns.extend(dictionary::of_view(view)?);
        self.tell("workbook.question", json!({"table": view.name(), "asked": null}).to_string());
        Ok(())
    }

    /// Adds an aggregate. The records that it is made of follow it in [`Workbook::finish`].
    ///
    /// # Errors
    /// When the data cannot be read.
    pub fn aggregate(&mut self, tables: &Tables, query: &Query) -> Result<()> {
        let summary = stats::run(tables, query)?;
        let frame = summary_frame(&summary)?;
        let keys: Vec<&str> = query.by.iter().chain(&query.pivot).map(|key| key.word()).collect();
        self.book.table(&format!("{} by {}", query.topic.word(), keys.join(",")), &frame)?;
        let told = dictionary::of_aggregates();
        let names = frame.schema().iter_names();
        let used: Vec<&str> = names.filter_map(|name| dictionary::of_column(&told, name).map(|e| e.column)).collect();
        let known = |e: &Entry| self.columns.iter().any(|c| c.table == e.table && c.column == e.column);
        let new: Vec<Entry> = dictionary::of_aggregates().into_iter().filter(|e| used.contains(&e.column) && !known(e)).collect();
        self.columns.extend(new);
        self.tell_summary(&summary);
        for table in query.topic.tables() {
            if self.behind.iter().all(|before| before.table != *table) {
                self.behind.push(Behind { table: *table, frame: records(tables, *table, query)?, written: false });
            }
        }
        Ok(())
    }

    /// The file, with the records behind aggregates, the sources, the columns and the origin on sheets of their own.
    ///
    /// # Errors
    /// When the data cannot be read, or there are more rows than a sheet can hold.
    pub fn finish(mut self, tables: &Tables) -> Result<Vec<u8>> {
        for behind in self.behind.iter().filter(|behind| !behind.written) {
            self.book.table(behind.table.name(), &behind.frame)?;
            self.columns.extend(dictionary::of_table(behind.table));
        }
        let records: Vec<&DataFrame> = self.behind.iter().filter(|b| b.table != Table::Articles).map(|b| &b.frame).collect();
        if !records.is_empty() {
            self.book.table("sources", &sources(tables, records)?)?;
        }
        let mut sheet = self.book.sheet("columns", &HEADS)?;
        for row in dictionary::rows(&self.columns) {
            self.book.texts(&mut sheet, &row)?;
        }
        self.book.end(sheet)?;
        let mut sheet = self.book.sheet("about", &["giaoban", ""])?;
        for row in &self.about {
            self.book.texts(&mut sheet, row)?;
        }
        self.book.end(sheet)?;
        self.book.finish()
    }

    fn tell(&mut self, key: &str, value: String) {
        self.about.push([both(key), value]);
    }

    fn tell_summary(&mut self, summary: &Summary) {
        let Footer { facts, statements, articles, first_day, last_day, inferred_years, inferred_places, left_out, .. } =
            &summary.footer;
        self.tell("workbook.question", question_json(&summary.query).to_string());
        for (key, n) in [
            ("facts", facts),
            ("statements", statements),
            ("articles", articles),
            ("years", inferred_years),
            ("places", inferred_places),
        ] {
            self.tell(&format!("workbook.{key}"), n.to_string());
        }
        for (key, day) in [("workbook.first", first_day), ("workbook.last", last_day)] {
            self.tell(key, day.clone().unwrap_or_default());
        }
        for left in left_out {
            let why = both(left.reason.label_key());
            self.tell("workbook.left", format!("{} · {why}: {}", left.count(), left.record_ids.join(" ")));
        }
    }
}

/// A text in both languages.
fn both(key: &str) -> String {
    format!("{} · {}", label(Lang::Vi, key), label(Lang::En, key))
}
