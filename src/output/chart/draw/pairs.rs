//! Two figures a row: cut against target as a bar with a mark, before and after as dots on a line.

use super::area::{Area, Drawn, Unfit};
use super::legend::legend;
use super::marks::{DASH, NAMES, base_line};
use super::rows::Rows;
use super::scale::fit_scale;
use super::scene::Scene;
use super::text::middle;
use crate::output::chart::font::{self, Anchor};
use crate::output::chart::model::{Name, Pairs, Value};
use crate::output::chart::palette::{INK, MAIN, NEUTRAL, QUIET, RULE, Rgb, TRACK};

/// Colours of the two figures of a pair.
fn tones(neutral: bool) -> (Rgb, Rgb) {
    if neutral { (NEUTRAL, INK) } else { (MAIN, INK) }
}

pub fn draw(pairs: &Pairs, scene: &mut Scene, area: &Area) -> Result<Drawn, Unfit> {
    let first = if pairs.dumbbell { NEUTRAL } else { MAIN };
    let second = if pairs.dumbbell { MAIN } else { INK };
    let entries = [(pairs.first.clone(), first), (pairs.second.clone(), second)];
    let used = legend(&entries, scene.sizes.label, area.x, area.y, area.w, scene);
    let below = area.below(used);
    let drawn = if pairs.dumbbell { dumbbell(pairs, scene, &below) } else { bullet(pairs, scene, &below) };
    drawn.map(|d| Drawn { height: d.height + used, ..d }).map_err(|e| e.below(used))
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
