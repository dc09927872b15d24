//! A query's answer as a table for people, with what stands under it.

use super::grid::{Grid, Style};
use crate::lang::labels::{Lang, fill, label};
use crate::output::number::{format_count, format_date, format_percent};
use crate::stats::names::{key_heading, key_name};
use crate::stats::query::{Measure, Topic, Unit};
use crate::stats::summary::{Row, Summary, TotalOf};

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
    let mut text = grid(summary, lang, options.bars).text(options.style);
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

/// The figure of a measure in a language.
pub fn figure(measure: Measure, value: Option<f64>, lang: Lang) -> String {
    match (value, measure.unit()) {
        (None, _) => NO_FIGURE.to_string(),
        (Some(value), Unit::Count) => format_count(value, lang),
        (Some(value), Unit::Percent) => format_percent(value, lang),
    }
}

/// Columns of measures that have a figure somewhere; the first in any case.
fn shown_measures(summary: &Summary) -> Vec<usize> {
    let rows = || summary.rows.iter().chain(&summary.total);
    (0..summary.measures.len()).filter(|at| *at == 0 || rows().any(|r| r.cells.get(*at).copied().flatten().is_some())).collect()
}

/// The table alone.
pub fn grid(summary: &Summary, lang: Lang, bars: bool) -> Grid {
    let measures = shown_measures(summary);
    let mut head: Vec<(String, bool)> = summary.keys.iter().map(|k| (key_heading(*k, lang), false)).collect();
    if head.is_empty() {
        head.push((String::new(), false));
    }
    for at in &measures {
        let measure = summary.measures[*at];
        head.push((label(lang, &format!("measure.{}", measure.word())).to_string(), true));
    }
    if bars {
        head.insert(summary.keys.len().max(1) + 1, (String::new(), false));
    }
    for word in ["table.statements", "table.articles"] {
        head.push((label(lang, word).to_string(), true));
    }
    let mut grid = Grid::new(head);
    let longest = summary.rows.iter().filter_map(|r| r.cells.first().copied().flatten()).fold(0.0, f64::max);
    let line = |row: &Row, names: Vec<String>, bar: bool| {
        let mut cells = names;
        for at in &measures {
            cells.push(figure(summary.measures[*at], row.cells.get(*at).copied().flatten(), lang));
        }
        if bars {
            let value = row.cells.first().copied().flatten().filter(|_| bar);
            cells.insert(summary.keys.len().max(1) + 1, value.map_or(String::new(), |v| draw_bar(v, longest)));
        }
        cells.push(format_count(row.statements as f64, lang));
        cells.push(format_count(row.articles as f64, lang));
        cells
    };
    for row in &summary.rows {
        let mut names = row_names(summary, row, lang);
        if names.is_empty() {
            names.push(label(lang, "table.all").to_string());
        }
        grid.rows.push(line(row, names, true));
    }
    grid.total = summary.total.as_ref().map(|row| {
        let mut names = vec![String::new(); summary.keys.len().max(1)];
        names[0] = label(lang, "table.total").to_string();
        line(row, names, false)
    });
    grid
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

/// What stands under the table, a line each.
pub fn footer(summary: &Summary, lang: Lang) -> Vec<String> {
    let f = &summary.footer;
    let n = |count: usize| format_count(count as f64, lang);
    let mut lines = Vec::new();
    if summary.rows.is_empty() {
        lines.push(label(lang, "footer.empty").to_string());
    }
    let (facts, statements, articles) = (n(f.facts), n(f.statements), n(f.articles));
    let mut line = fill(lang, "footer.behind", &[("facts", &facts), ("statements", &statements), ("articles", &articles)]);
    if let (Some(first), Some(last)) = (&f.first_day, &f.last_day) {
        let (first, last) = (format_date(first, lang), format_date(last, lang));
        let key = if first == last { "footer.day" } else { "footer.days" };
        line += &fill(lang, key, &[("first", &first), ("last", &last)]);
    }
    lines.push(line);
    if let (Topic::Overview, Some(subject)) = (summary.query.topic, &f.congress_subject) {
        let subject = label(lang, &format!("subject.{subject}")).to_string();
        let term = f.congress_term.as_deref().map(|t| t.replace('/', "-"));
        lines.push(match term {
            Some(term) => fill(lang, "footer.congress_term", &[("subject", &subject), ("term", &term)]),
            None => fill(lang, "footer.congress", &[("subject", &subject)]),
        });
    }
    lines.extend(about_total(summary, lang));
    lines.extend(inferred(summary, lang));
    if f.contested > 0 {
        lines.push(fill(lang, "footer.contested", &[("facts", &n(f.contested))]));
    }
    if !f.left_out.is_empty() {
        let list: Vec<String> = f
            .left_out
            .iter()
            .map(|l| {
                let why = label(lang, l.reason.label_key()).to_string();
                fill(lang, "footer.left_out_item", &[("count", &n(l.record_ids.len())), ("why", &why)])
            })
            .collect();
        lines.push(fill(lang, "footer.left_out", &[("list", &list.join("; "))]));
    }
    if f.built_in {
        lines.push(label(lang, "footer.built_in").to_string());
    }
    lines
}

/// What the total adds and what not, a line each.
pub fn about_total(summary: &Summary, lang: Lang) -> impl Iterator<Item = String> {
    summary.footer.total_of.iter().map(move |of| {
        let key = match of {
            TotalOf::Places => "footer.total_places",
            TotalOf::PlacesAndMeetings => "footer.total_places_meetings",
            TotalOf::NoSumOfPeriods => "footer.total_periods",
        };
        label(lang, key).to_string()
    })
}

/// How many of the facts have a year or a place that is inferred; nothing when none has.
pub fn inferred(summary: &Summary, lang: Lang) -> Option<String> {
    let f = &summary.footer;
    let n = |count: usize| format_count(count as f64, lang);
    let parts = [("footer.inferred_years", f.inferred_years), ("footer.inferred_places", f.inferred_places)];
    let parts: Vec<String> =
        parts.into_iter().filter(|p| p.1 > 0).map(|(key, k)| fill(lang, key, &[("n", &n(k)), ("all", &n(f.facts))])).collect();
    (!parts.is_empty()).then(|| fill(lang, "footer.inferred", &[("list", &parts.join(", "))]))
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
