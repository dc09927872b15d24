//! A scene onto a plotters backend.

use crate::output::chart::draw::scene::{Scene, Shape};
use crate::output::chart::error::ChartError;
use crate::output::chart::font::Ink;
use crate::output::chart::palette::{Rgb, WHITE};
use plotters_backend::{BackendColor, BackendStyle, DrawingBackend, DrawingErrorKind};

pub fn failed(why: impl std::fmt::Display) -> ChartError {
    ChartError::Draw(why.to_string())
}

pub struct Stroke {
    pub colour: Rgb,
    pub width: u32,
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
pub type DrawPath<DB> = fn(&mut DB, &[(f64, f64)], f64, Rgb) -> Result<(), DrawingErrorKind<<DB as DrawingBackend>::ErrorType>>;

/// Draws every shape, `scale` pixels for each of the scene's.
pub fn draw<DB: DrawingBackend>(
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
