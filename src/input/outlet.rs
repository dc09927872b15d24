//! The paper or portal of an article, from its address, its dateline or its source note, by `data/gazetteer/outlets.csv`.

use super::page::Page;
use super::words::fold;
use memchr::{memchr, memchr3};
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

const FILE: &str = include_str!("../../data/gazetteer/outlets.csv");

/// Name of an outlet, and the province that a provincial one speaks of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Outlet {
    pub name: Option<String>,
    pub province: Option<String>,
}

#[derive(Debug, Clone, Copy)]
struct Row {
    key: &'static str,
    name: &'static str,
    /// Code of the 63, where the outlet is a good ground for it.
    province: Option<&'static str>,
    /// Prints what other papers wrote.
    republishes: bool,
}

impl From<Row> for Outlet {
    fn from(row: Row) -> Self {
        Outlet { name: Some(row.name.to_string()), province: row.province.map(str::to_string) }
    }
}

#[derive(Default)]
struct Table {
    domains: FxHashMap<&'static str, Row>,
    /// First byte, small → the codes of datelines that begin with it, the longest first; those that look like a domain are
    /// matched in any case.
    codes: FxHashMap<u8, Vec<Row>>,
    /// Code, small where it looks like a domain → its row.
    by_code: FxHashMap<String, Row>,
    names: FxHashMap<String, Row>,
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = Table::default();
        for line in FILE.lines().skip(1) {
            let fields = split_row(line);
            let [key, key_type, name, code, prior, _, _, note] = fields[..] else { continue };
            let province = (prior == "strong" && code.len() == 2).then_some(code);
            let row = Row { key, name, province, republishes: note.contains("aggregator") || note.contains("republishes") };
            if key_type == "domain" {
                table.domains.insert(key, row);
            } else {
                table.codes.entry(key.as_bytes().first().map_or(0, u8::to_ascii_lowercase)).or_default().push(row);
                table.by_code.entry(code_key(key)).or_insert(row);
            }
            table.names.entry(fold(name)).or_insert(row);
        }
        table.codes.values_mut().for_each(|codes| codes.sort_by_key(|row| std::cmp::Reverse(row.key.len())));
        table
    })
}

/// The fields of a CSV row; a quoted one loses its quotation marks (none in this file holds another inside).
fn split_row(mut line: &'static str) -> Vec<&'static str> {
    let mut fields = Vec::new();
    loop {
        let (field, rest) = match line.strip_prefix('"').and_then(|line| line.split_once('"')) {
            Some((field, rest)) => (field, rest.strip_prefix(',')),
            None => line.split_once(',').map_or((line, None), |(field, rest)| (field, Some(rest))),
        };
        fields.push(field);
        match rest {
            Some(rest) => line = rest,
            None => return fields,
        }
    }
}

/// The outlet of an article: its field where the table knows it, its address, its dateline, its field as it stands, its source
/// note, the bare domain.
pub(crate) fn find(url: Option<&str>, named: Option<&str>, text: &str, page: &Page) -> Outlet {
    let named = named.map(str::trim).filter(|name| !name.is_empty());
    let domain = url.and_then(domain);
    let by_url = domain.as_deref().and_then(by_domain);
    let dateline = || page.body_starts.iter().filter_map(|&at| text.get(at..)).find_map(dateline);
    named
        .and_then(by_name)
        .or(by_url.filter(|row| !row.republishes))
        .or_else(dateline)
        .map(Outlet::from)
        .or_else(|| named.map(|name| Outlet { name: Some(name.to_string()), province: None }))
        .or_else(|| page.credits.iter().filter_map(|&(from, to)| text.get(from..to)).find_map(in_credit).map(Outlet::from))
        .or_else(|| by_url.map(Outlet::from))
        .unwrap_or_else(|| Outlet {
            province: domain.as_deref().and_then(super::host::province).map(str::to_string),
            name: domain,
        })
}

/// Host of an address, in lower case, without `www.`.
fn domain(url: &str) -> Option<String> {
    let url = url.trim();
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':', ')', ' ', '\u{A0}']).next()?.rsplit('@').next()?.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let sound = host.contains('.') && host.split('.').all(|part| !part.is_empty());
    sound.then(|| host.to_string())
}

/// The row of a domain or of the nearest domain above it.
fn by_domain(mut domain: &str) -> Option<Row> {
    loop {
        if let Some(row) = table().domains.get(domain) {
            return Some(*row);
        }
        domain = domain.split_once('.')?.1;
    }
}

fn by_name(name: &str) -> Option<Row> {
    by_code(name).or_else(|| table().names.get(&fold(name)).copied()).or_else(|| by_domain(&domain(name)?))
}

fn by_code(code: &str) -> Option<Row> {
    table().by_code.get(&code_key(code.trim())).copied()
}

fn code_key(code: &str) -> String {
    if code.contains('.') { code.to_ascii_lowercase() } else { code.to_string() }
}

/// The outlet that opens a text: "(TTXVN) - ", "BHG - Ngày", "LSO-Sáng", "Hà Nội (TTXVN) - ".
fn dateline(text: &str) -> Option<Row> {
    const LONGEST: usize = 60;
    // Brackets, dashes (two of them begin with 0xE2) and the colon: most lines have none so near their beginning.
    let has_mark = |bytes: &[u8]| memchr3(b'(', b'-', b':', bytes).or_else(|| memchr(0xe2, bytes)).is_some();
    if !has_mark(&text.as_bytes()[..text.len().min(4 * LONGEST)]) {
        return None;
    }
    let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at);
    let head = text[..end].trim_start();
    if !has_mark(head.as_bytes()) {
        return None;
    }
    let dash = |rest: &str| rest.trim_start().starts_with(['-', '–', '—', ':']);
    if let Some((before, rest)) = head.split_once('(')
        && let Some((inside, after)) = rest.split_once(')')
        && (before.trim().is_empty() || dash(after))
        && !before.contains(['.', ',', '-'])
        && let Some(row) = by_code(inside).or_else(|| table().names.get(&fold(inside)).copied())
    {
        return Some(row);
    }
    let codes = table().codes.get(&head.as_bytes().first()?.to_ascii_lowercase())?;
    let opens = |row: &&Row| {
        let start = head.get(..row.key.len());
        let same = start.is_some_and(|s| s == row.key || s.eq_ignore_ascii_case(row.key) && row.key.contains('.'));
        same && dash(&head[row.key.len()..])
    };
    codes.iter().find(opens).copied()
}

/// Whether a line opens with the code of an outlet, as the lead of an article does.
pub(crate) fn opens_with_dateline(line: &str) -> bool {
    dateline(line).is_some()
}

/// An outlet that a source note or a byline names; photo credits name agencies that did not write the article.
fn in_credit(credit: &str) -> Option<Row> {
    let folded = fold(credit);
    if folded.trim_start_matches('(').starts_with("ảnh") {
        return None;
    }
    if let Some(at) = credit.find("http://").or_else(|| credit.find("https://")) {
        return by_domain(&domain(&credit[at..])?);
    }
    let words = credit.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '/' | ':' | ','));
    words.filter(|word| !word.is_empty()).find_map(|word| by_code(word).or_else(|| by_domain(&domain(word)?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::letter::Look;

    fn outlet(url: Option<&str>, named: Option<&str>, text: &str) -> (Option<String>, Option<String>) {
        let page = super::super::page::read(text, Look::at(text), None);
        let found = find(url, named, text, &page);
        (found.name, found.province)
    }

    fn known(name: &str, province: Option<&str>) -> (Option<String>, Option<String>) {
        (Some(name.to_string()), province.map(str::to_string))
    }

    #[test]
    fn every_row_of_the_file_is_read() {
        let rows = FILE.lines().count() - 1;
        assert!(FILE.lines().all(|line| split_row(line).len() == 8));
        assert_eq!(table().domains.len() + table().codes.values().map(Vec::len).sum::<usize>(), rows);
        assert_eq!(by_domain("baobacninhtv.vn").map(|row| row.name), Some("Báo và Phát thanh, Truyền hình Bắc Ninh"));
    }

    #[test]
    fn by_address() {
        assert_eq!(outlet(Some("https://www.baocaobang.vn/tin/1.html"), None, "x"), known("Báo Cao Bằng", Some("04")));
        assert_eq!(outlet(Some("http://sonoivu.laocai.gov.vn/a"), None, "x").1.as_deref(), Some("10"));
        assert_eq!(outlet(Some("https://tuoitre.vn/a"), None, "x"), known("Tuổi Trẻ", None));
        // A paper of the capital that reports the whole country is no ground for the place.
        assert_eq!(outlet(Some("https://kinhtedothi.vn/a"), None, "x"), known("Kinh tế & Đô thị", None));
        assert_eq!(outlet(Some("https://tin.example.org/a"), None, "x"), known("tin.example.org", None));
        assert_eq!(outlet(Some("không phải địa chỉ"), None, "x"), (None, None));
    }

    #[test]
    fn by_dateline() {
        for (text, name) in [
            ("Tiêu đề bài\n\nQTO - Sáng nay, huyện họp giao ban.", "Báo Quảng Trị"),
            ("Tiêu đề bài\n\nLSO-Sáng nay, huyện họp giao ban.", "Báo Lạng Sơn"),
            ("Tiêu đề bài\n\n(HNMO) – Sáng nay, thành phố họp.", "Hà Nội mới"),
            ("Tiêu đề bài\n\nVOV.VN-Sáng nay, thành phố họp.", "VOV"),
            ("Tiêu đề bài\n\n(thanhuytphcm.vn) - Sáng nay, thành phố họp.", "Đảng bộ Thành phố Hồ Chí Minh"),
            ("Tiêu đề bài\n\nQuang cảnh buổi họp\n\nQTO - Sáng nay, huyện họp.", "Báo Quảng Trị"),
            ("Tiêu đề bài\n\nHuế (TTXVN) - Sáng nay, tỉnh họp.", "Thông tấn xã Việt Nam"),
        ] {
            assert_eq!(outlet(None, None, text).0.as_deref(), Some(name), "{text}");
        }
        for text in ["Tiêu đề bài\n\nSáng nay, Đoàn (ABC) - họp.", "Tiêu đề bài\n\nBTO chức họp.", "Tiêu đề bài\n\n"]
        {
            assert_eq!(outlet(None, None, text).0, None, "{text}");
        }
    }

    #[test]
    fn by_source_note_and_field() {
        let text = "Tiêu đề bài\n\nSáng nay, quận họp giao ban.\n\n(Theo https://laodongthudo.vn/)";
        assert_eq!(outlet(None, None, text), known("Lao động Thủ đô", Some("01")));
        let photo = "Tiêu đề bài\n\nSáng nay, quận họp giao ban.\n\nẢnh: TTXVN";
        assert_eq!(outlet(None, None, photo), (None, None));
        assert_eq!(outlet(None, Some("báo lạng sơn"), "x"), known("Báo Lạng Sơn", Some("20")));
        assert_eq!(outlet(None, Some("Bản tin nội bộ"), "x"), known("Bản tin nội bộ", None));
        // An aggregator's address yields to the dateline of the paper it took the article from.
        let text = "Tiêu đề bài\n\n(TTXVN) - Sáng nay, quận họp.";
        assert_eq!(outlet(Some("https://baomoi.com/1"), None, text).0.as_deref(), Some("Thông tấn xã Việt Nam"));
    }
}
