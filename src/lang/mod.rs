//! What the program knows of the language and the country, read from the files in `data/` that are embedded at build.

pub mod bodies;
pub mod builtin;
pub mod csv;
pub mod cues;
pub mod documents;
pub mod gazetteer;
pub mod jubilees;
pub mod labels;
pub mod lexicon;
pub mod meetings;
pub mod names;
pub mod numbers;
pub mod sittings;
pub mod tsv;
pub mod units;

use lexicon::Entry;
use tsv::TableError;

/// All phrases of all files with their meanings. A row that cannot be read is left out here; the test that loads every
/// table shows it with file and line before such a build can be released.
fn entries() -> Vec<(&'static str, Entry)> {
    LOADERS.iter().flat_map(|load| load().unwrap_or_default()).collect()
}

type Loader = fn() -> Result<Vec<(&'static str, Entry)>, TableError>;

/// One loader per family of files.
const LOADERS: &[Loader] = &[
    cues::entries,
    documents::entries,
    jubilees::entries,
    meetings::entries,
    names::entries,
    bodies::entries,
    numbers::entries,
    units::entries,
];

#[cfg(test)]
mod tests {
    #[test]
    fn every_table_loads() {
        for load in super::LOADERS {
            if let Err(error) = load() {
                panic!("{error}");
            }
        }
    }
}
