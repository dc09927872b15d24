//! A stream of Arrow record batches, as other programs hand tables on through a pipe: one batch in memory at a time, and of it
//! only the columns that are of use.

use super::arrow_message::{LARGEST, body_length, is_sound};
use super::error::{InputError, Problem};
use super::fields;
use super::packed::Bytes;
use super::source::Ready;
use super::table_rows::{self, TableRows};
use super::{Columns, Options};
use crate::caught::caught;
use polars::prelude::{ArrowDataType, ArrowField, Column, DataFrame, DataType, PlSmallStr, PolarsError, PolarsResult, Series};
use polars_arrow::array::Array;
use polars_arrow::io::ipc::read::{StreamMetadata, StreamReader, StreamState, read_stream_metadata};
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex};

/// What every message of a stream begins with; no text does.
pub(crate) const BEGINNING: [u8; 4] = [0xFF; 4];

pub(crate) struct ArrowStream {
    bytes: BufReader<Bytes>,
    /// The message that `batches` reads next.
    message: Message,
    batches: StreamReader<Message>,
    rows: TableRows,
}

impl ArrowStream {
    /// Reads the schema and finds the columns.
    ///
    /// # Errors
    /// [`Problem::BrokenStream`], [`Problem::NoText`], or [`Problem::ColumnType`].
    pub(crate) fn open(mut bytes: BufReader<Bytes>, name: &str, stem: &str, options: &Options) -> Result<Self, Problem> {
        let message = Message::default();
        message.fill(read_message(&mut bytes).map_err(broken)?.ok_or_else(|| broken("no schema"))?);
        // Types that polars does not know yet it meets with a panic.
        let metadata = caught(|| read_stream_metadata(&mut message.clone()))
            .map_err(|_| broken("no message of Arrow"))?
            .map_err(|error| malformed(&error))?;
        let used = columns(&metadata, &options.columns)?;
        let batches = StreamReader::new(message.clone(), metadata, Some(used));
        Ok(Self { bytes, message, batches, rows: TableRows::new(name, stem) })
    }

    /// Reads the next row; whether the stream may have more.
    pub(crate) fn advance(&mut self, options: &Options, ready: &mut Ready) -> bool {
        if self.rows.is_done() {
            match self.next_batch() {
                Ok(Some(rows)) => self.rows.replace(rows),
                Ok(None) => return false,
                Err(problem) => {
                    ready.push_back(Err(InputError::new(self.rows.name(), problem)));
                    return false;
                }
            }
        }
        if !self.rows.is_done() {
            self.rows.advance(options, ready);
        }
        true
    }

    /// Whether the rows of a batch were all handed over.
    pub(crate) fn is_between_batches(&self) -> bool {
        self.rows.is_done()
    }

    /// Reads a batch; none after the end mark.
    fn next_batch(&mut self) -> Result<Option<DataFrame>, Problem> {
        loop {
            let Some(message) = read_message(&mut self.bytes).map_err(broken)? else { return Ok(None) };
            self.message.fill(message);
            // A few things that a broken message may lack are taken for granted there.
            let read = caught(|| self.batches.next()).map_err(|_| broken("no message of Arrow"))?;
            match read {
                None => return Ok(None),
                Some(Ok(StreamState::Some(batch))) => {
                    let fields: Vec<ArrowField> = batch.schema().iter_values().cloned().collect();
                    let frame = frame(&fields, batch.into_arrays());
                    return frame.map(Some).map_err(|error| malformed(&error));
                }
                // A dictionary: its batch follows.
                Some(Ok(StreamState::Waiting)) => {}
                Some(Err(error)) => return Err(malformed(&error)),
            }
        }
    }
}

/// What polars finds wrong in a message; where in the message says nothing to a person.
fn malformed(error: &PolarsError) -> Problem {
    let reason = table_rows::reason(error);
    let reason = reason.split(" { ").next().unwrap_or_default();
    broken(if reason.starts_with("parquet error") { "no message of Arrow" } else { reason })
}

fn broken(reason: impl ToString) -> Problem {
    Problem::BrokenStream { reason: reason.to_string() }
}

/// The columns that an article is read from, by their places.
fn columns(metadata: &StreamMetadata, named: &Columns) -> Result<Vec<usize>, Problem> {
    let names: Vec<&str> = metadata.schema.iter_names().map(PlSmallStr::as_str).collect();
    let used = fields::used(&names, named)?;
    let mut places = Vec::new();
    for (place, field) in metadata.schema.iter_values().enumerate() {
        if !used.contains(&field.name.as_str()) {
            continue;
        }
        match known(field.dtype()) {
            Some(kind) if table_rows::fits(&kind, &field.name, named) => places.push(place),
            _ => {
                let kind = format!("{:?}", field.dtype());
                return Err(Problem::ColumnType { column: field.name.to_string(), kind });
            }
        }
    }
    Ok(places)
}

/// The same type in polars, for the types that an article may be read from.
fn known(kind: &ArrowDataType) -> Option<DataType> {
    Some(match kind {
        ArrowDataType::List(inner) | ArrowDataType::LargeList(inner) => DataType::List(Box::new(known(inner.dtype())?)),
        ArrowDataType::Null
        | ArrowDataType::Utf8
        | ArrowDataType::LargeUtf8
        | ArrowDataType::Utf8View
        | ArrowDataType::Int8
        | ArrowDataType::Int16
        | ArrowDataType::Int32
        | ArrowDataType::Int64
        | ArrowDataType::UInt8
        | ArrowDataType::UInt16
        | ArrowDataType::UInt32
        | ArrowDataType::UInt64
        | ArrowDataType::Date32
        | ArrowDataType::Date64
        | ArrowDataType::Timestamp(..) => DataType::from_arrow_dtype(kind),
        _ => return None,
    })
}

fn frame(fields: &[ArrowField], arrays: Vec<Box<dyn Array>>) -> PolarsResult<DataFrame> {
    let series = fields.iter().zip(arrays).map(|(field, array)| Series::try_from((field, array)));
    DataFrame::new_infer_height(series.map(|s| s.map(Column::from)).collect::<PolarsResult<_>>()?)
}

/// Reads one message whole: its length, what it is, its body. None is the end mark. A stream that ends without one was cut: the
/// program that wrote it was stopped, and what it had still to say is missing.
fn read_message(bytes: &mut impl Read) -> Result<Option<Vec<u8>>, String> {
    let mut word = [0; 4];
    let mut message = Vec::new();
    take(bytes, 4, &mut message)?;
    if message == BEGINNING {
        take(bytes, 4, &mut message)?;
    }
    word.copy_from_slice(&message[message.len() - 4..]);
    let length = u64::try_from(i32::from_le_bytes(word)).map_err(|_| "no length of a message")?;
    if length == 0 {
        return Ok(None);
    }
    let head = message.len();
    take(bytes, length, &mut message)?;
    let body = body_length(&message[head..]).ok_or("no message of Arrow")?;
    let end = message.len();
    take(bytes, body, &mut message)?;
    if is_sound(&message[head..end], &message[end..]) { Ok(Some(message)) } else { Err("no message of Arrow".to_string()) }
}

/// Reads so many bytes. Memory grows with what is there, not with what a broken length claims.
fn take(bytes: &mut impl Read, count: u64, into: &mut Vec<u8>) -> Result<(), String> {
    if count > LARGEST {
        return Err(format!("a message of more than {} MiB", LARGEST >> 20));
    }
    match bytes.take(count).read_to_end(into) {
        Ok(read) if read as u64 == count => Ok(()),
        Ok(_) => Err("it ends early".to_string()),
        Err(error) => Err(error.to_string()),
    }
}

/// The message under way, which this module fills and the reader of polars empties.
#[derive(Clone, Default)]
struct Message(Arc<Mutex<Cursor<Vec<u8>>>>);

impl Message {
    fn fill(&self, message: Vec<u8>) {
        if let Ok(mut cursor) = self.0.lock() {
            *cursor = Cursor::new(message);
        }
    }

    fn with<T>(&self, work: impl FnOnce(&mut Cursor<Vec<u8>>) -> io::Result<T>) -> io::Result<T> {
        self.0.lock().map_err(|_| io::Error::other("another thread failed")).and_then(|mut cursor| work(&mut cursor))
    }
}

impl Read for Message {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.with(|cursor| cursor.read(buffer))
    }
}

impl Seek for Message {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.with(|cursor| cursor.seek(to))
    }
}

#[cfg(test)]
mod tests;
