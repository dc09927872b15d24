//! All tables in one shape, for streams: a stream of record batches has one schema, and what an article gives are rows of six
//! tables, or the reason why it gives none.
//!
//! The wide shape has a column for every name that any table has; in all tables a name has one type. `table` says which table a
//! row belongs to, `row` which of its article's rows there it is; `input_id` and `published` stand on every row, so that a
//! program that reads the stream can keep one of several copies of an article and divide the tables by the day of publication.
//! A row of the side table `errors` has the `id` of an article that could not be read, the `problem` and the `message`.

use super::build::{Source, build_table};
use super::schema::{Kind, Table};
use crate::input::InputError;
use crate::lang::labels::Lang;
use crate::model::date::Edtf;
use polars::prelude::*;
use polars_arrow::array::{Array, Float64Array, Int32Array, Int64Array, MutableUtf8Array, TryExtend, Utf8Array, new_null_array};
use polars_arrow::datatypes::ArrowSchemaRef;
use polars_arrow::record_batch::RecordBatchT;
use std::sync::Arc;

/// Rows of one table, on their way into a stream.
pub type Batch = RecordBatchT<Box<dyn Array>>;

/// The side table of what could not be read.
pub const ERRORS: &str = "errors";

/// The shape of a stream: of all tables, or of one.
#[derive(Debug, Clone)]
pub struct Shape {
    schema: ArrowSchemaRef,
    only: Option<Table>,
}

/// Columns of the wide shape that are in no table.
const TABLE: &str = "table";
const ROW: &str = "row";
const PROBLEM: &str = "problem";
const MESSAGE: &str = "message";
/// Columns of the articles that every row of the wide shape has.
const INPUT_ID: &str = "input_id";
const PUBLISHED: &str = "published";

impl Shape {
    /// All tables, each row with the table that it belongs to.
    pub fn wide() -> Self {
        let mut columns = vec![(TABLE, Kind::Text), (ROW, Kind::Whole)];
        for column in Table::ALL.iter().flat_map(|table| table.columns()) {
            if columns.iter().all(|(name, _)| *name != column.name) {
                columns.push((column.name, column.kind));
            }
        }
        columns.extend([(PROBLEM, Kind::Text), (MESSAGE, Kind::Text)]);
        Self { schema: schema(columns), only: None }
    }

    /// The columns of one table and nothing else.
    pub fn of(table: Table) -> Self {
        Self { schema: schema(table.columns().map(|column| (column.name, column.kind))), only: Some(table) }
    }

    pub fn schema(&self) -> &ArrowSchemaRef {
        &self.schema
    }

    /// Whether what could not be read has a place in the shape.
    pub fn holds_errors(&self) -> bool {
        self.only.is_none()
    }

    /// Which columns of the shape make up which table, as JSON: `{"meetings": ["record_id", …], …}`. A reader splits the stream
    /// by it.
    pub fn tables(&self) -> String {
        let tables = self.only.as_ref().map_or(Table::ALL, std::slice::from_ref);
        let names = |table: &Table| table.columns().map(|column| column.name).collect::<Vec<_>>();
        let mut all: serde_json::Map<_, _> = tables.iter().map(|table| (table.name().to_string(), names(table).into())).collect();
        if self.holds_errors() {
            all.insert(ERRORS.to_string(), vec!["id", PROBLEM, MESSAGE].into());
        }
        serde_json::Value::from(all).to_string()
    }

    /// The rows that the sources give, a batch for each table that has some, in the order of the tables; within a table in the
    /// order of the articles.
    ///
    /// # Errors
    /// When the texts of a column are longer than a batch can hold (2 GiB).
    pub fn batches(&self, sources: &[Source]) -> PolarsResult<Vec<Batch>> {
        let tables = self.only.as_ref().map_or(Table::ALL, std::slice::from_ref);
        let mut batches = Vec::new();
        for table in tables {
            let frame = build_table(*table, sources)?;
            if frame.height() > 0 {
                batches.push(self.batch(table.name(), &self.marked(*table, frame, sources)?)?);
            }
        }
        Ok(batches)
    }

    /// The rows of the side table; none where there are no errors.
    ///
    /// # Errors
    /// As [`Shape::batches`].
    pub fn errors(&self, errors: &[InputError]) -> PolarsResult<Option<Batch>> {
        if errors.is_empty() || !self.holds_errors() {
            return Ok(None);
        }
        let texts = |name: &'static str, value: &dyn Fn(&InputError) -> String| {
            Column::new(PlSmallStr::from_static(name), errors.iter().map(value).collect::<Vec<_>>())
        };
        let frame = DataFrame::new_infer_height(vec![
            texts("id", &|error| error.article_name()),
            texts(PROBLEM, &|error| error.label_key().to_string()),
            texts(MESSAGE, &|error| error.article_message(Lang::En)),
        ])?;
        self.batch(ERRORS, &frame).map(Some)
    }

    /// With what marks each row in the wide shape.
    fn marked(&self, table: Table, mut frame: DataFrame, sources: &[Source]) -> PolarsResult<DataFrame> {
        if self.only.is_some() {
            return Ok(frame);
        }
        let rows = sources.iter().map(|source| rows_in(table, source));
        let numbers: Vec<u32> = rows.clone().flat_map(|count| 1..=count as u32).collect();
        frame.with_column(Column::new(PlSmallStr::from_static(ROW), numbers))?;
        if table != Table::Articles {
            let each = |value: &dyn Fn(&Source) -> Option<String>| -> Vec<Option<String>> {
                sources.iter().zip(rows.clone()).flat_map(|(source, count)| std::iter::repeat_n(value(source), count)).collect()
            };
            let published = each(&|source| source.records.published.map(|date| Edtf::single(date).to_string()));
            let inputs = each(&|source| source.input.map(|input| input.to_string()));
            frame.with_column(Column::new(PlSmallStr::from_static(PUBLISHED), published))?;
            frame.with_column(Column::new(PlSmallStr::from_static(INPUT_ID), inputs))?;
        }
        Ok(frame)
    }

    /// A frame in this shape: columns that it lacks are empty.
    fn batch(&self, table: &str, frame: &DataFrame) -> PolarsResult<Batch> {
        let height = frame.height();
        let arrays = self.schema.iter_values().map(|field| match frame.column(&field.name) {
            Ok(column) => array(column, field.dtype()),
            Err(_) if field.name == TABLE => texts(std::iter::repeat_n(Some(table), height)),
            Err(_) => Ok(new_null_array(field.dtype().clone(), height)),
        });
        RecordBatchT::try_new(height, self.schema.clone(), arrays.collect::<PolarsResult<_>>()?)
    }
}

fn rows_in(table: Table, source: &Source) -> usize {
    let records = source.records;
    match table {
        Table::Articles => 1,
        Table::Meetings => records.meetings.len(),
        Table::Staffing => records.staffing.len(),
        Table::Progress => records.progress.len(),
        Table::Documents => records.documents.len(),
        Table::Quantities => records.quantities.len(),
    }
}

fn schema(columns: impl IntoIterator<Item = (&'static str, Kind)>) -> ArrowSchemaRef {
    let field = |(name, kind)| ArrowField::new(PlSmallStr::from_static(name), arrow_type(kind), true);
    Arc::new(columns.into_iter().map(field).map(|field| (field.name.clone(), field)).collect())
}

/// The types that every reader of Arrow has, the JVM's too: no unsigned numbers, no texts with long offsets.
const fn arrow_type(kind: Kind) -> ArrowDataType {
    match kind {
        Kind::Text => ArrowDataType::Utf8,
        Kind::Whole => ArrowDataType::Int64,
        Kind::Year => ArrowDataType::Int32,
        Kind::Number => ArrowDataType::Float64,
        Kind::Day => ArrowDataType::Date32,
    }
}

fn array(column: &Column, kind: &ArrowDataType) -> PolarsResult<Box<dyn Array>> {
    Ok(match kind {
        ArrowDataType::Int64 => Int64Array::from_iter(column.cast(&DataType::Int64)?.i64()?.iter()).boxed(),
        ArrowDataType::Int32 => Int32Array::from_iter(column.i32()?.iter()).boxed(),
        ArrowDataType::Date32 => {
            let days = Int32Array::from_iter(column.cast(&DataType::Int32)?.i32()?.iter());
            days.to(ArrowDataType::Date32).boxed()
        }
        ArrowDataType::Float64 => Float64Array::from_iter(column.f64()?.iter()).boxed(),
        _ => return texts(column.str()?.iter()),
    })
}

fn texts<'t>(values: impl Iterator<Item = Option<&'t str>>) -> PolarsResult<Box<dyn Array>> {
    let mut array = MutableUtf8Array::<i32>::new();
    array.try_extend(values)?;
    Ok(<Utf8Array<i32> as From<_>>::from(array).boxed())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::build::build_frames;
    use crate::input::{Problem, RawArticle};
    use crate::model::article::Article;
    use crate::model::record::ArticleRecords;
    use crate::pipeline::extract;

    fn samples() -> Vec<(Article, ArticleRecords)> {
        let read = |(name, text): &(&str, &str)| {
            let article = RawArticle::from_text(name, text).finish();
            let records = extract(&article);
            (article, records)
        };
        crate::lang::builtin::samples().iter().map(read).collect()
    }

    /// A column of a batch as a frame of the dataset has it.
    fn column(batch: &Batch, name: &str, kind: &DataType) -> Column {
        let at = batch.schema().index_of(name).unwrap_or_else(|| panic!("no column {name}"));
        let series = Series::try_from((PlSmallStr::from_str(name), batch.arrays()[at].clone())).unwrap();
        series.cast(kind).unwrap().into_column()
    }

    /// What goes into a stream is what goes into the dataset, in all tables and in one.
    #[test]
    fn the_rows_of_a_stream_are_those_of_the_tables() {
        let samples = samples();
        let sources: Vec<Source> =
            samples.iter().map(|(article, records)| Source { article: Some(article), records, input: None }).collect();
        let frames = build_frames(&sources).unwrap();
        let wide = Shape::wide().batches(&sources).unwrap();
        assert_eq!(wide.len(), frames.len(), "the samples have records of every table");
        for ((table, frame), batch) in Table::ALL.iter().zip(&frames).zip(&wide) {
            let alone = Shape::of(*table).batches(&sources).unwrap();
            assert_eq!(alone.len(), 1);
            for expected in frame.columns() {
                for batch in [batch, &alone[0]] {
                    let found = column(batch, expected.name(), expected.dtype());
                    assert!(found.equals_missing(expected), "{}.{}", table.name(), expected.name());
                }
            }
            let names = column(batch, TABLE, &DataType::String);
            assert!(names.str().unwrap().iter().all(|name| name == Some(table.name())));
            assert_eq!(column(batch, PROBLEM, &DataType::String).null_count(), frame.height());
        }
        let numbers = column(&wide[1], ROW, &DataType::UInt32);
        let expected: Vec<u32> = samples.iter().flat_map(|(_, records)| 1..=records.meetings.len() as u32).collect();
        assert_eq!(numbers.u32().unwrap().iter().flatten().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn what_could_not_be_read_is_a_row_of_the_side_table() {
        let of = |id: Option<&str>| InputError::at_line("stdin", 7, Problem::Empty).of_article(id.map(str::to_string));
        let batch = Shape::wide().errors(&[of(Some("tin-1")), of(None)]).unwrap().expect("two rows");
        let texts = |name| {
            let column = column(&batch, name, &DataType::String);
            column.str().unwrap().iter().map(|text| text.unwrap_or("-").to_string()).collect::<Vec<_>>()
        };
        assert_eq!(texts(TABLE), [ERRORS, ERRORS]);
        assert_eq!(texts("id"), ["tin-1", "stdin:7"]);
        assert_eq!(texts(PROBLEM), ["input.empty", "input.empty"]);
        assert!(texts(MESSAGE)[0].starts_with("tin-1: is empty"), "{:?}", texts(MESSAGE));
        assert_eq!(texts("article_id"), ["-", "-"]);
        assert!(Shape::of(Table::Meetings).errors(&[of(None)]).unwrap().is_none());
    }

    #[test]
    fn in_all_tables_a_name_has_one_type() {
        let wide = Shape::wide();
        for column in Table::ALL.iter().flat_map(|table| table.columns()) {
            let field = wide.schema().get(column.name).expect("a column of the wide shape");
            assert_eq!(*field.dtype(), arrow_type(column.kind), "{}", column.name);
        }
    }

    #[test]
    fn the_marks_of_the_wide_shape_are_no_columns_of_a_table() {
        for mark in [TABLE, ROW, PROBLEM, MESSAGE] {
            assert!(Table::ALL.iter().flat_map(|table| table.columns()).all(|column| column.name != mark), "{mark}");
        }
    }
}
