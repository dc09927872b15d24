//! Files for other programs.

use crate::work::{Work, lines};

#[test]
fn a_table_leaves_in_every_format() {
    let work = Work::with_samples();
    work.ok(&["extract", "news"]);
    for name in ["m.csv", "m.jsonl", "m.json", "m.parquet", "m.arrow"] {
        work.ok(&["export", "meetings", "-o", name]);
    }
    assert_eq!(lines(&work.read("m.jsonl")).len(), 6);
    let array: serde_json::Value = serde_json::from_str(&work.read("m.json")).unwrap();
    assert_eq!(array.as_array().map(Vec::len), Some(6));
    assert_eq!(array[0]["record_id"], lines(&work.read("m.jsonl"))[0]["record_id"]);
    let csv = work.read("m.csv");
    assert!(csv.starts_with("record_id,article_id,start,end,evidence,"), "{csv}");
    assert_eq!(work.ok(&["export", "meetings", "-o", "-"]), csv);
    let parquet = std::fs::read(work.path("m.parquet")).unwrap();
    assert!(parquet.starts_with(b"PAR1") && parquet.ends_with(b"PAR1"));
    assert!(std::fs::read(work.path("m.arrow")).unwrap().starts_with(b"ARROW1"));
    // The same data give the same bytes.
    work.ok(&["export", "meetings", "-o", "again.parquet"]);
    assert_eq!(std::fs::read(work.path("again.parquet")).unwrap(), parquet);
}

#[test]
fn a_filter_takes_the_same_records_as_the_statistics() {
    let work = Work::with_samples();
    work.ok(&["extract", "news"]);
    let kinds = |args: &[&str]| -> Vec<String> {
        let all = [["export", "meetings", "-o", "-", "--format", "jsonl"].as_slice(), args].concat();
        let mut kinds: Vec<_> = lines(&work.ok(&all)).iter().map(|l| l["kind"].as_str().unwrap().to_string()).collect();
        kinds.sort();
        kinds
    };
    assert_eq!(kinds(&["--since", "2021"]), ["briefing", "briefing"]);
    assert_eq!(kinds(&["--status", "planned"]), ["congress"]);
    assert_eq!(kinds(&["--where", "kind=briefing,congress", "--until", "2021"]), ["briefing", "congress"]);
    assert_eq!(kinds(&["--where", "kind!=briefing", "--in", "Lạng Sơn"]), ["preliminary_review"]);
}

#[test]
fn an_aggregate_is_a_table_too() {
    let work = Work::with_samples();
    work.ok(&["extract", "news"]);
    let csv = work.ok(&["export", "staffing", "--by", "province", "--where", "subject=staff", "-o", "-"]);
    let mut rows = csv.lines();
    let head = "province,province_name,geo,cut,cut_percent,target,target_percent,distance,distance_points,before,after,facts,statements,articles";
    assert_eq!(rows.next(), Some(head));
    assert!(rows.next().is_some_and(|r| r.starts_with("20,Lạng Sơn,63,61,5.3,")), "{csv}");
    assert_eq!(work.ok(&["stats", "staffing", "--by", "province", "--where", "subject=staff", "--format", "csv"]), csv);
    work.ok(&["export", "staffing", "--by", "province", "--where", "subject=staff", "-o", "e.csv", "--excel"]);
    let excel = work.read("e.csv");
    assert!(excel.starts_with("\u{feff}province;province_name;geo;cut;"), "{excel}");
    assert!(excel.contains("\n20;Lạng Sơn;63;61;5,3;"), "{excel}");
}

#[test]
fn no_cell_becomes_a_formula() {
    let work = Work::new();
    let text = "Ngày 28/6/2021, Tỉnh ủy Hà Giang tổ chức hội nghị giao ban.";
    let article = serde_json::json!({"id": "=cmd|' /C calc'!A0", "title": "@SUM(1)", "url": "+1", "text": text});
    work.file("a.jsonl", article.to_string());
    work.ok(&["extract", "a.jsonl"]);
    let csv = work.ok(&["export", "articles", "-o", "-"]);
    assert!(csv.contains("'=cmd|' /C calc'!A0") && csv.contains("'@SUM(1)") && csv.contains("'+1"), "{csv}");
    let formula = |cell: &str| cell.trim_matches('"').starts_with(['=', '+', '-', '@']);
    assert!(!csv.lines().skip(1).flat_map(|l| l.split(',')).any(formula), "{csv}");
}

#[test]
fn charts_are_pictures() {
    let work = Work::with_samples();
    work.ok(&["extract", "news"]);
    work.ok(&["chart", "meetings", "--by", "region", "-o", "m.png"]);
    assert!(std::fs::read(work.path("m.png")).unwrap().starts_with(b"\x89PNG\r\n"));
    work.ok(&["chart", "meetings", "--by", "region", "-o", "m.svg", "--lang", "vi", "--title", "Họp <theo> vùng"]);
    let svg = work.read("m.svg");
    assert!(svg.contains("Họp &lt;theo&gt; vùng") && svg.contains("Đồng bằng sông Hồng"), "{svg}");
    let error = work.fails(1, &["chart", "meetings", "--by", "region", "--since", "2030", "-o", "x.png"]);
    assert!(error.contains("nothing to draw"), "{error}");
    assert!(!work.path("x.png").exists());
}

#[test]
fn completions_and_pages_are_made() {
    let work = Work::new();
    for (shell, has) in [("bash", "_giaoban()"), ("zsh", "#compdef giaoban"), ("fish", "complete -c giaoban")] {
        assert!(work.ok(&["completions", shell]).contains(has), "{shell}");
    }
    assert!(work.ok(&["completions", "bash"]).contains("macro_region"), "keys are completed");
    assert!(work.ok(&["man"]).contains(".TH giaoban 1"));
    work.ok(&["man", "pages/man1"]);
    assert!(work.names("pages/man1").contains(&"giaoban-stats.1".to_string()));
}

#[test]
fn a_report_is_one_page_and_its_files_and_comes_out_the_same_again() {
    let work = Work::with_samples();
    work.ok(&["extract", "news"]);
    let ran = work.run(&["report", "-o", "out/week", "--lang", "vi", "--title", "Bản tin <thử>"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    let page = work.read("out/week/report.html");
    assert!(page.contains("Bản tin &lt;thử&gt;") && !page.contains("<thử>"));
    let names = work.names("out/week");
    assert_eq!(names, ["charts", "facts.md", "report.html", "report.md", "report.xlsx", "tables"]);
    let before: Vec<Vec<u8>> = ["report.md", "report.html", "facts.md", "report.xlsx"]
        .map(|n| std::fs::read(work.path(&format!("out/week/{n}"))).unwrap())
        .into();
    work.ok(&["report", "-o", "out/week", "--lang", "vi", "--title", "Bản tin <thử>"]);
    let after: Vec<Vec<u8>> = ["report.md", "report.html", "facts.md", "report.xlsx"]
        .map(|n| std::fs::read(work.path(&format!("out/week/{n}"))).unwrap())
        .into();
    assert!(before == after);
    work.file("taken", "");
    assert!(work.fails(1, &["report", "-o", "taken"]).contains("taken"));
}

#[test]
fn a_percentage_that_its_ratio_does_not_give_is_found() {
    let work = Work::new();
    work.file("a.txt", "Ngày 5/6/2020, Tỉnh ủy Quảng Ninh cho biết đã có 428/461 chi bộ tổ chức xong đại hội, đạt 86,64%.");
    work.ok(&["extract", "a.txt"]);
    let out = work.ok(&["check"]);
    assert!(out.starts_with("Error: 428/461 is 92.84%, but the article prints 86.64%\n"), "{out}");
    assert!(out.ends_with("Errors: 1 · warnings: 0 · notes: 0\n"), "{out}");
    assert_eq!(work.run(&["check", "--strict"]).code, 1);
    let found: serde_json::Value = serde_json::from_str(&work.ok(&["check", "--format", "json"])).unwrap();
    assert_eq!((&found[0]["code"], &found[0]["severity"]), (&"percent_mismatch".into(), &"error".into()));
    let id = found[0]["record_ids"][0].as_str().unwrap().to_string();
    assert!(work.ok(&["show", &id]).contains("86,64%"));
    assert!(
        work.ok(&["check", "--format", "csv"])
            .starts_with("severity,code,table,record_ids,text,evidence\nerror,percent_mismatch,progress,")
    );
}
