//! The rows of an article: one that it repeats is kept once, and a headline has the status of the body.

use crate::lang::cues::Cue;
use crate::model::mention::StaffingMention;
use crate::model::tag::StaffingStatus;
use crate::recognise::reading::Reading;
use rustc_hash::FxHashMap;
use std::collections::hash_map::Entry;

/// Whether the sentence of token `at` is a line of its own without a full stop.
pub fn is_headline(reading: &Reading, at: usize) -> bool {
    let sentence = reading.sentence_of(at);
    let breaks = reading.tokens.get(sentence.end).is_some_and(|t| t.breaks());
    breaks && !matches!(reading.tokens[sentence.end.saturating_sub(1)].ch, '.' | ';' | ':')
}

/// How many sentences may stand between a plan and a statement that goes on with it.
const GOES_ON: usize = 5;

/// Statements that say nothing go on with the plan told before them, where what is told next is of a plan too.
fn gone_on(reading: &Reading, mentions: &mut [StaffingMention]) {
    let target = |m: &StaffingMention| m.status_stated && m.status == StaffingStatus::Target;
    let sentence = |m: &StaffingMention| reading.sentences.partition_point(|s| s.end <= m.span.start);
    let mut n = 0;
    while n < mentions.len() {
        let open = mentions[n..].iter().take_while(|m| !m.status_stated).count();
        let planned = n > 0 && target(&mentions[n - 1]) && !is_headline(reading, mentions[n - 1].span.start);
        if planned && mentions.get(n + open).is_none_or(target) {
            let mut last = sentence(&mentions[n - 1]);
            let (told, open) = mentions.split_at_mut(n);
            for mention in open.iter_mut().take_while(|m| !m.status_stated) {
                let here = sentence(mention);
                let start = mention.span.start;
                let done = reading.find_cue(reading.sentence_of(start).start..start, Cue::Finished).is_some();
                if here.saturating_sub(last) > GOES_ON
                    || done
                    || is_headline(reading, start)
                    || told.iter().any(|row| within(mention, row))
                {
                    break;
                }
                mention.status = StaffingStatus::Target;
                last = here;
            }
        }
        n += open + 1;
    }
}

/// Where an article begins with a plan and none of its statements says that anything is done, those that say nothing are of the
/// plan too; where all that it states is of a plan, so is its headline. `planned`: the headline speaks of a plan.
fn framed(reading: &Reading, planned: bool, mut mentions: Vec<StaffingMention>) -> Vec<StaffingMention> {
    gone_on(reading, &mut mentions);
    let stated = |status| mentions.iter().any(|m| m.status_stated && m.status == status);
    if !(planned || stated(StaffingStatus::Target)) || stated(StaffingStatus::Achieved) {
        return mentions;
    }
    let headline = |m: &StaffingMention| is_headline(reading, m.span.start);
    let begins = |first: Option<&StaffingMention>| first.is_some_and(|m| m.status_stated && m.status == StaffingStatus::Target);
    let all = planned
        || begins(mentions.iter().min_by_key(|m| m.span.start))
        || begins(mentions.iter().filter(|m| !headline(m)).min_by_key(|m| m.span.start));
    mentions.iter_mut().filter(|m| all || headline(m)).for_each(|m| m.status = StaffingStatus::Target);
    mentions
}

/// The numbers of a row, as bits: count, percentage, before, after.
fn numbers(row: &StaffingMention) -> [Option<u64>; 4] {
    [row.count, row.percent, row.before, row.after].map(|n| n.map(f64::to_bits))
}

/// Whether all numbers of `one` stand in `other` too.
fn within(one: &StaffingMention, other: &StaffingMention) -> bool {
    one.subject == other.subject && numbers(one).into_iter().zip(numbers(other)).all(|(a, b)| a.is_none() || a == b)
}

/// How many numbers a row has.
fn fullness(row: &StaffingMention) -> usize {
    numbers(row).iter().flatten().count()
}

/// The rows of an article: a statement of a headline that leaves its status open is the body's statement of the same numbers,
/// and one that another states with further numbers adds nothing. `planned`: the article's headline speaks of a plan.
pub fn distinct(reading: &Reading, planned: bool, mentions: Vec<StaffingMention>) -> Vec<StaffingMention> {
    let mut first: FxHashMap<_, usize> = FxHashMap::default();
    let mut rows: Vec<StaffingMention> = Vec::new();
    for mention in framed(reading, planned, mentions) {
        match first.entry((mention.subject, mention.status, numbers(&mention))) {
            Entry::Occupied(row) => rows[*row.get()].status_stated |= mention.status_stated,
            Entry::Vacant(slot) => {
                slot.insert(rows.len());
                rows.push(mention);
            }
        }
    }
    // Rows that share a number: only these can say the same.
    let mut sharing: FxHashMap<(usize, u64), Vec<usize>> = FxHashMap::default();
    let stated = |row: &StaffingMention| numbers(row).into_iter().enumerate().filter_map(|(field, n)| n.map(|n| (field, n)));
    for (n, row) in rows.iter().enumerate() {
        stated(row).for_each(|key| sharing.entry(key).or_default().push(n));
    }
    let told = |n: usize, row: &StaffingMention| {
        let Some(alike) = stated(row).next().and_then(|key| sharing.get(&key)) else { return false };
        alike.iter().any(|&m| {
            let other = &rows[m];
            let fuller = fullness(other) > fullness(row);
            let counted = row.count.is_some() || row.before.is_some();
            // The status of the other statement holds where this one leaves it open.
            let status = other.status == row.status || !row.status_stated && other.status_stated;
            m != n && status && within(row, other) && (if fuller { counted } else { within(other, row) })
        })
    };
    rows.iter().enumerate().filter(|(n, row)| !told(*n, row)).map(|(_, row)| row.clone()).collect()
}
