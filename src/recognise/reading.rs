//! A text being read: its tokens, sentences and known phrases, and which tokens are already spoken for.

use crate::lang::cues::{Cue, CueSet};
use crate::lang::lexicon::{Entry, Hit, Lexicon};
use crate::model::article::{Article, Zone, ZoneKind};
use crate::text::sentence::sentences;
use crate::text::token::Token;
use std::ops::Range;

/// What a token has been recognised as part of; a number that is claimed is no quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    Free,
    Date,
    /// A document's symbol, a name, an ordinal, a clock time, an address: digits that count nothing.
    Name,
    Quantity,
    /// Page furniture.
    Furniture,
}

/// One text with all that the single pass over it found.
pub struct Reading<'t> {
    pub text: &'t str,
    pub tokens: Vec<Token>,
    /// Known phrases by first token, longest first.
    hits: Vec<Hit>,
    /// Token → index of its first hit; one longer than `tokens`.
    hit_index: Vec<u32>,
    /// Indexes of the hits by the token they end before, longest first.
    by_end: Vec<u32>,
    /// Token → index of the first hit in `by_end` that ends before it; two longer than `tokens`.
    end_index: Vec<u32>,
    /// Token → families of what may begin there.
    families: Vec<u8>,
    /// The cues that stand anywhere in the text: most do not, and need not be looked for.
    present: CueSet,
    /// Token ranges of the sentences, in order, covering all tokens.
    pub sentences: Vec<Range<usize>>,
    pub claims: Vec<Claim>,
    zones: &'t [Zone],
}

impl<'t> Reading<'t> {
    /// Reads `text` in one pass; all of it is prose.
    pub fn new(text: &'t str) -> Self {
        Self::with_zones(text, &[])
    }

    /// Reads the text of an article in one pass. Tokens of page furniture are claimed from the start.
    pub fn of(article: &'t Article) -> Self {
        Self::with_zones(&article.text, &article.zones)
    }

    /// The same reading without the means to pass over what is not there; gives the same records.
    #[cfg(test)]
    pub fn without_prefilter(mut self) -> Self {
        self.families.fill(u8::MAX);
        self.present = CueSet::ALL;
        self
    }

    fn with_zones(text: &'t str, zones: &'t [Zone]) -> Self {
        let lexicon = Lexicon::get();
        let mut tokens = Vec::with_capacity(text.len() / 5);
        lexicon.tokenise(text, &mut tokens);
        let mut hits = Vec::with_capacity(tokens.len());
        let families = lexicon.find(&tokens, &mut hits);
        let mut present = CueSet::EMPTY;
        for hit in &hits {
            if let Entry::Cue(cue) = hit.entry {
                present.add(cue);
            }
        }
        let hit_index = index(tokens.len() + 1, hits.iter().map(|h| h.first));
        let mut end_index = index(tokens.len() + 2, hits.iter().map(|h| h.end));
        let mut by_end = vec![0; hits.len()];
        // Each place is taken by the next hit that ends there; the index is shifted by it and back.
        for (n, hit) in hits.iter().enumerate() {
            let at = &mut end_index[hit.end as usize];
            by_end[*at as usize] = n as u32;
            *at += 1;
        }
        end_index.rotate_right(1);
        end_index[0] = 0;
        let claims = vec![Claim::Free; tokens.len()];
        let mut reading =
            Self { text, tokens, hits, hit_index, by_end, end_index, families, present, sentences: Vec::new(), claims, zones };
        for zone in zones.iter().filter(|z| z.kind == ZoneKind::Furniture) {
            let token_at = |byte: u32| reading.tokens.partition_point(|t| t.start < byte);
            reading.claim(token_at(zone.start)..token_at(zone.end), Claim::Furniture);
        }
        reading.sentences = sentences(&reading.tokens, |t| {
            // Single capitals ("Q.", "T.") shorten a name as well.
            t.is_capital() && (t.end - t.start <= 2 && !reading.is_numeral(t) || reading.is_cue_word(t, Cue::Abbreviation))
        });
        reading
    }

    /// What part of the page token `i` stands in.
    pub fn zone(&self, i: usize) -> ZoneKind {
        let Some(token) = self.tokens.get(i) else { return ZoneKind::Body };
        let n = self.zones.partition_point(|z| z.end <= token.start);
        self.zones.get(n).map_or(ZoneKind::Body, |z| z.kind)
    }

    /// "quý I", "khóa X", "lần thứ V": a Roman numeral after a word, no initial.
    fn is_numeral(&self, token: &Token) -> bool {
        let i = self.tokens.partition_point(|t| t.start < token.start);
        let one = token.end - token.start == 1 && matches!(token.ch, 'I' | 'V' | 'X');
        one && !token.glued() && !token.breaks() && i.checked_sub(1).is_some_and(|p| self.tokens[p].is_word())
    }

    fn is_cue_word(&self, token: &Token, cue: Cue) -> bool {
        let i = self.tokens.partition_point(|t| t.start < token.start);
        self.cue(i, cue) == Some(i + 1)
    }

    /// The first token within `range` where something of one of `families` may begin; see [`crate::lang::lexicon::family`].
    #[inline]
    pub fn next(&self, range: Range<usize>, families: u8) -> Option<usize> {
        let found = self.families.get(range.clone())?.iter().position(|all| all & families != 0)?;
        Some(range.start + found)
    }

    /// The known phrases that begin at token `i`, longest first.
    pub fn hits_at(&self, i: usize) -> &[Hit] {
        self.hits_in(i..i + 1)
    }

    /// The known phrases that begin within `range`, by first token, longest first.
    fn hits_in(&self, range: Range<usize>) -> &[Hit] {
        match (self.hit_index.get(range.start), self.hit_index.get(range.end.min(self.tokens.len()))) {
            (Some(&from), Some(&to)) if from < to => &self.hits[from as usize..to as usize],
            _ => &[],
        }
    }

    /// Where the longest phrase of `cue` that begins at token `i` ends.
    pub fn cue(&self, i: usize, cue: Cue) -> Option<usize> {
        if !self.present.has(cue) {
            return None;
        }
        self.hits_at(i).iter().find(|h| h.entry == Entry::Cue(cue)).map(|h| h.end as usize)
    }

    /// Where the longest phrase of any of `cues` that begins at token `i` ends, and which it is.
    pub fn any_cue(&self, i: usize, cues: &[Cue]) -> Option<(usize, Cue)> {
        self.hits_at(i).iter().find_map(|h| match h.entry {
            Entry::Cue(cue) if cues.contains(&cue) => Some((h.end as usize, cue)),
            _ => None,
        })
    }

    /// Where a phrase of `cue` that ends right before token `i` begins; the longest one, of eight tokens at most.
    pub fn cue_before(&self, i: usize, cue: Cue) -> Option<usize> {
        if !self.present.has(cue) {
            return None;
        }
        let (from, to) = (*self.end_index.get(i)?, *self.end_index.get(i + 1)?);
        let mut ending = self.by_end[from as usize..to as usize].iter().map(|n| &self.hits[*n as usize]);
        ending.find(|h| h.entry == Entry::Cue(cue) && h.first as usize + 8 >= i).map(|h| h.first as usize)
    }

    /// The known phrases that end right before token `i`, longest first.
    pub fn hits_before(&self, i: usize) -> impl Iterator<Item = &Hit> {
        let range = match (self.end_index.get(i), self.end_index.get(i + 1)) {
            (Some(&from), Some(&to)) => from as usize..to as usize,
            _ => 0..0,
        };
        self.by_end[range].iter().map(|n| &self.hits[*n as usize])
    }

    /// Whether a phrase of any of `cues` ends right before token `i`.
    pub fn any_cue_before(&self, i: usize, cues: &[Cue]) -> bool {
        cues.iter().any(|cue| self.cue_before(i, *cue).is_some())
    }

    /// The first phrase of `cue` within `range`: its tokens.
    pub fn find_cue(&self, range: Range<usize>, cue: Cue) -> Option<Range<usize>> {
        if !self.present.has(cue) {
            return None;
        }
        let within = |h: &&Hit| h.entry == Entry::Cue(cue) && h.end as usize <= range.end;
        self.hits_in(range.clone()).iter().find(within).map(|h| h.first as usize..h.end as usize)
    }

    /// The last phrase of `cue` within `range`; of those that begin at one token the longest.
    pub fn find_last_cue(&self, range: Range<usize>, cue: Cue) -> Option<Range<usize>> {
        if !self.present.has(cue) {
            return None;
        }
        let end = range.end;
        let within = |h: &&Hit| h.entry == Entry::Cue(cue) && h.end as usize <= end;
        let last = self.hits_in(range).iter().rfind(within)?.first as usize;
        self.hits_at(last).iter().find(within).map(|h| last..h.end as usize)
    }

    /// The source text of a token range.
    pub fn source(&self, range: Range<usize>) -> &'t str {
        let bytes = self.bytes(range);
        &self.text[bytes]
    }

    /// The byte range of a token range; empty for an empty range.
    pub fn bytes(&self, range: Range<usize>) -> Range<usize> {
        match (self.tokens.get(range.start), range.end.checked_sub(1).and_then(|last| self.tokens.get(last))) {
            (Some(first), Some(last)) if range.start < range.end => first.start as usize..last.end as usize,
            _ => 0..0,
        }
    }

    /// The sentence that holds token `i`.
    pub fn sentence_of(&self, i: usize) -> Range<usize> {
        let n = self.sentences.partition_point(|s| s.end <= i);
        self.sentences.get(n).cloned().unwrap_or(i..i)
    }

    /// The digits of token `i` as a number, when it is digits and they are few enough to be one.
    pub fn number(&self, i: usize) -> Option<u64> {
        let token = self.tokens.get(i).filter(|t| t.is_digits())?;
        self.text[token.range()].parse().ok()
    }

    /// How many digits token `i` has.
    pub fn digits(&self, i: usize) -> usize {
        self.tokens.get(i).filter(|t| t.is_digits()).map_or(0, |t| t.range().len())
    }

    /// Whether token `i` is the mark `mark`.
    pub fn is_mark(&self, i: usize, mark: char) -> bool {
        self.tokens.get(i).is_some_and(|t| t.is_mark(mark))
    }

    pub fn claim(&mut self, range: Range<usize>, claim: Claim) {
        let end = range.end.min(self.claims.len());
        self.claims[range.start.min(end)..end].fill(claim);
    }

    pub fn is_free(&self, i: usize) -> bool {
        self.claims.get(i) == Some(&Claim::Free)
    }
}

/// For each number below `length`, how many of `keys` are smaller.
fn index(length: usize, keys: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut counts = vec![0; length];
    keys.for_each(|key| counts[key as usize] += 1);
    let mut sum = 0;
    for count in &mut counts {
        sum += std::mem::replace(count, sum);
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_roman_numeral_ends_a_sentence_and_an_initial_does_not() {
        for (text, count) in [
            ("Sở giao ban công tác quý I. Hội nghị bàn việc mới.", 2),
            ("Đảng bộ tỉnh khóa X. Đại hội bầu 50 đồng chí.", 2),
            ("Đại hội lần thứ V. Sáng 3/8, đại hội bế mạc.", 2),
            ("Ông họp tại Q. Phú Nhuận sáng nay.", 1),
            ("I. Tình hình chung", 1),
            ("Đoàn đến H. Mê Linh, X. Tiền Phong.", 1),
        ] {
            assert_eq!(Reading::new(text).sentences.len(), count, "{text}");
        }
    }
}
