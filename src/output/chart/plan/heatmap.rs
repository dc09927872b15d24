//! Rows by columns; periods without a row are columns too.

use super::asked::{Asked, Made};
use super::{classes, periods, table};
use crate::lang::labels::label;
use crate::output::chart::error::ChartError;
use crate::output::chart::model::{Body, Heatmap};

pub fn heatmap(asked: &Asked<'_>) -> Result<Made, ChartError> {
    let summary = asked.summary;
    if summary.keys.len() < 2 {
        return Err(asked.needs("two_keys"));
    }
    let measure = table::main_measure(summary);
    let time = summary.keys.iter().position(|&k| periods::is_time(k));
    let mut table = table::table(summary, measure, time.or_else(|| table::series_key(summary)))?;
    if let Some(at) = time {
        // Periods without a row are columns too, so that the columns are even steps of time.
        let (periods, _) = periods::periods(summary, at)?;
        table.widen(&periods);
    }
    let rows = table.rows.iter().map(|v| asked.joined(v, &table.row_keys)).collect();
    let columns = table.series.iter().filter_map(|v| table.series_key.map(|k| asked.key_name(k, v))).collect();
    let classes = classes::classes(table.cells.iter().flatten().copied(), measure.unit(), asked.lang);
    let cells = table.cells.iter().map(|row| row.iter().map(|&c| asked.value(c, measure)).collect()).collect();
    Ok((
        Body::Heatmap(Heatmap { rows, columns, cells, classes, none: label(asked.lang, "chart.no_figure").to_string() }),
        vec![measure],
        vec![],
    ))
}
