//! Input that is broken or means harm: a clear line or a right result, and nothing that acts.

use crate::work::{Work, lines};
use std::io::Write;

/// Runs `extract FILE -o -`: exit code, records, messages.
fn extract(work: &Work, file: &str) -> (i32, Vec<serde_json::Value>, String) {
    let ran = work.run(&["extract", file, "-o", "-"]);
    (ran.code, lines(&ran.out), ran.err)
}

/// A sentence that gives a meeting, to see that the rest of the text is still read.
const MEETING: &str = "Ngày 5/5/2021, UBND tỉnh Hà Nam tổ chức hội nghị giao ban.";

#[test]
fn texts_that_repeat_without_end_are_read() {
    let work = Work::new();
    for piece in
        ["1.", "(", "số ", "1/", "ngày 1/1/2021 ", "Hà Nam ", "1.234,5% ", "\"", "hội nghị ", "-", "tỉnh, ", "\u{300}", "ế"]
    {
        let text = format!("{MEETING}\n\n{}\n\n{MEETING}", piece.repeat(400_000 / piece.len()));
        work.file("a.txt", text);
        let (code, records, said) = extract(&work, "a.txt");
        assert_eq!((code, records.len()), (0, 1), "{piece:?}: {said}");
        assert_eq!(records[0]["meetings"].as_array().map(Vec::len), Some(1), "{piece:?}");
    }
}

#[test]
fn numbers_and_dates_that_cannot_be_are_no_values() {
    let work = Work::new();
    let digits = "9".repeat(1000);
    let text = format!(
        "Tỉnh Hà Nam giảm {digits} biên chế, đạt {digits}%, {digits}/{digits} chi bộ đã tổ chức đại hội. \
         Ngày 31/2/2021, ngày 30 tháng 2 năm 2021, ngày 0/0/0000, 45/13/2021, năm 99999 và ngày 1/1/0 UBND tỉnh họp."
    );
    work.file("a.txt", text);
    let (code, records, said) = extract(&work, "a.txt");
    assert_eq!(code, 0, "{said}");
    let all = records[0].to_string();
    for never in ["2021-02-31", "2021-02-30", "0000-", "2021-13", "99999-", "inf", "e+"] {
        assert!(!all.contains(never), "{never}: {all}");
    }
    assert_eq!(records[0]["staffing"].as_array().map(Vec::len), Some(0));
    assert_eq!(records[0]["progress"].as_array().map(Vec::len), Some(0));
}

#[test]
fn bytes_that_are_no_text_are_refused_by_name_and_the_rest_is_read() {
    let work = Work::new();
    std::fs::create_dir(work.path("in")).expect("a folder");
    work.file("in/good.txt", MEETING);
    work.file("in/nul.txt", [MEETING.as_bytes(), b"\0\0"].concat());
    work.file("in/bytes.txt", (0..=255u8).cycle().skip(128).filter(|b| *b >= 128).take(5000).collect::<Vec<u8>>());
    let (code, records, said) = extract(&work, "in");
    assert_eq!((code, records.len()), (1, 1), "{said}");
    for name in ["in/nul.txt: ", "in/bytes.txt: "] {
        assert_eq!(said.lines().filter(|l| l.starts_with(&format!("giaoban: {name}"))).count(), 1, "{said}");
    }
}

#[test]
fn a_broken_byte_anywhere_never_stops_the_run() {
    let work = Work::new();
    let whole = MEETING.as_bytes();
    std::fs::create_dir(work.path("in")).expect("a folder");
    for at in 0..whole.len() {
        let mut bytes = whole.to_vec();
        bytes[at] = 0xff;
        work.file(&format!("in/{at:03}.txt"), bytes);
    }
    let ran = work.run(&["extract", "in", "-o", "-"]);
    assert!(ran.code <= 1, "{}", ran.err);
    // Each is either read (with the byte replaced, which is said) or refused by name.
    let read = lines(&ran.out).len();
    let refused = ran.err.lines().filter(|l| l.contains("encoding")).count();
    assert!(read + refused >= 1 && read <= whole.len(), "{read} {refused}");
    let all = work.run(&["-v", "extract", "in", "-o", "-"]);
    let named = all.err.lines().filter(|l| l.starts_with("giaoban: in/")).count();
    assert!(named >= whole.len() - lines(&all.out).len(), "{}", all.err);
}

#[test]
fn what_is_packed_or_endless_has_a_limit() {
    let work = Work::new();
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..40 {
        packer.write_all(&vec![b'a'; 1 << 20]).expect("memory");
    }
    work.file("bomb.txt.gz", packer.finish().expect("memory"));
    assert!(work.fails(1, &["extract", "bomb.txt.gz", "-o", "-"]).contains("bomb.txt.gz: is longer than 16 MiB"));
    let line = |text: &str| serde_json::json!({"text": text}).to_string();
    work.file("long.jsonl", format!("{}\n{}\n", line(&"hội nghị ".repeat(2_000_000)), line(MEETING)));
    let (code, records, said) = extract(&work, "long.jsonl");
    assert_eq!((code, records.len()), (1, 1), "the line after the long one is read");
    assert!(said.starts_with("giaoban: long.jsonl:1: is longer than 16 MiB"), "{said}");
    let ran = work.run(&["extract", "long.jsonl", "-o", "-", "--max-article-bytes", "30"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.lines().count()), (1, "", 2), "{}", ran.err);
}

#[test]
fn pages_made_to_hurt_are_refused_or_read() {
    let work = Work::new();
    let attributes: String = (0..10_000).map(|n| format!(" a{n}=\"x\"")).collect();
    let article =
        format!("<article><h1>Giao ban</h1><p>{MEETING}</p><p>{MEETING} Hội nghị đánh giá kết quả công tác quý I.</p></article>");
    work.file("deep.html", format!("{}{MEETING}", "<div>".repeat(1_000_000)));
    work.file("tags.html", format!("<html><body><p{attributes}>x</p>{article}</body></html>"));
    work.file("open.html", format!("<html><body>{article}<table><tr><td><a href='"));
    assert!(work.fails(1, &["extract", "deep.html", "-o", "-"]).contains("nested deeper than"));
    for name in ["tags.html", "open.html"] {
        let ran = work.run(&["extract", name, "-o", "-"]);
        assert!(
            ran.code == 0 && ran.out.contains("briefing") || ran.code == 1 && ran.err.lines().count() == 1,
            "{name}: {}",
            ran.err
        );
    }
}

#[test]
fn tables_of_articles_that_are_broken_are_told_row_by_row() {
    let work = Work::new();
    work.file("a.jsonl", format!("{{\"text\":\"a\",\"text\":\"{MEETING}\",\"id\":\"x\",\"id\":\"y\"}}\n{{\"text\":\"\\ud800 {MEETING}\"}}\n{{\"text\":7}}\n[]\nnull\n\n{{\n"));
    let (code, records, said) = extract(&work, "a.jsonl");
    assert_eq!(code, 1);
    for line in [3, 4, 5, 7] {
        assert_eq!(said.matches(&format!("a.jsonl:{line}: ")).count(), 1, "{line}: {said}");
    }
    // Of a key that comes twice the last counts, as JSON readers have it.
    assert_eq!((records[0]["id"].as_str(), records[0]["meetings"].as_array().map(Vec::len)), (Some("y"), Some(1)));
    work.file("b.csv", format!("id,text\n1,a,b,c\n2\n3,\"{MEETING}\"\n4,\"never closed\n5,x\n"));
    let (code, records, said) = extract(&work, "b.csv");
    assert_eq!(code, 1);
    assert!(said.contains("b.csv:2: ") && said.contains("b.csv:3: "), "{said}");
    assert_eq!((records[0]["id"].as_str(), records[0]["meetings"].as_array().map(Vec::len)), (Some("3"), Some(1)));
    work.file("c.parquet", b"PAR1 and no more");
    assert!(work.fails(1, &["extract", "c.parquet", "-o", "-"]).contains("c.parquet: "));
}

#[cfg(unix)]
#[test]
fn folders_that_lead_nowhere_end() {
    use std::os::unix::fs::symlink;
    let work = Work::new();
    std::fs::create_dir_all(work.path("in/deeper")).expect("a folder");
    symlink("..", work.path("in/deeper/loop")).expect("a link");
    symlink("nowhere", work.path("in/gone.txt")).expect("a link");
    work.file("in/a.txt", MEETING).file("in/new\nline.txt", format!("{MEETING} Lần hai."));
    let ran = work.run(&["extract", "in", "-o", "-"]);
    assert_eq!(lines(&ran.out).len(), 2, "{}", ran.err);
    assert!(ran.err.lines().all(|l| l.starts_with("giaoban: ")), "{}", ran.err);
}

#[test]
fn closed_input_and_closed_output_end_the_run() {
    let work = Work::new();
    let ran = work.run_with_input(&["extract", "-", "-o", "-"], b"");
    assert_eq!((ran.code, ran.out.as_str(), ran.err.lines().count()), (1, "", 1), "{}", ran.err);
    let ran = work.run_with_input(&["extract", "-", "-o", "-"], b"{\"text\": \"cut off in the mid");
    assert_eq!((ran.code, ran.err.lines().count()), (1, 1), "{}", ran.err);
}

#[test]
fn what_articles_say_never_acts() {
    let work = Work::new();
    let evil = "<script>alert(1)</script> =HYPERLINK(\"http://x\") \u{1b}[31m\u{202e} [x](javascript:alert(1)) '; DROP TABLE meetings; --";
    let article = serde_json::json!({
        "id": "../../evil/=1+1", "title": format!("=cmd|' /C calc'!A0 {evil}"), "outlet": "@SUM(1+1)", "url": "javascript:alert(1)",
        "published": "2021-05-06", "text": format!("{evil} {MEETING} {evil} Tỉnh Hà Nam giảm 61 biên chế (5,3%). {evil}"),
    });
    work.file("a.jsonl", article.to_string()).ok(&["extract", "a.jsonl"]);
    let before = work.names(".");
    for args in [&["report", "-o", "out"][..], &["export", "articles", "-o", "a.csv"], &["annotate", "a.jsonl", "-o", "a.html"]] {
        work.ok(args);
    }
    let mut made = work.names(".");
    made.retain(|name| !before.contains(name));
    assert_eq!(made, ["a.csv", "a.html", "out"], "nothing is written elsewhere");
    for name in ["a.html", "out/report.html", "out/report.md"] {
        let text = work.read(name);
        assert!(!text.contains("<script>alert"), "{name}");
        assert!(!text.contains("href=\"javascript:"), "{name}");
        // Escaped, Markdown shows the brackets and makes no link of them.
        assert!(!name.ends_with(".md") || !text.contains("[x](javascript:"), "{name}");
    }
    let csv = work.read("a.csv");
    assert!(!csv.contains(",=cmd") && !csv.contains(",\"=cmd") && !csv.contains(",@SUM"), "{csv}");
    let id = work.ok(&["export", "meetings", "-o", "-", "--format", "jsonl"]);
    let id = lines(&id)[0]["record_id"].as_str().expect("an id").to_string();
    for args in [
        &["show", &id][..],
        &["stats", "meetings", "--by", "outlet"],
        &["check"],
        &["export", "articles", "-o", "-", "--format", "csv"],
    ] {
        let out = work.ok(args);
        assert!(!out.contains('\u{1b}') && !out.contains('\u{202e}') || args[0] == "export", "{args:?}: {out}");
    }
    for query in [
        "DROP TABLE meetings",
        "DELETE FROM meetings",
        "CREATE TABLE x AS SELECT 1",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM 'a.csv'",
        "SELECT $$'$$ AS x, * FROM read_csv('a.csv') -- '",
        "SELECT 1 /* /* */ ' */ , * FROM read_csv('a.csv') -- '",
        &format!("SELECT 1{}", "+1".repeat(20_000)),
        &format!("SELECT article_id{} FROM meetings", " || article_id".repeat(2000)),
    ] {
        let ran = work.run(&["sql", query]);
        assert!(ran.code > 0 && ran.err.lines().count() == 1, "{query}: {}", ran.err);
    }
    assert_eq!(lines(&work.ok(&["export", "meetings", "-o", "-", "--format", "jsonl"])).len(), 1);
}

/// Runs a command to its end and watches the most memory it holds, in bytes; nought where the system does not tell.
fn most_memory(mut command: std::process::Command) -> (i32, String, u64) {
    use std::process::Stdio;
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the program runs");
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    while child.try_wait().expect("a child").is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let high = text.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.trim().parse().ok());
        most = most.max(high.unwrap_or(0u64) << 10);
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let ended = child.wait_with_output().expect("it ends");
    (ended.status.code().unwrap_or(-1), String::from_utf8_lossy(&ended.stderr).into_owned(), most)
}

#[test]
fn a_line_of_a_gigabyte_takes_no_memory() {
    use std::io::{Seek, SeekFrom};
    let work = Work::new();
    // A sparse file: a gigabyte of nothing between the quotes, which takes no disk.
    for (name, head, tail) in [
        ("a.jsonl", "{\"text\":\"", format!("\"}}\n{}\n", serde_json::json!({"text": MEETING}))),
        ("b.csv", "text\n\"", format!("\"\n\"{MEETING}\"\n")),
        ("c.txt", "Giao ban", String::new()),
        ("d.json", "[{\"text\":\"", "\"}]".to_string()),
        ("e.html", "<p>", MEETING.to_string()),
    ] {
        let mut file = std::fs::File::create(work.path(name)).expect("a file");
        file.write_all(head.as_bytes()).expect("a disk");
        file.seek(SeekFrom::Start(1 << 30)).expect("a sparse file");
        file.write_all(tail.as_bytes()).expect("a disk");
        file.set_len((1 << 30) + tail.len() as u64).expect("a sparse file");
        drop(file);
        let (code, said, most) = most_memory(work.command(&["extract", name, "-o", "out.jsonl"]));
        assert_eq!((code, said.lines().filter(|l| l.contains("is longer than 16 MiB")).count()), (1, 1), "{name}: {said}");
        assert!(most < 600 << 20, "{name}: {} MB", most >> 20);
        if name < "c" {
            assert_eq!(lines(&work.read("out.jsonl")).len(), 1, "{name}: the article behind it is read");
        }
    }
}

#[test]
fn files_that_vanish_or_grow_while_they_are_read_end_the_run_in_order() {
    let work = Work::new();
    std::fs::create_dir(work.path("in")).expect("a folder");
    for n in 0..1000 {
        work.file(&format!("in/{n:04}.txt"), format!("{MEETING} Lần {n}."));
    }
    let child = work.command(&["extract", "in", "-o", "out.jsonl"]).stderr(std::process::Stdio::piped()).spawn().expect("runs");
    for n in (0..1000).rev() {
        // Those at the end are gone before they are opened.
        let _ = std::fs::remove_file(work.path(&format!("in/{n:04}.txt")));
    }
    let ended = child.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&ended.stderr);
    assert!(ended.status.code().is_some_and(|code| code <= 1), "{said}");
    assert!(said.lines().all(|line| line.starts_with("giaoban: ")), "{said}");
    // A file that somebody goes on writing: what stands there is read, and there is an end.
    let line = |n: usize| serde_json::json!({"id": n.to_string(), "text": format!("{MEETING} Lần {n}.")}).to_string() + "\n";
    work.file("log.jsonl", (0..300).map(line).collect::<String>());
    let mut log = std::fs::File::options().append(true).open(work.path("log.jsonl")).expect("a file");
    let mut child = work.command(&["-q", "extract", "log.jsonl", "-o", "log.out.jsonl"]).spawn().expect("runs");
    let mut n = 300;
    while child.try_wait().expect("a child").is_none() && n < 100_000 {
        log.write_all(line(n).as_bytes()).expect("a disk");
        n += 1;
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    let status = child.wait().expect("it ends");
    assert!(status.code().is_some_and(|code| code <= 1));
    if status.success() {
        assert!(lines(&work.read("log.out.jsonl")).len() >= 300);
    }
}

#[cfg(unix)]
#[test]
fn folders_that_may_not_be_read_are_told_by_name() {
    use std::os::unix::fs::PermissionsExt;
    let work = Work::new();
    std::fs::create_dir_all(work.path("in/closed")).expect("a folder");
    work.file("in/a.txt", MEETING).file("in/b.txt", MEETING).file("in/closed/c.txt", MEETING).file("closed.toml", "");
    let set = |name: &str, mode| std::fs::set_permissions(work.path(name), std::fs::Permissions::from_mode(mode)).expect("mine");
    for (name, mode) in [("in/closed", 0o000), ("in/b.txt", 0o000), ("closed.toml", 0o000), (".", 0o755)] {
        set(name, mode);
    }
    let shut_out = |args: &[&str]| work.command_shut_out("in/closed", args);
    let ended = shut_out(&["extract", "in", "-o", "-"]).output().expect("the program runs, by setpriv where this is root");
    let (said, out) = (String::from_utf8_lossy(&ended.stderr), String::from_utf8_lossy(&ended.stdout));
    let mut config = shut_out(&["stats", "--builtin"]);
    let config = config.env("GIAOBAN_CONFIG", work.path("closed.toml")).output().expect("the program runs");
    set("in/closed", 0o700);
    assert_eq!((ended.status.code(), lines(&out).len()), (Some(1), 1), "{said}");
    for name in ["in/b.txt", "in/closed"] {
        assert_eq!(said.matches(&format!("giaoban: {name}: no permission to read it")).count(), 1, "{said}");
    }
    let said = String::from_utf8_lossy(&config.stderr);
    assert!(config.status.code() == Some(2) && said.starts_with("giaoban: cannot read the configuration file "), "{said}");
}

#[test]
fn letters_that_are_not_seen_hide_nothing_and_move_nothing() {
    let work = Work::new();
    let plain = format!("{MEETING} Tỉnh Hà Nam giảm 61 biên chế, đạt 81/82 chi bộ.");
    for hidden in ['\u{200b}', '\u{200d}', '\u{2060}', '\u{feff}', '\u{ad}', '\u{202e}', '\u{2066}', '\u{e0061}', '\u{fe0f}'] {
        for every in [2, 7] {
            let text: String =
                plain.chars().enumerate().flat_map(|(n, c)| (n % every == 1).then_some(hidden).into_iter().chain([c])).collect();
            work.file("a.jsonl", serde_json::json!({"text": text}).to_string());
            let (code, records, said) = extract(&work, "a.jsonl");
            assert_eq!((code, records.len()), (0, 1), "{hidden:?}: {said}");
            let scalars: Vec<char> = text.chars().collect();
            for table in ["meetings", "staffing", "progress", "quantities"] {
                for row in records[0][table].as_array().into_iter().flatten() {
                    let number = |name: &str| row[name].as_u64().expect("a number") as usize;
                    let evidence: Vec<char> = row["evidence"].as_str().expect("a sentence").chars().collect();
                    let from = number("evidence_start");
                    assert_eq!(scalars[from..from + evidence.len()], evidence[..], "{hidden:?}: {row}");
                    assert!(from <= number("start") && number("start") < number("end"), "{hidden:?}: {row}");
                }
            }
        }
    }
}

#[test]
fn names_of_papers_are_no_markup_in_pictures_and_tables() {
    let work = Work::new();
    let outlet = "<script>alert(1)</script>[x](javascript:alert(1))|=1+1&\"'";
    let article =
        |n: usize| serde_json::json!({"id": n.to_string(), "outlet": outlet, "text": format!("{MEETING} Lần {n}.")}).to_string();
    work.file("a.jsonl", format!("{}\n{}\n", article(1), article(2))).ok(&["extract", "a.jsonl"]);
    work.ok(&["chart", "meetings", "--by", "outlet", "-o", "a.svg"]);
    let svg = work.read("a.svg");
    assert!(!svg.contains("<script") && svg.contains("&lt;script"), "{svg}");
    for format in ["markdown", "csv", "json"] {
        let out = work.ok(&["stats", "meetings", "--by", "outlet", "--format", format]);
        let acts = match format {
            "markdown" => out.contains("<script") || out.contains("[x](javascript:"),
            "csv" => out.lines().any(|line| line.starts_with('=')),
            _ => serde_json::from_str::<serde_json::Value>(&out).is_err(),
        };
        assert!(!acts, "{format}: {out}");
    }
}
