//! Which place a statement is about: the one in its own body's name, in its sentence, of the whole article, of the paper.

use crate::lang::cues::Cue;
use crate::lang::gazetteer::Gazetteer;
use crate::model::article::{Article, ZoneKind};
use crate::model::mention::{BodyMention, PlaceLevel, PlaceMention};
use crate::model::tag::{Basis, BodyKind, Geo, Level};
use crate::recognise::reading::Reading;

/// A place and how it was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResolvedPlace {
    /// Code of the 63.
    pub province: &'static str,
    /// District without its kind.
    pub district: Option<&'static str>,
    pub basis: Basis,
}

/// The place that a whole article is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArticlePlace {
    pub place: Option<ResolvedPlace>,
    /// The article reports the whole country or its central bodies; a province in it is a seat or a point of view.
    pub national: bool,
}

/// The places of one article and what they tell about the tokens between them.
pub struct PlaceContext<'m> {
    places: &'m [PlaceMention],
    /// Token ranges of the sentences.
    sentences: Vec<std::ops::Range<usize>>,
    /// Tokens with which paragraphs begin.
    paragraphs: Vec<usize>,
    outlet: Option<&'static str>,
    article: ArticlePlace,
}

/// Cities that are provinces of their own: they have a "Thành ủy", never a "Tỉnh ủy".
const MUNICIPALITIES: [&str; 5] = ["01", "31", "48", "79", "92"];

impl<'m> PlaceContext<'m> {
    pub fn new(reading: &Reading, places: &'m [PlaceMention], bodies: &'m [BodyMention], article: &Article) -> Self {
        let outlet = article.outlet_province.as_deref().and_then(|c| Gazetteer::get().province(c, Geo::P63)).map(|p| p.code);
        // With a paragraph a sentence begins as well.
        let starts = reading.sentences.iter().map(|sentence| sentence.start);
        let paragraphs = starts.filter(|i| *i == 0 || reading.tokens[*i].breaks()).collect();
        let place = dominant(reading, places, bodies, outlet);
        let article = ArticlePlace { place, national: is_national(reading, places, bodies) };
        Self { places, sentences: reading.sentences.clone(), paragraphs, outlet, article }
    }

    /// The place of the whole article; [`ArticlePlace::place`] is none where no place stands out.
    pub fn article_place(&self) -> ArticlePlace {
        self.article
    }

    /// The province, and the district where one is named with it, that words at `token` such as "Tỉnh ủy", "toàn tỉnh" or
    /// "địa phương" mean: the only one in the sentence, the article's, the paper's, the last one named.
    pub fn in_force(&self, token: usize) -> Option<ResolvedPlace> {
        self.find(token, |_| true)
    }

    /// The place of a body: that in its name, else the place in force that a body of its kind can be of.
    pub fn body_place(&self, body: &BodyMention) -> Option<ResolvedPlace> {
        if body.level == Some(Level::Central) {
            return None;
        }
        if let Some(province) = body.province {
            return Some(ResolvedPlace { province, district: body.district, basis: Basis::Stated });
        }
        let at = body.span.start;
        match body.level {
            Some(Level::Province) => {
                self.find(at, |p| !MUNICIPALITIES.contains(&p.province)).or_else(|| self.find(at, |_| true)).map(without_district)
            }
            Some(Level::District | Level::Grassroots) => {
                self.find(at, |p| p.district.is_some()).or_else(|| self.find(at, |_| true))
            }
            _ if body.city => self.find(at, |p| MUNICIPALITIES.contains(&p.province) || p.district.is_some()),
            _ => self.find(at, |_| true),
        }
    }

    /// The level of a body: as its name says, else, for a body of a city, as the city in force says.
    pub fn body_level(&self, body: &BodyMention) -> Option<Level> {
        body.level.or_else(|| {
            let place = self.body_place(body).filter(|_| body.city)?;
            Some(if MUNICIPALITIES.contains(&place.province) && place.district.is_none() {
                Level::Province
            } else {
                Level::District
            })
        })
    }

    fn find(&self, token: usize, fits: impl Fn(&ResolvedPlace) -> bool) -> Option<ResolvedPlace> {
        let sentence = self.sentences.get(self.sentences.partition_point(|s| s.end <= token)).cloned().unwrap_or(token..token);
        let only = self.only_one(sentence.start, sentence.end, Basis::Stated).filter(&fits);
        let article = || self.article.place.filter(|p| !self.article.national || p.basis == Basis::FromPublication).filter(&fits);
        let paragraph = || {
            let n = self.paragraphs.partition_point(|p| *p <= token);
            let start = n.checked_sub(1).map_or(0, |n| self.paragraphs[n]);
            self.last_named(start, token).filter(&fits)
        };
        let outlet = || {
            self.outlet.map(|province| ResolvedPlace { province, district: None, basis: Basis::FromPublication }).filter(&fits)
        };
        let last = || self.last_named(0, token).filter(&fits);
        only.or_else(article).or_else(paragraph).or_else(outlet).or_else(last)
    }

    /// The one province that the tokens `from..to` name, with its last district.
    fn only_one(&self, from: usize, to: usize, basis: Basis) -> Option<ResolvedPlace> {
        let mut found: Option<ResolvedPlace> = None;
        for place in self.places.iter().filter(|p| p.span.start >= from && p.span.start < to) {
            let Some(province) = place.province else { continue };
            match &mut found {
                Some(f) if f.province != province => return None,
                Some(f) => f.district = f.district.or(place.district),
                None => found = Some(ResolvedPlace { province, district: place.district, basis }),
            }
        }
        found
    }

    fn last_named(&self, from: usize, to: usize) -> Option<ResolvedPlace> {
        let mut named = self.places.iter().rev().filter(|p| p.span.start >= from && p.span.start < to);
        named.find_map(|p| p.province.map(|province| ResolvedPlace { province, district: p.district, basis: Basis::FromContext }))
    }
}

const fn without_district(place: ResolvedPlace) -> ResolvedPlace {
    ResolvedPlace { district: None, ..place }
}

/// The distinct province codes (63) that the article names, in order of first mention.
pub fn place_layer(places: &[PlaceMention]) -> Vec<String> {
    crate::recognise::place::place_codes(places).into_iter().map(str::to_string).collect()
}

/// The province that stands out by where and how often it is named, with the district that does among its mentions; else the
/// paper's own province, when the text speaks of its province without a name.
fn dominant(
    reading: &Reading,
    places: &[PlaceMention],
    bodies: &[BodyMention],
    outlet: Option<&'static str>,
) -> Option<ResolvedPlace> {
    let lead = lead_end(reading);
    let mut scores: Vec<(&'static str, f64)> = Vec::new();
    for place in places {
        let Some(province) = place.province else { continue };
        let weight = match () {
            _ if reading.zone(place.span.start) == ZoneKind::Title => 4.0,
            _ if place.span.start < lead => 2.5,
            _ if place.in_body => 2.0,
            _ => 1.0,
        };
        match scores.iter_mut().find(|(p, _)| *p == province) {
            Some((_, score)) => *score += weight,
            None => scores.push((province, weight)),
        }
    }
    // "Tỉnh ủy", "UBND tỉnh" without a name speak of the paper's province.
    if let Some(own) = outlet {
        let nameless = bodies.iter().filter(|b| b.province.is_none() && b.level == Some(Level::Province)).count().min(4) as f64;
        match scores.iter_mut().find(|(p, _)| *p == own) {
            Some((_, score)) => *score += 2.0 + nameless,
            None if nameless > 0.0 => scores.push((own, nameless)),
            None => {}
        }
    }
    // The first of equals is the one named first.
    let mut best: Option<(&'static str, f64)> = None;
    for &(province, score) in &scores {
        if best.is_none_or(|b| score > b.1) {
            best = Some((province, score));
        }
    }
    let (province, score) = best?;
    if scores.iter().any(|(p, s)| *p != province && *s * 1.6 > score) {
        return None;
    }
    let mentioned = places.iter().any(|p| p.province == Some(province));
    let basis = if mentioned { Basis::FromContext } else { Basis::FromPublication };
    Some(ResolvedPlace { province, district: main_district(places, bodies, province), basis })
}

/// The district that an article about one is about: the only one named beside its province, and by a body of its own or often.
fn main_district(places: &[PlaceMention], bodies: &[BodyMention], province: &str) -> Option<&'static str> {
    let mut counts: Vec<(&'static str, usize)> = Vec::new();
    let named = places.iter().filter(|p| p.province == Some(province) && p.level == PlaceLevel::District);
    for district in named.filter_map(|p| p.district) {
        match counts.iter_mut().find(|(d, _)| *d == district) {
            Some((_, n)) => *n += 1,
            None => counts.push((district, 1)),
        }
    }
    let of_province = bodies.iter().filter(|b| b.level == Some(Level::Province)).count();
    let of_district = bodies.iter().filter(|b| b.level == Some(Level::District)).count();
    match counts.as_slice() {
        [(district, n)] if *n > 1 || of_district > of_province => Some(district),
        _ => None,
    }
}

/// Where the first three sentences end.
fn lead_end(reading: &Reading) -> usize {
    let mut prose = reading.sentences.iter().filter(|s| reading.zone(s.start) != ZoneKind::Furniture && s.len() > 6);
    prose.nth(2).map_or(reading.tokens.len(), |s| s.end)
}

/// An article of the whole country: its title and lead name a central body or "toàn quốc", and no body of a province first.
fn is_national(reading: &Reading, places: &[PlaceMention], bodies: &[BodyMention]) -> bool {
    let lead = lead_end(reading);
    let nationwide = reading.find_cue(0..lead, Cue::Nationwide).is_some();
    let mut provinces: Vec<&str> = places.iter().filter_map(|p| p.province).collect();
    provinces.sort_unstable();
    provinces.dedup();
    let official = |b: &&BodyMention| !matches!(b.kind, BodyKind::Press | BodyKind::School);
    let first = bodies.iter().filter(official).find(|b| b.span.start < lead && b.level.is_some());
    let central_first = first.is_some_and(|b| b.level == Some(Level::Central));
    let local_in_lead =
        bodies.iter().filter(official).any(|b| b.span.start < lead && b.level.is_some_and(|l| l != Level::Central));
    nationwide && (central_first || !local_in_lead) || central_first && (!local_in_lead || provinces.len() > 4)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognise::body::bodies;
    use crate::recognise::place::places;

    fn article(text: &str, outlet: Option<&str>) -> Article {
        Article {
            id: "a".into(),
            article_id: "a".into(),
            title: None,
            url: None,
            outlet: None,
            outlet_province: outlet.map(str::to_string),
            published: None,
            published_basis: Basis::Unknown,
            header_date: None,
            text: text.to_string(),
            zones: Vec::new(),
        }
    }

    /// What is in force for the first body whose name begins with `body`.
    fn of_body(text: &str, outlet: Option<&str>, body: &str) -> Option<(&'static str, Option<&'static str>, Basis)> {
        let mut reading = Reading::new(text);
        let mut found = places(&mut reading);
        let named = bodies(&reading, &mut found);
        let context = PlaceContext::new(&reading, &found, &named, &article(text, outlet));
        let body = named.iter().find(|b| reading.source(b.span.clone()).starts_with(body));
        let place = context.body_place(body?)?;
        Some((place.province, place.district, place.basis))
    }

    fn whole(text: &str, outlet: Option<&str>) -> ArticlePlace {
        let mut reading = Reading::new(text);
        let mut found = places(&mut reading);
        let named = bodies(&reading, &mut found);
        PlaceContext::new(&reading, &found, &named, &article(text, outlet)).article_place()
    }

    #[test]
    fn a_body_without_a_name_is_of_the_place_in_force() {
        let late = "Sáng nay, Ban Tổ chức Tỉnh ủy sơ kết công tác 6 tháng. Hội nghị bàn nhiều việc của cơ sở.\n\nĐảng bộ tỉnh Lạng Sơn có 11 đảng bộ trực thuộc.";
        assert_eq!(of_body(late, None, "Ban Tổ chức"), Some(("20", None, Basis::FromContext)));
        assert_eq!(of_body("Tỉnh ủy họp thường kỳ.", Some("02"), "Tỉnh ủy"), Some(("02", None, Basis::FromPublication)));
        assert_eq!(of_body("Tỉnh ủy họp thường kỳ.", None, "Tỉnh ủy"), None);
        assert_eq!(of_body("Tỉnh ủy Hà Giang họp.", Some("20"), "Tỉnh ủy"), Some(("02", None, Basis::Stated)));
        // A "Tỉnh ủy" is never of the capital, wherever it meets.
        assert_eq!(
            of_body("Tại Hà Nội, Tỉnh ủy gặp mặt đồng hương.", Some("40"), "Tỉnh ủy"),
            Some(("40", None, Basis::FromPublication))
        );
    }

    #[test]
    fn a_national_conference_is_national_wherever_it_is_seen_from() {
        let seen = "Ngày 19/1, tại Hà Nội, Ban Tổ chức Trung ương tổ chức hội nghị trực tuyến toàn quốc.\n\nTại đầu cầu tỉnh Hà Giang có lãnh đạo Tỉnh ủy dự.";
        assert!(whole(seen, Some("02")).national);
        let local = "Ngày 19/1, Tỉnh ủy Hà Giang tổ chức hội nghị tổng kết. Huyện ủy Vị Xuyên báo cáo.";
        let place = whole(local, None);
        assert!(!place.national);
        assert_eq!(place.place.map(|p| p.province), Some("02"));
    }
}
