//! Dates that a page or a field prints: "Thứ sáu, 19/08/2022", "Ngày đăng 16/06/2020 | 17:43", "19:54 28/06/2021 GMT+7".

use super::words::{Kind, Openings, behind, fold, is};
use crate::model::date::PartialDate;
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate};
use serde_json::Value;
use std::sync::OnceLock;

/// What a line says that holds a date, a clock time, a view counter and their labels, and nothing else.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Stamp {
    pub date: Option<PartialDate>,
    pub clock: bool,
    /// "03:12 PM".
    pub half_of_day: bool,
    /// "GMT+7" or the like: no page prints it with today's date.
    pub zone: bool,
    pub weekday: bool,
    pub label: Option<Label>,
    pub views: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Label {
    Published,
    Updated,
}

/// Lines longer than this are no stamps.
pub(crate) const LONGEST: usize = 160;
/// Words without a meaning of their own in a stamp.
const FILLERS: &[&str] =
    &["ngày", "lúc", "vào", "hồi", "giờ việt nam", "chia sẻ", "in bài", "in bài viết", "bản in", "nghe đọc bài"];
/// Halves of the day, as systems print them; no Vietnamese sentence says when a meeting is so.
const HALVES_OF_DAY: &[&str] = &["am", "pm", "sa", "ch"];
const TIME_ZONES: &[&str] = &["gmt", "utc"];

/// Reads a whole line as a stamp: a date or a view counter, and no word that is none of a stamp's.
pub(crate) fn read(line: &str) -> Option<Stamp> {
    if line.len() > LONGEST || !has_digit(line) || !may_begin(line) {
        return None;
    }
    read_folded(&fold(line))
}

/// Whether a line begins with a figure or as a word of a stamp does.
fn may_begin(line: &str) -> bool {
    static OPENINGS: OnceLock<Openings> = OnceLock::new();
    let openings = OPENINGS.get_or_init(|| {
        let kinds = [Kind::Weekday, Kind::Published, Kind::Updated, Kind::Views];
        Openings::of(&kinds, &[FILLERS, HALVES_OF_DAY, TIME_ZONES].concat())
    });
    let start = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    start.starts_with(|c: char| c.is_ascii_digit()) || openings.may_open(start)
}

/// Without a digit a line has neither date nor count.
fn has_digit(line: &str) -> bool {
    // All bytes are looked at, many at once.
    line.bytes().fold(false, |any, b| any | b.is_ascii_digit())
}

/// Like [`read`], of a line that is folded already.
pub(crate) fn read_folded(folded: &str) -> Option<Stamp> {
    if folded.len() > LONGEST || !has_digit(folded) || !may_begin(folded) {
        return None;
    }
    let mut rest = folded;
    let mut stamp = Stamp::default();
    let (mut view_labels, mut numbers) = (0usize, 0usize);
    loop {
        rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        if rest.is_empty() {
            break;
        }
        if let Some((date, after)) = date(rest) {
            // Two dates are a span of time, which a heading may name.
            if stamp.date.replace(date).is_some() && stamp.label.is_none() {
                return None;
            }
            rest = after;
        } else if let Some(after) = clock(rest) {
            stamp.clock = true;
            rest = after;
        } else if let Some(after) = time_zone(rest) {
            stamp.zone = true;
            rest = after;
        } else if rest.starts_with(|c: char| c.is_ascii_digit()) {
            numbers += 1;
            rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
        } else if let Some(after) = behind(Kind::Weekday, rest) {
            stamp.weekday = true;
            rest = after;
        } else if let Some(after) = behind(Kind::Published, rest) {
            stamp.label = Some(Label::Published);
            rest = after;
        } else if let Some(after) = behind(Kind::Updated, rest) {
            stamp.label = stamp.label.or(Some(Label::Updated));
            rest = after;
        } else if let Some(after) = behind(Kind::Views, rest) {
            view_labels += 1;
            rest = after;
        } else if stamp.date.is_some() && is(Kind::Section, rest.trim_end()) {
            // "27/09/2022 14:05 | Thời sự"
            break;
        } else if let Some(after) = strip_any(rest, HALVES_OF_DAY) {
            stamp.half_of_day = true;
            rest = after;
        } else {
            rest = strip_any(rest, FILLERS)?;
        }
    }
    stamp.views = view_labels > 0;
    // "14:25 01-08-2023 | 246": behind day and time a lone number counts the views.
    let bare = usize::from(stamp.date.is_some() && stamp.clock && view_labels == 0);
    (numbers <= view_labels + bare && (stamp.date.is_some() || stamp.views && numbers > 0)).then_some(stamp)
}

/// The stamp with date and clock time that a line ends in, and where it begins.
pub(crate) fn read_at_end(line: &str) -> Option<(usize, Stamp)> {
    const WORDS: usize = 12;
    const LONGEST_LINE: usize = 1200;
    if line.len() > LONGEST_LINE || !has_digit(line) {
        return None;
    }
    // The beginnings of the last words, the last first.
    let mut starts: Vec<usize> = Vec::with_capacity(WORDS);
    let mut backwards = line.char_indices().rev().peekable();
    while let Some((at, c)) = backwards.next() {
        // "Thanh LongCập nhật 12:30": the tags between are gone.
        let glued = |before: char| c.is_uppercase() && before.is_lowercase();
        let begins = backwards.peek().is_none_or(|&(_, before)| before.is_whitespace() || glued(before));
        if !c.is_whitespace() && (begins || c == '(') {
            starts.push(at);
        }
        if starts.len() == WORDS {
            break;
        }
    }
    // A date has a year.
    let year = |four: &[u8]| four.iter().all(u8::is_ascii_digit);
    let tail = line.get(*starts.last()?..)?;
    if !tail.as_bytes().windows(4).any(year) {
        return None;
    }
    starts.iter().rev().filter(|&&at| at > 0).find_map(|&at| {
        let stamp = read(&line[at..])?;
        (stamp.date.is_some() && (stamp.clock || stamp.label.is_some())).then_some((at, stamp))
    })
}

/// The stamp that a line of prose begins with, and where the prose does: "Ngày đăng: 29/01/2026 Ngày 29/1, xã …".
pub(crate) fn read_at_start(line: &str) -> Option<(usize, Stamp)> {
    const WORDS: usize = 8;
    let mut starts = line.match_indices(char::is_whitespace).map(|(at, space)| at + space.len());
    let mut found = None;
    for at in starts.by_ref().take(WORDS) {
        let prose = line[at..].starts_with(char::is_uppercase);
        if prose && let Some(stamp) = read(&line[..at]).filter(|s| s.date.is_some() && (s.clock || s.label.is_some())) {
            found = Some((at, stamp));
        }
    }
    found.filter(|(at, _)| line.len() > at + LONGEST / 2)
}

/// A publication date in a field of its own: ISO 8601, the forms of a stamp, or seconds (or milliseconds) since 1970.
/// A time with a zone is turned into Vietnam's.
pub(crate) fn read_field(value: &Value) -> Option<PartialDate> {
    let of = |date: NaiveDate| PartialDate::day(Some(date.year()), date.month() as u8, date.day() as u8);
    let in_vietnam =
        |time: DateTime<FixedOffset>| FixedOffset::east_opt(7 * 3600).map(|zone| of(time.with_timezone(&zone).date_naive()));
    let text = match value {
        Value::String(text) => text.trim(),
        Value::Number(number) => {
            let number = number.as_i64().or_else(|| number.as_f64().map(|n| n as i64))?;
            // Before 1973 no news stands on the net; smaller numbers are years or written-out dates.
            return match number {
                100_000_000..10_000_000_000 => in_vietnam(DateTime::from_timestamp(number, 0)?.fixed_offset()),
                100_000_000_000..10_000_000_000_000 => in_vietnam(DateTime::from_timestamp_millis(number)?.fixed_offset()),
                _ => compact(&number.to_string()),
            };
        }
        _ => return None,
    };
    // Tables write numbers as text.
    if matches!(text.len(), 9..=13)
        && let Ok(number) = text.parse::<u64>()
    {
        return read_field(&number.into());
    }
    if let Ok(time) = DateTime::parse_from_rfc3339(text).or_else(|_| DateTime::parse_from_rfc2822(text)) {
        return in_vietnam(time);
    }
    if let Ok(date) = text.parse::<PartialDate>() {
        return date.year.map(|_| date);
    }
    let iso = text.get(..10).filter(|_| text[10..].starts_with(['T', ' '])).and_then(|day| day.parse::<PartialDate>().ok());
    iso.filter(|date| date.year.is_some()).or_else(|| compact(text)).or_else(|| read(text)?.date)
}

/// The day in eight digits: "20210628".
pub(crate) fn compact(digits: &str) -> Option<PartialDate> {
    if digits.len() != 8 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    calendar(&digits[6..], &digits[4..6], &digits[..4])
}

pub(crate) fn calendar(day: &str, month: &str, year: &str) -> Option<PartialDate> {
    let date = PartialDate::day(Some(year.parse().ok()?), month.parse().ok()?, day.parse().ok()?);
    // A page that is on the net is not older than this, nor is its date a number of another kind.
    (date.exists() && (1990..2100).contains(&date.year?)).then_some(date)
}

/// A date with its year at the head of `text`, and what follows.
fn date(text: &str) -> Option<(PartialDate, &str)> {
    let (first, rest) = number(text)?;
    if first.len() == 4 {
        let (month, rest) = number(rest.strip_prefix(['-', '/', '.'])?)?;
        // "2026-01": a month, as data have it.
        if month.len() == 2 && (rest.is_empty() || rest.starts_with(char::is_whitespace)) {
            let date = PartialDate::month(Some(first.parse().ok()?), month.parse().ok()?);
            return calendar("1", month, first).map(|_| (date, rest));
        }
        let (day, rest) = number(rest.strip_prefix(['-', '/', '.'])?)?;
        let rest = rest.strip_prefix('t').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit())).unwrap_or(rest);
        return at_edge(rest).and(calendar(day, month, first)).map(|date| (date, rest));
    }
    if first.len() > 2 {
        return None;
    }
    if let Some(rest) = rest.trim_start().strip_prefix("tháng") {
        let (month, rest) = number(rest.trim_start()).or_else(|| month_word(rest.trim_start()))?;
        let rest = rest.trim_start_matches([' ', ',', '/', '-']);
        let (year, rest) = number(rest.strip_prefix("năm").unwrap_or(rest).trim_start())?;
        return at_edge(rest).and(calendar(first, month, year)).map(|date| (date, rest));
    }
    let (month, rest) = number(rest.trim_start().strip_prefix(['/', '-', '.'])?.trim_start())?;
    let (year, rest) = number(rest.trim_start().strip_prefix(['/', '-', '.'])?.trim_start())?;
    (year.len() == 4).then_some(())?;
    at_edge(rest).and(calendar(first, month, year)).map(|date| (date, rest))
}

/// "Tháng Chín", as blogs print it: the number of the month, and what follows.
fn month_word(text: &str) -> Option<(&'static str, &str)> {
    // The longer word goes before the one that it begins with.
    const MONTHS: [(&str, &str); 13] = [
        ("mười hai", "12"),
        ("mười một", "11"),
        ("mười", "10"),
        ("chín", "9"),
        ("tám", "8"),
        ("bảy", "7"),
        ("sáu", "6"),
        ("năm", "5"),
        ("tư", "4"),
        ("ba", "3"),
        ("hai", "2"),
        ("một", "1"),
        ("giêng", "1"),
    ];
    MONTHS.iter().find_map(|&(word, month)| {
        let rest = text.strip_prefix(word)?;
        at_edge(rest).map(|()| (month, rest))
    })
}

/// "17:43", "17:43:05", "17h43", "17 giờ 43 phút"; what follows.
fn clock(text: &str) -> Option<&str> {
    let (hour, rest) = number(text)?;
    let (minute, rest) = if let Some(rest) = rest.strip_prefix([':', 'h', 'g']) {
        number(rest).unwrap_or(("0", rest))
    } else {
        let rest = rest.trim_start().strip_prefix("giờ")?.trim_start();
        let (minute, rest) = number(rest).unwrap_or(("0", rest));
        (minute, rest.trim_start().strip_prefix("phút").unwrap_or(rest))
    };
    let (second, rest) = rest.strip_prefix(':').and_then(number).unwrap_or(("0", rest));
    let below = |digits: &str, limit: u32| digits.len() <= 2 && digits.parse::<u32>().is_ok_and(|n| n < limit);
    at_edge(rest).filter(|_| below(hour, 24) && below(minute, 60) && below(second, 60)).map(|()| rest)
}

/// "GMT+7", "UTC +07:00"
fn time_zone(text: &str) -> Option<&str> {
    let rest = TIME_ZONES.iter().find_map(|zone| text.strip_prefix(zone))?.trim_start();
    let (_, rest) = number(rest.strip_prefix(['+', '-'])?.trim_start())?;
    Some(rest.strip_prefix(":00").unwrap_or(rest))
}

fn number(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    (1..=4).contains(&end).then(|| text.split_at(end))
}

fn at_edge(rest: &str) -> Option<()> {
    (!rest.starts_with(char::is_alphanumeric)).then_some(())
}

fn strip_any<'t>(text: &'t str, phrases: &[&str]) -> Option<&'t str> {
    phrases.iter().find_map(|phrase| text.strip_prefix(phrase).filter(|rest| at_edge(rest).is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn lines_that_are_stamps() {
        for (line, date, clock, label) in [
            ("Thứ tư,\u{A0} 17/04/2019", "2019-04-17", false, None),
            ("Chủ Nhật, ngày 7 tháng 3 năm 2021", "2021-03-07", false, None),
            ("Ngày đăng 03/09/2018 | 08:15 \u{A0}|\u{A0}Lượt xem: 2.417", "2018-09-03", true, Some(Label::Published)),
            ("(07:05 03/09/2018)", "2018-09-03", true, None),
            ("Cập nhật lúc: 10h20, ngày 3-9-2018", "2018-09-03", true, Some(Label::Updated)),
            ("Đăng lúc: 03.09.2018 10 giờ 20 phút", "2018-09-03", true, Some(Label::Published)),
            ("03/09/2018 10:20 (GMT+7)", "2018-09-03", true, None),
            ("2018-09-03 10:20:59", "2018-09-03", true, None),
            ("Thứ Hai, 03/09/2018, 10:20 (GMT+7)", "2018-09-03", true, None),
            ("3 Tháng Chín, 2018", "2018-09-03", false, None),
            ("12 tháng mười một, 2018", "2018-11-12", false, None),
            ("03-09-2018 - 10:20 | Thời sự", "2018-09-03", true, None),
            ("Cập nhật lúc18:42, Thứ Ba, 03/09/2018 (GMT+7)", "2018-09-03", true, Some(Label::Updated)),
            ("gửi vào T6, 2018-09-03 15:01", "2018-09-03", true, Some(Label::Published)),
            ("14:25 03-09-2018 | :246", "2018-09-03", true, None),
        ] {
            let stamp = read(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!(stamp.date.unwrap().to_string(), date, "{line}");
            assert_eq!((stamp.clock, stamp.label), (clock, label), "{line}");
            let decomposed: String = unicode_normalization::UnicodeNormalization::nfd(line).collect();
            assert_eq!(read(&decomposed), Some(stamp), "{line} decomposed");
        }
        assert!(read("Lượt xem: 88").unwrap().views);
        assert!(read("1.204 lượt xem").unwrap().views);
    }

    #[test]
    fn lines_that_are_none() {
        for line in [
            "",
            "17",
            "Ngày 19.1",
            "31/02/2020",
            "Chiều 16/6",
            "Ngày 03/09/2018, Huyện ủy họp",
            "Từ 03/09/2018 đến 05/09/2018",
            "03/09/1945 - 03/09/2015",
            "03/09/2015 - 03/09/2020",
            "14:25 03-09-2018 | 246 | 12",
            "03-09-2018 | 246",
            "Lượt xem",
            "Đăng lúc",
            "12 xã",
            "99999/1/1",
            "20/22",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }

    #[test]
    fn a_stamp_at_the_end_needs_a_clock_or_a_label() {
        let line = "Huyện ủy họp giao ban quý II (07:05 03/09/2018)";
        let (at, stamp) = read_at_end(line).unwrap();
        assert_eq!(&line[at..], "(07:05 03/09/2018)");
        assert!(stamp.clock);
        let line = "Huyện ủy họp giao ban quý II Cập nhật: 03/09/2018";
        assert_eq!(read_at_end(line).map(|(at, _)| &line[at..]), Some("Cập nhật: 03/09/2018"));
        assert_eq!(read_at_end("Kỷ niệm ngày giải phóng (30/4/2005)"), None);
        assert_eq!(read_at_end("07:05 03/09/2018"), None);
    }

    #[test]
    fn a_stamp_before_the_prose_of_a_line_is_read() {
        let prose =
            "Ngày 29/1, xã Tân Hưng họp giao ban công tác tháng 1, bàn việc thu ngân sách và việc sắp xếp các thôn của xã.";
        for (head, expected) in [
            ("date 2026-01-29 ", "2026-01-29"),
            ("date 2026-01 ", "2026-01"),
            ("Ngày đăng: 29/01/2026 ", "2026-01-29"),
            ("29/01/2026 14:05 ", "2026-01-29"),
            ("", ""),
            ("29/01/2026 ", ""),
            ("Ngày 28/01/2026, ", ""),
        ] {
            let line = format!("{head}{prose}");
            let found = read_at_start(&line);
            assert_eq!(found.and_then(|(_, s)| s.date).map(|d| d.to_string()).unwrap_or_default(), expected, "{head}");
            assert!(found.is_none_or(|(at, _)| line[at..] == *prose), "{head}");
        }
        assert_eq!(read_at_start("Ngày đăng: 29/01/2026 Xã họp"), None);
    }

    #[test]
    fn fields_of_every_usual_form() {
        for value in [
            json!("2018-09-03"),
            json!("2018-09-03T10:20:00"),
            json!("2018-09-03 10:20:00.000"),
            json!("2018-09-03T10:20:00+07:00"),
            // Half past one in the morning in Vietnam is the evening before in Greenwich.
            json!("2018-09-02T18:30:00Z"),
            json!("Mon, 03 Sep 2018 10:20:00 +0700"),
            json!("03/09/2018 10:20"),
            json!("20180903"),
            json!(20180903),
            json!(1_535_945_400),
            json!("1535945400"),
            json!(1_535_945_400_000i64),
        ] {
            assert_eq!(read_field(&value).map(|d| d.to_string()).as_deref(), Some("2018-09-03"), "{value}");
        }
        assert_eq!(read_field(&json!("2018-09")).unwrap().to_string(), "2018-09");
        for value in [json!("09/13/2018"), json!("sáng nay"), json!(-5), json!(true), json!("XXXX-09-03"), json!("2018-02-30")] {
            assert_eq!(read_field(&value), None, "{value}");
        }
    }
}
