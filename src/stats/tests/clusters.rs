//! Joining over real articles of several papers on one event, as the program reads them: `../shared/gold/clusters`, where it is
//! there. The README gives the figures that this prints.

use super::*;
use crate::frame::build::{Source, build_frames};
use crate::input::RawArticle;
use crate::model::article::Article;
use crate::model::record::{Meeting, Quantity};
use crate::pipeline::extract;
use crate::stats::explain::{FactSources, all_facts};
use polars::prelude::IntoLazy;
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value;
use std::path::Path;

/// Two articles, and the date and kind of the meeting (or kind and value of the figure) that both report.
type Pair = (String, String, String);

struct Read {
    tables: Tables,
    records: Vec<ArticleRecords>,
    gold: Vec<Value>,
}

/// The articles of the clusters, extracted now.
fn read() -> Option<Read> {
    let lines = |name: &str| -> Option<Vec<Value>> {
        let text = std::fs::read_to_string(Path::new("../shared/gold/clusters").join(name)).ok()?;
        Some(text.lines().map(|l| serde_json::from_str(l).unwrap()).collect())
    };
    let (Some(raw), Some(gold)) = (lines("articles.jsonl"), lines("facts.jsonl")) else {
        eprintln!("skipped: ../shared/gold/clusters is not here");
        return None;
    };
    let articles: Vec<Article> = raw
        .iter()
        .map(|a| {
            let text = |key: &str| a[key].as_str().map(str::to_string);
            let published = a["published"].as_str().and_then(|d| d.parse().ok());
            let id = text("id").unwrap();
            RawArticle { id, title: text("title"), url: text("url"), published, text: text("text").unwrap(), outlet: None }
                .finish()
        })
        .collect();
    let records: Vec<_> = articles.iter().map(extract).collect();
    let sources: Vec<_> =
        articles.iter().zip(&records).map(|(a, records)| Source { article: Some(a), records, input: None }).collect();
    let tables = Tables::new(build_frames(&sources).unwrap().map(IntoLazy::lazy), false);
    Some(Read { tables, records, gold })
}

fn pairs(articles: &[&str], what: &str) -> Vec<Pair> {
    let mut articles: Vec<_> = articles.to_vec();
    articles.sort_unstable();
    articles.dedup();
    let pair = |n: usize| {
        let a = articles[n].to_string();
        articles[n + 1..].iter().map(move |b| (a.clone(), (*b).to_string(), what.to_string())).collect::<Vec<_>>()
    };
    (0..articles.len()).flat_map(pair).collect()
}

fn expected(gold: &[Value], list: &str, what: impl Fn(&Value) -> String) -> FxHashSet<Pair> {
    let facts = gold.iter().flat_map(|c| c[list].as_array().unwrap());
    let facts = facts.filter(|f| f["conflict"].as_bool() != Some(true));
    let articles =
        |f: &Value| f["articles"].as_array().unwrap().iter().map(|a| a.as_str().unwrap().to_string()).collect::<Vec<_>>();
    facts.flat_map(|f| pairs(&articles(f).iter().map(String::as_str).collect::<Vec<_>>(), &what(f))).collect()
}

/// Precision and recall, told with what is wrong.
fn score(name: &str, found: &FxHashSet<Pair>, expected: &FxHashSet<Pair>) -> (f64, f64) {
    let right = found.intersection(expected).count();
    let (precision, recall) = (right as f64 / found.len().max(1) as f64, right as f64 / expected.len() as f64);
    println!("{name}: {} pairs expected, {} joined, {right} right: P {precision:.3}, R {recall:.3}", expected.len(), found.len());
    for (what, list) in [("joined but different", found.difference(expected)), ("not joined", expected.difference(found))] {
        let mut list: Vec<_> = list.collect();
        list.sort();
        list.iter().for_each(|pair| println!("  {what}: {pair:?}"));
    }
    (precision, recall)
}

fn joined<'r>(facts: &[FactSources], what: impl Fn(&str) -> Option<(&'r str, String)>) -> FxHashSet<Pair> {
    let mut found = FxHashSet::default();
    for fact in facts {
        let mut by_what: FxHashMap<String, Vec<&str>> = FxHashMap::default();
        for (article, what) in fact.record_ids.iter().filter_map(|id| what(id)) {
            by_what.entry(what).or_default().push(article);
        }
        // Statements of one fact that are dated or named apart still are one fact: told by the first of them.
        let first = by_what.keys().min().cloned().unwrap_or_default();
        let articles: Vec<&str> = by_what.into_values().flatten().collect();
        found.extend(pairs(&articles, &first));
    }
    found
}

#[test]
fn meetings_of_several_papers_are_joined() {
    let Some(read) = read() else { return };
    let expected =
        expected(&read.gold, "meetings", |m| format!("{} {}", m["date"].as_str().unwrap(), m["kind"].as_str().unwrap()));
    let meetings: FxHashMap<&str, (&str, &Meeting)> =
        read.records.iter().flat_map(|r| r.meetings.iter().map(|m| (m.ground.record_id.as_str(), (r.id.as_str(), m)))).collect();
    let what = |id: &str| {
        let (article, m) = meetings.get(id)?;
        Some((*article, format!("{} {}", m.date?, m.kind.slug())))
    };
    let (precision, recall) = score("meetings", &joined(&all_facts(&read.tables).unwrap(), what), &expected);
    assert!(precision >= 0.95 && recall >= 0.95);
}

#[test]
fn figures_of_several_papers_are_joined() {
    let Some(read) = read() else { return };
    let number = |v: &Value| v.as_f64().map_or("-".to_string(), |n| n.to_string());
    let expected = expected(&read.gold, "quantities", |q| {
        format!("{} {} {}", q["kind"].as_str().unwrap(), number(&q["value"]), number(&q["value_high"]))
    });
    let quantities: FxHashMap<&str, (&str, &Quantity)> = read
        .records
        .iter()
        .flat_map(|r| r.quantities.iter().map(|q| (q.ground.record_id.as_str(), (r.id.as_str(), q))))
        .collect();
    let what = |id: &str| {
        let (article, q) = quantities.get(id)?;
        let high = q.value_high.map_or("-".to_string(), |n| n.to_string());
        Some((*article, format!("{} {} {high}", q.kind.slug(), q.value)))
    };
    let (precision, recall) = score("figures", &joined(&all_facts(&read.tables).unwrap(), what), &expected);
    assert!(precision >= 0.95 && recall >= 0.8);
}
