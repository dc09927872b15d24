//! Tables with columns of a key, chosen measures and changes; SQL over facts; what is refused, in one line.

use crate::work::{Work, lines};
use serde_json::Value;

fn with_records() -> Work {
    let work = Work::with_samples();
    work.ok(&["extract", "news"]);
    work
}

/// Five meetings held and one planned, as `data` counts them by kind and level.
const KINDS: &[&str] = &["stats", "meetings", "--by", "kind", "--pivot", "level"];

#[test]
fn a_pivot_is_the_same_in_every_format() {
    let work = with_records();
    let with = |more: &[&str]| work.ok(&[KINDS, more].concat());
    // Planned is not held: the congress is 0 of the 5. What has no meeting at all is empty, not 0.
    let csv = "kind,central,province,district,total,facts,statements,articles\n\
               briefing,2,,,2,2,2,2\npreliminary_review,,1,,1,1,1,1\nfinal_review,1,,,1,1,1,1\n\
               working_session,,1,,1,1,1,1\ncongress,,,0,0,1,1,1\n";
    assert_eq!(with(&["--format", "csv"]), csv);
    assert_eq!(work.ok(&["export", "meetings", "--by", "kind", "--pivot", "level", "-o", "-"]), csv);
    let markdown = with(&["--format", "md"]);
    assert!(markdown.contains("| Briefing | 2 | – | – | 2 | 2 | 2 |\n"), "{markdown}");
    assert!(markdown.contains("| **Total** | **3** | **2** | **0** | **5** | **6** | **5** |\n"), "{markdown}");
    let table = with(&[]);
    assert!(table.contains("│ Total              │       3 │        2 │        0 │     5 │"), "{table}");
    assert!(table.contains("Columns: Level; in the cells: Meetings."), "{table}");
    let json: Value = serde_json::from_str(&with(&["--format", "json"])).unwrap();
    assert_eq!((&json["pivot"], &json["columns"][1]["level"]), (&"level".into(), &"province".into()));
    assert_eq!(json["rows"][0]["cells"][0]["meetings"], 2.0);
    assert_eq!(json["rows"][0]["cells"][1], Value::Null);
    assert_eq!(json["columns"][0]["total"]["meetings"], 3.0);
    assert_eq!(json["total"]["meetings"], 5.0);
    let rows = lines(&with(&["--format", "jsonl"]));
    assert_eq!((&rows[0]["central"], &rows[0]["district"], &rows[0]["total"]), (&2.into(), &Value::Null, &2.into()));
    for file in ["a.parquet", "a.arrow", "a.md", "a.csv", "a.svg"] {
        let command = if file.ends_with("svg") { "chart" } else { "stats" };
        assert_eq!(work.run(&[&[command], &KINDS[1..], &["-o", file]].concat()).code, 0, "{file}");
    }
    assert_eq!(work.read("a.csv"), csv);
    let svg = work.read("a.svg");
    assert!(svg.contains("Briefing") && svg.contains("Province"), "the columns are series");
}

#[test]
fn chosen_measures_are_shown_and_nothing_else() {
    let work = with_records();
    let out = work.ok(&["stats", "meetings", "--by", "level", "--measure", "share,facts"]);
    let head = out.lines().nth(1).unwrap();
    assert_eq!(head.split('│').map(str::trim).filter(|c| !c.is_empty()).collect::<Vec<_>>(), ["Level", "Share", "Facts"]);
    let csv = work.ok(&["stats", "meetings", "--by", "level", "--measure", "facts", "--format", "csv"]);
    assert_eq!(csv, "level,facts,statements,articles\ncentral,3,3,3\nprovince,2,2,2\ndistrict,1,1,1\n");
    // Each topic has its own: the error lists them.
    let error = work.fails(2, &["stats", "progress", "--measure", "?"]);
    assert!(error.contains("done, total, rate, stated_percent, facts, statements, articles"), "{error}");
}

#[test]
fn changes_are_columns_of_their_own() {
    let work = with_records();
    let question = ["stats", "meetings", "--by", "year", "--where", "level=central", "--measure", "meetings", "--compare"];
    let with = |more: &[&str]| work.ok(&[&question, more].concat());
    // Central meetings: one each in 2018, 2021 and 2022. 2018 is the first; nothing is known of 2020.
    let csv = "year,meetings,meetings_change,meetings_change_percent,facts,statements,articles\n\
               2018,1,,,1,1,1\n2021,1,,,1,1,1\n2022,1,0,0.0,1,1,1\n";
    assert_eq!(with(&["previous", "--format", "csv"]), csv);
    let told = with(&["previous"]);
    assert!(told.contains("Change on the period before: rows compared: 1; rows at the beginning of the table"), "{told}");
    assert!(told.contains("which is not nought: 1."), "{told}");
}

#[test]
fn what_does_not_go_together_is_refused_in_one_line() {
    let work = with_records();
    for (args, told) in [
        (&["stats", "meetings", "--by", "year", "--pivot", "year"][..], "--by and --pivot"),
        (&["stats", "meetings", "--pivot", "yeer"], "did you mean \"year\""),
        (&["stats", "meetings", "--by", "subject"], "topic \"meetings\" has no key \"subject\""),
        (&["stats", "quantities", "--by", "month"], "topic \"quantities\" has no key \"month\""),
        (&["stats", "meetings", "--measure", "meetigns"], "did you mean \"meetings\""),
        (&["stats", "meetings", "--sort", "rate"], "has no measure \"rate\""),
        (&["stats", "meetings", "--compare", "previous"], "exactly one time"),
        (&["stats", "meetings", "--by", "year", "--compare", "yaer"], "did you mean \"year\""),
        (&["stats", "meetings", "--by", "kind", "--pivot", "level", "--bars"], "--pivot"),
        (&["stats", "meetings", "--where", "month=13/2021"], "write it like 2021-06"),
        (&["stats", "meetings", "--top", "0"], "at least 1"),
        (&["stats", "--in", "Hà Nôij"], "did you mean"),
        (&["stats", "--in", "Từ Liêm"], "is a commune"),
        (&["stats", "--in", "Quảng Uyên"], "Huyện Quảng Hòa"),
        (&["chart", "meetings", "--by", "year", "--compare", "year", "-o", "a.png"], "not changes"),
        (&["export", "meetings", "--top", "3", "-o", "-"], "add --by KEY"),
        (&["export", "meetings", "--measure", "facts", "-o", "-"], "--measure is for aggregates"),
    ] {
        let error = work.fails(2, args);
        assert!(error.contains(told), "{args:?}: {error}");
    }
}

#[test]
fn lists_and_negations_filter() {
    let work = with_records();
    let count = |conditions: &[&str]| {
        let args = conditions.iter().flat_map(|c| ["--where", c]);
        let args: Vec<&str> =
            ["stats", "meetings", "--by", "mode", "--measure", "facts", "--format", "csv"].into_iter().chain(args).collect();
        let rows = work.ok(&args);
        rows.lines().skip(1).filter_map(|l| l.split(',').nth(1)?.parse::<u32>().ok()).sum::<u32>()
    };
    // 2 briefings, 1 preliminary review, 1 final review, 1 working session, 1 congress: 6.
    assert_eq!(count(&[]), 6);
    assert_eq!(count(&["kind=briefing,final_review"]), 3);
    assert_eq!(count(&["kind!=briefing"]), 4);
    assert_eq!(count(&["kind!=briefing,congress", "level=central"]), 1);
    assert_eq!(count(&["status=planned"]), 1);
}

#[test]
fn completion_by_month_runs_on() {
    let work = Work::new();
    let article = |day: &str, place: &str, done: u32| {
        format!(
            "Ngày {day}, Tỉnh ủy {place} cho biết: đến ngày {day}, toàn tỉnh có {done}/200 chi bộ tổ chức xong đại hội nhiệm kỳ 2020-2025."
        )
    };
    for (name, text) in [
        ("a.txt", article("20/3/2020", "Quảng Ninh", 100)),
        ("b.txt", article("15/4/2020", "Lạng Sơn", 30)),
        ("c.txt", article("30/5/2020", "Quảng Ninh", 150)),
    ] {
        work.file(name, text);
    }
    work.ok(&["extract", "a.txt", "b.txt", "c.txt"]);
    let by_month = ["stats", "progress", "--by", "month", "--measure", "done,total,rate"];
    // April: 100 + 30 of 400; May: 150 + 30 of 400.
    let csv = "month,done,total,rate,facts,statements,articles\n\
               2020-03,100,200,50.0,1,1,1\n2020-04,130,400,32.5,2,2,2\n2020-05,180,400,45.0,2,2,2\n";
    assert_eq!(work.ok(&[&by_month[..], &["--format", "csv"]].concat()), csv);
    let told = work.ok(&by_month);
    assert!(told.contains("2 of them carried forward"), "{told}");
    assert_eq!(work.run(&["chart", "progress", "--by", "month", "-o", "a.svg"]).code, 0);
}

#[test]
fn a_former_province_is_said_to_be_a_part_of_another() {
    let work = with_records();
    let out = work.ok(&["stats", "--in", "Hà Tây", "--lang", "vi"]);
    assert!(out.contains("\"Hà Tây\" nay thuộc Hà Nội"), "{out}");
    assert!(!work.ok(&["stats", "--in", "Hà Nội", "--lang", "vi"]).contains("nay thuộc"));
    // What a shell completes.
    assert_eq!(work.ok(&["stats", "--in", "ha_noi"]), work.ok(&["stats", "--in", "Hà Nội"]));
}

#[test]
fn sql_has_facts_with_their_sources() {
    let work = with_records();
    let schema = work.ok(&["sql", "--schema", "--format", "csv"]);
    assert!(schema.contains("\nprogress,done,double,\"how many have done it, "), "{schema}");
    assert!(schema.contains("\nstaffing_facts,left_out_by_province,text,"), "{schema}");
    let vietnamese = work.ok(&["sql", "--schema", "--lang", "vi"]);
    assert!(vietnamese.contains("câu làm căn cứ"), "{vietnamese}");
    let csv = |query: &str| work.ok(&["sql", query, "--format", "csv"]);
    // Units cut in Lạng Sơn: 7 + 3 + 11 = 21, as `stats` adds them.
    let query = "SELECT sum(cut) AS cut, count(*) AS n FROM staffing_facts \
                 WHERE province = '20' AND subject = 'unit' AND status = 'achieved' AND left_out_by_province IS NULL";
    assert_eq!(csv(query), "cut,n\n21.0,3\n");
    assert_eq!(csv("SELECT count(*) AS n FROM meeting_facts"), "n\n6\n");
    let joined = "SELECT count(*) AS n FROM meeting_facts f JOIN fact_sources s ON f.fact_id = s.fact_id";
    assert_eq!(csv(joined), "n\n6\n");
    assert!(work.ok(&["sql", "SHOW TABLES"]).contains("fact_sources"));
    // The ids are those that `show` takes.
    let id = csv("SELECT fact_id FROM meeting_facts LIMIT 1").lines().nth(1).unwrap().to_string();
    assert!(work.ok(&["show", &id]).contains("Meeting"));
}

#[test]
fn a_wrong_query_is_told_with_the_word_that_was_meant() {
    let work = with_records();
    for (query, told) in [
        ("SELECT provnce FROM meetings", "there is no column \"provnce\" in meetings; did you mean \"province\"?"),
        ("SELECT level FROM meetings GROUP BY levl", "did you mean \"level\"?"),
        ("SELECT f.ct FROM staffing_facts f", "no column \"ct\" in staffing_facts"),
        ("SELECT * FROM meeting", "did you mean \"meetings\"?"),
        ("SELECT * FROM meetings m JOIN nothing n ON m.kind = n.kind", "there is no table \"nothing\""),
        ("SELECT foo(kind) FROM meetings", "no function \"foo\""),
        ("SELECT * FRM meetings", "no correct SQL"),
    ] {
        let error = work.fails(1, &["sql", query]);
        assert!(error.contains(told), "{query}: {error}");
    }
}

#[test]
fn shells_complete_keys_measures_places_and_conditions() {
    let work = Work::new();
    for shell in ["bash", "zsh", "fish"] {
        let script = work.ok(&["completions", shell]);
        for word in ["macro_region", "distance", "previous", "ha_noi", "red_river_delta", "activity=congress", "achieved"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
}
