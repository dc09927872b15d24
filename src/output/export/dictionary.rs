//! The data dictionary: every column that leaves the program, with type, unit and meaning in both languages. Made from the schema
//! and the words of the label files, so that neither can have a column that the other does not know.

use crate::frame::schema::{ColumnDef, Kind, Table, Values};
use crate::lang::labels::{Lang, find, label};
use crate::output::table::grid::escaped;
use crate::stats::query::{Key, Measure, Unit};
use crate::stats::views::View;
use polars::prelude::DataType;
use serde_json::{Value, json};

/// The table name under which columns of aggregates stand.
pub const AGGREGATE: &str = "aggregate";

/// One column as the dictionary tells it. Texts are Vietnamese, then English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub table: &'static str,
    /// Its name; one that begins with "…" is how the names of columns end that depend on the data.
    pub column: &'static str,
    /// `text`, `whole`, `number`, `year`, `day` or `boolean`.
    pub kind: &'static str,
    pub unit: [&'static str; 2],
    pub meaning: [&'static str; 2],
    /// The values of an enumeration with their words; none: any value.
    pub values: Vec<(&'static str, [&'static str; 2])>,
}

impl Entry {
    /// Whether it tells of the column with this name.
    pub fn tells_of(&self, column: &str) -> bool {
        self.column == column || self.column.strip_prefix('…').is_some_and(|end| column.ends_with(end))
    }
}

/// The entry that tells of a column: its own, before one for names of its kind.
pub fn of_column<'e>(entries: &'e [Entry], column: &str) -> Option<&'e Entry> {
    entries.iter().find(|e| e.column == column).or_else(|| entries.iter().find(|e| e.tells_of(column)))
}

/// Both languages of a label; the key itself where there is none.
fn both(key: &str) -> Option<[&'static str; 2]> {
    let found = [Lang::Vi, Lang::En].map(|lang| find(lang, key));
    match found {
        [Some(vi), Some(en)] => Some([vi, en]),
        _ => None,
    }
}

fn entry(table: &'static str, column: ColumnDef) -> Entry {
    let own = format!("column.{table}.{}", column.name);
    let meaning = both(&own).or_else(|| both(&format!("column.{}", column.name)));
    let words = |values: Values| {
        let word = |slug: &'static str| (slug, both(&format!("{}.{slug}", values.family)).unwrap_or([slug; 2]));
        (values.slugs)().into_iter().map(word).collect()
    };
    Entry {
        table,
        column: column.name,
        kind: match column.kind {
            Kind::Text => "text",
            Kind::Whole => "whole",
            Kind::Year => "year",
            Kind::Number => "number",
            Kind::Day => "day",
        },
        unit: both(&format!("unit.{}", column.unit)).unwrap_or([""; 2]),
        meaning: meaning.unwrap_or([""; 2]),
        values: column.values.map(words).unwrap_or_default(),
    }
}

/// The columns of a table of records, or of the articles.
pub fn of_table(table: Table) -> Vec<Entry> {
    table.columns().map(|column| entry(table.name(), column)).collect()
}

/// Every column that an aggregate may have.
pub fn of_aggregates() -> Vec<Entry> {
    let plain = |name, kind, unit| entry(AGGREGATE, ColumnDef { name, kind, unit, values: None });
    let mut entries = Vec::new();
    for key in Key::ALL {
        entries.push(plain(key.word(), Kind::Text, key_unit(*key)));
        if *key == Key::Province {
            entries.push(plain("province_name", Kind::Text, "text"));
        }
    }
    let geo = Table::Meetings.columns().find(|c| c.name == "geo");
    entries.extend(geo.map(|geo| entry(AGGREGATE, geo)));
    entries.extend(Measure::ALL.iter().map(|measure| plain(measure.word(), Kind::Number, measure_unit(*measure))));
    entries.push(plain("…_change_points", Kind::Number, "percentage_points"));
    entries.push(plain("…_change_percent", Kind::Number, "percent"));
    entries.push(plain("…_change", Kind::Number, "of_measure"));
    entries.push(plain("…", Kind::Number, "of_measure"));
    entries
}

/// The columns of a view of facts. Those that the table of its records has too are written as there.
///
/// # Errors
/// None that input could cause.
pub fn of_view(view: View) -> anyhow::Result<Vec<Entry>> {
    let table = match view {
        View::Facts(table) => table,
        View::Sources => Table::Articles,
    };
    let told = |(name, kind): (&str, &DataType)| {
        // Its own table first, then any: facts may have more than their records.
        let mut columns = table.columns().chain(Table::ALL.iter().flat_map(|t| t.columns()));
        let column = columns.find(|c| c.name == name && c.kind.data_type() == *kind);
        let mut entry = match column {
            Some(column) => entry(view.name(), column),
            None => {
                let (name, unit) = of_facts(name)?;
                entry(view.name(), ColumnDef { name, kind: kind_of(kind), unit, values: None })
            }
        };
        if *kind == DataType::Boolean {
            entry.kind = "boolean";
        }
        Some(entry)
    };
    Ok(view.schema()?.iter().filter_map(|(name, kind)| told((name.as_str(), kind))).collect())
}

fn kind_of(kind: &DataType) -> Kind {
    match kind {
        DataType::UInt32 => Kind::Whole,
        DataType::Int32 => Kind::Year,
        DataType::Float64 => Kind::Number,
        DataType::Date => Kind::Day,
        _ => Kind::Text,
    }
}

/// The columns that only facts have, and their units.
fn of_facts(name: &str) -> Option<(&'static str, &'static str)> {
    const COLUMNS: &[(&str, &str)] = &[
        ("fact_id", "id"),
        ("province_name", "text"),
        ("cut", "subject"),
        ("rate", "percent"),
        ("statements", "statements"),
        ("articles", "articles"),
        ("outlets", "list"),
        ("contested", "yes"),
        ("record_ids", "list"),
        ("contradicted_by", "list"),
        ("article_ids", "list"),
        ("articles_own", "articles"),
        ("articles_shared", "list"),
        ("part_elsewhere", "yes"),
        ("left_out_by_province", "reason"),
        ("left_out_in_total", "reason"),
        ("record_table", "text"),
        ("contradicts", "yes"),
        ("published", "day"),
    ];
    COLUMNS.iter().copied().find(|(column, _)| *column == name)
}

/// The whole dictionary: tables in their order, views of facts, then aggregates.
///
/// # Errors
/// None that input could cause.
pub fn all() -> anyhow::Result<Vec<Entry>> {
    let mut entries: Vec<Entry> = Table::ALL.iter().flat_map(|table| of_table(*table)).collect();
    for view in View::ALL {
        entries.extend(of_view(view)?);
    }
    entries.extend(of_aggregates());
    Ok(entries)
}

const fn key_unit(key: Key) -> &'static str {
    match key {
        Key::Region | Key::MacroRegion => "region",
        Key::Province => "code",
        Key::Year => "year",
        Key::Half => "half",
        Key::Quarter => "quarter",
        Key::Month => "month",
        Key::Term => "edtf",
        Key::Kind | Key::Mode | Key::Level | Key::Status | Key::Activity | Key::Subject | Key::Type => "slug",
        Key::District | Key::Document | Key::Issuer | Key::Organiser | Key::Chair | Key::Outlet => "text",
    }
}

const fn measure_unit(measure: Measure) -> &'static str {
    match measure {
        Measure::Meetings | Measure::MeetingsPlanned | Measure::MeetingsOnline => "meetings",
        Measure::StaffCut => "people",
        Measure::UnitsCut => "bodies",
        Measure::PostsCut => "posts",
        Measure::AdminUnitsCut => "admin",
        Measure::DistancePoints => "percentage_points",
        Measure::Documents => "documents",
        Measure::Facts => "facts",
        Measure::Statements => "statements",
        Measure::Citations | Measure::Articles => "articles",
        Measure::Quantities => "quantities",
        other => match other.unit() {
            Unit::Percent => "percent",
            Unit::Points => "percentage_points",
            Unit::Count => "subject",
        },
    }
}

/// As a text for people, both languages side by side, a table for each table.
pub fn markdown(entries: &[Entry]) -> String {
    let both = |key: &str| format!("{} · {}", label(Lang::Vi, key), label(Lang::En, key));
    let intro = "dictionary.intro";
    let mut text = format!("# {}\n\n{}\n*{}*\n", both("dictionary.title"), label(Lang::Vi, intro), label(Lang::En, intro));
    let mut table = "";
    for entry in entries {
        if entry.table != table {
            table = entry.table;
            let name = if table == AGGREGATE { String::new() } else { format!("`{table}` ") };
            text += &format!("\n## {name}{}\n\n", both(&format!("dictionary.{table}")));
            let heads = ["column", "type", "unit", "meaning", "values"].map(|k| both(&format!("dictionary.{k}")));
            text += &format!("| {} |\n| --- | --- | --- | --- | --- |\n", heads.join(" | "));
        }
        let pair = |[vi, en]: [&str; 2]| {
            if vi == en { escaped(vi) } else { format!("{}<br>*{}*", escaped(vi), escaped(en)) }
        };
        let values: Vec<String> = entry.values.iter().map(|(slug, words)| format!("`{slug}` {}", side_by_side(words))).collect();
        let kind = format!("column_type.{}", entry.kind);
        let kind = pair([label(Lang::Vi, &kind), label(Lang::En, &kind)]);
        let (unit, meaning) = (pair(entry.unit), pair(entry.meaning));
        text += &format!("| `{}` | {kind} | {unit} | {meaning} | {} |\n", entry.column, values.join("; "));
    }
    text
}

fn side_by_side([vi, en]: &[&str; 2]) -> String {
    if vi == en { (*vi).to_string() } else { format!("{vi} / {en}") }
}

/// The heads of [`rows`].
pub const HEADS: [&str; 8] = ["table", "column", "type", "unit_vi", "unit_en", "meaning_vi", "meaning_en", "values"];

/// As rows of texts, for a sheet or a CSV file.
pub fn rows(entries: &[Entry]) -> impl Iterator<Item = [String; 8]> + '_ {
    entries.iter().map(|entry| {
        let values: Vec<String> = entry.values.iter().map(|(slug, words)| format!("{slug} = {}", side_by_side(words))).collect();
        let [unit_vi, unit_en] = entry.unit;
        let [meaning_vi, meaning_en] = entry.meaning;
        [entry.table, entry.column, entry.kind, unit_vi, unit_en, meaning_vi, meaning_en, &values.join("; ")].map(String::from)
    })
}

/// As a list of objects.
pub fn json(entries: &[Entry]) -> Value {
    let pair = |[vi, en]: &[&str; 2]| json!({"vi": vi, "en": en});
    entries
        .iter()
        .map(|entry| {
            let values: Vec<Value> =
                entry.values.iter().map(|(slug, words)| json!({"value": slug, "words": pair(words)})).collect();
            json!({
                "table": entry.table,
                "column": entry.column,
                "type": entry.kind,
                "unit": pair(&entry.unit),
                "meaning": pair(&entry.meaning),
                "values": values,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_column_lacks_its_unit_meaning_or_words() {
        for view in View::ALL {
            assert_eq!(of_view(view).unwrap().len(), view.schema().unwrap().len(), "{}", view.name());
        }
        for entry in all().unwrap() {
            let name = format!("{}.{}", entry.table, entry.column);
            for text in entry.unit.iter().chain(&entry.meaning) {
                assert!(!text.is_empty(), "{name} needs unit.… and column.… in data/labels/columns.tsv");
            }
            for (slug, words) in &entry.values {
                assert_ne!(words[0], *slug, "{name}: \"{slug}\" has no words");
            }
        }
    }

    #[test]
    fn meanings_of_a_table_go_before_common_ones() {
        let of = |table: &str, column: &str| {
            all().unwrap().into_iter().find(|e| e.table == table && e.column == column).unwrap().meaning[1]
        };
        assert_eq!(of("staffing", "status"), "achieved, or a target");
        assert_eq!(of("meetings", "status"), "held, or only planned");
        assert_eq!(of("documents", "province"), of("aggregate", "province"));
    }

    #[test]
    fn every_unit_and_meaning_is_some_column_s() {
        let file = include_str!("../../../data/labels/columns.tsv");
        let all = all().unwrap();
        for line in file.lines().filter(|l| l.starts_with("column.") || l.starts_with("unit.")) {
            let mut cells = line.split('\t');
            let (key, vi) = (cells.next().unwrap(), cells.next().unwrap());
            assert!(all.iter().any(|e| e.unit[0] == vi || e.meaning[0] == vi), "{key} is used by no column");
        }
    }

    #[test]
    fn both_languages_stand_side_by_side() {
        let text = markdown(&of_table(Table::Meetings));
        assert!(text.contains("\n| `mode` | chữ<br>*text* |") && text.contains("`online` Trực tuyến / Online"), "{text}");
        assert_eq!(json(&of_table(Table::Quantities))[0]["meaning"]["vi"].as_str().unwrap().chars().next(), Some('m'));
    }
}
