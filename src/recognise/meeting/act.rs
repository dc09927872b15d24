//! Meetings told by a verb: "làm việc với", "họp", "Quốc hội thảo luận", "Ban Tổ chức Tỉnh ủy sơ kết".

use super::name::{Form, Name};
use super::schedule::Schedule;
use crate::lang::cues::Cue;
use crate::lang::lexicon::Entry;
use crate::model::tag::MeetingKind;
use crate::recognise::reading::Reading;
use crate::text::token::{Case, Kind};
use std::ops::Range;

/// The farthest that a verb's subject is looked for, in tokens.
const SUBJECT: usize = 60;

/// How far from the start of a text its subject is told, in tokens.
const LEAD: usize = 160;

pub fn act_at(reading: &Reading, schedule: &Schedule, sentence: &Range<usize>, i: usize) -> Option<Name> {
    let subject = sentence.start.max(i.saturating_sub(SUBJECT))..i;
    // "8h00: Họp Ban Thường vụ", "Làm việc với xã A": in a schedule the verb stands first.
    let alone = schedule.opens(reading, i) || i == 0 && sentence.start == 0;
    works(reading, sentence, &subject, i, alone)
        .or_else(|| meets_voters(reading, sentence, &subject, i))
        .or_else(|| assembly(reading, sentence, &subject, i))
        .or_else(|| convenes(reading, sentence, &subject, i, alone))
        .or_else(|| reviews(reading, sentence, &subject, i, alone))
        .or_else(|| deliberates(reading, &subject, i))
}

/// "dưới sự chủ trì của đồng chí A, …, Ban Thường vụ Tỉnh ủy thảo luận về đề cương": a sitting that is only told by who chairs it.
fn deliberates(reading: &Reading, subject: &Range<usize>, i: usize) -> Option<Name> {
    let end = reading.cue(i, Cue::MeetDeliberate)?;
    let chair = reading.find_cue(subject.clone(), Cue::MeetChair)?;
    let led = reading.cue(chair.end, Cue::MeetOf).is_some() && !opens_named(reading, i, end);
    (led && after_body(reading, subject, i)).then(|| verb(i..end, MeetingKind::Other, "meeting.verb.convene")).flatten()
}

/// "Ủy ban Thường vụ Quốc hội khai mạc phiên họp thứ 4": the session itself is named.
fn opens_named(reading: &Reading, i: usize, end: usize) -> bool {
    reading.cue(i, Cue::MeetOpen).is_some() && reading.hits_at(end).iter().any(|h| matches!(h.entry, Entry::MeetingHead(_)))
}

fn verb(span: Range<usize>, kind: MeetingKind, rule: &'static str) -> Option<Name> {
    Some(Name { span, kind, form: Form::Verb, told: true, aside: false, held: true, rule })
}

/// "Đoàn công tác … làm việc với Huyện ủy", "Phó Thủ tướng đã làm việc với …".
fn works(reading: &Reading, sentence: &Range<usize>, subject: &Range<usize>, i: usize, alone: bool) -> Option<Name> {
    // "Ban Chấp hành Trung ương làm việc tại hội trường": a body at its own sitting, not with another.
    let sits = |end: usize| {
        reading.cue(i, Cue::MeetDeliberate).is_some_and(|sits| sits > end) && super::kind::board_acts(reading, subject.start, i)
    };
    let end = reading.cue(i, Cue::MeetWork).filter(|&end| !sits(end))?;
    let official = subject.clone().any(|k| is_official(reading, k));
    let object = end..sentence.end.min(end + 10);
    let other = reading.find_cue(object.start..object.end.min(object.start + 3), Cue::MeetNotWork).is_some()
        || reading.find_cue(subject.clone(), Cue::MeetNotWork).is_some();
    // "đang làm việc tại", "từng làm việc với": where somebody has a job.
    let job = (i.saturating_sub(2)..i).any(|k| k >= sentence.start && reading.cue(k, Cue::MeetJob).is_some());
    let alone = alone || i == sentence.start;
    if other || job || !(official || alone) {
        return None;
    }
    let stop = (end..sentence.end).find(|&k| {
        reading.tokens[k].kind == Kind::Mark && matches!(reading.tokens[k].ch, ',' | '.' | ';' | ':' | '(')
            || reading.cue(k, Cue::MeetEnd).is_some() && !reading.tokens[k].is_capital()
    });
    verb(i..stop.unwrap_or(sentence.end).min(end + 30), MeetingKind::WorkingSession, "meeting.verb.work")
}

/// "Tổ đại biểu số 2 … đã tiếp xúc hơn 100 cử tri của xã": how many stands between.
fn meets_voters(reading: &Reading, sentence: &Range<usize>, subject: &Range<usize>, i: usize) -> Option<Name> {
    let end = reading.cue(i, Cue::MeetContact)?;
    let voters = reading.find_cue(end..sentence.end.min(end + 5), Cue::MeetVoters)?;
    let official = subject.clone().any(|k| is_official(reading, k) || reading.cue(k, Cue::MeetAssembly).is_some());
    let counted = (end..voters.start).any(|k| reading.digits(k) > 0);
    (official && counted).then(|| verb(i..voters.end, MeetingKind::VoterContact, "meeting.verb.review")).flatten()
}

fn is_official(reading: &Reading, k: usize) -> bool {
    // A lone word ("ban", "bộ", "sở") must be a name's: capital.
    reading.cue(k, Cue::MeetOfficial).is_some_and(|end| end > k + 1 || reading.tokens[k].is_capital())
}

/// "Quốc hội thảo luận tại tổ về …", "trình bày tại Quốc hội", "ĐBQH thảo luận ở các tổ".
fn assembly(reading: &Reading, sentence: &Range<usize>, subject: &Range<usize>, i: usize) -> Option<Name> {
    let national = |k: usize| reading.cue(k, Cue::MeetAssembly).is_some() && reading.cue_before(k, Cue::MeetOffice).is_none();
    if let Some(end) = reading.cue(i, Cue::MeetInAssembly) {
        let minister =
            reading.cue(i, Cue::MeetFloor).is_some() && reading.find_cue(sentence.clone(), Cue::MeetMinister).is_some();
        let parliament = minister
            || (i..end).any(|k| reading.cue(k, Cue::MeetAssembly).is_some())
            || sentence.clone().any(national)
            || (0..reading.tokens.len().min(LEAD)).any(national);
        // Congresses discuss in groups and in the hall as well.
        let congress =
            sentence.clone().any(|k| reading.hits_at(k).iter().any(|h| h.entry == Entry::Meeting(MeetingKind::Congress)));
        let aside = congress || reading.cue_before(i, Cue::MeetReport).is_some() && reading.cue(i, Cue::MeetDeliberate).is_none();
        return if parliament && !aside { verb(i..end, MeetingKind::CouncilSession, "meeting.verb.in_assembly") } else { None };
    }
    let end = reading.cue(i, Cue::MeetDeliberate)?;
    // The assembly must be the subject: nothing but helping words between.
    let mut at = i;
    while at > subject.start && reading.cue_before(at, Cue::MeetAux).is_some_and(|s| s >= subject.start) {
        at = reading.cue_before(at, Cue::MeetAux)?;
    }
    let at = before_place(reading, subject, at);
    let body = reading.cue_before(at, Cue::MeetAssembly).filter(|s| *s >= subject.start)?;
    if reading.cue_before(body, Cue::MeetOffice).is_some() {
        return None;
    }
    if opens_named(reading, i, end) {
        return None;
    }
    verb(body..end, MeetingKind::CouncilSession, "meeting.verb.assembly")
}

/// "Thường trực Chính phủ họp về …", "Ban Chỉ đạo họp phiên thứ 3".
fn convenes(reading: &Reading, sentence: &Range<usize>, subject: &Range<usize>, i: usize, alone: bool) -> Option<Name> {
    let end = reading.cue(i, Cue::MeetConvene)?;
    if reading.tokens[i].case == Case::Upper {
        return None;
    }
    let official = alone
        || subject.clone().any(|k| is_official(reading, k))
        || reading.cue_before(i, Cue::MeetHold).is_some_and(|s| s >= sentence.start);
    let noun = reading.cue_before(i, Cue::MeetNoun).is_some();
    // "chủ trì họp báo" is a press conference.
    if (i + 1..end).any(|k| reading.hits_at(k).iter().any(|h| matches!(h.entry, Entry::Meeting(_)) && h.end as usize > end)) {
        return None;
    }
    // "họp hội nghị bất thường": the name itself follows.
    let named = reading.hits_at(end).iter().any(|h| matches!(h.entry, Entry::MeetingHead(_)));
    if !official || noun || named {
        return None;
    }
    let mut at = i;
    while at > subject.start && reading.cue_before(at, Cue::MeetAux).is_some_and(|s| s >= subject.start) {
        at = reading.cue_before(at, Cue::MeetAux)?;
    }
    // "Đại hội họp phiên trù bị": the meeting itself stands before.
    let colon = usize::from(at > subject.start && reading.is_mark(at - 1, ':'));
    let meets = reading.hits_before(at - colon).any(|h| matches!(h.entry, Entry::Meeting(_) | Entry::MeetingHead(_)));
    let headed = colon > 0
        && subject
            .clone()
            .any(|k| reading.hits_at(k).iter().any(|h| matches!(h.entry, Entry::Meeting(_) | Entry::MeetingHead(_))));
    if headed || meets && reading.cue_before(at, Cue::MeetNot).is_none() {
        return None;
    }
    let holder = before_place(reading, subject, at);
    let council = [Cue::MeetAssembly, Cue::MeetGovernment].iter().any(|&c| {
        reading.cue_before(holder, c).is_some_and(|s| s >= subject.start && reading.cue_before(s, Cue::MeetOffice).is_none())
    });
    let kind = match () {
        _ if council => MeetingKind::CouncilSession,
        // "Ban Chấp hành Đảng bộ huyện họp phiên thường kỳ"
        _ if super::kind::board_acts(reading, subject.start, at) => MeetingKind::Plenum,
        _ => MeetingKind::Other,
    };
    verb(i..end, kind, "meeting.verb.convene")
}

/// Where the place in a body's name begins that ends at `at`: "HĐND | tỉnh Hà Giang khóa XVII họp".
fn before_place(reading: &Reading, subject: &Range<usize>, at: usize) -> usize {
    let mut at = at;
    for _ in 0..10 {
        let Some(last) = at.checked_sub(1).filter(|k| *k >= subject.start) else { break };
        let assembly = [Cue::MeetAssembly, Cue::MeetGovernment].iter().any(|&c| reading.cue_before(at, c).is_some());
        let token = &reading.tokens[last];
        let unit = [Cue::MeetUnit, Cue::Term].iter().find_map(|&c| reading.cue_before(at, c)).filter(|s| *s >= subject.start);
        match unit {
            _ if assembly => break,
            Some(start) => at = start,
            None if token.is_word() && token.is_capital() || token.is_digits() => at = last,
            None => break,
        }
    }
    at
}

/// "Ban Tổ chức Tỉnh ủy sơ kết công tác …", "tổ chức tập huấn".
fn reviews(reading: &Reading, sentence: &Range<usize>, subject: &Range<usize>, i: usize, alone: bool) -> Option<Name> {
    let (kind, end) = reading.hits_at(i).iter().find_map(|h| match h.entry {
        Entry::MeetingWord(kind) => Some((kind, h.end as usize)),
        _ => None,
    })?;
    use MeetingKind::*;
    // "tổ chức tập huấn", "chủ trì giao ban"
    let verb_end = if i > sentence.start && reading.is_mark(i - 1, '"') { i - 1 } else { i };
    let arranged = alone
        || [Cue::MeetOrganise, Cue::MeetChair]
            .iter()
            .any(|&c| reading.cue_before(verb_end, c).is_some_and(|s| s >= sentence.start));
    let verbal = match kind {
        Briefing | PreliminaryReview | FinalReview | Training => {
            arranged || (subject.clone().any(|k| is_official(reading, k)) && after_body(reading, subject, i))
        }
        Rollout if arranged => reading.cue(i, Cue::MeetStudy).is_some(),
        // "Tiểu ban … triển khai nhiệm vụ. Đồng chí … chủ trì (hội nghị)."
        Rollout => after_body(reading, subject, i) && chaired(reading, end),
        // "Ban Bí thư gặp mặt văn nghệ sĩ"; a paper is handed over without a meeting.
        Ceremony if reading.cue(i, Cue::MeetGathering).is_some() => {
            arranged || subject.clone().any(|k| is_official(reading, k)) && after_body(reading, subject, i)
        }
        Ceremony => arranged && reading.cue(i, Cue::MeetHandOver).is_some() || announces(reading, subject, i),
        VoterContact => arranged,
        _ => false,
    };
    if !verbal {
        return None;
    }
    let stop = (end..sentence.end).find(|&k| {
        reading.tokens[k].kind == Kind::Mark && !matches!(reading.tokens[k].ch, '-' | '/' | '"')
            || reading.cue(k, Cue::MeetEnd).is_some() && !reading.tokens[k].is_capital()
    });
    verb(i..stop.unwrap_or(sentence.end).min(end + 40), kind, "meeting.verb.review")
}

/// "Bí thư Tỉnh ủy trao quyết định bổ nhiệm", "Đoàn kiểm tra đã công bố quyết định kiểm tra": what officials do before those whom it
/// concerns; other decisions are made known on paper. Far from the start it is a stage of somebody's career.
fn announces(reading: &Reading, subject: &Range<usize>, i: usize) -> bool {
    let decision = reading.cue(i, Cue::MeetAnnounce).is_some_and(|end| reading.cue(end, Cue::MeetDecision).is_some());
    let told =
        reading.any_cue(i.saturating_sub(1), &[Cue::MeetPassive]).is_some() || reading.cue_before(i, Cue::MeetNoun).is_some();
    decision && !told && i < LEAD && subject.clone().any(|k| is_official(reading, k))
}

/// Whether what follows speaks of a meeting that is chaired or attended.
fn chaired(reading: &Reading, from: usize) -> bool {
    let near = from..(from + 60).min(reading.tokens.len());
    let head = |k: usize| reading.hits_at(k).iter().any(|h| matches!(h.entry, Entry::MeetingHead(_)));
    let attended = |k: usize| reading.cue(k, Cue::MeetAttend).is_some_and(head);
    reading.find_cue(near.clone(), Cue::MeetChair).is_some() || near.into_iter().any(attended)
}

/// Whether the verb at `i` stands right after the name of a body ("Tỉnh ủy sơ kết"), with helping words between at most.
fn after_body(reading: &Reading, subject: &Range<usize>, i: usize) -> bool {
    let mut at = i;
    while at > subject.start && reading.cue_before(at, Cue::MeetAux).is_some_and(|s| s >= subject.start) {
        let Some(start) = reading.cue_before(at, Cue::MeetAux) else { break };
        at = start;
    }
    let Some(before) = at.checked_sub(1).filter(|b| *b >= subject.start) else { return false };
    let token = &reading.tokens[before];
    let numbered = token.is_digits() || reading.is_mark(before, ')');
    let body = numbered
        || reading.cue_before(at, Cue::MeetProvince).is_some()
        || reading.cue_before(at, Cue::MeetCentral).is_some()
        || reading.cue_before(at, Cue::MeetDistrict).is_some()
        || reading.cue_before(at, Cue::MeetGrassroots).is_some();
    (token.is_word() || numbered) && (token.is_capital() || body) && reading.cue_before(at, Cue::MeetNoun).is_none()
}
