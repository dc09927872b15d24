//! Numbers in words and the scale words after digits, from `data/lang/numbers.tsv` (role, word, value).

use super::lexicon::Entry;
use super::tsv::{self, TableError};

const FILE: (&str, &str) = ("data/lang/numbers.tsv", include_str!("../../data/lang/numbers.tsv"));

pub fn entries() -> Result<Vec<(&'static str, Entry)>, TableError> {
    tsv::rows(FILE.0, FILE.1)
        .map(|row| {
            let (role, word, value) = (row.cell(0, "role")?, row.cell(1, "word")?, row.cell(2, "value")?);
            let value: f64 = value.parse().map_err(|_| row.error(format!("\"{value}\" is no number")))?;
            match role {
                "numeral" => Ok((word, Entry::Numeral(value))),
                "scale" => Ok((word, Entry::Scale(value))),
                _ => Err(row.error(format!("unknown role \"{role}\" (numeral or scale)"))),
            }
        })
        .collect()
}
