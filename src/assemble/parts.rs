//! Which statements of progress of an article are parts of another: 21/21 wards and 60/61 others of 81/82 organisations.

use crate::model::record::Progress;
use crate::model::tag::PartRole;

/// More statements of one activity than this are not searched for sums.
const MOST: usize = 12;
/// An article with more statements than this is a list, no account of a whole and its parts.
const LONGEST_ACCOUNT: usize = 500;

/// Marks wholes and their parts: two or more statements of the same activity and term whose done and total both add up to
/// those of another.
pub fn mark_parts(rows: &mut [Progress]) {
    if rows.len() > LONGEST_ACCOUNT {
        return;
    }
    for whole in 0..rows.len() {
        let (Some(done), Some(total)) = (rows[whole].done, rows[whole].total) else { continue };
        let candidates: Vec<usize> = (0..rows.len())
            .filter(|&i| {
                let row = &rows[i];
                i != whole
                    && row.part_of.is_none()
                    && row.role.is_none()
                    && row.activity == rows[whole].activity
                    && (row.term == rows[whole].term || row.term.is_none() || rows[whole].term.is_none())
                    && row.total.is_some_and(|t| t < total)
                    && row.done.is_some_and(|d| d <= done)
            })
            .collect();
        if candidates.len() < 2 || candidates.len() > MOST {
            continue;
        }
        // The smallest set that adds up; a single set of the same numbers is a repetition, not a part.
        let found = (1u32..1 << candidates.len()).filter(|set| set.count_ones() >= 2).find(|set| {
            let of = |value: fn(&Progress) -> Option<f64>| -> f64 {
                let chosen = candidates.iter().enumerate().filter(|(bit, _)| set & (1 << bit) != 0);
                chosen.filter_map(|(_, i)| value(&rows[*i])).sum()
            };
            of(|r| r.done) == done && of(|r| r.total) == total
        });
        if let Some(set) = found {
            let id = rows[whole].ground.record_id.clone();
            rows[whole].role = Some(PartRole::Whole);
            for (bit, i) in candidates.iter().enumerate() {
                if set & (1 << bit) != 0 {
                    rows[*i].role = Some(PartRole::Part);
                    rows[*i].part_of = Some(id.clone());
                }
            }
        }
    }
}
