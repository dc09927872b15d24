//! One article in, its records out. Tests enter here.

use crate::assemble::year::{YearEvidence, date_layer, resolve_years};
use crate::assemble::{figures, ground::Grounds};
use crate::model::article::Article;
use crate::model::record::ArticleRecords;
use crate::recognise::reading::Reading;
use crate::recognise::{citation, date, progress, quantity, staffing};

/// Extracts every record of an article. Pure: the same article gives the same records, on any thread, on any day.
pub fn extract(article: &Article) -> ArticleRecords {
    let mut reading = Reading::of(article);
    let citations = citation::distinct(citation::citations(&mut reading));
    let mut dates = date::dates(&mut reading);
    let evidence = YearEvidence { published: article.published, header: article.header_date };
    resolve_years(&reading, &mut dates, &evidence);
    let quantities = quantity::quantities(&mut reading);
    let cuts = staffing::distinct(staffing::staffing(&reading, &quantities));
    let steps = progress::progress(&reading, &quantities);

    let mut grounds = Grounds::new(article, &reading);
    ArticleRecords {
        id: article.id.clone(),
        article_id: article.article_id.clone(),
        title: article.title.clone(),
        url: article.url.clone(),
        outlet: article.outlet.clone(),
        published: article.published,
        published_basis: article.published_basis,
        meetings: Vec::new(),
        staffing: figures::staffing(&mut grounds, &reading, cuts),
        progress: figures::progress(&mut grounds, &reading, steps),
        documents: figures::documents(&mut grounds, citations),
        quantities: figures::quantities(&mut grounds, &reading, quantities),
        dates: date_layer(&dates),
        places: Vec::new(),
    }
}
