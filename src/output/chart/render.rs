//! A scene onto a plotters backend: PNG and SVG from the same shapes.

use super::ChartError;
use super::font::{Ink, steps};
use super::palette::{Rgb, WHITE};
use super::plan::Plan;
use super::scene::{Scene, Shape, compose};
use plotters::prelude::{BitMapBackend, SVGBackend};
use plotters_backend::{BackendColor, BackendStyle, DrawingBackend, DrawingErrorKind};
use rustc_hash::FxHashMap;
use std::fmt::Write as _;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Png,
    Svg,
}

/// Pixels before scaling. Without a height the picture is as high as its rows need.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Size {
    pub width: u32,
    pub height: Option<u32>,
    /// Pixels of the PNG for each of these (2 for print); an SVG has no pixels and does not change.
    pub scale: f64,
}

impl Default for Size {
    fn default() -> Self {
        Size { width: 1280, height: None, scale: 1.0 }
    }
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
        Format::Png => png(&scene, size.scale),
        Format::Svg => svg(&scene, plan),
    }
}

fn failed(why: impl std::fmt::Display) -> ChartError {
    ChartError::Draw(why.to_string())
}

struct Stroke {
    colour: Rgb,
    width: u32,
}

impl BackendStyle for Stroke {
    fn color(&self) -> BackendColor {
        BackendColor { alpha: 1.0, rgb: self.colour }
    }

    fn stroke_width(&self) -> u32 {
        self.width
    }
}

/// How a backend draws a line through points.
type DrawPath<DB> = fn(&mut DB, &[(f64, f64)], f64, Rgb) -> Result<(), DrawingErrorKind<<DB as DrawingBackend>::ErrorType>>;

/// As one path, which an SVG viewer smooths.
fn path_of<DB: DrawingBackend>(
    backend: &mut DB,
    points: &[(f64, f64)],
    width: f64,
    colour: Rgb,
) -> Result<(), DrawingErrorKind<DB::ErrorType>> {
    let points = points.iter().map(|&(x, y)| (x.round() as i32, y.round() as i32));
    backend.draw_path(points, &Stroke { colour, width: (width.round() as u32).max(1) })
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

/// Draws every shape, `scale` pixels for each of the scene's.
fn draw<DB: DrawingBackend>(
    scene: &Scene,
    scale: f64,
    backend: &mut DB,
    path: DrawPath<DB>,
    dots: bool,
) -> Result<(), ChartError> {
    let at = |n: f64| (n * scale).round() as i32;
    let fill = |colour: Rgb| Stroke { colour, width: 1 };
    backend.ensure_prepared().map_err(failed)?;
    backend.draw_rect((0, 0), (at(scene.width), at(scene.height)), &fill(WHITE), true).map_err(failed)?;
    for shape in &scene.shapes {
        let drawn = match shape {
            Shape::Rect { x, y, w, h, colour } => {
                let (left, top) = (at(*x), at(*y));
                // Thin things do not vanish.
                let corner = (at(x + w).max(left + 1), at(y + h).max(top + 1));
                backend.draw_rect((left, top), corner, &fill(*colour), true)
            }
            Shape::Path { points, width, colour } => {
                let points: Vec<(f64, f64)> = points.iter().map(|&(x, y)| (x * scale, y * scale)).collect();
                path(backend, &points, width * scale, *colour)
            }
            Shape::Dot { x, y, radius, colour } if dots => {
                path(backend, &[(x * scale, y * scale)], 2.0 * radius * scale, *colour)
            }
            Shape::Dot { x, y, radius, colour } => {
                backend.draw_circle((at(*x), at(*y)), ((radius * scale).round() as u32).max(1), &fill(*colour), true)
            }
            Shape::Text(text) => {
                let ink =
                    Ink { em: text.em * scale, bold: text.bold, colour: text.colour, anchor: text.anchor, upwards: text.upwards };
                backend.draw_text(&text.text, &ink, (at(text.x), at(text.y)))
            }
        };
        drawn.map_err(failed)?;
    }
    backend.present().map_err(failed)
}

fn png(scene: &Scene, scale: f64) -> Result<Vec<u8>, ChartError> {
    let (width, height) = ((scene.width * scale).round() as u32, (scene.height * scale).round() as u32);
    let mut pixels = vec![0xFF; width as usize * height as usize * 3];
    {
        let mut backend = BitMapBackend::with_buffer(&mut pixels, (width, height));
        draw(scene, scale, &mut backend, pixels_of, true)?;
    }
    let mut bytes = vec![];
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    let indexed = indexed(&pixels);
    match &indexed {
        Some((palette, _)) => {
            encoder.set_color(png::ColorType::Indexed);
            encoder.set_palette(palette.as_slice());
        }
        None => encoder.set_color(png::ColorType::Rgb),
    }
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_filter(png::FilterType::NoFilter);
    encoder.set_compression(png::Compression::Default);
    // Office programs place the picture by this: 96 pixels an inch, times the scale.
    let per_metre = (96.0 * scale / 0.0254).round() as u32;
    encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: per_metre, yppu: per_metre, unit: png::Unit::Meter }));
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

fn svg(scene: &Scene, plan: &Plan) -> Result<Vec<u8>, ChartError> {
    let mut drawn = String::new();
    {
        let mut backend = SVGBackend::with_string(&mut drawn, (scene.width as u32, scene.height as u32));
        draw(scene, 1.0, &mut backend, path_of, false)?;
    }
    // What plotters writes needs three changes: words for screen readers, texts exactly on their base lines (it moves them by a
    // share of the font's height, which differs from font to font), and no line breaks inside texts. Quotes within texts are
    // escaped, so that an attribute is never found inside one.
    let mut out = String::with_capacity(drawn.len() + 1024);
    let mut lines = drawn.lines();
    let head = lines.next().ok_or_else(|| failed("empty SVG"))?;
    let head = head.trim_end_matches('>');
    let lang = plan.lang.code();
    let _ = writeln!(out, "{head} role=\"img\" xml:lang=\"{lang}\" lang=\"{lang}\">");
    let _ = writeln!(out, "<title>{}</title>\n<desc>{}</desc>", escape(&plan.title), escape(&plan.description()));
    while let Some(line) = lines.next() {
        let line = line.replace(" opacity=\"1\"", "");
        if line.starts_with("<text ") {
            let text = lines.next().unwrap_or("");
            let end = lines.next().unwrap_or("</text>");
            let _ = writeln!(out, "{}{text}{end}", line.replace(" dy=\"-0.5ex\"", ""));
        } else {
            out.push_str(&line);
            out.push('\n');
        }
    }
    Ok(out.into_bytes())
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
