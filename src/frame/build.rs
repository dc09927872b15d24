//! Records → tables. One row per record, in the order of the articles and of the records within each.

use super::Tables;
use super::schema::{Kind, Table};
use super::store::{EXTRACTOR, ReadArticle};
use crate::input::InputId;
use crate::lang::gazetteer::Gazetteer;
use crate::model::article::{Article, ZoneKind};
use crate::model::date::{Edtf, PartialDate};
use crate::model::record::{ArticleRecords, Grounding, PlaceRef};
use crate::model::tag::{MacroRegion, Scope};
use crate::text::sketch::{sketch, to_text};
use polars::prelude::*;

/// What one article brings: its own row where its text is at hand, and its records.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    pub article: Option<&'a Article>,
    pub records: &'a ArticleRecords,
    /// What the article was read from, where that is to be known again.
    pub input: Option<InputId>,
}

impl<'a> Source<'a> {
    pub fn of(read: &'a ReadArticle) -> Self {
        Self { article: Some(&read.article), records: &read.records, input: read.input }
    }
}

/// The six tables as frames in memory, in the order of [`Table::ALL`].
pub fn build_frames(sources: &[Source]) -> PolarsResult<[DataFrame; 6]> {
    Ok([
        build_table(Table::Articles, sources)?,
        build_table(Table::Meetings, sources)?,
        build_table(Table::Staffing, sources)?,
        build_table(Table::Progress, sources)?,
        build_table(Table::Documents, sources)?,
        build_table(Table::Quantities, sources)?,
    ])
}

/// Tables over records that are not on disk.
pub fn build_tables(records: &[ArticleRecords], built_in: bool) -> PolarsResult<Tables> {
    let sources: Vec<_> = records.iter().map(|records| Source { article: None, records, input: None }).collect();
    let frames = build_frames(&sources)?;
    Ok(Tables::new(frames.map(IntoLazy::lazy), built_in))
}

/// A frame of `table` over the sources.
pub fn build_table(table: Table, sources: &[Source]) -> PolarsResult<DataFrame> {
    let mut rows = Rows::new(table);
    for source in sources {
        let r = source.records;
        match table {
            Table::Articles => rows.article(source),
            Table::Meetings => r.meetings.iter().for_each(|m| {
                rows.common(&m.ground, &m.place, m.region);
                rows.date(m.date);
                rows.slug(m.year_basis.slug()).slug(m.kind.slug()).slug(m.mode.slug()).slug(m.level.slug());
                rows.text(m.region.map(MacroRegion::slug)).slug(m.status.slug());
                rows.text(m.name.as_deref()).text(m.organiser.as_deref()).text(m.chair.as_deref()).whole(m.connected);
                rows.end();
            }),
            Table::Staffing => r.staffing.iter().for_each(|s| {
                rows.common(&s.ground, &s.place, None);
                rows.date(s.as_of);
                rows.slug(s.year_basis.slug()).slug(s.subject.slug()).slug(s.status.slug());
                rows.number(s.count).number(s.percent).number(s.before).number(s.after);
                rows.text(s.approximation.map(|a| a.slug())).text(s.subject_text.as_deref()).text(s.body.as_deref());
                rows.end();
            }),
            Table::Progress => r.progress.iter().for_each(|p| {
                rows.common(&p.ground, &p.place, None);
                rows.date(p.as_of);
                rows.slug(p.year_basis.slug()).slug(p.activity.slug()).slug(p.subject.slug());
                rows.number(p.done).number(p.total).number(p.percent).edtf(p.term);
                rows.text(p.role.map(|x| x.slug())).text(p.part_of.as_deref()).text(p.subject_text.as_deref());
                rows.end();
            }),
            Table::Documents => r.documents.iter().for_each(|d| {
                rows.common(&d.ground, &d.place, None);
                rows.date(d.date);
                rows.slug(d.kind.slug()).text(Some(&d.symbol)).text(d.issuer.as_deref());
                rows.end();
            }),
            Table::Quantities => r.quantities.iter().for_each(|q| {
                rows.common(&q.ground, &q.place, None);
                rows.slug(q.kind.slug()).number(Some(q.value)).number(q.value_high);
                rows.text(q.unit.as_deref()).text(q.approximation.map(|a| a.slug()));
                rows.end();
            }),
        }
    }
    rows.finish()
}

/// Columns under construction. Values come in the order of the schema; the days of a date wait until the end of the row.
struct Rows {
    table: Table,
    columns: Vec<Cells>,
    at: usize,
    days: Option<Edtf>,
}

enum Cells {
    Text(StringChunkedBuilder),
    Whole(Vec<Option<u32>>),
    Year(Vec<Option<i32>>),
    Number(Vec<Option<f64>>),
    Day(Vec<Option<i32>>),
}

impl Rows {
    fn new(table: Table) -> Self {
        let cells = |kind, name: &'static str| match kind {
            Kind::Text => Cells::Text(StringChunkedBuilder::new(PlSmallStr::from_static(name), 0)),
            Kind::Whole => Cells::Whole(Vec::new()),
            Kind::Year => Cells::Year(Vec::new()),
            Kind::Number => Cells::Number(Vec::new()),
            Kind::Day => Cells::Day(Vec::new()),
        };
        Self { table, columns: table.columns().map(|c| cells(c.kind, c.name)).collect(), at: 0, days: None }
    }

    fn text(&mut self, value: Option<&str>) -> &mut Self {
        match &mut self.columns[self.at] {
            Cells::Text(cells) => cells.append_option(value),
            _ => unreachable!("column {} of {} holds no text", self.at, self.table.name()),
        }
        self.at += 1;
        self
    }

    fn slug(&mut self, value: &'static str) -> &mut Self {
        self.text(Some(value))
    }

    fn edtf(&mut self, value: Option<Edtf>) -> &mut Self {
        self.text(value.map(|d| d.to_string()).as_deref())
    }

    /// The EDTF column of the table; its days follow at the end of the row.
    fn date(&mut self, value: Option<Edtf>) -> &mut Self {
        self.days = value;
        self.edtf(value)
    }

    fn whole(&mut self, value: Option<u32>) -> &mut Self {
        match &mut self.columns[self.at] {
            Cells::Whole(cells) => cells.push(value),
            _ => unreachable!("column {} of {} holds no whole number", self.at, self.table.name()),
        }
        self.at += 1;
        self
    }

    fn number(&mut self, value: Option<f64>) -> &mut Self {
        match &mut self.columns[self.at] {
            Cells::Number(cells) => cells.push(value),
            _ => unreachable!("column {} of {} holds no number", self.at, self.table.name()),
        }
        self.at += 1;
        self
    }

    fn common(&mut self, ground: &Grounding, place: &PlaceRef, of_region: Option<MacroRegion>) {
        let (region, macro_region) = regions(place, of_region);
        self.text(Some(&ground.record_id)).text(Some(&ground.article_id)).whole(ground.start).whole(ground.end);
        self.text(ground.evidence.as_deref()).whole(ground.evidence_start).text(Some(&ground.rule));
        self.text(place.province.as_deref()).slug(place.geo.slug()).text(place.district.as_deref());
        self.text(region).text(macro_region);
        // A meeting of a region is of that region, whatever the place it sits in.
        let scope = if of_region.is_some() { Scope::Region } else { place.scope };
        self.slug(scope.slug()).slug(place.place_basis.slug());
    }

    fn article(&mut self, source: &Source) {
        let r = source.records;
        let article = source.article;
        self.text(Some(&r.article_id)).text(Some(&r.id)).text(r.title.as_deref()).text(r.url.as_deref());
        self.text(r.outlet.as_deref()).text(article.and_then(|a| a.outlet_province.as_deref()));
        self.date(r.published.map(Edtf::single)).slug(r.published_basis.slug());
        self.edtf(article.and_then(|a| a.header_date).map(Edtf::single));
        self.text(Some(&join(r.dates.iter()))).text(Some(&join(r.places.iter())));
        self.text(article.map(|a| a.text.as_str()));
        let zones = article.map(|a| join(a.zones.iter().map(|z| format!("{}-{}:{}", z.start, z.end, zone_slug(z.kind)))));
        self.text(zones.as_deref());
        self.text(source.input.map(|input| input.to_string()).as_deref()).text(article.map(|_| EXTRACTOR));
        let prose = article.and_then(|a| sketch(prose(a)));
        self.text(prose.as_ref().map(to_text).as_deref());
        self.end();
    }

    fn end(&mut self) {
        let Some(date) = (match self.table.date_column() {
            Some(_) => Some(self.days.take()),
            None => None,
        }) else {
            self.at = 0;
            return;
        };
        let bounds = date.and_then(Edtf::bounds);
        let days = [bounds.map(|b| epoch_day(b.0)), bounds.map(|b| epoch_day(b.1)), date.and_then(Edtf::year)];
        for value in days {
            match &mut self.columns[self.at] {
                Cells::Day(cells) | Cells::Year(cells) => cells.push(value),
                _ => unreachable!("column {} of {} holds no day", self.at, self.table.name()),
            }
            self.at += 1;
        }
        self.at = 0;
    }

    fn finish(self) -> PolarsResult<DataFrame> {
        let columns = self.columns.into_iter().zip(self.table.columns()).map(|(cells, column)| {
            let name = PlSmallStr::from_static(column.name);
            Ok(match cells {
                Cells::Text(builder) => builder.finish().into_column(),
                Cells::Whole(values) => Column::new(name, values),
                Cells::Year(values) => Column::new(name, values),
                Cells::Number(values) => Column::new(name, values),
                Cells::Day(values) => Column::new(name, values).cast(&DataType::Date)?,
            })
        });
        DataFrame::new_infer_height(columns.collect::<PolarsResult<_>>()?)
    }
}

/// Days since 1970-01-01.
pub fn epoch_day(day: chrono::NaiveDate) -> i32 {
    day.to_epoch_days()
}

fn join<T: std::fmt::Display>(values: impl Iterator<Item = T>) -> String {
    let mut text = String::new();
    for value in values {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&value.to_string());
    }
    text
}

/// The pieces of an article that its author wrote, without title and furniture.
fn prose(article: &Article) -> impl Iterator<Item = &str> {
    let body = article.zones.iter().filter(|z| z.kind == ZoneKind::Body);
    body.filter_map(|z| article.text.get(z.start as usize..z.end as usize))
}

const fn zone_slug(kind: ZoneKind) -> &'static str {
    match kind {
        ZoneKind::Title => "title",
        ZoneKind::Body => "body",
        ZoneKind::Caption => "caption",
        ZoneKind::Furniture => "furniture",
    }
}

/// Region and macro region of a place, by its province's own scheme.
fn regions(place: &PlaceRef, of_region: Option<MacroRegion>) -> (Option<&'static str>, Option<&'static str>) {
    if let Some(region) = of_region {
        return (Some(region.slug()), Some(region.slug()));
    }
    match (&place.province, place.scope) {
        (Some(code), _) => {
            let gazetteer = Gazetteer::get();
            (gazetteer.region_of(code, place.geo), gazetteer.macro_of(code, place.geo).map(MacroRegion::slug))
        }
        (None, Scope::National) => (Some("national"), Some("national")),
        _ => (None, None),
    }
}

/// The day of publication as the articles table has it.
pub fn published_day(date: Option<PartialDate>) -> Option<i32> {
    date.and_then(|d| d.bounds()).map(|b| epoch_day(b.0))
}
