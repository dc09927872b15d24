//! What a recogniser found in a text, before it is known what it means for the article. Spans are token ranges.

use super::date::Edtf;
use super::record::PlaceRef;
use super::tag::*;
use std::ops::Range;

/// A calendar expression. Its year may still be open.
#[derive(Debug, Clone, PartialEq)]
pub struct DateMention {
    pub span: Range<usize>,
    pub value: Edtf,
    pub kind: DateKind,
    /// How the year was found; `Unknown` until years are resolved and where they cannot be.
    pub year_basis: Basis,
    pub rule: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateKind {
    /// A day or an interval of days.
    Day,
    /// A month or an interval of months that names no reporting period.
    Month,
    /// A reporting period: half year, quarter, "9 tháng".
    Period,
    /// A lone year: no date of its own, but evidence of the year.
    Year,
    /// "nhiệm kỳ 2020-2025".
    Term,
    /// "giai đoạn 2015-2021", "từ 2015 đến 2020".
    Years,
}

/// A name of a place in the text.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceMention {
    pub span: Range<usize>,
    pub level: PlaceLevel,
    /// Province code of the 63; none for a region or an ambiguous district.
    pub province: Option<&'static str>,
    /// District without its kind.
    pub district: Option<&'static str>,
    /// Region or macro-region slug.
    pub region: Option<&'static str>,
    /// Part of the name of a body ("Thành ủy Hà Nội").
    pub in_body: bool,
    pub rule: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceLevel {
    Province,
    District,
    Region,
}

/// A body of Party or state named in the text ("Ban Tổ chức Tỉnh ủy Hà Giang", "UBND huyện Vị Xuyên", "Bộ Nội vụ").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyMention {
    /// The full name, a following place name included.
    pub span: Range<usize>,
    pub kind: BodyKind,
    /// None where the name alone does not tell ("Ban Thường vụ").
    pub level: Option<Level>,
    /// Of a city that may be one of the provinces or lower ("Thành ủy", "UBND thành phố") and whose name does not follow.
    pub city: bool,
    /// Province code of the 63 of the place in its own name.
    pub province: Option<&'static str>,
    /// District in its own name, without its kind.
    pub district: Option<&'static str>,
    pub rule: &'static str,
}

/// A number in the text that counts or measures something.
#[derive(Debug, Clone, PartialEq)]
pub struct QuantityMention {
    /// Number, scale word and sign; without the unit.
    pub span: Range<usize>,
    /// The unit's words; empty where there are none.
    pub unit_span: Range<usize>,
    pub kind: QuantityKind,
    pub value: f64,
    pub value_high: Option<f64>,
    pub approximation: Option<Approximation>,
    pub rule: &'static str,
}

/// A document cited by number.
#[derive(Debug, Clone, PartialEq)]
pub struct CitationMention {
    pub span: Range<usize>,
    pub kind: DocumentType,
    pub symbol: String,
    pub rule: &'static str,
}

/// A cut that was, will be or must be made.
#[derive(Debug, Clone, PartialEq)]
pub struct StaffingMention {
    pub span: Range<usize>,
    pub subject: StaffingSubject,
    pub status: StaffingStatus,
    /// Whether words of the sentence say the status; a headline often leaves it open.
    pub status_stated: bool,
    pub count: Option<f64>,
    pub percent: Option<f64>,
    pub before: Option<f64>,
    pub after: Option<f64>,
    pub approximation: Option<Approximation>,
    /// The words of what is cut.
    pub subject_span: Range<usize>,
    pub rule: &'static str,
}

/// So many of a known total have done something.
#[derive(Debug, Clone, PartialEq)]
pub struct ProgressMention {
    pub span: Range<usize>,
    pub activity: Activity,
    pub subject: ProgressSubject,
    pub done: Option<f64>,
    pub total: Option<f64>,
    pub percent: Option<f64>,
    pub subject_span: Range<usize>,
    pub rule: &'static str,
}

/// A meeting of the article: an event with its day, however often it is named.
#[derive(Debug, Clone, PartialEq)]
pub struct MeetingMention {
    /// The words of its fullest dated name.
    pub span: Range<usize>,
    /// The sentence that names it: its evidence.
    pub sentence: Range<usize>,
    pub date: Edtf,
    pub year_basis: Basis,
    pub kind: MeetingKind,
    pub mode: Mode,
    pub level: Level,
    pub place: PlaceRef,
    /// Macro region of a meeting that is itself of a region.
    pub region: Option<MacroRegion>,
    pub status: MeetingStatus,
    /// As written.
    pub name: Option<String>,
    pub organiser: Option<String>,
    /// Who chairs, with the post as written.
    pub chair: Option<String>,
    /// Number of connected points.
    pub connected: Option<u32>,
    pub rule: &'static str,
}

/// A date or a place where the text names it: no record of its own, but part of what the article says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// First scalar value of the words in the article's text, and the one after the last.
    pub start: u32,
    pub end: u32,
    pub value: NamedValue,
    /// Id of the rule (`data/rules/*.tsv`).
    pub rule: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NamedValue {
    /// A calendar expression and how its year was found.
    Date(Edtf, Basis),
    /// Province code of the 63, district without its kind, region slug; a district that several provinces have is without one.
    Place { province: Option<&'static str>, district: Option<&'static str>, region: Option<&'static str> },
}
