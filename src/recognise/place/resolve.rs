//! Which unit a name means where it stands: by the word for its kind, the province behind it, the provinces around it.

use super::{Found, Unit, name_at};
use crate::lang::cues::Cue;
use crate::lang::names::{Bearer, Name, names};
use crate::model::mention::{PlaceLevel, PlaceMention};
use crate::recognise::reading::Reading;

/// The province named right behind a district: "Hậu Lộc, Thanh Hóa", "(Phú Thọ)", "huyện Vị Xuyên tỉnh Hà Giang".
fn following_province(reading: &Reading, end: usize) -> Option<&'static Name> {
    let mut at = end;
    if [',', '(', '-'].iter().any(|m| reading.is_mark(at, *m)) {
        at += 1;
    }
    at = reading.cue(at, Cue::BelongsTo).unwrap_or(at);
    let kind = reading.any_cue(at, &[Cue::KindProvince, Cue::KindCity]).map(|(e, _)| e);
    if at == end && kind.is_none() {
        return None;
    }
    let (_, n) = name_at(reading, kind.unwrap_or(at))?;
    Some(&names()[n as usize]).filter(|n| n.is_province())
}

pub(super) fn province_follows(reading: &Reading, end: usize, name: &Name) -> bool {
    following_province(reading, end).is_some_and(|p| shared_province(name, p).is_some())
}

/// The province `province` that has a unit called `name`.
fn shared_province(name: &Name, province: &Name) -> Option<&'static str> {
    let codes = province.bearers.iter().filter(|b| b.level == PlaceLevel::Province).filter_map(|b| b.province);
    codes.into_iter().find(|c| name.bearers.iter().any(|b| b.province == Some(c)))
}

/// "huyện Lệ Thủy, Quảng Ninh": here Quảng Ninh is the district beside Lệ Thủy, not the province.
pub(super) fn same_province_only_as_district(last: &Name, name: &Name) -> bool {
    let of = |b: &&Bearer| b.level == PlaceLevel::District && last.bearers.iter().any(|l| l.province == b.province);
    shared_province(last, name).is_none() && name.bearers.iter().any(|b| of(&b))
}

/// Provinces that the text names beyond doubt, with the token where.
pub(super) fn clear_provinces(found: &[Found]) -> Vec<(usize, &'static str)> {
    let mut out = Vec::new();
    for f in found.iter().filter(|f| !f.needs_province) {
        let mut codes = bearers(f).filter_map(|b| b.province);
        if let Some(first) = codes.next()
            && codes.all(|c| c == first)
        {
            out.push((f.name_start, first));
        }
    }
    out
}

/// The units that a name can mean where it stands.
fn bearers(f: &Found) -> impl Iterator<Item = &'static Bearer> {
    let name = &names()[f.name as usize];
    let unit = f.unit.filter(|u| name.bearers.iter().any(|b| u.fits(b)));
    // "thị xã" of what has become a city since, "huyện" of what is a town now.
    let lower = f.unit.is_some_and(|u| u != Unit::Province)
        && unit.is_none()
        && name.bearers.iter().any(|b| b.level == PlaceLevel::District);
    let province = f.unit.is_none() && name.is_province();
    name.bearers.iter().filter(move |b| match unit {
        Some(unit) => unit.fits(b),
        None if lower => b.level == PlaceLevel::District,
        None if province => b.level == PlaceLevel::Province,
        None => true,
    })
}

pub(super) fn resolve(reading: &Reading, found: &[Found], n: usize, clear: &[(usize, &'static str)]) -> Option<PlaceMention> {
    let f = &found[n];
    let name = &names()[f.name as usize];
    if f.unit == Some(Unit::Province) && !name.is_province() {
        return None;
    }
    let first = bearers(f).next()?;
    let has = |code: &str| bearers(f).any(|b| b.province == Some(code));
    let province = if bearers(f).all(|b| b.province == first.province) {
        first.province.filter(|p| !f.needs_province || clear.iter().any(|(_, c)| c == p))
    } else {
        let behind = following_province(reading, f.span.end).and_then(|p| shared_province(name, p)).filter(|c| has(c));
        let sentence = reading.sentence_of(f.name_start);
        let near = || one_of(clear.iter().filter(|(at, c)| sentence.contains(at) && has(c)).map(|(_, c)| *c));
        let anywhere = || one_of(clear.iter().map(|(_, c)| *c).filter(|c| has(c)));
        behind.or_else(near).or_else(anywhere)
    };
    if province.is_none() && (f.needs_province || f.bare) && first.region.is_none() {
        return None;
    }
    let bearer = bearers(f).find(|b| b.province == province).unwrap_or(first);
    Some(PlaceMention {
        span: f.span.clone(),
        level: bearer.level,
        province,
        district: bearer.district,
        region: bearer.region,
        in_body: f.in_body,
        rule: f.rule,
    })
}

/// The one value of an iterator whose values are all the same.
fn one_of(mut codes: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    let first = codes.next()?;
    codes.all(|c| c == first).then_some(first)
}
