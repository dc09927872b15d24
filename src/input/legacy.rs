//! The encodings of Vietnamese before Unicode: windows-1258, TCVN3 (ABC), VNI and VISCII.
//!
//! They share their bytes, so the right one is told by its result: read with it, the words are Vietnamese syllables.

use super::syllable::is_syllable;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// Least share of the words with marks that must be Vietnamese syllables.
const LEAST_SHARE: f64 = 0.9;

/// What 0x80 to 0x9F mean in windows-1252, whose quotation marks and dashes stand in texts of every 8-bit encoding.
pub(super) const WINDOWS_PUNCTUATION: &str = "€\u{FFFD}‚ƒ„…†‡ˆ‰Š‹Œ\u{FFFD}Ž\u{FFFD}\u{FFFD}‘’“”•–—˜™š›œ\u{FFFD}žŸ";
/// 0x80 to 0xFF; from here on the tables of glibc's iconv.
const WINDOWS_1258: &str = "€\u{FFFD}‚ƒ„…†‡ˆ‰\u{FFFD}‹Œ\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}‘’“”•–—˜™\u{FFFD}›œ\u{FFFD}\u{FFFD}Ÿ\u{A0}¡¢£¤¥¦§¨©ª«¬\u{AD}®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂĂÄÅÆÇÈÉÊË\u{300}ÍÎÏĐÑ\u{309}ÓÔƠÖ×ØÙÚÛÜƯ\u{303}ßàáâăäåæçèéêë\u{301}íîïđñ\u{323}óôơö÷øùúûüư₫ÿ";
const TCVN1: &str = "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ\u{A0}ĂÂÊÔƠƯĐăâêôơưđẰ\u{300}\u{309}\u{303}\u{301}\u{323}àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ";
const VISCII: &str = "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ";
/// Capitals that VISCII puts among the control codes.
const VISCII_LOW: &[(u8, char)] = &[(0x02, 'Ẳ'), (0x05, 'Ẵ'), (0x06, 'Ẫ'), (0x14, 'Ỷ'), (0x19, 'Ỹ'), (0x1E, 'Ỵ')];

/// Letters that VNI writes as one byte.
const VNI_LETTERS: &[(u8, char)] = &[
    (0xF1, 'đ'),
    (0xD1, 'Đ'),
    (0xF4, 'ơ'),
    (0xD4, 'Ơ'),
    (0xF6, 'ư'),
    (0xD6, 'Ư'),
    (0xED, 'í'),
    (0xCD, 'Í'),
    (0xEC, 'ì'),
    (0xCC, 'Ì'),
    (0xE6, 'ỉ'),
    (0xC6, 'Ỉ'),
    (0xF3, 'ĩ'),
    (0xD3, 'Ĩ'),
    (0xF2, 'ị'),
    (0xD2, 'Ị'),
    (0xEE, 'ỵ'),
    (0xCE, 'Ỵ'),
];
/// Bytes that VNI writes after a vowel, as combining marks. A capital's mark is 0x20 less.
const VNI_MARKS: &[(u8, &str)] = &[
    (0xF9, "\u{301}"),
    (0xF8, "\u{300}"),
    (0xFB, "\u{309}"),
    (0xF5, "\u{303}"),
    (0xEF, "\u{323}"),
    (0xE2, "\u{302}"),
    (0xE1, "\u{302}\u{301}"),
    (0xE0, "\u{302}\u{300}"),
    (0xE5, "\u{302}\u{309}"),
    (0xE3, "\u{302}\u{303}"),
    (0xE4, "\u{302}\u{323}"),
    (0xEA, "\u{306}"),
    (0xE9, "\u{306}\u{301}"),
    (0xE8, "\u{306}\u{300}"),
    (0xFA, "\u{306}\u{309}"),
    (0xFC, "\u{306}\u{303}"),
    (0xEB, "\u{306}\u{323}"),
];

/// The text and the name of its encoding, where exactly the words tell it.
pub(crate) fn convert(bytes: &[u8]) -> Option<(&'static str, String)> {
    // Before the whole is read five times, a stretch of it decides.
    let sample = sample_of(bytes);
    let mut best: Option<(&'static str, f64)> = None;
    for name in ["windows-1258", "TCVN3 (ABC)", "TCVN 5712-1", "VNI", "VISCII"] {
        let share = syllable_share(&read_as(name, sample));
        if share >= LEAST_SHARE && best.is_none_or(|(_, before)| share > before) {
            best = Some((name, share));
        }
    }
    let name = best?.0;
    Some((name, read_as(name, bytes)))
}

/// Reads bytes in the encoding of this name, one of those that [`convert`] tells.
pub(super) fn read_as(name: &str, bytes: &[u8]) -> String {
    match name {
        "TCVN3 (ABC)" => raise_capitals(&by_table(bytes, &TABLES.tcvn3, &[])),
        "TCVN 5712-1" => by_table(bytes, &TABLES.tcvn1, &[]),
        "VNI" => from_vni(bytes),
        "VISCII" => by_table(bytes, &TABLES.viscii, VISCII_LOW),
        _ => by_table(bytes, &TABLES.windows_1258, &[]),
    }
}

/// The letters of 0x80 to 0xFF, by byte.
struct Tables {
    windows: Vec<char>,
    windows_1258: Vec<char>,
    tcvn1: Vec<char>,
    tcvn3: Vec<char>,
    viscii: Vec<char>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables {
    windows: WINDOWS_PUNCTUATION.chars().collect(),
    windows_1258: WINDOWS_1258.chars().collect(),
    tcvn1: TCVN1.chars().collect(),
    tcvn3: WINDOWS_PUNCTUATION.chars().chain(TCVN1.chars().skip(32)).collect(),
    viscii: VISCII.chars().collect(),
});

/// A stretch around the first byte that is no ASCII, cut at line ends or spaces.
fn sample_of(bytes: &[u8]) -> &[u8] {
    const LONGEST: usize = 64 << 10;
    let first = bytes.iter().position(|b| !b.is_ascii()).unwrap_or(0);
    let start = bytes[..first].iter().rposition(|b| b.is_ascii_whitespace()).unwrap_or(0);
    let end = bytes.len().min(start + LONGEST);
    &bytes[start..end]
}

fn by_table(bytes: &[u8], high: &[char], low: &[(u8, char)]) -> String {
    let letter = |&b: &u8| match b {
        0x80.. => high.get(usize::from(b) - 0x80).copied().unwrap_or(char::REPLACEMENT_CHARACTER),
        _ => low.iter().find(|(code, _)| *code == b).map_or(char::from(b), |(_, c)| *c),
    };
    bytes.iter().map(letter).nfc().collect()
}

fn from_vni(bytes: &[u8]) -> String {
    let windows = &TABLES.windows;
    let mut text = String::with_capacity(bytes.len() * 2);
    // A mark after a vowel belongs to it; ơ and ư take tones, but no circumflex or breve.
    let mut takes_mark = false;
    for &b in bytes {
        let lower = if b >= 0xC0 { b | 0x20 } else { b };
        let mark = VNI_MARKS.iter().find(|(code, _)| *code == lower).filter(|_| takes_mark && b >= 0xC0);
        if let Some((_, mark)) = mark {
            text.push_str(mark);
            takes_mark = false;
        } else if let Some((_, letter)) = VNI_LETTERS.iter().find(|(code, _)| *code == b) {
            text.push(*letter);
            takes_mark = matches!(letter, 'ơ' | 'Ơ' | 'ư' | 'Ư');
        } else {
            text.push(match b {
                0x80..0xA0 => windows.get(usize::from(b) - 0x80).copied().unwrap_or(char::REPLACEMENT_CHARACTER),
                _ => char::from(b),
            });
            takes_mark = matches!(b.to_ascii_lowercase(), b'a' | b'e' | b'o' | b'u' | b'y');
        }
    }
    text.nfc().collect()
}

/// TCVN3 has no capitals with tones: headlines use a font of capitals over small letters ("HéI NGHÞ"). The plain letters tell.
fn raise_capitals(text: &str) -> String {
    let mut raised = String::with_capacity(text.len());
    for word in text.split_inclusive(|c: char| !c.is_alphabetic()) {
        let capital_inside = word.chars().skip(1).any(|c| c.is_ascii_uppercase());
        if capital_inside && !word.chars().any(|c| c.is_ascii_lowercase()) {
            raised.extend(word.chars().flat_map(char::to_uppercase));
        } else {
            raised.push_str(word);
        }
    }
    raised
}

/// Which part of the words with marks are Vietnamese syllables; 0 where there is too little to tell.
fn syllable_share(text: &str) -> f64 {
    const LEAST_WORDS: usize = 3;
    let (mut words, mut good) = (0usize, 0usize);
    for word in text.split(|c: char| !c.is_alphanumeric() && c != char::REPLACEMENT_CHARACTER && c.is_ascii()) {
        // Quotation marks and dashes of windows-1252 stand at the edges; abbreviations in capitals (HĐND) are no syllables.
        let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != char::REPLACEMENT_CHARACTER);
        if word.is_ascii() || (word.chars().count() > 1 && word.chars().all(char::is_uppercase) && !is_syllable(word)) {
            continue;
        }
        words += 1;
        good += usize::from(is_syllable(word));
    }
    if words < LEAST_WORDS { 0.0 } else { good as f64 / words as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Ngày 19/3, Ban Thường vụ Huyện uỷ họp đánh giá việc sắp xếp, tinh giản biên chế: 12 xã đã giảm 37 người; \
        “phải làm kỹ” – ông Đặng Hữu Ỷ nói. Những chỗ chưa rõ sẽ được Tổ giúp việc trả lời trước ngày 5/4.";

    /// The inverse of a table, for texts whose letters it has.
    fn encode(text: &str, high: &str, low: &[(u8, char)]) -> Vec<u8> {
        let byte = |c: char| {
            let at = high.chars().position(|h| h == c).map(|at| (at + 0x80) as u8);
            at.or_else(|| low.iter().find(|(_, l)| *l == c).map(|(b, _)| *b))
                .or_else(|| u8::try_from(c).ok().filter(u8::is_ascii))
        };
        text.chars()
            .flat_map(|c| match byte(c) {
                Some(b) => vec![b],
                // windows-1258 keeps a base letter with its hat and writes the tone after it.
                None => {
                    let marks: Vec<char> = std::iter::once(c).nfd().collect();
                    let (tone, base): (Vec<char>, Vec<char>) =
                        marks.into_iter().partition(|m| "\u{300}\u{301}\u{303}\u{309}\u{323}".contains(*m));
                    let base: String = base.into_iter().nfc().collect();
                    base.chars().chain(tone).map(|c| byte(c).unwrap_or_else(|| panic!("{c:?} is not in the table"))).collect()
                }
            })
            .collect()
    }

    fn plain(text: &str) -> String {
        text.replace(['“', '”'], "\"").replace('–', "-")
    }

    #[test]
    fn windows_1258_is_told_and_composed() {
        assert_eq!(convert(&encode(TEXT, WINDOWS_1258, &[])), Some(("windows-1258", TEXT.to_string())));
    }

    #[test]
    fn viscii_is_told() {
        let text = plain(TEXT);
        assert_eq!(convert(&encode(&text, VISCII, VISCII_LOW)), Some(("VISCII", text)));
    }

    #[test]
    fn tcvn3_is_told_with_the_marks_of_windows_and_capitals_raised() {
        // Bytes as an ABC font wrote them: "HỘI NGHỊ" in capitals is "HéI NGHÞ".
        let bytes = b"H\xE9I NGH\xDE huy\xD6n u\xFB h\xE4p s\xB8ng 5/3: \x93ph\xB6i l\xB5m k\xFC\x94 - S\xE8 ng\xAD\xEAi gi\xB6m l\xB5 37, \xA7\xB6ng u\xFB x\xB7.";
        let text = "HỘI NGHỊ huyện uỷ họp sáng 5/3: “phải làm kỹ” - Số người giảm là 37, Đảng uỷ xã.";
        assert_eq!(convert(bytes), Some(("TCVN3 (ABC)", text.to_string())));
    }

    #[test]
    fn vni_is_told() {
        // "Đảng ủy xã họp sáng 5/3, đã giảm được 12 người; ỦY BAN; kỹ, kỵ, nghĩ, ở, nặng" as a VNI font wrote it.
        let bytes = b"\xD1a\xFBng u\xFBy xa\xF5 ho\xEFp sa\xF9ng 5/3, \xF1a\xF5 gia\xFBm \xF1\xF6\xF4\xEFc 12 ng\xF6\xF4\xF8i; \
            U\xDBY BAN; ky\xF5, k\xEE, ngh\xF3, \xF4\xFB, na\xEBng";
        let text = "Đảng ủy xã họp sáng 5/3, đã giảm được 12 người; ỦY BAN; kỹ, kỵ, nghĩ, ở, nặng";
        assert_eq!(convert(bytes), Some(("VNI", text.to_string())));
    }

    #[test]
    fn a_text_of_another_language_is_none_of_them() {
        assert_eq!(
            convert(
                "Les élèves de l’école étaient très fatigués après la journée"
                    .chars()
                    .map(|c| c as u32 as u8)
                    .collect::<Vec<_>>()
                    .as_slice()
            ),
            None
        );
        assert_eq!(convert(b"one caf\xE9"), None);
    }
}
