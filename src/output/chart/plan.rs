//! Summary → plan: plain numbers and finished texts, in drawing order. Nothing is computed here that the summary does not hold.

use super::shape::{self, Table};
use super::wording;
use super::{ChartError, ChartKind, label_of};
use crate::lang::gazetteer::Gazetteer;
use crate::lang::labels::{Lang, fill, label};
use crate::output::number::{format_count, format_percent};
use crate::stats::names::key_name;
use crate::stats::query::{Key, Measure, Topic, Unit};
use crate::stats::summary::{Cell, KeyValue, Row, Summary};
use unicode_normalization::UnicodeNormalization;

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

/// A figure and how it is written. `None` is "no such figure".
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    pub number: Option<f64>,
    pub text: String,
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

/// Figures that stand for a measure of their own in a row of panels; the others only accompany one of them.
pub(super) const HEADLINES: &[Measure] = &[
    Measure::Meetings,
    Measure::StaffCut,
    Measure::UnitsCut,
    Measure::PostsCut,
    Measure::AdminUnitsCut,
    Measure::Rate,
    Measure::Documents,
    Measure::Quantities,
];

/// The most series that can be told apart by colour.
pub const MOST_SERIES: usize = super::palette::SERIES.len();

/// More lines than this cross each other too much to be chosen unasked.
const EASY_LINES: usize = 4;

/// Text as it goes on a chart: composed letters, no control characters.
pub(super) fn clean(text: &str) -> String {
    text.nfc().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_string()
}

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
    let ordered = shape::apart_last(summary);
    let summary = &ordered;
    let planner = Planner { summary, lang, kind };
    let (body, measures, left_out) = match kind {
        ChartKind::Auto | ChartKind::Bar => planner.bar()?,
        ChartKind::Grouped => planner.several(false)?,
        ChartKind::Stacked => planner.several(true)?,
        ChartKind::Line => planner.line()?,
        ChartKind::Heatmap => planner.heatmap()?,
        ChartKind::Completion => planner.completion()?,
        ChartKind::Bullet => planner.bullet()?,
        ChartKind::Dumbbell => planner.dumbbell()?,
        ChartKind::Tiles => planner.tiles()?,
        ChartKind::Panels => planner.panels()?,
    };
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
    let has = |m: Measure| shape::has_figures(summary, m);
    let time = summary.keys.iter().any(|&k| shape::is_time(k));
    let headlines = HEADLINES.iter().filter(|&&m| has(m)).count();
    let rate = has(Measure::Rate) || (has(Measure::StatedPercent) && !has(Measure::Cut));
    match summary.keys.len() {
        0 | 1 if !time && (summary.query.topic == Topic::Overview || headlines > 1) => ChartKind::Panels,
        0 | 1 if !time && rate => ChartKind::Completion,
        0 | 1 if !time && (has(Measure::Cut) && has(Measure::Target)) => ChartKind::Bullet,
        0 | 1 if !time && (has(Measure::CutPercent) && has(Measure::TargetPercent)) => ChartKind::Bullet,
        1 if time && shape::known_periods(summary) > 1 => ChartKind::Line,
        0 | 1 => ChartKind::Bar,
        2 => {
            let at = summary.keys.iter().position(|&k| shape::is_time(k));
            let series_at = at.map_or(shape::series_key(summary), |at| Some(1 - at));
            let Ok(table) = shape::table(summary, shape::main_measure(summary), series_at) else { return ChartKind::Bar };
            let both_time = summary.keys.iter().all(|&k| shape::is_time(k));
            if time && !both_time && table.series.len() <= EASY_LINES && shape::known_periods(summary) > 1 {
                ChartKind::Line
            } else if !time && table.series.len() <= MOST_SERIES && table.stackable() {
                ChartKind::Stacked
            } else {
                ChartKind::Heatmap
            }
        }
        _ => ChartKind::Bar,
    }
}

/// A body, the measures it shows, and notes on rows that it leaves out.
type Made = (Body, Vec<Measure>, Vec<String>);

struct Planner<'a> {
    summary: &'a Summary,
    lang: Lang,
    kind: ChartKind,
}

impl Planner<'_> {
    fn needs(&self, what: &'static str) -> ChartError {
        ChartError::Needs { kind: self.kind, what }
    }

    fn cell(&self, row: &Row, measure: Measure) -> Cell {
        shape::cell(self.summary, row, measure)
    }

    fn value(&self, number: Cell, measure: Measure) -> Value {
        value(number, measure.unit(), self.lang)
    }

    fn key_name(&self, key: Key, value: &KeyValue) -> Name {
        Name {
            text: clean(&key_name(key, value, self.summary.query.geo, self.lang)),
            neutral: shape::is_neutral(value),
            apart: false,
        }
    }

    /// The name of a row by all its keys.
    fn row_name(&self, row: &Row) -> Name {
        Name { apart: shape::is_apart(self.summary, row), ..self.joined(&row.keys, &self.summary.keys) }
    }

    fn joined(&self, values: &[KeyValue], keys: &[Key]) -> Name {
        let parts: Vec<Name> = keys.iter().zip(values).map(|(&k, v)| self.key_name(k, v)).collect();
        if parts.is_empty() {
            return Name { text: label(self.lang, "chart.all").to_string(), neutral: false, apart: false };
        }
        let text = parts.iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join(" · ");
        Name { text, neutral: parts.iter().any(|p| p.neutral), apart: false }
    }

    fn row_names(&self) -> Vec<Name> {
        self.summary.rows.iter().map(|row| self.row_name(row)).collect()
    }

    fn bar(&self) -> Result<Made, ChartError> {
        let measure = shape::main_measure(self.summary);
        let share = shape::has_figures(self.summary, Measure::Share) && measure != Measure::Share;
        let values = self.summary.rows.iter().map(|row| {
            let mut value = self.value(self.cell(row, measure), measure);
            if let Some(share) = self.cell(row, Measure::Share).filter(|_| share && value.number.is_some()) {
                value.text = format!("{} ({})", value.text, format_percent(share, self.lang));
            }
            value
        });
        let name = Name { text: label_of(self.lang, "chart.measure.", measure.word()), neutral: false, apart: false };
        let series = vec![Series { name, values: values.collect() }];
        Ok((Body::Bars(Bars { rows: self.row_names(), series, stacked: false }), vec![measure], vec![]))
    }

    /// Bars of several series: the values of the last key, or with one key the measures of one unit.
    fn several(&self, stacked: bool) -> Result<Made, ChartError> {
        let summary = self.summary;
        if summary.keys.len() < 2 {
            if stacked {
                return Err(self.needs("two_keys"));
            }
            let unit = shape::main_measure(summary).unit();
            let measures: Vec<Measure> = summary.measures.iter().copied().filter(|m| m.unit() == unit).collect();
            let measures: Vec<Measure> = measures.into_iter().filter(|&m| shape::has_figures(summary, m)).collect();
            if measures.len() < 2 {
                return Err(self.needs("two_keys_or_measures"));
            }
            limit(measures.len())?;
            let series = measures.iter().map(|&m| Series {
                name: Name { text: label_of(self.lang, "chart.measure.", m.word()), neutral: false, apart: false },
                values: summary.rows.iter().map(|row| self.value(self.cell(row, m), m)).collect(),
            });
            return Ok((
                Body::Bars(Bars { rows: self.row_names(), series: series.collect(), stacked }),
                measures.clone(),
                vec![],
            ));
        }
        let measure = shape::main_measure(summary);
        let table = shape::table(summary, measure, shape::series_key(summary))?;
        limit(table.series.len())?;
        if stacked && !table.stackable() {
            return Err(self.needs("addable"));
        }
        let series = self.series(&table, measure);
        let rows = table.rows.iter().map(|v| self.joined(v, &table.row_keys)).collect();
        Ok((Body::Bars(Bars { rows, series, stacked }), vec![measure], vec![]))
    }

    fn series(&self, table: &Table, measure: Measure) -> Vec<Series> {
        let make = |(s, key): (usize, &KeyValue)| Series {
            name: table.series_key.map_or_else(|| self.joined(&[], &[]), |k| self.key_name(k, key)),
            values: table.cells.iter().map(|row| self.value(row[s], measure)).collect(),
        };
        table.series.iter().enumerate().map(make).collect()
    }

    fn line(&self) -> Result<Made, ChartError> {
        let summary = self.summary;
        let Some(at) = summary.keys.iter().position(|&k| shape::is_time(k)) else { return Err(self.needs("time_key")) };
        if summary.keys.len() > 2 {
            return Err(self.needs("at_most_two_keys"));
        }
        let time = summary.keys[at];
        let measure = shape::main_measure(summary);
        let (periods, unplaced) = shape::periods(summary, at)?;
        let table = shape::table(summary, measure, (summary.keys.len() == 2).then_some(1 - at))?;
        limit(table.series.len())?;
        let series = table.series.iter().enumerate().map(|(s, key)| Series {
            name: table.series_key.map_or_else(|| self.joined(&[], &[]), |k| self.key_name(k, key)),
            values: periods
                .iter()
                .map(|period| {
                    let row = table.rows.iter().position(|r| r[0] == KeyValue::Slug(period.clone()));
                    self.value(row.and_then(|r| table.cells[r][s]), measure)
                })
                .collect(),
        });
        let series: Vec<Series> = series.filter(|s| s.values.iter().any(|v| v.number.is_some())).collect();
        let periods = periods.into_iter().map(|p| self.key_name(time, &KeyValue::Slug(p)).text).collect();
        let note = (unplaced > 0).then(|| wording::counted(self.lang, "chart.note.no_period", unplaced));
        Ok((
            Body::Lines(Lines { periods, series, unit: measure.unit(), lang: self.lang }),
            vec![measure],
            note.into_iter().collect(),
        ))
    }

    fn heatmap(&self) -> Result<Made, ChartError> {
        let summary = self.summary;
        if summary.keys.len() < 2 {
            return Err(self.needs("two_keys"));
        }
        let measure = shape::main_measure(summary);
        let time = summary.keys.iter().position(|&k| shape::is_time(k));
        let mut table = shape::table(summary, measure, time.or_else(|| shape::series_key(summary)))?;
        if let Some(at) = time {
            // Periods without a row are columns too, so that the columns are even steps of time.
            let (periods, _) = shape::periods(summary, at)?;
            table.widen(&periods);
        }
        let rows = table.rows.iter().map(|v| self.joined(v, &table.row_keys)).collect();
        let columns = table.series.iter().filter_map(|v| table.series_key.map(|k| self.key_name(k, v))).collect();
        let classes = shape::classes(table.cells.iter().flatten().copied(), measure.unit(), self.lang);
        let cells = table.cells.iter().map(|row| row.iter().map(|&c| self.value(c, measure)).collect()).collect();
        Ok((
            Body::Heatmap(Heatmap { rows, columns, cells, classes, none: label(self.lang, "chart.no_figure").to_string() }),
            vec![measure],
            vec![],
        ))
    }

    fn completion(&self) -> Result<Made, ChartError> {
        let lang = self.lang;
        let done = |row: &Row| {
            let rate = self.cell(row, Measure::Rate).or_else(|| self.cell(row, Measure::StatedPercent));
            let counts = match (self.cell(row, Measure::Done), self.cell(row, Measure::Total)) {
                (Some(done), Some(total)) => format!("{}/{}", format_count(done, lang), format_count(total, lang)),
                (Some(done), None) => format_count(done, lang),
                _ => String::new(),
            };
            let target = self.cell(row, Measure::TargetPercent).map(|t| self.value(Some(t), Measure::TargetPercent));
            Done { name: self.row_name(row), rate: self.value(rate, Measure::Rate), counts, target }
        };
        let rows: Vec<Done> = self.summary.rows.iter().map(done).collect();
        if rows.iter().all(|r| r.rate.number.is_none()) {
            return Err(self.needs("rate"));
        }
        let body = Completion { rows, whole: format_percent(100.0, lang), target: label(lang, "chart.target").to_string() };
        Ok((Body::Completion(body), vec![Measure::Rate], vec![]))
    }

    fn bullet(&self) -> Result<Made, ChartError> {
        let both = |a: Measure, b: Measure| {
            self.summary.rows.iter().any(|row| self.cell(row, a).is_some() && self.cell(row, b).is_some())
        };
        let (cut, target) = if both(Measure::Cut, Measure::Target) {
            (Measure::Cut, Measure::Target)
        } else if both(Measure::CutPercent, Measure::TargetPercent) {
            (Measure::CutPercent, Measure::TargetPercent)
        } else {
            return Err(self.needs("target"));
        };
        Ok((self.pairs(cut, target, false), vec![cut, target], vec![]))
    }

    fn dumbbell(&self) -> Result<Made, ChartError> {
        let (before, after) = (Measure::Before, Measure::After);
        if !shape::has_figures(self.summary, before) || !shape::has_figures(self.summary, after) {
            return Err(self.needs("before_after"));
        }
        Ok((self.pairs(before, after, true), vec![before, after], vec![]))
    }

    fn pairs(&self, first: Measure, second: Measure, dumbbell: bool) -> Body {
        let short = |m: Measure| label_of(self.lang, "chart.short.", m.word());
        let row = |row: &Row| {
            let [a, b] = [first, second].map(|m| self.value(self.cell(row, m), m));
            (self.row_name(row), a, b)
        };
        let rows = self.summary.rows.iter().map(row).collect();
        Body::Pairs(Pairs { first: short(first), second: short(second), rows, dumbbell })
    }

    fn tiles(&self) -> Result<Made, ChartError> {
        let summary = self.summary;
        if summary.keys != [Key::Province] {
            return Err(self.needs("province_key"));
        }
        let measure = shape::main_measure(summary);
        let gazetteer = Gazetteer::get();
        let geo = summary.query.geo;
        let code_of = |row: &Row| match row.keys.first() {
            Some(KeyValue::Province(code)) => Some(code.clone()),
            _ => None,
        };
        let row_of = |code: &str| summary.rows.iter().find(|row| code_of(row).as_deref() == Some(code));
        let provinces = gazetteer.tile_grid(geo).map(|t| PlacedTile {
            name: self.key_name(Key::Province, &KeyValue::Province(t.code.to_string())).text,
            column: t.col.into(),
            row: t.row.into(),
            value: self.value(row_of(t.code).and_then(|r| self.cell(r, measure)), measure),
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
        let others = others.map(|row| (self.row_name(row), self.value(self.cell(row, measure), measure))).collect();
        let numbers = summary.rows.iter().filter(|row| on_map(row)).map(|row| self.cell(row, measure));
        let body = TileMap {
            classes: shape::classes(numbers, measure.unit(), self.lang),
            tiles,
            others,
            none: label(self.lang, "chart.no_figure").to_string(),
        };
        Ok((Body::Tiles(body), vec![measure], vec![]))
    }

    fn panels(&self) -> Result<Made, ChartError> {
        let summary = self.summary;
        let lang = self.lang;
        let shown = summary.measures.iter().copied().filter(|m| HEADLINES.contains(m) && shape::has_figures(summary, *m));
        let measures: Vec<Measure> = shown.collect();
        if measures.is_empty() {
            return Err(self.needs("measures"));
        }
        let panel = |&m: &Measure| Panel {
            title: match m {
                Measure::Rate if summary.query.topic == Topic::Overview => label(lang, "chart.short.congress").to_string(),
                _ => label_of(lang, "chart.short.", m.word()),
            },
            unit: wording::unit(summary, m, lang).unwrap_or_default(),
            whole: (m.unit() == Unit::Percent).then_some(100.0),
            values: summary.rows.iter().map(|row| self.value(self.cell(row, m), m)).collect(),
        };
        let panels = measures.iter().map(panel).collect();
        Ok((Body::Panels(Panels { rows: self.row_names(), panels }), measures, vec![]))
    }
}

fn limit(series: usize) -> Result<(), ChartError> {
    if series > MOST_SERIES { Err(ChartError::TooManySeries { found: series, most: MOST_SERIES }) } else { Ok(()) }
}

pub(super) fn value(number: Cell, unit: Unit, lang: Lang) -> Value {
    let number = number.filter(|n| n.is_finite());
    let text = match (number, unit) {
        (None, _) => label(lang, "chart.no_figure").to_string(),
        (Some(n), Unit::Count) => format_count(n, lang),
        (Some(n), Unit::Percent) => format_percent(n, lang),
    };
    Value { number, text }
}

impl Plan {
    /// Every figure in words, for readers that do not see the picture.
    pub fn description(&self) -> String {
        let pair = |name: &str, text: &str| fill(self.lang, "chart.pair", &[("name", name), ("value", text)]);
        let several = |name: &Name, parts: Vec<String>| pair(&name.text, &parts.join(", "));
        let known = |v: &&Value| v.number.is_some();
        let parts: Vec<String> = match &self.body {
            Body::Bars(b) if b.series.len() == 1 => {
                b.rows.iter().zip(&b.series[0].values).map(|(n, v)| pair(&n.text, &v.text)).collect()
            }
            Body::Bars(b) => {
                let of = |r: usize| b.series.iter().filter(move |s| s.values[r].number.is_some());
                let row = |(r, n)| several(n, of(r).map(|s| format!("{} {}", s.name.text, s.values[r].text)).collect());
                b.rows.iter().enumerate().map(row).collect()
            }
            Body::Panels(p) => {
                let of = |r: usize| p.panels.iter().filter(move |s| s.values[r].number.is_some());
                let row = |(r, n)| several(n, of(r).map(|s| format!("{} {}", s.title, s.values[r].text)).collect());
                p.rows.iter().enumerate().map(row).collect()
            }
            Body::Lines(l) => {
                let of = |s: &Series| {
                    let at = l.periods.iter().zip(&s.values).filter(|(_, v)| v.number.is_some());
                    at.map(|(p, v)| format!("{p} {}", v.text)).collect()
                };
                l.series.iter().map(|s| several(&s.name, of(s))).collect()
            }
            Body::Heatmap(h) => {
                let of = |cells: &[Value]| {
                    let at = h.columns.iter().zip(cells).filter(|(_, v)| v.number.is_some());
                    at.map(|(c, v)| format!("{} {}", c.text, v.text)).collect()
                };
                h.rows.iter().zip(&h.cells).map(|(n, cells)| several(n, of(cells))).collect()
            }
            Body::Completion(c) => {
                let text = |d: &Done| match d.counts.as_str() {
                    "" => d.rate.text.clone(),
                    counts => format!("{counts} ({})", d.rate.text),
                };
                c.rows.iter().map(|d| pair(&d.name.text, &text(d))).collect()
            }
            Body::Pairs(p) => {
                let of = |a: &Value, b: &Value| vec![format!("{} {}", p.first, a.text), format!("{} {}", p.second, b.text)];
                p.rows.iter().map(|(n, a, b)| several(n, of(a, b))).collect()
            }
            Body::Tiles(t) => {
                let tiles = t.tiles.iter().filter(|t| known(&&t.value)).map(|t| pair(&t.name, &t.value.text));
                tiles.chain(t.others.iter().map(|(n, v)| pair(&n.text, &v.text))).collect()
            }
        };
        let mut text = parts.join("; ");
        for line in [&self.subtitle, &self.source].into_iter().chain(&self.notes).filter(|l| !l.is_empty()) {
            text = format!("{text}. {}", line.trim_end_matches('.'));
        }
        text
    }
}
