//! Numbers as they are printed: 1.246; 9,3; 33.000; 12,5; 10 000. Only the figure itself: scale words, signs, ranges and
//! units are the business of [`super::quantity`].

use super::reading::Reading;
use crate::text::token::{Gap, Token};

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
    let (first, short) = ((reading.number(i)?, first.range().len()), first.range().len() <= 3);
    let (mut whole, mut length) = first;
    let mut end = i + 1;
    let (mut grouped, mut comma_group) = (false, false);
    for sign in ['.', ','] {
        let mut at = end;
        while glued_digits(at, sign) == Some(3) && short && length + 3 <= MAX_DIGITS {
            (whole, length) = (whole * 1000 + reading.number(at + 1)?, length + 3);
            at += 2;
        }
        // After groups of three nothing of the same sign may follow: 1.246.5 is no number.
        if at > end && glued_digits(at, sign).is_none() {
            comma_group = sign == ',' && at == end + 2;
            (end, grouped) = (at, true);
            break;
        }
        (whole, length) = first;
    }
    if !grouped && short {
        // "10 000": groups with a space, only where the last group is 000, because two numbers may stand side by side.
        let zeros = |t: &&Token| t.is_digits() && t.gap == Gap::Space && &reading.text[t.range()] == "000";
        let groups = tokens[end..].iter().take_while(zeros).count();
        if groups > 0 && length + 3 * groups <= MAX_DIGITS {
            (whole, end, grouped) = (whole * 1000u64.pow(groups as u32), end + groups, true);
        }
    }
    let mut value = whole as f64;
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
            let (part, unit) = (reading.number(end + 1)?, 10u64.pow(len as u32));
            // Divided once, where both numbers are whole in a float, so that 98,78 is exactly the number that 98.78 is.
            value = match whole.checked_mul(unit).map(|n| n + part).filter(|n| *n < 1 << f64::MANTISSA_DIGITS) {
                Some(parts) => parts as f64 / unit as f64,
                None => format!("{whole}.{part:0>len$}").parse().ok()?,
            };
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

    proptest::proptest! {
        #[test]
        fn a_decimal_is_the_number_it_is_printed_as(whole in 0u64..1_000_000_000_000_000, part in 0u32..1_000_000, digits in 1usize..7) {
            let part = format!("{part:06}")[..digits].to_string();
            let text = format!("{whole},{part} kg");
            let reading = Reading::new(&text);
            if part.len() != 3 || whole > 999 {
                let printed: f64 = format!("{whole}.{part}").parse().unwrap();
                assert_eq!(figure(&reading, 0).map(|f| f.value), Some(printed));
            }
        }
    }

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
