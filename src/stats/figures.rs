//! Which figures are one: the same numbers of the same thing, or different numbers of the same thing (contested).

use super::facts::{Fact, WINDOW, buckets, set_hash};
use super::load::*;
use super::percent;
use super::words::{Names, UnitLevel, is_whole_place, unit_level};
use crate::lang::gazetteer::Gazetteer;
use crate::model::tag::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// The number that a staffing statement is found by: what was cut, else the share, else what is left.
pub fn cut(s: &StaffingSays) -> Option<f64> {
    s.count.or_else(|| Some(s.before? - s.after?))
}

/// Province, district, macro region, whether it is the whole country, and how far inside these the place itself lies
/// ([`INSIDE_NONE`] where it is not told apart from them).
pub type PlaceKey = (Option<(Geo, Sym)>, Option<Sym>, Option<MacroRegion>, bool, u8);

/// The place is what the other parts of its key say.
pub const INSIDE_NONE: u8 = 0;
/// Some district of the province, or some commune of the province or district; which one is not told.
pub const SOME_DISTRICT: u8 = 1;
pub const SOME_COMMUNE: u8 = 2;

/// The place as far as joining compares it: how a scope was named differs from paper to paper.
pub fn place_key(place: &Place) -> PlaceKey {
    let nation = place.province.is_none() && place.of_region.is_none() && place.scope == Scope::National;
    (place.province.map(|p| (place.geo, p)), place.district, place.of_region, nation, INSIDE_NONE)
}

/// The place as far as adding compares it: a commune is not the district or province that it lies in, though records have no
/// name for it.
pub fn spot(place: &Place) -> PlaceKey {
    let mut key = place_key(place);
    key.4 = match (place.scope, place.province, place.district) {
        (Scope::Commune, Some(_), _) => SOME_COMMUNE,
        (Scope::District, Some(_), None) => SOME_DISTRICT,
        _ => INSIDE_NONE,
    };
    key
}

/// The body whose figure it is, as a number: 0 for the place itself.
pub fn body_key(texts: &Texts, place: &Place, body: Option<Sym>, names: &mut Names) -> u64 {
    let Some(body) = body else { return 0 };
    // Who tells a figure of the whole country is its source.
    if place.province.is_none() && place.scope == Scope::National {
        return 0;
    }
    let province = texts.opt(place.province).and_then(|code| Gazetteer::get().name_of(code, place.geo));
    if is_whole_place(texts.get(body), province, texts.opt(place.district)) {
        return 0;
    }
    set_hash(&names.words(texts, body))
}

/// Level of the units counted, for administrative units.
pub fn level_of(texts: &Texts, s: &StaffingSays) -> Option<UnitLevel> {
    if s.subject == StaffingSubject::AdminUnit { texts.opt(s.text).and_then(unit_level) } else { None }
}

/// Both stated and different.
fn differ<T: PartialEq>(a: Option<T>, b: Option<T>) -> bool {
    a.zip(b).is_some_and(|(a, b)| a != b)
}

/// Dates that cannot be one: both known and apart.
fn apart(a: &Statement, b: &Statement) -> bool {
    match (a.days, b.days) {
        (Some((a0, a1)), Some((b0, b1))) => a0.max(b0) > a1.min(b1),
        _ => a.date.is_some() && b.date.is_some() && a.date != b.date,
    }
}

/// Joins within buckets of one number, then sets facts that contradict one another side by side.
pub fn join_staffing(loaded: &Loaded, statements: Vec<Statement>, names: &mut Names) -> Vec<Fact> {
    let texts = &loaded.texts;
    let key = |s: &Statement| {
        let Says::Staffing(v) = s.says else { return None };
        let number =
            cut(&v).map(|n| (0, n)).or(v.percent.map(|n| (1, n))).or(v.after.map(|n| (2, n))).or(v.before.map(|n| (3, n)));
        Some((v.subject, v.status, place_key(&s.place), number.map(|(k, n)| (k, n.to_bits()))))
    };
    let mut same = |fact: &Fact, s: &Statement| {
        let (Says::Staffing(a), Says::Staffing(b)) = (fact.says.says, s.says) else { return false };
        // One article prints one cut over two bases: 401 → 190 and 711 → 500 are both 211.
        const TELLING: f64 = 100.0;
        let fell = |s: &StaffingSays| Some(s.before? - s.after?).filter(|n| *n >= TELLING);
        let one_cut = fact.says.article == s.article && fell(&a).is_some() && fell(&a) == fell(&b);
        if apart(&fact.says, s)
            || differ(a.percent, b.percent)
            || !one_cut && (differ(a.before, b.before) || differ(a.after, b.after))
            || differ(level_of(texts, &a), level_of(texts, &b))
        {
            return false;
        }
        let bodies = [body_key(texts, &fact.says.place, a.body, names), body_key(texts, &s.place, b.body, names)];
        if bodies[0] != bodies[1] && !bodies.contains(&0) {
            return names.compare(texts, a.body, b.body) == Some(true);
        }
        // Where nothing says whose figure it is, a small number alone proves nothing.
        let placed = s.place.province.is_some() || s.place.scope == Scope::National || bodies[0] != 0;
        placed || cut(&b).is_some_and(|n| n >= 100.0) || fact.says.article == s.article
    };
    let mut facts = join(texts, statements, key, &mut same, |fact, s| {
        if let (Says::Staffing(a), Says::Staffing(b)) = (&mut fact.says.says, s.says) {
            a.count = a.count.or(b.count);
            a.percent = a.percent.or(b.percent);
            // The wider base stands.
            if a.before.zip(b.before).is_some_and(|(a, b)| b > a) {
                (a.before, a.after) = (b.before, b.after);
            }
            a.before = a.before.or(b.before);
            a.after = a.after.or(b.after);
            a.body = a.body.or(b.body);
            a.text = a.text.or(b.text);
            a.approximation = a.approximation.and(b.approximation);
        }
    });
    let key = |fact: &Fact, names: &mut Names| {
        let Says::Staffing(v) = fact.says.says else { return None };
        let number = cut(&v)?;
        let times = (fact.says.date, fact.says.date.is_none().then(|| published_year(loaded, fact)));
        let placed = fact.says.place.province.is_some() || fact.says.place.scope == Scope::National;
        let body = body_key(texts, &fact.says.place, v.body, names);
        (placed || body != 0).then_some(((v.subject, v.status, spot(&fact.says.place), times, body, level_of(texts, &v)), number))
    };
    contest(loaded, &mut facts, names, key, |a, b, names| {
        let (Says::Staffing(a), Says::Staffing(b)) = (a.says.says, b.says.says) else { return false };
        names.compare(texts, a.text, b.text) != Some(false)
    });
    facts
}

/// The same for completion. A statement without its total joins the one that has it when its numbers are the same.
pub fn join_progress(loaded: &Loaded, statements: Vec<Statement>, names: &mut Names) -> Vec<Fact> {
    let texts = &loaded.texts;
    let key = |s: &Statement| {
        let Says::Progress(v) = s.says else { return None };
        let bits = |n: Option<f64>| n.map(f64::to_bits);
        let numbers = if v.done.is_some() && v.total.is_some() { None } else { bits(v.percent) };
        Some((v.activity, v.subject, place_key(&s.place), bits(v.done), bits(v.total), numbers))
    };
    let mut same = |fact: &Fact, s: &Statement| {
        let (Says::Progress(a), Says::Progress(b)) = (fact.says.says, s.says) else { return false };
        let unlike = b.activity == Activity::Other && names.compare(texts, a.text, b.text) == Some(false);
        let placed = s.place.province.is_some() || s.place.scope == Scope::National || fact.says.article == s.article;
        // Two shares of one article, such as two districts at 70%, are two.
        let partial = b.done.is_none() && fact.articles().any(|x| x == s.article);
        !(apart(&fact.says, s) || differ(a.term, b.term) || differ(a.percent, b.percent) || unlike || partial) && placed
    };
    let mut facts = join(texts, statements, key, &mut same, |fact, s| take_progress(fact, &s));
    complete(texts, &mut facts);
    let key = |fact: &Fact, _: &mut Names| {
        let Says::Progress(v) = fact.says.says else { return None };
        let placed = fact.says.place.province.is_some() || fact.says.place.scope == Scope::National;
        let key = (v.activity, v.subject, spot(&fact.says.place), fact.says.date?, v.term, v.total?.to_bits());
        placed.then_some((key, v.done?))
    };
    contest(loaded, &mut facts, names, key, |a, b, names| {
        let (Says::Progress(a), Says::Progress(b)) = (a.says.says, b.says.says) else { return false };
        names.compare(texts, a.text, b.text) != Some(false)
    });
    facts
}

fn take_progress(fact: &mut Fact, s: &Statement) {
    if let (Says::Progress(a), Says::Progress(b)) = (&mut fact.says.says, s.says) {
        a.done = a.done.or(b.done);
        a.total = a.total.or(b.total);
        a.percent = a.percent.or(b.percent);
        a.term = a.term.or(b.term);
        a.text = a.text.or(b.text);
        a.role = a.role.or(b.role);
        a.part_of = a.part_of.or(b.part_of);
    }
}

/// Joins a share or a bare count to the full figure that gives it.
fn complete(texts: &Texts, facts: &mut Vec<Fact>) {
    let full = |f: &Fact| matches!(f.says.says, Says::Progress(p) if p.done.is_some() && p.total.is_some());
    let key = |f: &Fact| f.progress().map(|p| (p.activity, p.subject, place_key(&f.says.place)));
    let (mut whole, mut partial): (Vec<Fact>, Vec<Fact>) = std::mem::take(facts).into_iter().partition(full);
    let first = |f: &Fact| texts.get(f.says.record).to_string();
    whole.sort_by_cached_key(first);
    partial.sort_by_cached_key(first);
    let mut at: FxHashMap<_, Vec<usize>> = FxHashMap::default();
    for (n, fact) in whole.iter().enumerate() {
        at.entry(key(fact)).or_default().push(n);
    }
    for fact in partial {
        let Says::Progress(p) = fact.says.says else { continue };
        let gives = |f: &Fact| {
            let Says::Progress(w) = f.says.says else { return false };
            let (Some(done), Some(total)) = (w.done, w.total) else { return false };
            let share = p.percent.is_none_or(|x| w.percent == Some(x) || percent::gives(done, total, x));
            let numbers = p.done.is_none_or(|d| d == done) && p.total.is_none_or(|t| t == total);
            share && numbers && !differ(p.term, w.term) && !apart(&fact.says, &f.says)
        };
        let candidates = at.get(&key(&fact)).map_or(&[][..], |c| &c[c.len().saturating_sub(WINDOW)..]);
        match candidates.iter().find(|n| gives(&whole[**n])) {
            Some(n) => {
                for member in &fact.members {
                    take_progress(&mut whole[*n], member);
                }
                whole[*n].members.extend(fact.members);
            }
            None => facts.push(fact),
        }
    }
    facts.append(&mut whole);
}

/// Joins each statement to the first fact of its bucket that is the same.
fn join<K: std::hash::Hash + Eq>(
    texts: &Texts,
    statements: Vec<Statement>,
    key: impl FnMut(&Statement) -> K,
    same: &mut impl FnMut(&Fact, &Statement) -> bool,
    take: impl Fn(&mut Fact, Statement),
) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    for bucket in buckets(texts, statements, key) {
        let begin = facts.len();
        for statement in bucket {
            let start = begin.max(facts.len().saturating_sub(WINDOW));
            match facts[start..].iter().position(|f| same(f, &statement)) {
                Some(at) => {
                    let fact = &mut facts[start + at];
                    take(fact, statement);
                    fact.members.push(statement);
                    if fact.says.date.is_none() {
                        (fact.says.date, fact.says.days, fact.says.year_basis) =
                            (statement.date, statement.days, statement.year_basis);
                    }
                }
                None => facts.push(Fact::new(statement)),
            }
        }
    }
    facts
}

/// Joins facts with an approximate number to the one exact fact that they fit; gives what remains.
fn take_vague(facts: &mut [Fact], group: Vec<usize>, gone: &mut FxHashSet<usize>) -> Vec<usize> {
    let number = |f: &Fact| f.staffing().and_then(|s| Some((cut(s)?, s.approximation)));
    let exact: Vec<usize> = group.iter().copied().filter(|at| number(&facts[*at]).is_some_and(|n| n.1.is_none())).collect();
    let [only] = exact.as_slice() else { return group };
    let Some((is, _)) = number(&facts[*only]) else { return group };
    let (fits, rest): (Vec<usize>, Vec<usize>) = group.into_iter().partition(|at| {
        use Approximation::*;
        matches!(number(&facts[*at]), Some((n, Some(how))) if match how {
            MoreThan | AtLeast => n <= is && is < n * 1.1,
            Almost | LessThan | AtMost => is <= n && n * 0.9 < is,
            About => (is - n).abs() <= n * 0.1,
        })
    });
    for at in fits {
        let members = std::mem::take(&mut facts[at].members);
        facts[*only].members.extend(members);
        gone.insert(at);
    }
    rest
}

fn published_year(loaded: &Loaded, fact: &Fact) -> Option<i32> {
    use chrono::Datelike;
    let day = fact.articles().filter_map(|a| loaded.published(a)).min()?;
    chrono::NaiveDate::from_epoch_days(day).map(|d| d.year())
}

/// Makes one fact of those that `key` gives the same key and different numbers. A group in which one article states two of
/// them is no contradiction: there they are side by side.
fn contest<K: std::hash::Hash + Eq>(
    loaded: &Loaded,
    facts: &mut Vec<Fact>,
    names: &mut Names,
    mut key: impl FnMut(&Fact, &mut Names) -> Option<(K, f64)>,
    mut comparable: impl FnMut(&Fact, &Fact, &mut Names) -> bool,
) {
    const MANY: usize = 16;
    facts.sort_by(|a, b| loaded.texts.get(a.says.record).cmp(loaded.texts.get(b.says.record)));
    let mut groups: FxHashMap<K, Vec<usize>> = FxHashMap::default();
    for (at, fact) in facts.iter().enumerate() {
        if let Some((key, _)) = key(fact, names) {
            groups.entry(key).or_default().push(at);
        }
    }
    let mut gone: FxHashSet<usize> = FxHashSet::default();
    for group in groups.into_values().filter(|g| (2..=MANY).contains(&g.len())) {
        let mut seen = FxHashSet::default();
        let side_by_side =
            group.iter().any(|at| facts[*at].articles().collect::<FxHashSet<_>>().iter().any(|a| !seen.insert(*a)));
        let all_comparable = group[1..].iter().all(|at| comparable(&facts[group[0]], &facts[*at], names));
        if side_by_side || !all_comparable {
            continue;
        }
        // "hơn 130.000" beside 131.487 is no contradiction: the vaguer statement is one more source of the exact one.
        let group = match take_vague(facts, group, &mut gone) {
            group if group.len() < 2 => continue,
            group => group,
        };
        let rank = |at: &usize| {
            let fact = &facts[*at];
            let latest = fact.articles().filter_map(|a| loaded.published(a)).max();
            let largest = fact.members.iter().map(|m| loaded.texts.get(m.record)).max();
            (fact.source_count(loaded), latest, largest)
        };
        let Some(winner) = group.iter().copied().max_by(|a, b| rank(a).cmp(&rank(b))) else { continue };
        for at in group.into_iter().filter(|at| *at != winner) {
            let members = std::mem::take(&mut facts[at].members);
            facts[winner].losers.extend(members);
            gone.insert(at);
        }
    }
    let mut at = 0;
    facts.retain(|_| {
        at += 1;
        !gone.contains(&(at - 1))
    });
}
