//! The words that steer rules. Which words a cue has stands in `data/lang/cues.tsv`; what a cue does stands in the
//! recogniser that asks for it.

use super::lexicon::Entry;
use super::tsv::{self, TableError};

/// Declares the cues with the names they have in the file.
macro_rules! cues {
    ($($(#[$meta:meta])* $cue:ident = $slug:literal),+ $(,)?) => {
        /// A class of words that mean the same to a rule.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Cue { $($(#[$meta])* $cue),+ }

        impl Cue {
            pub const ALL: &'static [Cue] = &[$(Cue::$cue),+];
            pub const fn slug(self) -> &'static str {
                match self { $(Cue::$cue => $slug),+ }
            }
        }
    };
}

cues! {
    /// A word that a full stop shortens: "TP.", "ThS."
    Abbreviation = "abbreviation",

    // Documents.
    /// "số" before a document's number.
    NumberSign = "number_sign",
    /// What follows the bare number of a document that is cited: "155 của Thành ủy".
    CitedOf = "cited_of",
    /// "Trung ương" in the name of a plenum.
    PlenumCentral = "plenum_central",
    /// Other words in the name of a plenum: "hội nghị", "lần thứ".
    PlenumWord = "plenum_word",
    /// "khóa".
    TermNumber = "term_number",

    // Dates.
    /// "ngày", "hôm" before a day.
    Day = "day",
    /// "tháng".
    Month = "month",
    /// "năm" before a year.
    Year = "year",
    /// "quý" before a number or Roman numeral.
    Quarter = "quarter",
    /// Time of day: "sáng", "chiều nay", "tối".
    DayPart = "day_part",
    /// "thứ hai" … "chủ nhật".
    Weekday = "weekday",
    /// "từ".
    From = "from",
    /// "đến", "tới", "đến hết".
    Until = "until",
    /// "đầu năm" after a number of months.
    YearStart = "year_start",
    /// "cuối năm" after a number of months.
    YearEnd = "year_end",
    /// "nhiệm kỳ".
    Term = "term",
    /// "giai đoạn".
    Stage = "stage",
    /// "và", "hoặc".
    And = "and",
}

const FILES: &[(&str, &str)] = &[
    ("data/lang/cues.tsv", include_str!("../../data/lang/cues.tsv")),
    ("data/lang/cues_date.tsv", include_str!("../../data/lang/cues_date.tsv")),
    ("data/lang/cues_place.tsv", include_str!("../../data/lang/cues_place.tsv")),
    ("data/lang/cues_meeting.tsv", include_str!("../../data/lang/cues_meeting.tsv")),
];

/// Every cue phrase: columns cue, phrase.
pub fn entries() -> Result<Vec<(&'static str, Entry)>, TableError> {
    let mut out = Vec::new();
    for (file, text) in FILES {
        for row in tsv::rows(file, text) {
            let slug = row.cell(0, "cue")?;
            let Some(cue) = Cue::ALL.iter().find(|c| c.slug() == slug) else {
                return Err(row.error(format!("unknown cue \"{slug}\"")));
            };
            for phrase in row.cell(1, "phrase")?.split(" | ") {
                out.push((phrase, Entry::Cue(*cue)));
            }
        }
    }
    Ok(out)
}
