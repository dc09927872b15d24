//! The spellings met lately, so that a word that comes again need not be folded and looked up again.

use super::token::{Case, Spelling, UNKNOWN};

/// Longer words are seldom; they are worked out each time.
const LONGEST: usize = 22;
/// A power of two. The frequent words of a language fit well.
const PLACES: usize = 1 << 14;

/// A table of fixed size: a new spelling takes the place of the one that stood there.
pub struct Spellings {
    places: Vec<Place>,
}

#[derive(Clone, Copy)]
struct Place {
    written: [u8; LONGEST],
    length: u8,
    spelling: Spelling,
}

impl Spellings {
    pub fn new() -> Self {
        let spelling = Spelling { word: UNKNOWN, case: Case::Lower };
        Self { places: vec![Place { written: [0; LONGEST], length: 0, spelling }; PLACES] }
    }

    /// The spelling of `written`, worked out by `make` where it is not remembered. `make` gives the same for the same.
    #[inline]
    pub fn get(&mut self, written: &str, make: impl FnOnce() -> Spelling) -> Spelling {
        let bytes = written.as_bytes();
        if bytes.len() > LONGEST {
            return make();
        }
        let place = &mut self.places[hash(bytes) % PLACES];
        if place.written[..usize::from(place.length)] != *bytes {
            place.spelling = make();
            place.length = bytes.len() as u8;
            place.written[..bytes.len()].copy_from_slice(bytes);
        }
        place.spelling
    }
}

impl Default for Spellings {
    fn default() -> Self {
        Self::new()
    }
}

/// Mixes the first and the last bytes, eight or four of each, which may be the same.
fn hash(bytes: &[u8]) -> usize {
    let (first, last) = if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        (u64::from_le_bytes(*first), u64::from_le_bytes(*last))
    } else if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        (u64::from(u32::from_le_bytes(*first)), u64::from(u32::from_le_bytes(*last)))
    } else {
        (bytes.iter().fold(0, |word, b| word << 8 | u64::from(*b)), 0)
    };
    let mixed = (first ^ last.rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 40) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_is_what_was_made() {
        let mut known = Spellings::new();
        let words: Vec<String> = (0..3 * PLACES).map(|n| format!("từ{}", n * n)).collect();
        for _ in 0..2 {
            for (n, word) in words.iter().enumerate() {
                let made = Spelling { word: n as u32, case: Case::Lower };
                assert_eq!(known.get(word, || made), made);
                assert_eq!(known.get(word, || panic!("{word} is forgotten at once")), made);
            }
        }
        let long = Spelling { word: 7, case: Case::Upper };
        assert_eq!(known.get(&"dài".repeat(20), || long), long);
    }
}
