//! On which days an event is: one that is told of several times, with its opening, its parts and its end.

use super::event::{Event, sentence_number};
use crate::lang::cues::Cue;
use crate::lang::meetings::MeetingHead;
use crate::model::date::Edtf;
use crate::model::tag::MeetingKind;
use crate::recognise::meeting::Sightings;
use crate::recognise::meeting::name::Form;
use crate::recognise::meeting::tie::closes;
use crate::recognise::reading::Reading;

/// "Ngày 12/5, Sở tổ chức lớp tập huấn. Trong 3 ngày, từ 12 đến 14/5, học viên …": the days told a few sentences on, with no
/// meeting's name, are those of the event that begins with them.
pub fn over_days(reading: &Reading, seen: &Sightings, out: &mut [Event]) {
    const LONGEST: i64 = 10;
    const NEAR: usize = 3;
    for (s, stamp) in seen.stamps.iter().enumerate() {
        let tied = seen.ties.iter().flatten().any(|(tied, _)| *tied == s);
        if tied || stamp.month || stamp.until {
            continue;
        }
        if stamp.value.to.is_none() {
            ends(reading, seen, s, out);
            continue;
        }
        let here = sentence_number(reading, stamp.span.start);
        let begins = |event: &&mut Event| {
            let days = with_year(stamp.value, event.date.year());
            let told = sentence_number(reading, seen.names[event.name].span.start);
            let length = days.bounds().map(|(first, last)| (last - first).num_days());
            // A course is told of on the day on which it opens.
            let opening = event.kind == MeetingKind::Training
                && reading.find_cue(reading.sentence_of(seen.names[event.name].span.start), Cue::MeetOpen).is_some();
            // "Sáng 14/5, hội nghị bế mạc. Trong 7 ngày, từ 8 đến 14/5, …"
            let day = with_year(event.date, stamp.value.year()).from;
            let closing = event.kind != MeetingKind::CouncilSession && days.to == Some(day);
            event.date.to.is_none()
                && !opening
                && (day == days.from || closing)
                && length.is_none_or(|days| days <= LONGEST)
                && (told..=told + NEAR).contains(&here)
        };
        if let Some(event) = out.iter_mut().find(begins) {
            event.date = with_year(stamp.value, event.date.year());
        }
    }
}

/// "Đại hội sẽ khai mạc sáng 4/6 và bế mạc vào ngày 5/6", "phiên trù bị ngày 9/6; phiên chính thức ngày 10/6": the second day of one
/// sentence ends what the first opens.
fn ends(reading: &Reading, seen: &Sightings, s: usize, out: &mut [Event]) {
    let stamp = &seen.stamps[s];
    let sentence = reading.sentence_of(stamp.span.start);
    let before = s.checked_sub(1).map(|b| seen.stamps[b].span.end).filter(|end| *end > sentence.start);
    let ending = closes(reading, stamp.span.start);
    let part = before.is_some_and(|end| reading.find_cue(end..stamp.span.start, Cue::MeetPart).is_some());
    let begun = |e: &&mut Event| e.stamp + 1 == s && before.is_some();
    let goes_on = |e: &&mut Event| ending && e.kind != MeetingKind::CouncilSession || part && e.kind == MeetingKind::Congress;
    if let Some(event) = out.iter_mut().find(begun).filter(goes_on) {
        event.date = until_end(event.date, stamp.value).unwrap_or(event.date);
    }
}

/// The date of an event of which the day is told on which it closes; none where that is another's. A council's session is of the
/// day on which it opens.
pub fn closed(event: &Event, end: Edtf) -> Option<Edtf> {
    let session = event.kind == MeetingKind::CouncilSession;
    until_end(event.date, end).or(session.then_some(event.date)).map(|date| if session { event.date } else { date })
}

/// The days of an event that was told of on the day on which it closed, where its opening is told later: "Chiều 15/10, hội nghị
/// bế mạc. Hội nghị khai mạc ngày 1/10".
pub fn opened(reading: &Reading, seen: &Sightings, old: &Event, new: &Event) -> Option<Edtf> {
    let said = |event: &Event| {
        let sentence = reading.sentence_of(seen.names[event.name].span.start);
        reading.find_cue(sentence, Cue::MeetOpen).map(|verb| reading.source(verb).to_lowercase())
    };
    let (closing, opening) = (said(old)?, said(new)?);
    let ends = closing.ends_with("bế mạc") || closing.ends_with("kết thúc");
    let whole = ends && opening.ends_with("khai mạc") && old.date.to.is_none() && old.kind != MeetingKind::CouncilSession;
    until_end(new.date, old.date).filter(|_| whole)
}

/// The same day, whether or not its year is told.
pub fn same_day(a: Edtf, b: Edtf) -> bool {
    with_year(a, b.year()) == with_year(b, a.year())
}

/// The days from the opening to the end of a meeting of a few days.
fn until_end(opening: Edtf, end: Edtf) -> Option<Edtf> {
    const LONGEST: i64 = 16;
    let end = with_year(end, opening.year());
    let last = end.bounds()?.0;
    let days = (last - with_year(opening, end.year()).bounds()?.0).num_days();
    (end.to.is_none() && (1..=LONGEST).contains(&days)).then(|| Edtf::interval(opening.from, end.from))
}

/// The date of two names' one event, if it can be one: the same, or the interval that holds the other's day.
pub fn fold_dates(old: Edtf, new: Edtf, kind: MeetingKind) -> Option<Edtf> {
    if old == new {
        return Some(old);
    }
    let same_but_year = |a: Edtf, b: Edtf| {
        a.from.month == b.from.month
            && a.from.day == b.from.day
            && a.to.is_none()
            && b.to.is_none()
            && (a.year().is_none() || b.year().is_none())
    };
    if same_but_year(old, new) {
        return Some(if old.year().is_some() { old } else { new });
    }
    // Sittings of one session are meetings of their own.
    if kind == MeetingKind::CouncilSession {
        return None;
    }
    // Where the text gives neither's year, both are of one; a leap year holds every day.
    let year = old.year().or(new.year());
    let some = |d: Edtf| with_year(d, year.or(Some(2000)));
    // What goes on for weeks ("từ ngày 21/3 đến 13/4") is many meetings; a course is one.
    const LONGEST: i64 = 16;
    let one = |days: i64| days <= LONGEST || kind == MeetingKind::Training;
    let within = |outer: Edtf, inner: Edtf| match (some(outer).bounds(), some(inner).bounds()) {
        (Some(o), Some(i)) => o.0 <= i.0 && i.1 <= o.1 && (outer.from.day.is_none() || one((o.1 - o.0).num_days())),
        _ => false,
    };
    let (old, new) = (with_year(old, year), with_year(new, year));
    let month = |d: Edtf| d.from.day.is_none();
    if within(old, new) {
        Some(if month(old) { new } else { old })
    } else if within(new, old) {
        Some(if month(new) { old } else { new })
    } else {
        None
    }
}

/// The days of a whole council session, where one name gives its opening day and another how long it lasts: "khai mạc sáng
/// 22/9", "tổ chức trong 2 ngày 22 và 23/9".
pub fn whole_session(old: Edtf, new: Edtf, forms: (Form, Form)) -> Option<Edtf> {
    const LONGEST: i64 = 7;
    let sitting = |form: Form| matches!(form, Form::Head(MeetingHead::Session | MeetingHead::Sitting));
    let (whole, day) = match (old.to, new.to) {
        (Some(_), None) => (old, new),
        (None, Some(_)) => (new, old),
        _ => return None,
    };
    let whole = with_year(whole, day.year());
    // Where the text gives neither's year, both are of one; a leap year holds every day.
    let some = |date: Edtf| with_year(date, whole.year().or(Some(2000))).bounds();
    let (w, d) = (some(whole)?, some(day)?);
    let fits = forms.0 == forms.1 && sitting(forms.0) && w.0 <= d.0 && d.1 <= w.1 && (w.1 - w.0).num_days() <= LONGEST;
    fits.then_some(whole)
}

/// A date whose year is not known, with the year of another that speaks of the same event.
fn with_year(date: Edtf, year: Option<i32>) -> Edtf {
    let mut date = date;
    date.from.year = date.from.year.or(year);
    if let Some(to) = &mut date.to {
        to.year = to.year.or(year);
    }
    date
}

/// A congress that opens with a preparatory sitting and goes on the day after, in whichever order it is told: "Chiều 7/5 … phiên
/// trù bị. Ngày 8/5, đại hội diễn ra phiên chính thức". What is still to come stands for itself.
pub fn next_day(reading: &Reading, seen: &Sightings, old: &Event, new: &Event) -> Option<Edtf> {
    use chrono::Duration;
    let sentence = |event: &Event| reading.sentence_of(seen.names[event.name].span.start);
    let ahead = [old, new].into_iter().any(|e| reading.find_cue(sentence(e), Cue::MeetFuture).is_some());
    if old.kind != MeetingKind::Congress || new.kind != MeetingKind::Congress || ahead {
        return None;
    }
    // Where the text gives neither's year, both are of one; a leap year holds every day.
    let year = old.date.year().or(new.date.year());
    let days = |event: &Event| with_year(event.date, year.or(Some(2000))).bounds();
    let (first, second) = if days(old)?.0 <= days(new)?.0 { (old, new) } else { (new, old) };
    let follows = days(first)?.0 + Duration::days(1) == days(second)?.0 && first.date.to.is_none();
    let prepares = reading.find_cue(sentence(first), Cue::MeetPart).is_some();
    let end = second.date.to.unwrap_or(second.date.from);
    (follows && prepares).then(|| with_year(Edtf::interval(first.date.from, end), year))
}
