//! Answers → tables: finished texts, and for every figure the way to its facts.

use super::ask::{Ask, Shape};
use super::book::{Book, Entry};
use super::says::lower_first;
use super::view::*;
use crate::lang::labels::{Lang, fill, label};
use crate::model::tag::*;
use crate::output::number::{format_count, format_date, format_percent};
use crate::stats::keys::{is_time, plain_value};
use crate::stats::load::Says;
use crate::stats::names::{key_heading, key_name};
use crate::stats::query::{Key, Measure, Unit};
use crate::stats::summary::{Cell, KeyValue, Row, Summary};
use rustc_hash::FxHashMap;

/// More rows than this are folded on the screen.
const MANY_ROWS: usize = 20;

/// Where a fact is used: table number and anchor, or the reason for which it is left out there.
#[derive(Default)]
pub struct Uses {
    pub counted: FxHashMap<usize, Vec<(usize, String)>>,
    pub left_out: FxHashMap<usize, Vec<(usize, String)>>,
}

/// Turns answers into tables; keeps in mind which facts they use.
pub struct Tabler<'b> {
    pub lang: Lang,
    pub book: &'b Book,
    /// Number of each fact in the report, by its position in the book; zero for one that is not in it.
    pub numbers: Vec<usize>,
    pub uses: Uses,
}

/// What a table is being made of.
struct Making<'s> {
    ask: &'s Ask,
    number: usize,
    summary: &'s Summary,
    traces: Vec<Trace>,
}

impl Tabler<'_> {
    /// The table of an answer. For a cross table `sides` are the answers by the first and by the second key alone.
    pub fn table(&mut self, ask: &Ask, number: usize, summary: &Summary, sides: Option<(&Summary, &Summary)>) -> TableView {
        let mut making = Making { ask, number, summary, traces: Vec::new() };
        let (keys, columns, rows, total) = match (ask.shape, sides) {
            (Shape::Cross, Some((by_row, by_column))) => self.cross(&mut making, by_row, by_column),
            _ => self.plain(&mut making),
        };
        let left_out = self.left_out(&mut making);
        let mut footer = self.footer(summary);
        let bare = summary.rows.len().saturating_sub(rows.len());
        if ask.shape == Shape::Plain && bare > 0 {
            footer.push(fill(self.lang, "report.foot.no_figure", &[("n", &format_count(bare as f64, self.lang))]));
        }
        let by_place = summary.keys.iter().any(|k| matches!(k, Key::Region | Key::Province));
        let note = (by_place && summary.query.geo == Geo::P34).then(|| label(self.lang, "report.geo34").to_string());
        TableView {
            id: ask.id,
            number,
            title: label(self.lang, &format!("report.table.{}", ask.id)).to_string(),
            note,
            folded: rows.len() > MANY_ROWS,
            keys,
            columns,
            rows,
            total,
            footer,
            left_out,
            traces: making.traces,
            chart: None,
        }
    }

    fn plain(&mut self, making: &mut Making) -> (Vec<Column>, Vec<Column>, Vec<RowView>, Option<RowView>) {
        let summary = making.summary;
        let shown: Vec<usize> = (0..summary.measures.len())
            .filter(|at| {
                let asked = making.ask.measures;
                let wanted = if asked.is_empty() { has_figure(summary, *at) } else { asked.contains(&summary.measures[*at]) };
                wanted && summary.rows.iter().any(|r| r.cells[*at].is_some())
            })
            .collect();
        let keys: Vec<Column> =
            summary.keys.iter().map(|k| Column { label: key_heading(*k, self.lang), numeric: false }).collect();
        let heading = |m: Measure| label(self.lang, &format!("measure.{}", m.word())).to_string();
        let mut columns: Vec<Column> =
            shown.iter().map(|at| Column { label: heading(summary.measures[*at]), numeric: true }).collect();
        columns.extend(
            ["report.column.facts", "report.column.articles"]
                .map(|key| Column { label: label(self.lang, key).to_string(), numeric: true }),
        );
        // A row whose figures all stand in other tables would be a row of dashes here.
        let rows = summary.rows.iter().enumerate().filter(|(_, r)| shown.iter().any(|at| r.cells[*at].is_some()));
        let rows = rows.map(|(n, row)| self.row(making, format!("{}-{}", making.ask.id, n + 1), row, &shown)).collect();
        let total = summary.total.as_ref().map(|row| self.row(making, format!("{}-total", making.ask.id), row, &shown));
        (keys, columns, rows, total)
    }

    fn row(&mut self, making: &mut Making, id: String, row: &Row, shown: &[usize]) -> RowView {
        let summary = making.summary;
        let keys: Vec<Figure> = row.keys.iter().zip(&summary.keys).map(|(v, k)| self.key(*k, v, summary.query.geo)).collect();
        let name = self.row_name(&keys);
        let all = self.positions(&row.fact_ids);
        let mut cells = Vec::new();
        // Figures with the same facts behind them share one list.
        let mut lists: Vec<(Vec<usize>, String)> = Vec::new();
        for at in shown {
            let measure = summary.measures[*at];
            let behind: Vec<usize> =
                all.iter().copied().filter(|f| is_behind(measure, summary, &self.book.entries[*f])).collect();
            let behind = if behind.is_empty() { all.clone() } else { behind };
            let title = self.trace_name(&name, label(self.lang, &format!("measure.{}", measure.word())));
            cells.push(self.figure(making, &mut lists, &id, &title, row.cells[*at], measure.unit(), behind));
        }
        let title = self.trace_name(&name, label(self.lang, "report.column.facts"));
        cells.push(self.figure(making, &mut lists, &id, &title, Some(row.facts as f64), Unit::Count, all.clone()));
        cells.push(Figure {
            text: format_count(row.articles as f64, self.lang),
            sort: row.articles.to_string(),
            ..Figure::default()
        });
        if !id.ends_with("-total") {
            self.used(&all, making.number, &id);
        }
        let special = !matches!(row.keys.first(), Some(KeyValue::Province(_) | KeyValue::Slug(_) | KeyValue::WholeProvince(_)));
        RowView { id, keys, cells, special }
    }

    /// Rows of the first key, columns of the second, and the totals as the engine gives them.
    fn cross(
        &mut self,
        making: &mut Making,
        by_row: &Summary,
        by_column: &Summary,
    ) -> (Vec<Column>, Vec<Column>, Vec<RowView>, Option<RowView>) {
        let summary = making.summary;
        let geo = summary.query.geo;
        let row_key = Column { label: key_heading(summary.keys[0], self.lang), numeric: false };
        let names: Vec<String> = by_column.rows.iter().map(|r| key_name(summary.keys[1], &r.keys[0], geo, self.lang)).collect();
        let mut columns: Vec<Column> = names.iter().map(|name| Column { label: name.clone(), numeric: true }).collect();
        columns.extend(
            ["report.column.total", "report.column.articles"]
                .map(|key| Column { label: label(self.lang, key).to_string(), numeric: true }),
        );
        let mut rows = Vec::new();
        for (n, whole) in by_row.rows.iter().enumerate() {
            let id = format!("{}-{}", making.ask.id, n + 1);
            let key = self.key(summary.keys[0], &whole.keys[0], geo);
            let mut lists = Vec::new();
            let mut cells = Vec::new();
            for (column, name) in by_column.rows.iter().zip(&names) {
                let cell = summary.rows.iter().find(|r| r.keys[0] == whole.keys[0] && r.keys[1] == column.keys[0]);
                let behind = cell.map_or_else(Vec::new, |c| self.positions(&c.fact_ids));
                let title = self.trace_name(&key.text, name);
                cells.push(self.figure(making, &mut lists, &id, &title, cell.and_then(|c| c.cells[0]), Unit::Count, behind));
            }
            let all = self.positions(&whole.fact_ids);
            cells.push(self.figure(making, &mut lists, &id, &key.text, whole.cells[0], Unit::Count, all.clone()));
            cells.push(Figure {
                text: format_count(whole.articles as f64, self.lang),
                sort: whole.articles.to_string(),
                ..Figure::default()
            });
            self.used(&all, making.number, &id);
            rows.push(RowView { id, keys: vec![key], cells, special: matches!(whole.keys[0], KeyValue::Unknown) });
        }
        let total = by_row.total.as_ref().map(|whole| {
            let id = format!("{}-total", making.ask.id);
            let name = label(self.lang, "report.column.total").to_string();
            let mut lists = Vec::new();
            let mut cells = Vec::new();
            for (column, title) in by_column.rows.iter().zip(&names) {
                let behind = self.positions(&column.fact_ids);
                cells.push(self.figure(making, &mut lists, &id, title, column.cells[0], Unit::Count, behind));
            }
            let all = self.positions(&whole.fact_ids);
            cells.push(self.figure(making, &mut lists, &id, &name, whole.cells[0], Unit::Count, all));
            cells.push(Figure {
                text: format_count(whole.articles as f64, self.lang),
                sort: whole.articles.to_string(),
                ..Figure::default()
            });
            RowView { id, keys: Vec::new(), cells, special: false }
        });
        (vec![row_key], columns, rows, total)
    }

    fn trace_name(&self, row: &str, measure: &str) -> String {
        fill(self.lang, "report.trace_name", &[("row", row), ("measure", measure)])
    }

    fn row_name(&self, keys: &[Figure]) -> String {
        match keys {
            [] => label(self.lang, "report.column.total").to_string(),
            keys => keys.iter().map(|k| k.text.as_str()).collect::<Vec<_>>().join(", "),
        }
    }

    fn key(&self, key: Key, value: &KeyValue, geo: Geo) -> Figure {
        // Periods sort by their own order, names by their letters.
        let sort = if is_time(key) { plain_value(value).to_string() } else { String::new() };
        Figure { text: key_name(key, value, geo, self.lang), sort, ..Figure::default() }
    }

    /// Positions of facts in the book, in the order of their numbers.
    pub fn positions(&self, fact_ids: &[String]) -> Vec<usize> {
        let mut positions: Vec<usize> = fact_ids.iter().filter_map(|id| self.book.fact(id)).collect();
        positions.sort_unstable_by_key(|at| (self.numbers[*at], *at));
        positions.dedup();
        positions
    }

    fn used(&mut self, facts: &[usize], number: usize, row: &str) {
        for fact in facts {
            self.uses.counted.entry(*fact).or_default().push((number, row.to_string()));
        }
    }

    #[expect(clippy::too_many_arguments, reason = "each is a plain value of one cell")]
    fn figure(
        &self,
        making: &mut Making,
        lists: &mut Vec<(Vec<usize>, String)>,
        row: &str,
        name: &str,
        cell: Cell,
        unit: Unit,
        behind: Vec<usize>,
    ) -> Figure {
        let Some(value) = cell else {
            return Figure { text: label(self.lang, "report.none").to_string(), ..Figure::default() };
        };
        let text = match unit {
            Unit::Percent => format_percent(value, self.lang),
            Unit::Count | Unit::Points => format_count(value, self.lang),
        };
        // Nothing is behind a nought.
        let behind = if value == 0.0 { Vec::new() } else { behind };
        let facts = behind.len();
        let href = match behind.as_slice() {
            [] => None,
            [only] => Some(format!("#{}", self.book.entries[*only].id)),
            _ => {
                let known = lists.iter().find(|(list, _)| *list == behind).map(|(_, id)| id.clone());
                let id = known.unwrap_or_else(|| {
                    let id = format!("r-{row}-{}", lists.len() + 1);
                    making.traces.push(self.trace(id.clone(), name.to_string(), &behind));
                    lists.push((behind, id.clone()));
                    id
                });
                Some(format!("#{id}"))
            }
        };
        Figure { text, sort: value.to_string(), href, facts }
    }

    /// A list of facts by their numbers.
    pub fn trace(&self, id: String, label: String, facts: &[usize]) -> Trace {
        let link = |at: &usize| FactLink { number: self.numbers[*at], id: self.book.entries[*at].id.clone() };
        Trace { id, label, facts: facts.iter().map(link).collect() }
    }

    fn left_out(&mut self, making: &mut Making) -> Vec<(String, Figure)> {
        let mut list = Vec::new();
        for (n, left) in making.summary.footer.left_out.iter().enumerate() {
            let mut facts: Vec<usize> = left.record_ids.iter().filter_map(|id| self.book.fact_of(id)).collect();
            facts.sort_unstable_by_key(|at| (self.numbers[*at], *at));
            facts.dedup();
            let reason = reason_text(left.reason, self.lang);
            for fact in &facts {
                self.uses.left_out.entry(*fact).or_default().push((making.number, reason.clone()));
            }
            let row = format!("{}-left-{}", making.ask.id, n + 1);
            let count = Some(left.count() as f64);
            let figure = self.figure(making, &mut Vec::new(), &row, &reason, count, Unit::Count, facts);
            list.push((reason, figure));
        }
        list
    }

    fn footer(&self, summary: &Summary) -> Vec<String> {
        let (lang, f) = (self.lang, &summary.footer);
        let n = |n: usize| format_count(n as f64, lang);
        let mut lines = Vec::new();
        let (facts, statements, articles) = (n(f.facts), n(f.statements), n(f.articles));
        let counts = [("facts", facts.as_str()), ("statements", statements.as_str()), ("articles", articles.as_str())];
        let mut first = fill(lang, "report.foot.behind", &counts);
        if let (Some(from), Some(to)) = (&f.first_day, &f.last_day) {
            let (from, to) = (format_date(from, lang), format_date(to, lang));
            first.push_str(&fill(lang, "report.foot.days", &[("from", &from), ("to", &to)]));
        }
        lines.push(first + ".");
        lines.extend(crate::output::table::footer::about_total(summary, lang));
        lines.extend(crate::output::table::footer::inferred(summary, lang));
        if f.contested > 0 {
            lines.push(fill(lang, "report.foot.contested", &[("n", &n(f.contested))]));
        }
        if let (Some(subject), Some(term)) = (&f.congress_subject, &f.congress_term) {
            let subject = lower_first(label(lang, &format!("subject.{subject}")));
            let term = term.replace('/', "-");
            lines.push(fill(lang, "report.foot.congress", &[("subject", &subject), ("term", &term)]));
        }
        lines
    }
}

/// Whether any row has a figure that is not nought.
fn has_figure(summary: &Summary, at: usize) -> bool {
    summary.rows.iter().any(|r| r.cells[at].is_some_and(|v| v != 0.0))
}

/// Why statements are left out, in words.
pub fn reason_text(reason: crate::stats::summary::Reason, lang: Lang) -> String {
    label(lang, reason.label_key()).to_string()
}

/// Whether a fact of a row is one that the figure of a measure is made of.
pub fn is_behind(measure: Measure, summary: &Summary, entry: &Entry) -> bool {
    use Measure::*;
    let cut = |subject: StaffingSubject| {
        entry.fact.staffing().is_some_and(|s| s.subject == subject && s.status == StaffingStatus::Achieved)
    };
    let status = |status| entry.fact.staffing().is_some_and(|s| s.status == status);
    // Where planned meetings have a column of their own, the others are those that were held.
    let split = summary.measures.contains(&MeetingsPlanned) || summary.measures.contains(&StaffCut);
    let meeting = |test: &dyn Fn(&crate::stats::load::MeetingSays) -> bool| entry.fact.meeting().is_some_and(test);
    match measure {
        Meetings => meeting(&|m| !split || m.status == MeetingStatus::Held),
        MeetingsPlanned => meeting(&|m| m.status == MeetingStatus::Planned),
        MeetingsOnline => meeting(&|m| m.mode == Mode::Online && (!split || m.status == MeetingStatus::Held)),
        StaffCut => cut(StaffingSubject::Staff),
        UnitsCut => cut(StaffingSubject::Unit),
        PostsCut => cut(StaffingSubject::LeadershipPost),
        AdminUnitsCut => cut(StaffingSubject::AdminUnit),
        Cut | CutPercent | Before | After => status(StaffingStatus::Achieved),
        Target | TargetPercent => status(StaffingStatus::Target),
        Done | Total | Rate | StatedPercent => matches!(entry.fact.says.says, Says::Progress(_)),
        Distance | DistancePoints | TargetRate => entry.fact.staffing().is_some(),
        Documents | Citations | Quantities | Share | Facts | Statements | Articles => true,
    }
}
