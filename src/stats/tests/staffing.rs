//! Cuts: achieved and planned, bodies and periods, nothing twice.

use super::*;
use crate::model::record::Staffing;
use crate::model::tag::*;
use crate::stats::make::article;
use StaffingSubject::*;

fn body(text: &'static str) -> impl Fn(&mut Staffing) {
    move |s| s.body = Some(text.into())
}

fn target(s: &mut Staffing) {
    s.status = StaffingStatus::Target;
}

/// Lạng Sơn, first half of 2018: 7 + 3 + 11 units; 61 staff, 5,3%, against 10% by 2021.
fn lang_son() -> ArticleRecords {
    article("ls", "báo Lạng Sơn", "2018-07-24")
        .cuts(Unit, "20", "", 7.0, |_| {})
        .cuts(Unit, "20", "", 3.0, |_| {})
        .cuts(Unit, "20", "", 11.0, body("các huyện ủy, thành ủy"))
        .cuts(Staff, "20", "", 61.0, |s| s.percent = Some(5.3))
        .cuts(Staff, "20", "2021", 0.0, |s| (s.status, s.percent) = (StaffingStatus::Target, Some(10.0)))
}

#[test]
fn what_an_article_sets_side_by_side_adds_up() {
    // Columns: staff, units, posts, administrative units. 7 + 3 + 11 = 21.
    let answer = ask(&[lang_son()], "staffing", "province", &[]);
    assert_eq!(rows(&answer), ["Lạng Sơn: 61 21 - -"]);
    assert_eq!(left_out(&answer), [(Reason::Target, 1)]);
    // The footer is of what counts: 7, 3, 11 and 61.
    assert_eq!((answer.footer.facts, answer.footer.statements, answer.footer.articles), (4, 4, 1));
    // Columns: cut, its share, target, its share, distance, in points, before, after. 5,3% − 10% = −4,7 points.
    let answer = ask(&[lang_son()], "staffing", "subject", &[]);
    assert_eq!(rows(&answer), ["Biên chế, người: 61 5.3 - 10 - -4.7 - -", "Đơn vị, đầu mối: 21 - - - - - - -"]);
    assert!(answer.total.is_none(), "staff and units have no sum");
}

#[test]
fn parts_that_add_up_to_a_figure_are_its_parts() {
    // Quảng Ninh: 723 = 93 + 36 + 556 + 38.
    let a =
        [93.0, 36.0, 556.0, 38.0].iter().fold(article("qn", "A", "2025-06-01"), |a, n| a.cuts(Staff, "22", "2025", *n, |_| {}));
    let a = a.cuts(Staff, "22", "2025", 723.0, |_| {});
    let answer = ask(&[a], "staffing", "province", &[]);
    assert_eq!(rows(&answer), ["Quảng Ninh: 723 - - -"]);
    assert_eq!(left_out(&answer), [(Reason::PartOfWhole, 4)]);
}

#[test]
fn a_year_is_not_added_to_its_half() {
    let year = |id: &str, when: &str, n| article(id, id, "2019-01-10").cuts(Staff, "20", when, n, |_| {});
    let half = year("a", "2018-01/2018-06", 61.0);
    let answer = ask(&[half.clone(), year("b", "2018", 120.0)], "staffing", "province", &[]);
    assert_eq!(rows(&answer), ["Lạng Sơn: 120 - - -"]);
    assert_eq!(left_out(&answer), [(Reason::InsideLongerPeriod, 1)]);
    // Two years do not overlap: 40 + 120.
    let answer = ask(&[year("c", "2017", 40.0), year("b", "2018", 120.0)], "staffing", "province", &[]);
    assert_eq!(rows(&answer), ["Lạng Sơn: 160 - - -"]);
    // Counts "by" a day run from the beginning: the later one holds the earlier.
    let answer = ask(&[year("d", "2018-06-30", 61.0), year("e", "2018-12-31", 120.0)], "staffing", "province", &[]);
    assert_eq!(rows(&answer), ["Lạng Sơn: 120 - - -"]);
    assert_eq!(left_out(&answer), [(Reason::Superseded, 1)]);
}

#[test]
fn bodies_add_up_but_not_with_their_province() {
    let a = |id: &str, n, b| article(id, id, "2018-12-31").cuts(Staff, "20", "2018", n, body(b));
    let mut records = vec![a("a", 20.0, "Sở Y tế"), a("b", 30.0, "Sở Xây dựng")];
    assert_eq!(rows(&ask(&records, "staffing", "province", &[])), ["Lạng Sơn: 50 - - -"]);
    records.push(a("c", 120.0, "UBND tỉnh Lạng Sơn"));
    let answer = ask(&records, "staffing", "province", &[]);
    assert_eq!(rows(&answer), ["Lạng Sơn: 120 - - -"]);
    assert_eq!(left_out(&answer), [(Reason::PartOfWhole, 2)]);
}

#[test]
fn only_the_latest_plan_stands_and_no_plan_is_a_result() {
    // Quảng Bình: 30 units left, then 27: of 145, minus 115 and then minus 118.
    let plan = |id: &str, when: &str, n| article(id, id, when).cuts(AdminUnit, "44", when, n, target);
    let records = [plan("a", "2025-03-20", 115.0), plan("b", "2025-04-20", 118.0)];
    let answer = ask(&records, "staffing", "subject", &["subject=admin_unit"]);
    assert_eq!(rows(&answer), ["Đơn vị hành chính: - - 118 - - - - -"]);
    assert_eq!(left_out(&answer), [(Reason::Superseded, 1)]);
    assert!(ask(&records, "staffing", "province", &[]).rows.is_empty());
}

#[test]
fn before_and_after_give_the_cut_and_a_stock_gives_none() {
    let a = article("a", "A", "2025-07-01")
        .cuts(AdminUnit, "49", "2025-07-01", 0.0, |s| (s.before, s.after) = (Some(233.0), Some(78.0)))
        .cuts(AdminUnit, "20/Bình Gia", "2019-11-21", 0.0, |s| s.after = Some(19.0));
    let answer = ask(&[a], "staffing", "province", &["subject=admin_unit"]);
    // 233 − 78 = 155, of 233: 66,52%.
    assert_eq!(rows(&answer), ["Quảng Nam: 155 66.52 - - - - 233 78"]);
    assert_eq!(left_out(&answer), [(Reason::StockOnly, 1)]);
}

#[test]
fn levels_of_units_add_up_and_are_no_contradiction() {
    // 2019-2021: 8 districts and 561 communes, in one paper; the other has the communes alone.
    let text = |t: &'static str| move |s: &mut Staffing| s.subject_text = Some(t.into());
    let records = [
        article("a", "A", "2022-01-01").cuts(AdminUnit, "nation", "2021", 8.0, text("huyện")).cuts(
            AdminUnit,
            "nation",
            "2021",
            561.0,
            text("xã"),
        ),
        article("b", "B", "2022-01-01").cuts(AdminUnit, "nation", "2021", 561.0, text("đơn vị hành chính cấp xã")),
    ];
    let answer = ask(&records, "staffing", "province", &[]);
    assert_eq!(rows(&answer), ["Toàn quốc: - - - 569"]);
    assert_eq!((answer.footer.facts, answer.footer.statements, answer.footer.contested), (2, 3, 0));
}

#[test]
fn the_nation_stands_beside_the_provinces() {
    let records = [
        article("a", "A", "2019-01-01").cuts(Staff, "01", "2018", 100.0, |_| {}),
        article("b", "B", "2019-01-01").cuts(Staff, "20", "2018", 61.0, |_| {}),
        article("c", "C", "2019-01-01").cuts(Staff, "nation", "2018", 40500.0, |_| {}),
    ];
    let expected = ["Hà Nội: 100 - - -", "Lạng Sơn: 61 - - -", "Toàn quốc: 40500 - - -", ": 161 - - -"];
    assert_eq!(rows(&ask(&records, "staffing", "province", &[])), expected);
    assert_eq!(rows(&ask(&records, "staffing", "year", &[])), ["2018: 40500 - - -"]);
}

/// Columns: cut, target, distance, distance in points, share of the target.
fn against_target(records: &[ArticleRecords]) -> Summary {
    ask_with(records, "staffing", "province", &["subject=staff"], |w| {
        w.measures = vec!["cut,target,distance,distance_points,target_rate".into()];
    })
}

#[test]
fn a_target_is_set_against_what_was_cut_of_the_same_thing() {
    // Bắc Giang (24) by 2021: 1.200 to cut, 900 cut by the end of 2019: 300 short, 900/1200 = 75%.
    let of = |id: &str, when: &str, n: f64| article(id, id, "2020-01-10").cuts(Staff, "24", when, n, |_| {});
    let planned = |id: &str, when: &str, n: f64| article(id, id, "2018-01-10").cuts(Staff, "24", when, n, target);
    let answer = against_target(&[of("a", "2019-12-31", 900.0), planned("b", "2021", 1200.0)]);
    assert_eq!(rows(&answer), ["Bắc Giang: 900 1200 -300 - 75"]);
    assert_eq!(answer.footer.no_distance, 0);
    // More than planned: 1.300 − 1.200 = +100, 108,33%.
    let answer = against_target(&[of("a", "2019-12-31", 1300.0), planned("b", "2021", 1200.0)]);
    assert_eq!(rows(&answer), ["Bắc Giang: 1300 1200 100 - 108.33"]);
    // Percentages differ in points: 5,3% − 10% = −4,7.
    assert_eq!(rows(&against_target(&[lang_son()])), ["Lạng Sơn: 61 - - -4.7 -"]);
}

#[test]
fn unlike_things_have_no_distance() {
    let planned = article("t", "T", "2018-01-10").cuts(Staff, "24", "2021", 1200.0, target);
    let of = |when: &str, change: &dyn Fn(&mut Staffing)| article("a", "A", "2020-01-10").cuts(Staff, "24", when, 900.0, change);
    // Without any day: of one time where one article says both, else nobody knows.
    let mut one = lang_son();
    one.published = None;
    one.staffing[4].as_of = None;
    assert_eq!(rows(&against_target(&[one.clone()])), ["Lạng Sơn: 61 - - -4.7 -"]);
    let mut elsewhere = article("x", "X", "2018-07-24");
    elsewhere.published = None;
    elsewhere.staffing.push(one.staffing.pop().unwrap());
    elsewhere.staffing[0].ground.article_id = "x".into();
    assert_eq!(rows(&against_target(&[one, elsewhere])), ["Lạng Sơn: 61 - - - -"]);
    // Of one department; after the target's time; in other words.
    let worded = |t: &'static str| move |s: &mut Staffing| s.subject_text = Some(t.into());
    let mut narrow = planned.clone();
    narrow.staffing[0].subject_text = Some("người hoạt động không chuyên trách cấp xã".into());
    for records in [
        [of("2019", &body("Sở Y tế")), planned.clone()],
        [of("2023-12-31", &|_| {}), planned],
        [of("2019-12-31", &worded("biên chế sự nghiệp giáo dục")), narrow],
    ] {
        let answer = against_target(&records);
        assert_eq!(rows(&answer), ["Bắc Giang: 900 1200 - - -"]);
        assert_eq!(answer.footer.no_distance, 1);
    }
}

#[test]
fn a_measure_of_one_thing_brings_its_subject_along() {
    let records = [article("a", "A", "2019-01-10").cuts(Staff, "20", "2018", 61.0, |_| {}).cuts(Unit, "20", "2018", 7.0, |_| {})];
    let answer = ask_with(&records, "staffing", "province", &[], |w| w.measures = vec!["cut".into()]);
    assert_eq!(rows(&answer), ["Lạng Sơn | Biên chế, người: 61", "Lạng Sơn | Đơn vị, đầu mối: 7"]);
    assert!(answer.total.is_none(), "staff and units have no sum");
    // Columns side by side need no subject: short words for people, units and posts.
    let answer = ask_with(&records, "staffing", "province", &[], |w| w.measures = vec!["units,people".into()]);
    assert_eq!(rows(&answer), ["Lạng Sơn: 7 61"]);
}
