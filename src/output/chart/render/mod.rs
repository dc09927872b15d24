//! A plan as a picture: PNG and SVG from the same scene.

mod backend;
mod describe;
mod png;
mod svg;

use super::draw::page::compose;
use super::error::ChartError;
use super::model::Plan;
use super::size::Size;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Png,
    Svg,
}

const WIDTHS: std::ops::RangeInclusive<u32> = 320..=8000;
const HEIGHTS: std::ops::RangeInclusive<u32> = 200..=20000;

/// Draws a plan. Equal plans and sizes give equal bytes.
///
/// # Errors
/// A size that cannot be drawn, or in which the rows would not be legible.
pub fn render(plan: &Plan, format: Format, size: Size) -> Result<Vec<u8>, ChartError> {
    let scaled = |n: u32| (f64::from(n) * size.scale).round() as u32;
    let bad = |height: u32| ChartError::BadSize { width: scaled(size.width), height: scaled(height) };
    let asked = size.height.unwrap_or(*HEIGHTS.start());
    let positive = size.scale.is_finite() && size.scale > 0.0;
    if !positive || !WIDTHS.contains(&size.width) || !WIDTHS.contains(&scaled(size.width)) || !HEIGHTS.contains(&asked) {
        return Err(bad(asked));
    }
    let scene = compose(plan, size)?;
    if !HEIGHTS.contains(&scaled(scene.height as u32).max(*HEIGHTS.start())) {
        return Err(bad(scene.height as u32));
    }
    match format {
        Format::Png => png::png(&scene, size.scale),
        Format::Svg => svg::svg(&scene, plan),
    }
}
