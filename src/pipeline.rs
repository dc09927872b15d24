//! One article in, its records out. Tests enter here.

use crate::assemble::figures::Figures;
use crate::assemble::ground::Grounds;
use crate::assemble::meeting;
use crate::assemble::place::{PlaceContext, place_layer};
use crate::assemble::scheme::speaking_day;
use crate::assemble::year::{YearEvidence, cited_days, date_layer, resolve_years};
use crate::model::article::Article;
use crate::model::record::ArticleRecords;
use crate::recognise::reading::Reading;
use crate::recognise::{body, citation, cut_rows, date, place, progress, quantity, staffing};

/// Extracts every record of an article. Pure: the same article gives the same records, on any thread, on any day.
pub fn extract(article: &Article) -> ArticleRecords {
    records(article, Reading::of(article))
}

fn records(article: &Article, mut reading: Reading) -> ArticleRecords {
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
    let cuts = cut_rows::distinct(staffing::staffing(&reading, &quantities));
    let steps = progress::progress(&reading, &quantities, &cuts);
    let meetings = meeting::meetings(&reading, &dates, &places, &bodies, &context, article);

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
            let plain = records(&article, Reading::of(&article).without_prefilter());
            assert_eq!(serde_json::to_string(&extract(&article)).ok(), serde_json::to_string(&plain).ok(), "{text}");
        }
    }

    /// Offsets point at what was printed, whatever the Unicode form of the text.
    #[test]
    fn offsets_slice_the_text_in_every_unicode_form() {
        use unicode_normalization::UnicodeNormalization;
        for (name, text) in crate::lang::builtin::samples() {
            for text in [text.to_string(), text.nfd().collect(), text.replace('\n', "\r\n")] {
                let article = RawArticle::from_text(*name, &text).finish();
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

    proptest::proptest! {
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
}
