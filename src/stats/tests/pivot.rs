//! The values of a key as columns; measures; shares; the rest as one row.

use super::*;
use crate::model::tag::*;
use crate::stats::make::article;
use MeetingKind::*;

/// Hà Nội: 2 briefings, 1 final review; Lạng Sơn: 1 briefing; Hà Tĩnh: 1 final review; no place: 1 briefing.
fn meetings() -> Vec<ArticleRecords> {
    let places =
        [("01", Briefing), ("01", Briefing), ("01", FinalReview), ("20", Briefing), ("42", FinalReview), ("?", Briefing)];
    let meeting = |(n, (place, kind)): (usize, (&str, MeetingKind))| {
        article(&format!("a{n}"), "A", "2021-07-01").meets(&format!("2021-0{}-05", n + 1), kind, Level::Province, place, |_| {})
    };
    places.into_iter().enumerate().map(meeting).collect()
}

fn pivoted(records: &[ArticleRecords], topic: &str, by: &str, key: &str, change: impl Fn(&mut Words)) -> Summary {
    ask_with(records, topic, by, &[], |w| {
        w.pivot = Some(key.into());
        change(w);
    })
}

#[test]
fn kinds_stand_beside_each_other() {
    let answer = pivoted(&meetings(), "meetings", "province", "kind", |_| {});
    let told =
        ["Giao ban, Tổng kết", "Hà Nội: 2 1 | 3", "Lạng Sơn: 1 - | 1", "Hà Tĩnh: - 1 | 1", "Không rõ: 1 - | 1", ": 4 2 | 6"];
    let mut lines = wide(&answer);
    // Two provinces have one meeting each: their order is that of their codes.
    assert_eq!(lines.len(), told.len());
    lines.sort();
    let mut told = told.to_vec();
    told.sort();
    assert_eq!(lines, told);
    // Turned round, what has no place is the last column.
    let answer = pivoted(&meetings(), "meetings", "kind", "province", |_| {});
    let lines = wide(&answer);
    assert!(lines[0].starts_with("Hà Nội, ") && lines[0].ends_with(", Không rõ"), "{lines:?}");
    assert!(lines[1].starts_with("Giao ban: 2 ") && lines[1].ends_with(" 1 | 4"), "{lines:?}");
    // As rows for a chart: the cells that there are, each with both keys.
    let long = answer.long();
    assert_eq!((long.keys.len(), long.rows.len(), long.pivot.is_none()), (2, 5, true));
}

#[test]
fn the_rest_is_one_row_with_cells_of_its_own() {
    let answer = pivoted(&meetings(), "meetings", "province", "kind", |w| w.top = Some(1));
    let told = ["Giao ban, Tổng kết", "Hà Nội: 2 1 | 3", "Không rõ: 1 - | 1", "Còn lại (2 dòng): 1 1 | 2", ": 4 2 | 6"];
    assert_eq!(wide(&answer), told);
}

#[test]
fn staff_and_units_side_by_side_have_no_sum_of_rows() {
    use StaffingSubject::*;
    let records = [
        article("a", "A", "2019-01-01").cuts(Staff, "01", "2018", 100.0, |_| {}).cuts(Unit, "01", "2018", 7.0, |_| {}),
        article("b", "B", "2019-01-01").cuts(Staff, "20", "2018", 61.0, |_| {}),
        article("c", "C", "2019-01-01").cuts(Staff, "nation", "2018", 40500.0, |_| {}),
    ];
    let answer = pivoted(&records, "staffing", "province", "subject", |_| {});
    // The country stands beside the sum of the provinces: 100 + 61.
    let told =
        ["Biên chế, người, Đơn vị, đầu mối", "Hà Nội: 100 7 | -", "Lạng Sơn: 61 - | -", "Toàn quốc: 40500 - | -", ": 161 7 | -"];
    assert_eq!(wide(&answer), told);
    assert!(!answer.pivot.as_ref().unwrap().row_totals);
    assert_eq!(answer.footer.total_of, [TotalOf::Places]);
    // Years that overlap have no sum either: the row says nothing, and so does the footer.
    let year = |id: &str, when: &str, n| article(id, id, "2021-01-10").cuts(Staff, "20", when, n, |_| {});
    let records = [year("a", "2018", 61.0), year("b", "2017/2020", 120.0)];
    let answer = ask_with(&records, "staffing", "province", &["subject=staff"], |w| w.pivot = Some("year".into()));
    assert_eq!(wide(&answer)[..2], ["2018, 2020", "Lạng Sơn: 61 120 | -"]);
    assert_eq!(answer.footer.total_of, [TotalOf::NoSumOfPeriods]);
}

#[test]
fn a_share_says_of_what_it_is_one() {
    let answer = ask_with(&meetings(), "meetings", "province", &[], |w| w.measures = vec!["share,meetings".into()]);
    // 3 of 6 is 50%, 1 of 6 is 16,67%: the one without a place is a sixth of the whole.
    assert_eq!(rows(&answer)[0], "Hà Nội: 50 3");
    assert_eq!(rows(&answer)[3..], ["Không rõ: 16.67 1", ": 100 6"]);
    let of = answer.footer.share_of.unwrap();
    assert_eq!((of.measure.word(), of.whole, of.unknown), ("meetings", 6.0, 1.0));
    // The country is no part of the sum of provinces, and has no share of it.
    use StaffingSubject::Staff;
    let records = [
        article("a", "A", "2019-01-01").cuts(Staff, "01", "2018", 150.0, |_| {}),
        article("b", "B", "2019-01-01").cuts(Staff, "20", "2018", 50.0, |_| {}),
        article("c", "C", "2019-01-01").cuts(Staff, "nation", "2018", 40500.0, |_| {}),
    ];
    let answer = ask_with(&records, "staffing", "province", &["subject=staff"], |w| w.measures = vec!["cut,share".into()]);
    assert_eq!(rows(&answer), ["Hà Nội: 150 75", "Lạng Sơn: 50 25", "Toàn quốc: 40500 -", ": 200 100"]);
}

#[test]
fn what_stands_behind_can_be_shown_and_sorted_by() {
    let mut records = meetings();
    // A second paper on the first meeting of Hà Tĩnh: one fact, two statements.
    records.push(article("b", "B", "2021-07-02").meets("2021-05-05", FinalReview, Level::Province, "42", |_| {}));
    let answer = ask_with(&records, "meetings", "province", &[], |w| {
        (w.measures, w.sort) = (vec!["facts,statements,articles".into()], Some("statements".into()));
    });
    assert_eq!(rows(&answer)[..2], ["Hà Nội: 3 3 3", "Hà Tĩnh: 1 2 2"]);
    // Sorting by what is not shown adds no column.
    let answer = ask_with(&records, "meetings", "province", &[], |w| {
        (w.measures, w.sort, w.top) = (vec!["meetings".into()], Some("statements".into()), Some(2));
    });
    assert_eq!(rows(&answer), ["Hà Nội: 3", "Hà Tĩnh: 1", "Không rõ: 1", "Còn lại (1 dòng): 1", ": 6"]);
    // By key: the order of the codes.
    let answer = ask_with(&records, "meetings", "province", &[], |w| w.sort = Some("key".into()));
    let names: Vec<_> = rows(&answer).iter().map(|r| r.split(':').next().unwrap().to_string()).collect();
    assert_eq!(names, ["Hà Nội", "Lạng Sơn", "Hà Tĩnh", "Không rõ", ""]);
}

#[test]
fn what_does_not_go_together_is_refused() {
    let told = |topic: &str, change: &dyn Fn(&mut Words)| {
        let mut words = Words { topic: Some(topic.into()), ..Words::default() };
        change(&mut words);
        parse(&words).unwrap_err().to_string()
    };
    let both = told("meetings", &|w| (w.by, w.pivot) = (vec!["year".into()], Some("year".into())));
    assert!(both.contains("--by and --pivot"), "{both}");
    let key = told("meetings", &|w| w.pivot = Some("subjct".into()));
    assert!(key.contains("no key \"subjct\""), "{key}");
    let key = told("meetings", &|w| w.pivot = Some("subject".into()));
    assert!(key.contains("topic \"meetings\" has no key \"subject\""), "{key}");
    let measure = told("meetings", &|w| w.measures = vec!["rate".into()]);
    assert!(measure.contains("no measure \"rate\"") && measure.contains("meetings_online"), "{measure}");
    let measure = told("progress", &|w| w.measures = vec!["done,totl".into()]);
    assert!(measure.contains("did you mean \"total\""), "{measure}");
    let sort = told("progress", &|w| w.sort = Some("staff_cut".into()));
    assert!(sort.contains("topic \"progress\" has no measure \"staff_cut\""), "{sort}");
}

#[test]
fn words_of_either_language_name_measures_keys_and_times() {
    let parsed = |change: &dyn Fn(&mut Words)| {
        let mut words = Words { topic: Some("meetings".into()), ..Words::default() };
        change(&mut words);
        parse(&words).unwrap()
    };
    use crate::stats::query::{Key, Measure};
    assert_eq!(parsed(&|w| w.measures = vec!["Số cuộc họp, tỷ trọng".into()]).measures, [Measure::Meetings, Measure::Share]);
    assert_eq!(parsed(&|w| w.by = vec!["Vùng,tháng".into()]).by, [Key::Region, Key::Month]);
    for (text, value) in [
        ("month=6/2021", "2021-06"),
        ("month=2021-06", "2021-06"),
        ("quarter=quý II/2021", "2021-Q2"),
        ("quarter=Q3/2021", "2021-Q3"),
        ("half=2021-H1", "2021-H1"),
        ("year=2021", "2021"),
    ] {
        assert_eq!(parsed(&|w| w.conditions = vec![text.into()]).conditions[0].values, [value], "{text}");
    }
    for wrong in ["month=2021-13", "quarter=Q5/2021", "year=21", "half=hè"] {
        let words = Words { topic: Some("meetings".into()), conditions: vec![wrong.into()], ..Words::default() };
        assert!(parse(&words).unwrap_err().to_string().contains("write it like"), "{wrong}");
    }
}

#[test]
fn a_name_that_no_fact_has_is_told_with_the_nearest() {
    let answer = ask(&meetings(), "meetings", "province", &["outlet=A"]);
    assert_eq!((answer.rows.len(), answer.footer.missing.len()), (4, 0));
    let records = [article("a", "baodanang.vn", "2021-07-01").meets("2021-06-05", Briefing, Level::Province, "48", |_| {})];
    let answer = ask(&records, "meetings", "province", &["outlet=baodanag.vn"]);
    assert!(answer.rows.is_empty());
    assert_eq!(answer.footer.missing[0].near.as_deref(), Some("baodanang.vn"));
    // In a list, only the wrong one is told.
    let answer = ask(&records, "meetings", "province", &["outlet=baodanang.vn,xyz"]);
    assert_eq!((answer.rows.len(), answer.footer.missing.len(), answer.footer.missing[0].near.clone()), (1, 1, None));
}
