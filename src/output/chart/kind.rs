//! The kinds of chart.

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
