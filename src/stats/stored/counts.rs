//! Meetings, documents and quantities of a file, counted as they are read: facts that no key, condition and measure of the question
//! tells apart are one lot, and the lots are answered over as facts are. Each fact of these topics counts for itself, so that
//! nothing but its own row decides where it counts.
//!
//! The columns of a key (five make a place) are grouped into their distinct combinations first; each combination becomes a fact
//! with these columns alone, and is put under the key by the same code as any fact.

use super::Notes;
use super::aspects::{Aspect, aspects};
use super::groups::{ByGroup, Column, Grouping, TABLE};
use super::row::{Cell, Named, bytes_of, statement, time_column};
use super::shared::Shared;
use crate::frame::scan::{Batch, Coded, Codes, RowFile, Rows, Strings, Values, Want};
use crate::frame::schema::Table;
use crate::model::tag::Scope;
use crate::stats::facts::{Fact, is_central};
use crate::stats::filter::{Judged, judge, missing_among};
use crate::stats::keys::values;
use crate::stats::load::{Loaded, Texts};
use crate::stats::query::{Key, Query};
use crate::stats::run::{Lot, shared_articles};
use crate::stats::summary::{Footer, KeyValue, Missing, Reason};
use anyhow::Result;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};

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

/// What a combination of an aspect's columns comes to.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Verdict {
    judged: Judged,
    /// For each key of the aspect.
    values: Vec<Vec<KeyValue>>,
}

/// What a thread knows of an aspect.
#[derive(Default)]
struct Learnt {
    /// By the bytes of the cells.
    of_cells: FxHashMap<Box<[u8]>, u32>,
    numbers: FxHashMap<Verdict, u32>,
    /// Each verdict with the first cells that came to it.
    verdicts: Vec<(Verdict, Vec<Cell>)>,
    /// All cells met, where a condition may have to say what there is.
    met: Vec<Vec<Cell>>,
    bytes: Vec<u8>,
    /// By the codes of the cells in the batch at hand, side by side.
    of_codes: FxHashMap<u32, u32>,
    /// What each verdict alone makes of a fact.
    fates: Vec<Fate>,
}

#[derive(Default)]
struct State {
    loaded: Loaded,
    learnt: Vec<Learnt>,
    grouping: Grouping,
    /// The lots by the numbers of the verdicts on each aspect.
    numbers: FxHashMap<Vec<u32>, u32>,
    lots: Vec<Lot>,
    shared: Shared,
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

/// Columns of what stands behind the rows, after those of the aspects.
const BEHIND: [Want; 3] = [Want::Count("statements"), Want::Count("articles_own"), Want::Raw("articles_shared")];
/// Columns that only the footer needs, where the notes of the file do not tell it.
const FOOTER: [Want; 4] = [Want::Text("place_basis"), Want::Text("year_basis"), Want::Day("date_from"), Want::Day("date_to")];

/// What is read of a file for a question.
struct Plan<'q> {
    query: &'q Query,
    table: Table,
    aspects: Vec<Aspect>,
    wanted: Vec<Want>,
    footer: bool,
}

impl Plan<'_> {
    fn at(&self, column: &str) -> Option<usize> {
        self.wanted.iter().position(|want| want.name() == column)
    }
}

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
    let aspects = aspects(query, table, file.has("year"));
    let mut wanted: Vec<Want> = Vec::new();
    for want in aspects.iter().flat_map(|a| &a.wanted) {
        if !wanted.contains(want) {
            wanted.push(*want);
        }
    }
    wanted.extend(BEHIND);
    wanted.extend((table == Table::Documents).then_some(Want::Count("articles")));
    if footer {
        wanted.extend(&FOOTER[..if time_column(table).is_some() { 4 } else { 1 }]);
    }
    super::require(file, &wanted)?;
    let plan = Plan { query, table, aspects, wanted, footer };
    let new = || State { learnt: plan.aspects.iter().map(|_| Learnt::default()).collect(), ..State::default() };
    let states = file.scan(&plan.wanted, Rows::All, new, |state, batch| state.take(batch, &plan))?;
    merge(states, &plan)
}

/// The rows of a batch under one aspect: by the cells of its columns, or by the numbers of their verdicts.
enum Under<'b> {
    Cells(Vec<&'b Values>),
    Verdicts(Codes, usize),
}

impl Under<'_> {
    fn columns(&self) -> impl Iterator<Item = Column<'_>> {
        let (cells, verdicts) = match self {
            Under::Cells(columns) => (columns.as_slice(), None),
            Under::Verdicts(codes, values) => (&[][..], Some(Column { codes, values: *values })),
        };
        cells.iter().filter_map(|values| values.codes()).map(Column::new).chain(verdicts)
    }

    fn bits(&self) -> u32 {
        self.columns().map(|column| column.bits()).sum()
    }

    /// Its cells take more room than what they come to may.
    fn can_shrink(&self) -> bool {
        matches!(self, Under::Cells(_)) && self.bits() > 1
    }
}

/// A cell by its code; numbers are years.
fn cell(values: &Values, code: u32) -> Option<Box<str>> {
    match values {
        Values::Text(coded) => coded.values.get(code as usize).map(Into::into),
        Values::Few(few) => few.values.get(code as usize).filter(|year| !year.is_nan()).map(|year| format!("{year:04}").into()),
        Values::Absent | Values::Numbers(_) => None,
    }
}

impl State {
    fn take(&mut self, batch: &Batch, plan: &Plan) -> Result<()> {
        let centrals = centrals(batch, plan)?;
        let unread = Values::Text(Coded { codes: Codes::One(0, batch.rows), gaps: true, ..Coded::default() });
        let mut under: Vec<Under> = Vec::with_capacity(plan.aspects.len());
        for (aspect, central) in plan.aspects.iter().zip(&centrals) {
            let columns = aspect.wanted.iter().map(|want| match central {
                Some(central) if want.name() == "symbol" => Ok(central),
                _ if tells_nothing(want, aspect, batch, plan) => Ok(&unread),
                _ => batch.column(plan.at(want.name()).unwrap_or_default()),
            });
            let columns = columns.collect::<Result<Vec<_>>>()?;
            if columns.iter().any(|values| values.codes().is_none()) {
                anyhow::bail!("column {} holds no text", aspect.columns.join(", "));
            }
            under.push(Under::Cells(columns));
        }
        let behind = Behind::read(batch, plan)?;
        let counted = behind.columns();
        let counted_bits: u32 = counted.iter().map(Column::bits).sum();
        // What does not fit into one number together is first replaced by what it comes to, the widest first.
        while under.iter().map(Under::bits).sum::<u32>() + counted_bits > TABLE {
            let widest = (0..under.len()).filter(|at| under[*at].can_shrink()).max_by_key(|at| under[*at].bits());
            let Some(at) = widest else { break };
            under[at] = self.verdicts_of_rows(batch.rows, at, &under[at], plan)?;
        }
        let columns: Vec<Column> = under.iter().flat_map(Under::columns).collect();
        let rows = self.grouping.by(batch.rows, &columns, &counted);
        self.learnt.iter_mut().for_each(|learnt| learnt.of_codes.clear());
        let (mut fates, mut lots) = (Vec::new(), Vec::new());
        let mut numbers: Vec<u32> = Vec::new();
        let groups = rows.groups();
        for (codes, rows) in groups.groups().zip(&groups.rows) {
            numbers.clear();
            let mut rest = codes;
            for (at, under) in under.iter().enumerate() {
                let (own, later) = rest.split_at(if let Under::Cells(columns) = under { columns.len() } else { 1 });
                rest = later;
                numbers.push(match under {
                    Under::Verdicts(..) => own[0],
                    Under::Cells(columns) => self.learnt[at].known_or(own, columns, |learnt, cells| {
                        learnt.verdict(&plan.aspects[at], cells, &mut self.loaded, plan)
                    })?,
                });
            }
            let fate = self.fate(&numbers);
            let lot = fate.goes_on().then(|| self.lot(&numbers));
            if let Some(lot) = lot {
                self.lots[lot].facts += rows;
            }
            lots.push(lot);
            fates.push(fate);
        }
        Seen { batch, plan, rows, lots: &lots, fates: &fates }.count(self, &behind)?;
        for under in under {
            if let Under::Verdicts(Codes::Wide(rows), _) = under {
                self.grouping.take_back(rows);
            }
        }
        Ok(())
    }

    /// The rows by the numbers of their verdicts under an aspect.
    fn verdicts_of_rows<'b>(&mut self, rows: usize, at: usize, under: &Under, plan: &Plan) -> Result<Under<'b>> {
        let columns: Vec<Column> = under.columns().collect();
        let mut grouped = self.grouping.group(rows, &columns);
        let learnt = &mut self.learnt[at];
        let mut verdicts = Vec::with_capacity(grouped.rows.len());
        if let Under::Cells(columns) = under {
            for codes in grouped.groups() {
                let cells = columns.iter().zip(codes).map(|(values, code)| cell(values, *code)).collect();
                verdicts.push(learnt.verdict(&plan.aspects[at], cells, &mut self.loaded, plan)?);
            }
        }
        grouped.of_row.iter_mut().for_each(|group| *group = verdicts[*group as usize]);
        Ok(Under::Verdicts(Codes::Wide(grouped.of_row), learnt.verdicts.len()))
    }

    /// The position of the lot with these verdicts.
    fn lot(&mut self, numbers: &[u32]) -> usize {
        if let Some(at) = self.numbers.get(numbers) {
            return *at as usize;
        }
        let next = self.lots.len();
        self.numbers.insert(numbers.to_vec(), next as u32);
        self.lots.push(Lot::default());
        next
    }

    fn fate(&self, numbers: &[u32]) -> Fate {
        numbers.iter().zip(&self.learnt).map(|(n, learnt)| learnt.fates[*n as usize]).max().unwrap_or(Fate::Counts)
    }
}

/// Whether a column need not be read for a batch: the region of a row matters only where the row is of a region.
fn tells_nothing(want: &Want, aspect: &Aspect, batch: &Batch, plan: &Plan) -> bool {
    let of_scope = want.name() == "macro_region" && aspect.columns.contains(&"scope");
    let scope = plan.at("scope").filter(|_| of_scope).and_then(|at| batch.column(at).ok());
    scope.is_some_and(|scope| !scope.lists(Scope::Region.slug()))
}

/// For each aspect its column of symbols, where these are told apart only by whether they are of the Centre.
fn centrals(batch: &Batch, plan: &Plan) -> Result<Vec<Option<Values>>> {
    let of = |aspect: &Aspect| {
        let only_central = aspect.columns.last() == Some(&"symbol") && !aspect.columns.contains(&"type");
        let at = plan.at("symbol").filter(|_| only_central);
        at.map(|at| batch.column(at).map(central_or_not)).transpose()
    };
    plan.aspects.iter().map(of).collect()
}

/// Symbols as two values, one of the Centre and one that is not.
fn central_or_not(symbols: &Values) -> Values {
    let Values::Text(symbols) = symbols else { return Values::Absent };
    let mut values = Strings::default();
    values.push("1-NQ/TW");
    values.push("1");
    let code = |at: usize| match symbols.values.get(at) {
        Some(symbol) if is_central(symbol) => 0,
        Some(_) => 1,
        None => 2,
    };
    let known: Vec<u8> = (0..=symbols.values.len()).map(code).collect();
    let mut codes = Vec::with_capacity(symbols.codes.rows());
    symbols.codes.for_each(|_, code| codes.push(known[code as usize]));
    Values::Text(Coded { codes: Codes::Bytes(codes), values, gaps: symbols.gaps })
}

/// What becomes of a lot: of what its verdicts say, the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    Counts,
    /// Its place is not one of the geography, which only a row by place minds.
    NotCarried,
    Undated,
    Beside,
}

impl Fate {
    fn of(verdict: &Verdict) -> Self {
        match verdict.judged {
            Judged::Beside => Fate::Beside,
            Judged::Undated => Fate::Undated,
            Judged::About if verdict.values.iter().any(Vec::is_empty) => Fate::NotCarried,
            Judged::About => Fate::Counts,
        }
    }

    /// Whether the engine is to see it.
    const fn goes_on(self) -> bool {
        matches!(self, Fate::Counts | Fate::NotCarried)
    }
}

impl Learnt {
    /// The verdict on cells by their codes in the batch at hand; what is not known yet `learn` tells by the cells.
    fn known_or(
        &mut self,
        codes: &[u32],
        columns: &[&Values],
        learn: impl FnOnce(&mut Self, Vec<Cell>) -> Result<u32>,
    ) -> Result<u32> {
        let bits = |values: &Values| values.codes().map_or(0, |column| Column::new(column).bits());
        let number = columns.iter().zip(codes).fold(0, |number, (values, code)| number << bits(values) | code);
        if let Some(verdict) = self.of_codes.get(&number) {
            return Ok(*verdict);
        }
        let verdict = learn(self, columns.iter().zip(codes).map(|(values, code)| cell(values, *code)).collect())?;
        self.of_codes.insert(number, verdict);
        Ok(verdict)
    }

    fn verdict(&mut self, aspect: &Aspect, cells: Vec<Cell>, loaded: &mut Loaded, plan: &Plan) -> Result<u32> {
        bytes_of(cells.iter().map(|cell| cell.as_deref()), &mut self.bytes);
        if let Some(number) = self.of_cells.get(self.bytes.as_slice()) {
            return Ok(*number);
        }
        let fact = Fact::new(statement(plan.table, &Named(&aspect.columns, &cells), &mut loaded.texts)?);
        let judged = judge(loaded, &aspect.query, &fact, false);
        let under = |key: &Key| {
            let mut values = values(loaded, &fact, *key, plan.query.geo);
            values.sort_unstable();
            values
        };
        let verdict = Verdict { judged, values: aspect.keys.iter().map(under).collect() };
        let next = self.verdicts.len() as u32;
        let number = *self.numbers.entry(verdict.clone()).or_insert(next);
        if number == next {
            self.fates.push(Fate::of(&verdict));
            self.verdicts.push((verdict, cells.clone()));
        }
        if !aspect.query.conditions.is_empty() {
            self.met.push(cells);
        }
        self.of_cells.insert(self.bytes.as_slice().into(), number);
        Ok(number)
    }
}

/// Columns of what stands behind the facts.
struct Behind<'b>(Vec<(&'static str, &'b Coded<Vec<f64>>)>);

impl<'b> Behind<'b> {
    fn read(batch: &'b Batch, plan: &Plan) -> Result<Self> {
        let mut columns = Vec::new();
        for name in ["statements", "articles_own", "articles"] {
            let at = plan.at(name);
            if let Some(Values::Few(few)) = at.map(|at| batch.column(at)).transpose()? {
                columns.push((name, few));
            }
        }
        Ok(Self(columns))
    }

    fn columns(&self) -> Vec<Column<'b>> {
        self.0.iter().map(|(_, few)| Column::new(few.column())).collect()
    }
}

/// The rows of a batch by group, what becomes of each group, and the lot that it belongs to.
struct Seen<'b> {
    batch: &'b Batch<'b>,
    plan: &'b Plan<'b>,
    rows: ByGroup,
    lots: &'b [Option<usize>],
    fates: &'b [Fate],
}

impl Seen<'_> {
    fn column(&self, name: &str) -> Result<Option<&Values>> {
        self.plan.at(name).map(|at| self.batch.column(at)).transpose()
    }

    fn all_count(&self) -> bool {
        self.fates.iter().all(|fate| *fate == Fate::Counts)
    }

    /// Counts what stands behind the facts of each lot, and what the footer says.
    fn count(self, state: &mut State, behind: &Behind) -> Result<()> {
        let State { grouping, lots, tally, .. } = state;
        let each = |column: usize, group: usize, code: u32, rows: usize| {
            let (name, few) = &behind.0[column];
            // No count is missing in a row.
            let sum = few.values.get(code as usize).map_or(0, |number| *number as usize * rows);
            match (*name, self.lots[group].map(|lot| &mut lots[lot])) {
                ("statements", Some(lot)) => lot.statements += sum,
                ("statements", None) if self.fates[group] == Fate::Undated => {
                    *tally.left.entry(Reason::Undated).or_default() += sum;
                }
                ("articles_own", Some(lot)) => lot.articles_own += sum,
                ("articles", Some(lot)) => lot.citations += sum,
                _ => {}
            }
        };
        grouping.behind(&self.rows, &behind.columns(), each);
        if let Some(Values::Text(shared)) = self.column("articles_shared")? {
            state.shared.take(shared, |row| self.lots[self.rows.group_of(row)].map(|lot| lot as u32));
        }
        if self.plan.footer {
            self.days(&mut state.tally)?;
            return self.inferred(state);
        }
        state.grouping.take_back(self.rows.into_rows());
        Ok(())
    }

    /// How many of the facts that count have a year or a place that is inferred.
    fn inferred(self, state: &mut State) -> Result<()> {
        let is_inferred = |text: &str| matches!(text, "from_publication" | "from_context");
        let all_count = self.all_count();
        let Seen { batch, plan, rows, fates, .. } = self;
        let mut columns = Vec::with_capacity(2);
        for name in ["place_basis", "year_basis"] {
            if let Some(Values::Text(basis)) = plan.at(name).map(|at| batch.column(at)).transpose()? {
                columns.push((name, basis));
            }
        }
        let State { grouping, tally, .. } = state;
        let mut add = |column: usize, code: u32, rows: usize| {
            let (name, basis) = columns[column];
            if basis.values.get(code as usize).is_some_and(is_inferred) {
                *(if name == "place_basis" { &mut tally.inferred_places } else { &mut tally.inferred_years }) += rows;
            }
        };
        if all_count {
            for (column, (_, basis)) in columns.iter().enumerate() {
                (0..).zip(basis.codes.counts(basis.values.len() + 1)).for_each(|(code, rows)| add(column, code, rows));
            }
            grouping.take_back(rows.into_rows());
            return Ok(());
        }
        let groups = rows.into_groups();
        let codes: Vec<Column> = columns.iter().map(|(_, basis)| Column::new(basis.column())).collect();
        grouping.cross(&groups.of_row, groups.rows.len(), &codes, |column, group, code, rows| {
            if fates[group] == Fate::Counts {
                add(column, code, rows);
            }
        });
        grouping.take_back(groups.of_row);
        Ok(())
    }

    /// The first and the last day of the facts that count.
    fn days(&self, tally: &mut Tally) -> Result<()> {
        let (Some(from), Some(to)) = (self.plan.at("date_from"), self.plan.at("date_to")) else { return Ok(()) };
        let known = if self.all_count() { self.batch.bounds(from).zip(self.batch.bounds(to)) } else { None };
        let (first, last) = match known {
            Some((from, to)) => (from.0, to.1),
            None => {
                // A day that is not known is neither smaller nor larger than any.
                let (mut first, mut last) = (f64::INFINITY, f64::NEG_INFINITY);
                let (from, to) = (self.batch.column(from)?, self.batch.column(to)?);
                for row in (0..self.batch.rows).filter(|row| self.fates[self.rows.group_of(*row)] == Fate::Counts) {
                    first = from.number(row).map_or(first, |day| first.min(day));
                    last = to.number(row).map_or(last, |day| last.max(day));
                }
                (first, last)
            }
        };
        if first <= last {
            let days = (first as i32, last as i32);
            tally.days = Some(tally.days.map_or(days, |d| (d.0.min(days.0), d.1.max(days.1))));
        }
        Ok(())
    }
}

/// What the threads have counted together. Lots come in the order of their values.
fn merge(mut states: Vec<State>, plan: &Plan) -> Result<Counted> {
    let Plan { query, table, aspects, .. } = plan;
    let read: Vec<Shared> = states.iter_mut().map(|state| std::mem::take(&mut state.shared)).collect();
    let mut counted = Counted::default();
    let mut known: BTreeMap<Key, BTreeSet<KeyValue>> = BTreeMap::new();
    // The verdicts of all threads on each aspect, in their order.
    let mut verdicts: Vec<BTreeMap<&Verdict, &Vec<Cell>>> = aspects.iter().map(|_| BTreeMap::new()).collect();
    for state in &states {
        for ((aspect, learnt), verdicts) in aspects.iter().zip(&state.learnt).zip(&mut verdicts) {
            for (verdict, cells) in &learnt.verdicts {
                verdicts.entry(verdict).or_insert(cells);
            }
            for condition in &aspect.query.conditions {
                let known = known.entry(condition.key).or_default();
                for cells in &learnt.met {
                    let says = statement(*table, &Named(&aspect.columns, cells), &mut counted.texts)?;
                    let loaded = Loaded { texts: std::mem::take(&mut counted.texts), ..Loaded::default() };
                    known.extend(values(&loaded, &Fact::new(says), condition.key, query.geo));
                    counted.texts = loaded.texts;
                }
            }
        }
    }
    let verdicts: Vec<Vec<(&Verdict, &Vec<Cell>)>> = verdicts.into_iter().map(|all| all.into_iter().collect()).collect();
    let place = |at: usize, verdict: &Verdict| verdicts[at].partition_point(|(known, _)| *known < verdict) as u32;
    let mut tally = Tally::default();
    let mut numbers: BTreeMap<Vec<u32>, usize> = BTreeMap::new();
    let mut of_state: Vec<Vec<(Vec<u32>, usize)>> = Vec::new();
    for state in &states {
        let places: Vec<Vec<u32>> = (state.learnt.iter().enumerate())
            .map(|(at, learnt)| learnt.verdicts.iter().map(|(verdict, _)| place(at, verdict)).collect())
            .collect();
        let renumbered = |own: &Vec<u32>| own.iter().zip(&places).map(|(n, places)| places[*n as usize]).collect::<Vec<u32>>();
        let own: Vec<_> = state.numbers.iter().map(|(own, at)| (renumbered(own), *at as usize)).collect();
        numbers.extend(own.iter().map(|(lot, _)| (lot.clone(), 0)));
        of_state.push(own);
    }
    numbers.values_mut().enumerate().for_each(|(next, at)| *at = next);
    counted.lots = numbers.iter().map(|_| Lot::default()).collect();
    let mut shared = Vec::with_capacity(read.len());
    for ((state, own), read) in states.iter().zip(&of_state).zip(read) {
        let mut places = vec![0; own.len()];
        for (lot, at) in own {
            let (from, place) = (&state.lots[*at], numbers[lot]);
            let to = &mut counted.lots[place];
            to.facts += from.facts;
            to.statements += from.statements;
            to.citations += from.citations;
            to.articles_own += from.articles_own;
            places[*at] = place as u32;
        }
        shared.push((read, places));
        tally.add(&state.tally);
    }
    Shared::count(&shared, &mut counted.lots);
    drop(shared);
    let names: Vec<&'static str> = aspects.iter().flat_map(|a| a.columns.iter().copied()).collect();
    let mut not_carried: FxHashSet<usize> = FxHashSet::default();
    for lot in numbers.keys() {
        let own = || lot.iter().zip(&verdicts).map(|(place, all)| all[*place as usize]);
        let cells: Vec<Cell> = own().flat_map(|(_, cells)| cells.iter().cloned()).collect();
        if own().any(|(verdict, _)| verdict.values.iter().any(Vec::is_empty)) {
            not_carried.insert(counted.facts.len());
        }
        counted.facts.push(Fact::new(statement(*table, &Named(&names, &cells), &mut counted.texts)?));
    }
    counted.missing = missing_among(query, |key| known.get(&key).cloned().unwrap_or_default());
    counted.left = std::mem::take(&mut tally.left);
    counted.all_carried = not_carried.is_empty();
    let carried = counted.lots.iter().enumerate().filter(|(at, _)| !not_carried.contains(at)).map(|(_, lot)| lot);
    counted.footer = tally.footer(carried);
    Ok(counted)
}

impl Tally {
    fn add(&mut self, other: &Tally) {
        self.inferred_years += other.inferred_years;
        self.inferred_places += other.inferred_places;
        if let Some(days) = other.days {
            self.days = Some(self.days.map_or(days, |d| (d.0.min(days.0), d.1.max(days.1))));
        }
        for (reason, count) in &other.left {
            *self.left.entry(*reason).or_default() += count;
        }
    }

    /// No fact of these topics is contested.
    fn footer<'l>(&self, lots: impl Iterator<Item = &'l Lot> + Clone) -> Footer {
        let iso = |day: i32| chrono::NaiveDate::from_epoch_days(day).map(|d| d.to_string());
        Footer {
            facts: lots.clone().map(|lot| lot.facts).sum(),
            statements: lots.clone().map(|lot| lot.statements).sum(),
            articles: lots.clone().map(|lot| lot.articles_own).sum::<usize>() + shared_articles(lots),
            first_day: self.days.and_then(|d| iso(d.0)),
            last_day: self.days.and_then(|d| iso(d.1)),
            inferred_years: self.inferred_years,
            inferred_places: self.inferred_places,
            ..Footer::default()
        }
    }
}
