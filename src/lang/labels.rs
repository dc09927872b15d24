//! Every word that people see, in Vietnamese and English, from `data/labels/*.tsv` (key, vi, en). No view holds a text of its own.

use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// The language of what people read. Machine formats never depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lang {
    Vi,
    En,
}

impl Lang {
    pub const fn code(self) -> &'static str {
        match self {
            Lang::Vi => "vi",
            Lang::En => "en",
        }
    }
}

const FILES: &[(&str, &str)] = &[
    ("data/labels/enums.tsv", include_str!("../../data/labels/enums.tsv")),
    ("data/labels/stats.tsv", include_str!("../../data/labels/stats.tsv")),
    ("data/labels/chart.tsv", include_str!("../../data/labels/chart.tsv")),
    ("data/labels/report.tsv", include_str!("../../data/labels/report.tsv")),
    ("data/labels/cli.tsv", include_str!("../../data/labels/cli.tsv")),
    ("data/labels/input.tsv", include_str!("../../data/labels/input.tsv")),
    ("data/labels/table.tsv", include_str!("../../data/labels/table.tsv")),
    ("data/labels/columns.tsv", include_str!("../../data/labels/columns.tsv")),
];

type Table = FxHashMap<&'static str, [&'static str; 2]>;

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| FILES.iter().flat_map(|(_, text)| rows(text)).map(|(_, [key, vi, en])| (key, [vi, en])).collect())
}

/// Rows of a labels file with their line numbers. Lines that begin with `#` and empty lines are left out.
fn rows(text: &'static str) -> impl Iterator<Item = (usize, [&'static str; 3])> {
    text.lines().enumerate().filter(|(_, l)| !l.is_empty() && !l.starts_with('#')).map(|(n, line)| {
        let mut cells = line.split('\t');
        (n + 1, [cells.next().unwrap_or(""), cells.next().unwrap_or(""), cells.next().unwrap_or("")])
    })
}

/// The text for `key`, where a file has it.
pub fn find(lang: Lang, key: &str) -> Option<&'static str> {
    table().get(key).map(|texts| texts[lang as usize])
}

/// The text for `key`. A key that no file has comes back as itself, so that a gap is seen and nothing fails.
pub fn label(lang: Lang, key: &str) -> &str {
    table().get(key).map_or(key, |texts| texts[lang as usize])
}

/// The text for `key` with each `{name}` replaced.
pub fn fill(lang: Lang, key: &str, values: &[(&str, &str)]) -> String {
    let mut text = label(lang, key).to_string();
    for (name, value) in values {
        text = text.replace(&format!("{{{name}}}"), value);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_has_both_languages_and_stands_once() {
        let mut seen = FxHashMap::default();
        for (file, text) in FILES {
            for (line, [key, vi, en]) in rows(text) {
                assert!(!key.is_empty() && !vi.is_empty() && !en.is_empty(), "{file}:{line}: needs key, vi and en between tabs");
                if let Some(before) = seen.insert(key, format!("{file}:{line}")) {
                    panic!("{file}:{line}: key \"{key}\" stands already at {before}");
                }
            }
        }
    }
}
