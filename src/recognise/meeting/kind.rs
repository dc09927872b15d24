//! Of which kind a meeting is: by the words of its name, by who holds it and by what it is for.

use super::name::Form;
use crate::lang::cues::Cue;
use crate::lang::lexicon::Entry;
use crate::lang::meetings::MeetingHead;
use crate::model::tag::MeetingKind;
use crate::recognise::reading::Reading;
use crate::text::token::Case;
use std::ops::Range;

/// How far behind the head of a name those who meet may be told, in tokens.
const WIDER: usize = 5;

/// A name that leaves the kind of its meeting open: "hội nghị", "phiên họp", "kỳ họp".
pub struct Headed {
    pub span: Range<usize>,
    pub head: MeetingHead,
    /// Where what follows the head begins.
    pub head_end: usize,
    /// The first word of the name that decides a kind.
    pub word: Option<MeetingKind>,
}

/// The kind of a meeting whose name leaves it open.
pub fn headed(reading: &Reading, sentence: &Range<usize>, name: Headed) -> MeetingKind {
    use MeetingHead::{Conference, Session, Sitting};
    let mut kind = head_kind(reading, sentence, &name);
    let Headed { span: Range { start: at, end }, head, head_end, word } = name;
    // "hội nghị mở rộng nhằm sơ kết …"
    if matches!(head, Conference | Sitting) && word.is_none() && kind == MeetingKind::Other {
        kind = aim(reading, end).unwrap_or(kind);
    }
    if head == Conference && kind == MeetingKind::Other && looks_back(reading, head_end..end) {
        kind = MeetingKind::PreliminaryReview;
    }
    let committees = match head {
        Conference => true,
        // "Ban Chấp hành … tiến hành phiên họp lần thứ nhất"
        Sitting => reading.cue(at, Cue::MeetPhien).is_some_and(|e| reading.cue(e, Cue::MeetNth).is_some()),
        Session => false,
    };
    let own = || reading.cue(head_end, Cue::MeetOwnSitting).is_some() && committee_before(reading, sentence, at);
    // "Ban Chấp hành Trung ương khai mạc hội nghị toàn quốc quán triệt …": of more people than the committee's.
    let wider = || reading.find_cue(head_end..end.min(head_end + WIDER), Cue::MeetWider).is_some();
    let plenum = committees && !own_purpose(kind) && !wider() && (held_by_committee(reading, sentence, at) || own());
    if plenum { MeetingKind::Plenum } else { kind }
}

/// The kind of a meeting whose name tells it; none where it is no meeting ("lễ bế mạc" of a festival).
pub fn named(reading: &Reading, span: Range<usize>, kind: MeetingKind) -> Option<MeetingKind> {
    match kind {
        MeetingKind::Ceremony if opens_course(reading, span.clone()) => Some(MeetingKind::Training),
        MeetingKind::Ceremony => is_ceremony(reading, span).then_some(kind),
        _ => Some(kind),
    }
}

/// "hội nghị kiểm điểm, đánh giá công tác 6 tháng đầu năm": a look back at a part of the year, not far behind.
fn looks_back(reading: &Reading, name: Range<usize>) -> bool {
    const NEAR: usize = 12;
    let part = |at: usize| reading.find_cue(at..name.end.min(at + NEAR), Cue::MeetPartYear).is_some();
    reading.find_cue(name.clone(), Cue::MeetLookBack).is_some_and(|back| back.start <= name.start + 4 && part(back.end))
}

/// What a meeting is for, said right after its name: "nhằm sơ kết", "để triển khai".
fn aim(reading: &Reading, end: usize) -> Option<MeetingKind> {
    let at = reading.cue(end, Cue::MeetAim)?;
    told_kind(reading, at)
}

/// The kind that the word at `at` tells, where it tells one that a conference has.
pub fn told_kind(reading: &Reading, at: usize) -> Option<MeetingKind> {
    use MeetingKind::{Briefing, FinalReview, PreliminaryReview, Rollout, Training};
    reading.hits_at(at).iter().find_map(|h| match h.entry {
        Entry::MeetingWord(kind @ (Briefing | PreliminaryReview | FinalReview | Rollout | Training)) => Some(kind),
        _ => None,
    })
}

/// Whether a word of `kind` may decide for a name of this form.
pub fn fits(kind: MeetingKind, form: Form) -> bool {
    match form {
        Form::Head(MeetingHead::Conference) => kind != MeetingKind::CouncilSession,
        Form::Head(_) => true,
        _ => false,
    }
}

fn head_kind(reading: &Reading, sentence: &Range<usize>, name: &Headed) -> MeetingKind {
    let (span, word) = (name.span.clone(), name.word.unwrap_or(MeetingKind::Other));
    match name.head {
        MeetingHead::Conference => match word {
            // "Hội nghị Tỉnh ủy" is the committee's own; "hội nghị toàn tỉnh ủy …" cannot be.
            MeetingKind::Plenum if !committee_follows(reading, name.head_end) => MeetingKind::Other,
            kind => kind,
        },
        MeetingHead::Sitting => match word {
            MeetingKind::CouncilSession => MeetingKind::CouncilSession,
            MeetingKind::Plenum if reading.find_cue(span.clone(), Cue::MeetCommittee).is_some() => MeetingKind::Plenum,
            MeetingKind::Plenum => MeetingKind::Other,
            // "buổi gặp mặt"
            MeetingKind::Other if reading.cue(span.start + 1, Cue::MeetHandOver).is_some() => MeetingKind::Ceremony,
            MeetingKind::Other => sitting_of(reading, sentence, span),
            kind => kind,
        },
        MeetingHead::Session if reading.find_cue(sentence.clone(), Cue::MeetNoCouncil).is_some() => MeetingKind::Other,
        MeetingHead::Session => MeetingKind::CouncilSession,
    }
}

/// A phiên họp is a council's when a council stands in its name or holds it in the same sentence.
fn sitting_of(reading: &Reading, sentence: &Range<usize>, span: Range<usize>) -> MeetingKind {
    let session = reading.cue(span.start, Cue::MeetPhien).is_some();
    // "phiên họp thứ hai của Ban Chỉ đạo": its own name says whose it is, whatever else the sentence names.
    if reading.find_cue(span.clone(), Cue::MeetOtherBody).is_some() {
        return MeetingKind::Other;
    }
    let council = [Cue::MeetAssembly, Cue::MeetGovernment];
    let council_in = |range: Range<usize>| {
        range
            .clone()
            .any(|k| reading.any_cue(k, &council).is_some_and(|(end, _)| end <= range.end && !of_council_office(reading, k)))
            && !range.clone().any(|k| other_body_of_council(reading, range.start, k, &council))
    };
    // "phiên họp ngày 14/8 của Ủy ban Thường vụ Quốc hội, …"
    let clause = span.end..(span.end..sentence.end.min(span.end + 12)).find(|&k| reading.is_mark(k, ',')).unwrap_or(span.end);
    let of_council = clause.clone().any(|k| reading.cue_before(k, Cue::MeetOf).is_some() && council_in(k..clause.end.min(k + 6)));
    // "Tiếp tục phiên họp sáng nay, 12/1, …, Ủy ban Thường vụ Quốc hội đã thông qua": the subject comes after.
    let subject = || {
        (span.end..sentence.end).any(|k| {
            let Some((end, _)) = reading.any_cue(k, &council) else { return false };
            reading.is_mark(k - 1, ',') && reading.any_cue(end, &[Cue::MeetAux, Cue::MeetDeliberate]).is_some()
        })
    };
    // "Tại phiên họp sáng 10/12, các đại biểu tham dự kỳ họp HĐND tỉnh …": a sitting of that session.
    let in_session = || {
        const OF: usize = 6;
        let own = |k: usize| [Cue::MeetAttend, Cue::MeetAt, Cue::MeetOf].iter().any(|&c| reading.cue_before(k, c).is_some());
        let council = |end: usize| council_in(end..sentence.end.min(end + OF));
        let session = |k: usize| {
            let heads = |h: crate::lang::lexicon::Hit| h.entry == Entry::MeetingHead(MeetingHead::Session);
            let alluded = reading.cue_before(k, Cue::MeetAllude).is_some();
            own(k) && !alluded && reading.hits_at(k).iter().any(|h| heads(h) && council(h.end as usize))
        };
        (span.end..sentence.end).any(session)
    };
    if session && (of_council || in_session() || council_in(span.clone()) || council_in(sentence.start..span.start) || subject())
    {
        MeetingKind::CouncilSession
    } else {
        MeetingKind::Other
    }
}

/// "Ban Chỉ đạo cải cách hành chính của Chính phủ": a council is named at `at` only as that which another body is of.
fn other_body_of_council(reading: &Reading, from: usize, at: usize, council: &[Cue]) -> bool {
    const BODY: usize = 14;
    reading.any_cue(at, council).is_some()
        && reading.cue_before(at, Cue::MeetOf).is_some()
        && reading.find_cue(from.max(at.saturating_sub(BODY))..at, Cue::MeetOtherBody).is_some()
}

/// "Thường trực HĐND", "Văn phòng Chính phủ", "Đoàn đại biểu Quốc hội": not the council itself.
fn of_council_office(reading: &Reading, at: usize) -> bool {
    let office = reading.cue_before(at, Cue::MeetOffice).is_some_and(|s| reading.cue(s, Cue::MeetOf) != Some(at));
    office || reading.cue(at, Cue::MeetDeputy).is_some()
}

/// Whether a committee's name follows directly, or after "lần thứ N": "Hội nghị (lần thứ 12) Ban Chấp hành".
pub fn committee_follows(reading: &Reading, head_end: usize) -> bool {
    let mut at = head_end;
    while at < head_end + 10 {
        if let Some(end) = reading.cue(at, Cue::MeetCommittee) {
            // "Hội nghị Trung ương 6" is the committee's; "Hội nghị Trung ương Hội …" another body's.
            let centre = reading.cue(at, Cue::MeetCentre) == Some(end);
            let numbered = reading.tokens.get(end).is_some_and(|t| t.is_digits()) || reading.cue(end, Cue::MeetNth).is_some();
            let party = reading.cue(end, Cue::MeetParty).is_some();
            return !centre || numbered || party || reading.tokens.get(end).is_none_or(|t| !t.is_capital());
        }
        let Some(token) = reading.tokens.get(at) else { return false };
        let number = token.is_digits()
            || token.case == Case::Upper
            || reading.hits_at(at).iter().any(|h| matches!(h.entry, Entry::Numeral(_)));
        at = match reading.any_cue(at, &[Cue::MeetNth, Cue::MeetOf]) {
            Some((end, _)) => end,
            None if number || matches!(token.ch, ',' | '(' | ')') => at + 1,
            None => return false,
        };
    }
    false
}

/// "Ban Chấp hành Đảng bộ tỉnh tổ chức hội nghị (quán triệt …)": the committee's own conference, whatever it treats.
fn held_by_committee(reading: &Reading, sentence: &Range<usize>, at: usize) -> bool {
    let from = at.saturating_sub(8).max(sentence.start);
    reading.find_last_cue(from..at, Cue::MeetOrganise).is_some_and(|verb| board_acts(reading, sentence.start, verb.start))
}

/// Whether a Party committee holds what is named at `at`: "Đảng ủy Quân sự tỉnh tổ chức hội nghị".
fn committee_before(reading: &Reading, sentence: &Range<usize>, at: usize) -> bool {
    let from = at.saturating_sub(20).max(sentence.start);
    reading.find_cue(from..at, Cue::MeetCommittee).is_some_and(|c| !(c.end..at).any(|k| reading.is_mark(k, ',')))
}

/// The longest name of a committee, with its place, number and term, in tokens.
const BOARD: usize = 30;

/// Whether a committee is the subject of the verb at `verb`: "Ban Chấp hành Đảng bộ tỉnh khóa XIX, nhiệm kỳ 2020-2025 | tổ chức".
pub fn board_acts(reading: &Reading, from: usize, verb: usize) -> bool {
    let subject = verb.saturating_sub(BOARD).max(from)..verb;
    let Some(board) = reading.find_last_cue(subject, Cue::MeetBoard) else { return false };
    let member = reading.cue_before(board.start, Cue::MeetMember).is_some();
    !member
        && !(board.end..verb).any(|k| {
            let comma = reading.is_mark(k, ',') && reading.cue(k + 1, Cue::Term).is_none();
            comma || reading.is_mark(k, ';') || reading.cue(k, Cue::MeetChair).is_some()
        })
}

/// Kinds that a committee's conference keeps.
const fn own_purpose(kind: MeetingKind) -> bool {
    matches!(
        kind,
        MeetingKind::Training
            | MeetingKind::Ceremony
            | MeetingKind::Seminar
            | MeetingKind::VoterContact
            | MeetingKind::PressConference
    )
}

/// "lễ bế mạc" and the like are meetings only when they close or open a course, not a festival.
fn is_ceremony(reading: &Reading, span: Range<usize>) -> bool {
    reading.cue(span.start, Cue::MeetShow).is_none() && reading.find_cue(span, Cue::MeetFestive).is_none()
}

/// "lễ khai giảng lớp bồi dưỡng …", "lễ bế mạc khóa tập huấn": part of the course it opens or closes.
fn opens_course(reading: &Reading, span: Range<usize>) -> bool {
    let training = |k: usize| {
        reading.cue(k, Cue::MeetCourse).is_some()
            || reading
                .hits_at(k)
                .iter()
                .any(|h| matches!(h.entry, Entry::Meeting(MeetingKind::Training) | Entry::MeetingWord(MeetingKind::Training)))
    };
    reading.cue(span.start, Cue::MeetOpening).is_some() && span.clone().any(training)
}
