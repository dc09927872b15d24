//! What the templates show: finished texts, links and sort values. Nothing here is computed any more.

use serde::Serialize;

/// One figure with the way to its facts.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Figure {
    pub text: String,
    /// Plain number or word by which a column is sorted; empty where there is none.
    pub sort: String,
    /// `#F…` of the one fact behind it, or `#r-…` of the list of its facts.
    pub href: Option<String>,
    /// How many facts that is.
    pub facts: usize,
}

#[derive(Debug, Clone, Serialize)]
pub struct Column {
    pub label: String,
    pub numeric: bool,
}

#[derive(Debug, Clone, Serialize)]
pub struct RowView {
    /// Anchor of the row.
    pub id: String,
    pub keys: Vec<Figure>,
    pub cells: Vec<Figure>,
    /// No ordinary value (unknown, whole country, the rest): stays last however the table is sorted.
    pub special: bool,
}

/// The list of facts behind one figure or one count under a table.
#[derive(Debug, Clone, Serialize)]
pub struct Trace {
    pub id: String,
    pub label: String,
    pub facts: Vec<FactLink>,
}

#[derive(Debug, Clone, Serialize)]
pub struct FactLink {
    pub number: usize,
    /// Id of the fact and its anchor.
    pub id: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct TableView {
    pub id: &'static str,
    pub number: usize,
    pub title: String,
    /// What the table is about beside its title: geography, filters.
    pub note: Option<String>,
    pub keys: Vec<Column>,
    pub columns: Vec<Column>,
    pub rows: Vec<RowView>,
    pub total: Option<RowView>,
    /// What stands behind the table, a sentence each.
    pub footer: Vec<String>,
    /// Reasons for which statements are left out, with the way to them.
    pub left_out: Vec<(String, Figure)>,
    pub traces: Vec<Trace>,
    pub chart: Option<Picture>,
    /// Many rows: folded on the screen, whole in print.
    pub folded: bool,
}

/// A chart: the drawing for the page, and its files.
#[derive(Debug, Clone, Serialize)]
pub struct Picture {
    pub svg: String,
    /// The same for narrow screens.
    pub narrow: Option<String>,
    pub svg_file: String,
    pub png_file: String,
    /// Title for `alt`.
    pub alt: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct Card {
    pub label: String,
    pub figure: Figure,
    /// What the figure is of ("đảng bộ · 2020-2025").
    pub detail: Option<String>,
    pub change: Option<CardChange>,
    pub behind: String,
}

/// How the figure of a card changed from one period to the next.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CardChange {
    /// Both periods ("Năm 2025 so với năm 2024").
    pub period: String,
    pub then: Option<Figure>,
    pub now: Option<Figure>,
    /// With its sign ("+28; +400%").
    pub difference: String,
    /// What is compared: articles of both periods, or places that have a figure in both.
    pub note: String,
    /// Why there is nothing to compare; then there are no figures.
    pub none: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Section {
    pub id: &'static str,
    pub title: String,
    pub lead: Option<String>,
    pub tables: Vec<TableView>,
}

#[derive(Debug, Clone, Serialize)]
pub struct FactGroup {
    pub id: String,
    pub title: String,
    pub facts: Vec<FactView>,
}

#[derive(Debug, Clone, Serialize)]
pub struct FactView {
    pub id: String,
    pub number: usize,
    pub heading: String,
    pub tags: Vec<String>,
    /// Name and value: place, time, organiser …
    pub details: Vec<(String, String)>,
    pub statements: Vec<StatementView>,
    /// Rows in which it is counted: number of the table and anchor of the row.
    pub used: Vec<(usize, String)>,
    /// Why it is not counted in a table: number of the table and reason.
    pub left_out: Vec<(usize, String)>,
}

#[derive(Debug, Clone, Serialize)]
pub struct StatementView {
    pub record_id: String,
    pub before: String,
    pub mark: String,
    pub after: String,
    pub has_text: bool,
    /// What it says in figures.
    pub printed: String,
    /// Whether that is told beside the heading of the fact: it has no sentence and other words, or another number.
    pub tells: bool,
    /// Another number than the one that counts.
    pub differs: bool,
    pub rule: String,
    pub basis: String,
    /// Position in the list of sources, from 1.
    pub source: usize,
}

#[derive(Debug, Clone, Serialize)]
pub struct SourceView {
    pub number: usize,
    /// Title, or what stands for it.
    pub title: String,
    pub has_title: bool,
    pub outlet: String,
    /// Outlet and date as they follow a title.
    pub where_when: String,
    pub date: String,
    pub date_sort: String,
    /// Only http and https; anything else is shown as text.
    pub link: Option<String>,
    pub host: String,
    pub address: Option<String>,
    pub facts: usize,
}

#[derive(Debug, Clone, Serialize)]
pub struct FindingView {
    /// How many times the same was found.
    pub times: usize,
    pub severity: String,
    pub severity_word: &'static str,
    pub text: String,
    /// What the first of its facts says.
    pub about: String,
    pub facts: Vec<FactLink>,
}

/// The whole report.
#[derive(Debug, Clone, Serialize)]
pub struct Page {
    pub lang: &'static str,
    pub title: String,
    pub scope: Vec<String>,
    pub built_in: bool,
    pub version: String,
    pub cards: Vec<Card>,
    pub card_traces: Vec<Trace>,
    pub sections: Vec<Section>,
    pub findings: Vec<FindingView>,
    /// Findings of the least weight, folded on the screen.
    pub remarks: Vec<FindingView>,
    pub methods: Vec<String>,
    pub limits: Vec<String>,
    pub facts: Vec<FactGroup>,
    pub fact_count: usize,
    pub sources: Vec<SourceView>,
}
