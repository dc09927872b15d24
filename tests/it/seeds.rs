//! The five real articles, where they are at hand (they are not in the repository).

use crate::work::{Work, lines};
use std::path::Path;

/// The folder of the real articles.
fn seeds() -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    if !path.is_dir() {
        eprintln!("skipped: ../shared/seeds is not here");
        return None;
    }
    Some(path.to_string_lossy().into_owned())
}

#[test]
fn six_meetings() {
    let Some(seeds) = seeds() else { return };
    let work = Work::new();
    work.ok(&["extract", &seeds]);
    let query = "SELECT date, kind, mode, level, meeting_region, province, status FROM meetings ORDER BY date";
    let expected = "\
date,kind,mode,level,meeting_region,province,status
2018-01-19,final_review,online,central,,,held
2018-07-24,preliminary_review,in_person,province,,20,held
2020-06-16,working_session,in_person,province,,01,held
2020-07-21/2020-07-23,congress,in_person,district,,01,planned
2021-06-28,briefing,online,central,north,,held
2022-06-23,briefing,in_person,central,south,,held
";
    assert_eq!(work.ok(&["sql", query, "--format", "csv"]), expected);
}

#[test]
fn completion_is_81_of_82_never_162_of_164() {
    let Some(seeds) = seeds() else { return };
    let work = Work::new();
    work.ok(&["extract", &seeds]);
    let args = ["stats", "progress", "--by", "subject", "--where", "activity=congress", "--format", "jsonl"];
    let rows = lines(&work.ok(&args));
    let row = |subject: &str| {
        let row = rows.iter().find(|r| r["subject"] == subject).unwrap_or_else(|| panic!("no {subject}: {rows:?}"));
        (row["done"].as_f64(), row["total"].as_f64())
    };
    assert_eq!(row("party_cell"), (Some(834.0), Some(834.0)));
    assert_eq!(row("grassroots_party_org"), (Some(81.0), Some(82.0)));
}

#[test]
fn lang_son_cut_61_and_each_document_stands_once() {
    let Some(seeds) = seeds() else { return };
    let work = Work::new();
    work.ok(&["extract", &seeds]);
    let args = ["stats", "staffing", "--by", "province", "--where", "subject=staff", "--format", "jsonl"];
    let rows = lines(&work.ok(&args));
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert_eq!(rows[0]["province_name"], "Lạng Sơn");
    let figure = |name: &str| rows[0][name].as_f64();
    assert_eq!((figure("cut"), figure("cut_percent"), figure("target_percent")), (Some(61.0), Some(5.3), Some(10.0)));
    let documents = lines(&work.ok(&["stats", "documents", "--by", "document", "--format", "jsonl"]));
    let count = |symbol: &str| documents.iter().filter(|d| d["document"].as_str().is_some_and(|s| s.ends_with(symbol))).count();
    for symbol in [" 18-NQ/TW", " 19-NQ/TW", " 26-NQ/TW", " 05", " TW4-XII"] {
        assert_eq!(count(symbol), 1, "{symbol}: {documents:?}");
    }
}

#[test]
fn every_command_of_the_first_tour_runs() {
    let Some(seeds) = seeds() else { return };
    let work = Work::new();
    work.ok(&["extract", &seeds]);
    for args in [
        ["stats", "--by", "region"].as_slice(),
        &["stats", "meetings", "--by", "kind,level"],
        &["stats", "staffing", "--by", "province"],
        &["stats", "progress", "--by", "subject", "--where", "activity=congress"],
        &["chart", "meetings", "--by", "region", "-o", "meetings.png"],
        &["chart", "progress", "--by", "province", "--where", "activity=congress", "-o", "congress.svg"],
        &["export", "meetings", "-o", "meetings.parquet"],
        &["places", "Đống Đa"],
    ] {
        work.ok(args);
    }
}
