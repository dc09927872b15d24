//! Statements → facts: what several statements say of the same thing counts once.
//!
//! | table | the same fact when | and never when |
//! | --- | --- | --- |
//! | meetings | enough speaks for it: names, titles, bodies, people, place, level, kind, dates (`likeness`) | two events of one article |
//! | staffing | subject, status and place agree, and every number that both state | dates apart; bodies, or levels of units, stated and unlike |
//! | progress | activity, subject and place agree, and every number that both state | dates apart; terms stated and different |
//! | documents | type and symbol agree; below the Centre also the province, for a bare number also the issuer | |
//! | quantities | kind, number, unit and place agree, or kind and number in reports of one event (`amounts`) | small whole numbers of different articles otherwise |
//!
//! *Contested*: facts of one subject, status, place, time and body whose numbers differ, each from articles that state only
//! that one. They become one fact; the number with the most sources counts (articles; copies of one text are one source), then
//! the latest published, then the largest record id. The others stay as its `losers`.
//!
//! Joining is linear: statements meet only within buckets of equal hashes, and within a bucket only with the last few
//! facts whose dates can meet theirs. Order plays no part: each bucket is sorted by date and record id first.

use super::amounts;
use super::events;
use super::figures;
use super::load::*;
use super::words::Names;
use crate::model::tag::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// Number of earlier facts of a bucket that a statement is compared with.
pub const WINDOW: usize = 64;

/// One thing that is so, and the statements that say it.
#[derive(Debug, Clone)]
pub struct Fact {
    /// What the joined statements say together; its record is the first of them by id.
    pub says: Statement,
    /// Statements that say it, by record id.
    pub members: Vec<Statement>,
    /// Statements of the same thing with other numbers.
    pub losers: Vec<Statement>,
    /// The last day on which an article that says it was published.
    pub told: Option<i32>,
    /// The first record of the fact that it is a part of.
    pub whole: Option<Sym>,
}

impl Fact {
    pub fn new(statement: Statement) -> Self {
        Self { says: statement, members: vec![statement], losers: Vec::new(), told: None, whole: None }
    }

    /// Gives every text the number that `renamed` has for its old one.
    pub fn rename(&mut self, renamed: &[Sym]) {
        let new = |sym: Sym| renamed.get(sym as usize).copied().unwrap_or(sym);
        for s in std::iter::once(&mut self.says).chain(&mut self.members).chain(&mut self.losers) {
            (s.record, s.article) = (new(s.record), new(s.article));
            s.place.province = s.place.province.map(new);
            s.place.district = s.place.district.map(new);
            let texts: [Option<&mut Option<Sym>>; 3] = match &mut s.says {
                Says::Meeting(m) => [Some(&mut m.name), Some(&mut m.organiser), Some(&mut m.chair)],
                Says::Staffing(v) => [Some(&mut v.text), Some(&mut v.body), None],
                Says::Progress(p) => [Some(&mut p.text), Some(&mut p.part_of), None],
                Says::Document(d) => {
                    d.symbol = new(d.symbol);
                    [Some(&mut d.issuer), None, None]
                }
                Says::Quantity(q) => [Some(&mut q.unit), None, None],
            };
            texts.into_iter().flatten().for_each(|text| *text = text.map(new));
        }
        self.whole = self.whole.map(new);
    }

    pub fn contested(&self) -> bool {
        !self.losers.is_empty()
    }

    /// "F" and 12 hex digits: a hash of the first record id, so that repeated articles and their order change nothing.
    pub fn id(&self, texts: &Texts) -> String {
        fact_id(texts.get(self.says.record))
    }

    pub fn articles(&self) -> impl Iterator<Item = Sym> {
        self.members.iter().map(|m| m.article)
    }

    /// Sources that say it: articles, of which copies of one text are one.
    pub fn source_count(&self, loaded: &Loaded) -> usize {
        self.articles().map(|a| loaded.story(a)).collect::<FxHashSet<_>>().len()
    }

    /// Articles that say it, each once.
    pub fn article_count(&self) -> usize {
        self.articles().collect::<FxHashSet<_>>().len()
    }

    pub fn meeting(&self) -> Option<&MeetingSays> {
        if let Says::Meeting(m) = &self.says.says { Some(m) } else { None }
    }

    pub fn staffing(&self) -> Option<&StaffingSays> {
        if let Says::Staffing(s) = &self.says.says { Some(s) } else { None }
    }

    pub fn progress(&self) -> Option<&ProgressSays> {
        if let Says::Progress(p) = &self.says.says { Some(p) } else { None }
    }
}

/// The id of the fact whose first record is `record_id`.
pub fn fact_id(record_id: &str) -> String {
    let hash = blake3::hash(record_id.as_bytes()).to_hex();
    format!("F{}", &hash.as_str()[..12])
}

/// Folds the statements of one table. Facts come sorted by their first record id.
pub fn fold(loaded: &Loaded, statements: Vec<Statement>) -> Vec<Fact> {
    let mut names = Names::default();
    let mut facts = match statements.first().map(|s| s.says) {
        None => Vec::new(),
        Some(Says::Meeting(_)) => events::join(loaded, statements, &mut names),
        Some(Says::Staffing(_)) => figures::join_staffing(loaded, statements, &mut names),
        Some(Says::Progress(_)) => figures::join_progress(loaded, statements, &mut names),
        Some(Says::Document(_)) => by_key(&loaded.texts, statements, |s| document_key(loaded, s, &mut names)),
        Some(Says::Quantity(_)) => amounts::join(loaded, statements, &mut names),
    };
    finish(loaded, &mut facts);
    facts
}

/// Every statement a fact of its own (`--statements`).
pub fn unjoined(loaded: &Loaded, statements: Vec<Statement>) -> Vec<Fact> {
    let mut facts: Vec<_> = statements.into_iter().map(Fact::new).collect();
    finish(loaded, &mut facts);
    facts
}

/// Brings members and facts into the order of their record ids.
fn finish(loaded: &Loaded, facts: &mut [Fact]) {
    let texts = &loaded.texts;
    for fact in facts.iter_mut() {
        fact.members.sort_by(|a, b| texts.get(a.record).cmp(texts.get(b.record)));
        fact.losers.sort_by(|a, b| texts.get(a.record).cmp(texts.get(b.record)));
        if let Some(first) = fact.members.first() {
            fact.says.record = first.record;
            fact.says.article = first.article;
        }
        fact.told = fact.articles().filter_map(|a| loaded.published(a)).max();
    }
    facts.sort_by(|a, b| texts.get(a.says.record).cmp(texts.get(b.says.record)));
}

/// Statements in the order of `(date, record id)`: the same whatever order the articles came in.
pub fn in_order(texts: &Texts, statements: &mut [Statement]) {
    statements.sort_by(|a, b| {
        let days = |s: &Statement| s.days.unwrap_or((i32::MAX, i32::MAX));
        days(a).cmp(&days(b)).then_with(|| texts.get(a.record).cmp(texts.get(b.record)))
    });
}

/// Statements by a hash key, each bucket in its order.
pub fn buckets<K: std::hash::Hash + Eq>(
    texts: &Texts,
    statements: Vec<Statement>,
    mut key: impl FnMut(&Statement) -> K,
) -> Vec<Vec<Statement>> {
    let mut at: FxHashMap<K, usize> = FxHashMap::default();
    let mut buckets: Vec<Vec<Statement>> = Vec::new();
    for statement in statements {
        let next = buckets.len();
        let bucket = *at.entry(key(&statement)).or_insert(next);
        if bucket == next {
            buckets.push(Vec::new());
        }
        buckets[bucket].push(statement);
    }
    buckets.iter_mut().for_each(|b| in_order(texts, b));
    buckets
}

fn by_key<K: std::hash::Hash + Eq>(
    texts: &Texts,
    mut statements: Vec<Statement>,
    mut key: impl FnMut(&Statement) -> K,
) -> Vec<Fact> {
    // The first statement by id gives a fact its date and issuer, whatever order they came in.
    statements.sort_by(|a, b| texts.get(a.record).cmp(texts.get(b.record)));
    let mut at: FxHashMap<K, usize> = FxHashMap::default();
    let mut facts: Vec<Fact> = Vec::new();
    for statement in statements {
        match at.entry(key(&statement)) {
            std::collections::hash_map::Entry::Occupied(e) => {
                let fact = &mut facts[*e.get()];
                fact.members.push(statement);
                if fact.says.days.is_none() {
                    (fact.says.date, fact.says.days) = (statement.date, statement.days);
                }
            }
            std::collections::hash_map::Entry::Vacant(e) => {
                e.insert(facts.len());
                facts.push(Fact::new(statement));
            }
        }
    }
    facts
}

/// A document of the Centre is one wherever it is cited; one of a province is that province's.
fn document_key(loaded: &Loaded, s: &Statement, names: &mut Names) -> (DocumentType, Sym, Option<(Geo, Sym)>, u64) {
    let Says::Document(d) = s.says else { return (DocumentType::Other, 0, None, 0) };
    let symbol = loaded.texts.get(d.symbol);
    let bare = !symbol.contains(['/', '-']);
    let issuer = if bare { d.issuer.map_or(0, |i| set_hash(&names.words(&loaded.texts, i))) } else { 0 };
    let province =
        if is_central(symbol) || s.place.scope == Scope::National { None } else { s.place.province.map(|p| (s.place.geo, p)) };
    (d.kind, d.symbol, province, issuer)
}

/// Whether a symbol is one of the Centre (Party, National Assembly, Government, ministries).
pub fn is_central(symbol: &str) -> bool {
    const MARKS: [&str; 9] = ["/TW", "-TW", "/QH", "UBTVQH", "-CP", "-TTG", "/TT-B", "-BCT", "/CT-CTN"];
    symbol.starts_with("TW") || MARKS.iter().any(|m| symbol.contains(m))
}

/// One number for a set of words.
pub fn set_hash(words: &[u64]) -> u64 {
    words.iter().fold(words.len() as u64, |hash, w| hash.rotate_left(5) ^ w)
}
