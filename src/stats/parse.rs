//! Words of a command line → a question. Each error names the word, what there is instead, and what was probably meant.

use super::keys::keys_of;
use super::query::*;
use super::words::plain_words;
use crate::frame::Told;
use crate::lang::gazetteer::{Gazetteer, Matched, PlaceHit, PlaceKind, search};

use crate::lang::labels::{Lang, label};
use crate::model::date::PartialDate;
use crate::model::tag::*;
use chrono::NaiveDate;

/// A question as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// Left out: overview.
    pub topic: Option<String>,
    /// Keys, also several in one word with commas.
    pub by: Vec<String>,
    /// `KEY=VALUE[,VALUE]` or `KEY!=VALUE[,VALUE]`.
    pub conditions: Vec<String>,
    pub since: Option<String>,
    pub until: Option<String>,
    pub place: Option<String>,
    /// `63` or `34`, or `2025` for the 34.
    pub geo: Option<String>,
    pub top: Option<usize>,
    /// `key`, or a measure.
    pub sort: Option<String>,
    pub statements: bool,
}

/// Reads a question. Every error is one line that says which word is not known and what could stand there.
pub fn parse(words: &Words) -> Result<Query, Told> {
    let topic = match &words.topic {
        None => Topic::Overview,
        Some(word) => {
            Topic::from_word(word).ok_or_else(|| unknown("error.word.topic", word, Topic::ALL.iter().map(|t| t.word())))?
        }
    };
    let mut query = Query::new(topic);
    query.geo = words.geo.as_deref().map_or(Ok(Geo::P63), parse_geo)?;
    for word in words.by.iter().flat_map(|b| b.split(',')).map(str::trim).filter(|w| !w.is_empty()) {
        let key = parse_key(word, topic)?;
        if !query.by.contains(&key) {
            query.by.push(key);
        }
    }
    for condition in &words.conditions {
        query.conditions.push(parse_condition(condition, topic, query.geo)?);
    }
    query.since = words.since.as_deref().map(|d| parse_day(d, false)).transpose()?;
    query.until = words.until.as_deref().map(|d| parse_day(d, true)).transpose()?;
    if let (Some(since), Some(until)) = (query.since, query.until)
        && since > until
    {
        return Err(Told::new("error.word.period", [("since", &since), ("until", &until)]));
    }
    query.place = words.place.as_deref().map(|p| parse_place(p, query.geo)).transpose()?;
    query.top = match words.top {
        Some(0) => return Err(Told::new("error.word.top", [])),
        top => top,
    };
    query.sort = match words.sort.as_deref() {
        None => Sort::Natural,
        Some("key") => Sort::Key,
        Some(word) => Sort::Measure(Measure::from_word(word).ok_or_else(|| {
            unknown("error.word.sort", word, std::iter::once("key").chain(Measure::ALL.iter().map(|m| m.word())))
        })?),
    };
    query.statements = words.statements;
    Ok(query)
}

fn parse_key(word: &str, topic: Topic) -> Result<Key, Told> {
    let has = || keys_of(topic).iter().map(|k| k.word());
    let key = Key::from_word(word).ok_or_else(|| unknown("error.word.key", word, has()))?;
    if keys_of(topic).contains(&key) {
        return Ok(key);
    }
    let list = has().collect::<Vec<_>>().join(", ");
    Err(Told::new("error.query.key", [("topic", &topic.word()), ("key", &word), ("has", &list)]))
}

fn parse_geo(word: &str) -> Result<Geo, Told> {
    match word {
        "63" => Ok(Geo::P63),
        "34" | "2025" => Ok(Geo::P34),
        _ => Err(unknown("error.word.geo", word, ["63", "2025"].into_iter())),
    }
}

fn parse_condition(text: &str, topic: Topic, geo: Geo) -> Result<Condition, Told> {
    let Some((key, values)) = text.split_once('=') else {
        return Err(Told::new("error.word.condition", [("text", &text)]));
    };
    let (key, negated) = key.strip_suffix('!').map_or((key, false), |key| (key, true));
    let key = parse_key(key.trim(), topic)?;
    let values: Vec<&str> = values.split(',').map(str::trim).filter(|v| !v.is_empty()).collect();
    if values.is_empty() {
        return Err(Told::new("error.word.condition", [("text", &text)]));
    }
    let values = values.into_iter().map(|value| parse_value(key, value, geo)).collect::<Result<_, _>>()?;
    Ok(Condition { key, values, negated })
}

/// A value as `keys::plain_value` has it: codes and slugs for what has a list of its own, else as typed.
fn parse_value(key: Key, value: &str, geo: Geo) -> Result<String, Told> {
    if matches!(value, "unknown" | "national" | "central_body") {
        return Ok(value.to_string());
    }
    match key {
        Key::Province | Key::Region | Key::MacroRegion => {
            let kind = match key {
                Key::Province => PlaceKind::Province,
                Key::Region => PlaceKind::Region,
                _ => PlaceKind::MacroRegion,
            };
            if let Some(region) = Gazetteer::get().region(value, geo).filter(|_| key == Key::Region) {
                return Ok(region.slug.to_string());
            }
            if key == Key::MacroRegion && value.parse::<MacroRegion>().is_ok() {
                return Ok(value.to_string());
            }
            let hits = search(value, geo);
            let hit = hits.iter().find(|h| h.kind == kind && h.geo == geo && h.matched != Matched::Near);
            hit.map(|h| h.code.to_string()).ok_or_else(|| no_place(value, &hits))
        }
        Key::Year if !(value.len() == 4 && value.bytes().all(|b| b.is_ascii_digit())) => {
            Err(Told::new("error.word.date", [("text", &value)]))
        }
        _ => match slugs_of(key) {
            Some(slugs) => enumerated(key, value, &slugs),
            None => Ok(value.to_string()),
        },
    }
}

/// The slugs of a key whose values are an enumeration, in the order of the scheme.
pub fn slugs_of(key: Key) -> Option<Vec<&'static str>> {
    fn all<T: Copy>(values: &[T], slug: impl Fn(T) -> &'static str) -> Vec<&'static str> {
        values.iter().map(|v| slug(*v)).collect()
    }
    let mut slugs = match key {
        Key::Kind => [all(MeetingKind::ALL, MeetingKind::slug), all(QuantityKind::ALL, QuantityKind::slug)].concat(),
        Key::Mode => all(Mode::ALL, Mode::slug),
        Key::Level => all(Level::ALL, Level::slug),
        Key::Status => [all(MeetingStatus::ALL, MeetingStatus::slug), all(StaffingStatus::ALL, StaffingStatus::slug)].concat(),
        Key::Activity => all(Activity::ALL, Activity::slug),
        Key::Subject => {
            [all(StaffingSubject::ALL, StaffingSubject::slug), all(ProgressSubject::ALL, ProgressSubject::slug)].concat()
        }
        Key::Type => all(DocumentType::ALL, DocumentType::slug),
        _ => return None,
    };
    let mut seen = rustc_hash::FxHashSet::default();
    slugs.retain(|s| seen.insert(*s));
    Some(slugs)
}

/// A slug, or the words that stand for it in either language.
fn enumerated(key: Key, value: &str, slugs: &[&'static str]) -> Result<String, Told> {
    if slugs.contains(&value) {
        return Ok(value.to_string());
    }
    let asked = plain_words(value);
    let means = |slug: &&&str| {
        let families = if key == Key::Kind { vec!["kind", "quantity"] } else { vec![key.word()] };
        families.iter().any(|family| {
            let name = format!("{family}.{slug}");
            [Lang::Vi, Lang::En].into_iter().any(|lang| plain_words(label(lang, &name)) == asked)
        })
    };
    match slugs.iter().find(means) {
        Some(slug) => Ok((*slug).to_string()),
        None => Err(unknown("error.word.value", value, slugs.iter().copied())),
    }
}

/// A day, month or year as ISO or as Vietnamese write it; `end` takes the last day of it.
fn parse_day(text: &str, end: bool) -> Result<NaiveDate, Told> {
    let fail = || Told::new("error.word.date", [("text", &text)]);
    let iso = if text.contains('/') {
        let mut parts: Vec<&str> = text.split('/').collect();
        parts.reverse();
        parts.iter().map(|p| format!("{p:0>2}")).collect::<Vec<_>>().join("-")
    } else {
        text.to_string()
    };
    let date: PartialDate = iso.parse().map_err(|_| fail())?;
    let (first, last) = date.bounds().ok_or_else(fail)?;
    Ok(if end { last } else { first })
}

/// A province, district (also "Châu Thành, Tiền Giang"), region or macro region by name, code or slug.
pub fn parse_place(text: &str, geo: Geo) -> Result<Place, Told> {
    if let Ok(region) = text.parse::<MacroRegion>() {
        return Ok(Place::MacroRegion(region));
    }
    if let Some(region) = Gazetteer::get().region(text, geo) {
        return Ok(Place::Region(region.slug.to_string()));
    }
    let (name, within) = text.split_once(',').map_or((text, None), |(name, rest)| (name, Some(plain_words(rest))));
    let all = search(name, geo);
    let in_province = |h: &PlaceHit| within.as_ref().is_none_or(|w| h.province.is_some_and(|p| plain_words(p.name) == *w));
    let counted = [PlaceKind::MacroRegion, PlaceKind::Region, PlaceKind::Province, PlaceKind::District];
    let hits: Vec<&PlaceHit> =
        all.iter().filter(|h| h.matched != Matched::Near && counted.contains(&h.kind) && in_province(h)).collect();
    let Some(first) = hits.first() else { return Err(no_place(text, &all)) };
    // A name that several bear at one level is no answer.
    let same: Vec<&&PlaceHit> =
        hits.iter().filter(|h| h.kind == first.kind && h.matched == first.matched && h.code != first.code).collect();
    if !same.is_empty() {
        let list: Vec<_> = std::iter::once(first).chain(same).map(|h| told(h)).collect();
        return Err(Told::new("error.word.place_many", [("text", &text), ("list", &list.join("; "))]));
    }
    Ok(match first.kind {
        PlaceKind::MacroRegion => Place::MacroRegion(first.macro_region),
        PlaceKind::Region => Place::Region(first.code.to_string()),
        PlaceKind::Province => Place::Province(first.geo, first.code.to_string()),
        _ => {
            let province = first.province.map(|p| p.code).unwrap_or_default().to_string();
            Place::District { province, name: first.name.to_string() }
        }
    })
}

fn told(hit: &PlaceHit) -> String {
    match hit.province {
        Some(province) if province.name != hit.name => format!("{}, {}", hit.name, province.name),
        _ => hit.full_name.to_string(),
    }
}

fn no_place(text: &str, hits: &[PlaceHit]) -> Told {
    match hits.first() {
        Some(hit) => Told::new("error.word.place_near", [("text", &text), ("near", &told(hit))]),
        None => Told::new("error.word.place", [("text", &text)]),
    }
}

/// A word that is none of a list: the list, and the nearest of it if one is near.
fn unknown<'a>(key: &'static str, word: &str, list: impl Iterator<Item = &'a str>) -> Told {
    let list: Vec<&str> = list.collect();
    let has = list.join(", ");
    match nearest(word, &list) {
        Some(near) => Told::new(with_hint(key), [("word", &word), ("has", &has), ("near", &near)]),
        None => Told::new(key, [("word", &word), ("has", &has)]),
    }
}

/// The same text with "did you mean" in it.
fn with_hint(key: &'static str) -> &'static str {
    match key {
        "error.word.topic" => "error.word.topic_near",
        "error.word.key" => "error.word.key_near",
        "error.word.value" => "error.word.value_near",
        "error.word.sort" => "error.word.sort_near",
        key => key,
    }
}

/// The word of a list that was probably meant: at most a third of its letters differ.
pub fn nearest<'a>(word: &str, list: &[&'a str]) -> Option<&'a str> {
    let word = word.to_lowercase();
    let candidates = list.iter().map(|w| (distance(&word, w), *w));
    candidates.min().filter(|(d, w)| *d <= w.chars().count().max(3) / 3).map(|x| x.1)
}

/// Letters to change, add, leave out or swap with their neighbour.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(64).collect(), b.chars().take(64).collect());
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut next = vec![i];
        for j in 1..=b.len() {
            let mut d = (row[j] + 1).min(next[j - 1] + 1).min(row[j - 1] + usize::from(a[i - 1] != b[j - 1]));
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                d = d.min(before[j - 2] + 1);
            }
            next.push(d);
        }
        before = std::mem::replace(&mut row, next);
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(topic: &str, by: &str, condition: &str) -> Words {
        let list = |w: &str| if w.is_empty() { vec![] } else { vec![w.to_string()] };
        Words { topic: Some(topic.into()), by: list(by), conditions: list(condition), ..Words::default() }
    }

    #[test]
    fn a_question_is_read() {
        let query = parse(&words("meetings", "kind,level", "province=Hà Nội")).unwrap();
        assert_eq!((query.topic, query.by.as_slice()), (Topic::Meetings, &[Key::Kind, Key::Level][..]));
        assert_eq!(query.conditions, [Condition { key: Key::Province, values: vec!["01".into()], negated: false }]);
        let query = parse(&words("staffing", "", "status!=chỉ tiêu")).unwrap();
        assert_eq!(query.conditions, [Condition { key: Key::Status, values: vec!["target".into()], negated: true }]);
        assert_eq!(parse(&Words::default()).unwrap(), Query::new(Topic::Overview));
    }

    #[test]
    fn dates_are_whole_periods() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        let w = Words { since: Some("2020".into()), until: Some("6/2021".into()), ..Words::default() };
        let query = parse(&w).unwrap();
        assert_eq!((query.since, query.until), (Some(day(2020, 1, 1)), Some(day(2021, 6, 30))));
        assert_eq!(parse_day("28/6/2021", false), Ok(day(2021, 6, 28)));
        for wrong in ["31/2/2021", "2021-6", "hôm qua", "", "1/1/1/1"] {
            assert!(parse_day(wrong, false).is_err(), "{wrong}");
        }
        let w = Words { since: Some("2021".into()), until: Some("2020".into()), ..Words::default() };
        assert!(parse(&w).is_err());
    }

    #[test]
    fn places_are_found_by_name_code_and_slug() {
        let at = |text| parse_place(text, Geo::P63);
        assert_eq!(at("Hà Nội"), Ok(Place::Province(Geo::P63, "01".into())));
        assert_eq!(at("20"), Ok(Place::Province(Geo::P63, "20".into())));
        assert_eq!(at("dong da"), Ok(Place::District { province: "01".into(), name: "Đống Đa".into() }));
        assert_eq!(at("red_river_delta"), Ok(Place::Region("red_river_delta".into())));
        assert_eq!(at("north"), Ok(Place::MacroRegion(MacroRegion::North)));
        assert!(at("Châu Thành").unwrap_err().to_string().contains("Châu Thành, "));
        assert_eq!(at("Châu Thành, Tiền Giang"), Ok(Place::District { province: "82".into(), name: "Châu Thành".into() }));
        assert!(at("Atlantis").is_err());
    }

    #[test]
    fn errors_say_what_was_probably_meant() {
        let told = |w: &Words| parse(w).unwrap_err().to_string();
        assert!(told(&words("meeting", "", "")).contains("meetings"));
        let text = told(&words("meetings", "provinc", ""));
        assert!(text.contains("did you mean \"province\""), "{text}");
        let text = told(&words("meetings", "subject", ""));
        assert!(text.contains("no key \"subject\"") && text.contains("organiser"), "{text}");
        assert!(told(&words("meetings", "", "kind=breifing")).contains("briefing"));
        assert!(told(&words("meetings", "", "kind")).contains("kind"));
    }
}
