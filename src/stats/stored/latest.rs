//! Completion of a file by places, subjects and terms: of each place and series all but the count that stands are told apart from it
//! as they are read, and only what stands goes on as whole facts.
//!
//! What stands of a place does not depend on other places (`disjoint`), so that a place may be decided on its own: the latest of
//! the counts whose total is within a tenth of the largest. For each total the latest count is kept and the others are tallied.
//! Where more than total and day decides (trial runs, parts without their whole, counts side by side) all facts of the place and
//! series go on.

use super::groups::{Codes, Grouped, group};
use super::row::{Cells, statement};
use super::{Made, require, whole};
use crate::frame::scan::{Batch, RowFile, Rows, Values, Want};
use crate::frame::schema::Table;
use crate::model::tag::*;
use crate::stats::disjoint::{SAME_SET, SIBLINGS, term_of};
use crate::stats::facts::Fact;
use crate::stats::figures::spot;
use crate::stats::filter::{Judged, judge, missing_among};
use crate::stats::keys::{is_place, is_time, values};
use crate::stats::load::{Loaded, Texts};
use crate::stats::query::{Key, Query, Topic};
use crate::stats::summary::{KeyValue, Reason};
use crate::stats::words::{is_pilot, qualifiers};
use anyhow::{Result, bail};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};

/// Whether a question can be answered in this way.
pub fn can(query: &Query) -> bool {
    let asked = query.by.iter().chain(&query.pivot).chain(query.conditions.iter().map(|c| &c.key));
    query.topic == Topic::Progress
        // Without a key series are mixed in one row, where none stands.
        && !(query.by.is_empty() && query.pivot.is_none())
        && query.since.is_none()
        && query.until.is_none()
        && asked.copied().all(|key| !is_time(key) && key != Key::Outlet)
}

const PLACE: [&str; 5] = ["province", "geo", "district", "macro_region", "scope"];
const SERIES: [&str; 3] = ["activity", "subject", "term"];
const WORDS: [&str; 2] = ["role", "subject_text"];

fn columns() -> Vec<Want> {
    use Want::*;
    let texts = PLACE.iter().chain(&SERIES).chain(&WORDS).map(|name| Text(name));
    let more = [
        Number("done"),
        Number("total"),
        Day("date_to"),
        Day("published"),
        Raw("part_of"),
        Number("part_elsewhere"),
        Number("statements"),
        Raw("contradicted_by"),
    ];
    texts.chain(more).collect()
}

/// A place as joining and adding see it, with words in the place of numbers.
type Spot = (Option<(Geo, String)>, Option<String>, Option<MacroRegion>, bool, u8);

/// What the place of a row comes to.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Where {
    judged: Judged,
    values: Vec<Vec<KeyValue>>,
    spot: Spot,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Series {
    judged: Judged,
    activity: Activity,
    subject: ProgressSubject,
    term: Option<(i32, i32)>,
}

/// Row by batch and row, which is also the order of the file.
type At = (u32, u32);

/// The best count of one total, and how many statements the others have.
struct Best {
    total: f64,
    last: Option<i32>,
    done: u64,
    at: At,
    members: usize,
    others: usize,
}

impl Best {
    fn rank(&self) -> (Option<i32>, u64, u64, At) {
        (self.last, self.done, self.total.to_bits(), self.at)
    }
}

/// One place and series of a row.
#[derive(Default)]
struct Group {
    totals: Vec<Best>,
    /// Counts with a base.
    full: usize,
    /// Every one of them says of what it is.
    unworded: bool,
    /// More than total and day decides.
    complex: bool,
    /// Shares and bare counts: statements, and where they are as long as there is no count with a base.
    partial: usize,
    shares: Vec<At>,
    /// Statements of parts whose whole is beside them.
    parts: usize,
    /// Activities that are not told apart: the first two, and statements of the rest.
    other: Vec<At>,
    others: usize,
}

impl Group {
    fn count(&mut self, next: Best) {
        self.full += 1;
        self.shares = Vec::new();
        match self.totals.iter_mut().find(|b| b.total == next.total) {
            None => self.totals.push(next),
            Some(best) if next.rank() > best.rank() => {
                *best = Best { others: best.others + best.members + next.others, ..next };
            }
            Some(best) => best.others += next.members + next.others,
        }
    }

    fn add(&mut self, other: Group) {
        let full = self.full + other.full;
        other.totals.into_iter().for_each(|best| self.count(best));
        self.full = full;
        self.unworded |= other.unworded;
        self.complex |= other.complex;
        self.partial += other.partial;
        self.shares.extend(other.shares);
        self.parts += other.parts;
        self.other.extend(other.other);
        self.others += other.others;
    }
}

struct Learnt<V> {
    of_cells: FxHashMap<Vec<Option<Box<str>>>, u32>,
    list: Vec<V>,
    numbers: FxHashMap<V, u32>,
}

impl<V> Default for Learnt<V> {
    fn default() -> Self {
        Self { of_cells: FxHashMap::default(), list: Vec::new(), numbers: FxHashMap::default() }
    }
}

impl<V: Clone + Eq + std::hash::Hash> Learnt<V> {
    /// The numbers of what the rows come to under some columns.
    fn rows(
        &mut self,
        batch: &Batch,
        at: &[usize],
        mut read: impl FnMut(&Named) -> Result<V>,
        names: &[&str],
    ) -> Result<Vec<u32>> {
        let mut coded = Vec::new();
        for column in at {
            let Values::Text(own) = &batch.columns[*column] else { bail!("a column holds no text") };
            coded.push(own);
        }
        let codes: Vec<Codes> = coded.iter().map(|c| Codes { codes: &c.codes, values: c.values.len() + 1 }).collect();
        let Grouped { mut of_row, groups } = group(batch.rows, &codes);
        let mut numbers = Vec::with_capacity(groups.len());
        for codes in groups {
            let cells: Vec<Option<Box<str>>> =
                coded.iter().zip(&codes).map(|(c, code)| c.values.get(*code as usize).map(Into::into)).collect();
            let number = match self.of_cells.get(&cells) {
                Some(number) => *number,
                None => {
                    let value = read(&Named(names, &cells))?;
                    let next = self.list.len() as u32;
                    let number = *self.numbers.entry(value.clone()).or_insert(next);
                    if number == next {
                        self.list.push(value);
                    }
                    self.of_cells.insert(cells, number);
                    number
                }
            };
            numbers.push(number);
        }
        of_row.iter_mut().for_each(|row| *row = numbers[*row as usize]);
        Ok(of_row)
    }
}

struct Named<'c>(&'c [&'c str], &'c [Option<Box<str>>]);

impl Cells for Named<'_> {
    fn text(&self, column: &str) -> Option<&str> {
        self.1.get(self.0.iter().position(|name| *name == column)?)?.as_deref()
    }

    fn number(&self, _: &str) -> Option<f64> {
        None
    }
}

/// What the words of a row say: a part, trial runs, of what it is.
type Words = (bool, bool, bool);

#[derive(Default)]
struct State {
    texts: Texts,
    places: Learnt<Where>,
    series: Learnt<Series>,
    words: Learnt<Words>,
    groups: FxHashMap<(u32, u32), Group>,
    left: BTreeMap<Reason, usize>,
}

/// Reads what stands, and tallies what does not.
///
/// `None` where a count has no place in the geography and the question has columns: these may show what no row does.
pub fn read(file: &RowFile, query: &Query) -> Result<Option<Made>> {
    let wanted = columns();
    require(file, &wanted)?;
    let states = file.scan(&wanted, Rows::All, State::default, |state, batch| state.take(&batch, query))?;
    let mut left: BTreeMap<Reason, usize> = BTreeMap::new();
    let mut groups: BTreeMap<(Where, Series), Group> = BTreeMap::new();
    let mut known: BTreeSet<KeyValue> = BTreeSet::new();
    let mut texts = Texts::default();
    for state in states {
        if query.conditions.iter().any(|c| c.key == Key::District) {
            for cells in state.places.of_cells.keys() {
                known.extend(under(&Named(&PLACE, cells), &mut texts, &[Key::District], query)?.into_iter().flatten());
            }
        }
        for ((place, series), group) in state.groups {
            let key = (state.places.list[place as usize].clone(), state.series.list[series as usize].clone());
            groups.entry(key).or_default().add(group);
        }
        state.left.into_iter().for_each(|(reason, count)| *left.entry(reason).or_default() += count);
    }
    if query.pivot.is_some() && left.contains_key(&Reason::NotCarried) {
        return Ok(None);
    }
    let mut stands: FxHashSet<At> = FxHashSet::default();
    let mut complex: FxHashSet<(Where, Series)> = FxHashSet::default();
    for (key, mut group) in groups {
        if group.complex || !group.unworded && SIBLINGS.contains(&group.full) {
            complex.insert(key);
        } else {
            group.decide(&mut stands, &mut left);
        }
    }
    if !complex.is_empty() {
        stands.extend(all_of(file, &wanted, query, &complex)?);
    }
    let mut rows: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    for (batch, row) in stands {
        rows.entry(batch as usize).or_default().push(row);
    }
    rows.values_mut().for_each(|rows| rows.sort_unstable());
    let made = whole(file, Table::Progress, Rows::Some(&rows))?;
    let missing = missing_among(query, |_| known.clone());
    Ok(Some(Made { unlisted: left, missing: Some(missing), ..made }))
}

/// Values of a row under keys of places.
fn under(cells: &Named, texts: &mut Texts, keys: &[Key], query: &Query) -> Result<Vec<Vec<KeyValue>>> {
    let says = statement(Table::Progress, cells, texts)?;
    let loaded = Loaded { texts: std::mem::take(texts), ..Loaded::default() };
    let list = keys.iter().map(|key| values(&loaded, &Fact::new(says), *key, query.geo)).collect();
    *texts = loaded.texts;
    Ok(list)
}

impl State {
    /// The numbers of place, series and words of each row.
    fn numbers(&mut self, batch: &Batch, query: &Query) -> Result<[Vec<u32>; 3]> {
        let of = |keys: &dyn Fn(Key) -> bool, placed: bool| {
            let conditions = query.conditions.iter().filter(|c| keys(c.key)).cloned().collect();
            Query { conditions, place: query.place.clone().filter(|_| placed), ..query.clone() }
        };
        let (on_place, on_series) = (of(&is_place, true), of(&|k| !is_place(k), false));
        let keys: Vec<Key> = query.by.iter().chain(&query.pivot).copied().filter(|k| is_place(*k)).collect();
        let texts = &mut self.texts;
        let places = self.places.rows(
            batch,
            &[0, 1, 2, 3, 4],
            |cells| {
                let says = statement(Table::Progress, cells, texts)?;
                let loaded = Loaded { texts: std::mem::take(texts), ..Loaded::default() };
                let fact = Fact::new(says);
                let own = |sym| loaded.texts.get(sym).to_string();
                let (province, district, region, nation, inside) = spot(&says.place);
                let spot = (province.map(|(geo, p)| (geo, own(p))), district.map(own), region, nation, inside);
                let list = keys.iter().map(|key| values(&loaded, &fact, *key, query.geo)).collect();
                let judged = judge(&loaded, &on_place, &fact, false);
                *texts = loaded.texts;
                Ok(Where { judged, values: list, spot })
            },
            &PLACE,
        )?;
        let series = self.series.rows(
            batch,
            &[5, 6, 7],
            |cells| {
                let fact = Fact::new(statement(Table::Progress, cells, texts)?);
                let loaded = Loaded { texts: std::mem::take(texts), ..Loaded::default() };
                let judged = judge(&loaded, &on_series, &fact, false);
                *texts = loaded.texts;
                let (activity, subject) =
                    fact.progress().map_or((Activity::Other, ProgressSubject::Other), |p| (p.activity, p.subject));
                Ok(Series { judged, activity, subject, term: term_of(&fact) })
            },
            &SERIES,
        )?;
        let words = self.words.rows(
            batch,
            &[8, 9],
            |cells| {
                let text = cells.text("subject_text");
                let worded = text.map(qualifiers).is_some_and(|words| !words.is_empty());
                Ok((cells.text("role") == Some(PartRole::Part.slug()), text.is_some_and(is_pilot), worded))
            },
            &WORDS,
        )?;
        Ok([places, series, words])
    }

    fn take(&mut self, batch: &Batch, query: &Query) -> Result<()> {
        let [places, series, words] = self.numbers(batch, query)?;
        let codes = [(&places, self.places.list.len()), (&series, self.series.list.len())];
        let Grouped { of_row, groups } = group(batch.rows, &codes.map(|(codes, values)| Codes { codes, values }));
        let mut own: Vec<Option<Group>> = Vec::with_capacity(groups.len());
        let mut not_carried = vec![false; groups.len()];
        for (at, codes) in groups.iter().enumerate() {
            let (place, series) = (&self.places.list[codes[0] as usize], &self.series.list[codes[1] as usize]);
            let about = place.judged == Judged::About && series.judged == Judged::About;
            not_carried[at] = about && place.values.iter().any(Vec::is_empty);
            let known = || self.groups.remove(&(codes[0], codes[1])).unwrap_or_default();
            own.push((about && !not_carried[at]).then(known));
        }
        let columns = &batch.columns;
        let [done, total, date_to, published] = [10, 11, 12, 13].map(|at| &columns[at]);
        // Most facts are no parts, and nobody contradicts them.
        let has_text = |at: usize| matches!(&columns[at], Values::Text(coded) if !coded.values.is_empty());
        let (has_parts, has_losers) = (has_text(14), has_text(17));
        for (row, number) in of_row.iter().enumerate() {
            let number = *number as usize;
            let members = || {
                let losers = if has_losers { columns[17].text(row).map_or(0, |ids| ids.split(' ').count()) } else { 0 };
                (columns[16].number(row).unwrap_or(1.0) as usize).saturating_sub(losers)
            };
            let Some(group) = &mut own[number] else {
                if not_carried[number] {
                    *self.left.entry(Reason::NotCarried).or_default() += members();
                }
                continue;
            };
            let at = (batch.number as u32, row as u32);
            let elsewhere = columns[15].number(row) == Some(1.0);
            if has_parts && columns[14].text(row).is_some() && !elsewhere {
                group.parts += members();
                continue;
            }
            let (part, trial, worded) = self.words.list[words[row] as usize];
            group.complex |= part || trial || elsewhere;
            if self.series.list[groups[number][1] as usize].activity == Activity::Other {
                if group.other.len() < 2 {
                    group.other.push(at);
                } else {
                    group.others += members();
                }
            } else if let (Some(done), Some(total)) = (done.number(row), total.number(row)) {
                group.unworded |= !worded;
                let last = date_to.number(row).or(published.number(row)).map(|day| day as i32);
                group.count(Best { total, last, done: done.to_bits(), at, members: members(), others: 0 });
            } else {
                group.partial += members();
                if group.full == 0 {
                    group.shares.push(at);
                }
            }
        }
        for (codes, group) in groups.into_iter().zip(own) {
            if let Some(group) = group {
                self.groups.insert((codes[0], codes[1]), group);
            }
        }
        Ok(())
    }
}

impl Group {
    /// What stands, and how many statements do not, by reason.
    fn decide(&mut self, stands: &mut FxHashSet<At>, left: &mut BTreeMap<Reason, usize>) {
        let mut leave = |reason, count| {
            if count > 0 {
                *left.entry(reason).or_default() += count;
            }
        };
        leave(Reason::PartOfWhole, self.parts);
        self.other.sort_unstable();
        stands.extend(&self.other);
        leave(Reason::NotComparable, self.others);
        if self.full == 0 {
            stands.extend(&self.shares);
            return;
        }
        leave(Reason::NoBase, self.partial);
        let widest = self.totals.iter().map(|b| b.total).fold(0.0, f64::max);
        let in_set = |best: &&Best| best.total >= widest * SAME_SET;
        let standing = self.totals.iter().filter(in_set).max_by_key(|best| best.rank()).map(|best| best.at);
        stands.extend(standing);
        for best in &self.totals {
            let own = if Some(best.at) == standing { 0 } else { best.members };
            let reason = if in_set(&best) { Reason::Superseded } else { Reason::PartOfWhole };
            leave(reason, best.others + own);
        }
    }
}

/// Every row of some places and series.
fn all_of(file: &RowFile, wanted: &[Want], query: &Query, of: &FxHashSet<(Where, Series)>) -> Result<Vec<At>> {
    let new = || (State::default(), Vec::new());
    let states = file.scan(wanted, Rows::All, new, |(state, rows): &mut (State, Vec<At>), batch| {
        let [places, series, _] = state.numbers(&batch, query)?;
        let codes = [(&places, state.places.list.len()), (&series, state.series.list.len())];
        let Grouped { of_row, groups } = group(batch.rows, &codes.map(|(codes, values)| Codes { codes, values }));
        let key = |codes: &Vec<u32>| (state.places.list[codes[0] as usize].clone(), state.series.list[codes[1] as usize].clone());
        let asked: Vec<bool> = groups.iter().map(|codes| of.contains(&key(codes))).collect();
        let own = of_row.iter().enumerate().filter(|(_, group)| asked[**group as usize]);
        rows.extend(own.map(|(row, _)| (batch.number as u32, row as u32)));
        Ok(())
    })?;
    Ok(states.into_iter().flat_map(|(_, rows)| rows).collect())
}
