//! Which measures a topic has, which of them a question shows, and which need that only one thing is counted.

use super::query::{Measure, Topic, Unit};

/// The measures that a topic has, in the order in which they are told.
pub const fn measures_of(topic: Topic) -> &'static [Measure] {
    use Measure::*;
    match topic {
        Topic::Overview => &[
            Meetings,
            MeetingsPlanned,
            MeetingsOnline,
            StaffCut,
            UnitsCut,
            PostsCut,
            AdminUnitsCut,
            Done,
            Total,
            Rate,
            Facts,
            Statements,
            Articles,
        ],
        Topic::Meetings => &[Meetings, MeetingsPlanned, MeetingsOnline, Share, Facts, Statements, Articles],
        Topic::Staffing => &[
            StaffCut,
            UnitsCut,
            PostsCut,
            AdminUnitsCut,
            Cut,
            CutPercent,
            Target,
            TargetPercent,
            Distance,
            DistancePoints,
            TargetRate,
            Before,
            After,
            Share,
            Facts,
            Statements,
            Articles,
        ],
        Topic::Progress => &[Done, Total, Rate, StatedPercent, Facts, Statements, Articles],
        Topic::Documents => &[Documents, Citations, Share, Facts, Statements, Articles],
        Topic::Quantities => &[Quantities, Share, Facts, Statements, Articles],
    }
}

/// What is shown where nothing is asked for. `one_subject`: the row counts staff, or units, not both; `one_status`: what was
/// done, or what is planned.
pub const fn measures_shown(topic: Topic, one_subject: bool, one_status: bool) -> &'static [Measure] {
    use Measure::*;
    match topic {
        Topic::Overview => &[Meetings, StaffCut, UnitsCut, AdminUnitsCut, Done, Total, Rate],
        Topic::Meetings if one_status => &[Meetings, MeetingsOnline, Share],
        Topic::Meetings => &[Meetings, MeetingsPlanned, MeetingsOnline, Share],
        Topic::Staffing if one_subject => &[Cut, CutPercent, Target, TargetPercent, Distance, DistancePoints, Before, After],
        Topic::Staffing => &[StaffCut, UnitsCut, PostsCut, AdminUnitsCut],
        Topic::Progress => &[Done, Total, Rate, StatedPercent],
        Topic::Documents => &[Documents, Citations, Share],
        Topic::Quantities => &[Quantities, Share],
    }
}

/// The one that stands in the cells of a pivot where nothing is asked for.
pub const fn main_measure(topic: Topic) -> Measure {
    match topic {
        Topic::Overview | Topic::Meetings => Measure::Meetings,
        Topic::Staffing => Measure::Cut,
        Topic::Progress => Measure::Rate,
        Topic::Documents => Measure::Documents,
        Topic::Quantities => Measure::Quantities,
    }
}

/// Whether a measure means nothing over staff and units together.
pub const fn needs_subject(measure: Measure) -> bool {
    use Measure::*;
    matches!(measure, Cut | CutPercent | Target | TargetPercent | Distance | DistancePoints | TargetRate | Before | After)
}

/// What stands behind a row, whatever its topic.
pub const fn is_behind(measure: Measure) -> bool {
    matches!(measure, Measure::Facts | Measure::Statements | Measure::Articles)
}

/// Of what shares are shares: the first count of a list.
pub fn share_base(measures: &[Measure]) -> Option<usize> {
    measures.iter().position(|m| m.unit() == Unit::Count && !m.is_signed())
}

/// Figures that a rule keeps from being added twice, and what is made of them.
pub const fn is_figure(measure: Measure) -> bool {
    use Measure::*;
    matches!(measure, StaffCut | UnitsCut | PostsCut | AdminUnitsCut | Done | Total | Rate | StatedPercent)
        || needs_subject(measure)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_what_there_is() {
        for topic in Topic::ALL {
            let has = measures_of(*topic);
            for (subject, status) in [(false, false), (true, false), (false, true), (true, true)] {
                assert!(measures_shown(*topic, subject, status).iter().all(|m| has.contains(m)), "{topic:?}");
            }
            assert!(has.contains(&main_measure(*topic)));
            assert!([Measure::Facts, Measure::Statements, Measure::Articles].iter().all(|m| has.contains(m)));
        }
        // Every measure belongs to a topic.
        let of_some = |m: &Measure| Topic::ALL.iter().any(|t| measures_of(*t).contains(m));
        assert!(Measure::ALL.iter().all(of_some));
    }
}
