//! What all charts of horizontal rows share: the column of names and the height of rows.

use super::area::{Area, Unfit};
use super::scene::{LEAST_EM, Scene};
use super::text::{LINE, wrap};
use crate::output::chart::font::{self, Anchor};
use crate::output::chart::model::Name;
use crate::output::chart::palette::{INK, QUIET, RULE};

/// Where rows stand.
#[derive(Debug, Clone)]
pub struct Rows {
    pub em: f64,
    /// From row to row.
    pub pitch: f64,
    /// Right edge of the names.
    pub names_right: f64,
    /// Where bars may begin.
    pub left: f64,
    pub top: f64,
    /// The width of the chart, for the rule above what stands apart.
    span: (f64, f64),
    lines: Vec<Vec<String>>,
}

impl Rows {
    /// Finds the largest letters, from the label size down, with which `names` (wrapped into at most `share` of the width) and
    /// `parts` bars a row fit under a head of `head` em.
    pub fn fit(names: &[Name], parts: usize, share: f64, head: f64, scene: &Scene, area: &Area) -> Result<Rows, Unfit> {
        let widest = area.w * share;
        let parts = parts.max(1) as f64;
        let count = names.len().max(1) as f64;
        let mut least = None;
        let mut em = scene.sizes.label;
        loop {
            let lines: Option<Vec<Vec<String>>> = names.iter().map(|n| wrap(&n.text, em, false, widest)).collect();
            if let Some(lines) = lines {
                let most = lines.iter().map(Vec::len).max().unwrap_or(1) as f64;
                // A row holds its lines of name and its bars, and some air.
                let tight = (most * LINE).max(parts * LINE) * em + 0.25 * em;
                let airy = if parts > 1.0 {
                    (parts * 1.45 + 0.9) * em
                } else {
                    let air = if count <= 4.0 {
                        3.0
                    } else if count <= 12.0 {
                        2.3
                    } else if count <= 30.0 {
                        1.9
                    } else {
                        1.7
                    };
                    air * em
                };
                let airy = airy.max(tight);
                let needed = count * tight + head * em;
                let fits = area.room.is_none_or(|room| needed <= room);
                least = Some(needed);
                if fits {
                    let pitch = area.room.map_or(airy, |room| ((room - head * em) / count).min(airy * 1.8));
                    let width = lines.iter().flatten().map(|l| font::width(l, em, false)).fold(0.0, f64::max);
                    let names_right = area.x + width;
                    return Ok(Rows {
                        em,
                        pitch,
                        names_right,
                        left: names_right + 0.6 * em,
                        top: area.y + head * em,
                        span: (area.x, area.w),
                        lines,
                    });
                }
            }
            if em <= LEAST_EM {
                return Err(least.map_or(Unfit::Narrow, Unfit::Lower));
            }
            em = (em - 0.5).max(LEAST_EM);
        }
    }

    pub fn centre(&self, row: usize) -> f64 {
        self.top + (row as f64 + 0.5) * self.pitch
    }

    /// Where the rows end that have bars.
    pub fn bars_end(&self, names: &[Name]) -> f64 {
        self.top + names.iter().filter(|n| !n.apart).count() as f64 * self.pitch
    }

    pub fn bottom(&self) -> f64 {
        self.top + self.lines.len() as f64 * self.pitch
    }

    /// Thickness of `parts` bars side by side.
    pub fn bar(&self, parts: usize) -> f64 {
        if parts > 1 { (self.pitch * 0.82 / parts as f64).min(2.2 * self.em) } else { (self.pitch * 0.7).min(2.4 * self.em) }
    }

    pub fn draw_names(&self, names: &[Name], scene: &mut Scene) {
        if let Some(first) = names.iter().position(|n| n.apart).filter(|first| *first > 0) {
            let thin = scene.sizes.k.max(1.0);
            let y = self.top + first as f64 * self.pitch;
            scene.rect(self.span.0, y - thin / 2.0, self.span.1, thin, RULE);
        }
        for (i, name) in names.iter().enumerate() {
            let colour = if name.neutral { QUIET } else { INK };
            scene.lines(self.names_right, self.centre(i), &self.lines[i], self.em, colour, Anchor::End);
        }
    }
}
