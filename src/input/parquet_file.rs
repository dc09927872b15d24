//! A Parquet table, read lazily: only the columns that are of use, some rows at a time.

use super::Options;
use super::error::{InputError, Problem, io_problem};
use super::source::Ready;
use super::table_rows::{self, TableRows};
use super::{fields, footer};
use crate::caught::caught;
use polars::prelude::*;
use std::io::ErrorKind;
use std::path::Path;

/// Rows read in one pass: some tens of megabytes of articles.
const ROWS: u32 = 1 << 14;

pub(crate) struct ParquetFile {
    scan: LazyFrame,
    /// The rows that were read last.
    rows: TableRows,
    last: bool,
}

impl ParquetFile {
    /// Opens a table and finds its columns.
    ///
    /// # Errors
    /// [`Problem::Missing`] and the like, [`Problem::NoText`], or [`Problem::ColumnType`].
    pub(crate) fn open(path: &Path, name: &str, stem: &str, options: &Options) -> Result<Self, Problem> {
        // What the system says of a file is clearer than what polars says.
        let problem = |error: std::io::Error| match error.kind() {
            ErrorKind::InvalidData => Problem::BrokenParquet,
            ErrorKind::FileTooLarge => Problem::TooLarge { limit: footer::largest(options.max_article_bytes) as usize },
            _ => io_problem(&error),
        };
        footer::check(path).map_err(problem)?;
        let args = ScanArgsParquet { glob: false, ..Default::default() };
        let open = || {
            let mut scan = LazyFrame::scan_parquet(PlRefPath::try_from_path(path)?, args)?;
            let schema = scan.collect_schema()?;
            Ok((scan, schema))
        };
        let (scan, schema) = readable(open)?;
        let names: Vec<&str> = schema.iter_names().map(PlSmallStr::as_str).collect();
        let used = fields::used(&names, &options.columns)?;
        for column in &used {
            let kind = schema.get(column).unwrap_or(&DataType::Null);
            if !table_rows::fits(kind, column, &options.columns) {
                return Err(Problem::ColumnType { column: column.to_string(), kind: kind.to_string() });
            }
        }
        footer::check_pages(path, &used, options.max_article_bytes).map_err(problem)?;
        let scan = scan.select(used.iter().map(|column| col(*column)).collect::<Vec<_>>());
        Ok(Self { scan, rows: TableRows::new(name, stem), last: false })
    }

    /// Reads the next row; whether the file may have more.
    pub(crate) fn advance(&mut self, options: &Options, ready: &mut Ready) -> bool {
        if self.rows.is_done() {
            if self.last {
                return false;
            }
            let before = self.rows.count();
            let rows = match readable(|| self.scan.clone().slice(before as i64, ROWS).collect()) {
                Ok(rows) => rows,
                Err(problem) => {
                    ready.push_back(Err(InputError::new(self.rows.name(), problem)));
                    return false;
                }
            };
            self.last = rows.height() < ROWS as usize;
            if rows.height() == 0 {
                if before == 0 {
                    ready.push_back(Err(InputError::new(self.rows.name(), Problem::Empty)));
                }
                return false;
            }
            self.rows.replace(rows);
        }
        self.rows.advance(options, ready);
        true
    }
}

/// What polars reads of a file. It panics on some that are broken.
fn readable<T>(read: impl FnOnce() -> PolarsResult<T>) -> Result<T, Problem> {
    match caught(read) {
        Ok(Ok(read)) => Ok(read),
        Ok(Err(error)) => Err(Problem::Unreadable { reason: table_rows::reason(&error) }),
        Err(panic) => Err(Problem::Unreadable { reason: panic.to_string() }),
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
        ParquetWriter::new(std::fs::File::create(&path).unwrap()).with_row_group_size(Some(1000)).finish(frame).unwrap();
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
