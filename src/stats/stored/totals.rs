//! The counts of one place and series: for each total the latest stands, the others are tallied.

use super::standing::{At, Kept};
use crate::stats::disjoint::SAME_SET;
use crate::stats::summary::Reason;
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// The best count of one total, and how many statements the others have.
pub struct Best {
    pub total: f64,
    pub last: Option<i32>,
    pub done: u64,
    pub at: At,
    pub members: usize,
    pub others: usize,
    pub kept: Option<Box<Kept>>,
}

impl Best {
    fn rank(&self) -> (Option<i32>, u64, u64, At) {
        (self.last, self.done, self.total.to_bits(), self.at)
    }
}

/// One place and series of a row.
#[derive(Default)]
pub struct Group {
    pub totals: Vec<Best>,
    /// Counts with a base.
    pub full: usize,
    /// Every one of them says of what it is.
    pub unworded: bool,
    /// More than total and day decides.
    pub complex: bool,
    /// Shares and bare counts: statements, and where they are as long as there is no count with a base.
    pub partial: usize,
    pub shares: Vec<At>,
    /// Statements of parts whose whole is beside them.
    pub parts: usize,
    /// Activities that are not told apart: the first two, and statements of the rest.
    pub other: Vec<At>,
    pub others: usize,
}

impl Group {
    /// Whether it is the best of its total so far, and takes the place of one that was kept.
    pub fn count(&mut self, next: Best) -> (bool, bool) {
        self.full += 1;
        self.shares = Vec::new();
        match self.totals.iter_mut().find(|b| b.total == next.total) {
            None => {
                self.totals.push(next);
                (true, false)
            }
            Some(best) if next.rank() > best.rank() => {
                let kept = best.kept.is_some();
                *best = Best { others: best.others + best.members + next.others, ..next };
                (true, kept)
            }
            Some(best) => {
                best.others += next.members + next.others;
                (false, false)
            }
        }
    }

    pub fn add(&mut self, other: Group) {
        let full = self.full + other.full;
        for best in other.totals {
            self.count(best);
        }
        self.full = full;
        self.unworded |= other.unworded;
        self.complex |= other.complex;
        self.partial += other.partial;
        self.shares.extend(other.shares);
        self.parts += other.parts;
        self.other.extend(other.other);
        self.others += other.others;
    }

    /// What stands, and how many statements do not, by reason.
    pub fn decide(&mut self, stands: &mut FxHashSet<At>, kept: &mut BTreeMap<At, Kept>, left: &mut BTreeMap<Reason, usize>) {
        let mut leave = |reason, count| {
            if count > 0 {
                *left.entry(reason).or_default() += count;
            }
        };
        leave(Reason::PartOfWhole, self.parts);
        self.other.sort_unstable();
        stands.extend(&self.other);
        leave(Reason::NotComparable, self.others);
        if self.full == 0 {
            stands.extend(&self.shares);
            return;
        }
        leave(Reason::NoBase, self.partial);
        let widest = self.totals.iter().map(|b| b.total).fold(0.0, f64::max);
        let in_set = |best: &&Best| best.total >= widest * SAME_SET;
        let standing = self.totals.iter().filter(in_set).max_by_key(|best| best.rank()).map(|best| best.at);
        stands.extend(standing);
        for best in &mut self.totals {
            if Some(best.at) == standing
                && let Some(row) = best.kept.take()
            {
                kept.insert(best.at, *row);
            }
            let own = if Some(best.at) == standing { 0 } else { best.members };
            let reason = if in_set(&&*best) { Reason::Superseded } else { Reason::PartOfWhole };
            leave(reason, best.others + own);
        }
    }
}
