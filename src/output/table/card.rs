//! One record in full: its sentence, its article, what was read and how, the fact it belongs to.

use super::row::RecordRow;
use crate::frame::schema::Table;
use crate::lang::labels::{Lang, fill, label};
use crate::output::highlight::{clean_line, mark};
use std::fmt::Write;

/// The fact of a record, and what its sources say.
pub struct FactView<'f> {
    pub id: String,
    /// Statements that say it, the shown record among them.
    pub sources: Vec<SourceView<'f>>,
    /// Statements of the same thing with other numbers.
    pub contested: Vec<SourceView<'f>>,
}

/// A statement and the article it stands in.
pub struct SourceView<'f> {
    pub record: RecordRow<'f>,
    pub article: Option<RecordRow<'f>>,
    /// An earlier source prints the same text.
    pub copy: bool,
}

/// What a rule is and an example of it.
pub struct RuleView<'f> {
    pub example: &'f str,
    pub gives: &'f str,
}

/// Columns of a table in the order in which a person wants them. Place and date come after them, with their grounds.
const fn fields(table: Table) -> &'static [&'static str] {
    match table {
        Table::Articles => &[],
        Table::Meetings => &["kind", "name", "mode", "level", "status", "organiser", "chair", "connected"],
        Table::Staffing => &["subject", "subject_text", "status", "approximation", "count", "percent", "before", "after", "body"],
        Table::Progress => &["activity", "subject", "subject_text", "done", "total", "percent", "term", "role", "part_of"],
        Table::Documents => &["type", "symbol", "issuer"],
        Table::Quantities => &["kind", "approximation", "value", "value_high", "unit"],
    }
}

/// The card as text; ends with a line break.
pub fn card(source: &SourceView, fact: Option<&FactView>, rule: Option<&RuleView>, color: bool, lang: Lang) -> String {
    let record = &source.record;
    let mut text = String::new();
    let kind = label(lang, &format!("record.{}", record.table.name())).to_string();
    let strong = |t: &str| if color { format!("\u{1b}[1m{t}\u{1b}[0m") } else { t.to_string() };
    let _ = writeln!(text, "{} · {kind}", strong(record.id()));
    text.push('\n');
    match evidence(record, color) {
        Some(sentence) => text.extend(["  ", &sentence, "\n"]),
        None => text.extend(["  ", label(lang, "show.no_evidence"), "\n"]),
    }
    text.push('\n');
    let mut lines: Vec<(String, String)> = Vec::new();
    let mut add = |key: &str, value: Option<String>| {
        if let Some(value) = value.filter(|v| !v.is_empty()) {
            lines.push((label(lang, &format!("field.{key}")).to_string(), value));
        }
    };
    for column in fields(record.table) {
        add(column, record.shown(column, lang));
    }
    let basis = |value: Option<String>, column: &str, key: &str| {
        let basis = record.shown(column, lang)?;
        let value = value.unwrap_or_else(|| label(lang, "basis.unknown").to_string());
        Some(fill(lang, key, &[("value", &value), ("basis", &basis)]))
    };
    if let Some(column) = record.table.date_column() {
        let date = record.shown(column, lang);
        add(column, if date.is_some() { basis(date.clone(), "year_basis", "show.year_basis").or(date) } else { None });
    }
    add("place", basis(record.place(lang), "place_basis", "show.place_basis"));
    if let Some(article) = &source.article {
        add("title", article.shown("title", lang));
        add("outlet", article.shown("outlet", lang));
        let published = article.shown("published", lang);
        add("published", published);
        add("url", article.shown("url", lang));
        add("input_id", article.shown("id", lang));
    }
    add("article_id", record.text("article_id").map(clean_line));
    let rule_text = record.text("rule").map(|id| match rule {
        Some(rule) => format!("{}: {} ({})", clean_line(id), clean_line(rule.gives), clean_line(rule.example)),
        None => clean_line(id),
    });
    add("rule", rule_text);
    if let (Some(start), Some(end)) = (record.number("start"), record.number("end")) {
        add("span", Some(format!("{start}–{end}")));
    }
    let widest = lines.iter().map(|(k, _)| k.chars().count()).max().unwrap_or(0);
    for (key, value) in &lines {
        let blank = " ".repeat(widest - key.chars().count() + 2);
        let _ = writeln!(text, "{key}{blank}{value}");
    }
    if let Some(fact) = fact {
        text.push('\n');
        let articles = {
            let mut ids: Vec<_> = fact.sources.iter().filter_map(|s| s.record.text("article_id")).collect();
            ids.sort_unstable();
            ids.dedup();
            ids.len().to_string()
        };
        let statements = fact.sources.len().to_string();
        let head = fill(lang, "show.sources", &[("fact", &fact.id), ("statements", &statements), ("articles", &articles)]);
        text.extend([strong(&head).as_str(), "\n"]);
        fact.sources.iter().for_each(|s| text.extend(["  ", &source_line(s, lang), "\n"]));
        if !fact.contested.is_empty() {
            text.extend([strong(label(lang, "show.contested")).as_str(), "\n"]);
            fact.contested.iter().for_each(|s| text.extend(["  ", &source_line(s, lang), "\n"]));
            text.extend([label(lang, "show.contested_rule"), "\n"]);
        }
        if fact.sources.len() > 1 {
            text.extend([label(lang, &format!("show.joined.{}", record.table.name())), "\n"]);
        }
    }
    text
}

/// The sentence with the words of the record marked.
fn evidence(record: &RecordRow, color: bool) -> Option<String> {
    let sentence = record.text("evidence")?;
    let at = |column| record.number(column).map(|n| n as usize);
    let (start, end, base) = (at("start")?, at("end")?, at("evidence_start")?);
    Some(mark(sentence, start.saturating_sub(base), end.saturating_sub(base), color))
}

fn source_line(source: &SourceView, lang: Lang) -> String {
    let mut parts = vec![source.record.id().to_string(), source.record.brief(lang)];
    if let Some(article) = &source.article {
        let shown = |column| article.shown(column, lang);
        let place = shown("title").or_else(|| shown("url")).or_else(|| shown("id"));
        parts.extend([shown("outlet"), shown("published"), place].into_iter().flatten());
    }
    if source.copy {
        parts.push(label(lang, "show.copy").to_string());
    }
    parts.join(" | ")
}
