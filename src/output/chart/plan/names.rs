//! Small words: labels by family, and texts as they go on a chart.

use crate::lang::labels::{Lang, label};
use unicode_normalization::UnicodeNormalization;

/// The label for `prefix` + `word`.
pub fn label_of(lang: Lang, prefix: &str, word: &str) -> String {
    label(lang, &format!("{prefix}{word}")).to_string()
}

/// Text as it goes on a chart: composed letters, no control characters.
pub fn clean(text: &str) -> String {
    text.nfc().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_string()
}

pub fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

pub fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
