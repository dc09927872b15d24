use super::schema::Table;
use super::store::*;
use crate::model::article::Article;
use crate::model::record::ArticleRecords;
use crate::model::tag::*;
use crate::stats::make;
use polars::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};

fn article(id: &str, text: &str, url: Option<&str>) -> (Article, ArticleRecords) {
    let article_id = format!("h-{text}");
    let mut records = make::article(&article_id, "báo A", "2021-06-28")
        .meets("2021-06-28", MeetingKind::Briefing, Level::Province, "01", |_| {})
        .meets("2021-06-29", MeetingKind::Plenum, Level::Province, "01", |_| {});
    records.id = id.into();
    records.url = url.map(Into::into);
    let article = Article {
        id: id.into(),
        article_id,
        title: None,
        url: url.map(Into::into),
        outlet: Some("báo A".into()),
        outlet_province: None,
        published: records.published,
        published_basis: Basis::Stated,
        header_date: None,
        text: text.into(),
        zones: vec![],
    };
    (article, records)
}

fn column(dataset: &Dataset, table: Table, name: &str) -> Vec<String> {
    let frame = dataset.tables().get(table).select([col(name)]).collect().unwrap();
    frame.column(name).unwrap().str().unwrap().iter().map(|v| v.unwrap_or("").to_string()).collect()
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    files
}

fn update(dir: &Path, batch: Vec<(Article, ArticleRecords)>) -> Counts {
    Dataset::create_or_open(dir).unwrap().update(batch).unwrap()
}

#[test]
fn the_same_article_replaces_itself() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    assert_eq!(update(dir, vec![article("1", "một", None)]), Counts { added: 1, replaced: 0, articles: 1 });
    assert_eq!(
        update(dir, vec![article("1", "một", None), article("2", "hai", None)]),
        Counts { added: 1, replaced: 1, articles: 2 }
    );
    let dataset = Dataset::open(dir).unwrap();
    assert_eq!(column(&dataset, Table::Articles, "text"), ["hai", "một"]);
    assert_eq!(column(&dataset, Table::Meetings, "article_id"), ["h-hai", "h-hai", "h-một", "h-một"]);
    assert_eq!(column(&dataset, Table::Meetings, "kind"), ["briefing", "plenum", "briefing", "plenum"]);
}

#[test]
fn a_new_version_of_a_page_replaces_it_and_a_namesake_does_not() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let page = Some("https://example.vn/1");
    update(dir, vec![article("1", "cũ", page)]);
    update(dir, vec![article("1", "mới", page), article("1", "khác", None)]);
    update(dir, vec![article("1", "khác nữa", None)]);
    assert_eq!(column(&Dataset::open(dir).unwrap(), Table::Articles, "text"), ["khác", "khác nữa", "mới"]);
}

#[test]
fn the_same_articles_give_the_same_files() {
    let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let one = |n: usize| article(&n.to_string(), &format!("bài {n}"), None);
    update(a.path(), (0..5).map(one).collect());
    update(b.path(), (0..5).rev().map(one).collect());
    let contents = |dir: &Path| {
        files(dir)
            .iter()
            .filter(|f| f.extension().is_some_and(|e| e == "parquet"))
            .map(|f| fs::read(f).unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(contents(a.path()), contents(b.path()));
    // In several updates too: only the numbers in the names differ.
    let c = tempfile::tempdir().unwrap();
    for n in 0..5 {
        update(c.path(), vec![one(n)]);
    }
    assert_eq!(contents(a.path()), contents(c.path()));
}

#[test]
fn what_a_killed_run_left_is_neither_read_nor_kept() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    update(dir, vec![article("1", "một", None)]);
    let before = files(dir);
    // Killed after some files of the next generation, before the rename; and a file that is not ours.
    for name in ["meetings-2.parquet", "articles-2.parquet", "superseded-2.parquet", "giaoban.json.new", "notes-2.parquet"] {
        fs::write(dir.join(name), b"half").unwrap();
    }
    assert_eq!(column(&Dataset::open(dir).unwrap(), Table::Articles, "text"), ["một"]);
    update(dir, vec![article("1", "một", None)]);
    let mut after = files(dir);
    after.retain(|f| f != &dir.join("notes-2.parquet"));
    assert_eq!(after.len(), before.len());
    assert!(dir.join("notes-2.parquet").exists());
}

#[test]
fn a_second_writer_is_told_who_writes() {
    let dir = tempfile::tempdir().unwrap();
    let mut dataset = Dataset::create_or_open(dir.path()).unwrap();
    let lock = fs::File::create(dir.path().join("giaoban.lock")).unwrap();
    fs::write(dir.path().join("giaoban.lock"), "4711\n").unwrap();
    lock.lock().unwrap();
    let error = dataset.update(vec![article("1", "một", None)]).unwrap_err().to_string();
    assert!(error.contains("4711"), "{error}");
    assert!(!Dataset::exists(dir.path()));
    drop(lock);
    dataset.update(vec![article("1", "một", None)]).unwrap();
}

#[test]
fn a_damaged_file_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    update(dir, vec![article("1", "một", None)]);
    let file = dir.join("meetings-1.parquet");
    let whole = fs::read(&file).unwrap();
    let mut turned = whole.clone();
    turned[20] ^= 0xff;
    fs::write(&file, turned).unwrap();
    assert_eq!(Dataset::open(dir).unwrap().damaged_files(), [file.clone()]);
    fs::write(&file, &whole[..whole.len() / 2]).unwrap();
    let error = Dataset::open(dir).unwrap_err().to_string();
    assert!(error.contains("meetings-1.parquet"), "{error}");
    fs::write(&file, whole).unwrap();
    assert!(Dataset::open(dir).unwrap().damaged_files().is_empty());
}

#[test]
fn other_versions_of_the_format_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    assert!(Dataset::open(dir).unwrap_err().to_string().contains("no dataset"));
    for (format, word) in [(FORMAT + 1, "newer"), (0, "older")] {
        fs::write(dir.join("giaoban.json"), format!("{{\"format\": {format}, \"anything\": []}}")).unwrap();
        let error = Dataset::create_or_open(dir).unwrap_err().to_string();
        assert!(error.contains(word), "{error}");
    }
    fs::write(dir.join("giaoban.json"), "{").unwrap();
    assert!(Dataset::open(dir).unwrap_err().to_string().contains("giaoban.json"));
}

#[test]
fn an_empty_dataset_has_all_tables() {
    let dir = tempfile::tempdir().unwrap();
    update(dir.path(), vec![]);
    let dataset = Dataset::open(dir.path()).unwrap();
    for table in Table::ALL {
        let frame = dataset.tables().get(*table).collect().unwrap();
        assert_eq!((frame.height(), frame.width()), (0, table.columns().count()), "{}", table.name());
    }
}

#[test]
fn a_large_dataset_grows_by_segments_and_reads_as_one() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let one = |n: usize| article(&n.to_string(), &format!("bài {n:02}"), Some(&format!("https://example.vn/{n}")));
    let segments = || files(dir).iter().filter(|f| f.to_string_lossy().contains("/articles-")).count();
    update(dir, (0..20).map(one).collect());
    // One new article, one that is there: the twenty stay as they are.
    assert_eq!(update(dir, vec![one(20), one(3)]), Counts { added: 1, replaced: 1, articles: 21 });
    assert_eq!(segments(), 2);
    // A new version of article 5, and article 3 again, which is now in the second segment; that one is merged.
    let mut five = article("5", "bài 05, sửa", Some("https://example.vn/5"));
    five.1.meetings.truncate(1);
    assert_eq!(update(dir, vec![five, one(3)]), Counts { added: 1, replaced: 2, articles: 21 });
    assert_eq!(segments(), 2);
    let dataset = Dataset::open(dir).unwrap();
    let mut texts = column(&dataset, Table::Articles, "text");
    texts.sort();
    let mut expected: Vec<_> = (0..21).map(|n| format!("bài {n:02}")).collect();
    expected[5] = "bài 05, sửa".into();
    assert_eq!(texts, expected);
    // Two meetings an article, but one in the new version of article 5.
    assert_eq!(column(&dataset, Table::Meetings, "article_id").len(), 20 * 2 + 1);
    assert_eq!(dataset.articles().unwrap(), 21);
    // As many new ones as there are: all is merged into one, and the list of what was replaced is gone.
    update(dir, (30..60).map(one).collect());
    assert_eq!(segments(), 1);
    assert!(!files(dir).iter().any(|f| f.to_string_lossy().contains("superseded")));
    assert_eq!(Dataset::open(dir).unwrap().articles().unwrap(), 51);
}
