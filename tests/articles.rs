//! Whole articles with all that they give, as a careful reader marks them by the scheme.
//!
//! Each folder of `tests/articles` holds one `article.*` and its `expected.json`. `GIAOBAN_ACCEPT=1 cargo test --test articles`
//! writes what the program finds; read the difference before you keep it.

use giaoban::input::{Input, Options, articles};
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;

/// The fields of each layer that the scheme knows.
const LAYERS: [(&str, &[&str]); 7] = [
    ("meetings", &["date", "kind", "mode", "level", "province", "district", "region", "status"]),
    ("staffing", &["subject", "status", "count", "percent", "before", "after"]),
    ("progress", &["activity", "subject", "done", "total", "percent", "as_of", "term"]),
    ("documents", &["type", "symbol"]),
    ("quantities", &["kind", "value", "value_high", "unit"]),
    ("dates", &[]),
    ("places", &[]),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/articles")
}

fn folders() -> Vec<PathBuf> {
    let listed = std::fs::read_dir(root()).unwrap_or_else(|e| panic!("{}: {e}", root().display()));
    let mut folders: Vec<PathBuf> = listed.filter_map(|e| Some(e.ok()?.path())).filter(|p| p.is_dir()).collect();
    folders.sort();
    folders
}

/// What the program finds in the folder's article, in the shape of the scheme, with title, date and notice beside.
fn found(folder: &Path) -> Map<String, Value> {
    let listed = std::fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let is_article = |p: &PathBuf| p.file_stem().is_some_and(|stem| stem == "article");
    let Some(file) = listed.filter_map(|e| Some(e.ok()?.path())).find(is_article) else {
        panic!("{}: no article.*", folder.display())
    };
    let (mut out, mut notice) = (Map::new(), None);
    let mut read = 0;
    for item in articles(&[Input::from(file.as_os_str())], &Options::default()) {
        match item {
            Ok(article) => {
                read += 1;
                let records = giaoban::pipeline::extract(&article);
                let Ok(Value::Object(fields)) = serde_json::to_value(&records) else { panic!("{}: no object", file.display()) };
                for name in ["title", "published"] {
                    let value = fields.get(name).cloned().unwrap_or_default();
                    let value = value.as_str().map_or(Value::Null, |text| text.nfc().collect::<String>().into());
                    out.insert(name.to_string(), value);
                }
                for (layer, keep) in LAYERS {
                    let rows = fields.get(layer).and_then(Value::as_array).cloned().unwrap_or_default();
                    out.insert(layer.to_string(), rows.into_iter().map(|row| of_scheme(row, keep)).collect());
                }
            }
            Err(error) if error.is_notice() => notice = Some(error.to_string()),
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!(read, 1, "{}: one article is expected", file.display());
    out.insert("notice".to_string(), notice.map_or(Value::Null, Value::String));
    out
}

/// The row with the scheme's fields only, none of them null, whole numbers without a decimal part.
fn of_scheme(row: Value, keep: &[&str]) -> Value {
    let Value::Object(fields) = row else { return row };
    let kept = fields.into_iter().filter(|(name, value)| keep.contains(&name.as_str()) && !value.is_null());
    let whole = |value: Value| match value.as_f64() {
        Some(n) if n.fract() == 0.0 => Value::from(n as i64),
        // A decomposed text gives decomposed words; they are compared as the scheme says.
        _ => value.as_str().map_or(value.clone(), |text| text.nfc().collect::<String>().into()),
    };
    Value::Object(kept.map(|(name, value)| (name, whole(value))).collect())
}

/// The lines in which two layers differ: "- expected", "+ found".
fn difference(layer: &str, expected: &Value, found: &Value) -> Vec<String> {
    let rows =
        |value: &Value| value.as_array().map_or_else(|| vec![value.to_string()], |a| a.iter().map(Value::to_string).collect());
    let (expected, mut rest): (Vec<String>, Vec<String>) = (rows(expected), rows(found));
    let mut lines = Vec::new();
    for row in &expected {
        match rest.iter().position(|r| r == row) {
            Some(at) => drop(rest.remove(at)),
            None => lines.push(format!("  {layer} - {row}")),
        }
    }
    lines.extend(rest.into_iter().map(|row| format!("  {layer} + {row}")));
    lines
}

#[test]
fn each_article_gives_what_a_careful_reader_marks() {
    let folders = folders();
    assert!(folders.len() >= 12, "{} articles in {}", folders.len(), root().display());
    let mut wrong = Vec::new();
    for folder in folders {
        let slug = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let found = found(&folder);
        let path = folder.join("expected.json");
        if std::env::var_os("GIAOBAN_ACCEPT").is_some() {
            let text = serde_json::to_string_pretty(&found).unwrap_or_default();
            std::fs::write(&path, text + "\n").unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let expected: Map<String, Value> = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let mut lines: Vec<String> =
            LAYERS.iter().flat_map(|(layer, _)| difference(layer, &expected[*layer], &found[*layer])).collect();
        for name in ["title", "published"] {
            if let Some(value) = expected.get(name).filter(|value| **value != found[name]) {
                lines.push(format!("  {name} - {value}\n  {name} + {}", found[name]));
            }
        }
        // The notice names the encoding; nothing is said of a text that needed no mending.
        let said = found["notice"].as_str();
        let fits = match expected.get("notice").and_then(Value::as_str) {
            Some(encoding) => said.is_some_and(|said| said.contains(encoding)),
            None => said.is_none(),
        };
        if !fits {
            lines.push(format!("  notice - {:?}\n  notice + {said:?}", expected.get("notice")));
        }
        if !lines.is_empty() {
            wrong.push(format!("{slug}\n{}", lines.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "{} articles differ (- expected, + found):\n{}", wrong.len(), wrong.join("\n"));
}
