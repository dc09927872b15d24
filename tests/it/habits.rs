//! Defaults and where they come from, the data dictionary, workbooks.

use crate::work::{Work, lines};

/// Key → (value, origin), as `giaoban config` has them.
fn config(work: &Work, variables: &[(&str, &str)], args: &[&str]) -> Vec<(String, String, String)> {
    let mut command = work.command(&[&["config", "--format", "json"], args].concat());
    let out = command.envs(variables.iter().copied()).output().expect("the program runs");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let all: serde_json::Value = serde_json::from_slice(&out.stdout).expect("JSON");
    let text = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_string();
    let row = |s: &serde_json::Value| (text(&s["key"]), text(&s["value"]), text(&s["origin"]));
    all["settings"].as_array().expect("a list").iter().map(row).collect()
}

fn rows(rows: [(&str, &str, &str); 4]) -> Vec<(String, String, String)> {
    rows.map(|(key, value, origin)| (key.into(), value.into(), origin.into())).into()
}

#[test]
fn each_default_says_where_it_comes_from() {
    let work = Work::new();
    let usual = rows([
        ("data", "giaoban-data", "default"),
        ("lang", "en", "default"),
        ("geo", "-", "default"),
        ("memory", "-", "default"),
    ]);
    assert_eq!(config(&work, &[], &[]), usual);
    std::fs::create_dir_all(work.path("config/giaoban")).unwrap();
    work.file("config/giaoban/config.toml", "data = \"kho\"\nlang = \"vi\"\ngeo = 2025\n");
    let folder = work.path("config/giaoban/kho").display().to_string();
    let filed = rows([("data", &folder, "file"), ("lang", "vi", "file"), ("geo", "2025", "file"), ("memory", "-", "default")]);
    assert_eq!(config(&work, &[], &[]), filed);
    let mixed = rows([("data", "d", "flag"), ("lang", "en", "environment"), ("geo", "2025", "file"), ("memory", "-", "default")]);
    assert_eq!(config(&work, &[("GIAOBAN_LANG", "en"), ("GIAOBAN_DATA", "e")], &["--data", "d"]), mixed);
    let table = work.ok(&["config"]);
    assert!(table.contains("tệp cấu hình") && table.contains("config.toml"), "{table}");
}

#[test]
fn the_file_s_defaults_are_used() {
    let work = Work::with_samples();
    work.file("my.toml", "data = \"kho\"\nlang = \"vi\"\ngeo = 2025\n");
    let run = |args: &[&str]| {
        let out = work.command(args).env("GIAOBAN_CONFIG", work.path("my.toml")).output().unwrap();
        assert!(out.status.success(), "{args:?}: {}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).unwrap()
    };
    // A folder of the file that is not there yet is no fault: the built-in data is used, as without a file.
    assert!(run(&["stats"]).contains("Dữ liệu đi kèm chương trình"));
    run(&["extract", "news", "-q"]);
    assert!(work.path("kho/giaoban.json").exists(), "the folder lies beside the file");
    let table = run(&["stats", "--by", "province"]);
    assert!(table.contains("Tỉnh, thành phố") && !table.contains("Dữ liệu đi kèm"), "{table}");
    let geo = |args: &[&str]| run(&[&["export", "meetings", "--by", "province"], args].concat());
    assert!(geo(&[]).lines().nth(1).unwrap().contains(",34,"), "{}", geo(&[]));
    assert!(geo(&["--geo", "63"]).lines().nth(1).unwrap().contains(",63,"));
    assert_eq!(run(&["places"]).lines().count(), run(&["places", "--geo", "2025"]).lines().count());
}

#[test]
fn a_bad_default_is_one_clear_line() {
    let work = Work::new();
    for (text, said) in [
        ("lang = \"vi\"\ngeo\n", "my.toml:2"),
        ("lang = \"fr\"", "lang = \"fr\" means nothing; values: vi, en"),
        ("daat = \"kho\"", "did you mean \"data\"?"),
        ("geo = 64", "63, 2025"),
    ] {
        work.file("my.toml", text);
        let out = work.command(&["stats"]).env("GIAOBAN_CONFIG", work.path("my.toml")).output().unwrap();
        let err = String::from_utf8(out.stderr).unwrap();
        assert_eq!((out.status.code(), out.stdout.len(), err.lines().count()), (Some(2), 0, 1), "{text}: {err}");
        assert!(err.contains(said) && err.contains("my.toml"), "{text}: {err}");
    }
    for (name, value) in [("GIAOBAN_LANG", "fr"), ("GIAOBAN_GEO", "64"), ("GIAOBAN_CONFIG", "none.toml")] {
        let out = work.command(&["stats"]).env(name, value).output().unwrap();
        let err = String::from_utf8(out.stderr).unwrap();
        assert_eq!((out.status.code(), err.lines().count()), (Some(2), 1), "{err}");
        assert!(err.contains(name) && err.contains(value), "{err}");
    }
}

#[test]
fn the_dictionary_knows_every_column_that_is_exported() {
    let work = Work::with_samples();
    work.ok(&["extract", "news"]);
    let all: serde_json::Value = serde_json::from_str(&work.ok(&["export", "--dictionary", "--format", "json"])).unwrap();
    let known = |table: &str| -> Vec<&str> {
        all.as_array().unwrap().iter().filter(|e| e["table"] == table).map(|e| e["column"].as_str().unwrap()).collect()
    };
    for table in ["articles", "meetings", "staffing", "progress", "documents", "quantities"] {
        let csv = work.ok(&["export", table]);
        assert_eq!(csv.lines().next().unwrap().split(',').collect::<Vec<_>>(), known(table), "{table}");
    }
    for args in [
        ["overview", "--by", "region,year"],
        ["meetings", "--by", "province,kind"],
        ["staffing", "--by", "half,subject"],
        ["progress", "--by", "district,term"],
        ["documents", "--by", "document,issuer"],
        ["quantities", "--by", "kind,outlet"],
    ] {
        let csv = work.ok(&[&["export"], args.as_slice()].concat());
        for column in csv.lines().next().unwrap().split(',') {
            assert!(known("aggregate").contains(&column), "{args:?}: {column}");
        }
    }
    let csv = work.ok(&["export", "--dictionary", "--format", "csv"]);
    assert!(
        csv.starts_with("table,column,type,unit_vi,unit_en,meaning_vi,meaning_en,values\narticles,article_id,text,mã,id,"),
        "{csv}"
    );
    let text = work.ok(&["export", "--dictionary"]);
    let stored = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dictionary.md")).unwrap();
    assert!(text == stored, "data/dictionary.md is not what the program says: giaoban export --dictionary -o data/dictionary.md");
}

#[test]
fn a_workbook_is_the_same_each_time_and_needs_its_own_format() {
    let work = Work::with_samples();
    work.ok(&["extract", "news"]);
    for (name, args) in [
        ("table", ["export", "meetings"].as_slice()),
        ("aggregate", &["export", "progress", "--by", "province"]),
        ("all", &["export", "all", "--since", "2018"]),
        ("by", &["export", "all", "--by", "year"]),
    ] {
        let (once, again) = (format!("{name}.xlsx"), format!("{name}_again.xlsx"));
        work.ok(&[args, &["-o", &once]].concat());
        std::thread::sleep(std::time::Duration::from_millis(10));
        work.ok(&[args, &["-o", &again]].concat());
        let bytes = std::fs::read(work.path(&once)).unwrap();
        assert!(bytes.starts_with(b"PK") && bytes == std::fs::read(work.path(&again)).unwrap(), "{name}");
    }
    assert!(work.fails(2, &["export", "all", "-o", "a.csv"]).contains(".xlsx"));
    let error = work.fails(2, &["export", "all", "-o", "a.xlsx", "--by", "colour"]);
    assert!(error.contains("\"colour\""), "{error}");
    assert!(work.fails(2, &["export"]).contains("<TABLE|TOPIC>"));
    assert_eq!(lines(&work.ok(&["export", "meetings", "--format", "jsonl"])).len(), 6, "without -o to standard output");
}
