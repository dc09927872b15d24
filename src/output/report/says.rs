//! Facts in words: what one says, where and when.

use crate::frame::schema::Table;
use crate::lang::gazetteer::Gazetteer;
use crate::lang::labels::{Lang, fill, label};
use crate::model::date::Edtf;
use crate::model::tag::*;
use crate::output::number::{format_count, format_date, format_percent};
use crate::stats::facts::Fact;
use crate::stats::load::{Place, ProgressSays, Says, StaffingSays, Statement, Texts};

/// Writes statements in one language.
pub struct Wording<'a> {
    pub lang: Lang,
    pub texts: &'a Texts,
}

impl Wording<'_> {
    fn label(&self, family: &str, slug: &str) -> String {
        label(self.lang, &format!("{family}.{slug}")).to_string()
    }

    /// What a statement says, in one line: "Biên chế, người: giảm 61 (5,3%)".
    pub fn heading(&self, s: &Statement) -> String {
        match &s.says {
            Says::Meeting(m) => match self.texts.opt(m.name) {
                Some(name) => upper_first(name.trim()),
                None => self.label("kind", m.kind.slug()),
            },
            Says::Staffing(cut) => {
                let figure = self.cut(cut);
                fill(self.lang, "report.fact.pair", &[("name", &self.label("subject", cut.subject.slug())), ("value", &figure)])
            }
            Says::Progress(p) => {
                let figure = self.progress(p);
                fill(self.lang, "report.fact.pair", &[("name", &self.label("subject", p.subject.slug())), ("value", &figure)])
            }
            Says::Document(d) => format!("{} {}", self.label("type", d.kind.slug()), self.texts.get(d.symbol)),
            Says::Quantity(q) => format_count(q.value, self.lang),
        }
    }

    fn count(&self, value: f64) -> String {
        format_count(value, self.lang)
    }

    fn cut(&self, s: &StaffingSays) -> String {
        let lang = self.lang;
        let figure = match (s.count, s.percent) {
            (Some(count), Some(percent)) => Some(format!("{} ({})", self.count(count), format_percent(percent, lang))),
            (Some(count), None) => Some(self.count(count)),
            (None, Some(percent)) => Some(format_percent(percent, lang)),
            (None, None) => None,
        };
        let figure = figure.map(|figure| match s.approximation {
            Some(a) => format!("{} {figure}", self.label("approximation", a.slug())),
            None => figure,
        });
        let cut = figure.map(|figure| {
            let key = if s.status == StaffingStatus::Achieved { "report.fact.cut" } else { "report.fact.target" };
            fill(lang, key, &[("figure", &figure)])
        });
        let (before, after) = (s.before.map(|n| self.count(n)), s.after.map(|n| self.count(n)));
        let change = match (&before, &after) {
            (Some(before), Some(after)) => Some(fill(lang, "report.fact.from_to", &[("before", before), ("after", after)])),
            (None, Some(after)) => Some(fill(lang, "report.fact.after", &[("after", after)])),
            (Some(before), None) => Some(fill(lang, "report.fact.before", &[("before", before)])),
            (None, None) => None,
        };
        [cut, change].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    fn progress(&self, p: &ProgressSays) -> String {
        let lang = self.lang;
        let percent = p.percent.map(|p| format_percent(p, lang));
        match (p.done, p.total, percent) {
            (Some(done), Some(total), Some(percent)) => format!("{}/{} ({percent})", self.count(done), self.count(total)),
            (Some(done), Some(total), None) => format!("{}/{}", self.count(done), self.count(total)),
            (Some(done), None, Some(percent)) => {
                fill(lang, "report.fact.done", &[("done", &format!("{} ({percent})", self.count(done)))])
            }
            (Some(done), None, None) => fill(lang, "report.fact.done", &[("done", &self.count(done))]),
            (None, Some(total), Some(percent)) => {
                fill(lang, "report.fact.share", &[("percent", &percent), ("total", &self.count(total))])
            }
            (None, Some(total), None) => fill(lang, "report.fact.total", &[("total", &self.count(total))]),
            (None, None, Some(percent)) => percent,
            (None, None, None) => label(lang, "report.none").to_string(),
        }
    }

    /// Status and the like, as short marks beside the heading.
    pub fn tags(&self, fact: &Fact) -> Vec<String> {
        let mut tags = Vec::new();
        match &fact.says.says {
            Says::Meeting(m) => {
                tags.push(self.label("status", m.status.slug()));
                if m.mode == Mode::Online {
                    tags.push(self.label("mode", m.mode.slug()));
                }
            }
            Says::Staffing(s) => tags.push(self.label("status", s.status.slug())),
            Says::Progress(p) => tags.push(self.label("activity", p.activity.slug())),
            _ => {}
        }
        if fact.contested() {
            tags.push(label(self.lang, "report.fact.contested").to_string());
        }
        tags
    }

    /// The name of a place with its district, or how wide it is.
    pub fn place(&self, place: &Place) -> String {
        if let Some(region) = place.of_region {
            return self.label("macro", region.slug());
        }
        let district = self.texts.opt(place.district);
        let province = self.texts.opt(place.province).map(|code| Gazetteer::get().name_of(code, place.geo).unwrap_or(code));
        match (district, province) {
            (Some(district), Some(province)) => format!("{district}, {province}"),
            (None, Some(province)) => province.to_string(),
            (Some(district), None) => district.to_string(),
            (None, None) => match place.scope {
                Scope::National => self.label("value", "national"),
                Scope::Body => self.label("value", "central_body"),
                _ => self.label("value", "unknown"),
            },
        }
    }

    pub fn date(&self, date: Option<Edtf>) -> Option<String> {
        date.map(|d| format_date(&d.to_string(), self.lang))
    }

    /// Name and value of everything else that a fact says.
    pub fn details(&self, fact: &Fact) -> Vec<(String, String)> {
        let says = &fact.says;
        let mut details = Vec::new();
        let mut add = |key: &str, value: Option<String>| {
            if let Some(value) = value.filter(|v| !v.is_empty()) {
                details.push((label(self.lang, key).to_string(), value));
            }
        };
        let text = |sym: Option<_>| self.texts.opt(sym).map(str::to_string);
        add("report.fact.place", Some(self.place(&says.place)));
        let unknown = || label(self.lang, "value.unknown").to_string();
        match &says.says {
            Says::Meeting(m) => {
                add("report.fact.date", Some(self.date(says.date).unwrap_or_else(unknown)));
                add("key.kind", Some(self.label("kind", m.kind.slug())));
                add("key.level", Some(self.label("level", m.level.slug())));
                add("key.organiser", text(m.organiser));
                add("key.chair", text(m.chair));
            }
            Says::Staffing(s) => {
                add("report.fact.as_of", Some(self.date(says.date).unwrap_or_else(unknown)));
                add("report.fact.subject_text", text(s.text));
                add("report.fact.body", text(s.body));
            }
            Says::Progress(p) => {
                add("report.fact.as_of", Some(self.date(says.date).unwrap_or_else(unknown)));
                add("key.term", self.date(p.term));
                add("report.fact.subject_text", text(p.text));
            }
            Says::Document(d) => {
                add("report.fact.issued", self.date(says.date));
                add("key.issuer", text(d.issuer));
            }
            Says::Quantity(_) => {}
        }
        details
    }

    /// How year and place of a statement were found.
    pub fn basis(&self, s: &Statement, table: Table) -> String {
        let place = fill(self.lang, "report.basis.place", &[("basis", &self.label("basis", s.place_basis.slug()))]);
        if table == Table::Documents || s.date.is_none() {
            return place;
        }
        let year = fill(self.lang, "report.basis.year", &[("basis", &self.label("basis", s.year_basis.slug()))]);
        format!("{year}; {place}")
    }
}

pub fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

pub fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
