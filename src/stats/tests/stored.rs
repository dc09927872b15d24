//! Facts in a file give the answers that the records they were made of give: drawn records, drawn questions, each way of reading.

use super::*;
use crate::frame::scan::RowFile;
use crate::frame::schema::Table;
use crate::model::record::Quantity;
use crate::model::tag::*;
use crate::stats::make::{article, place};
use crate::stats::query::{Key, Query, Topic};
use crate::stats::stored::{self, Detail, Notes};
use crate::stats::views::View;
use polars::prelude::*;
use std::path::Path;

/// The same on every machine (splitmix64).
struct Dice(u64);

impl Dice {
    fn of(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((x ^ (x >> 31)) % sides as u64) as usize
    }

    fn pick<T: Clone>(&mut self, list: &[T]) -> T {
        list[self.of(list.len())].clone()
    }
}

const PLACES: [&str; 12] = ["01", "01", "01/Đống Đa", "01/Ba Đình", "20", "42", "42#", "34:24", "34:01", "nation", "body", "?"];
const DAYS: [&str; 9] =
    ["2019-03-02", "2020-06-16", "2020-06-16", "2020-06-20", "2020-06", "2020", "2021-05-01", "2020-01/2020-06", ""];

/// Some articles that tell of few things, so that many tell of the same.
fn records(dice: &mut Dice) -> Vec<ArticleRecords> {
    (0..12 + dice.of(30)).map(|n| one(&format!("a{n:016x}"), dice)).collect()
}

fn one(id: &str, dice: &mut Dice) -> ArticleRecords {
    let mut a = article(id, ["báo A", "báo B"][dice.of(2)], "2020-07-01");
    for _ in 0..dice.of(3) {
        let (at, day) = (dice.pick(&PLACES), dice.pick(&DAYS));
        let status = if dice.of(4) == 0 { MeetingStatus::Planned } else { MeetingStatus::Held };
        let mode = if dice.of(3) == 0 { Mode::Online } else { Mode::InPerson };
        let organiser = dice.pick(&[None, Some("Sở Nội vụ"), Some("Ban Tổ chức")]);
        let kind = dice.pick(&[MeetingKind::Briefing, MeetingKind::Seminar]);
        let level = dice.pick(&[Level::Central, Level::Province, Level::District]);
        a = a.meets(day, kind, level, at, |m| {
            (m.status, m.mode, m.organiser) = (status, mode, organiser.map(Into::into));
        });
    }
    for _ in 0..dice.of(3) {
        let (at, day, total) = (dice.pick(&PLACES), dice.pick(&DAYS), dice.pick(&[100.0, 95.0, 60.0]));
        let done = dice.pick(&[20.0, 30.0, 50.0, 60.0]);
        let subject = dice.pick(&[ProgressSubject::PartyCell, ProgressSubject::PartyCommittee]);
        let text = dice.pick(&[None, None, Some("đại hội điểm"), Some("đảng bộ khối cơ quan"), Some("đảng bộ nông thôn")]);
        let activity = if dice.of(6) == 0 { Activity::Other } else { Activity::Congress };
        let (share, role) = (dice.of(8) == 0, dice.of(8) == 0);
        let whole = a.progress.last().filter(|_| dice.of(2) == 0).map(|p| p.ground.record_id.clone());
        let elsewhere = dice.of(3) == 0;
        a = a.has_done(subject, at, day, (done, total), |p| {
            (p.activity, p.subject_text) = (activity, text.map(Into::into));
            if share {
                (p.done, p.total, p.percent) = (None, None, Some(50.0));
            }
            p.role = role.then_some(PartRole::Part);
            p.part_of = whole.clone();
        });
        if let [.., before, part] = a.progress.as_mut_slice()
            && part.part_of.is_some()
            && !elsewhere
        {
            (part.place, part.subject, part.activity) = (before.place.clone(), before.subject, before.activity);
        }
    }
    for _ in 0..dice.of(2) {
        let status = dice.pick(&[StaffingStatus::Achieved, StaffingStatus::Target]);
        let subject = dice.pick(&[StaffingSubject::Staff, StaffingSubject::Unit]);
        let body = dice.pick(&[None, None, Some("Trường Chính trị")]);
        a = a.cuts(subject, dice.pick(&PLACES), dice.pick(&DAYS), dice.pick(&[7.0, 61.0, 150.0]), |s| {
            (s.status, s.body) = (status, body.map(Into::into));
        });
    }
    for _ in 0..dice.of(3) {
        a = a.cites(
            dice.pick(&[DocumentType::Resolution, DocumentType::Plan]),
            dice.pick(&["18-NQ/TW", "25-KH/TU", "7"]),
            dice.pick(&PLACES),
        );
        let ground = a.documents[a.documents.len() - 1].ground.clone();
        let ground = crate::model::record::Grounding { record_id: ground.record_id.replace('D', "Q"), ..ground };
        let (kind, value) = (dice.pick(&[QuantityKind::Count, QuantityKind::Percent]), dice.pick(&[3.0, 1500.0, 46.6]));
        a.quantities.push(Quantity {
            kind,
            value,
            value_high: None,
            unit: None,
            approximation: None,
            place: place(dice.pick(&PLACES)),
            ground,
        });
    }
    a
}

fn question(topic: Topic, dice: &mut Dice) -> Option<Query> {
    let keys: Vec<Key> = crate::stats::keys::keys_of(topic).iter().copied().filter(|k| *k != Key::Outlet).collect();
    let mut words = Words { topic: Some(topic.word().into()), ..Words::default() };
    words.by = (0..dice.of(3)).map(|_| dice.pick(&keys).word().to_string()).collect();
    if dice.of(4) == 0 {
        words.pivot = Some(dice.pick(&keys).word().into());
    }
    let conditions: &[&str] = match topic {
        Topic::Meetings => {
            &["status=held", "level=province", "organiser=so noi vu", "organiser=so noi", "kind!=seminar", "district=Ba Đình"]
        }
        Topic::Progress => {
            &["activity=congress", "subject=party_cell", "district=Đống Đa", "term=2020/2025", "region=red_river_delta"]
        }
        Topic::Staffing => &["subject=staff", "status=achieved", "province=Hà Nội"],
        Topic::Documents => &["type=plan", "document=25-KH", "province!=Hà Nội"],
        _ => &["kind=count", "macro_region=north"],
    };
    for _ in 0..dice.of(3) {
        words.conditions.push(dice.pick(conditions).into());
    }
    if topic != Topic::Quantities && dice.of(4) == 0 {
        (words.since, words.until) = (Some("2020-06".into()), (dice.of(2) == 0).then(|| "2020".into()));
    }
    if dice.of(4) == 0 {
        words.place = Some(dice.pick(&["Hà Nội", "north", "Đống Đa", "red_river_delta"]).into());
    }
    words.geo = (dice.of(4) == 0).then(|| "2025".into());
    words.top = (dice.of(5) == 0).then_some(2);
    parse(&words).ok().filter(|q| crate::stats::check(q).is_ok())
}

/// What both ways must say alike: everything but the ids, which not every way keeps, and numbers made of the order of reading.
fn told(mut summary: Summary) -> String {
    let pivot = summary.pivot.iter_mut().flat_map(|p| p.cells.iter_mut().flatten().flatten().chain(&mut p.column_totals));
    for row in summary.rows.iter_mut().chain(&mut summary.total).chain(pivot) {
        row.fact_ids.clear();
        row.extent = 0;
    }
    let left: Vec<_> = summary.footer.left_out.drain(..).map(|l| (l.reason, l.count())).collect();
    format!("{summary:#?}\n{left:?}")
}

/// Writes a view as Parquet in row groups of a few rows, with the notes of an export or without, as CSV, and as Parquet in one row
/// group without the columns that only make an answer faster.
fn write(dir: &Path, tables: &Tables, table: Table, notes: bool) -> Vec<RowFile> {
    let view = View::Facts(table);
    let mut frame = view.frame(tables).unwrap();
    let (parquet, csv) = (dir.join(format!("{}.parquet", view.name())), dir.join(format!("{}.csv", view.name())));
    let (key, value) = view.note(&frame).unwrap().unwrap();
    let pairs = notes.then(|| KeyValueMetadata::from_static(vec![(key.to_string(), value)]));
    ParquetWriter::new(std::fs::File::create(&parquet).unwrap())
        .with_row_group_size(Some(7))
        .with_key_value_metadata(pairs)
        .finish(&mut frame)
        .unwrap();
    CsvWriter::new(std::fs::File::create(&csv).unwrap()).finish(&mut frame).unwrap();
    let bare = dir.join(format!("{}-bare.parquet", view.name()));
    let unused: &[&str] = if table == Table::Progress { &["year", "articles_own", "articles_shared"] } else { &["year"] };
    let mut frame = frame.drop_many(unused.iter().copied());
    ParquetWriter::new(std::fs::File::create(&bare).unwrap())
        .with_statistics(StatisticsOptions::empty())
        .finish(&mut frame)
        .unwrap();
    [parquet, csv, bare].iter().map(|path| RowFile::open(path).unwrap()).collect()
}

#[test]
fn facts_in_a_file_answer_as_their_records_do() {
    let dir = tempfile::tempdir().unwrap();
    let mut asked = 0;
    for seed in 0..14 {
        let mut dice = Dice(seed);
        let tables = Tables::from_records(&records(&mut dice)).unwrap();
        for (topic, table) in [
            (Topic::Meetings, Table::Meetings),
            (Topic::Progress, Table::Progress),
            (Topic::Staffing, Table::Staffing),
            (Topic::Documents, Table::Documents),
            (Topic::Quantities, Table::Quantities),
        ] {
            let files = write(dir.path(), &tables, table, seed % 2 == 0);
            for _ in 0..6 {
                let Some(query) = question(topic, &mut dice) else { continue };
                let expected = told(run(&tables, &query).unwrap());
                asked += 1;
                for (file, ids) in files.iter().flat_map(|file| [(file, false), (file, true)]) {
                    let answer = told(stored::run(file, &query, Detail { ids }, None).unwrap());
                    assert!(
                        answer == expected,
                        "seed {seed} {} ids {ids} {query:?}\n{answer}\n≠\n{expected}",
                        file.path().display()
                    );
                }
            }
        }
    }
    assert!(asked > 300, "{asked}");
}

#[test]
fn whole_facts_keep_their_ids() {
    let mut dice = Dice(5);
    let tables = Tables::from_records(&records(&mut dice)).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let files = write(dir.path(), &tables, Table::Progress, true);
    let query = Query { by: vec![Key::Province], ..Query::new(Topic::Progress) };
    let expected = run(&tables, &query).unwrap();
    let answer = stored::run(&files[0], &query, Detail { ids: true }, None).unwrap();
    assert!(expected.rows.iter().any(|row| !row.fact_ids.is_empty()));
    assert_eq!(
        answer.rows.iter().map(|r| &r.fact_ids).collect::<Vec<_>>(),
        expected.rows.iter().map(|r| &r.fact_ids).collect::<Vec<_>>()
    );
    assert_eq!(answer.footer.left_out, expected.footer.left_out);
}

#[test]
fn a_file_that_cannot_answer_says_why() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.csv");
    std::fs::write(&path, "region,n\nbắc,1\n").unwrap();
    let query = |topic, by| Query { by: vec![by], ..Query::new(topic) };
    let error = |query: &Query, memory| {
        let file = RowFile::open(&path).unwrap();
        stored::run(&file, query, Detail::default(), memory).unwrap_err().to_string()
    };
    let told = error(&query(Topic::Meetings, Key::Region), None);
    assert!(told.contains("province") && told.contains("export meeting_facts") && told.contains("a.csv"), "{told}");
    assert!(error(&query(Topic::Overview, Key::Region), None).contains("meetings, staffing"));
    assert!(error(&query(Topic::Meetings, Key::Outlet), None).contains("--facts"));
    std::fs::write(&path, format!("region\n{}", "x".repeat(300 << 10))).unwrap();
    assert!(error(&query(Topic::Staffing, Key::Region), Some(1 << 20)).contains("--memory 1 MB"));
    assert!(RowFile::open(&dir.path().join("không có")).is_err());
    std::fs::write(&path, b"PAR1 and nothing more").unwrap();
    assert!(RowFile::open(&path).is_err());
}

#[test]
fn notes_of_other_rows_are_not_believed() {
    let mut dice = Dice(3);
    let tables = Tables::from_records(&records(&mut dice)).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let mut frame = View::Facts(Table::Meetings).frame(&tables).unwrap();
    let path = dir.path().join("a.parquet");
    let wrong = Notes { facts: frame.height() + 1, articles: 7777, ..Notes::default() };
    let pairs = KeyValueMetadata::from_static(vec![(Notes::KEY.to_string(), serde_json::to_string(&wrong).unwrap())]);
    let out = std::fs::File::create(&path).unwrap();
    ParquetWriter::new(out).with_key_value_metadata(Some(pairs)).finish(&mut frame).unwrap();
    let query = Query { by: vec![Key::Region], ..Query::new(Topic::Meetings) };
    let summary = stored::run(&RowFile::open(&path).unwrap(), &query, Detail::default(), None).unwrap();
    assert_ne!(summary.footer.articles, 7777);
}
