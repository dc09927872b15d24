//! Text that was read with the wrong 8-bit encoding before it was saved as UTF-8: "C«ng t¸c", "Coäng hoøa", "CÃ´ng tÃ¡c".
//!
//! Its letters are those of windows-1252, so the bytes it was made of can be had back and read again. Lines with letters that
//! only Unicode has are left alone: a page in Unicode may hold one paragraph pasted from an old document.

use super::error::Problem;
use super::legacy;
use memchr::{memchr, memchr_iter};

/// Fewer marked letters than this in the lines in question tell nothing.
const LEAST_MARKS: usize = 12;
/// From so many signs inside words on, a text that cannot be mended is refused.
const LEAST_BROKEN: usize = 20;

/// A text read again, with the name of the encoding it was made in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mended {
    pub encoding: &'static str,
    pub text: String,
}

/// The text as it was meant, or none where it is as it should be.
///
/// # Errors
/// [`Problem::UnknownEncoding`] for a text whose words are broken by signs ("t¸c") and fit no encoding.
pub(crate) fn mend(text: &str) -> Result<Option<Mended>, Problem> {
    let broken =
        || if broken_words(text) >= LEAST_BROKEN.max(text.len() / 200) { Err(Problem::UnknownEncoding) } else { Ok(None) };
    let mut from = 0;
    let mut line_to = |end: usize| &text[std::mem::replace(&mut from, end)..end];
    let ends = memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1).chain([text.len()]);
    if !ends.map(&mut line_to).any(is_suspect) {
        return broken();
    }
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let bytes: Vec<Option<Vec<u8>>> = lines.iter().map(|line| is_suspect(line).then(|| as_bytes(line)).flatten()).collect();
    let suspects: Vec<&[u8]> = bytes.iter().flatten().map(Vec::as_slice).collect();
    let marks = |bytes: &[u8]| bytes.iter().filter(|b| !b.is_ascii()).count();
    let told =
        if suspects.iter().map(|b| marks(b)).sum::<usize>() < LEAST_MARKS { None } else { encoding_of(&suspects.concat()) };
    let Some(encoding) = told else { return broken() };
    let read = |(line, bytes): (&&str, &Option<Vec<u8>>)| bytes.as_ref().map_or((*line).to_string(), |b| reread(encoding, b));
    let mended: String = lines.iter().zip(&bytes).map(read).collect();
    Ok((mended != text).then_some(Mended { encoding, text: mended }))
}

/// A title beside a text that was made in `encoding`.
pub(crate) fn mend_title(title: &str, encoding: &'static str) -> String {
    match as_bytes(title).filter(|_| is_suspect(title)) {
        Some(bytes) => reread(encoding, &bytes),
        None => title.to_string(),
    }
}

const UTF8: &str = "UTF-8";

fn encoding_of(bytes: &[u8]) -> Option<&'static str> {
    if std::str::from_utf8(bytes).is_ok() { Some(UTF8) } else { legacy::convert(bytes).map(|(name, _)| name) }
}

fn reread(encoding: &'static str, bytes: &[u8]) -> String {
    if encoding == UTF8 { String::from_utf8_lossy(bytes).into_owned() } else { legacy::read_as(encoding, bytes) }
}

/// Whether the line has letters of windows-1252 beyond ASCII, and none that only Unicode has.
fn is_suspect(line: &str) -> bool {
    // With 0xE1 begin U+1000 to U+1FFF: nearly every line of Vietnamese has a letter among them.
    memchr(0xe1, line.as_bytes()).is_none()
        && line.chars().any(|c| ('\u{80}'..='\u{FF}').contains(&c) && c != '\u{A0}')
        && line.chars().all(|c| byte_of(c).is_some())
}

fn as_bytes(line: &str) -> Option<Vec<u8>> {
    line.chars().map(byte_of).collect()
}

/// The byte that windows-1252 reads as this letter.
fn byte_of(c: char) -> Option<u8> {
    if let Ok(byte) = u8::try_from(c) {
        return Some(byte);
    }
    let at = legacy::WINDOWS_PUNCTUATION.chars().position(|p| p == c && p != char::REPLACEMENT_CHARACTER)?;
    u8::try_from(0x80 + at).ok()
}

/// How often a sign stands between two letters, as it never does in a word: "t¸c", "®éng".
fn broken_words(text: &str) -> usize {
    // U+00A1 to U+00BF: most texts have none.
    let bytes = text.as_bytes();
    if !memchr_iter(0xc2, bytes).any(|at| bytes.get(at + 1).is_some_and(|b| *b >= 0xa1)) {
        return 0;
    }
    let sign = |c: char| matches!(c, '\u{A1}'..='\u{BF}') && !matches!(c, 'ª' | 'º' | '·' | '\u{AD}');
    let mut before = [' '; 2];
    let mut count = 0;
    for c in text.chars() {
        count += usize::from(c.is_alphabetic() && sign(before[1]) && before[0].is_alphabetic());
        before = [before[1], c];
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bytes of an old encoding as windows-1252 shows them.
    fn shown(bytes: &[u8]) -> String {
        bytes
            .iter()
            .map(|&b| match b {
                // The five bytes that windows-1252 leaves free are shown as the controls of the same number.
                0x80..0xA0 => legacy::WINDOWS_PUNCTUATION
                    .chars()
                    .nth(usize::from(b) - 0x80)
                    .filter(|c| *c != char::REPLACEMENT_CHARACTER)
                    .unwrap_or(char::from(b)),
                _ => char::from(b),
            })
            .collect()
    }

    fn mended(text: &str) -> Option<(&'static str, String)> {
        mend(text).unwrap().map(|m| (m.encoding, m.text))
    }

    #[test]
    fn an_old_font_inside_utf8_is_read_again() {
        let tcvn3 = "HuyÖn uû häp s¸ng 5/3, ®· gi¶m 37 ng\u{AD}êi; x· Gia Hßa b¸o c¸o.";
        assert_eq!(
            mended(tcvn3),
            Some(("TCVN3 (ABC)", "Huyện uỷ họp sáng 5/3, đã giảm 37 người; xã Gia Hòa báo cáo.".to_string()))
        );
        let vni = "Ñaûng uûy xaõ hoïp saùng 5/3, ñaõ giaûm ñöôïc 12 ngöôøi; Uûy ban nhaân daân thoâng baùo.";
        assert_eq!(
            mended(vni),
            Some(("VNI", "Đảng ủy xã họp sáng 5/3, đã giảm được 12 người; Ủy ban nhân dân thông báo.".to_string()))
        );
        let meant = "Đảng ủy xã họp sáng 5/3, đã giảm được 12 người.";
        assert_eq!(mended(&shown(meant.as_bytes())), Some(("UTF-8", meant.to_string())));
    }

    #[test]
    fn only_the_lines_that_need_it_are_read_again() {
        let page = "Huyện uỷ Vị Xuyên họp thường kỳ.\nC«ng t¸c tæ chøc ®· ®\u{AD}îc triÓn khai, gi¶m 12 phßng.\nĐến nay đã xong.";
        let meant = "Huyện uỷ Vị Xuyên họp thường kỳ.\nCông tác tổ chức đã được triển khai, giảm 12 phòng.\nĐến nay đã xong.";
        assert_eq!(mended(page), Some(("TCVN3 (ABC)", meant.to_string())));
        assert_eq!(mend_title("Tæ chøc l¹i bé m¸y", "TCVN3 (ABC)"), "Tổ chức lại bộ máy");
    }

    #[test]
    fn text_as_it_should_be_is_left_alone() {
        for text in [
            "Bà Hà và ông Lê cùng trao quà cho các cháu ở xã Gia Hòa, rồi về.",
            "Les élèves étaient très fatigués après la journée; ils sont rentrés à l’école où ça chauffait déjà.",
            "Sáng 5/3, Huyện uỷ họp giao ban.",
            "Giảm 12 phòng – 15 %.",
            "",
        ] {
            assert_eq!(mended(text), None, "{text}");
            let decomposed: String = unicode_normalization::UnicodeNormalization::nfd(text).collect();
            assert_eq!(mended(&decomposed), None, "{text} decomposed");
        }
    }

    #[test]
    fn broken_words_of_no_known_encoding_are_refused() {
        let text = "x¿y z§w q¶r k¦t b¢c d¥f g±h ".repeat(8);
        assert_eq!(mend(&text), Err(Problem::UnknownEncoding));
    }
}
