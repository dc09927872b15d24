//! A Parquet table, read lazily: only the columns that are of use, some rows at a time.

use super::Options;
use super::error::{InputError, Problem, io_problem};
use super::fields::{self, Use};
use super::source::Ready;
use chrono::{DateTime, Days, NaiveDate};
use polars::prelude::*;
use serde_json::{Map, Value};
use std::fs::File;
use std::path::Path;

/// Rows read in one pass: some tens of megabytes of articles.
const ROWS: u32 = 1 << 14;

pub(crate) struct ParquetFile {
    name: String,
    stem: String,
    scan: LazyFrame,
    /// The rows that were read last, and how many of them are done.
    rows: DataFrame,
    done: usize,
    /// Rows before `rows`.
    before: u64,
    last: bool,
}

impl ParquetFile {
    /// Opens a table and finds its columns.
    ///
    /// # Errors
    /// [`Problem::Missing`] and the like, [`Problem::NoText`], or [`Problem::ColumnType`].
    pub(crate) fn open(path: &Path, name: &str, stem: &str, options: &Options) -> Result<Self, Problem> {
        // What the system says of a file is clearer than what polars says.
        File::open(path).map_err(|error| io_problem(&error))?;
        let args = ScanArgsParquet { glob: false, ..Default::default() };
        let scan = PlRefPath::try_from_path(path).and_then(|path| LazyFrame::scan_parquet(path, args));
        let mut scan = scan.map_err(unreadable)?;
        let schema = scan.collect_schema().map_err(unreadable)?;
        let names: Vec<&str> = schema.iter_names().map(PlSmallStr::as_str).collect();
        let used = fields::used(&names, &options.columns)?;
        for column in &used {
            let kind = schema.get(column).unwrap_or(&DataType::Null);
            if !fits(kind, fields::use_of(column, &options.columns)) {
                return Err(Problem::ColumnType { column: column.to_string(), kind: kind.to_string() });
            }
        }
        let scan = scan.select(used.iter().map(|column| col(*column)).collect::<Vec<_>>());
        let (name, stem) = (name.to_string(), stem.to_string());
        Ok(Self { name, stem, scan, rows: DataFrame::empty(), done: 0, before: 0, last: false })
    }

    /// Reads the next row; whether the file may have more.
    pub(crate) fn advance(&mut self, options: &Options, ready: &mut Ready) -> bool {
        if self.done == self.rows.height() {
            if self.last {
                return false;
            }
            self.before += self.done as u64;
            match self.scan.clone().slice(self.before as i64, ROWS).collect() {
                Ok(rows) => (self.rows, self.done) = (rows, 0),
                Err(error) => {
                    ready.push_back(Err(InputError::new(&self.name, unreadable(error))));
                    return false;
                }
            }
            self.last = self.rows.height() < ROWS as usize;
            if self.rows.height() == 0 {
                if self.before == 0 {
                    ready.push_back(Err(InputError::new(&self.name, Problem::Empty)));
                }
                return false;
            }
        }
        let mut row = Map::new();
        for column in self.rows.columns() {
            let value = column.get(self.done).map_or(Value::Null, |value| plain(&value));
            row.insert(column.name().to_string(), value);
        }
        self.done += 1;
        let number = self.before + self.done as u64;
        match fields::article(&row, &format!("{}:{number}", self.stem), options) {
            Ok((article, notice)) => {
                ready.extend(notice.map(|problem| Err(InputError::at_line(&self.name, number, problem))));
                ready.push_back(Ok(article));
            }
            Err(problem) => ready.push_back(Err(InputError::at_line(&self.name, number, problem))),
        }
        true
    }
}

fn unreadable(error: PolarsError) -> Problem {
    // The first line says what; the others where in polars.
    let reason = error.to_string().lines().next().unwrap_or_default().to_string();
    Problem::Unreadable { reason }
}

fn fits(kind: &DataType, used: Use) -> bool {
    let words = matches!(kind, DataType::String | DataType::Categorical(..) | DataType::Enum(..) | DataType::Null);
    match used {
        Use::Text => words || matches!(kind, DataType::List(inner) if **inner == DataType::String),
        Use::Id => words || kind.is_integer(),
        Use::Date => words || kind.is_integer() || matches!(kind, DataType::Date | DataType::Datetime(..)),
        Use::Other => words,
    }
}

fn plain(value: &AnyValue) -> Value {
    match value {
        AnyValue::Null => Value::Null,
        AnyValue::Date(days) => {
            let date = NaiveDate::default();
            let moved = if *days < 0 {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::{Columns, Input, articles};
    use crate::model::article::Article;

    fn read(frame: &mut DataFrame, options: &Options) -> (Vec<Article>, Vec<String>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bảng.parquet");
        ParquetWriter::new(File::create(&path).unwrap()).with_row_group_size(Some(1000)).finish(frame).unwrap();
        read_path(&path, options)
    }

    fn read_path(path: &Path, options: &Options) -> (Vec<Article>, Vec<String>) {
        let (mut good, mut bad) = (Vec::new(), Vec::new());
        for item in articles(&[Input::from(path)], options) {
            match item {
                Ok(article) => good.push(article),
                Err(error) => bad.push(error.to_string().rsplit('/').next().unwrap_or_default().to_string()),
            }
        }
        (good, bad)
    }

    #[test]
    fn rows_are_articles_whatever_the_type_of_the_date() {
        let days = Column::new("ngày đăng".into(), [17_717, 17_717]).cast(&DataType::Date).unwrap();
        let seconds = Column::new("publish_date".into(), [1_530_752_400i64, 1_530_752_400]);
        let ticks = Column::new("date".into(), [1_530_752_400_000_000i64; 2])
            .cast(&DataType::Datetime(TimeUnit::Microseconds, None))
            .unwrap();
        let text = Column::new("published".into(), ["05/07/2018 08:15", "2018-07-05"]);
        for date in [days, seconds, ticks, text] {
            let name = date.name().to_string();
            let mut frame = DataFrame::new(
                2,
                vec![
                    Column::new("Nội dung".into(), [Some("Sáng nay, huyện họp."), None]),
                    Column::new("Tiêu đề".into(), ["Huyện họp", "Xã họp"]),
                    Column::new("điểm".into(), [1.5, 2.5]),
                    Column::new("id".into(), [7i64, 8]),
                    date,
                ],
            )
            .unwrap();
            let (good, bad) = read(&mut frame, &Options::default());
            assert!(bad.is_empty(), "{name}: {bad:?}");
            assert_eq!(good[0].text, "Huyện họp\n\nSáng nay, huyện họp.");
            assert_eq!((good[0].id.as_str(), good[1].title.as_deref()), ("7", Some("Xã họp")));
            assert!(good.iter().all(|a| a.published.is_some_and(|d| d.to_string() == "2018-07-05")), "{name}");
        }
    }

    #[test]
    fn every_row_is_read_once_and_in_order() {
        let count = ROWS as usize + 700;
        let texts: Vec<String> = (0..count).map(|n| format!("Tin số {n}")).collect();
        let mut frame = DataFrame::new(count, vec![Column::new("text".into(), texts)]).unwrap();
        let (good, bad) = read(&mut frame, &Options::default());
        assert!(bad.is_empty());
        assert_eq!(good.len(), count);
        assert!(good.iter().enumerate().all(|(n, a)| a.text == format!("Tin số {n}") && a.id == format!("bảng:{}", n + 1)));
    }

    #[test]
    fn a_table_that_does_not_fit_is_said_once() {
        let mut frame = DataFrame::new(2, vec![Column::new("text".into(), [1i64, 2])]).unwrap();
        let (good, bad) = read(&mut frame, &Options::default());
        assert_eq!((good.len(), bad.len()), (0, 1));
        assert!(bad[0].contains("\"text\"") && bad[0].contains("i64"), "{bad:?}");
        let mut frame = DataFrame::new(2, vec![Column::new("a".into(), ["x", "y"])]).unwrap();
        assert!(read(&mut frame, &Options::default()).1[0].contains("--text-column"));
        let columns = Columns { text: Some("a".into()), ..Columns::default() };
        assert_eq!(read(&mut frame, &Options { columns, ..Options::default() }).0.len(), 2);
    }

    #[test]
    fn a_broken_file_is_said_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("hỏng.parquet");
        for bytes in [b"".as_slice(), b"PAR1", b"PAR1 kh\xC3\xB4ng ph\xE1\xBA\xA3i PAR1", &[0; 400]] {
            std::fs::write(&path, bytes).unwrap();
            let (good, bad) = read_path(&path, &Options::default());
            assert_eq!((good.len(), bad.len()), (0, 1), "{bad:?}");
            assert!(bad[0].starts_with("hỏng.parquet: "), "{bad:?}");
        }
        let (_, bad) = read_path(&folder.path().join("không có.parquet"), &Options::default());
        assert!(bad[0].contains("not found"), "{bad:?}");
    }
}
