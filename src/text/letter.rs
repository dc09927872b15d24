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

/// Whether a text is surely in composed form (NFC), as nearly every text is.
pub fn is_composed(text: &str) -> bool {
    all_plain(text.as_bytes()) || is_nfc_quick(text.chars()) == IsNormalized::Yes
}

/// Whether all is ASCII, Latin letters or the punctuation of newspapers: nothing of that is ever composed further.
fn all_plain(bytes: &[u8]) -> bool {
    let mut at = 0;
    while let Some(&first) = bytes.get(at) {
        at += match first {
            0..0x80 => 1,
            // U+0080 to U+02FF
            0xc2..=0xcb => 2,
            // U+1E00 to U+1EFF
            0xe1 if matches!(bytes.get(at + 1), Some(0xb8..=0xbb)) => 3,
            // U+2002 to U+203F
            0xe2 if bytes.get(at + 1) == Some(&0x80) && bytes.get(at + 2) >= Some(&0x82) => 3,
            _ => return false,
        };
    }
    true
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
}
