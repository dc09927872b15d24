//! Words of a command line → a question. Each error names the word, what there is instead, and what was probably meant.

use super::keys::keys_of;
use super::measures::measures_of;
use super::period::Period;
use super::query::*;
use super::words::plain_words;
use crate::frame::Told;
use crate::lang::gazetteer::{DistrictChange, Gazetteer, Matched, PlaceHit, PlaceKind, PlaceNote, search};

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
    /// One key.
    pub pivot: Option<String>,
    /// Measures, also several in one word with commas.
    pub measures: Vec<String>,
    /// `previous` or `year`.
    pub compare: Option<String>,
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
    for word in listed(&words.by) {
        let key = parse_key(word, topic)?;
        if !query.by.contains(&key) {
            query.by.push(key);
        }
    }
    query.pivot = words.pivot.as_deref().map(|word| parse_key(word.trim(), topic)).transpose()?;
    for word in listed(&words.measures) {
        let measure = parse_measure(word, topic, "error.word.measure")?;
        if !query.measures.contains(&measure) {
            query.measures.push(measure);
        }
    }
    query.compare = match words.compare.as_deref() {
        None => None,
        Some(word) => Some(
            Compare::from_word(word).ok_or_else(|| unknown("error.word.compare", word, Compare::ALL.iter().map(|c| c.word())))?,
        ),
    };
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
    query.former_place = words.place.as_deref().and_then(|p| former_name(p, query.geo));
    query.top = match words.top {
        Some(0) => return Err(Told::new("error.word.top", [])),
        top => top,
    };
    query.sort = match words.sort.as_deref() {
        None => Sort::Natural,
        Some("key") => Sort::Key,
        Some(word) => Sort::Measure(parse_measure(word, topic, "error.word.sort")?),
    };
    query.statements = words.statements;
    super::check(&query)?;
    Ok(query)
}

/// Words of a list, each argument also with commas.
fn listed(words: &[String]) -> impl Iterator<Item = &str> {
    words.iter().flat_map(|w| w.split(',')).map(str::trim).filter(|w| !w.is_empty())
}

/// A measure of a topic: its word, a short word for it, or what it is called in either language.
fn parse_measure(word: &str, topic: Topic, error: &'static str) -> Result<Measure, Told> {
    let has = measures_of(topic);
    let short = match word {
        "people" => Some(Measure::StaffCut),
        "units" => Some(Measure::UnitsCut),
        "posts" => Some(Measure::PostsCut),
        "admin_units" => Some(Measure::AdminUnitsCut),
        _ => None,
    };
    let asked = plain_words(word);
    let called = |m: &&Measure| {
        let name = format!("measure.{}", m.word());
        [Lang::Vi, Lang::En].into_iter().any(|lang| plain_words(label(lang, &name)) == asked)
    };
    let found = Measure::from_word(word).or(short).or_else(|| has.iter().find(called).copied());
    match found {
        Some(measure) if has.contains(&measure) => Ok(measure),
        Some(measure) => {
            let list = has.iter().map(|m| m.word()).collect::<Vec<_>>().join(", ");
            Err(Told::new("error.query.measure", [("topic", &topic.word()), ("measure", &measure.word()), ("has", &list)]))
        }
        None => {
            let key = (error == "error.word.sort").then_some("key");
            Err(unknown(error, word, key.into_iter().chain(has.iter().map(|m| m.word()))))
        }
    }
}

/// A key of a topic: its word, or what it is called in either language.
pub fn parse_key(word: &str, topic: Topic) -> Result<Key, Told> {
    let has = || keys_of(topic).iter().map(|k| k.word());
    let asked = plain_words(word);
    let called = |k: &&Key| {
        let name = format!("key.{}", k.word());
        [Lang::Vi, Lang::En].into_iter().any(|lang| plain_words(label(lang, &name)) == asked)
    };
    let key = Key::from_word(word).or_else(|| Key::ALL.iter().find(called).copied());
    let key = key.ok_or_else(|| unknown("error.word.key", word, has()))?;
    if keys_of(topic).contains(&key) {
        return Ok(key);
    }
    let list = has().collect::<Vec<_>>().join(", ");
    Err(Told::new("error.query.key", [("topic", &topic.word()), ("key", &key.word()), ("has", &list)]))
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
        Key::Year | Key::Half | Key::Quarter | Key::Month => parse_time(key, value),
        Key::Term => Ok(value.replace([' ', '–', '-'], "/").replace("//", "/")),
        _ => match slugs_of(key) {
            Some(slugs) => enumerated(key, value, &slugs),
            None => Ok(value.to_string()),
        },
    }
}

/// "2021", "2021-H1", "2021-Q2", "2021-06", or as Vietnamese write it: "6/2021", "quý II/2021", "Q2/2021", "H1/2021".
fn parse_time(key: Key, value: &str) -> Result<String, Told> {
    if Period::parse(key, value).is_some() {
        return Ok(value.to_string());
    }
    let text = value.to_lowercase();
    let year_last = text.split_once('/').and_then(|(part, year)| {
        let part = part.trim_start_matches(|c: char| !c.is_ascii_digit() && !matches!(c, 'i' | 'v')).trim();
        let part = match part {
            "i" => 1,
            "ii" => 2,
            "iii" => 3,
            "iv" => 4,
            digits => digits.parse::<u8>().ok()?,
        };
        let (year, mark) = (
            year.trim(),
            match key {
                Key::Half => "H",
                Key::Quarter => "Q",
                _ => "",
            },
        );
        let slug = if key == Key::Month { format!("{year}-{part:02}") } else { format!("{year}-{mark}{part}") };
        Period::parse(key, &slug).map(|p| p.slug())
    });
    let example = match key {
        Key::Half => "2021-H1",
        Key::Quarter => "2021-Q2",
        Key::Month => "2021-06",
        _ => "2021",
    };
    year_last.ok_or_else(|| Told::new("error.word.time", [("text", &value), ("key", &key.word()), ("example", &example)]))
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
    // As shells complete it: "ha_noi".
    let text = text.replace('_', " ");
    let text = text.as_str();
    let (name, within) = text.split_once(',').map_or((text, None), |(name, rest)| (name, Some(plain_words(rest))));
    let all = search(name, geo);
    let in_province = |h: &PlaceHit| within.as_ref().is_none_or(|w| h.province.is_some_and(|p| plain_words(p.name) == *w));
    let counted = [PlaceKind::MacroRegion, PlaceKind::Region, PlaceKind::Province, PlaceKind::District];
    let hits: Vec<&PlaceHit> =
        all.iter().filter(|h| h.matched != Matched::Near && counted.contains(&h.kind) && in_province(h)).collect();
    let Some(first) = hits.first() else {
        let named = all.iter().find(|h| h.matched != Matched::Near && in_province(h));
        return Err(named.and_then(|hit| too_small(text, hit)).unwrap_or_else(|| no_place(text, &all)));
    };
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

/// The former place that a name means ("Hà Tây", which Hà Nội took in), if it is one.
fn former_name(text: &str, geo: Geo) -> Option<String> {
    let name = text.replace('_', " ");
    let hit = search(&name, geo).into_iter().find(|h| h.matched != Matched::Near)?;
    let is_former = |note: &str| note.starts_with("former") || note.starts_with("merged into");
    hit.alias.filter(|alias| is_former(alias.note)).map(|alias| alias.alias.to_string())
}

/// A place that tables do not go down to: a commune, or a district that was merged, renamed or divided.
fn too_small(text: &str, hit: &PlaceHit) -> Option<Told> {
    let province = hit.province.map_or("", |p| p.name);
    if hit.kind == PlaceKind::Commune {
        return Some(Told::new("error.word.place_commune", [("text", &text), ("name", &hit.full_name), ("province", &province)]));
    }
    hit.notes.iter().find_map(|note| match note {
        PlaceNote::Succeeded { change, by, successor } => {
            let key = match change {
                DistrictChange::Split => "error.word.place_divided",
                _ => "error.word.place_former",
            };
            Some(Told::new(key, [("name", &hit.full_name), ("successor", successor), ("date", by), ("province", &province)]))
        }
        _ => None,
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
        "error.word.measure" => "error.word.measure_near",
        "error.word.compare" => "error.word.compare_near",
        key => key,
    }
}

/// The word of a list that was probably meant: at most a third of its letters differ.
pub fn nearest<'a>(word: &str, list: &[&'a str]) -> Option<&'a str> {
    let word = word.to_lowercase();
    let candidates = list.iter().map(|w| (distance(&word, &w.to_lowercase()), *w));
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
