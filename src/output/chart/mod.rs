//! Charts: `plan` turns a summary into plain numbers and texts (tested as data); the body files lay a plan out as shapes on a
//! scene (tested as data too: nothing cut, nothing overlapping); `render` draws a scene with any plotters backend.
//!
//! ```text
//! Summary ─ plan, wording ─▶ Plan ─ bar, line, completion, heatmap, tiles, panels ─▶ Scene ─ render ─▶ PNG, SVG
//! ```

pub mod plan;
pub mod render;

mod bar;
mod body;
mod completion;
mod focus;
mod font;
mod heatmap;
mod line;
mod palette;
mod panels;
mod rows;
mod scene;
mod shape;
mod tiles;
mod wording;

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

pub use focus::{Focus, focus};
pub use plan::{Plan, plan};
pub use render::{Format, Size, render};

use crate::lang::labels::{Lang, fill, label};

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChartKind {
    /// What suits the summary.
    Auto,
    /// Horizontal bars of one measure.
    Bar,
    Grouped,
    Stacked,
    /// Over time; a period without figures is a gap.
    Line,
    Heatmap,
    /// Done of total, with the rate.
    Completion,
    /// Cut against target.
    Bullet,
    /// Before and after.
    Dumbbell,
    /// Tile map of the provinces.
    Tiles,
    /// One column of bars per measure, over the same rows.
    Panels,
}

impl ChartKind {
    pub const ALL: [ChartKind; 11] = [
        ChartKind::Auto,
        ChartKind::Bar,
        ChartKind::Grouped,
        ChartKind::Stacked,
        ChartKind::Line,
        ChartKind::Heatmap,
        ChartKind::Completion,
        ChartKind::Bullet,
        ChartKind::Dumbbell,
        ChartKind::Tiles,
        ChartKind::Panels,
    ];

    /// The word of `--kind`.
    pub const fn word(self) -> &'static str {
        match self {
            ChartKind::Auto => "auto",
            ChartKind::Bar => "bar",
            ChartKind::Grouped => "grouped",
            ChartKind::Stacked => "stacked",
            ChartKind::Line => "line",
            ChartKind::Heatmap => "heatmap",
            ChartKind::Completion => "completion",
            ChartKind::Bullet => "bullet",
            ChartKind::Dumbbell => "dumbbell",
            ChartKind::Tiles => "tiles",
            ChartKind::Panels => "panels",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

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
                let needs = label_of(lang, "chart.needs.", what);
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

/// The label for `prefix` + `word`.
fn label_of(lang: Lang, prefix: &str, word: &str) -> String {
    label(lang, &format!("{prefix}{word}")).to_string()
}
