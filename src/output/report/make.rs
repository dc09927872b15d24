//! Tables and options → the finished page, its charts and its tables as files.

use super::ReportOptions;
use super::ask::{self, Ask, SECTIONS, Shape};
use super::book::{Book, TOLD};
use super::csv;
use super::says::{Wording, lower_first, upper_first};
use super::table::{Tabler, Uses, is_behind};
use super::view::*;
use crate::audit::{self, Finding, Severity};
use crate::frame::Tables;
use crate::frame::schema::Table;
use crate::lang::gazetteer::Gazetteer;
use crate::lang::labels::{Lang, fill, label};
use crate::model::tag::*;
use crate::output::chart::{self, ChartKind, Format, Size};
use crate::output::number::{format_count, format_date, format_percent};
use crate::stats;
use crate::stats::load::{Statement, Sym};
use crate::stats::names::key_name;
use crate::stats::query::*;
use crate::stats::summary::{KeyValue, Row, Summary};
use anyhow::Result;
use rustc_hash::{FxHashMap, FxHashSet};

/// Width of the charts on the page and in their files.
const ON_PAGE: u32 = 960;
const IN_FILE: u32 = 1280;

pub struct Made {
    pub page: Page,
    pub files: Vec<(String, Vec<u8>)>,
}

/// An answered question; for a cross table with the answers by each key alone.
struct Answer {
    ask: Ask,
    summary: Summary,
    sides: Option<(Summary, Summary)>,
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
    let change = unit_change(tables, options)?;

    let numbers = number_facts(&book, answers.iter().map(|a| &a.summary).chain(change.as_ref().map(|c| &c.1)));
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
    let (cards, card_traces) = cards(&tabler, &answers, change.as_ref());
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

/// The total, or the only row.
fn whole(summary: &Summary) -> Option<&Row> {
    summary.total.as_ref().or(match summary.rows.as_slice() {
        [only] => Some(only),
        _ => None,
    })
}

fn cell(summary: &Summary, row: &Row, measure: Measure) -> Option<f64> {
    let at = summary.measures.iter().position(|m| *m == measure)?;
    row.cells[at]
}

/// Numbers every fact that an answer counts or leaves out: by table, place, time.
fn number_facts<'a>(book: &Book, answers: impl Iterator<Item = &'a Summary>) -> Vec<usize> {
    let mut told: FxHashSet<usize> = FxHashSet::default();
    for summary in answers {
        let rows = summary.rows.iter().chain(&summary.total);
        told.extend(rows.flat_map(|r| &r.fact_ids).filter_map(|id| book.fact(id)));
        told.extend(summary.footer.left_out.iter().flat_map(|l| &l.record_ids).filter_map(|id| book.fact_of(id)));
    }
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

/// The chart of an answer: drawn for the page, and as files. A kind that the answer cannot give is drawn as what suits it.
fn picture(answer: &Answer, title: &str, lang: Lang, files: &mut Vec<(String, Vec<u8>)>) -> Result<Option<Picture>> {
    let Some(kind) = answer.ask.chart else { return Ok(None) };
    let (drawn, note) = drawable(&answer.ask, &answer.summary, kind, lang);
    let plan = chart::plan(&drawn, kind, lang).or_else(|_| chart::plan(&drawn, ChartKind::Auto, lang));
    // The page has the table in any case.
    let Ok(mut plan) = plan else { return Ok(None) };
    plan.notes.splice(0..0, note);
    let size = |width| Size { width, ..Size::default() };
    let on_page = chart::render(&plan, Format::Svg, size(ON_PAGE))?;
    let id = answer.ask.id;
    files.push((format!("charts/{id}.svg"), chart::render(&plan, Format::Svg, size(IN_FILE))?));
    files.push((format!("charts/{id}.png"), chart::render(&plan, Format::Png, size(IN_FILE))?));
    Ok(Some(Picture {
        svg: String::from_utf8(on_page)?,
        svg_file: format!("charts/{id}.svg"),
        png_file: format!("charts/{id}.png"),
        alt: title.to_string(),
    }))
}

/// The rows and measures of an answer that its chart can show beside each other, and a note on the others: one bar of the whole
/// country makes those of the provinces too short to see, and a row without both ends of a pair is empty.
fn drawable(ask: &Ask, summary: &Summary, kind: ChartKind, lang: Lang) -> (Summary, Option<String>) {
    let mut drawn = summary.clone();
    if let ([only], ChartKind::Bar) = (ask.measures, kind)
        && let Some(at) = summary.measures.iter().position(|m| m == only)
    {
        drawn.measures = vec![*only];
        drawn.rows.iter_mut().for_each(|r| r.cells = vec![r.cells[at]]);
    }
    let has = |r: &Row, m| cell(summary, r, m).is_some();
    let ordinary = |r: &Row| matches!(r.keys.first(), Some(KeyValue::Province(_) | KeyValue::Slug(_)));
    let stays = |r: &Row| match kind {
        ChartKind::Dumbbell => ordinary(r) && has(r, Measure::Before) && has(r, Measure::After),
        ChartKind::Bullet | ChartKind::Panels => ordinary(r),
        _ => !matches!(r.keys.first(), Some(KeyValue::Rest(_))),
    };
    if !summary.rows.iter().any(stays) {
        return (drawn, None);
    }
    let mut rows = summary.rows.iter().map(stays);
    drawn.rows.retain(|_| rows.next().unwrap_or(true));
    let gone: Vec<String> = summary
        .rows
        .iter()
        .filter(|r| !stays(r) && r.cells.iter().any(Option::is_some))
        .filter_map(|r| Some(key_name(*summary.keys.first()?, r.keys.first()?, summary.query.geo, lang)))
        .collect();
    let note = (!gone.is_empty()).then(|| fill(lang, "report.chart.not_drawn", &[("names", &gone.join(", "))]));
    (drawn, note)
}

/// The main numbers, each as the tables below have it.
fn cards(tabler: &Tabler, answers: &[Answer], change: Option<&(String, Summary)>) -> (Vec<Card>, Vec<Trace>) {
    let lang = tabler.lang;
    let (mut cards, mut traces) = (Vec::new(), Vec::new());
    let mut add = |id: &str, text: String, facts: Vec<usize>, detail: Option<String>| {
        let title = label(lang, &format!("report.card.{id}")).to_string();
        let articles: FxHashSet<Sym> = facts.iter().flat_map(|at| tabler.book.entries[*at].fact.articles()).collect();
        let n = |n: usize| format_count(n as f64, lang);
        let behind = fill(lang, "report.card.behind", &[("facts", &n(facts.len())), ("articles", &n(articles.len()))]);
        let href = match facts.as_slice() {
            [] => None,
            [only] => Some(format!("#{}", tabler.book.entries[*only].id)),
            _ => {
                let anchor = format!("r-card-{id}");
                traces.push(tabler.trace(anchor.clone(), title.clone(), &facts));
                Some(format!("#{anchor}"))
            }
        };
        cards.push(Card { label: title, figure: Figure { text, sort: String::new(), href, facts: facts.len() }, detail, behind });
    };
    if let Some(overview) = answers.iter().find(|a| a.ask.id == "overview_region").map(|a| &a.summary)
        && let Some(row) = whole(overview)
    {
        let all = tabler.positions(&row.fact_ids);
        let behind = |m| all.iter().copied().filter(|at| is_behind(m, overview, &tabler.book.entries[*at])).collect::<Vec<_>>();
        let national = overview.rows.iter().find(|r| r.keys.first() == Some(&KeyValue::National));
        let count = |v: f64| format_count(v, lang);
        for (id, measure) in [("meetings", Measure::Meetings), ("staff", Measure::StaffCut), ("units", Measure::UnitsCut)] {
            let Some(value) = cell(overview, row, measure) else { continue };
            // Figures given for the whole country stand beside the sum of the places, never in it.
            let given = national.filter(|_| measure != Measure::Meetings).and_then(|r| cell(overview, r, measure));
            let detail = given.map(|v| fill(lang, "report.card.national", &[("figure", &count(v))]));
            add(id, count(value), behind(measure), detail);
        }
        if let Some((year, summary)) = change
            && let Some(row) = whole(summary)
            && let (Some(before), Some(after)) = (cell(summary, row, Measure::Before), cell(summary, row, Measure::After))
        {
            let facts = tabler.positions(&row.fact_ids);
            let text = format!("{} → {}", count(before), count(after));
            let cut = cell(summary, row, Measure::Cut).map(count).unwrap_or_default();
            add("admin", text, facts, Some(fill(lang, "report.card.year", &[("year", year), ("cut", &cut)])));
        }
        if let (Some(done), Some(rate)) = (cell(overview, row, Measure::Done), cell(overview, row, Measure::Rate)) {
            let total = cell(overview, row, Measure::Total).map(count).unwrap_or_default();
            let subject = overview.footer.congress_subject.as_deref().map(|s| label(lang, &format!("subject.{s}")).to_string());
            let term = overview.footer.congress_term.as_deref().unwrap_or_default().replace('/', "-");
            let done = count(done);
            let subject = subject.map(|s| lower_first(&s)).unwrap_or_default();
            let values =
                [("done", done.as_str()), ("total", total.as_str()), ("subject", subject.as_str()), ("term", term.as_str())];
            add(
                "congress",
                format_percent(rate, lang),
                behind(Measure::Rate),
                Some(fill(lang, "report.card.congress_detail", &values)),
            );
        }
    }
    (cards, traces)
}

/// Tells the facts and their sources.
struct Teller<'t> {
    tabler: &'t Tabler<'t>,
    words: Wording<'t>,
    /// Facts in the order of their numbers.
    told: Vec<usize>,
    /// Articles in the order of the list of sources, and the place of each in it.
    articles: Vec<Sym>,
    places: FxHashMap<Sym, usize>,
}

impl<'t> Teller<'t> {
    fn new(tabler: &'t Tabler<'t>) -> Self {
        let book = tabler.book;
        let mut told: Vec<usize> = (0..book.entries.len()).filter(|at| tabler.numbers[*at] > 0).collect();
        told.sort_unstable_by_key(|at| tabler.numbers[*at]);
        let mut articles: Vec<Sym> = told.iter().flat_map(|at| statements(&book.entries[*at].fact)).map(|s| s.article).collect();
        let name = |a: &Sym| {
            let source = book.source(book.loaded.texts.get(*a));
            let key = source.map(|s| (s.outlet.is_none(), s.outlet.clone(), s.published.clone(), s.title.clone(), s.url.clone()));
            (key, book.loaded.texts.get(*a).to_string())
        };
        articles.sort_unstable();
        articles.dedup();
        articles.sort_by_cached_key(name);
        let places = articles.iter().enumerate().map(|(n, a)| (*a, n + 1)).collect();
        Self { tabler, words: Wording { lang: tabler.lang, texts: &book.loaded.texts }, told, articles, places }
    }

    fn groups(&self) -> Vec<FactGroup> {
        let book = self.tabler.book;
        let group = |table: &Table| FactGroup {
            id: format!("facts-{}", table.name()),
            title: label(self.words.lang, &format!("topic.{}", table.name())).to_string(),
            facts: self.told.iter().filter(|at| book.entries[**at].table == *table).map(|at| self.fact(*at)).collect(),
        };
        TOLD.iter().map(group).filter(|g| !g.facts.is_empty()).collect()
    }

    fn fact(&self, at: usize) -> FactView {
        let entry = &self.tabler.book.entries[at];
        let fact = &entry.fact;
        let uses = &self.tabler.uses;
        let mut left_out: Vec<(usize, String)> = uses.left_out.get(&at).cloned().unwrap_or_default();
        left_out.sort();
        left_out.dedup();
        let heading = self.words.heading(&fact.says);
        let tell = |s: &Statement, differs| self.statement(s, entry.table, &heading, differs);
        let mut statements: Vec<StatementView> = fact.members.iter().map(|s| tell(s, false)).collect();
        statements.extend(fact.losers.iter().map(|s| tell(s, true)));
        FactView {
            id: entry.id.clone(),
            number: self.tabler.numbers[at],
            heading,
            tags: self.words.tags(fact),
            details: self.words.details(fact),
            statements,
            used: uses.counted.get(&at).cloned().unwrap_or_default(),
            left_out,
        }
    }

    fn statement(&self, s: &Statement, table: Table, heading: &str, differs: bool) -> StatementView {
        let book = self.tabler.book;
        let record_id = book.loaded.texts.get(s.record);
        let ground = book.ground(record_id);
        let parts = ground.and_then(|g| g.parts());
        let has_text = parts.is_some();
        let [before, mark, after] = parts.unwrap_or_default();
        let printed = self.words.heading(s);
        StatementView {
            record_id: record_id.to_string(),
            before,
            mark,
            after,
            has_text,
            tells: differs || (!has_text && printed != heading),
            printed,
            differs,
            rule: ground.map(|g| g.rule.clone()).unwrap_or_default(),
            basis: self.words.basis(s, table),
            source: self.places.get(&s.article).copied().unwrap_or(0),
        }
    }

    /// The findings on facts of this report.
    fn findings(&self, found: &[Finding]) -> Vec<FindingView> {
        let (book, lang) = (self.tabler.book, self.words.lang);
        let view = |finding: &Finding| {
            let mut facts: Vec<usize> = finding.record_ids.iter().filter_map(|id| book.fact_of(id)).collect();
            facts.sort_unstable_by_key(|at| (self.tabler.numbers[*at], *at));
            facts.dedup();
            let first = *facts.first().filter(|at| self.tabler.numbers[**at] > 0)?;
            Some(FindingView {
                severity: label(lang, &format!("report.check.{}", finding.severity.slug())).to_string(),
                severity_word: finding.severity.slug(),
                times: 1,
                text: upper_first(&with_dates(finding, lang).text(lang)),
                about: self.words.heading(&book.entries[first].fact.says),
                facts: self.tabler.trace(String::new(), String::new(), &facts).facts,
            })
        };
        let mut views: Vec<FindingView> = Vec::new();
        // What is said in the same words of many facts is said once.
        let mut known: FxHashMap<(&str, String), usize> = FxHashMap::default();
        for found in found.iter().filter_map(view) {
            let at = *known.entry((found.severity_word, found.text.clone())).or_insert(views.len());
            if at == views.len() {
                views.push(found);
                continue;
            }
            views[at].times += 1;
            views[at].facts.extend(found.facts);
        }
        for view in &mut views {
            view.facts.sort_unstable_by_key(|f| f.number);
            view.facts.dedup_by_key(|f| f.number);
        }
        views
    }

    fn sources(&self) -> Vec<SourceView> {
        let book = self.tabler.book;
        let lang = self.words.lang;
        let mut facts: FxHashMap<Sym, usize> = FxHashMap::default();
        for at in &self.told {
            let articles: FxHashSet<Sym> = statements(&book.entries[*at].fact).map(|s| s.article).collect();
            articles.into_iter().for_each(|a| *facts.entry(a).or_default() += 1);
        }
        let one = |(n, article): (usize, &Sym)| {
            let source = book.source(book.loaded.texts.get(*article)).cloned().unwrap_or_default();
            let link = source.url.clone().filter(|url| is_web(url));
            let host = link.as_deref().map(host_of).unwrap_or_default();
            let outlet = source.outlet.clone().unwrap_or_else(|| host.clone());
            let title = match (&source.title, outlet.is_empty()) {
                (Some(title), _) => title.clone(),
                (None, false) => fill(lang, "report.source.untitled", &[("outlet", &outlet)]),
                (None, true) => label(lang, "report.source.unknown").to_string(),
            };
            let date = source.published.as_deref().map(|d| format_date(d, lang)).unwrap_or_default();
            let parts = [if source.title.is_some() { outlet.as_str() } else { "" }, date.as_str()];
            let where_when = parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(", ");
            SourceView {
                number: n + 1,
                where_when,
                title,
                has_title: source.title.is_some(),
                outlet,
                date,
                date_sort: source.published.clone().unwrap_or_default(),
                address: source.url.clone().filter(|_| link.is_none()),
                link,
                host,
                facts: facts.get(article).copied().unwrap_or(0),
            }
        };
        self.articles.iter().enumerate().map(one).collect()
    }
}

/// The finding with its dates as people write them.
fn with_dates(finding: &Finding, lang: Lang) -> Finding {
    let mut finding = finding.clone();
    for (_, value) in &mut finding.values {
        if let audit::Value::Text(text) = value {
            *text = format_date(text, lang);
        }
    }
    finding
}

fn statements(fact: &stats::facts::Fact) -> impl Iterator<Item = &Statement> {
    fact.members.iter().chain(&fact.losers)
}

/// Only such addresses become links: anything else could act when it is followed.
pub fn is_web(url: &str) -> bool {
    let lower = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    (lower.starts_with("https://") || lower.starts_with("http://")) && !url.chars().any(|c| c.is_whitespace() || c.is_control())
}

fn host_of(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    host.strip_prefix("www.").unwrap_or(host).to_string()
}
