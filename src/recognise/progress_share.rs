//! Shares of congresses held: "100% chi bộ đã tổ chức đại hội", "hoàn thành đại hội chi bộ, đạt 100%". A bare percentage of
//! anything else is no progress.

use super::progress::{congress_in, last_congress_in, party};
use super::quantity::{noun_at, skip_approximation, unit_at};
use super::reading::{Reading, is_near};
use crate::lang::cues::Cue;
use crate::lang::units::UnitClass;
use crate::model::mention::{ProgressMention, QuantityMention};
use crate::model::tag::{Activity, ProgressSubject, QuantityKind};
use std::ops::Range;

/// "100% chi bộ đã tổ chức đại hội": a bare share counts for congresses only. Also "99,8% tổng số tổ chức cơ sở đảng …", "hoàn
/// thành 100% đại hội các chi bộ" and, of several shares, those that leave the noun to the last ("A đạt 88%, B đạt 93% số …").
pub(super) fn congress_share(
    reading: &Reading,
    sentence: &Range<usize>,
    quantities: &[QuantityMention],
    n: usize,
) -> Option<ProgressMention> {
    let q = &quantities[n];
    let row = |share: &QuantityMention, subject, subject_span| ProgressMention {
        span: share.span.clone(),
        activity: Activity::Congress,
        subject,
        done: None,
        total: None,
        percent: Some(share.value),
        subject_span,
        rule: "progress.congress.percent",
    };
    let plain = q.value_high.is_none();
    if let Some((subject, at)) = share_of_congress(reading, sentence, q).filter(|_| plain) {
        return Some(row(q, subject, at));
    }
    // "234 chi bộ đã tổ chức thành công đại hội, đạt tỷ lệ 100%": the share behind a count of congresses held.
    let linked = reading.find_cue(q.span.start.saturating_sub(3)..q.span.start, Cue::ShareLink).is_some();
    let count =
        n.checked_sub(1).map(|m| &quantities[m]).filter(|c| c.kind == QuantityKind::Count && c.span.start >= sentence.start);
    let counted = count.filter(|_| plain && linked && !aimed(reading, sentence, q)).and_then(|c| {
        // "101 đại hội đảng bộ cấp huyện được tổ chức, chiếm 8%": the congresses themselves are counted.
        if let Some(word) = congress_in(reading, c.span.end..c.span.end + 3).filter(|w| w.start == c.span.end) {
            let done = reading.find_cue(word.end..q.span.start, Cue::Done).is_some() && is_near(word.end, q.span.start, 16);
            return party_noun(reading, word.start..word.end + 2).filter(|_| done);
        }
        let (class, end) = unit_at(reading, c.span.end)?;
        let held = end..q.span.start;
        let word = last_congress_in(reading, held.clone())?;
        let about =
            reading.find_cue(held.clone(), Cue::NoCongress).is_some() || reading.find_cue(held.clone(), Cue::Done).is_none();
        (!about && word.start - end <= 24).then_some((party(class)?, c.span.end..end))
    });
    if let Some((subject, at)) = counted {
        // "Toàn Đảng bộ có 520 tổ chức cơ sở đảng, … 512 tổ chức … (chiếm 98,5%)": the total told before, which the share gives.
        let mut row = row(q, subject, at);
        if let Some((done, total)) = count.and_then(|c| total_before(reading, quantities, c, q.value)) {
            (row.done, row.total, row.rule) = (Some(done), Some(total), "progress.congress.ratio");
        }
        return Some(row);
    }
    if let Some((subject, at)) = share_behind_congress(reading, sentence, q).filter(|_| plain) {
        return Some(row(q, subject, at));
    }
    // The shares of a list stand apart by a comma and share the last one's noun.
    let next = quantities.get(n + 1).filter(|next| next.kind == QuantityKind::Percent && next.span.start < sentence.end)?;
    let listed = reading.is_mark(q.span.end, ',') || reading.cue(q.span.end, Cue::And).is_some();
    let between = q.span.end..next.span.start;
    let words = between.len() <= 14 && reading.find_cue(between, Cue::ShareLink).is_some();
    let (subject, at) = share_of_congress(reading, sentence, next).filter(|_| plain && listed && linked && words)?;
    Some(row(q, subject, at))
}

/// Whose congresses a percentage says are held.
fn share_of_congress(reading: &Reading, sentence: &Range<usize>, q: &QuantityMention) -> Option<(ProgressSubject, Range<usize>)> {
    let at = reading.any_cue(q.span.end, &[Cue::RatioOf, Cue::NumberSign]).map_or(q.span.end, |(end, _)| end);
    // "hoàn thành 100% đại hội các chi bộ": the congresses themselves are counted.
    if let Some(word) = congress_in(reading, at..at + 6).filter(|w| w.start == at).map(|w| w.end) {
        let done = reading.find_cue(q.span.start.saturating_sub(4).max(sentence.start)..q.span.start, Cue::Done).is_some();
        // The phrase may hold the noun: "đại hội chi bộ". "đại hội cấp cơ sở" leaves open whose.
        let noun = party_noun(reading, at + 1..sentence.end.min(word + 3)).unwrap_or((ProgressSubject::Other, at..word));
        return (done && !aimed(reading, sentence, q)).then_some(noun);
    }
    let (subject, end) = holders(reading, sentence, at)?;
    let word = congress_in(reading, end..sentence.end.min(end + 14))?;
    let between = end..word.start;
    let verb = if party_noun(reading, at..end).is_some() { Cue::Done } else { Cue::Held };
    let held = reading.find_cue(between.clone(), verb).is_some() && reading.find_cue(between, Cue::NoCongress).is_none();
    // "100% chi bộ hoàn thành kế hoạch đại hội" was shut out above; a target is no progress.
    (held && !aimed(reading, sentence, q)).then_some((subject, at..end))
}

/// Who may hold the congresses of a share, named at token `at`: Party bodies, places, and bodies of other organisations ("các Đoàn
/// cấp huyện trực thuộc Tỉnh đoàn"), whose name ends where a verb begins; nobody whom a congress consists of.
fn holders(reading: &Reading, sentence: &Range<usize>, at: usize) -> Option<(ProgressSubject, usize)> {
    const LONGEST_NAME: usize = 16;
    if let Some((class, end)) = unit_at(reading, at) {
        return match class {
            UnitClass::AdminUnit => Some((ProgressSubject::AdminUnit, end)),
            UnitClass::Unit | UnitClass::Other => Some((ProgressSubject::Other, end)),
            class => party(class).map(|subject| (subject, end)),
        };
    }
    let first = reading.any_cue(at, &[Cue::AllOf]).map_or(at, |(end, _)| end);
    let name = first..sentence.end.min(first + LONGEST_NAME);
    let verb = reading.find_cue(name, Cue::Held)?.start;
    let plain = (first..verb).all(|t| reading.tokens[t].is_word());
    (plain && verb > first && reading.tokens[first].is_capital()).then_some((ProgressSubject::Other, verb))
}

/// The first Party body named within `range`.
fn party_noun(reading: &Reading, mut range: Range<usize>) -> Option<(ProgressSubject, Range<usize>)> {
    range.find_map(|t| noun_at(reading, t).and_then(|(class, end)| Some((party(class)?, t..end))))
}

/// The share that stands behind the congresses it is of: "hoàn thành đại hội chi bộ, đạt 100%", "tỷ lệ chi bộ hoàn thành đại hội
/// đạt 98,5%", "đã tổ chức đại hội đảng bộ cơ sở ở 80% số xã".
fn share_behind_congress(
    reading: &Reading,
    sentence: &Range<usize>,
    q: &QuantityMention,
) -> Option<(ProgressSubject, Range<usize>)> {
    let start = (0..2).fold(q.span.start, |at, _| {
        (at.saturating_sub(2).max(sentence.start)..at).find(|&t| skip_approximation(reading, t) == at).unwrap_or(at)
    });
    let word = last_congress_in(reading, sentence.start..start).filter(|w| is_near(w.end, start, 18))?;
    let about = word.start.saturating_sub(14).max(sentence.start)..word.start;
    let held = reading.find_cue(about.clone(), Cue::Held).is_some() && reading.find_cue(about, Cue::NoCongress).is_none();
    // Nothing but the kind of congress, its term and small words may stand between.
    let mut at = word.end;
    while at < start {
        let known =
            reading.any_cue(at, &[Cue::ShareLink, Cue::CongressTail, Cue::CutDative, Cue::PlaceLink, Cue::Achieved]).map(|c| c.0);
        let unit = noun_at(reading, at).map(|u| u.1);
        let mark = !reading.tokens[at].is_word() && !matches!(reading.tokens[at].ch, '.' | ';' | ':');
        at = known.or(unit).or(mark.then_some(at + 1)).filter(|end| *end <= start)?;
    }
    let linked = [Cue::ShareLink, Cue::CutDative, Cue::PlaceLink].iter().any(|cue| reading.cue_before(start, *cue).is_some());
    let plan = reading.cue(q.span.end, Cue::PlanShare).is_some() || aimed(reading, sentence, q);
    if !held || !linked || plan {
        return None;
    }
    // "tỷ lệ chi bộ hoàn thành đại hội": the bodies counted; else those whose congress it is, the grassroots' by its level.
    let counted = (sentence.start..word.start).find_map(|t| {
        let noun = reading.cue(t, Cue::ShareLink).and_then(|end| Some((end, noun_at(reading, end)?)));
        noun.and_then(|(from, (class, end))| Some((party(class)?, from..end)))
    });
    let kind = party_noun(reading, word.start + 1..start);
    let level = |at: &Range<usize>| reading.find_cue(at.end..start, Cue::Grassroots).is_some();
    let kind = kind.map(|(subject, at)| match subject {
        ProgressSubject::PartyCommittee if level(&at) => (ProgressSubject::GrassrootsPartyOrg, at),
        _ => (subject, at),
    });
    // "đại hội ở 100% chi bộ": the bodies that the share is of.
    let behind = party_noun(reading, q.span.end..q.span.end + 2).filter(|noun| noun.1.start <= q.span.end + 1);
    Some(behind.or(counted).or(kind).unwrap_or((ProgressSubject::Other, word)))
}

/// The done and the total of a count whose total stands in the sentence before or in this one, where the share is theirs.
fn total_before(reading: &Reading, quantities: &[QuantityMention], count: &QuantityMention, share: f64) -> Option<(f64, f64)> {
    let class = unit_at(reading, count.span.end)?.0;
    let from = reading.sentence_of(reading.sentence_of(count.span.start).start.saturating_sub(1)).start;
    let total =
        quantities.iter().rev().filter(|t| t.span.start < count.span.start).take_while(|t| t.span.start >= from).find(|t| {
            let alike = t.kind == QuantityKind::Count && unit_at(reading, t.span.end).is_some_and(|u| u.0 == class);
            alike && t.value >= count.value && (count.value / t.value * 100.0 - share).abs() < 0.06
        })?;
    Some((count.value, total.value))
}

/// Whether the words before a number speak of an aim: "phấn đấu 100% chi bộ …", "phấn đấu đến hết tháng 5, 100% …"; "theo Kế hoạch
/// số 65, …" does not.
fn aimed(reading: &Reading, sentence: &Range<usize>, q: &QuantityMention) -> bool {
    let clause = (sentence.start..q.span.start).rev().find(|&t| matches!(reading.tokens[t].ch, ',' | ';'));
    let near = clause.map_or(sentence.start, |t| t + 1)..q.span.start;
    let aim = reading.find_last_cue(sentence.start..q.span.start, Cue::AimVerb).map(|r| r.start);
    let done = reading.find_last_cue(sentence.start..q.span.start, Cue::Achieved).map(|r| r.start);
    reading.find_cue(near, Cue::Target).is_some() || aim.is_some() && aim > done
}
