//! One JSON object → one raw article.

use super::Columns;
use super::error::Problem;
use super::raw::RawArticle;
use super::stamp;
use serde_json::{Map, Value};

/// The usual names of the fields, the likeliest first, in lower case.
const ID: &[&str] = &["id", "_id", "guid", "docid", "doc_id"];
const TITLE: &[&str] = &["title", "headline", "tieu_de", "tiêu đề"];
const TEXT: &[&str] = &["text", "content", "body", "article", "maintext", "full_text", "noi_dung", "nội dung", "paragraphs"];
const URL: &[&str] = &["url", "link", "href", "canonical_url", "source_url"];
const PUBLISHED: &[&str] = &[
    "published",
    "date",
    "published_at",
    "publish_date",
    "publication_date",
    "date_published",
    "datepublished",
    "published_date",
    "published_time",
    "publish_time",
    "pubdate",
    "pub_date",
    "ngay_dang",
    "ngày đăng",
];
const OUTLET: &[&str] = &["outlet", "source", "site", "publisher", "source_name", "site_name", "newspaper", "domain"];

/// Reads one object; a date that is not understood is a notice.
///
/// # Errors
/// [`Problem::BrokenJson`], [`Problem::NotAnObject`], [`Problem::NoText`] or [`Problem::Empty`].
pub(crate) fn parse(text: &str, id: &str, columns: &Columns) -> Result<(RawArticle, Option<Problem>), Problem> {
    // What stands alone in a list still carries its comma.
    let text = text.trim().trim_end_matches(',');
    let fields = match serde_json::from_str(text) {
        Ok(Value::Object(fields)) => fields,
        Ok(_) => return Err(Problem::NotAnObject),
        Err(_) if !text.starts_with('{') => return Err(Problem::NotAnObject),
        Err(error) => return Err(Problem::BrokenJson { reason: error.to_string() }),
    };
    let get = |named: &Option<String>, usual: &[&str]| find(&fields, named.as_deref(), usual);
    let title = get(&columns.title, TITLE).and_then(as_text);
    let published = get(&columns.published, PUBLISHED);
    let outlet = get(&columns.outlet, OUTLET).and_then(as_text);
    let text = match get(&columns.text, TEXT).and_then(as_text) {
        Some(text) => text,
        None if has_text_field(&fields, columns) && title.is_none() => return Err(Problem::Empty),
        None if has_text_field(&fields, columns) => String::new(),
        None => {
            let mut names: Vec<&str> = fields.keys().map(String::as_str).collect();
            names.sort_unstable();
            return Err(Problem::NoText { fields: names.join(", ") });
        }
    };
    let date = published.and_then(stamp::read_field);
    let notice = match published {
        Some(value) if date.is_none() => Some(Problem::DateNotUnderstood { value: said(value) }),
        _ => None,
    };
    let url = get(&columns.url, URL).and_then(as_text);
    let id = get(&columns.id, ID).and_then(as_id).unwrap_or_else(|| id.to_string());
    Ok((RawArticle { id, title, url, outlet, published: date, text }, notice))
}

/// The first field of a usual name that says something, or the named field.
fn find<'f>(fields: &'f Map<String, Value>, named: Option<&str>, usual: &[&str]) -> Option<&'f Value> {
    let says = |value: &&Value| match value {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty(),
        _ => true,
    };
    match named {
        Some(name) => fields.get(name).filter(says),
        None => usual.iter().find_map(|usual| {
            fields.iter().find(|(name, value)| name.to_lowercase() == *usual && says(value)).map(|(_, value)| value)
        }),
    }
}

fn has_text_field(fields: &Map<String, Value>, columns: &Columns) -> bool {
    match &columns.text {
        Some(name) => fields.contains_key(name),
        None => fields
            .iter()
            .any(|(name, value)| TEXT.contains(&name.to_lowercase().as_str()) && matches!(value, Value::Null | Value::String(_))),
    }
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

    fn read(text: &str) -> RawArticle {
        parse(text, "tin:3", &Columns::default()).unwrap().0
    }

    fn problem(text: &str) -> Problem {
        parse(text, "tin:3", &Columns::default()).unwrap_err()
    }

    #[test]
    fn fields_are_found_by_their_usual_names() {
        let article = read(
            r#"{"id": 17, "Title": "T", "content": "N", "link": "https://a.vn/1", "publish_date": "2021-06-28T08:00:00+07:00", "source": "BHG"}"#,
        );
        assert_eq!((article.id.as_str(), article.title.as_deref(), article.text.as_str()), ("17", Some("T"), "N"));
        assert_eq!((article.url.as_deref(), article.outlet.as_deref()), (Some("https://a.vn/1"), Some("BHG")));
        assert_eq!(article.published.unwrap().to_string(), "2021-06-28");
    }

    #[test]
    fn the_likeliest_name_that_says_something_wins() {
        assert_eq!(read(r#"{"body": "b", "text": "t"}"#).text, "t");
        assert_eq!(read(r#"{"text": " ", "body": "b"}"#).text, "b");
        assert_eq!(read(r#"{"text": ["một", "hai"]}"#).text, "một\n\nhai");
        assert_eq!(read(r#"{"text": "t"}"#).id, "tin:3");
    }

    #[test]
    fn a_named_column_alone_counts() {
        let columns = Columns { text: Some("Nguyên văn".into()), ..Columns::default() };
        assert_eq!(parse(r#"{"text": "t", "Nguyên văn": "n"}"#, "", &columns).unwrap().0.text, "n");
        let missing = parse(r#"{"text": "t"}"#, "", &columns).unwrap_err();
        assert_eq!(missing, Problem::NoText { fields: "text".into() });
    }

    #[test]
    fn what_is_no_article_is_said() {
        assert!(matches!(problem(r#"{"text": "a"#), Problem::BrokenJson { .. }));
        assert!(matches!(problem(r#"{"text": "\ud800"}"#), Problem::BrokenJson { .. }));
        assert_eq!(problem("[1]"), Problem::NotAnObject);
        assert_eq!(problem("xin chào"), Problem::NotAnObject);
        assert_eq!(problem(r#"{"tựa": "a", "số": 1}"#), Problem::NoText { fields: "số, tựa".into() });
        assert_eq!(problem(r#"{"text": 5}"#), Problem::NoText { fields: "text".into() });
        assert_eq!(problem(r#"{"text": "  "}"#), Problem::Empty);
    }

    #[test]
    fn a_title_without_text_is_an_article() {
        assert_eq!(read(r#"{"title": "Giảm 12 người", "text": null}"#).title.as_deref(), Some("Giảm 12 người"));
    }

    #[test]
    fn a_date_that_is_none_is_a_notice() {
        let (article, notice) = parse(r#"{"text": "t", "date": "hôm kia"}"#, "", &Columns::default()).unwrap();
        assert_eq!(article.published, None);
        assert_eq!(notice, Some(Problem::DateNotUnderstood { value: "hôm kia".into() }));
        let (_, notice) = parse(r#"{"text": "t", "date": null}"#, "", &Columns::default()).unwrap();
        assert_eq!(notice, None);
    }
}
