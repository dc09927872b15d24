//! Words of articles as they may be shown: nothing in them can command a terminal, and the words that count stand out.

use std::borrow::Cow;

/// Characters that turn the direction of what follows.
pub const fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether a character of an article is never printed: control characters but line break and tab, and bidi controls.
pub fn is_hidden(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t') || is_bidi_control(c)
}

/// A text of an article without what could command a terminal.
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_hidden) { text.chars().filter(|c| !is_hidden(*c)).collect::<String>().into() } else { text.into() }
}

/// The same in one line, white space as single blanks.
pub fn clean_line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Bold and black on yellow: readable on light and dark.
const ON: &str = "\u{1b}[1;30;43m";
const OFF: &str = "\u{1b}[0m";

/// A sentence in one line with the scalars `from..to` of it marked: in colour, or between « and ».
pub fn mark(text: &str, from: usize, to: usize, color: bool) -> String {
    let at = |n: usize| text.char_indices().nth(n).map_or(text.len(), |(at, _)| at);
    let (from, to) = (at(from), at(to.max(from)));
    let (on, off) = if color { (ON, OFF) } else { ("«", "»") };
    let line = |part: &str| clean(part).split_inclusive(char::is_whitespace).collect::<String>().replace(['\n', '\t'], " ");
    format!("{}{on}{}{off}{}", line(&text[..from]), line(&text[from..to]), line(&text[to..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marked_words_are_counted_in_scalars() {
        assert_eq!(mark("Đã giảm 61 biên chế.", 8, 19, false), "Đã giảm «61 biên chế».");
        assert_eq!(mark("Đã giảm 61.", 8, 10, true), "Đã giảm \u{1b}[1;30;43m61\u{1b}[0m.");
        assert_eq!(mark("ngắn", 2, 99, false), "ng«ắn»");
    }

    #[test]
    fn nothing_in_an_article_commands_the_terminal() {
        let evil = "a\u{1b}[31mđỏ\u{7}\u{9b}2J\u{202e}b\r\u{2066}\nc\td";
        assert_eq!(clean(evil), "a[31mđỏ2Jb\nc\td");
        assert_eq!(clean_line(evil), "a[31mđỏ2Jb c d");
        assert!(!mark(evil, 0, 3, false).contains('\u{1b}'));
    }
}
