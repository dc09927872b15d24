//! What a fact is under each key, in the geography that the question asks for.

use super::disjoint::term_of;
use super::facts::{Fact, is_central};
use super::load::*;
use super::period::Period;
use super::query::{Key, Topic};
use super::summary::KeyValue;
use crate::lang::gazetteer::Gazetteer;
use crate::model::date::Edtf;
use crate::model::tag::*;

/// The keys that a topic has, in the order in which they are told.
pub const fn keys_of(topic: Topic) -> &'static [Key] {
    use Key::*;
    match topic {
        Topic::Overview => &[Region, MacroRegion, Province, District, Year, Half, Quarter, Month, Outlet],
        Topic::Meetings => &[
            Region,
            MacroRegion,
            Province,
            District,
            Year,
            Half,
            Quarter,
            Month,
            Kind,
            Mode,
            Level,
            Status,
            Organiser,
            Chair,
            Outlet,
        ],
        Topic::Staffing => &[Region, MacroRegion, Province, District, Year, Half, Quarter, Month, Subject, Status, Outlet],
        Topic::Progress => {
            &[Region, MacroRegion, Province, District, Year, Half, Quarter, Month, Activity, Subject, Term, Outlet]
        }
        Topic::Documents => {
            &[Region, MacroRegion, Province, District, Year, Half, Quarter, Month, Document, Type, Issuer, Outlet]
        }
        Topic::Quantities => &[Region, MacroRegion, Province, District, Kind, Outlet],
    }
}

/// Whether a key is a place.
pub const fn is_place(key: Key) -> bool {
    matches!(key, Key::Region | Key::MacroRegion | Key::Province | Key::District)
}

/// Whether a key is a time.
pub const fn is_time(key: Key) -> bool {
    matches!(key, Key::Year | Key::Half | Key::Quarter | Key::Month)
}

/// The values of a fact under a key: one, or for the outlet each paper that reported it. None when its place cannot be
/// carried into the geography.
pub fn values(loaded: &Loaded, fact: &Fact, key: Key, geo: Geo) -> Vec<KeyValue> {
    let says = &fact.says;
    let slug = |s: &str| KeyValue::Slug(s.to_string());
    let text = |s: Option<Sym>| loaded.texts.opt(s).map_or(KeyValue::Unknown, slug);
    let one = match key {
        Key::Region | Key::MacroRegion | Key::Province | Key::District => {
            return place_value(&loaded.texts, fact, key, geo).into_iter().collect();
        }
        Key::Year | Key::Half | Key::Quarter | Key::Month => {
            let date = says.date.and_then(|d| time_value(d, key, fact.meeting().is_some()));
            date.map_or(KeyValue::Unknown, KeyValue::Slug)
        }
        Key::Kind => match says.says {
            Says::Meeting(m) => slug(m.kind.slug()),
            Says::Quantity(q) => slug(q.kind.slug()),
            _ => KeyValue::Unknown,
        },
        Key::Mode => fact.meeting().map_or(KeyValue::Unknown, |m| slug(m.mode.slug())),
        Key::Level => fact.meeting().map_or(KeyValue::Unknown, |m| slug(m.level.slug())),
        Key::Status => match says.says {
            Says::Meeting(m) => slug(m.status.slug()),
            Says::Staffing(s) => slug(s.status.slug()),
            _ => KeyValue::Unknown,
        },
        Key::Activity => fact.progress().map_or(KeyValue::Unknown, |p| slug(p.activity.slug())),
        Key::Subject => match says.says {
            Says::Staffing(s) => slug(s.subject.slug()),
            Says::Progress(p) => slug(p.subject.slug()),
            _ => KeyValue::Unknown,
        },
        Key::Term => term_of(fact).map_or(KeyValue::Unknown, |(from, to)| KeyValue::Slug(format!("{from}/{to}"))),
        Key::Document => match says.says {
            Says::Document(d) => KeyValue::Slug(format!("{} {}", d.kind.slug(), loaded.texts.get(d.symbol))),
            _ => KeyValue::Unknown,
        },
        Key::Type => match says.says {
            Says::Document(d) => slug(d.kind.slug()),
            _ => KeyValue::Unknown,
        },
        Key::Issuer => match says.says {
            Says::Document(d) => text(d.issuer),
            _ => KeyValue::Unknown,
        },
        Key::Organiser => text(fact.meeting().and_then(|m| m.organiser)),
        Key::Chair => text(fact.meeting().and_then(|m| m.chair)),
        Key::Outlet => {
            let outlet = |a: Sym| text(loaded.articles.get(&a).and_then(|a| a.outlet));
            let mut outlets: Vec<_> = fact.articles().map(outlet).collect();
            outlets.sort_unstable();
            outlets.dedup();
            return outlets;
        }
    };
    vec![one]
}

/// "2021", "2021-H1", "2021-Q2", "2021-06". An event of several days is of its first; a figure is of the end of its period,
/// if that period is not longer than what is asked.
fn time_value(date: Edtf, key: Key, is_event: bool) -> Option<String> {
    let at = if is_event { date.from } else { date.to.unwrap_or(date.from) };
    let year = at.year?;
    let months = |length: u8| {
        let (first, last) = (date.from.month?, at.month?);
        let within = date.from.year == at.year && (first - 1) / length == (last - 1) / length;
        (within || is_event).then_some((last - 1) / length + 1)
    };
    Some(match key {
        Key::Half => format!("{year}-H{}", months(6)?),
        Key::Quarter => format!("{year}-Q{}", months(3)?),
        Key::Month => format!("{year}-{:02}", months(1)?),
        _ => year.to_string(),
    })
}

/// The period of a figure under a time key, where its date is fine enough.
pub fn period_of(fact: &Fact, key: Key) -> Option<Period> {
    let slug = time_value(fact.says.date?, key, fact.meeting().is_some())?;
    Period::parse(key, &slug)
}

/// A place that has no counterpart in the geography asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotCarried;

/// The code of a place's province in a geography.
pub fn carried<'t>(texts: &'t Texts, place: &Place, geo: Geo) -> Result<Option<&'t str>, NotCarried> {
    let Some(code) = texts.opt(place.province) else { return Ok(None) };
    match (place.geo, geo) {
        (a, b) if a == b => Ok(Some(code)),
        (Geo::P63, Geo::P34) => Gazetteer::get().merge(code).map(Some).ok_or(NotCarried),
        // A merged province of 2025 lies in several of the 63: which one is not told.
        _ => Err(NotCarried),
    }
}

fn place_value(texts: &Texts, fact: &Fact, key: Key, geo: Geo) -> Option<KeyValue> {
    let place = &fact.says.place;
    if let Says::Document(d) = fact.says.says
        && is_central(texts.get(d.symbol))
    {
        return Some(KeyValue::National);
    }
    if let Some(region) = place.of_region {
        let slug = region.slug().to_string();
        return Some(if key == Key::MacroRegion { KeyValue::Slug(slug) } else { KeyValue::WholeRegion(slug) });
    }
    let gazetteer = Gazetteer::get();
    let Some(own) = texts.opt(place.province) else {
        return Some(match place.scope {
            Scope::National => KeyValue::National,
            Scope::Body => KeyValue::CentralBody,
            _ => match fact.meeting() {
                Some(m) if m.level == Level::Central => KeyValue::National,
                _ => KeyValue::Unknown,
            },
        });
    };
    let slug = |s: &str| KeyValue::Slug(s.to_string());
    // No merger crosses a macro region, and a merged province whose parts lie in one region lies there.
    if key == Key::MacroRegion {
        return Some(gazetteer.macro_of(own, place.geo).map_or(KeyValue::Unknown, |m| slug(m.slug())));
    }
    let code = carried(texts, place, geo);
    if key == Key::Region {
        let region = match code {
            Ok(code) => code.and_then(|c| gazetteer.region_of(c, geo)),
            Err(NotCarried) => {
                let mut regions = gazetteer.merged_from(own).map(|c| gazetteer.region_of(c, Geo::P63));
                let first = regions.next()?;
                if !regions.all(|r| r == first) {
                    return None;
                }
                first
            }
        };
        return Some(region.map_or(KeyValue::Unknown, slug));
    }
    let code = code.ok()??;
    Some(match (key, texts.opt(place.district)) {
        (Key::Province, _) => KeyValue::Province(code.to_string()),
        (_, Some(district)) => KeyValue::Slug(format!("{code}/{district}")),
        (_, None) if matches!(place.scope, Scope::District | Scope::Commune) => KeyValue::Unknown,
        (_, None) => KeyValue::WholeProvince(code.to_string()),
    })
}

/// A value as it is written on the command line and in files.
pub fn plain_value(value: &KeyValue) -> &str {
    match value {
        KeyValue::Province(v) | KeyValue::Slug(v) | KeyValue::WholeRegion(v) | KeyValue::WholeProvince(v) => v,
        KeyValue::National => "national",
        KeyValue::CentralBody => "central_body",
        KeyValue::Unknown => "unknown",
        KeyValue::Rest(_) => "rest",
    }
}
