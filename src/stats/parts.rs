//! Parts and their wholes among the facts of an article: as the article states them, as its words say ("trong đó …", "tổng cộng"),
//! or as its numbers show (93 + 36 + 556 + 38 = 723).

use super::disjoint::Chosen;
use super::facts::Fact;
use super::figures::{PlaceKey, cut, place_key};
use super::load::*;
use super::summary::Reason;
use super::words::{is_part, is_sum};
use crate::model::tag::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// Parts and their wholes among the facts, as articles state them or as their numbers show.
pub fn find_parts(texts: &Texts, facts: &[Fact]) -> FxHashMap<usize, usize> {
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
    let mut articles: Vec<_> = of_article.into_values().filter(|list| list.len() > 1).collect();
    articles.sort_unstable();
    for list in &articles {
        for group in same_kind(facts, list) {
            sums(&group, &mut parts);
        }
    }
    for list in &articles {
        by_words(texts, facts, list, &mut parts);
    }
    parts
}

/// Notes of which fact each is a part, whatever is asked of them later, and dates the parts.
pub fn mark_parts(texts: &Texts, facts: &mut [Fact]) {
    let parts = find_parts(texts, facts);
    date_parts(facts, &parts);
    for (part, whole) in parts {
        facts[part].whole = Some(facts[whole].says.record);
    }
}

/// Parts and their wholes among some facts, by position.
pub fn parts_among(facts: &[Fact]) -> FxHashMap<usize, usize> {
    let at: FxHashMap<Sym, usize> = facts.iter().enumerate().map(|(at, f)| (f.says.record, at)).collect();
    facts.iter().enumerate().filter_map(|(part, f)| Some((part, *at.get(&f.whole?)?))).collect()
}

/// Gives a part without a date that of its whole, so that both come under the same period and term.
fn date_parts(facts: &mut [Fact], parts: &FxHashMap<usize, usize>) {
    let undated = parts.iter().filter(|(part, _)| facts[**part].says.date.is_none());
    let mut dated: Vec<(usize, Statement)> = undated.map(|(part, whole)| (*part, facts[*whole].says)).collect();
    dated.sort_unstable_by_key(|(part, _)| *part);
    for (part, whole) in dated {
        let says = &mut facts[part].says;
        (says.date, says.days, says.year_basis) = (whole.date, whole.days, Basis::FromContext);
        if let (Says::Progress(p), Says::Progress(w)) = (&mut says.says, whole.says) {
            p.term = p.term.or(w.term);
        }
    }
}

/// Cuts that their words make parts of another cut of the same article, thing, status and place.
fn by_words(texts: &Texts, facts: &[Fact], list: &[usize], parts: &mut FxHashMap<usize, usize>) {
    /// A cut's place in the list of facts, its number, and what it says is cut.
    type Cut<'t> = (usize, f64, &'t str);
    let mut groups: FxHashMap<(StaffingSubject, StaffingStatus, PlaceKey), Vec<Cut>> = FxHashMap::default();
    for at in list {
        let Some((s, count)) = facts[*at].staffing().and_then(|s| Some((s, cut(s)?))).filter(|(_, count)| *count > 0.0) else {
            continue;
        };
        let key = (s.subject, s.status, place_key(&facts[*at].says.place));
        groups.entry(key).or_default().push((*at, count, texts.opt(s.text).unwrap_or_default()));
    }
    for ((subject, _, _), group) in groups {
        let mut sums = group.iter().filter(|(_, _, text)| is_sum(text));
        if let (Some((whole, most, _)), None) = (sums.next(), sums.next()) {
            let year = |at: usize| facts[at].says.date.and_then(|d| d.to.unwrap_or(d.from).year);
            let inside = group.iter().filter(|(at, count, _)| at != whole && count <= most && year(*at) == year(*whole));
            inside.for_each(|(at, _, _)| {
                parts.entry(*at).or_insert(*whole);
            });
        }
        // A bracket behind what is counted narrows it: "biên chế (sự nghiệp)" beside "biên chế". Units of different kinds have
        // brackets too, and add up.
        let narrow = |text: &str| is_part(text) || subject == StaffingSubject::Staff && text.ends_with(')') && !is_sum(text);
        let whole = group.iter().filter(|(_, _, text)| !narrow(text)).max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        if let Some((whole, most, _)) = whole {
            group.iter().filter(|(_, count, text)| narrow(text) && count < most).for_each(|(at, _, _)| {
                parts.entry(*at).or_insert(*whole);
            });
        }
    }
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
pub fn without_parts(row: &[usize], parts: &FxHashMap<usize, usize>, chosen: &mut Chosen) -> Vec<usize> {
    let members: FxHashSet<usize> = row.iter().copied().collect();
    let (in_whole, rest): (Vec<usize>, Vec<usize>) =
        row.iter().partition(|at| parts.get(at).is_some_and(|whole| members.contains(whole)));
    in_whole.into_iter().for_each(|at| chosen.leave(Reason::PartOfWhole, at));
    rest
}
