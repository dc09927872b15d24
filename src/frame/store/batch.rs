//! What an update brings, and what of it is in the dataset already.

use crate::input::{InputId, RawArticle};
use crate::model::article::Article;
use crate::model::record::ArticleRecords;
use rustc_hash::{FxHashMap, FxHashSet};

/// One input of an update.
#[derive(Debug)]
pub enum Item {
    Read(Box<ReadArticle>),
    /// Read before by the same rules: what the dataset has of it stands.
    Unchanged(Known),
}

/// An article with its records.
#[derive(Debug)]
pub struct ReadArticle {
    /// Of the input that the article was read from; without it the article is read again the next time.
    pub input: Option<InputId>,
    pub article: Article,
    pub records: ArticleRecords,
}

/// An input whose article is in the dataset.
#[derive(Debug)]
pub struct Known {
    article_id: String,
    id: String,
    url: Option<String>,
}

impl Item {
    /// The article, where it was read now.
    pub fn article(&self) -> Option<&ReadArticle> {
        match self {
            Item::Read(read) => Some(read),
            Item::Unchanged(_) => None,
        }
    }

    fn article_id(&self) -> &str {
        match self {
            Item::Read(read) => &read.article.article_id,
            Item::Unchanged(known) => &known.article_id,
        }
    }

    /// What names the page that an article is a version of.
    fn page(&self) -> Option<(&str, &str)> {
        match self {
            Item::Read(read) => page(&read.article.id, read.article.url.as_deref()),
            Item::Unchanged(known) => page(&known.id, known.url.as_deref()),
        }
    }

    /// Bytes of text that the item holds in memory.
    pub fn text_bytes(&self) -> usize {
        match self {
            Item::Read(read) => read.article.text.len(),
            Item::Unchanged(_) => 0,
        }
    }
}

fn page<'a>(id: &'a str, url: Option<&'a str>) -> Option<(&'a str, &'a str)> {
    Some((id, url?))
}

/// The inputs whose articles are in the dataset as the rules of today read them: 16 bytes each.
#[derive(Debug, Default)]
pub struct KnownInputs(FxHashMap<InputId, u64>);

impl KnownInputs {
    /// `article_id` is not remembered where it is no hash.
    pub fn insert(&mut self, input: InputId, article_id: &str) {
        if let Some(hash) = article_hash(article_id) {
            self.0.insert(input, hash);
        }
    }

    pub fn get(&self, raw: &RawArticle) -> Option<Known> {
        if self.0.is_empty() {
            return None;
        }
        let hash = self.0.get(&raw.input_id())?;
        Some(Known { article_id: format!("a{hash:016x}"), id: raw.id.clone(), url: raw.url.clone() })
    }

    /// Forgets articles that are no longer in the dataset.
    pub fn remove(&mut self, article_ids: &FxHashSet<String>) {
        let gone: FxHashSet<u64> = article_ids.iter().filter_map(|id| article_hash(id)).collect();
        if !gone.is_empty() {
            self.0.retain(|_, article| !gone.contains(article));
        }
    }
}

fn article_hash(article_id: &str) -> Option<u64> {
    let hex = article_id.strip_prefix('a').filter(|hex| hex.len() == 16)?;
    u64::from_str_radix(hex, 16).ok()
}

/// Each article once: the later one where two are the same or versions of one page. The articles that were read, sorted, and
/// how many stay as the dataset has them.
pub fn distinct(batch: Vec<Item>) -> (Vec<ReadArticle>, usize) {
    let mut last_page: FxHashMap<(&str, &str), usize> = FxHashMap::default();
    let mut last: FxHashMap<&str, usize> = FxHashMap::default();
    for (at, item) in batch.iter().enumerate() {
        last.insert(item.article_id(), at);
        if let Some(page) = item.page() {
            last_page.insert(page, at);
        }
    }
    let stays: Vec<bool> = batch
        .iter()
        .enumerate()
        .map(|(at, item)| {
            last.get(item.article_id()) == Some(&at) && item.page().is_none_or(|page| last_page.get(&page) == Some(&at))
        })
        .collect();
    let mut unchanged = 0;
    let mut read = Vec::new();
    for item in batch.into_iter().zip(stays).filter(|(_, stays)| *stays).map(|(item, _)| item) {
        match item {
            Item::Read(article) => read.push(*article),
            Item::Unchanged(_) => unchanged += 1,
        }
    }
    read.sort_by(|a, b| a.article.article_id.cmp(&b.article.article_id));
    (read, unchanged)
}

/// The pages that the articles are versions of.
pub fn pages(read: &[ReadArticle]) -> FxHashSet<(&str, &str)> {
    read.iter().filter_map(|read| page(&read.article.id, read.article.url.as_deref())).collect()
}
