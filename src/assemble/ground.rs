//! What grounds a record in its article: scalar offsets, the evidence sentence, a stable id.

use crate::model::article::Article;
use crate::model::record::Grounding;
use crate::recognise::reading::Reading;
use crate::text::figures::{push_hex, push_whole};
use crate::text::offsets::ScalarOffsets;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Makes the groundings of one article's records.
pub struct Grounds<'a, 't> {
    article: &'a Article,
    reading: &'a Reading<'t>,
    offsets: ScalarOffsets<'t>,
    /// How often each record key came, so that equal statements have ids of their own.
    seen: FxHashMap<String, u32>,
}

impl<'a, 't> Grounds<'a, 't> {
    pub fn new(article: &'a Article, reading: &'a Reading<'t>) -> Self {
        Self { article, reading, offsets: ScalarOffsets::new(reading.text), seen: FxHashMap::default() }
    }

    /// The grounding of a record of `table` (first letter of its name) that the tokens of `span` made by `rule`. `key` is the
    /// record's content in words: the id depends on it and on the article, never on positions, so that the same text in
    /// another Unicode form gives the same ids.
    pub fn ground(&mut self, table: char, key: &str, span: Range<usize>, rule: &'static str) -> Grounding {
        let bytes = self.reading.bytes(span.clone());
        let sentence = self.reading.sentence_of(span.start);
        let last = self.reading.sentence_of(span.end.saturating_sub(1).max(span.start));
        let evidence = self.reading.bytes(sentence.start..last.end.max(sentence.end));
        let mut text = String::with_capacity(key.len() + 32);
        text.push_str(&self.article.article_id);
        text.push('\u{1f}');
        text.push(table);
        text.push('\u{1f}');
        text.push_str(key);
        let length = text.len();
        let nth = self.seen.get(&text).map_or(1, |n| n + 1);
        text.push('\u{1f}');
        push_whole(nth.into(), &mut text);
        let mut record_id = String::with_capacity(13);
        record_id.push(table);
        push_hex(&blake3::hash(text.as_bytes()).as_bytes()[..6], &mut record_id);
        text.truncate(length);
        self.seen.insert(text, nth);
        Grounding {
            record_id,
            article_id: self.article.article_id.clone(),
            start: Some(self.offsets.scalar(bytes.start)),
            end: Some(self.offsets.scalar(bytes.end)),
            evidence: Some(self.reading.text[evidence.clone()].to_string()),
            evidence_start: Some(self.offsets.scalar(evidence.start)),
            rule: rule.into(),
        }
    }
}
