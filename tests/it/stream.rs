//! Record batches in, record batches out: `extract --from arrow --to arrow`, as other programs run it through pipes.
//!
//! A stream to read is one that the program wrote itself: the table of articles has the columns that articles are read from. What
//! other libraries of Arrow make of the streams is tested in `tests/readback` and `tests/spark`.

use crate::work::{Work, interrupt, lines};
use std::io::{Read, Write};
use std::process::Stdio;
use std::time::{Duration, Instant};

const PIPE: &[&str] = &["-q", "extract", "--from", "arrow", "--to", "arrow"];

fn articles(numbers: std::ops::Range<usize>) -> String {
    let line = |n: usize| {
        let (day, month) = (n % 28 + 1, n % 12 + 1);
        let text = format!("Ngày {day}/{month}/2021, Tỉnh ủy Hà Nam tổ chức hội nghị giao ban. Cả tỉnh giảm {n} biên chế.");
        let date = format!("2021-{month:02}-{day:02}");
        serde_json::json!({"id": format!("tin-{n}"), "text": text, "published": date}).to_string() + "\n"
    };
    numbers.map(line).collect()
}

/// The bytes that a command prints on the articles.
fn printed(work: &Work, args: &[&str], input: &[u8]) -> Vec<u8> {
    let mut command = work.command(args);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs");
    let mut pipe = child.stdin.take().expect("a pipe");
    let input = input.to_vec();
    let feeding = std::thread::spawn(move || pipe.write_all(&input));
    let output = child.wait_with_output().expect("it ends");
    let _ = feeding.join();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// The articles as a stream of record batches.
fn stream(work: &Work, articles: &str) -> Vec<u8> {
    printed(work, &["-q", "extract", "--from", "jsonl", "--to", "arrow", "--table", "articles"], articles.as_bytes())
}

#[test]
fn a_stream_gives_the_records_that_its_articles_give_as_jsonl() {
    let work = Work::new();
    // More than one chunk, and so more than one batch.
    let articles = articles(0..1300);
    let expected = printed(&work, &["-q", "extract", "-", "-o", "-"], articles.as_bytes());
    let batches = stream(&work, &articles);
    for args in [&["-q", "extract", "--from", "arrow", "--to", "jsonl"][..], &["-q", "extract", "-", "-o", "-"]] {
        assert!(printed(&work, args, &batches) == expected, "{args:?}");
    }
    assert_eq!(lines(&String::from_utf8(expected).expect("text")).len(), 1300);
    // The same bytes on any number of threads.
    let one = work.command(PIPE).env("RAYON_NUM_THREADS", "1").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut one = one.expect("the program runs");
    let mut pipe = one.stdin.take().expect("a pipe");
    let input = batches.clone();
    let feeding = std::thread::spawn(move || pipe.write_all(&input));
    assert!(one.wait_with_output().expect("it ends").stdout == printed(&work, PIPE, &batches));
    feeding.join().expect("no panic").expect("all was read");
}

#[test]
fn a_dataset_can_be_made_from_a_stream() {
    let work = Work::new();
    let articles = articles(0..40);
    let batches = stream(&work, &articles);
    printed(&work, &["-q", "extract", "--from", "arrow", "--data", "streamed"], &batches);
    work.file("a.jsonl", &articles).ok(&["-q", "extract", "a.jsonl", "--data", "read"]);
    for topic in ["meetings", "staffing"] {
        let stats = |dir| work.ok(&["stats", topic, "--by", "month", "--data", dir]);
        assert_eq!(stats("streamed"), stats("read"));
    }
}

#[test]
fn a_bad_article_does_not_end_the_stream() {
    let work = Work::new();
    let articles = format!("{}{}{}", articles(0..1), "{\"id\":\"rỗng\",\"text\":\"\"}\n", articles(1..2));
    let ran = work.run_with_input(&["extract", "--from", "jsonl", "--errors", "bad.jsonl", "--to", "jsonl"], articles.as_bytes());
    assert_eq!(ran.code, 1, "without a place for them bad articles fail the run: {}", ran.err);
    let wide = ["-q", "extract", "--from", "jsonl", "--errors", "bad.jsonl", "--to", "arrow"];
    let out = printed(&work, &wide, articles.as_bytes());
    let has = |text: &str| out.windows(text.len()).any(|bytes| bytes == text.as_bytes());
    assert!(has("input.empty") && has("tin-0") && has("tin-1"));
    assert_eq!(lines(&work.read("bad.jsonl")).len(), 1);
    assert!(out.ends_with(&[0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]), "the end mark");
}

/// Whoever sends a batch may wait for its records before the next is sent.
#[test]
fn each_batch_is_answered_before_the_next_is_asked_for() {
    let work = Work::new();
    let batches = stream(&work, &articles(0..3));
    let whole = printed(&work, PIPE, &batches);
    let mut child = work.command(PIPE).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the program runs");
    let mut input = child.stdin.take().expect("a pipe");
    let mut output = child.stdout.take().expect("a pipe");
    let (schema_and_batch, end) = batches.split_at(batches.len() - 8);
    input.write_all(schema_and_batch).expect("it reads");
    // Everything but the end mark comes while the input stays open; else this waits for ever.
    let mut answer = vec![0; whole.len() - 8];
    output.read_exact(&mut answer).expect("the records of the batch");
    assert!(answer == whole[..whole.len() - 8]);
    input.write_all(end).expect("it reads");
    drop(input);
    let mut rest = Vec::new();
    output.read_to_end(&mut rest).expect("the end");
    assert_eq!((rest, child.wait().expect("it ends").code()), (end.to_vec(), Some(0)));
}

#[test]
fn a_broken_stream_is_told_in_one_line_and_its_answer_has_no_end_mark() {
    let work = Work::new();
    let batches = stream(&work, &articles(0..3));
    let cuts = [0, 5, 700, batches.len() - 200, batches.len() - 8, batches.len() - 1];
    for bytes in cuts.map(|length| &batches[..length]).into_iter().chain([&b"{\"text\":\"a\"}\n"[..]]) {
        let mut command = work.command(PIPE);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs");
        child.stdin.take().expect("a pipe").write_all(bytes).expect("it reads");
        let output = child.wait_with_output().expect("it ends");
        let said = String::from_utf8(output.stderr).expect("text");
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.starts_with("giaoban: stdin: no stream of Arrow record batches") && said.lines().count() == 1, "{said}");
        assert!(!output.stdout.ends_with(&[0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]));
    }
}

#[test]
fn a_reader_that_has_seen_enough_ends_the_run_quietly() {
    let work = Work::new();
    let batches = stream(&work, &articles(0..3000));
    let mut child = work.command(PIPE);
    let mut child = child.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("runs");
    let mut input = child.stdin.take().expect("a pipe");
    let feeding = std::thread::spawn(move || input.write_all(&batches));
    let mut head = [0; 100];
    let mut output = child.stdout.take().expect("a pipe");
    output.read_exact(&mut head).expect("a beginning");
    drop(output);
    let ended = child.wait_with_output().expect("it ends");
    assert_eq!((ended.status.code(), String::from_utf8_lossy(&ended.stderr).as_ref()), (Some(0), ""));
    let _ = feeding.join();
}

#[test]
fn words_that_name_no_form_are_wrong_usage() {
    let work = Work::new();
    assert!(
        work.fails(2, &["extract", "--from", "excel", "--to", "arrow"]).contains("no format \"excel\"; use one of: text, html")
    );
    assert!(work.fails(2, &["extract", "--from", "arrow", "--to", "png"]).contains("no format \"png\"; use one of: jsonl"));
    assert!(work.fails(2, &["extract", "--to", "csv", "--from", "jsonl"]).contains("add --table"));
    assert!(work.fails(2, &["extract", "--to", "arrow", "-o", "x.arrow", "-"]).contains("--to"));
}

/// A slow sender does not hold Ctrl-C up.
#[test]
fn ctrl_c_ends_a_stream_that_waits() {
    let work = Work::new();
    let batches = stream(&work, &articles(0..3));
    let mut child =
        work.command(&PIPE[1..]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("runs");
    let mut input = child.stdin.take().expect("a pipe");
    input.write_all(&batches[..batches.len() - 8]).expect("it reads");
    let mut first = [0; 1];
    child.stdout.as_mut().expect("a pipe").read_exact(&mut first).expect("a beginning");
    interrupt(&child);
    let begin = Instant::now();
    let output = child.wait_with_output().expect("it ends");
    drop(input);
    assert!(begin.elapsed() < Duration::from_secs(20));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(130), "{said}");
    assert!(said.contains("stopped as asked: the stream of records was cut short"), "{said}");
}
