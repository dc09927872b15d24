//! What the name of a meeting or the title of an article is about: the words that tell it from others of its kind.

use super::load::{Place, Sym, Texts};
use super::words::{class, hash_of, plain_words, write_out};
use crate::lang::gazetteer::Gazetteer;
use crate::model::tag::Geo;
use rustc_hash::FxHashMap;
use std::sync::{Arc, OnceLock};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// How two texts compare by what they are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Alike {
    /// Less than a quarter of the shorter is common.
    No,
    /// More than that, but not enough to call them the same.
    Partly,
    Yes,
    /// Seven tenths of the shorter, five words at least.
    Fully,
}

/// What texts are about, each text read once.
#[derive(Default)]
pub struct Subjects {
    words: FxHashMap<Sym, Arc<[u64]>>,
    places: FxHashMap<(Geo, Sym), Arc<[u64]>>,
}

impl Subjects {
    /// Sorted hashes of the distinct words that tell a name from others; none where it has only general ones ("Hội nghị").
    pub fn of(&mut self, texts: &Texts, text: Sym) -> Arc<[u64]> {
        self.words.entry(text).or_insert_with(|| distinguishing(texts.get(text)).into()).clone()
    }

    fn of_province(&mut self, texts: &Texts, place: &Place) -> Arc<[u64]> {
        let Some(code) = place.province else { return Arc::new([]) };
        let read = || Gazetteer::get().name_of(texts.get(code), place.geo).map(sorted_words).unwrap_or_default().into();
        self.places.entry((place.geo, code)).or_insert_with(read).clone()
    }

    /// Compares what two texts are about; the name of the place where both are says nothing. `None` where one says nothing.
    pub fn compare(&mut self, texts: &Texts, a: (Sym, &Place), b: (Sym, &Place)) -> Option<Alike> {
        let places = [self.of_province(texts, a.1), self.of_province(texts, b.1)];
        let (x, y) = (self.of(texts, a.0), self.of(texts, b.0));
        let tells = |w: &&u64| !places.iter().any(|p| p.binary_search(w).is_ok());
        let (longer, shorter) = (x.iter().filter(tells).count(), y.iter().filter(tells).count());
        let common = x.iter().filter(tells).filter(|w| y.binary_search(w).is_ok()).count();
        let (all, shorter) = (longer + shorter - common, longer.min(shorter));
        if shorter == 0 {
            return None;
        }
        Some(if common >= 5 && common * 10 >= shorter * 7 {
            Alike::Fully
        } else if common * 2 >= all || shorter >= 2 && common == shorter || common >= 3 && common * 5 >= shorter * 3 {
            Alike::Yes
        } else if common * 4 < shorter || common == 0 {
            Alike::No
        } else {
            Alike::Partly
        })
    }
}

fn sorted_words(text: &str) -> Vec<u64> {
    let mut words: Vec<u64> = plain_words(text).iter().map(|w| hash_word(w)).collect();
    words.sort_unstable();
    words
}

fn hash_word(word: &str) -> u64 {
    hash_of(word)
}

/// Hashes of the words of a text in order, without those that hold a digit.
fn words_in_order(text: &str) -> Vec<u64> {
    let mut words = Vec::new();
    let (mut word, mut digits) = (String::new(), false);
    let mut end = |word: &mut String, digits: &mut bool| {
        if !word.is_empty() && !*digits {
            words.push(hash_word(word));
        }
        word.clear();
        *digits = false;
    };
    for c in text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            digits |= c.is_ascii_digit();
            word.push(if c == 'đ' { 'd' } else { c });
        } else {
            end(&mut word, &mut digits);
        }
    }
    end(&mut word, &mut digits);
    words
}

/// General phrases by their first word, longest first.
fn general() -> &'static FxHashMap<u64, Vec<Vec<u64>>> {
    static TABLE: OnceLock<FxHashMap<u64, Vec<Vec<u64>>>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table: FxHashMap<u64, Vec<Vec<u64>>> = FxHashMap::default();
        for phrase in class("meeting_general") {
            let hashes: Vec<u64> = phrase.iter().map(|w| hash_word(w)).collect();
            if let Some(first) = hashes.first() {
                table.entry(*first).or_default().push(hashes);
            }
        }
        table.values_mut().for_each(|list| list.sort_by_key(|p| std::cmp::Reverse(p.len())));
        table
    })
}

fn distinguishing(text: &str) -> Vec<u64> {
    let words = words_in_order(&write_out(text));
    let (mut kept, mut at) = (Vec::new(), 0);
    while let Some(word) = words.get(at) {
        let phrase = general().get(word).and_then(|list| list.iter().find(|p| words[at..].starts_with(p)));
        match phrase {
            Some(phrase) => at += phrase.len(),
            None => {
                kept.push(*word);
                at += 1;
            }
        }
    }
    kept.sort_unstable();
    kept.dedup();
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::tag::Scope;

    fn compare(a: &str, b: &str) -> Option<Alike> {
        let mut texts = Texts::default();
        let (a, b) = (texts.number(a), texts.number(b));
        let province = Some(texts.number("20"));
        let place = Place { province, geo: Geo::P63, district: None, scope: Scope::Province, of_region: None };
        Subjects::default().compare(&texts, (a, &place), (b, &place))
    }

    #[test]
    fn names_are_compared_by_what_tells_them_apart() {
        for (a, b, alike) in [
            // Only general words, or only the place: nothing is told.
            ("Hội nghị trực tuyến", "Hội nghị tổng kết công tác dân vận năm 2018", None),
            ("Hội nghị tỉnh Lạng Sơn sơ kết công tác 6 tháng đầu năm", "Hội nghị Tỉnh ủy Lạng Sơn", None),
            ("Hội nghị tổng kết công tác dân vận năm 2018", "Tổng kết công tác dân vận", Some(Alike::Yes)),
            ("Hội nghị tổng kết công tác dân vận năm 2018", "Hội nghị tổng kết công tác nội chính năm 2018", Some(Alike::No)),
            (
                "Hội thảo về chuyển đổi số trong nông nghiệp vùng cao",
                "chuyển đổi số nông nghiệp vùng cao: hội thảo",
                Some(Alike::Fully),
            ),
            ("sơ kết công tác tổ chức xây dựng Đảng", "sơ kết công tác xây dựng Đảng", Some(Alike::Yes)),
            ("làm việc với Sở Y tế", "làm việc với Sở Xây dựng", Some(Alike::Partly)),
        ] {
            assert_eq!(compare(a, b), alike, "{a} | {b}");
            assert_eq!(compare(b, a), alike, "{b} | {a}");
        }
    }
}
