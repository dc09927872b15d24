//! Cuts that may be added: within a place and body, periods that do not overlap are added; of periods that do, the larger sum
//! counts. A count "by" a day or month counts from the beginning; a year or an interval is that period. What one article states
//! side by side for one period adds up. The place as a whole comes before its bodies. A wide place and what lies in it are never
//! added, whatever their periods: the larger sum counts. Figures of the whole country that count different things are no series:
//! the largest counts. Of targets the latest plan counts, or the larger where nothing tells which is later.

use super::disjoint::{CENTRE, Chosen, NATION, breadth, last_day, sorted, wider};
use super::facts::Fact;
use super::figures::{PlaceKey, body_key, cut, level_of, spot};
use super::load::*;
use super::parts::without_parts;
use super::summary::Reason;
use super::words::{Names, UnitLevel, ministry_of};
use crate::model::tag::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;

/// A period: first and last day; the first is [`BEGINNING`] for a count up to a day.
type Period = (i32, i32);
const BEGINNING: i32 = i32::MIN;

fn period(fact: &Fact) -> Period {
    let is_target = fact.staffing().is_some_and(|s| s.status == StaffingStatus::Target);
    match (fact.says.date, fact.says.days) {
        (Some(date), Some((first, last))) => {
            let flows = date.to.is_some() || date.from.month.is_none();
            (if flows && !is_target { first } else { BEGINNING }, last)
        }
        _ => (BEGINNING, last_day(fact).unwrap_or(i32::MAX)),
    }
}

fn overlap(a: Period, b: Period) -> bool {
    a.0.max(b.0) <= a.1.min(b.1)
}

/// Figures that count or fall together: those of one article for one period.
struct Bundle {
    period: Period,
    /// Of a target: the day on which it was told.
    told: Option<i32>,
    sum: f64,
    facts: Vec<usize>,
}

/// Cuts of one subject and status in one row. `parts` comes from [`find_parts`].
pub fn choose_staffing(
    loaded: &Loaded,
    facts: &[Fact],
    row: &[usize],
    parts: &FxHashMap<usize, usize>,
    names: &mut Names,
) -> Chosen {
    let mut chosen = Chosen::default();
    let mut groups: FxHashMap<(PlaceKey, Option<UnitLevel>, u64), Vec<usize>> = FxHashMap::default();
    for at in without_parts(row, parts, &mut chosen) {
        let fact = &facts[at];
        let Some(s) = fact.staffing() else { continue };
        match cut(s) {
            Some(count) if count > 0.0 => {
                let body = body_key(&loaded.texts, &fact.says.place, s.body, names);
                groups.entry((spot(&fact.says.place), level_of(&loaded.texts, s), body)).or_default().push(at);
            }
            _ if s.percent.is_some() => chosen.leave(Reason::NoBase, at),
            _ => chosen.leave(Reason::StockOnly, at),
        }
    }
    let mut kept: Vec<Kept> = Vec::new();
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_unstable_by_key(|group| group.0);
    for ((place, level, body), list) in groups {
        let target = list.iter().any(|at| facts[*at].staffing().is_some_and(|s| s.status == StaffingStatus::Target));
        let mut bundles = bundle(loaded, facts, list, &mut chosen);
        if place == NATION {
            bundles.iter_mut().for_each(|b| count_people_once(facts, b, &mut chosen));
        }
        let bundles = without_overlaps(bundles, target, &mut chosen);
        let bundles = if place == NATION { one_definition(loaded, facts, bundles, names, &mut chosen) } else { bundles };
        kept.extend(bundles.into_iter().map(|bundle| Kept { place, level, body, bundle }));
    }
    let kept = without_bodies(facts, kept, &mut chosen);
    for k in without_inner(loaded, facts, kept, names, &mut chosen) {
        chosen.counted.extend(k.bundle.facts);
    }
    sorted(chosen)
}

/// Whether what was achieved can be set against a target: both of the same places, levels of units and bodies, of things that are
/// worded alike, and nothing achieved later than the target looks ahead. What one article says of both is of one time.
pub fn is_measured(loaded: &Loaded, facts: &[Fact], achieved: &[usize], target: &[usize], names: &mut Names) -> bool {
    let mut whose = |counted: &[usize]| -> BTreeSet<(PlaceKey, Option<UnitLevel>, u64)> {
        let of = |at: &usize| {
            let (place, s) = (&facts[*at].says.place, facts[*at].staffing()?);
            Some((spot(place), level_of(&loaded.texts, s), body_key(&loaded.texts, place, s.body, names)))
        };
        counted.iter().filter_map(of).collect()
    };
    if whose(achieved) != whose(target) {
        return false;
    }
    let last = |list: &[usize]| list.iter().filter_map(|at| last_day(&facts[*at])).max();
    let pairs = || achieved.iter().flat_map(|a| target.iter().map(move |b| (*a, *b)));
    let in_time = match (last(achieved), last(target)) {
        (Some(done), Some(due)) => done <= due,
        _ => pairs().all(|(a, b)| share_article(&facts[a], &facts[b])),
    };
    let text = |at: usize| facts[at].staffing().and_then(|s| s.text);
    let mut alike = |(a, b)| text(a) == text(b) || names.compare(&loaded.texts, text(a), text(b)) != Some(false);
    in_time && pairs().all(&mut alike)
}

/// What stands of one place, level of units and body (0 for the place itself) for a period.
struct Kept {
    place: PlaceKey,
    level: Option<UnitLevel>,
    body: u64,
    bundle: Bundle,
}

/// Figures of people of the whole country that an article sets side by side are of different definitions: the largest counts.
fn count_people_once(facts: &[Fact], bundle: &mut Bundle, chosen: &mut Chosen) {
    let staffing = |at: &usize| facts[*at].staffing();
    let count = |at: &usize| staffing(at).and_then(cut).unwrap_or(0.0);
    if !bundle.facts.iter().any(|at| staffing(at).is_some_and(|s| s.subject == StaffingSubject::Staff)) {
        return;
    }
    let Some(most) = bundle.facts.iter().copied().max_by(|a, b| count(a).total_cmp(&count(b)).then(b.cmp(a))) else { return };
    let others = std::mem::replace(&mut bundle.facts, vec![most]);
    others.into_iter().filter(|at| *at != most).for_each(|at| chosen.leave(Reason::NotComparable, at));
    bundle.sum = count(&most);
}

/// Figures of the whole country come from counts of different things (people who left, everybody on the payroll, …). Those
/// that are worded like the largest count with it; the others stand for themselves.
fn one_definition(
    loaded: &Loaded,
    facts: &[Fact],
    mut bundles: Vec<Bundle>,
    names: &mut Names,
    chosen: &mut Chosen,
) -> Vec<Bundle> {
    let staffing = |at: usize| facts[at].staffing();
    bundles.sort_by(|a, b| b.sum.total_cmp(&a.sum).then_with(|| (b.period, &a.facts).cmp(&(a.period, &b.facts))));
    let Some(text) = bundles.first().map(|b| staffing(b.facts[0]).and_then(|s| s.text)) else { return bundles };
    let (alike, unlike): (Vec<Bundle>, Vec<Bundle>) = bundles.into_iter().partition(|b| {
        b.facts.iter().all(|at| names.compare(&loaded.texts, text, staffing(*at).and_then(|s| s.text)) != Some(false))
            || b.facts.iter().any(|at| staffing(*at).and_then(|s| s.text) == text)
    });
    unlike.into_iter().flat_map(|b| b.facts).for_each(|at| chosen.leave(Reason::NotComparable, at));
    alike
}

/// Whether two levels can be of the same units: one that is not told can be any.
fn same_level(a: Option<UnitLevel>, b: Option<UnitLevel>) -> bool {
    a == b || a.is_none() || b.is_none()
}

/// Leaves out bodies whose place has a figure of its own for the time, unless one article sets them side by side.
fn without_bodies(facts: &[Fact], kept: Vec<Kept>, chosen: &mut Chosen) -> Vec<Kept> {
    let mut own: FxHashMap<PlaceKey, Vec<usize>> = FxHashMap::default();
    for (n, k) in kept.iter().enumerate().filter(|(_, k)| k.body == 0) {
        own.entry(k.place).or_default().push(n);
    }
    let together = |a: &Bundle, b: &Bundle| a.facts.iter().any(|x| b.facts.iter().any(|y| share_article(&facts[*x], &facts[*y])));
    let covered = |k: &Kept| {
        let covers = |o: &Kept| {
            same_level(o.level, k.level)
                && overlap(o.bundle.period, k.bundle.period)
                && o.bundle.sum >= k.bundle.sum
                && !together(&o.bundle, &k.bundle)
        };
        k.body != 0 && own.get(&k.place).is_some_and(|list| list.iter().take(super::facts::WINDOW).any(|n| covers(&kept[*n])))
    };
    let gone: Vec<bool> = kept.iter().map(covered).collect();
    let (gone, stays): (Vec<_>, Vec<_>) = kept.into_iter().zip(gone).partition(|(_, gone)| *gone);
    gone.into_iter().flat_map(|(k, _)| k.bundle.facts).for_each(|at| chosen.leave(Reason::PartOfWhole, at));
    stays.into_iter().map(|(k, _)| k).collect()
}

/// A place, or a body of the Centre, that others may lie in.
type Node = (PlaceKey, u64);

/// Of a wide place and what lies in it (the country and its provinces and central bodies, a ministry and its departments, a
/// province and its districts) the one with the larger sum counts, whatever the periods: the two are never added.
fn without_inner(loaded: &Loaded, facts: &[Fact], kept: Vec<Kept>, names: &mut Names, chosen: &mut Chosen) -> Vec<Kept> {
    let mut own: FxHashMap<Node, Vec<usize>> = FxHashMap::default();
    let mut inner: FxHashMap<Node, Vec<usize>> = FxHashMap::default();
    for (n, k) in kept.iter().enumerate() {
        let fact = &facts[k.bundle.facts[0]];
        let central = k.place == CENTRE;
        own.entry((k.place, if central { k.body } else { 0 })).or_default().push(n);
        if let (true, Some(body)) = (central, fact.staffing().and_then(|s| loaded.texts.opt(s.body)))
            && let Some(above) = ministry_of(body)
        {
            inner.entry((CENTRE, names.hash(above))).or_default().push(n);
        }
        for wide in wider(&loaded.texts, &fact.says.place) {
            inner.entry((wide, 0)).or_default().push(n);
        }
    }
    let mut gone: Vec<Option<Reason>> = vec![None; kept.len()];
    let mut nodes: Vec<Node> = inner.keys().filter(|node| own.contains_key(node)).copied().collect();
    nodes.sort_unstable_by_key(|node| (std::cmp::Reverse(breadth(&node.0)), *node));
    for node in nodes {
        let mut levels: Vec<Option<UnitLevel>> = own[&node].iter().map(|n| kept[*n].level).collect();
        levels.sort_unstable();
        levels.dedup();
        for level in levels {
            let stands = |list: &[usize], same: &dyn Fn(Option<UnitLevel>) -> bool| -> Vec<usize> {
                list.iter().copied().filter(|n| gone[*n].is_none() && same(kept[*n].level)).collect()
            };
            let whole = stands(&own[&node], &|l| l == level);
            let within = stands(&inner[&node], &|l| same_level(l, level));
            let sum = |list: &[usize]| list.iter().map(|n| kept[*n].bundle.sum).sum::<f64>();
            if whole.is_empty() || within.is_empty() {
                continue;
            }
            if sum(&whole) >= sum(&within) {
                let body = node.1 != 0;
                let reason = if body { Reason::PartOfWhole } else { Reason::InsideWiderPlace };
                within.into_iter().for_each(|n| gone[n] = Some(reason));
            } else {
                whole.into_iter().for_each(|n| gone[n] = Some(Reason::Superseded));
            }
        }
    }
    let mut stays = Vec::new();
    for (k, gone) in kept.into_iter().zip(gone) {
        match gone {
            Some(reason) => k.bundle.facts.into_iter().for_each(|at| chosen.leave(reason, at)),
            None => stays.push(k),
        }
    }
    stays
}

pub fn share_article(a: &Fact, b: &Fact) -> bool {
    a.articles().any(|x| b.articles().any(|y| x == y))
}

/// The figures of each period: those of the article that states the largest sum.
fn bundle(loaded: &Loaded, all: &[Fact], list: Vec<usize>, chosen: &mut Chosen) -> Vec<Bundle> {
    let mut periods: FxHashMap<Period, Vec<usize>> = FxHashMap::default();
    for at in list {
        periods.entry(period(&all[at])).or_default().push(at);
    }
    let mut bundles = Vec::new();
    for (period, list) in periods {
        let mut articles: FxHashMap<Sym, (f64, usize)> = FxHashMap::default();
        for at in &list {
            let count = all[*at].staffing().and_then(cut).unwrap_or(0.0);
            for article in all[*at].articles().collect::<FxHashSet<_>>() {
                let sum = articles.entry(article).or_default();
                *sum = (sum.0 + count, sum.1 + 1);
            }
        }
        let name = |a: &Sym| loaded.texts.get(*a);
        let widest =
            articles.iter().max_by(|(a, x), (b, y)| x.0.total_cmp(&y.0).then(y.1.cmp(&x.1)).then_with(|| name(b).cmp(name(a))));
        let Some((article, (sum, _))) = widest else { continue };
        let (told_by, others): (Vec<usize>, Vec<usize>) =
            list.into_iter().partition(|at| all[*at].articles().any(|a| a == *article));
        others.into_iter().for_each(|at| chosen.leave(Reason::PartOfWhole, at));
        let told = told_by.iter().filter_map(|at| told(&all[*at])).max();
        bundles.push(Bundle { period, told, sum: *sum, facts: told_by });
    }
    bundles
}

/// Bundles whose periods do not overlap. Of targets the latest plan counts, of what was done the larger sum.
fn without_overlaps(mut bundles: Vec<Bundle>, target: bool, chosen: &mut Chosen) -> Vec<Bundle> {
    bundles.sort_unstable_by_key(|b| (std::cmp::Reverse(b.period.1), b.period.0));
    if target {
        // The later of two plans; where one of the two has no date of its own, the wider.
        let later = |a: &Bundle, b: &Bundle| match (a.told, b.told) {
            (Some(x), Some(y)) if x != y => x > y,
            _ => (a.sum, a.period.1) > (b.sum, b.period.1),
        };
        let Some(first) = bundles.pop() else { return bundles };
        let latest = bundles.drain(..).fold(first, |best, next| {
            let (best, gone) = if later(&next, &best) { (next, best) } else { (best, next) };
            gone.facts.into_iter().for_each(|at| chosen.leave(Reason::Superseded, at));
            best
        });
        return vec![latest];
    }
    let mut kept: Vec<Bundle> = Vec::new();
    for next in bundles {
        let over = kept.iter().rev().take_while(|k| overlap(k.period, next.period)).count();
        let there = &kept[kept.len() - over..];
        let gone = if over == 0 {
            kept.push(next);
            continue;
        } else if there.iter().map(|k| k.sum).sum::<f64>() < next.sum {
            let gone = kept.split_off(kept.len() - over);
            let period = next.period;
            kept.push(next);
            (period, gone)
        } else {
            (there[0].period, vec![next])
        };
        for bundle in gone.1 {
            let inside = bundle.period.0 != BEGINNING && gone.0.0 <= bundle.period.0 && bundle.period.1 <= gone.0.1;
            let reason = if inside { Reason::InsideLongerPeriod } else { Reason::Superseded };
            bundle.facts.into_iter().for_each(|at| chosen.leave(reason, at));
        }
    }
    kept
}

/// The day on which a plan was told: that of its publication, else a day that it is dated by. A year is the plan's goal.
fn told(fact: &Fact) -> Option<i32> {
    let dated = fact.says.date.filter(|d| d.to.is_none() && d.from.month.is_some());
    fact.told.or_else(|| dated.and(fact.says.days).map(|d| d.1))
}
