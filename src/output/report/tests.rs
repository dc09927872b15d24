//! The report as a reader has it: its numbers, its links, and nothing that could act.

use super::{ReportOptions, build};
use crate::frame::Tables;
use crate::lang::labels::Lang;
use crate::model::record::ArticleRecords;
use crate::model::tag::*;
use crate::stats::make::article;
use rustc_hash::{FxHashMap, FxHashSet};

const HOSTILE: &str =
    "<script>alert(1)</script><img src=x onerror=alert(2)> **a** | [b](javascript:alert(3)) {{ page }} \u{1b}[31m";

/// Two articles on one briefing, a cut and its target, a cut of the country, a congress count, a citation.
fn records() -> Vec<ArticleRecords> {
    let one = article("a1", "Báo Một", "2021-06-29")
        .meets("2021-06-28", MeetingKind::Briefing, Level::Central, "nation", |m| {
            m.name = Some("hội nghị giao ban quý II".into());
            m.mode = Mode::Online;
        })
        .cuts(StaffingSubject::Staff, "20", "2021-06", 61.0, |s| {
            let text = "Toàn tỉnh đã giảm 61 biên chế so với năm trước.";
            s.ground.evidence = Some(text.into());
            (s.ground.start, s.ground.end, s.ground.evidence_start) = (Some(110), Some(125), Some(100));
        })
        .cuts(StaffingSubject::Staff, "20", "2021", 0.0, |s| {
            s.status = StaffingStatus::Target;
            s.percent = Some(10.0);
        })
        .has_done(ProgressSubject::GrassrootsPartyOrg, "01", "2020-06-16", (81.0, 82.0), |_| {})
        .cites(DocumentType::Resolution, "18-NQ/TW", "nation");
    let mut two = article("a2", "Báo Hai", "2021-06-30")
        .meets("2021-06-28", MeetingKind::Briefing, Level::Central, "nation", |m| {
            m.name = Some("hội nghị giao ban quý II".into());
        })
        .cuts(StaffingSubject::Staff, "04", "2021-06", 39.0, |_| {})
        .cuts(StaffingSubject::Staff, "nation", "2021-06", 5000.0, |_| {});
    two.url = Some("https://example.vn/bai?a=1&b=\"2\"".into());
    vec![one, two]
}

fn files(records: &[ArticleRecords], options: &ReportOptions) -> FxHashMap<String, String> {
    let tables = Tables::from_records(records).unwrap();
    let files = build(&tables, options).unwrap();
    files.into_iter().filter_map(|(name, bytes)| Some((name, String::from_utf8(bytes).ok()?))).collect()
}

fn html(records: &[ArticleRecords], options: &ReportOptions) -> String {
    files(records, options).remove("report.html").unwrap()
}

/// The values of an attribute, in order.
fn attributes<'h>(html: &'h str, name: &str) -> Vec<&'h str> {
    let pattern = format!(" {name}=\"");
    html.split(&pattern).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// The text between two marks, after `from`.
fn between<'h>(html: &'h str, from: &str, start: &str, end: &str) -> &'h str {
    let at = html.find(from).unwrap_or_else(|| panic!("no {from}"));
    let rest = &html[at..];
    let start = rest.find(start).map(|s| s + start.len()).unwrap();
    &rest[start..start + rest[start..].find(end).unwrap()]
}

#[test]
fn the_same_data_gives_the_same_bytes() {
    let mut records = records();
    let vi = ReportOptions::new(Lang::Vi);
    let tables = |records: &[ArticleRecords]| build(&Tables::from_records(records).unwrap(), &vi).unwrap();
    let first = tables(&records);
    assert!(first.iter().any(|f| f.0 == "charts/overview_region.png"));
    assert!(first.iter().any(|f| f.0 == "tables/meetings_kind.csv"));
    // A workbook is a ZIP archive.
    assert!(first.iter().any(|f| f.0 == "report.xlsx" && f.1.starts_with(b"PK")));
    assert!(first == tables(&records));
    records.reverse();
    // The workbook has the records behind its figures, in the order in which they were read.
    let read = |files: Vec<(String, Vec<u8>)>| files.into_iter().filter(|f| f.0 != "report.xlsx").collect::<Vec<_>>();
    assert!(read(first) == read(tables(&records)), "the order of articles changes the report");
}

/// Worked out by hand: one briefing in two papers is one meeting; 61 + 39 = 100 staff, and not the 5,000 of the country;
/// 81 of 82 is 98.78%.
#[test]
fn main_numbers_are_those_of_the_facts() {
    let page = html(&records(), &ReportOptions::new(Lang::Vi));
    let card = |label: &str| {
        let figure = between(&page, &format!("card-label\">{label}<"), "class=\"card-figure\">", "</span>");
        figure.split('>').nth(1).unwrap_or(figure).trim_end_matches("</a").to_string()
    };
    assert_eq!(card("Cuộc họp đã tổ chức"), "1");
    assert_eq!(card("Biên chế đã giảm, cộng theo địa phương"), "100");
    assert_eq!(card("Tiến độ đại hội"), "98,78%");
    assert!(page.contains("Số nêu chung cho cả nước: 5.000"));
}

/// Two years: one meeting, then two; cuts of Lạng Sơn in both and of Cao Bằng in one; congresses of Hà Nội as they went on.
fn two_years() -> Vec<ArticleRecords> {
    use ProgressSubject::GrassrootsPartyOrg;
    let briefing = |m: &mut crate::model::record::Meeting| m.organiser = Some("Tỉnh ủy Lạng Sơn".into());
    let before = article("b1", "Báo Một", "2020-06-30")
        .meets("2020-05-05", MeetingKind::Briefing, Level::Province, "20", briefing)
        .cuts(StaffingSubject::Staff, "20", "2020", 40.0, |_| {})
        .has_done(GrassrootsPartyOrg, "01", "2020-06-16", (41.0, 82.0), |_| {});
    let after = article("b2", "Báo Hai", "2021-12-31")
        .meets("2021-05-05", MeetingKind::Briefing, Level::Province, "20", briefing)
        .meets("2021-08-05", MeetingKind::Briefing, Level::Province, "20", briefing)
        .cuts(StaffingSubject::Staff, "20", "2021", 61.0, |_| {})
        .cuts(StaffingSubject::Staff, "04", "2021", 500.0, |_| {})
        .has_done(GrassrootsPartyOrg, "01", "2021-06-16", (81.0, 82.0), |_| {});
    vec![before, after]
}

/// The text of a piece of the page, without its marks.
fn plain(html: &str) -> String {
    let texts = html.split('<').filter_map(|piece| piece.split_once('>').map(|(_, text)| text).or(Some(piece)));
    texts.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_main_numbers_have_their_change_with_the_facts_of_both_periods() {
    let until = Some("2021-12-31".parse().unwrap());
    let page = html(&two_years(), &ReportOptions { until, ..ReportOptions::new(Lang::Vi) });
    let change = |label: &str| between(&page, &format!("card-label\">{label}<"), "class=\"card-change\">", "</span>");
    assert_eq!(
        plain(change("Cuộc họp đã tổ chức")),
        "Năm 2021 so với năm 2020: 1 → 2 (+1; +100%), dữ liệu có 1 bài của kỳ trước và 1 bài của kỳ này."
    );
    // Cao Bằng has no figure of 2020: its 500 are no change.
    assert_eq!(
        plain(change("Biên chế đã giảm, cộng theo địa phương")),
        "Năm 2021 so với năm 2020: 40 → 61 (+21; +52,5%), tính trên 1 địa bàn có số ở cả hai kỳ."
    );
    assert_eq!(
        plain(change("Tiến độ đại hội")),
        "Đến 31/12/2021 so với đến 31/12/2020: 50% → 98,78% (+48,78 điểm %), tính trên 1 địa bàn có số ở cả hai kỳ."
    );
    // The one meeting of 2020 and the two of 2021.
    let links = attributes(change("Cuộc họp đã tổ chức"), "href");
    assert!(links[0].starts_with("#F") && page.contains(&format!("id=\"{}\"", &links[0][1..])), "{links:?}");
    let list = between(&page, &format!("<li id=\"{}\"", &links[1][1..]), "", "</li>");
    assert_eq!(attributes(list, "href").len(), 2);
    // A period that the data does not reach is said, not counted as nought.
    let since = Some("2020-01-01".parse().unwrap());
    let page = html(&two_years(), &ReportOptions { since, until, ..ReportOptions::new(Lang::En) });
    let said = between(&page, "card-label\">Meetings held<", "class=\"card-change\">", "</span>");
    let expected = "1 Jan 2020 – 31 Dec 2021 against 1 Jan 2018 – 31 Dec 2019: the data does not reach both periods.";
    assert_eq!(plain(said), expected);
}

#[test]
fn a_figure_leads_to_its_sentence() {
    let page = html(&records(), &ReportOptions::new(Lang::Vi));
    // The cut of Lạng Sơn is one fact: its figure leads straight there.
    let row = between(&page, "id=\"t-staff_target\"", ">Lạng Sơn</th>", "</tr>");
    let href = attributes(row, "href")[0];
    assert!(href.starts_with("#F"), "{href}");
    let fact = between(&page, &format!("<article class=\"fact\" id=\"{}\"", &href[1..]), "", "</article>");
    assert!(fact.contains("Toàn tỉnh <mark>đã giảm 61 biên</mark> chế so với năm trước."), "{fact}");
    // Two facts behind the total: a list of both.
    let total = between(&page, "id=\"staff_target-total\"", "<td", "</tr>");
    let list = attributes(total, "href")[0];
    let list = between(&page, &format!("<li id=\"{}\"", &list[1..]), "", "</li>");
    assert_eq!(attributes(list, "href").len(), 2);
}

#[test]
fn every_anchor_leads_somewhere_and_stands_once() {
    for lang in [Lang::Vi, Lang::En] {
        let page = html(&records(), &ReportOptions::new(lang));
        let ids = attributes(&page, "id");
        let distinct: FxHashSet<&str> = ids.iter().copied().collect();
        assert_eq!(distinct.len(), ids.len(), "an id stands twice");
        for href in attributes(&page, "href").iter().filter(|h| h.starts_with('#')) {
            assert!(distinct.contains(&href[1..]), "{href} leads nowhere");
        }
        for label in ["aria-labelledby", "for"] {
            attributes(&page, label).iter().for_each(|id| assert!(distinct.contains(id), "{label}={id}"));
        }
    }
}

/// Every link of the Markdown to a fact or to a list of facts has its anchor, also that of a figure of many facts.
#[test]
fn figures_lead_to_their_facts_in_markdown_too() {
    let files = files(&records(), &ReportOptions::new(Lang::Vi));
    let anchors: FxHashSet<&str> = attributes(&files["facts.md"], "id").into_iter().collect();
    let links: Vec<&str> = files["report.md"].split("](facts.md#").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    assert!(links.iter().any(|l| l.starts_with("r-")) && links.iter().any(|l| l.starts_with('F')), "{links:?}");
    links.iter().for_each(|link| assert!(anchors.contains(link), "{link} leads nowhere"));
    // The total of Lạng Sơn and Cao Bằng is of two facts.
    let list = between(&files["facts.md"], "<a id=\"r-card-staff\"></a>", ":", "\n");
    assert_eq!(list.matches("](#F").count(), 2, "{list}");
}

#[test]
fn nothing_from_an_article_can_act() {
    let mut records = records();
    let article = &mut records[0];
    article.title = Some(HOSTILE.into());
    article.outlet = Some(HOSTILE.into());
    article.url = Some("javascript:alert(4)".into());
    article.meetings[0].name = Some(HOSTILE.into());
    article.meetings[0].chair = Some(HOSTILE.into());
    article.staffing[0].subject_text = Some(HOSTILE.into());
    article.staffing[0].ground.evidence = Some(HOSTILE.into());
    article.documents[0].symbol = HOSTILE.into();
    records[1].url = Some("https://x.vn/\"onmouseover=\"alert(5)\" <b>".into());
    let options = ReportOptions { title: Some(HOSTILE.into()), ..ReportOptions::new(Lang::Vi) };
    let files = files(&records, &options);
    let page = &files["report.html"];
    assert_eq!(page.matches("<script").count(), 1, "only the page's own script");
    assert!(!page.contains("<img") && !page.contains("onmouseover=\"alert"));
    let schemes = ["#", "https://", "http://", "data:,"];
    for href in attributes(page, "href") {
        assert!(schemes.iter().any(|s| href.starts_with(s)), "{href}");
    }
    for name in ["report.md", "facts.md"] {
        let text = &files[name];
        assert!(
            !text.contains("<script") && !text.contains("<img") && !text.replace("\\]", "").contains("](javascript"),
            "{name}"
        );
        assert!(!text.contains("**a**") && !text.contains('\u{1b}'), "{name}");
    }
}

#[test]
fn the_page_asks_for_nothing_outside() {
    let page = html(&records(), &ReportOptions::new(Lang::Vi));
    for outside in ["src=", "@import", "url(", "<link rel=\"stylesheet", "fetch(", "XMLHttpRequest"] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn limits_hold_for_facts_and_sources() {
    let day = |d: &str| Some(d.parse().unwrap());
    let options = ReportOptions { since: day("2021-06-28"), until: day("2021-06-28"), ..ReportOptions::new(Lang::Vi) };
    let page = html(&records(), &options);
    assert!(page.contains("Kỳ báo cáo: từ 28/06/2021 đến 28/06/2021"));
    assert!(page.contains("Hội nghị giao ban quý II"));
    assert!(!page.contains("81/82"), "the count of 2020 lies before the period");
}

#[test]
fn no_data_is_said() {
    let page = html(&[], &ReportOptions::new(Lang::Vi));
    assert!(page.contains("Không có dữ kiện nào trong phạm vi đã chọn."));
    assert!(!page.contains("<table class=\"sortable\" id=\"t-overview"));
}

/// Each language is whole: no key of a label is left, and the English page has no Vietnamese label.
#[test]
fn every_text_is_in_the_language_of_the_report() {
    for lang in [Lang::Vi, Lang::En] {
        for (name, text) in files(&records(), &ReportOptions::new(lang)) {
            if name.ends_with(".csv") {
                continue;
            }
            // Without the page's own style and script, and the names of files and rules.
            let text = text.split("<script>").next().unwrap_or_default();
            let text = text.split_once("</style>").map_or(text, |(_, rest)| rest);
            let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '_' || c == '/'));
            for word in words.filter(|w| !w.ends_with("report.md") && !w.contains('/')) {
                let family = word.split('.').next().unwrap_or_default();
                let families = ["report", "measure", "reason", "key", "topic", "basis", "value", "subject", "status", "check"];
                let key = families.contains(&family) && word.split('.').nth(1).is_some_and(|rest| !rest.is_empty());
                assert!(!key, "{name}: {word}");
            }
        }
    }
    let english = html(&records(), &ReportOptions::new(Lang::En));
    for word in ["Bảng", "Dữ kiện", "Tổng", "Không rõ", "Biên chế"] {
        assert!(!english.contains(word), "{word}");
    }
    assert!(english.contains("<html lang=\"en\">"));
}
