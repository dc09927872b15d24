//! Articles that say several facts: of how many distinct ones the facts of some lots are.
//!
//! Articles in the same lots are counted together: how many articles there are in any choice of lots is then a sum over the sets of
//! lots that articles are in, of which there are few.

use crate::frame::scan::Coded;
use crate::stats::run::Lot;
use rustc_hash::FxHashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Articles by lot, as they are read: the hash of the article and the number of the lot.
#[derive(Default)]
pub struct Shared {
    pairs: Vec<(u64, u32)>,
    /// How many there were when each stood once.
    distinct: usize,
}

/// Pairs up to which repeated ones do not matter.
const MANY: usize = 1 << 20;

impl Shared {
    /// Takes the articles of a batch, of which each row names some; `lot` is that of a row.
    pub fn take(&mut self, ids: &Coded, lot: impl Fn(usize) -> Option<u32>) {
        if ids.values.is_empty() {
            return;
        }
        let (mut hashes, mut ends) = (Vec::with_capacity(ids.values.len()), Vec::with_capacity(ids.values.len()));
        for at in 0..ids.values.len() {
            hashes.extend(ids.values.get(at).into_iter().flat_map(|ids| ids.split(' ')).map(article_hash));
            ends.push(hashes.len());
        }
        ids.codes.for_each(|row, code| {
            let code = code as usize;
            if let Some(end) = ends.get(code)
                && let Some(lot) = lot(row)
            {
                let start = code.checked_sub(1).map_or(0, |before| ends[before]);
                self.pairs.extend(hashes[start..*end].iter().map(|hash| (*hash, lot)));
            }
        });
        if self.pairs.len() > MANY.max(2 * self.distinct) {
            self.pairs.sort_unstable();
            self.pairs.dedup();
            self.distinct = self.pairs.len();
        }
    }

    /// Adds what another thread has read, whose lots have other numbers here.
    pub fn add(&mut self, other: &Shared, numbers: &[u32]) {
        self.pairs.extend(other.pairs.iter().map(|(hash, lot)| (*hash, numbers[*lot as usize])));
    }

    /// Gives each lot the articles that no other has, and the sets of lots that it is in.
    pub fn count(self, lots: &mut [Lot]) {
        // Most articles are in two lots: such sets are sorted, the others looked up.
        let mut twos: Vec<(u32, u32)> = Vec::new();
        let mut sets: FxHashMap<Vec<u32>, u32> = FxHashMap::default();
        let mut own: Vec<u32> = Vec::new();
        for mut bucket in self.buckets() {
            bucket.sort_unstable();
            for article in bucket.chunk_by(|a, b| a.0 == b.0) {
                own.clear();
                own.extend(article.iter().map(|(_, lot)| *lot));
                own.dedup();
                match (own.as_slice(), sets.get_mut(&own)) {
                    ([lot], _) => lots[*lot as usize].articles_own += 1,
                    ([one, other], _) => twos.push((*one, *other)),
                    (_, Some(count)) => *count += 1,
                    (_, None) => {
                        sets.insert(own.clone(), 1);
                    }
                }
            }
        }
        twos.sort_unstable();
        let twos = twos.chunk_by(|a, b| a == b).map(|same| (vec![same[0].0, same[0].1], same.len() as u32));
        for (number, (set, count)) in (0..).zip(twos.chain(sets)) {
            set.into_iter().for_each(|lot| lots[lot as usize].shared.push((number, count)));
        }
    }

    /// The pairs of an article in one bucket, which is small enough to be sorted quickly.
    fn buckets(&self) -> Vec<Vec<(u64, u32)>> {
        let bits = (self.pairs.len() / 256).checked_ilog2().unwrap_or(0);
        let of = |hash: u64| if bits == 0 { 0 } else { (hash >> (64 - bits)) as usize };
        let mut sizes = vec![0; 1 << bits];
        self.pairs.iter().for_each(|(hash, _)| sizes[of(*hash)] += 1);
        let mut buckets: Vec<Vec<(u64, u32)>> = sizes.into_iter().map(Vec::with_capacity).collect();
        self.pairs.iter().for_each(|pair| buckets[of(pair.0)].push(*pair));
        buckets
    }
}

/// Ids of articles are a hash already. Of ten million articles two have one number once in four hundred thousand corpora.
fn article_hash(id: &str) -> u64 {
    let hex = id.strip_prefix('a').filter(|hex| hex.len() == 16);
    if let Some(hash) = hex.and_then(|hex| u64::from_str_radix(hex, 16).ok()) {
        return hash;
    }
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}

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
        shared.take(&Coded { codes: Codes::Wide(codes), values }, |row| (row != 5).then_some(lots[row]));
        let mut counted: Vec<Lot> = (0..3).map(|_| Lot::default()).collect();
        let mut all = Shared::default();
        all.add(&shared, &[0, 1, 2]);
        all.count(&mut counted);
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
