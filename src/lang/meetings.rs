//! Names of meetings and the words that decide their kind, from `data/lang/meetings.tsv`.

use super::lexicon::Entry;
use super::tsv::{self, TableError};

const FILE: (&str, &str) = ("data/lang/meetings.tsv", include_str!("../../data/lang/meetings.tsv"));

/// What a word that leaves the kind open calls a meeting; two names of one event call it alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MeetingHead {
    /// "hội nghị"
    Conference,
    /// "cuộc họp", "phiên họp"
    Sitting,
    /// "kỳ họp"
    Session,
}

pub fn entries() -> Result<Vec<(&'static str, Entry)>, TableError> {
    let mut out = Vec::new();
    for row in tsv::rows(FILE.0, FILE.1) {
        let (role, kind) = (row.cell(0, "role")?, row.cell(1, "kind")?);
        let kind = kind.parse().map_err(|e| row.error(format!("{e}")))?;
        let entry = match role {
            "name" => Entry::Meeting(kind),
            "word" => Entry::MeetingWord(kind),
            "conference" => Entry::MeetingHead(MeetingHead::Conference),
            "sitting" => Entry::MeetingHead(MeetingHead::Sitting),
            "session" => Entry::MeetingHead(MeetingHead::Session),
            _ => return Err(row.error(format!("unknown role \"{role}\" (name, word, conference, sitting or session)"))),
        };
        out.extend(row.cell(2, "phrase")?.split(" | ").map(|phrase| (phrase, entry)));
    }
    Ok(out)
}
