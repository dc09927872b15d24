//! The whole picture: title and subtitle above, the body, notes and source line below.

use super::area::{Area, Drawn, Unfit};
use super::body;
use super::scene::{FALL, Scene, Type};
use super::text::{LINE, wrap_anyhow};
use crate::lang::labels::label;
use crate::output::chart::error::ChartError;
use crate::output::chart::font::Anchor;
use crate::output::chart::model::Plan;
use crate::output::chart::palette::{INK, QUIET};
use crate::output::chart::size::Size;

/// Lays a plan out.
pub fn compose(plan: &Plan, size: Size) -> Result<Scene, ChartError> {
    let (scene, drawn) = compose_with(plan, size, &plan.notes)?;
    if !drawn.unlabelled {
        return Ok(scene);
    }
    let mut notes = plan.notes.clone();
    notes.push(label(plan.lang, "chart.note.unlabelled").to_string());
    Ok(compose_with(plan, size, &notes)?.0)
}

fn compose_with(plan: &Plan, size: Size, notes: &[String]) -> Result<(Scene, Drawn), ChartError> {
    let width = f64::from(size.width);
    let sizes = Type::new(width, size.letters);
    let mut scene = Scene { width, height: 0.0, sizes, shapes: vec![] };
    let inner = width - 2.0 * sizes.margin;
    let mut y = sizes.margin * 0.8;
    for line in wrap_anyhow(&plan.title, sizes.title, true, inner) {
        y += sizes.title * LINE;
        scene.bold(sizes.margin, y - FALL * sizes.title, &line, sizes.title, INK, Anchor::Start);
    }
    y += sizes.subtitle * 0.3;
    for line in wrap_anyhow(&plan.subtitle, sizes.subtitle, false, inner) {
        y += sizes.subtitle * LINE;
        scene.text(sizes.margin, y - FALL * sizes.subtitle, &line, sizes.subtitle, QUIET, Anchor::Start);
    }
    y += sizes.label * 1.1;
    let footer: Vec<String> =
        notes.iter().chain([&plan.source]).flat_map(|n| wrap_anyhow(n, sizes.footer, false, inner)).collect();
    let footer_height = sizes.label * 1.1 + footer.len() as f64 * sizes.footer * LINE + sizes.margin * 0.7;

    let room = size.height.map(|h| f64::from(h) - y - footer_height);
    let area = Area { x: sizes.margin, y, w: inner, room: room.map(|r| r.max(0.0)) };
    let drawn = body::draw(&plan.body, &mut scene, &area).map_err(|e| match e {
        Unfit::Lower(least) => {
            ChartError::TooLow { height: size.height.unwrap_or(0), needed: (y + least + footer_height).ceil() as u32 }
        }
        Unfit::Narrow => ChartError::TooNarrow { width: size.width },
    })?;
    scene.height = size.height.map_or((y + drawn.height + footer_height).ceil(), f64::from);
    let mut base = scene.height - sizes.margin * 0.7 - (footer.len() as f64 - 1.0) * sizes.footer * LINE - FALL * sizes.footer;
    for line in &footer {
        scene.text(sizes.margin, base, line, sizes.footer, QUIET, Anchor::Start);
        base += sizes.footer * LINE;
    }
    Ok((scene, drawn))
}
