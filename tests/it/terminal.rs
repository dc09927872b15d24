//! What reaches a terminal.

use crate::work::Work;

#[test]
fn nothing_in_an_article_commands_the_terminal() {
    let work = Work::new();
    let text = "\u{1b}[2JTin\u{202e}\n\nNgày 28/6/2021, Tỉnh ủy Hà Giang\u{1b}]0;x\u{7} tổ chức hội nghị \u{9b}31mgiao ban.";
    let article = serde_json::json!({"id": "\u{1b}[31mx", "title": "\u{1b}[2JTin\u{202e}", "text": text});
    work.file("a.jsonl", article.to_string());
    work.ok(&["extract", "a.jsonl"]);
    let id = work.ok(&["sql", "SELECT record_id FROM meetings", "--format", "csv"]).lines().last().unwrap().to_string();
    assert_eq!(id.len(), 13, "the article has a meeting");
    for args in [
        ["annotate", "a.jsonl"].as_slice(),
        &["show", &id],
        &["stats", "meetings", "--by", "organiser,province"],
        &["stats", "meetings", "--by", "organiser", "--format", "md"],
        &["sql", "SELECT id, title, text FROM articles"],
        &["check"],
    ] {
        let out = work.ok(args);
        assert!(!out.contains(['\u{1b}', '\u{7}', '\u{9b}', '\u{202e}']), "{args:?}: {out:?}");
    }
    let ran = work.run(&["extract", "a\u{1b}[31m\n.txt"]);
    assert_eq!((ran.code, ran.err.lines().count(), ran.err.contains('\u{1b}')), (1, 1, false), "{:?}", ran.err);
}

#[test]
fn colour_follows_the_wish() {
    let work = Work::new();
    let colored = |args: &[&str], no_color: &str| {
        let mut command = work.command(&[&["stats", "-q"], args].concat());
        let out = command.env("NO_COLOR", no_color).output().unwrap().stdout;
        String::from_utf8(out).unwrap().contains('\u{1b}')
    };
    assert!(!colored(&[], ""), "a pipe is no terminal");
    assert!(colored(&["--color", "always"], ""));
    assert!(!colored(&["--color", "never"], ""));
    assert!(!colored(&["--color", "auto"], "1"));
}

#[cfg(unix)]
#[test]
fn a_reader_that_leaves_is_no_failure() {
    use std::process::{Command, Stdio};
    let work = Work::new();
    for args in [
        "stats --by province --explain",
        "export quantities -o -",
        "sql 'SELECT * FROM meetings'",
        "--help",
        "man",
        "completions bash",
    ] {
        // The status of the program, not of the reader, is printed.
        let script =
            format!("{{ {} {args} -q; echo $? >&3; }} 3>&2 2>/dev/null | head -c 1 >/dev/null", env!("CARGO_BIN_EXE_giaoban"));
        let mut command = Command::new("sh");
        command.args(["-c", &script]).current_dir(work.path(".")).stdin(Stdio::null()).stdout(Stdio::null());
        let out = command.output().unwrap();
        assert_eq!(String::from_utf8_lossy(&out.stderr), "0\n", "{args}");
    }
}

#[test]
fn help_has_examples() {
    let work = Work::new();
    for command in [
        "extract",
        "annotate",
        "stats",
        "chart",
        "export",
        "report",
        "check",
        "show",
        "sql",
        "places",
        "config",
        "completions",
        "man",
    ] {
        let help = work.ok(&[command, "--help"]);
        assert!(help.contains(&format!("giaoban {command}")) && help.contains("Examples:"), "{command}: {help}");
    }
    assert!(work.ok(&["--help"]).contains("Examples:"));
    let version = work.ok(&["--version"]);
    let data = version.strip_prefix(concat!("giaoban ", env!("CARGO_PKG_VERSION"), " (data "));
    let data = data.and_then(|v| v.strip_suffix(")\n"));
    assert!(data.is_some_and(|d| d.len() == 8 && d.bytes().all(|b| b.is_ascii_hexdigit())), "{version}");
}

#[test]
fn bars_are_drawn_in_the_table() {
    let work = Work::with_samples();
    work.ok(&["extract", "news"]);
    let out = work.ok(&["stats", "meetings", "--by", "kind", "--bars"]);
    assert!(out.contains(&format!("│ Briefing           │        2 │ {} │", "█".repeat(20))), "{out}");
}
