//! Kinds of documents: their names in prose and their codes inside symbols, from `data/lang/documents.tsv`.

use super::lexicon::Entry;
use super::sittings;
use super::tsv::{self, TableError};
use crate::text::fold::fold_phrase;
use chrono::NaiveDate;
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

const FILE: (&str, &str) = ("data/lang/documents.tsv", include_str!("../../data/lang/documents.tsv"));

pub fn entries() -> Result<Vec<(&'static str, Entry)>, TableError> {
    let mut out = Vec::new();
    for row in tsv::rows(FILE.0, FILE.1).filter(|row| !matches!(row.cells[0], "issuer" | "issued")) {
        let (role, kind) = (row.cell(0, "role")?, row.cell(1, "type")?);
        let kind = kind.parse().map_err(|e| row.error(format!("{e}")))?;
        let entry = match role {
            "name" => Entry::Document(kind),
            "code" => Entry::SymbolCode(kind),
            _ => return Err(row.error(format!("unknown role \"{role}\" (name, code, issuer or issued)"))),
        };
        out.extend(row.cell(2, "phrase")?.split(" | ").map(|phrase| (phrase, entry)));
    }
    Ok(out)
}

/// The body that the tail of a symbol names: "18-NQ/TW" → Trung ương Đảng, "56/2017/QH14" → Quốc hội.
pub fn issuer(symbol: &str) -> Option<&'static str> {
    static ISSUERS: OnceLock<Vec<(String, &'static str)>> = OnceLock::new();
    let issuers = ISSUERS.get_or_init(|| {
        tsv::rows(FILE.0, FILE.1)
            .filter(|row| row.cells[0] == "issuer" && row.cells.len() > 2)
            .flat_map(|row| {
                let name = row.cells[1];
                row.cells[2].split(" | ").map(|code| (fold_phrase(code), name)).collect::<Vec<_>>()
            })
            .collect()
    });
    let tail = symbol.rsplit(['-', '/']).next()?;
    let tail = fold_phrase(tail.trim_end_matches(|c: char| c.is_ascii_digit()));
    issuers.iter().find(|(code, _)| *code == tail).map(|(_, name)| *name)
}

/// The earliest day on which a document with this symbol can be cited: that of its issue where the file knows it, the last day
/// of its plenum, else the first day of the year in the symbol ("35/2023/UBTVQH15").
pub fn issued(symbol: &str) -> Option<NaiveDate> {
    static DAYS: OnceLock<FxHashMap<&'static str, NaiveDate>> = OnceLock::new();
    let days = DAYS.get_or_init(|| {
        let known = tsv::rows(FILE.0, FILE.1).filter(|row| row.cells[0] == "issued" && row.cells.len() > 2);
        known.flat_map(|row| row.cells[2].split(" | ").filter_map(move |s| Some((s, row.cells[1].parse().ok()?)))).collect()
    });
    let plenum = || sittings::days(symbol).map(|(_, last)| last);
    let year = || symbol.split('/').nth(1).filter(|y| y.len() == 4).and_then(|y| y.parse().ok());
    days.get(symbol).copied().or_else(plenum).or_else(|| year().and_then(|y| NaiveDate::from_ymd_opt(y, 1, 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_symbol_tells_when_it_can_be_cited_first() {
        let day = |symbol: &str| issued(symbol).map(|d| d.to_string());
        assert_eq!(day("18-NQ/TW").as_deref(), Some("2017-10-25"));
        assert_eq!(day("TW8-XII").as_deref(), Some("2018-10-06"));
        assert_eq!(day("35/2023/UBTVQH15").as_deref(), Some("2023-01-01"));
        for none in ["18", "26-NQ/TU", "12/KH-UBND", "TW4"] {
            assert_eq!(day(none), None, "{none}");
        }
    }

    #[test]
    fn every_day_of_issue_is_a_date() {
        for row in tsv::rows(FILE.0, FILE.1).filter(|row| row.cells[0] == "issued") {
            assert!(row.cells[1].parse::<NaiveDate>().is_ok() && row.cells.len() == 3, "{}:{}", row.file, row.line);
        }
    }
}
