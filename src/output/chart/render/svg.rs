//! Vectors: texts stay texts, on their base lines, with words for screen readers.

use super::backend::{Stroke, draw, failed};
use super::describe::describe;
use crate::output::chart::draw::scene::Scene;
use crate::output::chart::error::ChartError;
use crate::output::chart::model::Plan;
use crate::output::chart::palette::Rgb;
use plotters::prelude::SVGBackend;
use plotters_backend::{DrawingBackend, DrawingErrorKind};
use std::fmt::Write as _;

pub fn svg(scene: &Scene, plan: &Plan) -> Result<Vec<u8>, ChartError> {
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
    let _ = writeln!(out, "<title>{}</title>\n<desc>{}</desc>", escape(&plan.title), escape(&describe(plan)));
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
