//! Datasets of which one file is damaged.

use crate::tables::{folder, read_samples};
use giaoban::frame::schema::Table;
use giaoban::frame::{Dataset, Item, Writer, collect};
use giaoban::stats::parse::{Words, parse};
use giaoban::stats::run;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

const LIST: &str = "giaoban.json";

/// A dataset that holds hardly more than the file that will be damaged, so that reading it costs little else.
struct Case {
    dir: PathBuf,
    file: String,
    whole: Vec<u8>,
    /// The list of files, which knows the damaged file's length: it is damaged in meaning, not by accident. None where the
    /// damaged file is the list itself, or there is none.
    list: Option<Value>,
    /// The table that shows the damage.
    table: Table,
}

/// Reads a dataset with one file damaged. The first byte says which, the second how: by putting the rest in its place, or by
/// changing it where the rest says (two bytes for the place, one for the value), cut short at the end where it says so.
pub fn read_damaged(bytes: &[u8]) {
    static CASES: OnceLock<Vec<Case>> = OnceLock::new();
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let cases = CASES.get_or_init(cases);
    let [which, how, rest @ ..] = bytes else { return };
    let case = &cases[usize::from(*which) % cases.len()];
    let damaged = if how % 2 == 0 { rest.to_vec() } else { changed(&case.whole, rest, how % 4 == 3) };
    fs::write(case.dir.join(&case.file), &damaged).expect("a file");
    if let Some(list) = &case.list {
        fs::write(case.dir.join(LIST), relisted(list, &case.file, damaged.len())).expect("a file");
    }
    // What costs more than the rest is done now and then.
    let now_and_then = COUNT.fetch_add(1, Ordering::Relaxed) % 16 == 0;
    if let Ok(dataset) = Dataset::open(&case.dir) {
        let tables = dataset.tables();
        let read = collect(tables.get(case.table));
        let _ = (dataset.articles(), dataset.rows(case.table));
        if now_and_then {
            if let Err(error) = read {
                assert!(!dataset.explain(error.into()).to_string().is_empty());
            }
            let _ = (dataset.verify(), dataset.outdated_articles());
            let _ = run(&tables, &parse(&Words::default()).expect("the shortest question"));
        }
    }
    if now_and_then {
        let _ = Writer::open(&case.dir).map(|mut writer| writer.update(Vec::new()));
    }
}

/// Bytes changed where `edits` say.
fn changed(whole: &[u8], edits: &[u8], cut: bool) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    let place = |high: u8, low: u8| (usize::from(high) << 8 | usize::from(low)) % whole.len().max(1);
    for edit in edits.chunks_exact(3) {
        if let Some(byte) = bytes.get_mut(place(edit[0], edit[1])) {
            *byte = edit[2];
        }
    }
    if let (true, [high, low, ..]) = (cut, edits) {
        bytes.truncate(place(*high, *low));
    }
    bytes
}

/// The list of files with the length of one file as it is.
fn relisted(list: &Value, name: &str, bytes: usize) -> Vec<u8> {
    let mut list = list.clone();
    for segment in list["segments"].as_array_mut().expect("segments") {
        for entry in entries(segment) {
            if entry["file"] == name {
                entry["bytes"] = json!(bytes);
            }
        }
    }
    serde_json::to_vec(&list).expect("JSON")
}

/// Leaves the files of some tables out of a list.
fn keep(list: &mut Value, tables: &[Table]) {
    for segment in list["segments"].as_array_mut().expect("segments") {
        let all = segment["tables"].as_object_mut().expect("tables");
        all.retain(|name, _| tables.iter().any(|table| table.name() == name));
    }
}

fn entries(segment: &mut Value) -> Vec<&mut Value> {
    let segment = segment.as_object_mut().expect("a segment");
    let (mut tables, mut superseded) = (None, None);
    for (name, value) in segment {
        match name.as_str() {
            "tables" => tables = value.as_object_mut(),
            _ => superseded = Some(value),
        }
    }
    tables.into_iter().flat_map(|all| all.values_mut()).chain(superseded).collect()
}

/// The sample articles in a dataset of two segments, the second with a newer version of the first article.
fn written(dir: &Path) -> Value {
    let read = |changed: bool| {
        let of = |mut read: giaoban::frame::ReadArticle| {
            read.article.url = Some(format!("https://example.org/{}", read.article.id));
            read.records.url = read.article.url.clone();
            if changed {
                read.article.article_id = "another".to_string();
                read.records.article_id = "another".to_string();
            }
            Item::Read(Box::new(read))
        };
        read_samples().into_iter().take(if changed { 1 } else { 3 }).map(of).collect::<Vec<_>>()
    };
    let mut writer = Writer::open(dir).expect("a dataset");
    writer.merge_up_to(1);
    writer.update(read(false)).and_then(|_| writer.update(read(true))).expect("a dataset");
    serde_json::from_slice(&fs::read(dir.join(LIST)).expect("the list")).expect("JSON")
}

fn cases() -> Vec<Case> {
    let from = folder().join("whole");
    let whole = written(&from);
    let mut list = whole.clone();
    keep(&mut list, &[Table::Articles, Table::Meetings]);
    fs::write(from.join(LIST), serde_json::to_vec_pretty(&list).expect("JSON")).expect("a file");
    let copy = |name: &str, to: &Path| fs::read(from.join(name)).and_then(|bytes| fs::write(to, bytes)).expect("a file");
    let all = |name: &str| -> PathBuf {
        let dir = folder().join(name);
        fs::create_dir_all(&dir).expect("a folder");
        for entry in fs::read_dir(&from).expect("the dataset") {
            let name = entry.expect("a file").file_name().into_string().expect("a name");
            copy(&name, &dir.join(&name));
        }
        dir
    };
    let case = |dir: PathBuf, file: &str, list: Option<Value>, table: Table| {
        let (file, whole) = (file.to_string(), fs::read(dir.join(file)).expect("a file"));
        Case { dir, file, whole, list, table }
    };
    let mut cases = vec![case(all("list"), LIST, None, Table::Meetings)];
    for table in Table::ALL {
        // One segment with this table alone.
        let mut own = whole.clone();
        own["segments"].as_array_mut().expect("segments").truncate(1);
        keep(&mut own, &[*table]);
        cases.push(case(all(table.name()), &format!("{}-1.parquet", table.name()), Some(own), *table));
    }
    cases.push(case(all("superseded"), "superseded-2.parquet", Some(list.clone()), Table::Meetings));
    let theirs = folder().join("theirs");
    fs::create_dir_all(theirs.join("meetings")).expect("a folder");
    copy("meetings-1.parquet", &theirs.join("meetings/part-0.parquet"));
    cases.push(case(theirs, "meetings/part-0.parquet", None, Table::Meetings));
    cases
}
