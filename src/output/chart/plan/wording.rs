//! Title, subtitle, notes and source line, written from the query in the user's language.

use super::names::{label_of, lower_first, upper_first};
use super::periods::is_time;
use super::table;
use crate::lang::gazetteer::Gazetteer;
use crate::lang::labels::{Lang, fill, label};
use crate::model::tag::Geo;
use crate::output::chart::kind::ChartKind;
use crate::output::number::{format_count, format_date};
use crate::output::table::footer::{about_course, about_shares};
use crate::stats::names::{key_name, place_name};
use crate::stats::query::{Condition, Key, Measure, Query, Topic, Unit};
use crate::stats::summary::{KeyValue, Summary, TotalOf};

/// The label for `n` things: `key.one` or `key.many` with `{n}`.
pub fn counted(lang: Lang, key: &str, n: usize) -> String {
    let key = format!("{key}.{}", if n == 1 { "one" } else { "many" });
    fill(lang, &key, &[("n", &format_count(n as f64, lang))])
}

/// A list of names in the label `key`; of many the first ones.
pub fn named(lang: Lang, key: &str, names: &[String]) -> String {
    const MOST: usize = 12;
    let mut list = names.iter().take(MOST).cloned().collect::<Vec<_>>().join(", ");
    if names.len() > MOST {
        let more = format_count((names.len() - MOST) as f64, lang);
        list = fill(lang, "chart.note.more", &[("list", &list), ("n", &more)]);
    }
    fill(lang, key, &[("list", &list)])
}

/// The name of a key in the topic of the question.
fn key_word(summary: &Summary, key: Key, lang: Lang) -> String {
    match (summary.query.topic, key) {
        (Topic::Quantities, Key::Kind) => label(lang, "chart.key.quantity_kind").to_string(),
        _ => label_of(lang, "chart.key.", key.word()),
    }
}

/// What is shown, and by what: "Hội nghị, cuộc họp theo vùng".
pub fn title(summary: &Summary, kind: ChartKind, measures: &[Measure], lang: Lang) -> String {
    let what = what(summary, kind, measures, lang);
    let keys: Vec<String> = summary.keys.iter().map(|k| key_word(summary, *k, lang)).collect();
    let Some((last, before)) = keys.split_last() else { return what };
    let by = match before {
        [] => last.clone(),
        before => fill(lang, "chart.and", &[("a", &before.join(", ")), ("b", last)]),
    };
    fill(lang, "chart.title", &[("what", &what), ("by", &by)])
}

fn what(summary: &Summary, kind: ChartKind, measures: &[Measure], lang: Lang) -> String {
    let only = |key: Key| single(&summary.query, key);
    // A subject that has a word of its own stands within the title: "Kết quả giảm biên chế so với chỉ tiêu".
    let word = |slug: &str| {
        let key = format!("chart.subject.{slug}");
        let text = label(lang, &key).to_string();
        (text != key).then_some(text)
    };
    let subject = only(Key::Subject).and_then(word);
    let about = |key: &str| match &subject {
        Some(subject) => upper_first(&fill(lang, &format!("{key}.of"), &[("subject", subject)])),
        None => label(lang, key).to_string(),
    };
    match (kind, measures) {
        (ChartKind::Panels, [_, _, ..]) if summary.query.topic == Topic::Staffing => label(lang, "chart.what.cuts").to_string(),
        (ChartKind::Panels, [_, _, ..]) => label(lang, "chart.what.overview").to_string(),
        (ChartKind::Bullet, _) => about("chart.what.bullet"),
        (ChartKind::Dumbbell, _) => about("chart.what.dumbbell"),
        (_, [Measure::Rate | Measure::Done | Measure::Total | Measure::StatedPercent, ..]) => {
            let key = if only(Key::Activity) == Some("congress") { "chart.what.congress" } else { "chart.what.completion" };
            about(key)
        }
        (_, [measure @ (Measure::Cut | Measure::CutPercent | Measure::Before | Measure::After), ..]) => {
            about(&format!("chart.measure.{}", measure.word()))
        }
        (_, [measure, ..]) => label_of(lang, "chart.measure.", measure.word()),
        _ => label(lang, "chart.what.overview").to_string(),
    }
}

/// The value that the query limits `key` to, if it is one.
fn single(query: &Query, key: Key) -> Option<&str> {
    let mut values = query.conditions.iter().filter(|c| c.key == key && !c.negated).flat_map(|c| &c.values);
    values.next().filter(|_| values.next().is_none()).map(String::as_str)
}

/// Filters, period, unit.
pub fn subtitle(summary: &Summary, kind: ChartKind, measures: &[Measure], lang: Lang) -> String {
    let query = &summary.query;
    let rate = matches!(measures, [Measure::Rate, ..]);
    let in_title = |c: &&Condition| {
        let subject = matches!(measures, [Measure::Rate | Measure::Cut | Measure::CutPercent | Measure::Before, ..]);
        let one = single(query, c.key);
        (c.key == Key::Activity && rate && one == Some("congress")) || (c.key == Key::Subject && subject && one.is_some())
    };
    let mut parts: Vec<String> =
        query.conditions.iter().filter(|c| !in_title(c)).map(|c| condition(c, query.geo, lang)).collect();
    if let Some(place) = &query.place {
        parts.push(fill(lang, "chart.place", &[("place", &place_name(place, query.geo, lang))]));
    }
    parts.extend(period(query, lang));
    if query.geo == Geo::P34 && summary.keys.iter().any(|k| matches!(k, Key::Province | Key::Region)) {
        parts.push(label(lang, "chart.geo34").to_string());
    }
    if let Some(subject) = summary.footer.congress_subject.as_ref().filter(|_| kind == ChartKind::Panels) {
        let name = |key, slug: &String| key_name(key, &KeyValue::Slug(slug.clone()), query.geo, lang);
        let whose = lower_first(&name(Key::Subject, subject));
        parts.push(match &summary.footer.congress_term {
            Some(term) => fill(lang, "chart.congress_term", &[("subject", &whose), ("term", &name(Key::Term, term))]),
            None => fill(lang, "chart.congress_of", &[("subject", &whose)]),
        });
    }
    if query.statements {
        parts.push(label(lang, "chart.statements").to_string());
    }
    // Panels carry their units themselves.
    let counts = table::has_figures(summary, Measure::Done);
    let unit = if rate && counts && kind == ChartKind::Completion {
        Some(label(lang, "chart.done_of_total").to_string())
    } else {
        measures.first().filter(|_| kind != ChartKind::Panels).and_then(|&m| unit(summary, m, lang))
    };
    parts.extend(unit.map(|u| fill(lang, "chart.unit", &[("unit", &u)])));
    upper_first(&parts.join("; "))
}

/// The unit of a measure, where it has one name.
pub fn unit(summary: &Summary, measure: Measure, lang: Lang) -> Option<String> {
    if measure.unit() == Unit::Percent {
        return Some("%".to_string());
    }
    if measure.unit() == Unit::Points {
        return Some(label(lang, "chart.unit.points").to_string());
    }
    let by_subject = matches!(
        measure,
        Measure::Cut
            | Measure::Target
            | Measure::Distance
            | Measure::Before
            | Measure::After
            | Measure::Done
            | Measure::Total
            | Measure::Quantities
    );
    if !by_subject {
        return Some(label_of(lang, "chart.unit.", measure.word()));
    }
    let subject = single(&summary.query, Key::Subject)?;
    let key = format!("chart.unit.subject.{subject}");
    let unit = label(lang, &key);
    (unit != key).then(|| unit.to_string())
}

fn condition(condition: &Condition, geo: Geo, lang: Lang) -> String {
    let name = |value: &String| match condition.key {
        Key::Province => Gazetteer::get().name_of(value, geo).map_or_else(|| value.clone(), str::to_string),
        key if value == "unknown" => key_name(key, &KeyValue::Unknown, geo, lang).to_lowercase(),
        key => key_name(key, &KeyValue::Slug(value.clone()), geo, lang),
    };
    let values = condition.values.iter().map(name).collect::<Vec<_>>().join(", ");
    let key = label_of(lang, "chart.key.", condition.key.word());
    let pattern = if condition.negated { "chart.except" } else { "chart.pair" };
    fill(lang, pattern, &[("name", &key), ("value", &values)])
}

/// Whole years as years, other limits as days.
fn period(query: &Query, lang: Lang) -> Option<String> {
    use chrono::Datelike;
    let day = |date: chrono::NaiveDate| format_date(&date.to_string(), lang);
    match (query.since, query.until) {
        (None, None) => None,
        (Some(a), Some(b)) if (a.month(), a.day(), b.month(), b.day()) == (1, 1, 12, 31) => Some(match a.year() == b.year() {
            true => fill(lang, "chart.period.year", &[("year", &a.year().to_string())]),
            false => fill(lang, "chart.period.years", &[("from", &a.year().to_string()), ("to", &b.year().to_string())]),
        }),
        (Some(a), Some(b)) => Some(fill(lang, "chart.period.days", &[("from", &day(a)), ("to", &day(b))])),
        (Some(a), None) => Some(fill(lang, "chart.period.since", &[("from", &day(a))])),
        (None, Some(b)) => Some(fill(lang, "chart.period.until", &[("to", &day(b))])),
    }
}

/// "Nguồn: giaoban; 213 dữ kiện từ 170 bài, 2018–2025".
pub fn source(summary: &Summary, lang: Lang) -> String {
    let footer = &summary.footer;
    let (things, n) = match summary.query.statements {
        true => ("chart.source.statements", footer.statements),
        false => ("chart.source.facts", footer.facts),
    };
    let articles = counted(lang, "chart.source.articles", footer.articles);
    let who = if footer.built_in { "chart.source.built_in" } else { "chart.source.own" };
    let mut text = fill(lang, who, &[("facts", &counted(lang, things, n)), ("articles", &articles)]);
    if let (Some(first), Some(last)) = (&footer.first_day, &footer.last_day) {
        let year = |day: &str| day.get(..4).map(str::to_string);
        let span = match (year(first), year(last)) {
            (Some(a), Some(b)) if a != b => format!("{a}–{b}"),
            _ if first == last => format_date(first, lang),
            _ => format!("{} – {}", format_date(first, lang), format_date(last, lang)),
        };
        text = format!("{text}, {span}");
    }
    text
}

/// What is inferred, contested or left out: a line for each.
pub fn notes(summary: &Summary, lang: Lang) -> Vec<String> {
    let footer = &summary.footer;
    let mut notes: Vec<String> = about_course(summary, lang).into_iter().chain(about_shares(summary, lang)).collect();
    let inferred = [("chart.note.inferred_year", footer.inferred_years), ("chart.note.inferred_place", footer.inferred_places)];
    let all = format_count(footer.facts as f64, lang);
    let share = |(key, n): (&str, usize)| fill(lang, key, &[("n", &format_count(n as f64, lang)), ("all", &all)]);
    let inferred: Vec<String> = inferred.into_iter().filter(|(_, n)| *n > 0).map(share).collect();
    if !inferred.is_empty() {
        notes.push(fill(lang, "chart.note.inferred", &[("list", &inferred.join(", "))]));
    }
    if footer.total_of.contains(&TotalOf::NoSumOfPeriods) && summary.keys.iter().any(|k| is_time(*k)) {
        notes.push(label(lang, "chart.note.periods").to_string());
    }
    if footer.contested > 0 {
        notes.push(counted(lang, "chart.note.contested", footer.contested));
    }
    let left_out = footer.left_out.iter().filter(|l| l.count() > 0);
    let left_out: Vec<String> = left_out
        .map(|l| {
            fill(
                lang,
                "chart.note.reason",
                &[("why", label(lang, l.reason.label_key())), ("n", &format_count(l.count() as f64, lang))],
            )
        })
        .collect();
    if !left_out.is_empty() {
        notes.push(fill(lang, "chart.note.left_out", &[("list", &left_out.join("; "))]));
    }
    notes
}
