//! Documents cited by number ("Nghị quyết số 18-NQ/TW", "Chỉ thị 05", "56/2017/QH14") and plenum resolutions
//! ("Nghị quyết Trung ương 4 khóa XII"). Runs before dates and quantities: the digits of a symbol count nothing.

use super::reading::{Claim, Reading};
use crate::lang::cues::Cue;
use crate::lang::lexicon::{Entry, family};
use crate::model::mention::CitationMention;
use crate::model::tag::DocumentType;
use crate::text::token::Case;
use std::ops::Range;

const PLENUM: &str = "document.plenum";

/// All citations, in text order, one per mention. Claims the tokens of each symbol.
pub fn citations(reading: &mut Reading) -> Vec<CitationMention> {
    let mut found = Vec::new();
    let mut i = 0;
    while let Some(at) = reading.next(i..reading.tokens.len(), family::DOCUMENT | family::NUMBER) {
        i = at;
        if !reading.is_free(i) {
            i += 1;
            continue;
        }
        let mentions = match document_name(reading, i) {
            Some((kind, end)) => {
                let of_centre = reading.cue(i, Cue::ResolutionOfCentre) == Some(end);
                let named = || named(reading, i, kind, end);
                let plenum = || (kind == DocumentType::Resolution).then(|| plenum(reading, i, end, of_centre))?;
                if of_centre { plenum() } else { named().or_else(plenum) }
            }
            None => standalone(reading, i).map(|m| vec![m]),
        };
        let Some(mentions) = mentions else {
            i += 1;
            continue;
        };
        let before = found.len();
        for mention in mentions {
            reading.claim(mention.span.clone(), Claim::Name);
            i = i.max(mention.span.end);
            found.push(mention);
        }
        share_term(reading, &mut found, before);
    }
    found
}

/// "Nghị quyết Trung ương 8, Nghị quyết Trung ương 9 khóa XII": the term told last is that of the whole list.
fn share_term(reading: &Reading, found: &mut [CitationMention], mut new: usize) {
    let [last] = &found[new..] else { return };
    let Some((_, term)) = last.symbol.split_once('-').filter(|_| last.rule == PLENUM) else { return };
    let term = term.to_string();
    while let Some(n) = new.checked_sub(1) {
        let (earlier, later) = (&found[n], &found[new]);
        let end = earlier.span.end;
        let joint = if reading.is_mark(end, ',') { Some(end + 1) } else { reading.cue(end, Cue::And) };
        if earlier.rule != PLENUM || earlier.symbol.contains('-') || joint != Some(later.span.start) {
            return;
        }
        found[n].symbol = format!("{}-{term}", found[n].symbol);
        new = n;
    }
}

/// The citations of an article as distinct documents: a bare number is the fuller symbol of the same kind that begins with it.
pub fn distinct(mentions: Vec<CitationMention>) -> Vec<CitationMention> {
    let mut out: Vec<CitationMention> = Vec::new();
    for (n, mention) in mentions.iter().enumerate() {
        let same = |other: &CitationMention| other.kind == mention.kind && other.symbol == mention.symbol;
        let fuller = |other: &CitationMention| other.kind == mention.kind && extends(&other.symbol, &mention.symbol);
        if !out.iter().any(same) && !mentions.iter().any(fuller) && !mentions[..n].iter().any(same) {
            out.push(mention.clone());
        }
    }
    out
}

/// Whether `full` is `bare` with more after a separator: "18-NQ/TW" extends "18".
fn extends(full: &str, bare: &str) -> bool {
    full.strip_prefix(bare).is_some_and(|rest| rest.starts_with(['-', '/']))
}

/// A document's name at token `i` and where it ends.
fn document_name(reading: &Reading, i: usize) -> Option<(DocumentType, usize)> {
    let hit = reading.hits_at(i).iter().find(|h| matches!(h.entry, Entry::Document(_)))?;
    let Entry::Document(kind) = hit.entry else { return None };
    let end = hit.end as usize;
    // An abbreviation ("NQ", "KH") names a document only in capitals.
    let short = end == i + 1 && reading.tokens[i].end - reading.tokens[i].start <= 3;
    (!short || reading.tokens[i].is_capital()).then_some((kind, end))
}

/// "Nghị quyết số 18, số 19-NQ/TW", "Chỉ thị 05", "Kết luận số 21-KL/TW".
fn named(reading: &Reading, first: usize, kind: DocumentType, end: usize) -> Option<Vec<CitationMention>> {
    let (mut at, mut numbered) = skip_number_word(reading, end);
    numbered |= reading.cue_before(end, Cue::NumberSign).is_some_and(|s| s > first);
    let mut symbols: Vec<(Range<usize>, String)> = Vec::new();
    let mut start = first;
    loop {
        let (symbol_end, text) = symbol(reading, at)?;
        let bare = is_bare(&text);
        // A bare number needs "số", a kind of document that is usually cited so, or a place where a count cannot stand.
        let cited = !bare || numbered || !symbols.is_empty() || bare_allowed(reading, first, kind, at);
        let decimal =
            reading.is_mark(symbol_end, ',') && reading.tokens.get(symbol_end + 1).is_some_and(|t| t.is_digits() && t.glued());
        if !cited || (bare && !numbered && (decimal || counts_something(reading, symbol_end))) || (bare && text.len() > 4) {
            return None;
        }
        symbols.push((start..symbol_end, text));
        let Some(next) = next_in_list(reading, symbol_end) else { break };
        (start, at) = next;
        let lists = symbol(reading, at).is_some_and(|(end, text)| {
            let bare = is_bare(&text);
            !bare || (text.len() <= 3 && !counts_something(reading, end))
        });
        if !lists {
            break;
        }
    }
    // "số 18, số 19-NQ/TW": the first number shares the tail of the last.
    let tail = symbols.last().and_then(|(_, s)| s.find(['-', '/']).map(|p| s[p..].to_string()));
    let mentions = symbols.into_iter().map(|(span, mut symbol)| {
        if let (true, Some(tail)) = (symbol.bytes().all(|b| b.is_ascii_digit()), &tail) {
            symbol.push_str(tail);
        }
        let rule = if symbol.bytes().all(|b| b.is_ascii_digit()) { "document.named.number" } else { "document.named.symbol" };
        CitationMention { span, kind, symbol, rule }
    });
    Some(mentions.collect())
}

/// A number without the letters of a symbol ("18", "30a").
fn is_bare(symbol: &str) -> bool {
    !symbol.contains(['-', '/'])
}

/// Skips "số", "số:" after a document's name; tells whether it stood there.
fn skip_number_word(reading: &Reading, mut at: usize) -> (usize, bool) {
    let mut numbered = false;
    while let Some(end) = reading.cue(at, Cue::NumberSign) {
        (at, numbered) = (end, true);
    }
    if numbered && reading.is_mark(at, ':') {
        at += 1;
    }
    (at, numbered)
}

/// Whether a bare number right after the name is a citation: "nghị định 86", "Kế hoạch 155 của Thành ủy".
fn bare_allowed(reading: &Reading, first: usize, kind: DocumentType, at: usize) -> bool {
    use DocumentType::*;
    match kind {
        Resolution | Directive | Decree | Circular => true,
        OfficialLetter if reading.digits(at) >= 2 => true,
        Decision | Conclusion | Regulation | Plan | Guidance | Law | Announcement | Submission => {
            let cited_further = reading.cue(at + 1, Cue::CitedOf).is_some() || reading.is_mark(at + 1, ')');
            let capital = reading.tokens[first].is_capital();
            let further = reading.digits(at) <= 4 && cited_further && (capital || reading.digits(at) >= 2);
            // "Thực hiện Kết luận 127, …": a name with a capital and a number that nothing follows to be counted.
            let closed =
                reading.tokens.get(at + 1).is_none_or(|t| t.breaks() || matches!(t.ch, ',' | '.' | ';' | ':') && !t.is_word());
            further || (2..=3).contains(&reading.digits(at)) && (capital && closed || leads_to_symbol(reading, at + 1))
        }
        _ => false,
    }
}

/// Whether a bare number stands in a list with full symbols or named documents: "Kết luận 126, 127 và 130-KL/TW", "Quy định 96
/// và Quy định 80".
fn leads_to_symbol(reading: &Reading, mut at: usize) -> bool {
    for _ in 0..5 {
        let joint = if reading.is_mark(at, ',') { Some(at + 1) } else { reading.cue(at, Cue::And) };
        if let Some((_, end)) = joint.and_then(|next| document_name(reading, next)) {
            let (number, _) = skip_number_word(reading, end);
            return reading.digits(number) > 0 && symbol(reading, number).is_some_and(|(e, _)| !counts_something(reading, e));
        }
        match next_in_list(reading, at).and_then(|(_, digits)| symbol(reading, digits)) {
            Some((_, text)) if !is_bare(&text) => return true,
            Some((end, text)) if text.len() <= 3 && !counts_something(reading, end) => at = end,
            _ => return false,
        }
    }
    false
}

/// Whether what follows a bare number is something counted ("nghị quyết 5 năm"), so that it cites nothing.
fn counts_something(reading: &Reading, at: usize) -> bool {
    // "công văn 512 ngày 3/4/2020": the day it is of.
    let slashed = |digits: usize| {
        reading.digits(digits) > 0
            && matches!(reading.tokens.get(digits + 1), Some(t) if t.glued() && matches!(t.ch, '/' | '-' | '.'))
    };
    if reading.cue(at, Cue::Day).is_some_and(slashed) {
        return false;
    }
    reading.is_mark(at, '%')
        || reading.hits_at(at).iter().any(|h| matches!(h.entry, Entry::Scale(_)))
        || reading.hits_at(at).iter().any(|h| matches!(h.entry, Entry::Unit(_))) && reading.cue(at, Cue::Year).is_none()
}

/// The place of the next symbol in a list: its start (with "số") and its digits.
fn next_in_list(reading: &Reading, at: usize) -> Option<(usize, usize)> {
    let after = if reading.is_mark(at, ',') || reading.is_mark(at, ';') { at + 1 } else { reading.cue(at, Cue::And)? };
    let (digits, _) = skip_number_word(reading, after);
    (reading.digits(digits) > 0 && reading.tokens[digits].gap <= crate::text::token::Gap::Space).then_some((after, digits))
}

/// A document's number with its letters at token `at`: where it ends, and the symbol without spaces in capitals.
fn symbol(reading: &Reading, at: usize) -> Option<(usize, String)> {
    let token = reading.tokens.get(at).filter(|t| t.is_digits() && t.range().len() <= 5)?;
    let mut text = reading.text[token.range()].to_string();
    let mut end = at + 1;
    // A letter glued to the number belongs to it ("30a").
    if reading.tokens.get(end).is_some_and(|t| t.is_word() && t.glued() && t.range().len() == 1) {
        push_upper(reading, end, &mut text);
        end += 1;
    }
    let mut spaced = false;
    while let Some(mark) = reading.tokens.get(end).filter(|t| t.is_mark('-') || t.is_mark('/')) {
        let Some(next) = reading.tokens.get(end + 1) else { break };
        let loose = !mark.glued() || !next.glued();
        let lettered = text.contains(['-', '/']);
        let year = next.is_digits() && mark.is_mark('/') && !lettered && (next.range().len() == 4 || next.range().len() == 2);
        let is_code = reading.hits_at(end + 1).iter().any(|h| matches!(h.entry, Entry::SymbolCode(_)));
        let letters = next.is_word() && (next.is_capital() || is_code) && next.range().len() <= 14;
        // "64/2013/TT- BTC": a space behind the dash only, inside a symbol.
        let slipped = mark.glued() && lettered && next.is_capital();
        if next.breaks() || !(letters || year) || (loose && !(is_code || spaced || slipped)) {
            break;
        }
        spaced |= loose && !slipped;
        text.push(mark.ch);
        push_upper(reading, end + 1, &mut text);
        end += 2;
        // "QH14", "T.Ư".
        while let Some(t) = reading.tokens.get(end).filter(|t| t.glued() && letters && (t.is_digits() || t.is_mark('.'))) {
            if t.is_mark('.') {
                match reading.tokens.get(end + 1) {
                    Some(n) if n.glued() && n.is_word() && n.is_capital() => {
                        push_upper(reading, end + 1, &mut text);
                        end += 2;
                    }
                    _ => break,
                }
            } else {
                push_upper(reading, end, &mut text);
                end += 1;
            }
        }
    }
    // "28/6" after a name is a date ("thông báo 28/6"), "2,5" a number.
    let dotted = reading.tokens.get(end).is_some_and(|t| t.glued() && matches!(t.ch, ',' | '.' | '/' | '%'))
        && reading.tokens.get(end + 1).is_some_and(|t| t.glued() && t.is_digits());
    let day =
        text.split('/').nth(1).is_some_and(|p| p.len() == 2 && p.bytes().all(|b| b.is_ascii_digit())) && !text.contains('-');
    let goes_on = dotted && (reading.is_mark(end, '.') || reading.is_mark(end, '/'));
    (!day && !goes_on).then_some((end, text))
}

fn push_upper(reading: &Reading, token: usize, out: &mut String) {
    use unicode_normalization::UnicodeNormalization;
    let source = &reading.text[reading.tokens[token].range()];
    out.extend(source.nfc().map(|c| if c == 'Ð' || c == 'ð' { 'Đ' } else { c }).flat_map(char::to_uppercase));
}

/// A symbol without its kind before it: "thực hiện 19-NQ/TW". The code tells the kind.
fn standalone(reading: &Reading, at: usize) -> Option<CitationMention> {
    let joint = reading.tokens.get(at + 1)?;
    let lettered = joint.is_word() && joint.glued() && joint.range().len() == 1;
    if !reading.tokens[at].is_digits() || !(lettered || joint.is_mark('-') || joint.is_mark('/')) {
        return None;
    }
    let (end, symbol) = symbol(reading, at)?;
    let parts = symbol.split(['-', '/']).count();
    if parts < 2 {
        return None;
    }
    let kind = (at + 1..end).find_map(|i| {
        reading.hits_at(i).iter().find_map(|h| match h.entry {
            Entry::SymbolCode(kind) if reading.tokens[i].is_capital() => Some(kind),
            _ => None,
        })
    })?;
    // In the Party's own numbering QĐ is a regulation, elsewhere a decision.
    let party = symbol.ends_with("/TW") || symbol.ends_with("/TU") || symbol.ends_with("/HU");
    let kind = if kind == DocumentType::Decision && party { DocumentType::Regulation } else { kind };
    (parts >= 3).then_some(CitationMention { span: at..end, kind, symbol, rule: "document.symbol.alone" })
}

/// "Nghị quyết Trung ương 4 khóa XII", "Nghị quyết Hội nghị lần thứ sáu BCH Trung ương (khóa XII)", several numbers or terms;
/// `central` of "NQTW4".
fn plenum(reading: &Reading, first: usize, end: usize, central: bool) -> Option<Vec<CitationMention>> {
    let Numbered { numbers, terms, end } = plenum_from(reading, end, central)?;
    let mut out = Vec::new();
    for number in &numbers {
        let symbols = match terms.as_slice() {
            [] => vec![format!("TW{number}")],
            terms => terms.iter().map(|term| format!("TW{number}-{term}")).collect(),
        };
        out.extend(symbols.into_iter().map(|symbol| CitationMention {
            span: first..end,
            kind: DocumentType::Resolution,
            symbol,
            rule: PLENUM,
        }));
    }
    Some(out)
}

/// Plenums of the Central Committee as they are named: their numbers, and the terms where they are told.
pub struct Numbered {
    pub numbers: Vec<u64>,
    /// In Roman numerals.
    pub terms: Vec<String>,
    pub end: usize,
}

/// The plenums whose name goes on at token `at`, after "Nghị quyết" or "Hội nghị": "Trung ương 4 khóa XII".
pub fn numbered_plenum(reading: &Reading, at: usize) -> Option<Numbered> {
    plenum_from(reading, at, false)
}

/// As above; `central` where the words before tell that they are the Central Committee's.
fn plenum_from(reading: &Reading, mut at: usize, mut central: bool) -> Option<Numbered> {
    // "lần thứ tư" is no "TƯ".
    while small_number(reading, at).is_none()
        && let Some((next, cue)) = reading.any_cue(at, &[Cue::PlenumCentral, Cue::PlenumWord])
    {
        central |= cue == Cue::PlenumCentral;
        at = next;
    }
    let mut numbers = Vec::new();
    while let Some((number, next)) = small_number(reading, at) {
        numbers.push(number);
        at = next;
        let listed = if reading.is_mark(at, ',') { Some(at + 1) } else { reading.cue(at, Cue::And) };
        // "Trung ương 4 và Trung ương 7".
        let listed = listed.map(|next| reading.cue(next, Cue::PlenumCentral).unwrap_or(next));
        match listed.filter(|next| small_number(reading, *next).is_some()) {
            Some(next) => at = next,
            None => break,
        }
    }
    let number_end = at;
    while let Some((next, cue)) = reading.any_cue(at, &[Cue::PlenumCentral, Cue::PlenumWord]) {
        central |= cue == Cue::PlenumCentral;
        at = next;
    }
    if numbers.is_empty() || !central {
        return None;
    }
    let mut terms = Vec::new();
    let mut span_end = number_end;
    let mut after = at;
    while reading.is_mark(after, '(') || reading.is_mark(after, ',') || reading.is_mark(after, '-') {
        after += 1;
    }
    if let Some(mut t) = reading.cue(after, Cue::TermNumber) {
        while let Some((term, next)) = term_number(reading, t) {
            terms.push(term);
            span_end = next;
            let listed = if reading.is_mark(next, ',') { Some(next + 1) } else { reading.cue(next, Cue::And) };
            let Some(next) = listed.map(|n| reading.cue(n, Cue::TermNumber).unwrap_or(n)) else { break };
            t = next;
        }
    }
    Some(Numbered { numbers, terms, end: span_end })
}

/// A plenum's number in digits, words or Roman numerals.
pub fn small_number(reading: &Reading, at: usize) -> Option<(u64, usize)> {
    if let Some(number) = reading.number(at).filter(|n| (1..=20).contains(n)) {
        return Some((number, at + 1));
    }
    let abbreviated = reading.tokens.get(at).is_some_and(|t| t.case == Case::Upper);
    reading.hits_at(at).iter().find_map(|h| match h.entry {
        Entry::Numeral(n) if n <= 20.0 && !abbreviated => Some((n as u64, h.end as usize)),
        _ => None,
    })
}

/// A congress term: Roman numerals or digits, written in Roman numerals.
pub fn term_number(reading: &Reading, at: usize) -> Option<(String, usize)> {
    let token = reading.tokens.get(at)?;
    if let Some(number) = reading.number(at).filter(|n| (1..=30).contains(n)) {
        return Some((roman(number), at + 1));
    }
    let source = reading.text[token.range()].to_uppercase();
    (token.is_capital() && source.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'))).then_some((source, at + 1))
}

fn roman(mut number: u64) -> String {
    let mut out = String::new();
    for (value, letters) in [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")] {
        while number >= value {
            out.push_str(letters);
            number -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The distinct documents of a text as "type symbol".
    fn cited(text: &str) -> Vec<String> {
        let mut reading = Reading::new(text);
        let mentions = citations(&mut reading);
        distinct(mentions).iter().map(|m| format!("{} {}", m.kind, m.symbol)).collect()
    }

    #[test]
    fn the_corpus_of_citations_holds() {
        let mut failures = Vec::new();
        for line in include_str!("../../tests/corpus/documents.tsv").lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
            let (text, expected) = line.split_once('\t').unwrap_or((line, ""));
            let expected: Vec<String> = expected.split(" | ").filter(|s| !s.is_empty()).map(str::to_string).collect();
            let found = cited(text);
            if found != expected {
                failures.push(format!("{text}\n  expected {expected:?}\n  found    {found:?}"));
            }
        }
        assert!(failures.is_empty(), "{} failed:\n{}", failures.len(), failures.join("\n"));
    }
}
