//! What the defaults are and where each comes from.

use super::Outcome;
use super::output::{Forms, Output};
use super::session::{Session, shown};
use super::settings::{Origin, variable};
use crate::lang::labels::{fill, label};
use crate::output::format::Format;
use crate::output::table::Grid;
use anyhow::Result;
use serde_json::json;
use std::io::Write;

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    #[command(flatten)]
    output: Output<Listed>,
}

const EXAMPLES: &str = "\
Examples:
  giaoban config
  giaoban config --lang vi --format json
  GIAOBAN_GEO=2025 giaoban config

The configuration file is giaoban/config.toml in ~/.config (XDG_CONFIG_HOME; APPDATA on Windows), or the one that
GIAOBAN_CONFIG names. It may hold three lines:
  data = \"~/giaoban-data\"     the folder of the dataset (without / or ~ in front: beside the file)
  lang = \"vi\"                 vi or en
  geo = 2025                  63 or 2025
An option goes before a variable (GIAOBAN_DATA, GIAOBAN_LANG, GIAOBAN_GEO), a variable before the file.";

#[derive(Debug, Clone, Default)]
struct Listed;

impl Forms for Listed {
    const ALL: &'static [Format] = &[Format::Table, Format::Json];
    const USUAL: Option<Format> = Some(Format::Table);
}

pub fn run(session: &Session, args: Args) -> Result<Outcome> {
    let settings = &session.settings;
    let (lang, geo) = (&settings.lang, &settings.geo);
    let listed = [
        ("data", Some(shown(&settings.data.value)), settings.data.origin),
        ("lang", Some(lang.value.code().to_string()), lang.origin),
        ("geo", geo.value.clone(), geo.origin),
        ("memory", settings.memory.value.map(|bytes| bytes.to_string()), settings.memory.origin),
    ];
    let file = settings.file.as_deref().map(shown);
    let mut sink = args.output.sink(session)?;
    if args.output.format()? == Format::Json {
        let object = |(key, value, origin): &(&str, Option<String>, Origin)| json!({"key": key, "value": value, "origin": origin.word(), "variable": variable(key)});
        let settings_json: Vec<_> = listed.iter().map(object).collect();
        let all = json!({"file": file, "file_exists": settings.file_exists, "settings": settings_json});
        serde_json::to_writer_pretty(&mut sink, &all)?;
        sink.write_all(b"\n")?;
    } else {
        let head = ["config.key", "config.value", "config.origin", "config.set"];
        let mut grid = Grid::new(head.map(|k| (label(session.lang, k).to_string(), false)).to_vec());
        for (key, value, origin) in listed {
            let origin = match (key, origin) {
                ("lang", Origin::Default) => "config.origin.locale".to_string(),
                _ => format!("config.origin.{}", origin.word()),
            };
            let usual = if key == "memory" { "config.unlimited" } else { "config.as_needed" };
            let value = value.unwrap_or_else(|| label(session.lang, usual).to_string());
            let set = format!("--{key}, {}, {key} = …", variable(key));
            grid.rows.push(vec![key.to_string(), value, label(session.lang, &origin).to_string(), set]);
        }
        sink.write_all(grid.text(args.output.style(session)).as_bytes())?;
        let key = match (&file, settings.file_exists) {
            (None, _) => "config.no_place",
            (Some(_), true) => "config.file",
            (Some(_), false) => "config.no_file",
        };
        writeln!(sink, "{}", fill(session.lang, key, &[("file", file.as_deref().unwrap_or_default())]))?;
    }
    sink.finish()?;
    Ok(Outcome::Done)
}
