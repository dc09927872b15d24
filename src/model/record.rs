//! The records: what an article says, in the shape of the scheme, each with what grounds it in the text.

use super::date::Edtf;
use super::tag::*;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Where a record comes from and which rule made it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Grounding {
    /// Stable id: the first letter of the table and 12 hex digits of a hash over article, span and content.
    pub record_id: String,
    pub article_id: String,
    /// Start and end of the words that make the record, in Unicode scalar values of the article's text; none for a record
    /// that came without a text (built-in facts), whose article has the address of its source.
    pub start: Option<u32>,
    pub end: Option<u32>,
    /// The sentence around them, exactly as it stands in the text.
    pub evidence: Option<String>,
    /// Start of the evidence sentence in the article's text, in Unicode scalar values.
    pub evidence_start: Option<u32>,
    /// Id of the rule (`data/rules/*.tsv`).
    pub rule: Cow<'static, str>,
}

/// The place of a record. For a meeting: where it sits or whose body holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceRef {
    /// Province code in the scheme that `geo` names.
    pub province: Option<String>,
    pub geo: Geo,
    /// District without its kind ("Đống Đa").
    pub district: Option<String>,
    pub scope: Scope,
    pub place_basis: Basis,
}

impl PlaceRef {
    pub const fn unknown() -> Self {
        Self { province: None, geo: Geo::P63, district: None, scope: Scope::Unknown, place_basis: Basis::Unknown }
    }

    pub const fn national(place_basis: Basis) -> Self {
        Self { province: None, geo: Geo::P63, district: None, scope: Scope::National, place_basis }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Meeting {
    pub date: Option<Edtf>,
    pub year_basis: Basis,
    pub kind: MeetingKind,
    pub mode: Mode,
    pub level: Level,
    #[serde(flatten)]
    pub place: PlaceRef,
    /// Macro region of a meeting that is itself of a region, else none.
    pub region: Option<MacroRegion>,
    pub status: MeetingStatus,
    /// The meeting's name as written ("Hội nghị giao ban trực tuyến khu vực phía Bắc").
    pub name: Option<String>,
    pub organiser: Option<String>,
    /// Who chairs, with the post as written.
    pub chair: Option<String>,
    /// Number of connected points of an online meeting, where stated.
    pub connected: Option<u32>,
    #[serde(flatten)]
    pub ground: Grounding,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Staffing {
    pub subject: StaffingSubject,
    pub status: StaffingStatus,
    pub count: Option<f64>,
    pub percent: Option<f64>,
    pub before: Option<f64>,
    pub after: Option<f64>,
    pub approximation: Option<Approximation>,
    /// What is cut, as written ("phòng, ban chuyên môn").
    pub subject_text: Option<String>,
    /// The body or bloc whose staff or units they are, as written.
    pub body: Option<String>,
    /// When it was so (achieved) or when it is to be so (target).
    pub as_of: Option<Edtf>,
    pub year_basis: Basis,
    #[serde(flatten)]
    pub place: PlaceRef,
    #[serde(flatten)]
    pub ground: Grounding,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    pub activity: Activity,
    pub subject: ProgressSubject,
    pub done: Option<f64>,
    pub total: Option<f64>,
    pub percent: Option<f64>,
    pub as_of: Option<Edtf>,
    pub year_basis: Basis,
    pub term: Option<Edtf>,
    /// Part of another statement of the same article, its whole, or neither known.
    pub role: Option<PartRole>,
    /// For a part: the record it is a part of.
    pub part_of: Option<String>,
    /// Who is counted, as written ("chi bộ trực thuộc đảng uỷ cơ sở").
    pub subject_text: Option<String>,
    #[serde(flatten)]
    pub place: PlaceRef,
    #[serde(flatten)]
    pub ground: Grounding,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    #[serde(rename = "type")]
    pub kind: DocumentType,
    pub symbol: String,
    /// The body that issued it, where the symbol or the words around it tell.
    pub issuer: Option<String>,
    /// Day of issue, where stated beside the citation.
    pub date: Option<Edtf>,
    #[serde(flatten)]
    pub place: PlaceRef,
    #[serde(flatten)]
    pub ground: Grounding,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    pub kind: QuantityKind,
    pub value: f64,
    pub value_high: Option<f64>,
    pub unit: Option<String>,
    pub approximation: Option<Approximation>,
    #[serde(flatten)]
    pub place: PlaceRef,
    #[serde(flatten)]
    pub ground: Grounding,
}

/// All that one article gives: one line of `extract --format jsonl`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ArticleRecords {
    pub id: String,
    pub article_id: String,
    pub title: Option<String>,
    pub url: Option<String>,
    pub outlet: Option<String>,
    pub published: Option<super::date::PartialDate>,
    pub published_basis: Basis,
    #[serde(default)]
    pub meetings: Vec<Meeting>,
    #[serde(default)]
    pub staffing: Vec<Staffing>,
    #[serde(default)]
    pub progress: Vec<Progress>,
    #[serde(default)]
    pub documents: Vec<Document>,
    #[serde(default)]
    pub quantities: Vec<Quantity>,
    /// Distinct calendar expressions of the prose, in order of first mention.
    #[serde(default)]
    pub dates: Vec<Edtf>,
    /// Distinct province codes (63 scheme), in order of first mention.
    #[serde(default)]
    pub places: Vec<String>,
}
