//! Completion of different activities, subjects and terms cannot share one row of bars. Where a question leaves them open, the
//! ones with the most rows are drawn; the others are named under the chart.

use super::names::{label_of, lower_first};
use super::table;
use crate::lang::labels::{Lang, fill};
use crate::output::number::format_count;
use crate::stats::names::key_name;
use crate::stats::query::{Condition, Key, Measure, Query};
use crate::stats::summary::{KeyValue, Row, Summary};
use std::collections::BTreeMap;

/// A question narrowed to what one chart can show.
#[derive(Debug, Clone, PartialEq)]
pub struct Focus {
    pub query: Query,
    /// What is not drawn.
    pub note: String,
}

/// The names told under the chart; more are counted.
const NAMED: usize = 4;

/// Narrows the question of a summary whose rows have keys that were not asked for; `None` where there are none.
pub fn focus(summary: &Summary, lang: Lang) -> Option<Focus> {
    let extra: Vec<usize> = (0..summary.keys.len()).filter(|at| !summary.query.by.contains(&summary.keys[*at])).collect();
    if extra.is_empty() {
        return None;
    }
    let drawn = |row: &Row| {
        let figure = [Measure::Rate, Measure::StatedPercent].iter().any(|m| table::cell(summary, row, *m).is_some());
        figure && !row.keys.first().is_some_and(table::is_neutral)
    };
    let mut groups: BTreeMap<Vec<KeyValue>, usize> = BTreeMap::new();
    for row in &summary.rows {
        *groups.entry(extra.iter().map(|at| row.keys[*at].clone()).collect()).or_default() += usize::from(drawn(row));
    }
    // Of as many rows the congress, what is known, and the latest term.
    let rank = |values: &[KeyValue], rows: usize| {
        let congress = values.iter().any(|v| matches!(v, KeyValue::Slug(s) if s == "congress"));
        (rows, congress, values.iter().filter(|v| matches!(v, KeyValue::Slug(_))).count(), values.to_vec())
    };
    let chosen = groups.iter().max_by_key(|(values, rows)| rank(values, **rows))?.0.clone();
    let mut query = summary.query.clone();
    for (at, value) in extra.iter().zip(&chosen) {
        let value = crate::stats::keys::plain_value(value).to_string();
        query.conditions.push(Condition { key: summary.keys[*at], values: vec![value], negated: false });
    }
    let name = |key: Key, value: &KeyValue| match value {
        KeyValue::Unknown => {
            format!("{}: {}", label_of(lang, "chart.key.", key.word()), lower_first(&key_name(key, value, query.geo, lang)))
        }
        value => lower_first(&key_name(key, value, query.geo, lang)),
    };
    let others: Vec<String> = groups
        .keys()
        .filter(|values| **values != chosen)
        .map(|values| extra.iter().zip(values).map(|(at, v)| name(summary.keys[*at], v)).collect::<Vec<_>>().join(", "))
        .collect();
    if others.is_empty() {
        return None;
    }
    let mut list = others.iter().take(NAMED).cloned().collect::<Vec<_>>().join("; ");
    if others.len() > NAMED {
        let more = format_count((others.len() - NAMED) as f64, lang);
        list = fill(lang, "chart.note.more", &[("list", &list), ("n", &more)]);
    }
    Some(Focus { note: fill(lang, "chart.note.others", &[("list", &list)]), query })
}
