//! Tile map: a tile for each province with its name and figure, coloured by class; Hoàng Sa and Trường Sa in tiles of their own.

use super::area::{Area, Drawn, Unfit};
use super::legend::swatch;
use super::marks::colour_of;
use super::scene::Scene;
use super::text::{LINE, middle, wrap};
use crate::output::chart::font::{self, Anchor};
use crate::output::chart::model::{TileMap, Value};
use crate::output::chart::palette::{INK, QUIET, RULE, Rgb, WHITE, class_colour, text_on};

/// Letters in tiles: share of the label size at most, pixels at least.
const MOST: f64 = 0.8;
const LEAST: f64 = 9.0;
/// From line to line within a tile, in em.
const TIGHT: f64 = 1.2;

struct Fit {
    em: f64,
    lines: Vec<Vec<String>>,
    height: f64,
    /// Name and figure in one line, for want of height.
    inline: bool,
}

pub fn draw(map: &TileMap, scene: &mut Scene, area: &Area) -> Result<Drawn, Unfit> {
    let columns = f64::from(map.tiles.iter().map(|t| t.column).max().unwrap_or(0) + 1);
    let rows = f64::from(map.tiles.iter().map(|t| t.row).max().unwrap_or(0) + 1);
    let label = scene.sizes.label;
    let seam = (3.0 * scene.sizes.k).max(1.5);
    let width = (area.w / columns).min(7.5 * label);

    // The legend stands right of the north, where the map is narrow; if it does not fit there, above.
    let legend = Legend::new(map, label * 0.9);
    let trial = fit(map, width - seam, seam, label, area.room.map(|r| r / rows))
        .map_err(|e| if legend.width < area.w { e } else { Unfit::Narrow });
    let trial = trial.map_err(|e| if let Unfit::Lower(h) = e { Unfit::Lower(h * rows) } else { e })?;
    let covered = (legend.height / trial.height + 0.2).ceil() as u32;
    let used = map.tiles.iter().filter(|t| t.row < covered).map(|t| t.column + 1).max().unwrap_or(0);
    let beside = area.x + f64::from(used) * width + 1.5 * label;
    let fits_beside = beside + legend.width <= area.x + area.w;
    let (above, found) = if fits_beside {
        legend.draw(beside, area.y, scene);
        (0.0, trial)
    } else {
        let above = legend.height + 0.6 * label;
        let room = area.room.map(|r| (r - above).max(0.0) / rows);
        let found = fit(map, width - seam, seam, label, room);
        legend.draw(area.x, area.y, scene);
        (above, found.map_err(|e| if let Unfit::Lower(h) = e { Unfit::Lower(h * rows + above) } else { e })?)
    };

    let thin = scene.sizes.k.max(1.0);
    for (tile, lines) in map.tiles.iter().zip(&found.lines) {
        let x = area.x + f64::from(tile.column) * width;
        let y = area.y + above + f64::from(tile.row) * found.height;
        let (w, h) = (width - seam, found.height - seam);
        let ground = match tile.value.number {
            Some(number) => {
                let colour = colour_of(number, &map.classes);
                scene.rect(x, y, w, h, colour);
                colour
            }
            None => {
                scene.frame(x, y, w, h, thin, RULE);
                WHITE
            }
        };
        let colour = if ground == WHITE { QUIET } else { text_on(ground) };
        let em = if found.inline { shrunk(&lines[0], found.em, w) } else { found.em };
        let with_value = tile.value.number.is_some() && !found.inline;
        let block = lines.len() as f64 + if with_value { 1.1 } else { 0.0 };
        let mut middle_line = y + h / 2.0 - (block - 1.0) / 2.0 * TIGHT * em;
        for line in lines {
            scene.text(x + w / 2.0, middle_line + middle(em), line, em, colour, Anchor::Middle);
            middle_line += TIGHT * em;
        }
        if with_value {
            let base = middle_line + 0.1 * em + middle(em);
            scene.bold(x + w / 2.0, base, &tile.value.text, em, colour, Anchor::Middle);
        }
    }
    Ok(Drawn { height: above + rows * found.height, unlabelled: false })
}

/// The letters with which every name and figure fits its tile and reads best; else the least height of a row.
fn fit(map: &TileMap, width: f64, seam: f64, label: f64, room: Option<f64>) -> Result<Fit, Unfit> {
    // On a page or slide the whole map is scaled to its height: one line a name lets letters be larger than two do, unless they
    // would have to be much smaller.
    let mut em = label * MOST;
    let mut found: Option<Fit> = None;
    while em >= LEAST {
        let lines: Option<Vec<Vec<String>>> = map.tiles.iter().map(|t| wrap(&t.name, em, false, width - 0.4 * em)).collect();
        let values =
            map.tiles.iter().all(|t| t.value.number.is_none() || font::width(&t.value.text, em, true) <= width - 0.4 * em);
        if let (Some(lines), true) = (lines, values) {
            let most = lines.iter().map(Vec::len).max().unwrap_or(1);
            let tight = (most as f64 + 1.1) * TIGHT * em + 0.35 * em + seam;
            if room.is_none_or(|room| tight <= room) {
                let fit = Fit { em, lines, height: room.unwrap_or(tight + 0.25 * em).min(tight * 1.6), inline: false };
                let better = |old: &Fit| fit.em / fit.height > 1.15 * old.em / old.height && fit.em >= 0.58 * label;
                if found.as_ref().is_none_or(better) {
                    found = Some(fit);
                }
            }
        }
        em -= 0.5;
    }
    match (found, room) {
        (Some(found), _) => Ok(found),
        (None, Some(room)) => inline(map, width, seam, label, room),
        (None, None) => Err(Unfit::Narrow),
    }
}

/// Name and figure in one line; only the longest names in smaller letters than the rest.
fn inline(map: &TileMap, width: f64, seam: f64, label: f64, room: f64) -> Result<Fit, Unfit> {
    let lines: Vec<Vec<String>> = map.tiles.iter().map(|t| vec![one_line(&t.name, &t.value)]).collect();
    if lines.iter().flatten().any(|l| shrunk(l, LEAST, width) < LEAST - 1.0) {
        return Err(Unfit::Narrow);
    }
    let tight = |em: f64| 1.55 * em + seam;
    let em = ((room - seam) / 1.55).min(label * MOST);
    if em < LEAST {
        Err(Unfit::Lower(tight(LEAST)))
    } else {
        Ok(Fit { em, lines, height: room.min(2.0 * tight(em)), inline: true })
    }
}

fn one_line(name: &str, value: &Value) -> String {
    if value.number.is_some() { format!("{name} {}", value.text) } else { name.to_string() }
}

/// `em`, or less if the text is wider than its tile.
fn shrunk(text: &str, em: f64, width: f64) -> f64 {
    let fit = (width - 0.4 * em) / font::width(text, em, false) * em;
    (fit.min(em) * 10.0).floor() / 10.0
}

/// Classes, the empty tile, and rows that are on no tile.
struct Legend {
    em: f64,
    entries: Vec<(String, Option<Rgb>)>,
    width: f64,
    height: f64,
}

impl Legend {
    fn new(map: &TileMap, em: f64) -> Self {
        let classes = map.classes.iter().enumerate().map(|(i, c)| (c.text.clone(), Some(class_colour(i, map.classes.len()))));
        let mut entries: Vec<(String, Option<Rgb>)> = classes.collect();
        if map.tiles.iter().any(|t| t.value.number.is_none() && !t.inset) {
            entries.push((map.none.clone(), Some(WHITE)));
        }
        entries.extend(map.others.iter().map(|(name, value)| (format!("{}: {}", name.text, value.text), None)));
        let width = entries.iter().map(|(text, _)| font::width(text, em, false)).fold(0.0, f64::max) + 1.8 * em;
        let height = entries.len() as f64 * LINE * 1.1 * em;
        Self { em, entries, width, height }
    }

    fn draw(&self, x: f64, y: f64, scene: &mut Scene) {
        let em = self.em;
        for (i, (text, colour)) in self.entries.iter().enumerate() {
            let centre = y + (i as f64 + 0.5) * LINE * 1.1 * em;
            let indent = match colour {
                Some(colour) => {
                    swatch(x, centre, 1.1 * em, *colour, scene);
                    1.6 * em
                }
                None => 0.0,
            };
            scene.text(x + indent, centre + middle(em), text, em, INK, Anchor::Start);
        }
    }
}
