//! Every word and phrase the program knows, in one trie over words, built once. Reading a text asks it once per token.
//!
//! The phrases stand in `data/lang/*.tsv`; an analyst adds a synonym there.

use super::cues::{Cue, CueSet};
use super::meetings::MeetingHead;
use super::units::UnitClass;
use crate::model::tag::{DocumentType, MeetingKind};
use crate::text::spellings::Spellings;
use crate::text::token::{Case, Met, Spelling, Token, UNKNOWN, Vocabulary, WordId, spell, split, tokenise};
use chrono::NaiveDate;
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::ops::Range;
use std::sync::OnceLock;

/// What a phrase means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Entry {
    /// A word that steers a rule ("giảm", "chủ trì", "dự kiến").
    Cue(Cue),
    /// A number in words ("hai", "mười").
    Numeral(f64),
    /// A scale word after digits ("triệu").
    Scale(f64),
    /// A unit or head noun of what is counted.
    Unit(UnitClass),
    /// The name of a kind of document ("nghị quyết").
    Document(DocumentType),
    /// The name of a kind of meeting ("hội nghị giao ban").
    Meeting(MeetingKind),
    /// A name of a meeting that leaves the kind open ("hội nghị").
    MeetingHead(MeetingHead),
    /// A word that decides the kind after such a name ("sơ kết").
    MeetingWord(MeetingKind),
    /// A name of a place; index into the table of names.
    Place(u16),
    /// The name of a body or the head of one; index into the table of bodies.
    Body(u16),
    /// The code of a kind of document inside a symbol ("NQ").
    SymbolCode(DocumentType),
    /// What is celebrated every so many years, with its first day ("Ngày thành lập Đảng").
    Jubilee(NaiveDate),
}

/// Kinds of thing that may begin at a token, a bit each; at most tokens of a text none does. A recogniser that goes through a
/// text looks only where its family is.
pub type Families = u8;

/// The names of the families.
pub mod family {
    use super::Families;
    pub const DOCUMENT: Families = 1;
    /// What a date, a period or a number in words begins with.
    pub const DATE: Families = 1 << 1;
    pub const PLACE: Families = 1 << 2;
    /// They share a bit, for both are few.
    pub const BODY: Families = DOCUMENT;
    pub const MEETING: Families = 1 << 4;
    /// A day told by pointing: "sáng nay".
    pub const POINTED_DAY: Families = 1 << 5;
    pub const CUT: Families = 1 << 6;
    /// Digits.
    pub const NUMBER: Families = 1 << 7;
    /// What only says something of a date or number right behind it.
    pub const DATE_BEARING: Families = 1 << 3;
}

impl Entry {
    /// The families of what a phrase of this meaning may begin.
    pub fn families(self) -> Families {
        match self {
            Entry::Cue(cue) => cue.families(),
            Entry::Document(_) => family::DOCUMENT,
            Entry::Numeral(_) => family::DATE,
            Entry::Place(_) => family::PLACE,
            Entry::Body(_) => family::BODY,
            Entry::Meeting(_) | Entry::MeetingHead(_) | Entry::MeetingWord(_) => family::MEETING,
            Entry::Scale(_) | Entry::Unit(_) | Entry::SymbolCode(_) | Entry::Jubilee(_) => 0,
        }
    }
}

/// A phrase found in a text, tokens `first..end`, and one of its meanings.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    pub first: u32,
    pub end: u32,
    pub entry: Entry,
}

/// A phrase found in a text, tokens `first..end`, whatever it means: frequent words are a dozen cues each, few name a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Phrase {
    pub first: u32,
    pub end: u32,
    /// The cues that it is, as a place in [`Lexicon::cues`]; 0 for none.
    cues: u32,
    /// What it means beside, as a place in [`Lexicon::things`]; 0 for nothing.
    things: u32,
}

thread_local! {
    /// Of the lexicon of the embedded files, the only one that reads texts.
    static SPELLINGS: RefCell<Spellings> = RefCell::new(Spellings::new());
}

/// The vocabulary and the trie of phrases.
pub struct Lexicon {
    words: FxHashMap<Box<str>, WordId>,
    /// Word → the node of the phrases that begin with it; 0 where none does, as most words of a text.
    begins: Vec<u32>,
    nodes: Vec<Node>,
    /// (word, node), by word within the range of each node.
    steps: Vec<(WordId, u32)>,
    /// The different sets of cues that phrases are, and the cues of each set, what was said last of a phrase first.
    cues: Vec<(CueSet, Vec<Cue>)>,
    /// What phrases mean beside being cues, likewise.
    things: Vec<Vec<Entry>>,
    /// The numbers of the marks of ASCII.
    marks: Vec<WordId>,
}

/// The end of the words that lead to it.
#[derive(Debug, Clone, Default)]
struct Node {
    /// A bit for the last six of each word that leads on: most words do not, and need not be searched for.
    leads: u64,
    /// The steps that lead on from here, as a range of `steps`.
    steps: Range<u32>,
    /// What the phrase that ends here means, as places in `cues` and `things`; both 0 where no phrase ends.
    cues: u32,
    things: u32,
    /// The families of what it means.
    families: Families,
}

impl Lexicon {
    /// The lexicon of the embedded files.
    pub fn get() -> &'static Lexicon {
        static LEXICON: OnceLock<Lexicon> = OnceLock::new();
        LEXICON.get_or_init(|| Lexicon::build(super::entries()))
    }

    /// Builds the trie from phrases and their meanings.
    pub fn build(phrases: impl IntoIterator<Item = (impl AsRef<str>, Entry)>) -> Lexicon {
        // About the size of the embedded tables: a map that grows is a map filled twice.
        let words: RefCell<FxHashMap<Box<str>, WordId>> =
            RefCell::new(FxHashMap::with_capacity_and_hasher(1 << 13, Default::default()));
        let mut steps: FxHashMap<(u32, WordId), u32> = FxHashMap::with_capacity_and_hasher(1 << 16, Default::default());
        let mut found: Vec<Vec<Entry>> = vec![Vec::new()];
        let mut tokens: Vec<Token> = Vec::new();
        // A phrase is read as a text is; a word that is new gets the next number.
        let number = |word: &str| {
            let known = words.borrow().get(word).copied();
            known.unwrap_or_else(|| {
                let mut words = words.borrow_mut();
                let next = words.len() as WordId + 1;
                words.insert(word.into(), next);
                next
            })
        };
        for (phrase, entry) in phrases {
            tokens.clear();
            tokenise(phrase.as_ref(), number, &mut tokens);
            let mut node = 0;
            for token in &tokens {
                node = *steps.entry((node, token.word)).or_insert_with(|| {
                    found.push(Vec::new());
                    found.len() as u32 - 1
                });
            }
            if node != 0 && !found[node as usize].contains(&entry) {
                found[node as usize].push(entry);
            }
        }
        let words = words.into_inner();
        let mut begins = vec![0; words.len() + 1];
        let mut sorted: Vec<(u32, WordId, u32)> = steps.into_iter().map(|((node, word), next)| (node, word, next)).collect();
        sorted.sort_unstable();
        let mut nodes = vec![Node::default(); found.len()];
        for (n, &(node, word, next)) in sorted.iter().enumerate() {
            if node == 0 {
                begins[word as usize] = next;
            }
            nodes[node as usize].leads |= 1 << (word % 64);
            let steps = &mut nodes[node as usize].steps;
            *steps = (if steps.end == 0 { n as u32 } else { steps.start })..n as u32 + 1;
        }
        let steps = sorted.into_iter().map(|(_, word, next)| (word, next)).collect();
        let mut cues = vec![(CueSet::EMPTY, Vec::new())];
        let mut things = vec![Vec::new()];
        let mut places: FxHashMap<Vec<Cue>, u32> = FxHashMap::from_iter([(Vec::new(), 0)]);
        for (node, list) in nodes.iter_mut().zip(found) {
            let (mut of_cues, mut of_things) = (Vec::new(), Vec::new());
            for entry in list.into_iter().rev() {
                node.families |= entry.families();
                match entry {
                    Entry::Cue(cue) => of_cues.push(cue),
                    thing => of_things.push(thing),
                }
            }
            if !of_things.is_empty() {
                node.things = things.len() as u32;
                things.push(of_things);
            }
            node.cues = places.get(&of_cues).copied().unwrap_or_else(|| {
                let place = cues.len() as u32;
                places.insert(of_cues.clone(), place);
                cues.push((CueSet::of(&of_cues), of_cues));
                place
            });
        }
        let mark = |byte: u8| words.get(char::from(byte).encode_utf8(&mut [0; 4]) as &str).copied().unwrap_or(UNKNOWN);
        let marks = (0..0x80).map(mark).collect();
        Lexicon { words, begins, nodes, steps, cues, things, marks }
    }

    /// Splits a text into tokens with the numbers of their words. Each thread remembers the words it has met.
    pub fn tokenise(&self, text: &str, out: &mut Vec<Token>) {
        SPELLINGS.with_borrow_mut(|known| split(text, &mut Reader { lexicon: self, known, folded: String::new() }, out));
    }

    /// The id of a folded word, or [`UNKNOWN`].
    #[inline]
    pub fn word(&self, folded: &str) -> WordId {
        self.words.get(folded).copied().unwrap_or(UNKNOWN)
    }

    /// Finds every phrase of the text. A phrase does not run over a new line.
    pub fn find(&self, tokens: &[Token], found: &mut Found) {
        let Found { phrases, index, families, cues, met } = found;
        phrases.clear();
        phrases.reserve(tokens.len() + tokens.len() / 4);
        index.clear();
        index.resize(tokens.len() + 1, 0);
        families.clear();
        families.resize(tokens.len(), 0);
        met.clear();
        met.resize(self.cues.len(), false);
        *cues = CueSet::EMPTY;
        for ((first, token), (index, family)) in tokens.iter().enumerate().zip(index.iter_mut().zip(families)) {
            let from = phrases.len();
            *index = from as u32;
            let mut next = self.begins[token.word as usize];
            let mut begun = if token.is_digits() { family::NUMBER } else { 0 };
            let mut end = first + 1;
            while next != 0 {
                let node = &self.nodes[next as usize];
                if node.cues | node.things != 0 {
                    begun |= node.families;
                    if !std::mem::replace(&mut met[node.cues as usize], true) {
                        cues.add_all(&self.cues[node.cues as usize].0);
                    }
                    phrases.push(Phrase { first: first as u32, end: end as u32, cues: node.cues, things: node.things });
                }
                next = tokens.get(end).filter(|t| !t.breaks()).map_or(0, |t| self.step(node, t.word));
                end += 1;
            }
            // The longest first: there are seldom more than two.
            match phrases.len() - from {
                0 | 1 => {}
                2 => phrases.swap(from, from + 1),
                _ => phrases[from..].reverse(),
            }
            *family = begun;
        }
        index[tokens.len()] = phrases.len() as u32;
    }

    /// What a phrase means beside being a cue.
    #[inline]
    pub fn things(&self, phrase: Phrase) -> &[Entry] {
        &self.things[phrase.things as usize]
    }

    /// The cues that a phrase is.
    #[inline]
    pub fn cues(&self, phrase: Phrase) -> &CueSet {
        &self.cues[phrase.cues as usize].0
    }

    /// The cues that a phrase is, what was said last of it first.
    pub fn list_of_cues(&self, phrase: Phrase) -> &[Cue] {
        &self.cues[phrase.cues as usize].1
    }

    /// Where `word` leads from a node; 0 where no phrase goes on with it.
    fn step(&self, node: &Node, word: WordId) -> u32 {
        if node.leads >> (word % 64) & 1 == 0 {
            return 0;
        }
        let steps = &self.steps[node.steps.start as usize..node.steps.end as usize];
        steps.binary_search_by_key(&word, |step| step.0).map_or(0, |at| steps[at].1)
    }
}

/// The phrases of a text.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// By first token, the longest first.
    pub phrases: Vec<Phrase>,
    /// Token → its first phrase; one longer than the tokens.
    pub index: Vec<u32>,
    /// Token → the families of the phrases that begin with it.
    pub families: Vec<Families>,
    /// All cues that stand anywhere in the text.
    pub cues: CueSet,
    /// The places of [`Lexicon::cues`] that are among them.
    met: Vec<bool>,
}

/// The lexicon as a text is read with it.
struct Reader<'l> {
    lexicon: &'l Lexicon,
    known: &'l mut Spellings,
    folded: String,
}

impl Vocabulary for Reader<'_> {
    #[inline]
    fn remembered(&self, text: &str, start: usize) -> Option<(usize, Met)> {
        self.known.word_at(text, start)
    }

    fn spelling(&mut self, written: &str, first: char) -> Spelling {
        let (lexicon, folded) = (self.lexicon, &mut self.folded);
        self.known.get(written, || Met { first, spelling: spell(written, folded, |word| lexicon.word(word)) }).spelling
    }

    #[inline]
    fn digits(&mut self, written: &str) -> WordId {
        let make = || Met { first: '0', spelling: Spelling { word: self.lexicon.word(written), case: Case::Lower } };
        self.known.get(written, make).spelling.word
    }

    #[inline]
    fn mark(&self, mark: char) -> WordId {
        match self.lexicon.marks.get(mark as usize) {
            Some(word) => *word,
            None => self.lexicon.word(mark.encode_utf8(&mut [0; 4])),
        }
    }
}
