//! What was converted or replaced in a file of many articles: said once, not for each of them.

use super::decode::{self, Decoded};
use super::error::{InputError, Problem};
use std::borrow::Cow;

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
    pub(crate) fn decode<'b>(&mut self, bytes: &'b [u8], line: u64) -> Result<Cow<'b, str>, Problem> {
        if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
            return Ok(text.into());
        }
        let Decoded { text, notice } = decode::decode(bytes.to_vec())?;
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
        Ok(text.into())
    }

    /// The notices at the end of the file.
    pub(crate) fn notices(&self, name: &str) -> Vec<InputError> {
        let replaced =
            (self.replaced > 0).then(|| InputError::at_line(name, self.first_line, Problem::Replaced { count: self.replaced }));
        let converted = self.converted.map(|encoding| InputError::new(name, Problem::Converted { encoding }));
        replaced.into_iter().chain(converted).collect()
    }
}
