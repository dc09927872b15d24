//! Hands each body of a plan to its file.

use super::plan::Body;
use super::scene::{Area, Drawn, Scene};
use super::{bar, completion, heatmap, line, panels, tiles};

/// Why a body does not fit its area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Unfit {
    /// The height that it needs at least.
    Lower(f64),
    Narrow,
}

pub fn draw(body: &Body, scene: &mut Scene, area: &Area) -> Result<Drawn, Unfit> {
    match body {
        Body::Bars(b) => bar::draw(b, scene, area),
        Body::Panels(p) => panels::draw(p, scene, area),
        Body::Lines(l) => line::draw(l, scene, area),
        Body::Heatmap(h) => heatmap::draw(h, scene, area),
        Body::Completion(c) => completion::draw(c, scene, area),
        Body::Pairs(p) => completion::draw_pairs(p, scene, area),
        Body::Tiles(t) => tiles::draw(t, scene, area),
    }
}
