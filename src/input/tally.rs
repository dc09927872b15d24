//! What was converted or replaced in a file of many articles: said once, not for each of them.

use super::decode::{self, Decoded};
use super::error::{InputError, Problem};

#[derive(Default)]
pub(crate) struct Tally {
    replaced: usize,
    first_line: u64,
    converted: Option<&'static str>,
}

impl Tally {
    /// The text of one record.
    ///
    /// # Errors
    /// Those of [`decode::decode`].
    pub(crate) fn decode(&mut self, bytes: Vec<u8>, line: u64) -> Result<String, Problem> {
        let bytes = match String::from_utf8(bytes) {
            Ok(text) => return Ok(text),
            Err(error) => error.into_bytes(),
        };
        let Decoded { text, notice } = decode::decode(bytes)?;
        match notice {
            Some(Problem::Converted { encoding }) => self.converted = Some(encoding),
            Some(Problem::Replaced { count }) => {
                if self.replaced == 0 {
                    self.first_line = line;
                }
                self.replaced += count;
            }
            _ => {}
        }
        Ok(text)
    }

    /// The notices at the end of the file.
    pub(crate) fn notices(&self, name: &str) -> Vec<InputError> {
        let replaced =
            (self.replaced > 0).then(|| InputError::at_line(name, self.first_line, Problem::Replaced { count: self.replaced }));
        let converted = self.converted.map(|encoding| InputError::new(name, Problem::Converted { encoding }));
        replaced.into_iter().chain(converted).collect()
    }
}
