//! What holds for the whole run: language, dataset folder, how much is said, colour.

use super::args::{ColorWord, Global};
use super::messages::one_line;
use super::pager::Pager;
use super::settings::{Origin, Settings};
use crate::frame::Told;
use crate::lang::labels::{Lang, fill};
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

pub struct Session {
    pub lang: Lang,
    /// The language that was asked for by an option, a variable or the file, if one was; else `lang` is the locale's.
    pub lang_asked: Option<Lang>,
    /// The folder that was asked for by an option or a variable, if one was.
    pub data: Option<PathBuf>,
    /// The provinces that a variable or the file asks for, where no option does.
    pub geo: Option<String>,
    pub settings: Settings,
    pub builtin: bool,
    pub quiet: bool,
    pub verbose: bool,
    color: ColorWord,
    no_pager: bool,
}

impl Session {
    /// # Errors
    /// When the environment or the configuration file has a value that means nothing.
    pub fn new(global: &Global) -> Result<Self, Told> {
        let settings = Settings::read(global)?;
        let lang = &settings.lang;
        let asked_folder = matches!(settings.data.origin, Origin::Flag | Origin::Environment);
        Ok(Self {
            lang: lang.value,
            lang_asked: (lang.origin != Origin::Default).then_some(lang.value),
            data: asked_folder.then(|| settings.data.value.clone()),
            geo: settings.geo.value.clone(),
            builtin: global.builtin,
            quiet: global.quiet,
            verbose: global.verbose,
            color: global.color,
            no_pager: global.no_pager,
            settings,
        })
    }

    /// The dataset folder, asked for or not.
    pub fn data_dir(&self) -> PathBuf {
        self.settings.data.value.clone()
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

    /// What shows long texts, where standard output is a terminal.
    pub fn pager(&self) -> Option<Pager> {
        if self.no_pager { None } else { Pager::find() }
    }

    /// Columns of the terminal, where standard output is one.
    pub fn width(&self) -> Option<u16> {
        std::io::stdout().is_terminal().then(|| comfy_table::Table::new().width()).flatten()
    }
}

/// One line on standard error, above a progress bar where one is drawn. Nobody may be left to read it: that is no failure.
pub fn say(text: &str) {
    super::progress::beside(|| {
        let _ = writeln!(std::io::stderr().lock(), "giaoban: {}", one_line(text));
    });
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
