//! Summary → plan: plain numbers and finished texts, in drawing order. A family of charts in each file; nothing is computed here
//! that the summary does not hold.

pub mod focus;
pub mod panels;

mod asked;
mod bars;
mod blank;
mod classes;
mod heatmap;
mod lines;
mod names;
mod order;
mod pairs;
mod periods;
mod series;
mod table;
mod tiles;
mod wording;

use super::error::ChartError;
use super::kind::ChartKind;
use super::model::Plan;
use crate::lang::labels::Lang;
use crate::stats::query::{Measure, Topic};
use crate::stats::summary::{Summary, TotalOf};
use asked::Asked;
use names::clean;

/// More lines than this cross each other too much to be chosen unasked.
const EASY_LINES: usize = 4;

/// Turns a summary into a chart of `kind`.
///
/// # Errors
/// No row, no figure, a kind that the summary cannot give, or more series or periods than can be drawn.
pub fn plan(summary: &Summary, kind: ChartKind, lang: Lang) -> Result<Plan, ChartError> {
    if summary.rows.is_empty() {
        return Err(ChartError::Empty);
    }
    if summary.rows.iter().all(|row| row.cells.iter().all(Option::is_none)) {
        return Err(ChartError::NoFigures);
    }
    let kind = if kind == ChartKind::Auto { choose(summary) } else { kind };
    let ordered = order::for_chart(summary, kind);
    let summary = &ordered;
    let asked = &Asked { summary, lang, kind };
    let (mut body, measures, mut left_out) = match kind {
        ChartKind::Auto | ChartKind::Bar => bars::bar(asked)?,
        ChartKind::Grouped => bars::several(asked, false)?,
        ChartKind::Stacked => bars::several(asked, true)?,
        ChartKind::Line => lines::line(asked)?,
        ChartKind::Heatmap => heatmap::heatmap(asked)?,
        ChartKind::Completion => pairs::completion(asked)?,
        ChartKind::Bullet => pairs::bullet(asked)?,
        ChartKind::Dumbbell => pairs::dumbbell(asked)?,
        ChartKind::Tiles => tiles::tiles(asked)?,
        ChartKind::Panels => panels::panels(asked)?,
    };
    let blank = blank::take_blank(&mut body);
    left_out.extend((!blank.is_empty()).then(|| wording::named(lang, "chart.note.blank", &blank)));
    let mut notes = wording::notes(summary, lang);
    notes.splice(0..0, left_out);
    Ok(Plan {
        kind,
        lang,
        title: clean(&wording::title(summary, kind, &measures, lang)),
        subtitle: clean(&wording::subtitle(summary, kind, &measures, lang)),
        notes,
        source: wording::source(summary, lang),
        body,
    })
}

/// The kind that suits a summary.
fn choose(summary: &Summary) -> ChartKind {
    let has = |m: Measure| table::has_figures(summary, m);
    let time = summary.keys.iter().any(|&k| periods::is_time(k));
    let headlines = panels::HEADLINES.iter().filter(|&&m| has(m)).count();
    let rate = has(Measure::Rate) || (has(Measure::StatedPercent) && !has(Measure::Cut));
    match summary.keys.len() {
        0 | 1 if !time && (summary.query.topic == Topic::Overview || headlines > 1) => ChartKind::Panels,
        0 | 1 if !time && rate => ChartKind::Completion,
        0 | 1 if !time && (has(Measure::Cut) && has(Measure::Target)) => ChartKind::Bullet,
        0 | 1 if !time && (has(Measure::CutPercent) && has(Measure::TargetPercent)) => ChartKind::Bullet,
        // A line would join figures of different extent.
        1 if time && summary.footer.total_of.contains(&TotalOf::NoSumOfPeriods) => ChartKind::Bar,
        1 if time && periods::known_periods(summary) > 1 => ChartKind::Line,
        0 | 1 => ChartKind::Bar,
        2 => {
            let at = summary.keys.iter().position(|&k| periods::is_time(k));
            let series_at = at.map_or(table::series_key(summary), |at| Some(1 - at));
            let Ok(table) = table::table(summary, table::main_measure(summary), series_at) else { return ChartKind::Bar };
            let both_time = summary.keys.iter().all(|&k| periods::is_time(k));
            if time && !both_time && table.series.len() <= EASY_LINES && periods::known_periods(summary) > 1 {
                ChartKind::Line
            } else if !time && table.series.len() <= series::MOST_SERIES && table::stackable(summary, &table) {
                ChartKind::Stacked
            } else {
                ChartKind::Heatmap
            }
        }
        _ => ChartKind::Bar,
    }
}
