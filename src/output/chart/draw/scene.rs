//! A scene: shapes with their places, before any backend.

use super::text::{LINE, middle};
use crate::output::chart::font::{self, Anchor};
use crate::output::chart::palette::{Rgb, WHITE};

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
pub const FALL: f64 = 0.24;
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
    pub fn new(width: f64, letters: f64) -> Self {
        let k = (width / 1280.0).powf(0.6).clamp(0.45, 4.0);
        let em = k * letters;
        // To a tenth of a pixel, so that sizes in SVG are short numbers.
        let size = |at_1280: f64| (at_1280 * em * 10.0).round() / 10.0;
        Self { k, title: size(32.0), subtitle: size(19.0), label: size(20.0), footer: size(16.0), margin: 40.0 * k }
    }
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
