//! The dataset under everything that can befall a run: killed, stopped, a full disk, a second writer, damaged files.

use crate::work::{Work, interrupt, lines};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

/// Articles that all differ, as JSONL.
fn articles(numbers: std::ops::Range<usize>) -> String {
    let line = |n: usize| {
        let text = format!(
            "Ngày {}/{}/2021, Tỉnh ủy Hà Nam tổ chức hội nghị giao ban lần {n}. Cả tỉnh giảm {n} biên chế, đạt {n}/999 chi bộ.",
            n % 28 + 1,
            n % 12 + 1
        );
        serde_json::json!({"id": format!("tin-{n}"), "text": text}).to_string() + "\n"
    };
    numbers.map(line).collect()
}

/// Every file of the dataset that counts, by name. What the list of files does not name is no part of it.
fn state(work: &Work, dir: &str) -> BTreeMap<String, Vec<u8>> {
    let list = std::fs::read(work.path(dir).join("giaoban.json")).unwrap_or_default();
    let mut state = BTreeMap::new();
    if !list.is_empty() {
        let manifest: serde_json::Value = serde_json::from_slice(&list).expect("the list of files is whole");
        for segment in manifest["segments"].as_array().expect("segments") {
            let tables = segment["tables"].as_object().expect("tables").values();
            for entry in tables.chain(segment.get("superseded")) {
                let name = entry["file"].as_str().expect("a name").to_string();
                let bytes = std::fs::read(work.path(dir).join(&name)).expect("a file that is named is there");
                assert_eq!(entry["blake3"], blake3::hash(&bytes).to_hex().as_str(), "{name}");
                state.insert(name, bytes);
            }
        }
    }
    state.insert("giaoban.json".into(), list);
    state
}

fn start(work: &Work, args: &[&str]) -> Child {
    let mut command = work.command(args);
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs")
}

/// How often `extract` is killed; GIAOBAN_KILLS=500 for the long run.
fn kills() -> usize {
    std::env::var("GIAOBAN_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(40)
}

#[test]
fn a_killed_run_leaves_the_state_before_or_after_and_the_next_goes_on_to_the_same_bytes() {
    const NEW: usize = 7;
    let work = Work::new();
    // Moments spread over a whole run, by a fixed sequence; how long a run takes here is measured first.
    let begin = Instant::now();
    work.file("new.jsonl", articles(0..NEW)).ok(&["extract", "new.jsonl", "--data", "measured"]);
    let whole_run = begin.elapsed();
    let (mut before, mut after) = (0, 0);
    let mut random: u64 = 20260722;
    for round in 0..kills() {
        work.file("new.jsonl", articles(round * NEW..(round + 1) * NEW));
        let old = state(&work, "data");
        work.ok(&["-q", "extract", "new.jsonl", "--data", "undisturbed"]);
        let new = state(&work, "undisturbed");
        random = random.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        let mut child = start(&work, &["-q", "extract", "new.jsonl", "--data", "data"]);
        std::thread::sleep(whole_run.mul_f64((random >> 40) as f64 / (1u64 << 24) as f64));
        child.kill().expect("a child can be killed");
        child.wait().expect("it ends");
        let found = state(&work, "data");
        if found == new {
            after += 1;
        } else {
            assert!(found == old, "round {round}: neither before nor after");
            before += 1;
        }
        if round > 0 {
            work.ok(&["-q", "stats", "--data", "data"]);
        }
        work.ok(&["-q", "extract", "new.jsonl", "--data", "data"]);
        assert!(state(&work, "data") == new, "round {round}: the next run ends in other bytes");
    }
    println!("killed {} times: state before {before}, after {after}", kills());
    // Nothing of a killed run is left beside the dataset.
    let named: Vec<String> = state(&work, "data").into_keys().collect();
    let others = ["giaoban.lock", "giaoban.readers.lock"];
    let left: Vec<String> = work.names("data").into_iter().filter(|n| !named.contains(n) && !others.contains(&&**n)).collect();
    assert_eq!(left, Vec::<String>::new());
}

#[test]
fn ctrl_c_keeps_what_was_read_and_the_next_run_goes_on() {
    let work = Work::new();
    let all = articles(0..1500);
    work.file("all.jsonl", &all).ok(&["extract", "all.jsonl", "--data", "undisturbed"]);
    let expected = work.ok(&["export", "meetings", "--data", "undisturbed", "-o", "-", "--format", "jsonl"]);
    let mut child = work.command(&["extract", "-"]).stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("runs");
    // The input stays open: the run would wait for more of it for ever.
    let mut input = child.stdin.take().expect("a pipe");
    input.write_all(all.as_bytes()).expect("it reads");
    interrupt(&child);
    let status = child.wait().expect("it ends");
    drop(input);
    let mut said = String::new();
    child.stderr.take().expect("a pipe").read_to_string(&mut said).expect("text");
    assert_eq!(status.code(), Some(130), "{said}");
    assert!(said.contains("stopped as asked: giaoban-data keeps every article read so far"), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    work.ok(&["extract", "all.jsonl"]);
    assert_eq!(work.ok(&["export", "meetings", "-o", "-", "--format", "jsonl"]), expected);
}

#[test]
fn two_writers_at_once_never_mix() {
    let work = Work::new();
    work.file("first.jsonl", articles(0..1)).ok(&["extract", "first.jsonl"]);
    for round in 0..5 {
        let from = 1 + round * 400;
        work.file("a.jsonl", articles(from..from + 200)).file("b.jsonl", articles(from + 200..from + 400));
        let count = |work: &Work| lines(&work.ok(&["export", "articles", "-o", "-", "--format", "jsonl"])).len();
        let before = count(&work);
        let children = ["a.jsonl", "b.jsonl"].map(|name| start(&work, &["extract", name]));
        let mut added = 0;
        for child in children {
            let ended = child.wait_with_output().expect("it ends");
            let said = String::from_utf8_lossy(&ended.stderr);
            match ended.status.code() {
                Some(0) => added += 200,
                Some(1) => assert!(said.contains("is being written by process"), "{said}"),
                code => panic!("{code:?}: {said}"),
            }
        }
        assert!(added >= 200);
        assert_eq!(count(&work), before + added);
    }
}

/// Runs a script in a namespace of its own, where it may mount; `None` where the system does not allow that.
fn with_mounts(work: &Work, script: &str) -> Option<String> {
    let program = env!("CARGO_BIN_EXE_giaoban");
    let allowed = Command::new("unshare").args(["-rm", "true"]).output().is_ok_and(|o| o.status.success());
    if !allowed {
        println!("skipped: mounting is not allowed here");
        return None;
    }
    let mut command = Command::new("unshare");
    command.args(["-rm", "sh", "-c", script]).env("giaoban", program).env("LC_ALL", "C.UTF-8").current_dir(work.path("."));
    let output = command.output().expect("a shell");
    Some(format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)))
}

#[test]
fn a_full_disk_loses_nothing() {
    let work = Work::new();
    work.file("few.jsonl", articles(0..5)).file("many.jsonl", articles(5..3000));
    let script = "mkdir disk && mount -t tmpfs -o size=160k none disk || exit 9
        $giaoban -q extract few.jsonl --data disk/data && $giaoban export meetings --data disk/data -o before.csv
        $giaoban extract many.jsonl --data disk/data; echo code $?
        $giaoban check --dataset --data disk/data && $giaoban export meetings --data disk/data -o after.csv
        cmp before.csv after.csv && echo same; ls disk/data | wc -l";
    let Some(said) = with_mounts(&work, script) else { return };
    for part in ["code 1\n", "the data is as before", "is whole: files: 6, articles: 5", "same\n"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    // Six tables, the list of files, two locks: what did not fit was taken away again.
    assert!(said.contains("\n9\n"), "{said}");
}

#[test]
fn a_read_only_folder_is_told_and_can_be_read() {
    let work = Work::new();
    work.file("few.jsonl", articles(0..5)).file("more.jsonl", articles(5..9));
    let script = "mkdir disk && mount -t tmpfs none disk || exit 9
        $giaoban -q extract few.jsonl --data disk/data && mount -o remount,ro disk
        $giaoban extract more.jsonl --data disk/data; echo code $?
        $giaoban extract more.jsonl --data disk/other; echo code $?
        $giaoban check --dataset --data disk/data; $giaoban stats meetings --by year --data disk/data >/dev/null; echo stats $?";
    let Some(said) = with_mounts(&work, script) else { return };
    for part in ["cannot write disk/data/giaoban.lock", "cannot write disk/other", "is whole: files: 6, articles: 5", "stats 0"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert_eq!(said.matches("code 1\n").count(), 2, "{said}");
}

#[test]
fn a_damaged_table_is_named_the_others_are_read_and_reading_again_mends_it() {
    let work = Work::new();
    work.file("few.jsonl", articles(0..5)).ok(&["extract", "few.jsonl"]);
    let whole = work.ok(&["stats", "staffing", "--by", "province"]);
    let meetings = work.ok(&["stats", "meetings", "--by", "province"]);
    assert!(work.ok(&["check", "--dataset"]).starts_with("giaoban-data is whole: files: 6, articles: 5, rows: "));
    let file = "giaoban-data/staffing-1.parquet";
    let bytes = std::fs::read(work.path(file)).expect("a table");
    let mut flipped = bytes.clone();
    let middle = flipped.len() / 3;
    flipped[middle] ^= 0x55;
    for damaged in [&bytes[..bytes.len() / 2], &[], &flipped] {
        work.file(file, damaged);
        let ran = work.run(&["check", "--dataset"]);
        assert_eq!((ran.code, ran.out.as_str()), (1, "damaged: giaoban-data/staffing-1.parquet\n"));
        assert!(ran.err.contains("1 of 6 files damaged or missing: run \"giaoban extract --rebuild\""), "{}", ran.err);
        assert_eq!(work.ok(&["stats", "meetings", "--by", "province"]), meetings);
        work.ok(&["extract", "--rebuild"]);
        assert_eq!(work.ok(&["stats", "staffing", "--by", "province"]), whole);
        // The next round damages the file that was written now.
        std::fs::remove_dir_all(work.path("giaoban-data")).expect("a folder");
        work.ok(&["extract", "few.jsonl"]);
    }
    std::fs::remove_file(work.path(file)).expect("a file");
    assert!(work.fails(1, &["stats", "staffing", "--by", "province"]).contains("staffing-1.parquet"));
}
