//! Rows of a typed table → raw articles, whatever the table was read from.

use super::error::InputError;
use super::fields::{self, Use};
use super::source::Ready;
use super::{Columns, Options};
use chrono::{DateTime, Days, NaiveDate};
use polars::prelude::*;
use serde_json::{Map, Value};

/// Some rows of a table, handed over one by one.
pub(crate) struct TableRows {
    /// The table as it is named to a person.
    name: String,
    /// The beginning of the id of an article that has none of its own.
    stem: String,
    rows: DataFrame,
    done: usize,
    /// Rows of the table before `rows`.
    before: u64,
}

impl TableRows {
    pub(crate) fn new(name: &str, stem: &str) -> Self {
        Self { name: name.to_string(), stem: stem.to_string(), rows: DataFrame::empty(), done: 0, before: 0 }
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Whether the rows at hand were all handed over.
    pub(crate) fn is_done(&self) -> bool {
        self.done == self.rows.height()
    }

    /// Rows of the table that were handed over.
    pub(crate) fn count(&self) -> u64 {
        self.before + self.done as u64
    }

    /// Goes on with the next rows of the table.
    pub(crate) fn replace(&mut self, rows: DataFrame) {
        (self.before, self.rows, self.done) = (self.count(), rows, 0);
    }

    /// Hands over one row.
    pub(crate) fn advance(&mut self, options: &Options, ready: &mut Ready) {
        let mut row = Map::new();
        for column in self.rows.columns() {
            let value = column.get(self.done).map_or(Value::Null, |value| plain(&value));
            row.insert(column.name().to_string(), value);
        }
        self.done += 1;
        let number = self.count();
        let error = |problem, id: Option<String>| InputError::at_line(&self.name, number, problem).of_article(id);
        match fields::article(&row, &format!("{}:{number}", self.stem), options) {
            Ok((article, notice)) => {
                ready.extend(notice.map(|problem| Err(error(problem, Some(article.id.clone())))));
                ready.push_back(Ok(article));
            }
            Err(problem) => ready.push_back(Err(error(problem, fields::id(&row, options)))),
        }
    }
}

/// Whether a column of this type holds what the column is read for.
pub(crate) fn fits(kind: &DataType, column: &str, columns: &Columns) -> bool {
    let words = matches!(kind, DataType::String | DataType::Categorical(..) | DataType::Enum(..) | DataType::Null);
    match fields::use_of(column, columns) {
        Use::Text => words || matches!(kind, DataType::List(inner) if **inner == DataType::String),
        Use::Id => words || kind.is_integer(),
        Use::Date => words || kind.is_integer() || matches!(kind, DataType::Date | DataType::Datetime(..)),
        Use::Other => words,
    }
}

/// What went wrong, without the lines in which polars says where.
pub(crate) fn reason(error: &PolarsError) -> String {
    error.to_string().lines().next().unwrap_or_default().to_string()
}

fn plain(value: &AnyValue) -> Value {
    // A table of one row owns its values.
    match value.as_borrowed() {
        AnyValue::Null => Value::Null,
        AnyValue::Date(days) => {
            let date = NaiveDate::default();
            let moved = if days < 0 {
                date.checked_sub_days(Days::new(u64::from(days.unsigned_abs())))
            } else {
                date.checked_add_days(Days::new(u64::from(days.unsigned_abs())))
            };
            moved.map_or(Value::Null, |date| Value::String(date.to_string()))
        }
        AnyValue::Datetime(ticks, unit, zone) => {
            let in_second = match unit {
                TimeUnit::Nanoseconds => 1_000_000_000,
                TimeUnit::Microseconds => 1_000_000,
                TimeUnit::Milliseconds => 1000,
            };
            let form = if zone.is_some() { "%Y-%m-%dT%H:%M:%SZ" } else { "%Y-%m-%dT%H:%M:%S" };
            DateTime::from_timestamp(ticks.div_euclid(in_second), 0)
                .map_or(Value::Null, |time| Value::String(time.format(form).to_string()))
        }
        AnyValue::List(parts) => {
            let parts = parts.iter().map(|part| plain(&part)).filter(|part| !part.is_null());
            Value::Array(parts.collect())
        }
        other => match (other.get_str(), other.extract::<i64>()) {
            (Some(text), _) => Value::String(text.to_string()),
            (None, Some(number)) => number.into(),
            (None, None) => Value::Null,
        },
    }
}
