//! The one place that turns key values into the words that people read.

use super::query::{Key, Place};
use super::summary::KeyValue;
use crate::lang::gazetteer::Gazetteer;
use crate::lang::labels::{Lang, fill, label};
use crate::model::tag::Geo;

/// The name of a value of `key` as a person reads it, in the geography that the summary was made in.
pub fn key_name(key: Key, value: &KeyValue, geo: Geo, lang: Lang) -> String {
    let province = |code: &str| Gazetteer::get().name_of(code, geo).map_or_else(|| code.to_string(), str::to_string);
    match value {
        KeyValue::Province(code) => province(code),
        KeyValue::WholeProvince(code) => fill(lang, "value.whole", &[("place", &province(code))]),
        KeyValue::WholeRegion(slug) => fill(lang, "value.whole", &[("place", &label_of(lang, "macro", slug))]),
        KeyValue::National => label(lang, "value.national").to_string(),
        KeyValue::CentralBody => label(lang, "value.central_body").to_string(),
        KeyValue::Unknown => label(lang, "value.unknown").to_string(),
        KeyValue::Rest(rows) => fill(lang, "value.rest", &[("rows", &rows.to_string())]),
        KeyValue::Slug(slug) => slug_name(key, slug, geo, lang),
    }
}

/// The heading of a key's column.
pub fn key_heading(key: Key, lang: Lang) -> String {
    label_of(lang, "key", key.word())
}

/// The name of a place that a question is limited to.
pub fn place_name(place: &Place, geo: Geo, lang: Lang) -> String {
    let province = |code: &str, geo: Geo| Gazetteer::get().name_of(code, geo).unwrap_or(code).to_string();
    match place {
        Place::Province(geo, code) => province(code, *geo),
        Place::District { province: code, name } => format!("{name}, {}", province(code, Geo::P63)),
        Place::Region(slug) => slug_name(Key::Region, slug, geo, lang),
        Place::MacroRegion(region) => label_of(lang, "macro", region.slug()),
    }
}

fn slug_name(key: Key, slug: &str, geo: Geo, lang: Lang) -> String {
    let gazetteer = Gazetteer::get();
    match key {
        Key::Region => gazetteer.region(slug, geo).map_or_else(
            || slug.to_string(),
            |region| match lang {
                Lang::Vi => region.name_vi.to_string(),
                Lang::En => region.name_en.to_string(),
            },
        ),
        Key::MacroRegion => label_of(lang, "macro", slug),
        Key::District => match slug.split_once('/') {
            Some((code, name)) => match gazetteer.name_of(code, geo) {
                Some(province) => format!("{name} ({province})"),
                None => name.to_string(),
            },
            None => slug.to_string(),
        },
        Key::Half | Key::Quarter | Key::Month => time_name(slug, lang),
        Key::Term => slug.replace('/', "-"),
        Key::Document => match slug.split_once(' ') {
            Some((kind, symbol)) => format!("{} {symbol}", label_of(lang, "type", kind)),
            None => slug.to_string(),
        },
        Key::Kind => {
            let name = label_of(lang, "kind", slug);
            if name == slug { label_of(lang, "quantity", slug) } else { name }
        }
        Key::Mode | Key::Level | Key::Status | Key::Activity | Key::Subject | Key::Type => label_of(lang, key.word(), slug),
        Key::Year | Key::Organiser | Key::Chair | Key::Outlet | Key::Issuer | Key::Province => slug.to_string(),
    }
}

/// The label `family.slug`, or the slug where there is none.
fn label_of(lang: Lang, family: &str, slug: &str) -> String {
    let key = format!("{family}.{slug}");
    match label(lang, &key) {
        text if text == key => slug.to_string(),
        text => text.to_string(),
    }
}

/// "2021-H1", "2021-Q2", "2021-06" in words.
fn time_name(slug: &str, lang: Lang) -> String {
    let Some((year, part)) = slug.split_once('-') else { return slug.to_string() };
    match part.split_at_checked(1) {
        Some(("H", half)) => fill(lang, if half == "1" { "time.half1" } else { "time.half2" }, &[("year", year)]),
        Some(("Q", quarter)) => {
            let roman =
                ["I", "II", "III", "IV"].get(quarter.parse::<usize>().unwrap_or(0).wrapping_sub(1)).copied().unwrap_or(quarter);
            fill(lang, "time.quarter", &[("quarter", roman), ("year", year)])
        }
        _ => format!("{part}/{year}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_told_as_people_say_them() {
        let slug = |s: &str| KeyValue::Slug(s.into());
        for (key, value, vi, en) in [
            (Key::Province, KeyValue::Province("01".into()), "Hà Nội", "Hà Nội"),
            (Key::Province, KeyValue::National, "Toàn quốc", "Whole country"),
            (Key::Province, KeyValue::Unknown, "Không rõ", "Unknown"),
            (Key::Region, KeyValue::WholeRegion("north".into()), "Miền Bắc (chung)", "North (as a whole)"),
            (Key::Region, slug("red_river_delta"), "Đồng bằng sông Hồng", "Red River Delta"),
            (Key::District, slug("01/Đống Đa"), "Đống Đa (Hà Nội)", "Đống Đa (Hà Nội)"),
            (Key::Month, slug("2021-06"), "06/2021", "06/2021"),
            (Key::Quarter, slug("2021-Q1"), "Quý I/2021", "Q I/2021"),
            (Key::Half, slug("2021-H1"), "6 tháng đầu năm 2021", "First half of 2021"),
            (Key::Kind, slug("final_review"), "Tổng kết", "Final review"),
            (Key::Kind, slug("money"), "Tiền", "Money"),
            (Key::Document, slug("resolution 18-NQ/TW"), "Nghị quyết 18-NQ/TW", "Resolution 18-NQ/TW"),
            (Key::Term, slug("2020/2025"), "2020-2025", "2020-2025"),
        ] {
            assert_eq!(key_name(key, &value, Geo::P63, Lang::Vi), vi);
            assert_eq!(key_name(key, &value, Geo::P63, Lang::En), en);
        }
        // Code 24 is Bắc Giang before 1 July 2025 and Bắc Ninh after.
        let code = KeyValue::Province("24".into());
        assert_eq!(key_name(Key::Province, &code, Geo::P63, Lang::Vi), "Bắc Giang");
        assert_eq!(key_name(Key::Province, &code, Geo::P34, Lang::Vi), "Bắc Ninh");
    }
}
