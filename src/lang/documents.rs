//! Kinds of documents: their names in prose and their codes inside symbols, from `data/lang/documents.tsv`.

use super::lexicon::Entry;
use super::tsv::{self, TableError};
use crate::text::fold::fold_phrase;
use std::sync::OnceLock;

const FILE: (&str, &str) = ("data/lang/documents.tsv", include_str!("../../data/lang/documents.tsv"));

pub fn entries() -> Result<Vec<(&'static str, Entry)>, TableError> {
    let mut out = Vec::new();
    for row in tsv::rows(FILE.0, FILE.1).filter(|row| row.cells[0] != "issuer") {
        let (role, kind) = (row.cell(0, "role")?, row.cell(1, "type")?);
        let kind = kind.parse().map_err(|e| row.error(format!("{e}")))?;
        let entry = match role {
            "name" => Entry::Document(kind),
            "code" => Entry::SymbolCode(kind),
            _ => return Err(row.error(format!("unknown role \"{role}\" (name or code)"))),
        };
        out.extend(row.cell(2, "phrase")?.split(" | ").map(|phrase| (phrase, entry)));
    }
    Ok(out)
}

/// The body that the tail of a symbol names: "18-NQ/TW" → Trung ương Đảng, "56/2017/QH14" → Quốc hội.
pub fn issuer(symbol: &str) -> Option<&'static str> {
    static ISSUERS: OnceLock<Vec<(String, &'static str)>> = OnceLock::new();
    let issuers = ISSUERS.get_or_init(|| {
        tsv::rows(FILE.0, FILE.1)
            .filter(|row| row.cells[0] == "issuer" && row.cells.len() > 2)
            .flat_map(|row| {
                let name = row.cells[1];
                row.cells[2].split(" | ").map(|code| (fold_phrase(code), name)).collect::<Vec<_>>()
            })
            .collect()
    });
    let tail = symbol.rsplit(['-', '/']).next()?;
    let tail = fold_phrase(tail.trim_end_matches(|c: char| c.is_ascii_digit()));
    issuers.iter().find(|(code, _)| *code == tail).map(|(_, name)| *name)
}
