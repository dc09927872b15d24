//! A query's answer as a table for people, with what stands under it.

use super::footer::footer;
use super::grid::{Bars, Grid, SHADES, Style};
use crate::lang::labels::{Lang, fill, label};
use crate::output::columns::{Column, Part, columns};
use crate::output::number::{format_count, format_percent, signed};
use crate::stats::names::{key_heading, key_name};
use crate::stats::query::Unit;
use crate::stats::summary::{Row, Summary};

/// What stands in a cell that has no figure: never nought.
const NO_FIGURE: &str = "–";

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
    let names = summary.keys.len().max(1);
    // Beside the first figure, or in a pivot beside the sum of its first measure.
    let barred = columns.iter().position(|c| summary.pivot.is_none() || c.head(summary).is_none()).filter(|_| bars);
    let bars_at = barred.map(|at| names + at + 1);
    if let Some(at) = bars_at {
        head.insert(at, (String::new(), false));
    }
    // Who says what is to be shown has named these, too, if they are wanted.
    let behind = summary.query.measures.is_empty();
    if behind {
        head.extend(["table.statements", "table.articles"].map(|word| (label(lang, word).to_string(), true)));
    }
    let mut grid = Grid::new(head);
    let figures = |row: usize| columns.iter().map(|c| c.of_row(summary, row)).collect::<Vec<_>>();
    let line = |row: &Row, names: Vec<String>, figures: Vec<Option<f64>>| {
        let mut cells = names;
        cells.extend(columns.iter().zip(figures).map(|(c, value)| figure(c, value, lang)));
        if let Some(at) = bars_at {
            cells.insert(at, String::new());
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
        grid.rows.push(line(row, names, figures(at)));
    }
    grid.total = total_row(summary).map(|row| {
        let mut names = vec![String::new(); summary.keys.len().max(1)];
        names[0] = label(lang, "table.total").to_string();
        line(&row, names, columns.iter().map(|c| c.of_total(summary)).collect())
    });
    if let (Some(column), Some(at)) = (bars_at, barred) {
        let values: Vec<Option<f64>> = (0..summary.rows.len()).map(|row| columns[at].of_row(summary, row)).collect();
        let longest = values.iter().flatten().copied().fold(0.0, f64::max);
        let share = |v: Option<f64>| v.filter(|_| longest > 0.0).map(|v| v / longest);
        grid.bars = Some(Bars { column, shares: values.into_iter().map(share).collect() });
    }
    if summary.pivot.is_some() {
        let place = |at: usize| names + at + usize::from(bars_at.is_some_and(|bar| names + at >= bar));
        grid.shades = vec![vec![None; grid.head.len()]; summary.rows.len()];
        let shaded: Vec<usize> = (0..columns.len()).filter(|at| is_heat(summary, &columns[*at])).collect();
        let cells = (0..summary.rows.len()).flat_map(|row| shaded.iter().map(move |at| (row, *at)));
        let cells: Vec<((usize, usize), Option<f64>)> =
            cells.map(|(row, at)| ((row, at), columns[at].of_row(summary, row))).collect();
        for ((row, at), shade) in shades(&cells) {
            grid.shades[row][place(at)] = Some(shade);
        }
    }
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

/// Whether the cells of a column belong to the shaded field of a pivot: its first measure, without sums and changes.
fn is_heat(summary: &Summary, column: &Column) -> bool {
    column.part == Part::Figure && column.head(summary).is_some() && summary.measures.first() == Some(&column.measure)
}

/// The shade of each cell that says more than nought: as many different figures to each, so that one great one does not leave
/// all others pale.
fn shades<T: Copy>(cells: &[(T, Option<f64>)]) -> Vec<(T, usize)> {
    let known = || cells.iter().filter_map(|(at, value)| Some((*at, value.filter(|v| *v > 0.0)?)));
    let mut different: Vec<f64> = known().map(|c| c.1).collect();
    different.sort_by(f64::total_cmp);
    different.dedup();
    let shade = |value: f64| {
        let rank = different.partition_point(|d| *d < value);
        if different.len() < SHADES { rank + SHADES - different.len() } else { rank * SHADES / different.len() }
    };
    known().map(|(at, value)| (at, shade(value))).collect()
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
    fn shades_follow_the_order_of_the_figures() {
        let of = |values: &[Option<f64>]| {
            let cells: Vec<(usize, Option<f64>)> = values.iter().copied().enumerate().collect();
            shades(&cells)
        };
        let many: Vec<Option<f64>> = (1..=10).map(|n| Some(f64::from(n * n))).collect();
        assert_eq!(of(&many).into_iter().map(|s| s.1).collect::<Vec<_>>(), [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]);
        // Few figures take the strongest; nothing and nought have none.
        assert_eq!(of(&[Some(7.0), None, Some(0.0), Some(2.0), Some(7.0)]), [(0, 4), (3, 3), (4, 4)]);
        assert!(of(&[None]).is_empty());
    }
}
