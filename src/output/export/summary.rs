//! A summary for other programs: words of the command line as names, slugs and codes as values, exact numbers.

use crate::lang::gazetteer::Gazetteer;
use crate::model::tag::Geo;
use crate::stats::keys::plain_value;
use crate::stats::query::{Key, Query, Sort, Unit};
use crate::stats::summary::{KeyValue, Row, Summary};
use polars::prelude::*;
use serde_json::{Map, Value, json};

/// Whether values of a key hold codes that mean nothing without their scheme.
const fn has_codes(key: Key) -> bool {
    matches!(key, Key::Province | Key::District)
}

/// The province that a value names, in the geography of the summary.
fn province_name(value: &KeyValue, geo: Geo) -> Option<&'static str> {
    match value {
        KeyValue::Province(code) | KeyValue::WholeProvince(code) => Gazetteer::get().name_of(code, geo),
        _ => None,
    }
}

/// Rows as a frame: a column per key (beside a province's code its name and the scheme of the code) and measure, then what
/// stands behind each row. The total is left out: whoever adds up the column would count everything twice.
pub fn summary_frame(summary: &Summary) -> PolarsResult<DataFrame> {
    let rows = &summary.rows;
    let geo = summary.query.geo;
    let mut columns: Vec<Column> = Vec::new();
    for (at, key) in summary.keys.iter().enumerate() {
        let values: Vec<Option<&str>> = rows.iter().map(|r| r.keys.get(at).map(plain_value)).collect();
        columns.push(Column::new(key.word().into(), values));
        if *key == Key::Province {
            let names: Vec<Option<&str>> = rows.iter().map(|r| r.keys.get(at).and_then(|v| province_name(v, geo))).collect();
            columns.push(Column::new("province_name".into(), names));
        }
    }
    if summary.keys.iter().any(|k| has_codes(*k)) {
        columns.push(Column::new("geo".into(), vec![geo.slug(); rows.len()]));
    }
    for (at, measure) in summary.measures.iter().enumerate() {
        let values: Vec<Option<f64>> = rows.iter().map(|r| r.cells.get(at).copied().flatten()).collect();
        // Whole things are whole numbers in a file: 61, not 61.0.
        let whole = measure.unit() == Unit::Count && values.iter().flatten().all(|v| v.fract() == 0.0);
        columns.push(if whole {
            Column::new(measure.word().into(), values.iter().map(|v| v.map(|v| v as i64)).collect::<Vec<_>>())
        } else {
            Column::new(measure.word().into(), values)
        });
    }
    let mut behind = |name: &'static str, value: fn(&Row) -> usize| {
        columns.push(Column::new(name.into(), rows.iter().map(|r| value(r) as u64).collect::<Vec<_>>()));
    };
    behind("facts", |r| r.facts);
    behind("statements", |r| r.statements);
    behind("articles", |r| r.articles);
    DataFrame::new_infer_height(columns)
}

/// The whole answer: question, rows with the ids of their facts, total, footer.
pub fn summary_json(summary: &Summary) -> Value {
    let footer = &summary.footer;
    let left_out: Vec<Value> = footer
        .left_out
        .iter()
        .map(|l| json!({"reason": l.reason.label_key().trim_start_matches("reason."), "record_ids": l.record_ids}))
        .collect();
    json!({
        "question": question_json(&summary.query),
        "keys": summary.keys.iter().map(|k| k.word()).collect::<Vec<_>>(),
        "measures": summary.measures.iter().map(|m| m.word()).collect::<Vec<_>>(),
        "rows": summary.rows.iter().map(|r| row_json(summary, r)).collect::<Vec<_>>(),
        "total": summary.total.as_ref().map(|r| row_json(summary, r)),
        "footer": {
            "facts": footer.facts,
            "statements": footer.statements,
            "articles": footer.articles,
            "first_day": footer.first_day,
            "last_day": footer.last_day,
            "inferred_years": footer.inferred_years,
            "inferred_places": footer.inferred_places,
            "contested": footer.contested,
            "left_out": left_out,
            "congress_subject": footer.congress_subject,
            "congress_term": footer.congress_term,
            "built_in": footer.built_in,
        },
    })
}

fn row_json(summary: &Summary, row: &Row) -> Value {
    let mut object = Map::new();
    for (key, value) in summary.keys.iter().zip(&row.keys) {
        object.insert(key.word().into(), plain_value(value).into());
        if *key == Key::Province {
            object.insert("province_name".into(), province_name(value, summary.query.geo).into());
        }
    }
    if summary.keys.iter().any(|k| has_codes(*k)) {
        object.insert("geo".into(), summary.query.geo.slug().into());
    }
    for (measure, cell) in summary.measures.iter().zip(&row.cells) {
        object.insert(measure.word().into(), json!(cell));
    }
    object.insert("facts".into(), row.facts.into());
    object.insert("statements".into(), row.statements.into());
    object.insert("articles".into(), row.articles.into());
    object.insert("fact_ids".into(), json!(row.fact_ids));
    Value::Object(object)
}

fn question_json(query: &Query) -> Value {
    let condition = |c: &crate::stats::query::Condition| {
        format!("{}{}={}", c.key.word(), if c.negated { "!" } else { "" }, c.values.join(","))
    };
    json!({
        "topic": query.topic.word(),
        "by": query.by.iter().map(|k| k.word()).collect::<Vec<_>>(),
        "where": query.conditions.iter().map(condition).collect::<Vec<_>>(),
        "since": query.since.map(|d| d.to_string()),
        "until": query.until.map(|d| d.to_string()),
        "in": query.place.as_ref().map(place_json),
        "geo": query.geo.slug(),
        "top": query.top,
        "sort": match query.sort { Sort::Natural => "natural", Sort::Key => "key", Sort::Measure(m) => m.word() },
        "statements": query.statements,
    })
}

fn place_json(place: &crate::stats::query::Place) -> Value {
    use crate::stats::query::Place;
    match place {
        Place::Province(geo, code) => json!({"province": code, "geo": geo.slug()}),
        Place::District { province, name } => json!({"province": province, "geo": "63", "district": name}),
        Place::Region(slug) => json!({"region": slug}),
        Place::MacroRegion(region) => json!({"macro_region": region.slug()}),
    }
}
