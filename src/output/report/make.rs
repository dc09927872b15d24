//! Tables and options → the finished page, its charts and its tables as files.

use super::answer::{Answer, cell, whole};
use super::ask::{self, SECTIONS, Shape};
use super::book::Book;
use super::cards::Cards;
use super::change::{Changes, changes};
use super::csv;
use super::options::ReportOptions;
use super::picture::picture;
use super::table::{Tabler, Uses};
use super::tell::Teller;
use super::view::*;
use crate::audit::{self, Severity};
use crate::frame::Tables;
use crate::lang::gazetteer::Gazetteer;
use crate::lang::labels::{Lang, fill, label};
use crate::model::tag::*;
use crate::output::export::workbook::Workbook;
use crate::output::number::format_date;
use crate::stats;
use crate::stats::names::key_name;
use crate::stats::query::*;
use crate::stats::summary::{KeyValue, Summary};
use anyhow::Result;
use rustc_hash::{FxHashMap, FxHashSet};

pub struct Made {
    pub page: Page,
    pub files: Vec<(String, Vec<u8>)>,
}

pub fn make(tables: &Tables, options: &ReportOptions) -> Result<Made> {
    let book = Book::read(tables)?;
    let options = &ReportOptions { geo: Some(options.geo.unwrap_or_else(|| geography(&book))), ..options.clone() };
    let lang = options.lang;
    let mut answers = Vec::new();
    for id in SECTIONS.iter().flat_map(|(_, tables)| tables.iter()) {
        let ask = ask::ask(id, options);
        let summary = stats::run(tables, &ask.query)?;
        let sides = match ask.shape {
            Shape::Plain => None,
            Shape::Cross => {
                let alone = |key| stats::run(tables, &Query { by: vec![key], ..ask.query.clone() });
                Some((alone(ask.query.by[0])?, alone(ask.query.by[1])?))
            }
        };
        answers.push(Answer { ask, summary, sides });
    }
    let units = unit_change(tables, options)?;
    let overview = answers.iter().find(|a| a.ask.id == "overview_region").map(|a| &a.summary.footer);
    let congress = overview.and_then(|f| Some((f.congress_subject.as_deref()?, f.congress_term.as_deref())));
    let last = days(&book, &answers).1.and_then(|day| day.parse().ok());
    let changes = changes(tables, options, last, congress)?;

    let asked = answers.iter().map(|a| &a.summary).chain(units.as_ref().map(|c| &c.1));
    let numbers = number_facts(&book, asked, changes.as_ref());
    let mut tabler = Tabler { lang, book: &book, numbers, uses: Uses::default() };
    let mut files = Vec::new();
    let mut views: FxHashMap<&'static str, TableView> = FxHashMap::default();
    for (n, answer) in answers.iter().enumerate() {
        let sides = answer.sides.as_ref().map(|(a, b)| (a, b));
        let mut view = tabler.table(&answer.ask, n + 1, &answer.summary, sides);
        if !view.rows.is_empty() {
            view.chart = picture(answer, &view.title, lang, &mut files)?;
        }
        files.push((format!("tables/{}.csv", answer.ask.id), csv::summary(&answer.summary)?));
        views.insert(answer.ask.id, view);
    }
    let Cards { cards, traces: card_traces, .. } = Cards::new(&tabler, &answers, units.as_ref(), changes.as_ref());
    let sections = SECTIONS.iter().map(|(id, tables)| Section {
        id,
        title: label(lang, &format!("report.section.{id}")).to_string(),
        lead: Some(label(lang, &format!("report.lead.{id}")).to_string()),
        tables: tables.iter().filter_map(|t| views.remove(t)).filter(|t| !t.rows.is_empty()).collect(),
    });
    let sections: Vec<Section> = sections.collect();
    let teller = Teller::new(&tabler);
    let facts = teller.groups();
    let sources = teller.sources();
    files.push(("tables/facts.csv".to_string(), csv::facts(&facts)?));
    files.push(("tables/sources.csv".to_string(), csv::sources(&sources)?));
    files.push(("report.xlsx".to_string(), workbook(tables, &answers)?));
    let (remarks, findings) =
        teller.findings(&audit::check(tables)?).into_iter().partition(|f| f.severity_word == Severity::Note.slug());
    let page = Page {
        lang: lang.code(),
        title: options.title.clone().unwrap_or_else(|| label(lang, "report.title").to_string()),
        scope: scope(options, &book, &answers),
        built_in: tables.built_in,
        version: options.version.clone(),
        cards,
        card_traces,
        sections,
        findings,
        remarks,
        methods: listed(lang, "report.method"),
        limits: listed(lang, "report.limit"),
        fact_count: facts.iter().map(|g| g.facts.len()).sum(),
        facts,
        sources,
    };
    Ok(Made { page, files })
}

/// The answers as one workbook with what stands behind them. Answers by the same keys, which only look at a part of another, are in
/// that other's sheet.
fn workbook(tables: &Tables, answers: &[Answer]) -> Result<Vec<u8>> {
    let mut book = Workbook::new(tables.built_in)?;
    let mut told: Vec<(Topic, &[Key])> = Vec::new();
    for answer in answers.iter().filter(|a| !a.summary.rows.is_empty()) {
        let query = &answer.ask.query;
        if !told.contains(&(query.topic, &query.by)) {
            told.push((query.topic, &query.by));
            book.aggregate(tables, query)?;
        }
    }
    book.finish(tables)
}

/// The 34 provinces where the data has a figure of one that the 63 cannot take.
fn geography(book: &Book) -> Geo {
    let merged = book.entries.iter().any(|e| e.fact.says.place.geo == Geo::P34 && e.fact.says.place.province.is_some());
    if merged { Geo::P34 } else { Geo::P63 }
}

/// Labels `key.1`, `key.2` … as long as there are.
fn listed(lang: Lang, key: &str) -> Vec<String> {
    let keys = (1..).map(|n| format!("{key}.{n}"));
    let texts = keys.map(|k| (label(lang, &k).to_string(), k)).take_while(|(text, k)| text != k);
    texts.map(|(text, _)| text).collect()
}

/// Period and place, and how much stands behind.
fn scope(options: &ReportOptions, book: &Book, answers: &[Answer]) -> Vec<String> {
    let lang = options.lang;
    let day = |d: &str| format_date(d, lang);
    let mut lines = Vec::new();
    let (first, last) = days(book, answers);
    match (options.since, options.until) {
        (Some(since), Some(until)) => {
            let (since, until) = (day(&since.to_string()), day(&until.to_string()));
            lines.push(fill(lang, "report.scope.days", &[("from", &since), ("to", &until)]));
        }
        (Some(since), None) => lines.push(fill(lang, "report.scope.since", &[("from", &day(&since.to_string()))])),
        (None, Some(until)) => lines.push(fill(lang, "report.scope.until", &[("to", &day(&until.to_string()))])),
        (None, None) => {
            if let (Some(first), Some(last)) = (first, last) {
                lines.push(fill(lang, "report.scope.data", &[("from", &day(&first)), ("to", &day(&last))]));
            }
        }
    }
    if let Some(place) = &options.place {
        let geo = options.geo.unwrap_or(Geo::P63);
        let name = match place {
            Place::Province(geo, code) => Gazetteer::get().name_of(code, *geo).unwrap_or(code).to_string(),
            Place::District { province, name } => {
                format!("{name}, {}", Gazetteer::get().name_of(province, Geo::P63).unwrap_or(province))
            }
            Place::Region(slug) => key_name(Key::Region, &KeyValue::Slug(slug.clone()), geo, lang),
            Place::MacroRegion(region) => label(lang, &format!("macro.{}", region.slug())).to_string(),
        };
        lines.push(fill(lang, "report.scope.place", &[("place", &name)]));
    }
    lines
}

/// First and last day of what the overview counts. Plans and targets lie ahead of the data and are not among it.
fn days(book: &Book, answers: &[Answer]) -> (Option<String>, Option<String>) {
    let rows = answers.iter().filter(|a| a.ask.id == "overview_region").flat_map(|a| &a.summary.rows);
    let facts = rows.flat_map(|r| &r.fact_ids).filter_map(|id| book.fact(id)).map(|at| &book.entries[at].fact);
    let done = facts.filter(|f| f.meeting().is_none_or(|m| m.status == MeetingStatus::Held));
    let days: Vec<(i32, i32)> = done.filter_map(|f| f.says.days).collect();
    let iso = |day: i32| chrono::NaiveDate::from_epoch_days(day).map(|d| d.to_string());
    (days.iter().map(|d| d.0).min().and_then(iso), days.iter().map(|d| d.1).max().and_then(iso))
}

/// The latest year whose administrative units add up before and after: the answer by province, and the year.
fn unit_change(tables: &Tables, options: &ReportOptions) -> Result<Option<(String, Summary)>> {
    let conditions = vec![
        ask::where_is(Key::Subject, StaffingSubject::AdminUnit.slug()),
        ask::where_is(Key::Status, StaffingStatus::Achieved.slug()),
    ];
    let query = Query { conditions, by: vec![Key::Year], ..ask::limited(Topic::Staffing, options) };
    let years = stats::run(tables, &query)?;
    let years = years.rows.iter().filter_map(|r| match r.keys.first() {
        Some(KeyValue::Slug(year)) => Some(year.clone()),
        _ => None,
    });
    let mut years: Vec<String> = years.collect();
    years.sort_unstable();
    for year in years.into_iter().rev() {
        let mut by_province = Query { by: vec![Key::Province], ..query.clone() };
        by_province.conditions.push(ask::where_is(Key::Year, &year));
        let summary = stats::run(tables, &by_province)?;
        let has = |m| whole(&summary).and_then(|r| cell(&summary, r, m)).is_some();
        if has(Measure::Before) && has(Measure::After) {
            return Ok(Some((year, summary)));
        }
    }
    Ok(None)
}

/// Numbers every fact that an answer or a change counts or leaves out: by table, place, time.
fn number_facts<'a>(book: &Book, answers: impl Iterator<Item = &'a Summary>, changes: Option<&Changes>) -> Vec<usize> {
    let mut told: FxHashSet<usize> = FxHashSet::default();
    for summary in answers {
        let rows = summary.rows.iter().chain(&summary.total);
        told.extend(rows.flat_map(|r| &r.fact_ids).filter_map(|id| book.fact(id)));
        told.extend(summary.footer.left_out.iter().flat_map(|l| &l.record_ids).filter_map(|id| book.fact_of(id)));
    }
    told.extend(changes.into_iter().flat_map(Changes::fact_ids).filter_map(|id| book.fact(id)));
    let mut told: Vec<usize> = told.into_iter().collect();
    let texts = &book.loaded.texts;
    told.sort_by_cached_key(|at| {
        let entry = &book.entries[*at];
        let says = &entry.fact.says;
        let code = texts.opt(says.place.province).unwrap_or_default().to_string();
        (
            entry.table,
            says.place.scope == Scope::Unknown,
            says.place.province.is_some(),
            code,
            says.place.geo,
            says.days,
            entry.id.clone(),
        )
    });
    let mut numbers = vec![0; book.entries.len()];
    for (n, at) in told.into_iter().enumerate() {
        numbers[at] = n + 1;
    }
    numbers
}
