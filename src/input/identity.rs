//! The hash that makes the same words the same article.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Bytes hashed at once.
const BUFFER: usize = 4096;

/// `a` and 16 hex digits over the text, title included. Normal form, line ends and the amount of white space do not count, so
/// that an article is itself whether its title came in a field of its own or as the first line.
pub(crate) fn article_id(text: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut buffer = String::with_capacity(BUFFER + 64);
    let composed = is_nfc_quick(text.chars()) == IsNormalized::Yes;
    for word in text.split(|c: char| c.is_whitespace() || c == '\u{FEFF}').filter(|word| !word.is_empty()) {
        if composed {
            buffer.push_str(word);
        } else {
            buffer.extend(word.nfc());
        }
        buffer.push(' ');
        if buffer.len() > BUFFER {
            hasher.update(buffer.as_bytes());
            buffer.clear();
        }
    }
    hasher.update(buffer.as_bytes());
    let hash = hasher.finalize();
    format!("a{}", &hash.to_hex()[..16])
}

#[cfg(test)]
mod tests {
    use super::*;

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
