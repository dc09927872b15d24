//! What all charts of horizontal rows share: the column of names, the height of rows, scales that leave room for labels, legends.

use super::body::Unfit;
use super::font::{self, Anchor};
use super::palette::{INK, QUIET, RULE, Rgb, WHITE};
use super::plan::Name;
use super::scene::{Area, LEAST_EM, LINE, Scene, middle, wrap};

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

/// Pixels per unit, and where nought lies in the width.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    pub per_unit: f64,
    pub zero: f64,
}

/// The largest scale at which every value with its label (widths given, put outside its end) stays within `width`.
pub fn fit_scale(values: &[(f64, f64)], width: f64) -> Option<Scale> {
    let reach = |s: f64| {
        let side = |sign: f64| {
            values
                .iter()
                .filter(|(v, _)| v * sign > 0.0 || (*v == 0.0 && sign > 0.0))
                .map(|(v, w)| v.abs() * s + w)
                .fold(0.0, f64::max)
        };
        (side(-1.0), side(1.0))
    };
    let fits = |s: f64| reach(s).0 + reach(s).1 <= width;
    let greatest = values.iter().map(|(v, _)| v.abs()).fold(0.0, f64::max);
    if !fits(0.0) {
        return None;
    }
    if greatest == 0.0 {
        return Some(Scale { per_unit: 0.0, zero: reach(0.0).0 });
    }
    let (mut low, mut high) = (0.0, width / greatest);
    for _ in 0..60 {
        let half = (low + high) / 2.0;
        if fits(half) { low = half } else { high = half }
    }
    Some(Scale { per_unit: low, zero: reach(low).0 })
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_bar_ends_where_its_label_still_fits() {
        let scale = fit_scale(&[(100.0, 30.0), (50.0, 40.0)], 230.0).unwrap();
        assert!((scale.per_unit - 2.0).abs() < 1e-9 && scale.zero == 0.0);
    }

    #[test]
    fn a_short_bar_with_a_long_label_can_decide() {
        let scale = fit_scale(&[(100.0, 10.0), (90.0, 50.0)], 140.0).unwrap();
        assert!((scale.per_unit - 1.0).abs() < 1e-9);
    }

    #[test]
    fn values_below_nought_get_their_side() {
        let scale = fit_scale(&[(100.0, 20.0), (-50.0, 20.0)], 190.0).unwrap();
        assert!((scale.per_unit - 1.0).abs() < 1e-9 && (scale.zero - 70.0).abs() < 1e-6);
    }

    #[test]
    fn only_noughts_and_labels_too_wide() {
        assert_eq!(fit_scale(&[(0.0, 10.0)], 50.0), Some(Scale { per_unit: 0.0, zero: 0.0 }));
        assert!(fit_scale(&[(1.0, 60.0)], 50.0).is_none());
    }
}
