//! A scene: shapes with their places, before any backend. Title above, body, notes and source line below.

use super::font::{self, Anchor};
use super::palette::{INK, QUIET, Rgb, WHITE};
use super::plan::Plan;
use super::{ChartError, Size, body};
use crate::lang::labels::label;

#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    Rect {
        x: f64,
        y: f64,
        w: f64,
        h: f64,
        colour: Rgb,
    },
    /// Joined points.
    Path {
        points: Vec<(f64, f64)>,
        width: f64,
        colour: Rgb,
    },
    Dot {
        x: f64,
        y: f64,
        radius: f64,
        colour: Rgb,
    },
    Text(Text),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// A point on the base line, where `anchor` says.
    pub x: f64,
    pub y: f64,
    pub text: String,
    pub em: f64,
    pub bold: bool,
    pub colour: Rgb,
    pub anchor: Anchor,
    pub upwards: bool,
}

/// A rectangle: left, top, right, bottom.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Frame {
    pub fn meets(&self, other: &Frame) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }
}

/// Height of letters above the base line (marks on capitals included) and depth below it, in em.
const RISE: f64 = 0.95;
const FALL: f64 = 0.24;
/// From base line to base line, in em.
pub const LINE: f64 = 1.3;
/// The smallest letters that are drawn, in pixels before scaling.
pub const LEAST_EM: f64 = 10.5;

impl Text {
    /// What the letters may cover.
    pub fn frame(&self) -> Frame {
        let width = font::width(&self.text, self.em, self.bold);
        let before = match self.anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => width / 2.0,
            Anchor::End => width,
        };
        let (rise, fall) = (RISE * self.em, FALL * self.em);
        if self.upwards {
            let bottom = self.y + before;
            return Frame { left: self.x - rise, top: bottom - width, right: self.x + fall, bottom };
        }
        let left = self.x - before;
        Frame { left, top: self.y - rise, right: left + width, bottom: self.y + fall }
    }
}

/// Sizes of letters and gaps for a width: they grow slower than the picture, so that a small one can still be read.
#[derive(Debug, Clone, Copy)]
pub struct Type {
    /// 1 at 1280 pixels.
    pub k: f64,
    pub title: f64,
    pub subtitle: f64,
    pub label: f64,
    pub footer: f64,
    pub margin: f64,
}

impl Type {
    pub fn new(width: f64) -> Self {
        let k = (width / 1280.0).powf(0.6).clamp(0.45, 4.0);
        // To a tenth of a pixel, so that sizes in SVG are short numbers.
        let size = |at_1280: f64| (at_1280 * k * 10.0).round() / 10.0;
        Self { k, title: size(32.0), subtitle: size(19.0), label: size(20.0), footer: size(16.0), margin: size(40.0) }
    }
}

/// What a body is drawn into: it may use all of the width, and `room` of height where that is limited.
pub struct Area {
    pub x: f64,
    pub y: f64,
    pub w: f64,
    pub room: Option<f64>,
}

/// A body's height, and whether figures were left off.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Drawn {
    pub height: f64,
    pub unlabelled: bool,
}

pub struct Scene {
    pub width: f64,
    pub height: f64,
    pub sizes: Type,
    pub shapes: Vec<Shape>,
}

impl Scene {
    pub fn rect(&mut self, x: f64, y: f64, w: f64, h: f64, colour: Rgb) {
        if w > 0.0 && h > 0.0 {
            self.shapes.push(Shape::Rect { x, y, w, h, colour });
        }
    }

    /// A rectangle with a border inside its edges.
    pub fn frame(&mut self, x: f64, y: f64, w: f64, h: f64, border: f64, colour: Rgb) {
        self.rect(x, y, w, h, colour);
        self.rect(x + border, y + border, w - 2.0 * border, h - 2.0 * border, WHITE);
    }

    pub fn path(&mut self, points: Vec<(f64, f64)>, width: f64, colour: Rgb) {
        self.shapes.push(Shape::Path { points, width, colour });
    }

    pub fn dot(&mut self, x: f64, y: f64, radius: f64, colour: Rgb) {
        self.shapes.push(Shape::Dot { x, y, radius, colour });
    }

    /// A line of text with its base line at `y`.
    pub fn text(&mut self, x: f64, y: f64, text: &str, em: f64, colour: Rgb, anchor: Anchor) {
        self.push(Text { x, y, text: text.to_string(), em, bold: false, colour, anchor, upwards: false });
    }

    pub fn bold(&mut self, x: f64, y: f64, text: &str, em: f64, colour: Rgb, anchor: Anchor) {
        self.push(Text { x, y, text: text.to_string(), em, bold: true, colour, anchor, upwards: false });
    }

    pub fn push(&mut self, text: Text) {
        if !text.text.is_empty() {
            self.shapes.push(Shape::Text(text));
        }
    }

    /// Lines of text around the middle height `y`.
    pub fn lines(&mut self, x: f64, y: f64, lines: &[String], em: f64, colour: Rgb, anchor: Anchor) {
        let first = y - (lines.len() as f64 - 1.0) / 2.0 * LINE * em + middle(em);
        for (i, line) in lines.iter().enumerate() {
            self.text(x, first + i as f64 * LINE * em, line, em, colour, anchor);
        }
    }
}

/// From the middle of a line of text down to its base line.
pub fn middle(em: f64) -> f64 {
    0.36 * em
}

/// `text` in as few lines no wider than `width` as it takes, of about equal length, broken at spaces; `None` if a word alone is wider.
pub fn wrap(text: &str, em: f64, bold: bool, width: f64) -> Option<Vec<String>> {
    let mut best = fill_lines(text, em, bold, width)?;
    if best.len() > 1 {
        let (mut low, mut high) = (width / best.len() as f64 * 0.9, width);
        while high - low > 0.5 * em {
            let half = (low + high) / 2.0;
            match fill_lines(text, em, bold, half).filter(|lines| lines.len() == best.len()) {
                Some(lines) => (best, high) = (lines, half),
                None => low = half,
            }
        }
    }
    Some(best)
}

fn fill_lines(text: &str, em: f64, bold: bool, width: f64) -> Option<Vec<String>> {
    let mut lines: Vec<String> = vec![];
    for word in text.split_whitespace() {
        if font::width(word, em, bold) > width {
            return None;
        }
        match lines.last_mut() {
            Some(line) if font::width(&format!("{line} {word}"), em, bold) <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_string()),
        }
    }
    Some(lines)
}

/// As `wrap`, but a word that is too wide is broken between letters: nothing is ever cut off.
fn wrap_anyhow(text: &str, em: f64, bold: bool, width: f64) -> Vec<String> {
    if let Some(lines) = wrap(text, em, bold, width) {
        return lines;
    }
    let mut pieces = String::new();
    let mut piece = String::new();
    for letter in text.chars() {
        if letter == ' ' {
            piece.clear();
        } else if !piece.is_empty() && font::width(&format!("{piece}{letter}"), em, bold) > width {
            pieces.push(' ');
            piece.clear();
        }
        if letter != ' ' {
            piece.push(letter);
        }
        pieces.push(letter);
    }
    wrap(&pieces, em, bold, width).unwrap_or_else(|| vec![text.to_string()])
}

/// Lays a plan out.
pub fn compose(plan: &Plan, size: Size) -> Result<Scene, ChartError> {
    let (scene, drawn) = compose_with(plan, size, &plan.notes)?;
    if !drawn.unlabelled {
        return Ok(scene);
    }
    let mut notes = plan.notes.clone();
    notes.push(label(plan.lang, "chart.note.unlabelled").to_string());
    Ok(compose_with(plan, size, &notes)?.0)
}

fn compose_with(plan: &Plan, size: Size, notes: &[String]) -> Result<(Scene, Drawn), ChartError> {
    let width = f64::from(size.width);
    let sizes = Type::new(width);
    let mut scene = Scene { width, height: 0.0, sizes, shapes: vec![] };
    let inner = width - 2.0 * sizes.margin;
    let mut y = sizes.margin * 0.8;
    for line in wrap_anyhow(&plan.title, sizes.title, true, inner) {
        y += sizes.title * LINE;
        scene.bold(sizes.margin, y - FALL * sizes.title, &line, sizes.title, INK, Anchor::Start);
    }
    y += sizes.subtitle * 0.3;
    for line in wrap_anyhow(&plan.subtitle, sizes.subtitle, false, inner) {
        y += sizes.subtitle * LINE;
        scene.text(sizes.margin, y - FALL * sizes.subtitle, &line, sizes.subtitle, QUIET, Anchor::Start);
    }
    y += sizes.label * 1.1;
    let footer: Vec<String> =
        notes.iter().chain([&plan.source]).flat_map(|n| wrap_anyhow(n, sizes.footer, false, inner)).collect();
    let footer_height = sizes.label * 1.1 + footer.len() as f64 * sizes.footer * LINE + sizes.margin * 0.7;

    let room = size.height.map(|h| f64::from(h) - y - footer_height);
    let area = Area { x: sizes.margin, y, w: inner, room: room.map(|r| r.max(0.0)) };
    let drawn = body::draw(&plan.body, &mut scene, &area).map_err(|e| match e {
        body::Unfit::Lower(least) => {
            ChartError::TooLow { height: size.height.unwrap_or(0), needed: (y + least + footer_height).ceil() as u32 }
        }
        body::Unfit::Narrow => ChartError::TooNarrow { width: size.width },
    })?;
    scene.height = size.height.map_or((y + drawn.height + footer_height).ceil(), f64::from);
    let mut base = scene.height - sizes.margin * 0.7 - (footer.len() as f64 - 1.0) * sizes.footer * LINE - FALL * sizes.footer;
    for line in &footer {
        scene.text(sizes.margin, base, line, sizes.footer, QUIET, Anchor::Start);
        base += sizes.footer * LINE;
    }
    Ok((scene, drawn))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces_and_lose_nothing() {
        let text = "Bắc Trung Bộ và Duyên hải miền Trung";
        let width = 20.0 * 9.0;
        let lines = wrap(text, 20.0, false, width).unwrap();
        assert!(lines.len() > 1 && lines.iter().all(|l| font::width(l, 20.0, false) <= width));
        assert_eq!(lines.join(" "), text);
        assert!(wrap("nghiêngnghiêngnghiêng", 20.0, false, 50.0).is_none());
    }

    #[test]
    fn an_endless_word_is_broken_not_cut() {
        let word = "Quyếtđịnhsố18-NQ/TW".repeat(6);
        let lines = wrap_anyhow(&word, 20.0, true, 200.0);
        assert!(lines.iter().all(|l| font::width(l, 20.0, true) <= 200.0));
        assert_eq!(lines.concat(), word);
    }
}
