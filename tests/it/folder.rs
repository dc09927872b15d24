//! Record tables that another program wrote, in folders of their own: read as they lie, never changed.

use crate::work::Work;

/// The samples as a dataset in `single`, and its tables in `folders` as Spark leaves them.
fn both() -> Work {
    let work = Work::with_samples();
    work.ok(&["-q", "extract", "news", "--data", "single"]);
    for table in ["articles", "meetings", "staffing", "progress", "documents", "quantities"] {
        let folder = format!("folders/{table}/published_month=unknown");
        std::fs::create_dir_all(work.path(&folder)).expect("a folder");
        work.ok(&["export", table, "--data", "single", "-o", &format!("{folder}/part-00000.zstd.parquet")]);
        work.file(&format!("folders/{table}/_SUCCESS"), "").file(&format!("{folder}/.part-00000.zstd.parquet.crc"), "crc");
    }
    work
}

#[test]
fn a_folder_of_tables_gives_what_the_dataset_gives() {
    let work = both();
    let id = serde_json::from_str::<serde_json::Value>(
        work.ok(&["export", "meetings", "--data", "single", "-o", "-", "--format", "jsonl"]).lines().next().expect("a record"),
    );
    let id = id.expect("JSON")["record_id"].as_str().expect("an id").to_string();
    for command in [
        &["stats", "--by", "region"][..],
        &["stats", "staffing", "--by", "province", "--explain"],
        &["chart", "meetings", "--by", "region", "-o", "-", "--format", "svg"],
        &["export", "progress", "-o", "-", "--format", "jsonl"],
        &["check"],
        &["show", &id],
        &["sql", "SELECT table_of.kind, COUNT(*) AS n FROM meetings AS table_of GROUP BY table_of.kind ORDER BY n, 1"],
    ] {
        let of = |dir| work.ok(&[command, &["--data", dir]].concat());
        assert_eq!(of("folders"), of("single"), "{command:?}");
    }
    for dir in ["single", "folders"] {
        work.ok(&["report", "--data", dir, "-o", &format!("report-{dir}")]);
    }
    assert_eq!(work.names("report-folders"), work.names("report-single"));
    let page = |dir: &str| work.read(&format!("report-{dir}/report.md")).replace("folders", "single");
    assert_eq!(page("folders"), page("single"));
}

#[test]
fn a_folder_of_tables_is_not_changed() {
    let work = both();
    for command in [&["extract", "news", "--data", "folders"][..], &["extract", "--rebuild", "--data", "folders"]] {
        let said = work.fails(1, command);
        assert!(said.contains("written by another program and are read only: extract into another folder"), "{said}");
    }
    assert_eq!(work.names("folders"), ["articles", "documents", "meetings", "progress", "quantities", "staffing"]);
}

#[test]
fn a_folder_under_way_or_damaged_is_told() {
    let work = both();
    std::fs::create_dir(work.path("folders/_stage")).expect("a folder");
    let said = work.fails(1, &["stats", "--data", "folders"]);
    assert!(said.contains("the tables in folders are not finished (folders/_stage is there): wait for the job"), "{said}");
    std::fs::remove_dir(work.path("folders/_stage")).expect("a folder");
    assert!(work.ok(&["check", "--dataset", "--data", "folders"]).starts_with("folders is whole: files: 6, articles: 5, rows: "));
    let file = "folders/meetings/published_month=unknown/part-00000.zstd.parquet";
    let bytes = std::fs::read(work.path(file)).expect("a table");
    work.file(file, &bytes[..bytes.len() / 2]);
    assert!(work.fails(1, &["stats", "meetings", "--data", "folders"]).contains(file));
    work.ok(&["stats", "staffing", "--data", "folders"]);
    let ran = work.run(&["check", "--dataset", "--data", "folders"]);
    assert_eq!((ran.code, ran.out), (1, format!("damaged: {file}\n")));
}
