//! A row of a record table, read by column name.

use crate::frame::schema::Table;
use crate::lang::gazetteer::Gazetteer;
use crate::lang::labels::{Lang, fill, label};
use crate::model::tag::Geo;
use crate::output::highlight::clean_line;
use crate::output::number::{format_count, format_date, format_percent};
use polars::prelude::{AnyValue, DataFrame};

/// One record.
#[derive(Clone, Copy)]
pub struct RecordRow<'f> {
    pub table: Table,
    pub frame: &'f DataFrame,
    pub at: usize,
}

impl<'f> RecordRow<'f> {
    pub fn text(&self, column: &str) -> Option<&'f str> {
        self.frame.column(column).ok()?.str().ok()?.get(self.at)
    }

    pub fn number(&self, column: &str) -> Option<f64> {
        match self.frame.column(column).ok()?.get(self.at).ok()? {
            AnyValue::Float64(x) => Some(x),
            AnyValue::UInt32(n) => Some(f64::from(n)),
            AnyValue::Int32(n) => Some(f64::from(n)),
            _ => None,
        }
    }

    /// Its EDTF date.
    pub fn date(&self) -> Option<&'f str> {
        self.text(self.table.date_column()?)
    }

    pub fn id(&self) -> &'f str {
        self.text("record_id").unwrap_or_default()
    }

    /// A column in words; none where it is empty.
    pub fn shown(&self, column: &str, lang: Lang) -> Option<String> {
        if let Some(number) = self.number(column) {
            return Some(match column {
                "percent" => format_percent(number, lang),
                "year" => number.to_string(),
                _ if self.table == Table::Quantities && self.text("kind") == Some("percent") => format_percent(number, lang),
                _ => format_count(number, lang),
            });
        }
        let text = self.text(column)?;
        Some(match column {
            "date" | "as_of" | "published" | "term" => format_date(text, lang),
            "province" => province(text, self.text("geo"), lang),
            "region" | "macro_region" | "meeting_region" => region(text, self.text("geo"), lang),
            _ => match family(self.table, column) {
                Some(family) => slug(family, text, lang),
                None => clean_line(text),
            },
        })
    }

    /// The record in a few words: what is counted, how much, where, when.
    pub fn brief(&self, lang: Lang) -> String {
        let get = |column: &str| self.shown(column, lang);
        let what = match self.table {
            Table::Meetings => [get("kind"), get("name")].into_iter().flatten().collect::<Vec<_>>().join(": "),
            Table::Staffing => {
                let about = get("approximation").map(|a| a + " ").unwrap_or_default();
                let change = match (get("before"), get("after")) {
                    (Some(before), Some(after)) => Some(format!("{before} → {after}")),
                    _ => None,
                };
                let figures = [get("count"), get("percent"), change].into_iter().flatten().collect::<Vec<_>>().join("; ");
                let what = [get("subject"), get("status")].into_iter().flatten().collect::<Vec<_>>().join(", ");
                format!("{what}: {about}{figures}")
            }
            Table::Progress => {
                let count = match (get("done"), get("total")) {
                    (Some(done), Some(total)) => Some(format!("{done}/{total}")),
                    (done, _) => done,
                };
                let figures = match (count, get("percent")) {
                    (Some(count), Some(percent)) => format!("{count} ({percent})"),
                    (count, percent) => count.or(percent).unwrap_or_default(),
                };
                let what = [get("activity"), get("subject")].into_iter().flatten().collect::<Vec<_>>().join(", ");
                format!("{what}: {figures}")
            }
            Table::Documents => [get("type"), get("symbol")].into_iter().flatten().collect::<Vec<_>>().join(" "),
            Table::Quantities => {
                let value = match (get("value"), get("value_high")) {
                    (Some(part), Some(whole)) if self.text("kind") == Some("ratio") => format!("{part}/{whole}"),
                    (Some(low), Some(high)) => format!("{low}–{high}"),
                    (low, _) => low.unwrap_or_default(),
                };
                [get("approximation"), Some(value), get("unit")].into_iter().flatten().collect::<Vec<_>>().join(" ")
            }
            Table::Articles => get("title").unwrap_or_default(),
        };
        let place = self.place(lang);
        let when = self.table.date_column().and_then(get);
        [Some(what), place, when].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    /// District and province, or the wider place.
    pub fn place(&self, lang: Lang) -> Option<String> {
        let province = self.shown("province", lang);
        match (self.shown("district", lang), province, self.text("scope")) {
            (Some(district), Some(province), _) => Some(format!("{district}, {province}")),
            (None, Some(province), _) => Some(province),
            (_, None, Some("national")) => Some(label(lang, "scope.national").to_string()),
            (_, None, Some("region")) => self.shown("macro_region", lang),
            (district, None, _) => district,
        }
    }
}

/// The family of labels that a column's slugs belong to.
fn family(table: Table, column: &str) -> Option<&'static str> {
    Some(match column {
        "kind" if table == Table::Quantities => "quantity",
        "kind" => "kind",
        "mode" => "mode",
        "level" => "level",
        "status" => "status",
        "activity" => "activity",
        "subject" => "subject",
        "type" => "type",
        "approximation" => "approximation",
        "year_basis" | "place_basis" | "published_basis" => "basis",
        "scope" => "scope",
        "role" => "role",
        _ => return None,
    })
}

fn slug(family: &str, slug: &str, lang: Lang) -> String {
    let key = format!("{family}.{slug}");
    match label(lang, &key) {
        text if text == key => clean_line(slug),
        text => text.to_string(),
    }
}

fn geo_of(slug: Option<&str>) -> Geo {
    slug.and_then(|g| g.parse().ok()).unwrap_or(Geo::P63)
}

fn province(code: &str, geo: Option<&str>, lang: Lang) -> String {
    match Gazetteer::get().name_of(code, geo_of(geo)) {
        Some(name) => name.to_string(),
        None => fill(lang, "show.province_code", &[("code", code), ("geo", geo.unwrap_or("?"))]),
    }
}

fn region(code: &str, geo: Option<&str>, lang: Lang) -> String {
    match Gazetteer::get().region(code, geo_of(geo)) {
        Some(region) => if lang == Lang::Vi { region.name_vi } else { region.name_en }.to_string(),
        None if code == "national" => label(lang, "scope.national").to_string(),
        None => slug("macro", code, lang),
    }
}
