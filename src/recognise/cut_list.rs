//! Further amounts that the verb of a cut holds for: lists ("giảm 5 sở, 12 chi cục"), lists of shares ("giảm 18% số đầu mối,
//! 10% đơn vị sự nghiệp") and the parts of a whole ("giảm 32 đầu mối, trong đó cấp tỉnh 12, cấp huyện 20").

use super::quantity::{noun_at, skip_approximation, unit_at};
use super::staffing::{Amount, Clause};
use crate::lang::cues::Cue;
use crate::lang::units::UnitClass;
use crate::model::mention::StaffingMention;
use crate::model::tag::{QuantityKind, StaffingStatus, StaffingSubject};

/// Verbs behind which other numbers than those of the cut follow.
const OTHER_VERBS: &[Cue] =
    &[Cue::Reduce, Cue::ReduceStaff, Cue::Dissolve, Cue::Rise, Cue::DownTo, Cue::Merge, Cue::From, Cue::NotPart];

/// A cut that was found: what the amounts that follow it go on with.
pub(super) struct Cut {
    pub(super) verb: usize,
    pub(super) subject: StaffingSubject,
    pub(super) status: StaffingStatus,
    pub(super) stated: bool,
    pub(super) person_ok: bool,
    pub(super) rule: &'static str,
}

impl Clause<'_, '_> {
    /// "giảm 21 đơn vị, 2.000 biên chế và 3 trưởng phòng": the verb holds for every amount of the list.
    pub(super) fn list(&self, cut: &Cut, first: Amount, out: &mut Vec<StaffingMention>, used: &mut Vec<usize>) {
        let mut last = first;
        let mut subject = cut.subject;
        while let Some(at) = self.list_joint(&last) {
            let Some(amount) = self.amount(skip_approximation(self.reading, at)) else { return };
            // "giảm lần lượt 18.449 và 110.000": bare numbers go on with the subject of the first.
            let bare = amount.class.is_none() && amount.unit.is_empty() && last.class.is_none() && last.unit.is_empty();
            let next = self.subject(amount.class, &amount.unit, cut.person_ok).or(bare.then_some(subject));
            let counts = matches!(amount.kind, QuantityKind::Count | QuantityKind::Ratio);
            // "giảm 6 xã, 48 cán bộ dôi dư": who is left over is not cut yet.
            let end = amount.span.end.max(amount.unit.end);
            let left = self.reading.find_cue(end..self.sentence.end.min(end + 6), Cue::LeftOver).is_some();
            let Some(next) = next.filter(|_| counts && !left && !used.contains(&amount.span.start)) else {
                return;
            };
            subject = if amount.class.is_some() { next } else { subject };
            let percent = self.share_after(&amount, used);
            used.push(amount.span.start);
            out.push(self.mention(cut.verb, &amount, subject, cut.status, cut.stated, Some(amount.value), percent, cut.rule));
            self.parts(&Cut { subject, ..*cut }, &amount, out, used);
            last = amount;
        }
    }

    /// Where the next amount of a list may begin: behind a comma or "và" that follows the amount within a few words, or behind
    /// words that say where the amount is ("3 phòng thuộc Sở Y tế, 5 phòng …") and brackets.
    fn list_joint(&self, amount: &Amount) -> Option<usize> {
        let reading = self.reading;
        let from = amount.span.end.max(amount.unit.end);
        let (mut at, mut words, mut most) = (from, 0, 6);
        while at < self.sentence.end && words < most {
            let token = &reading.tokens[at];
            if token.is_mark('(') {
                at = (at..self.sentence.end.min(at + 25)).find(|&t| reading.is_mark(t, ')'))? + 1;
                continue;
            }
            // "8 đảng đoàn; 3 ban cán sự": a semicolon joins only when the number stands right behind it.
            let after = match token.ch {
                ',' | ';' if token.is_mark(',') || token.is_mark(';') => Some(at + 1),
                _ => reading.cue(at, Cue::And),
            };
            if let Some(after) = after {
                if reading.cue(after, Cue::Among).is_some() {
                    return None;
                }
                let after = skip_approximation(reading, after);
                if self.amount(after).is_some_and(|next| (most == 6 || !self.acts(&next)) && !self.cuts(&next)) {
                    return Some(after);
                }
                // "58 chi nhánh thành phố, thị xã trực thuộc …": the levels of what is counted.
                if token.is_mark(',') && matches!(noun_at(reading, at + 1), Some((UnitClass::AdminUnit, _))) {
                    (at, words) = (at + 1, words + 1);
                    continue;
                }
                if !token.is_word() {
                    return None;
                }
            }
            if reading.cue(at, Cue::PlaceLink).is_some() {
                most = 16;
            } else if reading.any_cue(at, &[Cue::CutStop, Cue::Rise, Cue::Reduce, Cue::DownTo]).is_some()
                || self.amount(at).is_some()
                || !(token.is_word() || token.is_mark('/') || token.is_mark('-'))
            {
                return None;
            }
            (at, words) = (at + 1, words + 1);
        }
        None
    }

    /// Whether what is counted does something of its own: "…, 5 huyện đã hoàn thành".
    fn acts(&self, amount: &Amount) -> bool {
        let end = amount.span.end.max(amount.unit.end);
        (end..self.sentence.end.min(end + 4)).any(|t| self.reading.any_cue(t, &[Cue::Done, Cue::Has, Cue::Passive]).is_some())
    }

    /// Whether what is counted has cut something itself: "…, 24 địa phương khác phải giảm 1 sở".
    fn cuts(&self, amount: &Amount) -> bool {
        let end = amount.span.end.max(amount.unit.end);
        (end..self.sentence.end.min(end + 5))
            .take_while(|&t| self.reading.tokens[t].is_word() && self.reading.cue(t, Cue::And).is_none())
            .any(|t| self.verb(t).is_some_and(|(_, cue)| cue == Cue::Reduce))
    }

    /// "giảm 18% số đầu mối, 10% đơn vị sự nghiệp và 33% ở cấp thôn": every share with its own noun, the last one's left out.
    pub(super) fn shares(&self, cut: &Cut, first: &Amount, out: &mut Vec<StaffingMention>, used: &mut Vec<usize>) {
        let reading = self.reading;
        let (mut subject, mut end) = (cut.subject, first.span.end);
        loop {
            let joint = (end..self.sentence.end.min(end + 14))
                .take_while(|&t| {
                    let stops = [Cue::Rise, Cue::Reduce, Cue::ReduceStaff, Cue::DownTo, Cue::ShareLink];
                    !matches!(reading.tokens[t].ch, ';' | ':' | '(') && reading.any_cue(t, &stops).is_none()
                })
                .find_map(|t| {
                    let after = if reading.is_mark(t, ',') { Some(t + 1) } else { reading.cue(t, Cue::And) }?;
                    self.amount(skip_approximation(reading, after))
                });
            let Some(share) = joint.filter(|a| a.kind == QuantityKind::Percent && !used.contains(&a.span.start)) else { return };
            let named = self.noun_behind(&share);
            let left_out = reading.cue(share.span.end, Cue::PlaceLink).is_some();
            let Some(next) = named.or(left_out.then_some(subject)) else { return };
            let plan = reading.cue(share.span.end, Cue::PlanShare).is_some();
            if plan || self.no_cut(share.span.start, &share, true) {
                return;
            }
            used.push(share.span.start);
            (subject, end) = (next, share.span.end);
            out.push(self.mention(cut.verb, &share, subject, cut.status, cut.stated, None, Some(share.value), cut.rule));
        }
    }

    /// What a percentage is a share of: the noun behind it, also behind "số".
    pub(super) fn noun_behind(&self, share: &Amount) -> Option<StaffingSubject> {
        let at = self.reading.any_cue(share.span.end, &[Cue::CutFiller]).map_or(share.span.end, |c| c.0);
        let (class, end) = unit_at(self.reading, share.span.end).or_else(|| unit_at(self.reading, at))?;
        self.subject(Some(class), &(at.min(end - 1)..end), true)
    }

    /// The parts of a whole: "(khối Đảng: 12 người; khối chính quyền: 130 người)", "trong đó cấp tỉnh 12, cấp huyện 20",
    /// "gồm 900 viên chức và 130 công chức". They count the same kind of thing and come to no more than the whole.
    pub(super) fn parts(&self, cut: &Cut, whole: &Amount, out: &mut Vec<StaffingMention>, used: &mut Vec<usize>) {
        let Some((mut at, close)) = self.opening(whole) else { return };
        let (mut sum, mut label) = (0.0, 0);
        while at < close {
            let begins = skip_approximation(self.reading, at);
            if let Some(part) = self.amount(begins) {
                let end = part.span.end.max(part.unit.end);
                if part.kind == QuantityKind::Percent {
                    at = end;
                    continue;
                }
                let people = |class: Option<UnitClass>| matches!(class, Some(UnitClass::Staff | UnitClass::LeadershipPost));
                let bare = part.class.is_none() && part.unit.is_empty() && label > 0;
                let alike = part.class == whole.class || people(part.class) && people(whole.class) || bare;
                let told = self.reading.any_cue(end, &[Cue::NotPart]).is_some();
                let counts = part.kind == QuantityKind::Count && !used.contains(&part.span.start);
                if !alike || !counts || told || part.value >= whole.value || sum + part.value > whole.value * 1.001 {
                    return;
                }
                let subject = if bare { Some(cut.subject) } else { self.subject(part.class, &part.unit, cut.person_ok) };
                let Some(subject) = subject else { return };
                let percent = self.share_after(&part, used);
                used.push(part.span.start);
                sum += part.value;
                out.push(self.mention(cut.verb, &part, subject, cut.status, cut.stated, Some(part.value), percent, cut.rule));
                (at, label) = (end, 0);
                continue;
            }
            // A few words say which part it is; a verb begins something else.
            let token = &self.reading.tokens[at];
            label += usize::from(token.is_word());
            if label > 12 || matches!(token.ch, '?' | '!') || self.reading.any_cue(at, OTHER_VERBS).is_some() {
                return;
            }
            at += 1;
        }
    }

    /// Where the parts of `whole` begin and where they must end.
    fn opening(&self, whole: &Amount) -> Option<(usize, usize)> {
        let reading = self.reading;
        let from = whole.span.end.max(whole.unit.end);
        for at in from..self.sentence.end.min(from + 9) {
            let token = &reading.tokens[at];
            let after = at + usize::from(!token.is_word());
            if let Some(opens) = reading.any_cue(after, &[Cue::Among, Cue::MadeUpOf]).map(|c| c.0) {
                return Some((opens, self.sentence.end));
            }
            match token.ch {
                '(' if token.is_mark('(') => {
                    let close = (at..self.sentence.end.min(at + 60)).find(|&t| reading.is_mark(t, ')'))?;
                    let share = (at + 1..close).find_map(|t| self.amount(t)).is_some_and(|a| a.kind == QuantityKind::Percent);
                    if !share {
                        return Some((at + 1, close));
                    }
                }
                ':' => return Some((after, self.sentence.end)),
                ';' => return None,
                _ if reading.any_cue(at, OTHER_VERBS).is_some() => return None,
                _ => {}
            }
        }
        None
    }

    /// "22 trường được giải thể", "185 phòng bị cắt giảm", "25 trường hợp tinh giản biên chế", "7 phòng và 12 trạm bị xóa".
    pub(super) fn passive(&self, out: &mut Vec<StaffingMention>, used: &mut Vec<usize>) {
        let mut listed: Vec<Amount> = Vec::new();
        for i in self.sentence.clone() {
            let Some(amount) = self.amount(i).filter(|a| !used.contains(&a.span.start)) else {
                continue;
            };
            let from = amount.span.end.max(amount.unit.end);
            let goes_on = listed.last().is_some_and(|last| self.joined(last, &amount));
            if !goes_on {
                listed.clear();
            }
            listed.push(amount.clone());
            let found = (from..self.sentence.end.min(from + 12)).find_map(|at| self.verb(at).map(|(end, cue)| (at, end, cue)));
            let Some((at, end, cue)) = found else { continue };
            let between = from..at;
            let placed = self.reading.cue(from, Cue::PlaceLink).is_some();
            let stop = |t: usize| self.reading.cue(t, Cue::CutStop).is_some() && self.reading.cue(t, Cue::PlaceLink).is_none();
            let broken = between.clone().any(|t| matches!(self.reading.tokens[t].ch, ',' | ';' | '.' | ':') || stop(t))
                || between.len() > 6 && !placed;
            let passive = self.reading.find_cue(between.clone(), Cue::Passive).is_some();
            let fits = match cue {
                Cue::ReduceStaff => between.len() <= 5,
                Cue::Dissolve | Cue::Reduce => passive,
                _ => false,
            };
            // The verb has a number of its own behind it: "5 đơn vị giảm 12 người".
            let own = (end..self.sentence.end.min(end + 3)).any(|t| {
                let small = (end..t).all(|w| self.reading.any_cue(w, &[Cue::From, Cue::CutFiller, Cue::AtLeast]).is_some());
                small && self.amount(skip_approximation(self.reading, t)).is_some()
            });
            if !fits || broken || own {
                continue;
            }
            let person_ok = cue == Cue::ReduceStaff || self.staff_context();
            let (status, stated) = self.status(at, at);
            for amount in listed.drain(..).filter(|a| a.kind == QuantityKind::Count) {
                let Some(subject) = self.subject(amount.class, &amount.unit, person_ok) else { continue };
                // Units that have carried out a cut are not what was cut: "3 đơn vị thực hiện tinh giản".
                if cue == Cue::ReduceStaff && subject != StaffingSubject::Staff {
                    continue;
                }
                used.push(amount.span.start);
                let count = Some(amount.value);
                let mut row = self.mention(amount.span.start, &amount, subject, status, stated, count, None, "staffing.passive");
                row.span = amount.span.start..end;
                out.push(row);
            }
        }
    }

    /// Whether `next` stands behind `last` in a list: a few words, a comma or "và".
    fn joined(&self, last: &Amount, next: &Amount) -> bool {
        let reading = self.reading;
        let from = last.span.end.max(last.unit.end);
        let between = from..next.span.start;
        let words = between.clone().all(|t| reading.tokens[t].is_word() || reading.is_mark(t, ','));
        let joint = between.clone().rev().take(4).any(|t| reading.is_mark(t, ',') || reading.cue(t, Cue::And).is_some());
        let verb = between.clone().any(|t| reading.any_cue(t, OTHER_VERBS).is_some() || reading.cue(t, Cue::Has).is_some());
        between.len() <= 8 && words && joint && !verb
    }
}
