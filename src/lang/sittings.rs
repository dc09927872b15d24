//! When the highest bodies met, from `data/lang/sittings.tsv`.

use super::tsv;
use chrono::NaiveDate;
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

const FILE: (&str, &str) = ("data/lang/sittings.tsv", include_str!("../../data/lang/sittings.tsv"));

/// First and last day of a plenum of the Central Committee ("TW6-XII") or a session of the National Assembly ("QH8-XIV"); None
/// where the file does not know it.
pub fn days(symbol: &str) -> Option<(NaiveDate, NaiveDate)> {
    static DAYS: OnceLock<FxHashMap<&'static str, (NaiveDate, NaiveDate)>> = OnceLock::new();
    let known = || {
        tsv::rows(FILE.0, FILE.1).filter_map(|row| match row.cells[..] {
            [symbol, first, last] => Some((symbol, (first.parse().ok()?, last.parse().ok()?))),
            _ => None,
        })
    };
    DAYS.get_or_init(|| known().collect()).get(symbol).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sitting_is_of_days_in_order_and_stands_once() {
        let mut seen = Vec::new();
        for row in tsv::rows(FILE.0, FILE.1) {
            let (symbol, at) = (row.cells[0], format!("{}:{}", row.file, row.line));
            assert!(row.cells.len() == 3 && !seen.contains(&symbol), "{at}");
            let (first, last): (NaiveDate, NaiveDate) = (row.cells[1].parse().expect(&at), row.cells[2].parse().expect(&at));
            assert!(first <= last && (last - first).num_days() < 60, "{at}");
            assert_eq!(days(symbol), Some((first, last)), "{at}");
            seen.push(symbol);
        }
        assert_eq!(days("TW99-I"), None);
    }
}
