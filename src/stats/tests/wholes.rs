//! A whole and its parts are never added: the country, its provinces and central bodies, a ministry and its departments, a
//! figure and what stands "of which" beside it.

use super::*;
use crate::model::record::Staffing;
use crate::model::tag::*;
use crate::stats::make::article;
use StaffingSubject::*;

fn text(text: &'static str) -> impl Fn(&mut Staffing) {
    move |s| s.subject_text = Some(text.into())
}

fn of(body: &'static str, text: &'static str) -> impl Fn(&mut Staffing) {
    move |s| (s.body, s.subject_text) = (Some(body.into()), Some(text.into()))
}

fn plan(text: &'static str) -> impl Fn(&mut Staffing) {
    move |s| (s.status, s.subject_text) = (StaffingStatus::Target, Some(text.into()))
}

/// The national figures of 2018 and 2019, and what a ministry and two provinces tell of later years.
fn staff() -> Vec<ArticleRecords> {
    vec![
        article("a", "A", "2018-08-10").cuts(Staff, "nation", "2018-08-06", 39823.0, text("người được tinh giản biên chế")),
        article("b", "B", "2019-01-10").cuts(Staff, "nation", "2018-12-31", 40500.0, text("người được tinh giản biên chế")).cuts(
            Staff,
            "nation",
            "2018-12-31",
            86300.0,
            text("người hưởng lương từ ngân sách"),
        ),
        article("c", "C", "2020-01-10").cuts(Staff, "nation", "2019-12-31", 539000.0, text("biên chế")),
        article("d", "D", "2021-01-10").cuts(Staff, "body", "2020", 959.0, of("Bộ Công Thương", "người")),
        article("e", "E", "2022-01-10").cuts(Staff, "01", "2021", 14500.0, text("người hoạt động không chuyên trách")),
        article("f", "F", "2024-01-10").cuts(Staff, "42", "2023", 4260.0, text("biên chế")),
    ]
}

#[test]
fn the_country_is_not_added_to_what_lies_in_it_in_any_year() {
    // 539.000 and not 539.000 + 959 + 14.500 + 4.260 = 558.719, although the last three are of later years.
    let answer = ask(&staff(), "staffing", "subject", &[]);
    assert_eq!(rows(&answer), ["Biên chế, người: 539000 - - - - - - -"]);
    // Three provinces and bodies inside; 39.823 and the two of 2018 are earlier, one of these two of another definition.
    let left = [(Reason::Superseded, 2), (Reason::InsideWiderPlace, 3), (Reason::NotComparable, 1)];
    assert_eq!(left_out(&answer), left);
}

#[test]
fn places_have_a_total_of_their_own() {
    let answer = ask(&staff(), "staffing", "province", &["subject=staff"]);
    let told = [
        "Hà Nội: 14500 - - - - - - -",
        "Hà Tĩnh: 4260 - - - - - - -",
        "Toàn quốc: 539000 - - - - - - -",
        "Cơ quan Trung ương: 959 - - - - - - -",
        // 14.500 + 4.260.
        ": 18760 - - - - - - -",
    ];
    assert_eq!(rows(&answer), told);
    assert_eq!(answer.footer.total_of, [TotalOf::Places]);
    // Meetings add up over every row.
    let mut records = staff();
    records.push(article("g", "G", "2021-06-29").meets("2021-06-28", MeetingKind::Briefing, Level::Central, "nation", |_| {}));
    let overview = ask(&records, "overview", "province", &[]);
    assert_eq!(rows(&overview).last().map(String::as_str), Some(": 1 18760 - - - - -"));
    assert_eq!(overview.footer.total_of, [TotalOf::PlacesAndMeetings]);
}

#[test]
fn figures_of_periods_have_no_total_when_they_overlap() {
    let answer = ask(&staff(), "staffing", "year", &["subject=staff"]);
    let told = [
        // Of 39.823, 40.500 and 86.300 the widest.
        "2018: 86300 - - - - - - -",
        "2019: 539000 - - - - - - -",
        "2020: 959 - - - - - - -",
        "2021: 14500 - - - - - - -",
        "2023: 4260 - - - - - - -",
        ": - - - - - - - -",
    ];
    assert_eq!(rows(&answer), told);
    assert_eq!(answer.footer.total_of, [TotalOf::NoSumOfPeriods]);
    // Two years of one province do add up: 14.500 + 300.
    let years = [
        article("e", "E", "2022-01-10").cuts(Staff, "01", "2021", 14500.0, |_| {}),
        article("h", "H", "2023-01-10").cuts(Staff, "01", "2022", 300.0, |_| {}),
    ];
    let answer = ask(&years, "staffing", "year", &["subject=staff"]);
    assert_eq!(rows(&answer).last().map(String::as_str), Some(": 14800 - - - - - - -"));
    assert!(answer.footer.total_of.is_empty());
}

#[test]
fn the_wider_set_counts_when_the_country_counts_less_than_its_parts() {
    // A paper on the countryside has 5.058 communes fewer; Hà Nội 400 + Thanh Hóa 381 + An Giang (new) 5.933 = 6.714.
    let commune = |id: &str, at: &str, n| {
        article(id, id, "2025-07-02").cuts(AdminUnit, at, "2025-07-01", n, text("đơn vị hành chính cấp xã"))
    };
    let records =
        [commune("a", "nation", 5058.0), commune("b", "01", 400.0), commune("c", "38", 381.0), commune("d", "34:91", 5933.0)];
    let answer = ask(&records, "staffing", "subject", &[]);
    assert_eq!(rows(&answer), ["Đơn vị hành chính: 6714 - - - - - - -"]);
    assert_eq!(left_out(&answer), [(Reason::Superseded, 1)]);
}

#[test]
fn what_stands_of_which_is_a_part() {
    // Cần Thơ: 269 people, "trong đó" 115 + 34 + 65 = 214; never 269 + 214 = 483.
    let a = article("a", "A", "2025-02-18")
        .cuts(Staff, "92", "2025-02-17", 269.0, plan("người xin nghỉ trước tuổi"))
        .cuts(Staff, "92", "2025-02-17", 115.0, plan("trong đó khối sở"))
        .cuts(Staff, "92", "2025-02-17", 34.0, plan("trong đó quận, huyện"))
        .cuts(Staff, "92", "2025-02-17", 65.0, plan("trong đó đơn vị sự nghiệp"));
    let answer = ask(&[a], "staffing", "subject", &[]);
    assert_eq!(rows(&answer), ["Biên chế, người: - - 269 - - - - -"]);
    assert_eq!(left_out(&answer), [(Reason::PartOfWhole, 3)]);
    // Đà Nẵng: 3.897 in all, 159 of them in public services; categories without brackets add up.
    let b = article("b", "B", "2022-01-10")
        .cuts(Staff, "48", "2021", 3897.0, text("biên chế và người hưởng lương ngân sách"))
        .cuts(Staff, "48", "2021", 159.0, text("biên chế (sự nghiệp)"));
    assert_eq!(rows(&ask(&[b], "staffing", "province", &[])), ["Đà Nẵng: 3897 - - -"]);
    let c = article("c", "C", "2022-01-10").cuts(Staff, "48", "2021", 100.0, text("công chức")).cuts(
        Staff,
        "48",
        "2021",
        200.0,
        text("viên chức"),
    );
    assert_eq!(rows(&ask(&[c], "staffing", "province", &[])), ["Đà Nẵng: 300 - - -"]);
}

#[test]
fn a_ministry_is_not_added_to_its_departments() {
    // "More than 4.000" in all, under which parts of 2.172 + 1.915 + 1.337 stand; another paper has 211 tax branches.
    let a = article("a", "A", "2020-01-10")
        .cuts(Unit, "body", "2019", 2172.0, of("Bộ Tài chính", "đầu mối"))
        .cuts(Unit, "body", "2019", 4000.0, of("Bộ Tài chính", "đầu mối, tổng cộng"))
        .cuts(Unit, "body", "2019", 1915.0, of("Tổng cục Thuế", "đội thuế"))
        .cuts(Unit, "body", "2019", 1337.0, of("Kho bạc Nhà nước", "tổ kho bạc cấp huyện"));
    let b = article("b", "B", "2019-10-10").cuts(Unit, "body", "2019-09-30", 211.0, of("Tổng cục Thuế", "chi cục thuế"));
    let c = article("c", "C", "2019-01-10").cuts(Unit, "body", "2018", 36.0, of("Bộ Y tế", "phòng"));
    let answer = ask(&[a, b, c], "staffing", "province", &[]);
    // 4.000 + 36.
    assert_eq!(rows(&answer), ["Cơ quan Trung ương: - 4036 - -"]);
    assert_eq!(left_out(&answer), [(Reason::PartOfWhole, 4)]);
}

#[test]
fn one_cut_over_two_bases_is_one() {
    let base = |before, after| move |s: &mut Staffing| (s.before, s.after) = (Some(before), Some(after));
    let a = article("a", "A", "2019-10-10").cuts(Unit, "nation", "2019-09-30", 211.0, base(401.0, 190.0)).cuts(
        Unit,
        "nation",
        "2019-09-30",
        211.0,
        base(711.0, 500.0),
    );
    // 211, of the wider base: 211/711 = 29,68%.
    let answer = ask(&[a], "staffing", "subject", &[]);
    assert_eq!(rows(&answer), ["Đơn vị, đầu mối: 211 29.68 - - - - 711 500"]);
    // Small falls over different bases are of different things: 1 + 1.
    let b = article("b", "B", "2019-10-10").cuts(Unit, "20", "2019-09-30", 1.0, base(12.0, 11.0)).cuts(
        Unit,
        "20",
        "2019-09-30",
        1.0,
        base(9.0, 8.0),
    );
    assert_eq!(rows(&ask(&[b], "staffing", "province", &["subject=unit"])), ["Lạng Sơn: 2 9.52 - - - - 21 19"]);
}

#[test]
fn an_old_province_lies_in_the_new_one() {
    // New Đà Nẵng: 280 communes before (233 of them in Quảng Nam), 94 after: 186, which holds Quảng Nam's 77 as one paper has it.
    let change = |before, after| {
        move |s: &mut Staffing| {
            (s.before, s.after, s.subject_text) = (Some(before), Some(after), Some("đơn vị hành chính cấp xã".into()));
        }
    };
    let records = [
        article("a", "A", "2025-06-16").cuts(AdminUnit, "34:48", "2025-07-01", 0.0, change(280.0, 94.0)),
        article("b", "B", "2025-05-01").cuts(AdminUnit, "49", "2025-07-01", 0.0, change(155.0, 78.0)),
    ];
    let answer = ask_with(&records, "staffing", "province", &["subject=admin_unit"], |w| w.geo = Some("2025".into()));
    // 186/280 = 66,43%.
    assert_eq!(rows(&answer), ["Đà Nẵng: 186 66.43 - - - - 280 94"]);
    assert_eq!(left_out(&answer), [(Reason::InsideWiderPlace, 1)]);
}

#[test]
fn of_plans_without_a_day_the_wider_stands() {
    // 624 communes "by 2025" in an undated list; 6.714 in May 2025.
    let mut a = article("a", "A", "2024-05-01").cuts(AdminUnit, "nation", "2025", 624.0, plan("xã"));
    a.published = None;
    let b = article("b", "B", "2025-05-12").cuts(AdminUnit, "nation", "2025-05", 6714.0, plan("đơn vị hành chính cấp xã"));
    let answer = ask(&[a, b], "staffing", "subject", &[]);
    assert_eq!(rows(&answer), ["Đơn vị hành chính: - - 6714 - - - - -"]);
    assert_eq!(left_out(&answer), [(Reason::Superseded, 1)]);
}

#[test]
fn a_merged_province_within_one_region_is_given_to_it() {
    // New Hưng Yên = Hưng Yên + Thái Bình, both Red River Delta; new Bắc Ninh = Bắc Giang (Midlands) + Bắc Ninh (Delta).
    let records = [
        article("a", "A", "2025-06-16").cuts(AdminUnit, "34:33", "2025-07-01", 277.0, |_| {}),
        article("b", "B", "2025-06-16").cuts(AdminUnit, "34:24", "2025-07-01", 214.0, |_| {}),
    ];
    let answer = ask(&records, "staffing", "region", &[]);
    assert_eq!(rows(&answer), ["Đồng bằng sông Hồng: - - - 277"]);
    assert_eq!(left_out(&answer), [(Reason::NotCarried, 1)]);
    // The macro region is the same for both: 277 + 214.
    assert_eq!(rows(&ask(&records, "staffing", "macro_region", &[])), ["Miền Bắc: - - - 491"]);
}
