//! Completion over time: what a place stated last holds until it states more.

use super::*;
use crate::model::tag::*;
use crate::stats::make::article;
use ProgressSubject::*;

const CELLS: &[&str] = &["activity=congress", "subject=party_cell"];

/// Hà Nội: 100/200 in March, 150/200 in May; Lạng Sơn: 30/50 in April.
fn two_places() -> Vec<ArticleRecords> {
    let of = |id: &str, place: &str, day: &str, n| article(id, id, "2020-07-01").has_done(PartyCell, place, day, n, |_| {});
    vec![
        of("a", "01", "2020-03-20", (100.0, 200.0)),
        of("b", "20", "2020-04-15", (30.0, 50.0)),
        of("c", "01", "2020-05-30", (150.0, 200.0)),
    ]
}

#[test]
fn a_month_holds_the_latest_state_of_every_place() {
    let answer = ask(&two_places(), "progress", "month", CELLS);
    // April: 100 + 30 = 130 of 200 + 50 = 250, 52%; May: 150 + 30 = 180 of 250, 72%. In March Lạng Sơn has stated nothing.
    assert_eq!(rows(&answer), ["03/2020: 100 200 50 -", "04/2020: 130 250 52 -", "05/2020: 180 250 72 -"]);
    // Hà Nội in April, Lạng Sơn in May.
    assert_eq!(answer.footer.carried, Some(2));
    assert_eq!(answer.rows.iter().map(|r| r.carried).collect::<Vec<_>>(), [0, 1, 1]);
    // Nothing is left out: each figure stood in its time.
    assert_eq!(left_out(&answer), []);
    assert_eq!(answer.footer.facts, 3);
    for (key, told) in [
        ("quarter", &["Quý I/2020: 100 200 50 -", "Quý II/2020: 180 250 72 -"][..]),
        ("half", &["6 tháng đầu năm 2020: 180 250 72 -"]),
        ("year", &["2020: 180 250 72 -"]),
    ] {
        assert_eq!(rows(&ask(&two_places(), "progress", key, CELLS)), told, "{key}");
    }
    // Without a time there is nothing to carry.
    let answer = ask(&two_places(), "progress", "province", CELLS);
    assert_eq!((answer.footer.carried, answer.rows.len()), (None, 2));
}

#[test]
fn what_was_stated_before_the_time_asked_for_runs_on_into_it() {
    let answer = ask_with(&two_places(), "progress", "month", CELLS, |w| w.since = Some("2020-05".into()));
    assert_eq!(rows(&answer), ["05/2020: 180 250 72 -"]);
    assert_eq!(answer.footer.carried, Some(1));
    // What comes later is not known yet.
    let answer = ask_with(&two_places(), "progress", "month", CELLS, |w| w.until = Some("2020-04".into()));
    assert_eq!(rows(&answer), ["03/2020: 100 200 50 -", "04/2020: 130 250 52 -"]);
}

#[test]
fn rows_of_places_add_up_to_the_rows_of_months() {
    let answer = ask(&two_places(), "progress", "month,province", CELLS);
    let told = [
        "03/2020 | Hà Nội: 100 200 50 -",
        "04/2020 | Hà Nội: 100 200 50 -",
        "04/2020 | Lạng Sơn: 30 50 60 -",
        "05/2020 | Hà Nội: 150 200 75 -",
        "05/2020 | Lạng Sơn: 30 50 60 -",
    ];
    assert_eq!(rows(&answer), told);
    assert!(answer.total.is_none(), "the states of two months have no sum");
    // The coarser of two times follows from the finer.
    let answer = ask(&two_places(), "progress", "year,month", CELLS);
    assert_eq!(rows(&answer)[2], "2020 | 05/2020: 180 250 72 -");
}

#[test]
fn a_course_ends_with_its_term_and_unlike_things_have_none() {
    let term = |t: &'static str| move |p: &mut crate::model::record::Progress| p.term = Some(t.parse().unwrap());
    let other = |p: &mut crate::model::record::Progress| (p.activity, p.term) = (Activity::Other, None);
    let mut records = two_places();
    records.push(article("d", "D", "2015-07-01").has_done(PartyCell, "20", "2015-06-30", (40.0, 50.0), term("2015/2020")));
    let answer = ask(&records, "progress", "month", CELLS);
    assert_eq!(rows(&answer)[..2], ["06/2015 | 2015-2020: 40 50 80 -", "03/2020 | 2020-2025: 100 200 50 -"]);
    assert_eq!(answer.rows.len(), 4);
    // Other activities are not told apart: the one of March says nothing of May.
    let records = [
        article("a", "A", "2020-07-01").has_done(PartyCell, "01", "2020-03-20", (1.0, 2.0), other),
        article("b", "B", "2020-07-01").has_done(PartyCell, "20", "2020-05-20", (3.0, 4.0), other),
    ];
    let answer = ask(&records, "progress", "month", &["activity=other"]);
    assert_eq!(rows(&answer), ["03/2020: 1 2 50 -", "05/2020: 3 4 75 -"]);
    assert_eq!(answer.footer.carried, Some(0));
}

#[test]
fn a_fact_without_a_month_is_a_row_of_its_own() {
    let mut records = two_places();
    records.push(article("y", "Y", "2020-12-31").has_done(PartyCell, "24", "2020", (10.0, 10.0), |_| {}));
    let answer = ask(&records, "progress", "month", CELLS);
    assert_eq!(rows(&answer)[2..], ["05/2020: 180 250 72 -", "Không rõ: 10 10 100 -"]);
    // By year it is in: 180 + 10 of 250 + 10, 73,08%.
    assert_eq!(rows(&ask(&records, "progress", "year", CELLS)), ["2020: 190 260 73.08 -"]);
}

#[test]
fn a_series_as_columns_has_sums_of_months_alone() {
    let pivot = |by: &str, key: &'static str| {
        ask_with(&two_places(), "progress", by, CELLS, |w| (w.pivot, w.measures) = (Some(key.into()), vec!["done".into()]))
    };
    let told = ["03/2020, 04/2020, 05/2020", "Hà Nội: 100 100 150 | -", "Lạng Sơn: - 30 30 | -", ": 100 130 180 | -"];
    assert_eq!(wide(&pivot("province", "month")), told);
    let told = ["Hà Nội, Lạng Sơn", "03/2020: 100 - | 100", "04/2020: 100 30 | 130", "05/2020: 150 30 | 180", ":  | -"];
    assert_eq!(wide(&pivot("month", "province")), told);
}
