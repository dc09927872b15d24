//! Keys of time: which periods lie between the first and the last.

use crate::output::chart::error::ChartError;
use crate::output::chart::kind::ChartKind;
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
    let steps: Option<Vec<(i64, Form)>> = slugs.iter().map(|s| step(key, s)).collect();
    let all = match steps.as_deref() {
        Some([(first, form), .., (last, _)]) => {
            let found = usize::try_from(last - first + 1).unwrap_or(usize::MAX);
            if found > MOST_PERIODS {
                return Err(ChartError::TooManyPeriods { found, most: MOST_PERIODS });
            }
            (*first..=*last).map(|n| form.slug(key, n)).collect()
        }
        // One period, or slugs of another form: as they are.
        _ => slugs.iter().map(|s| s.to_string()).collect::<Vec<_>>(),
    };
    if all.is_empty() {
        return Err(ChartError::Needs { kind: ChartKind::Line, what: "known_period" });
    }
    Ok((all, unplaced))
}

/// How the slug of a period is written after the year: "-Q" and one digit, "-" and two.
struct Form {
    before: String,
    digits: usize,
}

fn per_year(key: Key) -> i64 {
    match key {
        Key::Half => 2,
        Key::Quarter => 4,
        Key::Month => 12,
        _ => 1,
    }
}

/// The number of a period counted from year 0, and how its slug is written.
fn step(key: Key, slug: &str) -> Option<(i64, Form)> {
    let year: i64 = slug.get(..4)?.parse().ok()?;
    let rest = slug.get(4..)?;
    if key == Key::Year {
        return rest.is_empty().then(|| (year, Form { before: String::new(), digits: 0 }));
    }
    let before = rest.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &rest[before.len()..];
    let number: i64 = digits.parse().ok().filter(|n| (1..=per_year(key)).contains(n))?;
    Some((year * per_year(key) + number - 1, Form { before: before.to_string(), digits: digits.len() }))
}

impl Form {
    fn slug(&self, key: Key, step: i64) -> String {
        let per = per_year(key);
        if key == Key::Year {
            return format!("{step:04}");
        }
        format!("{:04}{}{:0width$}", step.div_euclid(per), self.before, step.rem_euclid(per) + 1, width = self.digits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slugs(key: Key, from: &str, to: &str) -> Vec<String> {
        let (first, form) = step(key, from).unwrap();
        (first..=step(key, to).unwrap().0).map(|n| form.slug(key, n)).collect()
    }

    #[test]
    fn periods_follow_each_other_over_the_year() {
        assert_eq!(slugs(Key::Year, "2019", "2021"), ["2019", "2020", "2021"]);
        assert_eq!(slugs(Key::Half, "2020-H2", "2021-H2"), ["2020-H2", "2021-H1", "2021-H2"]);
        assert_eq!(slugs(Key::Quarter, "2020-Q4", "2021-Q1"), ["2020-Q4", "2021-Q1"]);
        assert_eq!(slugs(Key::Month, "2020-11", "2021-02"), ["2020-11", "2020-12", "2021-01", "2021-02"]);
        assert!(step(Key::Month, "2020-13").is_none() && step(Key::Year, "20").is_none() && step(Key::Quarter, "quý").is_none());
    }
}
