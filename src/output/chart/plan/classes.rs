//! The classes of a colour scale.

use crate::lang::labels::{Lang, fill};
use crate::output::chart::model::{Class, Value};
use crate::stats::query::Unit;
use crate::stats::summary::Cell;

/// At most five classes with round limits, of about as many different values each: where most cells hold the same small number, the
/// larger ones are still told apart. Few different values get a class each.
pub fn classes(cells: impl Iterator<Item = Cell>, unit: Unit, lang: Lang) -> Vec<Class> {
    const MOST: usize = 5;
    let mut numbers: Vec<f64> = cells.flatten().filter(|n| n.is_finite()).collect();
    numbers.sort_by(f64::total_cmp);
    let mut different = numbers.clone();
    different.dedup();
    let (Some(&least), Some(&greatest)) = (numbers.first(), numbers.last()) else { return vec![] };
    let write = |n: f64| Value::of(Some(n), unit, lang).text;
    if different.len() <= MOST {
        return different.into_iter().map(|n| Class { most: n, text: write(n) }).collect();
    }
    let mut limits: Vec<f64> = (1..MOST).map(|i| round_down(different[i * different.len() / MOST])).collect();
    limits.retain(|&l| l > least && l < greatest);
    limits.dedup();
    // `limits` are the least values of the classes after the first.
    let whole = numbers.iter().all(|n| n.fract() == 0.0) && unit == Unit::Count;
    let mut classes = vec![];
    for (i, from) in std::iter::once(least).chain(limits.iter().copied()).enumerate() {
        let Some(&next) = limits.get(i) else {
            classes.push(Class { most: greatest, text: span(&write(from), &write(greatest)) });
            break;
        };
        let text = match whole {
            true => span(&write(from), &write(next - 1.0)),
            false => fill(lang, "chart.class.below", &[("from", &write(from)), ("to", &write(next))]),
        };
        classes.push(Class { most: if whole { next - 1.0 } else { next.next_down() }, text });
    }
    classes
}

fn span(from: &str, to: &str) -> String {
    if from == to { from.to_string() } else { format!("{from}–{to}") }
}

/// The next number below with one leading digit, or two where the first is 1 (12, 25, 180, 3000; 95 for percentages near 100).
fn round_down(n: f64) -> f64 {
    if n <= 0.0 {
        return n.floor();
    }
    let ten = 10f64.powf(n.log10().floor());
    let step =
        if n / ten < 2.0 || (50.0..=100.0).contains(&n) { ten / 10.0 * if n >= 50.0 { 5.0 } else { 1.0 } } else { ten / 2.0 };
    let step = step.max(if n >= 1.0 { 1.0 } else { step });
    (n / step).floor() * step
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(numbers: &[f64], unit: Unit) -> Vec<String> {
        classes(numbers.iter().map(|&n| Some(n)), unit, Lang::Vi).into_iter().map(|c| c.text).collect()
    }

    #[test]
    fn few_values_get_a_class_each() {
        assert_eq!(texts(&[3.0, 1.0, 3.0, 1200.0], Unit::Count), ["1", "3", "1.200"]);
        assert!(texts(&[], Unit::Count).is_empty());
    }

    #[test]
    fn a_number_that_most_cells_hold_leaves_the_others_apart() {
        let cells: Vec<f64> = [vec![1.0; 40], vec![2.0; 5], vec![3.0, 4.0, 5.0, 8.0, 17.0]].concat();
        assert_eq!(texts(&cells, Unit::Count), ["1", "2", "3–4", "5–7", "8–17"]);
    }

    #[test]
    fn classes_cover_every_value_once() {
        let numbers: Vec<f64> = (0..63).map(|i| f64::from(i * i % 97)).collect();
        let classes = classes(numbers.iter().map(|&n| Some(n)), Unit::Count, Lang::Vi);
        assert!(classes.len() <= 5 && classes.windows(2).all(|w| w[0].most < w[1].most));
        let last = classes.last().unwrap().most;
        assert_eq!(last, numbers.iter().copied().fold(0.0, f64::max));
        assert!(classes[0].text.starts_with("0–"), "{classes:?}");
    }
}
