//! The rows of the gazetteer's tables.

use crate::model::date::PartialDate;
use crate::model::tag::{Geo, MacroRegion};
use std::str::FromStr;

/// An enum whose values are slugs in the tables.
macro_rules! slugs {
    ($(#[$meta:meta])* $name:ident { $($value:ident = $slug:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($value),+ }

        impl $name {
            pub const fn slug(self) -> &'static str {
                match self { $($name::$value => $slug),+ }
            }
        }

        impl FromStr for $name {
            type Err = ();
            fn from_str(slug: &str) -> Result<Self, ()> {
                match slug { $($slug => Ok($name::$value),)+ _ => Err(()) }
            }
        }
    };
}

slugs!(
    /// What kind of unit it is: thành phố trực thuộc Trung ương, tỉnh; thành phố, thị xã, quận, huyện; phường, xã, đặc khu.
    UnitKind {
        Municipality = "municipality",
        Province = "province",
        City = "city",
        Town = "town",
        UrbanDistrict = "urban_district",
        RuralDistrict = "rural_district",
        Ward = "ward",
        Commune = "commune",
        SpecialZone = "special_zone",
    }
);

slugs!(
    /// What happened to a former district.
    DistrictChange {
        Merged = "merged",
        Renamed = "renamed",
        Reclassified = "reclassified",
        Respelled = "respelled",
        Split = "split",
    }
);

slugs!(
    /// What an alias stands for.
    AliasKind { Province = "province", District = "district", Region = "region", MacroRegion = "macro_region" }
);

/// A province or municipality; which scheme its code belongs to, the table it comes from tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Province {
    pub code: &'static str,
    /// Without its kind ("Hà Nội").
    pub name: &'static str,
    /// With its kind ("Thành phố Hà Nội").
    pub full_name: &'static str,
    pub kind: UnitKind,
    /// Slug of its region in the same scheme.
    pub region: &'static str,
    pub macro_region: MacroRegion,
}

/// What a province of the 63 became on 1 July 2025.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merger {
    pub old_code: &'static str,
    pub old_name: &'static str,
    pub new_code: &'static str,
    pub new_name: &'static str,
    pub effective: PartialDate,
}

/// A socio-economic region of one of the two schemes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    pub geo: Geo,
    pub slug: &'static str,
    pub name_vi: &'static str,
    pub name_en: &'static str,
    pub macro_region: MacroRegion,
    /// How many provinces it has.
    pub provinces: usize,
}

/// A district unit of 30 June 2025.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct District {
    pub code: &'static str,
    /// Without its kind ("Đống Đa"), but "Quận 1" whole.
    pub name: &'static str,
    pub full_name: &'static str,
    pub kind: UnitKind,
    /// Code of the 63.
    pub province_code: &'static str,
}

/// A district unit that was gone, or was of another kind, before 30 June 2025.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormerDistrict {
    pub code: &'static str,
    pub name: &'static str,
    pub full_name: &'static str,
    pub kind: UnitKind,
    /// Code of the 63.
    pub province_code: &'static str,
    /// Date of the first list without it: the change took effect on or before this day.
    pub gone_by: PartialDate,
    pub change: DistrictChange,
    /// Code among the districts of 30 June 2025.
    pub successor_code: &'static str,
    pub successor_full_name: &'static str,
    /// More about the change, in English; for maintainers.
    pub note: &'static str,
}

/// A commune, ward or special zone of 1 July 2025.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Commune {
    pub code: &'static str,
    pub name: &'static str,
    pub full_name: &'static str,
    pub kind: UnitKind,
    /// Code of the 34.
    pub province_code: &'static str,
}

/// A change of kind after 1 July 2025; the code stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// Of a province of the 34, else of a commune.
    pub of_province: bool,
    pub code: &'static str,
    pub old_full_name: &'static str,
    pub new_full_name: &'static str,
    pub effective: PartialDate,
    /// Symbol of the resolution.
    pub document: &'static str,
}

/// Another way to write a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alias {
    pub alias: &'static str,
    pub kind: AliasKind,
    /// Province code of the 63, district code, or slug of a region or macro region.
    pub canonical: &'static str,
    /// The same among the 34; none for districts and for regions that were divided.
    pub canonical_34: Option<&'static str>,
    /// To be taken only with support nearby ("đất Tổ"), else alone.
    pub needs_context: bool,
    /// Why, in English; for maintainers.
    pub note: &'static str,
}

/// The place of a province on a tile map: columns grow east, rows south, both from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tile {
    pub geo: Geo,
    pub code: &'static str,
    pub col: u8,
    pub row: u8,
}

/// A tile beside the provinces: Hoàng Sa (of Đà Nẵng) or Trường Sa (of Khánh Hòa).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inset {
    pub geo: Geo,
    pub name: &'static str,
    pub district_code: &'static str,
    /// Province code in the scheme of `geo`.
    pub parent_code: &'static str,
    pub col: u8,
    pub row: u8,
}
