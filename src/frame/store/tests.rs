use super::*;
use crate::input::RawArticle;
use crate::model::article::Article;
use crate::model::record::ArticleRecords;
use crate::model::tag::*;
use crate::pipeline::extract;
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

fn items(batch: Vec<(Article, ArticleRecords)>) -> Vec<Item> {
    batch.into_iter().map(|(article, records)| Item::Read(Box::new(ReadArticle { input: None, article, records }))).collect()
}

fn update(dir: &Path, batch: Vec<(Article, ArticleRecords)>) -> Counts {
    Writer::open(dir).unwrap().update(items(batch)).unwrap()
}

fn counts(added: usize, replaced: usize, articles: usize) -> Counts {
    Counts { added, replaced, unchanged: 0, articles }
}

#[test]
fn the_same_article_replaces_itself() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    assert_eq!(update(dir, vec![article("1", "một", None)]), counts(1, 0, 1));
    assert_eq!(update(dir, vec![article("1", "một", None), article("2", "hai", None)]), counts(1, 1, 2));
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
    // The folder is there only with the first update, so both may begin; the second is refused then.
    let mut early = Writer::open(dir.path()).unwrap();
    let mut first = Writer::open(dir.path()).unwrap();
    first.update(items(vec![article("1", "một", None)])).unwrap();
    let this = std::process::id().to_string();
    for error in [
        early.update(items(vec![article("2", "hai", None)])).map(|_| ()).unwrap_err(),
        Writer::open(dir.path()).map(|_| ()).unwrap_err(),
    ] {
        assert!(error.to_string().contains(&this), "{error}");
    }
    drop(first);
    // Goes on from what the first has written.
    assert_eq!(early.update(items(vec![article("2", "hai", None)])).unwrap(), counts(1, 0, 2));
}

#[test]
fn a_damaged_file_is_named_and_the_others_stay_readable() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    update(dir, vec![article("1", "một", None)]);
    let file = dir.join("meetings-1.parquet");
    let whole = fs::read(&file).unwrap();
    assert_eq!(Dataset::open(dir).unwrap().verify().damaged, []);
    let mut turned = whole.clone();
    turned[20] ^= 0xff;
    let damages = [(turned, false), (whole[..whole.len() / 2].to_vec(), false), (b"PAR1".to_vec(), false), (vec![], true)];
    for (bytes, missing) in damages {
        if missing {
            fs::remove_file(&file).unwrap();
        } else {
            fs::write(&file, bytes).unwrap();
        }
        let dataset = Dataset::open(dir).unwrap();
        assert_eq!(dataset.verify().damaged, [DamagedFile { path: file.clone(), missing }]);
        assert_eq!(column(&dataset, Table::Articles, "text"), ["một"]);
        let error = dataset.tables().get(Table::Meetings).collect().map_err(|e| dataset.explain(e.into())).unwrap_err();
        assert!(error.to_string().contains("meetings-1.parquet"), "{error}");
    }
}

fn read(raw: RawArticle, known: &KnownInputs) -> Item {
    if let Some(known) = known.get(&raw) {
        return Item::Unchanged(known);
    }
    let input = Some(raw.input_id());
    let article = raw.finish();
    let records = extract(&article);
    Item::Read(Box::new(ReadArticle { input, article, records }))
}

/// Updates in a run of their own, as the command does.
fn run(dir: &Path, batches: &[&[RawArticle]]) -> Vec<Counts> {
    let mut writer = Writer::open(dir).unwrap();
    let mut all = Vec::new();
    for batch in batches {
        let items = batch.iter().map(|raw| read(raw.clone(), writer.known())).collect();
        all.push(writer.update(items).unwrap());
    }
    all
}

fn raw(n: usize) -> RawArticle {
    RawArticle::from_text(
        &format!("tin-{n}"),
        &format!("Ngày {n}/3/2021, UBND tỉnh Hà Nam họp giao ban. Cả tỉnh giảm {n} biên chế."),
    )
}

fn bytes(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    files(dir)
        .iter()
        .filter(|f| f.extension().is_some_and(|e| e == "parquet" || e == "json"))
        .map(|f| (f.strip_prefix(dir).unwrap().to_path_buf(), fs::read(f).unwrap()))
        .collect()
}

#[test]
fn what_was_read_is_not_read_again() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    assert_eq!(run(dir, &[&[raw(1), raw(2)]]), [counts(2, 0, 2)]);
    let before = bytes(dir);
    assert_eq!(run(dir, &[&[raw(2), raw(1), raw(2)]]), [Counts { unchanged: 2, ..counts(0, 0, 2) }]);
    assert_eq!(bytes(dir), before);
    assert_eq!(run(dir, &[&[raw(3), raw(1)]]), [Counts { unchanged: 1, ..counts(1, 0, 3) }]);
    // The same words under another day of publication are another input of the same article.
    let mut dated = raw(3);
    dated.published = Some("2021-03-03".parse().unwrap());
    assert_eq!(run(dir, &[&[dated.clone()]]), [counts(0, 1, 3)]);
    // The last word counts, though it was read before and the one in between was not.
    assert_eq!(run(dir, &[&[raw(3), dated.clone()]]), [Counts { unchanged: 1, ..counts(0, 0, 3) }]);
    assert_eq!(run(dir, &[&[raw(3)], &[dated]]), [counts(0, 1, 3), counts(0, 1, 3)]);
    let mut days = column(&Dataset::open(dir).unwrap(), Table::Articles, "published");
    days.sort();
    assert_eq!(days, ["", "", "2021-03-03"]);
}

#[test]
fn a_run_that_was_cut_off_goes_on_to_the_same_bytes() {
    let all: Vec<RawArticle> = (1..=20).map(raw).collect();
    let batches: Vec<&[RawArticle]> = all.chunks(4).collect();
    let whole = tempfile::tempdir().unwrap();
    run(whole.path(), &batches);
    for done in 0..=batches.len() {
        let dir = tempfile::tempdir().unwrap();
        run(dir.path(), &batches[..done]);
        // The next run has the finished batches as unchanged inputs and the others as before.
        run(dir.path(), &batches);
        assert_eq!(bytes(dir.path()), bytes(whole.path()), "after {done} batches");
    }
}

#[test]
fn reading_again_mends_a_table_and_changes_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let all: Vec<RawArticle> = (1..=9).map(raw).collect();
    run(dir, &[&all[..8], &all[8..]]);
    let tables = |dir: &Path| {
        let dataset = Dataset::open(dir).unwrap();
        Table::ALL.iter().map(|table| dataset.tables().get(*table).collect().unwrap()).collect::<Vec<_>>()
    };
    let before = tables(dir);
    assert!(before[1].height() >= 9 && before[2].height() >= 9, "{:?}", before.iter().map(DataFrame::shape).collect::<Vec<_>>());
    fs::write(dir.join("staffing-1.parquet"), b"PAR1").unwrap();
    fs::remove_file(dir.join("meetings-2.parquet")).unwrap();
    let again = |articles: Vec<RawArticle>| {
        let none = KnownInputs::default();
        let read = articles.into_iter().map(|raw| match read(raw, &none) {
            Item::Read(read) => *read,
            Item::Unchanged(_) => panic!("nothing is known"),
        });
        Some(read.collect())
    };
    let damaged = bytes(dir);
    assert_eq!(Writer::open(dir).unwrap().rebuild(|_| None).unwrap(), None);
    assert_eq!(bytes(dir), damaged);
    assert_eq!(Writer::open(dir).unwrap().rebuild(again).unwrap(), Some(counts(0, 9, 9)));
    assert_eq!(tables(dir), before);
    assert_eq!(Dataset::open(dir).unwrap().verify().damaged, []);
    assert_eq!(run(dir, &[&all]), [Counts { unchanged: 9, ..counts(0, 0, 9) }]);
    // Without the articles there is nothing to read again, and that is said.
    fs::write(dir.join("articles-3.0.parquet"), b"PAR1").unwrap();
    let error = Writer::open(dir).unwrap().rebuild(again).unwrap_err();
    assert!(error.to_string().contains("articles-3.0.parquet"), "{error}");
}

#[test]
fn what_is_read_stays_until_it_was_read() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    run(dir, &[&[raw(1)]]);
    let dataset = Dataset::open(dir).unwrap();
    run(dir, &[&[raw(2)]]);
    assert_eq!(column(&dataset, Table::Articles, "id"), ["tin-1"]);
    assert!(dir.join("articles-1.parquet").exists());
    drop(dataset);
    run(dir, &[&[raw(3)]]);
    assert!(!dir.join("articles-1.parquet").exists() && !dir.join("articles-2.parquet").exists());
    assert_eq!(Dataset::open(dir).unwrap().articles().unwrap(), 3);
}

#[test]
fn other_versions_of_the_format_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    assert!(Dataset::open(dir).unwrap_err().to_string().contains("no dataset"));
    for (format, word) in [(FORMAT + 1, "newer"), (0, "list of files is damaged")] {
        fs::write(dir.join("giaoban.json"), format!("{{\"format\": {format}, \"anything\": []}}")).unwrap();
        let error = Writer::open(dir).map(|_| ()).unwrap_err().to_string();
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
    assert_eq!(update(dir, vec![one(20), one(3)]), counts(1, 1, 21));
    assert_eq!(segments(), 2);
    // A new version of article 5, and article 3 again, which is now in the second segment; that one is merged.
    let mut five = article("5", "bài 05, sửa", Some("https://example.vn/5"));
    five.1.meetings.truncate(1);
    assert_eq!(update(dir, vec![five, one(3)]), counts(1, 2, 21));
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
    // Many new ones: nothing is merged, and what was replaced stays so.
    update(dir, (30..60).map(one).collect());
    assert_eq!(segments(), 3);
    assert_eq!(Dataset::open(dir).unwrap().articles().unwrap(), 51);
}
