//! Answers over facts that are already joined and lie in a file: Parquet or CSV with the columns of a view of facts
//! (`giaoban export meeting_facts -o …`, or any other program).
//!
//! Three ways, which give the same answer; the first that a question allows is taken.
//!
//! | way | questions | memory |
//! | --- | --- | --- |
//! | `counts` | meetings, documents, quantities by any key but the paper | a batch for each thread |
//! | `latest` | completion by places, subjects and terms, of any time | a batch for each thread, and what counts |
//! | whole facts | all others; lists of facts (`--explain`, JSON) | all facts of the file |

mod aspects;
mod counts;
mod groups;
mod latest;
mod row;
mod shared;
mod standing;
mod totals;

use super::facts::Fact;
use super::load::{Loaded, Sym, Texts};
use super::query::{Key, Query, Topic};
use super::run::{Lot, answer_over, check};
use super::summary::{Footer, Missing, Reason, Summary};
use crate::frame::Told;
use crate::frame::scan::{RowFile, Rows, Want};
use crate::frame::schema::Table;
use anyhow::Result;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a view of an answer shows beside its figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Detail {
    /// The facts of each row and the records left out, by their ids.
    pub ids: bool,
}

/// What was made of the files before the rules of adding are applied.
#[derive(Default)]
pub struct Made {
    pub loaded: Loaded,
    /// Facts of each table of the topic, and how many each stands for where they are lots.
    pub facts: Vec<Vec<Fact>>,
    pub lots: Vec<Vec<Lot>>,
    pub counted: Option<Footer>,
    pub unlisted: BTreeMap<Reason, usize>,
    pub missing: Option<Vec<Missing>>,
    /// The facts are those that the question is about, and the time of the question is done with.
    pub filtered: bool,
}

/// Bytes that a fact takes in memory, with its statements and their ids.
const FACT_BYTES: u64 = 700;

/// Answers a question over the facts of `file`, of which there may be no more in memory than fit into `memory` bytes.
///
/// # Errors
/// When the question does not go together, the file cannot be read or lacks a column, or memory does not suffice.
pub fn run(file: &RowFile, query: &Query, detail: Detail, memory: Option<u64>) -> Result<Summary> {
    check(query)?;
    let [table] = query.topic.tables() else {
        return Err(Told::new("error.facts.overview", [("file", &file.path().display())]).into());
    };
    if query.statements {
        return Err(Told::new("error.facts.statements", []).into());
    }
    let asked = query.by.iter().chain(&query.pivot).chain(query.conditions.iter().map(|c| &c.key));
    if asked.into_iter().any(|key| *key == Key::Outlet) {
        return Err(Told::new("error.facts.outlet", []).into());
    }
    if !detail.ids && counts::can(query) {
        let counted = counts::count(file, query)?;
        let made = Made {
            loaded: Loaded { texts: counted.texts, ..Loaded::default() },
            facts: vec![counted.facts],
            lots: vec![counted.lots],
            counted: Some(counted.footer),
            unlisted: counted.left,
            missing: Some(counted.missing),
            filtered: true,
        };
        return Ok(answer_over(query, made));
    }
    if !detail.ids
        && latest::can(query)
        && let Some(made) = latest::read(file, query)?
    {
        return Ok(answer_over(query, made));
    }
    let needed = file.rows().saturating_mul(FACT_BYTES);
    if let Some(memory) = memory.filter(|m| needed > *m) {
        let megabytes = |bytes: u64| bytes.div_ceil(1 << 20);
        let values: [(_, &dyn std::fmt::Display); 3] =
            [("rows", &file.rows()), ("needed", &megabytes(needed)), ("memory", &megabytes(memory))];
        return Err(Told::new("error.memory.facts", values).into());
    }
    let made = whole(file, *table, Rows::All)?;
    Ok(answer_over(query, made))
}

/// Whole facts of some rows, in the order of the file.
fn whole(file: &RowFile, table: Table, rows: Rows) -> Result<Made> {
    let columns = row::columns(table);
    require(file, &columns)?;
    read_facts(file, &columns, rows, |cells, _, texts| {
        let (fact, part_of) = row::fact(table, &cells, texts)?;
        Ok(Some((fact, part_of.map(str::to_string))))
    })
}

/// Facts of some rows, in the order of the file. `make` gives that of a row of the batch with a number, if any, and the id of its
/// whole.
fn read_facts(
    file: &RowFile,
    columns: &[Want],
    rows: Rows,
    make: impl Fn(row::Row, usize, &mut Texts) -> Result<Option<(Fact, Option<String>)>> + Sync,
) -> Result<Made> {
    type Read = (Texts, Vec<Fact>, Vec<(usize, String)>);
    let states = file.scan(columns, rows, Vec::new, |read: &mut Vec<(usize, Read)>, batch| {
        let (mut texts, mut facts, mut parts) = Read::default();
        let all = (0..columns.len()).map(|at| batch.column(at)).collect::<Result<Vec<_>>>()?;
        let every: Vec<u32>;
        let own = match rows {
            Rows::All => {
                every = (0..batch.rows as u32).collect();
                &every
            }
            Rows::Some(rows) => match rows.get(&batch.number) {
                Some(own) => own,
                None => return Ok(()),
            },
        };
        for row in own.iter().map(|row| *row as usize) {
            let row = row::Row { wanted: columns, columns: &all, row };
            let Some((fact, part_of)) = make(row, batch.number, &mut texts)? else { continue };
            parts.extend(part_of.map(|id| (facts.len(), id)));
            facts.push(fact);
        }
        read.push((batch.number, (texts, facts, parts)));
        Ok(())
    })?;
    let mut batches: Vec<(usize, Read)> = states.into_iter().flatten().collect();
    batches.sort_unstable_by_key(|(number, _)| *number);
    let (mut loaded, mut all, mut parts) = (Loaded::default(), Vec::new(), Vec::new());
    for (_, (texts, facts, own)) in batches {
        let renamed: Vec<Sym> = texts.iter().map(|text| loaded.texts.number(text)).collect();
        parts.extend(own.into_iter().map(|(at, id)| (at + all.len(), id)));
        all.extend(facts.into_iter().map(|mut fact| {
            fact.rename(&renamed);
            fact
        }));
    }
    if !parts.is_empty() {
        // Wholes are named by the id of their fact.
        let first: FxHashMap<String, Sym> = all.iter().map(|f: &Fact| (f.id(&loaded.texts), f.says.record)).collect();
        for (at, id) in parts {
            all[at].whole = first.get(&id).copied();
        }
    }
    Ok(Made { loaded, facts: vec![all], ..Made::default() })
}

/// Refuses a file without these columns.
fn require(file: &RowFile, wanted: &[Want]) -> Result<()> {
    let lacks: Vec<&str> = wanted.iter().map(|want| want.name()).filter(|name| !file.has(name)).collect();
    if lacks.is_empty() {
        return Ok(());
    }
    Err(Told::new("error.facts.columns", [("file", &file.path().display()), ("columns", &lacks.join(", "))]).into())
}

/// What the writer of a file of facts noted about all of them together.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Notes {
    pub facts: usize,
    pub statements: usize,
    pub articles: usize,
    pub contested: usize,
    pub inferred_years: usize,
    pub inferred_places: usize,
    pub first_day: Option<String>,
    pub last_day: Option<String>,
}

impl Notes {
    /// Their name in a Parquet file.
    pub const KEY: &'static str = "giaoban.facts";

    fn of(file: &RowFile) -> Option<Self> {
        let notes: Self = serde_json::from_str(file.note(Self::KEY)?).ok()?;
        // Another program may have written other rows under the notes of the file that it read.
        (notes.facts as u64 == file.rows()).then_some(notes)
    }

    fn footer(self) -> Footer {
        Footer {
            facts: self.facts,
            statements: self.statements,
            articles: self.articles,
            contested: self.contested,
            inferred_years: self.inferred_years,
            inferred_places: self.inferred_places,
            first_day: self.first_day,
            last_day: self.last_day,
            ..Footer::default()
        }
    }
}

/// The topic whose facts a view in SQL has.
pub fn topic_of_view(name: &str) -> Option<Topic> {
    Some(match name {
        "meeting_facts" => Topic::Meetings,
        "staffing_facts" => Topic::Staffing,
        "progress_facts" => Topic::Progress,
        "document_facts" => Topic::Documents,
        "quantity_facts" => Topic::Quantities,
        _ => return None,
    })
}
