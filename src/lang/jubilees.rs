//! What is celebrated every so many years, from `data/lang/jubilees.tsv`: the first day, and how it is called.

use super::lexicon::Entry;
use super::tsv::{self, TableError};
use chrono::NaiveDate;

const FILE: (&str, &str) = ("data/lang/jubilees.tsv", include_str!("../../data/lang/jubilees.tsv"));

pub fn entries() -> Result<Vec<(&'static str, Entry)>, TableError> {
    let mut out = Vec::new();
    for row in tsv::rows(FILE.0, FILE.1) {
        let day = row.cell(0, "first day")?;
        let day: NaiveDate = day.parse().map_err(|_| row.error(format!("\"{day}\" is no day (year-month-day)")))?;
        out.extend(row.cell(1, "phrase")?.split(" | ").map(|phrase| (phrase, Entry::Jubilee(day))));
    }
    Ok(out)
}
