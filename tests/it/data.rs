//! The main way: articles in, tables, cards and annotated texts out, on the sample articles.

use crate::work::{Work, lines};
use serde_json::Value;

#[test]
fn five_articles_give_six_meetings() {
    let work = Work::with_samples();
    let ran = work.run(&["extract", "news"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    let said = "giaoban: articles: 5 → giaoban-data: new: 5, replaced: 0, unchanged: 0, in all: 5; read now: meetings: 6, ";
    assert!(ran.err.starts_with(said), "{}", ran.err);
    let table = "\
┌────────────────────┬──────────┬──────────┬─────────┬────────┬───────┬────────────┬──────────┐
│ Kind               │ Level    │ Meetings │ Planned │ Online │ Share │ Statements │ Articles │
├────────────────────┼──────────┼──────────┼─────────┼────────┼───────┼────────────┼──────────┤
│ Briefing           │ Central  │        2 │       0 │      1 │   40% │          2 │        2 │
│ Preliminary review │ Province │        1 │       0 │      0 │   20% │          1 │        1 │
│ Final review       │ Central  │        1 │       0 │      1 │   20% │          1 │        1 │
│ Working session    │ Province │        1 │       0 │      0 │   20% │          1 │        1 │
│ Congress           │ District │        0 │       1 │      0 │    0% │          1 │        1 │
├────────────────────┼──────────┼──────────┼─────────┼────────┼───────┼────────────┼──────────┤
│ Total              │          │        5 │       1 │      2 │  100% │          6 │        5 │
└────────────────────┴──────────┴──────────┴─────────┴────────┴───────┴────────────┴──────────┘
Facts: 6 · statements: 6 · articles: 5 · period: 19 Jan 2018 – 23 Jun 2022
";
    let out = work.ok(&["stats", "meetings", "--by", "kind,level"]);
    assert!(out.starts_with(table), "{out}");
}

#[test]
fn parts_are_not_added_to_their_whole() {
    let work = Work::with_samples();
    work.ok(&["extract", "news"]);
    let rows = answer(&work, &["stats", "progress", "--by", "subject", "--where", "activity=congress"]);
    let cells: Vec<_> = rows.iter().map(|r| (r["subject"].clone(), r["done"].clone(), r["total"].clone())).collect();
    // The committees of the 21 wards are a row beside the 82 organisations that they belong to, never added to them.
    let expected = [("party_cell", 834.0, 834.0), ("grassroots_party_org", 81.0, 82.0), ("party_committee", 21.0, 21.0)];
    assert_eq!(cells, expected.map(|(s, d, t)| (s.into(), d.into(), t.into())));
    let rows = answer(&work, &["stats", "staffing", "--by", "province", "--where", "subject=staff"]);
    assert_eq!(rows.len(), 1);
    assert_eq!((&rows[0]["province_name"], &rows[0]["geo"]), (&"Lạng Sơn".into(), &"63".into()));
    let figure = |name: &str| rows[0][name].as_f64();
    assert_eq!((figure("cut"), figure("cut_percent")), (Some(61.0), Some(5.3)));
}

#[test]
fn figures_told_to_be_among_another_are_not_added_to_it() {
    let work = Work::new();
    // 106 + 10 = 116: the 49, 14 and 16 are among the 106, though they do not add up to it; the 7 are among the 10.
    work.file(
        "a.txt",
        "Ngày 6/11/2019, UBND tỉnh Vĩnh Phúc báo cáo kết quả sắp xếp. Tỉnh giảm được 106 đơn vị sự nghiệp công lập, trong đó ngành \
         giáo dục 49 đơn vị, ngành y tế 14 đơn vị, các ban quản lý dự án 16 đơn vị. Cấp huyện giảm 10 phòng. Trong số đó, riêng huyện \
         Lập Thạch giảm 7 phòng.",
    );
    work.ok(&["extract", "a.txt"]);
    let rows = answer(&work, &["stats", "staffing", "--by", "subject"]);
    assert_eq!((rows.len(), rows[0]["cut"].as_f64()), (1, Some(116.0)), "{rows:?}");
    assert!(work.ok(&["stats", "staffing", "--by", "subject"]).contains("part of a whole that is counted"));
}

fn answer(work: &Work, args: &[&str]) -> Vec<Value> {
    let mut args = args.to_vec();
    args.extend(["--format", "json"]);
    let answer: Value = serde_json::from_str(&work.ok(&args)).expect("JSON");
    answer["rows"].as_array().expect("rows").clone()
}

#[test]
fn extracting_again_replaces_and_never_doubles() {
    let work = Work::with_samples();
    work.ok(&["extract", "news"]);
    let before = work.ok(&["stats", "--by", "province", "--explain"]);
    let again = work.run(&["extract", "news", "news"]);
    assert!(again.err.contains("new: 0, replaced: 0, unchanged: 5, in all: 5"), "{}", again.err);
    assert_eq!(work.ok(&["stats", "--by", "province", "--explain"]), before);
    // The same texts from another kind of input are the same articles.
    let articles: Vec<String> = work
        .names("news")
        .iter()
        .map(|name| serde_json::json!({"id": name, "text": work.read(&format!("news/{name}"))}).to_string())
        .collect();
    work.file("all.jsonl", articles.join("\n"));
    assert!(work.run(&["extract", "all.jsonl"]).err.contains("new: 0, replaced: 5, unchanged: 0, in all: 5"));
    assert_eq!(work.ok(&["stats", "--by", "province", "--explain"]), before);
    // And read again from the dataset itself.
    let rebuilt = work.run(&["extract", "--rebuild"]);
    assert!(rebuilt.err.contains("new: 0, replaced: 5, unchanged: 0, in all: 5; read now: meetings: 6, "), "{}", rebuilt.err);
    assert_eq!(work.ok(&["stats", "--by", "province", "--explain"]), before);
    assert_eq!(work.run(&["extract", "news", "--rebuild"]).code, 2);
    let nothing = work.run(&["extract", "--rebuild", "--data", "elsewhere"]);
    assert!(nothing.code == 1 && nothing.err.contains("no dataset at elsewhere"), "{}", nothing.err);
}

#[test]
fn records_go_elsewhere_when_asked() {
    let work = Work::with_samples();
    let out = work.ok(&["extract", "news", "-o", "-"]);
    let ids: Vec<Value> = lines(&out).iter().map(|l| l["id"].clone()).collect();
    let names =
        ["01_giao_ban_phia_bac", "02_giao_ban_mien_nam", "03_dau_cau_ha_giang", "04_so_ket_lang_son", "05_dong_da_truoc_dai_hoi"];
    assert_eq!(ids, names.map(Value::from));
    assert_eq!(work.names("."), ["news"], "no dataset was asked for");
    work.ok(&["extract", "news", "-o", "out.jsonl"]);
    assert_eq!(work.read("out.jsonl"), out);
    let ran = work.run_with_input(&["extract", "-", "-o", "-"], work.read("news/01_giao_ban_phia_bac.txt").as_bytes());
    assert_eq!(lines(&ran.out)[0]["article_id"], lines(&out)[0]["article_id"]);
    let csv = work.ok(&["extract", "news", "-o", "-", "--format", "csv", "--table", "meetings"]);
    assert_eq!((csv.lines().count(), csv.split(',').next()), (7, Some("record_id")));
}

#[test]
fn offsets_point_at_the_words() {
    let work = Work::with_samples();
    let texts: Vec<Vec<char>> = work.names("news").iter().map(|n| work.read(&format!("news/{n}")).chars().collect()).collect();
    let mut seen = 0;
    for (line, text) in lines(&work.ok(&["extract", "news", "-o", "-"])).iter().zip(&texts) {
        for table in ["meetings", "staffing", "progress", "documents", "quantities"] {
            for record in line[table].as_array().expect("an array") {
                let at = |name: &str| record[name].as_u64().expect("an offset") as usize;
                let evidence: Vec<char> = record["evidence"].as_str().expect("a sentence").chars().collect();
                let from = at("evidence_start");
                assert_eq!(&text[from..from + evidence.len()], &evidence[..]);
                assert!(from <= at("start") && at("start") < at("end") && at("end") <= from + evidence.len(), "{record}");
                seen += 1;
            }
        }
    }
    assert!(seen > 50, "{seen} records");
}

#[test]
fn a_record_shows_its_sentence() {
    let work = Work::with_samples();
    work.ok(&["extract", "news"]);
    let query = "SELECT record_id FROM meetings WHERE kind = 'congress'";
    let id = work.ok(&["sql", query, "--format", "csv"]).lines().last().expect("a row").to_string();
    let out = work.ok(&["show", &id]);
    assert!(out.starts_with(&format!("{id} · Meeting\n")), "{out}");
    assert!(out.contains("dự kiến diễn ra trong các ngày 21, 22, 23/7/2020"), "{out}");
    assert!(out.contains("21 Jul 2020 – 23 Jul 2020 (year: stated)"), "{out}");
    assert!(out.contains('«') && out.contains('»') && !out.contains('\u{1b}'), "{out}");
    assert!(out.contains("meeting."), "{out}");
    // The fact that it belongs to leads to the same card, and so does the beginning of the id.
    let fact = out.split_whitespace().find(|w| w.len() == 13 && w.starts_with('F')).expect("a fact").to_string();
    assert_eq!(work.ok(&["show", &fact]), out);
    assert_eq!(work.ok(&["show", &id[..9]]), out);
    let colored = work.ok(&["show", &id, "--color", "always"]);
    assert!(colored.contains("\u{1b}[1;30;43m") && !colored.contains('«'), "{colored}");
    // One letter off: the right one is offered.
    let last = if id.ends_with('0') { "1" } else { "0" };
    let error = work.fails(1, &["show", &format!("{}{last}", &id[..12])]);
    assert!(error.contains(&format!("did you mean {id}?")), "{error}");
}

#[test]
fn every_record_is_marked_in_its_text() {
    let work = Work::with_samples();
    let marks = lines(&work.ok(&["annotate", "news", "--format", "jsonl"]));
    let records: usize = lines(&work.ok(&["extract", "news", "-o", "-"]))
        .iter()
        .map(|l| ["meetings", "staffing", "progress", "documents", "quantities"].map(|t| l[t].as_array().map_or(0, Vec::len)))
        .map(|counts| counts.iter().sum::<usize>())
        .sum();
    assert_eq!(marks.iter().filter(|m| !m["record_id"].is_null()).count(), records);
    // Dates and places stand there too, with what they mean.
    let named = |table: &str, text: &str| marks.iter().find(|m| m["table"] == table && m["text"] == text);
    assert!(named("dates", "28/6").is_some_and(|m| m["brief"] == "28 Jun 2021"), "{marks:?}");
    assert!(marks.iter().any(|m| m["table"] == "places" && m["brief"] == "Hà Giang (02)"), "{marks:?}");
    assert!(marks.iter().any(|m| m["text"] == "Chỉ thị số 35" && m["table"] == "documents"), "{marks:?}");
    work.ok(&["annotate", "news", "-o", "page.html"]);
    let page = work.read("page.html");
    assert_eq!(page.matches("<article>").count(), 5);
    assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n") && !page.contains("<script"));
    let text = work.ok(&["annotate", "news/05_dong_da_truoc_dai_hoi.txt"]);
    assert!(text.contains("«Chỉ thị số 35»["), "{text}");
}

#[test]
fn without_a_dataset_the_built_in_data_is_used_and_said() {
    let work = Work::new();
    let ran = work.run(&["stats"]);
    assert_eq!(ran.code, 0);
    let note = "giaoban: no dataset at giaoban-data: using the data that comes with the program\n";
    assert_eq!(ran.err, note);
    assert!(ran.out.contains("The data that comes with the program, not a dataset of yours."), "{}", ran.out);
    assert!(ran.out.contains("│ Red River Delta "), "{}", ran.out);
    let quiet = work.run(&["stats", "-q"]);
    assert_eq!((quiet.out, quiet.err.as_str()), (ran.out, ""));
    assert!(work.names(".").is_empty());
    // Own data are not mixed with it, unless it is asked for.
    let work = Work::with_samples();
    work.ok(&["extract", "news"]);
    assert!(!work.ok(&["stats"]).contains("comes with the program"));
    assert!(work.ok(&["stats", "--builtin"]).contains("comes with the program"));
    for args in [["check"].as_slice(), &["sql", "SELECT count(*) AS n FROM meetings"], &["export", "meetings", "-o", "-"]] {
        assert_eq!(work.run(args).code, 0, "{args:?}");
    }
}

#[test]
fn samples_in_the_built_in_data_have_their_sentences() {
    let work = Work::new();
    let query = "SELECT count(*) AS n FROM meetings WHERE evidence LIKE '%trong các ngày 21, 22, 23/7/2020%'";
    assert_eq!(work.ok(&["sql", query, "--format", "csv"]), "n\n1\n");
}

#[test]
fn sql_reads_the_tables_and_nothing_else() {
    let work = Work::with_samples();
    work.ok(&["extract", "news"]);
    let query = "SELECT kind, count(*) AS n FROM meetings GROUP BY kind ORDER BY n DESC, kind";
    let csv = "kind,n\nbriefing,2\ncongress,1\nfinal_review,1\npreliminary_review,1\nworking_session,1\n";
    assert_eq!(work.ok(&["sql", query, "--format", "csv"]), csv);
    assert!(work.ok(&["sql", "--schema", "--format", "csv"]).contains("\nprogress,done,double,"));
    for query in ["DROP TABLE meetings", "SELECT 1; DELETE FROM meetings", "SELECT * FROM read_csv('news/x')"] {
        work.fails(2, &["sql", query]);
    }
    let error = work.fails(1, &["sql", "SELECT nope FROM meetings"]);
    assert!(error.contains("nope") && error.contains("columns: "), "{error}");
    assert_eq!(work.ok(&["sql", query, "--format", "csv"]), csv);
}

#[test]
fn places_of_before_and_after_2025() {
    let work = Work::new();
    let out = work.ok(&["places", "Đống Đa"]);
    assert!(out.contains("│ 006   │ 63       │ Quận Đống Đa   │ Hà Nội │"), "{out}");
    assert_eq!(work.ok(&["places", "dong da"]), out);
    let out = work.ok(&["places", "Hà Giang"]);
    assert!(out.contains("Tuyên Quang (08)"), "{out}");
    assert_eq!(lines(&work.ok(&["places", "--geo", "2025", "--format", "json"])).len(), 34);
    let error = work.fails(1, &["places", "Hà Nôij"]);
    assert!(error.contains("did you mean") && error.contains("Hà Nội"), "{error}");
}
