//! One column of bars per measure over the same rows; columns that do not fit side by side go under each other.

use super::area::{Area, Drawn, Unfit};
use super::marks::{self, NAMES, Track};
use super::rows::Rows;
use super::scale::{Scale, fit_scale};
use super::scene::Scene;
use super::text::{LINE, middle, wrap};
use crate::output::chart::font::{self, Anchor};
use crate::output::chart::model::{Panel, Panels};
use crate::output::chart::palette::{INK, MAIN, NEUTRAL, QUIET, TRACK};

pub fn draw(panels: &Panels, scene: &mut Scene, area: &Area) -> Result<Drawn, Unfit> {
    let count = panels.panels.len();
    let mut least = Unfit::Narrow;
    // As many side by side as fit.
    for bands in 1..=count {
        let columns = count.div_ceil(bands);
        let start = scene.shapes.len();
        let mut y = area.y;
        let mut fits = Ok(());
        for (b, band) in panels.panels.chunks(columns).enumerate() {
            let gap = if b > 0 { scene.sizes.label } else { 0.0 };
            let room = area.room.map(|r| ((r - (bands - 1) as f64 * scene.sizes.label) / bands as f64).max(0.0));
            match draw_band(panels, band, columns, scene, &Area { x: area.x, y: y + gap, w: area.w, room }) {
                Ok(height) => y += gap + height,
                Err(e) => {
                    fits = Err(e);
                    break;
                }
            }
        }
        match fits {
            Ok(()) => return Ok(Drawn { height: y - area.y, unlabelled: false }),
            Err(Unfit::Lower(h)) => least = Unfit::Lower(h * bands as f64 + (bands - 1) as f64 * scene.sizes.label),
            Err(Unfit::Narrow) => {}
        }
        scene.shapes.truncate(start);
    }
    Err(least)
}

fn draw_band(panels: &Panels, band: &[Panel], columns: usize, scene: &mut Scene, area: &Area) -> Result<f64, Unfit> {
    let share = if columns > 2 { 0.26 } else { NAMES.min(0.34) };
    // Titles need their width first: a trial with the names alone.
    let trial = Rows::fit(&panels.rows, 1, share, 0.0, scene, &Area { room: None, ..*area })?;
    let gap = 1.2 * scene.sizes.label;
    let width = (area.x + area.w - trial.left - gap * (columns - 1) as f64) / columns as f64;
    let title_em = scene.sizes.label * 0.95;
    let titles: Option<Vec<Vec<String>>> = band.iter().map(|p| wrap(&p.title, title_em, true, width)).collect();
    let titles = titles.ok_or(Unfit::Narrow)?;
    let lines = titles.iter().map(Vec::len).max().unwrap_or(1);
    if lines > 3 {
        return Err(Unfit::Narrow);
    }
    // Titles stand on their units.
    let head = ((lines as f64 + 1.0) * LINE * title_em + 0.4 * title_em).ceil();
    let below = area.below(head);
    let rows = Rows::fit(&panels.rows, 1, share, 0.0, scene, &below).map_err(|e| e.below(head))?;
    let thick = rows.bar(1);
    let width = (area.x + area.w - rows.left - gap * (columns - 1) as f64) / columns as f64;
    let mut scales = vec![];
    for panel in band {
        let reaches: Vec<(f64, f64)> = marks::reaches(&panel.values, &panels.rows, rows.em).collect();
        let mut scale = fit_scale(&reaches, width).ok_or(Unfit::Narrow)?;
        if let Some(whole) = panel.whole {
            let known = panel.values.iter().filter(|v| v.number.is_some());
            let labels = known.map(|v| font::width(&v.text, rows.em, false) + 0.45 * rows.em).fold(0.0, f64::max);
            let greatest = reaches.iter().map(|r| r.0).fold(whole, f64::max);
            scale = Scale { per_unit: (width - labels) / greatest, zero: 0.0 };
        }
        // Bars shorter than their figures tell nothing.
        let longest = reaches.iter().map(|(v, _)| v.abs() * scale.per_unit).fold(0.0, f64::max);
        if columns > 1 && longest < 3.0 * rows.em {
            return Err(Unfit::Narrow);
        }
        scales.push(scale);
    }
    rows.draw_names(&panels.rows, scene);
    for (i, (panel, scale)) in band.iter().zip(scales).enumerate() {
        let x = rows.left + i as f64 * (width + gap);
        let zero = x + scale.zero;
        for (l, line) in titles[i].iter().enumerate() {
            let from_last = (titles[i].len() - 1 - l) as f64;
            let y = area.y + head - (0.65 + LINE) * title_em - from_last * LINE * title_em;
            scene.bold(x, y, line, title_em, INK, Anchor::Start);
        }
        scene.text(x, area.y + head - 0.65 * title_em, &panel.unit, title_em, QUIET, Anchor::Start);
        let track = Track { zero, scale, room: width - scale.zero, thick, em: rows.em };
        for (r, value) in panel.values.iter().enumerate() {
            let colour = if panels.rows[r].neutral { NEUTRAL } else { MAIN };
            let (centre, em) = (rows.centre(r), rows.em);
            if panels.rows[r].apart {
                marks::words(value, zero, centre, em, scene);
                continue;
            }
            let (Some(whole), Some(number)) = (panel.whole, value.number) else {
                marks::bar(value, centre, colour, &track, scene);
                continue;
            };
            scene.rect(zero, centre - thick / 2.0, whole * scale.per_unit, thick, TRACK);
            scene.rect(zero, centre - thick / 2.0, number.max(0.0) * scale.per_unit, thick, colour);
            let end = zero + number.max(whole) * scale.per_unit;
            scene.text(end + 0.45 * em, centre + middle(em), &value.text, em, INK, Anchor::Start);
        }
        marks::base_line(zero, &rows, &panels.rows, scene);
    }
    Ok(rows.bottom() - area.y)
}
