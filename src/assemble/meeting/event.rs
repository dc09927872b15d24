//! Sightings → events: the names that mean one meeting are folded, and a meeting named without a day takes the article's.

use super::days::{closed, fold_dates, next_day, opened, over_days, same_day, whole_session};
use super::whose::{one_assembly, one_of, other_holder, other_owner, other_title};
use crate::lang::cues::Cue;
use crate::lang::meetings::MeetingHead;
use crate::model::article::ZoneKind;
use crate::model::date::Edtf;
use crate::model::mention::PlaceMention;
use crate::model::tag::{Basis, MeetingKind};
use crate::recognise::meeting::Sightings;
use crate::recognise::meeting::name::{Form, Name};
use crate::recognise::meeting::tie::{Tie, closes, reports};
use crate::recognise::reading::Reading;
use std::ops::Range;

/// How many sentences after the title are the lead.
const LEAD: usize = 6;

/// One meeting of the article.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    pub kind: MeetingKind,
    pub date: Edtf,
    pub basis: Basis,
    /// Index of the name that dates it.
    pub name: usize,
    /// Index of the name that tells most of it: the same, or one near by that says of which kind it is.
    pub fuller: usize,
    /// Index of the stamp that gives its date.
    pub stamp: usize,
    pub tie: Option<Tie>,
    /// Every name that means it.
    pub names: Vec<usize>,
    /// Index of the place whose body holds it, where one phrase names the meetings of several.
    pub of: Option<usize>,
    pub rule: &'static str,
}

/// The events of an article, in the order of their first dated name.
pub fn events(reading: &Reading, seen: &Sightings, places: &[PlaceMention]) -> Vec<Event> {
    let page = Page::of(reading);
    let mut out: Vec<Event> = Vec::new();
    for (n, tie) in seen.ties.iter().enumerate() {
        let Some((s, tie)) = *tie else { continue };
        if page.in_title(seen.names[n].span.start) && seen.stamps[s].basis == Basis::Unknown && seen.stamps[s].month {
            continue;
        }
        let fuller = fuller_name(reading, seen, &page, n);
        let kind = seen.names[fuller].kind;
        let stamp = &seen.stamps[s];
        let event = Event {
            kind,
            date: stamp.value,
            basis: stamp.basis,
            name: n,
            fuller,
            stamp: s,
            tie: Some(tie),
            names: vec![n],
            of: None,
            rule: seen.names[n].rule,
        };
        add(reading, seen, places, &mut out, event);
    }
    from_lead(reading, seen, &page, &mut out);
    over_days(reading, seen, &mut out);
    for n in 0..seen.names.len() {
        if seen.ties[n].is_none() && !seen.names[n].aside {
            gather(seen, &mut out, n);
        }
    }
    each_of_several(reading, seen, places, &mut out);
    out
}

/// "HĐND hai huyện Mộc Châu và Vân Hồ họp kỳ họp thứ 9": each council holds its own session.
fn each_of_several(reading: &Reading, seen: &Sightings, places: &[PlaceMention], out: &mut Vec<Event>) {
    const MOST: usize = 6;
    let mut more = Vec::new();
    for event in out.iter_mut() {
        if !matches!(event.kind, MeetingKind::Congress | MeetingKind::CouncilSession | MeetingKind::Plenum) {
            continue;
        }
        let name = &seen.names[event.name].span;
        let sentence = reading.sentence_of(name.start);
        let Some(several) = reading.find_cue(sentence.start..name.end, Cue::MeetSeveral) else { continue };
        if reading.cue_before(several.start, Cue::MeetOwner).is_none() {
            continue;
        }
        let (mut end, mut found) = (several.end, Vec::new());
        for (n, place) in places.iter().enumerate().skip(places.partition_point(|p| p.span.start < several.start)) {
            let joined = place.span.start <= end + 1 || place.span.start == end + 2 && reading.cue(end, Cue::And).is_some();
            if !joined || place.span.end > sentence.end {
                break;
            }
            end = place.span.end;
            found.push(n);
        }
        if (2..=MOST).contains(&found.len()) {
            event.of = found.first().copied();
            more.extend(found[1..].iter().map(|&n| Event { of: Some(n), ..event.clone() }));
        }
    }
    out.extend(more);
}

/// Which sentences are title and lead.
struct Page {
    title: Range<usize>,
    lead: Range<usize>,
}

impl Page {
    fn of(reading: &Reading) -> Page {
        let body = |s: &Range<usize>| !matches!(reading.zone(s.start), ZoneKind::Furniture);
        let marked = reading
            .sentences
            .iter()
            .take_while(|s| reading.zone(s.start) != ZoneKind::Body)
            .filter(|s| reading.zone(s.start) == ZoneKind::Title)
            .last();
        let title = match marked {
            Some(last) => 0..last.end,
            // No zone says so: the first line, when it does not end as a sentence does.
            None => {
                reading.sentences.first().filter(|s| s.end > s.start && !reading.is_mark(s.end - 1, '.')).cloned().unwrap_or(0..0)
            }
        };
        let mut lead = title.end..title.end;
        for sentence in reading.sentences.iter().filter(|s| s.start >= title.end && body(s)).take(LEAD) {
            lead.end = sentence.end;
        }
        Page { title, lead }
    }

    fn in_title(&self, at: usize) -> bool {
        self.title.contains(&at)
    }
}

/// The name that tells the kind: one that leaves it open has it from the same meeting's fuller name near by.
fn fuller_name(reading: &Reading, seen: &Sightings, page: &Page, n: usize) -> usize {
    let name = &seen.names[n];
    let Form::Head(head) = name.form else { return n };
    if name.rule != "meeting.name.plain" || name.kind != MeetingKind::Other {
        return n;
    }
    let here = sentence_number(reading, name.span.start);
    let fuller = |m: &usize| {
        let other = &seen.names[*m];
        let near = page.in_title(other.span.start)
            || sentence_number(reading, other.span.start).abs_diff(here) <= 2
            || reading.zone(other.span.start) == ZoneKind::Caption;
        // A name with words of its own ("hội nghị báo cáo viên") is no "lễ kỷ niệm" told of besides.
        let alike = !name.told || matches!(other.form, Form::Head(_)) || page.in_title(other.span.start);
        let day = |n: usize| seen.ties[n].map(|t| seen.stamps[t.0].value);
        let apart = joined(reading, name, other) || joined(reading, other, name);
        let undated =
            !apart && day(*m).is_none_or(|own| day(n).is_some_and(|d| fold_dates(own, d, MeetingKind::Other).is_some()));
        // "… thông báo kết quả phiên họp Chính phủ tháng 8. Phiên họp diễn ra trong hai ngày": the one just spoken of.
        let spoken = *m < n && sentence_number(reading, other.span.start) + 1 == here && head != MeetingHead::Conference;
        let meant = !other.aside || spoken;
        *m != n && near && undated && meant && other.kind != MeetingKind::Other && alike && calls_alike(head, other)
    };
    // "phiên họp" is rather a "phiên họp Chính phủ" than a "gặp gỡ báo chí".
    let word = |m: usize| reading.source(seen.names[m].span.start..seen.names[m].span.start + 1).to_lowercase();
    let all = || (0..seen.names.len()).filter(fuller);
    all().find(|&m| word(m) == word(n)).or_else(|| all().next()).unwrap_or(n)
}

/// "tổ chức hội nghị cán bộ chủ chốt | và | hội nghị Ban Chấp hành lần thứ 37": two meetings of one sentence.
fn joined(reading: &Reading, first: &Name, second: &Name) -> bool {
    let and = reading.cue_before(second.span.start, Cue::And);
    and == Some(first.span.end) && first.told && second.told
}

/// Whether `other` could be called by `head` alone: "hội nghị" for "hội nghị tổng kết", "giao ban".
fn calls_alike(head: MeetingHead, other: &Name) -> bool {
    use MeetingKind::*;
    match other.form {
        Form::Head(h) => h == head,
        _ => match head {
            MeetingHead::Conference => {
                matches!(
                    other.kind,
                    Briefing | PreliminaryReview | FinalReview | Rollout | Plenum | Training | Ceremony | VoterContact | Seminar
                )
            }
            MeetingHead::Sitting => matches!(other.kind, Briefing | CouncilSession | WorkingSession | PressConference),
            MeetingHead::Session => other.kind == CouncilSession,
        },
    }
}

pub fn sentence_number(reading: &Reading, at: usize) -> usize {
    reading.sentences.partition_point(|s| s.end <= at)
}

/// Adds an event, or folds it into the one it is.
fn add(reading: &Reading, seen: &Sightings, places: &[PlaceMention], out: &mut Vec<Event>, new: Event) {
    let name = &seen.names[new.name];
    // "Sáng 20/11, Quốc hội họp …, kéo dài đến hết ngày 30/11": the day on which it ends, not a meeting of that day.
    let day = &seen.stamps[new.stamp];
    let bare = !name.told || (name.kind == MeetingKind::Other && name.rule == "meeting.name.plain");
    let open = bare && new.kind == MeetingKind::Other;
    let called = |old: &Event| open && matches!(name.form, Form::Head(h) if calls_alike(h, &seen.names[old.name]));
    if closes(reading, day.span.start)
        && let Some(old) = out.iter_mut().find(|old| old.kind == new.kind || called(old))
        && let Some(date) = closed(old, new.date)
    {
        old.date = date;
        old.names.push(new.name);
        return;
    }
    let alike = |old: &&mut Event| old.kind == new.kind || called(old);
    if let Some((old, date)) = out.iter_mut().find(alike).and_then(|old| opened(reading, seen, old, &new).map(|date| (old, date)))
    {
        old.date = date;
        old.names.push(new.name);
        return;
    }
    let pointed = reading.cue(seen.stamps[new.stamp].span.start, Cue::MeetSameDay).is_some();
    for old in out.iter_mut() {
        let before = &seen.names[old.name];
        let old_open = old.kind == MeetingKind::Other && before.rule == "meeting.name.plain";
        let one_kind = old.kind == new.kind;
        // Each entry of a schedule is a meeting of its own.
        let listed = |n: &Name| seen.schedule.day_of(n.span.start).is_some() && n.told;
        if listed(name) && listed(before) && reading.sentence_of(name.span.start) != reading.sentence_of(before.span.start) {
            continue;
        }
        if joined(reading, before, name) && old.kind != new.kind {
            continue;
        }
        let one_form = before.form == name.form && matches!(name.form, Form::Head(_));
        if !one_kind && !open && !old_open && (!one_form || pointed) {
            continue;
        }
        // "Chính phủ tổ chức hội nghị trực tuyến với địa phương" is no "họp báo" of that day.
        let could_be = |own: &Name, other: &Name| !own.told || matches!(own.form, Form::Head(h) if calls_alike(h, other));
        if !one_kind && !one_form && (open && !could_be(name, before) || old_open && !open && !could_be(before, name)) {
            continue;
        }
        // The morning and the afternoon of one assembly are one day's sitting.
        let same = one_assembly(reading, before, name);
        if pointed && name.told && one_kind && name.form != Form::Head(MeetingHead::Session) && same != Some(true) {
            continue;
        }
        if same == Some(false) {
            continue;
        }
        let forms = (before.form, name.form);
        let Some(date) = fold_dates(old.date, new.date, old.kind)
            .or_else(|| whole_session(old.date, new.date, forms))
            .or_else(|| next_day(reading, seen, old, &new))
        else {
            continue;
        };
        let others = || {
            other_owner(reading, places, before, name)
                || other_title(reading, before, name)
                || other_holder(reading, seen, places, old, &new)
        };
        if one_kind && others() {
            continue;
        }
        if one_kind && one_of(reading, seen, places, old, &new) {
            (old.name, old.fuller, old.stamp, old.tie, old.rule) = (new.name, new.fuller, new.stamp, new.tie, new.rule);
        }
        // "tổ chức phiên họp thường kỳ; hội nghị liên tịch": each with words of its own.
        let apart = name.span.start.checked_sub(1).is_some_and(|k| reading.is_mark(k, ';'));
        if apart && !one_form && name.told && before.told && !matches!(name.form, Form::Verb) {
            continue;
        }
        // "Ngày 28 và 29/5, đoàn giám sát làm việc … Ngày 29/5, Thường trực HĐND tổ chức phiên họp": a day of its own.
        let opens = new.tie == Some(Tie::Before) && seen.stamps[new.stamp].opens;
        if !one_kind && opens && name.told && old.date != new.date && !same_day(old.date, new.date) {
            continue;
        }
        // "Chiều cùng ngày, …" holds another meeting, unless it only calls it by a bare name.
        if pointed && !one_kind && !open {
            continue;
        }
        if date != old.date {
            (old.date, old.basis, old.stamp, old.tie) = (date, new.basis, new.stamp, new.tie);
        }
        if old_open && !open {
            (old.kind, old.name, old.fuller, old.rule) = (new.kind, new.name, new.fuller, new.rule);
        }
        old.names.push(new.name);
        return;
    }
    out.push(new);
}

/// A meeting that title or lead names without a day is on the day that opens the lead.
fn from_lead(reading: &Reading, seen: &Sightings, page: &Page, out: &mut Vec<Event>) {
    let stamp =
        seen.stamps.iter().enumerate().find(|(_, s)| page.lead.contains(&s.span.start) && s.opens && !s.month && !s.until);
    let Some((s, stamp)) = stamp else { return };
    if out.iter().any(|e| fold_dates(e.date, stamp.value, MeetingKind::Other).is_some()) {
        return;
    }
    // The lead's day must not be told of anything that is no meeting's: its sentence speaks of officials or bodies.
    let sentence = reading.sentence_of(stamp.span.start);
    if !sentence.clone().any(|k| reading.cue(k, Cue::MeetOfficial).is_some()) {
        return;
    }
    // "Ủy ban đã họp từ ngày 14 đến 23/3. Tại kỳ họp này, …": the meeting told before it.
    let told_before = |name: &Name| {
        let after = |e: &Event| (stamp.span.end..name.span.start).contains(&seen.names[e.name].span.start);
        let this = reading.cue(name.span.end, Cue::ThisOne).is_some();
        (this || !name.told) && out.iter().any(after)
    };
    let dated_kinds: Vec<MeetingKind> = out.iter().map(|e| e.kind).collect();
    // "Trưa 18/3, Bí thư trao quyết định …": the ceremony may be named far below.
    let handed = reading.find_cue(stamp.span.end..sentence.end, Cue::MeetHandOver).is_some();
    let candidate = |n: &usize| {
        let name = &seen.names[*n];
        let at = name.span.start;
        let title = page.in_title(at);
        // "Tỉnh vừa tổ chức hội nghị hiệp thương. Theo đó, sáng 18/3, các đại biểu …"
        let just =
            reading.sentence_of(at).end == sentence.start && reading.find_cue(reading.sentence_of(at), Cue::MeetPast).is_some();
        let lead = (page.lead.contains(&at) || handed && name.kind == MeetingKind::Ceremony)
            && (at > stamp.span.start || just && name.told)
            && (handed || reading.sentence_of(at).start <= sentence.end + 160);
        let own = reading.sentence_of(at);
        let told = reports(reading, own.start..at) && reading.cue_before(at, Cue::MeetAt).is_none()
            || reading.find_cue(own.start..at, Cue::MeetFollow).is_some();
        // A congress of which the article gives the days is that one.
        let dated = matches!(name.kind, MeetingKind::Congress | MeetingKind::Plenum | MeetingKind::CouncilSession)
            && dated_kinds.contains(&name.kind);
        let fits = !name.aside
            && !told_before(name)
            && name.held
            && seen.ties[*n].is_none()
            && !told
            && !dated
            && !future_before(reading, name);
        fits && match name.form {
            Form::Verb => title || (lead && name.kind == MeetingKind::WorkingSession),
            Form::Named => title || lead,
            Form::Head(_) => (title && name.told) || lead,
        }
    };
    let found: Vec<usize> = (0..seen.names.len()).filter(candidate).collect();
    let best = found.iter().find(|n| seen.names[**n].kind != MeetingKind::Other).or(found.first());
    if let Some(&n) = best {
        let kind = seen.names[n].kind;
        let rule = "meeting.date.lead";
        out.push(Event {
            kind,
            date: stamp.value,
            basis: stamp.basis,
            name: n,
            fuller: n,
            stamp: s,
            tie: None,
            names: vec![n],
            of: None,
            rule,
        });
    }
}

fn future_before(reading: &Reading, name: &Name) -> bool {
    let from = name.span.start.saturating_sub(5);
    (from..name.span.start).any(|k| reading.cue(k, Cue::MeetFuture).is_some())
}

/// An undated name means the event it is called like.
fn gather(seen: &Sightings, out: &mut [Event], n: usize) {
    let name = &seen.names[n];
    let same = |e: &&mut Event| {
        let main = &seen.names[e.name];
        e.kind == name.kind
            || matches!(name.form, Form::Head(h) if !name.told && calls_alike(h, main))
            || name.form == main.form && !name.told
    };
    if let Some(event) = out.iter_mut().find(same) {
        event.names.push(n);
    }
}
