//! Which facts a question is about.

use super::facts::Fact;
use super::keys::{plain_value, values};
use super::load::*;
use super::query::{Condition, Key, Place, Query};
use super::summary::{KeyValue, Reason};
use super::words::plain_words;
use crate::model::tag::Geo;

/// The facts that the question is about, and those of which that cannot be told.
pub fn filter_facts(loaded: &Loaded, query: &Query, facts: Vec<Fact>) -> (Vec<Fact>, Vec<(Reason, Fact)>) {
    let mut left = Vec::new();
    let epoch = |d: chrono::NaiveDate| d.to_epoch_days();
    let (since, until) = (query.since.map(epoch), query.until.map(epoch));
    let kept = facts.into_iter().filter_map(|fact| {
        if !query.place.as_ref().is_none_or(|p| lies_in(loaded, &fact, p, query.geo))
            || !query.conditions.iter().all(|c| holds(loaded, &fact, c, query.geo))
        {
            return None;
        }
        if since.is_some() || until.is_some() {
            let Some((first, last)) = fact.says.days else {
                left.push((Reason::Undated, fact));
                return None;
            };
            if since.is_some_and(|s| last < s) || until.is_some_and(|u| first > u) {
                return None;
            }
        }
        Some(fact)
    });
    let kept = kept.collect();
    (kept, left)
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
        (Key::District | Key::Document | Key::Organiser | Key::Chair | Key::Outlet | Key::Issuer, KeyValue::Slug(_)) => {
            let (words, asked) = (plain_words(plain), plain_words(asked));
            !asked.is_empty() && words.windows(asked.len()).any(|w| w == asked.as_slice())
        }
        _ => false,
    }
}
