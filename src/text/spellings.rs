//! The words met lately as they were written, so that a word that comes again need not be folded and looked up again, nor its
//! end be looked for letter by letter.

use super::token::{Case, Met, Spelling, UNKNOWN};

/// Longest word that is remembered, in bytes; longer ones are seldom and worked out each time.
const LONGEST: usize = 16;
/// Places for words of up to eight bytes, a power of two. The frequent words of a language fit well, and all of them lie near
/// one another in memory.
const SHORT: usize = 1 << 13;
/// Places for longer words, a power of two.
const LONG: usize = 1 << 12;

/// Tables of fixed size: a new word takes the place of the one that stood there.
pub struct Spellings {
    short: Table<u64>,
    long: Table<[u64; 2]>,
}

/// The bytes of a word as numbers, zeros behind its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    Short(u64),
    Long([u64; 2]),
}

impl Spellings {
    pub fn new() -> Self {
        Self { short: Table::new(0, SHORT), long: Table::new([0; 2], LONG) }
    }

    /// The word that begins at byte `start` and where it ends, if it is remembered. Letters of ASCII and all that is beyond it
    /// are taken for one word: where that is wrong, no such word is remembered.
    #[inline]
    pub fn word_at(&self, text: &str, start: usize) -> Option<(usize, Met)> {
        let (written, length) = Written::run(text.as_bytes(), start)?;
        let met = match written {
            Written::Short(word) => self.short.find(word),
            Written::Long(word) => self.long.find(word),
        };
        met.map(|met| (start + length, met))
    }

    /// What is remembered of `written`, worked out by `make` where nothing is. `make` gives the same for the same.
    #[inline]
    pub fn get(&mut self, written: &str, make: impl FnOnce() -> Met) -> Met {
        match Written::of(written.as_bytes()) {
            Some(Written::Short(word)) => self.short.get(word, make),
            Some(Written::Long(word)) => self.long.get(word, make),
            None => make(),
        }
    }
}

impl Default for Spellings {
    fn default() -> Self {
        Self::new()
    }
}

/// Words of one kind by their hash.
struct Table<W>(Vec<Place<W>>);

#[derive(Clone, Copy)]
struct Place<W> {
    written: W,
    met: Packed,
}

/// The word's number, and its first letter with its case above.
#[derive(Clone, Copy)]
struct Packed(u32, u32);

impl<W: Mixed> Table<W> {
    /// An empty table; no word is written as `none`.
    fn new(none: W, places: usize) -> Self {
        let met = Met { first: ' ', spelling: Spelling { word: UNKNOWN, case: Case::Lower } };
        Self(vec![Place { written: none, met: Packed::of(met) }; places])
    }

    #[inline]
    fn place(&self, word: W) -> usize {
        (word.mixed() >> 40) as usize & (self.0.len() - 1)
    }

    #[inline]
    fn find(&self, word: W) -> Option<Met> {
        let place = &self.0[self.place(word)];
        (place.written == word).then(|| place.met.unpacked())
    }

    #[inline]
    fn get(&mut self, word: W, make: impl FnOnce() -> Met) -> Met {
        let at = self.place(word);
        let place = &mut self.0[at];
        if place.written != word {
            *place = Place { written: word, met: Packed::of(make()) };
        }
        place.met.unpacked()
    }
}

/// What a hash is made of.
trait Mixed: Copy + PartialEq {
    fn mixed(self) -> u64;
}

const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

impl Mixed for u64 {
    #[inline]
    fn mixed(self) -> u64 {
        self.wrapping_mul(FACTOR)
    }
}

impl Mixed for [u64; 2] {
    #[inline]
    fn mixed(self) -> u64 {
        (self[0] ^ self[1].rotate_left(29)).wrapping_mul(FACTOR)
    }
}

impl Packed {
    /// Above all letters.
    const CASE: u32 = 24;

    fn of(met: Met) -> Self {
        let case = match met.spelling.case {
            Case::Lower => 0,
            Case::Capital => 1,
            Case::Upper => 2,
        };
        Self(met.spelling.word, u32::from(met.first) | case << Self::CASE)
    }

    #[inline]
    fn unpacked(self) -> Met {
        let Self(word, first) = self;
        let case = match first >> Self::CASE {
            0 => Case::Lower,
            1 => Case::Capital,
            _ => Case::Upper,
        };
        let first = char::from_u32(first & ((1 << Self::CASE) - 1)).unwrap_or(char::REPLACEMENT_CHARACTER);
        Met { first, spelling: Spelling { word, case } }
    }
}

impl Written {
    /// A whole word.
    fn of(word: &[u8]) -> Option<Self> {
        let mut bytes = [0; LONGEST];
        bytes.get_mut(..word.len())?.copy_from_slice(word);
        let [first, second] = halves(&bytes);
        Some(if word.len() <= 8 { Self::Short(first) } else { Self::Long([first, second]) })
    }

    /// The run of ASCII letters and bytes beyond ASCII at `start`, and its length.
    #[inline]
    fn run(text: &[u8], start: usize) -> Option<(Self, usize)> {
        let [first, second] = match text.get(start..start + LONGEST).and_then(<[u8]>::first_chunk) {
            Some(bytes) => halves(bytes),
            None => {
                let rest = text.get(start..)?;
                let mut bytes = [0; LONGEST];
                bytes.get_mut(..rest.len())?.copy_from_slice(rest);
                halves(&bytes)
            }
        };
        match run_length(first) {
            0 => None,
            8 => match run_length(second) {
                8 => None,
                0 => Some((Self::Short(first), 8)),
                length => Some((Self::Long([first, head(second, length)]), 8 + length)),
            },
            length => Some((Self::Short(head(first, length)), length)),
        }
    }
}

#[inline]
fn halves(bytes: &[u8; LONGEST]) -> [u64; 2] {
    let number = u128::from_le_bytes(*bytes);
    [number as u64, (number >> 64) as u64]
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
        let words: Vec<String> = (0..3 * SHORT).map(|n| format!("từ{}", n * n)).collect();
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
