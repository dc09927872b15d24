//! Legends: swatches with their names.

use super::scene::Scene;
use super::text::{LINE, middle, wrap};
use crate::output::chart::font::{self, Anchor};
use crate::output::chart::palette::{INK, RULE, Rgb, WHITE};

/// A little square of a colour; white has a border.
pub fn swatch(x: f64, centre: f64, side: f64, colour: Rgb, scene: &mut Scene) {
    if colour == WHITE {
        scene.frame(x, centre - side / 2.0, side, side, scene.sizes.k.max(1.0), RULE);
    } else {
        scene.rect(x, centre - side / 2.0, side, side, colour);
    }
}

/// Swatches with names in lines from `y` on; the height used.
pub fn legend(entries: &[(String, Rgb)], em: f64, x: f64, y: f64, width: f64, scene: &mut Scene) -> f64 {
    let (side, gap) = (0.8 * em, 0.45 * em);
    let (mut at, mut line) = (x, 0.0);
    for (name, colour) in entries {
        let wide = side + gap + font::width(name, em, false);
        if at > x && at + wide > x + width {
            (at, line) = (x, line + 1.0);
        }
        let centre = y + (line + 0.5) * 1.5 * em;
        // A name wider than all of the width goes over several lines.
        let lines = wrap(name, em, false, width - side - gap).unwrap_or_else(|| vec![name.clone()]);
        swatch(at, centre, side, *colour, scene);
        for (i, text) in lines.iter().enumerate() {
            scene.text(at + side + gap, centre + middle(em) + i as f64 * LINE * em, text, em, INK, Anchor::Start);
        }
        if lines.len() > 1 {
            (at, line) = (x, line + lines.len() as f64);
        } else {
            at += wide + 1.6 * em;
        }
    }
    (line + if at > x { 1.0 } else { 0.0 }) * 1.5 * em + 0.5 * em
}
