//! The order of rows.

use super::keys::is_time;
use super::query::{Key, Measure, Query, Sort};
use super::summary::{KeyValue, Row};
use crate::lang::gazetteer::Gazetteer;
use crate::model::tag::*;
use rustc_hash::FxHashMap;

/// Whether a value is no ordinary one of its key; such rows come last.
pub const fn is_special(value: &KeyValue) -> bool {
    !matches!(value, KeyValue::Province(_) | KeyValue::Slug(_) | KeyValue::WholeProvince(_))
}

/// Whether the values of a key have an order of their own, not one by size.
const fn has_order(key: Key) -> bool {
    use Key::*;
    is_time(key) || matches!(key, Region | MacroRegion | Kind | Mode | Level | Status | Activity | Subject | Term | Type)
}

/// Place of a value in the order of its key; the same for all values of a key without one.
pub fn rank(key: Key, value: &KeyValue, geo: Geo) -> usize {
    let KeyValue::Slug(slug) = value else { return 0 };
    let at = |slugs: &mut dyn Iterator<Item = &str>| slugs.enumerate().find(|(_, s)| s == slug).map(|(at, _)| at);
    let place = match key {
        Key::Region => Gazetteer::get().regions(geo).position(|r| r.slug == slug.as_str()),
        Key::MacroRegion => at(&mut MacroRegion::ALL.iter().map(|v| v.slug())),
        Key::Kind => at(&mut MeetingKind::ALL.iter().map(|v| v.slug()).chain(QuantityKind::ALL.iter().map(|v| v.slug()))),
        Key::Mode => at(&mut Mode::ALL.iter().map(|v| v.slug())),
        Key::Level => at(&mut Level::ALL.iter().map(|v| v.slug())),
        Key::Status => at(&mut MeetingStatus::ALL.iter().map(|v| v.slug()).chain(StaffingStatus::ALL.iter().map(|v| v.slug()))),
        Key::Activity => at(&mut Activity::ALL.iter().map(|v| v.slug())),
        Key::Subject => {
            at(&mut StaffingSubject::ALL.iter().map(|v| v.slug()).chain(ProgressSubject::ALL.iter().map(|v| v.slug())))
        }
        Key::Type => at(&mut DocumentType::ALL.iter().map(|v| v.slug())),
        _ => Some(0),
    };
    place.unwrap_or(usize::MAX)
}

/// Sorts rows as the query says; equal ones by their keys, so that the order is always the same.
pub fn sort_rows<T>(rows: &mut [(Row, T)], keys: &[Key], query: &Query, measures: &[Measure]) {
    let asked = match (query.sort, query.top) {
        (Sort::Measure(measure), _) => measures.iter().position(|m| *m == measure).or(Some(0)),
        // The first rows of something are its largest.
        (Sort::Natural, Some(_)) => Some(0),
        _ => None,
    };
    let cell = |row: &Row, at: usize| row.cells.get(at).copied().flatten();
    // Names come by the sum of their rows, so that rows with the same first key stay together.
    let mut sums: Vec<FxHashMap<KeyValue, f64>> = vec![FxHashMap::default(); keys.len()];
    for (row, _) in rows.iter() {
        for (sums, value) in sums.iter_mut().zip(&row.keys) {
            *sums.entry(value.clone()).or_default() += cell(row, 0).unwrap_or(0.0);
        }
    }
    rows.sort_by(|(a, _), (b, _)| {
        let special = |r: &Row| r.keys.first().is_some_and(is_special);
        let mut order = special(a).cmp(&special(b));
        if let Some(at) = asked {
            let value = |r: &Row| cell(r, at).unwrap_or(f64::NEG_INFINITY);
            order = order.then_with(|| value(b).total_cmp(&value(a)));
        }
        for (at, key) in keys.iter().enumerate() {
            let (x, y) = (&a.keys[at], &b.keys[at]);
            order = order.then_with(|| is_special(x).cmp(&is_special(y)));
            if query.sort == Sort::Natural && !has_order(*key) {
                order = order.then_with(|| sums[at][y].total_cmp(&sums[at][x]));
            }
            order = order.then_with(|| rank(*key, x, query.geo).cmp(&rank(*key, y, query.geo))).then_with(|| x.cmp(y));
        }
        order
    });
}
