//! Cuts as rows: statements of one sentence that say the same cut in several numbers become one row, and a row that an
//! article repeats is kept once.

use crate::model::mention::StaffingMention;
use crate::model::tag::{StaffingStatus, StaffingSubject};

/// Joins the rows of one sentence, `rows[from..]`, that arithmetic shows to be one cut: "giảm 1.620 thôn (từ 5.971 xuống còn
/// 4.351)", "giảm 67%, từ 10.035 xuống 3.321 đơn vị".
pub fn join(rows: &mut Vec<StaffingMention>, from: usize) {
    let mut n = from;
    while n < rows.len() {
        if let (Some(before), Some(after)) = (rows[n].before, rows[n].after) {
            let cut = before - after;
            if rows[n].count.is_none() {
                // The nearest difference wins; "hơn 10.000 … 3.321, giảm 6.714" is off by the approximation.
                let count =
                    nearest(rows, from, n, |r| r.count.filter(|_| r.before.is_none()).map(|c| (c - cut).abs() / cut), 0.01);
                n = take(rows, n, count);
            }
            if rows[n].percent.is_none() {
                let lone = |r: &StaffingMention| r.percent.filter(|_| r.count.is_none() && r.before.is_none());
                let share = nearest(rows, from, n, |r| lone(r).map(|p| (p - cut / before * 100.0).abs()), 1.0);
                n = take(rows, n, share);
            }
        }
        n += 1;
    }
}

/// The row that fits row `n` best within `most`, of the same kind of unit.
fn nearest(
    rows: &[StaffingMention],
    from: usize,
    n: usize,
    gap: impl Fn(&StaffingMention) -> Option<f64>,
    most: f64,
) -> Option<usize> {
    let alike = |r: &StaffingMention| {
        let unit = |s| matches!(s, StaffingSubject::Unit | StaffingSubject::AdminUnit);
        r.subject == rows[n].subject || unit(r.subject) && unit(rows[n].subject)
    };
    let fits = |m: usize| gap(&rows[m]).filter(|g| m != n && alike(&rows[m]) && *g <= most);
    (from..rows.len()).filter_map(|m| fits(m).map(|g| (m, g))).min_by(|a, b| a.1.total_cmp(&b.1)).map(|(m, _)| m)
}

/// Moves the numbers of row `other` into row `n` and drops it; where row `n` then stands.
fn take(rows: &mut Vec<StaffingMention>, n: usize, other: Option<usize>) -> usize {
    let Some(m) = other else { return n };
    let part = rows.remove(m);
    let n = if m < n { n - 1 } else { n };
    let row = &mut rows[n];
    row.count = row.count.or(part.count);
    row.percent = row.percent.or(part.percent);
    row.span = row.span.start.min(part.span.start)..row.span.end.max(part.span.end);
    if !row.status_stated && (part.status_stated || part.status == StaffingStatus::Target) {
        (row.status, row.status_stated) = (part.status, part.status_stated);
    }
    if row.subject == StaffingSubject::Unit && part.subject == StaffingSubject::AdminUnit {
        row.subject = part.subject;
    }
    n
}

/// Where an article begins with a plan and none of its statements says that anything is done, those that say nothing are of the
/// plan too.
fn framed(mut mentions: Vec<StaffingMention>) -> Vec<StaffingMention> {
    let stated = |status| mentions.iter().any(|m| m.status_stated && m.status == status);
    let begins =
        mentions.iter().min_by_key(|m| m.span.start).is_some_and(|m| m.status_stated && m.status == StaffingStatus::Target);
    if begins && !stated(StaffingStatus::Achieved) {
        mentions.iter_mut().for_each(|m| m.status = StaffingStatus::Target);
    }
    mentions
}

/// The rows of an article: a statement of a headline that leaves its status open is the body's statement of the same numbers.
pub fn distinct(mentions: Vec<StaffingMention>) -> Vec<StaffingMention> {
    let same_numbers = |a: &StaffingMention, b: &StaffingMention| {
        a.subject == b.subject && a.count == b.count && a.percent == b.percent && a.before == b.before && a.after == b.after
    };
    let mentions = framed(mentions);
    let mut out: Vec<StaffingMention> = Vec::new();
    for (n, mention) in mentions.iter().enumerate() {
        let stated_elsewhere = !mention.status_stated
            && mentions.iter().any(|other| other.status_stated && other.status != mention.status && same_numbers(other, mention));
        let seen = mentions[..n].iter().any(|other| other.status == mention.status && same_numbers(other, mention));
        // A count that another statement gives together with its percentage or its before and after adds nothing.
        let fuller = mentions.iter().enumerate().any(|(m, other)| {
            m != n
                && other.subject == mention.subject
                && other.status == mention.status
                && other.count == mention.count
                && mention.count.is_some()
                && mention.percent.is_none()
                && mention.before.is_none()
                && mention.after.is_none()
                && (other.percent.is_some() || other.before.is_some() || other.after.is_some())
        });
        if !stated_elsewhere && !seen && !fuller {
            out.push(mention.clone());
        }
    }
    out
}
