//! The words met lately as they were written, so that a word that comes again need not be folded and looked up again, nor its
//! end be looked for letter by letter.

use super::token::{Case, Met, Spelling, UNKNOWN};

/// Longest word that is remembered, in bytes; longer ones are seldom and worked out each time.
const LONGEST: usize = 16;
/// A power of two. The frequent words of a language fit well.
const PLACES: usize = 1 << 14;

/// A table of fixed size: a new word takes the place of the one that stood there.
pub struct Spellings {
    places: Vec<Place>,
}

#[derive(Clone, Copy)]
struct Place {
    written: Written,
    met: Met,
}

/// The bytes of a word as two numbers, zeros behind its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Written([u64; 2]);

impl Spellings {
    pub fn new() -> Self {
        let met = Met { first: ' ', spelling: Spelling { word: UNKNOWN, case: Case::Lower } };
        Self { places: vec![Place { written: Written([0; 2]), met }; PLACES] }
    }

    /// The word that begins at byte `start` and where it ends, if it is remembered. Letters of ASCII and all that is beyond it
    /// are taken for one word: where that is wrong, no such word is remembered.
    #[inline]
    pub fn word_at(&self, text: &str, start: usize) -> Option<(usize, Met)> {
        let (written, length) = Written::run(text.as_bytes(), start)?;
        let place = &self.places[written.place()];
        (place.written == written).then_some((start + length, place.met))
    }

    /// What is remembered of `written`, worked out by `make` where nothing is. `make` gives the same for the same.
    #[inline]
    pub fn get(&mut self, written: &str, make: impl FnOnce() -> Met) -> Met {
        let Some(word) = Written::of(written.as_bytes()) else { return make() };
        let place = &mut self.places[word.place()];
        if place.written != word {
            *place = Place { written: word, met: make() };
        }
        place.met
    }
}

impl Default for Spellings {
    fn default() -> Self {
        Self::new()
    }
}

impl Written {
    /// A whole word.
    fn of(word: &[u8]) -> Option<Self> {
        let mut bytes = [0; LONGEST];
        bytes.get_mut(..word.len())?.copy_from_slice(word);
        Some(Self::from_bytes(&bytes))
    }

    /// The run of ASCII letters and bytes beyond ASCII at `start`, and its length.
    #[inline]
    fn run(text: &[u8], start: usize) -> Option<(Self, usize)> {
        let Self([first, second]) = match text.get(start..start + LONGEST).and_then(<[u8]>::first_chunk) {
            Some(bytes) => Self::from_bytes(bytes),
            None => Self::of(text.get(start..)?)?,
        };
        match run_length(first) {
            0 => None,
            8 => match run_length(second) {
                8 => None,
                length => Some((Self([first, head(second, length)]), 8 + length)),
            },
            length => Some((Self([head(first, length), 0]), length)),
        }
    }

    #[inline]
    fn from_bytes(bytes: &[u8; LONGEST]) -> Self {
        let number = u128::from_le_bytes(*bytes);
        Self([number as u64, (number >> 64) as u64])
    }

    #[inline]
    fn place(self) -> usize {
        let mixed = (self.0[0] ^ self.0[1].rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed >> 40) as usize % PLACES
    }
}

/// The first `length` bytes of eight, fewer than eight.
#[inline]
const fn head(bytes: u64, length: usize) -> u64 {
    bytes & ((1 << (8 * length)) - 1)
}

/// How many of eight bytes, from the first on, are ASCII letters or beyond ASCII. All eight are looked at at once: sums in
/// seven bits carry into the eighth of each byte where it is not below a limit.
#[inline]
const fn run_length(bytes: u64) -> usize {
    const EACH: u64 = u64::MAX / 0xff;
    const HIGH: u64 = 0x80 * EACH;
    let low = (bytes | (0x20 * EACH)) & !HIGH;
    let from_a = low + (0x80 - b'a' as u64) * EACH;
    let behind_z = low + (0x7f - b'z' as u64) * EACH;
    let others = !(from_a & !behind_z | bytes) & HIGH;
    others.trailing_zeros() as usize / 8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn met(word: u32) -> Met {
        Met { first: 't', spelling: Spelling { word, case: Case::Lower } }
    }

    #[test]
    fn what_is_remembered_is_what_was_made() {
        let mut known = Spellings::new();
        let words: Vec<String> = (0..3 * PLACES).map(|n| format!("từ{}", n * n)).collect();
        for _ in 0..2 {
            for (n, word) in words.iter().enumerate() {
                assert_eq!(known.get(word, || met(n as u32)), met(n as u32));
                assert_eq!(known.get(word, || panic!("{word} is forgotten at once")), met(n as u32));
            }
        }
        assert_eq!(known.get(&"dài".repeat(20), || met(7)), met(7));
    }

    #[test]
    fn a_word_met_is_known_where_it_stands_alone() {
        let mut known = Spellings::new();
        for (n, word) in ["nghiêng", "ở", "Đảng", "congnghiepabcde", "congnghiepabcdef", "a"].into_iter().enumerate() {
            known.get(word, || met(n as u32));
            for text in [format!("{word} khác nữa thì không"), format!("{word},"), format!("{word}2"), word.to_string()] {
                let found = |at| (word.len() < LONGEST).then_some((at + word.len(), met(n as u32)));
                assert_eq!(known.word_at(&text, 0), found(0), "{text}");
                assert_eq!(known.word_at(&format!("“{text}"), 3), found(3), "{text}");
            }
            for text in [format!("{word}o"), format!("{word}”"), format!("{word}\u{200b}"), format!(" {word}"), String::new()] {
                assert_eq!(known.word_at(&text, 0), None, "{text}");
            }
        }
    }

    #[test]
    fn a_run_ends_before_what_is_no_letter_of_ascii() {
        for byte in 0..=255u8 {
            let run = byte.is_ascii_alphabetic() || !byte.is_ascii();
            for at in 0..8 {
                let mut bytes = *b"aZzA\xe1mNx";
                bytes[at] = byte;
                assert_eq!(run_length(u64::from_le_bytes(bytes)), if run { 8 } else { at }, "{byte} at {at}");
            }
        }
    }
}
