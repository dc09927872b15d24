//! Datasets of older programs, and files that are not what the list of files says.

use super::manifest::Manifest;
use super::*;
use crate::frame::{Item, ReadArticle};
use crate::input::RawArticle;
use crate::pipeline::extract;

/// The columns of the articles table that later programs of format 1 and that format 2 added.
const ADDED: [&str; 3] = ["input_id", "extractor", "sketch"];
const TEXTS: [&str; 3] = [
    "Ngày 5/5/2021, UBND tỉnh Hà Nam tổ chức hội nghị giao ban. Cả tỉnh giảm 61 biên chế.",
    "Ngày 6/5/2021, Tỉnh ủy Lạng Sơn họp giao ban quý II.",
    "Ngày 7/5/2021, Tỉnh ủy Cà Mau họp giao ban quý II.",
];

fn read(text: &str) -> Item {
    let raw = RawArticle::from_text("bài", text);
    let input = Some(raw.input_id());
    let article = raw.finish();
    let records = extract(&article);
    Item::Read(Box::new(ReadArticle { input, article, records }))
}

/// A dataset of the first texts as a program of format 1 wrote it, without the last `fewer` columns.
fn of_format_1(dir: &Path, texts: &[&str], fewer: usize) {
    Writer::open(dir).unwrap().update(texts.iter().map(|text| read(text)).collect()).unwrap();
    let mut manifest = Manifest::read(dir).unwrap().unwrap();
    manifest.format = 1;
    let entry = manifest.segments[0].tables.get_mut("articles").unwrap();
    let path = dir.join(&entry.file);
    let frame = ParquetReader::new(fs::File::open(&path).unwrap()).finish().unwrap();
    let mut frame = frame.drop_many(ADDED[ADDED.len() - fewer..].iter().copied());
    ParquetWriter::new(fs::File::create(&path).unwrap()).finish(&mut frame).unwrap();
    entry.bytes = fs::metadata(&path).unwrap().len();
    entry.blake3 = hash_file(&path).unwrap();
    manifest.write(dir).unwrap();
}

fn everything(dir: &Path) -> Vec<DataFrame> {
    let dataset = Dataset::open(dir).unwrap();
    Table::ALL.iter().map(|table| collect(dataset.tables().get(*table)).unwrap()).collect()
}

#[test]
fn an_older_dataset_is_read_goes_on_and_becomes_one_of_today() {
    for fewer in 1..=ADDED.len() {
        let (old, new) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        of_format_1(old.path(), &TEXTS[..2], fewer);
        Writer::open(new.path()).unwrap().update(TEXTS[..2].iter().map(|text| read(text)).collect()).unwrap();
        for (older, today) in everything(old.path()).iter().zip(everything(new.path())) {
            let kept = today.drop_many(ADDED);
            assert!(older.drop_many(ADDED).equals_missing(&kept), "{older}");
            assert_eq!(older.get_column_names(), today.get_column_names());
        }
        let dataset = Dataset::open(old.path()).unwrap();
        assert_eq!((dataset.verify().damaged.len(), dataset.articles().unwrap()), (0, 2));
        assert_eq!(dataset.outdated_articles().unwrap(), if fewer > 1 { 2 } else { 0 });
        drop(dataset);
        // A new article beside the old ones, and reading everything again: what a dataset of today has, value for value.
        Writer::open(old.path()).unwrap().update(vec![read(TEXTS[2])]).unwrap();
        assert_eq!(Manifest::read(old.path()).unwrap().unwrap().format, FORMAT);
        assert_eq!(everything(old.path())[0].height(), 3);
        Writer::open(new.path()).unwrap().update(vec![read(TEXTS[2])]).unwrap();
        for dir in [old.path(), new.path()] {
            Writer::open(dir).unwrap().update(TEXTS.map(read).into()).unwrap();
        }
        for (older, today) in everything(old.path()).iter().zip(everything(new.path())) {
            assert!(older.equals_missing(&today), "{older}\n{today}");
        }
    }
}

#[test]
fn a_list_of_files_that_leads_elsewhere_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    Writer::open(dir.path()).unwrap().update(vec![read(TEXTS[0])]).unwrap();
    let list = fs::read_to_string(dir.path().join("giaoban.json")).unwrap();
    for name in ["../meetings-1.parquet", "/etc/passwd", "meetings-1.parquet/..", "notes.parquet", ""] {
        fs::write(dir.path().join("giaoban.json"), list.replace("meetings-1.parquet", name)).unwrap();
        let error = Dataset::open(dir.path()).unwrap_err().to_string();
        assert!(error.contains("list of files is damaged"), "{name}: {error}");
    }
}

/// What a Parquet file holds is anybody's: with whatever bytes, reading it fails in order.
#[test]
fn any_bytes_in_place_of_a_table_are_an_error_that_names_it() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    Writer::open(dir).unwrap().update(vec![read(TEXTS[0])]).unwrap();
    let path = dir.join("staffing-1.parquet");
    let whole = fs::read(&path).unwrap();
    let (mut refused, mut random) = (0, 1u64);
    for _ in 0..300 {
        let mut bytes = whole.clone();
        // The footer, where polars reads types, lengths and offsets.
        let footer = bytes.len() - bytes.len().min(900);
        for _ in 0..3 {
            random = random.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            let at = footer + (random >> 33) as usize % (bytes.len() - footer);
            bytes[at] = (random >> 24) as u8;
        }
        fs::write(&path, bytes).unwrap();
        let dataset = Dataset::open(dir).unwrap();
        assert!(collect(dataset.tables().get(Table::Meetings)).is_ok());
        if let Err(error) = collect(dataset.tables().get(Table::Staffing)) {
            refused += 1;
            let told = dataset.explain(error.into()).to_string();
            assert!(told.contains("staffing-1.parquet"), "{told}");
        }
        assert_eq!(dataset.verify().damaged.len(), 1);
    }
    assert!(refused > 100, "{refused}");
}
