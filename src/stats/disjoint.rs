//! Of the facts of one row, those that may be added: never a whole and its parts, an earlier count and a later one, a place and
//! what lies in it, a year and its half.
//!
//! Completion, per (activity, subject, term): within a place the latest count of the widest set (counts whose total is below
//! nine tenths of the largest are of a part of it, as are trial runs); then the nation before regions, regions before provinces,
//! provinces before districts, districts before communes. Other activities differ in what was done, so two of them are never added.
//!
//! Cuts have rules of their own (`cuts`); parts of a whole are found in `parts`.

use super::cuts::share_article;
use super::facts::Fact;
use super::figures::{INSIDE_NONE, PlaceKey, SOME_COMMUNE, spot};
use super::load::*;
use super::parts::without_parts;
use super::summary::Reason;
use super::words::{is_pilot, qualifiers};
use crate::lang::gazetteer::Gazetteer;
use crate::model::tag::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// What a row counts and what it leaves out, as positions among the facts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chosen {
    pub counted: Vec<usize>,
    pub left: Vec<(Reason, usize)>,
}

impl Chosen {
    pub fn leave(&mut self, reason: Reason, at: usize) {
        self.left.push((reason, at));
    }
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

/// The whole country, and the bodies of the Centre, as keys.
pub const NATION: PlaceKey = (None, None, None, true, INSIDE_NONE);
pub const CENTRE: PlaceKey = (None, None, None, false, INSIDE_NONE);

/// How wide the place of a key is, narrow ones last: country, region, province since 2025, province before, district, what lies
/// in it.
pub const fn breadth(key: &PlaceKey) -> u8 {
    match key {
        (_, _, _, true, _) => 0,
        (_, _, Some(_), _, _) => 1,
        (_, Some(_), _, _, INSIDE_NONE) => 5,
        (_, _, _, _, inside @ 1..) => 5 + *inside,
        (Some((Geo::P34, _)), ..) => 2,
        (Some((Geo::P63, _)), ..) => 3,
        _ => 4,
    }
}

/// The places that a place lies in, as keys.
pub fn wider(texts: &Texts, place: &Place) -> Vec<PlaceKey> {
    let region = place.province.and_then(|p| Gazetteer::get().macro_of(texts.get(p), place.geo));
    let region = region.map(|r| (None, None, Some(r), false, INSIDE_NONE));
    let within = |district| place.province.map(|p| (Some((place.geo, p)), district, None, false, INSIDE_NONE));
    let district = place.district.filter(|_| spot(place).4 == SOME_COMMUNE).and_then(|d| within(Some(d)));
    // A province of the 63 lies in the one that it was merged into.
    let merged = place.province.filter(|_| place.geo == Geo::P63).and_then(|p| Gazetteer::get().merge(texts.get(p)));
    let merged = merged.and_then(|code| texts.find(code)).map(|p| (Some((Geo::P34, p)), None, None, false, INSIDE_NONE));
    match width(place) {
        Width::Nation => Vec::new(),
        // A place that is not known may lie outside any other.
        Width::Province if place.province.is_none() && place.scope == Scope::Unknown => Vec::new(),
        Width::Region(_) => vec![NATION],
        Width::Province => [Some(NATION), region, merged].into_iter().flatten().collect(),
        Width::District => [Some(NATION), region, merged, within(None), district].into_iter().flatten().collect(),
    }
}

/// Completion counts of one row. `parts` comes from [`find_parts`].
pub fn choose_progress(loaded: &Loaded, facts: &[Fact], row: &[usize], parts: &FxHashMap<usize, usize>) -> Chosen {
    let mut chosen = Chosen::default();
    let mut groups: FxHashMap<_, Vec<usize>> = FxHashMap::default();
    let (trials, full): (Vec<usize>, Vec<usize>) =
        without_parts(row, parts, &mut chosen).into_iter().partition(|at| is_trial(loaded, &facts[*at]));
    // Trial runs are few of all: they are shown where there is nothing else, and stand for nothing wider.
    let subject = |at: &usize| facts[*at].progress().map(|p| (p.activity, p.subject, term_of(&facts[*at])));
    let known: FxHashSet<_> = full.iter().map(subject).collect();
    let (beside, alone): (Vec<usize>, Vec<usize>) = trials.into_iter().partition(|at| known.contains(&subject(at)));
    beside.into_iter().for_each(|at| chosen.leave(Reason::Trial, at));
    for at in full.into_iter().chain(alone) {
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
            places.entry(spot(&facts[at].says.place)).or_default().push(at);
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
        let latest = shares.iter().copied().max_by_key(|at| (last_day(&facts[*at]), std::cmp::Reverse(*at)));
        let alone = chosen.counted.is_empty()
            && shares.iter().map(|at| spot(&facts[*at].says.place)).collect::<FxHashSet<_>>().len() == 1;
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

/// Whether a completion is of trial runs only ("đại hội điểm").
pub fn is_trial(loaded: &Loaded, fact: &Fact) -> bool {
    fact.progress().and_then(|p| p.text).is_some_and(|t| is_pilot(loaded.texts.get(t)))
}

fn has_base(fact: &Fact) -> bool {
    fact.progress().is_some_and(|p| p.done.is_some() && p.total.is_some())
}

pub fn sorted(mut chosen: Chosen) -> Chosen {
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
pub fn last_day(fact: &Fact) -> Option<i32> {
    fact.says.days.map(|d| d.1).or(fact.told)
}

/// Counts whose totals differ by no more are of one set.
pub const SAME_SET: f64 = 0.9;
/// Counts of one day that may be set side by side.
pub const SIBLINGS: std::ops::RangeInclusive<usize> = 2..=12;

/// Of the counts of one subject in one place, the latest of the widest set; parts that no whole covers, all.
fn choose_series(loaded: &Loaded, facts: &[Fact], list: Vec<usize>, chosen: &mut Chosen) -> Vec<usize> {
    let says = |at: usize| facts[at].progress().copied();
    let total = |at: usize| says(at).and_then(|p| p.total).unwrap_or(0.0);
    let done = |at: usize| says(at).and_then(|p| p.done).unwrap_or(0.0);
    let is_part = |at: &usize| says(*at).is_some_and(|p| p.role == Some(PartRole::Part));
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
    let rank = |at: usize| (last_day(&facts[at]), done(at).to_bits(), total(at).to_bits(), at);
    let latest = list.iter().copied().max_by_key(|at| rank(*at));
    list.iter().filter(|at| Some(**at) != latest).for_each(|at| chosen.leave(Reason::Superseded, *at));
    latest.into_iter().collect()
}

/// Counts that one article sets side by side for one day, of sets that their words tell apart ("đảng bộ quận, huyện", "đảng bộ
/// khối, ngành"): they add up, though nobody printed the whole. `None` when the counts are no such set.
fn siblings(loaded: &Loaded, facts: &[Fact], list: &[usize]) -> Option<Vec<usize>> {
    let (first, rest) = list.split_first().filter(|_| SIBLINGS.contains(&list.len()))?;
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
