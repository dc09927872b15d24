//! One column of bars for each measure that stands for itself.

use super::asked::{Asked, Made};
use super::names::label_of;
use super::{table, wording};
use crate::lang::labels::label;
use crate::output::chart::error::ChartError;
use crate::output::chart::model::{Body, Panel, Panels};
use crate::stats::query::{Measure, Topic, Unit};

/// Figures that stand for a measure of their own in a row of panels; the others only accompany one of them.
pub const HEADLINES: &[Measure] = &[
    Measure::Meetings,
    Measure::StaffCut,
    Measure::UnitsCut,
    Measure::PostsCut,
    Measure::AdminUnitsCut,
    Measure::Rate,
    Measure::Documents,
    Measure::Quantities,
];

pub fn panels(asked: &Asked<'_>) -> Result<Made, ChartError> {
    let summary = asked.summary;
    let lang = asked.lang;
    let shown = summary.measures.iter().copied().filter(|m| HEADLINES.contains(m) && table::has_figures(summary, *m));
    let measures: Vec<Measure> = shown.collect();
    if measures.is_empty() {
        return Err(asked.needs("measures"));
    }
    let panel = |&m: &Measure| Panel {
        title: match m {
            Measure::Rate if summary.query.topic == Topic::Overview => label(lang, "chart.short.congress").to_string(),
            _ => label_of(lang, "chart.short.", m.word()),
        },
        unit: wording::unit(summary, m, lang).unwrap_or_default(),
        whole: (m.unit() == Unit::Percent).then_some(100.0),
        values: asked.values(m),
    };
    let panels = measures.iter().map(panel).collect();
    Ok((Body::Panels(Panels { rows: asked.row_names(), panels }), measures, vec![]))
}
