//! Bodies of Party and state as the lexicon knows them, from `data/lang/bodies.tsv` (kind, level, tail, phrases).

use super::lexicon::Entry;
use super::tsv::{self, Row, TableError};
use crate::model::tag::{BodyKind, Level};
use std::sync::OnceLock;

/// What the words of a body say of its level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyLevel {
    Fixed(Level),
    /// Of a city, which may be one of the provinces or lower.
    City,
    /// As what follows says.
    Any,
}

/// What may belong to the name behind the phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tail {
    None,
    /// A unit and its name.
    Place,
    /// What the office is for, then as [`Tail::Place`]. Without it the phrase is no body.
    Field,
    /// Another body, then as [`Tail::Place`].
    Owner,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BodyHead {
    pub phrase: &'static str,
    pub kind: BodyKind,
    pub level: BodyLevel,
    pub tail: Tail,
    /// Written with a capital; else the phrase is read in any case.
    pub capital: bool,
}

const FILE: (&str, &str) = ("data/lang/bodies.tsv", include_str!("../../data/lang/bodies.tsv"));

/// All heads; [`Entry::Body`] is an index into them. Empty only when the table is broken, which a test shows.
pub fn heads() -> &'static [BodyHead] {
    static HEADS: OnceLock<Vec<BodyHead>> = OnceLock::new();
    HEADS.get_or_init(|| build().unwrap_or_default())
}

pub fn entries() -> Result<Vec<(&'static str, Entry)>, TableError> {
    build()?;
    Ok(heads().iter().enumerate().map(|(n, head)| (head.phrase, Entry::Body(n as u16))).collect())
}

fn build() -> Result<Vec<BodyHead>, TableError> {
    let mut out = Vec::new();
    for row in tsv::rows(FILE.0, FILE.1) {
        let kind = row.cell(0, "kind")?;
        let kind = kind.parse().map_err(|e| row.error(format!("{e}")))?;
        let (level, tail) = (level(&row)?, tail(&row)?);
        for phrase in row.cell(3, "phrase")?.split(" | ") {
            let capital = phrase.starts_with(char::is_uppercase);
            out.push(BodyHead { phrase, kind, level, tail, capital });
        }
    }
    Ok(out)
}

fn level(row: &Row) -> Result<BodyLevel, TableError> {
    match row.cell(1, "level")? {
        "city" => Ok(BodyLevel::City),
        "any" => Ok(BodyLevel::Any),
        slug => slug.parse().map(BodyLevel::Fixed).map_err(|e| row.error(format!("{e}, city or any"))),
    }
}

fn tail(row: &Row) -> Result<Tail, TableError> {
    match row.cell(2, "tail")? {
        "none" => Ok(Tail::None),
        "place" => Ok(Tail::Place),
        "field" => Ok(Tail::Field),
        "owner" => Ok(Tail::Owner),
        tail => Err(row.error(format!("unknown tail \"{tail}\" (none, place, field or owner)"))),
    }
}
