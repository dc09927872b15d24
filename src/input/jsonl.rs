//! One JSON object → one raw article.

use super::Options;
use super::error::Problem;
use super::fields;
use super::raw::RawArticle;
use serde_json::Value;

/// Reads one object; a date that is not understood is a notice.
///
/// # Errors
/// [`Problem::BrokenJson`], [`Problem::NotAnObject`], and those of [`fields::article`].
pub(crate) fn parse(text: &str, id: &str, options: &Options) -> Result<(RawArticle, Option<Problem>), Problem> {
    // What stands alone in a list still carries its comma.
    let text = text.trim().trim_end_matches(',');
    match serde_json::from_str(text) {
        Ok(Value::Object(fields)) => fields::article(&fields, id, options),
        Ok(_) => Err(Problem::NotAnObject),
        Err(_) if !text.starts_with('{') => Err(Problem::NotAnObject),
        Err(error) => Err(Problem::BrokenJson { reason: error.to_string() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Columns;

    fn read(text: &str) -> RawArticle {
        parse(text, "tin:3", &Options::default()).unwrap().0
    }

    fn problem(text: &str) -> Problem {
        parse(text, "tin:3", &Options::default()).unwrap_err()
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
        let columns = Options { columns, ..Options::default() };
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
        let (article, notice) = parse(r#"{"text": "t", "date": "hôm kia"}"#, "", &Options::default()).unwrap();
        assert_eq!(article.published, None);
        assert_eq!(notice, Some(Problem::DateNotUnderstood { value: "hôm kia".into() }));
        let (_, notice) = parse(r#"{"text": "t", "date": null}"#, "", &Options::default()).unwrap();
        assert_eq!(notice, None);
    }
}
