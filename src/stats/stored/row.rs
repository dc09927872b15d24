//! A row of a file of facts → a fact. The columns are those of the views in SQL (`stats::views`).

use crate::frame::Told;
use crate::frame::scan::{Values, Want};
use crate::frame::schema::Table;
use crate::model::date::Edtf;
use crate::model::tag::*;
use crate::stats::facts::Fact;
use crate::stats::load::*;
use anyhow::Result;
use std::str::FromStr;

/// The column that the time of a fact stands in.
pub const fn time_column(table: Table) -> Option<&'static str> {
    match table {
        Table::Meetings | Table::Documents => Some("date"),
        Table::Staffing | Table::Progress => Some("as_of"),
        Table::Quantities | Table::Articles => None,
    }
}

/// Every column that a fact is made of.
pub fn columns(table: Table) -> Vec<Want> {
    use Want::*;
    let own: &[Want] = match table {
        Table::Meetings => &[
            Text("date"),
            Text("year_basis"),
            Text("kind"),
            Text("mode"),
            Text("level"),
            Text("status"),
            Text("organiser"),
            Text("chair"),
        ],
        Table::Staffing => &[
            Text("as_of"),
            Text("year_basis"),
            Text("subject"),
            Text("status"),
            Number("cut"),
            Number("percent"),
            Number("before"),
            Number("after"),
            Text("subject_text"),
            Text("body"),
            Raw("part_of"),
        ],
        Table::Progress => &[
            Text("as_of"),
            Text("year_basis"),
            Text("activity"),
            Text("subject"),
            Text("term"),
            Number("done"),
            Number("total"),
            Number("percent"),
            Text("subject_text"),
            Text("role"),
            Raw("part_of"),
        ],
        Table::Documents => &[Text("date"), Text("year_basis"), Text("type"), Text("symbol"), Text("issuer")],
        Table::Quantities | Table::Articles => &[Text("kind"), Number("value"), Number("value_high"), Text("unit")],
    };
    let common = [
        Text("province"),
        Text("geo"),
        Text("district"),
        Text("macro_region"),
        Text("scope"),
        Text("place_basis"),
        Raw("record_ids"),
        Raw("contradicted_by"),
        Raw("article_ids"),
        Day("published"),
    ];
    common.iter().chain(own).copied().collect()
}

/// The cells of one row, by the names of their columns.
pub trait Cells {
    fn text(&self, column: &str) -> Option<&str>;
    fn number(&self, column: &str) -> Option<f64>;
}

pub type Cell = Option<Box<str>>;

/// A few named cells.
pub struct Named<'c>(pub &'c [&'c str], pub &'c [Cell]);

impl Cells for Named<'_> {
    fn text(&self, column: &str) -> Option<&str> {
        self.1.get(self.0.iter().position(|name| *name == column)?)?.as_deref()
    }

    fn number(&self, _: &str) -> Option<f64> {
        None
    }
}

/// Some cells in a row of bytes, other cells in another.
pub fn bytes_of<'c>(cells: impl Iterator<Item = Option<&'c str>>, bytes: &mut Vec<u8>) {
    bytes.clear();
    for cell in cells {
        bytes.extend_from_slice(&cell.map_or(u32::MAX, |text| text.len() as u32).to_le_bytes());
        bytes.extend_from_slice(cell.unwrap_or_default().as_bytes());
    }
}

/// A row of a batch.
#[derive(Clone, Copy)]
pub struct Row<'b> {
    pub wanted: &'b [Want],
    pub columns: &'b [&'b Values],
    pub row: usize,
}

impl Row<'_> {
    fn column(&self, name: &str) -> Option<usize> {
        self.wanted.iter().position(|want| want.name() == name)
    }
}

impl Cells for Row<'_> {
    fn text(&self, column: &str) -> Option<&str> {
        self.columns[self.column(column)?].text(self.row)
    }

    fn number(&self, column: &str) -> Option<f64> {
        self.columns[self.column(column)?].number(self.row)
    }
}

struct Reader<'c, C> {
    table: Table,
    cells: &'c C,
}

impl<C: Cells> Reader<'_, C> {
    /// A value of an enumeration; `otherwise` where the column was not asked for.
    fn tag<T: FromStr>(&self, column: &str, otherwise: T) -> Result<T> {
        Ok(self.opt(column)?.unwrap_or(otherwise))
    }

    fn opt<T: FromStr>(&self, column: &str) -> Result<Option<T>> {
        let wrong = |slug: &str| Told::new("error.table.value", [("table", &self.table.name()), ("value", &slug)]);
        self.cells.text(column).map(|slug| slug.parse().map_err(|_| wrong(slug).into())).transpose()
    }
}

/// What a row says, as far as the columns at hand tell, with a record and an article of no name.
pub fn statement(table: Table, cells: &impl Cells, texts: &mut Texts) -> Result<Statement> {
    let read = Reader { table, cells };
    let n = |column| cells.number(column);
    let mut sym = |column: &str| cells.text(column).map(|t| texts.number(t));
    let scope = read.tag("scope", Scope::Unknown)?;
    let place = Place {
        province: sym("province"),
        geo: read.tag("geo", Geo::P63)?,
        district: sym("district"),
        scope,
        of_region: if scope == Scope::Region { read.opt("macro_region")? } else { None },
    };
    let says = match table {
        Table::Meetings => Says::Meeting(MeetingSays {
            kind: read.tag("kind", MeetingKind::Other)?,
            mode: read.tag("mode", Mode::InPerson)?,
            level: read.tag("level", Level::Grassroots)?,
            status: read.tag("status", MeetingStatus::Held)?,
            name: None,
            organiser: sym("organiser"),
            chair: sym("chair"),
        }),
        Table::Staffing => Says::Staffing(StaffingSays {
            subject: read.tag("subject", StaffingSubject::Staff)?,
            status: read.tag("status", StaffingStatus::Achieved)?,
            count: n("cut"),
            percent: n("percent"),
            before: n("before"),
            after: n("after"),
            approximation: None,
            text: sym("subject_text"),
            body: sym("body"),
        }),
        Table::Progress => Says::Progress(ProgressSays {
            activity: read.tag("activity", Activity::Other)?,
            subject: read.tag("subject", ProgressSubject::Other)?,
            done: n("done"),
            total: n("total"),
            percent: n("percent"),
            term: read.opt("term")?,
            role: read.opt("role")?,
            part_of: None,
            text: sym("subject_text"),
        }),
        Table::Documents => Says::Document(DocumentSays {
            kind: read.tag("type", DocumentType::Other)?,
            symbol: sym("symbol").unwrap_or_default(),
            issuer: sym("issuer"),
        }),
        Table::Quantities | Table::Articles => Says::Quantity(QuantitySays {
            kind: read.tag("kind", QuantityKind::Count)?,
            value: n("value").unwrap_or_default(),
            high: n("value_high"),
            unit: sym("unit"),
        }),
    };
    let date: Option<Edtf> = time_column(table).map(|column| read.opt(column)).transpose()?.flatten();
    Ok(Statement {
        record: 0,
        article: 0,
        place,
        place_basis: read.tag("place_basis", Basis::Unknown)?,
        date,
        days: date.and_then(day_bounds),
        year_basis: read.tag("year_basis", Basis::Unknown)?,
        says,
    })
}

/// A row as a whole fact, and the id of the fact that it is a part of.
pub fn fact<'c>(table: Table, cells: &'c impl Cells, texts: &mut Texts) -> Result<(Fact, Option<&'c str>)> {
    let mut says = statement(table, cells, texts)?;
    let mut articles = cells.text("article_ids").unwrap_or_default().split(' ');
    let mut members = |ids: &str, texts: &mut Texts| -> Vec<Statement> {
        let named = ids.split(' ').filter(|id| !id.is_empty());
        let of = |id| Statement { record: texts.number(id), article: texts.number(articles.next().unwrap_or_default()), ..says };
        named.map(of).collect()
    };
    let told = cells.number("published").map(|day| day as i32);
    let all = members(cells.text("record_ids").unwrap_or_default(), texts);
    let losers = members(cells.text("contradicted_by").unwrap_or_default(), texts);
    if let Some(first) = all.first() {
        (says.record, says.article) = (first.record, first.article);
    }
    Ok((Fact { says, members: all, losers, told, whole: None }, cells.text("part_of")))
}
