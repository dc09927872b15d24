//! Where sentences begin and end. Spans are in tokens.

use super::token::{Gap, Kind, Token};
use std::ops::Range;

/// Longest sentence, in tokens: several times what any paper prints. A longer run without a stop is cut, so that whatever looks
/// around in its sentence stays linear, and no evidence is a whole book.
const LONGEST: usize = 500;

/// Splits tokens into sentences, which are pushed to `out`. `is_abbreviation` tells of a word token whether a full stop after it usually shortens it
/// ("TP.", "ThS.", "Q."), so that the sentence goes on.
pub fn split_sentences(tokens: &[Token], out: &mut Vec<Range<usize>>, is_abbreviation: impl Fn(&Token) -> bool) {
    // A sentence of a newspaper has some twenty words.
    out.reserve(tokens.len() / 16 + 1);
    let mut start = 0;
    for (i, token) in tokens.iter().enumerate() {
        // Most tokens are words inside a line.
        if token.is_word() && !token.breaks() && i - start < LONGEST - 1 {
            continue;
        }
        if i > start && token.breaks() {
            out.push(start..i);
            start = i;
        }
        let end = i + 1;
        if end - start >= LONGEST || ends_sentence(tokens, i, &is_abbreviation) {
            out.push(start..end);
            start = end;
        }
    }
    if start < tokens.len() {
        out.push(start..tokens.len());
    }
}

fn ends_sentence(tokens: &[Token], i: usize, is_abbreviation: &impl Fn(&Token) -> bool) -> bool {
    let token = &tokens[i];
    if token.kind != Kind::Mark || !matches!(token.ch, '.' | '!' | '?' | '…') {
        return false;
    }
    let Some(next) = tokens.get(i + 1) else { return true };
    if next.gap == Gap::None {
        return false;
    }
    // A closing quote or bracket belongs to the sentence before it only when it is glued; with a space it opens the next.
    let opens = next.is_capital() || next.is_digits() || matches!(next.ch, '"' | '\'' | '(' | '[' | '-' | '*' | '+' | '•');
    if !opens {
        return token.ch == '!' || token.ch == '?';
    }
    match i.checked_sub(1).map(|p| &tokens[p]) {
        Some(word) if token.ch == '.' && token.glued() && word.is_word() => !is_abbreviation(word),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::token::{UNKNOWN, tokenise};

    fn split(text: &str) -> Vec<&str> {
        let mut tokens = Vec::new();
        tokenise(text, |_| UNKNOWN, &mut tokens);
        let mut sentences = Vec::new();
        split_sentences(&tokens, &mut sentences, |t| ["TP", "ThS", "Q"].contains(&&text[t.range()]));
        sentences.into_iter().map(|r| &text[tokens[r.start].start as usize..tokens[r.end - 1].end as usize]).collect()
    }

    #[test]
    fn a_run_without_a_stop_is_cut() {
        let text = "một ".repeat(2500);
        let lengths: Vec<usize> = split(&text).iter().map(|s| s.split_whitespace().count()).collect();
        assert_eq!(lengths, [500; 5]);
    }

    #[test]
    fn points_inside_names_and_numbers_do_not_end_a_sentence() {
        for (text, count) in [
            ("Ban Tổ chức T.Ư họp. Hội nghị bế mạc.", 2),
            ("TP. Hồ Chí Minh có 1.246 nhà. Q. Phú Nhuận có 3.", 2),
            ("Ngày 19.1 họp", 1),
            ("Tiêu đề\nĐoạn một. Đoạn hai!", 3),
            ("Ông nói: “Được.” Sau đó về.", 1),
            ("", 0),
        ] {
            assert_eq!(split(text).len(), count, "{text}: {:?}", split(text));
        }
    }
}
