//! A plan in words, for screen readers.

use crate::lang::labels::fill;
use crate::output::chart::model::{Body, Done, Name, Plan, Series, Value};

/// Every figure in words, for readers that do not see the picture.
pub fn describe(plan: &Plan) -> String {
    let pair = |name: &str, text: &str| fill(plan.lang, "chart.pair", &[("name", name), ("value", text)]);
    let several = |name: &Name, parts: Vec<String>| pair(&name.text, &parts.join(", "));
    let known = |v: &&Value| v.number.is_some();
    let parts: Vec<String> = match &plan.body {
        Body::Bars(b) if b.series.len() == 1 => {
            b.rows.iter().zip(&b.series[0].values).map(|(n, v)| pair(&n.text, &v.text)).collect()
        }
        Body::Bars(b) => {
            let of = |r: usize| b.series.iter().filter(move |s| s.values[r].number.is_some());
            let row = |(r, n)| several(n, of(r).map(|s| format!("{} {}", s.name.text, s.values[r].text)).collect());
            b.rows.iter().enumerate().map(row).collect()
        }
        Body::Panels(p) => {
            let of = |r: usize| p.panels.iter().filter(move |s| s.values[r].number.is_some());
            let row = |(r, n)| several(n, of(r).map(|s| format!("{} {}", s.title, s.values[r].text)).collect());
            p.rows.iter().enumerate().map(row).collect()
        }
        Body::Lines(l) => {
            let of = |s: &Series| {
                let at = l.periods.iter().zip(&s.values).filter(|(_, v)| v.number.is_some());
                at.map(|(p, v)| format!("{p} {}", v.text)).collect()
            };
            l.series.iter().map(|s| several(&s.name, of(s))).collect()
        }
        Body::Heatmap(h) => {
            let of = |cells: &[Value]| {
                let at = h.columns.iter().zip(cells).filter(|(_, v)| v.number.is_some());
                at.map(|(c, v)| format!("{} {}", c.text, v.text)).collect()
            };
            h.rows.iter().zip(&h.cells).map(|(n, cells)| several(n, of(cells))).collect()
        }
        Body::Completion(c) => {
            let text = |d: &Done| match d.counts.as_str() {
                "" => d.rate.text.clone(),
                counts => format!("{counts} ({})", d.rate.text),
            };
            c.rows.iter().map(|d| pair(&d.name.text, &text(d))).collect()
        }
        Body::Pairs(p) => {
            let of = |a: &Value, b: &Value| vec![format!("{} {}", p.first, a.text), format!("{} {}", p.second, b.text)];
            p.rows.iter().map(|(n, a, b)| several(n, of(a, b))).collect()
        }
        Body::Tiles(t) => {
            let tiles = t.tiles.iter().filter(|t| known(&&t.value)).map(|t| pair(&t.name, &t.value.text));
            tiles.chain(t.others.iter().map(|(n, v)| pair(&n.text, &v.text))).collect()
        }
    };
    let mut text = parts.join("; ");
    for line in [&plan.subtitle, &plan.source].into_iter().chain(&plan.notes).filter(|l| !l.is_empty()) {
        text = format!("{text}. {}", line.trim_end_matches('.'));
    }
    text
}
