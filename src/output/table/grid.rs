//! A table of finished texts: for the terminal with light borders, or as Markdown.

use crate::output::highlight::clean_line;
use comfy_table::presets::UTF8_FULL;
use comfy_table::{Attribute, Cell, CellAlignment, ColumnConstraint, ContentArrangement, Table};
use unicode_normalization::UnicodeNormalization;

/// How a grid is drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Style {
    pub color: bool,
    /// Columns of the terminal; none: as wide as the texts are.
    pub width: Option<u16>,
}

/// Texts in rows. Every text is in one line when it is drawn, and in composed form, so that each letter counts as one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grid {
    pub head: Vec<String>,
    /// Columns of numbers, aligned right.
    pub right: Vec<bool>,
    pub rows: Vec<Vec<String>>,
    /// A last row, set apart.
    pub total: Option<Vec<String>>,
}

/// The line between rows is drawn in another stroke than the one under the head, so that it can be taken out.
const ROW_LINE: char = '╟';

impl Grid {
    pub fn new(head: Vec<(String, bool)>) -> Self {
        let (head, right) = head.into_iter().unzip();
        Self { head, right, rows: Vec::new(), total: None }
    }

    /// For the terminal; ends with a line break.
    pub fn text(&self, style: Style) -> String {
        let mut table = Table::new();
        let mut light = UTF8_FULL;
        light.header_separator = comfy_table::LineStyle::new('├', '─', '┼', '┤');
        light.row_separator = comfy_table::LineStyle::new(ROW_LINE, '─', '┼', '┤');
        light.content_lines = comfy_table::ContentLineStyle::new('│', '│', '│');
        light.header_lines = comfy_table::ContentLineStyle::new('│', '│', '│');
        table.load_style(light).force_no_tty();
        if style.color {
            table.enforce_styling();
        }
        if let Some(width) = style.width {
            table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
        }
        let bold = |cell: Cell| if style.color { cell.add_attribute(Attribute::Bold) } else { cell };
        table.set_header(self.head.iter().map(|h| bold(Cell::new(shown(h)))));
        for row in &self.rows {
            table.add_row(row.iter().map(|c| Cell::new(shown(c))));
        }
        if let Some(total) = &self.total {
            table.add_row(total.iter().map(|c| bold(Cell::new(shown(c)))));
        }
        for (column, right) in table.column_iter_mut().zip(&self.right) {
            if *right {
                column.set_cell_alignment(CellAlignment::Right);
                // A figure is never broken over lines; its heading may be.
                if style.width.is_none() {
                    column.set_constraint(ColumnConstraint::ContentWidth);
                }
            }
        }
        let lines: Vec<String> = table.lines().collect();
        let last = lines.iter().rposition(|l| l.starts_with(ROW_LINE)).filter(|_| self.total.is_some());
        let mut text = String::new();
        for (at, line) in lines.iter().enumerate() {
            match line.strip_prefix(ROW_LINE) {
                Some(rest) if last == Some(at) => text.extend(["├", rest, "\n"]),
                Some(_) => {}
                None => text.extend([line.as_str(), "\n"]),
            }
        }
        text
    }

    /// As a table of GitHub's Markdown; ends with a line break.
    pub fn markdown(&self) -> String {
        let mut text = markdown_line(self.head.iter().map(|h| escaped(&shown(h))));
        text += &markdown_line(self.right.iter().map(|right| if *right { "---:" } else { "---" }.to_string()));
        for row in &self.rows {
            text += &markdown_line(row.iter().map(|c| escaped(&shown(c))));
        }
        let strong = |cell: &String| if cell.is_empty() { String::new() } else { format!("**{}**", escaped(&shown(cell))) };
        if let Some(total) = &self.total {
            text += &markdown_line(total.iter().map(strong));
        }
        text
    }
}

fn markdown_line(cells: impl Iterator<Item = String>) -> String {
    let mut line: String = cells.map(|cell| format!("| {cell} ")).collect();
    line += "|\n";
    line
}

fn shown(text: &str) -> String {
    clean_line(text).nfc().collect()
}

/// Nothing in a cell can become markup.
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe += "&amp;",
            '<' => safe += "&lt;",
            '>' => safe += "&gt;",
            '|' | '\\' | '*' | '_' | '`' | '[' | ']' | '#' | '~' | '!' => {
                safe.push('\\');
                safe.push(c);
            }
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> Grid {
        let mut grid = Grid::new(vec![("Tỉnh".into(), false), ("Số".into(), true)]);
        // The first name in decomposed form: every letter still takes one column.
        grid.rows.push(vec!["Quảng Ngãi".nfd().collect(), "1.246".into()]);
        grid.rows.push(vec!["Huế".into(), "7".into()]);
        grid.total = Some(vec!["Tổng".into(), "1.253".into()]);
        grid
    }

    #[test]
    fn columns_stay_straight_with_marks_of_any_form() {
        let drawn = "\
┌────────────┬───────┐
│ Tỉnh       │    Số │
├────────────┼───────┤
│ Quảng Ngãi │ 1.246 │
│ Huế        │     7 │
├────────────┼───────┤
│ Tổng       │ 1.253 │
└────────────┴───────┘
";
        assert_eq!(grid().text(Style::default()), drawn);
    }

    #[test]
    fn without_a_total_no_row_is_set_apart() {
        let mut grid = grid();
        grid.total = None;
        assert_eq!(grid.text(Style::default()).lines().filter(|l| l.starts_with('├')).count(), 1);
    }

    #[test]
    fn a_narrow_terminal_is_not_overrun() {
        let mut grid = grid();
        grid.rows.push(vec!["Uỷ ban nhân dân các tỉnh, thành phố trực thuộc Trung ương".into(), "9".into()]);
        let text = grid.text(Style { color: false, width: Some(40) });
        assert!(text.lines().all(|l| l.chars().count() <= 40), "{text}");
        assert_eq!(text.lines().filter(|l| l.starts_with('├')).count(), 2, "{text}");
    }

    #[test]
    fn colour_is_only_there_when_asked_for() {
        assert!(!grid().text(Style::default()).contains('\u{1b}'));
        assert!(grid().text(Style { color: true, width: None }).contains('\u{1b}'));
    }

    #[test]
    fn markdown_cells_are_no_markup() {
        let mut grid = grid();
        grid.rows.push(vec!["<b>|x*\n\u{1b}[1m".into(), "1".into()]);
        let text = "| Tỉnh | Số |\n| --- | ---: |\n| Quảng Ngãi | 1.246 |\n| Huế | 7 |\n\
                    | &lt;b&gt;\\|x\\* \\[1m | 1 |\n| **Tổng** | **1.253** |\n";
        assert_eq!(grid.markdown(), text);
    }
}
