//! Names of places as the lexicon knows them: provinces, districts of today and before, regions, other spellings. What a
//! name stands for is in `data/gazetteer`; how it behaves in running text is in `data/lang/places.tsv`.

use super::gazetteer::{AliasKind, Gazetteer, UnitKind};
use super::lexicon::Entry;
use super::tsv::{self, Row, TableError};
use crate::model::mention::PlaceLevel;
use crate::model::tag::Geo;
use crate::text::fold::fold_phrase;
use crate::text::token::{Token, UNKNOWN, tokenise};
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// One unit that bears a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bearer {
    pub level: PlaceLevel,
    /// Kind of a province or district; none for a region.
    pub kind: Option<UnitKind>,
    /// Code of the 63.
    pub province: Option<&'static str>,
    pub district: Option<&'static str>,
    pub region: Option<&'static str>,
}

/// Whether a name counts without the word for its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alone {
    /// Always ("Hà Nội", "Đà Lạt").
    Yes,
    /// With something in the sentence that says it is a place.
    Supported,
    /// Only when a province around it has a district of that name, because communes, words or people are called so as well.
    Weak,
    /// Never ("Hồ Chí Minh", "Hai Bà Trưng").
    Never,
}

/// A name with all that bear it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    pub phrase: &'static str,
    pub bearers: Vec<Bearer>,
    pub alone: Alone,
    /// No person is called so: a surname before it does not matter, and its second syllable may be small.
    pub unique: bool,
    /// The word for the capital city: nothing where the name of another city follows.
    pub capital: bool,
    /// Bit per token: the token must have a capital letter.
    capitals: u16,
}

impl Name {
    /// Whether the tokens of a hit have the capital letters that the name needs.
    pub fn is_written_as_name(&self, tokens: &[Token]) -> bool {
        let written = |n: usize, t: &Token| self.capitals & (1 << n.min(15)) == 0 || t.is_capital();
        if self.unique {
            return tokens.first().is_some_and(|t| written(0, t));
        }
        tokens.iter().enumerate().all(|(n, t)| written(n, t))
    }

    /// Whether the name is that of a province.
    pub fn is_province(&self) -> bool {
        self.bearers.iter().any(|b| b.level == PlaceLevel::Province)
    }

    pub fn is_region(&self) -> bool {
        self.bearers.iter().any(|b| b.level == PlaceLevel::Region)
    }
}

const FILE: (&str, &str) = ("data/lang/places.tsv", include_str!("../../data/lang/places.tsv"));

/// All names; [`Entry::Place`] is an index into them. Empty only when a table is broken, which a test shows.
pub fn names() -> &'static [Name] {
    built().as_deref().unwrap_or_default()
}

/// The names, built once.
fn built() -> &'static Result<Vec<Name>, TableError> {
    static NAMES: OnceLock<Result<Vec<Name>, TableError>> = OnceLock::new();
    NAMES.get_or_init(build)
}

pub fn entries() -> Result<Vec<(&'static str, Entry)>, TableError> {
    let names = built().as_ref().map_err(Clone::clone)?;
    Ok(names.iter().enumerate().map(|(n, name)| (name.phrase, Entry::Place(n as u16))).collect())
}

#[derive(Default)]
struct Builder {
    names: Vec<Name>,
    /// Folded phrase → index of `names`.
    index: FxHashMap<String, usize>,
}

impl Builder {
    fn add(&mut self, phrase: &'static str, bearer: Bearer, alone: Alone) {
        let capitals = capitals(phrase);
        let at = *self.index.entry(fold_phrase(phrase)).or_insert_with(|| {
            self.names.push(Name { phrase, bearers: vec![], alone, unique: false, capital: false, capitals });
            self.names.len() - 1
        });
        let name = &mut self.names[at];
        // Two spellings of one name: a letter must be capital only where both have it so.
        name.capitals &= capitals;
        name.alone = if bearer.level == PlaceLevel::Province && alone == Alone::Yes { Alone::Yes } else { name.alone };
        if !name.bearers.contains(&bearer) {
            name.bearers.push(bearer);
        }
    }

    /// Indexes of the names that a row of the file lists.
    fn listed(&self, row: &Row) -> Result<Vec<usize>, TableError> {
        let known = |phrase| {
            let at = self.index.get(&fold_phrase(phrase)).copied();
            at.ok_or_else(|| row.error(format!("\"{phrase}\" is no name of the gazetteer")))
        };
        row.cell(2, "name")?.split(" | ").map(known).collect()
    }
}

fn build() -> Result<Vec<Name>, TableError> {
    let gazetteer = Gazetteer::get();
    let mut all = Builder::default();
    for p in gazetteer.provinces(Geo::P63) {
        all.add(p.name, province(p.code), Alone::Yes);
    }
    let current = gazetteer.districts().iter().map(|d| (d.name, d.kind, d.province_code));
    let former = gazetteer.former_districts().iter().map(|d| (d.name, d.kind, d.province_code));
    // The tables spell a name alike, so it need not be folded here.
    let mut communes: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
    for commune in gazetteer.communes() {
        communes.entry(commune.name).or_default().push(commune.province_code);
    }
    for (name, kind, code) in current.chain(former) {
        let new_code = gazetteer.merge(code).unwrap_or(code);
        // A commune elsewhere with the same name makes the name alone say too little.
        let elsewhere = communes.get(name).is_some_and(|c| c.iter().any(|p| *p != new_code));
        let alone = match () {
            _ if name.ends_with(|c: char| c.is_ascii_digit()) => Alone::Yes,
            _ if elsewhere || !name.contains(' ') => Alone::Weak,
            _ => Alone::Supported,
        };
        all.add(name, district(code, name, kind), alone);
    }
    for alias in gazetteer.aliases() {
        // The kind before a name is read by rule.
        let has_kind = ["TP ", "TP.", "T.P ", "Thành phố ", "tỉnh ", "Quận Thuận"].iter().any(|k| alias.alias.starts_with(k));
        if has_kind && !["TP.H.C.M", "TP.HCM"].contains(&alias.alias) {
            continue;
        }
        let alone = if alias.needs_context { Alone::Never } else { Alone::Yes };
        match alias.kind {
            AliasKind::Province => all.add(alias.alias, province(alias.canonical), alone),
            AliasKind::District => {
                if let Some(d) = gazetteer.district(alias.canonical) {
                    let alone = if alias.needs_context { Alone::Never } else { Alone::Supported };
                    let alone = if alias.alias.ends_with(|c: char| c.is_ascii_digit()) && !alias.needs_context {
                        Alone::Yes
                    } else {
                        alone
                    };
                    all.add(alias.alias, district(d.province_code, d.name, d.kind), alone);
                }
            }
            AliasKind::Region | AliasKind::MacroRegion => all.add(alias.alias, region(alias.canonical), alone),
        }
    }
    for row in tsv::rows(FILE.0, FILE.1) {
        let (role, value) = (row.cell(0, "role")?, row.cell(1, "value")?);
        match role {
            "name" | "capital" => {
                let Some(p) = gazetteer.province(value, Geo::P63) else {
                    return Err(row.error(format!("\"{value}\" is no province code of the 63")));
                };
                for phrase in row.cell(2, "name")?.split(" | ") {
                    all.add(phrase, province(p.code), Alone::Yes);
                }
                if role == "capital" {
                    for at in all.listed(&row)? {
                        all.names[at].capital = true;
                    }
                }
            }
            "unique" | "alone" | "never" => {
                for at in all.listed(&row)? {
                    let name = &mut all.names[at];
                    match role {
                        "unique" => name.unique = true,
                        "alone" => name.alone = Alone::Yes,
                        _ if name.is_province() => {}
                        _ => name.alone = Alone::Never,
                    }
                }
            }
            _ => return Err(row.error(format!("unknown role \"{role}\" (name, capital, unique, alone or never)"))),
        }
    }
    // The person's name, with or without his initials: a city only after the word for it.
    for name in &mut all.names {
        if matches!(name.phrase, "Hồ Chí Minh" | "HCM") {
            name.alone = Alone::Never;
        }
    }
    Ok(all.names)
}

const fn province(code: &'static str) -> Bearer {
    Bearer { level: PlaceLevel::Province, kind: None, province: Some(code), district: None, region: None }
}

const fn district(code: &'static str, name: &'static str, kind: UnitKind) -> Bearer {
    Bearer { level: PlaceLevel::District, kind: Some(kind), province: Some(code), district: Some(name), region: None }
}

const fn region(slug: &'static str) -> Bearer {
    Bearer { level: PlaceLevel::Region, kind: None, province: None, district: None, region: Some(slug) }
}

/// Which tokens of a phrase need a capital letter: those that have one, but for the first word of a phrase with small words in
/// it ("Đồng bằng sông Hồng"), "Bộ" at the end of a region, "Quận" before a number, and what follows an apostrophe.
fn capitals(phrase: &str) -> u16 {
    let mut tokens = Vec::new();
    tokenise(phrase, |_| UNKNOWN, &mut tokens);
    let small_words = tokens.iter().any(|t| t.is_word() && !t.is_capital()) && tokens.iter().skip(1).any(Token::is_capital);
    let mut mask = 0;
    for (n, token) in tokens.iter().enumerate().take(16) {
        let word = &phrase[token.range()];
        let first_of_many = n == 0 && (small_words || tokens.last().is_some_and(|t| t.is_digits() && tokens.len() == 2));
        let optional = first_of_many || (word == "Bộ" && n > 0) || (n > 0 && tokens[n - 1].is_mark('\''));
        if token.is_capital() && !optional {
            mask |= 1 << n;
        }
    }
    mask
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(phrase: &str) -> &'static Name {
        let folded = fold_phrase(phrase);
        names().iter().find(|n| fold_phrase(n.phrase) == folded).unwrap_or_else(|| panic!("no name {phrase}"))
    }

    #[test]
    fn a_name_knows_all_that_bear_it() {
        let provinces = |n: &Name| n.bearers.iter().filter_map(|b| b.province).collect::<std::collections::BTreeSet<_>>().len();
        assert_eq!(provinces(name("Châu Thành")), 10);
        assert_eq!(provinces(name("Quảng Ninh")), 2);
        assert_eq!(provinces(name("Đống Đa")), 1);
        assert!(name("Hòa Bình").is_province());
        assert_eq!(name("Đắc Lắc").bearers[0].province, Some("66"));
    }

    #[test]
    fn what_counts_alone() {
        for (phrase, alone) in [
            ("Hà Nội", Alone::Yes),
            ("Hồ Chí Minh", Alone::Never),
            ("Đà Lạt", Alone::Yes),
            ("Quận 1", Alone::Yes),
            ("Điện Biên Phủ", Alone::Never),
            ("Châu Thành", Alone::Weak),
            ("Hòa Bình", Alone::Yes),
            ("phía Bắc", Alone::Never),
        ] {
            assert_eq!(name(phrase).alone, alone, "{phrase}");
        }
    }
}
