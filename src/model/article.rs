//! An article as it came in. Its text is kept exactly as given: every offset in the program points into it.

use super::date::PartialDate;
use super::tag::Basis;

/// One article: what the input said of it beside its text.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Article {
    /// The input's own id: the `id` field, else the file name without its ending.
    pub id: String,
    /// Hash of title and text; the same words are the same article wherever they were read.
    pub article_id: String,
    pub title: Option<String>,
    pub url: Option<String>,
    /// Name of the paper or portal, where the text or the address tells it.
    pub outlet: Option<String>,
    /// Province of a provincial outlet (code of the 63), else none.
    pub outlet_province: Option<String>,
    /// Day of publication. Never the day of a crawl that the text contradicts.
    pub published: Option<PartialDate>,
    /// Stated by the input or the page, or taken from the day in the article's address.
    pub published_basis: Basis,
    /// A date in the page header that may be the day of a crawl: no ground for a year, but something to check against.
    pub header_date: Option<PartialDate>,
    /// The article's own text, as given: title, lead, body, captions and page furniture. Where the input has its title in a
    /// field of its own, `text` begins with it and a blank line.
    pub text: String,
    /// Byte ranges of `text`, in order and without gaps, with what each is.
    pub zones: Vec<Zone>,
}

/// A stretch of the text and what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Zone {
    pub start: u32,
    pub end: u32,
    pub kind: ZoneKind,
}

/// What a stretch of the page is. Nothing is extracted from furniture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ZoneKind {
    Title,
    Body,
    Caption,
    /// Header dates, bylines, view counters, comment forms, link lists.
    Furniture,
}
