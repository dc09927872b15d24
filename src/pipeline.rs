//! One article in, its records out. Tests enter here.

use crate::assemble::figures::Figures;
use crate::assemble::ground::Grounds;
use crate::assemble::meeting;
use crate::assemble::place::{PlaceContext, place_layer};
use crate::assemble::scheme::speaking_day;
use crate::assemble::year::{YearEvidence, cited_days, date_layer, resolve_years};
use crate::model::article::Article;
use crate::model::mention::{DateMention, Named, NamedValue, PlaceMention};
use crate::model::record::ArticleRecords;
use crate::recognise::reading::Reading;
use crate::recognise::{body, citation, date, place, progress, quantity, staffing};
use crate::text::offsets::ScalarOffsets;
use std::ops::Range;

/// Extracts every record of an article. Pure: the same article gives the same records, on any thread, on any day.
pub fn extract(article: &Article) -> ArticleRecords {
    records(article, Reading::of(article), |_| ())
}

/// The records of an article and the dates and places that it names, which are no records of their own, in text order.
pub fn extract_all(article: &Article) -> (ArticleRecords, Vec<Named>) {
    let mut named = Vec::new();
    let records = records(article, Reading::of(article), |found| named = named_in(found));
    (records, named)
}

/// Dates and places as they were recognised.
struct Found<'f, 't> {
    reading: &'f Reading<'t>,
    dates: &'f [DateMention],
    places: &'f [PlaceMention],
}

fn named_in(found: Found) -> Vec<Named> {
    let offsets = ScalarOffsets::new(found.reading.text);
    let at = |span: &Range<usize>| {
        let bytes = found.reading.bytes(span.clone());
        (offsets.scalar(bytes.start), offsets.scalar(bytes.end))
    };
    let dates = found.dates.iter().map(|d| {
        let (start, end) = at(&d.span);
        Named { start, end, value: NamedValue::Date(d.value, d.year_basis), rule: d.rule }
    });
    let places = found.places.iter().map(|p| {
        let (start, end) = at(&p.span);
        let value = NamedValue::Place { province: p.province, district: p.district, region: p.region };
        Named { start, end, value, rule: p.rule }
    });
    let mut named: Vec<Named> = dates.chain(places).collect();
    named.sort_by_key(|n| (n.start, n.end));
    named
}

/// Reads an article; `seen` gets what was recognised on the way.
fn records(article: &Article, mut reading: Reading, seen: impl FnOnce(Found)) -> ArticleRecords {
    // The order settles who may claim digits: a document's symbol before a date, a date before a quantity.
    let citations = citation::distinct(citation::citations(&mut reading));
    let mut dates = date::dates(&mut reading);
    let cited = cited_days(&citations);
    let evidence = YearEvidence { published: article.published, header: article.header_date, cited: &cited };
    resolve_years(&reading, &mut dates, &evidence);
    let mut places = place::places(&mut reading);
    let bodies = body::bodies(&reading, &mut places);
    let context = PlaceContext::new(&reading, &places, &bodies, article);
    let quantities = quantity::quantities(&mut reading);
    let cuts = staffing::staffing(&reading, &quantities);
    let steps = progress::progress(&reading, &quantities, &cuts);
    let meetings = meeting::meetings(&reading, &dates, &places, &bodies, &context, article);

    seen(Found { reading: &reading, dates: &dates, places: &places });
    let mut grounds = Grounds::new(article, &reading);
    let figures =
        Figures { reading: &reading, dates: &dates, bodies: &bodies, places: &context, spoken: speaking_day(article, &dates) };
    let meetings = meetings.into_iter().map(|mention| {
        let key = format!("{}|{}|{:?}", mention.date, mention.kind, mention.place.province);
        let ground = grounds.ground('m', &key, mention.span.clone(), mention.rule);
        meeting::record(mention, ground)
    });
    ArticleRecords {
        id: article.id.clone(),
        article_id: article.article_id.clone(),
        title: article.title.clone(),
        url: article.url.clone(),
        outlet: article.outlet.clone(),
        published: article.published,
        published_basis: article.published_basis,
        meetings: meetings.collect(),
        staffing: figures.staffing(&mut grounds, cuts),
        progress: figures.progress(&mut grounds, steps),
        documents: figures.documents(&mut grounds, citations),
        quantities: figures.quantities(&mut grounds, quantities),
        dates: date_layer(&dates),
        places: place_layer(&places),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::RawArticle;

    /// Every rule of figures and documents fires on the example that its table shows to a reader.
    #[test]
    fn the_example_of_each_rule_fires_it() {
        for row in crate::lang::tsv::rows("data/rules/figure.tsv", include_str!("../data/rules/figure.tsv")) {
            let [rule, example, en, vi] = row.cells[..] else {
                panic!("{}:{}: needs id, example and meaning twice", row.file, row.line)
            };
            assert!(!en.is_empty() && !vi.is_empty(), "{}:{}", row.file, row.line);
            let records = extract(&RawArticle::from_text("example", example).finish());
            let json = serde_json::to_string(&records).unwrap_or_default();
            assert!(
                json.contains(&format!("\"rule\":\"{rule}\"")),
                "{}:{}: \"{example}\" does not fire {rule}: {json}",
                row.file,
                row.line
            );
        }
    }

    /// What is passed over because no word of it stands there would have given nothing.
    #[test]
    fn the_prefilter_changes_no_record() {
        let corpus = concat!(
            include_str!("../tests/corpus/date.tsv"),
            include_str!("../tests/corpus/documents.tsv"),
            include_str!("../tests/corpus/meeting.tsv"),
            include_str!("../tests/corpus/place.tsv"),
            include_str!("../tests/corpus/progress.tsv"),
            include_str!("../tests/corpus/quantities.tsv"),
            include_str!("../tests/corpus/staffing.tsv"),
            include_str!("../benches/news.tsv"),
        );
        let phrases = corpus.lines().flat_map(|line| line.split('\t'));
        for text in phrases.chain(crate::lang::builtin::samples().iter().map(|(_, text)| *text)) {
            let article = RawArticle::from_text("any", text).finish();
            let plain = records(&article, Reading::of(&article).without_prefilter(), |_| ());
            assert_eq!(serde_json::to_string(&extract(&article)).ok(), serde_json::to_string(&plain).ok(), "{text}");
        }
    }

    /// Offsets point at what was printed, whatever the Unicode form of the text.
    #[test]
    fn offsets_slice_the_text_in_every_unicode_form() {
        use unicode_normalization::UnicodeNormalization;
        let corpus = concat!(
            include_str!("../tests/corpus/meeting.tsv"),
            include_str!("../tests/corpus/progress.tsv"),
            include_str!("../tests/corpus/quantities.tsv"),
            include_str!("../tests/corpus/staffing.tsv"),
            include_str!("../tests/corpus/staffing_accounts.tsv"),
            include_str!("../tests/corpus/staffing_families.tsv"),
        );
        let phrases = corpus.lines().filter_map(|line| line.split('\t').next()).map(|text| ("phrase", text));
        for (name, text) in crate::lang::builtin::samples().iter().copied().chain(phrases) {
            for text in [text.to_string(), text.nfd().collect(), text.replace('\n', "\r\n")] {
                let article = RawArticle::from_text(name, &text).finish();
                let scalars: Vec<char> = article.text.chars().collect();
                let records = extract(&article);
                let grounds = records.quantities.iter().map(|r| &r.ground).chain(records.meetings.iter().map(|r| &r.ground));
                for ground in
                    grounds.chain(records.staffing.iter().map(|r| &r.ground)).chain(records.progress.iter().map(|r| &r.ground))
                {
                    let (Some(start), Some(end), Some(from)) = (ground.start, ground.end, ground.evidence_start) else {
                        panic!("{name}: {} is not grounded", ground.record_id)
                    };
                    let evidence: Vec<char> = ground.evidence.as_deref().unwrap_or_default().chars().collect();
                    let (start, end, from) = (start as usize, end as usize, from as usize);
                    assert_eq!(scalars[from..from + evidence.len()], evidence[..], "{name}");
                    assert!(from <= start && start < end && end <= from + evidence.len(), "{name}: {}", ground.record_id);
                }
            }
        }
    }

    /// The same words in another Unicode form or with other line ends give the same records.
    #[test]
    fn unicode_form_and_line_ends_change_no_record() {
        use unicode_normalization::UnicodeNormalization;
        for (name, text) in crate::lang::builtin::samples() {
            let ids = |text: &str| -> Vec<String> {
                let records = extract(&RawArticle::from_text(*name, text).finish());
                let figures = records.staffing.iter().map(|r| &r.ground).chain(records.progress.iter().map(|r| &r.ground));
                let rest = records.meetings.iter().map(|r| &r.ground).chain(records.quantities.iter().map(|r| &r.ground));
                figures.chain(rest).chain(records.documents.iter().map(|r| &r.ground)).map(|g| g.record_id.clone()).collect()
            };
            let plain = ids(text);
            assert!(name.contains("10") || !plain.is_empty(), "{name} gives no record");
            assert_eq!(plain, ids(&text.nfd().collect::<String>()), "{name}: decomposed");
            assert_eq!(plain, ids(&text.replace('\n', "\r\n")), "{name}: CRLF");
        }
    }

    /// All that has a place in the text: what was printed there, composed, so that texts in other Unicode forms compare.
    fn printed(text: &str) -> Vec<String> {
        use unicode_normalization::UnicodeNormalization;
        let article = RawArticle::from_text("mixed", text).finish();
        let scalars: Vec<char> = article.text.chars().collect();
        let slice = |start: u32, end: u32| scalars[start as usize..end as usize].iter().collect::<String>();
        let (records, named) = extract_all(&article);
        let mut out: Vec<(u32, String)> = Vec::new();
        let json = serde_json::to_value(&records).unwrap_or_default();
        for table in ["meetings", "staffing", "progress", "documents", "quantities"] {
            for row in json[table].as_array().into_iter().flatten() {
                let number = |name: &str| row[name].as_u64().unwrap_or_else(|| panic!("{table}: no {name}")) as u32;
                let (start, end, from) = (number("start"), number("end"), number("evidence_start"));
                let evidence = row["evidence"].as_str().unwrap_or_default();
                assert_eq!(slice(from, from + evidence.chars().count() as u32), evidence, "{table}: evidence");
                let words = slice(start, end);
                if let Some(name) = row["name"].as_str() {
                    assert_eq!(words, name, "the name of a meeting is what stands there");
                }
                if let Some(symbol) = row["symbol"].as_str().filter(|s| !s.starts_with("TW")) {
                    let figures = |t: &str| t.chars().filter(char::is_ascii_digit).collect::<String>();
                    let digits = symbol.split(['-', '/']).next().map(figures).unwrap_or_default();
                    assert!(figures(&words).contains(&digits), "{symbol} in {words}");
                }
                out.push((start, format!("{table} {words}")));
            }
        }
        for n in named {
            let words = slice(n.start, n.end);
            assert!(!words.is_empty() && words.trim() == words, "{words:?}");
            out.push((n.start, format!("{:?} {words}", n.value)));
        }
        out.sort();
        out.into_iter().map(|(_, words)| words.nfc().filter(|c| *c != '\r').collect()).collect()
    }

    proptest::proptest! {
        /// Any mixture of composed and decomposed letters and of line ends gives the same words in the same order.
        #[test]
        fn what_is_printed_is_what_stands_there(sample in 0usize..10, bits in proptest::collection::vec(0u8..4, 64)) {
            use unicode_normalization::UnicodeNormalization;
            let samples = crate::lang::builtin::samples();
            let (_, text) = samples[sample % samples.len()];
            let composed: String = text.nfc().collect();
            let mixed: String = composed.chars().enumerate().map(|(n, c)| match (bits[n % bits.len()], c) {
                (1, '\n') => "\r\n".to_string(),
                (0, c) => c.to_string(),
                (_, c) => std::iter::once(c).nfd().collect(),
            }).collect();
            assert_eq!(printed(&mixed), printed(&composed));
        }

        /// Any text gives records that lie within it, and no panic.
        #[test]
        fn any_text_gives_grounded_records(text in "([0-9]{1,4}|[ ./,%()-]|giảm |đại hội |ngày |tháng |năm |số |chi bộ |biên chế |Nghị quyết |Hà Nội |hội nghị |từ |xuống còn |trên tổng số |\\PC|\n){0,60}") {
            let article = RawArticle::from_text("any", &text).finish();
            let scalars = article.text.chars().count() as u32;
            for quantity in extract(&article).quantities {
                assert!(quantity.ground.start < quantity.ground.end && quantity.ground.end <= Some(scalars));
            }
        }
    }

    /// However many meetings a text names, none is left out.
    #[test]
    fn a_meeting_of_each_of_a_thousand_days_is_a_thousand_meetings() {
        let first = chrono::NaiveDate::from_ymd_opt(2015, 1, 1).unwrap();
        let days = first.iter_days().take(1000);
        let line = |day: chrono::NaiveDate| {
            format!("Ngày {}, Tỉnh ủy Hà Nam tổ chức hội nghị giao ban tháng.\n", day.format("%-d/%-m/%Y"))
        };
        let text: String = days.clone().map(line).collect();
        let records = extract(&RawArticle::from_text("many", &text).finish());
        let told: Vec<String> = records.meetings.iter().filter_map(|m| Some(m.date?.to_string())).collect();
        assert_eq!(told, days.clone().map(|day| day.to_string()).collect::<Vec<_>>());
        // Told of a second time, far below, they are the same.
        let twice = extract(&RawArticle::from_text("twice", &format!("{text}{text}")).finish());
        assert_eq!(twice.meetings.len(), records.meetings.len());
    }

    /// The evidence of a record is its sentence; of a sentence that does not end, the words around it.
    #[test]
    fn a_sentence_without_end_is_not_the_evidence_of_each_of_its_records() {
        let read = |most: usize| {
            let cuts: String = (10..most).map(|n| format!(" đã cắt giảm {n} biên chế,")).collect();
            let text = format!("Tỉnh Hà Nam{cuts} bằng 10%.");
            (extract(&RawArticle::from_text("long", &text).finish()), text)
        };
        let (records, text) = read(30);
        assert!(records.staffing.len() >= 20);
        assert!(records.staffing.iter().all(|row| row.ground.evidence.as_deref() == Some(text.as_str())));
        let (records, text) = read(2010);
        assert!(records.staffing.len() > 1900);
        let scalars: Vec<char> = text.chars().collect();
        for ground in records.staffing.iter().map(|row| &row.ground) {
            let evidence: Vec<char> = ground.evidence.as_deref().unwrap().chars().collect();
            let (start, end, from) = (ground.start.unwrap(), ground.end.unwrap(), ground.evidence_start.unwrap());
            assert!(evidence.len() < 1000 && from <= start && end as usize <= from as usize + evidence.len());
            assert_eq!(scalars[from as usize..from as usize + evidence.len()], evidence[..]);
        }
    }
}
