//! Hands each body of a plan to its file.

use super::area::{Area, Drawn, Unfit};
use super::scene::Scene;
use super::{bars, completion, heatmap, lines, pairs, panels, tiles};
use crate::output::chart::model::Body;

pub fn draw(body: &Body, scene: &mut Scene, area: &Area) -> Result<Drawn, Unfit> {
    match body {
        Body::Bars(b) => bars::draw(b, scene, area),
        Body::Panels(p) => panels::draw(p, scene, area),
        Body::Lines(l) => lines::draw(l, scene, area),
        Body::Heatmap(h) => heatmap::draw(h, scene, area),
        Body::Completion(c) => completion::draw(c, scene, area),
        Body::Pairs(p) => pairs::draw(p, scene, area),
        Body::Tiles(t) => tiles::draw(t, scene, area),
    }
}
