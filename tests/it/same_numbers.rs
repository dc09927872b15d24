//! What must change no number: the order of articles, the files they lie in, repetition, papers that copy, and threads.

use crate::work::{Work, lines};
use serde_json::{Value, json};

/// Questions over every topic.
const QUESTIONS: &[&[&str]] = &[
    &["--by", "region"],
    &["meetings", "--by", "province"],
    &["meetings", "--by", "kind,level"],
    &["staffing", "--by", "subject"],
    &["staffing", "--by", "province,year"],
    &["progress", "--by", "subject"],
    &["progress", "--by", "district"],
    &["documents", "--by", "document"],
    &["quantities", "--by", "kind"],
];

/// Names of columns that count sources, not things.
const SOURCES: &[&str] = &["statements", "articles", "citations", "fact_ids"];

/// The sample articles as JSON lines.
fn samples() -> Vec<Value> {
    let mut all: Vec<_> = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/data/samples"))
        .expect("samples")
        .map(|entry| {
            let path = entry.expect("an entry").path();
            let id = path.file_stem().expect("a name").to_string_lossy().into_owned();
            json!({"id": id, "text": std::fs::read_to_string(&path).expect("a sample")})
        })
        .collect();
    all.sort_by_key(|a| a["id"].to_string());
    all
}

fn jsonl(articles: &[Value]) -> String {
    articles.iter().map(|a| format!("{a}\n")).collect()
}

/// The whole answers.
fn answers(work: &Work) -> Vec<Value> {
    let ask = |question: &&[&str]| {
        let args: Vec<&str> = ["stats"].iter().chain(*question).chain(&["--format", "json"]).copied().collect();
        serde_json::from_str(&work.ok(&args)).expect("JSON")
    };
    QUESTIONS.iter().map(ask).collect()
}

/// The numbers of the answers, without what counts sources.
fn numbers(work: &Work) -> Vec<Value> {
    let without = |mut row: Value| {
        if let Some(cells) = row.as_object_mut() {
            SOURCES.iter().for_each(|name| drop(cells.remove(*name)));
        }
        row
    };
    let rows = |answer: Value| answer["rows"].as_array().expect("rows").iter().cloned().map(without).collect();
    answers(work).into_iter().map(rows).collect()
}

fn extracted(files: &[(&str, String)]) -> Work {
    let work = Work::new();
    std::fs::create_dir(work.path("in")).expect("a folder");
    for (name, text) in files {
        work.file(&format!("in/{name}"), text);
    }
    work.ok(&["extract", "in"]);
    work
}

#[test]
fn order_files_repetition_and_threads_change_nothing() {
    let articles = samples();
    let expected = answers(&extracted(&[("all.jsonl", jsonl(&articles))]));
    assert!(expected.iter().all(|answer| answer["rows"].as_array().is_some_and(|rows| !rows.is_empty())));
    // Turned, and every third first.
    let mut turned = articles.clone();
    turned.reverse();
    let thirds: Vec<Value> = (0..3).flat_map(|n| articles.iter().skip(n).step_by(3).cloned().collect::<Vec<_>>()).collect();
    for order in [&turned, &thirds] {
        assert_eq!(answers(&extracted(&[("all.jsonl", jsonl(order))])), expected);
    }
    // One file each, in an order of names that is not that of the articles.
    let names: Vec<String> = (0..articles.len()).map(|n| format!("{}.jsonl", (n * 7 + 3) % 10)).collect();
    let split: Vec<(&str, String)> =
        names.iter().map(String::as_str).zip(articles.iter().map(|a| jsonl(std::slice::from_ref(a)))).collect();
    assert_eq!(answers(&extracted(&split)), expected);
    // One ten times, within a file and by extracting again.
    let mut repeated = articles.clone();
    repeated.extend(std::iter::repeat_n(articles[4].clone(), 10));
    let work = extracted(&[("all.jsonl", jsonl(&repeated))]);
    assert_eq!(answers(&work), expected);
    work.ok(&["extract", "in"]);
    assert_eq!(answers(&work), expected);
    // Added one after another to a dataset that grows.
    let grown = Work::new();
    for article in &turned {
        grown.file("one.jsonl", jsonl(std::slice::from_ref(article)));
        grown.ok(&["extract", "one.jsonl"]);
    }
    assert_eq!(answers(&grown), expected);
    // One thread and two: the records and the answers, byte for byte.
    let with_threads = |threads: &str, args: &[&str]| {
        let mut command = work.command(args);
        command.env("RAYON_NUM_THREADS", threads).env("POLARS_MAX_THREADS", threads);
        command.output().expect("the program runs").stdout
    };
    for args in
        [&["extract", "in", "-o", "-"][..], &["stats", "--explain"], &["stats", "meetings", "--by", "province"], &["check"]]
    {
        let one = with_threads("1", args);
        assert!(!one.is_empty() && one == with_threads("2", args), "{args:?}");
    }
}

#[test]
fn a_paper_that_repeats_known_facts_changes_sources_only() {
    let mut articles = samples();
    let before = extracted(&[("all.jsonl", jsonl(&articles))]);
    let (numbers_before, answers_before) = (numbers(&before), answers(&before));
    // Another paper prints the text of the fifth with a line of its own before and after it.
    let text = articles[4]["text"].as_str().expect("a text");
    let copy = json!({"id": "copy", "text": format!("Theo tin từ cơ sở.\n\n{text}\n\nTin của báo bạn.\n")});
    articles.push(copy);
    let after = extracted(&[("all.jsonl", jsonl(&articles))]);
    assert_eq!(numbers(&after), numbers_before);
    let statements = |answers: &[Value]| {
        let of = |answer: &Value| answer["footer"]["statements"].as_u64().expect("a number");
        answers.iter().map(of).sum::<u64>()
    };
    assert!(statements(&answers(&after)) > statements(&answers_before));
    // A third tells one of its facts in its own words. Small numbers that are nothing but numbers are each article's own.
    articles.push(json!({"id": "short", "text": "Đống Đa còn một nơi chưa đại hội\n\nTính đến ngày 16/6/2020, quận Đống Đa (Hà Nội) có 81/82 đảng bộ, chi bộ cơ sở tổ chức xong đại hội nhiệm kỳ 2020 - 2025, đạt 98,78%."}));
    let third = extracted(&[("all.jsonl", jsonl(&articles))]);
    let facts = QUESTIONS.len() - 1;
    assert_eq!(numbers(&third)[..facts], numbers_before[..facts]);
    assert!(statements(&answers(&third)[..facts]) > statements(&answers(&after)[..facts]));
    // The copy is told, with both articles.
    let found = lines(&after.ok(&["check", "--format", "json"]).replace('\n', ""));
    let copies: Vec<&Value> = found[0].as_array().expect("findings").iter().filter(|f| f["code"] == "copies").collect();
    assert_eq!(copies.len(), 1);
    assert_eq!(copies[0]["record_ids"].as_array().map(Vec::len), Some(2));
}

#[test]
fn statements_are_counted_where_that_is_asked_for() {
    let mut articles = samples();
    let text = articles[4]["text"].as_str().expect("a text").to_string();
    articles.push(json!({"id": "copy", "text": format!("{text}\n\nTin của báo bạn.\n")}));
    let work = extracted(&[("all.jsonl", jsonl(&articles))]);
    let meetings = |args: &[&str]| {
        let args: Vec<&str> = ["stats", "meetings", "--by", "district", "--in", "Đống Đa", "--format", "json"]
            .iter()
            .chain(args)
            .copied()
            .collect();
        let answer: Value = serde_json::from_str(&work.ok(&args)).expect("JSON");
        answer["rows"].as_array().expect("rows").iter().filter_map(|r| r["meetings"].as_f64()).sum::<f64>()
    };
    assert_eq!(meetings(&["--statements"]), 2.0 * meetings(&[]));
}

#[test]
fn findings_can_be_limited_and_read_by_machines() {
    let work = Work::new();
    let wrong = |id: &str, place: &str, day: &str| json!({"id": id, "text": format!("Đại hội cơ sở ở {place}\n\nTính đến ngày {day}, {place} có 428/461 chi bộ tổ chức xong đại hội nhiệm kỳ 2020 - 2025, đạt 86,64%.")});
    let articles = [wrong("a", "tỉnh Lạng Sơn", "16/6/2020"), wrong("b", "tỉnh Hà Tĩnh", "20/4/2020")];
    work.file("all.jsonl", jsonl(&articles));
    work.ok(&["extract", "all.jsonl"]);
    let count = |args: &[&str]| {
        let args: Vec<&str> = ["check", "--format", "json"].iter().chain(args).copied().collect();
        let found: Value = serde_json::from_str(&work.ok(&args)).expect("JSON");
        found.as_array().expect("findings").iter().filter(|f| f["code"] == "percent_mismatch").count()
    };
    assert_eq!(count(&[]), 2);
    assert_eq!(count(&["--in", "Lạng Sơn"]), 1);
    assert_eq!(count(&["--since", "1/6/2020"]), 1);
    assert_eq!(count(&["--until", "2020-05"]), 1);
    assert_eq!(count(&["--where", "subject=party_cell", "--where", "province!=20"]), 1);
    assert_eq!(count(&["--where", "kind=briefing"]), 0);
    let csv = work.ok(&["check", "--format", "csv", "--in", "Lạng Sơn"]);
    assert!(csv.starts_with("severity,code,table,record_ids,text,evidence\nerror,percent_mismatch,progress,p"), "{csv}");
    let text = work.ok(&["check", "--in", "Lạng Sơn", "--lang", "vi"]);
    assert!(text.starts_with("Lỗi: 428/461 là 92,84%, nhưng bài ghi 86,64%\n    “Tính đến ngày 16/6/2020"), "{text}");
    assert_eq!(work.run(&["check", "--strict"]).code, 1);
    assert_eq!(work.run(&["check", "--strict", "--where", "kind=briefing"]).code, 0);
    let error = work.fails(2, &["check", "--where", "knid=briefing"]);
    assert!(error.contains("kind"), "{error}");
    work.fails(2, &["check", "--where", "kind=brieing"]);
}
