use super::*;
use crate::input::{Input, Options, RawArticle, articles};
use crate::model::article::Article;
use crate::pipeline::extract;
use serde_json::Value;

const PORTAL: (&str, &str) = (include_str!("../../../tests/pages/portal.html"), include_str!("../../../tests/pages/portal.txt"));
const NEWSPAPER: (&str, &str) =
    (include_str!("../../../tests/pages/newspaper.html"), include_str!("../../../tests/pages/newspaper.txt"));

fn finish(html: &str) -> Article {
    let HtmlArticle { title, outlet, published, url, text } = read_page(html).unwrap();
    RawArticle { id: "x".into(), title, url, outlet, published, text }.finish()
}

/// The records of an article by content: without places in the text and without ids, which follow from them.
fn contents(article: &Article) -> Value {
    fn strip(value: &mut Value) {
        match value {
            Value::Array(items) => items.iter_mut().for_each(strip),
            Value::Object(fields) => {
                fields.retain(|name, _| {
                    !name.ends_with("id")
                        && !name.ends_with("ids")
                        && !matches!(name.as_str(), "start" | "end" | "span" | "spans" | "evidence_start")
                });
                fields.values_mut().for_each(strip);
            }
            // A page joins words by a no-break space where a saved text has a plain one.
            Value::String(text) => *text = text.replace('\u{A0}', " "),
            _ => {}
        }
    }
    let mut records = serde_json::to_value(extract(article)).unwrap();
    for name in ["url", "outlet", "places", "dates"] {
        records.as_object_mut().unwrap().remove(name);
    }
    strip(&mut records);
    records
}

#[test]
fn a_page_and_its_saved_text_give_the_same_records() {
    const TABLES: [&str; 5] = ["meetings", "staffing", "documents", "quantities", "progress"];
    let mut found = [0; 5];
    for (html, text) in [PORTAL, NEWSPAPER] {
        let (page, saved) = (finish(html), RawArticle::from_text("x", text).finish());
        assert_eq!((&page.title, page.published), (&saved.title, saved.published));
        let (page, saved) = (contents(&page), contents(&saved));
        for (sum, table) in found.iter_mut().zip(TABLES) {
            assert_eq!(page[table], saved[table], "{table}");
            *sum += page[table].as_array().map_or(0, Vec::len);
        }
        assert_eq!(page, saved);
    }
    // Equal because both are there, not because both are empty.
    assert!(found[..4].iter().all(|n| *n > 0), "{found:?}");
}

#[test]
fn what_stands_around_the_article_is_left_out() {
    for (html, words) in [
        (PORTAL.0, ["Nguyên Bình", "Xã tôi", "Cải cách hành chính", "truy cập", "Giấy phép", "VIEWSTATE", "document.write"]),
        (NEWSPAPER.0, ["giảm 500", "Xã tôi", "Cao Lộc", "Giá nông sản", "Giấy phép", "Facebook", "Kinh tế"]),
    ] {
        let text = finish(html).text;
        for word in words {
            assert!(!text.contains(word), "{word}: {text}");
        }
    }
    assert!(finish(NEWSPAPER.0).text.contains("Quang cảnh cuộc họp giao ban tại điểm cầu"));
    assert!(finish(PORTAL.0).text.contains("Toàn cảnh hội nghị giao ban."));
}

#[test]
fn the_head_gives_outlet_address_and_date() {
    let article = finish(NEWSPAPER.0);
    assert_eq!((article.outlet.as_deref(), article.outlet_province.as_deref()), (Some("Báo Lạng Sơn"), Some("20")));
    assert!(article.url.is_some_and(|url| url.starts_with("https://baolangson.vn/giao-ban")));
    // Without a date in the head, the one printed below the title; never that of the visit above.
    let mut html = NEWSPAPER.0.to_string();
    html = html.replace("datePublished", "x").replace("<time datetime=", "<span title=").replace("</time>", "</span>");
    assert_eq!(finish(&html).published.map(|date| date.to_string()).as_deref(), Some("2025-04-16"));
}

#[test]
fn a_lead_outside_the_main_text_is_kept() {
    let body = "<p>Tại hội nghị, các đại biểu đã thảo luận nhiều nội dung về sắp xếp bộ máy, biên chế, trụ sở, tài sản công.</p>"
        .repeat(9);
    let lead = "Sáng 4/7/2018, Huyện ủy Bảo Lạc tổ chức hội nghị giao ban quý II với các tổ chức cơ sở đảng.";
    let html = format!(
        "<html><head><title>Huyện ủy họp giao ban quý II</title></head><body><div class=head><h1>Huyện ủy họp giao ban quý II</h1>\
         <div>08:00 05/07/2018</div><div class=sapo>{lead}</div></div><div><div><div class=content>{body}</div></div></div></body></html>"
    );
    let article = finish(&html);
    assert!(
        article.text.starts_with(&format!("Huyện ủy họp giao ban quý II\n\n{lead}\n\nTại hội nghị")),
        "{:.300}",
        article.text
    );
    assert_eq!(article.text.matches(lead).count(), 1);
    assert_eq!(article.published.map(|date| date.to_string()).as_deref(), Some("2018-07-05"));
}

#[test]
fn small_and_broken_pages_are_read() {
    for (html, expected) in [
        ("<html><body><p>Sáng 4/7/2018, huyện họp giao ban.</p></body></html>", "Sáng 4/7/2018, huyện họp giao ban."),
        ("<p>Sáng 4/7, huyện <b>họp<p>Giảm 5 người", "Sáng 4/7, huyện họp\n\nGiảm 5 người"),
        ("<html><head><title>", ""),
        ("<body><div id=app></div><script>render()</script></body>", ""),
        ("<html><frameset><frame src=a></frameset></html>", ""),
    ] {
        match read_page(html) {
            Ok(page) => assert_eq!(page.text, expected, "{html}"),
            Err(problem) => assert_eq!((problem, expected), (Problem::HtmlNoText, ""), "{html}"),
        }
    }
}

#[test]
fn what_is_built_to_be_slow_ends() {
    let refused = |html: &str| matches!(read_page(html), Err(Problem::HtmlDepth { .. } | Problem::HtmlSize { .. }));
    assert!(refused(&"<div>".repeat(1_000_000)));
    assert!(refused(&"<p>tin</p>".repeat(500_000)));
    assert!(refused(&"<b><i><font size=1>x<p>".repeat(200_000)));
    assert!(refused(&"<table><tr><td>".repeat(100_000)));
    let few = |name: usize| format!("<p{}>", (0..4_000).map(|n| format!(" a{name}-{n}")).collect::<String>());
    assert!(refused(&(0..20).map(few).collect::<String>()));
    let attributes: String = (0..10_000).map(|n| format!(" data-{n}=\"{n}\"")).collect();
    let page = NEWSPAPER.0.replace("<article class=\"article-detail\"", &format!("<article{attributes}"));
    assert_eq!(finish(&page).text, finish(NEWSPAPER.0).text);
    // As deep and as long as is let through, on the small stack of a thread.
    let deep = format!("{}<p>{}</p>{}", "<div>".repeat(390), "Huyện họp giao ban. ".repeat(50), "</div>".repeat(390));
    let long = format!("<div>{}</div>", "<p>Sáng nay, huyện họp giao ban, giảm 5 người.</p>".repeat(40_000));
    let read = std::thread::spawn(move || (read_page(&deep), read_page(&long))).join().unwrap();
    assert!(read.0.unwrap().text.starts_with("Huyện họp giao ban."));
    assert!(read.1.unwrap().text.len() > 1_000_000);
}

#[test]
fn pages_come_as_files_packed_and_in_fields() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let expected = finish(NEWSPAPER.0).text;
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut packed, NEWSPAPER.0.as_bytes()).unwrap();
    std::fs::write(at("a.html"), NEWSPAPER.0).unwrap();
    std::fs::write(at("b.HTM.gz"), packed.finish().unwrap()).unwrap();
    std::fs::write(at("c"), format!("\u{FEFF}\n{}", NEWSPAPER.0)).unwrap();
    let utf16: Vec<u8> = NEWSPAPER.0.encode_utf16().flat_map(u16::to_le_bytes).collect();
    std::fs::write(at("d.xhtml"), [&[0xFF, 0xFE], utf16.as_slice()].concat()).unwrap();
    let line = serde_json::json!({"id": "e", "html": NEWSPAPER.0, "date": "2025-05-01", "url": "https://a.example.vn/1"});
    std::fs::write(at("e.jsonl"), line.to_string()).unwrap();
    std::fs::write(at("f.json"), r#"{"id": "f", "title": "Tin", "content": "<p>Huyện họp.</p><p>Giảm 5&nbsp;người.</p>"}"#)
        .unwrap();
    std::fs::write(at("g.html"), "<body><script>x</script></body>").unwrap();
    std::fs::write(at("h.html"), "<div>".repeat(5000)).unwrap();
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for item in articles(&[Input::from(folder.path())], &Options::default()) {
        match item {
            Ok(article) => good.push(article),
            Err(error) => bad.push(error.label_key()),
        }
    }
    assert_eq!(good.iter().map(|a| a.id.as_str()).collect::<Vec<_>>(), ["a", "b", "c", "d", "e", "f"]);
    assert!(good[..5].iter().all(|article| article.text == expected));
    // What a field says goes before the page.
    assert_eq!(good[4].published.map(|date| date.to_string()).as_deref(), Some("2025-05-01"));
    assert_eq!(good[4].url.as_deref(), Some("https://a.example.vn/1"));
    assert_eq!(good[5].text, "Tin\n\nHuyện họp.\n\nGiảm 5\u{A0}người.");
    assert_eq!(bad, ["input.html_no_text", "input.html_depth"]);
}

#[test]
fn text_that_only_looks_like_markup_is_left_alone() {
    for text in ["< 5 người</b>", "<<Xem thêm>>", "Huyện <b>họp</b>", "<5% kế hoạch, </p>", "<Ảnh: TTXVN> Huyện họp"]
    {
        assert!(!is_markup(text), "{text}");
    }
    assert!(is_markup(" <div>a</div>") && is_markup("<!doctype html><p>a"));
    assert!(is_page(b"\n<!DOCTYPE HTML><p>") && is_page(b"<?xml version='1.0'?>\n<html>") && !is_page(b"<p>a</p>"));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(400))]

    /// Whatever the tags, a page is read or refused, and what is read has no markup left in it.
    #[test]
    fn any_soup_of_tags_is_read_or_refused(parts in proptest::collection::vec(proptest::sample::select(SOUP), 0..120)) {
        let html = parts.concat();
        if let Ok(page) = read_page(&html) {
            proptest::prop_assert!(!page.text.trim().is_empty());
            // The content of CDATA in a drawing is text: what looks like a tag there is none.
            let tag = page.text.contains("<td") && !html.contains("<![CDATA[");
            proptest::prop_assert!(!tag, "{}", page.text);
            RawArticle { title: page.title, text: page.text, ..RawArticle::default() }.finish();
        }
        let _ = read_fragment(&html);
    }
}

const SOUP: &[&str] = &[
    "<html>",
    "<head>",
    "<title>",
    "</title>",
    "<body>",
    "<div class=\"content\">",
    "</div>",
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<a href=x>",
    "</a>",
    "<table>",
    "</table>",
    "<tr>",
    "<td>",
    "</td>",
    "<ul>",
    "<li>",
    "</ul>",
    "<br>",
    "<h1>",
    "</h1>",
    "<figure>",
    "<figcaption>",
    "</figure>",
    "<svg>",
    "</svg>",
    "<template>",
    "</template>",
    "<select>",
    "<form>",
    "</form>",
    "<script>",
    "</script>",
    "<style>",
    "</style>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "&nbsp;",
    "&#0;",
    "<noscript>",
    "<img src=a.jpg>",
    "<frameset>",
    "<pre>",
    "</pre>",
    "<meta property=og:title content=Tin>",
    "<object>",
    "<math><mi>",
    "\0",
    "Sáng 4/7/2018, Huyện ủy họp giao ban quý II, triển khai nhiệm vụ quý III năm 2018. ",
    "Giảm 12 người. ",
    "\r\n",
    "\t",
];
