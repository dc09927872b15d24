//! The tile map: every province with its figure, or without one.

use super::asked::{Asked, Made};
use super::{classes, table};
use crate::lang::gazetteer::Gazetteer;
use crate::lang::labels::label;
use crate::output::chart::error::ChartError;
use crate::output::chart::model::{Body, PlacedTile, TileMap, Value};
use crate::stats::query::Key;
use crate::stats::summary::{KeyValue, Row};

pub fn tiles(asked: &Asked<'_>) -> Result<Made, ChartError> {
    let summary = asked.summary;
    if summary.keys != [Key::Province] {
        return Err(asked.needs("province_key"));
    }
    let measure = table::main_measure(summary);
    let gazetteer = Gazetteer::get();
    let geo = summary.query.geo;
    let code_of = |row: &Row| match row.keys.first() {
        Some(KeyValue::Province(code)) => Some(code.clone()),
        _ => None,
    };
    let row_of = |code: &str| summary.rows.iter().find(|row| code_of(row).as_deref() == Some(code));
    let provinces = gazetteer.tile_grid(geo).map(|t| PlacedTile {
        name: asked.key_name(Key::Province, &KeyValue::Province(t.code.to_string())).text,
        column: t.col.into(),
        row: t.row.into(),
        value: asked.value(row_of(t.code).and_then(|r| asked.cell(r, measure)), measure),
        inset: false,
    });
    // Hoàng Sa and Trường Sa belong to their provinces and have no figures of their own.
    let insets = gazetteer.tile_insets(geo).map(|t| PlacedTile {
        name: t.name.to_string(),
        column: t.col.into(),
        row: t.row.into(),
        value: Value { number: None, text: String::new() },
        inset: true,
    });
    let tiles: Vec<PlacedTile> = provinces.chain(insets).collect();
    let on_map = |row: &Row| code_of(row).is_some_and(|code| gazetteer.tile_grid(geo).any(|t| t.code == code));
    let others = summary.rows.iter().filter(|row| !on_map(row));
    let others = others.map(|row| (asked.row_name(row), asked.value(asked.cell(row, measure), measure))).collect();
    let numbers = summary.rows.iter().filter(|row| on_map(row)).map(|row| asked.cell(row, measure));
    let body = TileMap {
        classes: classes::classes(numbers, measure.unit(), asked.lang),
        tiles,
        others,
        none: label(asked.lang, "chart.no_figure").to_string(),
    };
    Ok((Body::Tiles(body), vec![measure], vec![]))
}
