//! A question over tables → its answer. Statements are read lazily (only the columns a topic needs), folded into facts, filtered,
//! grouped and, row by row, reduced to those that may be added. Every grouping is followed by a sort.

use super::cuts::choose_staffing;
use super::disjoint::{Chosen, choose_progress, is_trial, term_of};
use super::facts::{Fact, fold, unjoined};
use super::figures::cut;
use super::filter::filter_facts;
use super::keys::{is_place, is_time, keys_of, values};
use super::load::*;
use super::order::{is_special, sort_rows};
use super::parts::{date_parts, find_parts};
use super::query::{Key, Measure, Query, Topic, Unit};
use super::summary::*;
use super::words::Names;
use crate::frame::schema::Table;
use crate::frame::{Tables, Told};
use crate::model::tag::*;
use anyhow::Result;
use polars::prelude::{Expr, col, lit};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// Answers a question. Fails when the topic does not have a key of the question, or when the tables cannot be read.
pub fn run(tables: &Tables, query: &Query) -> Result<Summary> {
    check_keys(query)?;
    let mut engine = Engine::load(tables, query)?;
    engine.answer(tables)
}

fn check_keys(query: &Query) -> Result<()> {
    let has = keys_of(query.topic);
    let asked = query.by.iter().chain(query.conditions.iter().map(|c| &c.key));
    match asked.into_iter().find(|k| !has.contains(k)) {
        Some(key) => {
            let has: Vec<_> = has.iter().map(|k| k.word()).collect();
            let (topic, has) = (query.topic.word(), has.join(", "));
            Err(Told::new("error.query.key", [("topic", &topic), ("key", &key.word()), ("has", &has)]).into())
        }
        None => Ok(()),
    }
}

/// The facts of one table.
struct Side {
    table: Table,
    facts: Vec<Fact>,
    /// Parts and their wholes, by position.
    parts: FxHashMap<usize, usize>,
}

/// The facts of a row: positions per side.
type Members = Vec<Vec<usize>>;

struct Engine<'q> {
    query: &'q Query,
    loaded: Loaded,
    sides: Vec<Side>,
    names: Names,
    left: BTreeMap<Reason, Vec<String>>,
    congress_subject: Option<ProgressSubject>,
    congress_term: Option<(i32, i32)>,
    /// The question sets achieved and planned apart itself.
    status_fixed: bool,
}

impl<'q> Engine<'q> {
    fn load(tables: &Tables, query: &'q Query) -> Result<Self> {
        let mut engine = Self {
            query,
            loaded: Loaded::articles(tables)?,
            sides: Vec::new(),
            names: Names::default(),
            left: BTreeMap::new(),
            congress_subject: None,
            congress_term: None,
            status_fixed: query.by.contains(&Key::Status)
                || query.conditions.iter().any(|c| c.key == Key::Status && !c.negated && c.values.len() == 1),
        };
        let sides: &[Table] = match query.topic {
            Topic::Overview => &[Table::Meetings, Table::Staffing, Table::Progress],
            Topic::Meetings => &[Table::Meetings],
            Topic::Staffing => &[Table::Staffing],
            Topic::Progress => &[Table::Progress],
            Topic::Documents => &[Table::Documents],
            Topic::Quantities => &[Table::Quantities],
        };
        for table in sides {
            let statements = engine.loaded.statements(tables, *table, pushed_down(query, *table))?;
            let facts = if query.statements { unjoined(&engine.loaded, statements) } else { fold(&engine.loaded, statements) };
            let (facts, left) = filter_facts(&engine.loaded, query, facts);
            for (reason, fact) in left {
                engine.leave(reason, &fact);
            }
            let mut facts = facts;
            let parts = find_parts(&engine.loaded.texts, &facts);
            date_parts(&mut facts, &parts);
            engine.sides.push(Side { table: *table, parts, facts });
        }
        if query.topic == Topic::Overview {
            engine.one_congress();
        }
        Ok(engine)
    }

    fn leave(&mut self, reason: Reason, fact: &Fact) {
        let ids = fact.members.iter().map(|m| self.loaded.texts.get(m.record).to_string());
        self.left.entry(reason).or_default().extend(ids);
    }

    /// The overview has one column of completion: of one subject (the first that there is of those by which the Party counts)
    /// and of its latest term.
    fn one_congress(&mut self) {
        use ProgressSubject::*;
        let Some(side) = self.sides.iter_mut().find(|s| s.table == Table::Progress) else { return };
        let usable = |f: &Fact| f.progress().is_some_and(|p| p.done.is_some() && p.total.is_some());
        let subject = [GrassrootsPartyOrg, PartyCommittee, PartyCell, AdminUnit, Person, Other]
            .into_iter()
            .find(|s| side.facts.iter().any(|f| usable(f) && f.progress().is_some_and(|p| p.subject == *s)));
        side.facts.retain(|f| f.progress().is_some_and(|p| Some(p.subject) == subject));
        let term = side.facts.iter().filter(|f| usable(f)).filter_map(term_of).max();
        let (facts, earlier): (Vec<Fact>, Vec<Fact>) =
            std::mem::take(&mut side.facts).into_iter().partition(|f| term_of(f) == term);
        // One column cannot say that some of its rows are trial runs only.
        let (trials, facts): (Vec<Fact>, Vec<Fact>) = facts.into_iter().partition(|f| is_trial(&self.loaded, f));
        side.parts = find_parts(&self.loaded.texts, &facts);
        side.facts = facts;
        self.congress_subject = subject;
        self.congress_term = term;
        for fact in &earlier {
            self.leave(Reason::Superseded, fact);
        }
        for fact in &trials {
            self.leave(Reason::Trial, fact);
        }
    }

    fn answer(&mut self, tables: &Tables) -> Result<Summary> {
        let keys = self.keys();
        let measures = self.measures(&keys);
        let mut rows: Vec<(Row, Members)> = Vec::new();
        let mut counted: Vec<FxHashSet<usize>> = vec![FxHashSet::default(); self.sides.len()];
        let mut left: Vec<FxHashMap<usize, Reason>> = vec![FxHashMap::default(); self.sides.len()];
        for (key_values, members) in self.groups(&keys) {
            let (row, chosen) = self.row(key_values, &members, &measures);
            for (side, chosen) in chosen.into_iter().enumerate() {
                counted[side].extend(chosen.counted);
                left[side].extend(chosen.left.into_iter().map(|(reason, at)| (at, reason)));
            }
            if row.facts > 0 || keys.is_empty() {
                rows.push((row, members));
            }
        }
        sort_rows(&mut rows, &keys, self.query, &measures);
        let mut footer = self.footer(&counted, tables.built_in);
        for (side, set) in counted.iter().enumerate() {
            for at in set {
                let losers = &self.sides[side].facts[*at].losers;
                if !losers.is_empty() {
                    let ids = losers.iter().map(|m| self.loaded.texts.get(m.record).to_string());
                    self.left.entry(Reason::Contested).or_default().extend(ids);
                }
            }
        }
        let mut total = self.total(&keys, &rows, &measures);
        if let Some((_, chosen, within)) = &total {
            // What the rows count each for itself but their sum may not is told as well.
            for (side, chosen) in chosen.iter().enumerate() {
                left[side]
                    .extend(chosen.left.iter().filter(|(_, at)| within[side].contains(at)).map(|(reason, at)| (*at, *reason)));
                chosen.left.iter().for_each(|(_, at)| {
                    counted[side].remove(at);
                });
            }
        }
        for side in 0..self.sides.len() {
            let mut list: Vec<_> =
                left[side].iter().filter(|(at, _)| !counted[side].contains(at)).map(|(a, r)| (*a, *r)).collect();
            list.sort_unstable();
            for (at, reason) in list {
                let fact = self.sides[side].facts[at].clone();
                self.leave(reason, &fact);
            }
        }
        footer.left_out = std::mem::take(&mut self.left)
            .into_iter()
            .map(|(reason, mut record_ids)| {
                record_ids.sort_unstable();
                record_ids.dedup();
                LeftOut { reason, record_ids }
            })
            .collect();
        if let Some(top) = self.query.top {
            self.fold_rest(&mut rows, top, &measures);
        }
        let mut total = total.take().map(|t| t.0);
        footer.total_of = self.about_total(&keys, &rows, &measures, total.as_mut());
        set_shares(&measures, &mut rows, total.as_mut());
        Ok(Summary { query: self.query.clone(), keys, measures, rows: rows.into_iter().map(|r| r.0).collect(), total, footer })
    }

    /// The keys of the question; for completion also those that would otherwise be mixed in one sum.
    fn keys(&self) -> Vec<Key> {
        let mut keys = self.query.by.clone();
        keys.dedup();
        if self.query.topic == Topic::Progress && !keys.is_empty() {
            for key in [Key::Activity, Key::Subject, Key::Term] {
                let facts = self.sides.iter().flat_map(|s| &s.facts);
                let distinct: FxHashSet<_> = facts.flat_map(|f| values(&self.loaded, f, key, self.query.geo)).collect();
                if distinct.len() > 1 && !keys.contains(&key) {
                    keys.push(key);
                }
            }
        }
        keys
    }

    fn measures(&self, keys: &[Key]) -> Vec<Measure> {
        use Measure::*;
        let fixed =
            |key| keys.contains(&key) || self.query.conditions.iter().any(|c| c.key == key && !c.negated && c.values.len() == 1);
        match self.query.topic {
            Topic::Overview => vec![Meetings, StaffCut, UnitsCut, AdminUnitsCut, Done, Total, Rate],
            Topic::Meetings if fixed(Key::Status) => vec![Meetings, MeetingsOnline, Share],
            Topic::Meetings => vec![Meetings, MeetingsPlanned, MeetingsOnline, Share],
            Topic::Staffing if fixed(Key::Subject) => vec![Cut, CutPercent, Target, TargetPercent, Before, After],
            Topic::Staffing => vec![StaffCut, UnitsCut, PostsCut, AdminUnitsCut],
            Topic::Progress => vec![Done, Total, Rate, StatedPercent],
            Topic::Documents => vec![Documents, Citations, Share],
            Topic::Quantities => vec![Quantities, Share],
        }
    }

    /// Facts by their key values. A fact without a place in the geography is left out where places are asked for.
    fn groups(&mut self, keys: &[Key]) -> Vec<(Vec<KeyValue>, Members)> {
        let mut groups: FxHashMap<Vec<KeyValue>, Members> = FxHashMap::default();
        if keys.is_empty() {
            groups.insert(Vec::new(), vec![Vec::new(); self.sides.len()]);
        }
        let mut not_carried = Vec::new();
        for (side, facts) in self.sides.iter().enumerate() {
            for (at, fact) in facts.facts.iter().enumerate() {
                let mut combined: Vec<Vec<KeyValue>> = vec![Vec::with_capacity(keys.len())];
                for key in keys {
                    let values = values(&self.loaded, fact, *key, self.query.geo);
                    combined = values
                        .iter()
                        .flat_map(|v| {
                            combined.iter().map(|row| {
                                let mut row = row.clone();
                                row.push(v.clone());
                                row
                            })
                        })
                        .collect();
                }
                if combined.is_empty() {
                    not_carried.push(fact.clone());
                }
                for row in combined {
                    groups.entry(row).or_insert_with(|| vec![Vec::new(); self.sides.len()])[side].push(at);
                }
            }
        }
        for fact in not_carried {
            self.leave(Reason::NotCarried, &fact);
        }
        let mut groups: Vec<_> = groups.into_iter().collect();
        groups.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        groups
    }

    /// The row over some facts, with what was counted and left out per side.
    fn row(&mut self, keys: Vec<KeyValue>, members: &Members, measures: &[Measure]) -> (Row, Vec<Chosen>) {
        let mut cells: FxHashMap<Measure, f64> = FxHashMap::default();
        let mut chosen = Vec::with_capacity(members.len());
        for (side, members) in self.sides.iter().zip(members) {
            chosen.push(match side.table {
                Table::Staffing => {
                    let targets = measures.contains(&Measure::Target) || self.query.topic == Topic::Staffing && self.status_fixed;
                    staffing_cells(&self.loaded, side, members, targets, &mut self.names, &mut cells)
                }
                Table::Progress => progress_cells(&self.loaded, side, members, &mut cells),
                _ => {
                    count_cells(side, members, measures, &mut cells);
                    Chosen { counted: members.clone(), left: Vec::new() }
                }
            });
        }
        let mut row = Row {
            keys,
            cells: measures.iter().map(|m| cells.get(m).copied()).collect(),
            facts: 0,
            statements: 0,
            articles: 0,
            fact_ids: Vec::new(),
        };
        let mut articles = FxHashSet::default();
        for (side, chosen) in self.sides.iter().zip(&chosen) {
            for at in &chosen.counted {
                let fact = &side.facts[*at];
                row.facts += 1;
                row.statements += fact.members.len() + fact.losers.len();
                articles.extend(fact.members.iter().chain(&fact.losers).map(|m| m.article));
                row.fact_ids.push(fact.id(&self.loaded.texts));
            }
        }
        row.articles = articles.len();
        row.fact_ids.sort_unstable();
        (row, chosen)
    }

    /// The sum over the rows, where it means something; with what it leaves out, and which facts it is over.
    fn total(
        &mut self,
        keys: &[Key],
        rows: &[(Row, Members)],
        measures: &[Measure],
    ) -> Option<(Row, Vec<Chosen>, Vec<FxHashSet<usize>>)> {
        if keys.is_empty() || rows.len() < 2 {
            return None;
        }
        let mixed = |key| {
            let at = keys.iter().position(|k| *k == key);
            at.is_some_and(|at| rows.iter().map(|r| &r.0.keys[at]).collect::<FxHashSet<_>>().len() > 1)
        };
        let sums = match self.query.topic {
            Topic::Staffing => !mixed(Key::Subject),
            Topic::Progress => {
                ![Key::Activity, Key::Subject, Key::Term].into_iter().any(mixed) && !keys.iter().any(|k| is_time(*k))
            }
            _ => true,
        };
        if !sums {
            return None;
        }
        // The figures of the whole country stand beside those of the provinces and are not added to them. Events add up.
        let adds = |table: Table, row: &Row| match table {
            Table::Staffing | Table::Progress => {
                let ordinary =
                    |r: &Row| !r.keys.iter().zip(keys).any(|(v, k)| is_place(*k) && is_special(v) && *v != KeyValue::Unknown);
                ordinary(row) || !rows.iter().any(|(r, _)| ordinary(r))
            }
            _ => true,
        };
        let within: Vec<FxHashSet<usize>> = (self.sides.iter().enumerate())
            .map(|(n, side)| rows.iter().filter(|(r, _)| adds(side.table, r)).flat_map(|(_, m)| m[n].iter().copied()).collect())
            .collect();
        let members: Members = within
            .iter()
            .map(|set| {
                let mut list: Vec<_> = set.iter().copied().collect();
                list.sort_unstable();
                list
            })
            .collect();
        let (row, chosen) = self.row(Vec::new(), &members, measures);
        Some((row, chosen, within))
    }

    /// What the total adds; figures of periods that are no sum of their rows are taken out of it.
    fn about_total(&self, keys: &[Key], rows: &[(Row, Members)], measures: &[Measure], total: Option<&mut Row>) -> Vec<TotalOf> {
        use Measure::*;
        let mut notes = Vec::new();
        let Some(total) = total else { return notes };
        let figures = |m: &Measure| {
            let counted =
                matches!(m, StaffCut | UnitsCut | PostsCut | AdminUnitsCut | Cut | Target | Before | After | Done | Total);
            counted || matches!(m, CutPercent | TargetPercent | Rate | StatedPercent)
        };
        let columns: Vec<usize> = (0..measures.len()).filter(|at| figures(&measures[*at])).collect();
        let shown = |at: &usize| rows.iter().any(|(r, _)| r.cells[*at].is_some());
        let beside = |r: &Row| r.keys.iter().zip(keys).any(|(v, k)| is_place(*k) && is_special(v) && *v != KeyValue::Unknown);
        let (outside, inside): (Vec<&Row>, Vec<&Row>) = rows.iter().map(|(r, _)| r).partition(|r| beside(r));
        if columns.iter().any(|at| outside.iter().any(|r| r.cells[*at].is_some())) && !inside.is_empty() {
            notes.push(if measures.contains(&Meetings) { TotalOf::PlacesAndMeetings } else { TotalOf::Places });
        }
        if keys.iter().any(|k| is_time(*k)) {
            let added = if inside.is_empty() { &outside } else { &inside };
            let sums = |at: &usize| added.iter().filter_map(|r| r.cells[*at]).sum::<f64>();
            // A share of a sum that is none is none either.
            let broken = |at: &usize| measures[*at].unit() == Unit::Count && total.cells[*at].is_some_and(|t| t != sums(at));
            let any = columns.iter().any(broken);
            let gone: Vec<usize> = columns
                .iter()
                .filter(|at| broken(at) || any && measures[**at].unit() == Unit::Percent)
                .filter(|at| shown(at))
                .copied()
                .collect();
            if !gone.is_empty() {
                notes.push(TotalOf::NoSumOfPeriods);
            }
            gone.into_iter().for_each(|at| total.cells[at] = None);
        }
        notes
    }

    /// Makes one row of the rows after the first `top`; those without an ordinary value stay.
    fn fold_rest(&mut self, rows: &mut Vec<(Row, Members)>, top: usize, measures: &[Measure]) {
        let special = |r: &Row| r.keys.first().is_some_and(is_special);
        let ordinary = rows.iter().filter(|(r, _)| !special(r)).count();
        if ordinary <= top {
            return;
        }
        let mut rest: Vec<FxHashSet<usize>> = vec![FxHashSet::default(); self.sides.len()];
        let mut seen = 0;
        rows.retain(|(row, members)| {
            seen += usize::from(!special(row));
            let stays = special(row) || seen <= top;
            if !stays {
                rest.iter_mut().zip(members).for_each(|(r, m)| r.extend(m));
            }
            stays
        });
        let members: Members = rest
            .into_iter()
            .map(|set| {
                let mut list: Vec<_> = set.into_iter().collect();
                list.sort_unstable();
                list
            })
            .collect();
        let keys = rows.first().map_or(self.query.by.len(), |r| r.0.keys.len());
        let (row, _) = self.row(vec![KeyValue::Rest(ordinary - top); keys.max(1)], &members, measures);
        rows.push((row, members));
    }

    fn footer(&self, counted: &[FxHashSet<usize>], built_in: bool) -> Footer {
        let mut footer = Footer {
            built_in,
            congress_subject: self.congress_subject.map(|s| s.slug().to_string()),
            congress_term: self.congress_term.map(|(from, to)| format!("{from}/{to}")),
            ..Footer::default()
        };
        let mut articles = FxHashSet::default();
        let mut days: Option<(i32, i32)> = None;
        for (side, counted) in self.sides.iter().zip(counted) {
            for at in counted {
                let fact = &side.facts[*at];
                let inferred = |basis| matches!(basis, Basis::FromPublication | Basis::FromContext);
                footer.facts += 1;
                footer.statements += fact.members.len() + fact.losers.len();
                footer.inferred_years += usize::from(fact.says.date.is_some() && inferred(fact.says.year_basis));
                footer.inferred_places += usize::from(inferred(fact.says.place_basis));
                footer.contested += usize::from(fact.contested());
                articles.extend(fact.members.iter().chain(&fact.losers).map(|m| m.article));
                if let Some((first, last)) = fact.says.days {
                    days = Some(days.map_or((first, last), |d| (d.0.min(first), d.1.max(last))));
                }
            }
        }
        let iso = |day: i32| chrono::NaiveDate::from_epoch_days(day).map(|d| d.to_string());
        footer.articles = articles.len();
        footer.first_day = days.and_then(|d| iso(d.0));
        footer.last_day = days.and_then(|d| iso(d.1));
        footer
    }
}

/// What can be left out before joining: conditions on what joined statements have in common.
fn pushed_down(query: &Query, table: Table) -> Option<Expr> {
    if query.topic == Topic::Overview && table == Table::Progress {
        return Some(col("activity").eq(lit(Activity::Congress.slug())));
    }
    let common: &[Key] = match table {
        Table::Staffing => &[Key::Subject, Key::Status],
        Table::Progress => &[Key::Activity],
        Table::Documents => &[Key::Type],
        Table::Quantities => &[Key::Kind],
        Table::Meetings => &[Key::Level],
        Table::Articles => &[],
    };
    let single = query.conditions.iter().filter(|c| !c.negated && c.values.len() == 1 && common.contains(&c.key));
    single.map(|c| col(c.key.word()).eq(lit(c.values[0].clone()))).reduce(|a, b| a.and(b))
}

fn set_shares(measures: &[Measure], rows: &mut [(Row, Members)], total: Option<&mut Row>) {
    let Some(at) = measures.iter().position(|m| *m == Measure::Share) else { return };
    let Some(total) = total else { return };
    let Some(whole) = total.cells[0].filter(|t| *t > 0.0) else { return };
    for (row, _) in rows {
        row.cells[at] = row.cells[0].map(|c| c / whole * 100.0);
    }
    total.cells[at] = Some(100.0);
}

/// Counts of meetings, documents and quantities.
fn count_cells(side: &Side, members: &[usize], measures: &[Measure], cells: &mut FxHashMap<Measure, f64>) {
    let count = |test: &dyn Fn(&Fact) -> bool| members.iter().filter(|at| test(&side.facts[**at])).count() as f64;
    match side.table {
        Table::Meetings => {
            let split = measures.contains(&Measure::MeetingsPlanned) || measures.contains(&Measure::StaffCut);
            let held = |f: &Fact| f.meeting().is_some_and(|m| m.status == MeetingStatus::Held);
            cells.insert(Measure::Meetings, count(&|f| !split || held(f)));
            cells.insert(Measure::MeetingsPlanned, count(&|f| !held(f)));
            cells.insert(
                Measure::MeetingsOnline,
                count(&|f| (!split || held(f)) && f.meeting().is_some_and(|m| m.mode == Mode::Online)),
            );
        }
        Table::Documents => {
            cells.insert(Measure::Documents, members.len() as f64);
            let citations: usize = members.iter().map(|at| side.facts[*at].article_count()).sum();
            cells.insert(Measure::Citations, citations as f64);
        }
        _ => {
            cells.insert(Measure::Quantities, members.len() as f64);
        }
    }
}

fn progress_cells(loaded: &Loaded, side: &Side, members: &[usize], cells: &mut FxHashMap<Measure, f64>) -> Chosen {
    let chosen = choose_progress(loaded, &side.facts, members, &side.parts);
    let says = |at: &usize| side.facts[*at].progress();
    let sum = |value: &dyn Fn(&ProgressSays) -> Option<f64>| -> Option<f64> {
        (!chosen.counted.is_empty()).then(|| chosen.counted.iter().map(|at| says(at).and_then(value)).sum::<Option<f64>>())?
    };
    let (done, total) = (sum(&|p| p.done), sum(&|p| p.total));
    if let Some(done) = done {
        cells.insert(Measure::Done, done);
    }
    if let (Some(done), Some(total)) = (done, total) {
        cells.insert(Measure::Total, total);
        if total > 0.0 {
            cells.insert(Measure::Rate, done / total * 100.0);
        }
    }
    if let [only] = chosen.counted.as_slice()
        && let Some(percent) = says(only).and_then(|p| p.percent)
    {
        cells.insert(Measure::StatedPercent, percent);
    }
    chosen
}

/// Cuts per subject, achieved and target each for itself. Without `targets` these have no column and are left out.
fn staffing_cells(
    loaded: &Loaded,
    side: &Side,
    members: &[usize],
    targets: bool,
    names: &mut Names,
    cells: &mut FxHashMap<Measure, f64>,
) -> Chosen {
    let mut all = Chosen::default();
    let mut subjects = FxHashMap::<(StaffingSubject, StaffingStatus), Vec<usize>>::default();
    for at in members {
        if let Some(s) = side.facts[*at].staffing() {
            if s.status == StaffingStatus::Target && !targets {
                all.left.push((Reason::Target, *at));
                continue;
            }
            subjects.entry((s.subject, s.status)).or_default().push(*at);
        }
    }
    let both = subjects.keys().map(|k| k.1).collect::<FxHashSet<_>>().len() > 1;
    let single = subjects.keys().map(|k| k.0).collect::<FxHashSet<_>>().len() == 1;
    for ((subject, status), members) in subjects {
        let mut chosen = choose_staffing(loaded, &side.facts, &members, &side.parts, names);
        let says = |at: &usize| side.facts[*at].staffing();
        let sum = |value: &dyn Fn(&StaffingSays) -> Option<f64>| -> Option<f64> {
            (!chosen.counted.is_empty()).then(|| chosen.counted.iter().map(|at| says(at).and_then(value)).sum::<Option<f64>>())?
        };
        let (count, before, after) = (sum(&cut), sum(&|s| s.before), sum(&|s| s.after));
        let shares: Vec<usize> = chosen.left.iter().filter(|l| l.0 == Reason::NoBase).map(|l| l.1).collect();
        let stated = match (chosen.counted.as_slice(), shares.as_slice()) {
            ([only], _) => says(only).and_then(|s| s.percent),
            ([], [only]) => {
                // The one share of the row is shown, as it adds nothing to anything.
                let percent = says(only).and_then(|s| s.percent);
                let only = *only;
                chosen.left.retain(|l| l.1 != only);
                chosen.counted.push(only);
                percent
            }
            _ => None,
        };
        let computed = count.zip(before).filter(|(_, b)| *b > 0.0).map(|(c, b)| c / b * 100.0);
        let achieved = status == StaffingStatus::Achieved;
        let by_subject = match subject {
            StaffingSubject::Staff => Measure::StaffCut,
            StaffingSubject::Unit => Measure::UnitsCut,
            StaffingSubject::LeadershipPost => Measure::PostsCut,
            StaffingSubject::AdminUnit => Measure::AdminUnitsCut,
        };
        let mut set = |measure, value: Option<f64>| {
            if let Some(value) = value {
                cells.insert(measure, value);
            }
        };
        // Both in one row would be one column for two things.
        if achieved || !both {
            set(by_subject, count);
        }
        if single {
            set(if achieved { Measure::Cut } else { Measure::Target }, count);
            set(if achieved { Measure::CutPercent } else { Measure::TargetPercent }, computed.or(stated));
            if achieved {
                set(Measure::Before, before);
                set(Measure::After, after);
            }
        }
        all.counted.extend(chosen.counted);
        all.left.extend(chosen.left);
    }
    all.counted.sort_unstable();
    all.left.sort_unstable();
    all
}
