//! What the targets share: how bytes become articles, and what must hold of them.

#[cfg(feature = "tables")]
pub mod dataset;
#[cfg(feature = "tables")]
pub mod tables;

use giaoban::input::{Options, RawArticle, raw_articles_in};
use giaoban::model::article::Article;
use giaoban::model::record::Grounding;
use giaoban::pipeline::extract_all;

/// The articles in a file of that name; what is refused must say why in words.
pub fn read(name: &str, bytes: &[u8]) -> Vec<RawArticle> {
    let options = Options { max_article_bytes: 1 << 16, ..Options::default() };
    let mut articles = Vec::new();
    for item in raw_articles_in(name, bytes.to_vec(), &options) {
        match item {
            Ok(article) => {
                assert!(article.text.len() <= options.max_article_bytes * 2, "longer than the limit");
                articles.push(article);
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
    articles
}

/// The zones of an article cover its text, in order and without gaps.
pub fn assert_zones(article: &Article) {
    let mut at = 0;
    for zone in &article.zones {
        assert!(zone.start == at && zone.end > at && article.text.is_char_boundary(zone.end as usize));
        at = zone.end;
    }
    assert!(article.zones.is_empty() || at as usize == article.text.len());
}

/// Extracts an article: every record, date and place slices the text, and evidence is what stands there.
pub fn assert_grounded(article: &Article) {
    assert_zones(article);
    let (records, named) = extract_all(article);
    let mut borders: Vec<usize> = article.text.char_indices().map(|(at, _)| at).collect();
    borders.push(article.text.len());
    let slice = |start: u32, end: u32| {
        assert!(start < end && (end as usize) < borders.len(), "{start}..{end} of {}", borders.len());
        &article.text[borders[start as usize]..borders[end as usize]]
    };
    let grounded = |ground: &Grounding| {
        let (Some(start), Some(end), Some(from)) = (ground.start, ground.end, ground.evidence_start) else {
            panic!("{} has no place", ground.record_id)
        };
        let evidence = ground.evidence.as_deref().unwrap_or_default();
        let to = from + evidence.chars().count() as u32;
        assert!(from <= start && start < end && end <= to, "{}: {start}..{end} in {from}..{to}", ground.record_id);
        assert_eq!(slice(from, to), evidence, "{}", ground.record_id);
    };
    records.meetings.iter().for_each(|record| grounded(&record.ground));
    records.staffing.iter().for_each(|record| grounded(&record.ground));
    records.progress.iter().for_each(|record| grounded(&record.ground));
    records.documents.iter().for_each(|record| grounded(&record.ground));
    records.quantities.iter().for_each(|record| grounded(&record.ground));
    for name in named {
        let words = slice(name.start, name.end);
        assert_eq!(words.trim(), words);
    }
}
