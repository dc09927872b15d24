//! The main numbers of a report and how they changed.

use super::answer::{Answer, cell, whole};
use super::change::{Change, Changes, Side, Span};
use super::says::{lower_first, upper_first};
use super::table::{Tabler, is_behind};
use super::view::{Card, CardChange, Figure, Trace};
use crate::lang::labels::{Lang, fill, label};
use crate::output::number::{format_count, format_date, format_percent};
use crate::stats::load::Sym;
use crate::stats::query::{Measure, Unit};
use crate::stats::summary::{KeyValue, Row, Summary};
use rustc_hash::FxHashSet;

/// The cards, each with its number as the tables below have it, and the lists of facts behind them.
pub struct Cards<'t> {
    tabler: &'t Tabler<'t>,
    changes: Option<&'t Changes>,
    pub cards: Vec<Card>,
    pub traces: Vec<Trace>,
}

impl<'t> Cards<'t> {
    /// `units` is the last year in which administrative units add up before and after, and its answer.
    pub fn new(
        tabler: &'t Tabler<'t>,
        answers: &[Answer],
        units: Option<&(String, Summary)>,
        changes: Option<&'t Changes>,
    ) -> Self {
        let mut made = Self { tabler, changes, cards: Vec::new(), traces: Vec::new() };
        if let Some(overview) = answers.iter().find(|a| a.ask.id == "overview_region").map(|a| &a.summary)
            && let Some(row) = whole(overview)
        {
            made.counts(overview, row);
            made.admin_units(units);
            made.congress(overview, row);
        }
        made
    }

    /// Meetings, staff and units.
    fn counts(&mut self, overview: &Summary, row: &Row) {
        let national = overview.rows.iter().find(|r| r.keys.first() == Some(&KeyValue::National));
        let changes = self.changes;
        let counts = [
            ("meetings", Measure::Meetings, changes.and_then(|c| c.meetings.as_ref())),
            ("staff", Measure::StaffCut, changes.and_then(|c| c.staff.as_ref())),
            ("units", Measure::UnitsCut, changes.and_then(|c| c.units.as_ref())),
        ];
        for (id, measure, change) in counts {
            let Some(value) = cell(overview, row, measure) else { continue };
            // Figures given for the whole country stand beside the sum of the places, never in it.
            let given = national.filter(|_| measure != Measure::Meetings).and_then(|r| cell(overview, r, measure));
            let detail = given.map(|v| fill(self.lang(), "report.card.national", &[("figure", &self.count(v))]));
            let facts = self.behind(overview, row, measure);
            let change = self.change(id, change, measure.unit());
            self.add(id, self.count(value), facts, detail, change);
        }
    }

    /// Before and after are the change themselves.
    fn admin_units(&mut self, units: Option<&(String, Summary)>) {
        let Some((year, summary)) = units else { return };
        let Some(row) = whole(summary) else { return };
        let (Some(before), Some(after)) = (cell(summary, row, Measure::Before), cell(summary, row, Measure::After)) else {
            return;
        };
        let facts = self.tabler.positions(&row.fact_ids);
        let text = format!("{} → {}", self.count(before), self.count(after));
        let cut = cell(summary, row, Measure::Cut).map(|n| self.count(n)).unwrap_or_default();
        let detail = fill(self.lang(), "report.card.year", &[("year", year), ("cut", &cut)]);
        self.add("admin", text, facts, Some(detail), None);
    }

    fn congress(&mut self, overview: &Summary, row: &Row) {
        let (Some(done), Some(rate)) = (cell(overview, row, Measure::Done), cell(overview, row, Measure::Rate)) else { return };
        let lang = self.lang();
        let total = cell(overview, row, Measure::Total).map(|n| self.count(n)).unwrap_or_default();
        let subject = overview.footer.congress_subject.as_deref().map(|s| lower_first(label(lang, &format!("subject.{s}"))));
        let term = overview.footer.congress_term.as_deref().unwrap_or_default().replace('/', "-");
        let (done, subject) = (self.count(done), subject.unwrap_or_default());
        let values = [("done", done.as_str()), ("total", total.as_str()), ("subject", subject.as_str()), ("term", term.as_str())];
        let detail = fill(lang, "report.card.congress_detail", &values);
        let facts = self.behind(overview, row, Measure::Rate);
        let change = self.change("congress", self.changes.and_then(|c| c.congress.as_ref()), Unit::Percent);
        self.add("congress", format_percent(rate, lang), facts, Some(detail), change);
    }

    /// The figure of the period before and that of this one, each with the way to its facts.
    fn change(&mut self, id: &str, change: Option<&Change>, unit: Unit) -> Option<CardChange> {
        let lang = self.lang();
        let (then, now) = self.changes.map(|c| (c.then, c.now))?;
        let period = match unit {
            // What runs on is told by the ends of the periods.
            Unit::Percent => self.ends(then, now),
            _ => periods(then, now, lang),
        };
        let nothing = match change {
            None if id == "meetings" => Some("report.change.none"),
            None => Some("report.change.no_place"),
            // What runs on stands still without new facts.
            Some(change) if change.then.fact_ids == change.now.fact_ids => Some("report.change.no_new"),
            Some(_) => None,
        };
        let (Some(change), None) = (change, nothing) else {
            let none = nothing.map(|key| label(lang, key).to_string());
            return Some(CardChange { period, none, ..CardChange::default() });
        };
        let figure = |cards: &mut Self, when: &str, span: Span, side: &Side| {
            let facts = cards.tabler.positions(&side.fact_ids);
            let text = if unit == Unit::Percent { format_percent(side.value, lang) } else { cards.count(side.value) };
            let name = format!("{}, {}", label(lang, &format!("report.card.{id}")), span_text(span, lang));
            let href = cards.href(&format!("{id}-{when}"), name, &facts);
            (Figure { text, sort: String::new(), href, facts: facts.len() }, cards.articles(&facts))
        };
        let (before, before_articles) = figure(self, "then", then, &change.then);
        let (after, after_articles) = figure(self, "now", now, &change.now);
        let note = match change.places {
            Some(places) => fill(lang, "report.change.places", &[("n", &self.count(places as f64))]),
            None => {
                let (a, b) = (self.count(before_articles as f64), self.count(after_articles as f64));
                fill(lang, "report.change.articles", &[("then", &a), ("now", &b)])
            }
        };
        let difference = difference(change, unit, lang);
        Some(CardChange { period, then: Some(before), now: Some(after), difference, note, none: None })
    }

    fn ends(&self, then: Span, now: Span) -> String {
        let day = |span: Span| format_date(&span.until.to_string(), self.lang());
        fill(self.lang(), "report.change.ends", &[("then", &day(then)), ("now", &day(now))])
    }

    fn lang(&self) -> Lang {
        self.tabler.lang
    }

    fn count(&self, value: f64) -> String {
        format_count(value, self.lang())
    }

    fn behind(&self, summary: &Summary, row: &Row, measure: Measure) -> Vec<usize> {
        let all = self.tabler.positions(&row.fact_ids);
        all.into_iter().filter(|at| is_behind(measure, summary, &self.tabler.book.entries[*at])).collect()
    }

    fn articles(&self, facts: &[usize]) -> usize {
        facts.iter().flat_map(|at| self.tabler.book.entries[*at].fact.articles()).collect::<FxHashSet<Sym>>().len()
    }

    /// The way to the facts behind a figure: to the only one, or to a list of them.
    fn href(&mut self, id: &str, name: String, facts: &[usize]) -> Option<String> {
        match facts {
            [] => None,
            [only] => Some(format!("#{}", self.tabler.book.entries[*only].id)),
            _ => {
                let anchor = format!("r-card-{id}");
                self.traces.push(self.tabler.trace(anchor.clone(), name, facts));
                Some(format!("#{anchor}"))
            }
        }
    }

    fn add(&mut self, id: &str, text: String, facts: Vec<usize>, detail: Option<String>, change: Option<CardChange>) {
        let lang = self.lang();
        let title = label(lang, &format!("report.card.{id}")).to_string();
        let counted = |key: &str, n: usize| {
            fill(lang, &format!("{key}.{}", if n == 1 { "one" } else { "many" }), &[("n", &self.count(n as f64))])
        };
        let count = counted("report.card.facts", facts.len());
        let articles = counted("report.card.articles", self.articles(&facts));
        let behind = fill(lang, "report.card.behind", &[("facts", &count), ("articles", &articles)]);
        let href = self.href(id, title.clone(), &facts);
        let figure = Figure { text, sort: String::new(), href, facts: facts.len() };
        self.cards.push(Card { label: title, figure, detail, change, behind });
    }
}

/// "Năm 2025 so với năm 2024", or the days of both.
fn periods(then: Span, now: Span, lang: Lang) -> String {
    upper_first(&fill(lang, "report.change.periods", &[("then", &span_text(then, lang)), ("now", &span_text(now, lang))]))
}

fn span_text(span: Span, lang: Lang) -> String {
    match span.year() {
        Some(year) => fill(lang, "report.change.year", &[("year", &year.to_string())]),
        None => {
            let (from, to) = (format_date(&span.since.to_string(), lang), format_date(&span.until.to_string(), lang));
            fill(lang, "report.change.days", &[("from", &from), ("to", &to)])
        }
    }
}

/// "+28; +400%"; of percentages in points.
fn difference(change: &Change, unit: Unit, lang: Lang) -> String {
    let by = change.now.value - change.then.value;
    let signed = |value: f64, text: String| if value > 0.0 { format!("+{text}") } else { text };
    if unit == Unit::Percent {
        let points = (by * 100.0).round() / 100.0;
        return fill(lang, "report.change.points", &[("n", &signed(points, format_count(points, lang)))]);
    }
    let count = signed(by, format_count(by, lang));
    if by == 0.0 || change.then.value <= 0.0 {
        return count;
    }
    let percent = by / change.then.value * 100.0;
    // A tenth of a per cent is enough of a change.
    let percent = (percent * 10.0).round() / 10.0;
    format!("{count}; {}", signed(percent, format_percent(percent, lang)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(then: f64, now: f64, unit: Unit, lang: Lang) -> String {
        let side = |value| Side { value, fact_ids: vec![] };
        difference(&Change { then: side(then), now: side(now), places: None }, unit, lang)
    }

    #[test]
    fn a_difference_has_its_sign_and_its_share() {
        assert_eq!(between(7.0, 35.0, Unit::Count, Lang::Vi), "+28; +400%");
        assert_eq!(between(3.0, 2.0, Unit::Count, Lang::Vi), "−1; −33,3%");
        assert_eq!(between(5.0, 5.0, Unit::Count, Lang::Vi), "0");
        assert_eq!(between(0.0, 5.0, Unit::Count, Lang::En), "+5");
        assert_eq!(between(46.6, 98.78, Unit::Percent, Lang::Vi), "+52,18 điểm %");
        assert_eq!(between(50.0, 48.5, Unit::Percent, Lang::En), "−1.5 points");
    }
}
