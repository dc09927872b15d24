//! Facts as tables: what `stats` counts, with its sources, before it is grouped. For SQL.
//!
//! What is left out depends on what a table sums over, so it is told twice: for rows by province, and for one sum over all.

use super::cuts::choose_staffing;
use super::disjoint::{choose_progress, term_of};
use super::facts::{Fact, fold};
use super::figures::cut;
use super::keys::{plain_value, values};
use super::load::*;
use super::parts::{mark_parts, parts_among};
use super::query::Key;
use super::stored::Notes;
use super::summary::Reason;
use super::words::Names;
use crate::frame::Tables;
use crate::frame::schema::Table;
use crate::lang::gazetteer::Gazetteer;
use crate::model::tag::*;
use anyhow::Result;
use polars::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// A table of facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum View {
    Facts(Table),
    /// A row for each record behind a fact.
    Sources,
}

impl View {
    pub const ALL: [View; 6] = [
        View::Facts(Table::Meetings),
        View::Facts(Table::Staffing),
        View::Facts(Table::Progress),
        View::Facts(Table::Documents),
        View::Facts(Table::Quantities),
        View::Sources,
    ];

    /// Its name in SQL.
    pub const fn name(self) -> &'static str {
        match self {
            View::Facts(Table::Meetings) => "meeting_facts",
            View::Facts(Table::Staffing) => "staffing_facts",
            View::Facts(Table::Progress) => "progress_facts",
            View::Facts(Table::Documents) => "document_facts",
            View::Facts(_) => "quantity_facts",
            View::Sources => "fact_sources",
        }
    }

    /// The facts of the tables, in the order of their first records.
    ///
    /// # Errors
    /// When the tables cannot be read.
    pub fn frame(self, tables: &Tables) -> Result<DataFrame> {
        let mut loaded = Loaded::articles(tables)?;
        let mut read = |table| -> Result<Vec<Fact>> {
            let statements = loaded.statements(tables, table, None)?;
            Ok(fold(&loaded, statements))
        };
        Ok(match self {
            View::Facts(table) => {
                let facts = read(table)?;
                facts_frame(&loaded, table, facts)?
            }
            View::Sources => {
                let all = Table::RECORDS.iter().map(|t| Ok((*t, read(*t)?))).collect::<Result<Vec<_>>>()?;
                sources_frame(&loaded, &all)?
            }
        })
    }

    /// What a file of its rows says of all of them together, for whoever counts them.
    ///
    /// # Errors
    /// None that input could cause.
    pub fn note(self, frame: &DataFrame) -> Result<Option<(&'static str, String)>> {
        let View::Facts(_) = self else { return Ok(None) };
        let sum = |name: &str| -> Result<usize> { Ok(frame.column(name)?.u32()?.iter().flatten().map(|n| n as usize).sum()) };
        let inferred = |name: &str| -> usize {
            let Some(basis) = frame.column(name).ok().and_then(|c| c.str().ok()) else { return 0 };
            basis.iter().filter(|b| matches!(b, Some("from_publication" | "from_context"))).count()
        };
        let day = |name: &str, last: bool| -> Option<String> {
            let days = frame.column(name).ok()?.cast(&DataType::Int32).ok()?;
            let days = days.i32().ok()?.iter().flatten();
            let day = if last { days.max() } else { days.min() };
            chrono::NaiveDate::from_epoch_days(day?).map(|day| day.to_string())
        };
        let articles = frame.column("article_ids")?.str()?.iter().flatten().flat_map(|ids| ids.split(' '));
        let notes = Notes {
            facts: frame.height(),
            statements: sum("statements")?,
            articles: articles.collect::<rustc_hash::FxHashSet<&str>>().len(),
            contested: frame.column("contested")?.bool()?.iter().flatten().filter(|contested| *contested).count(),
            inferred_years: inferred("year_basis"),
            inferred_places: inferred("place_basis"),
            first_day: day("date_from", false),
            last_day: day("date_to", true),
        };
        Ok(Some((Notes::KEY, serde_json::to_string(&notes)?)))
    }

    /// Its columns and their types, in order.
    pub fn schema(self) -> PolarsResult<SchemaRef> {
        let loaded = Loaded::default();
        let frame = match self {
            View::Facts(table) => facts_frame(&loaded, table, Vec::new())?,
            View::Sources => sources_frame(&loaded, &[])?,
        };
        Ok(frame.schema().clone())
    }
}

/// Collects a column of the facts.
struct Columns<'f> {
    loaded: &'f Loaded,
    facts: &'f [Fact],
    columns: Vec<Column>,
}

impl<'f> Columns<'f> {
    fn text(&mut self, name: &str, value: impl Fn(&Fact) -> Option<String>) {
        self.columns.push(Column::new(name.into(), self.facts.iter().map(value).collect::<Vec<_>>()));
    }

    fn sym(&mut self, name: &str, value: impl Fn(&Fact) -> Option<Sym>) {
        let loaded = self.loaded;
        self.columns.push(Column::new(name.into(), self.facts.iter().map(|f| loaded.texts.opt(value(f))).collect::<Vec<_>>()));
    }

    fn slug(&mut self, name: &str, value: impl Fn(&Fact) -> Option<&'static str>) {
        self.columns.push(Column::new(name.into(), self.facts.iter().map(value).collect::<Vec<_>>()));
    }

    fn number(&mut self, name: &str, value: impl Fn(&Fact) -> Option<f64>) {
        self.columns.push(Column::new(name.into(), self.facts.iter().map(value).collect::<Vec<_>>()));
    }

    fn whole(&mut self, name: &str, value: impl Fn(&Fact) -> usize) {
        self.columns.push(Column::new(name.into(), self.facts.iter().map(|f| value(f) as u32).collect::<Vec<_>>()));
    }

    fn day(&mut self, name: &str, value: impl Fn(&Fact) -> Option<i32>) -> PolarsResult<()> {
        let days = Column::new(name.into(), self.facts.iter().map(value).collect::<Vec<_>>());
        self.columns.push(days.cast(&DataType::Date)?);
        Ok(())
    }

    fn time(&mut self, name: &str) -> PolarsResult<()> {
        self.text(name, |f| f.says.date.map(|d| d.to_string()));
        self.slug("year_basis", |f| f.says.date.map(|_| f.says.year_basis.slug()));
        self.day("date_from", |f| f.says.days.map(|d| d.0))?;
        self.day("date_to", |f| f.says.days.map(|d| d.1))?;
        let years = self.facts.iter().map(|f| f.says.date.and_then(|d| d.from.year)).collect::<Vec<Option<i32>>>();
        self.columns.push(Column::new("year".into(), years));
        Ok(())
    }

    fn place(&mut self) {
        let texts = &self.loaded.texts;
        let code = |f: &Fact| texts.opt(f.says.place.province).map(str::to_string);
        let gazetteer = Gazetteer::get();
        self.text("province", code);
        self.text("province_name", |f| gazetteer.name_of(&code(f)?, f.says.place.geo).map(str::to_string));
        self.slug("geo", |f| Some(f.says.place.geo.slug()));
        self.sym("district", |f| f.says.place.district);
        self.text("region", |f| gazetteer.region_of(&code(f)?, f.says.place.geo).map(str::to_string));
        self.slug("macro_region", |f| {
            let own = f.says.place.of_region;
            own.or_else(|| gazetteer.macro_of(&code(f)?, f.says.place.geo)).map(|m| m.slug())
        });
        self.slug("scope", |f| Some(f.says.place.scope.slug()));
        self.slug("place_basis", |f| Some(f.says.place_basis.slug()));
    }

    fn sources(&mut self) {
        let (texts, articles) = (&self.loaded.texts, &self.loaded.articles);
        self.whole("statements", |f| f.members.len() + f.losers.len());
        self.whole("articles", |f| {
            let mut all: Vec<Sym> = f.members.iter().chain(&f.losers).map(|m| m.article).collect();
            all.sort_unstable();
            all.dedup();
            all.len()
        });
        self.text("outlets", |f| {
            let mut names: Vec<&str> =
                f.articles().filter_map(|a| articles.get(&a)).filter_map(|a| texts.opt(a.outlet)).collect();
            names.sort_unstable();
            names.dedup();
            (!names.is_empty()).then(|| names.join("; "))
        });
        self.columns.push(Column::new("contested".into(), self.facts.iter().map(Fact::contested).collect::<Vec<_>>()));
        let ids = |list: &[Statement]| list.iter().map(|m| texts.get(m.record)).collect::<Vec<_>>().join(" ");
        self.text("record_ids", |f| Some(ids(&f.members)));
        self.text("contradicted_by", |f| (!f.losers.is_empty()).then(|| ids(&f.losers)));
        let of = |f: &Fact| f.members.iter().chain(&f.losers).map(|m| texts.get(m.article)).collect::<Vec<_>>().join(" ");
        self.text("article_ids", |f| Some(of(f)));
        // Articles that say one fact need not be told apart to be counted.
        let each = |f: &Fact| f.members.iter().chain(&f.losers).map(|m| m.article).collect::<BTreeSet<Sym>>();
        let mut says: FxHashMap<Sym, u32> = FxHashMap::default();
        self.facts.iter().flat_map(each).for_each(|article| *says.entry(article).or_default() += 1);
        let several = |article: &Sym| says.get(article).is_some_and(|n| *n > 1);
        self.whole("articles_own", |f| each(f).iter().filter(|a| !several(a)).count());
        self.text("articles_shared", |f| {
            let shared: Vec<&str> = each(f).iter().filter(|a| several(a)).map(|a| texts.get(*a)).collect();
            (!shared.is_empty()).then(|| shared.join(" "))
        });
    }
}

fn facts_frame(loaded: &Loaded, table: Table, mut facts: Vec<Fact>) -> PolarsResult<DataFrame> {
    mark_parts(&loaded.texts, &mut facts);
    let parts = parts_among(&facts);
    let left = [Some(Key::Province), None].map(|key| left_out(loaded, &facts, &parts, key));
    let mut c = Columns { loaded, facts: &facts, columns: Vec::new() };
    c.text("fact_id", |f| Some(f.id(&loaded.texts)));
    match table {
        Table::Meetings => {
            c.time("date")?;
            c.slug("kind", |f| f.meeting().map(|m| m.kind.slug()));
            c.slug("mode", |f| f.meeting().map(|m| m.mode.slug()));
            c.slug("level", |f| f.meeting().map(|m| m.level.slug()));
            c.slug("status", |f| f.meeting().map(|m| m.status.slug()));
            c.sym("name", |f| f.meeting()?.name);
            c.sym("organiser", |f| f.meeting()?.organiser);
            c.sym("chair", |f| f.meeting()?.chair);
        }
        Table::Staffing => {
            c.time("as_of")?;
            c.slug("subject", |f| f.staffing().map(|s| s.subject.slug()));
            c.slug("status", |f| f.staffing().map(|s| s.status.slug()));
            c.number("cut", |f| cut(f.staffing()?));
            c.number("percent", |f| f.staffing()?.percent);
            c.number("before", |f| f.staffing()?.before);
            c.number("after", |f| f.staffing()?.after);
            c.slug("approximation", |f| f.staffing()?.approximation.map(|a| a.slug()));
            c.sym("subject_text", |f| f.staffing()?.text);
            c.sym("body", |f| f.staffing()?.body);
        }
        Table::Progress => {
            c.time("as_of")?;
            c.slug("activity", |f| f.progress().map(|p| p.activity.slug()));
            c.slug("subject", |f| f.progress().map(|p| p.subject.slug()));
            c.text("term", |f| term_of(f).map(|(from, to)| format!("{from}/{to}")));
            c.number("done", |f| f.progress()?.done);
            c.number("total", |f| f.progress()?.total);
            c.number("rate", |f| {
                let p = f.progress()?;
                p.done.zip(p.total).filter(|(_, total)| *total > 0.0).map(|(done, total)| done / total * 100.0)
            });
            c.number("percent", |f| f.progress()?.percent);
            c.sym("subject_text", |f| f.progress()?.text);
            c.slug("role", |f| f.progress()?.role.map(|r| r.slug()));
        }
        Table::Documents => {
            let document = |f: &Fact| if let Says::Document(d) = f.says.says { Some(d) } else { None };
            c.slug("type", |f| document(f).map(|d| d.kind.slug()));
            c.sym("symbol", |f| document(f).map(|d| d.symbol));
            c.sym("issuer", |f| document(f)?.issuer);
            c.time("date")?;
        }
        Table::Quantities | Table::Articles => {
            let quantity = |f: &Fact| if let Says::Quantity(q) = f.says.says { Some(q) } else { None };
            c.slug("kind", |f| quantity(f).map(|q| q.kind.slug()));
            c.number("value", |f| quantity(f).map(|q| q.value));
            c.number("value_high", |f| quantity(f)?.high);
            c.sym("unit", |f| quantity(f)?.unit);
        }
    }
    c.place();
    c.sources();
    c.day("published", |f| f.told)?;
    let mut columns = c.columns;
    if matches!(table, Table::Staffing | Table::Progress) {
        let whole = (0..facts.len()).map(|at| parts.get(&at).map(|whole| facts[*whole].id(&loaded.texts)));
        columns.push(Column::new("part_of".into(), whole.collect::<Vec<_>>()));
        columns.push(Column::new("part_elsewhere".into(), elsewhere(&facts, &parts)));
        for (name, left) in ["left_out_by_province", "left_out_in_total"].into_iter().zip(left) {
            let why = (0..facts.len()).map(|at| left.get(&at).map(|r| r.label_key().trim_start_matches("reason.")));
            columns.push(Column::new(name.into(), why.collect::<Vec<_>>()));
        }
    }
    DataFrame::new(facts.len(), columns)
}

/// Parts that are not of the place, activity, subject and term of their whole, and the wholes that have such parts.
fn elsewhere(facts: &[Fact], parts: &FxHashMap<usize, usize>) -> Vec<bool> {
    let about = |at: usize| {
        let says = &facts[at].says;
        (says.place, facts[at].progress().map(|p| (p.activity, p.subject)), term_of(&facts[at]))
    };
    let mut list = vec![false; facts.len()];
    for (part, whole) in parts.iter().filter(|(part, whole)| about(**part) != about(**whole)) {
        (list[*part], list[*whole]) = (true, true);
    }
    list
}

/// The facts that a table leaves out of its sums, with why: with a row for each value of `key`, or with one row.
fn left_out(loaded: &Loaded, facts: &[Fact], parts: &FxHashMap<usize, usize>, key: Option<Key>) -> FxHashMap<usize, Reason> {
    let mut left = FxHashMap::default();
    let mut rows: FxHashMap<_, Vec<usize>> = FxHashMap::default();
    for (at, fact) in facts.iter().enumerate() {
        let series = match fact.says.says {
            Says::Staffing(s) => (s.subject as u8, s.status as u8, None),
            Says::Progress(p) => (p.activity as u8, p.subject as u8, term_of(fact)),
            _ => continue,
        };
        let place = match key.map(|key| values(loaded, fact, key, Geo::P63)) {
            None => String::new(),
            Some(values) => match values.first() {
                Some(value) => plain_value(value).to_string(),
                None => {
                    left.insert(at, Reason::NotCarried);
                    continue;
                }
            },
        };
        rows.entry((series, place)).or_default().push(at);
    }
    let mut rows: Vec<_> = rows.into_iter().collect();
    rows.sort_unstable();
    let mut names = Names::default();
    for (_, row) in rows {
        let chosen = match facts[row[0]].says.says {
            Says::Staffing(_) => choose_staffing(loaded, facts, &row, parts, &mut names),
            _ => choose_progress(loaded, facts, &row, parts),
        };
        left.extend(chosen.left.into_iter().map(|(reason, at)| (at, reason)));
    }
    left
}

fn sources_frame(loaded: &Loaded, all: &[(Table, Vec<Fact>)]) -> PolarsResult<DataFrame> {
    let texts = &loaded.texts;
    let mut rows: Vec<(String, &str, &Statement, bool)> = Vec::new();
    for (table, facts) in all {
        for fact in facts {
            let id = fact.id(texts);
            rows.extend(fact.members.iter().map(|m| (id.clone(), table.name(), m, false)));
            rows.extend(fact.losers.iter().map(|m| (id.clone(), table.name(), m, true)));
        }
    }
    let article = |s: &Statement| loaded.articles.get(&s.article).copied().unwrap_or_default();
    let published = Column::new("published".into(), rows.iter().map(|r| article(r.2).published).collect::<Vec<_>>());
    let columns = vec![
        Column::new("fact_id".into(), rows.iter().map(|r| r.0.as_str()).collect::<Vec<_>>()),
        Column::new("record_table".into(), rows.iter().map(|r| r.1).collect::<Vec<_>>()),
        Column::new("record_id".into(), rows.iter().map(|r| texts.get(r.2.record)).collect::<Vec<_>>()),
        Column::new("article_id".into(), rows.iter().map(|r| texts.get(r.2.article)).collect::<Vec<_>>()),
        Column::new("outlet".into(), rows.iter().map(|r| texts.opt(article(r.2).outlet)).collect::<Vec<_>>()),
        published.cast(&DataType::Date)?,
        Column::new("contradicts".into(), rows.iter().map(|r| r.3).collect::<Vec<_>>()),
    ];
    DataFrame::new(rows.len(), columns)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::record::ArticleRecords;
    use crate::stats::make::article;

    fn cells(records: &[ArticleRecords], view: View, columns: &[&str]) -> Vec<String> {
        let frame = view.frame(&Tables::from_records(records).unwrap()).unwrap();
        let cell = |name: &&str, row| match frame.column(name).unwrap().get(row).unwrap() {
            AnyValue::Null => "-".to_string(),
            AnyValue::String(text) => text.to_string(),
            value => value.to_string(),
        };
        (0..frame.height()).map(|row| columns.iter().map(|c| cell(c, row)).collect::<Vec<_>>().join(" ")).collect()
    }

    #[test]
    fn a_fact_has_its_sources_and_what_leaves_it_out() {
        // Hà Tĩnh: 419/640, then 634/640 in two papers; of the country 51.985/52.105. By province the earlier count of Hà Tĩnh is
        // superseded; in one sum the country is wider than the province.
        let of = |id: &str, place: &str, day: &str, n| {
            article(id, id, "2020-07-01").has_done(ProgressSubject::GrassrootsPartyOrg, place, day, n, |_| {})
        };
        let records = [
            of("a", "42", "2020-05-30", (419.0, 640.0)),
            of("b", "42", "2020-06-22", (634.0, 640.0)),
            of("c", "42", "2020-06-22", (634.0, 640.0)),
            of("d", "nation", "2020-06-30", (51985.0, 52105.0)),
        ];
        let mut rows = cells(
            &records,
            View::Facts(Table::Progress),
            &["done", "rate", "statements", "outlets", "contested", "left_out_by_province", "left_out_in_total"],
        );
        rows.sort();
        // 419/640 = 65,46875%; 634/640 = 99,0625%; 51985/52105 = 99,76969…%.
        assert_eq!(rows[0], "419.0 65.46875 1 a false superseded superseded");
        assert_eq!(rows[2], "634.0 99.0625 2 b; c false - inside_wider_place");
        assert!(rows[1].starts_with("51985.0 99.769") && rows[1].ends_with(" 1 d false - -"), "{rows:?}");
        let sources = cells(&records, View::Sources, &["record_table", "article_id", "published", "contradicts"]);
        assert_eq!(sources.len(), 4);
        assert!(sources.contains(&"progress c 2020-07-01 false".to_string()), "{sources:?}");
    }

    #[test]
    fn every_view_has_the_columns_that_its_schema_says() {
        let tables = Tables::from_records(&[]).unwrap();
        for view in View::ALL {
            assert_eq!(view.frame(&tables).unwrap().schema(), &view.schema().unwrap(), "{}", view.name());
        }
    }
}
