//! Horizontal bars: one series, several beside each other, or stacked. Values stand at the ends, so there is no axis.

use super::area::{Area, Drawn, Unfit};
use super::legend::legend;
use super::marks::{NAMES, Track, bar, base_line, inside, missing, reaches, words};
use super::rows::Rows;
use super::scale::fit_scale;
use super::scene::Scene;
use super::text::middle;
use crate::output::chart::font::{self, Anchor};
use crate::output::chart::model::{Bars, Name, Value};
use crate::output::chart::palette::{INK, MAIN, NEUTRAL, QUIET, Rgb, SERIES, text_on};

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
    let drawn = if bars.stacked { stacked(bars, scene, &body) } else { beside(bars, scene, &body) };
    drawn.map(|d| Drawn { height: d.height + above, ..d }).map_err(|e| e.below(above))
}

fn tone(index: usize, name: &Name) -> Rgb {
    if name.neutral { NEUTRAL } else { SERIES[index % SERIES.len()] }
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
    // The sum of a row stands at its end.
    let gap = 0.45 * rows.em;
    let end =
        |t: &Value| (t.number.unwrap_or(0.0), if t.number.is_some() { font::width(&t.text, rows.em, true) + gap } else { 0.0 });
    let ends: Vec<(f64, f64)> = bars.totals.iter().map(end).collect();
    let per_unit = fit_scale(&ends, width).ok_or(Unfit::Narrow)?.per_unit;
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
        let (total, base) = (&bars.totals[r], centre + middle(rows.em));
        match total.number {
            Some(_) => scene.bold(x + gap, base, &total.text, rows.em, INK, Anchor::Start),
            None => scene.text(x + gap, base, missing(total, width, rows.em), rows.em, QUIET, Anchor::Start),
        }
    }
    base_line(rows.left, &rows, &bars.rows, scene);
    Ok(Drawn { height: rows.bottom() - area.y, unlabelled })
}
