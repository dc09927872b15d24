//! Meetings, documents and quantities of a file, counted as they are read: facts that no key, condition and measure of the question
//! tells apart are one lot, and the lots are answered over as facts are. Each fact of these topics counts for itself, so that
//! nothing but its own row decides where it counts.
//!
//! The columns of a key (five make a place) are grouped into their distinct combinations first; each combination becomes a fact
//! with these columns alone, and is put under the key by the same code as any fact.

use super::Notes;
use super::groups::{Codes, Grouped, group};
use super::row::{Cells, statement, time_column};
use crate::frame::scan::{Batch, Coded, RowFile, Rows, Strings, Values, Want};
use crate::frame::schema::Table;
use crate::stats::facts::{Fact, is_central};
use crate::stats::filter::{Judged, judge, missing_among};
use crate::stats::keys::{is_place, is_time, values};
use crate::stats::load::{Loaded, Texts};
use crate::stats::query::{Key, Place, Query};
use crate::stats::run::Lot;
use crate::stats::summary::{Footer, KeyValue, Missing, Reason};
use anyhow::Result;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// What a scan has counted.
#[derive(Default)]
pub struct Counted {
    pub texts: Texts,
    pub facts: Vec<Fact>,
    pub lots: Vec<Lot>,
    pub footer: Footer,
    pub left: BTreeMap<Reason, usize>,
    pub missing: Vec<Missing>,
    /// The footer is of every fact.
    all_carried: bool,
}

/// Whether a question can be answered in this way.
pub fn can(query: &Query) -> bool {
    let asked = query.by.iter().chain(&query.pivot).chain(query.conditions.iter().map(|c| &c.key));
    let table = query.topic.tables()[0];
    query.topic.tables().len() == 1
        && matches!(table, Table::Meetings | Table::Documents | Table::Quantities)
        && asked.copied().all(|key| key != Key::Outlet)
}

/// Columns that one or more keys of a question hang on.
struct Aspect {
    columns: Vec<&'static str>,
    keys: Vec<Key>,
    /// The conditions on these keys alone.
    query: Query,
}

fn aspects(query: &Query, table: Table) -> Vec<Aspect> {
    let keys: Vec<Key> = query.by.iter().chain(&query.pivot).copied().collect();
    let bare = Query { conditions: Vec::new(), since: None, until: None, place: None, ..query.clone() };
    let mut aspects = Vec::new();
    let mut add = |columns: Vec<&'static str>, of: &dyn Fn(Key) -> bool, query: Query, always: bool| {
        let own: Vec<Key> = keys.iter().copied().filter(|k| of(*k)).collect();
        let conditions: Vec<_> = bare_conditions(&query, of);
        let asks = !conditions.is_empty() || query.place.is_some() || query.since.is_some() || query.until.is_some();
        if always || asks || !own.is_empty() {
            let keys = if own.is_empty() && always { ALWAYS.iter().copied().filter(|k| of(*k)).collect() } else { own };
            aspects.push(Aspect { columns, keys, query: Query { conditions, ..query } });
        }
    };
    let asked = || keys.iter().copied().chain(query.conditions.iter().map(|c| c.key));
    let district = matches!(query.place, Some(Place::District { .. })) || asked().any(|k| k == Key::District);
    let document = table == Table::Documents && asked().any(|k| k == Key::Document);
    let placed = query.place.is_some() || asked().any(is_place);
    let mut place = vec!["province", "geo", "scope", "macro_region"];
    place.extend(district.then_some("district"));
    place.extend((table == Table::Meetings).then_some("level"));
    place.extend(document.then_some("type"));
    place.extend((table == Table::Documents).then_some("symbol"));
    // A column stands in one aspect only, so that the cells of a lot are of one row as far as keys see them.
    let with_place = move |k: Key| placed && (matches!(k, Key::Level | Key::Document) || document && k == Key::Type);
    let with_document = move |k: Key| document && k == Key::Type;
    let all = |bare: &Query| Query { conditions: query.conditions.clone(), ..bare.clone() };
    add(place, &|k| is_place(k) || with_place(k), Query { place: query.place.clone(), ..all(&bare) }, false);
    if let Some(time) = time_column(table) {
        let asked = Query { since: query.since, until: query.until, ..all(&bare) };
        add(vec![time], &|k| is_time(k), asked, false);
    }
    let meetings = table == Table::Meetings;
    for (key, column, always) in [
        (Key::Kind, "kind", false),
        (Key::Mode, "mode", meetings),
        (Key::Level, "level", false),
        (Key::Status, "status", meetings),
        (Key::Type, "type", false),
        (Key::Issuer, "issuer", false),
        (Key::Organiser, "organiser", false),
        (Key::Chair, "chair", false),
    ] {
        add(vec![column], &|k| k == key && !with_place(k) && !with_document(k), all(&bare), always);
    }
    add(vec!["type", "symbol"], &|k| (k == Key::Document || with_document(k)) && !with_place(k), all(&bare), false);
    aspects
}

/// Keys that measures of meetings hang on.
const ALWAYS: [Key; 2] = [Key::Mode, Key::Status];

fn bare_conditions(query: &Query, of: &dyn Fn(Key) -> bool) -> Vec<crate::stats::query::Condition> {
    query.conditions.iter().filter(|c| of(c.key)).cloned().collect()
}

/// What a combination of an aspect's columns comes to.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Verdict {
    judged: Judged,
    /// For each key of the aspect.
    values: Vec<Vec<KeyValue>>,
}

type Cell = Option<Box<str>>;

/// What a thread knows of an aspect.
#[derive(Default)]
struct Learnt {
    of_cells: FxHashMap<Vec<Cell>, u32>,
    numbers: FxHashMap<Verdict, u32>,
    /// Each verdict with the first cells that came to it.
    verdicts: Vec<(Verdict, Vec<Cell>)>,
}

#[derive(Default)]
struct State {
    loaded: Loaded,
    learnt: Vec<Learnt>,
    /// By the numbers of the verdicts on each aspect.
    lots: FxHashMap<Vec<u32>, Lot>,
    tally: Tally,
}

/// What stands in the footer.
#[derive(Default)]
struct Tally {
    inferred_years: usize,
    inferred_places: usize,
    days: Option<(i32, i32)>,
    left: BTreeMap<Reason, usize>,
}

/// A few named cells.
struct Named<'c>(&'c [&'static str], &'c [Cell]);

impl Cells for Named<'_> {
    fn text(&self, column: &str) -> Option<&str> {
        self.1.get(self.0.iter().position(|name| *name == column)?)?.as_deref()
    }

    fn number(&self, _: &str) -> Option<f64> {
        None
    }
}

/// Columns of what stands behind the rows, after those of the aspects.
const BEHIND: [Want; 3] = [Want::Number("statements"), Want::Number("articles_own"), Want::Raw("articles_shared")];
/// Columns that only the footer needs, where the notes of the file do not tell it.
const FOOTER: [Want; 4] = [Want::Text("place_basis"), Want::Text("year_basis"), Want::Day("date_from"), Want::Day("date_to")];

/// Counts the facts of a file.
pub fn count(file: &RowFile, query: &Query) -> Result<Counted> {
    let table = query.topic.tables()[0];
    // What the file's own notes say need not be counted again, where every fact counts.
    let unfiltered = query.conditions.is_empty() && query.since.is_none() && query.until.is_none() && query.place.is_none();
    if let Some(notes) = Notes::of(file).filter(|_| unfiltered) {
        let counted = scan(file, query, table, false)?;
        if counted.all_carried {
            return Ok(Counted { footer: notes.footer(), ..counted });
        }
    }
    scan(file, query, table, true)
}

fn scan(file: &RowFile, query: &Query, table: Table, footer: bool) -> Result<Counted> {
    let aspects = aspects(query, table);
    let mut wanted: Vec<Want> = Vec::new();
    for column in aspects.iter().flat_map(|a| &a.columns) {
        if !wanted.contains(&Want::Text(column)) {
            wanted.push(Want::Text(column));
        }
    }
    let own = wanted.len();
    wanted.extend(BEHIND);
    wanted.extend((table == Table::Documents).then_some(Want::Number("articles")));
    if footer {
        wanted.extend(&FOOTER[..if time_column(table).is_some() { 4 } else { 1 }]);
    }
    super::require(file, &wanted)?;
    let new = || State { learnt: aspects.iter().map(|_| Learnt::default()).collect(), ..State::default() };
    let states = file.scan(&wanted, Rows::All, new, |state, batch| take(state, &batch, &wanted, own, &aspects, query, table))?;
    Ok(merge(states, &aspects, query, table))
}

fn take(
    state: &mut State,
    batch: &Batch,
    wanted: &[Want],
    own: usize,
    aspects: &[Aspect],
    query: &Query,
    table: Table,
) -> Result<()> {
    let mut of_aspect: Vec<(Vec<u32>, usize)> = Vec::with_capacity(aspects.len());
    for (aspect, learnt) in aspects.iter().zip(&mut state.learnt) {
        let mut columns: Vec<Coded> = Vec::new();
        let mut borrowed: Vec<&Coded> = Vec::new();
        for name in &aspect.columns {
            let Some(Values::Text(coded)) = wanted.iter().position(|w| w.name() == *name).map(|at| &batch.columns[at]) else {
                anyhow::bail!("column {name} holds no text");
            };
            if *name == "symbol" && !aspect.columns.contains(&"type") {
                columns.push(central_or_not(coded));
            }
            borrowed.push(coded);
        }
        if let (Some(own), Some(last)) = (columns.first(), borrowed.last_mut()) {
            *last = own;
        }
        let codes: Vec<Codes> = borrowed.iter().map(|c| Codes { codes: &c.codes, values: c.values.len() + 1 }).collect();
        let Grouped { of_row, groups } = group(batch.rows, &codes);
        let mut verdicts = Vec::with_capacity(groups.len());
        for codes in groups {
            let cells: Vec<Cell> =
                borrowed.iter().zip(&codes).map(|(c, code)| c.values.get(*code as usize).map(Into::into)).collect();
            verdicts.push(learnt.verdict(aspect, cells, &mut state.loaded, table, query)?);
        }
        let mut rows = of_row;
        rows.iter_mut().for_each(|group| *group = verdicts[*group as usize]);
        of_aspect.push((rows, learnt.verdicts.len()));
    }
    let codes: Vec<Codes> = of_aspect.iter().map(|(codes, values)| Codes { codes, values: *values }).collect();
    let Grouped { of_row, groups } = group(batch.rows, &codes);
    let mut counts = vec![0usize; groups.len()];
    of_row.iter().for_each(|lot| counts[*lot as usize] += 1);
    let fates: Vec<Fate> = groups.iter().map(|numbers| state.fate(numbers)).collect();
    for (at, numbers) in groups.iter().enumerate().filter(|(at, _)| fates[*at].goes_on()) {
        state.lots.entry(numbers.clone()).or_default().facts += counts[at];
    }
    let column = |name: &str| wanted[own..].iter().position(|w| w.name() == name).map(|at| &batch.columns[own + at]);
    let seen = Seen { of_row: &of_row, groups: &groups, fates: &fates };
    seen.behind(state, column);
    if batch.columns.len() > own + BEHIND.len() {
        seen.footer(&mut state.tally, column);
    }
    Ok(())
}

/// Symbols told apart only by whether they are of the Centre.
fn central_or_not(symbols: &Coded) -> Coded {
    let mut values = Strings::default();
    values.push("1-NQ/TW");
    values.push("1");
    let code = |at: usize| match symbols.values.get(at) {
        Some(symbol) if is_central(symbol) => 0,
        Some(_) => 1,
        None => 2,
    };
    let codes: Vec<u32> = (0..=symbols.values.len()).map(code).collect();
    Coded { codes: symbols.codes.iter().map(|c| codes[*c as usize]).collect(), values }
}

/// What becomes of a lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Counts,
    Beside,
    Undated,
    /// Its place is not one of the geography, which only a row by place minds.
    NotCarried,
}

impl Fate {
    /// Whether the engine is to see it.
    const fn goes_on(self) -> bool {
        matches!(self, Fate::Counts | Fate::NotCarried)
    }
}

impl State {
    fn fate(&self, numbers: &[u32]) -> Fate {
        let verdicts = || numbers.iter().zip(&self.learnt).map(|(n, learnt)| &learnt.verdicts[*n as usize].0);
        if verdicts().any(|v| v.judged == Judged::Beside) {
            Fate::Beside
        } else if verdicts().any(|v| v.judged == Judged::Undated) {
            Fate::Undated
        } else if verdicts().any(|v| v.values.iter().any(Vec::is_empty)) {
            Fate::NotCarried
        } else {
            Fate::Counts
        }
    }
}

impl Learnt {
    fn verdict(&mut self, aspect: &Aspect, cells: Vec<Cell>, loaded: &mut Loaded, table: Table, query: &Query) -> Result<u32> {
        if let Some(number) = self.of_cells.get(&cells) {
            return Ok(*number);
        }
        let fact = Fact::new(statement(table, &Named(&aspect.columns, &cells), &mut loaded.texts)?);
        let judged = judge(loaded, &aspect.query, &fact, false);
        let under = |key: &Key| {
            let mut values = values(loaded, &fact, *key, query.geo);
            values.sort_unstable();
            values
        };
        let verdict = Verdict { judged, values: aspect.keys.iter().map(under).collect() };
        let next = self.verdicts.len() as u32;
        let number = *self.numbers.entry(verdict.clone()).or_insert(next);
        if number == next {
            self.verdicts.push((verdict, cells.clone()));
        }
        self.of_cells.insert(cells, number);
        Ok(number)
    }
}

/// The rows of a batch by lot, and what becomes of each lot.
struct Seen<'b> {
    of_row: &'b [u32],
    groups: &'b [Vec<u32>],
    fates: &'b [Fate],
}

impl Seen<'_> {
    /// Counts what stands behind the facts of each lot.
    fn behind<'b>(&self, state: &mut State, column: impl Fn(&str) -> Option<&'b Values>) {
        let State { lots, tally, .. } = state;
        let sum = |name: &str| -> Vec<f64> {
            let mut sums = vec![0.0; self.groups.len()];
            if let Some(Values::Numbers(numbers)) = column(name) {
                // No count is missing in a row; a sum over one that is would be none.
                self.of_row.iter().zip(numbers).for_each(|(lot, number)| sums[*lot as usize] += number);
            }
            sums
        };
        let (statements, own, citations) = (sum("statements"), sum("articles_own"), sum("articles"));
        for (lot, numbers) in self.groups.iter().enumerate() {
            match self.fates[lot] {
                Fate::Beside => {}
                Fate::Undated => *tally.left.entry(Reason::Undated).or_default() += statements[lot] as usize,
                Fate::Counts | Fate::NotCarried => {
                    if let Some(known) = lots.get_mut(numbers) {
                        known.statements += statements[lot] as usize;
                        known.articles_own += own[lot] as usize;
                        known.citations += citations[lot] as usize;
                    }
                }
            }
        }
        let Some(Values::Text(shared)) = column("articles_shared") else { return };
        if shared.values.is_empty() {
            return;
        }
        let mut hashes: Vec<Vec<u64>> = vec![Vec::new(); self.groups.len()];
        for (code, lot) in shared.codes.iter().zip(self.of_row) {
            if let Some(ids) = shared.values.get(*code as usize) {
                hashes[*lot as usize].extend(ids.split(' ').map(article_hash));
            }
        }
        for (lot, hashes) in hashes.into_iter().enumerate().filter(|(lot, _)| self.fates[*lot].goes_on()) {
            if let Some(lot) = lots.get_mut(&self.groups[lot]) {
                lot.articles.extend(hashes);
            }
        }
    }

    /// Counts what the footer says.
    fn footer<'b>(&self, tally: &mut Tally, column: impl Fn(&str) -> Option<&'b Values>) {
        let counts = |row: &usize| self.fates[self.of_row[*row] as usize] == Fate::Counts;
        let inferred = |name: &str| -> usize {
            let Some(Values::Text(coded)) = column(name) else { return 0 };
            let is = |at| matches!(coded.values.get(at), Some("from_publication" | "from_context"));
            let inferred: Vec<bool> = (0..=coded.values.len()).map(is).collect();
            (0..coded.codes.len()).filter(|row| inferred[coded.codes[*row] as usize] && counts(row)).count()
        };
        tally.inferred_years += inferred("year_basis");
        tally.inferred_places += inferred("place_basis");
        let (from, to) = (column("date_from"), column("date_to"));
        let (Some(Values::Numbers(from)), Some(Values::Numbers(to))) = (from, to) else { return };
        // A day that is not known is neither smaller nor larger than any.
        let (mut first, mut last) = (f64::INFINITY, f64::NEG_INFINITY);
        for (row, (from, to)) in from.iter().zip(to).enumerate() {
            if self.fates[self.of_row[row] as usize] == Fate::Counts {
                (first, last) = (first.min(*from), last.max(*to));
            }
        }
        if first <= last {
            let days = (first as i32, last as i32);
            tally.days = Some(tally.days.map_or(days, |d| (d.0.min(days.0), d.1.max(days.1))));
        }
    }
}

/// Ids of articles are a hash already. Of ten million articles two have one number once in four hundred thousand corpora.
fn article_hash(id: &str) -> u64 {
    let hex = id.strip_prefix('a').filter(|hex| hex.len() == 16);
    if let Some(hash) = hex.and_then(|hex| u64::from_str_radix(hex, 16).ok()) {
        return hash;
    }
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}

/// What the threads have counted together. Lots come in the order of their values.
fn merge(states: Vec<State>, aspects: &[Aspect], query: &Query, table: Table) -> Counted {
    let mut counted = Counted::default();
    let mut known: BTreeMap<Key, BTreeSet<KeyValue>> = BTreeMap::new();
    let mut lots: BTreeMap<Vec<Verdict>, (Lot, Vec<Vec<Cell>>)> = BTreeMap::new();
    let mut tally = Tally::default();
    for state in states {
        for (aspect, learnt) in aspects.iter().zip(&state.learnt) {
            for condition in &aspect.query.conditions {
                let known = known.entry(condition.key).or_default();
                for cells in learnt.of_cells.keys() {
                    let Ok(says) = statement(table, &Named(&aspect.columns, cells), &mut counted.texts) else { continue };
                    let loaded = Loaded { texts: std::mem::take(&mut counted.texts), ..Loaded::default() };
                    known.extend(values(&loaded, &Fact::new(says), condition.key, query.geo));
                    counted.texts = loaded.texts;
                }
            }
        }
        for (numbers, own) in state.lots {
            let of = || numbers.iter().zip(&state.learnt).map(|(n, learnt)| &learnt.verdicts[*n as usize]);
            let (lot, _) = lots
                .entry(of().map(|v| v.0.clone()).collect())
                .or_insert_with(|| (Lot::default(), of().map(|v| v.1.clone()).collect()));
            lot.facts += own.facts;
            lot.statements += own.statements;
            lot.citations += own.citations;
            lot.articles_own += own.articles_own;
            lot.articles.extend(own.articles);
        }
        tally.add(state.tally);
    }
    let mut not_carried: FxHashSet<usize> = FxHashSet::default();
    for (verdicts, (lot, cells)) in lots {
        let names: Vec<&'static str> = aspects.iter().flat_map(|a| a.columns.iter().copied()).collect();
        let cells: Vec<Cell> = cells.into_iter().flatten().collect();
        if let Ok(says) = statement(table, &Named(&names, &cells), &mut counted.texts) {
            if verdicts.iter().any(|v| v.values.iter().any(Vec::is_empty)) {
                not_carried.insert(counted.facts.len());
            }
            counted.facts.push(Fact::new(says));
            counted.lots.push(lot);
        }
    }
    counted.missing = missing_among(query, |key| known.get(&key).cloned().unwrap_or_default());
    counted.left = std::mem::take(&mut tally.left);
    counted.all_carried = not_carried.is_empty();
    counted.footer =
        tally.footer(counted.lots.iter().enumerate().filter(|(at, _)| !not_carried.contains(at)).map(|(_, lot)| lot));
    counted
}

impl Tally {
    fn add(&mut self, other: Tally) {
        self.inferred_years += other.inferred_years;
        self.inferred_places += other.inferred_places;
        if let Some(days) = other.days {
            self.days = Some(self.days.map_or(days, |d| (d.0.min(days.0), d.1.max(days.1))));
        }
        for (reason, count) in other.left {
            *self.left.entry(reason).or_default() += count;
        }
    }

    /// No fact of these topics is contested.
    fn footer<'l>(&self, lots: impl Iterator<Item = &'l Lot> + Clone) -> Footer {
        let iso = |day: i32| chrono::NaiveDate::from_epoch_days(day).map(|d| d.to_string());
        Footer {
            facts: lots.clone().map(|lot| lot.facts).sum(),
            statements: lots.clone().map(|lot| lot.statements).sum(),
            articles: lots.clone().map(|lot| lot.articles_own).sum::<usize>()
                + lots.flat_map(|lot| &lot.articles).collect::<FxHashSet<_>>().len(),
            first_day: self.days.and_then(|d| iso(d.0)),
            last_day: self.days.and_then(|d| iso(d.1)),
            inferred_years: self.inferred_years,
            inferred_places: self.inferred_places,
            ..Footer::default()
        }
    }
}
