//! Statements and facts: joined, contested, and the same whatever order they come in.

use super::*;
use crate::model::record::Staffing;
use crate::model::tag::*;
use crate::stats::make::article;
use StaffingSubject::*;

#[test]
fn papers_that_contradict_one_another_give_one_contested_fact() {
    // "Hơn 50" units in one paper, "hơn 500" in four.
    let says = |id: &str, n| {
        article(id, id, "2018-08-10").cuts(Unit, "body", "2018-08-06", n, |s: &mut Staffing| {
            (s.body, s.approximation) = (Some("Bộ Công an".into()), Some(Approximation::MoreThan));
        })
    };
    let records = [says("a", 50.0), says("b", 500.0), says("c", 500.0), says("d", 500.0), says("e", 500.0)];
    let answer = ask(&records, "staffing", "province", &[]);
    assert_eq!(rows(&answer), ["Cơ quan Trung ương: - 500 - -"]);
    let footer = &answer.footer;
    assert_eq!((footer.facts, footer.statements, footer.articles, footer.contested), (1, 5, 5, 1));
    assert_eq!(left_out(&answer), [(Reason::Contested, 1)]);
}

#[test]
fn of_equally_many_sources_the_latest_is_taken() {
    let says = |id: &str, published: &str, n| article(id, id, published).cuts(Unit, "01", "2018", n, |_| {});
    let records = [says("a", "2018-12-01", 120.0), says("b", "2018-12-03", 126.0), says("c", "2018-12-02", 125.0)];
    assert_eq!(rows(&ask(&records, "staffing", "province", &[])), ["Hà Nội: - 126 - -"]);
}

#[test]
fn a_vaguer_statement_is_a_source_of_the_exact_one() {
    let says = |id: &str, n, how| article(id, id, "2025-06-01").cuts(Staff, "89", "2025", n, move |s| s.approximation = how);
    let records = [says("a", 130_000.0, Some(Approximation::MoreThan)), says("b", 131_487.0, None)];
    let answer = ask(&records, "staffing", "province", &[]);
    assert_eq!(rows(&answer), ["An Giang: 131487 - - -"]);
    assert_eq!((answer.footer.statements, answer.footer.contested), (2, 0));
}

fn mixed() -> Vec<ArticleRecords> {
    let org = ProgressSubject::GrassrootsPartyOrg;
    let final_review = |id: &str, organiser: Option<&'static str>| {
        article(id, id, "2018-01-20").meets("2018-01-19", MeetingKind::FinalReview, Level::Central, "nation", move |m| {
            (m.mode, m.organiser) = (Mode::Online, organiser.map(Into::into));
        })
    };
    vec![
        final_review("a", Some("Ban Tổ chức Trung ương")).cuts(Staff, "20", "2018", 61.0, |_| {}),
        final_review("b", None).cuts(Staff, "20", "2018", 61.0, |s| s.percent = Some(5.3)),
        final_review("c", Some("Ban Tổ chức T.Ư")).has_done(org, "42", "2020-06-22", (634.0, 640.0), |_| {}),
        article("d", "d", "2018-12-01").cuts(Staff, "20", "2018", 63.0, |_| {}).cites(DocumentType::Resolution, "18-NQ/TW", "20"),
        article("e", "e", "2020-06-23").has_done(org, "42", "2020-06-12", (500.0, 640.0), |_| {}).cites(
            DocumentType::Resolution,
            "18-NQ/TW",
            "42",
        ),
    ]
}

fn everything(records: &[ArticleRecords]) -> Vec<(Vec<String>, Vec<(Reason, usize)>, Vec<Vec<String>>)> {
    ["overview", "meetings", "staffing", "progress", "documents"]
        .iter()
        .flat_map(|topic| ["region", "year", "outlet"].map(|by| ask(records, topic, by, &[])))
        .map(|s| (rows(&s), left_out(&s), s.rows.iter().map(|r| r.fact_ids.clone()).collect()))
        .collect()
}

#[test]
fn order_and_repetition_change_nothing() {
    let records = mixed();
    let expected = everything(&records);
    let mut turned = records.clone();
    for _ in 0..records.len() {
        turned.rotate_left(1);
        assert_eq!(everything(&turned), expected);
    }
    turned.reverse();
    assert_eq!(everything(&turned), expected);
    let repeated: Vec<_> = std::iter::repeat_n(records, 10).flatten().collect();
    assert_eq!(everything(&repeated), expected);
}

#[test]
fn an_article_that_repeats_known_facts_changes_sources_only() {
    let mut records = mixed();
    let before = ask(&records, "overview", "region", &[]);
    // The final review of 19 January 2018, once more.
    records.push(article("f", "f", "2018-01-21").meets("2018-01-19", MeetingKind::FinalReview, Level::Central, "nation", |_| {}));
    let after = ask(&records, "overview", "region", &[]);
    assert_eq!(rows(&after), rows(&before));
    assert_eq!((after.footer.facts, after.footer.statements), (before.footer.facts, before.footer.statements + 1));
}

#[test]
fn documents_count_once_and_so_do_their_papers() {
    let answer = ask(&mixed(), "documents", "document", &[]);
    // One document, cited by two articles.
    assert_eq!(rows(&answer), ["Nghị quyết 18-NQ/TW: 1 2 -"]);
    // A resolution of a province is that province's, whatever its number.
    let local = |id: &str, place: &str| article(id, id, "2021-06-28").cites(DocumentType::Resolution, "04-NQ/TU", place);
    assert_eq!(
        rows(&ask(&[local("a", "01"), local("b", "31"), local("c", "01")], "documents", "type", &[])),
        ["Nghị quyết: 2 3 -"]
    );
}

#[test]
fn statements_can_be_counted_instead() {
    let answer = ask_with(&mixed(), "meetings", "kind", &[], |w| w.statements = true);
    assert_eq!(rows(&answer), ["Tổng kết: 3 0 3 -"]);
}

#[test]
fn a_fact_leads_back_to_its_records() {
    let records = mixed();
    let tables = Tables::from_records(&records).unwrap();
    let answer = ask(&records, "meetings", "kind", &[]);
    let fact = answer.rows[0].fact_ids[0].as_str();
    let record = records[1].meetings[0].ground.record_id.as_str();
    let found = crate::stats::explain::find_facts(&tables, &[fact, record, "F000000000000"]).unwrap();
    assert_eq!(found.len(), 2);
    assert_eq!(found[fact], found[record]);
    assert_eq!(found[fact].record_ids.len(), 3);
}
