//! Every table with its columns and their types, once. What is written, read, exported and queried agrees because it is here.

use crate::model::tag::*;
use polars::prelude::{DataType, Field, PlSmallStr, Schema};

/// The tables of a dataset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Table {
    Articles,
    Meetings,
    Staffing,
    Progress,
    Documents,
    Quantities,
}

/// The type of a column. Enumerations are their slugs, dates of the scheme are EDTF text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    /// Whole number, not negative.
    Whole,
    Year,
    Number,
    Day,
}

/// One column. What it means stands in `data/labels/columns.tsv`; the data dictionary of `output::export` joins both.
#[derive(Debug, Clone, Copy)]
pub struct ColumnDef {
    pub name: &'static str,
    pub kind: Kind,
    /// What its values are counted in or written as: the end of a label key `unit.…`.
    pub unit: &'static str,
    /// The values that it may take, where they are an enumeration.
    pub values: Option<Values>,
}

/// An enumeration: the beginning of the label keys of its values, and the values.
#[derive(Debug, Clone, Copy)]
pub struct Values {
    pub family: &'static str,
    pub slugs: fn() -> Vec<&'static str>,
}

const fn column(name: &'static str, kind: Kind, unit: &'static str) -> ColumnDef {
    ColumnDef { name, kind, unit, values: None }
}
const fn text(name: &'static str, unit: &'static str) -> ColumnDef {
    column(name, Kind::Text, unit)
}
const fn whole(name: &'static str, unit: &'static str) -> ColumnDef {
    column(name, Kind::Whole, unit)
}
const fn number(name: &'static str, unit: &'static str) -> ColumnDef {
    column(name, Kind::Number, unit)
}

/// A column of the slugs of an enumeration, whose words have keys that begin with `family`.
macro_rules! slug {
    ($name:literal, $family:literal, $type:ty) => {
        ColumnDef {
            values: Some(Values { family: $family, slugs: || <$type>::ALL.iter().map(|v| v.slug()).collect() }),
            ..text($name, "slug")
        }
    };
}

/// What every record table has, first. `region` and `macro_region` follow from the province; a record of a whole macro
/// region has that slug in both, one of the whole country has "national".
const COMMON: &[ColumnDef] = &[
    text("record_id", "id"),
    text("article_id", "id"),
    whole("start", "letters"),
    whole("end", "letters"),
    text("evidence", "text"),
    whole("evidence_start", "letters"),
    text("rule", "rule"),
    text("province", "code"),
    slug!("geo", "geo", Geo),
    text("district", "text"),
    text("region", "region"),
    slug!("macro_region", "macro", MacroRegion),
    slug!("scope", "scope", Scope),
    slug!("place_basis", "basis", Basis),
];

/// The calendar days that an EDTF column covers, and its first year; after the column itself.
const DAYS: &[ColumnDef] =
    &[column("date_from", Kind::Day, "day"), column("date_to", Kind::Day, "day"), column("year", Kind::Year, "year")];

const ARTICLES: &[ColumnDef] = &[
    text("article_id", "id"),
    text("id", "id"),
    text("title", "text"),
    text("url", "address"),
    text("outlet", "text"),
    text("outlet_province", "code"),
    text("published", "edtf"),
    slug!("published_basis", "basis", Basis),
    text("header_date", "edtf"),
    text("dates", "list"),
    text("places", "list"),
    text("text", "text"),
    text("zones", "list"),
    text("input_id", "id"),
    text("extractor", "text"),
    text("sketch", "id"),
];

const MEETINGS: &[ColumnDef] = &[
    text("date", "edtf"),
    slug!("year_basis", "basis", Basis),
    slug!("kind", "kind", MeetingKind),
    slug!("mode", "mode", Mode),
    slug!("level", "level", Level),
    slug!("meeting_region", "macro", MacroRegion),
    slug!("status", "status", MeetingStatus),
    text("name", "text"),
    text("organiser", "text"),
    text("chair", "text"),
    whole("connected", "points"),
];

const STAFFING: &[ColumnDef] = &[
    text("as_of", "edtf"),
    slug!("year_basis", "basis", Basis),
    slug!("subject", "subject", StaffingSubject),
    slug!("status", "status", StaffingStatus),
    number("count", "subject"),
    number("percent", "percent"),
    number("before", "subject"),
    number("after", "subject"),
    slug!("approximation", "approximation", Approximation),
    text("subject_text", "text"),
    text("body", "text"),
];

const PROGRESS: &[ColumnDef] = &[
    text("as_of", "edtf"),
    slug!("year_basis", "basis", Basis),
    slug!("activity", "activity", Activity),
    slug!("subject", "subject", ProgressSubject),
    number("done", "subject"),
    number("total", "subject"),
    number("percent", "percent"),
    text("term", "edtf"),
    slug!("role", "role", PartRole),
    text("part_of", "id"),
    text("subject_text", "text"),
];

const DOCUMENTS: &[ColumnDef] =
    &[text("date", "edtf"), slug!("type", "type", DocumentType), text("symbol", "text"), text("issuer", "text")];

const QUANTITIES: &[ColumnDef] = &[
    slug!("kind", "quantity", QuantityKind),
    number("value", "own"),
    number("value_high", "own"),
    text("unit", "text"),
    slug!("approximation", "approximation", Approximation),
];

impl Table {
    pub const ALL: &'static [Table] =
        &[Table::Articles, Table::Meetings, Table::Staffing, Table::Progress, Table::Documents, Table::Quantities];

    /// The tables whose rows are records.
    pub const RECORDS: &'static [Table] =
        &[Table::Meetings, Table::Staffing, Table::Progress, Table::Documents, Table::Quantities];

    /// Its name in files, on the command line and in SQL.
    pub const fn name(self) -> &'static str {
        match self {
            Table::Articles => "articles",
            Table::Meetings => "meetings",
            Table::Staffing => "staffing",
            Table::Progress => "progress",
            Table::Documents => "documents",
            Table::Quantities => "quantities",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|t| t.name() == name)
    }

    /// The EDTF column that `date_from`, `date_to` and `year` are made from.
    pub const fn date_column(self) -> Option<&'static str> {
        match self {
            Table::Articles => Some("published"),
            Table::Meetings | Table::Documents => Some("date"),
            Table::Staffing | Table::Progress => Some("as_of"),
            Table::Quantities => None,
        }
    }

    /// Its columns in order.
    pub fn columns(self) -> impl Iterator<Item = ColumnDef> {
        let own = match self {
            Table::Articles => ARTICLES,
            Table::Meetings => MEETINGS,
            Table::Staffing => STAFFING,
            Table::Progress => PROGRESS,
            Table::Documents => DOCUMENTS,
            Table::Quantities => QUANTITIES,
        };
        let common = if self == Table::Articles { &[][..] } else { COMMON };
        let days = if self.date_column().is_some() { DAYS } else { &[][..] };
        common.iter().chain(own).chain(days).copied()
    }

    /// The same for polars.
    pub fn schema(self) -> Schema {
        self.columns().map(|c| Field::new(PlSmallStr::from_static(c.name), c.kind.data_type())).collect()
    }
}

impl Kind {
    pub const fn data_type(self) -> DataType {
        match self {
            Kind::Text => DataType::String,
            Kind::Whole => DataType::UInt32,
            Kind::Year => DataType::Int32,
            Kind::Number => DataType::Float64,
            Kind::Day => DataType::Date,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_table_has_a_column_twice() {
        for table in Table::ALL {
            let names: Vec<_> = table.columns().map(|c| c.name).collect();
            let mut distinct = names.clone();
            distinct.sort_unstable();
            distinct.dedup();
            assert_eq!(distinct.len(), names.len(), "{}", table.name());
        }
    }
}
