//! Which facts a question is about.

use super::facts::Fact;
use super::keys::{plain_value, values};
use super::load::*;
use super::parse::nearest;
use super::query::{Condition, Key, Place, Query};
use super::summary::{KeyValue, Missing, Reason};
use super::words::plain_words;
use crate::model::tag::Geo;
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;

/// The facts that the question is about, and those of which that cannot be told. With `runs_on`, also those of before the time
/// asked for, whose figures hold until there are later ones.
pub fn filter_facts(loaded: &Loaded, query: &Query, facts: Vec<Fact>, runs_on: bool) -> (Vec<Fact>, Vec<(Reason, Fact)>) {
    let mut left = Vec::new();
    let kept = facts.into_iter().filter_map(|fact| match judge(loaded, query, &fact, runs_on) {
        Judged::About => Some(fact),
        Judged::Beside => None,
        Judged::Undated => {
            left.push((Reason::Undated, fact));
            None
        }
    });
    let kept = kept.collect();
    (kept, left)
}

/// Whether a question is about a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Judged {
    About,
    /// It may be: the fact has no date.
    Undated,
    Beside,
}

pub fn judge(loaded: &Loaded, query: &Query, fact: &Fact, runs_on: bool) -> Judged {
    let epoch = |d: chrono::NaiveDate| d.to_epoch_days();
    let (since, until) = (query.since.map(epoch), query.until.map(epoch));
    if !query.place.as_ref().is_none_or(|p| lies_in(loaded, fact, p, query.geo))
        || !query.conditions.iter().all(|c| holds(loaded, fact, c, query.geo))
    {
        return Judged::Beside;
    }
    if since.is_none() && until.is_none() {
        return Judged::About;
    }
    let Some((first, last)) = fact.says.days else { return Judged::Undated };
    let before = since.is_some_and(|s| last < s && !runs_on);
    if before || until.is_some_and(|u| first > u) { Judged::Beside } else { Judged::About }
}

/// Keys whose values are names that stand in articles: a wrong one finds nothing.
const fn is_name(key: Key) -> bool {
    matches!(key, Key::District | Key::Document | Key::Organiser | Key::Chair | Key::Outlet | Key::Issuer)
}

/// The names in the conditions of a question that no fact has, with the one of the data that was probably meant.
pub fn missing(loaded: &Loaded, query: &Query, facts: &[Vec<Fact>]) -> Vec<Missing> {
    missing_among(query, |key| facts.iter().flatten().flat_map(|f| values(loaded, f, key, query.geo)).collect())
}

/// The same, where `known` gives the values that facts have under a key.
pub fn missing_among(query: &Query, mut known: impl FnMut(Key) -> BTreeSet<KeyValue>) -> Vec<Missing> {
    let mut list = Vec::new();
    for condition in query.conditions.iter().filter(|c| is_name(c.key)) {
        let known = known(condition.key);
        for asked in &condition.values {
            if known.iter().any(|v| is_value(condition.key, v, asked)) {
                continue;
            }
            let plain = |text: &str| plain_words(text).join(" ");
            let names: Vec<(String, &str)> = known.iter().map(|v| (plain(plain_value(v)), plain_value(v))).collect();
            let near = nearest(&plain(asked), &names.iter().map(|n| n.0.as_str()).collect::<Vec<_>>());
            let near = near.and_then(|near| names.iter().find(|n| n.0 == near)).map(|n| n.1.to_string());
            list.push(Missing { key: condition.key, value: asked.clone(), near });
        }
    }
    list
}

/// The records, of these statements, that a question is about.
pub fn records_of(loaded: &Loaded, query: &Query, statements: &[Statement]) -> FxHashSet<Sym> {
    let facts = statements.iter().map(|s| Fact::new(*s)).collect();
    filter_facts(loaded, query, facts, false).0.iter().map(|f| f.says.record).collect()
}

fn lies_in(loaded: &Loaded, fact: &Fact, place: &Place, geo: Geo) -> bool {
    let own = &fact.says.place;
    let is = |key, geo, slug: &str| values(loaded, fact, key, geo).iter().any(|v| plain_value(v) == slug);
    match place {
        Place::Province(scheme, code) => is(Key::Province, *scheme, code),
        Place::District { province, name } => {
            own.geo == Geo::P63
                && loaded.texts.opt(own.province) == Some(province)
                && loaded.texts.opt(own.district).is_some_and(|d| plain_words(d) == plain_words(name))
        }
        Place::Region(slug) => is(Key::Region, geo, slug),
        Place::MacroRegion(region) => is(Key::MacroRegion, geo, region.slug()),
    }
}

fn holds(loaded: &Loaded, fact: &Fact, condition: &Condition, geo: Geo) -> bool {
    let values = values(loaded, fact, condition.key, geo);
    let any = values.iter().any(|value| condition.values.iter().any(|asked| is_value(condition.key, value, asked)));
    any != condition.negated
}

/// Slugs and codes as they are; names in any case and without marks, also a part of them.
fn is_value(key: Key, value: &KeyValue, asked: &str) -> bool {
    let plain = plain_value(value);
    if plain == asked {
        return true;
    }
    match (key, value) {
        (key, KeyValue::Slug(_)) if is_name(key) => {
            let (words, asked) = (plain_words(plain), plain_words(asked));
            !asked.is_empty() && words.windows(asked.len()).any(|w| w == asked.as_slice())
        }
        _ => false,
    }
}
