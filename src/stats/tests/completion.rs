//! Completion: then and now, a whole and its parts, places in places.

use super::*;
use crate::model::tag::*;
use crate::stats::make::article;
use ProgressSubject::*;

const CONGRESS: &[&str] = &["activity=congress"];

/// Columns: done, total, rate, stated percentage.
fn by(records: &[ArticleRecords], key: &str) -> Vec<String> {
    rows(&ask(records, "progress", key, CONGRESS))
}

/// Hà Nội 2020: cells 16.317/17.116 by 27/3 and 16.424/17.116 by 31/3; district committees 40/50 by 8/8 and 50/50 by 18/8.
fn ha_noi() -> Vec<ArticleRecords> {
    vec![
        article("a", "báo A", "2020-03-28").has_done(PartyCell, "01", "2020-03-27", (16317.0, 17116.0), |_| {}),
        article("b", "báo B", "2020-04-01")
            .has_done(PartyCell, "01", "2020-03-31", (16424.0, 17116.0), |p| p.percent = Some(95.95)),
        article("c", "báo A", "2020-08-09").has_done(PartyCommittee, "01", "2020-08-08", (40.0, 50.0), |_| {}),
        article("d", "báo A", "2020-08-19").has_done(PartyCommittee, "01", "2020-08-18", (50.0, 50.0), |_| {}),
    ]
}

#[test]
fn the_latest_count_of_a_series_stands() {
    let answer = ask(&ha_noi(), "progress", "subject", CONGRESS);
    // 16424/17116 = 95,957%. Never 16317 + 16424, never 40 + 50 of 100.
    assert_eq!(rows(&answer), ["Chi bộ: 16424 17116 95.96 95.95", "Đảng bộ: 50 50 100 -"]);
    assert_eq!(left_out(&answer), [(Reason::Superseded, 2)]);
}

#[test]
fn a_course_by_month_is_cumulative_and_has_no_sum() {
    let mut records = ha_noi();
    records.push(article("e", "báo A", "2020-02-28").has_done(PartyCell, "01", "2020-02-25", (9000.0, 17116.0), |_| {}));
    let answer = ask(&records, "progress", "month", &["activity=congress", "subject=party_cell"]);
    // 9000/17116 = 52,58%.
    assert_eq!(rows(&answer), ["02/2020: 9000 17116 52.58 -", "03/2020: 16424 17116 95.96 95.95"]);
    assert!(answer.total.is_none());
}

#[test]
fn a_set_within_a_set_and_trial_runs_are_parts() {
    let mut records = ha_noi();
    records.push(
        article("e", "báo B", "2020-04-01")
            .has_done(PartyCell, "01", "2020-03-31", (12192.0, 12493.0), |p| {
                p.subject_text = Some("chi bộ khối quận, huyện".into())
            })
            .has_done(GrassrootsPartyOrg, "01", "2020-03-31", (83.0, 89.0), |p| p.subject_text = Some("đại hội điểm".into())),
    );
    assert_eq!(by(&records, "subject")[0], "Chi bộ: 16424 17116 95.96 95.95");
    // Trial runs alone are shown, but not beside a full count, which they would make smaller, and not in the overview.
    assert!(by(&records, "subject").contains(&"Tổ chức cơ sở đảng: 83 89 93.26 -".to_string()));
    assert_eq!(rows(&ask(&records, "overview", "region", &[])), Vec::<String>::new());
    records.push(article("f", "báo B", "2020-06-17").has_done(
        GrassrootsPartyOrg,
        "01/Đống Đa",
        "2020-06-16",
        (81.0, 82.0),
        |_| {},
    ));
    assert!(by(&records, "subject").contains(&"Tổ chức cơ sở đảng: 81 82 98.78 -".to_string()));
    // Nor does a course over time go from the trial runs of March to the full count of June.
    let course = ask(&records, "progress", "month", &["activity=congress", "subject=grassroots_party_org"]);
    assert_eq!(rows(&course), ["06/2020: 81 82 98.78 -"]);
    assert_eq!(left_out(&course), [(Reason::Trial, 1)]);
    let overview = ask(&records, "overview", "region", &[]);
    assert_eq!(rows(&overview), ["Đồng bằng sông Hồng: 0 - - - 81 82 98.78"]);
    assert_eq!(left_out(&overview), [(Reason::Trial, 1)]);
}

/// Đống Đa 2020: 81/82 organisations = 21/21 wards + 60/61 others; 834/834 cells.
fn dong_da(marked: bool) -> ArticleRecords {
    let at = "01/Đống Đa";
    let mut a = article("dd", "laodongthudo.vn", "2020-06-16")
        .has_done(PartyCell, at, "2020-05-20", (834.0, 834.0), |p| p.percent = Some(100.0))
        .has_done(GrassrootsPartyOrg, at, "2020-06-16", (81.0, 82.0), |p| p.percent = Some(98.78))
        .has_done(PartyCommittee, at, "2020-06-13", (21.0, 21.0), |_| {})
        .has_done(GrassrootsPartyOrg, at, "2020-06-16", (60.0, 61.0), |_| {});
    if marked {
        let whole = a.progress[1].ground.record_id.clone();
        a.progress[1].role = Some(PartRole::Whole);
        for p in &mut a.progress[2..] {
            (p.role, p.part_of) = (Some(PartRole::Part), Some(whole.clone()));
        }
    }
    a
}

#[test]
fn eighty_one_of_eighty_two_is_never_162_of_164() {
    // Marked by the extraction, or found by 21 + 60 = 81 and 21 + 61 = 82.
    for marked in [true, false] {
        let answer = ask(&[dong_da(marked)], "progress", "district", CONGRESS);
        assert_eq!(
            rows(&answer),
            [
                "Đống Đa (Hà Nội) | Chi bộ: 834 834 100 100",
                "Đống Đa (Hà Nội) | Tổ chức cơ sở đảng: 81 82 98.78 98.78",
                // The wards are party committees of their own: a row beside, never added.
                "Đống Đa (Hà Nội) | Đảng bộ: 21 21 100 -",
            ]
        );
        assert_eq!(left_out(&answer), [(Reason::PartOfWhole, 1)]);
    }
    let overview = ask(&[dong_da(true)], "overview", "region", &[]);
    assert_eq!(rows(&overview), ["Đồng bằng sông Hồng: 0 - - - 81 82 98.78"]);
    assert_eq!(overview.footer.congress_subject.as_deref(), Some("grassroots_party_org"));
}

#[test]
fn a_part_without_a_date_is_of_the_time_of_its_whole() {
    // 60/61 has neither date nor term: alone it would be a row of its own beside the 81/82 of 2020-2025.
    let mut a = dong_da(true);
    for p in &mut a.progress {
        p.term = None;
    }
    a.progress[3].as_of = None;
    let answer = ask(&[a], "progress", "subject", CONGRESS);
    let told = ["Chi bộ: 834 834 100 100", "Tổ chức cơ sở đảng: 81 82 98.78 98.78", "Đảng bộ: 21 21 100 -"];
    assert_eq!(rows(&answer), told);
    assert_eq!(left_out(&answer), [(Reason::PartOfWhole, 1)]);
}

#[test]
fn a_province_stands_for_its_districts() {
    // Hà Tĩnh 22/6/2020: 634/640 in all; three districts with 27/30, 46/47 and 36/36 lie inside.
    let district = |name: &str, n| {
        article(name, name, "2020-06-25").has_done(GrassrootsPartyOrg, &format!("42/{name}"), "2020-06-22", n, |_| {})
    };
    let mut records =
        vec![district("Hương Sơn", (27.0, 30.0)), district("Thạch Hà", (46.0, 47.0)), district("Kỳ Anh", (36.0, 36.0))];
    // Without the whole: 27 + 46 + 36 = 109 of 30 + 47 + 36 = 113.
    assert_eq!(by(&records, "province"), ["Hà Tĩnh: 109 113 96.46 -"]);
    records.push(article("ht", "báo A", "2020-06-23").has_done(GrassrootsPartyOrg, "42", "2020-06-22", (634.0, 640.0), |_| {}));
    let answer = ask(&records, "progress", "province", CONGRESS);
    assert_eq!(rows(&answer), ["Hà Tĩnh: 634 640 99.06 -"]);
    assert_eq!(left_out(&answer), [(Reason::InsideWiderPlace, 3)]);
    // By district each stands for itself; their sum is the province's count.
    let answer = ask(&records, "progress", "district", CONGRESS);
    assert_eq!(answer.rows.len(), 4);
    assert_eq!(rows(&answer).last().unwrap(), ": 634 640 99.06 -");
}

#[test]
fn provinces_add_up_beside_the_nation() {
    let records = [
        article("a", "A", "2020-07-01").has_done(GrassrootsPartyOrg, "42", "2020-06-22", (634.0, 640.0), |_| {}),
        article("b", "B", "2020-07-01").has_done(GrassrootsPartyOrg, "01", "2020-06-22", (83.0, 89.0), |_| {}),
        article("c", "C", "2020-07-01").has_done(GrassrootsPartyOrg, "nation", "2020-06-30", (51985.0, 52105.0), |_| {}),
    ];
    // 634 + 83 = 717 of 640 + 89 = 729: 98,35%, no mean of 99,06 and 93,26.
    let answer = by(&records, "province");
    assert_eq!(answer[2..], ["Toàn quốc: 51985 52105 99.77 -", ": 717 729 98.35 -"]);
    // In one row, the nation is the widest.
    assert_eq!(by(&records, "subject"), ["Tổ chức cơ sở đảng: 51985 52105 99.77 -"]);
}

#[test]
fn sets_side_by_side_add_up_though_nobody_printed_the_whole() {
    // Cần Thơ, July 2020: 9 district committees, 5 of blocs and schools, 1 grassroots committee with wider powers: 15 of 15.
    let text = |t: &'static str| move |p: &mut crate::model::record::Progress| p.subject_text = Some(t.into());
    let a = article("ct", "báo A", "2020-08-01")
        .has_done(PartyCommittee, "92", "2020-07", (9.0, 9.0), text("đảng bộ quận, huyện"))
        .has_done(PartyCommittee, "92", "2020-07", (5.0, 5.0), text("đảng bộ khối, ngành, trường học"))
        .has_done(PartyCommittee, "92", "2020-07", (1.0, 1.0), text("đảng bộ cơ sở được giao quyền cấp trên cơ sở"));
    assert_eq!(by(&[a], "province"), ["Cần Thơ: 15 15 100 -"]);
}

#[test]
fn terms_and_other_activities_are_not_mixed() {
    let term = |t: &'static str| move |p: &mut crate::model::record::Progress| p.term = Some(t.parse().unwrap());
    let records = [
        article("a", "A", "2015-11-03").has_done(PartyCommittee, "nation", "2015-11-02", (63.0, 68.0), term("2015/2020")),
        article("b", "B", "2020-10-30").has_done(PartyCommittee, "nation", "2020-10-29", (67.0, 67.0), term("2020/2025")),
        article("c", "C", "2020-10-30")
            .has_done(PartyCommittee, "nation", "2020-10-28", (22.0, 63.0), |p| p.activity = Activity::Other)
            .has_done(PartyCommittee, "nation", "2020-10-28", (58.0, 67.0), |p| p.activity = Activity::Other),
    ];
    // 63/68 = 92,65%.
    let expected = ["Toàn quốc | 2015-2020: 63 68 92.65 -", "Toàn quốc | 2020-2025: 67 67 100 -"];
    assert_eq!(by(&records, "province"), expected);
    let answer = ask(&records, "progress", "subject", &["activity=other"]);
    assert!(answer.rows.is_empty());
    assert_eq!(left_out(&answer), [(Reason::NotComparable, 2)]);
}

#[test]
fn a_share_without_its_base_stands_alone_or_not_at_all() {
    let share = |p: &mut crate::model::record::Progress| (p.done, p.total, p.percent) = (None, None, Some(80.0));
    let mut records = vec![article("a", "A", "2020-07-01").has_done(PartyCell, "42", "2020-06-01", (0.0, 0.0), share)];
    assert_eq!(by(&records, "province"), ["Hà Tĩnh: - - - 80"]);
    records.push(article("b", "B", "2020-07-01").has_done(PartyCell, "42", "2020-06-22", (90.0, 100.0), |_| {}));
    let answer = ask(&records, "progress", "province", CONGRESS);
    assert_eq!(rows(&answer), ["Hà Tĩnh: 90 100 90 -"]);
    assert_eq!(left_out(&answer), [(Reason::NoBase, 1)]);
    // The share that a full count gives is the same fact: one fact, two statements.
    let same = |p: &mut crate::model::record::Progress| (p.done, p.total, p.percent) = (None, None, Some(99.8));
    let records = [
        article("a", "A", "2020-07-01").has_done(PartyCell, "42", "2020-06-30", (0.0, 0.0), same),
        article("b", "B", "2020-07-01").has_done(PartyCell, "42", "2020-06-30", (51985.0, 52105.0), |_| {}),
    ];
    let answer = ask(&records, "progress", "province", CONGRESS);
    // 51985/52105 = 99,7697%: 99,77; printed 99,8.
    assert_eq!(rows(&answer), ["Hà Tĩnh: 51985 52105 99.77 99.8"]);
    assert_eq!((answer.footer.facts, answer.footer.statements), (1, 2));
}
