//! The gazetteer: what a name means, before and after 1 July 2025.

use super::Outcome;
use super::messages::WrongUsage;
use super::output::{Forms, Output};
use super::session::Session;
use crate::frame::Told;
use crate::lang::gazetteer::{Gazetteer, Matched, PlaceHit, PlaceKind, search};
use crate::lang::labels::{Lang, fill, label};
use crate::model::tag::{Geo, MacroRegion};
use crate::output::format::Format;
use crate::output::table::{Grid, Style};
use anyhow::Result;
use serde_json::json;
use std::io::Write;

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// A province, district, region or commune by name (marks may be left out) or code; without it all provinces
    #[arg(value_name = "NAME")]
    name: Vec<String>,
    /// Provinces as of before 1 July 2025 (63) or since (2025)
    #[arg(long, value_name = "63|2025")]
    geo: Option<String>,
    #[command(flatten)]
    output: Output<Found>,
}

const EXAMPLES: &str = "\
Examples:
  giaoban places \"Đống Đa\"
  giaoban places ha tay
  giaoban places --geo 2025            the 34 provinces
  giaoban places 24                    a code of before 1 July 2025";

#[derive(Debug, Clone, Default)]
struct Found;

impl Forms for Found {
    const ALL: &'static [Format] = &[Format::Table, Format::Json];
    const USUAL: Option<Format> = Some(Format::Table);
}

pub fn run(session: &Session, args: Args) -> Result<Outcome> {
    let geo = match args.geo.as_deref().or(session.geo.as_deref()).unwrap_or("63") {
        "63" => Geo::P63,
        "34" | "2025" => Geo::P34,
        word => return Err(WrongUsage(Told::new("error.word.geo", [("word", &word)])).into()),
    };
    let (format, style) = (args.output.format()?, args.output.style(session));
    let name = args.name.join(" ");
    let text = match (name.trim().is_empty(), format) {
        (true, Format::Json) => {
            let wanted = |h: &PlaceHit| h.kind == PlaceKind::Province && h.geo == geo;
            let hits = Gazetteer::get().provinces(geo).iter().flat_map(|p| search(p.code, geo)).filter(wanted);
            lines(hits.map(|h| hit_json(&h)))
        }
        (true, _) => provinces(session, geo, style),
        (false, format) => {
            let hits = search(&name, geo);
            let known = hits.iter().any(|h| h.matched != Matched::Near);
            if !known {
                let near: Vec<&str> = hits.iter().map(|h| h.full_name).collect();
                return Err(match near.as_slice() {
                    [] => Told::new("error.places.none", [("name", &name)]),
                    near => Told::new("error.places.near", [("name", &name), ("near", &near.join(", "))]),
                }
                .into());
            }
            if format == Format::Json { lines(hits.iter().map(hit_json)) } else { found(session, &hits, style) }
        }
    };
    let mut sink = args.output.sink(session)?;
    sink.write_all(text.as_bytes())?;
    sink.finish()?;
    Ok(Outcome::Done)
}

fn provinces(session: &Session, geo: Geo, style: Style) -> String {
    let lang = session.lang;
    let gazetteer = Gazetteer::get();
    let head = ["places.code", "places.name", "key.region", "key.macro_region"];
    let mut grid = Grid::new(head.map(|k| (label(lang, k).to_string(), false)).to_vec());
    if geo == Geo::P34 {
        grid.head.push(label(lang, "places.from").to_string());
        grid.right.push(false);
    }
    for province in gazetteer.provinces(geo) {
        let mut row = vec![
            province.code.to_string(),
            province.full_name.to_string(),
            region_name(province.region, geo, lang),
            macro_name(province.macro_region, lang),
        ];
        if geo == Geo::P34 {
            let from: Vec<&str> = gazetteer.merged_from(province.code).filter_map(|c| gazetteer.name_of(c, Geo::P63)).collect();
            row.push(from.join(", "));
        }
        grid.rows.push(row);
    }
    grid.text(style)
}

fn found(session: &Session, hits: &[PlaceHit], style: Style) -> String {
    let lang = session.lang;
    let head = ["places.kind", "places.code", "places.geo", "places.name", "places.in", "key.region", "places.since_2025"];
    let mut grid = Grid::new(head.map(|k| (label(lang, k).to_string(), false)).to_vec());
    for hit in hits {
        let within = match hit.kind {
            PlaceKind::Province | PlaceKind::MacroRegion => String::new(),
            PlaceKind::Region => hit.members.iter().map(|p| p.name).collect::<Vec<_>>().join(", "),
            _ => hit.province.map_or(String::new(), |p| p.name.to_string()),
        };
        let region = match (hit.region, lang) {
            (Some(region), Lang::Vi) => region.name_vi.to_string(),
            (Some(region), Lang::En) => region.name_en.to_string(),
            (None, _) => String::new(),
        };
        grid.rows.push(vec![
            label(lang, &format!("places.kind.{}", hit.kind.slug())).to_string(),
            if matches!(hit.kind, PlaceKind::Region | PlaceKind::MacroRegion) { String::new() } else { hit.code.to_string() },
            hit.geo.slug().to_string(),
            hit.full_name.to_string(),
            within,
            [region, macro_name(hit.macro_region, lang)].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" · "),
            hit.merger.map_or(String::new(), |m| format!("{} ({})", m.new_name, m.new_code)),
        ]);
    }
    let mut text = grid.text(style);
    for hit in hits {
        for note in &hit.notes {
            let (key, values) = note.label();
            let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
            text += &format!("{}: {}\n", hit.full_name, fill(lang, key, &values));
        }
    }
    text
}

fn region_name(slug: &str, geo: Geo, lang: Lang) -> String {
    Gazetteer::get().region(slug, geo).map_or(String::new(), |r| if lang == Lang::Vi { r.name_vi } else { r.name_en }.to_string())
}

fn macro_name(region: MacroRegion, lang: Lang) -> String {
    label(lang, &format!("macro.{}", region.slug())).to_string()
}

fn lines(values: impl Iterator<Item = serde_json::Value>) -> String {
    values.map(|v| format!("{v}\n")).collect()
}

fn hit_json(hit: &PlaceHit) -> serde_json::Value {
    json!({
        "kind": hit.kind.slug(),
        "code": hit.code,
        "geo": hit.geo.slug(),
        "name": hit.name,
        "full_name": hit.full_name,
        "province": hit.province.map(|p| p.code),
        "province_name": hit.province.map(|p| p.name),
        "region": hit.region.map(|r| r.slug),
        "macro_region": hit.macro_region.slug(),
        "since_2025": hit.merger.map(|m| m.new_code),
        "members": hit.members.iter().map(|p| p.code).collect::<Vec<_>>(),
    })
}
