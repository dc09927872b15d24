//! Markup → plain text: paragraphs apart by a blank line, `<br>` as a new line, a table's rows as lines.

use super::tokens::{self, Reader};
use html5ever::tokenizer::Tag;

/// Elements whose content no reader sees as text.
const UNSEEN: &[&str] = &[
    "script", "style", "template", "svg", "math", "select", "textarea", "iframe", "object", "noembed", "noframes", "title", "xmp",
];
/// Elements that stand beside the article.
const BESIDE: &[&str] = &["nav", "aside", "footer"];
/// Elements that begin and end a line, without a blank one.
const LINES: &[&str] = &["li", "dt", "dd", "option", "summary"];
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "legend",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "ul",
    "caption",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    All,
    /// Without navigation, asides and page foot.
    Main,
}

/// The text of a page or of a fragment.
pub(super) fn render(html: &str, part: Part) -> String {
    let mut writer = tokens::read(html, Writer { part, texts: vec![Flow::default()], tables: Vec::new(), skip: None, pre: 0 });
    while !writer.tables.is_empty() {
        writer.end_table();
    }
    writer.texts.swap_remove(0).out
}

struct Writer {
    part: Part,
    /// The text, and above it that of each open cell.
    texts: Vec<Flow>,
    tables: Vec<Table>,
    /// The unseen element that is open, and how often inside itself.
    skip: Option<(String, usize)>,
    pre: usize,
}

/// Running text with its breaks still to be written.
#[derive(Default)]
struct Flow {
    out: String,
    /// Line ends that must stand before the next letter.
    breaks: usize,
    space: bool,
}

#[derive(Default)]
struct Table {
    rows: Vec<Vec<String>>,
    in_cell: bool,
}

impl Flow {
    fn end_line(&mut self, breaks: usize) {
        self.breaks = self.breaks.max(breaks);
        self.space = false;
    }

    fn push(&mut self, c: char, keep_space: bool) {
        // A no-break space is one that the writer wanted.
        if matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0C') && !(keep_space && c != '\r') {
            self.space = true;
            return;
        }
        if keep_space && c == '\n' {
            self.breaks += 1;
            return;
        }
        if !self.out.is_empty() {
            self.out.extend(std::iter::repeat_n('\n', self.breaks.min(2)));
            if self.space && self.breaks == 0 {
                self.out.push(' ');
            }
        }
        (self.breaks, self.space) = (0, false);
        self.out.push(c);
    }
}

impl Writer {
    fn flow(&mut self) -> &mut Flow {
        if self.texts.is_empty() {
            self.texts.push(Flow::default());
        }
        let last = self.texts.len() - 1;
        &mut self.texts[last]
    }

    fn end_cell(&mut self) {
        let Some(table) = self.tables.last_mut() else { return };
        if !std::mem::take(&mut table.in_cell) {
            return;
        }
        let text = self.texts.pop().map(|flow| flow.out).unwrap_or_default();
        if table.rows.is_empty() {
            table.rows.push(Vec::new());
        }
        if let Some(row) = table.rows.last_mut() {
            row.push(text);
        }
    }

    fn end_table(&mut self) {
        self.end_cell();
        let Some(table) = self.tables.pop() else { return };
        let rows = table.rows.iter().filter_map(|cells| row_text(cells));
        for (text, apart) in rows {
            let flow = self.flow();
            flow.end_line(if apart { 2 } else { 1 });
            text.chars().for_each(|c| flow.push_raw(c));
            flow.end_line(if apart { 2 } else { 1 });
        }
        self.flow().end_line(2);
    }
}

impl Flow {
    /// A letter of text whose breaks are as they shall be.
    fn push_raw(&mut self, c: char) {
        if matches!(c, '\n' | '\t') {
            self.out.push(c);
        } else {
            self.push(c, true);
        }
    }
}

/// A row's text and whether it stands apart: a row of one cell, or of cells with paragraphs, is layout and no row of a table.
fn row_text(cells: &[String]) -> Option<(String, bool)> {
    const LONG_CELL: usize = 400;
    let cells: Vec<&str> = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
    match cells[..] {
        [] => None,
        [cell] => Some((cell.to_string(), true)),
        _ if cells.iter().any(|cell| cell.contains("\n\n") && cell.len() > LONG_CELL) => Some((cells.join("\n\n"), true)),
        _ => {
            let cells: Vec<String> = cells.iter().map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
            Some((cells.join("\t"), false))
        }
    }
}

impl Reader for Writer {
    fn open(&mut self, name: &str, tag: &Tag) {
        if let Some((skipped, depth)) = &mut self.skip {
            *depth += usize::from(skipped == name && !tag.self_closing);
            return;
        }
        if UNSEEN.contains(&name) || self.part == Part::Main && BESIDE.contains(&name) {
            // In HTML a slash closes no element but a foreign one.
            let closed = tag.self_closing && matches!(name, "svg" | "math");
            self.skip = (!closed).then(|| (name.to_string(), 1));
            return;
        }
        match name {
            "br" => {
                let flow = self.flow();
                flow.breaks += 1;
                flow.space = false;
            }
            "table" => {
                self.flow().end_line(2);
                self.tables.push(Table::default());
            }
            "tr" if !self.tables.is_empty() => {
                self.end_cell();
                if let Some(table) = self.tables.last_mut() {
                    table.rows.push(Vec::new());
                }
            }
            "td" | "th" if !self.tables.is_empty() => {
                self.end_cell();
                if let Some(table) = self.tables.last_mut() {
                    table.in_cell = true;
                    self.texts.push(Flow::default());
                }
            }
            _ if LINES.contains(&name) => self.flow().end_line(1),
            _ if BLOCKS.contains(&name) => self.flow().end_line(2),
            _ => {}
        }
        self.pre += usize::from(name == "pre");
    }

    fn close(&mut self, name: &str) {
        if let Some((skipped, depth)) = &mut self.skip {
            if skipped == name {
                *depth -= 1;
                if *depth == 0 {
                    self.skip = None;
                }
            }
            return;
        }
        match name {
            "table" if !self.tables.is_empty() => self.end_table(),
            "td" | "th" | "tr" => self.end_cell(),
            _ if LINES.contains(&name) => self.flow().end_line(1),
            _ if BLOCKS.contains(&name) => self.flow().end_line(2),
            _ => {}
        }
        if name == "pre" {
            self.pre = self.pre.saturating_sub(1);
        }
    }

    fn text(&mut self, text: &str) {
        if self.skip.is_none() {
            let keep = self.pre > 0;
            let flow = self.flow();
            text.chars().for_each(|c| flow.push(c, keep));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_as_text() {
        for (html, expected) in [
            ("<p>Một\n  hai</p><p>Ba</p>", "Một hai\n\nBa"),
            ("Một<br>Hai<br/><br>Ba<br><br><br><br>Bốn", "Một\nHai\n\nBa\n\nBốn"),
            ("<div><div>Một</div></div> <div>Hai</div>", "Một\n\nHai"),
            ("<b>H</b>ọp <i>giao</i> ban , 5&nbsp;xã &amp; 2 &lt; 3 &#7879;", "Họp giao ban , 5\u{A0}xã & 2 < 3 ệ"),
            ("<ul><li>a<li> b </ul>c", "a\nb\n\nc"),
            ("<figure><img src=x><figcaption>Ảnh một</figcaption></figure>Hai", "Ảnh một\n\nHai"),
            ("<pre>a\n  b\n\nc</pre>", "a\n  b\n\nc"),
            ("a<script>x = '<p>b</p>'</script><style>p{}</style><!-- c --><textarea>d</textarea>e", "ae"),
            ("a<svg><title>t</title><g/></svg>b<svg/>c", "abc"),
            ("", ""),
            ("<p></p><div>\n</div>", ""),
            ("<p>chưa đóng <b>thẻ", "chưa đóng thẻ"),
        ] {
            assert_eq!(render(html, Part::All), expected, "{html}");
        }
    }

    #[test]
    fn tables_are_rows_and_layout_is_paragraphs() {
        for (html, expected) in [
            ("a<table><tr><th>Xã<th>Người</tr><tr><td><p>Tân\nLập</p><td> 12</table>b", "a\n\nXã\tNgười\nTân Lập\t12\n\nb"),
            ("<table><tr><td><img></td></tr><tr><td>Chú thích</td></tr></table>Đoạn", "Chú thích\n\nĐoạn"),
            ("<table><tr><td>1<table><tr><td>a<td>b</table><td>2</table>", "1 a b\t2"),
            ("<table><td>chưa đóng<td>hai", "chưa đóng\thai"),
            ("</table></td>x<td>y", "xy"),
        ] {
            assert_eq!(render(html, Part::All), expected, "{html}");
        }
        let long = "Câu văn dài của một đoạn. ".repeat(20);
        let layout = format!("<table><tr><td>Trái<td><p>{long}</p><p>Đoạn hai.</p></table>");
        assert_eq!(render(&layout, Part::All), format!("Trái\n\n{}\n\nĐoạn hai.", long.trim_end()));
    }

    #[test]
    fn what_stands_beside_is_left_out_where_asked() {
        let html = "<nav>Trang chủ</nav><p>Tin</p><footer>Địa chỉ</footer>";
        assert_eq!(render(html, Part::Main), "Tin");
        assert_eq!(render(html, Part::All), "Trang chủ\n\nTin\n\nĐịa chỉ");
    }
}
