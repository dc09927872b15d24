//! What is wrong is said in one line, and nothing is lost.

use crate::work::{Work, lines};

#[test]
fn bad_inputs_are_named_and_the_rest_is_read() {
    let work = Work::with_samples();
    work.file("empty.txt", "").file("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0");
    std::fs::create_dir(work.path("none")).unwrap();
    work.file("none/notes.docx", "x");
    for (input, said) in [
        ("missing.txt", "giaoban: missing.txt: not found; check the name and the path"),
        ("empty.txt", "giaoban: empty.txt: is empty; leave it out or check where it came from"),
        ("picture.txt", "giaoban: picture.txt: is binary (PNG), not text; save the article as .txt, .html, .jsonl or .csv"),
    ] {
        assert_eq!(work.fails(1, &["extract", input]), said);
        // With others: the same line, the others are there, and the exit code remembers.
        let ran = work.run(&["extract", "news", input, "-o", "out.jsonl"]);
        assert_eq!(ran.code, 1);
        assert!(ran.err.starts_with(said), "{}", ran.err);
        assert_eq!(lines(&work.read("out.jsonl")).len(), 5);
    }
    let ran = work.run(&["extract", "none"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("none: the folder holds no article"), "{}", ran.err);
    assert!(!work.path("giaoban-data").exists(), "a run without an article leaves no dataset");
}

#[test]
fn a_broken_line_is_numbered_and_the_others_are_read() {
    let work = Work::new();
    let good = |id: &str| serde_json::json!({"id": id, "text": format!("Ngày 28/6/2021, Tỉnh ủy Hà Giang tổ chức hội nghị giao ban {id}.")});
    work.file("a.jsonl", format!("{}\n{{\"text\": \"cụt\n\n{}\n[1]\n{{\"id\": 7}}\n", good("1"), good("2")));
    let ran = work.run(&["extract", "a.jsonl", "-o", "-", "--errors", "bad.jsonl"]);
    assert_eq!(ran.code, 1);
    assert_eq!(lines(&ran.out).iter().map(|l| l["id"].as_str().unwrap().to_string()).collect::<Vec<_>>(), ["1", "2"]);
    for at in ["a.jsonl:2: ", "a.jsonl:5: ", "a.jsonl:6: "] {
        assert!(ran.err.contains(&format!("giaoban: {at}")), "{}", ran.err);
    }
    let bad = lines(&work.read("bad.jsonl"));
    assert_eq!(bad.iter().map(|l| l["line"].as_u64()).collect::<Vec<_>>(), [Some(2), Some(5), Some(6)]);
    assert_eq!(bad[0]["problem"], "input.broken_json");
}

#[test]
fn many_bad_lines_are_counted_not_listed() {
    let work = Work::new();
    work.file("a.jsonl", "{\n".repeat(50));
    let ran = work.run(&["extract", "a.jsonl"]);
    assert_eq!((ran.code, ran.err.lines().count()), (1, 11), "{}", ran.err);
    assert!(ran.err.ends_with("giaoban: and 40 more that could not be read (all of them with -v or --errors FILE)\n"));
    assert_eq!(work.run(&["extract", "a.jsonl", "-v"]).err.lines().count(), 50);
}

#[test]
fn unknown_words_are_wrong_usage_and_the_right_one_is_offered() {
    let work = Work::new();
    for (args, said) in [
        (["stats", "meetigs"].as_slice(), "did you mean \"meetings\"?"),
        (&["stats", "--by", "regoin"], "did you mean \"region\"?"),
        (&["stats", "meetings", "--by", "term"], "it has: region"),
        (&["stats", "meetings", "--where", "kind=congres"], "did you mean \"congress\"?"),
        (&["stats", "meetings", "--where", "kind"], "\"kind\""),
        (&["stats", "--since", "hôm qua"], "\"hôm qua\" is no date"),
        (&["stats", "--since", "2021-02-30"], "2021-02-30"),
        (&["stats", "--in", "Xyz Abc"], "\"Xyz Abc\""),
        (&["stats", "--geo", "64"], "\"64\""),
        (&["stats", "--top", "0"], "--top"),
        (&["stats", "--sort", "meeting"], "did you mean \"meetings\"?"),
        (&["stats", "--format", "cvs"], "\"cvs\""),
        (&["stats", "-o", "a.doc"], "a.doc"),
        (&["export", "meting", "-o", "a.csv"], "did you mean \"meetings\"?"),
        (&["export", "meetings", "-o", "a.json", "--excel"], "--excel"),
        (&["export", "articles", "-o", "a.csv", "--since", "2020"], "articles"),
        (&["chart", "-o", "a.gif"], "png, svg"),
        (&["chart", "-o", "a.png", "--kind", "pie"], "\"pie\""),
        (&["extract", "x", "--format", "csv"], "-o FILE"),
        (&["extract", "x", "-o", "a.csv"], "--table"),
        (&["extract", "x", "-o", "a.csv", "--table", "meting"], "\"meting\""),
        (&["sta"], "did you mean \"stats\"?"),
        (&["stats", "--bye", "x"], "did you mean \"--by\"?"),
        (&["stats", "--top", "x"], "\"x\""),
        (&["extract"], "<INPUT>"),
        (&["--builtin", "--data", "x", "stats"], "--builtin"),
        (&["completions", "tcsh"], "did you mean \"zsh\"?"),
        (&["places", "x", "--format", "xml"], "use one of: table, json"),
    ] {
        let error = work.fails(2, args);
        assert!(error.contains(said), "{args:?}: {error}");
    }
    assert!(work.names(".").is_empty(), "{:?}", work.names("."));
}

#[test]
fn an_output_that_cannot_be_written_fails_before_the_work() {
    let work = Work::with_samples();
    work.ok(&["extract", "news"]);
    std::fs::create_dir(work.path("folder.csv")).unwrap();
    let missing = "its folder does not exist; make it first";
    for (args, said) in [
        (["stats", "-o", "no/a.csv"].as_slice(), missing),
        (&["export", "meetings", "-o", "no/a.csv"], missing),
        (&["chart", "-o", "no/a.png"], missing),
        (&["annotate", "news", "-o", "no/a.html"], missing),
        (&["extract", "news", "-o", "no/a.jsonl"], missing),
        (&["export", "meetings", "-o", "folder.csv"], "it is a folder"),
    ] {
        let error = work.fails(1, args);
        assert!(error.contains(said) && (error.contains("no/a.") || error.contains("folder.csv")), "{args:?}: {error}");
    }
    assert_eq!(work.names("."), ["folder.csv", "giaoban-data", "news"]);
    assert!(work.names("folder.csv").is_empty());
    // A file in the way of the dataset folder.
    work.file("taken", "");
    let ran = work.run(&["extract", "news", "--data", "taken"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("taken"), "{}", ran.err);
}

#[test]
fn a_failed_output_leaves_the_old_file_as_it_was() {
    let work = Work::new();
    work.file("a.csv", "cũ");
    assert_eq!(work.run(&["export", "meetings", "-o", "a.csv", "--data", "none"]).code, 1);
    assert_eq!((work.read("a.csv").as_str(), work.names(".")), ("cũ", vec!["a.csv".to_string()]));
}

#[test]
fn datasets_that_cannot_be_read_are_told() {
    let work = Work::with_samples();
    let error = work.fails(1, &["stats", "--data", "none"]);
    assert!(error.contains("no dataset at none") && error.contains("giaoban extract"), "{error}");
    work.ok(&["extract", "news"]);
    let manifest = work.read("giaoban-data/giaoban.json");
    work.file("giaoban-data/giaoban.json", manifest.replace("\"format\": 2,", "\"format\": 99,"));
    for args in [["stats"].as_slice(), &["extract", "news"]] {
        let error = work.fails(1, args);
        assert!(error.contains("format 99") && error.contains("update giaoban"), "{error}");
    }
    work.file("giaoban-data/giaoban.json", "{");
    assert!(work.fails(1, &["stats"]).contains("giaoban.json"));
    work.file("giaoban-data/giaoban.json", &manifest);
    let name = work.names("giaoban-data").into_iter().find(|n| n.starts_with("meetings")).unwrap();
    let path = format!("giaoban-data/{name}");
    let mut bytes = std::fs::read(work.path(&path)).unwrap();
    // Cut short, and with damage inside.
    work.file(&path, &bytes[..bytes.len() / 2]);
    assert!(work.fails(1, &["stats"]).contains(&name));
    let middle = bytes.len() / 2;
    bytes[4..middle].fill(0xFF);
    work.file(&path, &bytes);
    assert!(work.fails(1, &["stats", "meetings"]).contains(&name));
}

#[test]
fn causes_are_told_when_more_is_wanted() {
    let work = Work::new();
    let ran = work.run(&["sql", "SELECT nope FROM meetings", "-v", "--builtin"]);
    assert_eq!((ran.code, ran.err.lines().count() > 1), (1, true), "{}", ran.err);
    assert!(ran.err.lines().nth(1).is_some_and(|l| l.starts_with("giaoban: cause: ")), "{}", ran.err);
}
