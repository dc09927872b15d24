//! So many units of a known total that have done something: "81/82 (98,78%) tổ chức cơ sở Đảng", "437 trên tổng số 713 quận,
//! huyện", "57/62 đại biểu đồng ý", and bare percentages of congresses held.

use super::quantity::{noun_at, unit_at};
use super::reading::Reading;
use crate::lang::cues::Cue;
use crate::lang::units::UnitClass;
use crate::model::mention::{ProgressMention, QuantityMention, StaffingMention};
use crate::model::tag::{Activity, ProgressSubject, QuantityKind};
use std::ops::Range;

/// All statements of progress, in text order. A ratio that one of `cuts` was made of is no progress.
pub fn progress(reading: &Reading, quantities: &[QuantityMention], cuts: &[StaffingMention]) -> Vec<ProgressMention> {
    let mut out: Vec<ProgressMention> = Vec::new();
    for (n, quantity) in quantities.iter().enumerate() {
        if cuts.iter().any(|cut| cut.span.start <= quantity.span.start && quantity.span.end <= cut.span.end) {
            continue;
        }
        let sentence = reading.sentence_of(quantity.span.start);
        let found = match quantity.kind {
            QuantityKind::Ratio => ratio(reading, &sentence, quantities, n),
            QuantityKind::Percent if !claimed_by_ratio(&out, quantity) => congress_share(reading, &sentence, quantity),
            _ => None,
        };
        out.extend(found);
    }
    out
}

/// Whether a percentage already stands beside a ratio.
fn claimed_by_ratio(out: &[ProgressMention], percent: &QuantityMention) -> bool {
    out.last().is_some_and(|p| p.percent == Some(percent.value) && p.span.end >= percent.span.end)
}

fn ratio(reading: &Reading, sentence: &Range<usize>, quantities: &[QuantityMention], n: usize) -> Option<ProgressMention> {
    let q = &quantities[n];
    let (done, total) = (q.value, q.value_high?);
    let (class, unit) = unit_behind(reading, q);
    // A fraction of something that is no set of units: "2/3 chặng đường", "1/2 số hộ", "3/4 thời gian".
    let fraction = total <= 10.0 && done < total && !reading.cue(q.span.start, Cue::RatioOf).is_some();
    let of_part = reading.cue(q.span.end, Cue::NumberSign).is_some()
        || reading.cue(q.span.end, Cue::CutFiller).is_some() && class.is_none();
    // "2/3 người được hỏi" is a share of anybody, "3/5 đồng chí" are so many of five.
    let anybody = reading.cue(unit.start, Cue::Anybody) == Some(unit.end) && (total <= 4.0 || done == 1.0);
    let units = !matches!(class, None | Some(UnitClass::Other)) && !anybody;
    // "là 1 trong 10 địa phương" tells of membership.
    let member = done == 1.0 && reading.any_cue(q.span.start + 1, &[Cue::RatioOf, Cue::RatioWeak]).is_some();
    if member || (fraction && (of_part || !units)) || done.fract() != 0.0 || total.fract() != 0.0 {
        return None;
    }
    if matches!(class, Some(UnitClass::Money | UnitClass::Measure | UnitClass::Duration | UnitClass::Age)) {
        return None;
    }
    if reading.cue_before(q.span.start, Cue::Rank).is_some() || reading.cue_before(q.span.start, Cue::Locative).is_some() {
        return None;
    }
    let percent = share_behind(reading, sentence, quantities, n);
    let after = percent.as_ref().map_or(unit.end.max(q.span.end), |p| p.1.max(unit.end));
    if left_to_do(reading, sentence, q, after) || property(reading, after) {
        return None;
    }
    // Congresses are held by Party bodies, or by the units that have them; votes and targets of a congress are other matters.
    let holds = !matches!(class, Some(UnitClass::Person | UnitClass::Staff | UnitClass::LeadershipPost | UnitClass::Other));
    let activity = if holds { activity(reading, sentence, q.span.start, unit.end.max(q.span.end)) } else { Activity::Other };
    let subject = subject(reading, sentence, q, class, &unit, activity)?;
    Some(ProgressMention {
        span: q.span.start..percent.map_or(q.span.end, |p| p.1).max(q.span.end),
        activity,
        subject,
        done: Some(done),
        total: Some(total),
        percent: percent.map(|p| p.0),
        subject_span: unit,
        rule: if activity == Activity::Congress { "progress.congress.ratio" } else { "progress.other.ratio" },
    })
}

/// The unit right behind a ratio, or behind the percentage in brackets that follows it.
fn unit_behind(reading: &Reading, q: &QuantityMention) -> (Option<UnitClass>, Range<usize>) {
    let mut at = q.span.end;
    if reading.is_mark(at, '(')
        && let Some(close) = (at..at + 8).find(|t| reading.is_mark(*t, ')'))
    {
        at = close + 1;
    }
    at = reading.any_cue(at, &[Cue::NumberSign]).map_or(at, |(end, _)| end);
    match unit_at(reading, at) {
        Some((class, end)) => (Some(class), at..end.max(q.unit_span.end)),
        None => (None, q.unit_span.clone()),
    }
}

/// The percentage beside a ratio, with where it ends: "81/82 (98,78%)", "834/834 chi bộ … đạt tỷ lệ 100%".
fn share_behind(reading: &Reading, sentence: &Range<usize>, quantities: &[QuantityMention], n: usize) -> Option<(f64, usize)> {
    let next = quantities.get(n + 1).filter(|next| next.kind == QuantityKind::Percent && next.span.start < sentence.end)?;
    let between = quantities[n].span.end..next.span.start;
    let broken = between.clone().any(|t| matches!(reading.tokens[t].ch, ';' | ':'));
    let linked =
        between.clone().any(|t| reading.tokens[t].is_mark('(')) || reading.find_cue(between.clone(), Cue::ShareLink).is_some();
    let plan = reading.cue(next.span.end, Cue::PlanShare).is_some();
    // The percentage of a later subject is not this ratio's: another comma-separated statement with a noun of its own.
    let other = between.len() > 22;
    (linked && !broken && !plan && !other && next.value_high.is_none()).then_some((next.value, next.span.end))
}

/// "còn 3/25 xã chưa …": what is still to be done.
fn left_to_do(reading: &Reading, sentence: &Range<usize>, q: &QuantityMention, after: usize) -> bool {
    let before = q.span.start.saturating_sub(2).max(sentence.start)..q.span.start;
    let left = reading.find_cue(before, Cue::LeftToDo).is_some() || reading.cue_before(q.span.start, Cue::WillBe).is_some();
    let not_done = (after..sentence.end.min(after + 2)).any(|i| reading.cue(i, Cue::NotDone).is_some());
    left || not_done
}

/// "20/22 quận, huyện có chung cư": what merely has something has done nothing.
fn property(reading: &Reading, after: usize) -> bool {
    reading.cue(after, Cue::HasProperty).is_some()
        || reading.cue(after, Cue::Has).is_some_and(|end| reading.any_cue(end, &[Cue::Done, Cue::HasDone]).is_none())
}

/// Congress where the statement is that congresses were held; other where the congress is only what the work was about.
fn activity(reading: &Reading, sentence: &Range<usize>, from: usize, after: usize) -> Activity {
    let clause_end = (after..sentence.end).find(|&t| reading.is_mark(t, ';')).unwrap_or(sentence.end);
    if let Some(word) = reading.find_cue(after..clause_end, Cue::CongressWord) {
        let between = after..word.start;
        let about = reading.find_cue(between.clone(), Cue::NoCongress).is_some();
        if !about && between.len() <= 24 {
            return Activity::Congress;
        }
        return Activity::Other;
    }
    // "tổ chức đại hội được 81/82", "về đại hội: đã có 21/21".
    let before = sentence.start..from;
    match reading.find_last_cue(before.clone(), Cue::CongressWord) {
        Some(word) if reading.find_cue(word.start.saturating_sub(6).max(sentence.start)..from, Cue::NoCongress).is_none() => {
            Activity::Congress
        }
        _ => Activity::Other,
    }
}

fn subject(
    reading: &Reading,
    sentence: &Range<usize>,
    q: &QuantityMention,
    class: Option<UnitClass>,
    unit: &Range<usize>,
    activity: Activity,
) -> Option<ProgressSubject> {
    let party = |class| match class {
        UnitClass::PartyCell => Some(ProgressSubject::PartyCell),
        UnitClass::GrassrootsPartyOrg => Some(ProgressSubject::GrassrootsPartyOrg),
        UnitClass::PartyCommittee => Some(ProgressSubject::PartyCommittee),
        _ => None,
    };
    // "60/61 đơn vị" of congresses are the Party bodies named before.
    let generic = class.is_none()
        || reading.cue(unit.start, Cue::GenericUnit).is_some_and(|end| unit_at(reading, unit.start).is_none_or(|u| u.1 <= end));
    if generic && activity == Activity::Congress {
        // The last one named; a phrase ("đảng bộ, chi bộ") goes before the words inside it.
        let (mut named, mut i) = (None, sentence.start);
        while i < q.span.start {
            let unit = noun_at(reading, i).and_then(|(class, end)| Some((party(class)?, end)));
            (named, i) = unit.map_or((named, i + 1), |(subject, end)| (Some(subject), end));
        }
        return Some(named.unwrap_or(ProgressSubject::Other));
    }
    let class = match class {
        Some(class) => class,
        None => {
            // "đại biểu có mặt 250/255": the noun stands before.
            let from = q.span.start.saturating_sub(8).max(sentence.start);
            let noun = (from..q.span.start).rev().find_map(|i| noun_at(reading, i).map(|u| u.0));
            match noun {
                Some(UnitClass::Money | UnitClass::Measure | UnitClass::Duration | UnitClass::Age) | None if unit.is_empty() => {
                    return None;
                }
                Some(class) if unit.is_empty() => class,
                _ => return Some(ProgressSubject::Other),
            }
        }
    };
    Some(match class {
        UnitClass::AdminUnit => ProgressSubject::AdminUnit,
        UnitClass::Staff | UnitClass::Person | UnitClass::LeadershipPost => {
            let households = reading.cue(unit.start, Cue::Household).is_some();
            if households { ProgressSubject::Other } else { ProgressSubject::Person }
        }
        class => party(class).unwrap_or(ProgressSubject::Other),
    })
}

/// "100% chi bộ đã tổ chức đại hội": a bare share counts for congresses only.
fn congress_share(reading: &Reading, sentence: &Range<usize>, q: &QuantityMention) -> Option<ProgressMention> {
    let at = reading.cue(q.span.end, Cue::NumberSign).unwrap_or(q.span.end);
    let (class, end) = unit_at(reading, at)?;
    let subject = match class {
        UnitClass::PartyCell => ProgressSubject::PartyCell,
        UnitClass::GrassrootsPartyOrg => ProgressSubject::GrassrootsPartyOrg,
        UnitClass::PartyCommittee => ProgressSubject::PartyCommittee,
        _ => return None,
    };
    let word = reading.find_cue(end..sentence.end.min(end + 14), Cue::CongressWord)?;
    let between = end..word.start;
    let held = reading.find_cue(between.clone(), Cue::Done).is_some() && reading.find_cue(between, Cue::NoCongress).is_none();
    // "100% chi bộ hoàn thành kế hoạch đại hội" was shut out above; a target is no progress.
    let planned = reading.find_cue(sentence.start..q.span.start, Cue::Target).is_some();
    (held && !planned && q.value_high.is_none()).then(|| ProgressMention {
        span: q.span.start..q.span.end,
        activity: Activity::Congress,
        subject,
        done: None,
        total: None,
        percent: Some(q.value),
        subject_span: at..end,
        rule: "progress.congress.percent",
    })
}
