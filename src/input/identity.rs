//! The hash that makes the same words the same article, and the one that makes the same input the same input.

use crate::text::figures::push_hex;
use crate::text::letter::{Look, is_evenly_spaced};
use memchr::{memchr, memchr_iter};
use std::borrow::Cow;
use std::fmt;
use unicode_normalization::UnicodeNormalization;

/// `a` and 16 hex digits over the text, title included. Normal form, line ends and the amount of white space do not count, so
/// that an article is itself whether its title came in a field of its own or as the first line.
pub(crate) fn article_id(text: &str, look: Look) -> String {
    let text: Cow<str> = if look.composed { text.into() } else { text.nfc().collect() };
    let mut words = String::with_capacity(text.len() + 1);
    let ends = memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
    let mut from = 0;
    for line in ends.map(|end| &text[std::mem::replace(&mut from, end + 1)..end]) {
        if look.even && !line.is_empty() || is_evenly_spaced(line) {
            words.push_str(line);
            words.push(' ');
            continue;
        }
        for piece in pieces(line) {
            if is_evenly_spaced(piece) {
                words.push_str(piece);
                words.push(' ');
                continue;
            }
            for word in piece.split(|c: char| c.is_whitespace() || c == '\u{FEFF}').filter(|word| !word.is_empty()) {
                words.push_str(word);
                words.push(' ');
            }
        }
    }
    let mut id = String::with_capacity(17);
    id.push('a');
    push_hex(&blake3::hash(words.as_bytes()).as_bytes()[..8], &mut id);
    id
}

/// A line cut at spaces into pieces of a few words, most of which are evenly spaced where the whole is not.
fn pieces(line: &str) -> impl Iterator<Item = &str> {
    const LEAST: usize = 64;
    let mut rest = Some(line);
    std::iter::from_fn(move || {
        let text = rest?;
        let cut = text.as_bytes().get(LEAST..).and_then(|behind| memchr(b' ', behind)).map(|at| at + LEAST);
        rest = cut.map(|at| &text[at + 1..]);
        Some(&text[..cut.unwrap_or(text.len())])
    })
}

/// Hash of everything that an input says of an article. What was read once need not be read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct InputId(u64);

impl InputId {
    /// From the text that `Display` makes of it.
    pub fn parse(text: &str) -> Option<Self> {
        let hex = text.strip_prefix('i').filter(|hex| hex.len() == 16)?;
        u64::from_str_radix(hex, 16).ok().map(Self)
    }
}

impl fmt::Display for InputId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "i{:016x}", self.0)
    }
}

impl InputId {
    /// Of the fields of an input, in their order; a field that is not there is another than an empty one.
    pub(crate) fn of(fields: &[Option<&str>]) -> Self {
        // In one piece, of which many blocks are hashed at once.
        let lengths = fields.iter().map(|field| size_of::<u64>() + field.map_or(0, str::len));
        let mut all = Vec::with_capacity(lengths.sum());
        for field in fields {
            // The length before each field: what ends one field cannot pass for the beginning of the next.
            all.extend(field.map_or(u64::MAX, |field| field.len() as u64).to_le_bytes());
            all.extend(field.unwrap_or_default().as_bytes());
        }
        let mut first = [0; 8];
        first.copy_from_slice(&blake3::hash(&all).as_bytes()[..8]);
        Self(u64::from_be_bytes(first))
    }
}

#[cfg(test)]
mod tests {
    use super::super::raw::RawArticle;
    use super::*;
    use crate::model::date::PartialDate;

    #[test]
    fn an_input_is_another_when_any_field_is() {
        let raw = RawArticle::from_text("tin-1", "Tỉnh ủy họp giao ban.");
        let id = raw.input_id();
        assert_eq!(RawArticle::from_text("tin-1", "Tỉnh ủy họp giao ban.").input_id(), id);
        assert_eq!(InputId::parse(&id.to_string()), Some(id));
        let others = [
            RawArticle { id: "tin-2".into(), ..raw.clone() },
            RawArticle { title: Some("".into()), ..raw.clone() },
            RawArticle { title: Some("Giao ban".into()), ..raw.clone() },
            RawArticle { url: Some("Giao ban".into()), ..raw.clone() },
            RawArticle { outlet: Some("Giao ban".into()), ..raw.clone() },
            RawArticle { published: Some(PartialDate::day(None, 1, 5)), ..raw.clone() },
            RawArticle { published: Some(PartialDate::month(None, 1)), ..raw.clone() },
            RawArticle { text: "Tỉnh ủy họp giao ban. ".into(), ..raw.clone() },
        ];
        let mut ids: Vec<InputId> = others.iter().map(RawArticle::input_id).collect();
        ids.push(id);
        for (at, one) in ids.iter().enumerate() {
            assert!(!ids[at + 1..].contains(one), "{at}");
        }
        assert!(["", "i", "i12", "a0123456789abcdef", "i0123456789abcdeg"].iter().all(|text| InputId::parse(text).is_none()));
    }

    fn article_id(text: &str) -> String {
        super::article_id(text, Look::at(text))
    }

    #[test]
    fn white_space_anywhere_in_a_long_line_does_not_count() {
        let line = "Sáng nay, huyện họp giao ban công tác tháng 5, bàn việc thu ngân sách và việc sắp xếp các thôn. ".repeat(5);
        let id = article_id(&line);
        for (at, _) in line.match_indices(' ') {
            for space in ["  ", " \u{a0}", "\t", "\u{3000} ", "\u{feff} "] {
                assert_eq!(article_id(&format!("{}{space}{}", &line[..at], &line[at + 1..])), id, "{space:?} at {at}");
            }
        }
    }

    #[test]
    fn same_words_are_the_same_article() {
        let id = article_id("Tỉnh ủy họp giao ban\n\nSáng 5/3, hội nghị diễn ra.");
        assert_eq!(id.len(), 17);
        assert!(id.starts_with('a'));
        let decomposed: String = "Tỉnh ủy họp giao ban\r\nSáng 5/3,\u{A0}hội nghị diễn ra.\r\n".nfd().collect();
        assert_eq!(article_id(&decomposed), id);
    }

    #[test]
    fn other_words_are_another() {
        assert_ne!(article_id("giảm 12 người"), article_id("giảm 13 người"));
        assert_ne!(article_id("giảm 12"), article_id("giảm12"));
    }
}
