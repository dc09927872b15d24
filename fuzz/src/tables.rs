//! Files and questions for the targets that need the tables.

use giaoban::frame::{ReadArticle, Tables};
use giaoban::input::{InputId, RawArticle};
use giaoban::lang::builtin::samples;
use giaoban::pipeline::extract;
use giaoban::stats::parse::{Words, parse};
use giaoban::stats::run;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use tempfile::TempDir;

/// A folder in memory where there is one: a fuzzer writes it some thousand times a second.
pub fn folder() -> &'static Path {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    let make = || {
        let memory = Path::new("/dev/shm");
        let made = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
        made.expect("a folder for temporary files")
    };
    FOLDER.get_or_init(make).path()
}

/// A file with these bytes.
pub fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder().join(name);
    fs::write(&path, bytes).expect("a temporary file");
    path
}

/// The sample articles with their records.
pub fn read_samples() -> Vec<ReadArticle> {
    let read = |(name, text): &(&str, &str)| {
        let raw = RawArticle::from_text(*name, *text);
        let input: Option<InputId> = Some(raw.input_id());
        let article = raw.finish();
        let records = extract(&article);
        ReadArticle { input, article, records }
    };
    samples().iter().map(read).collect()
}

/// Reads a question, one word a line as `option value`; one in 64 of those that are understood is answered.
pub fn ask(text: &str) {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    let mut words = Words::default();
    for line in text.lines() {
        let (option, value) = line.split_once(' ').unwrap_or((line, ""));
        let value = value.to_string();
        match option {
            "topic" => words.topic = Some(value),
            "by" => words.by.push(value),
            "pivot" => words.pivot = Some(value),
            "measure" => words.measures.push(value),
            "compare" => words.compare = Some(value),
            "where" => words.conditions.push(value),
            "since" => words.since = Some(value),
            "until" => words.until = Some(value),
            "in" => words.place = Some(value),
            "geo" => words.geo = Some(value),
            "top" => words.top = value.parse().ok(),
            "sort" => words.sort = Some(value),
            "statements" => words.statements = true,
            _ => {}
        }
    }
    match parse(&words) {
        Ok(query) => {
            let sum: usize = text.bytes().map(usize::from).sum();
            if sum % 64 == 0 {
                let read = || read_samples().into_iter().map(|read| read.records).collect::<Vec<_>>();
                let tables = TABLES.get_or_init(|| Tables::from_records(&read()).expect("tables"));
                run(tables, &query).expect("a question that was understood is answered");
            }
        }
        Err(told) => assert!(!told.to_string().is_empty()),
    }
}

/// Asks a query of the tables of one article; `{file}` in it is a file that is found if any can be opened. Whatever its words: an answer or an error that says something, and nothing but the
/// tables is read or written.
pub fn query(text: &str) {
    static TABLES: OnceLock<(Tables, usize)> = OnceLock::new();
    let here = || fs::read_dir(".").expect("the folder").count();
    let (tables, files) = TABLES.get_or_init(|| {
        let records = read_samples().into_iter().map(|read| read.records).take(1).collect::<Vec<_>>();
        (Tables::from_records(&records).expect("tables"), here())
    });
    static OPEN_TO_ALL: OnceLock<PathBuf> = OnceLock::new();
    let found = OPEN_TO_ALL.get_or_init(|| file("found.csv", format!("{FOUND}\n{FOUND}\n").as_bytes()));
    match giaoban::cli::answer(tables, &text.replace("{file}", &found.to_string_lossy())) {
        Ok(frame) => assert!(!frame.to_string().contains(FOUND), "a file was read"),
        Err(told) => assert!(!told.to_string().is_empty()),
    }
    // Counting costs more than most queries; a file that was written stays.
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    if ASKED.fetch_add(1, Ordering::Relaxed) % 64 == 0 {
        assert_eq!(here(), *files, "a file was written by one of the last 64 queries");
    }
}

/// What stands in that file.
const FOUND: &str = "found_in_a_file";

/// Leaves it to the program which panics of polars are caught: the fuzzer's own hook would take each for a crash. One that
/// reaches the target still is.
pub fn quiet() {
    giaoban::caught::silence();
}
