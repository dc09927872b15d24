//! The words of page furniture, from `data/lang/furniture.tsv`, and the form in which lines are compared with them.

use crate::text::letter::{is_combining, is_composed, is_evenly_spaced, lower_alone, push_lower, push_lower_text};
use rustc_hash::FxHashSet;
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;

const FILE: &str = include_str!("../../data/lang/furniture.tsv");

/// Declares the kinds with the names they have in the file.
macro_rules! kinds {
    ($($kind:ident = $name:literal),+) => {
        /// What a phrase of the file marks.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(crate) enum Kind { $($kind),+ }

        impl Kind {
            const ALL: &'static [(&'static str, Kind)] = &[$(($name, Kind::$kind)),+];
        }
    };
}

kinds! {
    Published = "published",
    Updated = "updated",
    Views = "views",
    Weekday = "weekday",
    Section = "section",
    Comments = "comments",
    Links = "links",
    Link = "link",
    Label = "label",
    Byline = "byline",
    Footer = "footer",
    Caption = "caption"
}

impl Kind {
    fn of(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
    }
}

fn rows() -> impl Iterator<Item = (&'static str, &'static str)> {
    FILE.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
}

/// The phrases of one kind.
#[derive(Default)]
struct Phrases {
    /// By first byte, the longest first.
    sorted: Vec<&'static str>,
    /// First byte → where the phrases that begin with it stand in `sorted`.
    begins: Vec<(u16, u16)>,
}

impl Phrases {
    fn new(mut all: Vec<&'static str>) -> Self {
        all.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
        let (mut sorted, mut begins) = (Vec::new(), Vec::new());
        for first in 0..=u8::MAX {
            let from = sorted.len() as u16;
            sorted.extend(all.iter().filter(|phrase| phrase.as_bytes().first() == Some(&first)));
            begins.push((from, sorted.len() as u16));
        }
        Self { sorted, begins }
    }

    /// The phrases that may stand at the beginning of a text.
    fn at(&self, text: &str) -> &[&'static str] {
        let Some(&first) = text.as_bytes().first() else { return &[] };
        let (from, to) = self.begins[usize::from(first)];
        &self.sorted[usize::from(from)..usize::from(to)]
    }
}

fn of_kind(kind: Kind) -> &'static Phrases {
    static PHRASES: OnceLock<Vec<Phrases>> = OnceLock::new();
    let phrases = PHRASES.get_or_init(|| {
        let mut lists = vec![Vec::new(); Kind::ALL.len()];
        for (name, phrase) in rows() {
            if let Some(kind) = Kind::of(name) {
                lists[kind as usize].push(phrase);
            }
        }
        lists.into_iter().map(Phrases::new).collect()
    });
    &phrases[kind as usize]
}

/// Whether the folded line is a phrase of the kind.
pub(crate) fn is(kind: Kind, line: &str) -> bool {
    of_kind(kind).at(line).contains(&line)
}

/// The longest phrase of the kind with which the folded line begins.
pub(crate) fn opening(kind: Kind, line: &str) -> Option<&'static str> {
    of_kind(kind).at(line).iter().find(|phrase| line.starts_with(**phrase)).copied()
}

/// What follows the longest phrase of the kind with which the folded line begins and that ends with a word.
pub(crate) fn behind(kind: Kind, line: &str) -> Option<&str> {
    // "Cập nhật lúc18:42": a label may stand right before its number.
    let label = matches!(kind, Kind::Published | Kind::Updated);
    let ends = |rest: &&str| is_edge(rest.chars().next()) || label && rest.starts_with(|c: char| c.is_ascii_digit());
    of_kind(kind).at(line).iter().find_map(|phrase| line.strip_prefix(*phrase).filter(ends))
}

/// Whether the folded line begins with a phrase of the kind.
pub(crate) fn begins(kind: Kind, line: &str) -> bool {
    opening(kind, line).is_some()
}

/// Whether a phrase of the kind stands in the folded line, at word edges.
pub(crate) fn within(kind: Kind, line: &str) -> bool {
    let mut before = None;
    line.char_indices().any(|(at, c)| is_edge(before.replace(c)) && behind(kind, &line[at..]).is_some())
}

/// The first letters of phrases: most lines begin with others, and need not be folded to be told from them.
pub(crate) struct Openings {
    letters: FxHashSet<[char; OPENING]>,
    /// How many letters of a phrase are there, as some are shorter.
    lengths: Vec<usize>,
}

/// Letters that are compared.
const OPENING: usize = 3;

impl Openings {
    /// Of the phrases of some kinds and of others, all as [`fold`] writes them.
    pub(crate) fn of(kinds: &[Kind], others: &[&'static str]) -> Self {
        let phrases = kinds.iter().flat_map(|kind| of_kind(*kind).sorted.iter()).chain(others);
        let mut openings = Self { letters: FxHashSet::default(), lengths: Vec::new() };
        for phrase in phrases {
            let mut letters = ['\0'; OPENING];
            let length = letters.iter_mut().zip(phrase.chars()).map(|(place, c)| *place = c).count();
            openings.letters.insert(letters);
            if !openings.lengths.contains(&length) {
                openings.lengths.push(length);
            }
        }
        openings
    }

    /// Whether a line may begin with one of the phrases. Says yes where its first letters do not tell.
    pub(crate) fn may_open(&self, line: &str) -> bool {
        let Some(letters) = first_letters(line) else { return true };
        self.lengths.iter().any(|length| {
            let mut short = ['\0'; OPENING];
            short[..*length].copy_from_slice(&letters[..*length]);
            self.letters.contains(&short)
        })
    }
}

/// The first letters of a line as [`fold`] writes them, zeros behind its end; none where letters to be composed, white space in
/// a row or another script make them hard to tell.
pub(crate) fn first_letters(line: &str) -> Option<[char; OPENING]> {
    let mut letters = ['\0'; OPENING];
    let mut chars = line.chars();
    for n in 0..OPENING {
        let Some(c) = chars.next() else { break };
        let doubled = c == ' ' && (n == 0 || letters[n - 1] == ' ');
        letters[n] = lower_alone(c).filter(|_| !doubled)?;
    }
    let composed = chars.next().is_some_and(is_combining);
    (!composed).then_some(letters)
}

/// Whether a word ends before `next`, or begins behind it.
fn is_edge(next: Option<char>) -> bool {
    next.is_none_or(|c| !c.is_alphanumeric())
}

/// Composed, lower case, invisible characters dropped, each run of white space one space, none at the ends.
pub(crate) fn fold(line: &str) -> String {
    let mut folded = String::with_capacity(line.len());
    // Nearly every line is composed and even already.
    let composed = is_composed(line);
    if composed && is_evenly_spaced(line) {
        push_lower_text(line, &mut folded);
    } else if composed {
        line.chars().for_each(|c| push_folded(&mut folded, c));
    } else {
        line.nfc().for_each(|c| push_folded(&mut folded, c));
    }
    folded.truncate(folded.trim_end().len());
    folded
}

fn push_folded(folded: &mut String, c: char) {
    if c.is_ascii_lowercase() {
        folded.push(c);
    } else if c.is_whitespace() {
        if !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
    } else if !is_invisible(c) {
        push_lower(c, folded);
    }
}

/// Letters that leave no trace on paper: soft hyphen, zero-width space and joiners, direction marks, a BOM inside the text.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{FEFF}')
}

/// Whether a text has more than so many characters.
pub(crate) fn is_longer(text: &str, most: usize) -> bool {
    // A character has one to four bytes.
    text.len() > 4 * most || text.len() > most && text.chars().nth(most).is_some()
}

/// White space and what is as good as it at the edge of a line.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || is_invisible(c)
}

/// A heading without what surrounds it: bullets before, colon, arrows or a count ("Bình luận (3)") after.
pub(crate) fn heading(folded: &str) -> &str {
    let mut rest = folded.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | ')' | '+'));
    if let Some((before, inside)) = rest.strip_suffix(')').and_then(|text| text.rsplit_once('('))
        && inside.chars().all(|c| c.is_ascii_digit() || c == '*')
    {
        rest = before.trim_end_matches(|c: char| !c.is_alphanumeric());
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_sound() {
        let mut seen = std::collections::HashSet::new();
        for (n, line) in FILE.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
            let (kind, phrase) = line.split_once('\t').unwrap_or_else(|| panic!("line {}: needs a tab", n + 1));
            assert!(Kind::of(kind).is_some(), "line {}: unknown kind \"{kind}\"", n + 1);
            assert_eq!(fold(phrase), phrase.trim_end(), "line {}: not folded", n + 1);
            assert!(seen.insert((kind, phrase)), "line {}: stands twice", n + 1);
        }
        assert!(seen.len() > 100);
    }

    #[test]
    fn first_letters_are_those_of_the_folded_line() {
        let openings = Openings::of(&[Kind::Label, Kind::Links], &["ạ"]);
        for c in '\0'..='\u{ffff}' {
            for line in
                [format!("{c}"), format!("{c}in liên"), format!("Ti{c} "), format!("tin{c}"), format!("T{c} n"), format!("T {c}")]
            {
                if let Some(letters) = first_letters(&line) {
                    let folded: Vec<char> = fold(&line).chars().chain(['\0'; OPENING]).take(OPENING).collect();
                    let trimmed: Vec<char> = letters.iter().collect::<String>().trim_end_matches([' ', '\0']).chars().collect();
                    assert!(folded.starts_with(&trimmed), "{line:?}");
                }
            }
        }
        for line in ["Tin liên quan", "ẠA", "TIN LIÊN", "ti\u{300}n", "Tin\u{200b}"] {
            assert!(openings.may_open(line), "{line}");
        }
        assert!(!openings.may_open("Uỷ ban"));
    }

    #[test]
    fn lines_fold_and_headings_lose_their_surroundings() {
        assert_eq!(fold("\u{A0} Tin  LIÊN\u{200B} quan\r"), "tin liên quan");
        assert_eq!(heading("bình luận (3)"), "bình luận");
        assert_eq!(heading(">> xem thêm:"), "xem thêm");
        assert_eq!(heading("tiêu đề:(*)"), "tiêu đề");
    }
}
