//! The charts of a report: on the page, and as files.

use super::answer::{Answer, cell};
use super::ask::Ask;
use super::view::Picture;
use crate::lang::labels::{Lang, fill};
use crate::output::chart::{self, ChartKind, Format, Size};
use crate::stats::names::key_name;
use crate::stats::query::Measure;
use crate::stats::summary::{KeyValue, Row, Summary};
use anyhow::Result;

/// Width of the charts on the page and in their files.
const ON_PAGE: u32 = 960;
const IN_FILE: u32 = 1280;
/// A telephone shows about 340 of these.
const ON_PHONE: u32 = 400;
const PHONE_LETTERS: f64 = 1.35;

/// The chart of an answer: drawn for the page, and as files. A kind that the answer cannot give is drawn as what suits it.
pub fn picture(answer: &Answer, title: &str, lang: Lang, files: &mut Vec<(String, Vec<u8>)>) -> Result<Option<Picture>> {
    let Some(kind) = answer.ask.chart else { return Ok(None) };
    let (drawn, note) = drawable(&answer.ask, &answer.summary, kind, lang);
    let plan = chart::plan(&drawn, kind, lang).or_else(|_| chart::plan(&drawn, ChartKind::Auto, lang));
    // The page has the table in any case.
    let Ok(mut plan) = plan else { return Ok(None) };
    plan.notes.splice(0..0, note);
    let size = |width| Size { width, ..Size::default() };
    let on_page = chart::render(&plan, Format::Svg, size(ON_PAGE))?;
    // What cannot be told on a telephone is the wide chart there too, which then scrolls.
    let on_phone = chart::render(&plan, Format::Svg, Size { letters: PHONE_LETTERS, ..size(ON_PHONE) }).ok();
    let id = answer.ask.id;
    files.push((format!("charts/{id}.svg"), chart::render(&plan, Format::Svg, size(IN_FILE))?));
    files.push((format!("charts/{id}.png"), chart::render(&plan, Format::Png, size(IN_FILE))?));
    Ok(Some(Picture {
        svg: String::from_utf8(on_page)?,
        narrow: on_phone.map(String::from_utf8).transpose()?,
        svg_file: format!("charts/{id}.svg"),
        png_file: format!("charts/{id}.png"),
        alt: title.to_string(),
    }))
}

/// The rows and measures of an answer that its chart can show beside each other, and a note on the others: one bar of the whole
/// country makes those of the provinces too short to see, and a row without both ends of a pair is empty.
fn drawable(ask: &Ask, summary: &Summary, kind: ChartKind, lang: Lang) -> (Summary, Option<String>) {
    let mut drawn = summary.clone();
    if let ([only], ChartKind::Bar) = (ask.measures, kind)
        && let Some(at) = summary.measures.iter().position(|m| m == only)
    {
        drawn.measures = vec![*only];
        drawn.rows.iter_mut().for_each(|r| r.cells = vec![r.cells[at]]);
    }
    let has = |r: &Row, m| cell(summary, r, m).is_some();
    let ordinary = |r: &Row| matches!(r.keys.first(), Some(KeyValue::Province(_) | KeyValue::Slug(_)));
    let stays = |r: &Row| match kind {
        ChartKind::Dumbbell => ordinary(r) && has(r, Measure::Before) && has(r, Measure::After),
        ChartKind::Bullet | ChartKind::Panels => ordinary(r),
        _ => !matches!(r.keys.first(), Some(KeyValue::Rest(_))),
    };
    if !summary.rows.iter().any(stays) {
        return (drawn, None);
    }
    let mut rows = summary.rows.iter().map(stays);
    drawn.rows.retain(|_| rows.next().unwrap_or(true));
    let gone: Vec<String> = summary
        .rows
        .iter()
        .filter(|r| !stays(r) && r.cells.iter().any(Option::is_some))
        .filter_map(|r| Some(key_name(*summary.keys.first()?, r.keys.first()?, summary.query.geo, lang)))
        .collect();
    let note = (!gone.is_empty()).then(|| fill(lang, "report.chart.not_drawn", &[("names", &gone.join(", "))]));
    (drawn, note)
}
