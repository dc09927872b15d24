//! Frames as files for other programs: CSV, XLSX, Parquet, Arrow IPC, JSONL, JSON. Nothing here depends on the language.

mod about;
pub mod behind;
pub mod dictionary;
mod json;
mod stream;
mod summary;
pub mod workbook;
mod xlsx;

pub use about::About;
pub use json::json_value;
pub use stream::BatchStream;
pub use summary::{question_json, summary_frame, summary_json};

use super::format::Format;
use anyhow::Result;
use polars::prelude::*;
use std::io::Write;
use xlsx::{Book, Sheet};

/// Writes frames of one schema, one after another, so that memory does not grow with their number.
pub struct Writer<W: Write> {
    kind: Kind<W>,
    /// CSV for a spreadsheet.
    excel: bool,
    schema: SchemaRef,
    /// Rows so far.
    rows: usize,
}

enum Kind<W: Write> {
    Csv(W),
    Lines(W),
    Array(W),
    Sheet(Box<(Book, Sheet)>, W),
    Parquet(Box<polars::io::parquet::write::BatchedWriter<Handed<W>>>, Handed<W>),
    Arrow(Box<polars::io::ipc::BatchedWriter<Handed<W>>>, Handed<W>),
}

/// The byte order mark by which spreadsheets know UTF-8.
const BOM: &str = "\u{feff}";

impl<W: Write + Send> Writer<W> {
    /// # Errors
    /// When the output cannot be written.
    pub fn new(mut out: W, format: Format, schema: &Schema, about: &About) -> Result<Self> {
        let (schema, excel) = (Arc::new(schema.clone()), about.excel);
        let kind = match format {
            Format::Csv => {
                if excel {
                    out.write_all(BOM.as_bytes())?;
                }
                Kind::Csv(out)
            }
            Format::Jsonl => Kind::Lines(out),
            Format::Json => {
                out.write_all(b"[")?;
                Kind::Array(out)
            }
            Format::Xlsx => {
                let mut book = Book::new()?;
                let heads: Vec<&str> = schema.iter_names().map(|name| name.as_str()).collect();
                let sheet = book.sheet("giaoban", &heads)?;
                Kind::Sheet(Box::new((book, sheet)), out)
            }
            Format::Parquet => {
                let out = Handed::new(out);
                let zstd = ParquetCompression::Zstd(None);
                let writer = ParquetWriter::new(out.clone())
                    .with_compression(zstd)
                    .with_key_value_metadata(Some(KeyValueMetadata::from_static(about.pairs(&schema))));
                Kind::Parquet(Box::new(writer.batched(&schema)?), out)
            }
            Format::Arrow => {
                let out = Handed::new(out);
                // No column is nested or a dictionary.
                let fields = schema.iter().map(|_| Default::default()).collect();
                Kind::Arrow(Box::new(ipc(out.clone()).batched(&schema, fields)?), out)
            }
            // No command offers these for a table.
            other => anyhow::bail!("{} is no form of a table", other.word()),
        };
        Ok(Self { kind, excel, schema, rows: 0 })
    }

    pub fn write(&mut self, frame: &DataFrame) -> Result<()> {
        let first = self.rows == 0;
        match &mut self.kind {
            Kind::Csv(out) => {
                if first || frame.height() > 0 {
                    write_csv(out, frame, self.excel, first)?;
                }
                // The head stands, even when no row follows yet.
                self.rows = self.rows.max(1);
            }
            Kind::Lines(out) => {
                for row in json::rows(frame) {
                    serde_json::to_writer(&mut *out, &row)?;
                    out.write_all(b"\n")?;
                }
            }
            Kind::Array(out) => {
                for (n, row) in json::rows(frame).enumerate() {
                    out.write_all(if first && n == 0 { b"\n" } else { b",\n" })?;
                    serde_json::to_writer(&mut *out, &row)?;
                }
            }
            Kind::Sheet(under_way, _) => {
                let (book, sheet) = &mut **under_way;
                book.rows(sheet, frame)?;
            }
            Kind::Parquet(writer, _) => {
                if frame.height() > 0 {
                    writer.write_batch(frame)?;
                }
            }
            Kind::Arrow(writer, _) => {
                if frame.height() > 0 {
                    writer.write_batch(frame)?;
                }
            }
        }
        self.rows += frame.height();
        Ok(())
    }

    /// Ends the file and gives back what it was written to.
    pub fn finish(mut self) -> Result<W> {
        if self.rows == 0 && matches!(self.kind, Kind::Csv(_)) {
            self.write(&DataFrame::empty_with_schema(&self.schema.clone()))?;
        }
        match self.kind {
            Kind::Csv(out) | Kind::Lines(out) => Ok(out),
            Kind::Array(mut out) => {
                out.write_all(b"\n]\n")?;
                Ok(out)
            }
            Kind::Sheet(under_way, mut out) => {
                let (mut book, sheet) = *under_way;
                book.end(sheet)?;
                out.write_all(&book.finish()?)?;
                Ok(out)
            }
            Kind::Parquet(writer, out) => {
                writer.finish()?;
                drop(writer);
                out.into_inner()
            }
            Kind::Arrow(mut writer, out) => {
                writer.finish()?;
                drop(writer);
                out.into_inner()
            }
        }
    }
}

fn write_csv(out: &mut impl Write, frame: &DataFrame, excel: bool, head: bool) -> Result<()> {
    let mut frame = without_formulas(frame)?;
    CsvWriter::new(out)
        .include_header(head)
        .with_separator(if excel { b';' } else { b',' })
        .with_decimal_comma(excel)
        .finish(&mut frame)?;
    Ok(())
}

/// A cell that a spreadsheet would take for a formula gets an apostrophe before it.
fn without_formulas(frame: &DataFrame) -> PolarsResult<DataFrame> {
    let columns = frame.columns().iter().map(|column| match column.str() {
        Ok(texts) if texts.iter().flatten().any(is_formula) => {
            let safe: StringChunked = texts.iter().map(|t| t.map(guard)).collect();
            safe.with_name(column.name().clone()).into_column()
        }
        _ => column.clone(),
    });
    DataFrame::new(frame.height(), columns.collect())
}

fn guard(text: &str) -> std::borrow::Cow<'_, str> {
    if is_formula(text) { format!("'{text}").into() } else { text.into() }
}

/// Whether a spreadsheet could run a cell. Some skip blanks before the sign, some take the wide forms of the signs.
fn is_formula(text: &str) -> bool {
    text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) || text.starts_with(['\t', '\r', '\n'])
}

/// A writer that a batched writer of polars holds and that comes back when it is done.
pub struct Handed<W>(std::sync::Arc<std::sync::Mutex<W>>);

impl<W> Handed<W> {
    fn new(inner: W) -> Self {
        Self(std::sync::Arc::new(std::sync::Mutex::new(inner)))
    }

    fn into_inner(self) -> Result<W> {
        let lost = || std::io::Error::other("the output is still in use");
        let mutex = std::sync::Arc::into_inner(self.0).ok_or_else(lost)?;
        Ok(mutex.into_inner().map_err(|_| lost())?)
    }
}

impl<W> Clone for Handed<W> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<W: Write> Write for Handed<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().map_err(|_| std::io::Error::other("a writer failed"))?.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.lock().map_err(|_| std::io::Error::other("a writer failed"))?.flush()
    }
}

/// Texts as every reader of Arrow knows them, not only the newest.
fn ipc<W: Write>(out: W) -> IpcWriter<W> {
    IpcWriter::new(out).with_compat_level(CompatLevel::oldest())
}

/// Writes one frame.
///
/// # Errors
/// When the output cannot be written, or a sheet cannot hold so many rows.
pub fn write_frame<W: Write + Send>(mut out: W, format: Format, frame: &DataFrame, about: &About) -> Result<W> {
    if format == Format::Arrow {
        let mut writer = ipc(&mut out);
        let pairs = about.pairs(frame.schema()).into_iter().map(|(key, value)| (key.into(), value.into()));
        writer.set_custom_schema_metadata(Arc::new(pairs.collect()));
        writer.finish(&mut frame.clone())?;
        return Ok(out);
    }
    let mut writer = Writer::new(out, format, frame.schema(), about)?;
    writer.write(frame)?;
    writer.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame() -> DataFrame {
        df!("tên" => [Some("Đống Đa"), Some("=1+1"), None], "số" => [Some(5.5), None, Some(1246.0)]).unwrap()
    }

    fn text(format: Format, excel: bool) -> String {
        String::from_utf8(write_frame(Vec::new(), format, &frame(), &About { excel, ..About::default() }).unwrap()).unwrap()
    }

    #[test]
    fn csv_has_no_cell_that_a_spreadsheet_runs() {
        assert_eq!(text(Format::Csv, false), "tên,số\nĐống Đa,5.5\n'=1+1,\n,1246.0\n");
        for cell in ["=1", "+1", "-1", "@a", " =1", "\t=1", "\ra", "\na", "＝1"] {
            assert!(is_formula(cell), "{cell}");
        }
        for cell in ["19-NQ/TW", "a=b", "", "5", "−5"] {
            assert!(!is_formula(cell), "{cell}");
        }
    }

    #[test]
    fn csv_for_a_vietnamese_spreadsheet() {
        assert_eq!(text(Format::Csv, true), "\u{feff}tên;số\nĐống Đa;5,5\n'=1+1;\n;1246,0\n");
    }

    #[test]
    fn json_keeps_types_and_nulls() {
        let lines = "{\"tên\":\"Đống Đa\",\"số\":5.5}\n{\"tên\":\"=1+1\",\"số\":null}\n{\"tên\":null,\"số\":1246.0}\n";
        assert_eq!(text(Format::Jsonl, false), lines);
        let array: serde_json::Value = serde_json::from_str(&text(Format::Json, false)).unwrap();
        assert_eq!(array[2]["số"], 1246.0);
    }

    #[test]
    fn batches_make_one_file() {
        for format in [Format::Csv, Format::Jsonl, Format::Json, Format::Parquet, Format::Arrow] {
            let frame = frame();
            let mut writer = Writer::new(Vec::new(), format, frame.schema(), &About::default()).unwrap();
            for part in [frame.slice(0, 1), frame.slice(0, 0), frame.slice(1, 2)] {
                writer.write(&part).unwrap();
            }
            let bytes = writer.finish().unwrap();
            match format {
                Format::Parquet => {
                    let read = ParquetReader::new(std::io::Cursor::new(bytes)).finish().unwrap();
                    assert!(read.equals_missing(&frame));
                }
                Format::Arrow => {
                    let read = IpcReader::new(std::io::Cursor::new(bytes)).finish().unwrap();
                    assert!(read.equals_missing(&frame));
                }
                _ => assert_eq!(String::from_utf8(bytes).unwrap(), text(format, false)),
            }
        }
    }

    #[test]
    fn a_table_without_rows_still_has_its_head() {
        let empty = frame().slice(0, 0);
        let of = |format| String::from_utf8(write_frame(Vec::new(), format, &empty, &About::default()).unwrap()).unwrap();
        assert_eq!((of(Format::Csv).as_str(), of(Format::Jsonl).as_str(), of(Format::Json).as_str()), ("tên,số\n", "", "[\n]\n"));
    }
}
