//! Completion of a file by places, subjects and terms: of each place and series all but the count that stands are told apart from it
//! as they are read, and only what stands goes on as whole facts.
//!
//! What stands of a place does not depend on other places (`disjoint`), so that a place may be decided on its own: the latest of
//! the counts whose total is within a tenth of the largest. For each total the latest count is kept and the others are tallied.
//! Where more than total and day decides (trial runs, parts without their whole, counts side by side) all facts of the place and
//! series go on.

use super::groups::{Column, Grouping};
use super::row::{Cell, Cells, Named, bytes_of, statement};
use super::standing::without_ids;
use super::{Made, require, whole};
use crate::frame::scan::{Batch, Codes, RowFile, Rows, Values, Want};
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
/// Where these and the other columns stand.
const AT_PLACE: [usize; 5] = [0, 1, 2, 3, 4];
const AT_SERIES: [usize; 3] = [5, 6, 7];
const AT_WORDS: [usize; 2] = [8, 9];
const DONE: usize = 10;
const TOTAL: usize = 11;
const DATE_TO: usize = 12;
const PUBLISHED: usize = 13;
const PART_OF: usize = 14;
const PART_ELSEWHERE: usize = 15;
const STATEMENTS: usize = 16;
const CONTRADICTED_BY: usize = 17;

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
    of_cells: FxHashMap<Box<[u8]>, u32>,
    list: Vec<V>,
    numbers: FxHashMap<V, u32>,
    /// All cells met.
    met: Vec<Vec<Cell>>,
    bytes: Vec<u8>,
}

impl<V> Default for Learnt<V> {
    fn default() -> Self {
        Self {
            of_cells: FxHashMap::default(),
            list: Vec::new(),
            numbers: FxHashMap::default(),
            met: Vec::new(),
            bytes: Vec::new(),
        }
    }
}

impl<V: Clone + Eq + std::hash::Hash> Learnt<V> {
    /// The numbers of what the rows come to under some columns.
    fn rows(
        &mut self,
        grouping: &mut Grouping,
        batch: &Batch,
        at: &[usize],
        mut read: impl FnMut(&Named) -> Result<V>,
        names: &[&str],
    ) -> Result<Codes> {
        let mut coded = Vec::new();
        for column in at {
            let Values::Text(own) = batch.column(*column)? else { bail!("a column holds no text") };
            coded.push(own);
        }
        let codes: Vec<Column> = coded.iter().map(|c| Column::new((&c.codes, c.values.len()))).collect();
        let mut grouped = grouping.group(batch.rows, &codes);
        let mut numbers = Vec::with_capacity(grouped.rows.len());
        for codes in grouped.groups() {
            let cells = || coded.iter().zip(codes).map(|(c, code)| c.values.get(*code as usize));
            bytes_of(cells(), &mut self.bytes);
            let number = match self.of_cells.get(self.bytes.as_slice()) {
                Some(number) => *number,
                None => {
                    let cells: Vec<Cell> = cells().map(|cell| cell.map(Into::into)).collect();
                    let value = read(&Named(names, &cells))?;
                    let next = self.list.len() as u32;
                    let number = *self.numbers.entry(value.clone()).or_insert(next);
                    if number == next {
                        self.list.push(value);
                    }
                    self.of_cells.insert(self.bytes.as_slice().into(), number);
                    self.met.push(cells);
                    number
                }
            };
            numbers.push(number);
        }
        grouped.of_row.iter_mut().for_each(|row| *row = numbers[*row as usize]);
        Ok(Codes::Wide(grouped.of_row))
    }
}

/// What the words of a row say: a part, trial runs, of what it is.
type Words = (bool, bool, bool);

#[derive(Default)]
struct State {
    texts: Texts,
    grouping: Grouping,
    places: Learnt<Where>,
    series: Learnt<Series>,
    words: Learnt<Words>,
    groups: FxHashMap<(u32, u32), Group>,
    left: BTreeMap<Reason, usize>,
    /// A row that the question is about has no date.
    undated: bool,
}

/// Reads what stands, and tallies what does not.
///
/// `None` where a count has no place in the geography and the question has columns: these may show what no row does.
pub fn read(file: &RowFile, query: &Query) -> Result<Option<Made>> {
    let wanted = columns();
    require(file, &wanted)?;
    let states = file.scan(&wanted, Rows::All, State::default, |state, batch| state.take(batch, query))?;
    let mut left: BTreeMap<Reason, usize> = BTreeMap::new();
    let mut groups: BTreeMap<(Where, Series), Group> = BTreeMap::new();
    let mut known: BTreeSet<KeyValue> = BTreeSet::new();
    let mut texts = Texts::default();
    let mut undated = false;
    for state in states {
        undated |= state.undated;
        if query.conditions.iter().any(|c| c.key == Key::District) {
            for cells in &state.places.met {
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
    let made = match without_ids(file, &rows, undated)? {
        Some(made) => made,
        None => whole(file, Table::Progress, Rows::Some(&rows))?,
    };
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
    /// The numbers of place and series of each row.
    fn numbers(&mut self, batch: &Batch, query: &Query) -> Result<[Codes; 2]> {
        let of = |keys: &dyn Fn(Key) -> bool, placed: bool| {
            let conditions = query.conditions.iter().filter(|c| keys(c.key)).cloned().collect();
            Query { conditions, place: query.place.clone().filter(|_| placed), ..query.clone() }
        };
        let (on_place, on_series) = (of(&is_place, true), of(&|k| !is_place(k), false));
        let keys: Vec<Key> = query.by.iter().chain(&query.pivot).copied().filter(|k| is_place(*k)).collect();
        let texts = &mut self.texts;
        let places = self.places.rows(
            &mut self.grouping,
            batch,
            &AT_PLACE,
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
            &mut self.grouping,
            batch,
            &AT_SERIES,
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
        Ok([places, series])
    }

    /// The numbers of the words of each row.
    fn words(&mut self, batch: &Batch) -> Result<Codes> {
        let [role, text] = AT_WORDS;
        if batch.column(role)?.is_empty() && batch.column(text)?.is_empty() {
            let list = &mut self.words.list;
            let none = *self.words.numbers.entry(Words::default()).or_insert_with(|| {
                list.push(Words::default());
                list.len() as u32 - 1
            });
            return Ok(Codes::One(none, batch.rows));
        }
        self.words.rows(
            &mut self.grouping,
            batch,
            &AT_WORDS,
            |cells| {
                let text = cells.text("subject_text");
                let worded = text.map(qualifiers).is_some_and(|words| !words.is_empty());
                Ok((cells.text("role") == Some(PartRole::Part.slug()), text.is_some_and(is_pilot), worded))
            },
            &WORDS,
        )
    }

    /// What a batch was worked on in serves the next.
    fn take_back(&mut self, numbers: [Codes; 2], of_row: Vec<u32>) {
        self.grouping.take_back(of_row);
        for codes in numbers {
            if let Codes::Wide(rows) = codes {
                self.grouping.take_back(rows);
            }
        }
    }

    fn columns<'c>(&self, numbers: &'c [Codes; 2]) -> [Column<'c>; 2] {
        let [places, series] = numbers;
        [Column { codes: places, values: self.places.list.len() }, Column { codes: series, values: self.series.list.len() }]
    }

    fn take(&mut self, batch: &Batch, query: &Query) -> Result<()> {
        let numbers = self.numbers(batch, query)?;
        let columns = self.columns(&numbers);
        let grouped = self.grouping.group(batch.rows, &columns);
        let mut own: Vec<Option<Group>> = Vec::with_capacity(grouped.rows.len());
        let mut not_carried = vec![false; grouped.rows.len()];
        let mut asked = 0;
        for (at, codes) in grouped.groups().enumerate() {
            let (place, series) = (&self.places.list[codes[0] as usize], &self.series.list[codes[1] as usize]);
            let about = place.judged == Judged::About && series.judged == Judged::About;
            not_carried[at] = about && place.values.iter().any(Vec::is_empty);
            let known = || self.groups.remove(&(codes[0], codes[1])).unwrap_or_default();
            own.push((about && !not_carried[at]).then(known));
            asked += if about { grouped.rows[at] } else { 0 };
        }
        // Of the other columns nothing is read where the question is about none of the rows.
        if asked == 0 {
            self.take_back(numbers, grouped.of_row);
            return Ok(());
        }
        let words = self.words(batch)?;
        let column = |at| batch.column(at);
        let (done, total, date_to, elsewhere) = (column(DONE)?, column(TOTAL)?, column(DATE_TO)?, column(PART_ELSEWHERE)?);
        let (statements, parts, losers) = (column(STATEMENTS)?, column(PART_OF)?, column(CONTRADICTED_BY)?);
        // Most facts are no parts, and nobody contradicts them.
        let (has_parts, has_losers) = (!parts.is_empty(), !losers.is_empty());
        for (row, number) in grouped.of_row.iter().enumerate() {
            let number = *number as usize;
            let members = || {
                let losers = if has_losers { losers.text(row).map_or(0, |ids| ids.split(' ').count()) } else { 0 };
                (statements.number(row).unwrap_or(1.0) as usize).saturating_sub(losers)
            };
            let Some(group) = &mut own[number] else {
                if not_carried[number] {
                    *self.left.entry(Reason::NotCarried).or_default() += members();
                }
                continue;
            };
            let at = (batch.number as u32, row as u32);
            let day = date_to.number(row);
            self.undated |= day.is_none();
            let elsewhere = elsewhere.number(row) == Some(1.0);
            if has_parts && parts.text(row).is_some() && !elsewhere {
                group.parts += members();
                continue;
            }
            let (part, trial, worded) = self.words.list[words.get(row).unwrap_or_default() as usize];
            group.complex |= part || trial || elsewhere;
            if self.series.list[grouped.codes(number)[1] as usize].activity == Activity::Other {
                if group.other.len() < 2 {
                    group.other.push(at);
                } else {
                    group.others += members();
                }
            } else if let (Some(done), Some(total)) = (done.number(row), total.number(row)) {
                group.unworded |= !worded;
                let last = match day {
                    None => column(PUBLISHED)?.number(row),
                    day => day,
                };
                let last = last.map(|day| day as i32);
                group.count(Best { total, last, done: done.to_bits(), at, members: members(), others: 0 });
            } else {
                group.partial += members();
                if group.full == 0 {
                    group.shares.push(at);
                }
            }
        }
        for (codes, group) in grouped.groups().zip(own) {
            if let Some(group) = group {
                self.groups.insert((codes[0], codes[1]), group);
            }
        }
        self.take_back(numbers, grouped.of_row);
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
        let numbers = state.numbers(batch, query)?;
        let columns = state.columns(&numbers);
        let grouped = state.grouping.group(batch.rows, &columns);
        let key = |codes: &[u32]| (state.places.list[codes[0] as usize].clone(), state.series.list[codes[1] as usize].clone());
        let asked: Vec<bool> = grouped.groups().map(|codes| of.contains(&key(codes))).collect();
        let own = grouped.of_row.iter().enumerate().filter(|(_, group)| asked[**group as usize]);
        rows.extend(own.map(|(row, _)| (batch.number as u32, row as u32)));
        Ok(())
    })?;
    Ok(states.into_iter().flat_map(|(_, rows)| rows).collect())
}
