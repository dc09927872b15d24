//! Articles that say several facts: of how many distinct ones the facts of some lots are.
//!
//! Articles in the same lots are counted together: how many articles there are in any choice of lots is then a sum over the sets of
//! lots that articles are in, of which there are few.

use crate::frame::scan::Coded;
use crate::stats::run::Lot;
use rustc_hash::FxHashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic::resume_unwind;

/// Articles by lot, as they are read: the hash of the article and the number of the lot, apart by the highest bits of the hash.
#[derive(Default)]
pub struct Shared {
    parts: Vec<Vec<(u64, u32)>>,
    /// How many there were when each stood once.
    distinct: usize,
    /// Of a batch: the articles of each code one after another, and where those of a code end.
    hashes: Vec<u64>,
    ends: Vec<usize>,
}

/// Pairs up to which repeated ones do not matter.
const MANY: usize = 3 << 19;
/// Bits of a hash that tell the part that it is in: what is made of a part fits into the processor's cache.
const PART: u32 = 6;

const fn part_of(hash: u64) -> usize {
    (hash >> (u64::BITS - PART)) as usize
}

impl Shared {
    /// Takes the articles of a batch, of which each row names some; `lot` is that of a row.
    pub fn take(&mut self, ids: &Coded, lot: impl Fn(usize) -> Option<u32>) {
        if ids.values.is_empty() {
            return;
        }
        self.parts.resize_with(1 << PART, Vec::new);
        let Self { parts, hashes, ends, .. } = self;
        hashes.clear();
        ends.clear();
        for at in 0..ids.values.len() {
            let ids = ids.values.get(at).unwrap_or_default();
            match hash_of_id(ids) {
                Some(hash) => hashes.push(hash),
                None => hashes.extend(ids.split(' ').map(article_hash)),
            }
            ends.push(hashes.len());
        }
        ids.codes.for_each_below(ends.len() as u32, |row, code| {
            let code = code as usize;
            if let Some(lot) = lot(row) {
                let start = code.checked_sub(1).map_or(0, |before| ends[before]);
                hashes[start..ends[code]].iter().for_each(|hash| parts[part_of(*hash)].push((*hash, lot)));
            }
        });
        if self.pairs() > MANY.max(2 * self.distinct) {
            for part in &mut self.parts {
                part.sort_unstable();
                part.dedup();
            }
            self.distinct = self.pairs();
        }
    }

    fn pairs(&self) -> usize {
        self.parts.iter().map(Vec::len).sum()
    }

    /// Gives each lot the articles that no other has, and the sets of lots that it is in. `threads` are what was read, each with
    /// the numbers that its lots have here.
    pub fn count(threads: &[(Shared, Vec<u32>)], lots: &mut [Lot]) {
        let pairs: usize = threads.iter().map(|(shared, _)| shared.pairs()).sum();
        if pairs == 0 {
            return;
        }
        let count = lots.len();
        let parts: Vec<usize> = (0..1 << PART).collect();
        let at_once = if pairs < MANY / 16 { 1 } else { rayon::current_num_threads().max(1) };
        let counted: Vec<Sets> = std::thread::scope(|scope| {
            let work = parts.chunks(parts.len().div_ceil(at_once));
            let running: Vec<_> = work.map(|parts| scope.spawn(move || Sets::of(threads, parts, count))).collect();
            let joined = running.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
            joined.collect()
        });
        let mut all = Sets::default();
        for sets in counted {
            lots.iter_mut().zip(&sets.own).for_each(|(lot, own)| lot.articles_own += own);
            all.add(sets);
        }
        let mut number = 0;
        let mut add = |set: &[u32], count: u32| {
            set.iter().for_each(|lot| lots[*lot as usize].shared.push((number, count)));
            number += 1;
        };
        all.each_of_two(count, &mut add);
        all.more.iter().for_each(|(set, count)| add(set, *count));
    }
}

/// Of how many articles which lots tell.
#[derive(Default)]
struct Sets {
    /// Articles that are in one lot, by its number.
    own: Vec<usize>,
    /// Most of the others are in two: the two lots of each.
    twos: Vec<(u32, u32)>,
    more: FxHashMap<Vec<u32>, u32>,
}

/// The lots of an article: one, two, or more, which then stand elsewhere.
#[derive(Clone, Copy)]
struct Slot {
    hash: u64,
    lots: [u32; 2],
}

const NO_LOT: u32 = u32::MAX;
const MORE: [u32; 2] = [NO_LOT, 0];
const EMPTY: Slot = Slot { hash: 0, lots: [NO_LOT, NO_LOT] };

impl Sets {
    fn of(threads: &[(Shared, Vec<u32>)], parts: &[usize], lots: usize) -> Self {
        let mut sets = Sets { own: vec![0; lots], ..Sets::default() };
        let mut table: Vec<Slot> = Vec::new();
        for part in parts {
            let own = || threads.iter().filter_map(|(shared, numbers)| Some((shared.parts.get(*part)?, numbers)));
            let pairs: usize = own().map(|(pairs, _)| pairs.len()).sum();
            let bits = (2 * pairs).next_power_of_two().ilog2().max(1);
            table.clear();
            table.resize(1 << bits, EMPTY);
            let mut more: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
            for ((hash, lot), numbers) in own().flat_map(|(pairs, numbers)| pairs.iter().zip(std::iter::repeat(numbers))) {
                let lot = numbers[*lot as usize];
                // The highest bits are those of the part.
                let mut at = (hash << PART >> (u64::BITS - bits)) as usize;
                while table[at].hash != *hash && table[at].lots != EMPTY.lots {
                    at = (at + 1) & (table.len() - 1);
                }
                let slot = &mut table[at];
                match slot.lots {
                    [NO_LOT, NO_LOT] => *slot = Slot { hash: *hash, lots: [lot, NO_LOT] },
                    MORE => more.entry(*hash).or_default().push(lot),
                    [one, other] if one == lot || other == lot => {}
                    [one, NO_LOT] => slot.lots = [one, lot],
                    [one, other] => {
                        more.insert(*hash, vec![one, other, lot]);
                        slot.lots = MORE;
                    }
                }
            }
            for slot in table.iter().filter(|slot| slot.lots[0] != NO_LOT) {
                match slot.lots {
                    [lot, NO_LOT] => sets.own[lot as usize] += 1,
                    [one, other] => sets.twos.push((one.min(other), one.max(other))),
                }
            }
            for (_, mut set) in more {
                set.sort_unstable();
                set.dedup();
                *sets.more.entry(set).or_default() += 1;
            }
        }
        sets
    }

    fn add(&mut self, other: Sets) {
        self.twos.extend(other.twos);
        other.more.into_iter().for_each(|(set, count)| *self.more.entry(set).or_default() += count);
    }

    /// The sets of two lots, and of how many articles each is.
    fn each_of_two(&self, lots: usize, mut each: impl FnMut(&[u32], u32)) {
        // Put under their first lot by counting; what stands under one lot is little.
        let mut ends = vec![0usize; lots + 1];
        self.twos.iter().for_each(|(one, _)| ends[*one as usize + 1] += 1);
        (0..lots).for_each(|lot| ends[lot + 1] += ends[lot]);
        let mut next = ends.clone();
        let mut others = vec![0u32; self.twos.len()];
        for (one, other) in &self.twos {
            let at = &mut next[*one as usize];
            others[*at] = *other;
            *at += 1;
        }
        for (one, range) in (0..).zip(ends.windows(2)) {
            let own = &mut others[range[0]..range[1]];
            own.sort_unstable();
            own.chunk_by(|a, b| a == b).for_each(|same| each(&[one, same[0]], same.len() as u32));
        }
    }
}

/// Ids of articles are a hash already. Of ten million articles two have one number once in four hundred thousand corpora.
fn article_hash(id: &str) -> u64 {
    hash_of_id(id).unwrap_or_else(|| {
        let mut hasher = DefaultHasher::new();
        id.hash(&mut hasher);
        hasher.finish()
    })
}

/// The hash of an id that is one, written as ids are.
fn hash_of_id(id: &str) -> Option<u64> {
    let digits: &[u8; 16] = id.as_bytes().strip_prefix(b"a")?.try_into().ok()?;
    let (mut hash, mut wrong) = (0, 0);
    for digit in digits {
        let value = HEX[usize::from(*digit)];
        hash = hash << 4 | u64::from(value & 15);
        wrong |= value;
    }
    (wrong < 16).then_some(hash)
}

/// What a hexadecimal digit counts; more than 15 for other bytes.
const HEX: [u8; 256] = {
    let mut table = [u8::MAX; 256];
    let mut digit = 0;
    while digit < 16 {
        table[b"0123456789abcdef"[digit] as usize] = digit as u8;
        digit += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::scan::{Codes, Strings};
    use crate::stats::run::shared_articles;
    use std::collections::BTreeSet;

    #[test]
    fn an_article_of_several_lots_counts_once() {
        let rows = ["a b", "b", "a c", "", "c c", "d", "b d"];
        let lots = [0, 1, 1, 2, 2, 2, 0];
        let mut values = Strings::default();
        rows.iter().filter(|ids| !ids.is_empty()).for_each(|ids| values.push(ids));
        let mut next = 0..;
        let codes = rows.iter().map(|ids| if ids.is_empty() { 6 } else { next.next().unwrap_or(6) }).collect();
        let mut shared = Shared::default();
        shared.take(&Coded { codes: Codes::Wide(codes), values, gaps: true }, |row| (row != 5).then_some(lots[row]));
        let mut counted: Vec<Lot> = (0..3).map(|_| Lot::default()).collect();
        Shared::count(&[(shared, vec![0, 1, 2])], &mut counted);
        for choice in 1..8usize {
            let chosen = || (0..3).filter(|lot| choice >> lot & 1 == 1);
            let expected: BTreeSet<&str> = (rows.iter().zip(&lots).enumerate())
                .filter(|(row, (ids, lot))| *row != 5 && !ids.is_empty() && chosen().any(|c| c == **lot as usize))
                .flat_map(|(_, (ids, _))| ids.split(' '))
                .collect();
            let own: usize = chosen().map(|lot| counted[lot].articles_own).sum();
            assert_eq!(own + shared_articles(chosen().map(|lot| &counted[lot])), expected.len(), "{choice}");
        }
    }
}
