//! The shape of a summary: which figures make series, which keys are time, which periods lie between, which classes a scale has.

use super::ChartError;
use crate::lang::labels::{Lang, fill};
use crate::output::number::{format_count, format_percent};
use crate::stats::query::{Key, Measure, Topic, Unit};
use crate::stats::summary::{Cell, KeyValue, Row, Summary};

/// The most periods drawn in one chart (50 years of months).
const MOST_PERIODS: usize = 600;

pub fn is_time(key: Key) -> bool {
    matches!(key, Key::Year | Key::Half | Key::Quarter | Key::Month)
}

/// Whether the value is no place, kind or period of its own.
pub fn is_neutral(value: &KeyValue) -> bool {
    !matches!(value, KeyValue::Province(_) | KeyValue::Slug(_))
}

/// Whether a row is of the whole country, a whole region or the Centre beside rows of places. Their figures are no part of the
/// others' and many times as large. Meetings are of one kind everywhere, and rates have one scale.
pub fn is_apart(summary: &Summary, row: &Row) -> bool {
    let wide =
        |r: &Row| r.keys.iter().any(|v| matches!(v, KeyValue::National | KeyValue::WholeRegion(_) | KeyValue::CentralBody));
    matches!(summary.query.topic, Topic::Overview | Topic::Staffing) && wide(row) && !summary.rows.iter().all(wide)
}

/// The summary with the rows that stand apart at its end.
pub fn apart_last(summary: &Summary) -> Summary {
    let mut ordered = summary.clone();
    ordered.rows.sort_by_key(|row| is_apart(summary, row));
    ordered
}

pub fn cell(summary: &Summary, row: &Row, measure: Measure) -> Cell {
    let at = summary.measures.iter().position(|&m| m == measure)?;
    row.cells.get(at).copied().flatten().filter(|n| n.is_finite())
}

pub fn has_figures(summary: &Summary, measure: Measure) -> bool {
    summary.rows.iter().any(|row| cell(summary, row, measure).is_some())
}

/// What a chart of one measure shows: the rate where there is one, else the first measure with figures.
pub fn main_measure(summary: &Summary) -> Measure {
    let mut with_figures = summary.measures.iter().copied().filter(|&m| has_figures(summary, m));
    if has_figures(summary, Measure::Rate) {
        return Measure::Rate;
    }
    with_figures.next().unwrap_or(Measure::Meetings)
}

/// The key whose values are series: the last of several.
pub fn series_key(summary: &Summary) -> Option<usize> {
    summary.keys.len().checked_sub(1).filter(|&last| last > 0)
}

/// One measure by rows and series.
pub struct Table {
    pub row_keys: Vec<Key>,
    pub rows: Vec<Vec<KeyValue>>,
    pub series_key: Option<Key>,
    pub series: Vec<KeyValue>,
    /// By row, then series.
    pub cells: Vec<Vec<Cell>>,
    unit: Unit,
}

impl Table {
    /// Whether the series may be put after each other: whole counts, none below nought.
    pub fn stackable(&self) -> bool {
        self.unit == Unit::Count && self.cells.iter().flatten().flatten().all(|&n| n >= 0.0)
    }

    /// Gives the series exactly `slugs` in their order, before those that are no slug.
    pub fn widen(&mut self, slugs: &[String]) {
        let others = self.series.iter().filter(|v| is_neutral(v)).cloned();
        let wide: Vec<KeyValue> = slugs.iter().cloned().map(KeyValue::Slug).chain(others).collect();
        let from: Vec<Option<usize>> = wide.iter().map(|v| self.series.iter().position(|old| old == v)).collect();
        for row in &mut self.cells {
            *row = from.iter().map(|at| at.and_then(|at| row[at])).collect();
        }
        self.series = wide;
    }
}

/// The figures of `measure` with the values of key `series_at` as series (one series without it). Rows and series stand in the
/// order in which the summary first has them, but series that are unknown, national or a rest come last.
pub fn table(summary: &Summary, measure: Measure, series_at: Option<usize>) -> Result<Table, ChartError> {
    let split = |row: &Row| {
        let mut keys = row.keys.clone();
        let series = series_at.filter(|&at| at < keys.len()).map_or(KeyValue::Unknown, |at| keys.remove(at));
        (keys, series)
    };
    let (mut rows, mut series): (Vec<Vec<KeyValue>>, Vec<KeyValue>) = (vec![], vec![]);
    for row in &summary.rows {
        let (keys, value) = split(row);
        if !rows.contains(&keys) {
            rows.push(keys);
        }
        if !series.contains(&value) {
            series.push(value);
        }
    }
    series.sort_by_key(is_neutral);
    if series_at.is_some_and(|at| is_time(summary.keys[at])) {
        // Slugs of periods sort as text.
        series.sort_by(|a, b| is_neutral(a).cmp(&is_neutral(b)).then_with(|| a.cmp(b)));
    }
    let mut cells = vec![vec![None; series.len()]; rows.len()];
    for row in &summary.rows {
        let (keys, value) = split(row);
        let at = (rows.iter().position(|k| *k == keys), series.iter().position(|v| *v == value));
        if let (Some(r), Some(s)) = at {
            cells[r][s] = cell(summary, row, measure);
        }
    }
    if cells.iter().flatten().all(Option::is_none) {
        return Err(ChartError::NoFigures);
    }
    let mut row_keys = summary.keys.clone();
    let series_key = series_at.filter(|&at| at < row_keys.len()).map(|at| row_keys.remove(at));
    Ok(Table { row_keys, rows, series_key, series, cells, unit: measure.unit() })
}

/// Different periods with figures.
pub fn known_periods(summary: &Summary) -> usize {
    let Some(at) = summary.keys.iter().position(|&k| is_time(k)) else { return 0 };
    let mut slugs: Vec<&KeyValue> = summary.rows.iter().filter_map(|row| row.keys.get(at)).filter(|v| !is_neutral(v)).collect();
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
        return Err(ChartError::Needs { kind: super::ChartKind::Line, what: "known_period" });
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

/// At most five classes of about equal size with round limits; few different values get a class each.
pub fn classes(cells: impl Iterator<Item = Cell>, unit: Unit, lang: Lang) -> Vec<super::plan::Class> {
    const MOST: usize = 5;
    let mut numbers: Vec<f64> = cells.flatten().filter(|n| n.is_finite()).collect();
    numbers.sort_by(f64::total_cmp);
    let mut different = numbers.clone();
    different.dedup();
    let (Some(&least), Some(&greatest)) = (numbers.first(), numbers.last()) else { return vec![] };
    let write = |n: f64| if unit == Unit::Percent { format_percent(n, lang) } else { format_count(n, lang) };
    if different.len() <= MOST {
        return different.into_iter().map(|n| super::plan::Class { most: n, text: write(n) }).collect();
    }
    let mut limits: Vec<f64> = (1..MOST).map(|i| round_down(numbers[i * numbers.len() / MOST])).collect();
    limits.retain(|&l| l > least && l < greatest);
    limits.dedup();
    // `limits` are the least values of the classes after the first.
    let whole = numbers.iter().all(|n| n.fract() == 0.0) && unit == Unit::Count;
    let mut classes = vec![];
    for (i, from) in std::iter::once(least).chain(limits.iter().copied()).enumerate() {
        let Some(&next) = limits.get(i) else {
            classes.push(super::plan::Class { most: greatest, text: span(&write(from), &write(greatest)) });
            break;
        };
        let text = match whole {
            true => span(&write(from), &write(next - 1.0)),
            false => fill(lang, "chart.class.below", &[("from", &write(from)), ("to", &write(next))]),
        };
        classes.push(super::plan::Class { most: if whole { next - 1.0 } else { next.next_down() }, text });
    }
    classes
}

fn span(from: &str, to: &str) -> String {
    if from == to { from.to_string() } else { format!("{from}–{to}") }
}

/// The next number below with one leading digit, or two where the first is 1 (12, 25, 180, 3000; 95 for percentages near 100).
fn round_down(n: f64) -> f64 {
    if n <= 0.0 {
        return n.floor();
    }
    let ten = 10f64.powf(n.log10().floor());
    let step =
        if n / ten < 2.0 || (50.0..=100.0).contains(&n) { ten / 10.0 * if n >= 50.0 { 5.0 } else { 1.0 } } else { ten / 2.0 };
    let step = step.max(if n >= 1.0 { 1.0 } else { step });
    (n / step).floor() * step
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

    fn texts(numbers: &[f64], unit: Unit) -> Vec<String> {
        classes(numbers.iter().map(|&n| Some(n)), unit, Lang::Vi).into_iter().map(|c| c.text).collect()
    }

    #[test]
    fn few_values_get_a_class_each() {
        assert_eq!(texts(&[3.0, 1.0, 3.0, 1200.0], Unit::Count), ["1", "3", "1.200"]);
        assert!(texts(&[], Unit::Count).is_empty());
    }

    #[test]
    fn classes_cover_every_value_once() {
        let numbers: Vec<f64> = (0..63).map(|i| f64::from(i * i % 97)).collect();
        let classes = classes(numbers.iter().map(|&n| Some(n)), Unit::Count, Lang::Vi);
        assert!(classes.len() <= 5 && classes.windows(2).all(|w| w[0].most < w[1].most));
        let last = classes.last().unwrap().most;
        assert_eq!(last, numbers.iter().copied().fold(0.0, f64::max));
        assert!(classes[0].text.starts_with("0–"), "{classes:?}");
    }
}
