//! Every error there is: in the table of the documentation, and provoked where a test can.

use crate::work::Work;
use polars::prelude::{Column, ParquetReader, ParquetWriter, SerReader};
use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// A row of the table: exit code, English, Vietnamese.
type Row = (String, String, String);

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

/// Whether the text of this key ends a run or names an input that could not be read.
fn is_error(key: &str) -> bool {
    let wrong_usage = key.starts_with("usage.") && !["usage.near", "usage.has", "usage.help"].contains(&key);
    let of_input = key.starts_with("input.") && !key.starts_with("input.note.");
    key.starts_with("error.") || key.starts_with("chart.error.") || key == "verify.failed" || wrong_usage || of_input
}

/// The errors in the label files: English and Vietnamese.
fn labels() -> BTreeMap<String, (String, String)> {
    let mut all = BTreeMap::new();
    for entry in std::fs::read_dir(root().join("data/labels")).expect("the labels") {
        let text = std::fs::read_to_string(entry.expect("an entry").path()).expect("a label file");
        for line in text.lines().filter(|l| !l.starts_with('#')) {
            let cells: Vec<&str> = line.split('\t').collect();
            if let [key, vi, en] = cells[..]
                && is_error(key)
            {
                all.insert(key.to_string(), (en.to_string(), vi.to_string()));
            }
        }
    }
    all
}

fn table() -> BTreeMap<String, Row> {
    let text = std::fs::read_to_string(root().join("data/errors.md")).expect("the table of errors");
    let row = |line: &str| {
        let cells: Vec<String> = line.trim_matches('|').split(" | ").map(|cell| cell.trim().replace("\\|", "|")).collect();
        let [key, code, en, vi] = <[String; 4]>::try_from(cells).ok()?;
        let key = key.strip_prefix('`')?.strip_suffix('`')?.to_string();
        Some((key, (code, en, vi)))
    };
    text.lines().filter_map(row).collect()
}

#[test]
fn the_table_of_errors_has_each_with_its_words_and_no_other() {
    let (labels, table) = (labels(), table());
    let expected: BTreeMap<String, Row> = labels
        .into_iter()
        .map(|(key, (en, vi))| {
            let code = table.get(&key).map_or("?".to_string(), |row| row.0.clone());
            (key, (code, en, vi))
        })
        .collect();
    if std::env::var_os("GIAOBAN_WRITE").is_some() {
        let path = root().join("data/errors.md");
        let text = std::fs::read_to_string(&path).expect("the table of errors");
        let head = text.split("| --- |").next().expect("a head").to_string();
        let rows = expected.iter().map(|(key, (code, en, vi))| format!("| `{key}` | {code} | {en} | {vi} |\n"));
        std::fs::write(path, format!("{head}| --- | --- | --- | --- |\n{}", rows.collect::<String>())).expect("a file");
        return;
    }
    assert_eq!(table, expected, "write data/errors.md anew: GIAOBAN_WRITE=1 cargo test --release --test it errors");
    assert!(table.values().all(|row| ["1", "2"].contains(&row.0.as_str())));
}

/// Whether a line is this text with its `{…}` filled in. What wrong usage ends in is not part of its text.
fn fits(line: &str, text: &str) -> bool {
    let mut rest = line;
    let mut pieces = text.split(['{', '}']).step_by(2);
    match pieces.next().and_then(|first| rest.strip_prefix(first)) {
        Some(behind) => rest = behind,
        None => return false,
    }
    pieces.all(|piece| match rest.find(piece) {
        Some(at) => {
            rest = &rest[at + piece.len()..];
            true
        }
        None => false,
    })
}

/// Stands for an argument that no text can be.
const NOT_UNICODE: &str = "\u{fffd}";

/// Stands before a command that writes to a terminal.
const ON_A_TERMINAL: &str = "@terminal";
/// Stands before a command of somebody who may not read `closed.txt`.
const SHUT_OUT: &str = "@shut_out";

/// What nobody can bring about from outside of the program, and why.
const NOT_PROVOKED: &[(&str, &str)] = &[
    ("error.builtin", "the data is compiled in, and src/lang/builtin.rs reads all of it in a test"),
    ("input.failed", "a defect of the program, met in one article; src/cli/extract.rs makes one in a test"),
    ("error.word.place_divided", "the one divided city of the gazetteer, Huế, gave its name to its province"),
    ("chart.error.draw", "the drawing library fails, which it does for lack of memory only: sizes are bounded before"),
];

#[test]
fn every_error_is_one_line_in_either_language_with_its_exit_code() {
    let work = Work::with_samples();
    work.ok(&["-q", "extract", "news", "--data", "d"]);
    std::fs::create_dir_all(work.path("folder.csv")).expect("a folder");
    std::fs::create_dir_all(work.path("none")).expect("a folder");
    std::fs::create_dir_all(work.path("folder.toml")).expect("a folder");
    std::fs::create_dir_all(work.path("out/report.html")).expect("a folder");
    work.file("none/notes.docx", "x")
        .file("file", "x")
        .file("empty.txt", "")
        .file("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0");
    work.file("bytes.txt", (0..=255u8).cycle().skip(128).filter(|b| *b >= 128).take(5000).collect::<Vec<u8>>());
    work.file("closed.txt", "x");
    for (name, mode) in [("closed.txt", 0o000), (".", 0o755)] {
        std::fs::set_permissions(work.path(name), std::fs::Permissions::from_mode(mode)).expect("mine");
    }
    work.file("a.docx", "x")
        .file("a.parquet", "PAR1")
        .file("a.jsonl", "{\n")
        .file("b.jsonl", "[]\n{\"id\":1}")
        .file("list.jsonl", "7\n");
    work.file("no.jsonl", "{\"id\": 7}\n").file("a.csv", "id,text\n1,a,b\n").file("stream", b"\xff\xff\xff\xff\x10\0\0\0x");
    work.file("deep.html", "<div>".repeat(5000))
        .file("many.html", "<p>x</p>".repeat(200_000))
        .file("script.html", "<html><body><script>x</script></body></html>");
    work.ok(&["export", "meetings", "--data", "d", "-o", "m.parquet"]);
    let of = |year: u32| serde_json::json!({"text": format!("Ngày 5/5/{year}, UBND tỉnh Hà Nam tổ chức hội nghị giao ban.")});
    work.file("far.jsonl", format!("{}\n{}\n", of(1946), of(2021))).ok(&["-q", "extract", "far.jsonl", "--data", "far"]);
    for (name, list) in [("newer", "{\"format\": 99}"), ("broken", "{")] {
        std::fs::create_dir_all(work.path(name)).expect("a folder");
        work.file(&format!("{name}/giaoban.json"), list);
    }
    work.ok(&["-q", "extract", "news", "--data", "damaged"]);
    work.file("damaged/meetings-1.parquet", "PAR1");
    std::fs::create_dir_all(work.path("spark/meetings/_temporary")).expect("a folder");
    work.ok(&["export", "meetings", "--data", "d", "-o", "spark/meetings/part-0.parquet"]);
    std::fs::create_dir_all(work.path("theirs/meetings")).expect("a folder");
    work.ok(&["export", "meetings", "--data", "d", "-o", "theirs/meetings/part-0.parquet"]);
    let id = crate::work::lines(&work.ok(&["export", "meetings", "--data", "d", "-o", "-", "--format", "jsonl"]))[0]["record_id"]
        .as_str()
        .expect("an id")
        .to_string();
    let near = format!("{}{}", &id[..id.len() - 1], if id.ends_with('0') { '1' } else { '0' });
    for (name, text) in [("syntax", "data = "), ("key", "zzzz = 1"), ("near", "dta = \"x\""), ("value", "lang = \"fr\"")] {
        work.file(&format!("{name}.toml"), text);
    }
    // A dataset whose tables say what no table of ours does.
    std::fs::create_dir_all(work.path("strange/meetings")).expect("a folder");
    let mut meetings =
        ParquetReader::new(std::fs::File::open(work.path("m.parquet")).expect("a table")).finish().expect("a table");
    let kinds = Column::new("kind".into(), vec!["zzzzzz"; meetings.height()]);
    meetings.with_column(kinds).expect("as long as the others");
    let file = std::fs::File::create(work.path("strange/meetings/part-0.parquet")).expect("a file");
    ParquetWriter::new(file).finish(&mut meetings).expect("a disk");
    // A dataset that is being written, by this process.
    work.ok(&["-q", "extract", "news", "--data", "held"]);
    let lock = std::fs::File::options().read(true).write(true).open(work.path("held/giaoban.lock")).expect("the lock");
    lock.lock().expect("nobody else writes");
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::Write::write_all(&mut packer, "Giao ban.".repeat(99).as_bytes()).expect("memory");
    let packed = packer.finish().expect("memory");
    work.file("cut.txt.gz", &packed[..packed.len() - 9]);
    // Empty lines without end: more than a gigabyte in one megabyte, packed sixty-four at a time.
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let line = [[b' '; 1 << 20].as_slice(), b"\n"].concat();
    for _ in 0..64 {
        std::io::Write::write_all(&mut packer, &line).expect("memory");
    }
    work.file("grown.jsonl.gz", packer.finish().expect("memory").repeat(17));
    let sql = |query: &'static str| vec!["sql", query, "--builtin"];
    let long_answer = "SELECT a.kind FROM quantities a CROSS JOIN meetings b CROSS JOIN meetings c LIMIT 1048576".to_string();
    let long_query = format!("SELECT 1{}", "+1".repeat(1000));
    let cases: Vec<(&str, Vec<&str>)> = vec![
        ("error.output.write", vec!["stats", "--builtin", "-o", "/dev/full", "--format", "csv"]),
        ("error.output.full", vec![">/dev/full", "stats", "--builtin"]),
        // A file of the system that takes numbers only.
        ("error.unforeseen", vec![">/proc/self/oom_score_adj", "stats", "--builtin"]),
        ("error.output.terminal", vec![ON_A_TERMINAL, "export", "meetings", "--builtin", "-o", "-", "--format", "parquet"]),
        ("error.export.too_long", vec!["sql", &long_answer, "--builtin", "-o", "a.xlsx"]),
        ("error.output.folder", vec!["stats", "--builtin", "-o", "folder.csv"]),
        ("error.output.no_folder", vec!["stats", "--builtin", "-o", "no/a.csv"]),
        ("error.format.word", vec!["stats", "--format", "cvs"]),
        ("error.format.name", vec!["stats", "-o", "a.doc"]),
        ("error.table.name", vec!["extract", "x", "-o", "a.csv", "--table", "meting"]),
        ("error.extract.no_output", vec!["extract", "x", "--format", "csv"]),
        ("error.extract.no_table", vec!["extract", "x", "-o", "a.csv"]),
        ("error.show.unknown", vec!["show", "zzz", "--builtin"]),
        ("error.show.near", vec!["show", &near, "--data", "d"]),
        ("error.places.none", vec!["places", "Zzzzzz Qqqqq"]),
        ("error.places.near", vec!["places", "Lạng Sươn"]),
        ("usage.unknown_argument", vec!["stats", "--bye", "x"]),
        ("usage.unknown_command", vec!["sta"]),
        ("usage.missing", vec!["extract"]),
        ("usage.no_command", vec!["--builtin"]),
        ("usage.conflict", vec!["--builtin", "--data", "x", "stats"]),
        ("usage.no_value", vec!["stats", "--since"]),
        ("usage.value", vec!["stats", "--top", "x"]),
        ("usage.not_unicode", vec!["stats", "--by", NOT_UNICODE]),
        ("usage.other", vec!["stats", "--explain=1"]),
        ("error.chart.kind", vec!["chart", "-o", "a.png", "--kind", "zzzzzz"]),
        ("error.chart.kind_near", vec!["chart", "-o", "a.png", "--kind", "bas"]),
        ("error.chart.compare", vec!["chart", "meetings", "--builtin", "--by", "year", "--compare", "previous", "-o", "a.png"]),
        ("error.stats.bars", vec!["stats", "meetings", "--builtin", "--by", "region", "--pivot", "year", "--bars"]),
        ("error.export.records", vec!["export", "meetings", "--builtin", "-o", "x.csv", "--top", "3"]),
        ("error.export.excel", vec!["export", "meetings", "-o", "a.json", "--excel"]),
        ("error.export.name", vec!["export", "zzzzzz", "-o", "x.csv"]),
        ("error.export.name_near", vec!["export", "meting", "-o", "x.csv"]),
        ("error.export.articles", vec!["export", "articles", "-o", "x.csv", "--since", "2020"]),
        ("error.export.facts", vec!["export", "meeting_facts", "-o", "x.csv", "--top", "3"]),
        ("error.facts.read", vec!["stats", "meetings", "--facts", "nowhere.parquet"]),
        ("error.facts.columns", vec!["stats", "meetings", "--facts", "m.parquet"]),
        ("error.facts.overview", vec!["stats", "--facts", "m.parquet"]),
        ("error.facts.statements", vec!["stats", "meetings", "--statements", "--facts", "m.parquet"]),
        ("error.facts.outlet", vec!["stats", "meetings", "--by", "outlet", "--facts", "m.parquet"]),
        ("error.memory.extract", vec!["extract", "a.txt", "--data", "new", "--memory", "1"]),
        ("error.memory.facts", vec!["stats", "staffing", "--facts", "m.parquet", "--memory", "1"]),
        ("error.memory.stats", vec!["stats", "meetings", "--data", "d", "--memory", "1"]),
        ("error.word.memory", vec!["stats", "--memory", "viel"]),
        ("error.export.all", vec!["export", "all", "-o", "x.csv"]),
        ("error.sql.read_only", sql("DROP TABLE meetings")),
        ("error.sql.one", sql("SELECT 1; SELECT 2")),
        ("error.sql.file", sql("SELECT * FROM read_csv('x')")),
        ("error.sql.long", vec!["sql", &long_query, "--builtin"]),
        ("error.sql.column", sql("SELECT zzzzzz FROM meetings")),
        ("error.sql.column_near", sql("SELECT knid FROM meetings")),
        ("error.sql.table", sql("SELECT * FROM zzzzzz")),
        ("error.sql.table_near", sql("SELECT * FROM metings")),
        ("error.sql.function", sql("SELECT zzzzzz(kind) FROM meetings")),
        ("error.sql.syntax", sql("SELECT ((")),
        ("error.sql.query", sql("SELECT CAST(kind AS INT) FROM meetings")),
        ("error.query.key", vec!["stats", "meetings", "--by", "term"]),
        ("error.query.measure", vec!["stats", "meetings", "--measure", "cut"]),
        ("error.query.pivot", vec!["stats", "meetings", "--by", "region", "--pivot", "region"]),
        ("error.query.compare", vec!["stats", "meetings", "--by", "region", "--compare", "year"]),
        ("error.word.measure", vec!["stats", "--measure", "zzzzzz"]),
        ("error.word.measure_near", vec!["stats", "--measure", "meetngs"]),
        ("error.word.compare", vec!["stats", "--compare", "zzzzzz"]),
        ("error.word.compare_near", vec!["stats", "--compare", "previos"]),
        ("error.word.time", vec!["stats", "meetings", "--where", "month=x"]),
        ("error.word.topic", vec!["stats", "zzzzzz"]),
        ("error.word.topic_near", vec!["stats", "meetigs"]),
        ("error.word.key", vec!["stats", "--by", "zzzzzz"]),
        ("error.word.key_near", vec!["stats", "--by", "regoin"]),
        ("error.word.value", vec!["stats", "meetings", "--where", "kind=zzzzzz"]),
        ("error.word.value_near", vec!["stats", "meetings", "--where", "kind=congres"]),
        ("error.word.sort", vec!["stats", "--sort", "zzzzzz"]),
        ("error.word.sort_near", vec!["stats", "--sort", "meeting"]),
        ("error.word.geo", vec!["stats", "--geo", "64"]),
        ("error.word.condition", vec!["stats", "--where", "kind"]),
        ("error.word.date", vec!["stats", "--since", "hôm qua"]),
        ("error.word.period", vec!["stats", "--since", "2021", "--until", "2020"]),
        ("error.word.top", vec!["stats", "--top", "0"]),
        ("error.word.place", vec!["stats", "--in", "Zzzzzz Qqqqq"]),
        ("error.word.place_commune", vec!["stats", "--in", "Phường Hoàn Kiếm"]),
        ("error.word.place_former", vec!["stats", "--in", "Huyện Hoành Bồ"]),
        ("error.word.place_near", vec!["stats", "--in", "Lạng Sươn"]),
        ("error.word.place_many", vec!["stats", "--in", "Châu Thành"]),
        // A folder is no file, whoever asks.
        ("error.config.read", vec!["folder.toml"]),
        ("error.config.syntax", vec!["syntax.toml"]),
        ("error.config.key", vec!["key.toml"]),
        ("error.config.key_near", vec!["near.toml"]),
        ("error.config.value", vec!["value.toml"]),
        ("error.config.variable", vec!["GIAOBAN_GEO=64"]),
        ("error.report.write", vec!["report", "--builtin", "-o", "out"]),
        ("error.dataset.none", vec!["stats", "--data", "nowhere"]),
        ("error.dataset.locked", vec!["extract", "news", "--data", "held"]),
        ("error.table.value", vec!["stats", "meetings", "--by", "kind", "--data", "strange"]),
        ("error.dataset.damaged", vec!["stats", "meetings", "--data", "damaged"]),
        ("error.dataset.manifest", vec!["stats", "--data", "broken"]),
        ("error.dataset.read", vec!["extract", "news", "--data", "file/sub"]),
        ("error.dataset.write", vec!["extract", "news", "--data", "/proc/none"]),
        ("error.dataset.newer", vec!["stats", "--data", "newer"]),
        ("error.dataset.unfinished", vec!["stats", "--data", "spark"]),
        ("error.dataset.not_ours", vec!["extract", "news", "--data", "theirs"]),
        ("verify.failed", vec!["check", "--dataset", "--data", "damaged"]),
        (
            "chart.error.empty",
            vec!["chart", "meetings", "--builtin", "--by", "region", "--since", "1990", "--until", "1991", "-o", "a.png"],
        ),
        (
            "chart.error.no_figures",
            vec!["chart", "staffing", "--data", "d", "--by", "province", "--measure", "target", "-o", "a.png"],
        ),
        ("chart.error.needs", vec!["chart", "meetings", "--builtin", "--by", "region", "--kind", "line", "-o", "a.png"]),
        (
            "chart.error.too_many_series",
            vec!["chart", "meetings", "--builtin", "--by", "year", "--pivot", "province", "--kind", "line", "-o", "a.png"],
        ),
        (
            "chart.error.too_many_periods",
            vec!["chart", "meetings", "--data", "far", "--by", "month", "--kind", "line", "-o", "a.png"],
        ),
        ("chart.error.too_low", vec!["chart", "meetings", "--builtin", "--by", "province", "--height", "200", "-o", "a.png"]),
        (
            "chart.error.too_narrow",
            vec![
                "chart",
                "meetings",
                "--builtin",
                "--by",
                "month",
                "--pivot",
                "province",
                "--kind",
                "heatmap",
                "--width",
                "320",
                "-o",
                "a.png",
            ],
        ),
        ("chart.error.bad_size", vec!["chart", "meetings", "--builtin", "--by", "province", "--width", "0", "-o", "a.png"]),
        ("input.missing", vec!["extract", "missing.txt"]),
        ("input.denied", vec![SHUT_OUT, "extract", "closed.txt"]),
        ("input.empty", vec!["extract", "empty.txt"]),
        ("input.empty_folder", vec!["extract", "folder.csv"]),
        ("input.binary", vec!["extract", "picture.txt"]),
        ("input.encoding", vec!["extract", "bytes.txt"]),
        ("input.too_large", vec!["extract", "news/01_giao_ban_phia_bac.txt", "--max-article-bytes", "9"]),
        ("input.grown", vec!["extract", "grown.jsonl.gz"]),
        ("input.unsupported", vec!["extract", "a.docx"]),
        ("input.broken_parquet", vec!["extract", "a.parquet"]),
        ("input.broken_json", vec!["extract", "a.jsonl"]),
        ("input.not_object", vec!["extract", "list.jsonl"]),
        ("input.unreadable", vec!["extract", "cut.txt.gz"]),
        ("input.no_text", vec!["extract", "no.jsonl"]),
        ("input.ragged", vec!["extract", "a.csv"]),
        ("input.column_type", vec!["extract", "m.parquet", "--text-column", "connected"]),
        ("input.broken_stream", vec!["extract", "stream"]),
        ("input.html_depth", vec!["extract", "deep.html"]),
        ("input.html_size", vec!["extract", "many.html"]),
        ("input.html_no_text", vec!["extract", "script.html"]),
    ];
    let (labels, table) = (labels(), table());
    let mut wrong = Vec::new();
    for (key, args) in &cases {
        let Some((code, en, vi)) = table.get(*key) else {
            wrong.push(format!("{key}: not in the table"));
            continue;
        };
        for (lang, text) in [("en", en), ("vi", vi)] {
            let mut command = match args[..] {
                [file] if file.ends_with(".toml") => {
                    let mut command = work.command(&["stats", "--builtin"]);
                    command.env("GIAOBAN_CONFIG", work.path(file));
                    command
                }
                [set] if set.contains('=') => {
                    let (name, value) = set.split_once('=').expect("a variable");
                    let mut command = work.command(&["stats", "--builtin"]);
                    command.env(name, value);
                    command
                }
                [out, ref rest @ ..] if out.starts_with('>') => {
                    let mut command = work.command(rest);
                    command.stdout(std::fs::File::options().write(true).open(&out[1..]).expect("a device"));
                    command
                }
                [ref before @ .., NOT_UNICODE] => {
                    let mut command = work.command(before);
                    command.arg(std::os::unix::ffi::OsStrExt::from_bytes(b"\xff") as &std::ffi::OsStr);
                    command
                }
                [ON_A_TERMINAL, ref rest @ ..] => {
                    let command = format!("'{}' {}", env!("CARGO_BIN_EXE_giaoban"), rest.join(" "));
                    let mut terminal = std::process::Command::new("script");
                    terminal.args(["-qec", &command, "/dev/null"]).current_dir(work.path("."));
                    terminal.env("LC_ALL", "C.UTF-8").env("XDG_CONFIG_HOME", work.path("config"));
                    terminal
                }
                [SHUT_OUT, ref rest @ ..] => work.command_shut_out("closed.txt", rest),
                _ => work.command(args),
            };
            let ran = command.env("GIAOBAN_LANG", lang).output().expect("the program runs");
            // On a terminal both streams are one.
            let said = if args[0] == ON_A_TERMINAL { ran.stdout } else { ran.stderr };
            let said = String::from_utf8(said).expect("text");
            let line = said.strip_prefix("giaoban: ").unwrap_or(&said);
            if ran.status.code().map(|c| c.to_string()).as_ref() != Some(code) || said.lines().count() != 1 || !fits(line, text) {
                wrong.push(format!("{key} ({lang}): exit {:?}, {said}    for: {text}", ran.status.code()));
            }
        }
    }
    let provoked: BTreeSet<&str> = cases.iter().map(|(key, _)| *key).chain(NOT_PROVOKED.iter().map(|(key, _)| *key)).collect();
    let all: BTreeSet<&str> = labels.keys().map(String::as_str).collect();
    wrong.extend(all.difference(&provoked).map(|key| format!("{key}: neither provoked nor told why not")));
    wrong.extend(provoked.difference(&all).map(|key| format!("{key}: there is no such error")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
