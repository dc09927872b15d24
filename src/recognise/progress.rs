//! So many units of a known total that have done something: "81/82 (98,78%) tổ chức cơ sở Đảng", "437 trên tổng số 713 quận,
//! huyện", "57/62 đại biểu đồng ý", and bare percentages of congresses held.

use super::progress_share::congress_share;
use super::quantity::{noun_at, unit_at};
use super::reading::Reading;
use crate::lang::cues::Cue;
use crate::lang::lexicon::Entry;
use crate::lang::units::UnitClass;
use crate::model::mention::{ProgressMention, QuantityMention, StaffingMention};
use crate::model::tag::{Activity, ProgressSubject, QuantityKind};
use std::ops::Range;

/// Tokens over which one statement goes on with another: a long paragraph.
const NEAR: usize = 400;
/// An article with more statements than this is a list, in which each stands for itself.
const LONGEST_ACCOUNT: usize = 500;

/// All statements of progress, in text order. A ratio that one of `cuts` was made of is no progress.
pub fn progress(reading: &Reading, quantities: &[QuantityMention], cuts: &[StaffingMention]) -> Vec<ProgressMention> {
    let mut out: Vec<ProgressMention> = Vec::new();
    for (n, quantity) in quantities.iter().enumerate() {
        if cuts.iter().any(|cut| cut.span.start <= quantity.span.start && quantity.span.end <= cut.span.end) {
            continue;
        }
        let sentence = reading.sentence_of(quantity.span.start);
        let found = match quantity.kind {
            QuantityKind::Ratio => ratio(reading, &sentence, quantities, n, told(reading, &out, quantity.span.start)),
            QuantityKind::Percent if !claimed_by_ratio(&out, quantity) => congress_share(reading, &sentence, quantities, n),
            QuantityKind::Count => part_of_named(reading, &sentence, quantities, n),
            _ => None,
        };
        out.extend(found);
    }
    once(out)
}

/// A bare share of congresses that a ratio of the article spells out is that statement: "100% chi bộ …: 250/250 chi bộ".
fn once(mut rows: Vec<ProgressMention>) -> Vec<ProgressMention> {
    if rows.len() > LONGEST_ACCOUNT {
        return rows;
    }
    let mut n = 0;
    while n < rows.len() {
        let bare = rows[n].done.is_none() && rows[n].activity == Activity::Congress;
        let share = rows[n].percent.filter(|_| bare);
        let told = |row: &ProgressMention| {
            let comes_to = row.done.zip(row.total).map(|(done, total)| done / total * 100.0)?;
            let same = row.activity == Activity::Congress && row.subject == rows[n].subject;
            (same && row.percent.is_none_or(|p| Some(p) == share)).then(|| share.map(|s| (comes_to - s).abs() < 0.06))?
        };
        // "Trên 62% chi hội …" of a headline is "144/229 (62,88%)" of its article.
        let rounded = |row: &ProgressMention| {
            let same = row.activity == Activity::Congress && row.subject == rows[n].subject && row.done.is_some();
            same && row.percent.zip(share).is_some_and(|(exact, share)| exact.floor() == share)
        };
        if share.is_some() && rows.iter().any(rounded) {
            rows.remove(n);
            continue;
        }
        match rows.iter().position(|row| told(row) == Some(true)) {
            Some(fuller) => {
                rows[fuller].percent = share;
                rows.remove(n);
            }
            None => n += 1,
        }
    }
    rows
}

/// "Trong số 475 đại biểu có mặt, có 4 đại biểu không tán thành", "Trong tổng số 45 chi bộ, 40 chi bộ đã đại hội": so many of a
/// total named before, of votes and congresses; other parts of a total are what they are.
fn part_of_named(
    reading: &Reading,
    sentence: &Range<usize>,
    quantities: &[QuantityMention],
    n: usize,
) -> Option<ProgressMention> {
    let q = &quantities[n];
    let (class, unit) = unit_behind(reading, q);
    let from = quantities[..n].partition_point(|total| total.span.start < sentence.start);
    let whole = quantities[from..n].iter().find(|total| {
        total.kind == QuantityKind::Count
            && total.value > q.value
            && unit_behind(reading, total).0 == class
            && (reading.cue_before(total.span.start, Cue::RatioWeak).is_some()
                || (total.span.start.saturating_sub(3)..total.span.start)
                    .any(|t| reading.cue(t, Cue::RatioOf).is_some_and(|end| end <= total.span.start)))
    })?;
    let end = unit.end.max(q.span.end);
    let clause = (end..sentence.end).find(|&t| matches!(reading.tokens[t].ch, ',' | ';')).unwrap_or(sentence.end);
    let votes = matches!(class?, UnitClass::Person | UnitClass::Staff)
        && reading.find_cue(end..clause.min(end + 9), Cue::VoteVerb).is_some();
    let party = party(class?);
    let held = party.is_some()
        && congress_in(reading, end..clause).is_some_and(|word| {
            reading.find_cue(end..word.start, Cue::NoCongress).is_none() && reading.find_cue(end..word.start, Cue::Done).is_some()
        });
    // "có 14 chi bộ bầu chi ủy": what else Party bodies have done.
    let acted = party.is_some() && !held && (end..clause.min(end + 3)).any(|t| reading.cue(t, Cue::Done).is_some());
    let open = (whole.span.end..q.span.start).rev().find(|&t| matches!(reading.tokens[t].ch, '(' | ')'));
    if open.is_some_and(|t| reading.is_mark(t, '(')) {
        return None;
    }
    let joined = reading.is_mark(whole.unit_span.end.max(whole.span.end), ',')
        || (whole.span.end..q.span.start).any(|t| reading.is_mark(t, ','));
    let subject = if votes { ProgressSubject::Person } else { party.filter(|_| held || acted)? };
    (joined && !left_to_do(reading, sentence, q, end)).then(|| ProgressMention {
        span: q.span.start..end,
        activity: if held { Activity::Congress } else { Activity::Other },
        subject,
        done: Some(q.value),
        total: Some(whole.value),
        percent: share_behind_count(reading, quantities, n, whole.value),
        subject_span: unit,
        rule: if held { "progress.congress.ratio" } else { "progress.other.ratio" },
    })
}

/// The percentage behind a count that its total gives.
fn share_behind_count(reading: &Reading, quantities: &[QuantityMention], n: usize, total: f64) -> Option<f64> {
    let (q, next) = (&quantities[n], quantities.get(n + 1)?);
    let near = next.kind == QuantityKind::Percent && next.span.start < reading.sentence_of(q.span.start).end;
    (near && (next.value - q.value / total * 100.0).abs() < 0.1).then_some(next.value)
}

/// Whether a percentage already stands beside a ratio.
fn claimed_by_ratio(out: &[ProgressMention], percent: &QuantityMention) -> bool {
    out.last().is_some_and(|p| p.percent == Some(percent.value) && p.span.end >= percent.span.end)
}

/// The statement of congresses held that the one at `token` may go on with: the first of its paragraph, which speaks of the
/// whole, else the last of the paragraph before.
fn told<'p>(reading: &Reading, out: &'p [ProgressMention], token: usize) -> Option<&'p ProgressMention> {
    let breaks = |from: usize| (from..=token).filter(|t| reading.tokens[*t].breaks()).count();
    let near = |p: &&ProgressMention| token.saturating_sub(p.span.end) <= NEAR && breaks(p.span.end) <= 1;
    let mut held = out.iter().rev().take_while(near).filter(|p| p.activity == Activity::Congress).peekable();
    let last = held.peek().copied();
    held.take_while(|p| breaks(p.span.end) == 0).last().or(last)
}

fn ratio(
    reading: &Reading,
    sentence: &Range<usize>,
    quantities: &[QuantityMention],
    n: usize,
    told: Option<&ProgressMention>,
) -> Option<ProgressMention> {
    let q = &quantities[n];
    let (done, total) = (q.value, q.value_high?);
    let (class, unit) = unit_behind(reading, q);
    // "ngõ 72/3", "1/29 Quang Trung", "xã08/05/2023": addresses and dates that nothing else has claimed.
    let glued = reading.tokens[q.span.start].glued() && q.span.start > 0 && reading.tokens[q.span.start - 1].is_word();
    let capital = reading.tokens.get(q.span.end).is_some_and(|t| t.is_word() && t.is_capital() && !t.breaks());
    let street = class.is_none() && capital && reading.cue_before(q.span.start, Cue::Done).is_none();
    // "3/100 người", "0,006/100.000 dân": a rate.
    let rate = total >= 100.0 && total.log10().fract() == 0.0 && done < total / 10.0;
    if done > total || glued || street || rate {
        return None;
    }
    // A fraction of something that is no set of units: "2/3 chặng đường", "1/2 số hộ", "3/4 thời gian".
    let fraction = total <= 10.0 && done < total && reading.cue(q.span.start, Cue::RatioOf).is_none();
    let of_part = reading.cue(q.span.end, Cue::NumberSign).is_some()
        || reading.cue(q.span.end, Cue::CutFiller).is_some() && class.is_none();
    // "2/3 người được hỏi" is a share of anybody, "3/5 đồng chí" are so many of five.
    let anybody = reading.cue(unit.start, Cue::Anybody) >= Some(unit.end) && (total <= 4.0 || done == 1.0);
    // "bắt tạm giam 6 trong 8 người"
    let caught =
        (q.span.start.saturating_sub(3).max(sentence.start)..q.span.start).any(|t| reading.cue(t, Cue::Caught).is_some());
    // "đã thi hành được 2/6 vụ": so many were done.
    let done_of = class.is_some() && reading.cue_before(q.span.start, Cue::DoneOf).is_some();
    let units = (!matches!(class, None | Some(UnitClass::Other)) || done_of) && !anybody;
    // "là 1 trong 10 địa phương" tells of membership.
    let member = done == 1.0 && reading.any_cue(q.span.start + 1, &[Cue::RatioOf, Cue::RatioWeak]).is_some();
    if member || caught || (fraction && (of_part || !units)) || done.fract() != 0.0 || total.fract() != 0.0 {
        return None;
    }
    // "120/500 tỷ đồng"
    let scaled = reading.hits_at(q.span.end).iter().any(|h| matches!(h.entry, Entry::Scale(_)));
    if scaled || matches!(class, Some(UnitClass::Money | UnitClass::Measure | UnitClass::Duration | UnitClass::Age)) {
        return None;
    }
    // "tổ chức đại hội tại 1.725 chi bộ trên tổng số 4.130": where congresses were held is who held them.
    let where_held = congress_in(reading, sentence.start..q.span.start).is_some();
    // "khối trực thuộc 232/320 đơn vị" goes on with the congresses told of; "bố trí bí thư kiêm chủ tịch tại 45/150 xã" says where
    // it was done, "có dịch tại 45/150 xã" where something is.
    let where_done = where_held
        || reading.find_cue(sentence.start..q.span.start, Cue::DoneAt).is_some()
        || told.is_some() && reading.cue(unit.start, Cue::GenericUnit).is_some();
    if reading.cue_before(q.span.start, Cue::Rank).is_some()
        || reading.cue_before(q.span.start, Cue::Locative).is_some() && !where_done
    {
        return None;
    }
    // "chọn 91/1.447 đảng bộ làm điểm": what was chosen for a task has yet to do it.
    if class.and_then(party).is_some() && reading.cue_before(q.span.start, Cue::Chosen).is_some() {
        return None;
    }
    let percent = share_behind(reading, sentence, quantities, n);
    let after = percent.as_ref().map_or(unit.end.max(q.span.end), |p| p.1.max(unit.end));
    if left_to_do(reading, sentence, q, after) || property(reading, after) {
        return None;
    }
    // What is counted in words unknown must be said to have been done, reached, passed.
    let near = q.span.start.saturating_sub(5).max(sentence.start)..q.span.start;
    // "đảng viên tham gia học tập là 2.909/3.044, đạt 95,56%": the noun stands before, the share behind says that it was done.
    let before = percent.as_ref().and_then(|_| noun_before(reading, sentence, q));
    let class = class.or(before);
    let known = told.is_some() || before.is_some() || !matches!(class, None | Some(UnitClass::Other));
    if !known
        && reading.find_cue(near, Cue::Done).is_none()
        && reading.find_cue(after..sentence.end.min(after + 9), Cue::Done).is_none()
    {
        return None;
    }
    // Congresses are held by Party bodies, or by the units that have them; votes and targets of a congress are other matters.
    let holds = !matches!(class, Some(UnitClass::Person | UnitClass::Staff | UnitClass::LeadershipPost | UnitClass::Other));
    let activity = if holds { activity(reading, sentence, q.span.start, unit.end.max(q.span.end)) } else { Activity::Other };
    // "Các khối khác được 60/61 đơn vị.", "Hương Sơn được 46/47.": what the sentence before said was done goes on.
    let goes_on = told.filter(|_| holds && activity == Activity::Other && says_no_more(reading, sentence, after));
    let activity = if goes_on.is_some() { Activity::Congress } else { activity };
    let party = matches!(class, Some(UnitClass::PartyCell | UnitClass::GrassrootsPartyOrg | UnitClass::PartyCommittee));
    let subject = match goes_on {
        Some(told) if !party => told.subject,
        _ => match counted_alike(reading, quantities, n, &unit) {
            Some(class) if activity == Activity::Other => {
                subject(reading, sentence, q, Some(class), &(unit.end..unit.end), activity)?
            }
            _ => match subject(reading, sentence, q, class, &unit, activity)? {
                // "Số cơ sở đại hội điểm là 62/91": the bodies are those told of before.
                ProgressSubject::Other if activity == Activity::Congress && class.is_none() => {
                    told.map_or(ProgressSubject::Other, |told| told.subject)
                }
                subject => subject,
            },
        },
    };
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

/// What a ratio behind "là" tells of: the first noun of its clause.
fn noun_before(reading: &Reading, sentence: &Range<usize>, q: &QuantityMention) -> Option<UnitClass> {
    const LONGEST: usize = 16;
    let be = reading.cue_before(q.span.start, Cue::MeetBe)?;
    let from = (sentence.start..be)
        .rev()
        .find(|&t| matches!(reading.tokens[t].ch, ';' | ':' | '(' | ')'))
        .map_or(sentence.start, |t| t + 1);
    let class = (from.max(be.saturating_sub(LONGEST))..be).find_map(|t| noun_at(reading, t))?.0;
    (!matches!(class, UnitClass::Other | UnitClass::Money | UnitClass::Measure | UnitClass::Duration | UnitClass::Age))
        .then_some(class)
}

/// "lấy ý kiến 40 xã, thị trấn. Kết quả, 40/40 đơn vị …": what the total counted in the sentences before.
fn counted_alike(reading: &Reading, quantities: &[QuantityMention], n: usize, unit: &Range<usize>) -> Option<UnitClass> {
    let q = &quantities[n];
    let generic = reading.cue(unit.start, Cue::GenericUnit) == Some(unit.end) || unit.is_empty();
    let from = reading.sentence_of(reading.sentence_of(q.span.start).start.saturating_sub(1)).start;
    let before = quantities[..n].iter().rev().take_while(|c| c.span.start >= from);
    let total = before.into_iter().find(|c| c.kind == QuantityKind::Count && Some(c.value) == q.value_high)?;
    unit_at(reading, total.span.end).map(|u| u.0).filter(|_| generic)
}

/// Whether the statement ends behind its unit: no verb of another activity follows.
fn says_no_more(reading: &Reading, sentence: &Range<usize>, after: usize) -> bool {
    let end = (after..sentence.end).find(|t| !reading.tokens[*t].is_word()).unwrap_or(sentence.end);
    let rest = after..end;
    rest.is_empty() || (rest.len() <= 3 && reading.find_cue(rest.clone(), Cue::Finished).is_some_and(|f| f.start == rest.start))
}

/// The unit right behind a ratio, or behind the percentage in brackets that follows it.
fn unit_behind(reading: &Reading, q: &QuantityMention) -> (Option<UnitClass>, Range<usize>) {
    let mut at = q.span.end;
    if reading.is_mark(at, '(')
        && let Some(close) = (at..at + 12).find(|t| reading.is_mark(*t, ')'))
    {
        at = close + 1;
    }
    // "100% (45/45) đại biểu".
    at += usize::from(reading.is_mark(at, ')'));
    at = reading.any_cue(at, &[Cue::NumberSign]).map_or(at, |(end, _)| end);
    match unit_at(reading, at) {
        Some((class, end)) => (Some(class), at..end.max(q.unit_span.end)),
        None => (None, q.unit_span.clone()),
    }
}

/// The percentage beside a ratio, with where it ends: "81/82 (98,78%)", "834/834 chi bộ … đạt tỷ lệ 100%"; further on in the
/// sentence, one that the ratio itself comes to: "91/664 huyện thuộc 37 tỉnh … (chiếm 13,7%)".
fn share_behind(reading: &Reading, sentence: &Range<usize>, quantities: &[QuantityMention], n: usize) -> Option<(f64, usize)> {
    let q = &quantities[n];
    let whole = q.value / q.value_high? * 100.0;
    // "đạt 99,9% (12.345/12.357 cử tri)": the share stands before.
    let bracket = q.span.start.checked_sub(1).filter(|&t| reading.is_mark(t, '('));
    let shown =
        n.checked_sub(1).map(|m| &quantities[m]).filter(|p| p.kind == QuantityKind::Percent && Some(p.span.end) == bracket);
    if let Some(shown) = shown.filter(|p| (p.value - whole).abs() < 1.0) {
        return Some((shown.value, q.span.end));
    }
    let later = quantities[n + 1..].iter().take_while(|next| next.span.start < sentence.end && next.kind != QuantityKind::Ratio);
    for (m, next) in later.enumerate().filter(|(_, next)| next.kind == QuantityKind::Percent && next.value_high.is_none()) {
        let between = q.span.end..next.span.start;
        let broken = between.clone().any(|t| matches!(reading.tokens[t].ch, ';' | ':'));
        let bracket = reading.is_mark(q.span.end, '(');
        let linked = between.clone().any(|t| matches!(reading.tokens[t].ch, '(' | '='))
            || reading.find_cue(between.clone(), Cue::ShareLink).is_some();
        let plan = reading.cue(next.span.end, Cue::PlanShare).is_some();
        // A percentage of something else does not come to what the ratio does: "29/29 người đạt trên 50% số phiếu".
        let comes_to = (next.value - whole).abs() < 1.0;
        // A real paper may print a percentage that the ratio does not give; behind a pause and with nothing after it, it is
        // the ratio's all the same, and `check` says so.
        let pause = between.clone().any(|t| reading.tokens[t].is_mark(','));
        let of_all = reading.any_cue(next.span.end, &[Cue::RatioOf]).is_some();
        let ends = of_all || reading.tokens.get(next.span.end).is_none_or(|t| !t.is_word());
        let rate = reading
            .cue_before(next.span.start, Cue::RateLink)
            .is_some_and(|at| at > 0 && matches!(reading.tokens[at - 1].ch, ',' | '('));
        let near = m == 0 && between.len() <= 22 && (bracket || comes_to || rate || (pause && ends));
        let gap = (next.value - whole).abs();
        let far = between.len() <= 50 && gap < 0.1;
        // The very share that the ratio comes to belongs to it behind a list of names, too.
        let exact = between.len() <= 120 && gap < 0.006;
        if linked && !plan && (!broken && (near || far) || exact) {
            return Some((next.value, next.span.end));
        }
    }
    None
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
    // "28/29 người có trên 50% số phiếu": votes are given.
    let voted = reading.find_cue(after..reading.sentence_of(after).end.min(after + 9), Cue::Vote).is_some();
    // "10/12 xã của huyện Đà Bắc bị cô lập"
    let mut after = after;
    while let Some(token) = reading.tokens.get(after).filter(|_| reading.cue(after, Cue::HasProperty).is_none()) {
        let of = reading.any_cue(after, &[Cue::MeetOf, Cue::Locative, Cue::MeetUnit]).map(|(end, _)| end);
        match of {
            Some(end) => after = end,
            None if token.is_word() && token.is_capital() && !token.breaks() => after += 1,
            None => break,
        }
    }
    let after = reading.cue(after, Cue::Already).unwrap_or(after);
    // "428/461 đại biểu có mặt tán thành": being there is no property.
    if reading.cue(after, Cue::Done) > reading.cue(after, Cue::Has) {
        return false;
    }
    reading.cue(after, Cue::HasProperty).is_some()
        || reading.cue(after, Cue::Has).is_some_and(|end| !voted && reading.any_cue(end, &[Cue::Done, Cue::HasDone]).is_none())
}

/// Congress where the statement is that congresses were held; other where the congress is only what the work was about.
fn activity(reading: &Reading, sentence: &Range<usize>, from: usize, after: usize) -> Activity {
    let clause_end = (after..sentence.end).find(|&t| reading.is_mark(t, ';')).unwrap_or(sentence.end);
    if let Some(word) = congress_in(reading, after..clause_end) {
        let between = after..word.start;
        let about = reading.find_cue(between.clone(), Cue::NoCongress).is_some();
        if !about && between.len() <= 24 {
            return Activity::Congress;
        }
        return Activity::Other;
    }
    // "309/1.301 công đoàn tổ chức đại hội, 14/293 tổ chức hội nghị": a clause with a verb of its own says what was done.
    let clause_end = (after..sentence.end).find(|&t| matches!(reading.tokens[t].ch, ',' | ';')).unwrap_or(sentence.end);
    if reading.find_cue(after..clause_end.min(after + 6), Cue::OwnDeed).is_some() {
        return Activity::Other;
    }
    // "tổ chức đại hội được 81/82", "về đại hội: đã có 21/21".
    let before = sentence.start..from;
    match last_congress_in(reading, before.clone()) {
        Some(word) if reading.find_cue(word.start.saturating_sub(6).max(sentence.start)..from, Cue::NoCongress).is_none() => {
            Activity::Congress
        }
        _ => Activity::Other,
    }
}

/// The first word of a congress within `range` that is none of shareholders or athletes.
pub(super) fn congress_in(reading: &Reading, range: Range<usize>) -> Option<Range<usize>> {
    let end = range.end;
    let mut from = range.start;
    loop {
        let word = reading.find_cue(from..end, Cue::CongressWord)?;
        if reading.cue(word.start, Cue::OtherCongress).is_none() {
            return Some(word);
        }
        from = word.end;
    }
}

/// The last word of a congress within `range`, as above.
pub(super) fn last_congress_in(reading: &Reading, range: Range<usize>) -> Option<Range<usize>> {
    let word = reading.find_last_cue(range, Cue::CongressWord)?;
    // A longer phrase may begin before the one found last.
    let start =
        (word.start.saturating_sub(2)..=word.start).find(|&t| reading.cue(t, Cue::CongressWord).is_some_and(|e| e >= word.end));
    let start = start.unwrap_or(word.start);
    reading.cue(start, Cue::OtherCongress).is_none().then_some(start..word.end)
}

fn subject(
    reading: &Reading,
    sentence: &Range<usize>,
    q: &QuantityMention,
    class: Option<UnitClass>,
    unit: &Range<usize>,
    activity: Activity,
) -> Option<ProgressSubject> {
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
                // "toàn tỉnh có 28/28 CĐ": the noun behind is one that is not known.
                Some(_) if unit.is_empty() && reading.tokens.get(q.span.end).is_some_and(|t| t.is_word() && t.is_capital()) => {
                    return Some(ProgressSubject::Other);
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

/// The Party body of a unit, if it is one.
pub(super) const fn party(class: UnitClass) -> Option<ProgressSubject> {
    match class {
        UnitClass::PartyCell => Some(ProgressSubject::PartyCell),
        UnitClass::GrassrootsPartyOrg => Some(ProgressSubject::GrassrootsPartyOrg),
        UnitClass::PartyCommittee => Some(ProgressSubject::PartyCommittee),
        _ => None,
    }
}
