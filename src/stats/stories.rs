//! Articles that are copies of one another: one text that several papers print is one source.

use super::load::{Sym, Texts};
use crate::text::sketch::{Sketch, alike};
use rustc_hash::FxHashMap;

/// The smallest hashes by which copies find one another. Two texts with half of their runs in common share one of these in
/// nineteen of twenty cases, and copies nearly always.
const LEADING: usize = 4;

/// Articles with one hash in common that an article is compared with: a hash that more share is of a set phrase.
const NEIGHBOURS: usize = 16;

/// For every article that has a copy, the first article of its story by id.
pub fn find(texts: &Texts, mut articles: Vec<(Sym, Sketch)>) -> FxHashMap<Sym, Sym> {
    articles.sort_by(|a, b| texts.get(a.0).cmp(texts.get(b.0)));
    articles.dedup_by_key(|a| a.0);
    let leading = |at: usize| articles[at].1[..LEADING].iter().map(move |hash| (*hash, at as u32));
    let mut places: Vec<(u32, u32)> = (0..articles.len()).flat_map(leading).collect();
    places.sort_unstable();
    // Each article leads to an earlier one of its story, or to itself.
    let mut first: Vec<u32> = (0..articles.len() as u32).collect();
    for same in places.chunk_by(|a, b| a.0 == b.0) {
        for (n, (_, at)) in same.iter().enumerate() {
            for (_, earlier) in &same[n.saturating_sub(NEIGHBOURS)..n] {
                let (a, b) = (root(&mut first, *earlier), root(&mut first, *at));
                if a != b && alike(&articles[*earlier as usize].1, &articles[*at as usize].1) {
                    first[a.max(b) as usize] = a.min(b);
                }
            }
        }
    }
    let roots: Vec<u32> = (0..articles.len() as u32).map(|at| root(&mut first, at)).collect();
    let mut copies = FxHashMap::default();
    for (at, root) in roots.into_iter().enumerate().filter(|(at, root)| *at != *root as usize) {
        let root = articles[root as usize].0;
        copies.insert(root, root);
        copies.insert(articles[at].0, root);
    }
    copies
}

fn root(first: &mut [u32], mut at: u32) -> u32 {
    while first[at as usize] != at {
        first[at as usize] = first[first[at as usize] as usize];
        at = first[at as usize];
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::sketch::sketch;

    #[test]
    fn copies_are_one_story_whatever_their_order() {
        let body = |from: usize, to: usize| (from..to).map(|n| format!("chữ{n} ")).collect::<String>();
        let bodies = [
            ("a", body(0, 300)),
            ("b", format!("Theo TTXVN. {}", body(0, 290))),
            ("c", body(900, 1200)),
            ("d", body(10, 300)),
            ("e", body(2000, 2200)),
        ];
        let groups = |order: &[usize]| {
            let mut texts = Texts::default();
            let articles: Vec<_> = order
                .iter()
                .map(|n| (texts.number(bodies[*n].0), sketch(std::iter::once(bodies[*n].1.as_str())).unwrap()))
                .collect();
            let mut found: Vec<_> =
                find(&texts, articles).into_iter().map(|(a, r)| (texts.get(a).to_string(), texts.get(r).to_string())).collect();
            found.sort();
            found
        };
        let expected = [("a", "a"), ("b", "a"), ("d", "a")].map(|(a, r)| (a.to_string(), r.to_string()));
        assert_eq!(groups(&[0, 1, 2, 3, 4]), expected);
        assert_eq!(groups(&[4, 3, 2, 1, 0]), expected);
        assert_eq!(groups(&[3, 0, 3, 1]), expected);
    }
}
