//! A question over tables → its answer. Statements are read lazily (only the columns a topic needs), folded into facts, filtered,
//! grouped and, row by row, reduced to those that may be added. Every grouping is followed by a sort.
//!
//! `groups` puts facts into rows (`course`: also into the rows of later periods), `cells` makes the figures of a row, `total`
//! sums over rows, `pivot` makes columns of a key, `compare` sets changes, `footer` tells what stands behind it all.

mod cells;
mod compare;
mod course;
mod footer;
mod groups;
mod pivot;
mod total;

use super::disjoint::{Chosen, is_trial, term_of};
use super::facts::{Fact, fold, unjoined};
use super::figures::place_key;
use super::filter::{filter_facts, missing};
use super::keys::{is_time, keys_of, values};
use super::load::*;
use super::measures::*;
use super::order::sort_rows;
use super::parts::{mark_parts, parts_among};
use super::query::{Key, Measure, Query, Sort, Topic};
use super::stored::Made;
use super::summary::*;
use super::words::Names;
use crate::frame::schema::Table;
use crate::frame::{Tables, Told};
use crate::model::tag::*;
use anyhow::Result;
use course::Course;
use footer::Seen;
use polars::prelude::{Expr, col, lit};
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};
use total::{Sum, set_shares};

/// Answers a question. Fails when the topic does not have a key or measure of the question, when what is asked for does not go
/// together, or when the tables cannot be read.
pub fn run(tables: &Tables, query: &Query) -> Result<Summary> {
    check(query)?;
    let mut engine = Engine::load(tables, query)?;
    Ok(engine.answer(tables.built_in))
}

/// Answers a question over facts that lie joined already.
pub fn answer_over(query: &Query, made: Made) -> Summary {
    let (unlisted, counted, missing, filtered) = (made.unlisted, made.counted, made.missing, made.filtered);
    let done;
    let asked = if filtered {
        done = Query { conditions: Vec::new(), since: None, until: None, place: None, ..query.clone() };
        &done
    } else {
        query
    };
    let mut engine = Engine::over(asked, made.loaded, made.facts);
    engine.query = query;
    engine.status_fixed = is_fixed(query, &query.by, Key::Status) || query.pivot == Some(Key::Status);
    for (side, lots) in engine.sides.iter_mut().zip(made.lots) {
        side.lots = lots;
    }
    engine.missing = missing.unwrap_or(engine.missing);
    (engine.unlisted, engine.counted) = (unlisted, counted);
    engine.answer(false)
}

/// Refuses what the topic does not have or what does not go together.
pub fn check(query: &Query) -> Result<(), Told> {
    let topic = query.topic.word();
    let has = keys_of(query.topic);
    let asked = query.by.iter().chain(&query.pivot).chain(query.conditions.iter().map(|c| &c.key));
    if let Some(key) = asked.into_iter().find(|k| !has.contains(k)) {
        let has: Vec<_> = has.iter().map(|k| k.word()).collect();
        return Err(Told::new("error.query.key", [("topic", &topic), ("key", &key.word()), ("has", &has.join(", "))]));
    }
    let has = measures_of(query.topic);
    let sort = if let Sort::Measure(measure) = query.sort { Some(measure) } else { None };
    if let Some(measure) = query.measures.iter().chain(&sort).find(|m| !has.contains(m)) {
        let has: Vec<_> = has.iter().map(|m| m.word()).collect();
        let values: [(_, &dyn std::fmt::Display); 3] =
            [("topic", &topic), ("measure", &measure.word()), ("has", &has.join(", "))];
        return Err(Told::new("error.query.measure", values));
    }
    if let Some(key) = query.pivot.filter(|k| query.by.contains(k)) {
        return Err(Told::new("error.query.pivot", [("key", &key.word())]));
    }
    let times = query.by.iter().chain(&query.pivot).filter(|k| is_time(**k)).count();
    if let Some(compare) = query.compare.filter(|_| times != 1) {
        return Err(Told::new("error.query.compare", [("word", &compare.word())]));
    }
    Ok(())
}

/// The facts of one table.
struct Side {
    table: Table,
    facts: Vec<Fact>,
    /// Parts and their wholes, by position.
    parts: FxHashMap<usize, usize>,
    /// How many alike each fact stands for, where facts were counted as they were read; else empty.
    lots: Vec<Lot>,
    /// How completion runs on over time, where the question has one.
    course: Option<Course>,
}

/// Facts that no key and measure of a question tells apart.
#[derive(Default)]
pub struct Lot {
    pub facts: usize,
    pub statements: usize,
    /// Articles that say them, each fact for itself.
    pub citations: usize,
    /// Articles that say facts of this lot and of no other.
    pub articles_own: usize,
    /// Articles that say facts of several lots: the number of each set of lots that this one is in, and how many articles are in
    /// just these lots.
    pub shared: Vec<(u32, u32)>,
}

/// Articles of these lots that say facts of several lots.
pub fn shared_articles<'l>(lots: impl Iterator<Item = &'l Lot> + Clone) -> usize {
    let sets = || lots.clone().flat_map(|lot| &lot.shared);
    let Some(last) = sets().map(|(set, _)| *set as usize).max() else { return 0 };
    // A row has few of many sets, or most of them.
    let count = sets().count();
    if count < last / 16 {
        let mut own = Vec::with_capacity(count);
        own.extend(sets().copied());
        own.sort_unstable();
        own.dedup();
        return own.iter().map(|(_, articles)| *articles as usize).sum();
    }
    let mut seen = vec![false; last + 1];
    sets().map(|(set, articles)| if std::mem::replace(&mut seen[*set as usize], true) { 0 } else { *articles as usize }).sum()
}

/// The facts of a row: positions per side.
type Members = Vec<Vec<usize>>;

/// What a row holds, and what of it counts.
#[derive(Clone)]
struct Held {
    members: Members,
    counted: Members,
}

type Group = (Row, Held);

/// What is worked out, of which the first `shown` are shown.
struct Measures {
    all: Vec<Measure>,
    shown: usize,
}

struct Engine<'q> {
    query: &'q Query,
    loaded: Loaded,
    sides: Vec<Side>,
    names: Names,
    left: BTreeMap<Reason, Vec<String>>,
    /// Statements that were left out as they were read, which are not listed.
    unlisted: BTreeMap<Reason, usize>,
    /// Lots that no row takes for their place, by side and position.
    lots_left: FxHashSet<(usize, usize)>,
    /// What the footer says of the facts counted, where they were counted as they were read.
    counted: Option<Footer>,
    missing: Vec<Missing>,
    congress_subject: Option<ProgressSubject>,
    congress_term: Option<(i32, i32)>,
    /// The question sets achieved and planned apart itself.
    status_fixed: bool,
}

/// Whether every row of a question has one value of a key.
fn is_fixed(query: &Query, keys: &[Key], key: Key) -> bool {
    keys.contains(&key) || query.conditions.iter().any(|c| c.key == key && !c.negated && c.values.len() == 1)
}

impl<'q> Engine<'q> {
    fn load(tables: &Tables, query: &'q Query) -> Result<Self> {
        let mut loaded = Loaded::articles(tables)?;
        let mut all = Vec::new();
        for table in query.topic.tables() {
            let statements = loaded.statements(tables, *table, pushed_down(query, *table))?;
            let mut facts = if query.statements { unjoined(&loaded, statements) } else { fold(&loaded, statements) };
            mark_parts(&loaded.texts, &mut facts);
            all.push(facts);
        }
        Ok(Self::over(query, loaded, all))
    }

    /// Over facts, a list for each table of the topic.
    fn over(query: &'q Query, loaded: Loaded, all: Vec<Vec<Fact>>) -> Self {
        let mut engine = Self {
            query,
            loaded,
            sides: Vec::new(),
            names: Names::default(),
            left: BTreeMap::new(),
            unlisted: BTreeMap::new(),
            lots_left: FxHashSet::default(),
            counted: None,
            missing: Vec::new(),
            congress_subject: None,
            congress_term: None,
            status_fixed: is_fixed(query, &query.by, Key::Status) || query.pivot == Some(Key::Status),
        };
        engine.missing = missing(&engine.loaded, query, &all);
        let has_time = query.by.iter().chain(&query.pivot).any(|k| is_time(*k));
        for (table, facts) in query.topic.tables().iter().zip(all) {
            let (mut facts, left) = filter_facts(&engine.loaded, query, facts, has_time && *table == Table::Progress);
            for (reason, fact) in left {
                engine.leave(reason, &fact);
            }
            if has_time && *table == Table::Progress {
                facts = engine.without_trials_before_full(facts);
            }
            let parts = parts_among(&facts);
            engine.sides.push(Side { table: *table, parts, facts, lots: Vec::new(), course: None });
        }
        if query.topic == Topic::Overview {
            engine.one_congress();
        }
        let since = query.since.map(|d| d.to_epoch_days());
        for side in engine.sides.iter_mut().filter(|s| s.table == Table::Progress) {
            side.course = Course::new(query.by.iter().chain(&query.pivot).copied(), since, &side.facts);
        }
        engine
    }

    fn leave(&mut self, reason: Reason, fact: &Fact) {
        let ids = fact.members.iter().map(|m| self.loaded.texts.get(m.record).to_string());
        self.left.entry(reason).or_default().extend(ids);
    }

    /// A course over time does not go from trial runs to all: they are left out of a series that has a full count at any time.
    fn without_trials_before_full(&mut self, facts: Vec<Fact>) -> Vec<Fact> {
        let series = |f: &Fact| f.progress().map(|p| (p.activity, p.subject, term_of(f)));
        let full: FxHashSet<_> = facts.iter().filter(|f| !is_trial(&self.loaded, f)).map(series).collect();
        let (trials, facts): (Vec<Fact>, Vec<Fact>) =
            facts.into_iter().partition(|f| is_trial(&self.loaded, f) && full.contains(&series(f)));
        for fact in &trials {
            self.leave(Reason::Trial, fact);
        }
        facts
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
        side.parts = parts_among(&facts);
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

    fn answer(&mut self, built_in: bool) -> Summary {
        let keys = self.keys();
        let pivot = self.query.pivot;
        let all: Vec<Key> = keys.iter().copied().chain(pivot).collect();
        let measures = self.measures(&all);
        let mut seen = Seen::new(self.sides.len());
        let mut rows = self.rows(&all, &measures, &mut seen);
        let mut footer = self.footer(&seen, built_in);
        let has_course = self.sides.iter().any(|s| s.course.is_some());
        footer.carried = has_course.then(|| rows.iter().map(|r| r.0.carried).sum());
        footer.no_distance = without_distance(&measures, rows.iter().map(|r| &r.0));
        if let Some(compare) = self.query.compare {
            let mut all_rows: Vec<&mut Row> = rows.iter_mut().map(|r| &mut r.0).collect();
            footer.compared = Some(compare::set_changes(&mut all_rows, &all, &measures.all, compare));
        }
        let (mut rows, mut total, mut pivot): (Vec<Row>, Option<Row>, Option<Pivot>) = match pivot {
            Some(_) => {
                let pivoted = self.pivot(&keys, &all, &rows, &measures, &mut seen);
                footer.total_of = pivoted.notes;
                (pivoted.rows, pivoted.total, Some(pivoted.pivot))
            }
            None => {
                sort_rows(&mut rows, &all, self.query, &measures.all);
                let total = self.total(&all, &rows, &measures, &mut seen, &mut footer);
                if let Some(top) = self.query.top {
                    self.fold_rest(&mut rows, top, &measures.all);
                }
                (rows.into_iter().map(|r| r.0).collect(), total, None)
            }
        };
        footer.left_out = self.left_out(&seen);
        footer.share_of = match &mut pivot {
            Some(pivot) => set_shares(&all, &measures.all, pivot.cells.iter_mut().flatten().flatten(), total.as_mut()),
            None => set_shares(&all, &measures.all, rows.iter_mut(), total.as_mut()),
        };
        let mut summary = Summary { query: self.query.clone(), keys, measures: measures.all, rows, total, pivot, footer };
        show_only(&mut summary, measures.shown);
        summary
    }

    /// The rows that count anything.
    fn rows(&mut self, keys: &[Key], measures: &Measures, seen: &mut Seen) -> Vec<Group> {
        let mut rows = Vec::new();
        for (key_values, members) in self.groups(keys) {
            let (mut row, held, chosen) = self.group(key_values, members, &measures.all);
            row.carried = self.carried(keys, &row, &held);
            row.extent = self.extent(&held);
            seen.add(chosen);
            if row.facts > 0 || keys.is_empty() {
                rows.push((row, held));
            }
        }
        rows
    }

    /// How many facts of a row are of an earlier period than it.
    fn carried(&self, keys: &[Key], row: &Row, held: &Held) -> usize {
        let of_side = |(side, counted): (&Side, &Vec<usize>)| {
            let Some(course) = &side.course else { return 0 };
            let at = keys.iter().position(|k| *k == course.finest());
            let Some(KeyValue::Slug(slug)) = at.map(|at| &row.keys[at]) else { return 0 };
            counted.iter().filter(|at| course.is_carried(&side.facts[**at], slug)).count()
        };
        self.sides.iter().zip(&held.counted).map(of_side).sum()
    }

    /// One number for the places whose figures a row counts.
    fn extent(&self, held: &Held) -> u64 {
        if !matches!(self.query.topic, Topic::Staffing | Topic::Progress) {
            return 0;
        }
        let facts = self.sides.iter().zip(&held.counted).flat_map(|(s, counted)| counted.iter().map(|at| &s.facts[*at]));
        let places: BTreeSet<_> = facts.map(|f| place_key(&f.says.place)).collect();
        let mut hasher = FxHasher::default();
        places.hash(&mut hasher);
        hasher.finish()
    }

    /// The sum over the rows, with what it adds told in the footer.
    fn total(&mut self, keys: &[Key], rows: &[Group], measures: &Measures, seen: &mut Seen, footer: &mut Footer) -> Option<Row> {
        let rows: Vec<&Group> = rows.iter().collect();
        let mut sum = if rows.len() < 2 { None } else { self.sum(keys, &rows, &measures.all) }?;
        seen.add_sum(&sum);
        footer.total_of = self.about_sum(keys, &rows, &measures.all, &mut sum.row);
        Some(sum.row)
    }

    /// The keys of the rows: those of the question, and those that would otherwise be mixed in one sum.
    fn keys(&self) -> Vec<Key> {
        let mut keys = self.query.by.clone();
        keys.dedup();
        if keys.is_empty() && self.query.pivot.is_none() {
            return keys;
        }
        let apart: &[Key] = match self.query.topic {
            Topic::Progress => &[Key::Activity, Key::Subject, Key::Term],
            Topic::Staffing if self.asked().iter().copied().any(needs_subject) => &[Key::Subject],
            _ => &[],
        };
        for key in apart {
            let facts = self.sides.iter().flat_map(|s| &s.facts);
            let distinct: FxHashSet<_> = facts.flat_map(|f| values(&self.loaded, f, *key, self.query.geo)).collect();
            if distinct.len() > 1 && !keys.contains(key) && self.query.pivot != Some(*key) {
                keys.push(*key);
            }
        }
        keys
    }

    /// The measures that the question names, in the order in which they are shown; the one it sorts by is last.
    fn asked(&self) -> Vec<Measure> {
        let mut asked = self.query.measures.clone();
        if asked.is_empty() && self.query.pivot.is_some() {
            asked.push(main_measure(self.query.topic));
        }
        if let Sort::Measure(measure) = self.query.sort {
            asked.push(measure);
        }
        asked
    }

    /// Whether a column of the table, or the one it is sorted by, is of targets.
    fn shows_targets(&self, measures: &[Measure]) -> bool {
        use Measure::{Distance, DistancePoints, Target, TargetPercent, TargetRate};
        if self.query.measures.is_empty() && self.query.pivot.is_none() {
            return measures.contains(&Target);
        }
        self.asked().iter().any(|m| matches!(m, Target | TargetPercent | Distance | DistancePoints | TargetRate))
    }

    fn measures(&self, keys: &[Key]) -> Measures {
        let fixed = |key| is_fixed(self.query, keys, key);
        let one_subject = fixed(Key::Subject) || self.asked().iter().copied().any(needs_subject);
        let usual = measures_shown(self.query.topic, one_subject, fixed(Key::Status));
        let sort = usize::from(matches!(self.query.sort, Sort::Measure(_)));
        let asked = self.asked();
        let named = &asked[..asked.len() - sort];
        let mut all: Vec<Measure> = Vec::new();
        let mut take = |list: &[Measure]| {
            for measure in list {
                if !all.contains(measure) {
                    all.push(*measure);
                }
            }
            all.len()
        };
        let shown = take(if named.is_empty() { usual } else { named });
        take(usual);
        take(&asked);
        Measures { all, shown }
    }
}

/// Rows with an achieved figure and a target, but no distance between them, where that is shown.
fn without_distance<'r>(measures: &Measures, rows: impl Iterator<Item = &'r Row>) -> usize {
    use Measure::*;
    let shown = measures.all[..measures.shown].iter().any(|m| matches!(m, Distance | DistancePoints | TargetRate));
    let has = |row: &Row, measure| measures.all.iter().position(|m| *m == measure).is_some_and(|at| row.cells[at].is_some());
    let apart = |row: &Row, a, b, distance| has(row, a) && has(row, b) && !has(row, distance);
    let is_apart = |row: &&Row| apart(row, Cut, Target, Distance) || apart(row, CutPercent, TargetPercent, DistancePoints);
    if shown { rows.filter(is_apart).count() } else { 0 }
}

/// Takes the measures away that were only worked out on the way.
fn show_only(summary: &mut Summary, shown: usize) {
    summary.measures.truncate(shown);
    let pivot = summary.pivot.iter_mut();
    let more = pivot.flat_map(|p| p.cells.iter_mut().flatten().flatten().chain(&mut p.column_totals));
    for row in summary.rows.iter_mut().chain(&mut summary.total).chain(more) {
        row.cells.truncate(shown);
        row.changes.truncate(shown);
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
