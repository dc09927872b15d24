//! The country: provinces before and after 1 July 2025, districts, communes, regions, and how the old became the new.
//!
//! The tables stand in `data/gazetteer/` and are embedded at build. A province code never travels without its [`Geo`]: 15, 24, 44,
//! 52, 80, 82 and 91 name different provinces in the two schemes. District codes belong to the time of the 63 (there are no
//! districts since 1 July 2025), commune codes to the time of the 34.

use super::csv::{CsvError, Row, rows};
use crate::model::tag::{Geo, MacroRegion};
use places::Key;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::sync::OnceLock;

mod places;
mod units;

pub use places::{Matched, PlaceHit, PlaceKind, PlaceNote, search};
pub use units::*;

/// Reads a table of `data/gazetteer/` into values; `$make` gets the fields and may refuse a row.
macro_rules! table {
    ($file:literal, [$($column:ident),+], $make:expr) => {
        read(
            concat!("data/gazetteer/", $file),
            include_str!(concat!("../../data/gazetteer/", $file)),
            [$(stringify!($column)),+],
            |[$($column),+]| $make($($column),+),
        )
    };
}

/// All places. Small tables are read at once, long or seldom used ones when first asked for.
#[derive(Debug)]
pub struct Gazetteer {
    provinces_63: Vec<Province>,
    provinces_34: Vec<Province>,
    mergers: Vec<Merger>,
    regions: Vec<Region>,
    districts: OnceLock<Vec<District>>,
    former_districts: OnceLock<Vec<FormerDistrict>>,
    communes: OnceLock<Vec<Commune>>,
    changes: OnceLock<Vec<Change>>,
    aliases: OnceLock<Vec<Alias>>,
    tiles: OnceLock<(Vec<Tile>, Vec<Inset>)>,
    district_names: OnceLock<FxHashMap<String, Vec<usize>>>,
}

impl Gazetteer {
    /// The one gazetteer of the program.
    pub fn get() -> &'static Gazetteer {
        static GAZETTEER: OnceLock<Gazetteer> = OnceLock::new();
        GAZETTEER.get_or_init(|| Gazetteer {
            provinces_63: embedded(provinces_63()),
            provinces_34: embedded(provinces_34()),
            mergers: embedded(mergers()),
            regions: embedded(regions()),
            districts: OnceLock::new(),
            former_districts: OnceLock::new(),
            communes: OnceLock::new(),
            changes: OnceLock::new(),
            aliases: OnceLock::new(),
            tiles: OnceLock::new(),
            district_names: OnceLock::new(),
        })
    }

    /// The provinces of a scheme, by code.
    pub fn provinces(&self, geo: Geo) -> &[Province] {
        match geo {
            Geo::P63 => &self.provinces_63,
            Geo::P34 => &self.provinces_34,
        }
    }

    /// The province with this code in this scheme.
    pub fn province(&self, code: &str, geo: Geo) -> Option<&Province> {
        by_code(self.provinces(geo), code, |p| p.code)
    }

    /// The province with this code before 1 July 2025.
    pub fn province_63(&self, code: &str) -> Option<&Province> {
        self.province(code, Geo::P63)
    }

    /// The province with this code since 1 July 2025.
    pub fn province_34(&self, code: &str) -> Option<&Province> {
        self.province(code, Geo::P34)
    }

    /// What each of the 63 became, by old code.
    pub fn mergers(&self) -> &[Merger] {
        &self.mergers
    }

    /// What the province with this code of the 63 became.
    pub fn merger(&self, code_63: &str) -> Option<&Merger> {
        by_code(&self.mergers, code_63, |m| m.old_code)
    }

    /// Code of the 34 for a code of the 63.
    pub fn merge(&self, code_63: &str) -> Option<&'static str> {
        self.merger(code_63).map(|m| m.new_code)
    }

    /// Codes of the 63 that make up a province of the 34.
    pub fn merged_from<'a>(&'a self, code_34: &'a str) -> impl Iterator<Item = &'static str> + 'a {
        self.mergers.iter().filter(move |m| m.new_code == code_34).map(|m| m.old_code)
    }

    /// Whether the code names one province before 1 July 2025 and another since.
    pub fn code_clashes(&self, code: &str) -> bool {
        // A province that kept its code may have grown; it is another one only when the old bearer of the code had another name.
        matches!((self.province_63(code), self.province_34(code)), (Some(old), Some(new)) if old.name != new.name)
    }

    /// The regions of a scheme, from north to south.
    pub fn regions(&self, geo: Geo) -> impl Iterator<Item = &Region> {
        self.regions.iter().filter(move |r| r.geo == geo)
    }

    /// The region with this slug in this scheme.
    pub fn region(&self, slug: &str, geo: Geo) -> Option<&Region> {
        self.regions(geo).find(|r| r.slug == slug)
    }

    /// Slug of the region a province belongs to.
    pub fn region_of(&self, code: &str, geo: Geo) -> Option<&'static str> {
        self.province(code, geo).map(|p| p.region)
    }

    /// The third of the country a province belongs to.
    pub fn macro_of(&self, code: &str, geo: Geo) -> Option<MacroRegion> {
        self.province(code, geo).map(|p| p.macro_region)
    }

    /// Name of a province without its kind ("Hà Nội").
    pub fn name_of(&self, code: &str, geo: Geo) -> Option<&'static str> {
        self.province(code, geo).map(|p| p.name)
    }

    /// The 696 districts of 30 June 2025, by code.
    pub fn districts(&self) -> &[District] {
        self.districts.get_or_init(|| embedded(districts()))
    }

    /// The district with this code on 30 June 2025.
    pub fn district(&self, code: &str) -> Option<&District> {
        by_code(self.districts(), code, |d| d.code)
    }

    /// The districts of this name (without kind, in any case and tone-mark style); several, since names repeat.
    pub fn districts_named(&self, name: &str) -> Vec<&District> {
        let index = self.district_names.get_or_init(|| {
            let mut index: FxHashMap<String, Vec<usize>> = FxHashMap::default();
            for (at, district) in self.districts().iter().enumerate() {
                index.entry(Key::new(district.name).exact).or_default().push(at);
            }
            index
        });
        index.get(&Key::new(name).exact).map_or(Vec::new(), |found| found.iter().map(|at| &self.districts()[*at]).collect())
    }

    /// District units that were merged, renamed or changed kind from 2019 to March 2025, with what they became.
    pub fn former_districts(&self) -> &[FormerDistrict] {
        self.former_districts.get_or_init(|| embedded(former_districts()))
    }

    /// The 3,321 communes, wards and special zones of 1 July 2025, by code.
    pub fn communes(&self) -> &[Commune] {
        self.communes.get_or_init(|| embedded(communes()))
    }

    /// The commune with this code.
    pub fn commune(&self, code: &str) -> Option<&Commune> {
        by_code(self.communes(), code, |c| c.code)
    }

    /// Provinces and communes that changed kind after 1 July 2025.
    pub fn changes(&self) -> &[Change] {
        self.changes.get_or_init(|| embedded(changes()))
    }

    /// Other spellings, abbreviations and figurative names.
    pub fn aliases(&self) -> &[Alias] {
        self.aliases.get_or_init(|| embedded(aliases()))
    }

    /// The tile of each province on a tile map of this scheme.
    pub fn tile_grid(&self, geo: Geo) -> impl Iterator<Item = &Tile> {
        self.tile_tables().0.iter().filter(move |t| t.geo == geo)
    }

    /// The tiles of Hoàng Sa and Trường Sa, which a map for Vietnamese readers shows.
    pub fn tile_insets(&self, geo: Geo) -> impl Iterator<Item = &Inset> {
        self.tile_tables().1.iter().filter(move |t| t.geo == geo)
    }

    fn tile_tables(&self) -> &(Vec<Tile>, Vec<Inset>) {
        self.tiles.get_or_init(|| (embedded(tiles()), embedded(insets())))
    }
}

/// The row of a table sorted by code.
fn by_code<'a, T>(table: &'a [T], code: &str, key: fn(&T) -> &'static str) -> Option<&'a T> {
    table.binary_search_by(|row| key(row).cmp(code)).ok().map(|at| &table[at])
}

/// A table that is part of the program. Nobody's input can break it; whoever edits it is told the file and the line by the tests,
/// or here.
fn embedded<T>(table: Result<T, CsvError>) -> T {
    table.unwrap_or_else(|error| panic!("{error}"))
}

/// Reads one table, a value a row.
fn read<T, const N: usize>(
    file: &str,
    text: &'static str,
    header: [&str; N],
    make: impl Fn([&'static str; N]) -> Result<T, String>,
) -> Result<Vec<T>, CsvError> {
    let row =
        |Row { line, fields }: Row<'static, N>| make(fields.map(keep)).map_err(|message| CsvError::new(file, line, message));
    rows(file, text, header)?.into_iter().map(row).collect()
}

/// A field for as long as the program runs; only the few with quotes inside are not already part of the embedded text.
fn keep(field: Cow<'static, str>) -> &'static str {
    match field {
        Cow::Borrowed(text) => text,
        Cow::Owned(text) => Box::leak(text.into_boxed_str()),
    }
}

/// Reads a slug or a number, with the column's name in what is said when it is none.
fn value<T: std::str::FromStr>(column: &str, text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("\"{text}\" is no {column}"))
}

fn provinces_63() -> Result<Vec<Province>, CsvError> {
    table!(
        "provinces_63.csv",
        [code, name, full_name, kind, region, macro_region],
        |code, name, full_name, kind, region, third| {
            Ok(Province {
                code,
                name,
                full_name,
                kind: value("kind", kind)?,
                region,
                macro_region: value("macro_region", third)?,
            })
        }
    )
}

fn provinces_34() -> Result<Vec<Province>, CsvError> {
    table!(
        "provinces_34.csv",
        [code, name, full_name, kind, region, macro_region, effective_from, region_source],
        |code, name, full_name, kind, region, third, _, _| {
            Ok(Province {
                code,
                name,
                full_name,
                kind: value("kind", kind)?,
                region,
                macro_region: value("macro_region", third)?,
            })
        }
    )
}

fn mergers() -> Result<Vec<Merger>, CsvError> {
    table!(
        "province_mergers.csv",
        [old_code, old_name, new_code, new_name, effective],
        |old_code, old_name, new_code, new_name, effective| {
            Ok(Merger { old_code, old_name, new_code, new_name, effective: value("date", effective)? })
        }
    )
}

fn regions() -> Result<Vec<Region>, CsvError> {
    table!(
        "regions.csv",
        [scheme, slug, name_vi, name_en, macro_region, provinces],
        |geo, slug, name_vi, name_en, third, provinces| {
            Ok(Region {
                geo: value("scheme", geo)?,
                slug,
                name_vi,
                name_en,
                macro_region: value("macro_region", third)?,
                provinces: value("number of provinces", provinces)?,
            })
        }
    )
}

fn districts() -> Result<Vec<District>, CsvError> {
    table!("districts.csv", [code, name, full_name, kind, province_code], |code, name, full_name, kind, province_code| {
        Ok(District { code, name, full_name, kind: value("kind", kind)?, province_code })
    })
}

fn former_districts() -> Result<Vec<FormerDistrict>, CsvError> {
    table!(
        "districts_former.csv",
        [code, name, full_name, kind, province_code, gone_by, change, successor_code, successor_full_name, note],
        |code, name, full_name, kind, province_code, gone_by, change, successor_code, successor_full_name, note| {
            Ok(FormerDistrict {
                code,
                name,
                full_name,
                kind: value("kind", kind)?,
                province_code,
                gone_by: value("date", gone_by)?,
                change: value("change", change)?,
                successor_code,
                successor_full_name,
                note,
            })
        }
    )
}

fn communes() -> Result<Vec<Commune>, CsvError> {
    table!("communes_2025.csv", [code, name, full_name, kind, province_code], |code, name, full_name, kind, province_code| {
        Ok(Commune { code, name, full_name, kind: value("kind", kind)?, province_code })
    })
}

fn changes() -> Result<Vec<Change>, CsvError> {
    table!(
        "changes_after_2025.csv",
        [level, code, old_full_name, new_full_name, effective, document],
        |level, code, old_full_name, new_full_name, effective, document| {
            let of_province = match level {
                "province" => true,
                "commune" => false,
                _ => return Err(format!("\"{level}\" is no level (province or commune)")),
            };
            Ok(Change { of_province, code, old_full_name, new_full_name, effective: value("date", effective)?, document })
        }
    )
}

fn aliases() -> Result<Vec<Alias>, CsvError> {
    table!(
        "aliases.csv",
        [alias, kind, canonical, canonical_34, confidence, note],
        |alias, kind, canonical, canonical_34: &'static str, confidence, note| {
            let needs_context = match confidence {
                "high" => false,
                "context" => true,
                _ => return Err(format!("\"{confidence}\" is no confidence (high or context)")),
            };
            let canonical_34 = (!canonical_34.is_empty()).then_some(canonical_34);
            Ok(Alias { alias, kind: value("kind of alias", kind)?, canonical, canonical_34, needs_context, note })
        }
    )
}

fn tiles() -> Result<Vec<Tile>, CsvError> {
    table!("tile_grid.csv", [scheme, code, col, row], |geo, code, col, row| {
        Ok(Tile { geo: value("scheme", geo)?, code, col: value("column", col)?, row: value("row", row)? })
    })
}

fn insets() -> Result<Vec<Inset>, CsvError> {
    table!(
        "tile_grid_insets.csv",
        [scheme, name, district_code, parent_code, col, row],
        |geo, name, district_code, parent_code, col, row| {
            Ok(Inset {
                geo: value("scheme", geo)?,
                name,
                district_code,
                parent_code,
                col: value("column", col)?,
                row: value("row", row)?,
            })
        }
    )
}

#[cfg(test)]
#[path = "gazetteer/tests.rs"]
mod tests;
