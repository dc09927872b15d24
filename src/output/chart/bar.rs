//! Horizontal bars: one series, several beside each other, or stacked. Values stand at the ends, so there is no axis.

use super::body::Unfit;
use super::font::{self, Anchor};
use super::palette::{INK, MAIN, NEUTRAL, QUIET, RULE, Rgb, SERIES, text_on};
use super::plan::{Bars, Name, Value};
use super::rows::{Rows, Scale, fit_scale, legend};
use super::scene::{Area, Drawn, LEAST_EM, Scene, middle};

/// No such figure, where there is no room for words.
pub const DASH: &str = "–";

/// The width that names may take.
pub const NAMES: f64 = 0.4;

pub fn draw(bars: &Bars, scene: &mut Scene, area: &Area) -> Result<Drawn, Unfit> {
    let mut body = Area { ..*area };
    if bars.series.len() > 1 {
        let entries: Vec<(String, Rgb)> =
            bars.series.iter().enumerate().map(|(i, s)| (s.name.text.clone(), tone(i, &s.name))).collect();
        let used = legend(&entries, scene.sizes.label, area.x, area.y, area.w, scene);
        body.y += used;
        body.room = area.room.map(|r| (r - used).max(0.0));
    }
    let above = body.y - area.y;
    let lower = |e: Unfit| if let Unfit::Lower(h) = e { Unfit::Lower(h + above) } else { e };
    let drawn = if bars.stacked { stacked(bars, scene, &body) } else { beside(bars, scene, &body) };
    drawn.map(|d| Drawn { height: d.height + above, ..d }).map_err(lower)
}

fn tone(index: usize, name: &Name) -> Rgb {
    if name.neutral { NEUTRAL } else { SERIES[index % SERIES.len()] }
}

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

fn beside(bars: &Bars, scene: &mut Scene, area: &Area) -> Result<Drawn, Unfit> {
    let parts = bars.series.len();
    let rows = Rows::fit(&bars.rows, parts, NAMES, 0.0, scene, area)?;
    let thick = rows.bar(parts);
    let em = if parts > 1 { (thick * 0.95).min(rows.em) } else { rows.em };
    let width = area.x + area.w - rows.left;
    let all: Vec<(f64, f64)> = bars.series.iter().flat_map(|s| reaches(&s.values, &bars.rows, em)).collect();
    let scale = fit_scale(&all, width).ok_or(Unfit::Narrow)?;
    let zero = rows.left + scale.zero;
    // Words for what is missing would crowd bars that stand close.
    let room = if parts > 1 { 0.0 } else { width - scale.zero };
    let track = Track { zero, scale, room, thick: if parts > 1 { thick * 0.9 } else { thick }, em };
    rows.draw_names(&bars.rows, scene);
    for (s, series) in bars.series.iter().enumerate() {
        let offset = (s as f64 - (parts as f64 - 1.0) / 2.0) * thick;
        for (r, value) in series.values.iter().enumerate() {
            let colour = match parts {
                1 if bars.rows[r].neutral => NEUTRAL,
                1 => MAIN,
                _ => tone(s, &series.name),
            };
            if bars.rows[r].apart {
                words(value, zero, rows.centre(r) + offset, em, scene);
            } else {
                bar(value, rows.centre(r) + offset, colour, &track, scene);
            }
        }
    }
    base_line(zero, &rows, &bars.rows, scene);
    Ok(Drawn { height: rows.bottom() - area.y, unlabelled: false })
}

fn stacked(bars: &Bars, scene: &mut Scene, area: &Area) -> Result<Drawn, Unfit> {
    let rows = Rows::fit(&bars.rows, 1, NAMES, 0.0, scene, area)?;
    let thick = rows.bar(1);
    let width = area.x + area.w - rows.left;
    let length = |r: usize| bars.series.iter().filter_map(|s| s.values[r].number).sum::<f64>();
    let longest = (0..bars.rows.len()).map(length).fold(0.0, f64::max);
    let per_unit = if longest > 0.0 { width / longest } else { 0.0 };
    let seam = (1.5 * scene.sizes.k).max(1.0);
    let mut unlabelled = false;
    rows.draw_names(&bars.rows, scene);
    for r in 0..bars.rows.len() {
        let (mut x, centre) = (rows.left, rows.centre(r));
        for (s, series) in bars.series.iter().enumerate() {
            let value = &series.values[r];
            let Some(number) = value.number.filter(|&n| n > 0.0) else { continue };
            let colour = tone(s, &series.name);
            let part = number * per_unit;
            scene.rect(x, centre - thick / 2.0, (part - seam).max(1.0), thick, colour);
            match inside(&value.text, rows.em, part - seam, thick) {
                Some(em) => {
                    scene.text(x + (part - seam) / 2.0, centre + middle(em), &value.text, em, text_on(colour), Anchor::Middle)
                }
                None => unlabelled = true,
            }
            x += part;
        }
        if bars.series.iter().all(|s| s.values[r].number.is_none())
            && let Some(series) = bars.series.first()
        {
            scene.text(x + 0.45 * rows.em, centre + middle(rows.em), &series.values[r].text, rows.em, QUIET, Anchor::Start);
        }
    }
    base_line(rows.left, &rows, &bars.rows, scene);
    Ok(Drawn { height: rows.bottom() - area.y, unlabelled })
}

/// The size at which a figure fits a box, not much below `em`.
pub fn inside(text: &str, em: f64, width: f64, height: f64) -> Option<f64> {
    let room = width - 0.4 * em;
    let wide = font::width(text, em, false);
    let fit = if wide <= room { em } else { em * room / wide };
    let fit = (fit.min(height / 1.1) * 10.0).floor() / 10.0;
    (fit >= LEAST_EM.min(em).max(0.7 * em)).then_some(fit)
}
