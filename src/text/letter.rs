//! What a letter is, quick for the letters of Vietnamese and its neighbours; all others take the standard library's way.

use unicode_normalization::{IsNormalized, is_nfc_quick};

/// Whether `c` belongs to a word: a letter or a combining mark.
#[inline]
pub fn is_letter(c: char) -> bool {
    match c {
        'a'..='z' | 'A'..='Z' => true,
        '\0'..='\u{7f}' | '\u{2010}'..='\u{205e}' => false,
        '\u{c0}'..='\u{24f}' => c != '×' && c != '÷',
        '\u{300}'..='\u{36f}' | '\u{1e00}'..='\u{1eff}' => true,
        _ => c.is_alphabetic(),
    }
}

/// Whether `c` is a capital letter.
#[inline]
pub fn is_capital(c: char) -> bool {
    quick_lower(c).map_or_else(|| c.is_uppercase(), |lower| lower != c)
}

/// Combining diacritical marks, as in decomposed (NFD) text.
#[inline]
pub const fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Characters that print nothing and may stand anywhere: soft hyphen, zero-width space and joiners, byte-order mark.
#[inline]
pub const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Appends the lower case of `c`.
#[inline]
pub fn push_lower(c: char, out: &mut String) {
    match quick_lower(c) {
        Some(lower) => out.push(lower),
        None => out.extend(c.to_lowercase()),
    }
}

/// The lower case of `c` where a rule of its block gives it.
#[inline]
const fn quick_lower(c: char) -> Option<char> {
    let code = c as u32;
    let lower = match code {
        0x41..=0x5a | 0xc0..=0xd6 | 0xd8..=0xde => code + 0x20,
        // Small letters follow their capitals.
        0x100..=0x12f | 0x14a..=0x177 | 0x1a0..=0x1a5 | 0x1e00..=0x1e95 | 0x1ea0..=0x1eff => code | 1,
        0x1af => 0x1b0,
        0..=0xff | 0x1b0 | 0x300..=0x36f | 0x2010..=0x205e => code,
        _ => return None,
    };
    char::from_u32(lower)
}

/// The lower case of a letter, mark or space of ASCII or Vietnamese (with its neighbours) that is one character and, unless a
/// combining mark follows, composed.
#[inline]
pub const fn lower_alone(c: char) -> Option<char> {
    match c {
        ' '..='~' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => quick_lower(c),
        _ => None,
    }
}

/// Appends the lower case of a text.
pub fn push_lower_text(text: &str, out: &mut String) {
    let (from, mut copied) = (out.len(), 0);
    // Most lines have no capital beyond ASCII; the small letters of Vietnamese are told by their bytes: U+00E0 to U+00FF,
    // U+0103, U+0111, U+0129, U+0169, U+01A1, U+01B0 and the odd ones of U+1EA0 to U+1EFF.
    let odd = |a: u8, b: u8| {
        (a == 0xc3 && b < 0xa0)
            | (a == 0xc4 && b != 0x83 && b != 0x91 && b != 0xa9)
            | (a == 0xc5 && b != 0xa9)
            | (a == 0xc6 && b != 0xa1 && b != 0xb0)
            | (a > 0xc6 && a != 0xe1 && a != 0xe2)
            | (a == 0xe1 && b != 0xba && b != 0xbb)
            | (a == 0xe2 && b != 0x80)
            | (matches!(a, 0xba | 0xbb) && b >= 0x80 && b.is_multiple_of(2))
    };
    let plain = !any_pair(text, odd);
    for (at, c) in text.char_indices().take_while(|_| !plain) {
        if !c.is_ascii() && quick_lower(c) != Some(c) {
            out.push_str(&text[copied..at]);
            push_lower(c, out);
            copied = at + c.len_utf8();
        }
    }
    out.push_str(&text[copied..]);
    out[from..].make_ascii_lowercase();
}

/// Whether a text is surely in composed form (NFC), as nearly every text is.
pub fn is_composed(text: &str) -> bool {
    !any_pair(text, may_compose) || is_nfc_quick(text.chars()) == IsNormalized::Yes
}

/// ASCII, Latin letters (U+0080 to U+02FF, U+1E00 to U+1EFF) and the punctuation of newspapers (U+2002 to U+203F) are never
/// composed further.
#[inline(always)]
const fn may_compose(a: u8, b: u8) -> bool {
    (a >= 0xcc && a != 0xe1 && a != 0xe2)
        | (a == 0xe1 && !matches!(b, 0xb8..=0xbb))
        | (a == 0xe2 && b != 0x80)
        | (a == 0x80 && matches!(b, 0x80 | 0x81))
}

/// Whether single spaces stand between the words of a text, and nothing else in it is white or invisible. May say no of a
/// text in another script that is so.
pub fn is_evenly_spaced(text: &str) -> bool {
    let odd = |a, b| (a <= b' ' && b <= b' ') | (a < b' ') | is_wide_space(a, b);
    let edge = |b: Option<&u8>| b.is_none_or(|b| *b <= b' ');
    let bytes = text.as_bytes();
    !edge(bytes.first()) && !edge(bytes.last()) && !any_pair(text, odd)
}

/// What is white or invisible beyond ASCII.
#[inline(always)]
const fn is_wide_space(a: u8, b: u8) -> bool {
    // U+0085, U+00A0, U+00AD; U+1680
    (a == 0xc2 && matches!(b, 0x85 | 0xa0 | 0xad))
        | (a == 0xe1 && b == 0x9a)
        // The second and third byte of U+2000 to U+200F, U+2028 to U+202F, U+2060 to U+206F, U+3000; U+FEFF
        | (a == 0x80 && matches!(b, 0x80..=0x8f | 0xa8..=0xaf))
        | (a == 0x81 && matches!(b, 0x9f..=0xaf))
        | (a == 0xef && b == 0xbb)
}

/// Two spaces, tabs and the like; blank lines are even.
#[inline(always)]
const fn is_uneven(a: u8, b: u8) -> bool {
    (a <= b' ' && b <= b' ' && (a != b'\n' || b != b'\n')) | (a < b' ' && a != b'\n')
}

/// What may be white or invisible beyond ASCII, or composed further, and some letters beside.
#[inline(always)]
const fn may_be_odd(a: u8, b: u8) -> bool {
    (a == 0xc2)
        | (a >= 0xcc && a != 0xe1 && a != 0xe2)
        | (a == 0xe1 && b & 0xfc != 0xb8)
        | (a == 0xe2 && b != 0x80)
        | (a == 0x80 && matches!(b, 0x80..=0x8f | 0xa8..=0xaf))
}

/// What one look at the bytes of a text tells of all its lines, so that none of them need be looked at for it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// LF alone ends the lines, and each that is not empty is evenly spaced ([`is_evenly_spaced`]).
    pub even: bool,
    /// See [`is_composed`].
    pub composed: bool,
}

impl Look {
    pub fn at(text: &str) -> Self {
        let bytes = text.as_bytes();
        let edge = |b: Option<&u8>| b.is_some_and(|b| *b <= b' ' && *b != b'\n');
        let even = !edge(bytes.first()) && !edge(bytes.last()) && !any_pair(text, is_uneven);
        // Most texts have nothing else that may be odd, which is told with half the comparisons.
        if !any_pair(text, may_be_odd) {
            return Self { even, composed: true };
        }
        Self { even: even && !any_pair(text, is_wide_space), composed: is_composed(text) }
    }

    /// Of two texts with a blank line between.
    pub fn joined(self, other: Self) -> Self {
        Self { even: self.even && other.even, composed: self.composed && other.composed }
    }
}

/// Whether two bytes side by side are `odd`. Written so that the compiler takes many bytes at once.
#[inline(always)]
pub fn any_pair(text: &str, odd: impl Fn(u8, u8) -> bool) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().zip(bytes.get(1..).unwrap_or_default()).fold(false, |any, (&a, &b)| any | odd(a, b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quick_ways_say_what_the_long_ways_say() {
        for c in '\0'..='\u{ffff}' {
            assert_eq!(is_letter(c), c.is_alphabetic() || is_combining(c), "{c:?}");
            assert_eq!(is_capital(c), c.is_uppercase(), "{c:?}");
            let mut lower = String::new();
            push_lower(c, &mut lower);
            assert_eq!(lower, c.to_lowercase().to_string(), "{c:?}");
            let text = c.to_string();
            assert_eq!(is_composed(&text), is_nfc_quick(text.chars()) == IsNormalized::Yes, "{c:?}");
        }
        assert!(!is_composed("Ha\u{300}"));
    }

    #[test]
    fn one_look_tells_what_a_look_at_each_line_tells() {
        for c in '\0'..='\u{ffff}' {
            for text in [format!("ơ{c}ở\n\nda\u{300}n"), format!("{c}\nơ ở"), format!("ơ\nở{c}"), format!("a{c}\nb\n")] {
                let look = Look::at(&text);
                assert_eq!(look.composed, is_composed(&text), "{text:?}");
                let even = text.split('\n').all(|line| line.is_empty() || is_evenly_spaced(line));
                assert_eq!(look.even, even, "{text:?}");
            }
        }
    }

    #[test]
    fn even_spaces() {
        for c in '\0'..='\u{ffff}' {
            if c.is_whitespace() || is_invisible(c) {
                assert!(!is_evenly_spaced(&format!("ơ{c}ở")) || c == ' ', "{c:?}");
            }
        }
        for text in ["Hội nghị “giao ban” – quý I…", "a", "ơ ở"] {
            assert!(is_evenly_spaced(text), "{text}");
        }
        for text in ["", " a", "a ", "a  b", "a\tb", "a\u{a0}b"] {
            assert!(!is_evenly_spaced(text), "{text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn a_text_has_the_lower_case_of_its_letters(text in "\\PC*|[A-ZĐƯƠẤỆa-zđ İẞ]*") {
            let mut lower = String::new();
            push_lower_text(&text, &mut lower);
            let letters: String = text.chars().flat_map(char::to_lowercase).collect();
            assert_eq!(lower, letters);
        }
    }
}
