//! Tables as CSV files: plain numbers with a point, slugs and codes, the same in every language.

use super::view::{FactGroup, SourceView};
use crate::lang::gazetteer::Gazetteer;
use crate::stats::keys::plain_value;
use crate::stats::query::Key;
use crate::stats::summary::{KeyValue, Summary};
use anyhow::Result;

/// The answer to a question: keys, measures, what stands behind each row, and the ids that `show` takes.
pub fn summary(summary: &Summary) -> Result<Vec<u8>> {
    let mut csv = Csv::default();
    let mut head: Vec<String> = Vec::new();
    for key in &summary.keys {
        head.push(key.word().to_string());
        if *key == Key::Province {
            // A code means nothing without its scheme.
            head.extend(["province_name".to_string(), "geo".to_string()]);
        }
    }
    head.extend(summary.measures.iter().map(|m| m.word().to_string()));
    head.extend(["facts", "statements", "articles", "fact_ids"].map(String::from));
    csv.row(&head);
    for row in &summary.rows {
        let mut cells: Vec<String> = Vec::new();
        for (key, value) in summary.keys.iter().zip(&row.keys) {
            cells.push(safe(plain_value(value)));
            if *key == Key::Province {
                let code = matches!(value, KeyValue::Province(_)).then(|| plain_value(value));
                let name = code.and_then(|c| Gazetteer::get().name_of(c, summary.query.geo));
                cells.push(safe(name.unwrap_or_default()));
                cells.push(code.map(|_| summary.query.geo.slug().to_string()).unwrap_or_default());
            }
        }
        cells.extend(row.cells.iter().map(|c| c.map(|v| v.to_string()).unwrap_or_default()));
        cells.extend([row.facts, row.statements, row.articles].map(|n| n.to_string()));
        cells.push(row.fact_ids.join(" "));
        csv.row(&cells);
    }
    Ok(csv.bytes)
}

/// Every statement of every fact of the report.
pub fn facts(groups: &[FactGroup]) -> Result<Vec<u8>> {
    let mut csv = Csv::default();
    csv.row(
        &["number", "fact_id", "topic", "fact", "record_id", "statement", "differs", "evidence", "rule", "source"]
            .map(String::from),
    );
    for group in groups {
        let topic = group.id.strip_prefix("facts-").unwrap_or(&group.id);
        for fact in &group.facts {
            for s in &fact.statements {
                csv.row(&[
                    fact.number.to_string(),
                    fact.id.clone(),
                    topic.to_string(),
                    safe(&fact.heading),
                    s.record_id.clone(),
                    safe(&s.printed),
                    s.differs.to_string(),
                    safe(&format!("{}{}{}", s.before, s.mark, s.after)),
                    s.rule.clone(),
                    s.source.to_string(),
                ]);
            }
        }
    }
    Ok(csv.bytes)
}

/// The list of sources.
pub fn sources(sources: &[SourceView]) -> Result<Vec<u8>> {
    let mut csv = Csv::default();
    csv.row(&["number", "title", "outlet", "published", "url", "facts"].map(String::from));
    for s in sources {
        let url = s.link.as_ref().or(s.address.as_ref()).cloned().unwrap_or_default();
        let title = if s.has_title { s.title.as_str() } else { "" };
        csv.row(&[s.number.to_string(), safe(title), safe(&s.outlet), s.date_sort.clone(), safe(&url), s.facts.to_string()]);
    }
    Ok(csv.bytes)
}

/// A text that no spreadsheet takes for a formula.
fn safe(text: &str) -> String {
    match text.trim_start().chars().next() {
        Some('=' | '+' | '-' | '@') => format!("'{text}"),
        _ => text.to_string(),
    }
}

#[derive(Default)]
struct Csv {
    bytes: Vec<u8>,
}

impl Csv {
    fn row(&mut self, cells: &[String]) {
        for (n, cell) in cells.iter().enumerate() {
            if n > 0 {
                self.bytes.push(b',');
            }
            if cell.contains([',', '"', '\n', '\r']) {
                self.bytes.extend_from_slice(format!("\"{}\"", cell.replace('"', "\"\"")).as_bytes());
            } else {
                self.bytes.extend_from_slice(cell.as_bytes());
            }
        }
        self.bytes.push(b'\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_never_formulas() {
        let mut csv = Csv::default();
        csv.row(&[safe("=1+1"), safe("a \"b\", c"), safe(" @x"), safe("Hà Nội"), "-5".to_string()]);
        assert_eq!(String::from_utf8(csv.bytes).unwrap(), "'=1+1,\"a \"\"b\"\", c\",' @x,Hà Nội,-5\n");
    }
}
