//! Numbers and dates as people write them: 1.246 and 46,6% in Vietnamese, 1,246 and 46.6% in English. Shared by all views.

use crate::lang::labels::Lang;
use crate::model::date::{Edtf, PartialDate};

/// What stands for a figure that is no number.
const NONE: &str = "–";

/// A count: whole numbers whole, others with at most two decimals.
pub fn format_count(value: f64, lang: Lang) -> String {
    trimmed(value, 2, lang).unwrap_or_else(|| NONE.to_string())
}

/// A number with exactly `digits` decimals.
pub fn format_decimal(value: f64, digits: usize, lang: Lang) -> String {
    rounded(value, digits).map_or_else(|| NONE.to_string(), |r| r.write(lang))
}

/// Per cent (46.6 is 46.6%) with at most two decimals. What is not quite all is never written 100%, nor what is a little 0%.
pub fn format_percent(value: f64, lang: Lang) -> String {
    let least = if value.is_sign_negative() { -0.01 } else { 0.01 };
    if value != 0.0 && value.abs() < 0.005 {
        return format!("<{}%", format_decimal(least, 2, lang));
    }
    let value = if (99.995..100.0).contains(&value) { 99.99 } else { value };
    trimmed(value, 2, lang).map_or_else(|| NONE.to_string(), |text| text + "%")
}

/// A change with its sign: "+12", "−3", "0".
pub fn signed(value: f64, text: String) -> String {
    if value > 0.0 && !text.starts_with('<') { format!("+{text}") } else { text }
}

/// A date of EDTF level 0/1 (day, month, year, interval; the year may be unknown). Anything else comes back as it is.
pub fn format_date(iso: &str, lang: Lang) -> String {
    match iso.parse::<Edtf>() {
        Ok(Edtf { from, to: Some(to) }) => format!("{} – {}", format_partial(from, lang), format_partial(to, lang)),
        Ok(Edtf { from, to: None }) => format_partial(from, lang),
        Err(_) => iso.to_string(),
    }
}

fn format_partial(date: PartialDate, lang: Lang) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (separator, month) = match lang {
        Lang::Vi => ("/", date.month.map(|m| format!("{m:02}"))),
        Lang::En => (" ", date.month.and_then(|m| MONTHS.get(usize::from(m).wrapping_sub(1))).map(|m| m.to_string())),
    };
    let day = date.day.map(|d| if lang == Lang::Vi { format!("{d:02}") } else { d.to_string() });
    let parts = [day, month, date.year.map(|y| y.to_string())];
    parts.into_iter().flatten().collect::<Vec<_>>().join(separator)
}

/// The decimal digits of a rounded number.
struct Rounded {
    negative: bool,
    whole: String,
    decimals: String,
}

impl Rounded {
    fn write(&self, lang: Lang) -> String {
        let (group, point) = if lang == Lang::Vi { ('.', ',') } else { (',', '.') };
        let mut text = String::with_capacity(self.whole.len() * 4 / 3 + self.decimals.len() + 2);
        if self.negative {
            text.push('−');
        }
        for (i, digit) in self.whole.chars().enumerate() {
            if i > 0 && (self.whole.len() - i).is_multiple_of(3) {
                text.push(group);
            }
            text.push(digit);
        }
        if !self.decimals.is_empty() {
            text.push(point);
            text.push_str(&self.decimals);
        }
        text
    }
}

fn trimmed(value: f64, digits: usize, lang: Lang) -> Option<String> {
    let mut r = rounded(value, digits)?;
    r.decimals.truncate(r.decimals.trim_end_matches('0').len());
    Some(r.write(lang))
}

/// Rounds the shortest decimal form half away from zero, as a person does with the printed number: 2.675 is 2.68, although the
/// nearest binary number lies below it. `None` if `value` is not finite.
fn rounded(value: f64, digits: usize) -> Option<Rounded> {
    if !value.is_finite() {
        return None;
    }
    let shortest = value.abs().to_string();
    let (whole, decimals) = shortest.split_once('.').unwrap_or((&shortest, ""));
    let mut all: Vec<u8> = whole.bytes().chain(decimals.bytes().chain(std::iter::repeat(b'0')).take(digits)).collect();
    if decimals.as_bytes().get(digits).is_some_and(|&d| d >= b'5') {
        let nines = all.iter().rev().take_while(|&&d| d == b'9').count();
        let keep = all.len() - nines;
        all[keep..].fill(b'0');
        match keep.checked_sub(1) {
            Some(last) => all[last] += 1,
            None => all.insert(0, b'1'),
        }
    }
    let decimals = all.split_off(all.len() - digits);
    let text = |bytes: Vec<u8>| bytes.into_iter().map(char::from).collect::<String>();
    let zero = all.iter().chain(&decimals).all(|&d| d == b'0');
    Some(Rounded { negative: value.is_sign_negative() && !zero, whole: text(all), decimals: text(decimals) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use Lang::{En, Vi};

    #[test]
    fn counts() {
        for (value, vi, en) in [
            (0.0, "0", "0"),
            (7.0, "7", "7"),
            (999.0, "999", "999"),
            (1246.0, "1.246", "1,246"),
            (-1246.0, "−1.246", "−1,246"),
            (1_000_000.0, "1.000.000", "1,000,000"),
            (98_765_432_109.0, "98.765.432.109", "98,765,432,109"),
            (1e21, "1.000.000.000.000.000.000.000", "1,000,000,000,000,000,000,000"),
            (0.27, "0,27", "0.27"),
            (19.1, "19,1", "19.1"),
            (999.999, "1.000", "1,000"),
            (-0.001, "0", "0"),
            (f64::NAN, "–", "–"),
            (f64::INFINITY, "–", "–"),
        ] {
            assert_eq!((format_count(value, Vi).as_str(), format_count(value, En).as_str()), (vi, en), "{value}");
        }
    }

    #[test]
    fn decimals() {
        for (value, digits, vi, en) in [
            (2.675, 2, "2,68", "2.68"),
            (0.125, 2, "0,13", "0.13"),
            (46.6, 2, "46,60", "46.60"),
            (1234.5, 0, "1.235", "1,235"),
            (99.96, 1, "100,0", "100.0"),
            (-0.04, 1, "0,0", "0.0"),
        ] {
            assert_eq!((format_decimal(value, digits, Vi), format_decimal(value, digits, En)), (vi.into(), en.into()), "{value}");
        }
    }

    #[test]
    fn changes_bear_their_sign() {
        for (value, text) in [(12.0, "+12"), (-3.0, "−3"), (0.0, "0"), (1246.5, "+1.246,5")] {
            assert_eq!(signed(value, format_count(value, Vi)), text);
        }
    }

    #[test]
    fn percentages() {
        for (value, vi, en) in [
            (46.6, "46,6%", "46.6%"),
            (98.78048780487805, "98,78%", "98.78%"),
            (100.0, "100%", "100%"),
            (99.999, "99,99%", "99.99%"),
            (100.004, "100%", "100%"),
            (0.27, "0,27%", "0.27%"),
            (0.001, "<0,01%", "<0.01%"),
            (0.0, "0%", "0%"),
            (-12.5, "−12,5%", "−12.5%"),
            (1246.0, "1.246%", "1,246%"),
        ] {
            assert_eq!((format_percent(value, Vi).as_str(), format_percent(value, En).as_str()), (vi, en), "{value}");
        }
    }

    #[test]
    fn dates() {
        for (iso, vi, en) in [
            ("2021-06-28", "28/06/2021", "28 Jun 2021"),
            ("2021-06", "06/2021", "Jun 2021"),
            ("2021", "2021", "2021"),
            ("XXXX-06-08", "08/06", "8 Jun"),
            ("2015/2020", "2015 – 2020", "2015 – 2020"),
            ("2021-06-28/2021-06-30", "28/06/2021 – 30/06/2021", "28 Jun 2021 – 30 Jun 2021"),
            ("2021-02-30", "2021-02-30", "2021-02-30"),
            ("đầu năm", "đầu năm", "đầu năm"),
        ] {
            assert_eq!((format_date(iso, Vi).as_str(), format_date(iso, En).as_str()), (vi, en), "{iso}");
        }
    }
}
