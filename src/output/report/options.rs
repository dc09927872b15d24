//! What a report is about.

use crate::lang::labels::Lang;
use crate::model::tag::Geo;
use crate::stats::query::Place;
use chrono::NaiveDate;

/// What a report is about and how it is told.
#[derive(Debug, Clone)]
pub struct ReportOptions {
    /// The heading; none: the label `report.title`.
    pub title: Option<String>,
    /// First and last day, both included.
    pub since: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
    pub place: Option<Place>,
    /// The provinces of the tables; none: the 34 where the data has any figure of a merged province, else the 63.
    pub geo: Option<Geo>,
    pub lang: Lang,
    /// Version of the program, printed at the end.
    pub version: String,
}

impl ReportOptions {
    /// All of the data, in a language.
    pub fn new(lang: Lang) -> Self {
        let version = env!("CARGO_PKG_VERSION").to_string();
        Self { title: None, since: None, until: None, place: None, geo: None, lang, version }
    }
}
