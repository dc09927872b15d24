//! Places within places, down to the commune, and periods within periods: the widest disjoint set counts.

use super::*;
use crate::model::record::Staffing;
use crate::model::tag::*;
use crate::stats::make::article;
use ProgressSubject::*;

const CONGRESS: &[&str] = &["activity=congress"];

fn done(place: &str, id: &str, n: (f64, f64)) -> ArticleRecords {
    article(id, id, "2020-06-25").has_done(PartyCell, place, "2020-06-22", n, |_| {})
}

fn cut(place: &str, id: &str, year: &str, n: f64) -> ArticleRecords {
    article(id, id, "2021-02-01").cuts(StaffingSubject::Unit, place, year, n, |_| {})
}

#[test]
fn a_commune_lies_in_its_district_and_this_in_its_province() {
    // Alone, a commune of Thạch Hà stands for the province: 12/12.
    let commune = done("42/Thạch Hà#", "a", (12.0, 12.0));
    let by_province = |records: &[ArticleRecords]| {
        let answer = ask(records, "progress", "province", CONGRESS);
        (rows(&answer), left_out(&answer))
    };
    assert_eq!(by_province(&[commune.clone()]), (vec!["Hà Tĩnh: 12 12 100 -".to_string()], vec![]));
    // Its district has 46 of 47: the 12 are among them, and never 58 of 59.
    let district = done("42/Thạch Hà", "b", (46.0, 47.0));
    let inside = |n| vec![(Reason::InsideWiderPlace, n)];
    // 46/47 = 97,87%.
    let expected = (vec!["Hà Tĩnh: 46 47 97.87 -".to_string()], inside(1));
    assert_eq!(by_province(&[commune.clone(), district.clone()]), expected);
    // A commune of another district lies in neither: 46 + 30 = 76 of 47 + 31 = 78, 97,44%.
    let other = done("42/Hương Sơn#", "c", (30.0, 31.0));
    let expected = (vec!["Hà Tĩnh: 76 78 97.44 -".to_string()], inside(1));
    assert_eq!(by_province(&[commune.clone(), district.clone(), other.clone()]), expected);
    // The province has 634 of 640: all three lie inside. 634/640 = 99,06%.
    let province = done("42", "d", (634.0, 640.0));
    let all = [commune, district, other, province];
    assert_eq!(by_province(&all), (vec!["Hà Tĩnh: 634 640 99.06 -".to_string()], inside(3)));
    // And in one row with the country, the province as well.
    let nation = done("nation", "e", (51985.0, 52105.0));
    let answer = ask(&[&all[..], &[nation]].concat(), "progress", "subject", CONGRESS);
    assert_eq!(rows(&answer), ["Chi bộ: 51985 52105 99.77 -"]);
    assert_eq!(left_out(&answer), inside(4));
}

#[test]
fn a_commune_without_a_district_lies_in_its_province_only() {
    let commune = done("42#", "a", (12.0, 12.0));
    let district = done("42/Thạch Hà", "b", (46.0, 47.0));
    // Which district the commune is of is not told: 12 + 46 = 58 of 12 + 47 = 59, 98,31%.
    let answer = ask(&[commune.clone(), district], "progress", "province", CONGRESS);
    assert_eq!(rows(&answer), ["Hà Tĩnh: 58 59 98.31 -"]);
    let answer = ask(&[commune, done("42", "c", (634.0, 640.0))], "progress", "province", CONGRESS);
    assert_eq!(left_out(&answer), [(Reason::InsideWiderPlace, 1)]);
}

#[test]
fn cuts_of_a_commune_are_within_those_of_its_district_and_province() {
    // 3 in a commune of Đống Đa, 11 in Đống Đa, 4 in a commune of Ba Đình; 260 in all of Hà Nội.
    let inner =
        [cut("01/Đống Đa#", "a", "2020", 3.0), cut("01/Đống Đa", "b", "2020", 11.0), cut("01/Ba Đình#", "c", "2020", 4.0)];
    let answer = ask(&inner, "staffing", "province", &[]);
    // 11 + 4 = 15, not 18.
    assert_eq!(rows(&answer), ["Hà Nội: - 15 - -"]);
    assert_eq!(left_out(&answer), [(Reason::InsideWiderPlace, 1)]);
    let answer = ask(&[&inner[..], &[cut("01", "d", "2020", 260.0)]].concat(), "staffing", "province", &[]);
    assert_eq!(rows(&answer), ["Hà Nội: - 260 - -"]);
    assert_eq!(left_out(&answer), [(Reason::InsideWiderPlace, 3)]);
}

#[test]
fn a_half_and_a_quarter_lie_in_their_year() {
    // 2020: 30 in the year, 18 in its first half, 9 in its first quarter; 2021: 7 in a quarter.
    let told = [
        cut("20", "a", "2020", 30.0),
        cut("20", "b", "2020-01/2020-06", 18.0),
        cut("20", "c", "2020-01/2020-03", 9.0),
        cut("20", "d", "2021-01/2021-03", 7.0),
    ];
    let answer = ask(&told, "staffing", "province", &[]);
    // 30 + 7 = 37, not 64.
    assert_eq!(rows(&answer), ["Lạng Sơn: - 37 - -"]);
    assert_eq!(left_out(&answer), [(Reason::InsideLongerPeriod, 2)]);
    // Without the year: the half, and not the quarter in it. 18 + 7 = 25.
    assert_eq!(rows(&ask(&told[1..], "staffing", "province", &[])), ["Lạng Sơn: - 25 - -"]);
    // By half-year each period that is no longer than a half stands in its own.
    let halves = rows(&ask(&told, "staffing", "half", &[]));
    assert_eq!(halves[..2], ["6 tháng đầu năm 2020: - 18 - -", "6 tháng đầu năm 2021: - 7 - -"]);
}

#[test]
fn offices_among_the_units_are_not_added_to_them() {
    let text = |t: &'static str| move |s: &mut Staffing| s.subject_text = Some(t.into());
    // "Giảm 20 đầu mối, trong đó 12 phòng": 20, not 32.
    let a = article("a", "A", "2021-02-01").cuts(StaffingSubject::Unit, "20", "2020", 20.0, text("đầu mối")).cuts(
        StaffingSubject::Unit,
        "20",
        "2020",
        12.0,
        text("trong đó phòng"),
    );
    let answer = ask(&[a], "staffing", "province", &[]);
    assert_eq!(rows(&answer), ["Lạng Sơn: - 20 - -"]);
    assert_eq!(left_out(&answer), [(Reason::PartOfWhole, 1)]);
    // Told only by its numbers: 12 phòng + 8 trung tâm = 20 đơn vị.
    let b = article("b", "B", "2021-02-01")
        .cuts(StaffingSubject::Unit, "20", "2020", 20.0, text("đơn vị"))
        .cuts(StaffingSubject::Unit, "20", "2020", 12.0, text("phòng"))
        .cuts(StaffingSubject::Unit, "20", "2020", 8.0, text("trung tâm"));
    let answer = ask(&[b], "staffing", "province", &[]);
    assert_eq!((rows(&answer), left_out(&answer)), (vec!["Lạng Sơn: - 20 - -".to_string()], vec![(Reason::PartOfWhole, 2)]));
}
