//! A query's answer as a table for people, with what stands under it.

use super::footer::footer;
use super::grid::{Grid, Style};
use crate::lang::labels::{Lang, label};
use crate::output::columns::{Column, Part, columns};
use crate::output::number::{format_count, format_percent, signed};
use crate::stats::names::{key_heading, key_name};
use crate::stats::query::Unit;
use crate::stats::summary::{Row, Summary};

/// What stands in a cell that has no figure: never nought.
const NO_FIGURE: &str = "–";
/// Letters of the longest bar.
const BAR: usize = 20;

/// What is shown beside the table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    pub style: Style,
    /// A bar for the first measure of each row.
    pub bars: bool,
    /// The ids of the facts behind each row and of the records that were left out.
    pub explain: bool,
}

/// Table and footer as text.
pub fn text(summary: &Summary, lang: Lang, options: Options) -> String {
    let (mut text, hidden) = grid(summary, lang, options.bars).fitted(options.style);
    if !hidden.is_empty() {
        text += &fill(lang, "table.hidden", &[("list", &hidden.join(", "))]);
        text.push('\n');
    }
    for line in footer(summary, lang) {
        text += &line;
        text.push('\n');
    }
    if options.explain {
        for line in explained(summary, lang) {
            text += &line;
            text.push('\n');
        }
    }
    text
}

/// Table and footer as Markdown.
pub fn markdown(summary: &Summary, lang: Lang, explain: bool) -> String {
    let mut text = grid(summary, lang, false).markdown();
    let more = if explain { explained(summary, lang) } else { Vec::new() };
    for line in footer(summary, lang).iter().chain(&more) {
        text += &format!("\n{}\n", super::grid::escaped(line.trim()));
    }
    text
}

/// A figure of a column in a language.
fn figure(column: &Column, value: Option<f64>, lang: Lang) -> String {
    let Some(value) = value else { return NO_FIGURE.to_string() };
    let text = match column.unit() {
        Unit::Count | Unit::Points => format_count(value, lang),
        Unit::Percent => format_percent(value, lang),
    };
    if column.is_signed() { signed(value, text) } else { text }
}

/// What stands over a column of figures.
fn heading(summary: &Summary, column: &Column, lang: Lang) -> String {
    let measure = || label(lang, &format!("measure.{}", column.measure.word())).to_string();
    let mut parts = Vec::new();
    if let Some(pivot) = &summary.pivot {
        parts.push(match column.head(summary) {
            Some(value) => key_name(pivot.key, value, summary.query.geo, lang),
            None => label(lang, "table.total").to_string(),
        });
    }
    match (column.part, column.measure.unit()) {
        (Part::Figure, _) if summary.pivot.is_none() || summary.measures.len() > 1 => parts.push(measure()),
        (Part::Figure, _) => {}
        (Part::Change, Unit::Count) => parts.push(label(lang, "change.absolute").to_string()),
        (Part::Change, _) => parts.push(label(lang, "change.points").to_string()),
        (Part::ChangePercent, _) => parts.push(label(lang, "change.percent").to_string()),
    }
    parts.join(" · ")
}

/// Columns that have a figure somewhere; without a pivot the first in any case. The columns of a pivot stand together.
fn shown_columns(summary: &Summary) -> Vec<Column> {
    let all = columns(summary);
    let has = |c: &Column| (0..summary.rows.len()).any(|row| c.of_row(summary, row).is_some()) || c.of_total(summary).is_some();
    let wanted = |at: usize, c: &Column| at == 0 || has(c) || summary.pivot.is_some() && c.part == Part::Figure;
    all.into_iter().enumerate().filter(|(at, c)| wanted(*at, c)).map(|x| x.1).collect()
}

/// The table alone.
pub fn grid(summary: &Summary, lang: Lang, bars: bool) -> Grid {
    let columns = shown_columns(summary);
    let mut head: Vec<(String, bool)> = summary.keys.iter().map(|k| (key_heading(*k, lang), false)).collect();
    if head.is_empty() {
        head.push((String::new(), false));
    }
    head.extend(columns.iter().map(|c| (heading(summary, c, lang), true)));
    let bars_at = summary.keys.len().max(1) + 1;
    if bars {
        head.insert(bars_at, (String::new(), false));
    }
    // Who says what is to be shown has named these, too, if they are wanted.
    let behind = summary.query.measures.is_empty();
    if behind {
        head.extend(["table.statements", "table.articles"].map(|word| (label(lang, word).to_string(), true)));
    }
    let mut grid = Grid::new(head);
    let first = |row| columns.first().and_then(|c| c.of_row(summary, row));
    let longest = (0..summary.rows.len()).filter_map(first).fold(0.0, f64::max);
    let line = |row: &Row, names: Vec<String>, figures: Vec<Option<f64>>, bar: Option<f64>| {
        let mut cells = names;
        cells.extend(columns.iter().zip(figures).map(|(c, value)| figure(c, value, lang)));
        if bars {
            cells.insert(bars_at, bar.map_or(String::new(), |v| draw_bar(v, longest)));
        }
        if behind {
            cells.push(format_count(row.statements as f64, lang));
            cells.push(format_count(row.articles as f64, lang));
        }
        cells
    };
    for (at, row) in summary.rows.iter().enumerate() {
        let mut names = row_names(summary, row, lang);
        if names.is_empty() {
            names.push(label(lang, "table.all").to_string());
        }
        grid.rows.push(line(row, names, columns.iter().map(|c| c.of_row(summary, at)).collect(), first(at)));
    }
    grid.total = total_row(summary).map(|row| {
        let mut names = vec![String::new(); summary.keys.len().max(1)];
        names[0] = label(lang, "table.total").to_string();
        line(&row, names, columns.iter().map(|c| c.of_total(summary)).collect(), None)
    });
    grid
}

/// What stands behind the row of totals, where there is one: a pivot may have totals of columns alone.
fn total_row(summary: &Summary) -> Option<Row> {
    let columns = summary.pivot.as_ref().filter(|p| !p.column_totals.is_empty());
    let f = &summary.footer;
    summary
        .total
        .clone()
        .filter(|_| summary.pivot.is_none() || columns.is_some())
        .or_else(|| columns.map(|_| Row { facts: f.facts, statements: f.statements, articles: f.articles, ..Row::default() }))
}

fn row_names(summary: &Summary, row: &Row, lang: Lang) -> Vec<String> {
    summary.keys.iter().zip(&row.keys).map(|(key, value)| key_name(*key, value, summary.query.geo, lang)).collect()
}

/// Eighths of a block, so that small differences show.
fn draw_bar(value: f64, longest: f64) -> String {
    if longest <= 0.0 || value <= 0.0 {
        return String::new();
    }
    let eighths = ((value / longest * (BAR * 8) as f64).round() as usize).clamp(1, BAR * 8);
    let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8];
    "█".repeat(eighths / 8) + rest
}

/// The ids behind each row, and the records that were left out.
pub fn explained(summary: &Summary, lang: Lang) -> Vec<String> {
    let mut lines = vec![String::new(), label(lang, "explain.rows").to_string()];
    for row in &summary.rows {
        let mut name = row_names(summary, row, lang).join(" · ");
        if name.is_empty() {
            name = label(lang, "table.all").to_string();
        }
        lines.push(format!("  {name}: {}", row.fact_ids.join(" ")));
    }
    if !summary.footer.left_out.is_empty() {
        lines.push(label(lang, "explain.left_out").to_string());
    }
    for left in &summary.footer.left_out {
        lines.push(format!("  {}: {}", label(lang, left.reason.label_key()), left.record_ids.join(" ")));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_long_as_their_figures() {
        assert_eq!(draw_bar(10.0, 10.0), "█".repeat(20));
        assert_eq!(draw_bar(5.0, 10.0), "█".repeat(10));
        assert_eq!(draw_bar(0.01, 10.0), "▏");
        assert_eq!(draw_bar(0.0, 10.0), "");
    }
}
