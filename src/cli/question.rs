//! The options that ask a question, the same for stats, chart and export.

use super::messages::WrongUsage;
use crate::stats::parse::{Words, parse};
use crate::stats::query::{Key, Measure, Query, Topic};
use anyhow::Result;
use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use std::ffi::OsStr;

#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "Question")]
pub struct Filters {
    /// Only facts with this value, or without it: KEY=VALUE[,VALUE] or KEY!=VALUE (may be repeated)
    #[arg(long = "where", value_name = "KEY=VALUE")]
    pub conditions: Vec<String>,
    /// Only facts of this status: held, planned, achieved, target
    #[arg(long, value_name = "STATUS")]
    pub status: Option<String>,
    /// From this day on (2021-06-28, 2021-06, 2021 or 28/6/2021)
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,
    /// Up to this day, included
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
    /// Only in this province, district or region
    #[arg(long = "in", value_name = "PLACE")]
    pub place: Option<String>,
    /// Provinces as of before 1 July 2025 (63) or since (2025)
    #[arg(long, value_name = "63|2025")]
    pub geo: Option<String>,
}

#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "Question")]
pub struct Grouping {
    /// Group by these keys, with commas: region, province, district, year, month, kind, level, subject …
    #[arg(long, value_name = "KEY[,KEY]", value_delimiter = ',', value_parser = Hinted(key_words))]
    pub by: Vec<String>,
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

fn order_words() -> Vec<&'static str> {
    std::iter::once("key").chain(Measure::ALL.iter().map(|m| m.word())).collect()
}

/// The question in words.
pub fn words(topic: Option<&str>, grouping: &Grouping, filters: &Filters) -> Words {
    let mut conditions = filters.conditions.clone();
    conditions.extend(filters.status.as_ref().map(|status| format!("status={status}")));
    Words {
        topic: topic.map(str::to_string),
        by: grouping.by.clone(),
        conditions,
        since: filters.since.clone(),
        until: filters.until.clone(),
        place: filters.place.clone(),
        geo: filters.geo.clone(),
        top: grouping.top,
        sort: grouping.sort.clone(),
        statements: grouping.statements,
    }
}

/// The question. Without a key: by region, what each topic has; documents by type, quantities by kind.
pub fn ask(topic: Option<&str>, grouping: &Grouping, filters: &Filters) -> Result<Query> {
    let mut query = parse(&words(topic, grouping, filters)).map_err(WrongUsage)?;
    if query.by.is_empty() {
        query.by.push(match query.topic {
            Topic::Documents => Key::Type,
            Topic::Quantities => Key::Kind,
            _ => Key::Region,
        });
    }
    Ok(query)
}

impl Filters {
    pub fn any(&self) -> bool {
        !self.conditions.is_empty() || [&self.status, &self.since, &self.until, &self.place].iter().any(|o| o.is_some())
    }
}
