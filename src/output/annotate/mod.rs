//! Every record, date and place in the text of its article: for the terminal, and as a page.

mod page;

pub use page::{page_end, page_start, section};

use crate::frame::build::{Source, build_table};
use crate::frame::schema::Table;
use crate::lang::gazetteer::Gazetteer;
use crate::lang::labels::{Lang, fill, label};
use crate::model::article::Article;
use crate::model::mention::NamedValue;
use crate::model::tag::{Geo, MacroRegion};
use crate::output::highlight::clean;
use crate::output::number::format_date;
use crate::output::table::row::RecordRow;
use crate::pipeline::extract_all;
use anyhow::Result;
use std::ops::Range;

/// What kind of thing is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    Record(Table),
    Date,
    Place,
}

impl Layer {
    /// All of them, in the order of the legend.
    pub fn all() -> impl Iterator<Item = Layer> {
        Table::RECORDS.iter().map(|t| Layer::Record(*t)).chain([Layer::Date, Layer::Place])
    }

    pub const fn name(self) -> &'static str {
        match self {
            Layer::Record(table) => table.name(),
            Layer::Date => "dates",
            Layer::Place => "places",
        }
    }
}

/// One record, date or place and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub layer: Layer,
    /// None for a date or a place, which are no records of their own.
    pub record_id: Option<String>,
    /// Bytes of the article's text.
    pub bytes: Range<usize>,
    /// Unicode scalar values of the article's text.
    pub scalars: Range<usize>,
    pub rule: String,
    /// The record in a few words.
    pub brief: String,
    /// How its year and its place were found, as slugs; none where the table has no such column.
    pub year_basis: Option<String>,
    pub place_basis: Option<String>,
}

impl Mark {
    /// Value, rule and grounds in one line.
    pub fn told(&self, lang: Lang) -> String {
        let kind = label(lang, &format!("record.{}", self.layer.name())).to_string();
        let mut told = fill(lang, "annotate.mark", &[("kind", &kind), ("brief", &self.brief), ("rule", &self.rule)]);
        for (key, basis) in [("annotate.year", &self.year_basis), ("annotate.place", &self.place_basis)] {
            if let Some(basis) = basis {
                told += &fill(lang, key, &[("basis", label(lang, &format!("basis.{basis}")))]);
            }
        }
        told
    }
}

/// All that an article says and where, in the order of the text; of two that begin together the longer first.
///
/// # Errors
/// Where the records cannot be made a table.
pub fn marks(article: &Article, lang: Lang) -> Result<Vec<Mark>> {
    let (records, named) = extract_all(article);
    let records = &records;
    let mut starts: Vec<usize> = article.text.char_indices().map(|(at, _)| at).collect();
    starts.push(article.text.len());
    let byte = |scalar: usize| starts.get(scalar).copied().unwrap_or(article.text.len());
    let mut marks = Vec::new();
    for table in Table::RECORDS {
        let frame = build_table(*table, &[Source { article: Some(article), records, input: None }])?;
        for at in 0..frame.height() {
            let row = RecordRow { table: *table, frame: &frame, at };
            let (Some(start), Some(end)) = (row.number("start"), row.number("end")) else { continue };
            let scalars = start as usize..end as usize;
            let text = |column| row.text(column).map(str::to_string);
            marks.push(Mark {
                layer: Layer::Record(*table),
                record_id: Some(row.id().to_string()),
                bytes: byte(scalars.start)..byte(scalars.end).max(byte(scalars.start)),
                scalars,
                rule: text("rule").unwrap_or_default(),
                brief: row.brief(lang),
                year_basis: row.text("year_basis").filter(|_| row.date().is_some()).map(str::to_string),
                place_basis: row.text("place_basis").filter(|_| row.place(lang).is_some()).map(str::to_string),
            });
        }
    }
    marks.extend(named.iter().map(|named| {
        let scalars = named.start as usize..named.end as usize;
        let (layer, brief, year_basis) = match named.value {
            NamedValue::Date(date, basis) => (Layer::Date, format_date(&date.to_string(), lang), Some(basis.slug().to_string())),
            NamedValue::Place { province, district, region } => {
                (Layer::Place, place_name(province, district, region, lang), None)
            }
        };
        let bytes = byte(scalars.start)..byte(scalars.end);
        Mark { layer, record_id: None, bytes, scalars, rule: named.rule.to_string(), brief, year_basis, place_basis: None }
    }));
    marks.sort_by(|a, b| {
        let key = |m: &Mark| (m.bytes.start, std::cmp::Reverse(m.bytes.end), m.layer);
        key(a).cmp(&key(b)).then_with(|| a.record_id.cmp(&b.record_id))
    });
    Ok(marks)
}

/// "Vị Xuyên, Hà Giang (02)", "miền Nam".
fn place_name(province: Option<&str>, district: Option<&str>, region: Option<&str>, lang: Lang) -> String {
    let gazetteer = Gazetteer::get();
    let province = province.map(|code| match gazetteer.name_of(code, Geo::P63) {
        Some(name) => format!("{name} ({code})"),
        None => code.to_string(),
    });
    let region = region.map(|slug| {
        let named = [Geo::P63, Geo::P34].into_iter().find_map(|geo| gazetteer.region(slug, geo));
        match (named, slug.parse::<MacroRegion>(), lang) {
            (Some(region), _, Lang::Vi) => region.name_vi.to_string(),
            (Some(region), _, Lang::En) => region.name_en.to_string(),
            (None, Ok(_), _) => label(lang, &format!("macro.{slug}")).to_string(),
            (None, Err(_), _) => slug.to_string(),
        }
    });
    [district.map(str::to_string), province, region].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// A stretch of text over which the same records stand.
pub struct Stretch<'m> {
    pub bytes: Range<usize>,
    pub marks: Vec<&'m Mark>,
}

/// The whole text in stretches, in order.
pub fn stretches<'m>(text: &str, marks: &'m [Mark]) -> Vec<Stretch<'m>> {
    let mut cuts: Vec<usize> = marks.iter().flat_map(|m| [m.bytes.start, m.bytes.end]).chain([0, text.len()]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut open: Vec<&Mark> = Vec::new();
    let mut next = marks.iter().peekable();
    let mut stretches = Vec::new();
    for pair in cuts.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        open.retain(|m| m.bytes.end > from);
        while let Some(mark) = next.next_if(|m| m.bytes.start <= from) {
            if mark.bytes.end > from {
                open.push(mark);
            }
        }
        let mut marks = open.clone();
        // What says most comes first: a meeting, a cut, then the figures in it.
        marks.sort_by_key(|m| m.layer);
        stretches.push(Stretch { bytes: from..to, marks });
    }
    stretches
}

/// Colour codes per table, readable on light and dark.
const fn ansi(layer: Layer) -> &'static str {
    let Layer::Record(table) = layer else { return "\u{1b}[2;4m" };
    match table {
        Table::Meetings => "\u{1b}[30;46m",
        Table::Staffing => "\u{1b}[30;43m",
        Table::Progress => "\u{1b}[30;42m",
        Table::Documents => "\u{1b}[30;45m",
        Table::Quantities | Table::Articles => "\u{1b}[4m",
    }
}

/// The article with its records for the terminal, then the list of them. Without colour the words stand between « and »,
/// with the number of the record in the list.
pub fn terminal(article: &Article, marks: &[Mark], color: bool, lang: Lang) -> String {
    let mut text = String::new();
    if color {
        for stretch in stretches(&article.text, marks) {
            let words = clean(&article.text[stretch.bytes.clone()]);
            match stretch.marks.first() {
                // A colour would run over the edge of the window where a line ends within it.
                Some(mark) => {
                    for (n, line) in words.split('\n').enumerate() {
                        if n > 0 {
                            text.push('\n');
                        }
                        text.extend([ansi(mark.layer), line, "\u{1b}[0m"]);
                    }
                }
                None => text += &words,
            }
        }
    } else {
        let mut ends: Vec<(usize, usize)> = marks.iter().enumerate().map(|(n, m)| (m.bytes.end, n)).collect();
        // Of marks that end together the one that began last closes first.
        ends.sort_by_key(|(end, n)| (*end, std::cmp::Reverse(*n)));
        let mut ends = ends.into_iter().peekable();
        let mut begins = marks.iter().peekable();
        for stretch in stretches(&article.text, marks) {
            let at = stretch.bytes.start;
            while let Some((_, n)) = ends.next_if(|(end, _)| *end <= at) {
                text += &format!("»[{}]", n + 1);
            }
            while begins.next_if(|m| m.bytes.start <= at).is_some() {
                text.push('«');
            }
            text += &clean(&article.text[stretch.bytes]);
        }
        for (_, n) in ends {
            text += &format!("»[{}]", n + 1);
        }
    }
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text.push('\n');
    for (n, mark) in marks.iter().enumerate() {
        let number = format!("{:>3}", n + 1);
        let number = if color { format!("{}{number}\u{1b}[0m", ansi(mark.layer)) } else { number };
        let id = mark.record_id.as_deref().unwrap_or("-");
        text += &format!("{number}  {id:<13}  {}\n", mark.told(lang));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(table: Table, bytes: Range<usize>) -> Mark {
        Mark {
            layer: Layer::Record(table),
            record_id: Some(format!("{}{}", &table.name()[..1], bytes.start)),
            scalars: bytes.clone(),
            bytes,
            rule: "a.b".into(),
            brief: "x".into(),
            year_basis: Some("stated".into()),
            place_basis: None,
        }
    }

    fn article(text: &str) -> Article {
        crate::input::RawArticle::from_text("a", text).finish()
    }

    #[test]
    fn marks_within_marks_nest() {
        let article = article("abcdefgh");
        let marks = [mark(Table::Progress, 1..6), mark(Table::Quantities, 1..3), mark(Table::Quantities, 4..6)];
        let text = terminal(&article, &marks, false, Lang::En);
        assert_eq!(text.lines().next(), Some("a««bc»[2]d«ef»[3]»[1]gh"));
        let colored = terminal(&article, &marks, true, Lang::En);
        assert!(colored.starts_with("a\u{1b}[30;42mbc\u{1b}[0m"), "{colored:?}");
    }

    /// What is printed under a mark is what its offsets cut out of the article, in every Unicode form.
    #[test]
    fn offsets_cut_out_what_is_printed() {
        use unicode_normalization::UnicodeNormalization;
        for (name, text) in crate::lang::builtin::samples() {
            let forms = [text.to_string(), text.nfd().collect(), text.replace('\n', "\r\n")];
            let told = forms.map(|text| {
                let article = article(&text);
                let scalars: Vec<char> = article.text.chars().collect();
                let marks = marks(&article, Lang::Vi).unwrap();
                for m in &marks {
                    let cut: String = scalars[m.scalars.clone()].iter().collect();
                    assert_eq!(cut, article.text[m.bytes.clone()], "{name}: {m:?}");
                    assert!(!m.brief.is_empty() && !m.rule.is_empty(), "{name}: {m:?}");
                }
                marks.into_iter().map(|m| (m.layer, m.brief.nfc().collect::<String>(), m.rule)).collect::<Vec<_>>()
            });
            assert!(name.contains("10") || told[0].iter().any(|m| m.0 == Layer::Date), "{name}");
            assert_eq!((&told[0], &told[0]), (&told[1], &told[2]), "{name}");
        }
    }

    #[test]
    fn a_place_says_what_it_is() {
        assert_eq!(place_name(Some("02"), Some("Vị Xuyên"), None, Lang::Vi), "Vị Xuyên, Hà Giang (02)");
        assert_eq!(place_name(None, Some("Châu Thành"), None, Lang::Vi), "Châu Thành");
        assert_eq!(place_name(None, None, Some("central_highlands"), Lang::Vi), "Tây Nguyên");
    }

    #[test]
    fn stretches_cover_the_text_once() {
        let marks = [mark(Table::Meetings, 0..4), mark(Table::Quantities, 2..7), mark(Table::Quantities, 7..8)];
        let found = stretches("abcdefgh", &marks);
        let spans: Vec<_> = found.iter().map(|s| (s.bytes.start, s.bytes.end, s.marks.len())).collect();
        assert_eq!(spans, [(0, 2, 1), (2, 4, 2), (4, 7, 1), (7, 8, 1)]);
    }
}
