//! Of the facts of one row, those that may be added: never a whole and its parts, an earlier count and a later one, a place and
//! what lies in it, a year and its half.
//!
//! Completion, per (activity, subject, term): within a place the latest count of the widest set (counts whose total is below
//! nine tenths of the largest are of a part of it, as are trial runs); then the nation before regions, regions before provinces,
//! provinces before districts. Other activities differ in what was done, so two of them are never added.
//!
//! Staffing, per (subject, status) and level of units: within a place and body, periods that do not overlap are added; of
//! periods that do, the larger sum counts. A count "by" a day or month counts from the beginning; a year or an interval is that
//! period. What one article states side by side for one period adds up. The place as a whole comes before its bodies, and wider
//! places before those within. Of targets the latest plan counts.

use super::facts::Fact;
use super::figures::{PlaceKey, body_key, cut, level_of, place_key};
use super::load::*;
use super::summary::Reason;
use super::words::{Names, UnitLevel, is_pilot, qualifiers};
use crate::lang::gazetteer::Gazetteer;
use crate::model::tag::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::hash::Hash;

/// What a row counts and what it leaves out, as positions among the facts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chosen {
    pub counted: Vec<usize>,
    pub left: Vec<(Reason, usize)>,
}

impl Chosen {
    fn leave(&mut self, reason: Reason, at: usize) {
        self.left.push((reason, at));
    }
}

/// Parts and their wholes among the facts, as articles state them or as their numbers show.
pub fn find_parts(facts: &[Fact]) -> FxHashMap<usize, usize> {
    let mut of_record = FxHashMap::default();
    let mut of_article: FxHashMap<Sym, Vec<usize>> = FxHashMap::default();
    for (at, fact) in facts.iter().enumerate() {
        for member in &fact.members {
            of_record.insert(member.record, at);
            let list = of_article.entry(member.article).or_default();
            if list.last() != Some(&at) {
                list.push(at);
            }
        }
    }
    let mut parts = FxHashMap::default();
    for (at, fact) in facts.iter().enumerate() {
        for member in &fact.members {
            let Says::Progress(p) = member.says else { continue };
            if let Some(whole) = p.part_of.and_then(|r| of_record.get(&r)).filter(|w| **w != at) {
                parts.insert(at, *whole);
            }
        }
    }
    let mut articles: Vec<_> = of_article.into_values().filter(|list| list.len() > 2).collect();
    articles.sort_unstable();
    for list in &articles {
        for group in same_kind(facts, list) {
            sums(&group, &mut parts);
        }
    }
    parts
}

/// A figure of one article: where it is, what is done and of how many (zero where nothing is counted as a total).
type Figure = (usize, i64, i64);

/// Figures of an article that could be parts of one another.
fn same_kind(facts: &[Fact], list: &[usize]) -> Vec<Vec<Figure>> {
    let mut groups: FxHashMap<(u8, u8), Vec<Figure>> = FxHashMap::default();
    for at in list {
        let whole = |n: f64| (n.fract() == 0.0 && (0.0..1e15).contains(&n)).then_some(n as i64);
        match facts[*at].says.says {
            Says::Progress(p) => {
                if let (Some(done), Some(total)) = (p.done.and_then(whole), p.total.and_then(whole)) {
                    groups.entry((0, p.activity as u8)).or_default().push((*at, done, total));
                }
            }
            Says::Staffing(s) => {
                if let Some(count) = cut(&s).and_then(whole).filter(|c| *c > 0) {
                    groups.entry((1 + s.subject as u8, s.status as u8)).or_default().push((*at, count, 0));
                }
            }
            _ => {}
        }
    }
    let mut groups: Vec<_> = groups.into_values().collect();
    groups.sort_unstable();
    groups
}

/// Marks the parts of every figure that at least two others add up to.
fn sums(group: &[Figure], parts: &mut FxHashMap<usize, usize>) {
    /// More figures than this in one article are a table; trying every sum would cost more than it tells.
    const MANY: usize = 14;
    /// Small numbers add up to one another by chance.
    const TELLING: i64 = 10;
    if !(3..=MANY).contains(&group.len()) {
        return;
    }
    let mut wholes: Vec<_> = group.iter().filter(|f| f.1.max(f.2) >= TELLING).collect();
    wholes.sort_unstable_by_key(|f| std::cmp::Reverse((f.2, f.1, f.0)));
    for whole in wholes {
        let free = |f: &&Figure| f.0 != whole.0 && f.1 <= whole.1 && f.2 <= whole.2 && !parts.contains_key(&f.0);
        let candidates: Vec<_> = group.iter().filter(free).copied().collect();
        let mut taken = Vec::new();
        if add_up(&candidates, (whole.1, whole.2), &mut taken) && taken.len() > 1 {
            parts.extend(taken.into_iter().map(|part| (part, whole.0)));
        }
    }
}

fn add_up(candidates: &[Figure], rest: (i64, i64), taken: &mut Vec<usize>) -> bool {
    if rest == (0, 0) {
        return true;
    }
    for (n, (at, done, total)) in candidates.iter().enumerate() {
        let left = (rest.0 - done, rest.1 - total);
        if left.0 < 0 || left.1 < 0 || (*done, *total) == (0, 0) {
            continue;
        }
        taken.push(*at);
        if add_up(&candidates[n + 1..], left, taken) {
            return true;
        }
        taken.pop();
    }
    false
}

/// Leaves out what is a part of another fact of the row; gives what remains.
fn without_parts(row: &[usize], parts: &FxHashMap<usize, usize>, chosen: &mut Chosen) -> Vec<usize> {
    let members: FxHashSet<usize> = row.iter().copied().collect();
    let (in_whole, rest): (Vec<usize>, Vec<usize>) =
        row.iter().partition(|at| parts.get(at).is_some_and(|whole| members.contains(whole)));
    in_whole.into_iter().for_each(|at| chosen.leave(Reason::PartOfWhole, at));
    rest
}

/// How wide a place is, widest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Width {
    Nation,
    Region(MacroRegion),
    /// A province, or a central body without a place of its own.
    Province,
    District,
}

fn width(place: &Place) -> Width {
    match place {
        Place { of_region: Some(region), .. } => Width::Region(*region),
        Place { district: Some(_), .. } => Width::District,
        Place { province: Some(_), scope: Scope::District | Scope::Commune, .. } => Width::District,
        Place { province: None, scope: Scope::National, .. } => Width::Nation,
        _ => Width::Province,
    }
}

/// The places that a place lies in, as keys.
fn wider(texts: &Texts, place: &Place) -> Vec<PlaceKey> {
    let nation = (None, None, None, true);
    let region =
        place.province.and_then(|p| Gazetteer::get().macro_of(texts.get(p), place.geo)).map(|r| (None, None, Some(r), false));
    let province = place.province.map(|p| (Some((place.geo, p)), None, None, false));
    match width(place) {
        Width::Nation => Vec::new(),
        // A place that is not known may lie outside any other.
        Width::Province if place.province.is_none() && place.scope == Scope::Unknown => Vec::new(),
        Width::Region(_) => vec![nation],
        Width::Province => [Some(nation), region].into_iter().flatten().collect(),
        Width::District => [Some(nation), region, province].into_iter().flatten().collect(),
    }
}

/// Completion counts of one row. `parts` comes from [`find_parts`].
pub fn choose_progress(loaded: &Loaded, facts: &[Fact], row: &[usize], parts: &FxHashMap<usize, usize>) -> Chosen {
    let mut chosen = Chosen::default();
    let mut groups: FxHashMap<_, Vec<usize>> = FxHashMap::default();
    for at in without_parts(row, parts, &mut chosen) {
        let Some(p) = facts[at].progress() else { continue };
        groups.entry((p.activity, p.subject, term_of(&facts[at]))).or_default().push(at);
    }
    // Counts of different subjects, activities or terms have no common sum.
    if groups.len() > 1 {
        chosen.left.extend(groups.into_values().flatten().map(|at| (Reason::NotComparable, at)));
        return sorted(chosen);
    }
    for ((activity, _, _), group) in groups {
        if activity == Activity::Other {
            match group.as_slice() {
                [only] => chosen.counted.push(*only),
                many => many.iter().for_each(|at| chosen.leave(Reason::NotComparable, *at)),
            }
            continue;
        }
        let mut places: FxHashMap<PlaceKey, Vec<usize>> = FxHashMap::default();
        for at in group {
            places.entry(place_key(&facts[at].says.place)).or_default().push(at);
        }
        let mut stands: Vec<(PlaceKey, usize)> = Vec::new();
        let mut shares = Vec::new();
        for (place, list) in places {
            let (full, partial): (Vec<usize>, Vec<usize>) = list.into_iter().partition(|at| has_base(&facts[*at]));
            if full.is_empty() {
                shares.extend(partial);
            } else {
                partial.into_iter().for_each(|at| chosen.leave(Reason::NoBase, at));
                stands.extend(choose_series(loaded, facts, full, &mut chosen).into_iter().map(|at| (place, at)));
            }
        }
        let wide: FxHashSet<PlaceKey> = stands.iter().map(|s| s.0).collect();
        for (_, at) in stands {
            if wider(&loaded.texts, &facts[at].says.place).iter().any(|w| wide.contains(w)) {
                chosen.leave(Reason::InsideWiderPlace, at);
            } else {
                chosen.counted.push(at);
            }
        }
        // A share without its base can stand alone in its row, where the latest is shown; it is never added to anything.
        let latest = shares.iter().copied().max_by_key(|at| (last_day(loaded, &facts[*at]), std::cmp::Reverse(*at)));
        let alone = chosen.counted.is_empty()
            && shares.iter().map(|at| place_key(&facts[*at].says.place)).collect::<FxHashSet<_>>().len() == 1;
        for at in shares {
            if alone && Some(at) == latest {
                chosen.counted.push(at);
            } else {
                chosen.leave(if alone { Reason::Superseded } else { Reason::NoBase }, at);
            }
        }
    }
    sorted(chosen)
}

fn has_base(fact: &Fact) -> bool {
    fact.progress().is_some_and(|p| p.done.is_some() && p.total.is_some())
}

fn sorted(mut chosen: Chosen) -> Chosen {
    chosen.counted.sort_unstable();
    chosen.left.sort_unstable();
    chosen
}

/// The term of a congress: as stated, else by the five-year cycle of its year (2019 and 2020 belong to 2020/2025).
pub fn term_of(fact: &Fact) -> Option<(i32, i32)> {
    let p = fact.progress()?;
    if let Some(term) = p.term {
        return Some((term.from.year?, term.to.and_then(|t| t.year)?));
    }
    let year = fact.says.date.and_then(|d| d.from.year)?;
    let begins = match year.rem_euclid(5) {
        0 => year,
        4 => year + 1,
        _ => return None,
    };
    (p.activity == Activity::Congress).then_some((begins, begins + 5))
}

/// The last day that a fact speaks of, else the day its latest article was published.
pub fn last_day(loaded: &Loaded, fact: &Fact) -> Option<i32> {
    fact.says.days.map(|d| d.1).or_else(|| fact.articles().filter_map(|a| loaded.published(a)).max())
}

/// Of the counts of one subject in one place, the latest of the widest set; parts that no whole covers, all.
fn choose_series(loaded: &Loaded, facts: &[Fact], list: Vec<usize>, chosen: &mut Chosen) -> Vec<usize> {
    const SAME_SET: f64 = 0.9;
    let says = |at: usize| facts[at].progress().copied();
    let total = |at: usize| says(at).and_then(|p| p.total).unwrap_or(0.0);
    let done = |at: usize| says(at).and_then(|p| p.done).unwrap_or(0.0);
    let is_part = |at: &usize| says(*at).is_some_and(|p| p.role == Some(PartRole::Part));
    let pilot = |at: &usize| says(*at).and_then(|p| p.text).is_some_and(|t| is_pilot(loaded.texts.get(t)));
    let (trial, list): (Vec<usize>, Vec<usize>) =
        if list.iter().all(pilot) { (vec![], list) } else { list.into_iter().partition(pilot) };
    trial.into_iter().for_each(|at| chosen.leave(Reason::PartOfWhole, at));
    if list.len() > 1 && list.iter().all(is_part) {
        let shared = |a: usize, b: usize| facts[a].articles().any(|x| facts[b].articles().any(|y| x == y));
        if list.windows(2).all(|w| shared(w[0], w[1])) {
            return list;
        }
    }
    if let Some(siblings) = siblings(loaded, facts, &list) {
        return siblings;
    }
    let widest = list.iter().map(|at| total(*at)).fold(0.0, f64::max);
    let (list, narrower): (Vec<usize>, Vec<usize>) = list.into_iter().partition(|at| total(*at) >= widest * SAME_SET);
    narrower.into_iter().for_each(|at| chosen.leave(Reason::PartOfWhole, at));
    let rank = |at: usize| (last_day(loaded, &facts[at]), done(at).to_bits(), total(at).to_bits(), at);
    let latest = list.iter().copied().max_by_key(|at| rank(*at));
    list.iter().filter(|at| Some(**at) != latest).for_each(|at| chosen.leave(Reason::Superseded, *at));
    latest.into_iter().collect()
}

/// Counts that one article sets side by side for one day, of sets that their words tell apart ("đảng bộ quận, huyện", "đảng bộ
/// khối, ngành"): they add up, though nobody printed the whole. `None` when the counts are no such set.
fn siblings(loaded: &Loaded, facts: &[Fact], list: &[usize]) -> Option<Vec<usize>> {
    const MANY: usize = 12;
    let (first, rest) = list.split_first().filter(|_| (2..=MANY).contains(&list.len()))?;
    let mut seen: FxHashSet<String> = FxHashSet::default();
    for at in list {
        let words = qualifiers(loaded.texts.opt(facts[*at].progress()?.text)?);
        if words.is_empty() || words.into_iter().any(|w| !seen.insert(w)) {
            return None;
        }
    }
    let beside = |at: &usize| facts[*at].says.date == facts[*first].says.date && share_article(&facts[*first], &facts[*at]);
    rest.iter().all(beside).then(|| list.to_vec())
}

/// A period: first and last day; the first is [`BEGINNING`] for a count up to a day.
type Period = (i32, i32);
const BEGINNING: i32 = i32::MIN;

fn period(loaded: &Loaded, fact: &Fact) -> Period {
    let is_target = fact.staffing().is_some_and(|s| s.status == StaffingStatus::Target);
    match (fact.says.date, fact.says.days) {
        (Some(date), Some((first, last))) => {
            let flows = date.to.is_some() || date.from.month.is_none();
            (if flows && !is_target { first } else { BEGINNING }, last)
        }
        _ => (BEGINNING, last_day(loaded, fact).unwrap_or(i32::MAX)),
    }
}

fn overlap(a: Period, b: Period) -> bool {
    a.0.max(b.0) <= a.1.min(b.1)
}

/// Figures that count or fall together: those of one article for one period.
struct Bundle {
    period: Period,
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
                groups.entry((place_key(&fact.says.place), level_of(&loaded.texts, s), body)).or_default().push(at);
            }
            _ if s.percent.is_some() => chosen.leave(Reason::NoBase, at),
            _ => chosen.leave(Reason::StockOnly, at),
        }
    }
    let mut kept: Vec<(PlaceKey, Option<UnitLevel>, u64, Bundle)> = Vec::new();
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_unstable_by(|a, b| a.1.cmp(&b.1));
    for ((place, level, body), list) in groups {
        let target = list.iter().any(|at| facts[*at].staffing().is_some_and(|s| s.status == StaffingStatus::Target));
        let bundles = bundle(loaded, facts, list, &mut chosen);
        kept.extend(without_overlaps(bundles, target, &mut chosen).into_iter().map(|b| (place, level, body, b)));
    }
    let mut at_place: FxHashMap<(PlaceKey, Option<UnitLevel>), Vec<usize>> = FxHashMap::default();
    for (n, (place, level, body, _)) in kept.iter().enumerate() {
        if *body == 0 {
            at_place.entry((*place, *level)).or_default().push(n);
        }
    }
    for (n, (place, level, body, bundle)) in kept.iter().enumerate() {
        let covers = |other: usize| {
            let whole = &kept[other].3;
            let together = || whole.facts.iter().any(|w| bundle.facts.iter().any(|f| share_article(&facts[*w], &facts[*f])));
            other != n
                && overlap(whole.period, bundle.period)
                && whole.sum >= bundle.sum
                && (kept[other].0 != *place || !together())
        };
        let covered = |place: PlaceKey| {
            // A level that is not told covers every level.
            let levels = [*level, None];
            levels[..if level.is_some() { 2 } else { 1 }].iter().any(|l| {
                at_place.get(&(place, *l)).is_some_and(|list| list.iter().take(super::facts::WINDOW).any(|o| covers(*o)))
            })
        };
        let first = bundle.facts[0];
        let reason = if *body != 0 && covered(*place) {
            Some(Reason::PartOfWhole)
        } else if wider(&loaded.texts, &facts[first].says.place).into_iter().any(covered) {
            Some(Reason::InsideWiderPlace)
        } else {
            None
        };
        match reason {
            Some(reason) => bundle.facts.iter().for_each(|at| chosen.leave(reason, *at)),
            None => chosen.counted.extend(&bundle.facts),
        }
    }
    sorted(chosen)
}

fn share_article(a: &Fact, b: &Fact) -> bool {
    a.articles().any(|x| b.articles().any(|y| x == y))
}

/// The figures of each period: those of the article that states the largest sum.
fn bundle(loaded: &Loaded, facts: &[Fact], list: Vec<usize>, chosen: &mut Chosen) -> Vec<Bundle> {
    let mut periods: FxHashMap<Period, Vec<usize>> = FxHashMap::default();
    for at in list {
        periods.entry(period(loaded, &facts[at])).or_default().push(at);
    }
    let mut bundles = Vec::new();
    for (period, list) in periods {
        let mut articles: FxHashMap<Sym, (f64, usize)> = FxHashMap::default();
        for at in &list {
            let count = facts[*at].staffing().and_then(cut).unwrap_or(0.0);
            for article in facts[*at].articles().collect::<FxHashSet<_>>() {
                let sum = articles.entry(article).or_default();
                *sum = (sum.0 + count, sum.1 + 1);
            }
        }
        let name = |a: &Sym| loaded.texts.get(*a);
        let widest =
            articles.iter().max_by(|(a, x), (b, y)| x.0.total_cmp(&y.0).then(y.1.cmp(&x.1)).then_with(|| name(b).cmp(name(a))));
        let Some((article, (sum, _))) = widest else { continue };
        let (facts, others): (Vec<usize>, Vec<usize>) =
            list.into_iter().partition(|at| facts[*at].articles().any(|a| a == *article));
        others.into_iter().for_each(|at| chosen.leave(Reason::PartOfWhole, at));
        bundles.push(Bundle { period, sum: *sum, facts });
    }
    bundles
}

/// Bundles whose periods do not overlap. Of targets the latest plan counts, of what was done the larger sum.
fn without_overlaps(mut bundles: Vec<Bundle>, target: bool, chosen: &mut Chosen) -> Vec<Bundle> {
    bundles.sort_unstable_by_key(|b| (std::cmp::Reverse(b.period.1), b.period.0));
    let mut kept: Vec<Bundle> = Vec::new();
    for next in bundles {
        let over = kept.iter().rev().take_while(|k| overlap(k.period, next.period)).count();
        let there = &kept[kept.len() - over..];
        let gone = if over == 0 {
            kept.push(next);
            continue;
        } else if !target && there.iter().map(|k| k.sum).sum::<f64>() < next.sum {
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
