//! Dates that cannot be, or that other dates contradict.

use super::Severity::*;
use super::Value::{Number, Text};
use super::{Findings, Value};
use crate::model::tag::*;
use crate::stats::facts::Fact;
use crate::stats::load::{Says, Statement};
use rustc_hash::FxHashMap;

/// Days after which a page's date says little about the event that it reports.
const LONG_AFTER: i32 = 300;

/// Days within which what was enacted comes into force: a resolution of 16 June that counts from 1 July.
const IN_FORCE_WITHIN: i32 = 120;

/// Days that an article may be printed after the day in its address.
const PRINTED_WITHIN: i32 = 60;

pub fn check(s: &Statement, findings: &mut Findings) {
    let one = [s.record];
    let Some(date) = s.date else { return };
    if let Some((first, last)) = s.days
        && last < first
    {
        findings.add(Error, "interval_reversed", one, [("date", Text(date.to_string()))]);
        return;
    }
    if let Some(year) = date.year().filter(|y| !(1945..=2100).contains(y)) {
        findings.add(Warning, "year_unlikely", one, [("year", Text(year.to_string()))]);
        return;
    }
    let Some((first, last)) = s.days else { return };
    let article = findings.loaded.articles.get(&s.article).copied().unwrap_or_default();
    let done = match s.says {
        Says::Meeting(m) => m.status == MeetingStatus::Held,
        Says::Staffing(v) => v.status == StaffingStatus::Achieved,
        Says::Progress(_) => true,
        _ => false,
    };
    let values = |page| [("date", Text(date.to_string())), ("published", iso(page))];
    let enacted = if matches!(s.says, Says::Staffing(_)) { IN_FORCE_WITHIN } else { 0 };
    let begun = if article.begun { PRINTED_WITHIN } else { 0 };
    match article.published {
        Some(published) if done && first > published + enacted.max(begun) => {
            findings.add(Warning, "after_publication", one, values(published))
        }
        published => {
            let long_after = |page: &i32| page - last > LONG_AFTER && done && matches!(s.says, Says::Meeting(_));
            if let Some(page) = published.filter(long_after) {
                findings.add(Note, "old_event", one, values(page));
            } else if let Some(page) = article.header.filter(|_| published.is_none()).filter(long_after) {
                findings.add(Warning, "header_contradicted", one, [("date", Text(date.to_string())), ("header", iso(page))]);
            }
        }
    }
}

fn iso(day: i32) -> Value {
    Text(chrono::NaiveDate::from_epoch_days(day).map_or_else(String::new, |d| d.to_string()))
}

/// Completion of one set that falls from one day to a later one.
pub fn check_course(facts: &[Fact], findings: &mut Findings) {
    let mut series: FxHashMap<_, Vec<(i32, f64, &Fact)>> = FxHashMap::default();
    for fact in facts {
        let Some(p) = fact.progress() else { continue };
        let (Some(done), Some(total), Some((_, last))) = (p.done, p.total, fact.says.days) else { continue };
        if p.activity == Activity::Congress {
            let place = fact.says.place;
            let key = (p.subject, place.province, place.geo, place.district, place.scope, p.term, total.to_bits());
            series.entry(key).or_default().push((last, done, fact));
        }
    }
    for mut counts in series.into_values() {
        counts.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        for pair in counts.windows(2) {
            let [(earlier, before, a), (later, after, b)] = pair else { continue };
            if earlier < later && after < before {
                let values =
                    [("before", Number(*before)), ("earlier", iso(*earlier)), ("after", Number(*after)), ("later", iso(*later))];
                findings.add(Warning, "falls", a.members.iter().chain(&b.members).map(|m| m.record), values);
            }
        }
    }
}
