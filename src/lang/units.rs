//! What is counted or measured, from `data/lang/units.tsv`.

use super::lexicon::Entry;
use super::tsv::{self, TableError};

const FILE: (&str, &str) = ("data/lang/units.tsv", include_str!("../../data/lang/units.tsv"));

/// What sort of thing a unit or head noun names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UnitClass {
    Money,
    Measure,
    Duration,
    Age,
    Staff,
    LeadershipPost,
    Unit,
    AdminUnit,
    PartyCell,
    GrassrootsPartyOrg,
    PartyCommittee,
    Person,
    Other,
}

impl UnitClass {
    const SLUGS: &'static [(&'static str, UnitClass)] = &[
        ("money", UnitClass::Money),
        ("measure", UnitClass::Measure),
        ("duration", UnitClass::Duration),
        ("age", UnitClass::Age),
        ("staff", UnitClass::Staff),
        ("leadership_post", UnitClass::LeadershipPost),
        ("unit", UnitClass::Unit),
        ("admin_unit", UnitClass::AdminUnit),
        ("party_cell", UnitClass::PartyCell),
        ("grassroots_party_org", UnitClass::GrassrootsPartyOrg),
        ("party_committee", UnitClass::PartyCommittee),
        ("person", UnitClass::Person),
        ("other", UnitClass::Other),
    ];
}

/// Every unit phrase with its class.
pub fn entries() -> Result<Vec<(&'static str, Entry)>, TableError> {
    let mut out = Vec::new();
    for row in tsv::rows(FILE.0, FILE.1) {
        let slug = row.cell(0, "class")?;
        let class = UnitClass::SLUGS.iter().find(|(s, _)| *s == slug).map(|(_, c)| *c);
        let class = class.ok_or_else(|| row.error(format!("unknown class \"{slug}\"")))?;
        out.extend(row.cell(1, "phrase")?.split(" | ").map(|phrase| (phrase, Entry::Unit(class))));
    }
    Ok(out)
}
