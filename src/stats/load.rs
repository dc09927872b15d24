//! Tables → statements: the columns that a question needs, as small plain values. Texts are kept once and named by a number,
//! so that joining compares numbers.

use super::stories;
use crate::frame::schema::Table;
use crate::frame::{Tables, Told, collect};
use crate::lang::gazetteer::Gazetteer;
use crate::model::date::{Edtf, PartialDate};
use crate::model::tag::*;
use crate::text::sketch;
use anyhow::Result;
use polars::prelude::*;
use rustc_hash::FxHashMap;
use std::str::FromStr;

/// The number of a text in [`Texts`].
pub type Sym = u32;

/// Texts, each once.
#[derive(Default)]
pub struct Texts {
    numbers: FxHashMap<std::sync::Arc<str>, Sym>,
    texts: Vec<std::sync::Arc<str>>,
}

impl Texts {
    pub fn number(&mut self, text: &str) -> Sym {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let shared: std::sync::Arc<str> = text.into();
        let number = self.texts.len() as Sym;
        self.texts.push(shared.clone());
        self.numbers.insert(shared, number);
        number
    }

    /// The number of a text that was met before.
    pub fn find(&self, text: &str) -> Option<Sym> {
        self.numbers.get(text).copied()
    }

    pub fn get(&self, number: Sym) -> &str {
        &self.texts[number as usize]
    }

    /// Every text in the order of its number.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().map(|text| &**text)
    }

    pub fn opt(&self, number: Option<Sym>) -> Option<&str> {
        number.map(|n| self.get(n))
    }
}

/// Where a statement lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Place {
    pub province: Option<Sym>,
    pub geo: Geo,
    pub district: Option<Sym>,
    pub scope: Scope,
    /// The macro region of a record that is itself of one.
    pub of_region: Option<MacroRegion>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeetingSays {
    pub kind: MeetingKind,
    pub mode: Mode,
    pub level: Level,
    pub status: MeetingStatus,
    pub name: Option<Sym>,
    pub organiser: Option<Sym>,
    pub chair: Option<Sym>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StaffingSays {
    pub subject: StaffingSubject,
    pub status: StaffingStatus,
    pub count: Option<f64>,
    pub percent: Option<f64>,
    pub before: Option<f64>,
    pub after: Option<f64>,
    pub approximation: Option<Approximation>,
    pub text: Option<Sym>,
    pub body: Option<Sym>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ProgressSays {
    pub activity: Activity,
    pub subject: ProgressSubject,
    pub done: Option<f64>,
    pub total: Option<f64>,
    pub percent: Option<f64>,
    pub term: Option<Edtf>,
    pub role: Option<PartRole>,
    pub part_of: Option<Sym>,
    pub text: Option<Sym>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DocumentSays {
    pub kind: DocumentType,
    pub symbol: Sym,
    pub issuer: Option<Sym>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct QuantitySays {
    pub kind: QuantityKind,
    pub value: f64,
    pub high: Option<f64>,
    pub unit: Option<Sym>,
}

/// What a statement says beside place and time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Says {
    Meeting(MeetingSays),
    Staffing(StaffingSays),
    Progress(ProgressSays),
    Document(DocumentSays),
    Quantity(QuantitySays),
}

/// One row of a record table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Statement {
    pub record: Sym,
    pub article: Sym,
    pub place: Place,
    pub place_basis: Basis,
    pub date: Option<Edtf>,
    /// First and last day of the date, in days since 1970-01-01, where its year is known.
    pub days: Option<(i32, i32)>,
    pub year_basis: Basis,
    pub says: Says,
}

/// What is known of an article.
#[derive(Debug, Clone, Copy, Default)]
pub struct ArticleInfo {
    pub outlet: Option<Sym>,
    /// Day of publication, in days since 1970-01-01.
    pub published: Option<i32>,
    /// The day is that in the article's address, on which it was begun: it may have been printed some weeks later.
    pub begun: bool,
    /// Day in the page's header that may be the day of a copy.
    pub header: Option<i32>,
    /// The first article (by id) of those that print this text; only where there are several.
    pub story: Option<Sym>,
}

/// Statements with their texts and articles.
#[derive(Default)]
pub struct Loaded {
    pub texts: Texts,
    pub articles: FxHashMap<Sym, ArticleInfo>,
    /// Titles of the articles that report meetings, where they are known.
    pub titles: FxHashMap<Sym, Sym>,
}

impl Loaded {
    /// Reads outlet and day of publication of every article.
    pub fn articles(tables: &Tables) -> Result<Self> {
        let mut loaded = Self::default();
        let columns = ["article_id", "outlet", "date_from", "published_basis", "header_date", "sketch"].map(col);
        let frame = collect(tables.get(Table::Articles).select(columns))?.rechunk_to_single();
        let (ids, outlets, headers) = (text(&frame, "article_id")?, text(&frame, "outlet")?, text(&frame, "header_date")?);
        let (bases, sketches) = (text(&frame, "published_basis")?, text(&frame, "sketch")?);
        let mut sketched = Vec::new();
        let days = frame.column("date_from")?.cast(&DataType::Int32)?;
        let days = days.i32()?;
        for row in 0..frame.height() {
            let Some(id) = ids.get(row) else { continue };
            let id = loaded.texts.number(id);
            let header = headers.get(row).and_then(|d| d.parse().ok()).and_then(day_bounds).map(|d| d.0);
            let outlet = outlets.get(row).map(|o| loaded.texts.number(o));
            sketched.extend(sketches.get(row).and_then(sketch::from_text).map(|sketch| (id, sketch)));
            let begun = bases.get(row) == Some(Basis::FromContext.slug());
            loaded.articles.insert(id, ArticleInfo { outlet, published: days.get(row), begun, header, story: None });
        }
        for (article, first) in stories::find(&loaded.texts, sketched) {
            if let Some(info) = loaded.articles.get_mut(&article) {
                info.story = Some(first);
            }
        }
        Ok(loaded)
    }

    /// What an article counts as when sources are counted: copies of one text are one.
    pub fn story(&self, article: Sym) -> Sym {
        self.articles.get(&article).and_then(|a| a.story).unwrap_or(article)
    }

    /// Whether two articles print one text.
    pub fn copies(&self, a: Sym, b: Sym) -> bool {
        self.story(a) == self.story(b)
    }

    /// Reads the titles of the articles that these statements stand in.
    fn read_titles(&mut self, tables: &Tables, statements: &[Statement]) -> Result<()> {
        let articles: rustc_hash::FxHashSet<Sym> = statements.iter().map(|s| s.article).collect();
        let frame = collect(tables.get(Table::Articles).select([col("article_id"), col("title")]))?.rechunk_to_single();
        let (ids, titles) = (text(&frame, "article_id")?, text(&frame, "title")?);
        for (id, title) in ids.iter().zip(titles.iter()) {
            let Some((article, title)) = id.and_then(|id| self.texts.find(id)).zip(title) else { continue };
            if articles.contains(&article) {
                let title = self.texts.number(title);
                self.titles.insert(article, title);
            }
        }
        Ok(())
    }

    pub fn published(&self, article: Sym) -> Option<i32> {
        self.articles.get(&article).and_then(|a| a.published)
    }

    /// The statements of one record table that pass `filter`, each record once.
    pub fn statements(&mut self, tables: &Tables, table: Table, filter: Option<Expr>) -> Result<Vec<Statement>> {
        let mut lazy = tables.get(table);
        if let Some(filter) = filter {
            lazy = lazy.filter(filter);
        }
        let place = ["record_id", "article_id", "province", "geo", "district", "macro_region", "scope", "place_basis"];
        let columns: Vec<Expr> = place.iter().chain(columns_of(table)).map(|name| col(*name)).collect();
        let frame = collect(lazy.select(columns))?.rechunk_to_single();
        let read = Reader::new(&frame, table)?;
        let mut seen = rustc_hash::FxHashSet::default();
        let mut statements = Vec::with_capacity(frame.height());
        for row in 0..frame.height() {
            let statement = read.row(row, &mut self.texts)?;
            // Built-in and own data may hold the same article.
            if seen.insert(statement.record) {
                statements.push(statement);
            }
        }
        if table == Table::Meetings {
            self.read_titles(tables, &statements)?;
        }
        Ok(statements)
    }
}

/// One chunk per column, so that a row is found at once.
trait SingleChunk {
    fn rechunk_to_single(self) -> Self;
}

impl SingleChunk for DataFrame {
    fn rechunk_to_single(mut self) -> Self {
        self.rechunk_mut();
        self
    }
}

fn text<'f>(frame: &'f DataFrame, name: &str) -> PolarsResult<&'f StringChunked> {
    frame.column(name)?.str()
}

const fn columns_of(table: Table) -> &'static [&'static str] {
    match table {
        Table::Articles => &[],
        Table::Meetings => &["date", "year_basis", "kind", "mode", "level", "status", "name", "organiser", "chair"],
        Table::Staffing => &[
            "as_of",
            "year_basis",
            "subject",
            "status",
            "count",
            "percent",
            "before",
            "after",
            "approximation",
            "subject_text",
            "body",
        ],
        Table::Progress => {
            &["as_of", "year_basis", "activity", "subject", "done", "total", "percent", "term", "role", "part_of", "subject_text"]
        }
        Table::Documents => &["date", "type", "symbol", "issuer"],
        Table::Quantities => &["kind", "value", "value_high", "unit"],
    }
}

/// Columns of a frame by position.
struct Reader<'f> {
    table: Table,
    texts: Vec<Option<&'f StringChunked>>,
    numbers: Vec<Option<&'f Float64Chunked>>,
}

impl<'f> Reader<'f> {
    fn new(frame: &'f DataFrame, table: Table) -> Result<Self> {
        let columns = frame.columns();
        Ok(Self {
            table,
            texts: columns.iter().map(|c| c.str().ok()).collect(),
            numbers: columns.iter().map(|c| c.f64().ok()).collect(),
        })
    }

    fn text(&self, column: usize, row: usize) -> Option<&'f str> {
        self.texts.get(column).copied().flatten().and_then(|c| c.get(row))
    }

    fn number(&self, column: usize, row: usize) -> Option<f64> {
        self.numbers.get(column).copied().flatten().and_then(|c| c.get(row))
    }

    fn tag<T: FromStr>(&self, column: usize, row: usize) -> Result<T> {
        self.opt_tag(column, row)?.ok_or_else(|| self.wrong("").into())
    }

    fn opt_tag<T: FromStr>(&self, column: usize, row: usize) -> Result<Option<T>> {
        self.text(column, row).map(|slug| slug.parse().map_err(|_| self.wrong(slug).into())).transpose()
    }

    /// Only a file that another program wrote, or a damaged one, can hold such a value.
    fn wrong(&self, value: &str) -> Told {
        Told::new("error.table.value", [("table", &self.table.name()), ("value", &value)])
    }

    fn row(&self, row: usize, texts: &mut Texts) -> Result<Statement> {
        let mut sym = |column| self.text(column, row).map(|t| texts.number(t));
        let missing = || self.wrong("");
        let (record, article) = (sym(0).ok_or_else(missing)?, sym(1).ok_or_else(missing)?);
        let (province, district) = (self.text(2, row), sym(4));
        let geo: Geo = self.tag(3, row)?;
        let scope: Scope = self.tag(6, row)?;
        let of_region = if scope == Scope::Region { self.opt_tag(5, row)? } else { None };
        let (province, geo) = standing_alone(province, geo);
        let place = Place { province: province.map(|p| texts.number(p)), geo, district, scope, of_region };
        let mut sym = |column| self.text(column, row).map(|t| texts.number(t));
        let dated = self.table != Table::Quantities;
        let date: Option<Edtf> = if dated { self.opt_tag(8, row)? } else { None };
        let year_basis = match self.table {
            Table::Quantities => Basis::Unknown,
            Table::Documents => Basis::Stated,
            _ => self.tag(9, row)?,
        };
        let n = |column| self.number(column, row);
        let says = match self.table {
            Table::Meetings => Says::Meeting(MeetingSays {
                kind: self.tag(10, row)?,
                mode: self.tag(11, row)?,
                level: self.tag(12, row)?,
                status: self.tag(13, row)?,
                name: sym(14),
                organiser: sym(15),
                chair: sym(16),
            }),
            Table::Staffing => Says::Staffing(StaffingSays {
                subject: self.tag(10, row)?,
                status: self.tag(11, row)?,
                count: n(12),
                percent: n(13),
                before: n(14),
                after: n(15),
                approximation: self.opt_tag(16, row)?,
                text: sym(17),
                body: sym(18),
            }),
            Table::Progress => Says::Progress(ProgressSays {
                activity: self.tag(10, row)?,
                subject: self.tag(11, row)?,
                done: n(12),
                total: n(13),
                percent: n(14),
                term: self.opt_tag(15, row)?,
                role: self.opt_tag(16, row)?,
                part_of: sym(17),
                text: sym(18),
            }),
            Table::Documents => {
                Says::Document(DocumentSays { kind: self.tag(9, row)?, symbol: sym(10).ok_or_else(missing)?, issuer: sym(11) })
            }
            Table::Quantities | Table::Articles => Says::Quantity(QuantitySays {
                kind: self.tag(8, row)?,
                value: n(9).ok_or_else(missing)?,
                high: n(10),
                unit: sym(11),
            }),
        };
        let place_basis = self.tag(7, row)?;
        Ok(Statement { record, article, place, place_basis, date, days: date.and_then(day_bounds), year_basis, says })
    }
}

/// A province that stands alone in the 34 is the one of the 63: the same place has one name here.
fn standing_alone(province: Option<&str>, geo: Geo) -> (Option<&str>, Geo) {
    if let (Some(code), Geo::P34) = (province, geo) {
        let mut old = Gazetteer::get().merged_from(code);
        if let (Some(only), None) = (old.next(), old.next()) {
            return (Some(only), Geo::P63);
        }
    }
    (province, geo)
}

/// First and last day since 1970-01-01.
pub fn day_bounds(date: Edtf) -> Option<(i32, i32)> {
    date.bounds().map(|(a, b)| (a.to_epoch_days(), b.to_epoch_days()))
}

/// How fine a date is.
pub const fn is_day(date: PartialDate) -> bool {
    date.day.is_some()
}
