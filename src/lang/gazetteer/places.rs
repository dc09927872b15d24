//! Looking a place up by what a person types: any case, old or new tone marks, `i` or `y`, without marks, or mistyped.

use super::Gazetteer;
use super::units::*;
use crate::model::date::PartialDate;
use crate::model::tag::{Geo, MacroRegion};
use rustc_hash::FxHashSet;
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;

/// What kind of place was found; hits come in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PlaceKind {
    MacroRegion,
    Region,
    Province,
    District,
    FormerDistrict,
    Commune,
}

impl PlaceKind {
    pub const fn slug(self) -> &'static str {
        match self {
            PlaceKind::MacroRegion => "macro_region",
            PlaceKind::Region => "region",
            PlaceKind::Province => "province",
            PlaceKind::District => "district",
            PlaceKind::FormerDistrict => "former_district",
            PlaceKind::Commune => "commune",
        }
    }
}

/// How far what was typed is from the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Matched {
    /// The name, but for case and the place of the tone mark; or the code.
    Exact,
    /// `i` for `y` or the other way ("Qui Nhơn").
    Spelling,
    /// Only without diacritics ("dong da").
    WithoutMarks,
    /// A name not far from what was typed; to be offered, not taken.
    Near,
}

/// What a person should know about a place. Its text comes from the label files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlaceNote {
    /// The code means different provinces before and after 1 July 2025.
    CodeClash { code: &'static str, old_name: &'static str, new_name: &'static str },
    /// What a former district became.
    Succeeded { change: DistrictChange, by: PartialDate, successor: &'static str },
    /// There are no districts since 1 July 2025.
    NoDistrictsSince2025,
    /// A later change of kind.
    Became { full_name: &'static str, effective: PartialDate, document: &'static str },
    /// The region was divided; none of the new ones stands for it.
    RegionDivided,
    /// The alias means this place only with support nearby.
    NeedsContext { alias: &'static str },
}

impl PlaceNote {
    /// Key of the text in the label files, and the values to fill in.
    pub fn label(&self) -> (&'static str, Vec<(&'static str, String)>) {
        match self {
            PlaceNote::CodeClash { code, old_name, new_name } => (
                "places.note.code_clash",
                vec![("code", (*code).into()), ("old", (*old_name).into()), ("new", (*new_name).into())],
            ),
            PlaceNote::Succeeded { change, by, successor } => (
                match change {
                    DistrictChange::Merged => "places.note.merged",
                    DistrictChange::Renamed => "places.note.renamed",
                    DistrictChange::Reclassified => "places.note.reclassified",
                    DistrictChange::Respelled => "places.note.respelled",
                    DistrictChange::Split => "places.note.split",
                },
                vec![("date", by.to_string()), ("successor", (*successor).into())],
            ),
            PlaceNote::NoDistrictsSince2025 => ("places.note.no_districts", Vec::new()),
            PlaceNote::Became { full_name, effective, document } => (
                "places.note.became",
                vec![("name", (*full_name).into()), ("date", effective.to_string()), ("document", (*document).into())],
            ),
            PlaceNote::RegionDivided => ("places.note.region_divided", Vec::new()),
            PlaceNote::NeedsContext { alias } => ("places.note.needs_context", vec![("alias", (*alias).into())]),
        }
    }
}

/// One place that was found.
#[derive(Debug, Clone)]
pub struct PlaceHit {
    pub kind: PlaceKind,
    /// Code, or slug of a region.
    pub code: &'static str,
    /// Scheme of `code`, `province` and `region`: districts are of the 63, communes of the 34.
    pub geo: Geo,
    pub name: &'static str,
    /// With its kind ("Quận Đống Đa").
    pub full_name: &'static str,
    pub unit: Option<UnitKind>,
    /// The province itself, or the one it lies in.
    pub province: Option<&'static Province>,
    pub region: Option<&'static Region>,
    pub macro_region: MacroRegion,
    /// What its province became on 1 July 2025; for places of the 63.
    pub merger: Option<&'static Merger>,
    /// The provinces of a region; for a province of the 34, those of the 63 that it was made of.
    pub members: Vec<&'static Province>,
    /// The alias that led here.
    pub alias: Option<&'static Alias>,
    pub matched: Matched,
    pub notes: Vec<PlaceNote>,
}

/// The places that `name` may mean, best match first, then from large to small; a code ("01", "006", "00235") works too.
/// Provinces and regions are given in the scheme `geo`, or in the other where only that has the name. Where nothing bears the
/// name, the nearest names come back, each [`Matched::Near`].
pub fn search(name: &str, geo: Geo) -> Vec<PlaceHit> {
    let gazetteer = Gazetteer::get();
    let code = name.trim();
    if !code.is_empty() && code.bytes().all(|b| b.is_ascii_digit()) {
        return of_code(gazetteer, code, geo);
    }
    let typed = Key::new(name);
    if typed.bare.is_empty() {
        return Vec::new();
    }
    let named = all_names(gazetteer, geo);
    let mut found = same_name(&typed, named);
    if found.is_empty()
        && let Some(rest) = typed.without_kind()
    {
        found = same_name(&rest, named);
    }
    if found.is_empty() {
        found = near_names(&typed, named);
    }
    hits(gazetteer, found, geo)
}

/// A name and what bears it.
struct Named {
    target: Target,
    alias: Option<&'static Alias>,
    /// Of the full name, or of the alias.
    key: Key,
    /// Where in `key` the name without its kind begins.
    short: (usize, usize),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Target {
    Macro(MacroRegion),
    Region(Geo, &'static str),
    Province(Geo, &'static str),
    District(&'static str),
    Former(usize),
    Commune(&'static str),
}

impl Named {
    fn unit(target: Target, name: &str, full_name: &str) -> Self {
        let key = Key::new(full_name);
        let kind_words = key.words().saturating_sub(Key::new(name).words());
        Named { target, alias: None, short: key.after_words(kind_words), key }
    }

    fn plain(target: Target, name: &str, alias: Option<&'static Alias>) -> Self {
        Named { target, alias, key: Key::new(name), short: (0, 0) }
    }
}

/// Every name of a scheme, made ready for comparison once: a question may name many places.
fn all_names(gazetteer: &'static Gazetteer, geo: Geo) -> &'static [Named] {
    static NAMES: [OnceLock<Vec<Named>>; 2] = [const { OnceLock::new() }; 2];
    NAMES[usize::from(geo == Geo::P34)].get_or_init(|| names_of(gazetteer, geo))
}

fn names_of(gazetteer: &'static Gazetteer, geo: Geo) -> Vec<Named> {
    let mut names = Vec::with_capacity(5_000);
    for scheme in [Geo::P63, Geo::P34] {
        names.extend(gazetteer.regions(scheme).map(|r| Named::plain(Target::Region(scheme, r.slug), r.name_vi, None)));
        let provinces = gazetteer.provinces(scheme).iter();
        names.extend(provinces.map(|p| Named::unit(Target::Province(scheme, p.code), p.name, p.full_name)));
    }
    names.extend(gazetteer.districts().iter().map(|d| Named::unit(Target::District(d.code), d.name, d.full_name)));
    let former = gazetteer.former_districts().iter().enumerate();
    names.extend(former.map(|(at, d)| Named::unit(Target::Former(at), d.name, d.full_name)));
    names.extend(gazetteer.communes().iter().map(|c| Named::unit(Target::Commune(c.code), c.name, c.full_name)));
    names.extend(
        gazetteer.aliases().iter().filter_map(|a| Some(Named::plain(alias_target(gazetteer, a, geo)?, a.alias, Some(a)))),
    );
    names
}

/// What an alias stands for in this scheme, or in the other where only that has it.
fn alias_target(gazetteer: &Gazetteer, alias: &Alias, geo: Geo) -> Option<Target> {
    let (code, geo) = match (geo, alias.canonical_34) {
        (Geo::P34, Some(code)) => (code, Geo::P34),
        _ => (alias.canonical, Geo::P63),
    };
    let region = |geo| gazetteer.region(code, geo).map(|r| Target::Region(geo, r.slug));
    match alias.kind {
        AliasKind::Province => gazetteer.province(code, geo).map(|p| Target::Province(geo, p.code)),
        AliasKind::District => gazetteer.district(code).map(|d| Target::District(d.code)),
        AliasKind::Region => region(geo).or_else(|| region(Geo::P34)),
        AliasKind::MacroRegion => code.parse().ok().map(Target::Macro),
    }
}

/// The names that are what was typed, by the closest way of reading that gives any.
fn same_name<'n>(typed: &Key, named: &'n [Named]) -> Vec<(Matched, &'n Named)> {
    let way =
        |matched: Matched| named.iter().filter(move |n| n.is(typed, matched)).map(move |n| (matched, n)).collect::<Vec<_>>();
    let mut found = way(Matched::Exact);
    if found.is_empty() {
        found = way(Matched::Spelling);
    }
    // Typed without any mark, "ha noi" means all that reads so, though an alias may be written just like it.
    if found.is_empty() || typed.is_bare() {
        found.extend(way(Matched::WithoutMarks));
    }
    found
}

impl Named {
    fn is(&self, typed: &Key, matched: Matched) -> bool {
        let same = |whole: &str, short: &str, typed: &str| whole == typed || short == typed;
        let (exact, bare) = (&self.key.exact, &self.key.bare);
        match matched {
            Matched::Exact => same(exact, &exact[self.short.0..], &typed.exact),
            Matched::Spelling => same_i(exact, &typed.exact) || same_i(&exact[self.short.0..], &typed.exact),
            _ => same(bare, &bare[self.short.1..], &typed.bare),
        }
    }
}

/// Whether two keys are the same with `y` read as `i`.
fn same_i(a: &str, b: &str) -> bool {
    let i = |b: u8| if b == b'y' { b'i' } else { b };
    a.len() == b.len() && a.bytes().map(i).eq(b.bytes().map(i))
}

/// How many near names are offered.
const OFFERED: usize = 6;

fn near_names<'n>(typed: &Key, named: &'n [Named]) -> Vec<(Matched, &'n Named)> {
    let short = typed.without_kind();
    let typed = short.as_ref().unwrap_or(typed);
    let letters = typed.bare.chars().count();
    let furthest = (letters / 4).clamp(1, 3);
    let mut near: Vec<_> = named
        .iter()
        .filter_map(|n| {
            let far = distance(&typed.bare, &n.key.bare[n.short.1..], furthest)?;
            // Among names as far in letters, the one whose marks agree comes first.
            Some((far, distance(&typed.exact, &n.key.exact[n.short.0..], usize::MAX)?, n))
        })
        .collect();
    near.sort_by_key(|(far, marks, _)| (*far, *marks));
    let nearest = near.first().map_or(0, |(far, ..)| *far);
    near.into_iter().filter(|(far, ..)| *far == nearest).take(OFFERED).map(|(.., n)| (Matched::Near, n)).collect()
}

/// Edit distance in letters, if it is at most `furthest`.
fn distance(a: &str, b: &str, furthest: usize) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > furthest {
        return None;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.iter().enumerate() {
            let change = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = change.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row.last().copied().filter(|far| *far <= furthest)
}

fn of_code(gazetteer: &'static Gazetteer, code: &str, geo: Geo) -> Vec<PlaceHit> {
    let other = if geo == Geo::P63 { Geo::P34 } else { Geo::P63 };
    let mut targets: Vec<Target> = Vec::new();
    // A bare code may be of either scheme; both readings are shown.
    targets.extend([geo, other].iter().filter_map(|g| Some(Target::Province(*g, gazetteer.province(code, *g)?.code))));
    targets.extend(gazetteer.district(code).map(|d| Target::District(d.code)));
    let former = gazetteer.former_districts().iter().enumerate();
    targets.extend(former.filter(|(_, d)| d.code == code).map(|(at, _)| Target::Former(at)));
    targets.extend(gazetteer.commune(code).map(|c| Target::Commune(c.code)));
    targets.into_iter().filter_map(|t| hit(gazetteer, t, None, Matched::Exact)).collect()
}

/// The places behind the names found, each once, in order.
fn hits(gazetteer: &'static Gazetteer, mut found: Vec<(Matched, &Named)>, geo: Geo) -> Vec<PlaceHit> {
    // A name of both schemes is given in the one asked for; the other stays only where it alone has the name.
    let in_scheme: FxHashSet<&str> =
        found.iter().filter(|(_, n)| n.target.scheme() == Some(geo)).map(|(_, n)| n.short_name()).collect();
    found.retain(|(_, n)| n.target.scheme().is_none_or(|scheme| scheme == geo) || !in_scheme.contains(n.short_name()));
    // The name itself comes before an alias of the same place, and an exact match before a looser one.
    found.sort_by_key(|(matched, n)| (*matched, n.alias.is_some()));
    let mut seen = FxHashSet::default();
    found.retain(|(_, n)| seen.insert(n.target));
    let mut hits: Vec<PlaceHit> = found.into_iter().filter_map(|(how, n)| hit(gazetteer, n.target, n.alias, how)).collect();
    let near = hits.first().is_some_and(|h| h.matched == Matched::Near);
    if !near {
        hits.sort_by_key(|h| (h.kind, h.matched, h.code));
    }
    hits
}

impl Named {
    fn short_name(&self) -> &str {
        &self.key.exact[self.short.0..]
    }
}

impl Target {
    /// The scheme of what exists in both.
    fn scheme(self) -> Option<Geo> {
        match self {
            Target::Region(geo, _) | Target::Province(geo, _) => Some(geo),
            _ => None,
        }
    }
}

fn hit(g: &'static Gazetteer, target: Target, alias: Option<&'static Alias>, matched: Matched) -> Option<PlaceHit> {
    let mut notes = Vec::new();
    let mut hit = match target {
        Target::Macro(third) => {
            let geo = Geo::P63;
            let members = g.provinces(geo).iter().filter(|p| p.macro_region == third).collect();
            let name = alias.map_or(third.slug(), |a| a.alias);
            place(PlaceKind::MacroRegion, third.slug(), geo, name, name, third).with_members(members)
        }
        Target::Region(geo, slug) => {
            let region = g.region(slug, geo)?;
            if geo == Geo::P63 && g.region(slug, Geo::P34).is_none() {
                notes.push(PlaceNote::RegionDivided);
            }
            let members = g.provinces(geo).iter().filter(|p| p.region == slug).collect();
            let mut hit = place(PlaceKind::Region, region.slug, geo, region.name_vi, region.name_vi, region.macro_region);
            hit.region = Some(region);
            hit.with_members(members)
        }
        Target::Province(geo, code) => {
            let province = g.province(code, geo)?;
            let members = match geo {
                Geo::P63 => Vec::new(),
                Geo::P34 => g.merged_from(code).filter_map(|old| g.province_63(old)).collect(),
            };
            if geo == Geo::P34 {
                notes.extend(changed(g, true, code));
            }
            place(PlaceKind::Province, province.code, geo, province.name, province.full_name, province.macro_region)
                .in_province(g, province, geo, province.kind)
                .with_members(members)
        }
        Target::District(code) => {
            let d = g.district(code)?;
            let province = g.province_63(d.province_code)?;
            notes.push(PlaceNote::NoDistrictsSince2025);
            place(PlaceKind::District, d.code, Geo::P63, d.name, d.full_name, province.macro_region).in_province(
                g,
                province,
                Geo::P63,
                d.kind,
            )
        }
        Target::Former(at) => {
            let d = g.former_districts().get(at)?;
            let province = g.province_63(d.province_code)?;
            notes.push(PlaceNote::Succeeded { change: d.change, by: d.gone_by, successor: d.successor_full_name });
            place(PlaceKind::FormerDistrict, d.code, Geo::P63, d.name, d.full_name, province.macro_region).in_province(
                g,
                province,
                Geo::P63,
                d.kind,
            )
        }
        Target::Commune(code) => {
            let c = g.commune(code)?;
            let province = g.province_34(c.province_code)?;
            notes.extend(changed(g, false, code));
            place(PlaceKind::Commune, c.code, Geo::P34, c.name, c.full_name, province.macro_region).in_province(
                g,
                province,
                Geo::P34,
                c.kind,
            )
        }
    };
    if let Some(province) = hit.province {
        // Of a province before 2025 the code of what it became matters as much as its own.
        let codes = [Some(province.code), hit.merger.map(|m| m.new_code)];
        let mut clashing: Vec<_> = codes.into_iter().flatten().filter(|code| g.code_clashes(code)).collect();
        clashing.dedup();
        notes.extend(clashing.into_iter().filter_map(|code| {
            Some(PlaceNote::CodeClash { code, old_name: g.name_of(code, Geo::P63)?, new_name: g.name_of(code, Geo::P34)? })
        }));
    }
    if let Some(a) = alias.filter(|a| a.needs_context) {
        notes.push(PlaceNote::NeedsContext { alias: a.alias });
    }
    hit.alias = alias;
    hit.matched = matched;
    hit.notes = notes;
    Some(hit)
}

/// A place of which no more is known yet.
fn place(
    kind: PlaceKind,
    code: &'static str,
    geo: Geo,
    name: &'static str,
    full_name: &'static str,
    macro_region: MacroRegion,
) -> PlaceHit {
    PlaceHit {
        kind,
        code,
        geo,
        name,
        full_name,
        unit: None,
        province: None,
        region: None,
        macro_region,
        merger: None,
        members: Vec::new(),
        alias: None,
        matched: Matched::Exact,
        notes: Vec::new(),
    }
}

impl PlaceHit {
    fn in_province(mut self, g: &'static Gazetteer, province: &'static Province, geo: Geo, unit: UnitKind) -> Self {
        self.unit = Some(unit);
        self.province = Some(province);
        self.region = g.region(province.region, geo);
        self.merger = (geo == Geo::P63).then(|| g.merger(province.code)).flatten();
        self
    }

    fn with_members(mut self, members: Vec<&'static Province>) -> Self {
        self.members = members;
        self
    }
}

fn changed(g: &'static Gazetteer, of_province: bool, code: &'static str) -> Option<PlaceNote> {
    let change = g.changes().iter().find(|c| c.of_province == of_province && c.code == code)?;
    Some(PlaceNote::Became { full_name: change.new_full_name, effective: change.effective, document: change.document })
}

/// A name folded for comparison: small letters, one space between words, marks between words gone.
pub(super) struct Key {
    /// Letters without tone; the tone stands as a mark after its word, so that its place in the word does not matter.
    pub(super) exact: String,
    /// The plain letters, `i` also for `y`.
    bare: String,
}

/// Words that say what kind of unit follows, as [`Key::bare`] has them (`i` for `y`).
const KINDS: &[&str] =
    &["thanh pho ", "thi tran ", "dac khu ", "thi xa ", "phuong ", "huien ", "tinh ", "quan ", "tp ", "tx ", "tt ", "xa "];

impl Key {
    pub(super) fn new(text: &str) -> Self {
        let (mut exact, mut bare) = (String::with_capacity(text.len()), String::with_capacity(text.len()));
        let mut tone = None;
        let mut in_word = false;
        for c in text.nfd().flat_map(char::to_lowercase).chain([' ']) {
            match c {
                '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}' => tone = Some(c),
                // Breve, circumflex and horn make another letter.
                '\u{302}' | '\u{306}' | '\u{31b}' => exact.push(c),
                _ if c.is_alphanumeric() => {
                    if !in_word && !bare.is_empty() {
                        exact.push(' ');
                        bare.push(' ');
                    }
                    in_word = true;
                    exact.push(c);
                    bare.push(match c {
                        'đ' | 'ð' => 'd',
                        'y' => 'i',
                        _ => c,
                    });
                }
                _ => {
                    exact.extend(tone.take());
                    in_word = false;
                }
            }
        }
        Key { exact, bare }
    }

    /// Whether it was typed without any mark.
    fn is_bare(&self) -> bool {
        self.exact.is_ascii()
    }

    fn words(&self) -> usize {
        self.bare.split(' ').count()
    }

    /// Where in `exact` and in `bare` the text after the first `count` words begins.
    fn after_words(&self, count: usize) -> (usize, usize) {
        let after = |text: &str| match count {
            0 => 0,
            n => text.match_indices(' ').nth(n - 1).map_or(0, |(at, _)| at + 1),
        };
        (after(&self.exact), after(&self.bare))
    }

    /// The same without a leading kind of unit.
    fn without_kind(&self) -> Option<Key> {
        let kind = KINDS.iter().find(|kind| self.bare.starts_with(**kind))?;
        let (exact, bare) = self.after_words(kind.split(' ').count() - 1);
        Some(Key { exact: self.exact[exact..].to_string(), bare: self.bare[bare..].to_string() })
    }
}
