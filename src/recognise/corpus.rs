//! The corpora of phrases for quantities, cuts and progress: each phrase with all that it must give.

use super::reading::Reading;
use super::{citation, progress, quantity, staffing};

/// Compares what each phrase of a corpus gives with what it must give, in whatever order.
fn holds(corpus: &str, read: impl Fn(&str) -> Vec<String>) {
    let mut failures = Vec::new();
    for line in corpus.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')) {
        let (text, expected) = line.split_once('\t').unwrap_or((line, ""));
        let mut expected: Vec<&str> = expected.split(" | ").map(str::trim).filter(|s| !s.is_empty()).collect();
        let mut found = read(text);
        expected.sort();
        found.sort();
        if found != expected {
            failures.push(format!("{text}\n  expected {expected:?}\n  found    {found:?}"));
        }
    }
    assert!(failures.is_empty(), "{} failed:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn quantities_hold() {
    holds(include_str!("../../tests/corpus/quantities.tsv"), |text| {
        let mut reading = Reading::new(text);
        super::date::dates(&mut reading);
        citation::citations(&mut reading);
        let found = quantity::quantities(&mut reading);
        found
            .iter()
            .map(|q| format!("{} {}{}", q.kind, q.value, q.value_high.map_or(String::new(), |h| format!("~{h}"))))
            .collect()
    });
}

/// The cuts of a text as the corpora write them.
fn cuts(text: &str) -> Vec<String> {
    let mut reading = Reading::new(text);
    super::date::dates(&mut reading);
    citation::citations(&mut reading);
    let quantities = quantity::quantities(&mut reading);
    let number = |name: &str, value: Option<f64>| value.map_or(String::new(), |v| format!(" {name}{v}"));
    let row = |m: &crate::model::mention::StaffingMention| {
        let numbers = [number("c", m.count), number("p", m.percent), number("b", m.before), number("a", m.after)].concat();
        format!("{} {}{numbers}", m.subject, m.status)
    };
    staffing::staffing(&reading, &quantities).iter().map(row).collect()
}

#[test]
fn staffing_holds() {
    holds(include_str!("../../tests/corpus/staffing.tsv"), cuts);
}

#[test]
fn accounts_of_several_cuts_hold() {
    holds(include_str!("../../tests/corpus/staffing_accounts.tsv"), cuts);
    holds(include_str!("../../tests/corpus/staffing_families.tsv"), cuts);
}

#[test]
fn progress_holds() {
    holds(include_str!("../../tests/corpus/progress.tsv"), |text| {
        let mut reading = Reading::new(text);
        super::date::dates(&mut reading);
        let quantities = quantity::quantities(&mut reading);
        let cuts = staffing::staffing(&reading, &quantities);
        let found = progress::progress(&reading, &quantities, &cuts);
        let row = |m: &crate::model::mention::ProgressMention| {
            let ratio = m.done.zip(m.total).map_or("-".to_string(), |(done, total)| format!("{done}/{total}"));
            format!("{} {} {ratio}{}", m.activity, m.subject, m.percent.map_or(String::new(), |p| format!(" {p}")))
        };
        found.iter().map(row).collect()
    });
}
