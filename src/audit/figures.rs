//! Numbers that contradict one another or cannot be.

use super::Severity::*;
use super::Value::Number;
use super::{Findings, Value};
use crate::stats::facts::Fact;
use crate::stats::figures::cut;
use crate::stats::load::{Says, Statement, Sym};
use crate::stats::parts::find_parts;
use crate::stats::percent::gives;
use rustc_hash::FxHashMap;

pub fn check(s: &Statement, findings: &mut Findings) {
    let one = [s.record];
    match s.says {
        Says::Progress(p) => {
            for n in [p.done, p.total, p.percent].into_iter().flatten().filter(|n| *n < 0.0) {
                findings.add(Error, "value_impossible", one, [("value", Number(n))]);
            }
            if let (Some(done), Some(total)) = (p.done, p.total) {
                if done > total {
                    findings.add(Error, "done_above_total", one, [("done", Number(done)), ("total", Number(total))]);
                }
                if let Some(percent) = p.percent {
                    check_percent(s, done, total, percent, findings);
                }
            } else if let Some(percent) = p.percent.filter(|x| *x > 100.0) {
                findings.add(Error, "value_impossible", one, [("value", Number(percent))]);
            }
        }
        Says::Staffing(v) => {
            let numbers = [v.count, v.percent, v.before, v.after].into_iter().flatten();
            for n in numbers.filter(|n| *n < 0.0).chain(v.percent.filter(|p| *p > 100.0)) {
                findings.add(Error, "value_impossible", one, [("value", Number(n))]);
            }
            if v.approximation.is_some() {
                return;
            }
            if let (Some(count), Some(before), Some(after)) = (v.count, v.before, v.after)
                && before - after != count
            {
                let values = [("before", Number(before)), ("after", Number(after)), ("count", Number(count))];
                findings.add(Error, "cut_mismatch", one, values);
            }
            let cut = v.count.or_else(|| Some(v.before? - v.after?));
            if let (Some(cut), Some(before), Some(percent)) = (cut, v.before, v.percent) {
                check_percent(s, cut, before, percent, findings);
            }
        }
        _ => {}
    }
}

fn check_percent(s: &Statement, done: f64, total: f64, percent: f64, findings: &mut Findings) {
    if total > 0.0 && done <= total && !gives(done, total, percent) {
        let values = [
            ("done", Number(done)),
            ("total", Number(total)),
            ("percent", Number(percent)),
            ("computed", Number(done / total * 100.0)),
        ];
        findings.add(Error, "percent_mismatch", [s.record], values);
    }
}

/// Parts that an article names as such, against their whole.
pub fn check_parts(facts: &[Fact], findings: &mut Findings) {
    let mut wholes: FxHashMap<Sym, &Statement> = FxHashMap::default();
    let mut parts: FxHashMap<Sym, Vec<&Statement>> = FxHashMap::default();
    for member in facts.iter().flat_map(|f| &f.members) {
        wholes.insert(member.record, member);
        if let Says::Progress(p) = member.says
            && let Some(whole) = p.part_of
        {
            parts.entry(whole).or_default().push(member);
        }
    }
    for (whole, parts) in parts {
        let Some(whole) = wholes.get(&whole) else { continue };
        let numbers = |s: &Statement| match s.says {
            Says::Progress(p) => p.done.zip(p.total),
            _ => None,
        };
        let Some((done, total)) = numbers(whole) else { continue };
        let Some(sums) = parts.iter().map(|p| numbers(p)).collect::<Option<Vec<_>>>() else { continue };
        let sum = sums.iter().fold((0.0, 0.0), |a, b| (a.0 + b.0, a.1 + b.1));
        let records = parts.iter().map(|p| p.record).chain([whole.record]);
        let ratio = |done: f64, total: f64| Value::Text(format!("{done}/{total}"));
        let values = [("sum", ratio(sum.0, sum.1)), ("whole", ratio(done, total))];
        if sum.0 > done || sum.1 > total {
            findings.add(Error, "parts_exceed", records, values);
        } else if parts.len() > 1 && sum != (done, total) {
            findings.add(Note, "parts_miss", records, values);
        }
    }
}

/// Cuts that their article's words make parts of another, against this.
pub fn check_parts_of_cuts(facts: &[Fact], findings: &mut Findings) {
    let number = |at: usize| facts[at].staffing().and_then(cut);
    let mut parts: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    for (part, whole) in find_parts(&findings.loaded.texts, facts) {
        parts.entry(whole).or_default().push(part);
    }
    for (whole, parts) in parts {
        let (Some(most), Some(sum)) = (number(whole), parts.iter().map(|at| number(*at)).sum::<Option<f64>>()) else { continue };
        // One part above its whole is no part of it; two may overlap ("of which men", "of which young"), so this is a warning.
        if sum > most && parts.len() > 1 {
            let records = parts.iter().chain([&whole]).map(|at| facts[*at].says.record).collect::<Vec<_>>();
            let values = [("sum", Value::Text(sum.to_string())), ("whole", Value::Text(most.to_string()))];
            findings.add(Warning, "parts_exceed", records, values);
        }
    }
}

/// Facts whose sources give different numbers.
pub fn check_contested(facts: &[Fact], findings: &mut Findings) {
    let number = |s: &Statement| match s.says {
        Says::Staffing(v) => v.count.or_else(|| Some(v.before? - v.after?)),
        Says::Progress(p) => p.done,
        _ => None,
    };
    for fact in facts.iter().filter(|f| f.contested()) {
        let mut others: Vec<f64> = fact.losers.iter().filter_map(number).collect();
        others.sort_by(f64::total_cmp);
        others.dedup();
        let others = others.iter().map(f64::to_string).collect::<Vec<_>>().join("; ");
        let Some(taken) = number(&fact.says) else { continue };
        let records = fact.members.iter().chain(&fact.losers).map(|m| m.record);
        findings.add(Warning, "contested", records, [("taken", Number(taken)), ("others", Value::Text(others))]);
    }
}
