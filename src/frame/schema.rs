//! Every table with its columns and their types, once. What is written, read, exported and queried agrees because it is here.

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

/// One column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColumnDef {
    pub name: &'static str,
    pub kind: Kind,
}

const fn text(name: &'static str) -> ColumnDef {
    ColumnDef { name, kind: Kind::Text }
}
const fn whole(name: &'static str) -> ColumnDef {
    ColumnDef { name, kind: Kind::Whole }
}
const fn number(name: &'static str) -> ColumnDef {
    ColumnDef { name, kind: Kind::Number }
}

/// What every record table has, first. `region` and `macro_region` follow from the province; a record of a whole macro
/// region has that slug in both, one of the whole country has "national".
const COMMON: &[ColumnDef] = &[
    text("record_id"),
    text("article_id"),
    whole("start"),
    whole("end"),
    text("evidence"),
    whole("evidence_start"),
    text("rule"),
    text("province"),
    text("geo"),
    text("district"),
    text("region"),
    text("macro_region"),
    text("scope"),
    text("place_basis"),
];

/// The calendar days that an EDTF column covers, and its first year; after the column itself.
const DAYS: &[ColumnDef] = &[
    ColumnDef { name: "date_from", kind: Kind::Day },
    ColumnDef { name: "date_to", kind: Kind::Day },
    ColumnDef { name: "year", kind: Kind::Year },
];

const ARTICLES: &[ColumnDef] = &[
    text("article_id"),
    text("id"),
    text("title"),
    text("url"),
    text("outlet"),
    text("outlet_province"),
    text("published"),
    text("published_basis"),
    text("header_date"),
    text("dates"),
    text("places"),
    text("text"),
    text("zones"),
    text("input_id"),
    text("extractor"),
];

const MEETINGS: &[ColumnDef] = &[
    text("date"),
    text("year_basis"),
    text("kind"),
    text("mode"),
    text("level"),
    text("meeting_region"),
    text("status"),
    text("name"),
    text("organiser"),
    text("chair"),
    whole("connected"),
];

const STAFFING: &[ColumnDef] = &[
    text("as_of"),
    text("year_basis"),
    text("subject"),
    text("status"),
    number("count"),
    number("percent"),
    number("before"),
    number("after"),
    text("approximation"),
    text("subject_text"),
    text("body"),
];

const PROGRESS: &[ColumnDef] = &[
    text("as_of"),
    text("year_basis"),
    text("activity"),
    text("subject"),
    number("done"),
    number("total"),
    number("percent"),
    text("term"),
    text("role"),
    text("part_of"),
    text("subject_text"),
];

const DOCUMENTS: &[ColumnDef] = &[text("date"), text("type"), text("symbol"), text("issuer")];

const QUANTITIES: &[ColumnDef] = &[text("kind"), number("value"), number("value_high"), text("unit"), text("approximation")];

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
