//! The facts of a report with their sentences, what does not hold among them, and their sources.

use super::book::TOLD;
use super::says::{Wording, upper_first};
use super::table::Tabler;
use super::view::*;
use crate::audit::{self, Finding};
use crate::frame::schema::Table;
use crate::lang::labels::{Lang, fill, label};
use crate::output::number::format_date;
use crate::stats;
use crate::stats::load::{Statement, Sym};
use rustc_hash::{FxHashMap, FxHashSet};

/// Tells the facts and their sources.
pub struct Teller<'t> {
    tabler: &'t Tabler<'t>,
    words: Wording<'t>,
    /// Facts in the order of their numbers.
    told: Vec<usize>,
    /// Articles in the order of the list of sources, and the place of each in it.
    articles: Vec<Sym>,
    places: FxHashMap<Sym, usize>,
}

impl<'t> Teller<'t> {
    pub fn new(tabler: &'t Tabler<'t>) -> Self {
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

    pub fn groups(&self) -> Vec<FactGroup> {
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
            rule: ground.map(|g| g.rule.to_string()).unwrap_or_default(),
            basis: self.words.basis(s, table),
            source: self.places.get(&s.article).copied().unwrap_or(0),
        }
    }

    /// The findings on facts of this report.
    pub fn findings(&self, found: &[Finding]) -> Vec<FindingView> {
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

    pub fn sources(&self) -> Vec<SourceView> {
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
