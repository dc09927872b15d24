//! Rows by columns; each cell has its figure on a colour, and is empty where there is none.

use super::area::{Area, Drawn, Unfit};
use super::legend::legend;
use super::marks::{NAMES, colour_of, inside};
use super::rows::Rows;
use super::scene::{LEAST_EM, Scene, Text};
use super::text::{LINE, middle, wrap};
use crate::output::chart::font::{self, Anchor};
use crate::output::chart::model::Heatmap;
use crate::output::chart::palette::{GRID, INK, QUIET, Rgb, WHITE, class_colour, text_on};

/// How column names are written.
enum Head {
    Lines(f64, Vec<Vec<String>>),
    /// Every n-th.
    Upwards(f64, usize),
}

pub fn draw(map: &Heatmap, scene: &mut Scene, area: &Area) -> Result<Drawn, Unfit> {
    let start = scene.shapes.len();
    let (height, labelled) = grid(map, scene, area)?;
    if labelled {
        return Ok(Drawn { height, unlabelled: false });
    }
    // Without figures the colours need a legend.
    scene.shapes.truncate(start);
    let mut entries: Vec<(String, Rgb)> =
        map.classes.iter().enumerate().map(|(i, c)| (c.text.clone(), class_colour(i, map.classes.len()))).collect();
    entries.push((map.none.clone(), WHITE));
    let used = legend(&entries, scene.sizes.label, area.x, area.y, area.w, scene);
    let below = area.below(used);
    let (height, _) = grid(map, scene, &below).map_err(|e| e.below(used))?;
    Ok(Drawn { height: height + used, unlabelled: false })
}

fn grid(map: &Heatmap, scene: &mut Scene, area: &Area) -> Result<(f64, bool), Unfit> {
    let label = scene.sizes.label;
    let names: Vec<_> = map.rows.clone();
    // The width of cells decides the head, and the head the room of the rows.
    let trial = Rows::fit(&names, 1, NAMES * 0.8, 0.0, scene, &Area { room: None, ..*area })?;
    let count = map.columns.len().max(1) as f64;
    let cell_of = |left: f64| ((area.x + area.w - left) / count).min(9.0 * label);
    let head = head(map, cell_of(trial.left), label).ok_or(Unfit::Narrow)?;
    let head_height = match &head {
        Head::Lines(em, lines) => lines.iter().map(Vec::len).max().unwrap_or(1) as f64 * LINE * em + 0.5 * em,
        Head::Upwards(em, _) => map.columns.iter().map(|c| font::width(&c.text, *em, false)).fold(0.0, f64::max) + 0.8 * em,
    };
    let below = area.below(head_height);
    let rows = Rows::fit(&names, 1, NAMES * 0.8, 0.0, scene, &below).map_err(|e| e.below(head_height))?;
    let (left, cell) = (rows.left, cell_of(trial.left));
    let height = rows.pitch.min(3.2 * label);

    for (c, column) in map.columns.iter().enumerate() {
        let colour = if column.neutral { QUIET } else { INK };
        let x = left + (c as f64 + 0.5) * cell;
        match &head {
            Head::Lines(em, lines) => {
                let lines = &lines[c];
                let y = rows.top - 0.6 * em - (lines.len() as f64 - 1.0) * LINE * em;
                for (l, line) in lines.iter().enumerate() {
                    scene.text(x, y + l as f64 * LINE * em, line, *em, colour, Anchor::Middle);
                }
            }
            Head::Upwards(_, stride) if !c.is_multiple_of(*stride) => {}
            Head::Upwards(em, _) => {
                let (x, y, text) = (x + middle(*em), rows.top - 0.5 * em, column.text.clone());
                scene.push(Text { x, y, text, em: *em, bold: false, colour, anchor: Anchor::Start, upwards: true });
            }
        }
    }
    rows.draw_names(&names, scene);
    let seam = (2.0 * scene.sizes.k).max(1.0);
    let known = || map.cells.iter().flatten().filter(|v| v.number.is_some());
    let em =
        known().map(|v| inside(&v.text, rows.em, cell - seam, height - seam)).try_fold(rows.em, |least, em| Some(em?.min(least)));
    for (r, cells) in map.cells.iter().enumerate() {
        for (c, value) in cells.iter().enumerate() {
            let (x, y) = (left + c as f64 * cell, rows.centre(r) - height / 2.0);
            let (w, h) = (cell - seam, height - seam);
            let Some(number) = value.number else {
                scene.frame(x, y, w, h, scene.sizes.k.max(1.0), GRID);
                continue;
            };
            let colour = colour_of(number, &map.classes);
            scene.rect(x, y, w, h, colour);
            if let Some(em) = em {
                let base = y + h / 2.0 + middle(em);
                scene.text(x + w / 2.0, base, &value.text, em, text_on(colour), Anchor::Middle);
            }
        }
    }
    Ok((rows.bottom() - area.y, em.is_some()))
}

/// Column names in at most three lines, else upwards, or in as many lines as are lower than that; `None` if the cells would be
/// mere lines.
fn head(map: &Heatmap, cell: f64, label: f64) -> Option<Head> {
    let mut em = label;
    while em >= LEAST_EM.max(label * 0.7) {
        let lines: Option<Vec<Vec<String>>> = map.columns.iter().map(|c| wrap(&c.text, em, false, cell - 0.5 * em)).collect();
        if let Some(lines) = lines.filter(|l| l.iter().all(|l| l.len() <= 3)) {
            return Some(Head::Lines(em, lines));
        }
        em -= 0.5;
    }
    let em = (cell / 1.25).clamp(LEAST_EM.min(label), label);
    let upwards = map.columns.iter().map(|c| font::width(&c.text, em, false)).fold(0.0, f64::max);
    let lines: Option<Vec<Vec<String>>> = map.columns.iter().map(|c| wrap(&c.text, em, false, cell - 0.5 * em)).collect();
    if let Some(lines) = lines.filter(|l| l.iter().all(|l| l.len() as f64 * LINE * em < 0.7 * upwards)) {
        return Some(Head::Lines(em, lines));
    }
    let stride = (1.25 * em / cell).ceil() as usize;
    (cell >= 4.0).then_some(Head::Upwards((em * 10.0).floor() / 10.0, stride.max(1)))
}
