//! One article in, its records out. Tests enter here.

use crate::assemble::figures::Figures;
use crate::assemble::ground::Grounds;
use crate::assemble::meeting;
use crate::assemble::place::{PlaceContext, place_layer};
use crate::assemble::year::{YearEvidence, date_layer, resolve_years};
use crate::model::article::Article;
use crate::model::record::ArticleRecords;
use crate::recognise::reading::Reading;
use crate::recognise::{body, citation, date, place, progress, quantity, staffing};

/// Extracts every record of an article. Pure: the same article gives the same records, on any thread, on any day.
pub fn extract(article: &Article) -> ArticleRecords {
    let mut reading = Reading::of(article);
    // The order settles who may claim digits: a document's symbol before a date, a date before a quantity.
    let citations = citation::distinct(citation::citations(&mut reading));
    let mut dates = date::dates(&mut reading);
    let evidence = YearEvidence { published: article.published, header: article.header_date };
    resolve_years(&reading, &mut dates, &evidence);
    let mut places = place::places(&mut reading);
    let bodies = body::bodies(&reading, &mut places);
    let context = PlaceContext::new(&reading, &places, &bodies, article);
    let quantities = quantity::quantities(&mut reading);
    let cuts = staffing::distinct(staffing::staffing(&reading, &quantities));
    let steps = progress::progress(&reading, &quantities);
    let meetings = meeting::meetings(&reading, &dates, &places, &bodies, &context, article);

    let mut grounds = Grounds::new(article, &reading);
    let figures = Figures { reading: &reading, dates: &dates, bodies: &bodies, places: &context };
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
