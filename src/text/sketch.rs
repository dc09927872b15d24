//! A few numbers that stand for the words of a text, so that copies of it are found without reading any text twice.
//!
//! The sketch holds the smallest hashes of all runs of five syllables. Two texts that share most of their words share most of
//! these; two reports of one event by different people share next to none.

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

/// The sketch of a text in pieces; case, marks and punctuation do not count. `None` for a short text.
pub fn sketch<'t>(pieces: impl Iterator<Item = &'t str>) -> Option<Sketch> {
    let mut smallest = [u32::MAX; SIZE];
    let mut recent = [0u64; RUN];
    let (mut seen, mut runs) = (0usize, 0usize);
    let mut end_word = |word: &mut u64| {
        if *word == START {
            return;
        }
        recent.rotate_left(1);
        recent[RUN - 1] = std::mem::replace(word, START);
        seen += 1;
        if seen >= RUN {
            runs += 1;
            let hash = recent.iter().fold(START, |h, w| mix(h.rotate_left(7) ^ w));
            keep(&mut smallest, (hash >> 32) as u32);
        }
    };
    let bare = Bare::get();
    for piece in pieces {
        let mut word = START;
        let mut take = |c: Option<char>| match c {
            Some(c) => word = (word ^ c as u64).wrapping_mul(0x0000_0100_0000_01b3),
            None => end_word(&mut word),
        };
        for c in piece.chars() {
            match bare.of(c) {
                Some(known) => take(known),
                None => parts(c).for_each(&mut take),
            }
        }
        end_word(&mut word);
    }
    (runs >= FEWEST && smallest[SIZE - 1] != u32::MAX).then_some(smallest)
}

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
    fn marks_case_and_punctuation_do_not_count() {
        let plain = text(0, 100);
        assert_eq!(of(&plain), of(&plain.to_uppercase().replace(' ', ", ")));
        assert_eq!(of(&plain), of(&plain.nfd().collect::<String>()));
        assert_eq!(from_text(&to_text(&of(&plain))), Some(of(&plain)));
        assert_eq!(from_text("12"), None);
        assert_eq!(sketch(["quá ngắn"].into_iter()), None);
    }
}
