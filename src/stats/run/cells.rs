//! The figures of one row: what its facts say together, after each rule has picked those that may be added.

use super::{Chosen, Engine, Held, Members, Side, shared_articles};
use crate::frame::schema::Table;
use crate::model::tag::*;
use crate::stats::cuts::{choose_staffing, is_measured};
use crate::stats::disjoint::choose_progress;
use crate::stats::facts::Fact;
use crate::stats::figures::cut;
use crate::stats::load::*;
use crate::stats::query::{Measure, Topic};
use crate::stats::summary::{KeyValue, Reason, Row};
use crate::stats::words::Names;
use rustc_hash::{FxHashMap, FxHashSet};

impl Engine<'_> {
    /// The row over some facts, with what was counted and left out per side.
    pub(super) fn row(&mut self, keys: Vec<KeyValue>, members: &Members, measures: &[Measure]) -> (Row, Vec<Chosen>) {
        let mut cells: FxHashMap<Measure, f64> = FxHashMap::default();
        let mut chosen = Vec::with_capacity(members.len());
        for (side, members) in self.sides.iter().zip(members) {
            chosen.push(match side.table {
                Table::Staffing => {
                    let status = self.query.topic == Topic::Staffing && self.status_fixed;
                    let targets = status || self.shows_targets(measures);
                    let of = Statuses { targets, fixed: self.status_fixed };
                    staffing_cells(&self.loaded, side, members, of, &mut self.names, &mut cells)
                }
                Table::Progress => progress_cells(&self.loaded, side, members, &mut cells),
                _ => {
                    count_cells(side, members, measures, &mut cells);
                    Chosen { counted: members.clone(), left: Vec::new() }
                }
            });
        }
        let counted: Vec<&[usize]> = chosen.iter().map(|c| c.counted.as_slice()).collect();
        let mut row = Row { keys, ..self.behind(&counted) };
        for (measure, count) in
            [(Measure::Facts, row.facts), (Measure::Statements, row.statements), (Measure::Articles, row.articles)]
        {
            cells.insert(measure, count as f64);
        }
        row.cells = measures.iter().map(|m| cells.get(m).copied()).collect();
        (row, chosen)
    }

    /// A group as a row that keeps what it holds.
    pub(super) fn group(&mut self, keys: Vec<KeyValue>, members: Members, measures: &[Measure]) -> (Row, Held, Vec<Chosen>) {
        let (row, chosen) = self.row(keys, &members, measures);
        let counted = chosen.iter().map(|c| c.counted.clone()).collect();
        (row, Held { members, counted }, chosen)
    }

    /// A row without figures: what stands behind the facts counted.
    pub(super) fn behind(&self, counted: &[&[usize]]) -> Row {
        let mut row = Row::default();
        let mut articles = FxHashSet::default();
        for (side, counted) in self.sides.iter().zip(counted) {
            row.articles += shared_articles(counted.iter().filter_map(|at| side.lots.get(*at)));
            for at in *counted {
                if let Some(lot) = side.lots.get(*at) {
                    row.facts += lot.facts;
                    row.statements += lot.statements;
                    row.articles += lot.articles_own;
                    continue;
                }
                let fact = &side.facts[*at];
                row.facts += 1;
                row.statements += fact.members.len() + fact.losers.len();
                articles.extend(fact.members.iter().chain(&fact.losers).map(|m| m.article));
                row.fact_ids.push(fact.id(&self.loaded.texts));
            }
        }
        row.articles += articles.len();
        row.fact_ids.sort_unstable();
        row
    }
}

/// Counts of meetings, documents and quantities.
fn count_cells(side: &Side, members: &[usize], measures: &[Measure], cells: &mut FxHashMap<Measure, f64>) {
    let weight = |at: &usize| side.lots.get(*at).map_or(1, |lot| lot.facts);
    let count =
        |test: &dyn Fn(&Fact) -> bool| members.iter().filter(|at| test(&side.facts[**at])).map(weight).sum::<usize>() as f64;
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
            cells.insert(Measure::Documents, count(&|_| true));
            let own = |at: &usize| side.lots.get(*at).map_or_else(|| side.facts[*at].article_count(), |lot| lot.citations);
            let citations: usize = members.iter().map(own).sum();
            cells.insert(Measure::Citations, citations as f64);
        }
        _ => {
            cells.insert(Measure::Quantities, count(&|_| true));
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

/// What becomes of achieved cuts and targets in a row.
#[derive(Clone, Copy)]
struct Statuses {
    /// Targets have a column; without one they are left out.
    targets: bool,
    /// The row is of one of both: the columns of the subjects are of that one.
    fixed: bool,
}

/// Cuts per subject, achieved and target each for itself.
fn staffing_cells(
    loaded: &Loaded,
    side: &Side,
    members: &[usize],
    statuses: Statuses,
    names: &mut Names,
    cells: &mut FxHashMap<Measure, f64>,
) -> Chosen {
    let mut all = Chosen::default();
    let mut subjects = FxHashMap::<(StaffingSubject, StaffingStatus), Vec<usize>>::default();
    for at in members {
        if let Some(s) = side.facts[*at].staffing() {
            if s.status == StaffingStatus::Target && !statuses.targets {
                all.left.push((Reason::Target, *at));
                continue;
            }
            subjects.entry((s.subject, s.status)).or_default().push(*at);
        }
    }
    let both = subjects.keys().map(|k| k.1).collect::<FxHashSet<_>>().len() > 1;
    let single = subjects.keys().map(|k| k.0).collect::<FxHashSet<_>>().len() == 1;
    let mut of: FxHashMap<StaffingStatus, Vec<usize>> = FxHashMap::default();
    let mut subjects: Vec<_> = subjects.into_iter().collect();
    subjects.sort_unstable();
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
        // "Staff cut" is never what is only to be cut, unless the row is about that; the total of rows of both would add two things.
        let of_subject = if both { achieved && !statuses.fixed } else { achieved || statuses.fixed };
        if of_subject {
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
        of.insert(status, chosen.counted.clone());
        all.counted.extend(chosen.counted);
        all.left.extend(chosen.left);
    }
    if let (true, Some(achieved), Some(target)) = (single, of.get(&StaffingStatus::Achieved), of.get(&StaffingStatus::Target))
        && is_measured(loaded, &side.facts, achieved, target, names)
    {
        set_distance(cells);
    }
    all.counted.sort_unstable();
    all.left.sort_unstable();
    all
}

/// How far what was achieved is from its target.
fn set_distance(cells: &mut FxHashMap<Measure, f64>) {
    let both = |a, b| cells.get(&a).copied().zip(cells.get(&b).copied());
    let (counts, percents) = (both(Measure::Cut, Measure::Target), both(Measure::CutPercent, Measure::TargetPercent));
    if let Some((cut, target)) = counts {
        cells.insert(Measure::Distance, cut - target);
        if target > 0.0 {
            cells.insert(Measure::TargetRate, cut / target * 100.0);
        }
    }
    if let Some((cut, target)) = percents {
        cells.insert(Measure::DistancePoints, cut - target);
    }
}
