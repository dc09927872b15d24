//! Pixels: smooth lines and dots of our own, a palette where it is enough, and how large the picture is on paper.

use super::backend::{draw, failed};
use crate::output::chart::draw::scene::Scene;
use crate::output::chart::error::ChartError;
use crate::output::chart::font::steps;
use crate::output::chart::palette::Rgb;
use plotters::prelude::BitMapBackend;
use plotters_backend::{BackendColor, DrawingBackend, DrawingErrorKind};
use rustc_hash::FxHashMap;

pub fn png(scene: &Scene, scale: f64) -> Result<Vec<u8>, ChartError> {
    let (width, height) = ((scene.width * scale).round() as u32, (scene.height * scale).round() as u32);
    let mut pixels = vec![0xFF; width as usize * height as usize * 3];
    {
        let mut backend = BitMapBackend::with_buffer(&mut pixels, (width, height));
        draw(scene, scale, &mut backend, pixels_of, true)?;
    }
    let mut bytes = vec![];
    let mut encoder = ::png::Encoder::new(&mut bytes, width, height);
    let indexed = indexed(&pixels);
    match &indexed {
        Some((palette, _)) => {
            encoder.set_color(::png::ColorType::Indexed);
            encoder.set_palette(palette.as_slice());
        }
        None => encoder.set_color(::png::ColorType::Rgb),
    }
    encoder.set_depth(::png::BitDepth::Eight);
    encoder.set_filter(::png::FilterType::NoFilter);
    encoder.set_compression(::png::Compression::Default);
    // Office programs place the picture by this: 96 pixels an inch, times the scale.
    let per_metre = (96.0 * scale / 0.0254).round() as u32;
    encoder.set_pixel_dims(Some(::png::PixelDimensions { xppu: per_metre, yppu: per_metre, unit: ::png::Unit::Meter }));
    let mut writer = encoder.write_header().map_err(failed)?;
    writer.write_image_data(indexed.as_ref().map_or(&pixels, |(_, indices)| indices)).map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(bytes)
}

/// The picture as a palette and an index a pixel, a third of the bytes to pack; `None` for more than 256 colours.
fn indexed(pixels: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let mut palette: Vec<u8> = vec![];
    let mut known: FxHashMap<[u8; 3], u8> = FxHashMap::default();
    let mut indices = Vec::with_capacity(pixels.len() / 3);
    // Neighbours are mostly alike.
    let mut last: Option<([u8; 3], u8)> = None;
    for pixel in pixels.as_chunks::<3>().0 {
        if let Some((colour, index)) = last
            && colour == *pixel
        {
            indices.push(index);
            continue;
        }
        let index = match known.get(pixel) {
            Some(&index) => index,
            None => {
                let index = u8::try_from(known.len()).ok()?;
                palette.extend_from_slice(pixel);
                known.insert(*pixel, index);
                index
            }
        };
        last = Some((*pixel, index));
        indices.push(index);
    }
    Some((palette, indices))
}

/// As pixels by their distance from the line; a single point gives a dot. plotters' own thick lines have ragged edges.
fn pixels_of<DB: DrawingBackend>(
    backend: &mut DB,
    points: &[(f64, f64)],
    width: f64,
    colour: Rgb,
) -> Result<(), DrawingErrorKind<DB::ErrorType>> {
    let radius = width / 2.0;
    for (i, &(ax, ay)) in points.iter().enumerate() {
        let (bx, by) = match points.get(i + 1) {
            Some(&next) => next,
            None if points.len() == 1 => (ax, ay),
            None => break,
        };
        let (dx, dy) = (bx - ax, by - ay);
        let square = (dx * dx + dy * dy).max(1e-9);
        for y in (ay.min(by) - radius - 1.0).floor() as i32..=(ay.max(by) + radius + 1.0).ceil() as i32 {
            for x in (ax.min(bx) - radius - 1.0).floor() as i32..=(ax.max(bx) + radius + 1.0).ceil() as i32 {
                // Pixels' middles lie at halves.
                let (px, py) = (f64::from(x) + 0.5 - ax, f64::from(y) + 0.5 - ay);
                let along = ((px * dx + py * dy) / square).clamp(0.0, 1.0);
                let cover = steps(radius + 0.5 - (px - along * dx).hypot(py - along * dy));
                if cover > 0.0 {
                    backend.draw_pixel((x, y), BackendColor { alpha: cover, rgb: colour })?;
                }
            }
        }
    }
    Ok(())
}
