//! What several charts draw alike: bars with their figure, base lines, what is missing, figures inside boxes.

use super::rows::Rows;
use super::scale::Scale;
use super::scene::{LEAST_EM, Scene};
use super::text::middle;
use crate::output::chart::font::{self, Anchor};
use crate::output::chart::model::{Class, Name, Value};
use crate::output::chart::palette::{INK, QUIET, RULE, Rgb, class_colour};

/// No such figure, where there is no room for words.
pub const DASH: &str = "–";

/// The width that names may take.
pub const NAMES: f64 = 0.4;

/// Base line at nought.
pub fn base_line(x: f64, rows: &Rows, names: &[Name], scene: &mut Scene) {
    let width = (1.5 * scene.sizes.k).max(1.0);
    scene.rect(x - width / 2.0, rows.top, width, rows.bars_end(names) - rows.top, RULE);
}

/// The figure of a row that stands apart, as words: a bar on the others' scale would dwarf them.
pub fn words(value: &Value, x: f64, centre: f64, em: f64, scene: &mut Scene) {
    let (text, colour) = if value.number.is_some() { (value.text.as_str(), INK) } else { (DASH, QUIET) };
    scene.text(x + 0.45 * em, centre + middle(em), text, em, colour, Anchor::Start);
}

/// Label widths beside the values, for `fit_scale`. A missing figure takes a dash at least.
/// What stands apart has no bar.
pub fn reaches(values: &[Value], names: &[Name], em: f64) -> impl Iterator<Item = (f64, f64)> {
    let text = |v: &Value| if v.number.is_some() { v.text.clone() } else { DASH.to_string() };
    let number = |v: &Value, n: &Name| if n.apart { 0.0 } else { v.number.unwrap_or(0.0) };
    values.iter().zip(names).map(move |(v, n)| (number(v, n), font::width(&text(v), em, false) + 0.45 * em))
}

/// How a missing figure is said: in words where they fit in `room`, else by a dash.
pub fn missing(value: &Value, room: f64, em: f64) -> &str {
    if font::width(&value.text, em, false) + 0.45 * em <= room { &value.text } else { DASH }
}

/// Where bars of one series start and how long they are.
pub struct Track {
    pub zero: f64,
    pub scale: Scale,
    /// From nought to the right edge.
    pub room: f64,
    pub thick: f64,
    pub em: f64,
}

/// One bar with its value at the end; a missing figure is said in grey at the base line.
pub fn bar(value: &Value, centre: f64, colour: Rgb, track: &Track, scene: &mut Scene) {
    let Track { zero, scale, room, thick, em } = *track;
    let gap = 0.45 * em;
    let Some(number) = value.number else {
        scene.text(zero + gap, centre + middle(em), missing(value, room, em), em, QUIET, Anchor::Start);
        return;
    };
    // Little is not nothing.
    let length = if number == 0.0 { 0.0 } else { (number.abs() * scale.per_unit).max(1.5 * scene.sizes.k) };
    let below = number < 0.0;
    scene.rect(if below { zero - length } else { zero }, centre - thick / 2.0, length, thick, colour);
    let (x, anchor) = if below { (zero - length - gap, Anchor::End) } else { (zero + length + gap, Anchor::Start) };
    scene.text(x, centre + middle(em), &value.text, em, INK, anchor);
}

/// The size at which a figure fits a box, not much below `em`.
pub fn inside(text: &str, em: f64, width: f64, height: f64) -> Option<f64> {
    let room = width - 0.4 * em;
    let wide = font::width(text, em, false);
    let fit = if wide <= room { em } else { em * room / wide };
    let fit = (fit.min(height / 1.1) * 10.0).floor() / 10.0;
    (fit >= LEAST_EM.min(em).max(0.7 * em)).then_some(fit)
}

/// The colour of the class that a number falls into.
pub fn colour_of(number: f64, classes: &[Class]) -> Rgb {
    let at = classes.iter().position(|c| number <= c.most).unwrap_or(classes.len().saturating_sub(1));
    class_colour(at, classes.len())
}
