//! Lines of text: how they are broken, and how they lie around their middle.

use crate::output::chart::font;

/// From base line to base line, in em.
pub const LINE: f64 = 1.3;

/// From the middle of a line of text down to its base line.
pub fn middle(em: f64) -> f64 {
    0.36 * em
}

/// `text` in as few lines no wider than `width` as it takes, of about equal length, broken at spaces; `None` if a word alone is wider.
pub fn wrap(text: &str, em: f64, bold: bool, width: f64) -> Option<Vec<String>> {
    let mut best = fill_lines(text, em, bold, width)?;
    if best.len() > 1 {
        let (mut low, mut high) = (width / best.len() as f64 * 0.9, width);
        while high - low > 0.5 * em {
            let half = (low + high) / 2.0;
            match fill_lines(text, em, bold, half).filter(|lines| lines.len() == best.len()) {
                Some(lines) => (best, high) = (lines, half),
                None => low = half,
            }
        }
    }
    Some(best)
}

fn fill_lines(text: &str, em: f64, bold: bool, width: f64) -> Option<Vec<String>> {
    let mut lines: Vec<String> = vec![];
    for word in text.split_whitespace() {
        if font::width(word, em, bold) > width {
            return None;
        }
        match lines.last_mut() {
            Some(line) if font::width(&format!("{line} {word}"), em, bold) <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_string()),
        }
    }
    Some(lines)
}

/// As `wrap`, but a word that is too wide is broken between letters: nothing is ever cut off.
pub fn wrap_anyhow(text: &str, em: f64, bold: bool, width: f64) -> Vec<String> {
    if let Some(lines) = wrap(text, em, bold, width) {
        return lines;
    }
    let mut pieces = String::new();
    let mut piece = String::new();
    for letter in text.chars() {
        if letter == ' ' {
            piece.clear();
        } else if !piece.is_empty() && font::width(&format!("{piece}{letter}"), em, bold) > width {
            pieces.push(' ');
            piece.clear();
        }
        if letter != ' ' {
            piece.push(letter);
        }
        pieces.push(letter);
    }
    wrap(&pieces, em, bold, width).unwrap_or_else(|| vec![text.to_string()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces_and_lose_nothing() {
        let text = "Bắc Trung Bộ và Duyên hải miền Trung";
        let width = 20.0 * 9.0;
        let lines = wrap(text, 20.0, false, width).unwrap();
        assert!(lines.len() > 1 && lines.iter().all(|l| font::width(l, 20.0, false) <= width));
        assert_eq!(lines.join(" "), text);
        assert!(wrap("nghiêngnghiêngnghiêng", 20.0, false, 50.0).is_none());
    }

    #[test]
    fn an_endless_word_is_broken_not_cut() {
        let word = "Quyếtđịnhsố18-NQ/TW".repeat(6);
        let lines = wrap_anyhow(&word, 20.0, true, 200.0);
        assert!(lines.iter().all(|l| font::width(l, 20.0, true) <= 200.0));
        assert_eq!(lines.concat(), word);
    }
}
