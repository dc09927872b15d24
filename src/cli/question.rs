//! The options that ask a question, the same for stats, chart and export.

use super::data::Data;
use super::messages::WrongUsage;
use super::session::Session;
use crate::frame::scan::RowFile;
use crate::lang::gazetteer::Gazetteer;
use crate::model::tag::{Geo, MacroRegion, MeetingStatus, StaffingStatus};
use crate::output::format::Format;
use crate::stats;
use crate::stats::parse::{Words, parse, slugs_of};
use crate::stats::query::{Compare, Key, Measure, Query, Topic};
use crate::stats::stored::{self, Detail};
use crate::stats::summary::Summary;
use crate::stats::words::plain_words;
use anyhow::Result;
use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use rustc_hash::FxHashSet;
use std::ffi::OsStr;
use std::path::PathBuf;
use std::sync::OnceLock;

#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "Question")]
pub struct Filters {
    /// Only facts with this value, or without it: KEY=VALUE[,VALUE] or KEY!=VALUE (may be repeated)
    #[arg(long = "where", value_name = "KEY=VALUE", value_parser = Hinted(condition_words), hide_possible_values = true)]
    pub conditions: Vec<String>,
    /// Only facts of this status: held, planned, achieved, target
    #[arg(long, value_name = "STATUS", value_parser = Hinted(status_words), hide_possible_values = true)]
    pub status: Option<String>,
    /// From this day on (2021-06-28, 2021-06, 2021 or 28/6/2021)
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,
    /// Up to this day, included
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
    /// Only in this province, district or region
    #[arg(long = "in", value_name = "PLACE", value_parser = Hinted(place_words), hide_possible_values = true)]
    pub place: Option<String>,
    /// Provinces as of before 1 July 2025 (63) or since (2025)
    #[arg(long, value_name = "63|2025", value_parser = Hinted(geo_words), hide_possible_values = true)]
    pub geo: Option<String>,
}

#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "Question")]
pub struct Grouping {
    /// Group by these keys, with commas: region, province, district, year, month, kind, level, subject …
    #[arg(long, value_name = "KEY[,KEY]", value_delimiter = ',', value_parser = Hinted(key_words))]
    pub by: Vec<String>,
    /// The values of this key as columns
    #[arg(long, value_name = "KEY", value_parser = Hinted(key_words), hide_possible_values = true)]
    pub pivot: Option<String>,
    /// What is shown, with commas; each topic has its own: giaoban stats TOPIC --measure ? lists them
    #[arg(long = "measure", value_name = "MEASURE", value_delimiter = ',', value_parser = Hinted(measure_words))]
    pub measures: Vec<String>,
    /// Set each row against the period before, or the same period of the year before
    #[arg(long, value_name = "previous|year", value_parser = Hinted(compare_words), hide_possible_values = true)]
    pub compare: Option<String>,
    /// Show the first N rows and the rest as one
    #[arg(long, value_name = "N")]
    pub top: Option<usize>,
    /// Order: key, or a measure (largest first)
    #[arg(long, value_name = "ORDER", value_parser = Hinted(order_words))]
    pub sort: Option<String>,
    /// Count statements, not facts: nothing is joined
    #[arg(long)]
    pub statements: bool,
}

/// Where the facts come from.
#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "Question")]
pub struct Source {
    /// Count the facts of this file, not those of the dataset: Parquet or CSV, as export meeting_facts and its like write them
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath, conflicts_with_all = ["data", "builtin"])]
    pub facts: Option<PathBuf>,
}

impl Source {
    /// Answers a question over the facts of the file, if one is named, else over those of the dataset.
    pub fn answer(&self, session: &Session, query: &Query, detail: Detail) -> Result<Summary> {
        let memory = session.settings.memory.value;
        if let Some(path) = &self.facts {
            return stored::run(&RowFile::open(path)?, query, detail, memory);
        }
        let data = Data::open(session)?;
        data.afford(query, memory)?;
        data.with(|tables| stats::run(tables, query))
    }
}

/// What a view of an answer shows beside its figures.
pub fn detail(format: Format, explain: bool) -> Detail {
    Detail { ids: explain || format == Format::Json }
}

/// Takes any word; the list is for help and completion. What a wrong word meant is told with the topic in view, later.
#[derive(Clone)]
pub struct Hinted(pub fn() -> Vec<&'static str>);

impl TypedValueParser for Hinted {
    type Value = String;

    fn parse_ref(&self, cmd: &clap::Command, arg: Option<&clap::Arg>, value: &OsStr) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(cmd, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new((self.0)().into_iter().map(PossibleValue::new)))
    }
}

pub fn topic_words() -> Vec<&'static str> {
    Topic::ALL.iter().map(|t| t.word()).collect()
}

fn key_words() -> Vec<&'static str> {
    Key::ALL.iter().map(|k| k.word()).collect()
}

fn measure_words() -> Vec<&'static str> {
    Measure::ALL.iter().map(|m| m.word()).collect()
}

fn compare_words() -> Vec<&'static str> {
    Compare::ALL.iter().map(|c| c.word()).collect()
}

fn order_words() -> Vec<&'static str> {
    std::iter::once("key").chain(Measure::ALL.iter().map(|m| m.word())).collect()
}

fn status_words() -> Vec<&'static str> {
    let meetings = MeetingStatus::ALL.iter().map(|s| s.slug());
    meetings.chain(StaffingStatus::ALL.iter().map(|s| s.slug())).collect()
}

fn geo_words() -> Vec<&'static str> {
    vec!["63", "2025"]
}

/// Every key with "=", and with each of its values where these are a list.
fn condition_words() -> Vec<&'static str> {
    static WORDS: OnceLock<Vec<String>> = OnceLock::new();
    let of_key = |key: &Key| match slugs_of(*key) {
        Some(slugs) => slugs.iter().map(|slug| format!("{}={slug}", key.word())).collect(),
        None => vec![format!("{}=", key.word())],
    };
    WORDS.get_or_init(|| Key::ALL.iter().flat_map(of_key).collect()).iter().map(String::as_str).collect()
}

/// Macro regions, regions and provinces of both geographies as shells can complete them: "ha_noi".
pub fn place_words() -> Vec<&'static str> {
    static WORDS: OnceLock<Vec<String>> = OnceLock::new();
    let words = WORDS.get_or_init(|| {
        let gazetteer = Gazetteer::get();
        let mut words: Vec<String> = MacroRegion::ALL.iter().map(|m| m.slug().to_string()).collect();
        for geo in [Geo::P63, Geo::P34] {
            words.extend(gazetteer.regions(geo).map(|r| r.slug.to_string()));
            words.extend(gazetteer.provinces(geo).iter().map(|p| plain_words(p.name).join("_")));
        }
        let mut seen = FxHashSet::default();
        words.retain(|w| seen.insert(w.clone()));
        words
    });
    words.iter().map(String::as_str).collect()
}

/// The question in words.
pub fn words(session: &Session, topic: Option<&str>, grouping: &Grouping, filters: &Filters) -> Words {
    let mut conditions = filters.conditions.clone();
    conditions.extend(filters.status.as_ref().map(|status| format!("status={status}")));
    Words {
        topic: topic.map(str::to_string),
        by: grouping.by.clone(),
        pivot: grouping.pivot.clone(),
        measures: grouping.measures.clone(),
        compare: grouping.compare.clone(),
        conditions,
        since: filters.since.clone(),
        until: filters.until.clone(),
        place: filters.place.clone(),
        geo: filters.geo.clone().or_else(|| session.geo.clone()),
        top: grouping.top,
        sort: grouping.sort.clone(),
        statements: grouping.statements,
    }
}

/// The question. Without a key: by region, what each topic has; documents by type, quantities by kind.
pub fn ask(session: &Session, topic: Option<&str>, grouping: &Grouping, filters: &Filters) -> Result<Query> {
    let mut query = parse(&words(session, topic, grouping, filters)).map_err(WrongUsage)?;
    let usual = match query.topic {
        Topic::Documents => Key::Type,
        Topic::Quantities => Key::Kind,
        _ => Key::Region,
    };
    if query.by.is_empty() && query.pivot != Some(usual) {
        query.by.push(usual);
    }
    Ok(query)
}

impl Grouping {
    /// An option that only a table of aggregates has, if one is set.
    pub fn of_aggregates(&self) -> Option<&'static str> {
        let set = [
            (self.pivot.is_some(), "--pivot"),
            (!self.measures.is_empty(), "--measure"),
            (self.compare.is_some(), "--compare"),
            (self.top.is_some(), "--top"),
            (self.sort.is_some(), "--sort"),
        ];
        set.into_iter().find(|(set, _)| *set).map(|(_, option)| option)
    }
}

impl Filters {
    pub fn any(&self) -> bool {
        !self.conditions.is_empty() || [&self.status, &self.since, &self.until, &self.place].iter().any(|o| o.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::parse::{parse_key, parse_place};

    #[test]
    fn what_a_shell_completes_is_understood() {
        for word in place_words() {
            let read = [Geo::P63, Geo::P34].map(|geo| parse_place(word, geo).is_ok());
            assert!(read.contains(&true), "{word}");
            assert!(word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'), "{word}");
        }
        for key in key_words() {
            assert!(Topic::ALL.iter().any(|topic| parse_key(key, *topic).is_ok()), "{key}");
        }
        let conditions = condition_words();
        assert!(["activity=congress", "level=central", "outlet=", "month="].iter().all(|w| conditions.contains(w)));
    }
}
