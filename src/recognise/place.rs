//! Names of provinces, districts and regions ("tỉnh Hà Giang", "Q. Phú Nhuận", "khu vực phía Bắc"), and what only looks like
//! one: persons ("Nguyễn Hòa Bình"), streets, firms, communes of the same name.

use super::reading::{Claim, Reading};
use crate::lang::cues::Cue;
use crate::lang::gazetteer::UnitKind;
use crate::lang::lexicon::{Entry, family};
use crate::lang::names::{Alone, Bearer, names};
use crate::model::mention::{PlaceLevel, PlaceMention};
use crate::text::token::{Case, Gap};
use std::ops::Range;

mod before;
mod resolve;

use before::{Before, before, list_goes_on};
use resolve::{clear_provinces, province_follows, resolve, same_province_only_as_district};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Province,
    City,
    Urban,
    Rural,
    Town,
    /// Of a district committee: any kind of district.
    District,
}

impl Unit {
    fn fits(self, bearer: &Bearer) -> bool {
        match (self, bearer.level, bearer.kind) {
            (Unit::Province, level, _) => level == PlaceLevel::Province,
            (Unit::City, PlaceLevel::Province, _) => bearer.province.is_some_and(|p| MUNICIPALITIES.contains(&p)),
            (Unit::City, _, kind) => kind == Some(UnitKind::City),
            (Unit::Urban, _, kind) => kind == Some(UnitKind::UrbanDistrict),
            (Unit::Rural, _, kind) => kind == Some(UnitKind::RuralDistrict),
            (Unit::District, level, _) => level == PlaceLevel::District,
            (Unit::Town, _, kind) => kind == Some(UnitKind::Town),
        }
    }
}

/// Cities that are provinces of their own.
const MUNICIPALITIES: [&str; 6] = ["01", "31", "46", "48", "79", "92"];

/// A name that counts, before it is known which of its bearers is meant.
struct Found {
    span: Range<usize>,
    /// Where the name itself begins, without the word for its kind.
    name_start: usize,
    name: u16,
    unit: Option<Unit>,
    in_body: bool,
    /// Nothing but its capitals says that it is a place.
    bare: bool,
    /// It counts only if one of its bearers lies in a province that the text names.
    needs_province: bool,
    rule: &'static str,
}

/// All places of the text, in order. Claims the digits of numbered districts.
pub fn places(reading: &mut Reading) -> Vec<PlaceMention> {
    let (mut found, persons) = scan(reading);
    // Who has been named in full is meant again by the same syllables: "bị cáo Trần Thị Huế … Huế khai".
    found.retain(|f| !(f.bare && persons.contains(&f.name)));
    let mut out = Vec::with_capacity(found.len());
    let clear = clear_provinces(&found);
    for (n, f) in found.iter().enumerate() {
        if let Some(mention) = resolve(reading, &found, n, &clear) {
            claim_digits(reading, f, &mention);
            out.push(mention);
        }
    }
    out
}

/// Distinct province codes (63) in order of first mention.
pub fn place_codes(places: &[PlaceMention]) -> Vec<&'static str> {
    let mut out = Vec::new();
    for code in places.iter().filter_map(|p| p.province) {
        if !out.contains(&code) {
            out.push(code);
        }
    }
    out
}

/// Names that count, and those that have been seen as a person's.
fn scan(reading: &Reading) -> (Vec<Found>, Vec<u16>) {
    let (mut found, mut persons): (Vec<Found>, Vec<u16>) = (Vec::new(), Vec::new());
    let mut i = 0;
    while let Some(at) = reading.next(i..reading.tokens.len(), family::PLACE) {
        i = at;
        if reading.claims[i] == Claim::Furniture {
            i += 1;
            continue;
        }
        if let Some(end) = reading.cue(i, Cue::CommuneList) {
            i = commune_list_end(reading, end);
            continue;
        }
        let Some((end, index)) = name_at(reading, i) else {
            i = reading.cue(i, Cue::NotPlace).unwrap_or(i + 1);
            continue;
        };
        if let Some(longer) = reading.cue(i, Cue::NotPlace).filter(|e| *e > end) {
            i = longer;
            continue;
        }
        match judge(reading, i..end, index, found.last()) {
            Verdict::Place(f) => {
                i = end;
                found.push(f);
            }
            Verdict::Person => {
                persons.push(index);
                i = end;
            }
            // A shorter name may begin inside one that does not count.
            Verdict::No => i += 1,
            Verdict::Other => i = end,
        }
    }
    (found, persons)
}

/// The longest name that begins at token `i` and is written as one.
fn name_at(reading: &Reading, i: usize) -> Option<(usize, u16)> {
    reading.hits_at(i).iter().find_map(|h| match h.entry {
        Entry::Place(n) if names()[n as usize].is_written_as_name(&reading.tokens[i..h.end as usize]) => {
            Some((h.end as usize, n))
        }
        _ => None,
    })
}

enum Verdict {
    Place(Found),
    Person,
    /// Another thing of that name: go on behind it.
    Other,
    /// Not enough for a place.
    No,
}

fn judge(reading: &Reading, at: Range<usize>, index: u16, last: Option<&Found>) -> Verdict {
    let name = &names()[index as usize];
    if in_address(reading, &at) || foreign_follows(reading, at.end) {
        return Verdict::Other;
    }
    if name.capital && reading.tokens.get(at.end).is_some_and(|t| t.gap == Gap::Space && t.case == Case::Capital) {
        return Verdict::No;
    }
    let (before, start, in_body) = before(reading, at.start, last, name);
    let place = |unit, bare, needs_province, rule| {
        let span = if matches!(before, Before::Kind(_)) && !in_body { start..at.end } else { at.clone() };
        Verdict::Place(Found { span, name_start: at.start, name: index, unit, in_body, bare, needs_province, rule })
    };
    if name.is_region() && !name.is_province() {
        return match name.alone {
            Alone::Yes => place(None, false, false, "place.region.name"),
            _ => Verdict::No,
        };
    }
    match before {
        Before::Person => return Verdict::Person,
        Before::Commune | Before::NamedAfter => return Verdict::Other,
        // A road from one province to another names both.
        Before::Street if !(name.is_province() && route_follows(reading, at.end)) => return Verdict::Other,
        Before::Kind(unit) => return place(Some(unit), false, false, "place.kind.name"),
        _ => {}
    }
    if name.is_province() && name.alone == Alone::Yes {
        if let (Before::List(Some(unit)), Some(last)) = (before, last)
            && same_province_only_as_district(&names()[last.name as usize], name)
        {
            return place(Some(unit), false, false, "place.list.district");
        }
        let begins_a_person = matches!(before, Before::Nothing) && !name.unique && reading.cue(at.start, Cue::Surname).is_some();
        if begins_a_person && name_goes_on(reading, at.end) {
            return Verdict::No;
        }
        return place(None, matches!(before, Before::Nothing), false, "place.province.name");
    }
    if in_bracket_of_commune(reading, &at) || (name.alone != Alone::Never && alone_in_bracket(reading, &at)) {
        return place(None, false, false, "place.bracket.district");
    }
    let listed = matches!(before, Before::List(_));
    let unit = if let Before::List(unit) = before { unit } else { None };
    if province_follows(reading, at.end, name) && !name.is_province() {
        return place(None, false, false, "place.district.of_province");
    }
    if name.alone == Alone::Never {
        // "Hà Nội, Đà Nẵng, Hồ Chí Minh"; a district after "các huyện".
        let counts = listed
            && (unit.is_some() || name.is_province())
            && last.is_some_and(|l| names()[l.name as usize].alone == Alone::Yes || unit.is_some());
        return if counts { place(unit, false, false, "place.list.name") } else { Verdict::No };
    }
    if name.alone == Alone::Yes {
        // "Bắc Hà" in "phía Bắc Hà Nội".
        if !name.unique && name_goes_on(reading, at.end) {
            return Verdict::No;
        }
        return place(unit, matches!(before, Before::Nothing), false, "place.district.known");
    }
    let inside_name = stands_in_longer_name(reading, &at);
    match before {
        Before::List(Some(unit)) => place(Some(unit), false, false, "place.list.district"),
        Before::Body if !inside_name => place(None, false, name.alone == Alone::Weak, "place.district.body"),
        Before::Preposition if !inside_name => place(None, false, name.alone == Alone::Weak, "place.district.at"),
        _ if !inside_name => place(None, true, true, "place.district.bare"),
        _ => Verdict::No,
    }
}

/// "xã Hương Phú (Nam Đông)", "các xã Thượng Lộ, Hương Sơn (Nam Đông)": in brackets behind a commune stands its district.
fn in_bracket_of_commune(reading: &Reading, at: &Range<usize>) -> bool {
    const REACH: usize = 12;
    let Some(open) = at.start.checked_sub(1).filter(|p| reading.is_mark(*p, '(')) else { return false };
    if !reading.is_mark(at.end, ')') && !reading.is_mark(at.end, ',') {
        return false;
    }
    for k in (open.saturating_sub(REACH)..open).rev() {
        let token = &reading.tokens[k];
        let ends = |cue| k + 1 < open && reading.cue_before(k + 1, cue).is_some();
        if ends(Cue::KindCommune) || ends(Cue::CommuneList) {
            return true;
        }
        let named = token.is_word() && token.is_capital() || token.is_digits();
        if !(named || token.is_mark(',') || reading.cue(k, Cue::And) == Some(k + 1)) || token.breaks() {
            return false;
        }
    }
    false
}

/// "Hương Giang, Hương Phú (Nam Đông)", "đại biểu Trần Văn Học (Bình Giang)": the name alone in brackets behind another.
fn alone_in_bracket(reading: &Reading, at: &Range<usize>) -> bool {
    let open = at.start.checked_sub(1).filter(|p| reading.is_mark(*p, '(') && reading.is_mark(at.end, ')'));
    open.and_then(|p| p.checked_sub(1)).is_some_and(|p| reading.tokens[p].is_word() && reading.tokens[p].is_capital())
}

/// Whether a capital word that is no family name follows on the same line: the name is longer than the gazetteer's.
fn name_goes_on(reading: &Reading, end: usize) -> bool {
    let next = reading.tokens.get(end).filter(|t| t.is_word() && t.gap == Gap::Space && t.case == Case::Capital);
    next.is_some() && reading.cue(end, Cue::Surname).is_none() && name_at(reading, end).is_none()
}

fn stands_in_longer_name(reading: &Reading, at: &Range<usize>) -> bool {
    let starts_sentence = reading.sentence_of(at.start).start + 1 >= at.start;
    let before =
        at.start.checked_sub(1).and_then(|p| reading.tokens.get(p)).is_some_and(|t| t.is_word() && t.case == Case::Capital);
    (before && !starts_sentence && reading.tokens[at.start].gap == Gap::Space) || name_goes_on(reading, at.end)
}

/// Where the capital words between commas end that follow "các xã".
fn commune_list_end(reading: &Reading, start: usize) -> usize {
    let mut end = start;
    while let Some(token) = reading.tokens.get(end) {
        let unique = name_at(reading, end).is_some_and(|(_, n)| names()[n as usize].unique);
        let separates = reading.is_mark(end, ',') || reading.cue(end, Cue::And) == Some(end + 1);
        if token.breaks() || unique || !((token.is_word() && token.is_capital()) || separates) {
            break;
        }
        end += 1;
    }
    end
}

/// Names inside an address of the web or of mail ("baohanam.com.vn") name no place.
fn in_address(reading: &Reading, at: &Range<usize>) -> bool {
    let glued_small = |n: usize| reading.tokens.get(n).is_some_and(|t| t.glued() && t.is_word() && t.case == Case::Lower);
    let after = reading.is_mark(at.end, '.') && reading.tokens[at.end].glued() && glued_small(at.end + 1);
    let mail = reading.is_mark(at.end, '@')
        || at.start.checked_sub(1).is_some_and(|p| reading.is_mark(p, '@') || reading.is_mark(p, '_'));
    let before = at.start >= 2
        && reading.is_mark(at.start - 1, '.')
        && reading.tokens[at.start].glued()
        && reading.tokens[at.start - 1].glued()
        && reading.tokens[at.start - 2].case == Case::Lower
        && reading.tokens[at.start - 2].is_word();
    after || mail || before
}

/// "Hà Nam (Trung Quốc)", "Sơn Tây, Trung Quốc": a place of another country.
fn foreign_follows(reading: &Reading, end: usize) -> bool {
    let after_mark = end + usize::from(reading.is_mark(end, ',') || reading.is_mark(end, '('));
    reading.cue(after_mark, Cue::Foreign).is_some()
}

/// "đường Hà Nội - Hải Phòng".
fn route_follows(reading: &Reading, end: usize) -> bool {
    reading.is_mark(end, '-') && name_at(reading, end + 1).is_some_and(|(_, n)| names()[n as usize].is_province())
}

/// "quận 1, 3 và 5": these digits count nothing.
fn claim_digits(reading: &mut Reading, f: &Found, mention: &PlaceMention) {
    if !mention.district.is_some_and(|d| d.ends_with(|c: char| c.is_ascii_digit())) {
        return;
    }
    reading.claim(f.span.clone(), Claim::Name);
    let mut at = f.span.end;
    while list_goes_on(reading, at, at + 1) && reading.digits(at + 1) > 0 && reading.digits(at + 1) < 3 {
        // "quận 1, 2 người": the second number counts people.
        let counts = reading.hits_at(at + 2).iter().any(|h| matches!(h.entry, Entry::Unit(_) | Entry::Scale(_)));
        if counts {
            break;
        }
        reading.claim(at..at + 2, Claim::Name);
        at += 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> String {
        let mut reading = Reading::new(text);
        place_codes(&places(&mut reading)).join(" ")
    }

    #[test]
    fn the_corpus_of_places_holds() {
        let mut failures = Vec::new();
        for line in include_str!("../../tests/corpus/place.tsv").lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
            let (text, expected) = line.split_once('\t').unwrap_or((line, ""));
            let found = codes(text);
            if found != expected.trim() {
                failures.push(format!("{text}\n  expected \"{expected}\"\n  found    \"{found}\""));
            }
        }
        assert!(failures.is_empty(), "{} failed:\n{}", failures.len(), failures.join("\n"));
    }

    #[test]
    fn each_rule_fires_on_its_example() {
        for row in crate::lang::tsv::rows("data/rules/place.tsv", include_str!("../../data/rules/place.tsv")) {
            let (rule, example) = (row.cells[0], row.cells[1]);
            let mut reading = Reading::new(example);
            let mut places = places(&mut reading);
            let bodies = crate::recognise::body::bodies(&reading, &mut places);
            let fired: Vec<&str> = places.iter().map(|p| p.rule).chain(bodies.iter().map(|b| b.rule)).collect();
            assert!(fired.contains(&rule), "{rule}: {example} fires {fired:?}");
        }
    }

    #[test]
    fn a_mention_says_what_it_is() {
        let text = "Huyện ủy Vị Xuyên (Hà Giang) và khu vực phía Bắc";
        let mut reading = Reading::new(text);
        let found = places(&mut reading);
        let told: Vec<_> = found.iter().map(|p| (reading.source(p.span.clone()), p.level, p.district, p.region)).collect();
        assert_eq!(
            told,
            [
                ("Vị Xuyên", PlaceLevel::District, Some("Vị Xuyên"), None),
                ("Hà Giang", PlaceLevel::Province, None, None),
                ("khu vực phía Bắc", PlaceLevel::Region, None, Some("north")),
            ]
        );
    }

    #[test]
    fn an_unresolved_district_keeps_its_name() {
        let mut reading = Reading::new("huyện Châu Thành họp");
        let found = places(&mut reading);
        assert_eq!(found.iter().map(|p| (p.province, p.district)).collect::<Vec<_>>(), [(None, Some("Châu Thành"))]);
    }

    #[test]
    fn numbers_of_districts_count_nothing() {
        let mut reading = Reading::new("các quận 1, 3 và 5 có 20 phường");
        places(&mut reading);
        let free: Vec<_> = (0..reading.tokens.len()).filter(|i| reading.digits(*i) > 0 && reading.is_free(*i)).collect();
        assert_eq!(free.iter().map(|i| reading.source(*i..i + 1)).collect::<Vec<_>>(), ["20"]);
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_fail(text in "(Hà Nội|huyện|quận 1|,| |\\(|\\.|Nguyễn|Châu Thành|các xã|và|đường|3|\n|Tỉnh ủy|Ban|Sở|-|\\PC){0,24}") {
            let mut reading = Reading::new(&text);
            let mut found = places(&mut reading);
            crate::recognise::body::bodies(&reading, &mut found);
            assert!(found.iter().all(|p| p.span.start < p.span.end && p.span.end <= reading.tokens.len()));
        }
    }
}
