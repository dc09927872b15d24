//! Changes against the period before, or the year before.

use super::*;
use crate::model::tag::*;
use crate::stats::make::article;
use crate::stats::query::Measure;

/// A meeting of its own on each of these days, in Hà Nội.
fn on(days: &[(&str, MeetingKind)]) -> Vec<ArticleRecords> {
    let meeting = |(n, (day, kind)): (usize, &(&str, MeetingKind))| {
        article(&format!("a{n}"), "A", "2022-01-01").meets(day, *kind, Level::Province, "01", |m| {
            m.name = Some(format!("cuộc họp số {n} về việc {n}{n}"));
        })
    };
    days.iter().enumerate().map(meeting).collect()
}

/// Absolute and relative change of the first measure of each row.
fn changes(summary: &Summary) -> Vec<String> {
    let told = |c: Option<f64>| c.map_or("-".into(), |c| ((c * 100.0).round() / 100.0).to_string());
    summary.rows.iter().map(|r| format!("{} {}", told(r.changes[0].absolute), told(r.changes[0].percent))).collect()
}

fn compared(records: &[ArticleRecords], by: &str, with: &'static str) -> Summary {
    ask_with(records, "meetings", by, &[], |w| (w.compare, w.measures) = (Some(with.into()), vec!["meetings".into()]))
}

#[test]
fn a_month_is_compared_with_the_month_before_and_a_gap_is_no_nought() {
    use MeetingKind::*;
    let records = on(&[
        ("2020-01-05", Briefing),
        ("2020-01-15", FinalReview),
        ("2020-02-05", Briefing),
        ("2020-02-10", FinalReview),
        ("2020-02-20", WorkingSession),
        ("2020-04-05", Briefing),
        ("2021-02-05", Briefing),
    ]);
    let answer = compared(&records, "month", "previous");
    assert_eq!(rows(&answer), ["01/2020: 2", "02/2020: 3", "04/2020: 1", "02/2021: 1", ": 7"]);
    // January is the first. February: 3 − 2 = +1, of 2: +50%. Nothing is known of March 2020 and of January 2021.
    assert_eq!(changes(&answer), ["- -", "1 50", "- -", "- -"]);
    assert_eq!(answer.footer.compared, Some(Compared { compared: 1, first: 1, gaps: 2, ..Compared::default() }));
    // Against the year before: February 2021 with February 2020: 1 − 3 = −2, −66,67%; 2020 begins the table.
    let answer = compared(&records, "month", "year");
    assert_eq!(changes(&answer), ["- -", "- -", "- -", "-2 -66.67"]);
    assert_eq!(answer.footer.compared, Some(Compared { compared: 1, first: 3, ..Compared::default() }));
    // Quarters: the second of 2020 has 1, the first had 5: −4, −80%; the first of 2021 follows a gap.
    assert_eq!(changes(&compared(&records, "quarter", "previous")), ["- -", "-4 -80", "- -"]);
    // By year the period before is the year before: 1 − 6 = −5, −83,33%.
    for with in ["previous", "year"] {
        assert_eq!(changes(&compared(&records, "year", with)), ["- -", "-5 -83.33"]);
    }
}

#[test]
fn each_kind_is_compared_with_itself() {
    use MeetingKind::*;
    let days = [("2020-01-05", Briefing), ("2020-02-05", Briefing), ("2020-02-15", Briefing), ("2020-02-20", FinalReview)];
    let answer = compared(&on(&days), "kind,month", "previous");
    assert_eq!(rows(&answer)[..3], ["Giao ban | 01/2020: 1", "Giao ban | 02/2020: 2", "Tổng kết | 02/2020: 1"]);
    assert_eq!(changes(&answer), ["- -", "1 100", "- -"]);
    assert_eq!(answer.footer.compared, Some(Compared { compared: 1, first: 1, gaps: 1, ..Compared::default() }));
    // The same in a pivot: cell by cell, and the totals of the months (1, then 3: +2, +200%).
    let answer = ask_with(&on(&days), "meetings", "month", &[], |w| {
        (w.compare, w.pivot) = (Some("previous".into()), Some("kind".into()));
    });
    assert_eq!(wide(&answer), ["Giao ban, Tổng kết", "01/2020: 1 - | 1", "02/2020: 2 1 | 3", ": 3 1 | 4"]);
    let cell = answer.pivot.as_ref().unwrap().cells[1][0].as_ref().unwrap();
    assert_eq!((cell.changes[0].absolute, cell.changes[0].percent), (Some(1.0), Some(100.0)));
    assert_eq!((answer.rows[1].changes[0].absolute, answer.rows[1].changes[0].percent), (Some(2.0), Some(200.0)));
}

#[test]
fn rates_change_in_percentage_points() {
    let of = |id: &str, day: &str, n| article(id, id, "2020-07-01").has_done(ProgressSubject::PartyCell, "01", day, n, |_| {});
    let records = [of("a", "2020-03-20", (100.0, 200.0)), of("b", "2020-04-20", (150.0, 200.0))];
    let answer = ask_with(&records, "progress", "month", &["activity=congress"], |w| {
        (w.compare, w.measures) = (Some("previous".into()), vec!["rate,done".into()]);
    });
    assert_eq!(answer.measures, [Measure::Rate, Measure::Done]);
    assert_eq!(answer.footer.compared.unwrap().other_places, 0);
    // 75% − 50% = 25 points, which is no +50%. 150 − 100 = +50, +50%.
    let april = &answer.rows[1].changes;
    assert_eq!((april[0].absolute, april[0].percent), (Some(25.0), None));
    assert_eq!((april[1].absolute, april[1].percent), (Some(50.0), Some(50.0)));
}

#[test]
fn a_change_over_other_places_is_said_to_be_one() {
    let of = |id: &str, place: &str, day: &str, n| {
        article(id, id, "2020-07-01").has_done(ProgressSubject::PartyCell, place, day, n, |_| {})
    };
    let mut records = vec![of("a", "01", "2020-03-20", (100.0, 200.0)), of("b", "20", "2020-04-20", (30.0, 50.0))];
    let compared = |records: &[ArticleRecords]| {
        let answer = ask_with(records, "progress", "month", &["activity=congress"], |w| w.compare = Some("previous".into()));
        (changes(&answer), answer.footer.compared.unwrap())
    };
    // April: 130 − 100 = +30, because Lạng Sơn is new.
    let (told, of_months) = compared(&records);
    assert_eq!(told, ["- -", "30 30"]);
    assert_eq!(of_months, Compared { compared: 1, other_places: 1, first: 1, gaps: 0 });
    // In May the whole country states 900/1000, which stands for both: 900 − 130 = +770, 592,31%.
    records.push(of("c", "nation", "2020-05-30", (900.0, 1000.0)));
    let (told, of_months) = compared(&records);
    assert_eq!(told, ["- -", "30 30", "770 592.31"]);
    assert_eq!(of_months.other_places, 2);
}

#[test]
fn a_comparison_needs_one_time() {
    let told = |by: &str, pivot: Option<&str>| {
        let words = Words {
            topic: Some("meetings".into()),
            by: vec![by.into()],
            pivot: pivot.map(Into::into),
            compare: Some("previous".into()),
            ..Words::default()
        };
        parse(&words).map(|_| ()).map_err(|e| e.to_string())
    };
    assert!(told("kind", None).unwrap_err().contains("exactly one time"));
    assert!(told("year,month", None).is_err() && told("year", Some("month")).is_err());
    assert!(told("month", None).is_ok() && told("kind", Some("year")).is_ok());
    let words = Words { by: vec!["year".into()], compare: Some("previos".into()), ..Words::default() };
    assert!(parse(&words).unwrap_err().to_string().contains("did you mean \"previous\""));
}
