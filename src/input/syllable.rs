//! Whether a word can be a Vietnamese syllable: one onset, one vowel group, one ending, one tone at most.

use unicode_normalization::UnicodeNormalization;

const ONSETS: &[&str] = &[
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p", "ph", "q", "r", "s",
    "t", "th", "tr", "v", "x",
];
const VOWELS: &[&str] = &[
    "a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y", "ai", "ao", "au", "ay", "âu", "ây", "eo", "êu", "ia", "iê",
    "iêu", "iu", "oa", "oă", "oai", "oao", "oay", "oe", "oeo", "oi", "ôi", "ơi", "oo", "ua", "uâ", "uă", "uai", "uao", "uay",
    "uây", "ue", "ueo", "uê", "ui", "uo", "uô", "uôi", "uơ", "uy", "uya", "uyê", "uyu", "ưa", "ưi", "ươ", "ươi", "ươu", "ưu",
    "yê", "yêu",
];
const ENDINGS: &[&str] = &["", "c", "ch", "m", "n", "ng", "nh", "p", "t"];
const TONES: &[char] = &['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// Whether `word` is built like a Vietnamese syllable, in any case and normal form.
pub(crate) fn is_syllable(word: &str) -> bool {
    const LONGEST: usize = 8;
    let mut tones = 0;
    let letters: String = word
        .chars()
        .take(LONGEST * 4)
        .flat_map(char::to_lowercase)
        .nfd()
        .filter(|c| {
            !TONES.contains(c) || {
                tones += 1;
                false
            }
        })
        .nfc()
        .collect();
    if tones > 1 || letters.chars().count() > LONGEST {
        return false;
    }
    let rhyme = |rest: &str| ENDINGS.iter().any(|end| rest.strip_suffix(end).is_some_and(|vowels| VOWELS.contains(&vowels)));
    ONSETS.iter().any(|onset| letters.strip_prefix(onset).is_some_and(rhyme))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_of_every_build_pass() {
        for word in ["Nghiêng", "uỷ", "ỦY", "quyết", "giữ", "gì", "khuỷu", "đường", "ở", "ngoằn", "thuở", "oách", "Yên", "quèo"]
        {
            assert!(is_syllable(word), "{word}");
            assert!(is_syllable(&word.nfd().collect::<String>()), "{word} decomposed");
        }
    }

    #[test]
    fn what_no_syllable_is_built_like_does_not() {
        for word in ["", "été", "HĐND", "thườngvụ", "đb", "fà", "ààn", "straße", "đượcc", "à̀"] {
            assert!(!is_syllable(word), "{word}");
        }
    }
}
