//! What grounds a record in its article: scalar offsets, the evidence sentence, a stable id.

use crate::model::article::Article;
use crate::model::record::Grounding;
use crate::recognise::reading::Reading;
use crate::text::figures::{push_hex, push_whole};
use crate::text::offsets::ScalarOffsets;
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::hash::BuildHasher;
use std::ops::Range;

/// A sentence of more tokens than this is no evidence as a whole: of two thousand sentences of the field one is longer. A text
/// made of figures without a stop would hold itself some hundred times over.
const WHOLE: usize = 240;
/// So many tokens around what a record stands on are its evidence then.
const AROUND: usize = 60;

/// Makes the groundings of one article's records.
pub struct Grounds<'a, 't> {
    article: &'a Article,
    reading: &'a Reading<'t>,
    offsets: ScalarOffsets<'t>,
    told: Told,
}

/// How often each content came, so that equal statements have ids of their own.
#[derive(Default)]
struct Told {
    /// The contents, one after another.
    contents: String,
    /// By hash: where the content stands, and how often it came. Of two that share a hash the later has the next free number.
    seen: FxHashMap<u64, (Range<usize>, u32)>,
}

impl Told {
    /// How often the content from byte `from` on came, this time included; it is kept where it came the first time.
    fn count(&mut self, from: usize) -> u32 {
        let content = &self.contents[from..];
        let mut hash = FxBuildHasher.hash_one(content);
        loop {
            match self.seen.get_mut(&hash) {
                Some((span, count)) if self.contents[span.clone()] == *content => {
                    *count += 1;
                    return *count;
                }
                Some(_) => hash = hash.wrapping_add(1),
                None => {
                    self.seen.insert(hash, (from..self.contents.len(), 1));
                    return 1;
                }
            }
        }
    }
}

impl<'a, 't> Grounds<'a, 't> {
    pub fn new(article: &'a Article, reading: &'a Reading<'t>) -> Self {
        Self { article, reading, offsets: ScalarOffsets::new(reading.text), told: Told::default() }
    }

    /// The grounding of a record of `table` (first letter of its name) that the tokens of `span` made by `rule`. `key` is the
    /// record's content in words: the id depends on it and on the article, never on positions, so that the same text in
    /// another Unicode form gives the same ids.
    pub fn ground(&mut self, table: char, key: &str, span: Range<usize>, rule: &'static str) -> Grounding {
        let bytes = self.reading.bytes(span.clone());
        let sentence = self.reading.sentence_of(span.start);
        let last = self.reading.sentence_of(span.end.saturating_sub(1).max(span.start));
        let mut evidence = sentence.start..last.end.max(sentence.end);
        if evidence.len() > WHOLE {
            evidence = evidence.start.max(span.start.saturating_sub(AROUND))..evidence.end.min(span.end + AROUND);
        }
        let evidence = self.reading.bytes(evidence);
        Grounding {
            record_id: self.record_id(table, key),
            article_id: self.article.article_id.clone(),
            start: Some(self.offsets.scalar(bytes.start)),
            end: Some(self.offsets.scalar(bytes.end)),
            evidence: Some(self.reading.text[evidence.clone()].to_string()),
            evidence_start: Some(self.offsets.scalar(evidence.start)),
            rule: rule.into(),
        }
    }

    fn record_id(&mut self, table: char, key: &str) -> String {
        let from = self.told.contents.len();
        for part in [&self.article.article_id, "\u{1f}", table.encode_utf8(&mut [0; 4]), "\u{1f}", key] {
            self.told.contents.push_str(part);
        }
        let to = self.told.contents.len();
        let nth = self.told.count(from);
        let text = &mut self.told.contents;
        text.push('\u{1f}');
        push_whole(nth.into(), text);
        let mut id = String::with_capacity(13);
        id.push(table);
        push_hex(&blake3::hash(&text.as_bytes()[from..]).as_bytes()[..6], &mut id);
        text.truncate(if nth == 1 { to } else { from });
        id
    }
}
