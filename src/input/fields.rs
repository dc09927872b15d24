//! Named fields (of a JSON object, or of a row of a table) → one raw article.

use super::error::Problem;
use super::html::{self, HtmlArticle};
use super::raw::RawArticle;
use super::stamp;
use super::words::fold;
use super::{Columns, Options};
use serde_json::{Map, Value};
use std::borrow::Cow;

/// The usual names of the fields, the likeliest first, as [`key`] gives them.
const ID: &[&str] = &["id", "guid", "docid", "articleid", "mãbài", "mabai", "mã"];
const TITLE: &[&str] = &["title", "headline", "tiêuđề", "tieude", "tênbài", "tenbai", "tít"];
const TEXT: &[&str] = &[
    "text",
    "content",
    "body",
    "article",
    "maintext",
    "fulltext",
    "articlebody",
    "nộidung",
    "noidung",
    "nộidungbài",
    "nộidungbàiviết",
    "bàiviết",
    "baiviet",
    "vănbản",
    "paragraphs",
];
/// Fields that hold a page or the markup of an article, where none holds its text.
const HTML: &[&str] = &["html", "rawhtml", "contenthtml", "htmlcontent", "bodyhtml", "pagehtml"];
const URL: &[&str] = &["url", "link", "href", "canonicalurl", "sourceurl", "đườngdẫn", "duongdan", "liênkết", "lienket"];
const PUBLISHED: &[&str] = &[
    "published",
    "date",
    "publishedat",
    "publishdate",
    "publicationdate",
    "datepublished",
    "publisheddate",
    "publishedtime",
    "publishtime",
    "pubdate",
    "ngàyđăng",
    "ngaydang",
    "ngàyxuấtbản",
    "ngayxuatban",
    "thờigianđăng",
    "ngày",
];
const OUTLET: &[&str] = &[
    "outlet",
    "source",
    "site",
    "publisher",
    "sourcename",
    "sitename",
    "newspaper",
    "domain",
    "nguồn",
    "nguon",
    "tênbáo",
    "báo",
];

/// Reads an article from its fields; a date that is not understood is a notice.
///
/// # Errors
/// [`Problem::NoText`], [`Problem::Empty`], [`Problem::TooLarge`], or those of [`html::read_page`].
pub(crate) fn article(
    fields: &Map<String, Value>,
    id: &str,
    options: &Options,
) -> Result<(RawArticle, Option<Problem>), Problem> {
    let columns = &options.columns;
    let get = |named: &Option<String>, usual: &[&str]| find(fields, named.as_deref(), usual);
    let title = get(&columns.title, TITLE).and_then(as_text);
    let published = get(&columns.published, PUBLISHED);
    let outlet = get(&columns.outlet, OUTLET).and_then(as_text);
    let text = get(&columns.text, TEXT).or_else(|| get(&columns.text, HTML)).and_then(as_text);
    let text = match text {
        Some(text) => text,
        None if has_text_field(fields, columns) && title.is_none() => return Err(Problem::Empty),
        None if has_text_field(fields, columns) => String::new(),
        None => return Err(no_text(fields.keys().map(String::as_str))),
    };
    let too_large = |text: &str| text.len() + title.as_ref().map_or(0, String::len) > options.max_article_bytes;
    if too_large(&text) {
        return Err(Problem::TooLarge { limit: options.max_article_bytes });
    }
    let page = if !html::is_markup(&text) {
        HtmlArticle { text, ..HtmlArticle::default() }
    } else if html::is_page(text.as_bytes()) {
        html::read_page(&text)?
    } else {
        HtmlArticle { text: html::read_fragment(&text)?, ..HtmlArticle::default() }
    };
    let date = published.and_then(stamp::read_field);
    let notice = match published {
        Some(value) if date.is_none() => Some(Problem::DateNotUnderstood { value: said(value) }),
        _ => None,
    };
    let url = get(&columns.url, URL).and_then(as_text);
    let id = get(&columns.id, ID).and_then(as_id).unwrap_or_else(|| id.to_string());
    // What a field says goes before what the page says.
    let article = RawArticle {
        id,
        title: title.or(page.title),
        url: url.or(page.url),
        outlet: outlet.or(page.outlet),
        published: date.or(page.published),
        text: page.text,
    };
    let (article, mended) = article.mended()?;
    Ok((article, notice.or(mended)))
}

/// The id that a row gives its article.
#[cfg(feature = "cli")]
pub(crate) fn id(fields: &Map<String, Value>, options: &Options) -> Option<String> {
    find(fields, options.columns.id.as_deref(), ID).and_then(as_id)
}

/// The columns of a table that an article is read from, among `names`.
///
/// # Errors
/// [`Problem::NoText`] where none holds the text.
pub(crate) fn used<'n>(names: &[&'n str], columns: &Columns) -> Result<Vec<&'n str>, Problem> {
    let all = |named: &Option<String>, usual: &[&str]| -> Vec<&'n str> {
        names.iter().copied().filter(|name| is_named(name, named.as_deref(), usual)).collect()
    };
    let mut texts = all(&columns.text, TEXT);
    texts.extend(all(&columns.text, HTML));
    if texts.is_empty() {
        return Err(no_text(names.iter().copied()));
    }
    let others = [
        all(&columns.id, ID),
        all(&columns.title, TITLE),
        all(&columns.url, URL),
        all(&columns.published, PUBLISHED),
        all(&columns.outlet, OUTLET),
    ];
    let mut used: Vec<&str> = texts.into_iter().chain(others.into_iter().flatten()).collect();
    used.sort_unstable();
    used.dedup();
    Ok(used)
}

/// What a column is read for.
#[cfg(feature = "cli")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    Text,
    Id,
    Date,
    Other,
}

/// What the column of this name is read for.
#[cfg(feature = "cli")]
pub(crate) fn use_of(name: &str, columns: &Columns) -> Use {
    let is = |named: &Option<String>, usual: &[&str]| is_named(name, named.as_deref(), usual);
    if is(&columns.text, &[TEXT, HTML].concat()) {
        Use::Text
    } else if is(&columns.published, PUBLISHED) {
        Use::Date
    } else if is(&columns.id, ID) {
        Use::Id
    } else {
        Use::Other
    }
}

fn no_text<'n>(names: impl Iterator<Item = &'n str>) -> Problem {
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    Problem::NoText { fields: names.join(", ") }
}

/// A name as it is compared: "Publish_Date" and "publishDate" are one, "Tiêu đề" and "tiêu_đề" too.
fn key(name: &str) -> Cow<'_, str> {
    if name.bytes().all(|b| b.is_ascii_lowercase()) {
        return name.into();
    }
    fold(name).chars().filter(|c| c.is_alphanumeric()).collect()
}

fn is_named(name: &str, named: Option<&str>, usual: &[&str]) -> bool {
    match named {
        Some(named) => name == named || key(name) == key(named),
        None => usual.contains(&&*key(name)),
    }
}

/// The first field of a usual name that says something, or the named field.
fn find<'f>(fields: &'f Map<String, Value>, named: Option<&str>, usual: &[&str]) -> Option<&'f Value> {
    let says = |value: &&Value| match value {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty(),
        _ => true,
    };
    match named {
        Some(named) => fields
            .get(named)
            .or_else(|| fields.iter().find(|(name, _)| key(name) == key(named)).map(|(_, value)| value))
            .filter(says),
        None => {
            let place = |name: &str| {
                let key = key(name);
                usual.iter().position(|usual| *usual == key)
            };
            let named = fields.iter().filter_map(|(name, value)| Some((place(name)?, value)));
            named.filter(|(_, value)| says(value)).min_by_key(|(place, _)| *place).map(|(_, value)| value)
        }
    }
}

fn has_text_field(fields: &Map<String, Value>, columns: &Columns) -> bool {
    let text = |value: &Value| matches!(value, Value::Null | Value::String(_)) || columns.text.is_some();
    fields.iter().any(|(name, value)| is_named(name, columns.text.as_deref(), &[TEXT, HTML].concat()) && text(value))
}

/// A string, or a list of paragraphs.
fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(parts) if !parts.is_empty() => {
            let parts: Option<Vec<&str>> = parts.iter().map(Value::as_str).collect();
            parts.map(|parts| parts.join("\n\n"))
        }
        _ => None,
    }
}

fn as_id(value: &Value) -> Option<String> {
    match value {
        Value::String(id) => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}

fn said(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_usual_name_is_written_as_it_is_compared() {
        for name in [ID, TITLE, TEXT, HTML, URL, PUBLISHED, OUTLET].concat() {
            assert_eq!(key(name), name);
        }
    }

    #[test]
    fn names_are_the_same_however_they_are_written() {
        for name in ["Ngày đăng", "ngay_dang", "NGÀY-ĐĂNG", "Nga\u{300}y đăng", "publishDate", "Publish_Date"] {
            let fields = [(name.to_string(), Value::from("2019-05-03")), ("Nội dung".to_string(), Value::from("n"))];
            let (article, _) = article(&fields.into_iter().collect(), "", &Options::default()).unwrap();
            assert_eq!(article.published.map(|d| d.to_string()).as_deref(), Some("2019-05-03"), "{name}");
        }
    }

    #[test]
    fn the_columns_of_a_table_that_are_of_use() {
        let names = ["stt", "Tiêu đề", "Nội dung", "Đường dẫn", "ảnh"];
        assert_eq!(used(&names, &Columns::default()).unwrap(), ["Nội dung", "Tiêu đề", "Đường dẫn"]);
        let named = Columns { text: Some("ảnh".into()), ..Columns::default() };
        assert_eq!(used(&names, &named).unwrap(), ["Tiêu đề", "Đường dẫn", "ảnh"]);
        let problem = Problem::NoText { fields: "stt".into() };
        assert_eq!(used(&["stt"], &Columns::default()), Err(problem));
    }
}
