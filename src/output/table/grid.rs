//! A table of finished texts: for the terminal with light borders, or as Markdown.

use super::fit::{Need, Widths, fit};
use crate::output::highlight::clean_line;
use comfy_table::presets::UTF8_FULL;
use comfy_table::{Attribute, Cell, CellAlignment, Color, ColumnConstraint, ContentArrangement, Table, Width};
use unicode_normalization::UnicodeNormalization;

/// How a grid is drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Style {
    pub color: bool,
    /// Columns of the terminal; none: as wide as the texts are.
    pub width: Option<u16>,
}

/// Texts in rows. Every text is in one line when it is drawn, and in composed form, so that each letter counts as one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Grid {
    pub head: Vec<String>,
    /// Columns of numbers, aligned right.
    pub right: Vec<bool>,
    pub rows: Vec<Vec<String>>,
    /// A last row, set apart.
    pub total: Option<Vec<String>>,
    pub bars: Option<Bars>,
    /// For cells of rows that are shaded by how much they say: from 0 for little to [`SHADES`] - 1.
    pub shades: Vec<Vec<Option<usize>>>,
}

/// A column of bars, which are as long as there is room. Its cells are empty texts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bars {
    pub column: usize,
    /// For each row its share of the longest, 0 to 1.
    pub shares: Vec<Option<f64>>,
}

/// Letters of the longest bar, where there is room, and where there is least.
const BAR: usize = 20;
const LEAST_BAR: usize = 5;

/// Letters that a name has in a line, where it has as many.
const NAME: usize = 14;

/// Grounds of shaded cells from little to much, in the 256 colours that terminals share, each with black or white letters on it.
const GROUNDS: [(u8, u8); SHADES] = [(195, 16), (153, 16), (111, 16), (26, 231), (18, 231)];
/// How many shades there are.
pub const SHADES: usize = 5;

/// The line between rows is drawn in another stroke than the one under the head, so that it can be taken out.
const ROW_LINE: char = '╟';

impl Grid {
    pub fn new(head: Vec<(String, bool)>) -> Self {
        let (head, right) = head.into_iter().unzip();
        Self { head, right, ..Self::default() }
    }

    /// For the terminal, with every column; ends with a line break.
    pub fn text(&self, style: Style) -> String {
        let needs: Vec<Need> = self.needs().into_iter().map(|need| Need { kept: true, ..need }).collect();
        self.drawn(style, &widths(&needs, style))
    }

    /// For the terminal, and the headings of columns for which it has no room.
    pub fn fitted(&self, style: Style) -> (String, Vec<String>) {
        let widths = widths(&self.needs(), style);
        let hidden = (0..self.head.len()).filter(|at| widths[*at].is_none() && !self.head[*at].is_empty());
        (self.drawn(style, &widths), hidden.map(|at| shown(&self.head[at])).collect())
    }

    /// What each column needs.
    fn needs(&self) -> Vec<Need> {
        let letters = |text: &str| text.chars().count();
        let word = |text: &str| text.split_whitespace().map(letters).max().unwrap_or(0);
        let first_figure = self.right.iter().position(|right| *right);
        let need = |at: usize| {
            if self.bars.as_ref().is_some_and(|b| b.column == at) {
                return Need { whole: BAR, least: LEAST_BAR, kept: false };
            }
            let cells = self.rows.iter().chain(&self.total).filter_map(|row| row.get(at)).map(|c| shown(c));
            let (head, figures) = (shown(&self.head[at]), self.right[at]);
            let (mut whole, mut least) = (letters(&head), word(&head));
            for cell in cells {
                whole = whole.max(letters(&cell));
                least = least.max(if figures { letters(&cell) } else { word(&cell) });
            }
            // A name of a syllable a line is hard to read.
            if !figures {
                least = least.max(whole.min(NAME));
            }
            let names = first_figure.is_none_or(|first| at < first);
            Need { whole, least, kept: names || first_figure == Some(at) }
        };
        (0..self.head.len()).map(need).collect()
    }

    fn drawn(&self, style: Style, widths: &Widths) -> String {
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
        let columns: Vec<(usize, usize)> = widths.iter().enumerate().filter_map(|(at, w)| Some((at, (*w)?))).collect();
        let text = |row: &[String], at: usize| row.get(at).map(|c| shown(c)).unwrap_or_default();
        table.set_header(columns.iter().map(|(at, _)| bold(Cell::new(text(&self.head, *at)))));
        for (r, row) in self.rows.iter().enumerate() {
            table.add_row(columns.iter().map(|(at, width)| match self.bars.as_ref().filter(|b| b.column == *at) {
                Some(bars) => Cell::new(bar(bars.shares.get(r).copied().flatten(), *width)),
                None => self.shaded(Cell::new(text(row, *at)), r, *at, style),
            }));
        }
        if let Some(total) = &self.total {
            table.add_row(columns.iter().map(|(at, _)| bold(Cell::new(text(total, *at)))));
        }
        for (column, (at, width)) in table.column_iter_mut().zip(&columns) {
            if self.right[*at] {
                column.set_cell_alignment(CellAlignment::Right);
            }
            // Blanks on both sides are of the column's width.
            let width = u16::try_from(width + 2).unwrap_or(u16::MAX);
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
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

    /// The cell on the ground of its shade, where there is colour.
    fn shaded(&self, cell: Cell, row: usize, column: usize, style: Style) -> Cell {
        let shade = self.shades.get(row).and_then(|row| row.get(column).copied().flatten());
        match shade.and_then(|shade| GROUNDS.get(shade)).filter(|_| style.color) {
            Some((ground, letters)) => cell.bg(Color::AnsiValue(*ground)).fg(Color::AnsiValue(*letters)),
            None => cell,
        }
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

/// Without a width every text is in one line.
fn widths(needs: &[Need], style: Style) -> Widths {
    match style.width {
        Some(width) => fit(needs, width.into()),
        None => needs.iter().map(|n| Some(n.whole)).collect(),
    }
}

/// A bar of a share of the longest, in eighths of a block, so that small differences show; little is not nothing.
fn bar(share: Option<f64>, longest: usize) -> String {
    let Some(share) = share.filter(|s| *s > 0.0) else { return String::new() };
    let eighths = ((share * (longest * 8) as f64).round() as usize).clamp(1, longest * 8);
    let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8];
    "█".repeat(eighths / 8) + rest
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
    fn a_narrow_terminal_keeps_figures_whole_and_says_what_it_leaves_off() {
        let mut grid = Grid::new(vec![
            ("Loại cuộc họp".into(), false),
            ("Số cuộc họp".into(), true),
            (String::new(), false),
            ("Tỷ trọng".into(), true),
            ("Lượt nêu".into(), true),
        ]);
        let row = |name: &str, n: &str| [name, n, "", "98,78%", "1.246"].map(String::from).to_vec();
        grid.rows = vec![row("Triển khai, quán triệt", "1.246"), row("Giao ban", "7")];
        grid.bars = Some(Bars { column: 2, shares: vec![Some(1.0), Some(0.001)] });
        let at = |width| grid.fitted(Style { color: false, width: Some(width) });
        let (text, hidden) = at(100);
        assert!(hidden.is_empty() && text.contains(&"█".repeat(20)) && text.contains("▏"), "{text}");
        // Narrower, the bars are shorter, and each is still in one line.
        let (text, hidden) = at(60);
        assert!(hidden.is_empty(), "{text}");
        let longest = text.lines().map(|l| l.matches('█').count()).max().unwrap_or(0);
        assert!((5..20).contains(&longest) && text.matches("1.246").count() == 3, "{text}");
        assert!(text.lines().all(|l| l.chars().count() <= 60), "{text}");
        assert_eq!(text.lines().filter(|l| l.contains('█')).count(), 1, "{text}");
        // Narrower still, columns are left off from the right, with their names.
        let (text, hidden) = at(46);
        assert_eq!(hidden, ["Lượt nêu"]);
        assert!(text.contains("98,78%") && text.lines().all(|l| l.chars().count() <= 46), "{text}");
        let (text, hidden) = at(24);
        assert_eq!(hidden, ["Tỷ trọng", "Lượt nêu"]);
        assert!(text.contains("1.246") && !text.contains('█') && text.lines().all(|l| l.chars().count() <= 24), "{text}");
    }

    #[test]
    fn bars_are_as_long_as_their_figures() {
        assert_eq!(bar(Some(1.0), 20), "█".repeat(20));
        assert_eq!(bar(Some(0.5), 20), "█".repeat(10));
        assert_eq!(bar(Some(0.001), 20), "▏");
        assert_eq!((bar(Some(0.0), 20), bar(None, 20)), (String::new(), String::new()));
    }

    #[test]
    fn shades_are_only_there_in_colour() {
        let mut grid = grid();
        grid.shades = vec![vec![None, Some(4)], vec![None, Some(0)]];
        assert!(!grid.text(Style::default()).contains('\u{1b}'));
        let text = grid.text(Style { color: true, width: None });
        assert!(text.contains("48;5;18m") && text.contains("48;5;195m"), "{text:?}");
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
