//! Which division of the country a record's place belongs to: the 63 provinces of its time, or the 34 since 1 July 2025.

use crate::lang::gazetteer::Gazetteer;
use crate::model::article::Article;
use crate::model::date::Edtf;
use crate::model::mention::{DateKind, DateMention};
use crate::model::record::PlaceRef;
use crate::model::tag::{Basis, Geo, Scope};
use chrono::NaiveDate;

/// The day on which the 34 provinces began and the districts ended.
const REFORM: NaiveDate = NaiveDate::from_ymd_opt(2025, 7, 1).unwrap();

/// The day an article speaks from: that of publication, else the first dated day that it tells.
pub fn speaking_day(article: &Article, dates: &[DateMention]) -> Option<NaiveDate> {
    let published = article.published.and_then(|p| p.bounds()).map(|(_, last)| last);
    let told = || dates.iter().filter(|d| d.kind == DateKind::Day).find_map(|d| d.value.bounds()).map(|(first, _)| first);
    published.or_else(told)
}

/// The place of a meeting on the day it is held: since the reform a meeting sits in one of the 34, whatever name the text uses.
pub fn of_meeting(place: PlaceRef, day: Edtf) -> PlaceRef {
    let after = day.bounds().is_some_and(|(first, _)| first >= REFORM);
    if after { carried_over(place) } else { place }
}

/// The place of a figure. Told since the reform of a time before it ("năm 2020 đã giảm 5 xã"), it is of the province of that
/// time; a name that went with the reform ("Bạc Liêu") still means what it meant.
pub fn of_figure(place: PlaceRef, spoken: Option<NaiveDate>, as_of: Option<Edtf>) -> PlaceRef {
    let told_since = spoken.is_some_and(|day| day >= REFORM);
    let of_then = as_of.and_then(Edtf::bounds).is_some_and(|(_, last)| last < REFORM);
    let gone = place.place_basis != Basis::FromPublication && place.province.as_deref().is_some_and(|code| !lives_on(code));
    if told_since && !of_then && !gone { carried_over(place) } else { place }
}

/// The same place in the scheme of the 34. What was a district is below the province: there are none any more.
fn carried_over(place: PlaceRef) -> PlaceRef {
    let Some(code) = place.province.as_deref().filter(|_| place.geo == Geo::P63).and_then(|c| Gazetteer::get().merge(c)) else {
        return place;
    };
    let scope = if place.scope == Scope::District { Scope::Commune } else { place.scope };
    PlaceRef { province: Some(code.to_string()), geo: Geo::P34, district: None, scope, place_basis: place.place_basis }
}

/// Whether one of the 34 bears the name of this province of the 63.
fn lives_on(code_63: &str) -> bool {
    Gazetteer::get().merger(code_63).is_some_and(|m| m.old_name == m.new_name)
}

#[cfg(test)]
mod tests {
    use crate::input::RawArticle;
    use crate::model::tag::Geo;

    /// The province and scheme of the first meeting, or of the first cut where there is no meeting.
    fn place_of(text: &str) -> (Option<String>, Geo) {
        let records = crate::pipeline::extract(&RawArticle::from_text("a", text).finish());
        let place = records.meetings.first().map(|m| &m.place).or_else(|| records.staffing.first().map(|s| &s.place));
        let place = place.unwrap_or_else(|| panic!("no record: {text}"));
        (place.province.clone(), place.geo)
    }

    #[test]
    fn the_day_decides_the_scheme() {
        for (text, code, geo) in [
            ("Ngày 30/6/2025, Tỉnh ủy Gia Lai tổ chức hội nghị tổng kết.", "64", Geo::P63),
            ("Ngày 1/7/2025, Tỉnh ủy Gia Lai tổ chức hội nghị sơ kết.", "52", Geo::P34),
            ("Ngày 4/8/2025, Tỉnh ủy Quảng Trị tổ chức hội nghị giao ban.", "44", Geo::P34),
            ("Ngày 4/8/2024, Tỉnh ủy Quảng Trị tổ chức hội nghị giao ban.", "45", Geo::P63),
            // Whoever still writes the old name means the place, which is now in the new province.
            ("Ngày 9/7/2025, tại Bạc Liêu, UBND tỉnh tổ chức hội nghị triển khai nhiệm vụ.", "96", Geo::P34),
            ("Ngày 9/7/2025, HĐND tỉnh Lâm Đồng họp. Tỉnh Lâm Đồng đã giảm 12 đơn vị sự nghiệp.", "68", Geo::P34),
        ] {
            assert_eq!(place_of(text), (Some(code.to_string()), geo), "{text}");
        }
    }

    #[test]
    fn a_figure_of_before_the_reform_stays_with_the_province_of_its_time() {
        let told = |text: &str| {
            let records = crate::pipeline::extract(&RawArticle::from_text("a", text).finish());
            let cut = records.staffing.first().unwrap_or_else(|| panic!("no cut: {text}"));
            (cut.place.province.clone(), cut.place.geo)
        };
        let head = "Ngày 9/7/2025, UBND tỉnh Gia Lai thông tin về bộ máy.";
        assert_eq!(told(&format!("{head} Năm 2020, tỉnh Gia Lai giảm 5 phòng.")), (Some("64".into()), Geo::P63));
        assert_eq!(told(&format!("{head} Tỉnh Gia Lai giảm 5 phòng.")), (Some("52".into()), Geo::P34));
        assert_eq!(told(&format!("{head} Tỉnh Bình Định đã giảm 7 phòng.")), (Some("52".into()), Geo::P63));
    }
}
