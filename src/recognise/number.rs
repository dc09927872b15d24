//! Numbers as they are printed: 1.246; 9,3; 33.000; 12,5; 10 000. Only the figure itself: scale words, signs, ranges and
//! units are the business of [`super::quantity`].

use super::reading::Reading;
use crate::text::token::Gap;

/// A printed number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figure {
    /// First token after it.
    pub end: usize,
    pub value: f64,
    /// Written in groups of three ("1.246").
    pub grouped: bool,
    /// Has a decimal part ("9,3").
    pub decimal: bool,
    /// A lone comma before three digits ("1,246"): thousands or a decimal, by what follows.
    pub comma_group: bool,
}

/// The longest number of digits a figure may have; a longer run is no number that counts anything.
const MAX_DIGITS: usize = 15;

/// Reads the number that begins at the digits of token `i`.
pub fn figure(reading: &Reading, i: usize) -> Option<Figure> {
    let tokens = &reading.tokens;
    let first = tokens.get(i).filter(|t| t.is_digits() && t.range().len() <= MAX_DIGITS)?;
    let glued_digits = |mark: usize, sign: char| {
        let (m, d) = (tokens.get(mark)?, tokens.get(mark + 1)?);
        (m.is_mark(sign) && m.glued() && d.is_digits() && d.glued()).then(|| d.range().len())
    };
    let mut digits = reading.text[first.range()].to_string();
    let mut end = i + 1;
    let (mut grouped, mut comma_group) = (false, false);
    let short = first.range().len() <= 3;
    for sign in ['.', ','] {
        let mut at = end;
        let mut groups = 0;
        while glued_digits(at, sign) == Some(3) && short && digits.len() + 3 <= MAX_DIGITS {
            digits.push_str(&reading.text[tokens[at + 1].range()]);
            at += 2;
            groups += 1;
        }
        // After groups of three nothing of the same sign may follow: 1.246.5 is no number.
        if groups > 0 && glued_digits(at, sign).is_none() {
            comma_group = sign == ',' && groups == 1;
            (end, grouped) = (at, true);
            break;
        }
        digits.truncate(first.range().len());
    }
    if !grouped && short && first.range().len() <= 3 {
        // "10 000": groups with a space, only where the last group is 000, because two numbers may stand side by side.
        let mut at = end;
        while tokens.get(at).is_some_and(|t| t.is_digits() && t.gap == Gap::Space && &reading.text[t.range()] == "000") {
            digits.push_str("000");
            at += 1;
        }
        if at > end && digits.len() <= MAX_DIGITS {
            (end, grouped) = (at, true);
        }
    }
    let mut value: f64 = digits.parse().ok()?;
    let mut decimal = false;
    let decimal_signs: &[char] = if grouped && !comma_group { &[','] } else { &[',', '.'] };
    for &sign in decimal_signs {
        if decimal || comma_group {
            break;
        }
        if let Some(len) = glued_digits(end, sign).filter(|len| *len <= 6) {
            // 19.1.2018 is a date, 1.2.3 a version: no decimal with another point behind.
            if glued_digits(end + 2, sign).is_some() || glued_digits(end + 2, '.').is_some() {
                return None;
            }
            let part: f64 = reading.text[tokens[end + 1].range()].parse().ok()?;
            // Parsed as one text, so that 98,78 is exactly the number that 98.78 is.
            value = format!("{value}.{:0>len$}", part as u64).parse().ok()?;
            (end, decimal) = (end + 2, true);
        }
    }
    Some(Figure { end, value, grouped, decimal, comma_group })
}

/// The value of a lone comma group read as a decimal: "1,246" is 1.246.
pub fn as_decimal(figure: Figure) -> f64 {
    (figure.value / 1000.0 * 1e6).round() / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_numbers_have_their_value() {
        for (text, value) in [
            ("1.246", Some(1246.0)),
            ("9,3", Some(9.3)),
            ("98,78", Some(98.78)),
            ("0,05", Some(0.05)),
            ("3.5", Some(3.5)),
            ("33.000", Some(33000.0)),
            ("1.234.567", Some(1234567.0)),
            ("1.234,5", Some(1234.5)),
            ("12,345,678", Some(12345678.0)),
            ("10 000", Some(10000.0)),
            ("2018 300", Some(2018.0)),
            ("81", Some(81.0)),
            ("19.1.2018", None),
            ("1234567890123456789", None),
        ] {
            let reading = Reading::new(text);
            assert_eq!(figure(&reading, 0).map(|f| f.value), value, "{text}");
        }
    }
}
