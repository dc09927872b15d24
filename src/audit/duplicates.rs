//! What may be counted twice: articles that print one text, and events or figures that were not joined though little is missing.

use super::Findings;
use super::Severity::*;
use super::Value::{Number, Text};
use crate::model::tag::*;
use crate::stats::facts::Fact;
use crate::stats::figures::{cut, place_key};
use crate::stats::likeness::Scales;
use crate::stats::load::{Sym, Texts};
use crate::stats::words::Names;
use rustc_hash::FxHashMap;

/// Facts with one key that a fact is compared with.
const NEIGHBOURS: usize = 12;

/// A number that two articles do not give by chance.
const TELLING: f64 = 100.0;

/// Articles that print one text count as one source.
pub fn check_copies(findings: &mut Findings) {
    let mut stories: FxHashMap<Sym, Vec<Sym>> = FxHashMap::default();
    for (article, info) in &findings.loaded.articles {
        if let Some(story) = info.story {
            stories.entry(story).or_default().push(*article);
        }
    }
    for articles in stories.into_values() {
        let count = Number(articles.len() as f64);
        findings.add(Note, "copies", articles, [("count", count)]);
    }
}

/// Meetings of one day, kind and place that look alike but were not joined.
pub fn check_meetings(facts: &[Fact], findings: &mut Findings) {
    let loaded = findings.loaded;
    let mut names = Names::default();
    let mut scales = Scales { loaded, names: &mut names, subjects: Default::default() };
    let mut days: FxHashMap<_, Vec<&Fact>> = FxHashMap::default();
    for fact in facts {
        if let (Some(m), Some((first, _))) = (fact.meeting(), fact.says.days) {
            days.entry((first, m.kind)).or_default().push(fact);
        }
    }
    for list in days.into_values() {
        for (n, fact) in list.iter().enumerate() {
            for earlier in &list[n.saturating_sub(NEIGHBOURS)..n] {
                if scales.nearly(earlier, fact) {
                    told(earlier, fact, findings);
                }
            }
        }
    }
}

/// Cuts and completions with one telling number and time of which one lacks its place.
pub fn check_figures(facts: &[Fact], findings: &mut Findings) {
    let mut numbers: FxHashMap<_, Vec<&Fact>> = FxHashMap::default();
    for fact in facts {
        let number = fact.staffing().map(|s| (cut(s), None)).or_else(|| fact.progress().map(|p| (p.done, p.total)));
        let Some((Some(number), total)) = number else { continue };
        let subject = (fact.staffing().map(|s| (s.subject, s.status)), fact.progress().map(|p| (p.activity, p.subject)));
        if number >= TELLING && number % TELLING != 0.0 {
            let key = (subject, number.to_bits(), total.map(f64::to_bits), fact.says.date.map(|d| d.from.year));
            numbers.entry(key).or_default().push(fact);
        }
    }
    let unplaced = |f: &Fact| f.says.place.province.is_none() && f.says.place.scope == Scope::Unknown;
    for list in numbers.into_values() {
        for (n, fact) in list.iter().enumerate() {
            for earlier in &list[n.saturating_sub(NEIGHBOURS)..n] {
                let one_side =
                    unplaced(earlier) != unplaced(fact) && place_key(&earlier.says.place) != place_key(&fact.says.place);
                let apart = !earlier.articles().any(|a| fact.articles().any(|b| a == b));
                if one_side && apart {
                    told(earlier, fact, findings);
                }
            }
        }
    }
}

fn told(a: &Fact, b: &Fact, findings: &mut Findings) {
    let texts: &Texts = &findings.loaded.texts;
    let ids = [a.id(texts), b.id(texts)];
    let records = [a.says.record, b.says.record];
    let [first, second] = ids.map(Text);
    findings.add(Note, "possible_duplicate", records, [("first", first), ("second", second)]);
}
