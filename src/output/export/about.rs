//! What a file says of itself beside its rows: the program, the question, the meaning of its columns.

use super::dictionary::{self, Entry};
use crate::frame::schema::Table;
use crate::stats::views::View;
use polars::prelude::Schema;
use serde_json::{Map, Value, json};

/// Where the rows of a file come from, and how it is dressed.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// The question as JSON, or the query in SQL.
    pub question: String,
    /// What the columns mean, where they are known.
    pub columns: Vec<Entry>,
    /// CSV for a spreadsheet of a Vietnamese office: byte order mark, semicolons, decimal comma.
    pub excel: bool,
    /// What else a reader of the file finds in it, by a key.
    pub note: Option<(&'static str, String)>,
}

impl About {
    /// Of the rows of one table; `asked` is what they were chosen by.
    pub fn table(table: Table, asked: Value) -> Self {
        let question = json!({"table": table.name(), "asked": asked}).to_string();
        Self { question, columns: dictionary::of_table(table), ..Self::default() }
    }

    /// Of an aggregate.
    pub fn aggregate(question: Value) -> Self {
        Self { question: question.to_string(), columns: dictionary::of_aggregates(), ..Self::default() }
    }

    /// Of the facts of a view.
    ///
    /// # Errors
    /// None that input could cause.
    pub fn facts(view: View, note: Option<(&'static str, String)>) -> anyhow::Result<Self> {
        let question = json!({"table": view.name(), "asked": null}).to_string();
        Ok(Self { question, columns: dictionary::of_view(view)?, note, ..Self::default() })
    }

    /// Key and value pairs for formats that have room for them. `giaoban.columns` holds, for each column that is described,
    /// its type, its unit and its meaning in both languages.
    pub fn pairs(&self, schema: &Schema) -> Vec<(String, String)> {
        let mut pairs = vec![("giaoban.version".to_string(), env!("CARGO_PKG_VERSION").to_string())];
        if !self.question.is_empty() {
            pairs.push(("giaoban.query".to_string(), self.question.clone()));
        }
        pairs.extend(self.note.iter().map(|(key, value)| ((*key).to_string(), value.clone())));
        let mut columns = Map::new();
        for (name, entry) in schema.iter_names().filter_map(|name| Some((name, dictionary::of_column(&self.columns, name)?))) {
            let [unit_vi, unit_en] = entry.unit;
            let [meaning_vi, meaning_en] = entry.meaning;
            let told = json!({
                "type": entry.kind,
                "unit": {"vi": unit_vi, "en": unit_en},
                "meaning": {"vi": meaning_vi, "en": meaning_en},
            });
            columns.insert(name.to_string(), told);
        }
        if !columns.is_empty() {
            pairs.push(("giaoban.columns".to_string(), Value::Object(columns).to_string()));
        }
        pairs
    }
}
