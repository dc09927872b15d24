//! Record batches as a stream of Arrow IPC, as another program reads it from a pipe while this one still works.

use super::Handed;
use crate::frame::wide::{Batch, Shape};
use anyhow::Result;
use polars_arrow::io::ipc::write::{StreamWriter, WriteOptions};
use std::io::Write;
use std::sync::Arc;

/// Writes batches of one shape as they come.
pub struct BatchStream<W: Write> {
    writer: StreamWriter<Handed<W>>,
    out: Handed<W>,
}

impl<W: Write> BatchStream<W> {
    /// Writes the schema; its metadata say as `giaoban.tables` which columns make up which table.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn new(out: W, shape: &Shape) -> Result<Self> {
        let out = Handed::new(out);
        let mut writer = StreamWriter::new(out.clone(), WriteOptions::default());
        let about =
            [("giaoban.version".into(), env!("CARGO_PKG_VERSION").into()), ("giaoban.tables".into(), shape.tables().into())];
        writer.set_custom_schema_metadata(Arc::new(about.into_iter().collect()));
        writer.start(shape.schema(), None)?;
        Ok(Self { writer, out })
    }

    /// # Errors
    /// When the output cannot be written.
    pub fn write(&mut self, batch: &Batch) -> Result<()> {
        Ok(self.writer.write(batch, None)?)
    }

    /// Hands on what was written so far.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn flush(&mut self) -> Result<()> {
        Ok(self.out.flush()?)
    }

    /// Writes the end mark. A stream without it was cut short.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn finish(mut self) -> Result<W> {
        self.writer.finish()?;
        drop(self.writer);
        self.out.into_inner()
    }
}
