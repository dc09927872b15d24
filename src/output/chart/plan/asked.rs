//! What is asked to be drawn, and how its rows and figures are named.

use super::names::{clean, label_of};
use super::table;
use crate::lang::labels::{Lang, label};
use crate::output::chart::error::ChartError;
use crate::output::chart::kind::ChartKind;
use crate::output::chart::model::{Body, Name, Value};
use crate::stats::names::key_name;
use crate::stats::query::{Key, Measure};
use crate::stats::summary::{Cell, KeyValue, Row, Summary};

/// A body, the measures it shows, and notes on rows that it leaves out.
pub type Made = (Body, Vec<Measure>, Vec<String>);

pub struct Asked<'a> {
    pub summary: &'a Summary,
    pub lang: Lang,
    /// Never `Auto`.
    pub kind: ChartKind,
}

impl Asked<'_> {
    /// The refusal of a kind for want of `what` (the end of a label key `chart.needs.…`).
    pub fn needs(&self, what: &'static str) -> ChartError {
        ChartError::Needs { kind: self.kind, what }
    }

    pub fn cell(&self, row: &Row, measure: Measure) -> Cell {
        table::cell(self.summary, row, measure)
    }

    pub fn value(&self, number: Cell, measure: Measure) -> Value {
        Value::of(number, measure.unit(), self.lang)
    }

    /// The figures of a measure, row by row.
    pub fn values(&self, measure: Measure) -> Vec<Value> {
        self.summary.rows.iter().map(|row| self.value(self.cell(row, measure), measure)).collect()
    }

    /// The name of a measure as a series.
    pub fn measure_name(&self, measure: Measure) -> Name {
        Name::plain(label_of(self.lang, "chart.measure.", measure.word()))
    }

    pub fn key_name(&self, key: Key, value: &KeyValue) -> Name {
        let text = clean(&key_name(key, value, self.summary.query.geo, self.lang));
        Name { neutral: table::is_neutral(value), ..Name::plain(text) }
    }

    /// The name of a row by all its keys.
    pub fn row_name(&self, row: &Row) -> Name {
        Name { apart: table::is_apart(self.summary, row), ..self.joined(&row.keys, &self.summary.keys) }
    }

    pub fn row_names(&self) -> Vec<Name> {
        self.summary.rows.iter().map(|row| self.row_name(row)).collect()
    }

    /// The name of several keys' values together.
    pub fn joined(&self, values: &[KeyValue], keys: &[Key]) -> Name {
        let parts: Vec<Name> = keys.iter().zip(values).map(|(&k, v)| self.key_name(k, v)).collect();
        if parts.is_empty() {
            return Name::plain(label(self.lang, "chart.all").to_string());
        }
        let text = parts.iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join(" · ");
        Name { neutral: parts.iter().any(|p| p.neutral), ..Name::plain(text) }
    }
}
