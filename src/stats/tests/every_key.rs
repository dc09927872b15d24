//! Every key on every topic, as rows and as columns: what a topic has works, and the rest is refused.

use super::*;
use crate::model::record::Quantity;
use crate::model::tag::*;
use crate::stats::keys::{is_time, keys_of};
use crate::stats::make::{article, place};
use crate::stats::query::{Key, Query, Topic};

/// An article with two records of each table, one of which knows neither its place nor its day.
fn records() -> Vec<ArticleRecords> {
    let of = |id: &str, outlet: &str, at: &str, day: &str| {
        let mut a = article(id, outlet, "2020-07-01")
            .meets(day, MeetingKind::Briefing, Level::Province, at, |m| m.chair = Some("ông Nguyễn Văn A".into()))
            .cuts(StaffingSubject::Staff, at, day, 61.0, |_| {})
            .cuts(StaffingSubject::Unit, at, day, 7.0, |s| s.status = StaffingStatus::Target)
            .has_done(ProgressSubject::PartyCell, at, day, (834.0, 834.0), |_| {})
            .cites(DocumentType::Resolution, "18-NQ/TW", at)
            .cites(DocumentType::Plan, "25-KH/TU", at);
        let ground = a.documents[0].ground.clone();
        let quantity = |kind, n: u8, value| Quantity {
            kind,
            value,
            value_high: None,
            unit: None,
            approximation: None,
            place: place(at),
            ground: crate::model::record::Grounding { record_id: format!("Q{id}{n}"), ..ground.clone() },
        };
        a.quantities.push(quantity(QuantityKind::Count, 1, 1500.0));
        a.quantities.push(quantity(QuantityKind::Percent, 2, 250.5));
        a
    };
    vec![of("a", "báo A", "01/Đống Đa", "2020-06-16"), of("b", "báo B", "34:24", "2020-06-20"), of("c", "báo C", "?", "")]
}

#[test]
fn a_topic_takes_its_keys_and_refuses_the_others() {
    for topic in Topic::ALL {
        for key in Key::ALL {
            for pivot in [false, true] {
                let mut words = Words { topic: Some(topic.word().into()), ..Words::default() };
                match pivot {
                    true => words.pivot = Some(key.word().into()),
                    false => words.by = vec![key.word().into()],
                }
                match parse(&words) {
                    Ok(_) => assert!(keys_of(*topic).contains(key), "{topic:?} {key:?}"),
                    Err(told) => {
                        assert!(!keys_of(*topic).contains(key), "{topic:?} {key:?}: {told}");
                        assert!(told.to_string().contains(&format!("no key \"{}\"", key.word())), "{told}");
                    }
                }
            }
        }
    }
}

#[test]
fn no_fact_is_lost_under_any_key() {
    let tables = Tables::from_records(&records()).unwrap();
    for topic in Topic::ALL {
        for geo in [Geo::P63, Geo::P34] {
            for key in keys_of(*topic) {
                let answer = run(&tables, &Query { by: vec![*key], geo, ..Query::new(*topic) }).unwrap();
                let told = format!("{topic:?} by {key:?} of {geo:?}: {:?}", rows(&answer));
                assert!(!answer.rows.is_empty(), "{told}");
                // What has no place or day is a row, unless it is a part of a series that has none.
                let of_article = matches!(key, Key::Outlet | Key::Kind | Key::Mode | Key::Level | Key::Status | Key::Type);
                let known = of_article || matches!(key, Key::Document | Key::Chair | Key::Subject | Key::Activity | Key::Term);
                let unknown = answer.rows.iter().any(|r| r.keys[0] == KeyValue::Unknown);
                assert!(unknown || known, "{told}");
                let left: usize = answer.footer.left_out.iter().map(|l| l.record_ids.len()).sum();
                assert!(answer.footer.statements + left > 0, "{told}");
            }
        }
    }
}

#[test]
fn columns_hold_what_rows_hold() {
    let tables = Tables::from_records(&records()).unwrap();
    for topic in Topic::ALL {
        for by in keys_of(*topic) {
            for pivot in keys_of(*topic).iter().filter(|k| *k != by) {
                let query = Query { by: vec![*by], pivot: Some(*pivot), ..Query::new(*topic) };
                let answer = run(&tables, &query).unwrap();
                let told = format!("{topic:?} by {by:?}, columns of {pivot:?}: {:?}", wide(&answer));
                let p = answer.pivot.as_ref().unwrap();
                assert_eq!(p.cells.len(), answer.rows.len(), "{told}");
                assert!(p.cells.iter().all(|cells| cells.len() == p.columns.len()), "{told}");
                // The same facts stand behind the rows of both keys.
                let measures = answer.measures.clone();
                let long = run(&tables, &Query { by: vec![*by, *pivot], measures, ..Query::new(*topic) }).unwrap();
                let ids = |rows: &[Row]| {
                    let mut ids: Vec<String> = rows.iter().flat_map(|r| r.fact_ids.clone()).collect();
                    ids.sort();
                    ids.dedup();
                    ids
                };
                assert_eq!(ids(&answer.long().rows), ids(&long.rows), "{told}");
                assert_eq!((answer.footer.facts, &answer.footer.left_out), (long.footer.facts, &long.footer.left_out), "{told}");
                // Events have sums whatever the keys: each of them is in one row and one column, save those of several papers.
                if matches!(topic, Topic::Meetings | Topic::Documents) && *by != Key::Outlet && *pivot != Key::Outlet {
                    let sum: f64 = answer.long().rows.iter().filter_map(|r| r.cells[0]).sum();
                    assert_eq!(answer.total.as_ref().unwrap().cells[0], Some(sum), "{told}");
                    let sum: f64 = p.column_totals.iter().filter_map(|r| r.cells[0]).sum();
                    assert!(p.column_totals.is_empty() || answer.total.as_ref().unwrap().cells[0] == Some(sum), "{told}");
                }
                // The states of two months have no sum.
                if *topic == Topic::Progress && is_time(*pivot) && p.columns.len() > 1 {
                    assert!(!p.row_totals && answer.total.is_none(), "{told}");
                }
            }
        }
    }
}
