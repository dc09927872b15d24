//! Which quantities are one: the same number of the same unit and place; and in reports of one event the same number whatever
//! place each reads, where the units do not differ.
//!
//! Two articles are of one event when they print one text, or appear within three days of each other and have at least three
//! numbers in common that do not come by chance (two significant digits and a thousand, or a fraction).

use super::facts::{Fact, set_hash};
use super::load::*;
use super::words::Names;
use crate::model::tag::*;
use rustc_hash::FxHashMap;

/// Days between two reports of one event.
const APART: i32 = 3;
/// Numbers that two reports of one event have in common.
const COMMON: usize = 3;
/// Articles with one number in common that an article is compared with.
const NEIGHBOURS: usize = 16;

/// What a number is: kind, value, upper end.
type Number = (QuantityKind, u64, u64);

fn number(s: &Statement) -> Option<(QuantitySays, Number)> {
    let Says::Quantity(q) = s.says else { return None };
    Some((q, (q.kind, q.value.to_bits(), q.high.map_or(0, f64::to_bits))))
}

/// "3 ngày" stands in any two articles; 131.487 does not by chance.
fn is_telling(q: &QuantitySays) -> bool {
    q.value >= 1000.0 || q.value.fract() != 0.0
}

/// Whether a number is so seldom printed that it speaks for one event: 10.000 does not, 131.487, 46,6% and 90.000 tỷ do.
fn is_rare(q: &QuantitySays) -> bool {
    const HUGE: f64 = 1e12;
    let mut digits = q.value;
    while digits >= 10.0 && digits % 10.0 == 0.0 {
        digits /= 10.0;
    }
    is_telling(q) && (digits >= 10.0 || q.value >= HUGE)
}

pub fn join(loaded: &Loaded, mut statements: Vec<Statement>, names: &mut Names) -> Vec<Fact> {
    let texts = &loaded.texts;
    statements.sort_by(|a, b| texts.get(a.record).cmp(texts.get(b.record)));
    let events = events(loaded, &statements);
    let mut of_event: FxHashMap<(Number, Sym), Vec<usize>> = FxHashMap::default();
    let mut of_words = FxHashMap::default();
    let mut facts: Vec<Fact> = Vec::new();
    for statement in statements {
        let Some((q, number)) = number(&statement) else { continue };
        let unit = q.unit.map(|u| names.words(texts, u));
        // The unit and the place are part of what is said, and a small number is its article's own.
        let place = Place { scope: Scope::Unknown, ..statement.place };
        let words = (number, unit.as_ref().map_or(0, |u| set_hash(u)), place, (!is_telling(&q)).then_some(statement.article));
        let mut fits = |fact: &Fact| {
            let Says::Quantity(other) = fact.says.says else { return false };
            let (Some(unit), Some(other)) = (&unit, other.unit) else { return true };
            is_telling(&q) || names.words(texts, other).iter().any(|w| unit.binary_search(w).is_ok())
        };
        let list = events.get(&statement.article).map(|event| of_event.entry((number, *event)).or_default());
        let in_event = list.as_ref().and_then(|list| list.iter().copied().find(|n| fits(&facts[*n])));
        let at = match in_event.or_else(|| of_words.get(&words).copied()) {
            Some(at) => {
                facts[at].members.push(statement);
                at
            }
            None => {
                facts.push(Fact::new(statement));
                facts.len() - 1
            }
        };
        of_words.entry(words).or_insert(at);
        if let Some(list) = list.filter(|list| !list.contains(&at)) {
            list.push(at);
        }
    }
    facts
}

/// Articles that report one event with others, each with the first of them by id.
fn events(loaded: &Loaded, statements: &[Statement]) -> FxHashMap<Sym, Sym> {
    let mut rare: FxHashMap<Sym, Vec<Number>> = FxHashMap::default();
    for (s, (q, number)) in statements.iter().filter_map(|s| Some((s, number(s)?))) {
        if is_rare(&q) {
            rare.entry(s.article).or_default().push(number);
        }
    }
    let mut articles: Vec<(Sym, Vec<Number>)> = rare.into_iter().collect();
    articles.sort_by(|a, b| loaded.texts.get(a.0).cmp(loaded.texts.get(b.0)));
    let mut of_number: FxHashMap<Number, Vec<usize>> = FxHashMap::default();
    for (at, (_, numbers)) in articles.iter_mut().enumerate() {
        numbers.sort_unstable();
        numbers.dedup();
        if numbers.len() >= COMMON {
            numbers.iter().for_each(|n| of_number.entry(*n).or_default().push(at));
        }
    }
    let day = |at: usize| loaded.published(articles[at].0);
    let common = |a: usize, b: usize| articles[a].1.iter().filter(|n| articles[b].1.binary_search(n).is_ok()).count();
    let mut first: Vec<usize> = (0..articles.len()).collect();
    let mut lists: Vec<(Number, Vec<usize>)> = of_number.into_iter().filter(|(_, list)| list.len() > 1).collect();
    lists.sort_unstable();
    for (_, mut list) in lists {
        list.sort_unstable_by_key(|at| (day(*at), *at));
        for n in 1..list.len() {
            for earlier in &list[n.saturating_sub(NEIGHBOURS)..n] {
                let near = day(*earlier).zip(day(list[n])).is_some_and(|(x, y)| y - x <= APART);
                let (a, b) = (root(&mut first, *earlier), root(&mut first, list[n]));
                if near && a != b && common(*earlier, list[n]) >= COMMON {
                    first[a.max(b)] = a.min(b);
                }
            }
        }
    }
    let mut events = FxHashMap::default();
    for at in 0..articles.len() {
        let root = root(&mut first, at);
        if root != at {
            events.insert(articles[root].0, articles[root].0);
            events.insert(articles[at].0, articles[root].0);
        }
    }
    // Copies of one text that are of no such event are one of their own.
    for (article, info) in &loaded.articles {
        if let Some(story) = info.story {
            events.entry(*article).or_insert(story);
        }
    }
    events
}

fn root(first: &mut [usize], mut at: usize) -> usize {
    while first[at] != at {
        first[at] = first[first[at]];
        at = first[at];
    }
    at
}
