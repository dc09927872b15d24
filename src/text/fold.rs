//! One spelling for each syllable, so that the lexicon needs each word once: composed (NFC), lower case, tone mark where
//! today's schoolbooks put it (hoà → hòa, uỷ → ủy), `y` for a lone final `i` after h, k, l, m, s, t (kì → kỳ, tỉ → tỷ),
//! Eth for the look-alike Đ. Invisible characters inside a word vanish.

use super::letter::{self, any_pair, is_combining, is_invisible};
use unicode_normalization::UnicodeNormalization;

/// Writes the folded form of `word` (letters and invisible characters) into `out`, which is emptied first.
pub fn fold_word(word: &str, out: &mut String) {
    out.clear();
    if word.is_ascii() {
        out.push_str(word);
        out.make_ascii_lowercase();
    } else if !any_pair(word, |a, b| is_odd(a) | is_odd(b) | is_eth(a, b)) {
        letter::push_lower_text(word, out);
    } else if word.chars().any(is_combining) {
        let composed: String = word.chars().filter(|c| !is_invisible(*c)).nfc().collect();
        push_lower(&composed, out);
    } else {
        push_lower(word, out);
    }
    respell(out);
}

/// Bytes with which combining marks and invisible characters begin.
const fn is_odd(byte: u8) -> bool {
    matches!(byte, 0xcc | 0xcd | 0xc2 | 0xe2 | 0xef)
}

/// The look-alikes of Đ: Ð, ð, Ɖ.
const fn is_eth(a: u8, b: u8) -> bool {
    (a == 0xc3 && matches!(b, 0x90 | 0xb0)) | (a == 0xc6 && b == 0x89)
}

/// Folds every word of a phrase and puts single spaces between; for tables whose keys are looked up as text.
pub fn fold_phrase(phrase: &str) -> String {
    let (mut out, mut word) = (String::with_capacity(phrase.len()), String::with_capacity(16));
    for part in phrase.split(|c: char| c.is_whitespace() || is_invisible(c)).filter(|p| !p.is_empty()) {
        fold_word(part, &mut word);
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&word);
    }
    out
}

fn push_lower(word: &str, out: &mut String) {
    for c in word.chars() {
        match c {
            'Ð' | 'ð' | 'Đ' | 'Ɖ' => out.push('đ'),
            c if is_invisible(c) => {}
            c => letter::push_lower(c, out),
        }
    }
}

/// Endings whose tone mark moves one vowel to the left in an open syllable.
const TONE_SHIFTS: [(&str, &str); 15] = [
    ("oà", "òa"),
    ("oá", "óa"),
    ("oả", "ỏa"),
    ("oã", "õa"),
    ("oạ", "ọa"),
    ("oè", "òe"),
    ("oé", "óe"),
    ("oẻ", "ỏe"),
    ("oẽ", "õe"),
    ("oẹ", "ọe"),
    ("uỳ", "ùy"),
    ("uý", "úy"),
    ("uỷ", "ủy"),
    ("uỹ", "ũy"),
    ("uỵ", "ụy"),
];

fn respell(word: &mut String) {
    let Some(last) = word.chars().next_back() else { return };
    match last {
        'à' | 'á' | 'ả' | 'ã' | 'ạ' | 'è' | 'é' | 'ẻ' | 'ẽ' | 'ẹ' | 'ỳ' | 'ý' | 'ỷ' | 'ỹ' | 'ỵ' => {
            let before = word.as_bytes()[..word.len() - last.len_utf8()].last();
            if !matches!(before, Some(b'o' | b'u')) {
                return;
            }
            if let Some((from, to)) = TONE_SHIFTS.iter().find(|(from, _)| word.ends_with(from)) {
                let head = word.len() - from.len();
                if !word[..head].ends_with('q') {
                    word.truncate(head);
                    word.push_str(to);
                }
            }
        }
        'i' | 'í' | 'ì' | 'ỉ' | 'ĩ' | 'ị' => {
            let head = word.len() - last.len_utf8();
            if head == 1 && matches!(word.as_bytes()[0], b'h' | b'k' | b'l' | b'm' | b's' | b't') {
                word.truncate(head);
                word.push(match last {
                    'í' => 'ý',
                    'ì' => 'ỳ',
                    'ỉ' => 'ỷ',
                    'ĩ' => 'ỹ',
                    'ị' => 'ỵ',
                    _ => 'y',
                });
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_syllable_fold_to_one() {
        for (given, folded) in [
            ("Uỷ", "ủy"),
            ("ủy", "ủy"),
            ("HOÀ", "hòa"),
            ("hoàn", "hoàn"),
            ("quý", "quý"),
            ("Quỳ", "quỳ"),
            ("kì", "kỳ"),
            ("tỉ", "tỷ"),
            ("Mĩ", "mỹ"),
            ("nghỉ", "nghỉ"),
            ("Ðảng", "đảng"),
            ("ĐẢNG", "đảng"),
            ("Ha\u{300}", "hà"),
            ("uy\u{309}", "ủy"),
            ("Thu\u{ad}ỷ", "thủy"),
            ("khoẻ", "khỏe"),
            ("TW", "tw"),
            ("Ư", "ư"),
        ] {
            let mut out = String::new();
            fold_word(given, &mut out);
            assert_eq!(out, folded, "{given}");
        }
    }
}
