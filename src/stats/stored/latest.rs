//! Completion of a file by places, subjects and terms: of each place and series all but the count that stands are told apart from it
//! as they are read, and only what stands goes on as whole facts.
//!
//! What stands of a place does not depend on other places (`disjoint`), so that a place may be decided on its own: the latest of
//! the counts whose total is within a tenth of the largest. For each total the latest count is kept and the others are tallied.
//! Where more than total and day decides (trial runs, parts without their whole, counts side by side) all facts of the place and
//! series go on.

use super::groups::{ByGroup, Column, Grouping};
use super::row::{Cell, Cells, Named, bytes_of, statement};
use super::standing::{At, Kept, of_kept, without_ids};
use super::totals::{Best, Group};
use super::{Made, require, standing, whole};
use crate::frame::scan::{Batch, Codes, RowFile, Rows, Strings, Values, Want};
use crate::frame::schema::Table;
use crate::model::tag::*;
use crate::stats::disjoint::{SIBLINGS, term_of};
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
use std::borrow::Cow;
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
const MACRO_REGION: usize = 3;
const SCOPE: usize = 4;
const DONE: usize = 10;
const TOTAL: usize = 11;
const DATE_TO: usize = 12;
const PUBLISHED: usize = 13;
const PART_OF: usize = 14;
const PART_ELSEWHERE: usize = 15;
const STATEMENTS: usize = 16;
const CONTRADICTED_BY: usize = 17;

/// The columns that decide which rows stand, and those that are kept of these, where the file has them all.
struct Plan<'q> {
    query: &'q Query,
    wanted: Vec<Want>,
    /// By their positions among the wanted columns.
    kept: Option<Vec<(usize, &'static str)>>,
}

impl<'q> Plan<'q> {
    fn new(file: &RowFile, query: &'q Query) -> Result<Self> {
        let mut wanted = columns();
        require(file, &wanted)?;
        let kept = standing::columns(false);
        if kept.iter().any(|want| !file.has(want.name())) {
            return Ok(Self { query, wanted, kept: None });
        }
        let mut place = |want: &Want| {
            let known = wanted.iter().position(|known| known.name() == want.name());
            let at = known.unwrap_or(wanted.len());
            if known.is_none() {
                wanted.push(*want);
            }
            (at, want.name())
        };
        let kept = Some(kept.iter().map(&mut place).collect());
        Ok(Self { query, wanted, kept })
    }
}

/// Rows that a thread keeps at one time, of some hundred bytes each; where more may stand, the file is read again.
const KEPT: usize = if cfg!(test) { 8 } else { 30_000 };

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

/// A column of texts: the codes of the rows that are asked about, and below which number they are.
struct Asked<'b> {
    codes: Cow<'b, Codes>,
    below: usize,
    values: &'b Strings,
}

impl<'b> Asked<'b> {
    /// Columns of a batch, by their positions; `chosen` names the rows, where not all are asked about.
    fn columns(batch: &'b Batch, at: &[usize], chosen: Option<&[u32]>) -> Result<Vec<Self>> {
        static NONE: Strings = Strings::empty();
        // The region of a row matters only where the row is of a region.
        let of_region = |at: usize| at != MACRO_REGION || batch.column(SCOPE).map_or(true, |s| s.lists(Scope::Region.slug()));
        let one = |at: &usize| {
            if !of_region(*at) {
                let rows = chosen.map_or(batch.rows, <[u32]>::len);
                return Ok(Self { codes: Cow::Owned(Codes::One(0, rows)), below: 1, values: &NONE });
            }
            let Values::Text(own) = batch.column(*at)? else { bail!("a column holds no text") };
            let (codes, below) = own.column();
            let codes = chosen.map_or(Cow::Borrowed(codes), |rows| Cow::Owned(codes.pick(rows)));
            Ok(Self { codes, below, values: &own.values })
        };
        at.iter().map(one).collect()
    }
}

/// What rows come to: their groups, and the number of what each group comes to.
struct Come {
    rows: ByGroup,
    numbers: Vec<u32>,
}

impl Come {
    fn number(&self, row: usize) -> u32 {
        self.numbers[self.rows.group_of(row)]
    }

    fn codes(&self, rows: usize) -> Codes {
        Codes::Wide((0..rows).map(|row| self.number(row)).collect())
    }
}

impl<V: Clone + Eq + std::hash::Hash> Learnt<V> {
    /// What rows come to under some columns.
    fn rows(
        &mut self,
        grouping: &mut Grouping,
        rows: usize,
        asked: &[Asked],
        mut read: impl FnMut(&Named) -> Result<V>,
        names: &[&str],
    ) -> Result<Come> {
        let codes: Vec<Column> = asked.iter().map(|c| Column::new((&*c.codes, c.below))).collect();
        let rows = grouping.by(rows, &codes, &[]);
        let mut numbers = Vec::with_capacity(rows.groups().rows.len());
        for codes in rows.groups().groups() {
            let cells = || asked.iter().zip(codes).map(|(c, code)| c.values.get(*code as usize));
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
        Ok(Come { rows, numbers })
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
    /// Rows that were kept.
    kept: usize,
}

/// Reads what stands, and tallies what does not.
///
/// `None` where a count has no place in the geography and the question has columns: these may show what no row does.
pub fn read(file: &RowFile, query: &Query) -> Result<Option<Made>> {
    let plan = Plan::new(file, query)?;
    let states = file.scan(&plan.wanted, Rows::All, State::default, |state, batch| state.take(batch, &plan))?;
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
    let mut kept: BTreeMap<At, Kept> = BTreeMap::new();
    let mut complex: FxHashSet<(Where, Series)> = FxHashSet::default();
    for (key, mut group) in groups {
        if group.complex || !group.unworded && SIBLINGS.contains(&group.full) {
            complex.insert(key);
        } else {
            group.decide(&mut stands, &mut kept, &mut left);
        }
    }
    if !complex.is_empty() {
        stands.extend(all_of(file, &plan, &complex)?);
    }
    let missing = Some(missing_among(query, |_| known.clone()));
    // When a fact was told is not kept.
    if !undated
        && stands.len() == kept.len()
        && let Some(made) = of_kept(&kept)?
    {
        return Ok(Some(Made { unlisted: left, missing, ..made }));
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
    Ok(Some(Made { unlisted: left, missing, ..made }))
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
    /// What rows come to as series.
    fn series(&mut self, batch: &Batch, query: &Query) -> Result<Come> {
        let conditions = query.conditions.iter().filter(|c| !is_place(c.key)).cloned().collect();
        let on_series = Query { conditions, place: None, ..query.clone() };
        let texts = &mut self.texts;
        let read = |cells: &Named| {
            let fact = Fact::new(statement(Table::Progress, cells, texts)?);
            let loaded = Loaded { texts: std::mem::take(texts), ..Loaded::default() };
            let judged = judge(&loaded, &on_series, &fact, false);
            *texts = loaded.texts;
            let (activity, subject) =
                fact.progress().map_or((Activity::Other, ProgressSubject::Other), |p| (p.activity, p.subject));
            Ok(Series { judged, activity, subject, term: term_of(&fact) })
        };
        self.series.rows(&mut self.grouping, batch.rows, &Asked::columns(batch, &AT_SERIES, None)?, read, &SERIES)
    }

    /// What rows come to as places.
    fn places(&mut self, batch: &Batch, query: &Query, chosen: Option<&[u32]>) -> Result<Come> {
        let conditions = query.conditions.iter().filter(|c| is_place(c.key)).cloned().collect();
        let on_place = Query { conditions, ..query.clone() };
        let keys: Vec<Key> = query.by.iter().chain(&query.pivot).copied().filter(|k| is_place(*k)).collect();
        let texts = &mut self.texts;
        let read = |cells: &Named| {
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
        };
        let rows = chosen.map_or(batch.rows, <[u32]>::len);
        self.places.rows(&mut self.grouping, rows, &Asked::columns(batch, &AT_PLACE, chosen)?, read, &PLACE)
    }

    /// What rows come to by their words.
    fn words(&mut self, batch: &Batch, chosen: &[u32]) -> Result<Codes> {
        let [role, text] = AT_WORDS;
        if batch.column(role)?.is_empty() && batch.column(text)?.is_empty() {
            let list = &mut self.words.list;
            let none = *self.words.numbers.entry(Words::default()).or_insert_with(|| {
                list.push(Words::default());
                list.len() as u32 - 1
            });
            return Ok(Codes::One(none, chosen.len()));
        }
        let read = |cells: &Named| {
            let text = cells.text("subject_text");
            let worded = text.map(qualifiers).is_some_and(|words| !words.is_empty());
            Ok((cells.text("role") == Some(PartRole::Part.slug()), text.is_some_and(is_pilot), worded))
        };
        let asked = Asked::columns(batch, &AT_WORDS, Some(chosen))?;
        let words = self.words.rows(&mut self.grouping, chosen.len(), &asked, read, &WORDS)?;
        Ok(words.codes(chosen.len()))
    }

    /// The rows of a batch that a question may be about, and the numbers of their places and series; `None` where there are none.
    fn numbers(&mut self, batch: &Batch, query: &Query) -> Result<Option<(Vec<u32>, [Codes; 2])>> {
        let series = self.series(batch, query)?;
        let about: Vec<bool> =
            series.numbers.iter().map(|number| self.series.list[*number as usize].judged == Judged::About).collect();
        // Whoever asks for a district may have to be told which there are, in any series.
        let all = about.iter().all(|about| *about) || query.conditions.iter().any(|c| c.key == Key::District);
        if !all && !about.contains(&true) {
            self.grouping.take_back(series.rows.into_rows());
            return Ok(None);
        }
        let chosen: Vec<u32> = if all { (0..batch.rows as u32).collect() } else { series.rows.rows_of(&about) };
        let of_series = Codes::Wide(chosen.iter().map(|row| series.number(*row as usize)).collect());
        self.grouping.take_back(series.rows.into_rows());
        let places = self.places(batch, query, (!all).then_some(&chosen))?;
        let of_places = places.codes(chosen.len());
        self.grouping.take_back(places.rows.into_rows());
        Ok(Some((chosen, [of_places, of_series])))
    }

    fn columns<'c>(&self, numbers: &'c [Codes; 2]) -> [Column<'c>; 2] {
        let [places, series] = numbers;
        [Column { codes: places, values: self.places.list.len() }, Column { codes: series, values: self.series.list.len() }]
    }

    fn take(&mut self, batch: &Batch, plan: &Plan) -> Result<()> {
        let Some((chosen, numbers)) = self.numbers(batch, plan.query)? else { return Ok(()) };
        let columns = self.columns(&numbers);
        let grouped = self.grouping.group(chosen.len(), &columns);
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
            self.grouping.take_back(grouped.of_row);
            return Ok(());
        }
        let words = self.words(batch, &chosen)?;
        let column = |at| batch.column(at);
        let (done, total, date_to, elsewhere) = (column(DONE)?, column(TOTAL)?, column(DATE_TO)?, column(PART_ELSEWHERE)?);
        let (statements, parts, losers) = (column(STATEMENTS)?, column(PART_OF)?, column(CONTRADICTED_BY)?);
        // Most facts are no parts, and nobody contradicts them.
        let (has_parts, has_losers) = (!parts.is_empty(), !losers.is_empty());
        let mut best: Vec<usize> = Vec::new();
        for (asked, (number, row)) in grouped.of_row.iter().zip(&chosen).enumerate() {
            let (number, row) = (*number as usize, *row as usize);
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
            let (part, trial, worded) = self.words.list[words.get(asked).unwrap_or_default() as usize];
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
                let own = Best { total, last, done: done.to_bits(), at, members: members(), others: 0, kept: None };
                let (is_best, kept_before) = group.count(own);
                best.extend(is_best.then_some(number));
                self.kept -= usize::from(kept_before);
            } else {
                group.partial += members();
                if group.full == 0 {
                    group.shares.push(at);
                }
            }
        }
        best.sort_unstable();
        best.dedup();
        for number in best {
            let totals = own[number].iter_mut().flat_map(|group| &mut group.totals);
            for best in totals.filter(|best| best.at.0 == batch.number as u32) {
                if let Some(kept) = plan.kept.as_ref().filter(|_| self.kept < KEPT) {
                    self.kept += 1;
                    best.kept = Some(Box::new(Kept::read(batch, kept, best.at.1 as usize)?));
                }
            }
        }
        for (codes, group) in grouped.groups().zip(own) {
            if let Some(group) = group {
                self.groups.insert((codes[0], codes[1]), group);
            }
        }
        self.grouping.take_back(grouped.of_row);
        Ok(())
    }
}

/// Every row of some places and series.
fn all_of(file: &RowFile, plan: &Plan, of: &FxHashSet<(Where, Series)>) -> Result<Vec<At>> {
    let new = || (State::default(), Vec::new());
    let states = file.scan(&plan.wanted, Rows::All, new, |(state, rows): &mut (State, Vec<At>), batch| {
        let Some((chosen, numbers)) = state.numbers(batch, plan.query)? else { return Ok(()) };
        let columns = state.columns(&numbers);
        let grouped = state.grouping.group(chosen.len(), &columns);
        let key = |codes: &[u32]| (state.places.list[codes[0] as usize].clone(), state.series.list[codes[1] as usize].clone());
        let asked: Vec<bool> = grouped.groups().map(|codes| of.contains(&key(codes))).collect();
        let own = grouped.of_row.iter().zip(chosen).filter(|(group, _)| asked[**group as usize]);
        rows.extend(own.map(|(_, row)| (batch.number as u32, row)));
        Ok(())
    })?;
    Ok(states.into_iter().flat_map(|(_, rows)| rows).collect())
}
