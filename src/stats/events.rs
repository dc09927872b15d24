//! Which reports are of one meeting.
//!
//! Two reports can be of one meeting when they agree in place (province; the whole country; a macro region), level of the
//! body and family of kinds, come from different articles, and their dates meet: the same date; a day within an interval of
//! up to a week; a day within a month that is all the other one says, for congresses, sessions and plenums. Then:
//!
//! * name, organiser or chair stated by both and alike: one meeting;
//! * stated by both and all unlike: two, for kinds of which a place has many on one day (working sessions, ceremonies,
//!   seminars …) and whenever the organisers differ;
//! * nothing to compare: one if the kind is the same and the body is known (not for the grassroots, where each commune has
//!   its own, nor for a place that is not known).

use super::facts::{Fact, WINDOW, buckets};
use super::load::*;
use super::words::Names;
use crate::model::date::Edtf;
use crate::model::tag::*;

/// Days that an interval of one meeting may have.
const LONGEST: i32 = 7;

/// Kinds that papers use for one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Family {
    Conference,
    Of(MeetingKind),
}

const fn family(kind: MeetingKind) -> Family {
    use MeetingKind::*;
    match kind {
        Briefing | PreliminaryReview | FinalReview | Rollout | Plenum | Other => Family::Conference,
        kind => Family::Of(kind),
    }
}

/// Kinds of which one place may well have several on a day.
const fn is_frequent(kind: MeetingKind) -> bool {
    use MeetingKind::*;
    matches!(kind, WorkingSession | Other | Seminar | Ceremony | Training | VoterContact | PressConference)
}

/// Whose meeting it is, as far as a place tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Holder {
    Nation,
    Region(MacroRegion),
    Province(Geo, Sym),
    Unknown,
}

fn holder(place: &Place, level: Level) -> Holder {
    match (place.of_region, place.province) {
        (Some(region), _) => Holder::Region(region),
        (None, Some(code)) => Holder::Province(place.geo, code),
        (None, None) if place.scope == Scope::National || level == Level::Central => Holder::Nation,
        _ => Holder::Unknown,
    }
}

pub fn join(loaded: &Loaded, statements: Vec<Statement>, names: &mut Names) -> Vec<Fact> {
    let key = |s: &Statement| {
        let Says::Meeting(m) = s.says else { return None };
        // A date without its year meets only the same words.
        let yearless = if s.days.is_none() { s.date.map(|d| (d.from.month, d.from.day)) } else { None };
        Some((holder(&s.place, m.level), m.level, family(m.kind), yearless, s.days.is_some()))
    };
    let mut facts = Vec::new();
    for bucket in buckets(&loaded.texts, statements, key) {
        let mut open: Vec<Fact> = Vec::new();
        for statement in bucket {
            // Sorted by first day: an event that ended before this one begins meets nothing that follows.
            if let Some((first, _)) = statement.days {
                let is_over = |f: &Fact| f.says.days.is_some_and(|d| d.1 < first);
                facts.extend(open.extract_if(.., |f| is_over(f)));
            }
            let start = open.len().saturating_sub(WINDOW);
            let best = (start..open.len())
                .filter_map(|at| Some((likeness(loaded, &open[at], &statement, names)?, std::cmp::Reverse(at))))
                .max();
            match best {
                Some((_, std::cmp::Reverse(at))) => add(&mut open[at], statement),
                None => open.push(Fact::new(statement)),
            }
        }
        facts.append(&mut open);
    }
    facts
}

/// How well a report fits an event; `None` when it is another one.
fn likeness(loaded: &Loaded, event: &Fact, s: &Statement, names: &mut Names) -> Option<u8> {
    let (Says::Meeting(a), Says::Meeting(b)) = (event.says.says, s.says) else { return None };
    // One article tells its events apart itself, unless it says the very same twice.
    if event.members.iter().any(|m| m.article == s.article && (m.date != s.date || m.says != s.says || m.place != s.place)) {
        return None;
    }
    if event.says.place.district.zip(s.place.district).is_some_and(|(x, y)| x != y) {
        return None;
    }
    let dates = dates_meet(&event.says, s)?;
    let texts = &loaded.texts;
    let organiser = names.compare(texts, a.organiser, b.organiser);
    let compared = [organiser, names.compare(texts, a.name, b.name), names.compare(texts, a.chair, b.chair)];
    if compared.contains(&Some(true)) {
        return Some(4 + dates as u8);
    }
    let unknown_year = s.days.is_none();
    let unknown_body = holder(&s.place, b.level) == Holder::Unknown
        || b.level == Level::Grassroots
        || (b.level == Level::District && event.says.place.district.zip(s.place.district).is_none());
    let differs = organiser == Some(false) || (is_frequent(b.kind) && compared.contains(&Some(false)));
    let loose = dates == Dates::WithinMonth
        && !matches!(b.kind, MeetingKind::Congress | MeetingKind::CouncilSession | MeetingKind::Plenum);
    if a.kind != b.kind || unknown_year || unknown_body || differs || loose { None } else { Some(dates as u8) }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Dates {
    WithinMonth,
    Meet,
    Same,
}

fn dates_meet(a: &Statement, b: &Statement) -> Option<Dates> {
    let (Some(x), Some(y)) = (a.date, b.date) else { return None };
    if x == y {
        return Some(Dates::Same);
    }
    let ((a0, a1), (b0, b1)) = (a.days?, b.days?);
    if a0.max(b0) > a1.min(b1) {
        return None;
    }
    match (is_exact(x), is_exact(y)) {
        (true, true) if a1.max(b1) - a0.min(b0) < LONGEST => Some(Dates::Meet),
        (true, false) | (false, true) => Some(Dates::WithinMonth),
        _ => None,
    }
}

fn is_exact(date: Edtf) -> bool {
    is_day(date.from) && date.to.is_none_or(is_day)
}

/// Takes a report into an event: the widest exact date, held if any says held, the first name, organiser and chair.
fn add(event: &mut Fact, s: Statement) {
    event.members.push(s);
    let (Says::Meeting(mut a), Says::Meeting(b)) = (event.says.says, s.says) else { return };
    if b.status == MeetingStatus::Held {
        a.status = MeetingStatus::Held;
    }
    if b.mode == Mode::Online {
        a.mode = Mode::Online;
    }
    a.name = a.name.or(b.name);
    a.organiser = a.organiser.or(b.organiser);
    a.chair = a.chair.or(b.chair);
    if a.kind == MeetingKind::Other {
        a.kind = b.kind;
    }
    event.says.place.district = event.says.place.district.or(s.place.district);
    let exact = |s: &Statement| s.date.is_some_and(is_exact);
    let length = |s: &Statement| s.days.map_or(0, |d| d.1 - d.0);
    if (exact(&s), length(&s)) > (exact(&event.says), length(&event.says)) && (exact(&s) || !exact(&event.says)) {
        (event.says.date, event.says.days, event.says.year_basis) = (s.date, s.days, s.year_basis);
    }
    event.says.says = Says::Meeting(a);
}
