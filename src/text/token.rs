//! The text as tokens: runs of letters, runs of digits, single marks. A token keeps its byte range in the source, so no
//! position is ever searched for again. Words are numbers into a vocabulary; a word outside it is [`UNKNOWN`].

use super::fold;
use super::letter::{is_capital, is_combining, is_invisible, is_letter};
use std::ops::Range;

/// Index of a folded word (or mark) in the vocabulary.
pub type WordId = u32;
/// A word that the vocabulary does not have.
pub const UNKNOWN: WordId = 0;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Word,
    Digits,
    Mark,
}

/// Capital letters of a word; marks and digits are `Lower`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    Lower,
    /// First letter only ("Đống"), or a one-letter capital.
    Capital,
    /// All of two letters or more ("UBND").
    Upper,
}

/// What stands between a token and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// Nothing: "19" and "-" and "NQ" in "19-NQ".
    None,
    /// White space on one line, or a line broken inside a sentence.
    Space,
    /// A new line.
    Line,
    /// A blank line, or the start of the text.
    Paragraph,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Byte range in the source.
    pub start: u32,
    pub end: u32,
    pub word: WordId,
    /// First character of the token as written.
    pub ch: char,
    pub kind: Kind,
    pub case: Case,
    pub gap: Gap,
}

impl Token {
    pub const fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
    pub const fn is_mark(&self, mark: char) -> bool {
        matches!(self.kind, Kind::Mark) && self.ch == mark
    }
    pub const fn is_digits(&self) -> bool {
        matches!(self.kind, Kind::Digits)
    }
    pub const fn is_word(&self) -> bool {
        matches!(self.kind, Kind::Word)
    }
    /// Whether the token follows the one before without any space.
    pub const fn glued(&self) -> bool {
        matches!(self.gap, Gap::None)
    }
    pub const fn is_capital(&self) -> bool {
        !matches!(self.case, Case::Lower)
    }
    /// Whether the token begins a new line.
    pub const fn breaks(&self) -> bool {
        matches!(self.gap, Gap::Line | Gap::Paragraph)
    }
}

/// Dashes of every width are one mark, quotes likewise, so that phrases need one spelling.
pub const fn plain_mark(c: char) -> char {
    match c {
        '–' | '—' | '‐' | '‑' | '‒' | '−' | '﹣' | '－' => '-',
        '“' | '”' | '„' | '«' | '»' | '"' | '〝' | '〞' => '"',
        '‘' | '’' | '`' | '´' => '\'',
        '⁄' | '∕' | '／' => '/',
        '％' => '%',
        c => c,
    }
}

/// A token's number and case; both follow from how it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spelling {
    pub word: WordId,
    pub case: Case,
}

/// Where [`split`] learns what it cannot see: the number and the case of what is written.
pub trait Vocabulary {
    /// The word that begins at byte `start` and the byte behind its end, where it was met before.
    fn remembered(&self, text: &str, start: usize) -> Option<(usize, Met)>;
    /// The spelling of a word as it is written, whose first letter is `first`.
    fn spelling(&mut self, written: &str, first: char) -> Spelling;
    /// The number of a run of digits.
    fn digits(&mut self, written: &str) -> WordId;
    /// The number of a mark.
    fn mark(&self, mark: char) -> WordId;
}

/// What a vocabulary remembers of a word as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Met {
    pub first: char,
    pub spelling: Spelling,
}

/// Splits `text` into tokens, asking `vocabulary` for the id of each folded word and mark. Tokens are pushed to `out`.
pub fn tokenise(text: &str, vocabulary: impl Fn(&str) -> WordId, out: &mut Vec<Token>) {
    split(text, &mut Forgetful { vocabulary, folded: String::with_capacity(32) }, out);
}

/// A vocabulary that works out each word anew.
struct Forgetful<V> {
    vocabulary: V,
    folded: String,
}

impl<V: Fn(&str) -> WordId> Vocabulary for Forgetful<V> {
    fn remembered(&self, _: &str, _: usize) -> Option<(usize, Met)> {
        None
    }
    fn spelling(&mut self, written: &str, _: char) -> Spelling {
        spell(written, &mut self.folded, &self.vocabulary)
    }
    fn digits(&mut self, written: &str) -> WordId {
        (self.vocabulary)(written)
    }
    fn mark(&self, mark: char) -> WordId {
        (self.vocabulary)(mark.encode_utf8(&mut [0; 4]))
    }
}

/// The spelling of a word, number or mark as it is written; `folded` is only room to work in.
pub fn spell(written: &str, folded: &mut String, vocabulary: impl Fn(&str) -> WordId) -> Spelling {
    fold::fold_word(written, folded);
    let letters = || written.chars().filter(|c| is_letter(*c) && !is_combining(*c));
    let case = match letters().filter(|c| is_capital(*c)).count() {
        0 => Case::Lower,
        n if n > 1 && n == letters().count() => Case::Upper,
        _ if written.starts_with(is_capital) => Case::Capital,
        _ => Case::Lower,
    };
    Spelling { word: vocabulary(folded), case }
}

/// Splits `text` into tokens. Tokens are pushed to `out`.
///
/// A line break whose next line begins with a small letter is taken as a wrapped line, not as a new one.
pub fn split(text: &str, vocabulary: &mut impl Vocabulary, out: &mut Vec<Token>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut lines = 2;
    let mut spaced = true;
    while let Some(&byte) = bytes.get(at) {
        let start = at;
        // Most characters are told by their first byte, most words by having been met.
        let (ch, kind, Spelling { word, case }) = match byte {
            b'\n' => {
                at += 1;
                lines += 1;
                continue;
            }
            0..=b' ' => {
                at += 1;
                spaced = true;
                continue;
            }
            b'0'..=b'9' => {
                at += bytes[start..].iter().take_while(|b| b.is_ascii_digit()).count();
                let word = vocabulary.digits(&text[start..at]);
                (char::from(byte), Kind::Digits, Spelling { word, case: Case::Lower })
            }
            b'A'..=b'Z' | b'a'..=b'z' | 0x80.. => {
                if let Some((end, met)) = vocabulary.remembered(text, start) {
                    at = end;
                    (met.first, Kind::Word, met.spelling)
                } else {
                    let Some(first) = text[at..].chars().next() else { break };
                    if is_letter(first) {
                        at = end_of_word(text, start);
                        (first, Kind::Word, vocabulary.spelling(&text[start..at], first))
                    } else {
                        at += first.len_utf8();
                        if first.is_whitespace() || first.is_control() {
                            spaced = true;
                            continue;
                        }
                        if is_invisible(first) {
                            continue;
                        }
                        let mark = plain_mark(first);
                        (mark, Kind::Mark, Spelling { word: vocabulary.mark(mark), case: Case::Lower })
                    }
                }
            }
            _ => {
                at += 1;
                if byte == 0x7f {
                    spaced = true;
                    continue;
                }
                let mark = plain_mark(char::from(byte));
                (mark, Kind::Mark, Spelling { word: vocabulary.mark(mark), case: Case::Lower })
            }
        };
        let gap = match lines {
            0 if !spaced => Gap::None,
            0 => Gap::Space,
            1 if kind == Kind::Word && case == Case::Lower => Gap::Space,
            1 => Gap::Line,
            _ => Gap::Paragraph,
        };
        out.push(Token { start: start as u32, end: at as u32, word, ch, kind, case, gap });
        // Most tokens are followed by one space.
        spaced = bytes.get(at) == Some(&b' ');
        at += usize::from(spaced);
        lines = 0;
    }
}

/// Where the word that begins at byte `start` ends: behind its last letter or combining mark. Invisible characters between
/// letters belong to it.
fn end_of_word(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut end) = (start, start);
    loop {
        match bytes.get(at) {
            Some(b'a'..=b'z' | b'A'..=b'Z') => at += 1,
            Some(0..0x80) | None => return end,
            // U+1E00 to U+1EFF
            Some(0xe1) if matches!(bytes[at + 1], 0xb8..=0xbb) => at += 3,
            // U+00C0 to U+023F without × and ÷
            Some(0xc3) if !matches!(bytes[at + 1], 0x97 | 0xb7) => at += 2,
            Some(0xc4..=0xc8) => at += 2,
            Some(_) => match text[at..].chars().next() {
                Some(c) if is_letter(c) => at += c.len_utf8(),
                Some(c) if is_invisible(c) => {
                    at += c.len_utf8();
                    continue;
                }
                _ => return end,
            },
        }
        end = at;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<(&str, Kind, Gap)> {
        let mut out = Vec::new();
        tokenise(text, |_| UNKNOWN, &mut out);
        out.iter().map(|t| (&text[t.range()], t.kind, t.gap)).collect()
    }

    #[test]
    fn letters_digits_and_marks_are_tokens_of_their_own() {
        assert_eq!(
            tokens("số 19-NQ/TW"),
            [
                ("số", Kind::Word, Gap::Paragraph),
                ("19", Kind::Digits, Gap::Space),
                ("-", Kind::Mark, Gap::None),
                ("NQ", Kind::Word, Gap::None),
                ("/", Kind::Mark, Gap::None),
                ("TW", Kind::Word, Gap::None),
            ]
        );
    }

    #[test]
    fn a_wrapped_line_is_no_new_line() {
        let gaps: Vec<_> = tokens("một\u{a0}hai\nba\nBốn\n\nnăm").into_iter().map(|t| t.2).collect();
        assert_eq!(gaps, [Gap::Paragraph, Gap::Space, Gap::Space, Gap::Line, Gap::Paragraph]);
    }

    #[test]
    fn decomposed_words_are_one_token() {
        assert_eq!(tokens("Hội nghị").len(), 2);
        assert_eq!(tokens("giao\u{200b}ban").len(), 1);
    }

    proptest::proptest! {
        #[test]
        fn tokens_lie_in_order_on_character_borders(text in "\\PC*") {
            let mut out = Vec::new();
            tokenise(&text, |_| UNKNOWN, &mut out);
            let mut before = 0;
            for t in &out {
                assert!(t.range().start >= before && !text[t.range()].is_empty());
                before = t.range().end;
            }
        }
    }
}
