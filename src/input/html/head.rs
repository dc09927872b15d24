//! What a page says of itself: title, site, day of publication, address, from `<meta>`, JSON-LD and headings.

use super::tokens::{self, Reader, attribute};
use crate::input::stamp;
use crate::input::words::fold;
use crate::model::date::PartialDate;
use html5ever::tokenizer::Tag;
use serde_json::Value;

/// Headings that may be the title.
const MOST_HEADINGS: usize = 40;
const HEADINGS: &[&str] = &["h1", "h2", "h3"];
/// Names of `<meta>` that hold the day of publication, the likeliest first.
const DATES: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "pubdate",
    "publishdate",
    "publish-date",
    "published_time",
    "publication_date",
    "article.published",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "date",
];

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    pub title: Option<String>,
    /// The title is the window's, which may be that of the whole site.
    pub of_window: bool,
    pub site: Option<String>,
    pub published: Option<PartialDate>,
    pub url: Option<String>,
}

pub(super) fn read(html: &str) -> Head {
    let found = tokens::read(html, Found::default());
    let ld = found.linked_data();
    let named = |name: &str| found.meta(name);
    let site = named("og:site_name").or(ld.site).map(|s| one_line(&s));
    let own = ld.title.or_else(|| named("og:title")).or_else(|| named("twitter:title"));
    let window = own.is_none();
    let candidate = own.or_else(|| found.window.clone()).map(|title| one_line(&title)).filter(|title| !title.is_empty());
    let heading = candidate.as_deref().and_then(|title| found.heading_of(title));
    let of_window = window && heading.is_none();
    let title = heading.or_else(|| candidate.map(|title| without_site(&title, site.as_deref())));
    let date = |value: String| stamp::read_field(&Value::String(value));
    Head {
        title,
        of_window,
        published: DATES[..2]
            .iter()
            .find_map(|name| named(name))
            .and_then(date)
            .or_else(|| ld.published.and_then(date))
            .or_else(|| DATES[2..].iter().filter_map(|name| named(name)).find_map(date))
            .or_else(|| found.time.clone().and_then(date)),
        url: found.canonical.clone().or_else(|| named("og:url")).or(ld.url).filter(|url| is_absolute(url)),
        site,
    }
}

fn is_absolute(url: &str) -> bool {
    url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).is_some_and(|rest| rest.contains('.'))
}

pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A title without the name of the site behind it: "Huyện họp giao ban | Báo Cao Bằng".
fn without_site(title: &str, site: Option<&str>) -> String {
    let Some(site) = site.map(fold) else { return title.to_string() };
    let cut = [" | ", " - ", " – ", " — ", " :: "].iter().filter_map(|mark| title.rsplit_once(mark));
    cut.filter(|(before, after)| fold(after) == site && !before.trim().is_empty())
        .map(|(before, _)| before.trim().to_string())
        .next()
        .unwrap_or_else(|| title.to_string())
}

#[derive(Default)]
struct Found {
    /// Names and contents, in order.
    metas: Vec<(String, String)>,
    canonical: Option<String>,
    window: Option<String>,
    headings: Vec<String>,
    scripts: Vec<String>,
    time: Option<String>,
    /// The element whose text is taken.
    inside: Option<&'static str>,
}

#[derive(Default)]
struct LinkedData {
    title: Option<String>,
    site: Option<String>,
    published: Option<String>,
    url: Option<String>,
}

impl Found {
    fn meta(&self, name: &str) -> Option<String> {
        self.metas.iter().find(|(n, value)| n == name && !value.trim().is_empty()).map(|(_, value)| value.trim().to_string())
    }

    /// The heading that the head's title repeats, perhaps with the site's name added to it.
    fn heading_of(&self, title: &str) -> Option<String> {
        const LEAST: usize = 12;
        let title = fold(title);
        let fits = |heading: &&String| {
            let heading = fold(heading);
            heading == title || heading.chars().count() >= LEAST && title.contains(heading.as_str())
        };
        self.headings.iter().filter(fits).max_by_key(|heading| heading.len()).cloned()
    }

    fn linked_data(&self) -> LinkedData {
        let mut data = LinkedData::default();
        for script in &self.scripts {
            // Line ends inside strings stand in many pages, though JSON has none there.
            let script: String = script.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            let Ok(value) = serde_json::from_str::<Value>(script.trim().trim_end_matches(';')) else { continue };
            let many = match &value {
                Value::Array(many) => many.iter().collect(),
                one => match one.get("@graph").and_then(Value::as_array) {
                    Some(many) => many.iter().collect(),
                    None => vec![one],
                },
            };
            let article = many.into_iter().find(|item| {
                let kind = item.get("@type");
                let kinds = kind.and_then(Value::as_array).cloned().unwrap_or_else(|| kind.cloned().into_iter().collect());
                kinds.iter().filter_map(Value::as_str).any(|kind| kind.ends_with("Article") || kind == "BlogPosting")
            });
            let Some(article) = article else { continue };
            let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_string);
            data.title = data.title.or_else(|| text(article.get("headline")).or_else(|| text(article.get("name"))));
            data.published = data.published.or_else(|| text(article.get("datePublished")));
            data.site = data.site.or_else(|| text(article.get("publisher").and_then(|p| p.get("name").or(Some(p)))));
            let page = article.get("mainEntityOfPage");
            data.url = data
                .url
                .or_else(|| text(article.get("url")).or_else(|| text(page)).or_else(|| text(page.and_then(|p| p.get("@id")))));
        }
        // Contents of scripts are no markup, but many pages write it as if they were.
        let unescape = |text: String| super::text::render(&text, super::text::Part::All);
        LinkedData { title: data.title.map(unescape), site: data.site.map(unescape), ..data }
    }
}

impl Reader for Found {
    fn open(&mut self, name: &str, tag: &Tag) {
        let take = |value: Option<&str>| value.map(|v| v.trim().to_string()).filter(|v| !v.is_empty());
        if let Some(property) = attribute(tag, "itemprop").filter(|p| p.eq_ignore_ascii_case("datePublished")) {
            let value = take(attribute(tag, "content")).or_else(|| take(attribute(tag, "datetime")));
            self.metas.extend(value.map(|value| (property.to_lowercase(), value)));
        }
        match name {
            "meta" => {
                let named = ["property", "name"].iter().find_map(|key| take(attribute(tag, key)));
                self.metas.extend(named.zip(take(attribute(tag, "content"))).map(|(name, value)| (name.to_lowercase(), value)));
            }
            "link" if attribute(tag, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                self.canonical = self.canonical.take().or_else(|| take(attribute(tag, "href")));
            }
            "time" if attribute(tag, "pubdate").is_some() => {
                self.time = self.time.take().or_else(|| take(attribute(tag, "datetime")));
            }
            "title" if self.window.is_none() => {
                self.window = Some(String::new());
                self.inside = Some("title");
            }
            "script" if attribute(tag, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("application/ld+json")) => {
                self.scripts.push(String::new());
                self.inside = Some("script");
            }
            _ => {
                if let Some(heading) = HEADINGS.iter().find(|heading| **heading == name)
                    && self.headings.len() < MOST_HEADINGS
                {
                    self.headings.push(String::new());
                    self.inside = Some(heading);
                }
            }
        }
    }

    fn close(&mut self, name: &str) {
        if self.inside == Some(name) {
            self.inside = None;
            if HEADINGS.contains(&name)
                && let Some(heading) = self.headings.last_mut()
            {
                *heading = one_line(heading);
                if heading.is_empty() {
                    self.headings.pop();
                }
            }
        }
    }

    fn text(&mut self, text: &str) {
        let target = match self.inside {
            None => return,
            Some("title") => self.window.as_mut(),
            Some("script") => self.scripts.last_mut(),
            Some(_) => self.headings.last_mut(),
        };
        if let Some(target) = target {
            target.push_str(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn published(html: &str) -> Option<String> {
        read(html).published.map(|date| date.to_string())
    }

    #[test]
    fn the_head_of_a_newspaper_page() {
        let head = read(
            r#"<head><title>Huyện họp giao ban quý II | Báo X</title>
            <meta property="og:title" content="Huyện họp giao ban quý II &amp; III - Báo X">
            <meta property="og:site_name" content="Báo X"><link rel="canonical" href="https://bao.example.vn/1.html">
            <script type="application/ld+json">{"@context": "x", "@graph": [{"@type": "WebSite", "name": "Báo"},
            {"@type": ["NewsArticle"], "headline": "Huyện họp giao ban quý II &amp; III",
             "description": "dòng một
             dòng hai", "datePublished": "2019-05-02T20:00:00Z", "publisher": {"name": "Báo Y"}}]}</script></head>"#,
        );
        assert_eq!(head.title.as_deref(), Some("Huyện họp giao ban quý II & III"));
        assert_eq!((head.site.as_deref(), head.url.as_deref()), (Some("Báo X"), Some("https://bao.example.vn/1.html")));
        // 20:00 in Greenwich is the next morning in Vietnam.
        assert_eq!(head.published.unwrap().to_string(), "2019-05-03");
        assert!(!head.of_window);
    }

    #[test]
    fn the_heading_is_the_title_where_the_head_repeats_it() {
        let head = read("<title>Báo X - Huyện họp giao ban - Chính trị</title><h1>Báo X</h1><h2>Huyện họp\n<b>giao ban</b></h2>");
        assert_eq!((head.title.as_deref(), head.of_window), (Some("Huyện họp giao ban"), false));
        let head = read("<title>Cổng thông tin điện tử huyện A</title><h1>Logo</h1>");
        assert_eq!((head.title.as_deref(), head.of_window), (Some("Cổng thông tin điện tử huyện A"), true));
        let head = read(r#"<meta property="og:site_name" content="báo x"><meta property="og:title" content="Xã họp - Báo X">"#);
        assert_eq!(head.title.as_deref(), Some("Xã họp"));
    }

    #[test]
    fn dates_of_every_usual_place() {
        for html in [
            r#"<meta property="article:published_time" content="2019-05-03T08:00:00+07:00">"#,
            r#"<meta name="pubdate" content="2019-05-03 08:00:00">"#,
            r#"<meta itemprop="datePublished" content="2019-05-03">"#,
            r#"<span itemprop="datePublished" content="03/05/2019 08:00">hôm qua</span>"#,
            r#"<time datetime="2019-05-03" pubdate>3/5</time>"#,
            r#"<script type="application/ld+json">[{"@type":"Article","datePublished":"2019-05-03"}]</script>"#,
            r#"<meta property="article:published_time" content="2019-05-03"><meta name="date" content="2020-01-01">"#,
        ] {
            assert_eq!(published(html).as_deref(), Some("2019-05-03"), "{html}");
        }
        for html in [
            r#"<meta property="article:modified_time" content="2019-05-03">"#,
            r#"<time datetime="2019-05-03">ngày họp</time>"#,
            r#"<script type="application/ld+json">{"@type":"Article","datePublished":</script>"#,
            r#"<script type="application/ld+json">{"@type":"Event","datePublished":"2019-05-03"}</script>"#,
            r#"<meta property="article:published_time" content="hôm qua">"#,
        ] {
            assert_eq!(published(html), None, "{html}");
        }
    }
}
