//! Rows of a frame as JSON objects, columns in their order.

use polars::prelude::*;
use serde::ser::{Serialize, SerializeMap, Serializer};

/// One row, written column by column.
pub struct RowOf<'f> {
    frame: &'f DataFrame,
    row: usize,
}

pub fn rows(frame: &DataFrame) -> impl Iterator<Item = RowOf<'_>> {
    (0..frame.height()).map(move |row| RowOf { frame, row })
}

impl Serialize for RowOf<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.frame.width()))?;
        for column in self.frame.columns() {
            let value = column.get(self.row).unwrap_or(AnyValue::Null);
            map.serialize_entry(column.name().as_str(), &json_value(&value))?;
        }
        map.end()
    }
}

/// A value of a cell. Dates are ISO text; what JSON does not have is null.
pub fn json_value(value: &AnyValue) -> serde_json::Value {
    use serde_json::Value;
    match value {
        AnyValue::Null => Value::Null,
        AnyValue::Boolean(b) => Value::Bool(*b),
        AnyValue::String(s) => Value::String((*s).to_string()),
        AnyValue::StringOwned(s) => Value::String(s.to_string()),
        AnyValue::Float64(x) => serde_json::Number::from_f64(*x).map_or(Value::Null, Value::Number),
        AnyValue::Float32(x) => serde_json::Number::from_f64(f64::from(*x)).map_or(Value::Null, Value::Number),
        AnyValue::Int8(n) => (*n).into(),
        AnyValue::Int16(n) => (*n).into(),
        AnyValue::Int32(n) => (*n).into(),
        AnyValue::Int64(n) => (*n).into(),
        AnyValue::UInt8(n) => (*n).into(),
        AnyValue::UInt16(n) => (*n).into(),
        AnyValue::UInt32(n) => (*n).into(),
        AnyValue::UInt64(n) => (*n).into(),
        AnyValue::Date(day) => chrono::NaiveDate::from_epoch_days(*day).map_or(Value::Null, |d| Value::String(d.to_string())),
        other => Value::String(other.to_string()),
    }
}
