//! Done of total with the rate at the end and 100% or the target marked; and pairs: cut against target, before and after.

use super::bar::{DASH, NAMES, base_line, missing};
use super::body::Unfit;
use super::font::{self, Anchor};
use super::palette::{INK, MAIN, NEUTRAL, QUIET, RULE, Rgb, TRACK};
use super::plan::{Completion, Name, Pairs, Value};
use super::rows::{Rows, fit_scale, legend};
use super::scene::{Area, Drawn, LINE, Scene, middle};

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
    if track < 4.0 * em {
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
            scene.rect(x - mark * 1.2, top - thick * 0.14, mark * 2.4, thick * 1.28, super::palette::WHITE);
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
        if common.is_none() {
            scene.rect(rows.left, base - 0.8 * em, mark, em, INK);
            scene.text(rows.left + 0.4 * em + mark, base, &target, em, INK, Anchor::Start);
        } else {
            let width = font::width(&target, em, false);
            let at = common.and_then(|t| t.number).map_or(rows.left, |n| rows.left + n * per_unit);
            let x = (at - width / 2.0).min(whole - whole_width - em - width).max(area.x);
            scene.text(x, base, &target, em, INK, Anchor::Start);
        }
    }
    Ok(Drawn { height: rows.bottom() - area.y, unlabelled: false })
}

/// Colours of the two figures of a pair.
fn tones(neutral: bool) -> (Rgb, Rgb) {
    if neutral { (NEUTRAL, INK) } else { (MAIN, INK) }
}

pub fn draw_pairs(pairs: &Pairs, scene: &mut Scene, area: &Area) -> Result<Drawn, Unfit> {
    let first = if pairs.dumbbell { NEUTRAL } else { MAIN };
    let second = if pairs.dumbbell { MAIN } else { INK };
    let entries = [(pairs.first.clone(), first), (pairs.second.clone(), second)];
    let used = legend(&entries, scene.sizes.label, area.x, area.y, area.w, scene);
    let below = Area { y: area.y + used, room: area.room.map(|r| (r - used).max(0.0)), ..*area };
    let drawn = if pairs.dumbbell { dumbbell(pairs, scene, &below) } else { bullet(pairs, scene, &below) };
    drawn
        .map(|d| Drawn { height: d.height + used, ..d })
        .map_err(|e| if let Unfit::Lower(h) = e { Unfit::Lower(h + used) } else { e })
}

/// "12.345 / 15.000"; a figure that is missing is a dash.
fn both(a: &Value, b: &Value, between: &str) -> String {
    let text = |v: &Value| if v.number.is_some() { v.text.clone() } else { DASH.to_string() };
    if a.number.is_none() && b.number.is_none() { a.text.clone() } else { format!("{}{between}{}", text(a), text(b)) }
}

fn bullet(pairs: &Pairs, scene: &mut Scene, area: &Area) -> Result<Drawn, Unfit> {
    let names: Vec<_> = pairs.rows.iter().map(|r| r.0.clone()).collect();
    let rows = Rows::fit(&names, 1, NAMES, 0.0, scene, area)?;
    let em = rows.em;
    let texts: Vec<String> = pairs.rows.iter().map(|(_, a, b)| both(a, b, " / ")).collect();
    let mark = (4.0 * scene.sizes.k).max(2.0);
    let gap = 0.45 * em + mark;
    let reach = |(i, (name, a, b)): (usize, &(Name, Value, Value))| {
        let most = a.number.unwrap_or(0.0).max(b.number.unwrap_or(0.0));
        (if name.apart { 0.0 } else { most }, font::width(&texts[i], em, false) + gap)
    };
    let reaches: Vec<(f64, f64)> = pairs.rows.iter().enumerate().map(reach).collect();
    let scale = fit_scale(&reaches, area.x + area.w - rows.left).ok_or(Unfit::Narrow)?;
    let zero = rows.left + scale.zero;
    let thick = rows.bar(1);
    rows.draw_names(&names, scene);
    for (i, (name, cut, target)) in pairs.rows.iter().enumerate() {
        let centre = rows.centre(i);
        if name.apart {
            scene.text(zero + gap, centre + middle(em), &texts[i], em, INK, Anchor::Start);
            continue;
        }
        let (fill, ink) = tones(name.neutral);
        if let Some(target) = target.number {
            scene.rect(zero, centre - thick / 2.0, target.max(0.0) * scale.per_unit, thick, TRACK);
        }
        if let Some(cut) = cut.number {
            let (x, w) =
                if cut < 0.0 { (zero + cut * scale.per_unit, -cut * scale.per_unit) } else { (zero, cut * scale.per_unit) };
            scene.rect(x, centre - thick * 0.31, w, thick * 0.62, fill);
        }
        if let Some(target) = target.number {
            scene.rect(zero + target * scale.per_unit - mark / 2.0, centre - thick * 0.55, mark, thick * 1.1, ink);
        }
        let end = zero + reaches[i].0.max(0.0) * scale.per_unit + gap;
        let colour = if cut.number.is_none() && target.number.is_none() { QUIET } else { INK };
        scene.text(end, centre + middle(em), &texts[i], em, colour, Anchor::Start);
    }
    base_line(zero, &rows, &names, scene);
    Ok(Drawn { height: rows.bottom() - area.y, unlabelled: false })
}

fn dumbbell(pairs: &Pairs, scene: &mut Scene, area: &Area) -> Result<Drawn, Unfit> {
    let names: Vec<_> = pairs.rows.iter().map(|r| r.0.clone()).collect();
    let rows = Rows::fit(&names, 1, NAMES, 0.0, scene, area)?;
    let em = rows.em;
    let radius = (0.42 * em).min(rows.pitch * 0.3);
    let gap = radius + 0.4 * em;
    let width_of = |v: &Value| if v.number.is_some() { font::width(&v.text, em, false) } else { 0.0 };
    // The label of the lesser figure stands left of its dot, that of the greater one right.
    let left_room = pairs.rows.iter().map(|(_, a, b)| width_of(a).max(width_of(b))).fold(0.0, f64::max) + gap;
    let reach = |(name, a, b): &(Name, Value, Value)| {
        let greatest = [a, b].into_iter().filter_map(|v| v.number).filter(|_| !name.apart).fold(0.0, f64::max);
        (
            greatest,
            width_of(a).max(width_of(b)).max(if a.number.is_none() && b.number.is_none() {
                font::width(&a.text, em, false)
            } else {
                0.0
            }) + gap,
        )
    };
    let reaches: Vec<(f64, f64)> = pairs.rows.iter().map(reach).collect();
    let zero = rows.left + left_room;
    let scale = fit_scale(&reaches, area.x + area.w - zero).ok_or(Unfit::Narrow)?;
    rows.draw_names(&names, scene);
    let line = (4.0 * scene.sizes.k).max(2.0);
    for (i, (name, before, after)) in pairs.rows.iter().enumerate() {
        let (centre, base) = (rows.centre(i), rows.centre(i) + middle(em));
        let at = |v: &Value| v.number.map(|n| zero + n.max(0.0) * scale.per_unit);
        let colour = if name.neutral { QUIET } else { MAIN };
        if name.apart {
            scene.text(zero + gap, base, &both(before, after, " → "), em, INK, Anchor::Start);
            continue;
        }
        match (at(before), at(after)) {
            (Some(a), Some(b)) => {
                scene.rect(a.min(b), centre - line / 2.0, (a - b).abs(), line, RULE);
                scene.dot(a, centre, radius, NEUTRAL);
                scene.dot(b, centre, radius, colour);
                let (less, more) = if a < b { ((a, before), (b, after)) } else { ((b, after), (a, before)) };
                if before.number != after.number {
                    scene.text(less.0 - gap, base, &less.1.text, em, INK, Anchor::End);
                }
                scene.text(more.0 + gap, base, &more.1.text, em, INK, Anchor::Start);
            }
            (Some(x), None) => {
                scene.dot(x, centre, radius, NEUTRAL);
                scene.text(x + gap, base, &before.text, em, INK, Anchor::Start);
            }
            (None, Some(x)) => {
                scene.dot(x, centre, radius, colour);
                scene.text(x + gap, base, &after.text, em, INK, Anchor::Start);
            }
            (None, None) => scene.text(zero, base, &before.text, em, QUIET, Anchor::Start),
        }
    }
    Ok(Drawn { height: rows.bottom() - area.y, unlabelled: false })
}
