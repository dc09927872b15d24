//! Articles from the inputs in chunks, read on a thread of its own while the chunk before is worked on.

use super::interrupt::Interrupt;
use crate::input::{Input, InputError, Options, RawArticle, raw_articles};
use anyhow::Result;
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

/// Articles that are extracted together. Memory holds a few of these, whatever the corpus.
const CHUNK_ARTICLES: usize = 512;
/// How often a wait for slow input looks for Ctrl-C.
const LOOK: Duration = Duration::from_millis(100);

pub type Chunk = Vec<Result<RawArticle, InputError>>;

/// How the work on the inputs ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fed {
    All,
    /// The user asked for the end; what was handed over before is worked on.
    Interrupted,
}

/// Hands the articles over in order, some `chunk_bytes` of text at once; stops reading when `work` fails or the user asks for it.
pub fn feed(
    inputs: Vec<Input>,
    options: Options,
    chunk_bytes: usize,
    interrupt: &Interrupt,
    mut work: impl FnMut(Chunk) -> Result<()>,
) -> Result<Fed> {
    let (send, receive): (_, Receiver<Chunk>) = sync_channel(2);
    let reader = std::thread::spawn(move || {
        let (mut chunk, mut bytes) = (Chunk::new(), 0);
        let mut articles = raw_articles(&inputs, &options);
        while let Some(item) = articles.next() {
            bytes += item.as_ref().map_or(0, |a| a.text.len());
            chunk.push(item);
            let full = chunk.len() >= CHUNK_ARTICLES || bytes >= chunk_bytes;
            if (full || articles.is_between_batches()) && send.send(std::mem::take(&mut chunk)).is_err() {
                return;
            }
            if chunk.is_empty() {
                bytes = 0;
            }
        }
        // A receiver that has gone has said why.
        let _ = send.send(chunk);
    });
    loop {
        if interrupt.is_asked() {
            // The reader may wait for an input that never comes: it ends with the process.
            return Ok(Fed::Interrupted);
        }
        match receive.recv_timeout(LOOK) {
            Ok(chunk) => work(chunk)?,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    match reader.join() {
        Ok(()) => Ok(Fed::All),
        Err(panic) => std::panic::resume_unwind(panic),
    }
}
