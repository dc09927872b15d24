//! Provinces that are not in their scheme, or were not there on the day.

use super::Findings;
use super::Severity::*;
use super::Value::Text;
use crate::lang::gazetteer::Gazetteer;
use crate::model::tag::*;
use crate::stats::load::{Says, Statement};

/// 1 July 2025, in days since 1970-01-01.
const REFORM: i32 = 20270;

pub fn check(s: &Statement, findings: &mut Findings) {
    let Some(code) = s.place.province.map(|p| findings.loaded.texts.get(p)) else { return };
    let gazetteer = Gazetteer::get();
    let Some(name) = gazetteer.name_of(code, s.place.geo) else {
        let values = [("code", Text(code.to_string())), ("geo", Text(s.place.geo.slug().to_string()))];
        findings.add(Error, "province_unknown", [s.record], values);
        return;
    };
    let Some((first, last)) = s.days else { return };
    // A plan may well speak of a province that is to come.
    let done = match s.says {
        Says::Meeting(m) => m.status == MeetingStatus::Held,
        Says::Staffing(v) => v.status == StaffingStatus::Achieved,
        Says::Progress(_) => true,
        _ => false,
    };
    // The reader has already given provinces that stand alone the scheme of the 63.
    let merged = s.place.geo == Geo::P34 || gazetteer.merge(code).is_some_and(|new| gazetteer.merged_from(new).count() > 1);
    let values = || [("place", Text(name.to_string())), ("date", Text(s.date.map_or_else(String::new, |d| d.to_string())))];
    if done && let Some(district) = s.place.district.map(|d| findings.loaded.texts.get(d)) {
        check_district(s, code, district, first, findings);
    }
    if s.place.geo == Geo::P34 && last < REFORM && done {
        findings.add(Warning, "place_not_yet", [s.record], values());
    } else if s.place.geo == Geo::P63 && merged && first >= REFORM && !lives_on(code, name) {
        findings.add(Warning, "place_gone", [s.record], values());
    }
}

/// A district of the 63 that was merged into another or renamed before; since 1 July 2025 there are none at all.
fn check_district(s: &Statement, province: &str, name: &str, first: i32, findings: &mut Findings) {
    if s.place.geo != Geo::P63 {
        return;
    }
    let gazetteer = Gazetteer::get();
    let is = |own: &str, of: &str| own == name && of == province;
    let lives = gazetteer.districts().iter().any(|d| is(d.name, d.province_code));
    let gone = gazetteer.former_districts().iter().filter(|d| !lives && is(d.name, d.province_code));
    let gone_by = gone.filter_map(|d| d.gone_by.bounds()).map(|b| b.0.to_epoch_days()).min().unwrap_or(REFORM).min(REFORM);
    if first >= gone_by {
        let values = [("place", Text(name.to_string())), ("date", Text(s.date.map_or_else(String::new, |d| d.to_string())))];
        findings.add(Warning, "district_gone", [s.record], values);
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_reform_is_of_1_july_2025() {
        let day = chrono::NaiveDate::from_ymd_opt(2025, 7, 1).unwrap();
        assert_eq!(day.to_epoch_days(), super::REFORM);
    }
}

/// Whether the province that took this one in bears its name: "Cà Mau" after July 2025 is a province all the same.
fn lives_on(code: &str, name: &str) -> bool {
    let gazetteer = Gazetteer::get();
    gazetteer.merge(code).and_then(|new| gazetteer.name_of(new, Geo::P34)) == Some(name)
}
