//! Defaults and where each comes from: the command line, the environment, the configuration file, the program.

use super::args::{Global, LangWord};
use super::session::locale_language;
use crate::frame::Told;
use crate::lang::labels::Lang;
use crate::stats::parse::nearest;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Who set a value. What stands before goes before what follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    Flag,
    Environment,
    File,
    Default,
}

impl Origin {
    pub const fn word(self) -> &'static str {
        match self {
            Origin::Flag => "flag",
            Origin::Environment => "environment",
            Origin::File => "file",
            Origin::Default => "default",
        }
    }
}

/// A value and who set it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting<T> {
    pub value: T,
    pub origin: Origin,
}

impl<T> Setting<T> {
    /// The first of the three that is there, else the default.
    fn first(flag: Option<T>, environment: Option<T>, file: Option<T>, default: T) -> Self {
        let set = |value: Option<T>, origin| value.map(|value| Self { value, origin });
        set(flag, Origin::Flag)
            .or_else(|| set(environment, Origin::Environment))
            .or_else(|| set(file, Origin::File))
            .unwrap_or(Self { value: default, origin: Origin::Default })
    }
}

/// Everything that has a default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    pub data: Setting<PathBuf>,
    pub lang: Setting<Lang>,
    /// `63` or `2025`; by default each command chooses.
    pub geo: Setting<Option<String>>,
    /// Bytes of memory that a question may take; by default no limit.
    pub memory: Setting<Option<u64>>,
    /// Where the configuration file is, or would be.
    pub file: Option<PathBuf>,
    /// Whether it is there.
    pub file_exists: bool,
}

/// The keys of the file, their variables and their options.
pub const KEYS: [&str; 4] = ["data", "lang", "geo", "memory"];
const DEFAULT_DATA: &str = "giaoban-data";
const FILE_VARIABLE: &str = "GIAOBAN_CONFIG";

/// The variable that sets a key.
pub fn variable(key: &str) -> String {
    format!("GIAOBAN_{}", key.to_uppercase())
}

/// What the file says.
#[derive(Debug, Default, PartialEq, Eq)]
struct File {
    data: Option<PathBuf>,
    lang: Option<Lang>,
    geo: Option<String>,
    memory: Option<u64>,
}

impl Settings {
    /// Reads the environment and the configuration file.
    ///
    /// # Errors
    /// When a variable or the file has a value that means nothing, or the file that `GIAOBAN_CONFIG` names is not there.
    pub fn read(global: &Global) -> Result<Self, Told> {
        let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let named = set(FILE_VARIABLE).map(PathBuf::from);
        let path = named.clone().or_else(|| usual_file(set));
        let text = match path.as_deref().map(std::fs::read_to_string) {
            Some(Ok(text)) => Some(text),
            Some(Err(error)) if error.kind() != std::io::ErrorKind::NotFound || named.is_some() => {
                let file = path.unwrap_or_default();
                return Err(Told::new("error.config.read", [("file", &file.display()), ("why", &error)]));
            }
            _ => None,
        };
        let file = match (&path, &text) {
            (Some(path), Some(text)) => parse(path, text)?,
            _ => File::default(),
        };
        let word = |key: &str| set(&variable(key)).map(|value| value.to_string_lossy().into_owned());
        let wrong = |key: &str, value: &str, has: &str| {
            Told::new("error.config.variable", [("name", &variable(key)), ("value", &value), ("has", &has)])
        };
        let env_lang = match word("lang") {
            Some(value) => Some(language(&value).ok_or_else(|| wrong("lang", &value, LANGS))?),
            None => None,
        };
        let env_geo = match word("geo") {
            Some(value) => Some(geography(&value).ok_or_else(|| wrong("geo", &value, GEOS))?),
            None => None,
        };
        let env_memory = match word("memory") {
            Some(value) => Some(bytes_of(&value).ok_or_else(|| wrong("memory", &value, SIZES))?),
            None => None,
        };
        let flag_memory = match &global.memory {
            Some(word) => Some(bytes_of(word).ok_or_else(|| Told::new("error.word.memory", [("word", word), ("has", &SIZES)]))?),
            None => None,
        };
        let flag_lang = global.lang.map(|word| if word == LangWord::Vi { Lang::Vi } else { Lang::En });
        Ok(Self {
            data: Setting::first(global.data.clone(), set(&variable("data")).map(PathBuf::from), file.data, DEFAULT_DATA.into()),
            lang: Setting::first(flag_lang, env_lang, file.lang, locale_language()),
            geo: Setting::first(None, env_geo.map(Some), file.geo.map(Some), None),
            memory: Setting::first(flag_memory.map(Some), env_memory.map(Some), file.memory.map(Some), None),
            file: path,
            file_exists: text.is_some(),
        })
    }
}

const LANGS: &str = "vi, en";
const GEOS: &str = "63, 2025";
const SIZES: &str = "500MB, 2GB, 1.5GB";

/// Bytes of "500MB", "2 GB", "1.5g" or a bare number of them.
fn bytes_of(word: &str) -> Option<u64> {
    let word = word.trim().to_lowercase();
    let (number, unit) = word.split_at(word.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(word.len()));
    let unit = match unit.trim() {
        "" | "b" => 1.0,
        "k" | "kb" | "kib" => 1024.0,
        "m" | "mb" | "mib" => 1024.0 * 1024.0,
        "g" | "gb" | "gib" => 1024.0 * 1024.0 * 1024.0,
        "t" | "tb" | "tib" => 1024.0 * 1024.0 * 1024.0 * 1024.0,
        _ => return None,
    };
    let bytes = number.parse::<f64>().ok()? * unit;
    (1.0..1e18).contains(&bytes).then_some(bytes as u64)
}

fn language(word: &str) -> Option<Lang> {
    match word {
        "vi" => Some(Lang::Vi),
        "en" => Some(Lang::En),
        _ => None,
    }
}

fn geography(word: &str) -> Option<String> {
    matches!(word, "63" | "34" | "2025").then(|| word.to_string())
}

/// `giaoban/config.toml` where the system keeps such files.
fn usual_file(set: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let folder = if cfg!(windows) {
        set("APPDATA").map(PathBuf::from)
    } else {
        set("XDG_CONFIG_HOME").map(PathBuf::from).or_else(|| set("HOME").map(|home| Path::new(&home).join(".config")))
    };
    folder.map(|folder| folder.join("giaoban").join("config.toml"))
}

/// Reads the file's text; every fault names the file, its line or key, and what to do.
fn parse(path: &Path, text: &str) -> Result<File, Told> {
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        let why = error.message().lines().next().unwrap_or_default().to_string();
        Told::new("error.config.syntax", [("file", &path.display()), ("line", &line), ("why", &why)])
    })?;
    let mut file = File::default();
    for (key, value) in &table {
        let wrong = |has: &str| {
            let value = serde_json::to_string(value).unwrap_or_default();
            Told::new("error.config.value", [("file", &path.display()), ("key", key), ("value", &value), ("has", &has)])
        };
        // A geography may be written as a number.
        let word = match value {
            toml::Value::String(word) => Some(word.clone()),
            toml::Value::Integer(number) => Some(number.to_string()),
            _ => None,
        };
        match key.as_str() {
            "data" => {
                let word = value.as_str().filter(|word| !word.is_empty()).ok_or_else(|| wrong("\"…\""))?;
                file.data = Some(folder(path, word));
            }
            "lang" => file.lang = Some(value.as_str().and_then(language).ok_or_else(|| wrong(LANGS))?),
            "geo" => file.geo = Some(word.as_deref().and_then(geography).ok_or_else(|| wrong(GEOS))?),
            "memory" => file.memory = Some(word.as_deref().and_then(bytes_of).ok_or_else(|| wrong(SIZES))?),
            _ => {
                let has = KEYS.join(", ");
                let near = nearest(key, &KEYS).unwrap_or_default();
                let label = if near.is_empty() { "error.config.key" } else { "error.config.key_near" };
                return Err(Told::new(label, [("file", &path.display()), ("key", key), ("near", &near), ("has", &has)]));
            }
        }
    }
    Ok(file)
}

/// A folder as the file names it: `~` is the user's, and what does not begin at the root lies beside the file.
fn folder(file: &Path, word: &str) -> PathBuf {
    if let Some(rest) = word.strip_prefix("~/")
        && let Some(home) = std::env::var_os(if cfg!(windows) { "USERPROFILE" } else { "HOME" })
    {
        return Path::new(&home).join(rest);
    }
    file.parent().unwrap_or(Path::new("")).join(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<File, String> {
        parse(Path::new("/etc/giaoban/config.toml"), text).map_err(|told| told.text(Lang::En))
    }

    #[test]
    fn a_file_sets_what_it_names() {
        let file = read("data = \"kho\"\nlang = \"vi\"\ngeo = 2025\n").unwrap();
        assert_eq!(file.data.as_deref(), Some(Path::new("/etc/giaoban/kho")));
        assert_eq!((file.lang, file.geo.as_deref()), (Some(Lang::Vi), Some("2025")));
        assert_eq!(read("# nothing\n"), Ok(File::default()));
        assert_eq!(read("data = \"/srv/kho\"").unwrap().data.as_deref(), Some(Path::new("/srv/kho")));
    }

    #[test]
    fn a_fault_is_one_line_that_says_where() {
        for (text, said) in [
            ("lang = \"vi\"\ndata = kho\n", "config.toml:2: "),
            ("lang = \"fr\"", "lang = \"fr\""),
            ("lang = \"fr\"", "vi, en"),
            ("geo = 64", "63, 2025"),
            ("data = 3", "data = 3"),
            ("dta = \"kho\"", "did you mean \"data\""),
            ("memory = \"viel\"", "500MB"),
            ("[color]\nalways = true", "data, lang, geo"),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.contains(said) && error.contains("/etc/giaoban/config.toml"), "{text}: {error}");
            assert_eq!(error.lines().count(), 1, "{error}");
        }
    }

    #[test]
    fn sizes_are_read_as_people_write_them() {
        let mega = 1024 * 1024;
        for (word, bytes) in [
            ("150MB", Some(150 * mega)),
            ("2 gb", Some(2048 * mega)),
            ("1.5G", Some(1536 * mega)),
            ("4096", Some(4096)),
            ("", None),
            ("MB", None),
            ("0", None),
            ("-1GB", None),
            ("2GBs", None),
            ("1.2.3G", None),
        ] {
            assert_eq!(bytes_of(word), bytes, "{word}");
        }
    }

    #[test]
    fn the_nearer_origin_wins() {
        let first = |flag, environment, file| Setting::first(flag, environment, file, 0).origin;
        assert_eq!(first(Some(1), Some(2), Some(3)), Origin::Flag);
        assert_eq!(first(None, Some(2), Some(3)), Origin::Environment);
        assert_eq!(first(None, None, Some(3)), Origin::File);
        assert_eq!(first(None, None, None), Origin::Default);
    }
}
