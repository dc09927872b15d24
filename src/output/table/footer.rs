//! What stands under a table: what is behind it, what it compares and carries on, what was left out and why.

use crate::lang::labels::{Lang, fill, label};
use crate::output::number::{format_count, format_date};
use crate::stats::names::{key_heading, place_name};
use crate::stats::query::{Measure, Topic};
use crate::stats::summary::{Summary, TotalOf};

/// What stands under the table, a line each.
pub fn footer(summary: &Summary, lang: Lang) -> Vec<String> {
    let f = &summary.footer;
    let n = |count: usize| format_count(count as f64, lang);
    let mut lines = Vec::new();
    if summary.rows.is_empty() {
        lines.push(label(lang, "footer.empty").to_string());
    }
    if let (Some(asked), Some(place)) = (&summary.query.former_place, &summary.query.place) {
        lines.push(fill(
            lang,
            "footer.former_place",
            &[("asked", asked), ("place", &place_name(place, summary.query.geo, lang))],
        ));
    }
    for missing in &f.missing {
        let key = key_heading(missing.key, lang);
        let values = [("key", key.as_str()), ("value", missing.value.as_str()), ("near", missing.near.as_deref().unwrap_or(""))];
        let text = if missing.near.is_some() { "footer.missing_near" } else { "footer.missing" };
        lines.push(fill(lang, text, &values));
    }
    let (facts, statements, articles) = (n(f.facts), n(f.statements), n(f.articles));
    let mut line = fill(lang, "footer.behind", &[("facts", &facts), ("statements", &statements), ("articles", &articles)]);
    if let (Some(first), Some(last)) = (&f.first_day, &f.last_day) {
        let (first, last) = (format_date(first, lang), format_date(last, lang));
        let key = if first == last { "footer.day" } else { "footer.days" };
        line += &fill(lang, key, &[("first", &first), ("last", &last)]);
    }
    lines.push(line);
    lines.extend(about_columns(summary, lang));
    if let (Topic::Overview, Some(subject)) = (summary.query.topic, &f.congress_subject) {
        let subject = label(lang, &format!("subject.{subject}")).to_string();
        let term = f.congress_term.as_deref().map(|t| t.replace('/', "-"));
        lines.push(match term {
            Some(term) => fill(lang, "footer.congress_term", &[("subject", &subject), ("term", &term)]),
            None => fill(lang, "footer.congress", &[("subject", &subject)]),
        });
    }
    lines.extend(about_course(summary, lang));
    lines.extend(about_comparison(summary, lang));
    lines.extend(about_shares(summary, lang));
    if f.no_distance > 0 {
        lines.push(fill(lang, "footer.no_distance", &[("rows", &n(f.no_distance))]));
    }
    lines.extend(about_total(summary, lang));
    lines.extend(inferred(summary, lang));
    if f.contested > 0 {
        lines.push(fill(lang, "footer.contested", &[("facts", &n(f.contested))]));
    }
    if !f.left_out.is_empty() {
        let list: Vec<String> = f
            .left_out
            .iter()
            .map(|l| {
                let why = label(lang, l.reason.label_key()).to_string();
                fill(lang, "footer.left_out_item", &[("count", &n(l.count())), ("why", &why)])
            })
            .collect();
        lines.push(fill(lang, "footer.left_out", &[("list", &list.join("; "))]));
    }
    if f.built_in {
        lines.push(label(lang, "footer.built_in").to_string());
    }
    lines
}

/// What the total adds and what not, a line each.
pub fn about_total(summary: &Summary, lang: Lang) -> impl Iterator<Item = String> {
    summary.footer.total_of.iter().map(move |of| {
        let key = match of {
            TotalOf::Places => "footer.total_places",
            TotalOf::PlacesAndMeetings => "footer.total_places_meetings",
            TotalOf::NoSumOfPeriods => "footer.total_periods",
        };
        label(lang, key).to_string()
    })
}

/// How many of the facts have a year or a place that is inferred; nothing when none has.
pub fn inferred(summary: &Summary, lang: Lang) -> Option<String> {
    let f = &summary.footer;
    let n = |count: usize| format_count(count as f64, lang);
    let parts = [("footer.inferred_years", f.inferred_years), ("footer.inferred_places", f.inferred_places)];
    let parts: Vec<String> =
        parts.into_iter().filter(|p| p.1 > 0).map(|(key, k)| fill(lang, key, &[("n", &n(k)), ("all", &n(f.facts))])).collect();
    (!parts.is_empty()).then(|| fill(lang, "footer.inferred", &[("list", &parts.join(", "))]))
}

/// What the columns and cells of a pivot are.
fn about_columns(summary: &Summary, lang: Lang) -> Option<String> {
    let pivot = summary.pivot.as_ref()?;
    let name = |m: &Measure| label(lang, &format!("measure.{}", m.word())).to_string();
    let measures: Vec<String> = summary.measures.iter().map(name).collect();
    Some(fill(lang, "footer.pivot", &[("key", &key_heading(pivot.key, lang)), ("measures", &measures.join(", "))]))
}

/// That completion runs on, where a figure of it is shown.
pub fn about_course(summary: &Summary, lang: Lang) -> Option<String> {
    let carried = summary.footer.carried?;
    let shown = summary.measures.iter().any(|m| matches!(m, Measure::Done | Measure::Total | Measure::Rate));
    let key = if carried > 0 { "footer.course_carried" } else { "footer.course" };
    shown.then(|| fill(lang, key, &[("n", &format_count(carried as f64, lang))]))
}

/// With what the rows are compared, and which could not be.
fn about_comparison(summary: &Summary, lang: Lang) -> Option<String> {
    let (with, told) = (summary.query.compare?, summary.footer.compared?);
    let n = |count: usize| format_count(count as f64, lang);
    let with = label(lang, &format!("change.{}", with.word())).to_string();
    let mut line = fill(lang, "footer.compared", &[("with", &with), ("rows", &n(told.compared))]);
    let parts = [
        ("footer.compared_places", told.other_places),
        ("footer.compared_first", told.first),
        ("footer.compared_gaps", told.gaps),
    ];
    for (key, rows) in parts {
        if rows > 0 {
            line += &fill(lang, key, &[("rows", &n(rows))]);
        }
    }
    Some(line + ".")
}

/// Of what the shares are shares, where some of it is unknown.
pub fn about_shares(summary: &Summary, lang: Lang) -> Option<String> {
    let of = summary.footer.share_of.filter(|of| of.unknown > 0.0 && summary.measures.contains(&Measure::Share))?;
    let measure = label(lang, &format!("measure.{}", of.measure.word())).to_string();
    let (whole, unknown) = (format_count(of.whole, lang), format_count(of.unknown, lang));
    Some(fill(lang, "footer.share_of", &[("measure", &measure), ("whole", &whole), ("unknown", &unknown)]))
}
