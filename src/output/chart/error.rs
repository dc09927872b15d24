//! Why there is no chart.

use super::kind::ChartKind;
use crate::lang::labels::{Lang, fill, label};

/// Why there is no chart: what is wrong, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChartError {
    /// The query gives no row.
    Empty,
    /// Rows, but no figure in any.
    NoFigures,
    /// The kind needs keys or measures that the summary does not have. `what` ends the label key `chart.needs.…`.
    Needs { kind: ChartKind, what: &'static str },
    /// More series than can be told apart.
    TooManySeries { found: usize, most: usize },
    /// More periods between first and last than can be drawn.
    TooManyPeriods { found: usize, most: usize },
    /// The height asked for is below what legible rows need (pixels before scaling).
    TooLow { height: u32, needed: u32 },
    /// The width asked for leaves no room beside the names.
    TooNarrow { width: u32 },
    /// A size that no picture can have.
    BadSize { width: u32, height: u32 },
    /// The drawing library failed.
    Draw(String),
}

impl ChartError {
    /// The message for people.
    pub fn message(&self, lang: Lang) -> String {
        let n = |value: &dyn ToString| value.to_string();
        match self {
            ChartError::Empty => label(lang, "chart.error.empty").to_string(),
            ChartError::NoFigures => label(lang, "chart.error.no_figures").to_string(),
            ChartError::Needs { kind, what } => {
                let needs = label(lang, &format!("chart.needs.{what}")).to_string();
                fill(lang, "chart.error.needs", &[("kind", kind.word()), ("what", &needs)])
            }
            ChartError::TooManySeries { found, most } => {
                fill(lang, "chart.error.too_many_series", &[("found", &n(found)), ("most", &n(most))])
            }
            ChartError::TooManyPeriods { found, most } => {
                fill(lang, "chart.error.too_many_periods", &[("found", &n(found)), ("most", &n(most))])
            }
            ChartError::TooLow { height, needed } => {
                fill(lang, "chart.error.too_low", &[("height", &n(height)), ("needed", &n(needed))])
            }
            ChartError::TooNarrow { width } => fill(lang, "chart.error.too_narrow", &[("width", &n(width))]),
            ChartError::BadSize { width, height } => {
                fill(lang, "chart.error.bad_size", &[("width", &n(width)), ("height", &n(height))])
            }
            ChartError::Draw(why) => fill(lang, "chart.error.draw", &[("why", why)]),
        }
    }
}

impl std::fmt::Display for ChartError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message(Lang::En))
    }
}

impl std::error::Error for ChartError {}
