//! What a user asks: topic, group keys, measures and filters. Parsed from words once; everything below works on these types.

use crate::frame::schema::Table;
use crate::model::tag::{Geo, MacroRegion};

/// Declares an enum of command-line words.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $value:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$vmeta])* $value),+ }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$value),+];
            /// The word on the command line, the column name in files, and the end of its label key.
            pub const fn word(self) -> &'static str {
                match self { $($name::$value => $word),+ }
            }
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|v| v.word() == word)
            }
        }
    };
}

words!(
    /// What is counted.
    Topic {
        /// Meetings held, staff and units cut, congress completion side by side.
        Overview = "overview",
        Meetings = "meetings",
        Staffing = "staffing",
        Progress = "progress",
        Documents = "documents",
        Quantities = "quantities",
    }
);

impl Topic {
    /// The record tables that the topic counts, in the order of its columns.
    pub const fn tables(self) -> &'static [Table] {
        match self {
            Topic::Overview => &[Table::Meetings, Table::Staffing, Table::Progress],
            Topic::Meetings => &[Table::Meetings],
            Topic::Staffing => &[Table::Staffing],
            Topic::Progress => &[Table::Progress],
            Topic::Documents => &[Table::Documents],
            Topic::Quantities => &[Table::Quantities],
        }
    }
}

words!(
    /// By what rows are grouped.
    Key {
        Region = "region",
        MacroRegion = "macro_region",
        Province = "province",
        District = "district",
        Year = "year",
        Half = "half",
        Quarter = "quarter",
        Month = "month",
        Kind = "kind",
        Mode = "mode",
        Level = "level",
        Status = "status",
        Activity = "activity",
        Subject = "subject",
        Term = "term",
        Document = "document",
        Type = "type",
        Issuer = "issuer",
        Organiser = "organiser",
        Chair = "chair",
        Outlet = "outlet",
    }
);

/// The unit of a measure's figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unit {
    /// Whole things: meetings, people, units, documents.
    Count,
    /// Per cent: 46.6 is 46.6%.
    Percent,
    /// Percentage points: what lies between two percentages.
    Points,
}

words!(
    /// One column of figures.
    Measure {
        /// Distinct meetings (held; planned ones have a column of their own).
        Meetings = "meetings",
        MeetingsPlanned = "meetings_planned",
        MeetingsOnline = "meetings_online",
        /// Staff, units, leadership posts, administrative units cut (achieved).
        StaffCut = "staff_cut",
        UnitsCut = "units_cut",
        PostsCut = "posts_cut",
        AdminUnitsCut = "admin_units_cut",
        /// Achieved cut and target of the subject of the row.
        Cut = "cut",
        CutPercent = "cut_percent",
        Target = "target",
        TargetPercent = "target_percent",
        /// Achieved less target, in things and in percentage points: below nought where the target is not reached. Only where both
        /// are of the same places and bodies.
        Distance = "distance",
        DistancePoints = "distance_points",
        /// Achieved as a share of the target.
        TargetRate = "target_rate",
        Before = "before",
        After = "after",
        /// Units that have done it, of how many, as sums of the latest counts; and done over total.
        Done = "done",
        Total = "total",
        Rate = "rate",
        /// The percentage as printed, where one fact stands behind the row.
        StatedPercent = "stated_percent",
        Documents = "documents",
        Citations = "citations",
        Quantities = "quantities",
        /// Share of the row in the total of the first count.
        Share = "share",
        /// What stands behind the row.
        Facts = "facts",
        Statements = "statements",
        Articles = "articles",
    }
);

words!(
    /// With what a row is compared.
    Compare {
        /// The period right before: the month before, the quarter before.
        Previous = "previous",
        /// The same period of the year before.
        Year = "year",
    }
);

impl Measure {
    pub const fn unit(self) -> Unit {
        match self {
            Measure::CutPercent
            | Measure::TargetPercent
            | Measure::TargetRate
            | Measure::Rate
            | Measure::StatedPercent
            | Measure::Share => Unit::Percent,
            Measure::DistancePoints => Unit::Points,
            _ => Unit::Count,
        }
    }

    /// Whether its figures say more or less than something, and so are written with their sign.
    pub const fn is_signed(self) -> bool {
        matches!(self, Measure::Distance | Measure::DistancePoints)
    }
}

/// `KEY=VALUE[,VALUE]` or `KEY!=VALUE[,VALUE]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    pub key: Key,
    pub values: Vec<String>,
    pub negated: bool,
}

/// In which order rows come. Rows of the whole country, of a whole region, without a value, and the rest come last in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Time, regions and enumerations in their own order; names by the first measure, largest first.
    #[default]
    Natural,
    /// By the keys, ascending.
    Key,
    /// By a measure, largest first.
    Measure(Measure),
}

/// A whole question. Equal queries over equal data give equal bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    pub topic: Topic,
    pub by: Vec<Key>,
    /// Whose values are columns; none of `by`.
    pub pivot: Option<Key>,
    /// What is shown, in this order; empty: what suits the question.
    pub measures: Vec<Measure>,
    /// Needs exactly one time among `by` and `pivot`.
    pub compare: Option<Compare>,
    pub conditions: Vec<Condition>,
    /// ISO days, both included.
    pub since: Option<chrono::NaiveDate>,
    pub until: Option<chrono::NaiveDate>,
    /// Where the facts must lie.
    pub place: Option<Place>,
    /// The name that was asked for, where it is of a place that has become a part of `place`.
    pub former_place: Option<String>,
    pub geo: Geo,
    pub top: Option<usize>,
    pub sort: Sort,
    /// Count statements, not facts: nothing is joined.
    pub statements: bool,
}

impl Query {
    /// All that the topic has, in one row, in the provinces of before 1 July 2025.
    pub const fn new(topic: Topic) -> Self {
        Self {
            topic,
            by: Vec::new(),
            pivot: None,
            measures: Vec::new(),
            compare: None,
            conditions: Vec::new(),
            since: None,
            until: None,
            place: None,
            former_place: None,
            geo: Geo::P63,
            top: None,
            sort: Sort::Natural,
            statements: false,
        }
    }
}

/// A place that a query is limited to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Province code in a scheme of its own.
    Province(Geo, String),
    /// District by its name without the kind, in a province of the 63.
    District {
        province: String,
        name: String,
    },
    /// Slug of one of the regions of the query's geography.
    Region(String),
    MacroRegion(MacroRegion),
}
