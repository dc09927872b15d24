//! Which questions a report asks: one for each table, section by section.

use super::options::ReportOptions;
use crate::model::tag::*;
use crate::output::chart::ChartKind;
use crate::stats::query::{Condition, Key, Measure, Query, Sort, Topic};

/// A question, and how its answer is shown.
pub struct Ask {
    /// Name of the table in files and anchors; its title is the label `report.table.<id>`.
    pub id: &'static str,
    pub query: Query,
    /// The chart beside the table, if any.
    pub chart: Option<ChartKind>,
    pub shape: Shape,
    /// Measures that the table shows; empty: all that have a figure.
    pub measures: &'static [Measure],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A row per combination of keys.
    Plain,
    /// The values of the second key as columns, with the first measure.
    Cross,
}

/// The sections with their tables, in order.
pub const SECTIONS: [(&str, &[&str]); 5] = [
    ("overview", &["overview_region"]),
    ("meetings", &["meetings_kind", "meetings_region", "meetings_month"]),
    ("staffing", &["staffing_province", "staff_target", "unit_change", "admin_units"]),
    ("progress", &["progress_subject", "progress_province"]),
    ("documents", &["documents"]),
];

/// Documents that get a row of their own.
const MOST_DOCUMENTS: usize = 20;

pub fn where_is(key: Key, value: &str) -> Condition {
    Condition { key, values: vec![value.to_string()], negated: false }
}

/// A question of the topic, limited as the report is.
pub fn limited(topic: Topic, options: &ReportOptions) -> Query {
    let geo = options.geo.unwrap_or(Geo::P63);
    Query { since: options.since, until: options.until, place: options.place.clone(), geo, ..Query::new(topic) }
}

/// The table of that name.
pub fn ask(id: &'static str, options: &ReportOptions) -> Ask {
    use Measure::*;
    let of = |topic, by: &[Key]| Query { by: by.to_vec(), ..limited(topic, options) };
    let held = || where_is(Key::Status, MeetingStatus::Held.slug());
    let subject = |s: StaffingSubject| where_is(Key::Subject, s.slug());
    let congress = || where_is(Key::Activity, Activity::Congress.slug());
    let plain = |query, chart, measures| Ask { id, query, chart, shape: Shape::Plain, measures };
    match id {
        "overview_region" => plain(of(Topic::Overview, &[Key::Region]), Some(ChartKind::Panels), &[]),
        "meetings_kind" => Ask {
            id,
            query: Query { conditions: vec![held()], ..of(Topic::Meetings, &[Key::Kind, Key::Level]) },
            chart: Some(ChartKind::Stacked),
            shape: Shape::Cross,
            measures: &[Meetings],
        },
        "meetings_region" => plain(of(Topic::Meetings, &[Key::Region]), Some(ChartKind::Bar), &[]),
        "meetings_month" => {
            plain(of(Topic::Meetings, &[Key::Month]), Some(ChartKind::Line), &[Meetings, MeetingsPlanned, MeetingsOnline])
        }
        "staffing_province" => plain(of(Topic::Staffing, &[Key::Province]), None, &[]),
        "staff_target" => plain(
            Query { conditions: vec![subject(StaffingSubject::Staff)], ..of(Topic::Staffing, &[Key::Province]) },
            Some(ChartKind::Bullet),
            &[Cut, CutPercent, Target, TargetPercent],
        ),
        "unit_change" => plain(
            Query { conditions: vec![subject(StaffingSubject::Unit)], ..of(Topic::Staffing, &[Key::Province]) },
            Some(ChartKind::Dumbbell),
            &[],
        ),
        "admin_units" => plain(
            Query { conditions: vec![subject(StaffingSubject::AdminUnit)], ..of(Topic::Staffing, &[Key::Province]) },
            Some(ChartKind::Dumbbell),
            &[],
        ),
        "progress_subject" => plain(
            Query { conditions: vec![congress()], ..of(Topic::Progress, &[Key::Subject]) },
            Some(ChartKind::Completion),
            &[],
        ),
        "progress_province" => {
            plain(Query { conditions: vec![congress()], ..of(Topic::Progress, &[Key::Subject, Key::Province]) }, None, &[])
        }
        _ => plain(
            Query { top: Some(MOST_DOCUMENTS), sort: Sort::Measure(Citations), ..of(Topic::Documents, &[Key::Document]) },
            Some(ChartKind::Bar),
            &[Citations],
        ),
    }
}
