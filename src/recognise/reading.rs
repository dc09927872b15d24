//! A text being read: its tokens, sentences and known phrases, and which tokens are already spoken for.

use crate::lang::cues::{Cue, CueSet};
use crate::lang::lexicon::{Entry, Found, Hit, Lexicon, Phrase};
use crate::model::article::{Article, Zone, ZoneKind};
use crate::text::sentence::sentences;
use crate::text::token::Token;
use std::cell::Cell;
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
    lexicon: &'static Lexicon,
    /// Known phrases by first token, longest first.
    phrases: Vec<Phrase>,
    /// Token → index of its first phrase; one longer than `tokens`.
    index: Vec<u32>,
    /// Indexes of the phrases by the token they end before, longest first.
    by_end: Vec<u32>,
    /// Token → index of the first phrase in `by_end` that ends before it; two longer than `tokens`.
    end_index: Vec<u32>,
    /// The token asked about last by [`Reading::ending_before`], and the answer.
    ending_last: Cell<(usize, CueSet)>,
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
        let Found { phrases, index, families, cues: present } = lexicon.find(&tokens);
        let (by_end, end_index) = by_end(&phrases, tokens.len());
        let claims = vec![Claim::Free; tokens.len()];
        let mut reading = Self {
            text,
            tokens,
            lexicon,
            phrases,
            index,
            by_end,
            end_index,
            families,
            ending_last: Cell::new((usize::MAX, CueSet::EMPTY)),
            present,
            sentences: Vec::new(),
            claims,
            zones,
        };
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

    /// Whether something of one of `families` may begin at token `i`.
    #[inline]
    pub fn may_begin(&self, i: usize, families: u8) -> bool {
        self.families.get(i).is_some_and(|all| all & families != 0)
    }

    /// The meanings of the known phrases that begin at token `i`, those of the longest phrase first.
    pub fn hits_at(&self, i: usize) -> Hits<'_> {
        Hits { lexicon: self.lexicon, phrases: self.phrases_in(i..i + 1) }
    }

    /// The known phrases that begin within `range`, by first token, longest first.
    fn phrases_in(&self, range: Range<usize>) -> &[Phrase] {
        match (self.index.get(range.start), self.index.get(range.end.min(self.tokens.len()))) {
            (Some(&from), Some(&to)) if from < to => &self.phrases[from as usize..to as usize],
            _ => &[],
        }
    }

    /// Whether a phrase is one of `cue`.
    #[inline]
    fn means(&self, phrase: Phrase, cue: Cue) -> bool {
        self.lexicon.cues(phrase).has(cue)
    }

    /// Where the longest phrase of `cue` that begins at token `i` ends.
    #[inline]
    pub fn cue(&self, i: usize, cue: Cue) -> Option<usize> {
        if !self.present.has(cue) {
            return None;
        }
        self.phrases_in(i..i + 1).iter().find(|p| self.means(**p, cue)).map(|p| p.end as usize)
    }

    /// Where the longest phrase of any of `cues` that begins at token `i` ends, and which it is.
    pub fn any_cue(&self, i: usize, cues: &[Cue]) -> Option<(usize, Cue)> {
        let phrase = self.phrases_in(i..i + 1).iter().find(|p| cues.iter().any(|cue| self.means(**p, *cue)))?;
        self.lexicon.entries(*phrase).iter().find_map(|entry| match entry {
            Entry::Cue(cue) if cues.contains(cue) => Some((phrase.end as usize, *cue)),
            _ => None,
        })
    }

    /// Where a phrase of `cue` that ends right before token `i` begins; the longest one, of eight tokens at most.
    #[inline]
    pub fn cue_before(&self, i: usize, cue: Cue) -> Option<usize> {
        if !self.present.has(cue) || !self.ending_before(i).has(cue) {
            return None;
        }
        self.ending(i).find(|p| p.first as usize + 8 >= i && self.means(*p, cue)).map(|p| p.first as usize)
    }

    /// The known phrases that end right before token `i`, longest first.
    #[inline]
    fn ending(&self, i: usize) -> impl Iterator<Item = Phrase> {
        let ends = match (self.end_index.get(i), self.end_index.get(i + 1)) {
            (Some(&from), Some(&to)) => &self.by_end[from as usize..to as usize],
            _ => &[],
        };
        ends.iter().map(|n| self.phrases[*n as usize])
    }

    /// The cues of the phrases that end right before token `i`. A recogniser asks for one after another at the same token.
    #[inline]
    fn ending_before(&self, i: usize) -> CueSet {
        let (token, cues) = self.ending_last.get();
        if token == i {
            return cues;
        }
        let mut cues = CueSet::EMPTY;
        self.ending(i).for_each(|phrase| cues.add_all(self.lexicon.cues(phrase)));
        self.ending_last.set((i, cues));
        cues
    }

    /// The meanings of the known phrases that end right before token `i`, those of the longest phrase first.
    pub fn hits_before(&self, i: usize) -> impl Iterator<Item = Hit> {
        self.ending(i).flat_map(|phrase| meanings(self.lexicon, phrase))
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
        let within = |p: &&Phrase| p.end as usize <= range.end && self.means(**p, cue);
        self.phrases_in(range.clone()).iter().find(within).map(|p| p.first as usize..p.end as usize)
    }

    /// The last phrase of `cue` within `range`; of those that begin at one token the longest.
    pub fn find_last_cue(&self, range: Range<usize>, cue: Cue) -> Option<Range<usize>> {
        if !self.present.has(cue) {
            return None;
        }
        let end = range.end;
        let within = |p: &&Phrase| p.end as usize <= end && self.means(**p, cue);
        let last = self.phrases_in(range).iter().rfind(within)?.first as usize;
        self.phrases_in(last..last + 1).iter().find(within).map(|p| last..p.end as usize)
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

/// The meanings of known phrases, those of one phrase after those of another.
#[derive(Clone, Copy)]
pub struct Hits<'r> {
    lexicon: &'r Lexicon,
    phrases: &'r [Phrase],
}

impl<'r> Hits<'r> {
    pub fn iter(self) -> impl Iterator<Item = Hit> + use<'r> {
        self.phrases.iter().flat_map(move |&phrase| meanings(self.lexicon, phrase))
    }
}

fn meanings(lexicon: &Lexicon, phrase: Phrase) -> impl Iterator<Item = Hit> {
    let Phrase { first, end, .. } = phrase;
    lexicon.entries(phrase).iter().map(move |&entry| Hit { first, end, entry })
}

/// Indexes of the phrases by the token they end before, and for each token its first among them.
fn by_end(phrases: &[Phrase], tokens: usize) -> (Vec<u32>, Vec<u32>) {
    let mut index = vec![0; tokens + 2];
    phrases.iter().for_each(|phrase| index[phrase.end as usize] += 1);
    let mut sum = 0;
    for count in &mut index {
        sum += std::mem::replace(count, sum);
    }
    let mut sorted = vec![0; phrases.len()];
    // Each place is taken by the next phrase that ends there; the index is shifted by it and back.
    for (n, phrase) in phrases.iter().enumerate() {
        let at = &mut index[phrase.end as usize];
        sorted[*at as usize] = n as u32;
        *at += 1;
    }
    index.rotate_right(1);
    index[0] = 0;
    (sorted, index)
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
