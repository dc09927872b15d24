//! Any dataset and any question: an answer or a refusal, and totals that go with their rows.

use super::*;
use crate::model::record::{Grounding, Quantity};
use crate::model::tag::*;
use crate::stats::keys::keys_of;
use crate::stats::make::{article, place};
use crate::stats::measures::{is_behind, measures_of};
use crate::stats::query::{Key, Measure, Query, Topic, Unit};
use proptest::prelude::*;
use proptest::sample::select;

/// One record: table, day, place, number and a further choice.
type Said = (u8, &'static str, &'static str, u16, u8);

fn said() -> impl Strategy<Value = Said> {
    // Days of several kinds, and places that contain one another, that are not known, and one whose code nobody has.
    let days =
        vec!["", "2019", "2020", "2020-06", "2020-06-16", "2020-06-16/2020-06-18", "2020-01/2020-06", "2021-12-31", "2025-07-01"];
    let places = vec!["01", "01/Đống Đa", "01#", "20", "24", "34:24", "34:01", "nation", "body", "?", "99", "01/Nơi không có"];
    (0u8..6, select(days), select(places), prop_oneof![Just(0u16), 1u16..40, 900u16..910], any::<u8>())
}

/// Up to six articles of three papers.
fn dataset() -> impl Strategy<Value = Vec<ArticleRecords>> {
    let one = (select(vec!["báo A", "báo B", "=cmd|'x'!A0"]), proptest::collection::vec(said(), 0..6));
    proptest::collection::vec(one, 0..6).prop_map(|articles| {
        let of = |(n, (outlet, all)): (usize, (&str, Vec<Said>))| {
            all.into_iter().fold(article(&format!("a{n}"), outlet, "2020-07-01"), add)
        };
        articles.into_iter().enumerate().map(of).collect()
    })
}

fn add(to: ArticleRecords, (table, day, at, number, more): Said) -> ArticleRecords {
    let value = f64::from(number);
    let pick = usize::from(more);
    let subject = StaffingSubject::ALL[pick % StaffingSubject::ALL.len()];
    match table {
        0 => to.meets(day, MeetingKind::ALL[pick % MeetingKind::ALL.len()], Level::ALL[pick % Level::ALL.len()], at, |m| {
            m.status = MeetingStatus::ALL[usize::from(number) % MeetingStatus::ALL.len()];
            m.mode = Mode::ALL[usize::from(number / 2) % Mode::ALL.len()];
            m.chair = (pick % 3 == 0).then(|| format!("ông {}", pick % 4));
        }),
        1 => to.cuts(subject, at, day, value, |s| {
            s.status = StaffingStatus::ALL[usize::from(number) % StaffingStatus::ALL.len()];
            s.percent = (pick % 3 == 0).then_some(value / 10.0);
            s.before = (pick % 5 == 0).then_some(value * 3.0);
        }),
        2 | 3 => {
            let subject = ProgressSubject::ALL[pick % ProgressSubject::ALL.len()];
            to.has_done(subject, at, day, (value, value + f64::from(more % 3)), |p| {
                p.activity = Activity::ALL[usize::from(number) % Activity::ALL.len()];
                p.percent = (pick % 4 == 0).then_some(99.5);
                p.total = p.total.filter(|_| pick % 7 > 0);
            })
        }
        4 => to.cites(DocumentType::ALL[pick % DocumentType::ALL.len()], &format!("{number}-NQ/TW"), at),
        _ => {
            let mut to = to;
            let record_id = format!("Q{}{}", to.article_id, to.quantities.len());
            let article_id = to.article_id.clone();
            let ground = Grounding {
                record_id,
                article_id,
                start: Some(0),
                end: Some(1),
                evidence: None,
                evidence_start: None,
                rule: "test".into(),
            };
            let kind = QuantityKind::ALL[pick % QuantityKind::ALL.len()];
            to.quantities.push(Quantity {
                kind,
                value,
                value_high: None,
                unit: None,
                approximation: None,
                place: place(at),
                ground,
            });
            to
        }
    }
}

/// A question that its topic may have; what does not go together is refused by `check`.
fn question() -> impl Strategy<Value = Words> {
    let of_topic = |topic: Topic| {
        let keys: Vec<&str> = keys_of(topic).iter().map(|k| k.word()).collect();
        let measures: Vec<&str> = measures_of(topic).iter().map(|m| m.word()).collect();
        let orders: Vec<&str> = std::iter::once("key").chain(measures.iter().copied()).collect();
        let conditions = vec![
            "province=ha_noi",
            "province!=01",
            "year=2020",
            "year!=2020",
            "region=red_river_delta",
            "outlet=báo A",
            "district=x",
        ];
        let days = vec!["2019", "2020-06", "2020-06-17", "2021", "0001", "9999-12-31"];
        let places = vec!["Hà Nội", "Lạng Sơn", "north", "Đồng bằng sông Hồng", "Đống Đa"];
        (
            (proptest::collection::vec(select(keys.clone()), 0..3), proptest::option::of(select(keys))),
            (proptest::collection::vec(select(measures), 0..3), proptest::option::of(select(vec!["previous", "year"]))),
            (proptest::collection::vec(select(conditions), 0..2), proptest::option::of(select(places))),
            (proptest::option::of(select(days.clone())), proptest::option::of(select(days))),
            (proptest::option::of(1usize..4), proptest::option::of(select(orders)), any::<bool>(), any::<bool>()),
        )
            .prop_map(
                move |((by, pivot), (measures, compare), (conditions, at), (since, until), (top, sort, statements, new))| {
                    let own = |words: Vec<&str>| words.into_iter().map(String::from).collect();
                    Words {
                        topic: Some(topic.word().into()),
                        by: own(by),
                        pivot: pivot.map(Into::into),
                        measures: own(measures),
                        compare: compare.map(Into::into),
                        conditions: own(conditions),
                        since: since.map(Into::into),
                        until: until.map(Into::into),
                        place: at.map(Into::into),
                        geo: new.then(|| "2025".into()),
                        top,
                        sort: sort.map(Into::into),
                        statements,
                    }
                },
            )
    };
    select(Topic::ALL).prop_flat_map(of_topic)
}

fn cell(answer: &Summary, row: &Row, measure: Measure) -> Option<f64> {
    answer.measures.iter().position(|m| *m == measure).and_then(|at| row.cells[at])
}

/// What must hold of every row by itself.
fn assert_row(answer: &Summary, row: &Row) {
    assert_eq!(row.cells.len(), answer.measures.len());
    assert_eq!(row.facts, row.fact_ids.len());
    assert!(row.articles <= row.statements && row.facts <= row.statements, "{row:?}");
    for (measure, figure) in answer.measures.iter().zip(&row.cells) {
        let Some(figure) = figure else { continue };
        assert!(figure.is_finite() && (*figure >= 0.0 || measure.is_signed()), "{measure:?}: {figure}");
        assert!(*measure != Measure::Facts || *figure == row.facts as f64);
    }
    let of = |measure| cell(answer, row, measure);
    if let (Some(done), Some(total), Some(rate)) = (of(Measure::Done), of(Measure::Total), of(Measure::Rate)) {
        assert!(total > 0.0 && (rate - done / total * 100.0).abs() < 1e-9, "{row:?}");
    }
    if let (Some(cut), Some(target), Some(distance)) = (of(Measure::Cut), of(Measure::Target), of(Measure::Distance)) {
        assert_eq!(distance, cut - target);
    }
}

/// What is counted one by one, so that each of it is in one row: not the fact of several papers under `outlet`.
fn adds_up(answer: &Summary, measure: Measure) -> bool {
    let events = matches!(answer.query.topic, Topic::Meetings | Topic::Documents | Topic::Quantities);
    let by_outlet = answer.keys.contains(&Key::Outlet) || answer.query.pivot == Some(Key::Outlet);
    events
        && !by_outlet
        && (measure.unit() == Unit::Count && !is_behind(measure) || matches!(measure, Measure::Facts | Measure::Statements))
}

fn assert_total(answer: &Summary) {
    let Some(total) = &answer.total else { return };
    assert_row(answer, total);
    for (at, measure) in answer.measures.iter().enumerate() {
        let sum = |rows: &[Row]| rows.iter().filter_map(|row| row.cells[at]).sum::<f64>();
        if adds_up(answer, *measure) {
            assert_eq!(total.cells[at], Some(sum(&answer.long().rows)), "{measure:?}");
            match &answer.pivot {
                Some(pivot) if !pivot.column_totals.is_empty() => {
                    assert_eq!(total.cells[at], Some(sum(&pivot.column_totals)), "columns of {measure:?}");
                }
                Some(_) => {}
                None => assert_eq!(total.cells[at], Some(sum(&answer.rows)), "{measure:?}"),
            }
        }
        if *measure == Measure::Share && total.cells[at] == Some(100.0) && answer.keys.iter().all(|k| *k != Key::Outlet) {
            assert!(sum(&answer.long().rows) <= 100.0 + 1e-9 || !adds_up(answer, answer.measures[0]));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(200)))]

    #[test]
    fn any_question_to_any_dataset_has_an_answer_whose_total_is_that_of_its_rows(records in dataset(), words in question()) {
        let Ok(query) = parse(&words) else { return Ok(()) };
        let tables = Tables::from_records(&records).unwrap();
        let answer = run(&tables, &query).unwrap();
        prop_assert_eq!(answer.keys.iter().filter(|k| query.by.contains(k)).count(), query.by.len());
        answer.rows.iter().for_each(|row| assert_row(&answer, row));
        if let Some(pivot) = &answer.pivot {
            prop_assert!(pivot.cells.len() == answer.rows.len() && pivot.cells.iter().all(|c| c.len() == pivot.columns.len()));
            pivot.cells.iter().flatten().flatten().chain(&pivot.column_totals).for_each(|row| assert_row(&answer, row));
        }
        assert_total(&answer);
        // How many rows are shown does not change what all of it comes to.
        let whole = run(&tables, &Query { top: None, ..query.clone() }).unwrap();
        prop_assert_eq!(&answer.footer.left_out, &whole.footer.left_out);
        prop_assert_eq!((answer.footer.facts, answer.footer.statements), (whole.footer.facts, whole.footer.statements));
        // A total needs two rows, and a shortened table has its rest as one.
        if let (Some(total), Some(all)) = (&answer.total, &whole.total) {
            prop_assert_eq!(&total.fact_ids, &all.fact_ids);
            prop_assert_eq!(&total.cells, &all.cells);
        }
        // A statement by itself is a fact.
        let each = run(&tables, &Query { statements: true, ..query }).unwrap();
        prop_assert_eq!(each.footer.facts, each.footer.statements);
        let told: usize = records.iter().map(|r| r.meetings.len() + r.staffing.len() + r.progress.len() + r.documents.len() + r.quantities.len()).sum();
        prop_assert!(each.footer.statements + each.footer.left_out.iter().map(|l| l.record_ids.len()).sum::<usize>() <= told * 2);
    }
}
