//! Lines over time. Figures stand at the points as far as they fit; only where some do not, a few lines of a scale are drawn.
//! A period without a figure breaks the line.

use super::area::{Area, Drawn, Unfit};
use super::scene::{Frame, LEAST_EM, Scene, Text};
use super::text::{LINE, middle, wrap};
use crate::lang::labels::fill;
use crate::output::chart::font::{self, Anchor};
use crate::output::chart::model::{Lines, Series, Value};
use crate::output::chart::palette::{GRID, INK, LINES, NEUTRAL, QUIET, RULE, Rgb, WHITE};
use crate::stats::query::Unit;

/// The height of the plot to its width, where nothing says it.
const SHAPE: f64 = 0.4;

pub fn draw(lines: &Lines, scene: &mut Scene, area: &Area) -> Result<Drawn, Unfit> {
    let start = scene.shapes.len();
    let (drawn, all_labelled) = plot(lines, scene, area, false)?;
    if all_labelled {
        return Ok(drawn);
    }
    scene.shapes.truncate(start);
    Ok(plot(lines, scene, area, true)?.0)
}

fn tone(index: usize, series: &Series) -> Rgb {
    if series.name.neutral { NEUTRAL } else { LINES[index % LINES.len()] }
}

/// A piece of a line, from point to point.
type Stroke = ((f64, f64), (f64, f64));

/// Where points lie.
struct Plot {
    left: f64,
    step: f64,
    zero: f64,
    per_unit: f64,
}

impl Plot {
    fn x(&self, period: usize) -> f64 {
        self.left + period as f64 * self.step
    }

    fn y(&self, number: f64) -> f64 {
        self.zero - number * self.per_unit
    }

    /// Whether marks at the points would touch each other.
    fn crowded(&self, em: f64) -> bool {
        self.step < 0.9 * em
    }

    /// Runs of points without a gap between them, each point with its period.
    fn runs(&self, series: &Series) -> Vec<Vec<(usize, (f64, f64))>> {
        let mut runs: Vec<Vec<(usize, (f64, f64))>> = vec![vec![]];
        for (i, value) in series.values.iter().enumerate() {
            match (value.number, runs.last_mut()) {
                (Some(n), Some(run)) => run.push((i, (self.x(i), self.y(n)))),
                _ => runs.push(vec![]),
            }
        }
        runs.retain(|r| !r.is_empty());
        runs
    }
}

fn plot(lines: &Lines, scene: &mut Scene, area: &Area, axis: bool) -> Result<(Drawn, bool), Unfit> {
    let em = scene.sizes.label;
    let numbers = || lines.series.iter().flat_map(|s| s.values.iter().filter_map(|v| v.number));
    let (least, greatest) = numbers().fold((0.0f64, 0.0f64), |(a, b), n| (a.min(n), b.max(n)));
    let span = if greatest > least { greatest - least } else { 1.0 };

    // Right: the names of several series. Left: the scale, or half of the first label.
    let swatch = 1.1 * em;
    let several = lines.series.len() > 1;
    let mut names: Vec<Vec<String>> = vec![];
    if several {
        let widest = area.w * 0.27 - swatch;
        for s in &lines.series {
            // The last figure stands with the name, where nothing crosses it.
            let last = s.values.iter().rev().find(|v| v.number.is_some()).map_or("", |v| v.text.as_str());
            let text = fill(lines.lang, "chart.pair", &[("name", &s.name.text), ("value", last)]);
            names.push(wrap(&text, em, false, widest).ok_or(Unfit::Narrow)?);
        }
    }
    let names_width = names.iter().flatten().map(|l| font::width(l, em, false)).fold(0.0, f64::max);
    // Long names of periods in up to three lines, if that lets each have its own.
    let about = area.w * if several { 0.62 } else { 0.92 } / lines.periods.len() as f64 - 0.7 * em;
    let whole = || lines.periods.iter().map(|p| vec![p.clone()]).collect();
    let wrapped: Option<Vec<Vec<String>>> = lines.periods.iter().map(|p| wrap(p, em, false, about)).collect();
    let periods: Vec<Vec<String>> = wrapped.filter(|p| p.iter().all(|l| l.len() <= 3)).unwrap_or_else(whole);
    let period_width = periods.iter().flatten().map(|p| font::width(p, em, false)).fold(0.0, f64::max);
    let value_width = lines.series.iter().flat_map(|s| &s.values).filter(|v| v.number.is_some());
    let value_width = value_width.map(|v| font::width(&v.text, em, false)).fold(0.0, f64::max);
    let side = period_width.max(value_width) / 2.0;
    let ticks = ticks(least, greatest, lines);
    let ticks_width =
        if axis { ticks.iter().map(|t| font::width(&t.1, em * 0.85, false)).fold(0.0, f64::max) + 0.8 * em } else { 0.0 };
    let left = area.x + ticks_width + side;
    let right = area.x + area.w - if several { side.max(0.8 * em) + swatch + names_width } else { side };
    if right - left < 6.0 * em {
        return Err(Unfit::Narrow);
    }

    let below = (0.6 + LINE * periods.iter().map(Vec::len).max().unwrap_or(1) as f64) * em;
    let above = 1.7 * em;
    let names_height: f64 = names.iter().map(|n| n.len() as f64 * LINE * em).sum::<f64>() + names.len() as f64 * 0.25 * em;
    let least_height = (7.0 * em).max(names_height) + above + below;
    let height = area.room.unwrap_or((area.w * SHAPE).max(least_height));
    if height < least_height {
        return Err(Unfit::Lower(least_height));
    }
    let (top, bottom) = (area.y + above, area.y + height - below);
    let under = if least < 0.0 { 1.4 * em } else { 0.0 };
    let per_unit = (bottom - under - top) / span;
    let steps = lines.periods.len().saturating_sub(1).max(1) as f64;
    let single = lines.periods.len() == 1;
    let plot = Plot {
        left: if single { (left + right) / 2.0 } else { left },
        step: (right - left) / steps,
        zero: bottom - under + least * per_unit,
        per_unit,
    };

    if axis {
        for (number, text) in &ticks {
            let y = plot.y(*number);
            scene.rect(area.x + ticks_width, y - 0.5, right + side.min(em) - area.x - ticks_width, 1.0, GRID);
            scene.text(area.x + ticks_width - 0.5 * em, y + middle(em * 0.85), text, em * 0.85, QUIET, Anchor::End);
        }
    }
    let rule = (1.5 * scene.sizes.k).max(1.0);
    scene.rect(left - side.min(em), plot.zero - rule / 2.0, right - left + 2.0 * side.min(em), rule, RULE);
    name_periods(&periods, &plot, period_width, bottom, em, scene);

    let stroke = (3.5 * scene.sizes.k).max(2.0);
    let mut taken: Vec<Frame> = vec![];
    let mut strokes: Vec<Stroke> = vec![];
    let crowded = plot.crowded(em);
    for (s, series) in lines.series.iter().enumerate() {
        let colour = tone(s, series);
        for run in plot.runs(series) {
            let points: Vec<(f64, f64)> = run.iter().map(|p| p.1).collect();
            strokes.extend(points.windows(2).map(|w| (w[0], w[1])));
            if points.len() > 1 {
                scene.path(points.clone(), stroke, colour);
            }
            if !crowded || points.len() == 1 {
                let radius = stroke * 1.5;
                for (x, y) in points {
                    marker(s, (x, y), radius, colour, scene);
                    taken.push(Frame { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius });
                }
            }
        }
    }
    let all = label_values(lines, &plot, &mut taken, &strokes, (area.x, area.y, area.x + area.w, bottom), axis && several, scene);
    if several {
        name_series(lines, &names, &plot, (right + side.max(0.8 * em), top, bottom), em, scene);
    }
    Ok((Drawn { height, unlabelled: false }, all))
}

/// The mark of a point; series differ in it too, for grey print: dot, ring, square, hollow square.
fn marker(series: usize, (x, y): (f64, f64), radius: f64, colour: Rgb, scene: &mut Scene) {
    let hole = 0.5 * radius;
    if series % 4 < 2 {
        scene.dot(x, y, radius, colour);
    } else {
        scene.rect(x - 0.9 * radius, y - 0.9 * radius, 1.8 * radius, 1.8 * radius, colour);
    }
    match series % 4 {
        1 => scene.dot(x, y, hole, WHITE),
        3 => scene.rect(x - hole, y - hole, 2.0 * hole, 2.0 * hole, WHITE),
        _ => {}
    }
}

/// Names of periods under the base, every n-th where all do not fit.
fn name_periods(periods: &[Vec<String>], plot: &Plot, widest: f64, bottom: f64, em: f64, scene: &mut Scene) {
    let stride = (((widest + 0.7 * em) / plot.step).ceil() as usize).max(1);
    for (i, lines) in periods.iter().enumerate().step_by(stride) {
        for (l, line) in lines.iter().enumerate() {
            scene.text(plot.x(i), bottom + (1.35 + l as f64 * LINE) * em, line, em, INK, Anchor::Middle);
        }
    }
}

/// Writes figures at their points, the telling ones first, where nothing is in the way (`sparing`: only the greatest of each series). Whether all found a place.
fn label_values(
    lines: &Lines,
    plot: &Plot,
    taken: &mut Vec<Frame>,
    strokes: &[Stroke],
    (left, top, right, bottom): (f64, f64, f64, f64),
    sparing: bool,
    scene: &mut Scene,
) -> bool {
    let em = scene.sizes.label;
    let mut wanted: Vec<(u8, usize, usize)> = vec![];
    for (s, series) in lines.series.iter().enumerate() {
        let known: Vec<(usize, f64)> = series.values.iter().enumerate().filter_map(|(i, v)| v.number.map(|n| (i, n))).collect();
        let greatest = known.iter().copied().fold((0, f64::NEG_INFINITY), |a, b| if b.1 > a.1 { b } else { a }).0;
        let (first, last) = (known.first().map(|k| k.0), known.last().map(|k| k.0));
        for (i, _) in known {
            let rank = if Some(i) == last {
                0
            } else if i == greatest {
                1
            } else if Some(i) == first {
                2
            } else {
                3
            };
            // Beside other series the last figure stands with the name.
            if rank > 0 || lines.series.len() == 1 {
                wanted.push((rank, s, i));
            }
        }
    }
    wanted.sort();
    if sparing {
        wanted.retain(|w| w.0 <= 1);
    }
    let mut all = true;
    for (_, s, i) in wanted {
        let value = &lines.series[s].values[i];
        let Some(number) = value.number else { continue };
        let (x, y) = (plot.x(i), plot.y(number));
        // Above, below, left, right.
        let places = [
            (x, y - 0.75 * em, Anchor::Middle),
            (x, y + 1.45 * em, Anchor::Middle),
            (x - 0.6 * em, y + middle(em), Anchor::End),
            (x + 0.6 * em, y + middle(em), Anchor::Start),
        ];
        let place = places.into_iter().find_map(|(x, y, anchor)| {
            let text = Text { x, y, text: value.text.clone(), em, bold: false, colour: INK, anchor, upwards: false };
            // Figures have no marks above and no tails below.
            let frame = Frame { top: y - 0.78 * em, bottom: y + 0.1 * em, ..text.frame() };
            let inside = frame.left >= left && frame.right <= right && frame.top >= top && frame.bottom <= bottom;
            let airy = Frame { left: frame.left - 0.2 * em, right: frame.right + 0.2 * em, ..frame };
            let free = !taken.iter().any(|t| t.meets(&airy)) && !strokes.iter().any(|&(a, b)| crosses(a, b, &frame));
            (inside && free).then_some((text, frame))
        });
        match place {
            Some((text, frame)) => {
                taken.push(frame);
                scene.push(text);
            }
            None => all = false,
        }
    }
    all
}

/// Whether a stroke runs through a frame.
fn crosses(a: (f64, f64), b: (f64, f64), frame: &Frame) -> bool {
    // Clip the stroke to the frame (Liang–Barsky).
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let (mut from, mut to) = (0.0f64, 1.0f64);
    for (p, q) in [(-dx, a.0 - frame.left), (dx, frame.right - a.0), (-dy, a.1 - frame.top), (dy, frame.bottom - a.1)] {
        if p == 0.0 {
            if q < 0.0 {
                return false;
            }
        } else if p < 0.0 {
            from = from.max(q / p);
        } else {
            to = to.min(q / p);
        }
    }
    from < to
}

/// Names beside the last points, moved apart, with a thin line where a name is not at its point.
fn name_series(lines: &Lines, names: &[Vec<String>], plot: &Plot, (x, top, bottom): (f64, f64, f64), em: f64, scene: &mut Scene) {
    let mut ends: Vec<(f64, f64, usize)> = vec![];
    for (s, series) in lines.series.iter().enumerate() {
        let last = series.values.iter().enumerate().rev().find_map(|(i, v)| v.number.map(|n| (plot.x(i), plot.y(n))));
        ends.extend(last.map(|(px, py)| (py, px, s)));
    }
    ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.2.cmp(&b.2)));
    let height = |s: usize| names[s].len() as f64 * LINE * em + 0.25 * em;
    let mut centres: Vec<f64> = vec![];
    let mut floor = top - 1.2 * em;
    for &(y, _, s) in &ends {
        let centre = y.max(floor + height(s) / 2.0);
        centres.push(centre);
        floor = centre + height(s) / 2.0;
    }
    let mut ceiling = bottom + 0.3 * em;
    for (centre, &(_, _, s)) in centres.iter_mut().zip(&ends).rev() {
        *centre = centre.min(ceiling - height(s) / 2.0);
        ceiling = *centre - height(s) / 2.0;
    }
    let thin = scene.sizes.k.max(1.0);
    for (centre, &(y, px, s)) in centres.iter().zip(&ends) {
        let colour = tone(s, &lines.series[s]);
        if (centre - y).abs() > 0.4 * em || px < x - 3.0 * em {
            scene.path(vec![(px, y), (x - 0.2 * em, *centre)], thin, RULE);
        }
        scene.rect(x, centre - 0.1 * em, 0.8 * em, 0.2 * em, colour);
        if !plot.crowded(em) {
            marker(s, (x + 0.4 * em, *centre), 0.26 * em, colour, scene);
        }
        scene.lines(x + 1.1 * em, *centre, &names[s], em.max(LEAST_EM), INK, Anchor::Start);
    }
}

/// About four round numbers from least to greatest, written as the values are.
fn ticks(least: f64, greatest: f64, lines: &Lines) -> Vec<(f64, String)> {
    let span = greatest - least;
    if span <= 0.0 {
        return vec![];
    }
    let ten = 10f64.powf((span / 4.0).log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|m| m * ten).find(|s| span / s <= 5.0).unwrap_or(10.0 * ten);
    let step = if lines.unit == Unit::Count { step.max(1.0).round() } else { step };
    let (from, to) = ((least / step).ceil() as i64, (greatest / step).floor() as i64);
    (from..=to).map(|n| n as f64 * step).map(|n| (n, Value::of(Some(n), lines.unit, lines.lang).text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stroke_crosses_a_frame_or_passes_by() {
        let frame = Frame { left: 10.0, top: 10.0, right: 20.0, bottom: 20.0 };
        assert!(crosses((0.0, 0.0), (30.0, 30.0), &frame));
        assert!(crosses((15.0, 0.0), (15.0, 12.0), &frame));
        assert!(!crosses((0.0, 0.0), (30.0, 5.0), &frame));
        assert!(!crosses((0.0, 15.0), (9.0, 15.0), &frame));
    }
}
