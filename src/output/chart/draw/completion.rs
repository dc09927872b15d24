//! Done of total with the rate at the end and 100% or the target marked.

use super::area::{Area, Drawn, Unfit};
use super::marks::{NAMES, base_line, missing};
use super::rows::Rows;
use super::scene::Scene;
use super::text::{LINE, middle};
use crate::output::chart::font::{self, Anchor};
use crate::output::chart::model::Completion;
use crate::output::chart::palette::{INK, MAIN, NEUTRAL, QUIET, RULE, TRACK, WHITE};

fn widest<'a>(texts: impl Iterator<Item = &'a str>, em: f64, bold: bool) -> f64 {
    texts.map(|t| font::width(t, em, bold)).fold(0.0, f64::max)
}

pub fn draw(chart: &Completion, scene: &mut Scene, area: &Area) -> Result<Drawn, Unfit> {
    let names: Vec<_> = chart.rows.iter().map(|r| r.name.clone()).collect();
    let targets = || chart.rows.iter().filter_map(|r| r.target.as_ref());
    // One target for all stands in the head; different ones beside their rows.
    let common = targets().next().filter(|first| targets().count() == chart.rows.len() && targets().all(|t| t == *first));
    let rows = Rows::fit(&names, 1, NAMES, LINE + 0.25, scene, area)?;
    let (em, right) = (rows.em, area.x + area.w);
    let known = || chart.rows.iter().filter(|r| r.rate.number.is_some());
    let rate_width = widest(known().map(|r| r.rate.text.as_str()), em, true);
    let counts_width = widest(chart.rows.iter().map(|r| r.counts.as_str()), em, false);
    let counts_right = right - rate_width - 0.9 * em;
    let columns = rate_width + 0.9 * em + if counts_width > 0.0 { counts_width + 0.9 * em } else { 0.0 };
    let greatest = known().filter_map(|r| r.rate.number).chain(targets().filter_map(|t| t.number)).fold(100.0, f64::max);
    let track = right - columns - rows.left;
    if track < 2.8 * em {
        return Err(Unfit::Narrow);
    }
    let per_unit = track / greatest;
    let whole = rows.left + 100.0 * per_unit;
    let thick = rows.bar(1);
    let mark = (3.0 * scene.sizes.k).max(2.0);

    rows.draw_names(&names, scene);
    for (i, row) in chart.rows.iter().enumerate() {
        let centre = rows.centre(i);
        let top = centre - thick / 2.0;
        match row.rate.number {
            Some(rate) => {
                scene.rect(rows.left, top, 100.0 * per_unit, thick, TRACK);
                let colour = if row.name.neutral { NEUTRAL } else { MAIN };
                scene.rect(rows.left, top, rate.max(0.0) * per_unit, thick, colour);
                scene.bold(right, centre + middle(em), &row.rate.text, em, INK, Anchor::End);
            }
            None => {
                let text = missing(&row.rate, track, em);
                scene.text(rows.left + 0.45 * em, centre + middle(em), text, em, QUIET, Anchor::Start);
            }
        }
        scene.text(counts_right, centre + middle(em), &row.counts, em, INK, Anchor::End);
        if let Some(number) = row.target.as_ref().and_then(|t| t.number) {
            let x = rows.left + number.max(0.0) * per_unit;
            scene.rect(x - mark * 1.2, top - thick * 0.14, mark * 2.4, thick * 1.28, WHITE);
            scene.rect(x - mark / 2.0, top - thick * 0.14, mark, thick * 1.28, INK);
        }
    }
    base_line(rows.left, &rows, &names, scene);
    let thin = scene.sizes.k.max(1.0);
    scene.rect(whole - thin / 2.0, rows.top - 0.2 * em, thin, rows.bottom() - rows.top + 0.2 * em, RULE);
    // The head: what the marks are.
    let base = rows.top - 0.5 * em;
    let whole_width = font::width(&chart.whole, em, false);
    scene.text(whole, base, &chart.whole, em, QUIET, Anchor::End);
    let target = match common {
        Some(target) => format!("{} {}", chart.target, target.text),
        None if targets().next().is_some() => chart.target.clone(),
        None => String::new(),
    };
    if !target.is_empty() {
        let swatch = if common.is_none() { 0.4 * em + mark } else { 0.0 };
        let width = swatch + font::width(&target, em, false);
        let at = match common.and_then(|t| t.number) {
            Some(number) => (rows.left + number * per_unit - width / 2.0).min(whole - whole_width - em - width).max(area.x),
            None => rows.left,
        };
        // Beside "100%", or right of it, over the counts.
        let x = if at + width + 0.5 * em <= whole - whole_width { at } else { right - width };
        if x < whole + 0.5 * em && x + width + 0.5 * em > whole - whole_width {
            return Err(Unfit::Narrow);
        }
        if swatch > 0.0 {
            scene.rect(x, base - 0.8 * em, mark, em, INK);
        }
        scene.text(x + swatch, base, &target, em, INK, Anchor::Start);
    }
    Ok(Drawn { height: rows.bottom() - area.y, unlabelled: false })
}
