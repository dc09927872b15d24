//! Done of total; cut against target; before and after.

use super::asked::{Asked, Made};
use super::names::label_of;
use super::table;
use crate::lang::labels::label;
use crate::output::chart::error::ChartError;
use crate::output::chart::model::{Body, Completion, Done, Pairs};
use crate::output::number::{format_count, format_percent};
use crate::stats::query::Measure;
use crate::stats::summary::Row;

pub fn completion(asked: &Asked<'_>) -> Result<Made, ChartError> {
    let lang = asked.lang;
    let done = |row: &Row| {
        let rate = asked.cell(row, Measure::Rate).or_else(|| asked.cell(row, Measure::StatedPercent));
        let counts = match (asked.cell(row, Measure::Done), asked.cell(row, Measure::Total)) {
            (Some(done), Some(total)) => format!("{}/{}", format_count(done, lang), format_count(total, lang)),
            (Some(done), None) => format_count(done, lang),
            _ => String::new(),
        };
        let target = asked.cell(row, Measure::TargetPercent).map(|t| asked.value(Some(t), Measure::TargetPercent));
        Done { name: asked.row_name(row), rate: asked.value(rate, Measure::Rate), counts, target }
    };
    let rows: Vec<Done> = asked.summary.rows.iter().map(done).collect();
    if rows.iter().all(|r| r.rate.number.is_none()) {
        return Err(asked.needs("rate"));
    }
    let body = Completion { rows, whole: format_percent(100.0, lang), target: label(lang, "chart.target").to_string() };
    Ok((Body::Completion(body), vec![Measure::Rate], vec![]))
}

pub fn bullet(asked: &Asked<'_>) -> Result<Made, ChartError> {
    let both = |a: Measure, b: Measure| {
        asked.summary.rows.iter().any(|row| asked.cell(row, a).is_some() && asked.cell(row, b).is_some())
    };
    let (cut, target) = if both(Measure::Cut, Measure::Target) {
        (Measure::Cut, Measure::Target)
    } else if both(Measure::CutPercent, Measure::TargetPercent) {
        (Measure::CutPercent, Measure::TargetPercent)
    } else {
        return Err(asked.needs("target"));
    };
    Ok((pairs(asked, cut, target, false), vec![cut, target], vec![]))
}

pub fn dumbbell(asked: &Asked<'_>) -> Result<Made, ChartError> {
    let (before, after) = (Measure::Before, Measure::After);
    if !table::has_figures(asked.summary, before) || !table::has_figures(asked.summary, after) {
        return Err(asked.needs("before_after"));
    }
    Ok((pairs(asked, before, after, true), vec![before, after], vec![]))
}

fn pairs(asked: &Asked<'_>, first: Measure, second: Measure, dumbbell: bool) -> Body {
    let short = |m: Measure| label_of(asked.lang, "chart.short.", m.word());
    let row = |row: &Row| {
        let [a, b] = [first, second].map(|m| asked.value(asked.cell(row, m), m));
        (asked.row_name(row), a, b)
    };
    let rows = asked.summary.rows.iter().map(row).collect();
    Body::Pairs(Pairs { first: short(first), second: short(second), rows, dumbbell })
}
