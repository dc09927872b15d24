//! How much text an extraction holds at once.

use crate::frame::Told;

/// Bytes of text, and articles, that are held together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Text that is handed from the reader to the recognisers in one piece.
    pub chunk: usize,
    /// Text that goes into the dataset in one write: what an interrupted run has still to write.
    pub batch: usize,
    /// Articles up to which a write is merged with the ones before it.
    pub merged: u64,
}

/// What is held where nothing limits it.
const USUAL: Room = Room { chunk: 4 << 20, batch: 16 << 20, merged: 4_000 };
/// A chunk below this is not worth handing on.
const LEAST: usize = 256 << 10;
/// What the program takes without articles, and what a byte of text in a batch takes with its records, tables and the chunks on
/// their way (`benches/README.md`). The articles that a dataset has take some forty bytes each beside it.
const EMPTY: u64 = 72 << 20;
const PER_BYTE: u64 = 16;

impl Room {
    /// What fits into so many bytes of memory.
    ///
    /// # Errors
    /// When even the smallest pieces do not fit.
    pub fn within(memory: Option<u64>) -> Result<Self, Told> {
        let Some(memory) = memory else { return Ok(USUAL) };
        let batch = usize::try_from(memory.saturating_sub(EMPTY) / PER_BYTE).unwrap_or(usize::MAX).min(USUAL.batch);
        let chunk = batch / 4;
        if chunk < LEAST {
            let megabytes = |bytes: u64| bytes.div_ceil(1 << 20);
            let needed = EMPTY + PER_BYTE * 4 * LEAST as u64;
            return Err(Told::new("error.memory.extract", [("needed", &megabytes(needed)), ("memory", &megabytes(memory))]));
        }
        Ok(Self { chunk, batch, merged: USUAL.merged * batch as u64 / USUAL.batch as u64 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn less_memory_holds_less() {
        assert_eq!(Room::within(None), Ok(USUAL));
        assert_eq!(Room::within(Some(4 << 30)), Ok(USUAL));
        let some = Room::within(Some(150 << 20)).unwrap();
        assert!(some.batch < USUAL.batch && some.chunk < USUAL.chunk && some.merged < USUAL.merged, "{some:?}");
        assert!(EMPTY + PER_BYTE * some.batch as u64 <= 150 << 20);
        let told = Room::within(Some(50 << 20)).unwrap_err().to_string();
        assert!(told.contains("--memory 50 MB") && told.contains("88 MB"), "{told}");
        assert!(Room::within(Some(88 << 20)).is_ok());
    }
}
