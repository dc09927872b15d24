//! Numbers in digits that count or measure something, with their scale word, sign, range or ratio, and the head noun of what
//! is counted. Runs after dates, documents and names have claimed their digits.

use super::number::{Figure, as_decimal, figure};
use super::reading::{Claim, Reading};
use crate::lang::cues::Cue;
use crate::lang::lexicon::{Entry, family};
use crate::lang::units::UnitClass;
use crate::model::mention::QuantityMention;
use crate::model::tag::{Approximation, QuantityKind};
use std::ops::Range;

/// Digits that name, order or time something rather than count it are claimed as names, the rest become quantities.
pub fn quantities(reading: &mut Reading) -> Vec<QuantityMention> {
    let mut found = Vec::new();
    let mut i = 0;
    while let Some(at) = reading.next(i..reading.tokens.len(), family::NUMBER) {
        i = at;
        if !reading.tokens[i].is_digits() || !reading.is_free(i) {
            i += 1;
            continue;
        }
        if let Some(end) = super::nominal::nominal(reading, i) {
            reading.claim(i..end, Claim::Name);
            i = end.max(i + 1);
            continue;
        }
        match quantity(reading, i) {
            Some(mention) => {
                reading.claim(mention.span.clone(), Claim::Quantity);
                // Digits inside the unit ("m2") are no quantity of their own.
                reading.claim(mention.unit_span.clone(), Claim::Quantity);
                i = mention.span.end.max(mention.unit_span.end).max(i + 1);
                found.push(mention);
            }
            None => {
                reading.claim(i..i + 1, Claim::Name);
                i += 1;
            }
        }
    }
    found
}

/// A figure with its scale word and sign.
#[derive(Debug, Clone, Copy)]
struct Amount {
    end: usize,
    value: f64,
    percent: bool,
    scale: Option<f64>,
    figure: Figure,
}

fn amount(reading: &Reading, i: usize) -> Option<Amount> {
    let figure = figure(reading, i)?;
    let mut end = figure.end;
    let percent_end = percent_sign(reading, end);
    let scale = match percent_end {
        Some(_) => None,
        None => scale_word(reading, end),
    };
    let mut value = figure.value;
    if figure.comma_group && (percent_end.is_some() || scale.is_some() || measured(reading, end)) {
        value = as_decimal(figure);
    }
    if let Some((factor, next)) = scale {
        // Multiplied as whole numbers where possible: 9,3 triệu is 9300000, not 9300000.000000001.
        value = (value * 1e6).round() / 1e6 * factor;
        value = if value.fract().abs() < 1e-3 || value > 1e6 { value.round() } else { value };
        end = next;
        // "31 tỷ 500 triệu đồng" is one amount in falling scales.
        if let Some(rest) = super::number::figure(reading, end).filter(|_| !reading.tokens[end].breaks())
            && let Some((lower, next)) = scale_word(reading, rest.end)
            && lower < factor
            && rest.value < factor / lower
        {
            value += (rest.value * lower).round();
            end = next;
        }
    }
    if let Some(next) = percent_end {
        end = next;
    }
    Some(Amount { end, value, percent: percent_end.is_some(), scale: scale.map(|s| s.0), figure })
}

fn percent_sign(reading: &Reading, at: usize) -> Option<usize> {
    if reading.is_mark(at, '%') && !reading.tokens[at].breaks() {
        return Some(at + 1);
    }
    reading.cue(at, Cue::Percent)
}

/// The scale word at `at`, which must stand on the same line; "tỷ" before "lệ" or "số" is another word.
fn scale_word(reading: &Reading, at: usize) -> Option<(f64, usize)> {
    reading.tokens.get(at).filter(|t| !t.breaks())?;
    if reading.cue(at, Cue::NotScale).is_some() {
        return None;
    }
    reading.hits_at(at).iter().find_map(|h| match h.entry {
        Entry::Scale(factor) => Some((factor, h.end as usize)),
        _ => None,
    })
}

/// The class and end of the longest known unit at `at`, behind a number on the same line.
pub fn unit_at(reading: &Reading, at: usize) -> Option<(UnitClass, usize)> {
    // "số 03 ngày 7/3/2023": the day belongs to its date and measures nothing.
    reading.tokens.get(at).filter(|t| !t.breaks() && reading.claims[at] != Claim::Date)?;
    noun_at(reading, at)
}

/// The class and end of the longest known unit at `at`, wherever it stands.
pub fn noun_at(reading: &Reading, at: usize) -> Option<(UnitClass, usize)> {
    reading.hits_at(at).iter().find_map(|h| match h.entry {
        Entry::Unit(class) => Some((class, h.end as usize)),
        _ => None,
    })
}

fn measured(reading: &Reading, at: usize) -> bool {
    matches!(unit_at(reading, at), Some((UnitClass::Measure, _)))
}

fn quantity(reading: &Reading, i: usize) -> Option<QuantityMention> {
    let first = amount(reading, i)?;
    let approximation = approximation_before(reading, i);
    if let Some((total, end)) = ratio_total(reading, i, &first) {
        let unit_span = unit_span(reading, end);
        let rule = "quantity.ratio";
        return Some(mention(i..end, unit_span, QuantityKind::Ratio, first.value, Some(total), approximation, rule));
    }
    let (mut low, mut high, mut end) = (first.value, None, first.end);
    let mut last = first;
    if let Some(other) = range_end(reading, i, &first) {
        // "5-7 triệu": both ends share the scale word of the second.
        if let (None, Some(factor)) = (first.scale, other.scale) {
            low = (low * 1e6).round() / 1e6 * factor;
        }
        (high, end, last) = (Some(other.value), other.end, other);
    }
    if last.percent {
        return Some(mention(i..end, end..end, QuantityKind::Percent, low, high, approximation, "quantity.percent"));
    }
    let unit = unit_at(reading, end);
    let span = unit_span(reading, end);
    let dollar_before = i > 0 && reading.is_mark(i - 1, '$');
    let (kind, rule) = match unit {
        _ if dollar_before || reading.is_mark(end, '$') || reading.is_mark(end, '€') => (QuantityKind::Money, "quantity.money"),
        Some((UnitClass::Money, _)) => (QuantityKind::Money, "quantity.money"),
        Some((UnitClass::Measure, _)) => (QuantityKind::Measure, "quantity.measure"),
        Some((UnitClass::Duration, _)) => (QuantityKind::Measure, "quantity.duration"),
        // "hơn 2.100 tỷ" without a currency is money: nothing else is counted in thousand millions.
        None if span.is_empty() && last.scale.is_some_and(|s| s >= 1e9) => (QuantityKind::Money, "quantity.money.bare"),
        // "mức thu nhập 750 nghìn/người": thousands of nothing, where the sentence speaks of money.
        None if span.is_empty() && last.scale.is_some() && money_before(reading, i) => {
            (QuantityKind::Money, "quantity.money.bare")
        }
        _ => (QuantityKind::Count, "quantity.count"),
    };
    Some(mention(i..end, span, kind, low, high, approximation, rule))
}

/// Whether words of money stand shortly before token `i`.
fn money_before(reading: &Reading, i: usize) -> bool {
    let sentence = reading.sentence_of(i);
    reading.find_cue(i.saturating_sub(14).max(sentence.start)..i, Cue::MoneyWord).is_some()
}

fn mention(
    span: Range<usize>,
    unit_span: Range<usize>,
    kind: QuantityKind,
    value: f64,
    value_high: Option<f64>,
    approximation: Option<Approximation>,
    rule: &'static str,
) -> QuantityMention {
    QuantityMention { span, unit_span, kind, value, value_high, approximation, rule }
}

/// "81/82", "20 trên tổng số 713", "3 trong số 12": the total and where it ends.
fn ratio_total(reading: &Reading, i: usize, done: &Amount) -> Option<(f64, usize)> {
    let mut at = done.end;
    if done.percent || done.scale.is_some() {
        return None;
    }
    if reading.is_mark(at, '/') {
        at = reading.cue(at + 1, Cue::RatioOf).unwrap_or(at + 1);
        let total = figure(reading, at)?;
        let whole = !total.decimal || done.figure.decimal;
        return (whole && total.value > 0.0).then_some((total.value, total.end));
    }
    // "145 đại biểu/148 đại biểu": the unit stands twice.
    if let Some((_, unit_end)) = unit_at(reading, at)
        && reading.is_mark(unit_end, '/')
        && let Some(total) = figure(reading, unit_end + 1)
        && let Some((_, end)) = unit_at(reading, total.end)
        && reading.source(at..unit_end) == reading.source(total.end..end)
        && total.value >= done.value
    {
        return Some((total.value, total.end));
    }
    // "29 trong số 50 người", "12 xã trên tổng số 20", "70 trong tổng số hơn 2.000".
    if let Some((_, unit_end)) = unit_at(reading, at).filter(|_| reading.cue(at, Cue::RatioOf).is_none()) {
        at = unit_end;
        // "113.436 người kê khai lần đầu, trên tổng số 115.883": a few words and a comma may qualify the first noun.
        let near = (at..reading.tokens.len().min(at + 6)).take_while(|t| {
            let token = &reading.tokens[*t];
            !token.breaks() && (token.is_word() || token.is_mark(','))
        });
        at = near.into_iter().find(|t| reading.cue(*t, Cue::RatioTotal).is_some()).unwrap_or(at);
    }
    let (mut after, strong) = match reading.cue(at, Cue::RatioOf) {
        Some(end) => (end, true),
        None => (reading.cue(at, Cue::RatioWeak)?, false),
    };
    after = reading.any_cue(after, APPROXIMATIONS).map_or(after, |(end, _)| end);
    let total = figure(reading, after)?;
    // "12 người trong 3 ngày" has no total: a weak "trên" or "trong" needs a larger number right behind the first.
    let same = strong
        || (at == done.end
            && unit_at(reading, total.end)
                .is_none_or(|(c, _)| !matches!(c, UnitClass::Duration | UnitClass::Money | UnitClass::Measure)));
    let plain = !total.decimal && !done.figure.decimal && percent_sign(reading, total.end).is_none();
    (same && plain && total.value >= done.value && i < after).then_some((total.value, total.end))
}

/// The second end of a range: "18 đến 23", "80-90%", "15 - 20 tỷ", "0,27% - 0,29%".
fn range_end(reading: &Reading, i: usize, first: &Amount) -> Option<Amount> {
    let at = first.end;
    let token = reading.tokens.get(at)?;
    let dash = token.is_mark('-') && !token.breaks();
    let after = if dash { at + 1 } else { reading.cue(at, Cue::Until)? };
    let other = amount(reading, after)?;
    let low = match (first.scale, other.scale) {
        (None, Some(factor)) => first.value * factor,
        _ => first.value,
    };
    let alike = first.percent <= other.percent && (first.scale.is_none() || other.scale.is_some());
    // A dash, with spaces or without or with one ("15- 20 km"), joins two numbers only when something is measured by both.
    let led = || reading.any_cue_before(i, &[Cue::From, Cue::About, Cue::DownTo]);
    let measured = other.percent || other.scale.is_some() || unit_at(reading, other.end).is_some() || dash && led();
    (alike && low < other.value && measured && !reading.tokens[after].breaks()).then_some(other)
}

pub const APPROXIMATIONS: &[Cue] = &[Cue::MoreThan, Cue::Almost, Cue::About, Cue::LessThan, Cue::AtLeast, Cue::AtMost];

/// The word of approximation right before token `i`.
pub fn approximation_before(reading: &Reading, i: usize) -> Option<Approximation> {
    [
        (Cue::AtLeast, Approximation::AtLeast),
        (Cue::AtMost, Approximation::AtMost),
        (Cue::MoreThan, Approximation::MoreThan),
        (Cue::Almost, Approximation::Almost),
        (Cue::About, Approximation::About),
        (Cue::LessThan, Approximation::LessThan),
    ]
    .into_iter()
    .find_map(|(cue, value)| reading.cue_before(i, cue).map(|_| value))
}

/// Skips one word of approximation at `at`.
pub fn skip_approximation(reading: &Reading, at: usize) -> usize {
    reading.any_cue(at, APPROXIMATIONS).map_or(at, |(end, _)| end)
}

/// Where the words of approximation right before token `i` begin ("còn khoảng hơn 50"); `i` where there are none.
pub fn approximation_start(reading: &Reading, i: usize) -> usize {
    let before = |at: usize| APPROXIMATIONS.iter().filter_map(|cue| reading.cue_before(at, *cue)).min();
    before(i).map_or(i, |at| before(at).unwrap_or(at))
}

/// The words that name what is counted: known units joined by commas or "và", else up to three plain words.
fn unit_span(reading: &Reading, at: usize) -> Range<usize> {
    let Some(token) = reading.tokens.get(at).filter(|t| !t.breaks()) else { return at..at };
    if let Some((class, mut end)) = unit_at(reading, at) {
        if matches!(class, UnitClass::Money | UnitClass::Measure | UnitClass::Duration) {
            return at..end;
        }
        // "chi bộ trực thuộc", "phòng, ban chuyên môn": a joined unit or one that carries on.
        loop {
            let joint = if reading.is_mark(end, ',') { Some(end + 1) } else { reading.cue(end, Cue::And) };
            match joint.and_then(|next| unit_at(reading, next)) {
                // "12 đơn vị, Bộ Tài chính …": a name begins something else.
                Some((next, next_end)) if next == class && (token.is_capital() || !reading.tokens[next_end - 1].is_capital()) => {
                    end = next_end;
                }
                _ => return at..end,
            }
        }
    }
    if !token.is_word() || token.is_capital() || reading.any_cue(at, STOPS).is_some() {
        return at..at;
    }
    let mut end = at + 1;
    while end < at + 3
        && reading.tokens.get(end).is_some_and(|t| t.is_word() && !t.breaks() && !t.is_capital())
        && reading.any_cue(end, STOPS).is_none()
    {
        end += 1;
    }
    at..end
}

/// Words that end the name of what is counted.
const STOPS: &[Cue] =
    &[Cue::Function, Cue::And, Cue::From, Cue::Until, Cue::Reduce, Cue::Year, Cue::InsteadOf, Cue::Than, Cue::Thereafter];
