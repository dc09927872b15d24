//! The result of a query: what every view (table, chart, report, export) shows. Numbers here are exact and unformatted;
//! slugs are untranslated. A view turns them into words and digits of one language, and never computes new figures.

use super::query::{Key, Measure, Query};

/// One value of a group key.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyValue {
    /// A province by code in the geography of the query.
    Province(String),
    /// Any other value: the slug of an enumeration or region, a year, a month, free text, as the key says.
    Slug(String),
    /// A record of the whole country in a table by place.
    National,
    /// A record of a whole macro region (slug) in a table by place.
    WholeRegion(String),
    /// A record of a body of the Centre (a ministry, a central committee) that has no place of its own.
    CentralBody,
    /// In a table by district: a record of a whole province (code in the geography of the query).
    WholeProvince(String),
    /// No place, date or other value is known.
    Unknown,
    /// Everything that `--top` left out, with how many rows that was.
    Rest(usize),
}

/// What one cell holds. `None` is "no such figure", never zero.
pub type Cell = Option<f64>;

/// How a figure differs from that of the period it is compared with. Both are `None` where there is nothing to compare with.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Change {
    /// In the unit of the measure; percentages in percentage points.
    pub absolute: Cell,
    /// In per cent of the earlier figure; never of a percentage.
    pub percent: Cell,
}

/// One row: a value per key, a cell per measure, and the facts behind it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    pub keys: Vec<KeyValue>,
    pub cells: Vec<Cell>,
    /// Facts, statements and articles behind the row.
    pub facts: usize,
    pub statements: usize,
    pub articles: usize,
    /// Of these facts, how many are of an earlier period than the row: the latest that its place had by then.
    pub carried: usize,
    /// A number for the places whose cuts or completion are counted: rows with another one are of other places. Nought for events.
    pub extent: u64,
    /// Ids of the facts behind the row, in order; `show` takes each.
    pub fact_ids: Vec<String>,
    /// A change per measure, where the question compares.
    pub changes: Vec<Change>,
}

/// Statements that the honest-counting rules left out of the figures, with why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    pub reason: Reason,
    /// Record ids, in order.
    pub record_ids: Vec<String>,
    /// Statements beside these whose ids were not kept.
    pub unlisted: usize,
}

impl LeftOut {
    /// How many statements it is.
    pub const fn count(&self) -> usize {
        self.record_ids.len() + self.unlisted
    }
}

impl Reason {
    /// The key of its text in the label files.
    pub const fn label_key(self) -> &'static str {
        match self {
            Reason::PartOfWhole => "reason.part_of_whole",
            Reason::Superseded => "reason.superseded",
            Reason::InsideWiderPlace => "reason.inside_wider_place",
            Reason::InsideLongerPeriod => "reason.inside_longer_period",
            Reason::NoBase => "reason.no_base",
            Reason::StockOnly => "reason.stock_only",
            Reason::Contested => "reason.contested",
            Reason::NotCarried => "reason.not_carried",
            Reason::NotComparable => "reason.not_comparable",
            Reason::Undated => "reason.undated",
            Reason::Target => "reason.target",
            Reason::Trial => "reason.trial",
        }
    }
}

/// Why a statement is not in a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// A part of a whole that is counted.
    PartOfWhole,
    /// An earlier count of a series whose latest is counted.
    Superseded,
    /// A place inside another that is counted.
    InsideWiderPlace,
    /// A period inside another that is counted.
    InsideLongerPeriod,
    /// A count without its base, or a percentage that cannot be added.
    NoBase,
    /// A stock after a change: not a cut.
    StockOnly,
    /// A lower bound or a contested statement that the table's rule did not take.
    Contested,
    /// Cannot be carried into the asked geography.
    NotCarried,
    /// Counts of different things that share no base: their sum would mean nothing.
    NotComparable,
    /// Without a date, when the question names a period.
    Undated,
    /// A target, where only what was achieved has a column.
    Target,
    /// Trial runs only, which are few of all.
    Trial,
}

/// What a reader of the total has to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TotalOf {
    /// Figures add the rows of places; those of the whole country, of whole regions and of central bodies stand beside them.
    Places,
    /// The same, but meetings are the sum of every row.
    PlacesAndMeetings,
    /// Figures of different periods overlap or are of different places: they have no sum.
    NoSumOfPeriods,
}

/// How many rows could not be compared, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Compared {
    /// Rows with an earlier row beside them.
    pub compared: usize,
    /// Of these, rows whose figures are of other places than those of the earlier row.
    pub other_places: usize,
    /// Rows whose earlier period lies before the first of the table.
    pub first: usize,
    /// Rows whose earlier period lies within the table but has no row.
    pub gaps: usize,
}

/// Of what the shares are shares.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ShareOf {
    pub measure: Measure,
    pub whole: f64,
    /// What of it is in rows without a known value.
    pub unknown: f64,
}

/// The values of a key as columns. A cell is a row of its own; `None` where no fact fits.
#[derive(Debug, Clone, PartialEq)]
pub struct Pivot {
    pub key: Key,
    /// In the order of the key; what is not known comes last.
    pub columns: Vec<KeyValue>,
    /// For each row of the summary, a cell for each column.
    pub cells: Vec<Vec<Option<Row>>>,
    /// Whether the cells of a row have a sum, which then stands in the row's own cells.
    pub row_totals: bool,
    /// The sum of each column; empty where columns have none.
    pub column_totals: Vec<Row>,
}

/// A value that a question names and that no fact has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    pub key: Key,
    pub value: String,
    /// The value of the data that was probably meant.
    pub near: Option<String>,
}

/// What stands under every table and chart.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Footer {
    pub facts: usize,
    pub statements: usize,
    pub articles: usize,
    /// First and last calendar day (ISO) of the facts that have one.
    pub first_day: Option<String>,
    pub last_day: Option<String>,
    /// Facts whose year, or whose place, is inferred.
    pub inferred_years: usize,
    pub inferred_places: usize,
    pub contested: usize,
    pub left_out: Vec<LeftOut>,
    /// What the total does not add.
    pub total_of: Vec<TotalOf>,
    /// The figures run on: how many of an earlier period stand in the rows of later ones.
    pub carried: Option<usize>,
    pub compared: Option<Compared>,
    pub share_of: Option<ShareOf>,
    /// Targets without an achieved figure of the same places and bodies, or the other way: rows without a distance.
    pub no_distance: usize,
    pub missing: Vec<Missing>,
    /// Overview only: whose congresses its completion counts (slug of the subject), and of which term.
    pub congress_subject: Option<String>,
    pub congress_term: Option<String>,
    /// The data is the one that comes with the program.
    pub built_in: bool,
}

/// A query's answer. Rows are sorted as the query says, ties by key; `total` is absent where a sum makes no sense.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    pub query: Query,
    pub keys: Vec<Key>,
    pub measures: Vec<Measure>,
    pub rows: Vec<Row>,
    pub total: Option<Row>,
    pub pivot: Option<Pivot>,
    pub footer: Footer,
}

impl Summary {
    /// The same figures with the columns of the pivot as one more key: a row for each cell.
    pub fn long(&self) -> Self {
        let Some(pivot) = &self.pivot else { return self.clone() };
        let mut long = Self { pivot: None, rows: pivot.cells.iter().flatten().flatten().cloned().collect(), ..self.clone() };
        long.keys.push(pivot.key);
        long.query.by.push(pivot.key);
        long.query.pivot = None;
        long
    }
}
