//! Where a text names a meeting, of which kind it is, and whether it is held there or only alluded to.

use super::kind::{Headed, committee_follows, fits, headed, named, told_kind};
use super::schedule::Schedule;
use crate::lang::cues::Cue;
use crate::lang::lexicon::{Entry, Hit, family};
use crate::lang::meetings::MeetingHead;
use crate::model::tag::MeetingKind;
use crate::recognise::reading::{Claim, Reading};
use crate::text::token::{Gap, Kind};
use std::ops::Range;

/// The longest name of a meeting, in tokens.
const LONGEST_NAME: usize = 60;

/// A place where a meeting is named.
#[derive(Debug, Clone, PartialEq)]
pub struct Name {
    /// The words of the name, from its head to where the clause goes on.
    pub span: Range<usize>,
    pub kind: MeetingKind,
    pub form: Form,
    /// Whether the words say which meeting ("hội nghị tổng kết …"), not only that it is one ("tại hội nghị").
    pub told: bool,
    /// "các hội nghị", "nghị quyết đại hội": one of many, or alluded to.
    pub aside: bool,
    /// Whether the clause holds the meeting: "tổ chức hội nghị", "tại hội nghị", "hội nghị diễn ra".
    pub held: bool,
    pub rule: &'static str,
}

/// How a meeting is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Head(MeetingHead),
    /// A name with its kind in it: "hội thảo".
    Named,
    /// A verb: "làm việc với", "họp", "sơ kết".
    Verb,
}

/// All names of a text, in order.
pub fn names(reading: &Reading, schedule: &Schedule, is_day: &dyn Fn(usize) -> bool) -> Vec<Name> {
    let mut out = Vec::new();
    for sentence in &reading.sentences {
        let mut i = sentence.start;
        while let Some(at) = reading.next(i..sentence.end, family::MEETING) {
            i = at;
            let next = if reading.claims[i] == Claim::Furniture {
                None
            } else if let Some(end) = reading.cue(i, Cue::MeetNot) {
                i = end;
                continue;
            } else {
                name_at(reading, sentence, i, is_day).or_else(|| super::act::act_at(reading, schedule, sentence, i))
            };
            match next {
                Some(name) => {
                    i = name.span.end.max(i + 1);
                    out.push(name);
                }
                None => i += 1,
            }
        }
    }
    super::apart::leave_field(reading, &mut out);
    out
}

fn name_at(reading: &Reading, sentence: &Range<usize>, i: usize, is_day: &dyn Fn(usize) -> bool) -> Option<Name> {
    // "họp báo | cáo": the last syllable belongs to the next word.
    let broken = reading.cue(i, Cue::MeetBroken);
    let whole = |h: &Hit| broken != Some(h.end as usize + 1);
    let meets = |h: &Hit| matches!(h.entry, Entry::Meeting(_) | Entry::MeetingHead(_)) && whole(h);
    let hit = reading.hits_at(i).iter().find(meets)?;
    let head_end = hit.end as usize;
    // An abbreviation is one only in capitals.
    let short = head_end == i + 1 && reading.tokens[i].range().len() <= 4;
    if short && !reading.tokens[i].is_capital() {
        return None;
    }
    let (given, form) = match hit.entry {
        Entry::Meeting(kind) => (kind, Form::Named),
        Entry::MeetingHead(head) => (MeetingKind::Other, Form::Head(head)),
        _ => return None,
    };
    let (end, word) = name_end(reading, sentence, head_end, form, is_day);
    let kind = match form {
        Form::Head(head) => headed(reading, sentence, Headed { span: i..end, head, head_end, word }),
        _ => named(reading, i..end, given)?,
    };
    let told = kind != MeetingKind::Other || end > head_end;
    // "tại hội nghị lần trước", "kỳ họp trước": another one, alluded to.
    let earlier = reading.cue(head_end, Cue::MeetEarlier).is_some_and(|end| end > head_end + 1 || reading.is_mark(end, ','));
    let aside = earlier || is_aside(reading, sentence, i);
    let held = is_held(reading, sentence, i, end) || reading.cue(i, Cue::MeetVerbal).is_some();
    let rule = match form {
        Form::Named => "meeting.name.kind",
        Form::Head(_) if word.is_some() => "meeting.name.word",
        _ => "meeting.name.plain",
    };
    Some(Name { span: i..end, kind, form, told, aside, held, rule })
}

/// Where a name that begins before `at` ends, and the first word in it that decides a kind.
fn name_end(
    reading: &Reading,
    sentence: &Range<usize>,
    at: usize,
    form: Form,
    is_day: &dyn Fn(usize) -> bool,
) -> (usize, Option<MeetingKind>) {
    let last = sentence.end.min(at + LONGEST_NAME);
    let (mut end, mut word) = (at, None);
    while end < last {
        let token = &reading.tokens[end];
        if token.is_mark('"') {
            // A quoted title belongs to the name as a whole; it says the kind where the words before it do not.
            let close = (end + 1..sentence.end).find(|&k| reading.is_mark(k, '"'));
            let quoted = match form {
                Form::Head(MeetingHead::Conference | MeetingHead::Sitting) => told_kind(reading, end + 1),
                _ => None,
            };
            return (close.map_or(end, |c| c + 1), word.or(quoted));
        }
        let found = reading.hits_at(end).iter().find_map(|h| match h.entry {
            // A committee's name far behind the head is not its holder: "hội nghị với các huyện ủy triển khai …".
            Entry::MeetingWord(MeetingKind::Plenum) if form == Form::Head(MeetingHead::Conference) => {
                committee_follows(reading, at).then_some((MeetingKind::Plenum, h.end as usize))
            }
            Entry::MeetingWord(kind) if fits(kind, form) => Some((kind, h.end as usize)),
            _ => None,
        });
        if let (None, Some((kind, stop))) = (word, found) {
            // "hội nghị về tổng kết công tác …"
            let about = reading.cue(end, Cue::MeetAbout) == Some(stop) && form == Form::Head(MeetingHead::Conference);
            word = Some(told_kind(reading, stop).filter(|_| about).unwrap_or(kind));
            end = stop;
            continue;
        }
        if token.is_mark('(')
            && let Some(close) = (end + 1..last.min(end + 6)).find(|&k| reading.is_mark(k, ')'))
            && (end + 1..close).all(|k| reading.tokens[k].is_word())
        {
            end = close + 1;
            continue;
        }
        // "các tỉnh Cụm Đồng bằng sông Hồng"
        if let Some((region, _)) = reading.any_cue(end, &[Cue::MeetNorth, Cue::MeetMiddle, Cue::MeetSouth]) {
            end = region;
            continue;
        }
        if token.kind == Kind::Mark {
            // "tổng kết năm 2017; triển khai nhiệm vụ năm 2018" goes on, "hội nghị, ông A" does not.
            // "21 tỉnh, thành phố khu vực miền Nam"
            let listed = token.ch == ','
                && reading.cue_before(end, Cue::MeetListed).is_some()
                && reading.cue(end + 1, Cue::MeetListed).is_some();
            let goes_on = listed
                || matches!(token.ch, ',' | ';' | '-' | '/' | '&')
                    && (reading
                        .hits_at(end + 1)
                        .iter()
                        .any(|h| matches!(h.entry, Entry::MeetingWord(k) if k != MeetingKind::Other))
                        || (matches!(token.ch, '-' | '/' | '&') && reading.tokens.get(end + 1).is_some_and(|t| t.is_word()))
                        || (token.ch == '/' && reading.tokens.get(end + 1).is_some_and(|t| t.glued())));
            if !goes_on || (end == at && token.ch != '-') {
                break;
            }
            end += 1;
            continue;
        }
        // "họp báo về Đại hội …": the congress is another meeting.
        let other = form == Form::Named
            && reading.cue(end, Cue::MeetAbout).is_some_and(|about| {
                (about..(about + 2).min(last)).any(|k| {
                    reading.hits_at(k).iter().any(|h| {
                        matches!(h.entry, Entry::Meeting(MeetingKind::Congress) | Entry::MeetingHead(MeetingHead::Session))
                    })
                })
            });
        if other || is_day(end) || ends_name(reading, end, form) {
            break;
        }
        end += 1;
    }
    // Words that only lead on are no part of a name.
    while end > at && reading.tokens[end - 1].kind == Kind::Mark && !matches!(reading.tokens[end - 1].ch, '"' | ')') {
        end -= 1;
    }
    (end, word)
}

fn ends_name(reading: &Reading, at: usize, form: Form) -> bool {
    // "hội nghị trực tuyến với địa phương và phiên họp thường kỳ": two meetings, however they are called.
    let and = reading.cue(at, Cue::And);
    if and.is_some_and(|end| reading.hits_at(end).iter().any(|h| matches!(h.entry, Entry::MeetingHead(_)))) {
        return true;
    }
    // "… với 63 điểm cầu"
    if reading.cue(at, Cue::MeetConnect).is_some_and(|end| reading.digits(end) > 0) {
        return true;
    }
    let Some(end) = reading.cue(at, Cue::MeetEnd) else { return false };
    // Capital letters in the middle of a name are part of it ("Ban Tổ chức Trung ương").
    let capital = reading.tokens[at].is_capital() && end == at + 1;
    let own = form == Form::Named && reading.cue(at, Cue::MeetNameOn).is_some();
    !capital && !own
}

/// Whether the name is one of many or stands inside other words ("nghị quyết đại hội").
fn is_aside(reading: &Reading, sentence: &Range<usize>, at: usize) -> bool {
    let first = at;
    let mut at = at;
    for _ in 0..4 {
        if at <= sentence.start {
            return false;
        }
        // "thông qua 3 nghị quyết tại phiên họp": what is done at a meeting.
        if at < first && reading.cue(at, Cue::MeetAt).is_some() && reading.cue_before(first, Cue::MeetAllude).is_none() {
            return false;
        }
        // "Ban Chỉ đạo đại hội" is one of its bodies, "Ban Chỉ đạo tổ chức hội nghị", "Tiểu ban Nội dung tổ chức hội thảo" hold it.
        let capital = |k: usize| k > sentence.start && reading.tokens[k].is_word() && reading.tokens[k].is_capital();
        let named = capital(at - 1) || reading.cue_before(at, Cue::MeetAllude).is_some_and(capital);
        let holds = reading.cue_before(at, Cue::MeetStaff).is_some() || named;
        if at < first && reading.cue(at, Cue::MeetOrganise).is_some() && holds {
            return false;
        }
        if reading.cue_before(at, Cue::MeetPlural).is_some_and(|s| s >= sentence.start) {
            return true;
        }
        // "chi bộ khu phố 3 tổ chức đại hội": the number is its holder's.
        let verb = reading.cue(at, Cue::MeetVerbal).is_some() || at < first && reading.cue(at, Cue::MeetOrganise).is_some();
        if let Some(token) = reading.tokens.get(at - 1).filter(|_| !verb) {
            let counted = token.is_digits() && token.gap != Gap::None && reading.tokens[at].gap != Gap::None;
            let numeral =
                reading.hits_at(at - 1).iter().any(|h| matches!(h.entry, Entry::Numeral(n) if n > 1.0) && h.end as usize == at);
            // "ngày làm việc thứ hai của kỳ họp"
            let ordinal = reading.cue_before(at - 1, Cue::MeetNth).is_some();
            let numeral = numeral && reading.cue(at - 1, Cue::Year).is_none();
            if !ordinal && (counted && !dated(reading, at - 1) || numeral) {
                return true;
            }
        }
        if reading.cue_before(at, Cue::MeetAllude).is_some_and(|s| {
            // "tiếp tục chương trình kỳ họp"
            let goes_on = reading.cue_before(at, Cue::MeetLead).is_some_and(|lead| lead < s);
            s >= sentence.start && !goes_on && reading.cue(s, Cue::MeetHold).is_none_or(|e| e != at)
        }) {
            return true;
        }
        match reading.cue_before(at, Cue::MeetLink) {
            Some(start) if start >= sentence.start => at = start,
            _ => return false,
        }
    }
    false
}

/// Digits that end a date are no count.
fn dated(reading: &Reading, at: usize) -> bool {
    reading.claims[at] == Claim::Date || (at > 0 && matches!(reading.tokens[at - 1].ch, '/' | '-' | '.'))
}

/// Whether the clause says that the meeting is held, opened, attended, or that something is said at it.
fn is_held(reading: &Reading, sentence: &Range<usize>, first: usize, end: usize) -> bool {
    let mut at = first;
    for _ in 0..4 {
        if at <= sentence.start {
            return true;
        }
        if reading.cue_before(at, Cue::MeetHold).is_some_and(|s| s >= sentence.start) {
            return true;
        }
        let token = &reading.tokens[at - 1];
        if token.is_mark(',')
            || token.is_mark('-')
            || token.is_mark(')')
            || token.is_mark(':')
            || token.is_mark(';')
            || reading.claims[at - 1] == Claim::Date
        {
            return true;
        }
        match reading.cue_before(at, Cue::MeetLink) {
            Some(start) if start >= sentence.start => at = start,
            _ => break,
        }
    }
    occurs(reading, sentence, end) || congress_of(reading, sentence, first)
}

/// "Đảng bộ Văn phòng UBND tỉnh Đại hội lần thứ VIII": the congress as a verb, right behind the name of its body.
fn congress_of(reading: &Reading, sentence: &Range<usize>, first: usize) -> bool {
    let congress = reading.hits_at(first).iter().find(|h| h.entry == Entry::Meeting(MeetingKind::Congress));
    let numbered = congress.is_some_and(|h| reading.any_cue(h.end as usize, &[Cue::MeetNth, Cue::Term]).is_some());
    let near = first.saturating_sub(12).max(sentence.start)..first;
    let units = [Cue::MeetUnit, Cue::MeetProvince, Cue::MeetDistrict, Cue::MeetGrassroots];
    let body = reading.tokens[first - 1].is_capital() || units.iter().any(|&c| reading.cue_before(first, c).is_some());
    let owner = reading.find_last_cue(near, Cue::MeetOwner);
    numbered && body && owner.is_some_and(|o| !(o.end..first).any(|k| reading.is_mark(k, ',')))
}

/// Whether right after `end` it is said to take place: "(đã|sẽ) diễn ra".
pub fn occurs(reading: &Reading, sentence: &Range<usize>, end: usize) -> bool {
    (end..(end + 3).min(sentence.end)).any(|k| reading.cue(k, Cue::MeetOccur).is_some())
}
