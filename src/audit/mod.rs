//! What in the data does not hold. Findings name the records, so that the sentences can be read; nothing is corrected.
//!
//! | code | severity | what |
//! | --- | --- | --- |
//! | `percent_mismatch` | error | a printed percentage that its ratio does not give, rounded or cut off |
//! | `done_above_total` | error | more done than there are |
//! | `cut_mismatch` | error | before less after is not what was cut |
//! | `parts_exceed` | error | parts that add up to more than their whole |
//! | `parts_miss` | note | parts that add up to less: some are not told |
//! | `falls` | warning | completion that falls with time |
//! | `contested` | warning | one fact, different numbers |
//! | `copies` | note | articles that print one text: one source |
//! | `possible_duplicate` | note | two facts that may be one |
//! | `after_publication` | warning | an event reported as held, or a count, later than its article |
//! | `header_contradicted` | warning | a date in the page's header, long after all that the text dates: the day of a copy |
//! | `old_event` | note | an event long before its article was published |
//! | `interval_reversed` | error | a period that ends before it begins |
//! | `year_unlikely` | warning | a year before 1945 or far ahead |
//! | `province_unknown` | error | a province code that its scheme does not have |
//! | `place_not_yet`, `place_gone` | warning | a province that was not there on that day |
//! | `district_gone` | warning | a district that had been merged or renamed, or any district since 1 July 2025 |
//! | `value_impossible` | error | a percentage below 0 or above 100, a number below 0 |

mod duplicates;
mod figures;
mod places;
mod times;

use crate::frame::schema::Table;
use crate::frame::{Tables, collect};
use crate::lang::labels::{Lang, fill};
use crate::stats::facts::{Fact, fold};
use crate::stats::filter::records_of;
use crate::stats::load::{Loaded, Statement, Sym};
use crate::stats::query::Query;
use anyhow::Result;
use polars::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// How bad it is. `check --strict` fails on errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    Error,
    Warning,
    Note,
}

impl Severity {
    pub const fn slug(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// A value that the sentence of a finding names.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Number(f64),
    Text(String),
}

/// One thing that does not hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    pub severity: Severity,
    /// The last part of its label key (`check.CODE`).
    pub code: &'static str,
    pub table: Table,
    /// The records that it is about, in order.
    pub record_ids: Vec<String>,
    pub values: Vec<(&'static str, Value)>,
    /// The sentence of the first record that has one.
    pub evidence: Option<String>,
}

impl Finding {
    /// The finding as a plain sentence.
    pub fn text(&self, lang: Lang) -> String {
        let values: Vec<(&str, String)> = self
            .values
            .iter()
            .map(|(name, value)| match value {
                Value::Number(n) => (*name, number(*n, lang)),
                Value::Text(text) => (*name, text.clone()),
            })
            .collect();
        let values: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        fill(lang, &format!("check.{}", self.code), &values)
    }
}

/// A number in the digits of a language: 1.246,5 or 1,246.5.
fn number(n: f64, lang: Lang) -> String {
    let (group, point) = if lang == Lang::Vi { ('.', ",") } else { (',', ".") };
    let text = format!("{}", (n.abs() * 100.0).round() / 100.0);
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), ""), |x| x);
    let mut out = String::from(if n < 0.0 { "-" } else { "" });
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            out.push(group);
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push_str(point);
        out.push_str(fraction);
    }
    out
}

/// Collects findings; texts are looked up once at the end.
struct Findings<'l> {
    loaded: &'l Loaded,
    table: Table,
    found: Vec<Finding>,
}

impl Findings<'_> {
    fn add<const N: usize>(
        &mut self,
        severity: Severity,
        code: &'static str,
        records: impl IntoIterator<Item = Sym>,
        values: [(&'static str, Value); N],
    ) {
        let mut record_ids: Vec<String> = records.into_iter().map(|r| self.loaded.texts.get(r).to_string()).collect();
        record_ids.sort_unstable();
        record_ids.dedup();
        self.found.push(Finding { severity, code, table: self.table, record_ids, values: values.into(), evidence: None });
    }
}

/// What a check is about: for each table that is asked for, the question that its records must answer.
pub type Asked = Vec<(Table, Query)>;

/// Everything that does not hold, worst first, then by code and record.
pub fn check(tables: &Tables) -> Result<Vec<Finding>> {
    check_asked(tables, None)
}

/// The same, only what is about at least one of the records asked for. A finding may name others beside it.
pub fn check_asked(tables: &Tables, asked: Option<&Asked>) -> Result<Vec<Finding>> {
    let mut found = Vec::new();
    let mut loaded = Loaded::articles(tables)?;
    let mut articles: FxHashSet<Sym> = FxHashSet::default();
    for table in Table::RECORDS {
        let question = asked.map(|asked| asked.iter().find(|(t, _)| t == table).map(|(_, query)| query));
        if question == Some(None) {
            continue;
        }
        let statements = loaded.statements(tables, *table, None)?;
        let records = question.flatten().map(|query| records_of(&loaded, query, &statements));
        if let Some(records) = &records {
            articles.extend(statements.iter().filter(|s| records.contains(&s.record)).map(|s| s.article));
        }
        let mut findings = Findings { loaded: &loaded, table: *table, found: Vec::new() };
        for statement in &statements {
            check_statement(statement, &mut findings);
        }
        if matches!(table, Table::Meetings | Table::Staffing | Table::Progress) {
            let facts = fold(&loaded, statements);
            check_facts(*table, &facts, &mut findings);
        }
        let mut of_table = findings.found;
        if let Some(records) = &records {
            let is_asked = |id: &String| loaded.texts.find(id).is_some_and(|r| records.contains(&r));
            of_table.retain(|f| f.record_ids.iter().any(is_asked));
        }
        add_evidence(tables, *table, &mut of_table)?;
        found.append(&mut of_table);
    }
    let mut findings = Findings { loaded: &loaded, table: Table::Articles, found: Vec::new() };
    duplicates::check_copies(&mut findings);
    let mut of_articles = findings.found;
    if asked.is_some() {
        let is_asked = |id: &String| loaded.texts.find(id).is_some_and(|a| articles.contains(&a));
        of_articles.retain(|f| f.record_ids.iter().any(is_asked));
    }
    add_evidence(tables, Table::Articles, &mut of_articles)?;
    found.append(&mut of_articles);
    found.sort_by(|a, b| (a.severity, a.code, &a.record_ids).cmp(&(b.severity, b.code, &b.record_ids)));
    found.dedup();
    Ok(found)
}

fn check_statement(statement: &Statement, findings: &mut Findings) {
    figures::check(statement, findings);
    times::check(statement, findings);
    places::check(statement, findings);
}

fn check_facts(table: Table, facts: &[Fact], findings: &mut Findings) {
    if table == Table::Meetings {
        duplicates::check_meetings(facts, findings);
        return;
    }
    duplicates::check_figures(facts, findings);
    figures::check_parts(facts, findings);
    if table == Table::Staffing {
        figures::check_parts_of_cuts(facts, findings);
    }
    figures::check_contested(facts, findings);
    times::check_course(facts, findings);
}

/// Reads the sentences of the records that have findings, and only those; of articles the titles.
fn add_evidence(tables: &Tables, table: Table, found: &mut [Finding]) -> Result<()> {
    if found.is_empty() {
        return Ok(());
    }
    let ids: Vec<&str> = found.iter().flat_map(|f| f.record_ids.iter().map(String::as_str)).collect();
    let (id, sentence) = if table == Table::Articles { ("article_id", "title") } else { ("record_id", "evidence") };
    let ids = DataFrame::new_infer_height(vec![Column::new(PlSmallStr::from_static(id), ids)])?;
    let rows = tables.get(table).select([col(id), col(sentence)]);
    let rows = collect(rows.semi_join(ids.lazy(), col(id), col(id)))?;
    let (ids, evidence) = (rows.column(id)?.str()?, rows.column(sentence)?.str()?);
    let sentences: FxHashMap<&str, &str> = ids.iter().zip(evidence.iter()).filter_map(|(id, text)| id.zip(text)).collect();
    for finding in found {
        finding.evidence = finding.record_ids.iter().find_map(|id| sentences.get(id.as_str())).map(|s| (*s).to_string());
    }
    Ok(())
}

#[cfg(test)]
mod tests;
