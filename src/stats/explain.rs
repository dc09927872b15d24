//! From a fact back to the statements behind it.

use super::facts::{Fact, fact_id, fold};
use super::load::Loaded;
use crate::frame::Tables;
use crate::frame::schema::Table;
use anyhow::Result;
use rustc_hash::{FxHashMap, FxHashSet};

/// Which records stand behind a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactSources {
    pub id: String,
    pub table: Table,
    /// Records that say it, in order.
    pub record_ids: Vec<String>,
    /// Records that say the same thing with other numbers, in order.
    pub contradicted_by: Vec<String>,
}

/// The facts with the given ids, by id. A record id finds the fact that it belongs to, under its own id.
pub fn find_facts(tables: &Tables, ids: &[&str]) -> Result<FxHashMap<String, FactSources>> {
    let asked: FxHashSet<&str> = ids.iter().copied().collect();
    let mut found = FxHashMap::default();
    let mut loaded = Loaded::articles(tables)?;
    for table in Table::RECORDS {
        let statements = loaded.statements(tables, *table, None)?;
        for fact in fold(&loaded, statements) {
            let sources = sources_of(&loaded, *table, &fact);
            let names = sources.record_ids.iter().chain(&sources.contradicted_by).chain([&sources.id]);
            let hits: Vec<String> = names.filter(|id| asked.contains(id.as_str())).cloned().collect();
            found.extend(hits.into_iter().map(|id| (id, sources.clone())));
        }
        if found.len() == asked.len() {
            break;
        }
    }
    Ok(found)
}

/// Every fact, table by table, in the order of their first records.
pub fn all_facts(tables: &Tables) -> Result<Vec<FactSources>> {
    let mut loaded = Loaded::articles(tables)?;
    let mut all = Vec::new();
    for table in Table::RECORDS {
        let statements = loaded.statements(tables, *table, None)?;
        let facts = fold(&loaded, statements);
        all.extend(facts.iter().map(|fact| sources_of(&loaded, *table, fact)));
    }
    Ok(all)
}

fn sources_of(loaded: &Loaded, table: Table, fact: &Fact) -> FactSources {
    let id = |s: &super::load::Statement| loaded.texts.get(s.record).to_string();
    FactSources {
        id: fact_id(loaded.texts.get(fact.says.record)),
        table,
        record_ids: fact.members.iter().map(id).collect(),
        contradicted_by: fact.losers.iter().map(id).collect(),
    }
}
