//! Vietnamese and English: the same figures, no word of the other.

use crate::work::Work;
use std::collections::BTreeSet;

/// Words of one language in the label files.
fn vocabulary(column: usize) -> BTreeSet<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/labels");
    let mut words = BTreeSet::new();
    for entry in std::fs::read_dir(folder).expect("the labels are in the repository") {
        let text = std::fs::read_to_string(entry.expect("an entry").path()).expect("a label file");
        for line in text.lines().filter(|l| !l.starts_with('#')) {
            words.extend(letters(line.split('\t').nth(column).unwrap_or_default()));
        }
    }
    words
}

/// Words of names of places, which no language has for itself.
fn names() -> BTreeSet<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/gazetteer");
    let read = |name: &str| std::fs::read_to_string(format!("{folder}/{name}")).expect("a table of the gazetteer");
    ["provinces_63.csv", "districts.csv", "regions.csv"].iter().flat_map(|n| letters(&read(n)).collect::<Vec<_>>()).collect()
}

fn letters(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphabetic() && c != '_').filter(|w| w.chars().count() > 2).map(str::to_lowercase)
}

const TABLES: &[&[&str]] = &[
    &["stats"],
    &["stats", "--by", "province", "--top", "5"],
    &["stats", "--by", "macro_region", "--geo", "2025"],
    &["stats", "meetings", "--by", "kind,level"],
    &["stats", "meetings", "--by", "mode,status"],
    &["stats", "meetings", "--by", "quarter"],
    &["stats", "staffing", "--by", "subject,status"],
    &["stats", "staffing", "--by", "half"],
    &["stats", "progress", "--by", "activity,subject"],
    &["stats", "documents", "--by", "type"],
    &["stats", "quantities", "--by", "kind"],
    &["stats", "meetings", "--by", "region", "--pivot", "year", "--compare", "previous"],
    &["stats", "meetings", "--by", "province", "--measure", "share,facts,statements,articles"],
    &["stats", "progress", "--by", "month", "--compare", "year"],
    &[
        "stats",
        "staffing",
        "--by",
        "province",
        "--where",
        "subject=staff",
        "--measure",
        "cut,distance,distance_points,target_rate",
    ],
    &["stats", "meetings", "--where", "outlet=nhandann"],
    &["stats", "meetings", "--by", "region", "--since", "1990", "--until", "1991"],
    &["places", "--geo", "2025"],
    &["places", "Đống Đa"],
];

#[test]
fn a_vietnamese_table_has_no_english_word() {
    let (vi, en, names) = (vocabulary(1), vocabulary(2), names());
    let only_en: BTreeSet<_> = en.iter().filter(|w| !vi.contains(*w) && !names.contains(*w)).collect();
    assert!(only_en.len() > 300);
    let work = Work::new();
    for args in TABLES {
        let mut out = work.ok(&[args, ["--lang", "vi", "-q"].as_slice()].concat());
        // Options and commands bear the same name in both languages.
        for word in ["--explain", "giaoban show", "--since", "--until", "--where"] {
            out = out.replace(word, "");
        }
        let foreign: Vec<_> = letters(&out).filter(|w| only_en.contains(w) || w.contains('_')).collect();
        assert!(foreign.is_empty(), "{args:?}: {foreign:?}\n{out}");
    }
}

#[test]
fn an_english_table_has_english_words() {
    let work = Work::new();
    let out = work.ok(&["stats", "meetings", "--by", "kind,level", "-q"]);
    for word in ["Kind", "Level", "Meetings", "Total", "Final review", "Facts:"] {
        assert!(out.contains(word), "{word}: {out}");
    }
    assert!(!out.contains("Tổng kết") && !out.contains("Cấp"), "{out}");
}

#[test]
fn numbers_follow_the_language_and_machine_formats_do_not() {
    let work = Work::new();
    work.file("a.txt", "Ngày 5/12/2021, Tỉnh ủy Quảng Ninh cho biết: đến hết năm 2021, tỉnh đã giảm 1.246 biên chế, đạt 10,5%.");
    work.ok(&["extract", "a.txt"]);
    let with = |more: &[&str]| work.ok(&[&["stats", "staffing", "--by", "province", "--where", "subject=staff"], more].concat());
    let (vi, en) = (with(&["--lang", "vi"]), with(&["--lang", "en"]));
    assert!(vi.contains(" 1.246 ") && vi.contains(" 10,5% "), "{vi}");
    assert!(en.contains(" 1,246 ") && en.contains(" 10.5% "), "{en}");
    for format in ["csv", "json", "jsonl"] {
        assert_eq!(with(&["--lang", "en", "--format", format]), with(&["--lang", "vi", "--format", format]), "{format}");
    }
}

#[test]
fn the_language_comes_from_the_locale() {
    let work = Work::new();
    let said = |variables: &[(&str, &str)], args: &[&str]| {
        let mut command = work.command(args);
        command.env_remove("LC_ALL").envs(variables.iter().copied());
        String::from_utf8(command.output().unwrap().stderr).unwrap()
    };
    let vietnamese = "giaoban: không có nơi nào tên \"qqqqqqqqqq\": hãy thử tên tỉnh, huyện, vùng hoặc mã\n";
    let english = "giaoban: no place is called \"qqqqqqqqqq\": try a province, a district, a region or a code\n";
    let args = ["places", "qqqqqqqqqq"];
    assert_eq!(said(&[], &args), english);
    assert_eq!(said(&[("LANG", "vi_VN.UTF-8")], &args), vietnamese);
    assert_eq!(said(&[("LANG", "vi_VN.UTF-8"), ("LC_ALL", "en_US.UTF-8")], &args), english);
    assert_eq!(said(&[("LC_MESSAGES", "vi_VN"), ("LANG", "en_US")], &args), vietnamese);
    assert_eq!(said(&[("GIAOBAN_LANG", "vi"), ("LC_ALL", "C")], &args), vietnamese);
    assert_eq!(said(&[("GIAOBAN_LANG", "vi")], &["places", "qqqqqqqqqq", "--lang", "en"]), english);
    // Wrong usage too, although the arguments could not be read.
    assert!(said(&[], &["stats", "--bye", "--lang", "vi"]).starts_with("giaoban: không có tùy chọn \"--bye\""));
}
