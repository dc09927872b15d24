//! An error that can be told in either language: a label key and the values that its text names.

use crate::lang::labels::{Lang, fill};

/// What went wrong, where, and what to do: one line. `Display` gives it in English; [`Told::text`] in the user's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub key: &'static str,
    pub values: Vec<(&'static str, String)>,
}

impl Told {
    pub fn new<const N: usize>(key: &'static str, values: [(&'static str, &dyn std::fmt::Display); N]) -> Self {
        Self { key, values: values.iter().map(|(name, value)| (*name, value.to_string())).collect() }
    }

    pub fn text(&self, lang: Lang) -> String {
        let values: Vec<_> = self.values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        fill(lang, self.key, &values)
    }
}

impl std::fmt::Display for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

impl std::error::Error for Told {}
