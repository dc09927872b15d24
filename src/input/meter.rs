//! How much of the inputs was read, for whoever shows it.

use super::Input;
use super::walk::Walk;
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes read so far, packed files as they are on disk. Copies count together.
#[derive(Debug, Clone, Default)]
pub struct Meter(Arc<AtomicU64>);

impl Meter {
    /// What was read so far.
    pub fn bytes(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    pub(crate) fn add(&self, bytes: u64) {
        self.0.fetch_add(bytes, Ordering::Relaxed);
    }

    pub(crate) fn read<R: Read>(&self, inner: R) -> Metered<R> {
        Metered { inner, meter: self.clone() }
    }
}

/// Two meters are equal when they count together.
impl PartialEq for Meter {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Meter {}

/// A reader that counts.
pub(crate) struct Metered<R> {
    inner: R,
    meter: Meter,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let bytes = self.inner.read(buffer)?;
        self.meter.add(bytes as u64);
        Ok(bytes)
    }
}

/// How many bytes the files of the inputs have; none when one is standard input, whose end nobody knows.
pub fn bytes_of(inputs: &[Input]) -> Option<u64> {
    let size = |path: &std::path::Path| std::fs::metadata(path).map_or(0, |meta| meta.len());
    inputs.iter().try_fold(0, |sum, input| match input {
        Input::Stdin => None,
        Input::Path(path) => Some(sum + Walk::new(path).flatten().map(|(file, _)| size(&file)).sum::<u64>()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::{Options, raw_articles};

    #[test]
    fn at_the_end_all_bytes_were_read() {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = ("Tin thứ nhất.\n", "{\"text\":\"Tin thứ hai.\"}\n{\"text\":\"Tin thứ ba.\"}\n");
        std::fs::write(folder.path().join("a.txt"), one).unwrap();
        std::fs::write(folder.path().join("b.jsonl"), two).unwrap();
        let all = (one.len() + two.len()) as u64;
        std::fs::write(folder.path().join("c.pdf"), "x").unwrap();
        let inputs = [Input::Path(folder.path().to_path_buf())];
        let options = Options::default();
        assert_eq!(raw_articles(&inputs, &options).flatten().count(), 3);
        assert_eq!((bytes_of(&inputs), options.meter.bytes()), (Some(all), all), "what is no article does not count");
        assert_eq!(bytes_of(&[Input::Stdin]), None);
    }
}
