//! A file of JSON articles, by line or by value, while it is being read.

use super::Options;
use super::error::{InputError, Problem};
use super::jsonl;
use super::lines::{Record, Records};
use super::raw::RawArticle;
use super::source::Ready;
use super::tally::Tally;
use std::io::BufRead;

pub(crate) struct JsonFile<R> {
    name: String,
    stem: String,
    records: Records<R>,
    /// A record read ahead, to know whether the first is the only one.
    ahead: Option<Record>,
    read: u64,
    tally: Tally,
}

impl<R: BufRead> JsonFile<R> {
    pub(crate) fn new(name: &str, stem: &str, records: Records<R>) -> Self {
        let (name, stem) = (name.to_string(), stem.to_string());
        Self { name, stem, records, ahead: None, read: 0, tally: Tally::default() }
    }

    /// Reads the next record; whether the file may have more.
    pub(crate) fn advance(&mut self, options: &Options, ready: &mut Ready) -> bool {
        let next = match self.ahead.take() {
            Some(record) => Ok(Some(record)),
            None => self.records.next(),
        };
        let record = match next {
            Ok(Some(record)) => record,
            Ok(None) => {
                if self.read == 0 {
                    ready.push_back(Err(InputError::new(&self.name, Problem::Empty)));
                }
                self.end(ready);
                return false;
            }
            Err(error) => {
                ready.push_back(Err(InputError::io(&self.name, &error)));
                self.end(ready);
                return false;
            }
        };
        self.read += 1;
        let mut going_on = true;
        // Values of a JSON list may share a line: their place in the list names them.
        let number = if self.records.are_lines() { record.line } else { self.read };
        let mut id = format!("{}:{number}", self.stem);
        if self.read == 1 {
            // One article in a file is named by the file. An error met here is met again, and said, by the next call.
            match self.records.next() {
                Ok(None) => (id, going_on) = (self.stem.clone(), false),
                Ok(ahead) => self.ahead = ahead,
                Err(error) => {
                    ready.push_back(Err(InputError::io(&self.name, &error)));
                    going_on = false;
                }
            }
        }
        let line = record.line;
        match self.understand(record, &id, options) {
            Ok((article, notice)) => {
                ready.extend(notice.map(|problem| Err(InputError::at_line(&self.name, line, problem))));
                ready.push_back(Ok(article));
            }
            Err(problem) => ready.push_back(Err(InputError::at_line(&self.name, line, problem))),
        }
        if !going_on {
            self.end(ready);
        }
        going_on
    }

    fn understand(&mut self, record: Record, id: &str, options: &Options) -> Result<(RawArticle, Option<Problem>), Problem> {
        if record.too_long {
            return Err(Problem::TooLarge { limit: options.max_article_bytes });
        }
        if record.cut {
            return Err(Problem::BrokenJson { reason: "the file ends too early".to_string() });
        }
        let text = self.tally.decode(&record.bytes, record.line)?;
        jsonl::parse(&text, id, options)
    }

    fn end(&self, ready: &mut Ready) {
        ready.extend(self.tally.notices(&self.name).into_iter().map(Err));
    }
}
