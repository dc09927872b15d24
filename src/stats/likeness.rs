//! How well two reports fit one meeting: what speaks for it is weighed against what has to be bridged.
//!
//! | what is stated by both | points |
//! | --- | --- |
//! | names alike, and in five words or more | 3, 5 |
//! | names partly alike; unlike (not for sittings, congresses, plenums) | 1; −3 |
//! | titles alike, or a title and a name | 2 |
//! | organisers alike; unlike | 2; −2 |
//! | chairs alike | 2 |
//! | one text that both papers print | 4 |
//!
//! | what is to be bridged | points that it takes |
//! | --- | --- |
//! | nothing: place, level, kind and date agree, and the kind is one of which a place has few on a day | 0 |
//! | a kind of which a place has many on a day, where anything at all can be compared | 2 |
//! | a body that is not told (place not known, some commune or some district), another kind of the family, no year | 2 |
//! | a month for a day (sittings, congresses and plenums: 0) | 2 |
//! | a place that only one of them tells, another level, another family of kinds | 3, and 1 more for each further one |
//! | the next day, where one date is the day of the paper (never for sittings) | 4 |

use super::about::{Alike, Subjects};
use super::facts::Fact;
use super::load::*;
use super::words::Names;
use crate::lang::gazetteer::Gazetteer;
use crate::model::date::Edtf;
use crate::model::tag::*;

/// Days that an interval of one meeting may have.
const LONGEST: i32 = 7;

/// Reports of one event whose titles are compared with those of another.
const TITLES: usize = 6;

/// Kinds that papers use for one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Family {
    Conference,
    Of(MeetingKind),
}

pub const fn family(kind: MeetingKind) -> Family {
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

/// Kinds whose names change from paper to paper, and of which a body holds one at a time.
const fn is_sitting(kind: MeetingKind) -> bool {
    matches!(kind, MeetingKind::Congress | MeetingKind::CouncilSession | MeetingKind::Plenum)
}

/// Whose meeting it is, as far as a place tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Holder {
    Nation,
    Region(MacroRegion),
    Province(Geo, Sym),
    Unknown,
}

pub fn holder(place: &Place, level: Level) -> Holder {
    match (place.of_region, place.province) {
        (Some(region), _) => Holder::Region(region),
        (None, Some(code)) => Holder::Province(place.geo, code),
        (None, None) if place.scope == Scope::National || level == Level::Central => Holder::Nation,
        _ => Holder::Unknown,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Dates {
    NextDay,
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
    let exact = (is_exact(x), is_exact(y));
    if a0.max(b0) > a1.min(b1) {
        let gap = a0.max(b0) - a1.min(b1);
        return (exact == (true, true) && gap == 1).then_some(Dates::NextDay);
    }
    match exact {
        (true, true) if a1.max(b1) - a0.min(b0) < LONGEST => Some(Dates::Meet),
        (true, false) | (false, true) => Some(Dates::WithinMonth),
        _ => None,
    }
}

pub fn is_exact(date: Edtf) -> bool {
    is_day(date.from) && date.to.is_none_or(is_day)
}

struct Balance {
    points: i32,
    takes: i32,
    dates: Dates,
}

/// Weighs reports; keeps what names are about.
pub struct Scales<'l> {
    pub loaded: &'l Loaded,
    pub names: &'l mut Names,
    pub subjects: Subjects,
}

impl Scales<'_> {
    /// How well two events fit; `None` when they are two.
    pub fn weigh(&mut self, a: &Fact, b: &Fact) -> Option<i32> {
        self.balance(a, b).filter(|b| b.points >= b.takes).map(|b| b.points * 4 + b.dates as i32)
    }

    /// Whether something speaks for two events to be one, but not enough.
    pub fn nearly(&mut self, a: &Fact, b: &Fact) -> bool {
        self.balance(a, b).is_some_and(|b| b.points > 0 && b.points < b.takes && b.dates != Dates::NextDay)
    }

    /// What speaks for one event, and what that takes; `None` where nothing could.
    fn balance(&mut self, a: &Fact, b: &Fact) -> Option<Balance> {
        let (x, y) = (a.meeting()?, b.meeting()?);
        let dates = dates_meet(&a.says, &b.says)?;
        if told_apart(a, b) || differ(a.says.place.district, b.says.place.district) {
            return None;
        }
        let copies = a.members.iter().any(|m| b.members.iter().any(|s| self.loaded.copies(m.article, s.article)));
        let place = self.place(&a.says.place, x.level, &b.says.place, y.level, copies)?;
        let odd = i32::from(place != Bridge::None) + i32::from(x.level != y.level) + i32::from(family(x.kind) != family(y.kind));
        if dates == Dates::NextDay && (x.kind == MeetingKind::CouncilSession || !self.is_day_of_paper(a, b)) {
            return None;
        }
        let texts = &self.loaded.texts;
        let name = match x.name.zip(y.name) {
            Some((n, m)) => self.subjects.compare(texts, (n, &a.says.place), (m, &b.says.place)),
            None => None,
        };
        let organiser = self.names.compare(texts, x.organiser, y.organiser);
        let chair = self.names.compare(texts, x.chair, y.chair);
        let title = if name >= Some(Alike::Yes) { None } else { self.titles(a, b) };
        let sitting = is_sitting(x.kind) && x.kind == y.kind;
        let points = match name {
            Some(Alike::Fully) => 5,
            Some(Alike::Yes) => 3,
            Some(Alike::Partly) => 1,
            Some(Alike::No) if !sitting => -3,
            _ => 0,
        } + 2 * i32::from(title >= Some(Alike::Yes))
            + organiser.map_or(0, |alike| if alike { 2 } else { -2 })
            + 2 * i32::from(chair == Some(true))
            + 4 * i32::from(copies);
        let compared = name.is_some() || title.is_some() || organiser.is_some() || chair.is_some();
        let takes = if odd > 0 {
            2 + odd + i32::from(dates == Dates::NextDay)
        } else if dates == Dates::NextDay {
            4
        } else {
            let loose = a.says.days.is_none()
                || self.body_unknown(a, b)
                || x.kind != y.kind
                || dates == Dates::WithinMonth && !is_sitting(x.kind)
                || is_frequent(x.kind) && compared;
            2 * i32::from(loose)
        };
        Some(Balance { points, takes, dates })
    }

    /// The best that titles say of one another and of names. Title and name of one article may say the same in other words.
    fn titles(&mut self, a: &Fact, b: &Fact) -> Option<Alike> {
        let loaded = self.loaded;
        let title = |s: &Statement| loaded.titles.get(&s.article).copied();
        let name = |f: &Fact| f.meeting().and_then(|m| m.name);
        let told = |f: &Fact| {
            let mut told: Vec<Sym> = f.members.iter().take(TITLES).filter_map(title).collect();
            told.sort_unstable();
            told.dedup();
            told
        };
        let (mine, theirs) = (told(a), told(b));
        let names = [name(a), name(b)];
        let pairs = mine.iter().flat_map(|t| theirs.iter().copied().chain(names[1]).map(|u| (*t, u)));
        let pairs = pairs.chain(theirs.iter().flat_map(|t| names[0].map(|n| (n, *t))));
        let mut best = None;
        for (t, u) in pairs {
            best = best.max(self.subjects.compare(&loaded.texts, (t, &a.says.place), (u, &b.says.place)));
        }
        best
    }

    /// Whether a date may be that of the paper: an event of yesterday, reported today, is now and then dated today.
    fn is_day_of_paper(&self, a: &Fact, b: &Fact) -> bool {
        let of_paper = |s: &Statement| s.days.zip(self.loaded.published(s.article)).is_some_and(|(d, day)| d.1 == day);
        a.members.iter().chain(&b.members).any(of_paper)
    }

    fn body_unknown(&self, a: &Fact, b: &Fact) -> bool {
        let level = b.meeting().map_or(Level::Grassroots, |m| m.level);
        let districts = a.says.place.district.zip(b.says.place.district);
        holder(&b.says.place, level) == Holder::Unknown
            || level == Level::Grassroots
            || level == Level::District && districts.is_none()
    }

    fn place(&self, a: &Place, of_a: Level, b: &Place, of_b: Level, copies: bool) -> Option<Bridge> {
        let texts = &self.loaded.texts;
        let merges = |old: Sym, new: Sym| Gazetteer::get().merge(texts.get(old)) == Some(texts.get(new));
        let central = of_a == Level::Central || of_b == Level::Central;
        match (holder(a, of_a), holder(b, of_b)) {
            (x, y) if x == y => Some(Bridge::None),
            (Holder::Unknown, _) | (_, Holder::Unknown) => Some(Bridge::OneSide),
            (Holder::Province(Geo::P63, old), Holder::Province(Geo::P34, new))
            | (Holder::Province(Geo::P34, new), Holder::Province(Geo::P63, old)) => {
                (merges(old, new) || copies).then_some(Bridge::OneSide)
            }
            (Holder::Province(..), Holder::Province(..)) => copies.then_some(Bridge::OneSide),
            // A central body that meets in a province, or a region's meeting: papers differ in whose they call it.
            _ => (central || copies).then_some(Bridge::OneSide),
        }
    }
}

/// Whether two places are one, or only one of them is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bridge {
    None,
    OneSide,
}

/// One article tells its events apart itself, unless it says the very same twice.
fn told_apart(a: &Fact, b: &Fact) -> bool {
    let apart = |m: &Statement, s: &Statement| m.date != s.date || m.says != s.says || m.place != s.place;
    a.members.iter().any(|m| b.members.iter().any(|s| m.article == s.article && apart(m, s)))
}

fn differ<T: PartialEq>(a: Option<T>, b: Option<T>) -> bool {
    a.zip(b).is_some_and(|(a, b)| a != b)
}
