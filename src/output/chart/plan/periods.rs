//! Keys of time: which periods lie between the first and the last.

use crate::output::chart::error::ChartError;
use crate::output::chart::kind::ChartKind;
use crate::stats::period::Period;
use crate::stats::query::Key;
use crate::stats::summary::{KeyValue, Summary};

/// The most periods drawn in one chart (50 years of months).
const MOST_PERIODS: usize = 600;

pub fn is_time(key: Key) -> bool {
    matches!(key, Key::Year | Key::Half | Key::Quarter | Key::Month)
}

/// Different periods with figures.
pub fn known_periods(summary: &Summary) -> usize {
    let Some(at) = summary.keys.iter().position(|&k| is_time(k)) else { return 0 };
    let mut slugs: Vec<&KeyValue> =
        summary.rows.iter().filter_map(|row| row.keys.get(at)).filter(|v| matches!(v, KeyValue::Slug(_))).collect();
    slugs.sort();
    slugs.dedup();
    slugs.len()
}

/// All periods from the first to the last of key `at`, and how many facts have none.
pub fn periods(summary: &Summary, at: usize) -> Result<(Vec<String>, usize), ChartError> {
    let key = summary.keys[at];
    let mut slugs: Vec<&str> = vec![];
    let mut unplaced = 0;
    for row in &summary.rows {
        match row.keys.get(at) {
            Some(KeyValue::Slug(slug)) => slugs.push(slug),
            _ => unplaced += row.facts,
        }
    }
    slugs.sort_unstable();
    slugs.dedup();
    let known: Option<Vec<Period>> = slugs.iter().map(|s| Period::parse(key, s)).collect();
    let all = match known.as_deref() {
        Some([first, .., last]) => {
            let found = usize::try_from(last.number - first.number + 1).unwrap_or(usize::MAX);
            if found > MOST_PERIODS {
                return Err(ChartError::TooManyPeriods { found, most: MOST_PERIODS });
            }
            between(*first, *last)
        }
        // One period, or slugs of another form: as they are.
        _ => slugs.iter().map(|s| s.to_string()).collect::<Vec<_>>(),
    };
    if all.is_empty() {
        return Err(ChartError::Needs { kind: ChartKind::Line, what: "known_period" });
    }
    Ok((all, unplaced))
}

/// Every period from the first to the last.
fn between(first: Period, last: Period) -> Vec<String> {
    (0..=last.number - first.number).map(|steps| first.back(-steps).slug()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_follow_each_other_over_the_year() {
        let slugs = |key, from, to| between(Period::parse(key, from).unwrap(), Period::parse(key, to).unwrap());
        assert_eq!(slugs(Key::Year, "2019", "2021"), ["2019", "2020", "2021"]);
        assert_eq!(slugs(Key::Half, "2020-H2", "2021-H2"), ["2020-H2", "2021-H1", "2021-H2"]);
        assert_eq!(slugs(Key::Quarter, "2020-Q4", "2021-Q1"), ["2020-Q4", "2021-Q1"]);
        assert_eq!(slugs(Key::Month, "2020-11", "2021-02"), ["2020-11", "2020-12", "2021-01", "2021-02"]);
    }
}
