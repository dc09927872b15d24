//! A chart in plain numbers and finished texts, in drawing order: what `plan` makes and `draw` lays out.

use super::kind::ChartKind;
use crate::lang::labels::{Lang, label};
use crate::output::number::{format_count, format_percent};
use crate::stats::query::Unit;

/// A chart in plain data.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Never `Auto`.
    pub kind: ChartKind,
    pub lang: Lang,
    pub title: String,
    /// Filters, period and unit; may be empty.
    pub subtitle: String,
    /// What is left out or inferred, one line each.
    pub notes: Vec<String>,
    pub source: String,
    pub body: Body,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    Bars(Bars),
    Panels(Panels),
    Lines(Lines),
    Heatmap(Heatmap),
    Completion(Completion),
    Pairs(Pairs),
    Tiles(TileMap),
}

/// The name of a row, column or series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    pub text: String,
    /// Drawn in grey: unknown, national, rest.
    pub neutral: bool,
    /// Stands below the others with its figure in words: the whole country beside provinces, which it would dwarf.
    pub apart: bool,
}

impl Name {
    /// An ordinary name.
    pub fn plain(text: String) -> Self {
        Self { text, neutral: false, apart: false }
    }
}

/// A figure and how it is written. `None` is "no such figure".
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    pub number: Option<f64>,
    pub text: String,
}

impl Value {
    /// A number as a language writes it; what is no number is said not to be known.
    pub fn of(number: Option<f64>, unit: Unit, lang: Lang) -> Self {
        let number = number.filter(|n| n.is_finite());
        let text = match (number, unit) {
            (None, _) => label(lang, "chart.no_figure").to_string(),
            (Some(n), Unit::Count | Unit::Points) => format_count(n, lang),
            (Some(n), Unit::Percent) => format_percent(n, lang),
        };
        Self { number, text }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    pub name: Name,
    pub values: Vec<Value>,
}

/// Horizontal bars: one series, or several beside (`stacked` false) or after each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Bars {
    pub rows: Vec<Name>,
    pub series: Vec<Series>,
    pub stacked: bool,
    /// What the parts of each row add up to; none for bars that are not stacked.
    pub totals: Vec<Value>,
}

/// A column of bars for each measure; the series' names are the titles.
#[derive(Debug, Clone, PartialEq)]
pub struct Panels {
    pub rows: Vec<Name>,
    pub panels: Vec<Panel>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    pub title: String,
    pub unit: String,
    /// The length of a whole bar, where there is one (100%).
    pub whole: Option<f64>,
    pub values: Vec<Value>,
}

/// Values over all periods from first to last; the series' values are as many as the periods.
#[derive(Debug, Clone, PartialEq)]
pub struct Lines {
    pub periods: Vec<String>,
    pub series: Vec<Series>,
    pub unit: Unit,
    pub lang: Lang,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Heatmap {
    pub rows: Vec<Name>,
    pub columns: Vec<Name>,
    /// By row, then column.
    pub cells: Vec<Vec<Value>>,
    pub classes: Vec<Class>,
    /// What a cell without a figure is called.
    pub none: String,
}

/// A class of the colour scale: values up to and with `most`.
#[derive(Debug, Clone, PartialEq)]
pub struct Class {
    pub most: f64,
    pub text: String,
}

/// Done of total.
#[derive(Debug, Clone, PartialEq)]
pub struct Completion {
    pub rows: Vec<Done>,
    /// "100%".
    pub whole: String,
    /// What the mark of a target is called.
    pub target: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Done {
    pub name: Name,
    pub rate: Value,
    /// "81/82", or empty.
    pub counts: String,
    /// In per cent.
    pub target: Option<Value>,
}

/// Two figures a row: cut and target (bullet), before and after (dumbbell).
#[derive(Debug, Clone, PartialEq)]
pub struct Pairs {
    pub first: String,
    pub second: String,
    pub rows: Vec<(Name, Value, Value)>,
    /// Dots on a line rather than a bar with a mark.
    pub dumbbell: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct TileMap {
    pub tiles: Vec<PlacedTile>,
    pub classes: Vec<Class>,
    /// Rows that are no province: national, whole regions, unknown.
    pub others: Vec<(Name, Value)>,
    /// What a tile without a figure is called in the legend.
    pub none: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct PlacedTile {
    pub name: String,
    pub column: u32,
    pub row: u32,
    pub value: Value,
    pub inset: bool,
}
