//! Meetings joined over real articles of several papers on one event: `../shared/gold/clusters`, where it is there.

use super::*;
use crate::model::record::{Meeting, PlaceRef};
use crate::stats::explain::all_facts;
use crate::stats::make::article;
use rustc_hash::FxHashSet;
use serde_json::Value;
use std::path::Path;

fn lines(path: &Path) -> Option<Vec<Value>> {
    let text = std::fs::read_to_string(path).ok()?;
    Some(text.lines().map(|l| serde_json::from_str(l).unwrap()).collect())
}

fn slug<T: std::str::FromStr>(value: &Value) -> Option<T> {
    value.as_str().and_then(|s| s.parse().ok())
}

/// The gold meetings of the articles as records, without the names and bodies that the gold does not have.
fn gold_records(gold: &[Value]) -> Vec<ArticleRecords> {
    let records = gold.iter().map(|a| {
        let id = a["id"].as_str().unwrap();
        a["meetings"].as_array().unwrap().iter().fold(article(id, "A", "2013-10-25"), |records, m| {
            let day = m["date"].as_str().unwrap_or("");
            let (kind, level) = (slug(&m["kind"]).unwrap(), slug(&m["level"]).unwrap());
            let province = m["province"].as_str();
            records.meets(day, kind, level, province.unwrap_or("?"), |meeting: &mut Meeting| {
                meeting.region = slug(&m["region"]);
                meeting.status = slug(&m["status"]).unwrap();
                meeting.place = PlaceRef { district: m["district"].as_str().map(Into::into), ..meeting.place.clone() };
            })
        })
    });
    records.collect()
}

#[test]
fn meetings_of_several_papers_are_joined() {
    let folder = Path::new("../shared/gold/clusters");
    let (Some(gold), Some(facts)) = (lines(&folder.join("gold.jsonl")), lines(&folder.join("facts.jsonl"))) else {
        eprintln!("skipped: {} is not here", folder.display());
        return;
    };
    let records = gold_records(&gold);
    // A pair is two articles and the date and kind of the meeting that both report.
    let mut expected: FxHashSet<(String, String, String, String)> = FxHashSet::default();
    for meeting in facts.iter().flat_map(|c| c["meetings"].as_array().unwrap()) {
        let articles: Vec<_> = meeting["articles"].as_array().unwrap().iter().map(|a| a.as_str().unwrap().to_string()).collect();
        let text = |k: &str| meeting[k].as_str().unwrap_or("").to_string();
        for (n, a) in articles.iter().enumerate() {
            for b in &articles[n + 1..] {
                expected.insert((a.min(b).clone(), a.max(b).clone(), text("date"), text("kind")));
            }
        }
    }
    let tables = Tables::from_records(&records).unwrap();
    let meetings: rustc_hash::FxHashMap<&str, &Meeting> =
        records.iter().flat_map(|r| &r.meetings).map(|m| (m.ground.record_id.as_str(), m)).collect();
    let mut found = FxHashSet::default();
    for fact in all_facts(&tables).unwrap() {
        let members: Vec<&Meeting> = fact.record_ids.iter().map(|id| meetings[id.as_str()]).collect();
        for (n, a) in members.iter().enumerate() {
            for b in &members[n + 1..] {
                let (x, y) = (&a.ground.article_id, &b.ground.article_id);
                found.insert((x.min(y).clone(), x.max(y).clone(), a.date.unwrap().to_string(), a.kind.slug().to_string()));
            }
        }
    }
    let right = found.intersection(&expected).count() as f64;
    let (precision, recall) = (right / found.len() as f64, right / expected.len() as f64);
    eprintln!("pairs: {} expected, {} found, precision {precision:.3}, recall {recall:.3}", expected.len(), found.len());
    let mut wrong: Vec<_> = found.difference(&expected).collect();
    wrong.sort();
    let mut missed: Vec<_> = expected.difference(&found).collect();
    missed.sort();
    assert!(precision >= 0.95 && recall >= 0.95, "joined but different: {wrong:#?}\nnot joined: {missed:#?}");
}
