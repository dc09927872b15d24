//! How the main numbers changed from one period to the next, through the same engine as the numbers themselves.
//!
//! Meetings are counted anew in both periods. Cuts and congresses are compared over the places that have a figure in both: a sum
//! over more places is no change.

use super::answer::{cell, whole};
use super::ask::{limited, where_is};
use super::options::ReportOptions;
use crate::frame::Tables;
use crate::model::tag::*;
use crate::stats;
use crate::stats::query::{Key, Measure, Query, Topic};
use crate::stats::summary::{KeyValue, Summary};
use anyhow::Result;
use chrono::{Datelike, Days, Months, NaiveDate};

/// Days from and to, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub since: NaiveDate,
    pub until: NaiveDate,
}

impl Span {
    /// The calendar year, where it is a whole one.
    pub fn year(&self) -> Option<i32> {
        let whole = (self.since.month(), self.since.day(), self.until.month(), self.until.day()) == (1, 1, 12, 31);
        (whole && self.since.year() == self.until.year()).then(|| self.since.year())
    }

    fn of_year(year: i32) -> Option<Self> {
        Some(Self { since: NaiveDate::from_ymd_opt(year, 1, 1)?, until: NaiveDate::from_ymd_opt(year, 12, 31)? })
    }

    /// As many whole months, or else days, as this has, right before it.
    fn before(&self) -> Option<Self> {
        let until = self.since.checked_sub_days(Days::new(1))?;
        let after = self.until.checked_add_days(Days::new(1))?;
        let since = if self.since.day() == 1 && after.day() == 1 {
            let months = (after.year() - self.since.year()) * 12 + after.month() as i32 - self.since.month() as i32;
            self.since.checked_sub_months(Months::new(u32::try_from(months).ok()?))?
        } else {
            let days = (self.until - self.since).num_days() + 1;
            self.since.checked_sub_days(Days::new(u64::try_from(days).ok()?))?
        };
        Some(Self { since, until })
    }
}

/// A period and the one before it. A report of given days has these; one without a beginning the last whole year that its data
/// or its end reaches.
pub fn spans(options: &ReportOptions, last: Option<NaiveDate>) -> Option<(Span, Span)> {
    let until = options.until.or(last)?;
    let now = match options.since {
        Some(since) => Span { since, until },
        None => {
            let year = Span::of_year(until.year())?;
            if year.until == until { year } else { Span::of_year(until.year() - 1)? }
        }
    };
    Some((now.before()?, now)).filter(|_| now.since <= now.until)
}

/// A figure of one period.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Side {
    pub value: f64,
    pub fact_ids: Vec<String>,
}

/// A figure of two periods.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    pub then: Side,
    pub now: Side,
    /// The places whose figures these are; none where every fact counts.
    pub places: Option<usize>,
}

/// The changes of the main numbers. A number without one has nothing to be compared with.
pub struct Changes {
    pub then: Span,
    pub now: Span,
    pub meetings: Option<Change>,
    pub staff: Option<Change>,
    pub units: Option<Change>,
    /// In per cent, of the counts as they stood at the end of each period.
    pub congress: Option<Change>,
}

impl Changes {
    /// Every fact behind them.
    pub fn fact_ids(&self) -> impl Iterator<Item = &String> {
        let all = [&self.meetings, &self.staff, &self.units, &self.congress];
        all.into_iter().flatten().flat_map(|c| c.then.fact_ids.iter().chain(&c.now.fact_ids))
    }
}

/// Asks for the main numbers of both periods; `congress` is the overview's subject and term.
///
/// # Errors
/// Tables that cannot be read.
pub fn changes(
    tables: &Tables,
    options: &ReportOptions,
    last: Option<NaiveDate>,
    congress: Option<(&str, Option<&str>)>,
) -> Result<Option<Changes>> {
    let Some((then, now)) = spans(options, last) else { return Ok(None) };
    let within = |topic, span: Span| Query { since: Some(span.since), until: Some(span.until), ..limited(topic, options) };
    let both = |ask: &dyn Fn(Span) -> Query| -> Result<(Summary, Summary)> {
        Ok((stats::run(tables, &ask(then))?, stats::run(tables, &ask(now))?))
    };
    let held = both(&|span| Query {
        conditions: vec![where_is(Key::Status, MeetingStatus::Held.slug())],
        ..within(Topic::Meetings, span)
    })?;
    let cut = |subject: StaffingSubject| {
        both(&|span| Query {
            by: vec![Key::Province],
            conditions: vec![where_is(Key::Subject, subject.slug()), where_is(Key::Status, StaffingStatus::Achieved.slug())],
            ..within(Topic::Staffing, span)
        })
    };
    // Counts of congresses run on: what stood at the end of a period may be dated before it.
    let congress = match congress {
        Some((subject, term)) => {
            let mut conditions = vec![where_is(Key::Activity, Activity::Congress.slug()), where_is(Key::Subject, subject)];
            conditions.extend(term.map(|t| where_is(Key::Term, t)));
            let (then, now) = both(&|span| Query {
                by: vec![Key::Province],
                conditions: conditions.clone(),
                since: None,
                ..within(Topic::Progress, span)
            })?;
            same_places(
                &then,
                &now,
                |rows| {
                    let sum = |m| rows.iter().filter_map(|(summary, at)| cell(summary, &summary.rows[*at], m)).sum::<f64>();
                    let (done, total) = (sum(Measure::Done), sum(Measure::Total));
                    (total > 0.0).then(|| done / total * 100.0)
                },
                &[Measure::Done, Measure::Total],
            )
        }
        None => None,
    };
    let summed = |(then, now): (Summary, Summary)| {
        let sum = |rows: &[(&Summary, usize)]| {
            Some(rows.iter().filter_map(|(summary, at)| cell(summary, &summary.rows[*at], Measure::Cut)).sum())
        };
        same_places(&then, &now, sum, &[Measure::Cut])
    };
    Ok(Some(Changes {
        then,
        now,
        meetings: counted(&held.0, &held.1),
        staff: summed(cut(StaffingSubject::Staff)?),
        units: summed(cut(StaffingSubject::Unit)?),
        congress,
    }))
}

/// Meetings of both periods; nothing where one of them has none, for the data may just not reach it.
fn counted(then: &Summary, now: &Summary) -> Option<Change> {
    let side = |summary: &Summary| {
        let row = whole(summary)?;
        let value = cell(summary, row, Measure::Meetings).filter(|n| *n > 0.0)?;
        Some(Side { value, fact_ids: row.fact_ids.clone() })
    };
    Some(Change { then: side(then)?, now: side(now)?, places: None })
}

/// The figure over the provinces that have all of `measures` in both periods.
fn same_places(
    then: &Summary,
    now: &Summary,
    figure: impl Fn(&[(&Summary, usize)]) -> Option<f64>,
    measures: &[Measure],
) -> Option<Change> {
    let has = |summary: &Summary, at: usize| measures.iter().all(|m| cell(summary, &summary.rows[at], *m).is_some());
    let place = |summary: &Summary, code: &KeyValue| {
        (0..summary.rows.len()).find(|at| summary.rows[*at].keys.first() == Some(code) && has(summary, *at))
    };
    let codes = now.rows.iter().filter_map(|r| r.keys.first()).filter(|k| matches!(k, KeyValue::Province(_)));
    let common: Vec<(usize, usize)> = codes.filter_map(|code| Some((place(then, code)?, place(now, code)?))).collect();
    let side = |summary: &Summary, at: Vec<usize>| {
        let rows: Vec<(&Summary, usize)> = at.iter().map(|at| (summary, *at)).collect();
        let fact_ids = at.iter().flat_map(|at| summary.rows[*at].fact_ids.clone()).collect();
        Some(Side { value: figure(&rows)?, fact_ids })
    };
    if common.is_empty() {
        return None;
    }
    let places = Some(common.len());
    let (before, after) = common.into_iter().unzip();
    Some(Change { then: side(then, before)?, now: side(now, after)?, places })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::labels::Lang;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn of(since: Option<&str>, until: Option<&str>, last: Option<&str>) -> Option<[String; 2]> {
        let options = ReportOptions { since: since.map(day), until: until.map(day), ..ReportOptions::new(Lang::Vi) };
        let (then, now) = spans(&options, last.map(day))?;
        Some([then, now].map(|s| format!("{} {}", s.since, s.until)))
    }

    #[test]
    fn a_period_is_compared_with_as_much_before_it() {
        let months = of(Some("2025-04-01"), Some("2025-06-30"), None).unwrap();
        assert_eq!(months, ["2025-01-01 2025-03-31", "2025-04-01 2025-06-30"]);
        // February: a whole month is compared with a whole month, not with 28 days.
        assert_eq!(of(Some("2025-02-01"), Some("2025-02-28"), None).unwrap()[0], "2025-01-01 2025-01-31");
        assert_eq!(of(Some("2025-03-10"), Some("2025-03-16"), None).unwrap()[0], "2025-03-03 2025-03-09");
        let open = of(Some("2025-01-01"), None, Some("2025-12-31")).unwrap();
        assert_eq!(open, ["2024-01-01 2024-12-31", "2025-01-01 2025-12-31"]);
    }

    #[test]
    fn without_a_beginning_the_last_whole_years_are_compared() {
        assert_eq!(of(None, None, Some("2026-02-28")).unwrap(), ["2024-01-01 2024-12-31", "2025-01-01 2025-12-31"]);
        assert_eq!(of(None, None, Some("2025-12-31")).unwrap()[1], "2025-01-01 2025-12-31");
        assert_eq!(of(None, Some("2021-06-30"), Some("2025-12-31")).unwrap()[1], "2020-01-01 2020-12-31");
        assert_eq!(of(None, None, None), None);
        assert_eq!(of(Some("2025-02-01"), None, Some("2025-01-01")), None);
    }
}
