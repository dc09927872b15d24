//! A few numbers that stand for the words of a text, so that copies of it are found without reading any text twice.
//!
//! The sketch holds the smallest hashes of all runs of five syllables. Two texts that share most of their words share most of
//! these; two reports of one event by different people share next to none.

use std::cell::RefCell;
use std::sync::OnceLock;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// How many hashes a sketch holds.
pub const SIZE: usize = 8;

/// Syllables in a run.
const RUN: usize = 5;

/// A text with fewer runs than this is too short to be told from another.
const FEWEST: usize = 40;

/// The smallest hashes in order, each once.
pub type Sketch = [u32; SIZE];

/// The runs met so far.
struct Runs {
    smallest: Sketch,
    /// The hashes of the last words.
    recent: [u64; RUN],
    words: usize,
}

impl Runs {
    #[inline(always)]
    fn end_word(&mut self, word: &mut u64) {
        if *word == START {
            return;
        }
        let [_, a, b, c, d] = self.recent;
        self.recent = [a, b, c, d, std::mem::replace(word, START)];
        self.words += 1;
        if self.words >= RUN {
            let hash = self.recent.iter().fold(START, |h, w| mix(h.rotate_left(7) ^ w));
            let hash = (hash >> 32) as u32;
            if hash < self.smallest[SIZE - 1] {
                keep(&mut self.smallest, hash);
            }
        }
    }
}

/// A word as it is written and what its letters come to. Most words of a text were met before: they are not read letter by letter.
#[derive(Clone, Copy, Default)]
struct Known {
    written: u128,
    hash: u64,
}

/// Places of words met lately.
const KNOWN: usize = 1 << 13;
/// Bytes of a word that is remembered.
const WRITTEN: usize = size_of::<u128>();

thread_local! {
    static WORDS: RefCell<Vec<Known>> = RefCell::new(vec![Known::default(); KNOWN]);
}

/// The sketch of a text in pieces; case, marks and punctuation do not count. `None` for a short text.
pub fn sketch<'t>(pieces: impl Iterator<Item = &'t str>) -> Option<Sketch> {
    let mut runs = Runs { smallest: [u32::MAX; SIZE], recent: [0; RUN], words: 0 };
    WORDS.with_borrow_mut(|words| pieces.for_each(|piece| take_piece(piece, &mut runs, words)));
    let enough = runs.words >= RUN + FEWEST - 1;
    (enough && runs.smallest[SIZE - 1] != u32::MAX).then_some(runs.smallest)
}

fn take_piece(piece: &str, runs: &mut Runs, words: &mut [Known]) {
    let mut rest = piece.as_bytes();
    while let Some(block) = rest.first_chunk::<WRITTEN>() {
        let length = until_parted(block);
        if length == WRITTEN {
            // A long word, or several that are parted by no byte of ASCII.
            let end = rest.iter().position(|byte| parts_words(*byte)).unwrap_or(rest.len());
            let mut word = START;
            take_letters(&rest[..end], runs, &mut word);
            runs.end_word(&mut word);
            rest = &rest[end..];
            continue;
        }
        let written = u128::from_le_bytes(*block) & !(u128::MAX << (8 * length));
        let mixed = (written as u64 ^ ((written >> 64) as u64).rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let known = &mut words[(mixed >> 51) as usize % KNOWN];
        let mut word = known.hash;
        if known.written != written {
            word = START;
            let before = runs.words;
            take_letters(&block[..length], runs, &mut word);
            if runs.words == before && word != START {
                *known = Known { written, hash: word };
            }
        } else if length == 0 {
            word = START;
        }
        runs.end_word(&mut word);
        // What parts it from the next is done with.
        rest = &rest[length + 1..];
    }
    let mut word = START;
    take_letters(rest, runs, &mut word);
    runs.end_word(&mut word);
}

const fn parts_words(byte: u8) -> bool {
    byte < 0x80 && ASCII[byte as usize] == 0
}

/// How many bytes there are before one that parts words.
fn until_parted(block: &[u8; WRITTEN]) -> usize {
    let is_end = block.map(|byte| {
        let letter = (byte | 0x20).wrapping_sub(b'a') < 26;
        let digit = byte.wrapping_sub(b'0') < 10;
        u8::from(!(letter | digit | (byte >= 0x80)))
    });
    (u128::from_le_bytes(is_end).trailing_zeros() / 8) as usize
}

/// Takes the letters of UTF-8, of one byte, two, three or four.
fn take_letters(mut rest: &[u8], runs: &mut Runs, word: &mut u64) {
    let bare = Bare::get();
    let add = |word: u64, c: char| (word ^ c as u64).wrapping_mul(0x0000_0100_0000_01b3);
    loop {
        let (c, length) = match *rest {
            [] => break,
            [a, ..] if a < 0x80 => {
                rest = &rest[1..];
                match ASCII[usize::from(a)] {
                    0 => runs.end_word(word),
                    c => *word = add(*word, char::from(c)),
                }
                continue;
            }
            [a, b, ..] if a < 0xe0 => (u32::from(a & 0x1f) << 6 | u32::from(b & 0x3f), 2),
            [a, b, c, ..] if a < 0xf0 => (u32::from(a & 0xf) << 12 | u32::from(b & 0x3f) << 6 | u32::from(c & 0x3f), 3),
            [a, b, c, d, ..] => {
                let high = u32::from(a & 7) << 18 | u32::from(b & 0x3f) << 12;
                (high | u32::from(c & 0x3f) << 6 | u32::from(d & 0x3f), 4)
            }
            // No text ends so.
            _ => break,
        };
        rest = &rest[length..];
        let c = char::from_u32(c).unwrap_or(char::REPLACEMENT_CHARACTER);
        match bare.of(c) {
            Some(Some(c)) => *word = add(*word, c),
            Some(None) => runs.end_word(word),
            None => parts(c).for_each(|c| match c {
                Some(c) => *word = add(*word, c),
                None => runs.end_word(word),
            }),
        }
    }
}

/// What the characters of ASCII leave: 0 for what parts words.
const ASCII: [u8; 128] = {
    let mut table = [0; 128];
    let mut c = 0;
    while c < 128 {
        if (c as u8).is_ascii_alphanumeric() {
            table[c] = (c as u8).to_ascii_lowercase();
        }
        c += 1;
    }
    table
};

/// What a character leaves without its marks: letters, digits, none for what parts words. Nothing is left of a mark.
fn parts(c: char) -> impl Iterator<Item = Option<char>> {
    let mut parts = Vec::new();
    decompose_canonical(c, |c| {
        if !is_combining_mark(c) {
            let c = if matches!(c, 'đ' | 'Đ') { 'd' } else { c.to_ascii_lowercase() };
            parts.push(c.is_alphanumeric().then_some(c));
        }
    });
    parts.into_iter()
}

/// The letters of Vietnamese and its neighbours without their marks, worked out once.
struct Bare {
    /// U+0000 to U+024F.
    low: Vec<Option<Option<char>>>,
    /// U+1E00 to U+1EFF.
    high: Vec<Option<Option<char>>>,
}

impl Bare {
    fn get() -> &'static Bare {
        static BARE: OnceLock<Bare> = OnceLock::new();
        BARE.get_or_init(|| {
            let one = |c: char| {
                let mut parts = parts(c);
                parts.next().filter(|_| parts.next().is_none())
            };
            Bare { low: ('\0'..='\u{24f}').map(one).collect(), high: ('\u{1e00}'..='\u{1eff}').map(one).collect() }
        })
    }

    /// What `c` leaves, as [`parts`] says; none where that is more or less than one, or not worked out.
    fn of(&self, c: char) -> Option<Option<char>> {
        let code = c as usize;
        let known = self.low.get(code).or_else(|| self.high.get(code.wrapping_sub(0x1e00)));
        known.copied().flatten()
    }
}

const START: u64 = 0xcbf2_9ce4_8422_2325;

const fn mix(mut x: u64) -> u64 {
    x ^= x >> 31;
    x = x.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    x ^ (x >> 29)
}

fn keep(smallest: &mut Sketch, hash: u32) {
    if hash >= smallest[SIZE - 1] || smallest.contains(&hash) {
        return;
    }
    let at = smallest.partition_point(|s| *s < hash);
    smallest[at..].rotate_right(1);
    smallest[at] = hash;
}

/// Whether two texts are copies of one another but for small changes: at least half of their runs are common, as far as the
/// sketches tell.
pub fn alike(a: &Sketch, b: &Sketch) -> bool {
    let (mut x, mut y, mut union, mut common) = (0, 0, 0, 0);
    // Of the smallest hashes of both together, how many are in both.
    while union < SIZE && x < SIZE && y < SIZE {
        match a[x].cmp(&b[y]) {
            std::cmp::Ordering::Less => x += 1,
            std::cmp::Ordering::Greater => y += 1,
            std::cmp::Ordering::Equal => {
                (x, y) = (x + 1, y + 1);
                common += 1;
            }
        }
        union += 1;
    }
    common * 2 >= SIZE
}

/// The sketch as text: eight hexadecimal digits for each hash.
pub fn to_text(sketch: &Sketch) -> String {
    sketch.iter().map(|hash| format!("{hash:08x}")).collect()
}

/// What [`to_text`] wrote; `None` for any other text.
pub fn from_text(text: &str) -> Option<Sketch> {
    let mut sketch = [0; SIZE];
    if text.len() != SIZE * 8 {
        return None;
    }
    for (at, hash) in sketch.iter_mut().enumerate() {
        *hash = u32::from_str_radix(text.get(at * 8..at * 8 + 8)?, 16).ok()?;
    }
    Some(sketch)
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;

    fn text(from: usize, to: usize) -> String {
        (from..to).map(|n| format!("chữ{n} Tỉnh{} ", n * 7 % 13)).collect()
    }

    fn of(text: &str) -> Sketch {
        sketch(std::iter::once(text)).unwrap()
    }

    #[test]
    fn a_copy_with_another_head_and_tail_is_alike_and_another_text_is_not() {
        let whole = of(&text(0, 200));
        assert!(alike(&whole, &of(&format!("(Báo B) – {} Theo TTXVN", text(0, 200)))));
        // Nine tenths of the text: shared runs are nine tenths of all.
        assert!(alike(&whole, &of(&text(0, 180))));
        assert!(!alike(&whole, &of(&text(200, 400))));
        // A fifth of the text quoted in another one.
        assert!(!alike(&whole, &of(&(text(0, 40) + &text(500, 660)))));
    }

    #[test]
    fn a_character_leaves_what_its_decomposed_form_has_beside_marks() {
        for c in '\0'..='\u{ffff}' {
            let decomposed = std::iter::once(c).nfd().filter(|c| !is_combining_mark(*c));
            let expected: Vec<Option<char>> = decomposed
                .map(|c| if matches!(c, 'đ' | 'Đ') { 'd' } else { c.to_ascii_lowercase() })
                .map(|c| c.is_alphanumeric().then_some(c))
                .collect();
            let left = Bare::get().of(c).map_or_else(|| parts(c).collect(), |known| vec![known]);
            assert_eq!(left, expected, "{c:?}");
        }
    }

    #[test]
    fn words_that_are_remembered_come_to_what_their_letters_do() {
        let by_letters = |pieces: &[&str]| {
            let mut runs = Runs { smallest: [u32::MAX; SIZE], recent: [0; RUN], words: 0 };
            for piece in pieces {
                let mut word = START;
                take_letters(piece.as_bytes(), &mut runs, &mut word);
                runs.end_word(&mut word);
            }
            runs.smallest
        };
        // Words parted by what is not ASCII, words longer than are remembered, marks alone, and pieces of any length.
        let dash: String = (0..90).map(|n| format!("tỉnh–thành{n}“Hà”… ")).collect();
        let long: String = (0..90).map(|n| format!("Khongcodaucachnaogiuacactu{n}Đến\u{309}  \u{301} 12/{n} 😀x{n} ")).collect();
        let short: Vec<&str> = long.split(' ').collect();
        for pieces in [vec![dash.as_str(), &long], vec![&long, &long[..1]], short] {
            for _ in 0..2 {
                assert_eq!(sketch(pieces.iter().copied()), Some(by_letters(&pieces)));
            }
        }
    }

    #[test]
    fn marks_case_and_punctuation_do_not_count() {
        let plain = text(0, 100);
        assert_eq!(of(&plain), of(&plain.to_uppercase().replace(' ', ", ")));
        assert_eq!(of(&plain), of(&plain.nfd().collect::<String>()));
        assert_eq!(from_text(&to_text(&of(&plain))), Some(of(&plain)));
        assert_eq!(from_text("12"), None);
        assert_eq!(sketch(["quá ngắn"].into_iter()), None);
    }
}
