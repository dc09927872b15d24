//! Annotated articles as one self-contained page: no script, no request, hover or focus shows what was read.

use super::{Layer, Mark, stretches};
use crate::lang::labels::{Lang, label};
use crate::model::article::Article;
use crate::output::highlight::{clean, clean_line};

const STYLE: &str = include_str!("page.css");

/// The head of the page with the legend.
pub fn page_start(lang: Lang) -> String {
    let title = label(lang, "annotate.title");
    let legend: String = Layer::all()
        .map(|l| format!("<mark class=\"{}\">{}</mark> ", l.name(), escape(label(lang, &format!("record.{}", l.name())))))
        .collect();
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n<header>\n<h1>{title}</h1>\n<p class=\"legend\">{legend}</p>\n<p>{}</p>\n</header>\n<main>\n",
        lang.code(),
        escape(label(lang, "annotate.hint")),
    )
}

pub const fn page_end() -> &'static str {
    "</main>\n</html>\n"
}

/// One article: its text with the records marked, and the list of them.
pub fn section(article: &Article, marks: &[Mark], lang: Lang) -> String {
    let name = article.title.as_deref().unwrap_or(&article.id);
    let mut html = format!("<article>\n<h2>{}</h2>\n<p class=\"meta\">{}</p>\n", escape(&clean_line(name)), meta(article, lang));
    html += "<div class=\"text\">";
    for stretch in stretches(&article.text, marks) {
        let words = escape(&clean(&article.text[stretch.bytes.clone()]));
        match stretch.marks.first() {
            None => html += &words,
            Some(first) => {
                let told: Vec<String> = stretch.marks.iter().map(|m| escape(&clean_line(&m.told(lang)))).collect();
                html += &format!("<mark class=\"{}\" title=\"{}\">{words}</mark>", first.layer.name(), told.join("&#10;"));
            }
        }
    }
    html += "</div>\n";
    if !marks.is_empty() {
        html += &format!("<details>\n<summary>{} ({})</summary>\n<ol>\n", escape(label(lang, "annotate.records")), marks.len());
        for mark in marks {
            let told = escape(&clean_line(&mark.told(lang)));
            let words = escape(&clean_line(&article.text[mark.bytes.clone()]));
            let id = mark.record_id.as_deref().map_or_else(String::new, |id| format!("<code>{}</code> ", escape(id)));
            html += &format!("<li><mark class=\"{}\">{words}</mark> {id}{told}</li>\n", mark.layer.name(),);
        }
        html += "</ol>\n</details>\n";
    }
    html += "</article>\n";
    html
}

fn meta(article: &Article, lang: Lang) -> String {
    let published = article.published.map(|d| crate::output::number::format_date(&d.to_string(), lang));
    let mut parts: Vec<String> =
        [article.outlet.clone(), published].into_iter().flatten().map(|t| escape(&clean_line(&t))).collect();
    if let Some(url) = &article.url {
        let shown = escape(&clean_line(url));
        // Only an address of the web becomes a link.
        let web = url.starts_with("https://") || url.starts_with("http://");
        parts.push(if web { format!("<a href=\"{shown}\" rel=\"noreferrer\">{shown}</a>") } else { shown });
    }
    parts.push(escape(&clean_line(&article.id)));
    parts.join(" · ")
}

/// Text that can never become markup, also within an attribute.
fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe += "&amp;",
            '<' => safe += "&lt;",
            '>' => safe += "&gt;",
            '"' => safe += "&quot;",
            '\'' => safe += "&#39;",
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::RawArticle;

    #[test]
    fn text_of_an_article_never_becomes_markup() {
        let evil = "<script>alert(1)</script>\n\nNgày 28/6/2021, \"hội nghị\" <img src=x onerror='a'> giảm 61 biên chế & 5%.";
        let article = RawArticle { url: Some("javascript:alert(1)".into()), ..RawArticle::from_text("<b>", evil) }.finish();
        let marks = super::super::marks(&article, Lang::Vi).unwrap();
        let html = section(&article, &marks, Lang::Vi);
        assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("<b>"), "{html}");
        assert!(!html.contains("href"), "{html}");
        assert!(html.contains("<mark class=\""), "{html}");
    }

    #[test]
    fn the_page_asks_for_nothing() {
        let page = page_start(Lang::En) + page_end();
        assert!(!page.contains("http") && !page.contains("<script") && !page.contains("@import"), "{page}");
    }
}
