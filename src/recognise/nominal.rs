//! Digits that name, order or time something: ordinals, names, addresses, ages, clock times, years, scores, list numbers.
//! They count nothing and are no quantities.

use super::number::{Figure, figure};
use super::quantity::{APPROXIMATIONS, noun_at, unit_at};
use super::reading::{Claim, Reading};
use crate::lang::cues::Cue;
use crate::lang::lexicon::Entry;
use crate::lang::units::UnitClass;
use crate::text::token::{Case, Gap};

/// Where the name ends whose digits begin at token `i`; none when they count something.
pub fn nominal(reading: &Reading, i: usize) -> Option<usize> {
    let fig = figure(reading, i);
    glued_name(reading, i)
        .or_else(|| list_number(reading, i))
        .or_else(|| ordinal(reading, i, fig))
        .or_else(|| clock(reading, i))
        .or_else(|| score_or_version(reading, i))
        .or_else(|| age(reading, i, fig?))
        .or_else(|| lunar_day(reading, i))
        .or_else(|| period(reading, i, fig?))
        .or_else(|| code(reading, i))
        .or_else(|| year(reading, i, fig?))
        .or_else(|| caption(reading, i))
        .or_else(|| form(reading, i, fig?))
        .or_else(|| in_link(reading, i))
        .or_else(|| minute(reading, i))
        .or_else(|| proper_name(reading, i, fig?))
        .or_else(|| address(reading, i, fig?))
}

/// "Covid-19", "U23", "QL1A", "F0", "A380", "B-52".
fn glued_name(reading: &Reading, i: usize) -> Option<usize> {
    let tokens = &reading.tokens;
    let before = i.checked_sub(1).map(|p| &tokens[p])?;
    let named = |p: usize| tokens.get(p).is_some_and(|t| t.is_word() && t.is_capital());
    // Number plates: "36C.148.xx", "29A1-123.45".
    let lettered = tokens.get(i + 1).is_some_and(|t| t.is_word() && t.glued() && t.is_capital() && t.range().len() <= 2);
    if lettered && unit_at(reading, i + 1).is_none() && !scale_or_percent(reading, i + 1) {
        let plate = |at: usize| {
            tokens.get(at).is_some_and(|t| {
                t.glued() && (t.is_digits() || matches!(t.ch, '-' | '.')) && tokens.get(at + 1).is_none_or(|n| n.glued())
            })
        };
        let mut end = i + 2;
        while plate(end) || tokens.get(end).is_some_and(|t| t.glued() && t.is_digits()) {
            end += 1;
        }
        return Some(end);
    }
    let masked = tokens.get(i + 1).is_some_and(|t| t.is_word() && t.glued() && matches!(t.ch, 'x' | 'X'));
    let series = (before.is_mark('.') || before.is_mark('-'))
        && before.glued()
        && tokens[i].glued()
        && i >= 3
        && tokens[i - 2].glued()
        && (tokens[i - 2].is_word() || tokens[i - 3].is_word());
    // "gần135,5 tỷ": a slip of the space.
    let slip = reading.any_cue(i - 1, APPROXIMATIONS).is_some_and(|(end, _)| end == i) && !before.is_capital();
    let hit = if masked || series || (before.is_word() && tokens[i].glued() && !slip) {
        true
    } else if before.is_mark('-') && i >= 2 {
        let dash_glued = before.glued() && tokens[i].glued();
        let spaced = !before.glued() && tokens[i].glued() && tokens[i].range().len() <= 2;
        // Numbers of ships and cars: "QB - 98889 TS".
        let plate = tokens[i - 2].case == Case::Upper && tokens[i - 2].range().len() <= 4 && tokens[i].range().len() >= 4;
        // "omega-3": a word and its number are one where nothing parts them.
        let one = tokens[i - 2].is_word() && dash_glued;
        (one || named(i - 2) && (spaced || plate)) && unit_at(reading, i + 1).is_none()
    } else {
        false
    };
    // "EC3.2.1.17": the points belong to the name.
    hit.then(|| end_of_figure(reading, i).max(end_of_dotted(reading, i)))
}

/// "1. Nhiệm vụ", "2) …", "3/ …" at the start of a line, "(1)" and "(*2)" anywhere.
fn list_number(reading: &Reading, i: usize) -> Option<usize> {
    let tokens = &reading.tokens;
    let next = tokens.get(i + 1)?;
    let small = tokens[i].range().len() <= 2;
    // "… đã xong. 2. Việc khác …": a number that is a sentence of its own.
    if small && reading.sentence_of(i) == (i..i + 2) && next.is_mark('.') {
        return Some(i + 1);
    }
    if small && tokens[i].breaks() && next.glued() && matches!(next.ch, '.' | ')' | '/' | '-') && !next.is_word() {
        let after = tokens.get(i + 2)?;
        return (!after.glued() || after.is_word()).then_some(i + 2);
    }
    // "1 - Tổng cục An ninh"
    let dashed = matches!(next.ch, '-' | '–') && !next.glued() && !next.breaks();
    if small && tokens[i].breaks() && dashed && tokens.get(i + 2).is_some_and(|t| t.is_word() && t.is_capital() && !t.glued()) {
        return Some(i + 2);
    }
    // "1.1. Tên mục".
    if small && tokens[i].breaks() && next.is_mark('.') && next.glued() {
        let (sub, dot) = (tokens.get(i + 2)?, tokens.get(i + 3)?);
        if sub.is_digits()
            && sub.range().len() <= 2
            && dot.is_mark('.')
            && dot.glued()
            && tokens.get(i + 4).is_none_or(|t| !t.glued())
        {
            return Some(i + 3);
        }
    }
    (small && i > 0 && reading.is_mark(i - 1, '(') && next.is_mark(')') && next.glued()).then_some(i + 1)
}

/// "lần thứ 14", "khóa 12", "số 3", "điều 4, 5 và 6", "loại 2,3,4,5", "ngã 6".
fn ordinal(reading: &Reading, i: usize, fig: Option<Figure>) -> Option<usize> {
    // A list "2,3,4,5" is no figure.
    let large = fig.is_some_and(|f| (f.grouped && !f.comma_group) || scale_or_percent(reading, f.end));
    // "lớp 7 Trường THCS Lê Lợi": a name follows, nothing counted.
    let capital = |at: usize| reading.tokens.get(at).is_some_and(|t| t.case == Case::Capital);
    // "ban chỉ đạo 3 "Tây"": what is counted stands between quotation marks.
    let quoted = |at: usize| reading.tokens.get(at).is_some_and(|t| matches!(t.ch, '"' | '“' | '‘') && !t.glued());
    let unit =
        fig.is_some_and(|f| unit_at(reading, f.end).is_some() && !which_year(reading, f.end) && !capital(f.end) || quoted(f.end));
    if reading.cue_before(i, Cue::NotOrdinal).is_some() {
        return None;
    }
    if reading.cue_before(i, Cue::Ordinal).is_some() {
        // "khóa 12 người" stays a name, "đợt 2.000 người" does not.
        if large {
            return None;
        }
    } else if reading.cue_before(i, Cue::OrdinalSoft).is_some() || listed_behind_colon(reading, i) {
        if large || unit || counted_of(reading, i) {
            return None;
        }
    } else {
        let sign = reading.cue_before(i, Cue::NumberSign)?;
        let counted = reading.cue_before(sign, Cue::CountOf).is_some() || reading.cue_before(i, Cue::CountOf).is_some();
        if counted || large || unit || fig.is_some_and(|f| f.decimal) {
            return None;
        }
    }
    let mut end = i + 1;
    // The rest of the list shares the head: digits and short joints between.
    while let Some(next) = reading.tokens.get(end) {
        let joint = matches!(next.ch, ',' | '-' | '/' | '.' | '+') && !next.is_word() && !next.breaks();
        let after = if joint { end + 1 } else { reading.cue(end, Cue::And).unwrap_or(end) };
        let listed = after > end
            && reading.tokens.get(after).is_some_and(|t| t.is_digits() && t.range().len() <= 3 && !t.breaks())
            && reading.claims[after] == Claim::Free
            && (next.ch != '.' || reading.tokens[after].glued());
        let counts = listed
            && !reading.tokens[after].glued()
            && unit_at(reading, after + 1).is_some()
            && reading.cue(end, Cue::And).is_none();
        if !listed || counts {
            break;
        }
        end = after + 1;
    }
    Some(end)
}

/// "đảng bộ cơ sở 85/779", "công đoàn cơ sở: 40/42": the word is the end of a longer noun, of which so many of so many are told.
fn counted_of(reading: &Reading, i: usize) -> bool {
    let ratio = reading.is_mark(i + 1, '/') && reading.number(i + 2).is_some_and(|total| reading.number(i) <= Some(total));
    let longer = |word: usize| (word.saturating_sub(3)..word).any(|t| noun_at(reading, t).is_some_and(|(_, end)| end == i));
    ratio && reading.cue_before(i, Cue::OrdinalSoft).is_some_and(longer)
}

/// "chạy qua 6 quận: 1, 3, 10 và 12".
fn listed_behind_colon(reading: &Reading, i: usize) -> bool {
    let colon = i.checked_sub(1).filter(|p| reading.is_mark(*p, ':'));
    let goes_on = reading.is_mark(i + 1, ',') || reading.cue(i + 1, Cue::And).is_some();
    goes_on && colon.is_some_and(|at| reading.cue_before(at, Cue::OrdinalSoft).is_some())
}

/// "lớp 10 năm nay", "lớp 10 năm học tới", "cấp 2 năm 2016": the word says which year, it is not what the number counts.
fn which_year(reading: &Reading, at: usize) -> bool {
    let told = |end: usize| reading.cue(end, Cue::School).is_some() || reading.number(end).is_some_and(is_year);
    reading.any_cue(at, &[Cue::ThisYear, Cue::LastYear, Cue::NextYear]).is_some() || reading.cue(at, Cue::Year).is_some_and(told)
}

fn is_year(number: u64) -> bool {
    (1900..2100).contains(&number)
}

fn scale_or_percent(reading: &Reading, at: usize) -> bool {
    reading.is_mark(at, '%') || reading.hits_at(at).iter().any(|h| matches!(h.entry, Entry::Scale(_)))
}

/// "19:54", "9h", "9h30", "8 giờ 30", "lúc 8 giờ", "20g".
fn clock(reading: &Reading, i: usize) -> Option<usize> {
    let hour = reading.number(i).filter(|h| *h <= 24)?;
    let tokens = &reading.tokens;
    let minutes = |at: usize| tokens.get(at).is_some_and(|t| t.is_digits() && t.range().len() <= 2 && !t.breaks());
    let next = tokens.get(i + 1)?;
    if next.is_mark(':') && next.glued() && minutes(i + 2) && tokens[i + 2].glued() {
        let seconds = reading.is_mark(i + 3, ':') && minutes(i + 4);
        return Some(if seconds { i + 5 } else { i + 3 });
    }
    if reading.cue(i + 1, Cue::HourLetter).is_some() && (next.glued() || minutes(i + 2)) {
        return Some(if minutes(i + 2) && tokens[i + 2].glued() { i + 3 } else { i + 2 });
    }
    let hour_end = reading.cue(i + 1, Cue::HourWord)?;
    let with_minutes = minutes(hour_end) && unit_at(reading, hour_end + 1).is_none_or(|(c, _)| c == UnitClass::Duration);
    let timed = reading.cue_before(i, Cue::AtTime).is_some()
        || reading.cue(hour_end, Cue::DayPart).is_some()
        || reading.cue(hour_end, Cue::Day).is_some()
        || reading.tokens.get(hour_end).is_some_and(|_| reading.claims.get(hour_end) == Some(&Claim::Date));
    // "kéo dài 2 giờ 30 phút" says how long.
    if !(with_minutes || timed) || hour > 24 || reading.cue_before(i, Cue::Lasting).is_some() {
        return None;
    }
    Some(if with_minutes { reading.cue(hour_end + 1, Cue::MinuteWord).unwrap_or(hour_end + 1) } else { hour_end })
}

/// "tỉ số 2-1", "thắng 3-0", "4.0", "24/24", "1.2.3", "1:500", "quy hoạch 1/500".
fn score_or_version(reading: &Reading, i: usize) -> Option<usize> {
    let tokens = &reading.tokens;
    let (mark, next) = (tokens.get(i + 1)?, tokens.get(i + 2)?);
    if !next.is_digits() {
        return None;
    }
    if !mark.glued() || !next.glued() {
        return spaced_pair(reading, i).then_some(i + 3);
    }
    let (a, b) = (reading.number(i)?, reading.number(i + 2)?);
    let more = |at: usize| {
        reading.tokens.get(at).is_some_and(|t| t.glued() && t.is_mark('.'))
            && reading.tokens.get(at + 1).is_some_and(|t| t.glued() && t.is_digits())
    };
    match mark.ch {
        '-' => {
            // "xuống còn 24-26": what is left, whatever it counts.
            let left = reading.cue_before(i, Cue::DownTo).is_some() && a < b;
            let counted = left || unit_at(reading, i + 3).is_some() || scale_or_percent(reading, i + 3);
            (reading.cue_before(i, Cue::Score).is_some() || (a >= b && !counted) || (!counted && a < 30 && b < 30))
                .then_some(i + 3)
        }
        '.' => {
            let version = b == 0
                && tokens[i + 2].range().len() == 1
                && a < 10
                && unit_at(reading, i + 3).is_none()
                && !scale_or_percent(reading, i + 3);
            let dotted = tokens[i + 2].range().len() < 3 && more(i + 3);
            (version || dotted).then(|| if dotted { end_of_dotted(reading, i) } else { i + 3 })
        }
        ':' => Some(i + 3),
        '/' => {
            let drawn = a == 1 && b >= 100 && b % 100 == 0 && unit_at(reading, i + 3).is_none();
            (drawn || a == 24 && (b == 24 || b == 7)).then_some(i + 3)
        }
        _ => None,
    }
}

/// "những người 20 - 30 mà đã": two small numbers with a dash between, neither said to count anything.
fn spaced_pair(reading: &Reading, i: usize) -> bool {
    let tokens = &reading.tokens;
    let (mark, next) = (&tokens[i + 1], &tokens[i + 2]);
    let small = |at: usize| reading.digits(at) <= 2;
    let decimal = |ch: char| matches!(ch, '.' | ',') && reading.digits(i + 4) > 0;
    let goes_on = tokens.get(i + 3).is_some_and(|t| t.is_mark('/') || t.glued() && decimal(t.ch));
    let counted = unit_at(reading, i + 3).is_some() || scale_or_percent(reading, i + 3);
    let led = reading.any_cue_before(i, &[Cue::From, Cue::About, Cue::DownTo]);
    mark.is_mark('-') && !mark.breaks() && !next.breaks() && small(i) && small(i + 2) && !goes_on && !counted && !led
}

fn end_of_dotted(reading: &Reading, i: usize) -> usize {
    let mut end = i + 1;
    while reading.tokens.get(end).is_some_and(|t| t.glued() && t.is_mark('.'))
        && reading.tokens.get(end + 1).is_some_and(|t| t.glued() && t.is_digits())
    {
        end += 2;
    }
    end
}

/// "58 tuổi", "từ 18 đến 35 tuổi", "SN 1990".
fn age(reading: &Reading, start: usize, fig: Figure) -> Option<usize> {
    let end = fig.end;
    if matches!(unit_at(reading, end), Some((UnitClass::Age, _))) {
        return Some(end);
    }
    let joint = if reading.is_mark(end, '-') {
        Some(end + 1)
    } else {
        reading.cue(end, Cue::Until).or_else(|| reading.cue(end, Cue::And))
    };
    let other = joint.and_then(|at| figure(reading, at))?;
    let unit = unit_at(reading, other.end);
    // "tuổi đời bình quân từ 38-45": the noun stands before.
    const NEAR: usize = 10;
    let sentence = reading.sentence_of(start);
    let before = start.saturating_sub(NEAR).max(sentence.start)..start;
    let aged = unit.is_none() && other.value <= 120.0 && reading.find_cue(before, Cue::AgeWord).is_some();
    (aged || matches!(unit, Some((UnitClass::Age, _)))).then_some(other.end)
}

/// "mùng 5 tháng Giêng", "(tức 11, 12 tháng Chạp)": days of the lunar year.
fn lunar_day(reading: &Reading, i: usize) -> Option<usize> {
    let day = |at: usize| reading.number(at).is_some_and(|n| (1..=30).contains(&n)) && reading.digits(at) <= 2;
    let mut end = i + 1;
    while day(i) && reading.tokens.get(end).is_some_and(|t| matches!(t.ch, ',' | '-')) && day(end + 1) {
        end += 2;
    }
    (day(i) && reading.cue(end, Cue::LunarMonth).is_some()).then_some(end)
}

/// A stretch of time that names the reporting period: "trong 9 tháng qua", "4 năm qua", "trong 9 tháng, …".
fn period(reading: &Reading, i: usize, fig: Figure) -> Option<usize> {
    let (class, end) = unit_at(reading, fig.end)?;
    if class != UnitClass::Duration {
        return None;
    }
    let lasting = reading.cue_before(i, Cue::Lasting).is_some();
    // "3 ngày cuối tuần" says how long, "6 tháng cuối năm" which months.
    let within_week = reading.cue(end, Cue::PeriodTail).is_some_and(|tail| reading.cue(tail, Cue::WeekWord).is_some());
    let named = reading.cue(end, Cue::PeriodTail).is_some() && !lasting && !within_week;
    // "6 tháng: cả tỉnh giảm 12 phòng" at the head of a line.
    let sentence = reading.sentence_of(i);
    let heading = reading.is_mark(end, ':')
        && i == sentence.start
        && reading.cue(fig.end, Cue::Month).is_some()
        && reading.number(i).is_some_and(|n| n <= 12);
    // "trong 05 tháng (từ tháng 7 đến tháng 11)": the span in brackets says which period.
    let spanned =
        reading.cue_before(i, Cue::Within).is_some() && reading.is_mark(end, '(') && reading.cue(end + 1, Cue::From).is_some();
    let within = reading.cue_before(i, Cue::Within).is_some()
        && reading.is_mark(end, ',')
        && reading.number(i).is_some_and(|n| n <= 12)
        && reading.cue(fig.end, Cue::Month).is_some();
    (named || within || spanned || heading).then_some(end)
}

/// A year that no date rule needed: four digits from 1900 to 2099 without a unit behind.
fn year(reading: &Reading, i: usize, fig: Figure) -> Option<usize> {
    let year = reading.number(i).filter(|n| is_year(*n) && reading.digits(i) == 4)?;
    if fig.value != year as f64 || scale_or_percent(reading, fig.end) {
        return None;
    }
    let ratio = reading.is_mark(i + 1, '/') && reading.tokens.get(i + 2).is_some_and(|t| t.glued() && t.is_digits());
    // "1999 - 2005", "2016-2020" are years whatever follows.
    let span = reading.is_mark(i + 1, '-') && reading.number(i + 2).is_some_and(is_year);
    let counted = unit_at(reading, i + 1).is_some() && reading.cue_before(i, Cue::Year).is_none();
    if span {
        return Some(i + 3);
    }
    (!counted && !ratio).then_some(i + 1)
}

/// Telephone numbers, codes with a leading zero, plates, long runs without separators.
fn code(reading: &Reading, i: usize) -> Option<usize> {
    let source = &reading.text[reading.tokens[i].range()];
    let long = source.len() > 9;
    // "02 người", "05 đơn vị" is the style of offices; "0912 345 678" is a telephone number.
    let zero =
        source.len() > 1 && source.starts_with('0') && !(source.len() == 2 && unit_at(reading, i + 1).is_some_and(|_| true));
    let zero_count =
        source.len() == 2 && reading.tokens.get(i + 1).is_some_and(|t| t.is_word() && !t.breaks() && !t.is_capital());
    let phone = reading.cue_before(i, Cue::Phone).is_some();
    let ratio = reading.is_mark(i + 1, '/') && reading.tokens.get(i + 2).is_some_and(|t| t.glued() && t.is_digits());
    if !(long || phone || (zero && !zero_count && !ratio)) {
        return None;
    }
    let mut end = i + 1;
    while reading
        .tokens
        .get(end)
        .is_some_and(|t| (t.is_digits() && !t.breaks()) || (matches!(t.ch, '.' | '-' | ' ') && t.glued() && !t.is_word()))
        && (phone || reading.tokens[end].gap <= Gap::Space)
        && reading
            .tokens
            .get(end)
            .is_some_and(|t| t.is_digits() || reading.tokens.get(end + 1).is_some_and(|n| n.glued() && n.is_digits()))
    {
        end += 1;
    }
    Some(end)
}

/// "Boeing 737", "Vùng 5", "Chương trình 135", "Quận 1": a capitalised name right before and nothing counted behind.
fn proper_name(reading: &Reading, i: usize, fig: Figure) -> Option<usize> {
    let before = i.checked_sub(1).map(|p| &reading.tokens[p])?;
    let plain = !fig.grouped && !fig.decimal && !scale_or_percent(reading, fig.end);
    let sentence = reading.sentence_of(i);
    // The first word of a sentence is capital anyway, and a heading in capitals says nothing.
    // "Wake-up 247": the capital may stand before a hyphen.
    let joined = i >= 3 && reading.is_mark(i - 2, '-') && before.glued() && reading.tokens[i - 3].is_capital();
    let named = before.is_word()
        && (before.is_capital() || joined)
        && i - 1 > sentence.start
        && reading.tokens[i].gap == Gap::Space
        && !(before.case == Case::Upper && reading.tokens[sentence.start].case == Case::Upper);
    let ratio = reading.is_mark(fig.end, '/') && reading.tokens.get(fig.end + 1).is_some_and(|t| t.is_digits());
    let counted = unit_at(reading, fig.end).is_some()
        || ratio
        || reading.tokens.get(fig.end).is_some_and(|t| {
            t.is_word()
                && t.gap == Gap::Space
                && !t.is_capital()
                && reading.any_cue(fig.end, &[Cue::Function, Cue::And, Cue::SaleWord]).is_none()
        });
    // "Hà Tĩnh 209 còn 69", "khối Đảng 46".
    let verb = reading.cue_before(i, Cue::Function).is_some()
        || reading.cue(fig.end, Cue::DownTo).is_some()
        || reading.cue_before(i, Cue::Bloc).is_some();
    if !plain || !named || counted || verb || is_label(reading, i, fig) {
        return None;
    }
    // "cầu Sài Gòn 1 và 2".
    let listed = reading.cue(fig.end, Cue::And).or_else(|| reading.is_mark(fig.end, ',').then_some(fig.end + 1));
    let second = listed.filter(|at| reading.digits(*at) > 0 && reading.digits(*at) <= 2 && unit_at(reading, at + 1).is_none());
    let free = second.is_some_and(|at| {
        !reading.tokens.get(at + 1).is_some_and(|t| {
            t.is_word() && t.gap == Gap::Space || matches!(t.ch, '%' | '/' | ',' | '.') && reading.digits(at + 2) > 0
        })
    });
    Some(second.filter(|_| free).map_or(fig.end, |at| at + 1))
}

/// "giảm 46 xã, Quảng Trị 16, Huế 21.": a place between two marks says whose the number is. Small numbers may number the place.
fn is_label(reading: &Reading, i: usize, fig: Figure) -> bool {
    let mark = |t: usize| reading.tokens.get(t).is_none_or(|t| matches!(t.ch, ',' | ';' | ':' | '.' | ')') && !t.is_word());
    let listed = reading.is_mark(fig.end, ';')
        || reading.hits_before(i).any(|hit| hit.first > 0 && reading.is_mark(hit.first as usize - 1, ';'));
    (fig.value >= 5.0 || listed)
        && mark(fig.end)
        && reading.hits_before(i).any(|hit| {
            let first = hit.first as usize;
            matches!(hit.entry, Entry::Place(_)) && first > 0 && matches!(reading.tokens[first - 1].ch, ',' | ';' | ':')
        })
}

/// "Ảnh 1", "hình ảnh 2" at the end of a caption's line.
fn caption(reading: &Reading, i: usize) -> Option<usize> {
    let small = reading.digits(i) <= 2;
    let last = reading.tokens.get(i + 1).is_none_or(|t| t.breaks() || t.is_mark('.') || t.is_mark(':') || t.is_mark(')'));
    (small && last && reading.cue_before(i, Cue::Picture).is_some()).then_some(i + 1)
}

/// "Bạn còn 500/500 ký tự", "Tối đa: 1500 ký tự": a form for comments.
fn form(reading: &Reading, i: usize, fig: Figure) -> Option<usize> {
    let of = reading.is_mark(fig.end, '/').then(|| figure(reading, fig.end + 1)).flatten();
    let end = of.map_or(fig.end, |total| total.end);
    (i < end && reading.cue(end, Cue::FormWord).is_some()).then_some(end)
}

/// Digits inside the address of a page: "…/tin-tuc/con-17-bo-post1009.html".
fn in_link(reading: &Reading, i: usize) -> Option<usize> {
    let tokens = &reading.tokens;
    let start = (i.saturating_sub(60)..=i).rev().find(|&t| !tokens[t].glued())?;
    let end = (i + 1..tokens.len().min(i + 60)).find(|&t| !tokens[t].glued()).unwrap_or(tokens.len().min(i + 60));
    let source = reading.source(start..end);
    // "http", ":", "/", "/" and the digits.
    let long = end - start > 4;
    (long && source.contains("://") || source.starts_with("www.")).then_some(i + 1)
}

/// "phút 90+3": a minute of a match with its added time.
fn minute(reading: &Reading, i: usize) -> Option<usize> {
    let added = reading.is_mark(i + 1, '+') && reading.tokens[i + 1].glued();
    let after = reading.tokens.get(i + 2).filter(|t| added && t.is_digits() && t.glued())?;
    (after.range().len() <= 2 && reading.cue_before(i, Cue::MatchMinute).is_some()).then_some(i + 3)
}

/// "tại 30 Hoàng Diệu": a house number before the name of a street.
fn address(reading: &Reading, i: usize, fig: Figure) -> Option<usize> {
    let name = |at: usize| reading.tokens.get(at).is_some_and(|t| t.is_word() && t.case == Case::Capital && t.gap == Gap::Space);
    let bracketed = i > 0 && reading.is_mark(i - 1, '(') && reading.cue(fig.end, Cue::Surname).is_some();
    let house = (bracketed || reading.cue_before(i, Cue::AddressAt).is_some()) && name(fig.end) && name(fig.end + 1);
    (house && !fig.grouped && !fig.decimal && unit_at(reading, fig.end).is_none()).then_some(fig.end)
}

fn end_of_figure(reading: &Reading, i: usize) -> usize {
    figure(reading, i).map_or(i + 1, |f| f.end)
}
