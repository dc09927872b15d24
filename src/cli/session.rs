//! What holds for the whole run: language, dataset folder, how much is said, colour.

use super::args::{ColorWord, Global, LangWord};
use super::messages::one_line;
use crate::lang::labels::{Lang, fill};
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

const DEFAULT_DATA: &str = "giaoban-data";

pub struct Session {
    pub lang: Lang,
    /// The language that was asked for, if one was; else `lang` is the locale's.
    pub lang_asked: Option<LangWord>,
    /// The folder that was asked for, if one was.
    pub data: Option<PathBuf>,
    pub builtin: bool,
    pub quiet: bool,
    pub verbose: bool,
    color: ColorWord,
}

impl Session {
    pub fn new(global: &Global) -> Self {
        let lang = match global.lang {
            Some(LangWord::Vi) => Lang::Vi,
            Some(LangWord::En) => Lang::En,
            None => locale_language(),
        };
        Self {
            lang,
            lang_asked: global.lang,
            data: global.data.clone(),
            builtin: global.builtin,
            quiet: global.quiet,
            verbose: global.verbose,
            color: global.color,
        }
    }

    /// The dataset folder, asked for or not.
    pub fn data_dir(&self) -> PathBuf {
        self.data.clone().unwrap_or_else(|| PathBuf::from(DEFAULT_DATA))
    }

    /// Says something on standard error, unless only errors are wanted.
    pub fn note(&self, key: &str, values: &[(&str, &str)]) {
        if !self.quiet {
            say(&fill(self.lang, key, values));
        }
    }

    /// Whether what goes to standard output may hold colour codes.
    pub fn color_on_stdout(&self) -> bool {
        match self.color {
            ColorWord::Always => true,
            ColorWord::Never => false,
            ColorWord::Auto => {
                let plain = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
                let dumb = std::env::var_os("TERM").is_some_and(|v| v == "dumb");
                !plain && !dumb && std::io::stdout().is_terminal()
            }
        }
    }

    /// Columns of the terminal, where standard output is one.
    pub fn width(&self) -> Option<u16> {
        std::io::stdout().is_terminal().then(|| comfy_table::Table::new().width()).flatten()
    }
}

/// One line on standard error. Nobody may be left to read it: that is no failure.
pub fn say(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "giaoban: {}", one_line(text));
}

/// The language of the locale: Vietnamese where it says so.
pub fn locale_language() -> Lang {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(std::env::var_os).find(|v| !v.is_empty());
    language_of(set.as_deref().and_then(|v| v.to_str()).unwrap_or(""))
}

fn language_of(locale: &str) -> Lang {
    let name = locale.split(['_', '.', '@']).next().unwrap_or("");
    if name.eq_ignore_ascii_case("vi") { Lang::Vi } else { Lang::En }
}

/// A path as it is said.
pub fn shown(path: &Path) -> String {
    one_line(&path.to_string_lossy())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_names_its_language_first() {
        for (locale, lang) in [
            ("vi_VN.UTF-8", Lang::Vi),
            ("vi", Lang::Vi),
            ("VI_VN", Lang::Vi),
            ("C.UTF-8", Lang::En),
            ("en_GB.UTF-8", Lang::En),
            ("vilnius", Lang::En),
            ("", Lang::En),
        ] {
            assert_eq!(language_of(locale), lang, "{locale}");
        }
    }
}
