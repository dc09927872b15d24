//! A text being read: its tokens, sentences and known phrases, and which tokens are already spoken for.

use crate::lang::cues::{Cue, CueSet};
use crate::lang::lexicon::{Entry, Families, Found, Hit, Lexicon, Phrase};
use crate::model::article::{Article, Zone, ZoneKind};
use crate::text::sentence::split_sentences;
use crate::text::token::Token;
use std::cell::Cell;
use std::mem::take;
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
    /// The known phrases.
    found: Found,
    /// Indexes of the phrases by the token they end before, longest first.
    by_end: Vec<u32>,
    /// Token → index of the first phrase in `by_end` that ends before it; two longer than `tokens`.
    end_index: Vec<u32>,
    /// The token asked about last by [`Reading::ending_before`], and the answer.
    ending_last: Cell<(usize, CueSet)>,
    /// Token ranges of the sentences, in order, covering all tokens.
    pub sentences: Vec<Range<usize>>,
    pub claims: Vec<Claim>,
    zones: &'t [Zone],
}

/// The lists of a reading, emptied.
#[derive(Default)]
struct Lists {
    tokens: Vec<Token>,
    found: Found,
    by_end: Vec<u32>,
    end_index: Vec<u32>,
    sentences: Vec<Range<usize>>,
    claims: Vec<Claim>,
}

thread_local! {
    /// The lists of the reading that this thread finished last: the next article fits into them.
    static KEPT: Cell<Option<Box<Lists>>> = const { Cell::new(None) };
}

impl Drop for Reading<'_> {
    fn drop(&mut self) {
        /// The lists of a longer text are let go.
        const MOST_KEPT: usize = 1 << 16;
        if self.tokens.len() <= MOST_KEPT {
            let lists = Lists {
                tokens: take(&mut self.tokens),
                found: take(&mut self.found),
                by_end: take(&mut self.by_end),
                end_index: take(&mut self.end_index),
                sentences: take(&mut self.sentences),
                claims: take(&mut self.claims),
            };
            KEPT.set(Some(Box::new(lists)));
        }
    }
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
        self.found.families.fill(Families::MAX);
        self.found.cues = CueSet::ALL;
        self
    }

    fn with_zones(text: &'t str, zones: &'t [Zone]) -> Self {
        let lexicon = Lexicon::get();
        let Lists { mut tokens, mut found, mut by_end, mut end_index, mut sentences, mut claims } =
            *KEPT.take().unwrap_or_default();
        tokens.clear();
        tokens.reserve(text.len() / 5);
        lexicon.tokenise(text, &mut tokens);
        lexicon.find(&tokens, &mut found);
        sort_by_end(&found.phrases, tokens.len(), &mut by_end, &mut end_index);
        claims.clear();
        claims.resize(tokens.len(), Claim::Free);
        sentences.clear();
        let ending_last = Cell::new((usize::MAX, CueSet::EMPTY));
        let mut reading = Self { text, tokens, lexicon, found, by_end, end_index, ending_last, sentences, claims, zones };
        for zone in zones.iter().filter(|z| z.kind == ZoneKind::Furniture) {
            let token_at = |byte: u32| reading.tokens.partition_point(|t| t.start < byte);
            reading.claim(token_at(zone.start)..token_at(zone.end), Claim::Furniture);
        }
        let mut sentences = take(&mut reading.sentences);
        split_sentences(&reading.tokens, &mut sentences, |t| {
            // Single capitals ("Q.", "T.") shorten a name as well.
            t.is_capital() && (t.end - t.start <= 2 && !reading.is_numeral(t) || reading.is_cue_word(t, Cue::Abbreviation))
        });
        reading.sentences = sentences;
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
    pub fn next(&self, range: Range<usize>, families: Families) -> Option<usize> {
        // At most tokens of a text nothing begins: eight are looked at at once.
        let (eights, rest) = self.found.families.get(range.clone())?.as_chunks();
        let wanted = u64::from_le_bytes([families; 8]);
        for (n, eight) in eights.iter().enumerate() {
            let found = u64::from_le_bytes(*eight) & wanted;
            if found != 0 {
                return Some(range.start + 8 * n + found.trailing_zeros() as usize / 8);
            }
        }
        let found = rest.iter().position(|all| all & families != 0)?;
        Some(range.end - rest.len() + found)
    }

    /// Whether something of one of `families` may begin at token `i`.
    #[inline]
    pub fn may_begin(&self, i: usize, families: Families) -> bool {
        self.found.families.get(i).is_some_and(|all| all & families != 0)
    }

    /// What the known phrases that begin at token `i` mean beside being cues, those of the longest phrase first.
    pub fn hits_at(&self, i: usize) -> Hits<'_> {
        Hits { lexicon: self.lexicon, phrases: self.phrases_in(i..i + 1) }
    }

    /// The known phrases that begin within `range`, by first token, longest first.
    fn phrases_in(&self, range: Range<usize>) -> &[Phrase] {
        match (self.found.index.get(range.start), self.found.index.get(range.end.min(self.tokens.len()))) {
            (Some(&from), Some(&to)) if from < to => &self.found.phrases[from as usize..to as usize],
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
        if !self.found.cues.has(cue) {
            return None;
        }
        self.phrases_in(i..i + 1).iter().find(|p| self.means(**p, cue)).map(|p| p.end as usize)
    }

    /// Where the longest phrase of any of `cues` that begins at token `i` ends, and which it is.
    pub fn any_cue(&self, i: usize, cues: &[Cue]) -> Option<(usize, Cue)> {
        let phrase = self.phrases_in(i..i + 1).iter().find(|p| cues.iter().any(|cue| self.means(**p, *cue)))?;
        let cue = self.lexicon.list_of_cues(*phrase).iter().find(|cue| cues.contains(cue))?;
        Some((phrase.end as usize, *cue))
    }

    /// The cues of a set that begin at token `i`, those of the longest phrase first, and where each ends.
    #[inline]
    pub fn cues_at(&self, i: usize, cues: &'static CueSet) -> impl Iterator<Item = (usize, Cue)> {
        let phrases = self.phrases_in(i..i + 1).iter();
        phrases.flat_map(move |p| self.lexicon.cues(*p).common(cues).map(|cue| (p.end as usize, cue)))
    }

    /// Where a phrase of `cue` that ends right before token `i` begins; the longest one, of eight tokens at most.
    #[inline]
    pub fn cue_before(&self, i: usize, cue: Cue) -> Option<usize> {
        if !self.found.cues.has(cue) || !self.ending_before(i).has(cue) {
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
        ends.iter().map(|n| self.found.phrases[*n as usize])
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

    /// Where the longest known phrase that begins at token `i` ends; `i` itself where none begins.
    pub fn longest_end(&self, i: usize) -> usize {
        self.phrases_in(i..i + 1).first().map_or(i, |phrase| phrase.end as usize)
    }

    /// The meanings of the known phrases that end right before token `i`, cues among them, those of the longest phrase first.
    pub fn hits_before(&self, i: usize) -> impl Iterator<Item = Hit> {
        self.ending(i).flat_map(|phrase| {
            let cue = move |cue: &Cue| Hit { first: phrase.first, end: phrase.end, entry: Entry::Cue(*cue) };
            things(self.lexicon, phrase).chain(self.lexicon.list_of_cues(phrase).iter().map(cue))
        })
    }

    /// Whether a phrase of any of `cues` ends right before token `i`.
    pub fn any_cue_before(&self, i: usize, cues: &[Cue]) -> bool {
        cues.iter().any(|cue| self.cue_before(i, *cue).is_some())
    }

    /// The first phrase of `cue` within `range`: its tokens.
    pub fn find_cue(&self, range: Range<usize>, cue: Cue) -> Option<Range<usize>> {
        if !self.found.cues.has(cue) {
            return None;
        }
        let within = |p: &&Phrase| p.end as usize <= range.end && self.means(**p, cue);
        self.phrases_in(range.clone()).iter().find(within).map(|p| p.first as usize..p.end as usize)
    }

    /// Whether a phrase of `cue` stands in `range` that no phrase of `unless` covers: "chuẩn bị" is no "bị".
    pub fn says(&self, range: Range<usize>, cue: Cue, unless: Cue) -> bool {
        let mut k = range.start;
        while k < range.end {
            if let Some(end) = self.cue(k, unless) {
                k = end;
            } else if self.cue(k, cue).is_some_and(|end| end <= range.end) {
                return true;
            } else {
                k += 1;
            }
        }
        false
    }

    /// The last phrase of `cue` within `range`; of those that begin at one token the longest.
    pub fn find_last_cue(&self, range: Range<usize>, cue: Cue) -> Option<Range<usize>> {
        if !self.found.cues.has(cue) {
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
        /// So many digits never overflow.
        const SURE: usize = 19;
        let token = self.tokens.get(i).filter(|t| t.is_digits())?;
        let digits = self.text.as_bytes().get(token.range())?;
        if digits.len() > SURE {
            return self.text[token.range()].parse().ok();
        }
        Some(digits.iter().fold(0, |number, digit| number * 10 + u64::from(digit - b'0')))
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

/// Whether what begins at `to` stands at most so many tokens behind what ends at `from`; never where it begins before that end.
pub fn is_near(from: usize, to: usize, most: usize) -> bool {
    to.checked_sub(from).is_some_and(|gap| gap <= most)
}

/// What known phrases mean beside being cues, the meanings of one phrase after those of another.
#[derive(Clone, Copy)]
pub struct Hits<'r> {
    lexicon: &'r Lexicon,
    phrases: &'r [Phrase],
}

impl<'r> Hits<'r> {
    pub fn iter(self) -> impl Iterator<Item = Hit> + use<'r> {
        self.phrases.iter().flat_map(move |&phrase| things(self.lexicon, phrase))
    }
}

fn things(lexicon: &Lexicon, phrase: Phrase) -> impl Iterator<Item = Hit> {
    let Phrase { first, end, .. } = phrase;
    lexicon.things(phrase).iter().map(move |&entry| Hit { first, end, entry })
}

/// Writes the indexes of the phrases by the token they end before, and for each token its first among them.
fn sort_by_end(phrases: &[Phrase], tokens: usize, sorted: &mut Vec<u32>, index: &mut Vec<u32>) {
    index.clear();
    index.resize(tokens + 2, 0);
    phrases.iter().for_each(|phrase| index[phrase.end as usize] += 1);
    let mut sum = 0;
    for count in &mut *index {
        sum += std::mem::replace(count, sum);
    }
    sorted.clear();
    sorted.resize(phrases.len(), 0);
    // Each place is taken by the next phrase that ends there; the index is shifted by it and back.
    for (n, phrase) in phrases.iter().enumerate() {
        let at = &mut index[phrase.end as usize];
        sorted[*at as usize] = n as u32;
        *at += 1;
    }
    index.rotate_right(1);
    index[0] = 0;
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
