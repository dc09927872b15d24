//! Mentions of cuts, progress, documents and quantities → records.

use super::ground::Grounds;
use crate::lang::documents::issuer;
use crate::model::mention::{CitationMention, ProgressMention, QuantityMention, StaffingMention};
use crate::model::record::{Document, PlaceRef, Progress, Quantity, Staffing};
use crate::model::tag::Basis;
use crate::recognise::reading::Reading;
use std::ops::Range;

/// The source words of a token range in one line, or none for an empty range.
fn words(reading: &Reading, span: Range<usize>) -> Option<String> {
    (!span.is_empty()).then(|| reading.source(span).split_whitespace().collect::<Vec<_>>().join(" "))
}

pub fn staffing(grounds: &mut Grounds, reading: &Reading, cuts: Vec<StaffingMention>) -> Vec<Staffing> {
    let record = |m: StaffingMention| {
        let key = format!("{}|{}|{:?}|{:?}|{:?}|{:?}", m.subject, m.status, m.count, m.percent, m.before, m.after);
        Staffing {
            subject: m.subject,
            status: m.status,
            count: m.count,
            percent: m.percent,
            before: m.before,
            after: m.after,
            approximation: m.approximation,
            subject_text: words(reading, m.subject_span),
            body: None,
            as_of: None,
            year_basis: Basis::Unknown,
            place: PlaceRef::unknown(),
            ground: grounds.ground('s', &key, m.span, m.rule),
        }
    };
    cuts.into_iter().map(record).collect()
}

pub fn progress(grounds: &mut Grounds, reading: &Reading, steps: Vec<ProgressMention>) -> Vec<Progress> {
    let record = |m: ProgressMention| {
        let key = format!("{}|{}|{:?}|{:?}|{:?}", m.activity, m.subject, m.done, m.total, m.percent);
        Progress {
            activity: m.activity,
            subject: m.subject,
            done: m.done,
            total: m.total,
            percent: m.percent,
            as_of: None,
            year_basis: Basis::Unknown,
            term: None,
            role: None,
            part_of: None,
            subject_text: words(reading, m.subject_span),
            place: PlaceRef::unknown(),
            ground: grounds.ground('p', &key, m.span, m.rule),
        }
    };
    steps.into_iter().map(record).collect()
}

pub fn documents(grounds: &mut Grounds, citations: Vec<CitationMention>) -> Vec<Document> {
    let record = |m: CitationMention| {
        let key = format!("{}|{}", m.kind, m.symbol);
        Document {
            kind: m.kind,
            issuer: issuer(&m.symbol).map(str::to_string),
            symbol: m.symbol,
            date: None,
            place: PlaceRef::unknown(),
            ground: grounds.ground('d', &key, m.span, m.rule),
        }
    };
    citations.into_iter().map(record).collect()
}

pub fn quantities(grounds: &mut Grounds, reading: &Reading, quantities: Vec<QuantityMention>) -> Vec<Quantity> {
    let record = |m: QuantityMention| {
        let unit = words(reading, m.unit_span.clone());
        let key = format!("{}|{:?}|{:?}|{:?}", m.kind, m.value, m.value_high, unit);
        let end = m.span.end.max(m.unit_span.end);
        Quantity {
            kind: m.kind,
            value: m.value,
            value_high: m.value_high,
            unit,
            approximation: m.approximation,
            place: PlaceRef::unknown(),
            ground: grounds.ground('q', &key, m.span.start..end, m.rule),
        }
    };
    quantities.into_iter().map(record).collect()
}
