//! The cases that `../shared/facts/README.md` collects from real pages, each with its sum worked out by hand. Further ones stand
//! beside the rule that they are about: `completion` (Hà Nội, Đống Đa, Cần Thơ, 2015 and 2020), `wholes`, `staffing`, `same`.

use super::*;
use crate::model::record::{Meeting, Progress, Staffing};
use crate::model::tag::*;
use crate::stats::make::article;
use StaffingSubject::*;

const CONGRESS: &[&str] = &["activity=congress"];

/// Rows without the columns at their end that hold no figure.
fn figures(answer: &Summary) -> Vec<String> {
    rows(answer).iter().map(|row| row.trim_end_matches(" -").to_string()).collect()
}

fn words(text: &'static str) -> impl Fn(&mut Staffing) {
    move |s| s.subject_text = Some(text.into())
}

#[test]
fn ha_tinh_634_of_640_is_the_whole_of_its_districts_and_of_its_done_parts() {
    // 634 = 419 + 215 done; three districts lack 3 + 1 + 2 = 6 = 640 - 634; Kỳ Anh with 36 of 36 lies inside as well.
    let org = ProgressSubject::GrassrootsPartyOrg;
    let day = "2020-06-22";
    let a = article("ht", "A", "2020-06-23")
        .has_done(org, "42", day, (634.0, 640.0), |p| p.percent = Some(99.06))
        .has_done(org, "42", day, (419.0, 425.0), |_| {})
        .has_done(org, "42", day, (215.0, 215.0), |_| {})
        .has_done(org, "42/Hương Sơn", day, (27.0, 30.0), |_| {})
        .has_done(org, "42/Thạch Hà", day, (46.0, 47.0), |_| {})
        .has_done(org, "42/Cẩm Xuyên", day, (106.0, 108.0), |_| {})
        .has_done(org, "42/Kỳ Anh", day, (36.0, 36.0), |_| {});
    let answer = ask(&[a], "progress", "province", CONGRESS);
    assert_eq!(rows(&answer), ["Hà Tĩnh: 634 640 99.06 99.06"]);
    // 419 of 425 and 215 of 215 add up to the whole; the four districts lie in the province.
    assert_eq!(left_out(&answer), [(Reason::PartOfWhole, 2), (Reason::InsideWiderPlace, 4)]);
}

#[test]
fn a_flow_of_one_month_is_not_the_course() {
    // Quảng Nam 2020: all 22 committees by 2 August; "20 in July" is what July brought.
    let committee = ProgressSubject::PartyCommittee;
    let records = [
        article("a", "A", "2020-08-03").has_done(committee, "49", "2020-08-02", (22.0, 22.0), |_| {}),
        article("b", "B", "2020-08-03").has_done(committee, "49", "2020-07", (20.0, 22.0), |_| {}),
    ];
    let answer = ask(&records, "progress", "province", CONGRESS);
    assert_eq!(rows(&answer), ["Quảng Nam: 22 22 100 -"]);
    assert_eq!(left_out(&answer), [(Reason::Superseded, 1)]);
}

#[test]
fn a_denominator_of_those_that_are_done_does_not_take_the_place_of_the_whole() {
    // Hà Tĩnh: 438 of the 632 that had held theirs elected a woman; 634 of 640 had held it.
    let org = ProgressSubject::GrassrootsPartyOrg;
    let a = article("a", "A", "2020-06-25").has_done(org, "42", "2020-06-22", (634.0, 640.0), |_| {}).has_done(
        org,
        "42",
        "2020-06-22",
        (438.0, 632.0),
        |p: &mut Progress| p.activity = Activity::Other,
    );
    let answer = ask(std::slice::from_ref(&a), "progress", "province", CONGRESS);
    assert_eq!(rows(&answer), ["Hà Tĩnh: 634 640 99.06 -"]);
    // Both in one table are two rows. 438/632 = 69,30%.
    let both = rows(&ask(&[a], "progress", "province", &[]));
    assert_eq!(both, ["Hà Tĩnh | Đại hội: 634 640 99.06 -", "Hà Tĩnh | Việc khác: 438 632 69.3 -"]);
}

#[test]
fn a_target_of_two_kinds_of_staff_is_its_sum_once() {
    // Home Affairs, target of 2019: 44.510 = 5.510 officials + 39.000 employees; never 89.020.
    let target =
        |text: &'static str| move |s: &mut Staffing| (s.status, s.subject_text) = (StaffingStatus::Target, Some(text.into()));
    let a = article("a", "A", "2019-01-10")
        .cuts(Staff, "nation", "2019", 44510.0, target("biên chế"))
        .cuts(Staff, "nation", "2019", 5510.0, target("công chức"))
        .cuts(Staff, "nation", "2019", 39000.0, target("viên chức"));
    let answer = ask(&[a], "staffing", "subject", &[]);
    assert_eq!(figures(&answer), ["Biên chế, người: - - 44510"]);
    assert_eq!(left_out(&answer), [(Reason::PartOfWhole, 2)]);
}

#[test]
fn tax_branches_are_211_however_they_are_printed() {
    // 18 + 84 + 109 = 211; the same cut is printed as 401 to 190 and as 711 to 500.
    let base = |before: f64, after: f64| move |s: &mut Staffing| (s.before, s.after) = (Some(before), Some(after));
    let tax = |n: f64, year: &str| article(year, year, "2020-02-01").cuts(Unit, "nation", year, n, words("chi cục thuế"));
    // Years side by side add up.
    let years = [tax(18.0, "2017"), tax(84.0, "2018"), tax(109.0, "2019")];
    assert_eq!(rows(&ask(&years, "staffing", "province", &[])), ["Toàn quốc: - 211 - -"]);
    let whole = article("a", "A", "2020-02-01").cuts(Unit, "nation", "2019-12", 0.0, base(711.0, 500.0)).cuts(
        Unit,
        "nation",
        "2019-12",
        0.0,
        base(401.0, 190.0),
    );
    assert_eq!(rows(&ask(&[whole], "staffing", "province", &[])), ["Toàn quốc: - 211 - -"]);
}

#[test]
fn two_ways_to_divide_one_number_are_not_added() {
    // Cần Thơ: 269 people by post; 115 + 34 + 65 = 214 by bloc, which do not exhaust them. 269, and not 483.
    let a = article("a", "A", "2021-03-01")
        .cuts(Staff, "92", "2020", 269.0, words("tổng số người"))
        .cuts(Staff, "92", "2020", 115.0, words("khối hành chính"))
        .cuts(Staff, "92", "2020", 34.0, words("khối Đảng, đoàn thể"))
        .cuts(Staff, "92", "2020", 65.0, words("khối sự nghiệp"));
    let answer = ask(&[a], "staffing", "province", &["subject=staff"]);
    assert_eq!(figures(&answer), ["Cần Thơ: 269"]);
    assert_eq!(left_out(&answer), [(Reason::PartOfWhole, 3)]);
}

#[test]
fn plans_and_results_of_one_merger_stand_side_by_side() {
    // Nation, 2019-2021: 6 districts and 560 communes planned, 8 and 561 done.
    let units = |n, text: &'static str, status| {
        article(text, text, "2021-06-01").cuts(AdminUnit, "nation", "2021", n, move |s: &mut Staffing| {
            (s.status, s.subject_text) = (status, Some(text.into()));
        })
    };
    let (plan, result) = (StaffingStatus::Target, StaffingStatus::Achieved);
    let records = [
        units(560.0, "xã", plan),
        units(561.0, "đơn vị cấp xã", result),
        units(6.0, "huyện", plan),
        units(8.0, "đơn vị cấp huyện", result),
    ];
    let answer = ask(&records, "staffing", "subject", &[]);
    // Districts and communes are different units: 8 + 561 = 569 done, 6 + 560 = 566 planned, never 1.135.
    assert_eq!(figures(&answer), ["Đơn vị hành chính: 569 - 566"]);
}

#[test]
fn one_congress_in_many_papers_is_one() {
    // Yên Bái 2020 in four papers: by a session day, by the whole interval, "XIX" beside "19", planned before it was held.
    let says = |id: &str, day: &str, name: &'static str, status| {
        article(id, id, "2020-09-26").meets(day, MeetingKind::Congress, Level::Province, "15", move |m: &mut Meeting| {
            (m.name, m.status) = (Some(name.into()), status);
        })
    };
    let (held, planned) = (MeetingStatus::Held, MeetingStatus::Planned);
    let records = [
        says("a", "2020-09-23/2020-09-25", "Đại hội đại biểu Đảng bộ tỉnh Yên Bái lần thứ XIX", held),
        says("b", "2020-09-24", "Đại hội Đảng bộ tỉnh lần thứ 19", held),
        says("c", "2020-09-24", "Đại hội", held),
        says("d", "2020-09-23/2020-09-25", "Đại hội XIX Đảng bộ tỉnh Yên Bái", planned),
    ];
    assert_eq!(rows(&ask(&records, "meetings", "kind", &[])), ["Đại hội: 1 0 0 -"]);
    // Bắc Giang: planned for 13 to 16 October 2020, closed on the 15th: one congress, held.
    let bac_giang = |id: &str, day: &str, status| {
        article(id, id, "2020-10-16").meets(day, MeetingKind::Congress, Level::Province, "24", move |m| m.status = status)
    };
    let records = [bac_giang("a", "2020-10-13/2020-10-16", planned), bac_giang("b", "2020-10-15", held)];
    assert_eq!(rows(&ask(&records, "meetings", "kind", &[])), ["Đại hội: 1 0 0 -"]);
}
