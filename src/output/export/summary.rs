//! A summary for other programs: words of the command line as names, slugs and codes as values, exact numbers.

use crate::lang::gazetteer::Gazetteer;
use crate::model::tag::Geo;
use crate::output::columns::{Column as Figures, Part, columns};
use crate::stats::keys::plain_value;
use crate::stats::query::{Key, Measure, Query, Sort, Unit};
use crate::stats::summary::{Cell, Change, KeyValue, Pivot, Row, Summary};
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

/// A column of what stands behind rows.
type Counted = (&'static str, fn(&Row) -> usize);

/// Rows as a frame: a column per key (beside a province's code its name and the scheme of the code) and measure, then what
/// stands behind each row. The total is left out: whoever adds up the column would count everything twice.
pub fn summary_frame(summary: &Summary) -> PolarsResult<DataFrame> {
    let rows = &summary.rows;
    let geo = summary.query.geo;
    let (mut columns_of_keys, mut figures): (Vec<Column>, Vec<Column>) = (Vec::new(), Vec::new());
    for (at, key) in summary.keys.iter().enumerate() {
        let values: Vec<Option<&str>> = rows.iter().map(|r| r.keys.get(at).map(plain_value)).collect();
        columns_of_keys.push(Column::new(key.word().into(), values));
        if *key == Key::Province {
            let names: Vec<Option<&str>> = rows.iter().map(|r| r.keys.get(at).and_then(|v| province_name(v, geo))).collect();
            columns_of_keys.push(Column::new("province_name".into(), names));
        }
    }
    if summary.keys.iter().chain(summary.pivot.as_ref().map(|p| &p.key)).any(|k| has_codes(*k)) {
        columns_of_keys.push(Column::new("geo".into(), vec![geo.slug(); rows.len()]));
    }
    for column in columns(summary) {
        let values: Vec<Option<f64>> = (0..rows.len()).map(|row| column.of_row(summary, row)).collect();
        // Whole things are whole numbers in a file: 61, not 61.0.
        let whole = column.unit() == Unit::Count && values.iter().flatten().all(|v| v.fract() == 0.0);
        let mut name = column_name(summary, &column);
        // A paper may be called "total".
        while columns_of_keys.iter().chain(&figures).any(|c| c.name() == name.as_str()) {
            name.push('_');
        }
        figures.push(if whole {
            Column::new(name.into(), values.iter().map(|v| v.map(|v| v as i64)).collect::<Vec<_>>())
        } else {
            Column::new(name.into(), values)
        });
    }
    // What was asked for as a measure stands there already.
    let named = |name: &str| figures.iter().any(|c| c.name() == name);
    let behind: [Counted; 3] = [("facts", |r| r.facts), ("statements", |r| r.statements), ("articles", |r| r.articles)];
    let more: Vec<Column> = behind
        .into_iter()
        .filter(|(name, _)| !named(name))
        .map(|(name, value)| Column::new(name.into(), rows.iter().map(|r| value(r) as u64).collect::<Vec<_>>()))
        .collect();
    columns_of_keys.extend(figures);
    columns_of_keys.extend(more);
    DataFrame::new_infer_height(columns_of_keys)
}

/// The name of a column of figures: the measure; in a pivot the value at its head, with the measure behind a point where there
/// are several. A province is named, as its code says nothing without its scheme.
fn column_name(summary: &Summary, column: &Figures) -> String {
    let mut name = match (&summary.pivot, column.head(summary)) {
        (None, _) => column.measure.word().to_string(),
        (Some(_), Some(value)) => province_name(value, summary.query.geo).unwrap_or_else(|| plain_value(value)).to_string(),
        (Some(_), None) => "total".to_string(),
    };
    if summary.pivot.is_some() && summary.measures.len() > 1 {
        name = format!("{name}.{}", column.measure.word());
    }
    match (column.part, column.unit()) {
        (Part::Figure, _) => name,
        (Part::Change, Unit::Points) => name + "_change_points",
        (Part::Change, _) => name + "_change",
        (Part::ChangePercent, _) => name + "_change_percent",
    }
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
        "rows": summary.rows.iter().enumerate().map(|(at, r)| with_cells(summary, at, row_json(summary, r))).collect::<Vec<_>>(),
        "pivot": summary.pivot.as_ref().map(|p| p.key.word()),
        "columns": summary.pivot.as_ref().map(|p| columns_json(summary, p)),
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
            "carried_forward": footer.carried,
            "compared": footer.compared.map(|c| json!({"rows": c.compared, "other_places": c.other_places, "first": c.first, "gaps": c.gaps})),
            "share_of": footer.share_of.map(|s| json!({"measure": s.measure.word(), "whole": s.whole, "unknown": s.unknown})),
            "rows_without_distance": footer.no_distance,
            "not_in_data": footer
                .missing
                .iter()
                .map(|m| json!({"key": m.key.word(), "value": m.value, "near": m.near}))
                .collect::<Vec<_>>(),
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
    behind_json(&mut object, &summary.measures, row);
    Value::Object(object)
}

/// Figures, and what stands behind them.
fn behind_json(object: &mut Map<String, Value>, measures: &[Measure], row: &Row) {
    figures_json(object, measures, &row.cells, &row.changes);
    object.insert("facts".into(), row.facts.into());
    object.insert("statements".into(), row.statements.into());
    object.insert("articles".into(), row.articles.into());
    object.insert("carried_forward".into(), row.carried.into());
    object.insert("fact_ids".into(), json!(row.fact_ids));
}

fn figures_json(object: &mut Map<String, Value>, measures: &[Measure], cells: &[Cell], changes: &[Change]) {
    for (at, (measure, cell)) in measures.iter().zip(cells).enumerate() {
        object.insert(measure.word().into(), json!(cell));
        if let Some(change) = changes.get(at) {
            let points = measure.unit() != Unit::Count;
            object.insert(format!("{}_change{}", measure.word(), if points { "_points" } else { "" }), json!(change.absolute));
            if !points {
                object.insert(format!("{}_change_percent", measure.word()), json!(change.percent));
            }
        }
    }
}

/// The row with its cells of the pivot, in the order of the columns; `null` where no fact fits.
fn with_cells(summary: &Summary, at: usize, mut row: Value) -> Value {
    if let (Some(pivot), Value::Object(object)) = (&summary.pivot, &mut row) {
        let cell = |c: &Option<Row>| c.as_ref().map_or(Value::Null, |c| cell_json(summary, c));
        let cells = pivot.cells.get(at).map(|cells| cells.iter().map(cell).collect::<Vec<_>>());
        object.insert("cells".into(), json!(cells));
    }
    row
}

/// A cell or total of a pivot: its keys are those of its row and column.
fn cell_json(summary: &Summary, row: &Row) -> Value {
    let mut object = Map::new();
    behind_json(&mut object, &summary.measures, row);
    Value::Object(object)
}

fn columns_json(summary: &Summary, pivot: &Pivot) -> Vec<Value> {
    let column = |(at, value): (usize, &KeyValue)| {
        let total = pivot.column_totals.get(at).map(|t| cell_json(summary, t));
        let mut object = Map::new();
        object.insert(pivot.key.word().into(), plain_value(value).into());
        if pivot.key == Key::Province {
            object.insert("province_name".into(), province_name(value, summary.query.geo).into());
        }
        object.insert("total".into(), json!(total));
        Value::Object(object)
    };
    pivot.columns.iter().enumerate().map(column).collect()
}

/// A question for other programs.
pub fn question_json(query: &Query) -> Value {
    let condition = |c: &crate::stats::query::Condition| {
        format!("{}{}={}", c.key.word(), if c.negated { "!" } else { "" }, c.values.join(","))
    };
    json!({
        "topic": query.topic.word(),
        "by": query.by.iter().map(|k| k.word()).collect::<Vec<_>>(),
        "pivot": query.pivot.map(|k| k.word()),
        "measures": query.measures.iter().map(|m| m.word()).collect::<Vec<_>>(),
        "compare": query.compare.map(|c| c.word()),
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
