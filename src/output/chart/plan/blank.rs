//! Rows without any figure: a few are drawn as such, many would bury the others and are named under the chart instead.

use crate::output::chart::model::{Body, Name, Value};

/// So many rows without a figure are drawn.
const MOST: usize = 3;

/// Takes the rows without a figure out of a body, where they are many and others are left; their names.
pub fn take_blank(body: &mut Body) -> Vec<String> {
    let known = |v: &Value| v.number.is_some();
    let names: Vec<Name> = match body {
        Body::Bars(b) => b.rows.clone(),
        Body::Panels(p) => p.rows.clone(),
        Body::Heatmap(h) => h.rows.clone(),
        Body::Completion(c) => c.rows.iter().map(|r| r.name.clone()).collect(),
        Body::Pairs(p) => p.rows.iter().map(|r| r.0.clone()).collect(),
        Body::Lines(_) | Body::Tiles(_) => return vec![],
    };
    let has: Vec<bool> = (0..names.len())
        .map(|r| match &*body {
            Body::Bars(b) => b.series.iter().any(|s| known(&s.values[r])),
            Body::Panels(p) => p.panels.iter().any(|p| known(&p.values[r])),
            Body::Heatmap(h) => h.cells[r].iter().any(known),
            Body::Completion(c) => known(&c.rows[r].rate) || !c.rows[r].counts.is_empty() || c.rows[r].target.is_some(),
            Body::Pairs(p) => known(&p.rows[r].1) || known(&p.rows[r].2),
            Body::Lines(_) | Body::Tiles(_) => true,
        })
        .collect();
    let blank = has.iter().filter(|has| !**has).count();
    if blank <= MOST || blank == names.len() {
        return vec![];
    }
    match body {
        Body::Bars(b) => {
            keep(&mut b.rows, &has);
            b.series.iter_mut().for_each(|s| keep(&mut s.values, &has));
            keep(&mut b.totals, &has);
        }
        Body::Panels(p) => {
            keep(&mut p.rows, &has);
            p.panels.iter_mut().for_each(|p| keep(&mut p.values, &has));
        }
        Body::Heatmap(h) => {
            keep(&mut h.rows, &has);
            keep(&mut h.cells, &has);
        }
        Body::Completion(c) => keep(&mut c.rows, &has),
        Body::Pairs(p) => keep(&mut p.rows, &has),
        Body::Lines(_) | Body::Tiles(_) => {}
    }
    names.into_iter().zip(has).filter(|(_, has)| !has).map(|(name, _)| name.text).collect()
}

fn keep<T>(rows: &mut Vec<T>, has: &[bool]) {
    let mut has = has.iter();
    rows.retain(|_| has.next().copied().unwrap_or(true));
}
