//! Comparing names as people write them: without case, marks and punctuation, word by word.

use super::load::{Sym, Texts};
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower-case words of a text without diacritics and with abbreviations written out: "Tỉnh uỷ" and "Tỉnh ủy" are the same, as are
/// "T.Ư" and "Trung ương".
pub fn plain_words(text: &str) -> Vec<String> {
    let text = write_out(text);
    let plain: String = text
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect();
    plain.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_string).collect()
}

/// Replaces the abbreviations of `data/stats/classes.tsv`, case and marks as they stand there, where they are whole words.
pub fn write_out(text: &str) -> String {
    static SHORT: OnceLock<Vec<(String, &'static str)>> = OnceLock::new();
    let short = SHORT.get_or_init(|| {
        let lines = CLASSES.lines().filter_map(|l| l.strip_prefix("abbreviation\t")?.split_once('\t'));
        lines.map(|(short, long)| (short.nfc().collect(), long)).collect()
    });
    let mut text: String = text.nfc().collect();
    for (short, long) in short {
        let mut from = 0;
        while let Some(at) = text[from..].find(short.as_str()).map(|at| at + from) {
            let end = at + short.len();
            let whole = !text[..at].ends_with(char::is_alphanumeric) && !text[end..].starts_with(char::is_alphanumeric);
            if whole {
                text.replace_range(at..end, long);
            }
            from = if whole { at + long.len() } else { end };
        }
    }
    text
}

pub fn hash_of(value: impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Sorted hashes of the distinct words of a text.
fn hashes(text: &str) -> Vec<u64> {
    let mut words: Vec<u64> = plain_words(text).iter().map(hash_of).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// Words of texts, each text read once.
#[derive(Default)]
pub struct Names {
    words: FxHashMap<Sym, Arc<[u64]>>,
}

impl Names {
    /// Sorted hashes of the distinct words.
    pub fn words(&mut self, texts: &Texts, name: Sym) -> Arc<[u64]> {
        self.words.entry(name).or_insert_with(|| hashes(texts.get(name)).into()).clone()
    }

    /// The name that [`set_hash`] gives to words that stand in no record.
    pub fn hash(&self, name: &str) -> u64 {
        super::facts::set_hash(&hashes(name))
    }

    /// Whether two names mean the same: half of all their words are common, or the shorter (three words at least) is within
    /// the longer.
    pub fn alike(&mut self, texts: &Texts, a: Sym, b: Sym) -> bool {
        if a == b {
            return true;
        }
        let (a, b) = (self.words(texts, a), self.words(texts, b));
        let common = a.iter().filter(|w| b.binary_search(w).is_ok()).count();
        let shorter = a.len().min(b.len());
        let all = a.len() + b.len() - common;
        common > 0 && (common * 2 >= all || (shorter >= 3 && common == shorter))
    }

    /// Both stated: alike or not. One missing: nothing is known.
    pub fn compare(&mut self, texts: &Texts, a: Option<Sym>, b: Option<Sym>) -> Option<bool> {
        Some(self.alike(texts, a?, b?))
    }
}

const CLASSES: &str = include_str!("../../data/stats/classes.tsv");

/// Words of a class in `data/stats/classes.tsv`, already plain.
pub fn class(name: &str) -> &'static [Vec<String>] {
    static TABLE: OnceLock<FxHashMap<&'static str, Vec<Vec<String>>>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let mut table: FxHashMap<&str, Vec<Vec<String>>> = FxHashMap::default();
        for line in CLASSES.lines().filter(|l| !l.starts_with('#')) {
            if let Some((class, phrase)) = line.split_once('\t') {
                table.entry(class).or_default().push(plain_words(phrase));
            }
        }
        table
    });
    table.get(name).map_or(&[], Vec::as_slice)
}

fn has_phrase(words: &[String], phrases: &[Vec<String>]) -> bool {
    phrases.iter().any(|p| words.windows(p.len().max(1)).any(|w| w == p.as_slice()))
}

/// Level of the administrative units that a text counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum UnitLevel {
    Province,
    District,
    Commune,
    Hamlet,
}

/// "đơn vị hành chính cấp xã của huyện" counts communes: what stands first decides.
pub fn unit_level(text: &str) -> Option<UnitLevel> {
    let words = plain_words(text);
    let found = [
        ("hamlet", UnitLevel::Hamlet),
        ("commune", UnitLevel::Commune),
        ("district", UnitLevel::District),
        ("province", UnitLevel::Province),
    ];
    let first = |class_name| {
        let at = |p: &Vec<String>| words.windows(p.len().max(1)).position(|w| w == p.as_slice());
        class(class_name).iter().filter_map(at).min()
    };
    // A longer phrase that begins at the same word is listed before the shorter one ("thị xã" before "xã").
    found.iter().filter_map(|(name, level)| first(name).map(|at| (at, *level))).min_by_key(|(at, _)| *at).map(|x| x.1)
}

/// Whether a text speaks of trial runs ("đại hội điểm"), a part of all.
pub fn is_pilot(text: &str) -> bool {
    has_phrase(&plain_words(text), class("pilot"))
}

/// Whether a text counts a part of what is counted before it ("trong đó khối sở").
pub fn is_part(text: &str) -> bool {
    has_phrase(&plain_words(text), class("part"))
}

/// Whether a text counts all of something ("tổng cộng", "lũy kế").
pub fn is_sum(text: &str) -> bool {
    has_phrase(&plain_words(text), class("sum"))
}

/// The ministry that a central body belongs to.
pub fn ministry_of(body: &str) -> Option<&'static str> {
    let words = plain_words(body);
    let lines = CLASSES.lines().filter_map(|l| l.strip_prefix("belongs\t")?.split_once('\t'));
    lines.into_iter().find(|(name, _)| plain_words(name) == words).map(|(_, ministry)| ministry)
}

/// The distinct words of a text that tell one set of organisations from another.
pub fn qualifiers(text: &str) -> Vec<String> {
    let general = class("general");
    let mut words = plain_words(text);
    words.retain(|w| !general.iter().any(|g| g.len() == 1 && g[0] == *w));
    words.sort_unstable();
    words.dedup();
    words
}

/// Whether a body stands for its whole place ("UBND tỉnh Quảng Nam", "Sở Nội vụ Cần Thơ"), not for a part of its staff.
pub fn is_whole_place(body: &str, province: Option<&str>, district: Option<&str>) -> bool {
    let place: Vec<String> = province.into_iter().chain(district).flat_map(plain_words).collect();
    let general = class("whole_place");
    plain_words(body).iter().all(|w| place.contains(w) || general.iter().any(|g| g.len() == 1 && &g[0] == w))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_level_is_that_of_what_is_counted() {
        for (text, level) in [
            ("đơn vị hành chính cấp xã của huyện", Some(UnitLevel::Commune)),
            ("xã, phường", Some(UnitLevel::Commune)),
            ("đơn vị cấp huyện", Some(UnitLevel::District)),
            ("thị xã", Some(UnitLevel::District)),
            ("tổ dân phố", Some(UnitLevel::Hamlet)),
            ("tỉnh, thành phố", Some(UnitLevel::Province)),
            ("đơn vị hành chính", None),
        ] {
            assert_eq!(unit_level(text), level, "{text}");
        }
    }

    #[test]
    fn a_body_that_reports_for_its_place_is_the_place() {
        assert!(is_whole_place("UBND tỉnh Quảng Nam", Some("Quảng Nam"), None));
        assert!(is_whole_place("Sở Nội vụ TP. Cần Thơ", Some("Cần Thơ"), None));
        assert!(!is_whole_place("Sở Y tế Cần Thơ", Some("Cần Thơ"), None));
    }

    #[test]
    fn names_are_alike_by_their_words() {
        let (mut texts, mut names) = (Texts::default(), Names::default());
        let mut alike = |a: &str, b: &str| {
            let (a, b) = (texts.number(a), texts.number(b));
            names.alike(&texts, a, b)
        };
        assert!(alike("Ban Tổ chức Trung ương", "ban tổ chức trung ương Đảng"));
        assert!(alike("Ban Tổ chức T.Ư", "Ban Tổ chức Trung ương"));
        assert!(alike("BTC TƯ", "Ban Tổ chức Trung ương"));
        assert!(!alike("Sở Đầu tư", "Sở Trung ương"));
        assert!(alike("Tỉnh uỷ Lạng Sơn", "Tỉnh ủy Lạng Sơn"));
        assert!(!alike("Hội nghị giao ban", "Hội nghị sơ kết"));
        assert!(!alike("Sở Y tế", "Sở Xây dựng"));
    }
}
