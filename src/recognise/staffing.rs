//! Cuts: a verb of cutting, what is cut, and by how much ("giảm 7 phòng", "tinh giản biên chế đạt 5,3%", "từ 88 xuống còn 17
//! đơn vị", "giải thể hai trường", "12 đơn vị được giải thể").

use super::cut_list::Cut;
use super::quantity::{approximation_before, noun_at, skip_approximation, unit_at};
use super::reading::{Claim, Reading};
use crate::lang::cues::Cue;
use crate::lang::lexicon::{Entry, family};
use crate::lang::units::UnitClass;
use crate::model::mention::{QuantityMention, StaffingMention};
use crate::model::tag::{QuantityKind, StaffingStatus, StaffingSubject};
use std::ops::Range;

/// How far behind its verb a number may stand, in tokens.
const REACH: usize = 16;
/// Verbs of cutting.
const VERBS: &[Cue] = &[Cue::ReduceStaff, Cue::Reduce, Cue::Dissolve, Cue::Spare];

/// All cuts of the text, in order, one per statement.
pub fn staffing(reading: &Reading, quantities: &[QuantityMention]) -> Vec<StaffingMention> {
    let mut out = Vec::new();
    for sentence in &reading.sentences {
        let from = quantities.partition_point(|q| q.span.start < sentence.start);
        let to = quantities.partition_point(|q| q.span.start < sentence.end);
        let clause = Clause { reading, sentence: sentence.clone(), quantities: &quantities[from..to] };
        if clause.share_of_last(&mut out) {
            continue;
        }
        if reading.next(sentence.clone(), family::CUT).is_some() {
            let first = out.len();
            clause.read(&mut out);
            super::cut_rows::join(&mut out, first);
            // What is cut abroad, in a league or in a ward is no cut of offices.
            if out.len() > first && reading.find_cue(sentence.clone(), Cue::Elsewhere).is_some() {
                out.truncate(first);
            }
            // Redundancies in a company are no cut of office staff.
            if out[first..].iter().any(|row| row.subject == StaffingSubject::Staff) && clause.firm() {
                let mut n = 0;
                out.retain(|row| {
                    n += 1;
                    n <= first || row.subject != StaffingSubject::Staff
                });
            }
        }
    }
    out
}

/// A number in digits or words with the class of its unit.
#[derive(Debug, Clone)]
pub(super) struct Amount {
    pub(super) span: Range<usize>,
    pub(super) unit: Range<usize>,
    pub(super) class: Option<UnitClass>,
    pub(super) kind: QuantityKind,
    pub(super) value: f64,
}

pub(super) struct Clause<'a, 't> {
    pub(super) reading: &'a Reading<'t>,
    pub(super) sentence: Range<usize>,
    pub(super) quantities: &'a [QuantityMention],
}

impl Clause<'_, '_> {
    fn read(&self, out: &mut Vec<StaffingMention>) {
        // What a number has been used for already: a number is cut once.
        let mut used: Vec<usize> = Vec::new();
        self.before_and_after(out, &mut used);
        self.instead_of(out, &mut used);
        let mut i = self.sentence.start;
        while i < self.sentence.end {
            match self.verb(i) {
                Some((end, cue)) => {
                    self.after_verb(i, end, cue, out, &mut used);
                    i = end;
                }
                None => i += 1,
            }
        }
        self.passive(out, &mut used);
        self.leaving(out, &mut used);
    }

    /// The verb of cutting that begins at token `i`.
    pub(super) fn verb(&self, i: usize) -> Option<(usize, Cue)> {
        let (end, cue) = self.reading.any_cue(i, VERBS).or_else(|| self.ends_groups(i))?;
        // "thuyên giảm", "suy giảm" and the like are other words; "xóa đói", "xóa mù" are no cuts.
        (end <= self.sentence.end
            && self.reading.cue(i, Cue::NotCut).is_none()
            && self.reading.cue_before(i + 1, Cue::NotCut).is_none_or(|s| s >= i))
        .then_some((end, cue))
    }

    /// "kết thúc 8 đảng đoàn, 3 ban cán sự": the bare verb ends groups of the Party; other things it ends are no units.
    fn ends_groups(&self, i: usize) -> Option<(usize, Cue)> {
        let end = self.reading.cue(i, Cue::Ends)?;
        let amount = self.amount(skip_approximation(self.reading, end))?;
        self.reading.cue(amount.span.end, Cue::PartyGroup).map(|_| (end, Cue::Dissolve))
    }

    /// The amount at token `i`: a quantity of the text, or a number word before a unit.
    pub(super) fn amount(&self, i: usize) -> Option<Amount> {
        if let Ok(n) = self.quantities.binary_search_by_key(&i, |q| q.span.start) {
            let q = &self.quantities[n];
            // Things that can be cut are whole.
            if q.kind == QuantityKind::Count && q.value.fract() != 0.0 {
                return None;
            }
            let class = unit_at(self.reading, q.span.end).map(|u| u.0);
            return Some(Amount { span: q.span.clone(), unit: q.unit_span.clone(), class, kind: q.kind, value: q.value });
        }
        let (value, end) = self.reading.hits_at(i).iter().find_map(|h| match h.entry {
            Entry::Numeral(value) => Some((value, h.end as usize)),
            _ => None,
        })?;
        let (class, unit_end) = unit_at(self.reading, end)?;
        Some(Amount { span: i..end, unit: end..unit_end, class: Some(class), kind: QuantityKind::Count, value })
    }

    /// The subject of a counted unit, if it can be cut; `person_ok` where the words around show staff.
    pub(super) fn subject(&self, class: Option<UnitClass>, unit: &Range<usize>, person_ok: bool) -> Option<StaffingSubject> {
        match class? {
            // "12 công chức giữ chức vụ lãnh đạo" are posts.
            UnitClass::Staff if self.reading.cue(unit.end, Cue::PostHolder).is_some() => Some(StaffingSubject::LeadershipPost),
            UnitClass::Staff => {
                let weak = self.is_weak(unit.start);
                (!weak || person_ok).then_some(StaffingSubject::Staff)
            }
            UnitClass::LeadershipPost => Some(StaffingSubject::LeadershipPost),
            UnitClass::Unit if self.is_admin(unit) => Some(StaffingSubject::AdminUnit),
            UnitClass::Unit => Some(StaffingSubject::Unit),
            UnitClass::AdminUnit => Some(StaffingSubject::AdminUnit),
            // "519 cục; 219 vụ": departments beside others, no cases.
            UnitClass::Other if self.reading.cue(unit.start, Cue::Department) == Some(unit.end) => {
                let beside = self.reading.find_cue(self.sentence.clone(), Cue::Bureau).is_some();
                beside.then_some(StaffingSubject::Unit)
            }
            UnitClass::PartyCommittee | UnitClass::GrassrootsPartyOrg | UnitClass::PartyCell => Some(StaffingSubject::Unit),
            _ => None,
        }
    }

    /// Whether "đơn vị" or "tổ" alone counts administrative units: the nearest words before that tell them apart decide.
    fn is_admin(&self, unit: &Range<usize>) -> bool {
        let reading = self.reading;
        if reading.cue(unit.start, Cue::Team) == Some(unit.end) {
            let around = self.sentence.start..self.sentence.end;
            return reading.find_cue(around, Cue::ResidentGroup).is_some();
        }
        // "72 đầu mối thôn, bản": what the units are stands behind; "97 đầu mối cấp tỉnh" are offices of a province.
        let behind = noun_at(reading, unit.end).filter(|_| !reading.tokens[unit.end].breaks());
        if reading.cue(unit.start, Cue::GenericUnit) == Some(unit.end)
            && matches!(behind, Some((UnitClass::AdminUnit, _)))
            && reading.cue(unit.end, Cue::LevelWord).is_none()
        {
            return true;
        }
        if reading.cue(unit.start, Cue::PlainUnit) != Some(unit.end) {
            return false;
        }
        // "đơn vị hành chính và sự nghiệp" are offices; "còn 124 xã, phường, giảm 165 đơn vị" counts what was counted before.
        let context = |i: usize| {
            let units = reading.cue(i, Cue::AdminContext).filter(|_| reading.cue(i, Cue::NotAdmin).is_none());
            let left = |q: usize| {
                let q = &self.quantities[q];
                let about = (q.span.start.saturating_sub(2)..q.span.start)
                    .find(|&t| skip_approximation(reading, t) == q.span.start)
                    .unwrap_or(q.span.start);
                let stands = reading.cue_before(about, Cue::DownTo).or_else(|| reading.cue_before(about, Cue::Has));
                stands.is_some() && (q.span.end..unit.start).any(|t| reading.is_mark(t, ',') && self.verb(t + 1).is_some())
            };
            let counted = unit.start - i <= 10 && self.quantities.binary_search_by_key(&i, |q| q.unit_span.start).is_ok_and(left);
            units.is_some() || counted && matches!(noun_at(reading, i), Some((UnitClass::AdminUnit, _)))
        };
        for i in (unit.start.saturating_sub(80)..unit.start).rev() {
            if context(i) {
                return true;
            }
            let office = matches!(noun_at(reading, i), Some((UnitClass::Unit, end)) if end <= unit.start)
                && reading.cue(i, Cue::PlainUnit).is_none();
            if office || reading.tokens[i].breaks() {
                // The sentence's own beginning may follow a line break: words of the line before do not count.
                return !office && context(i);
            }
        }
        false
    }

    /// Whether the unit at `at` is a word for people of any kind ("người"), not the beginning of a longer unit.
    pub(super) fn is_weak(&self, at: usize) -> bool {
        self.reading.cue(at, Cue::WeakStaff).is_some_and(|end| unit_at(self.reading, at).is_none_or(|u| u.1 <= end))
    }

    /// Whether the sentence, or one of the two before it, speaks of office staff.
    pub(super) fn staff_context(&self) -> bool {
        let reading = self.reading;
        let mut sentence = self.sentence.clone();
        for _ in 0..3 {
            if reading.find_cue(sentence.clone(), Cue::StaffContext).is_some() {
                return true;
            }
            let Some(before) = sentence.start.checked_sub(1) else { return false };
            sentence = reading.sentence_of(before);
        }
        false
    }

    /// Looks behind a verb for what was cut, and along a list of further amounts.
    fn after_verb(&self, verb: usize, end: usize, cue: Cue, out: &mut Vec<StaffingMention>, used: &mut Vec<usize>) {
        let staff_verb = cue == Cue::ReduceStaff;
        let Some((amount, object)) = self.find_amount(verb, end, staff_verb || cue == Cue::Spare) else { return };
        if used.contains(&amount.span.start) {
            return;
        }
        let person_ok = staff_verb || self.staff_context();
        let rule = match (cue, amount.kind) {
            (Cue::Dissolve, _) => "staffing.dissolve",
            (_, QuantityKind::Percent) => "staffing.cut.percent",
            (Cue::ReduceStaff, _) => "staffing.staff.count",
            _ => "staffing.cut.count",
        };
        let (status, status_stated) = self.status(verb, amount.span.start);
        match amount.kind {
            // "giảm 78/226 đầu mối": the cut and what it was cut from.
            QuantityKind::Count | QuantityKind::Ratio => {
                // "số phó giám đốc giảm 2 người": the noun before says which people.
                let people = self.is_weak(amount.unit.start) && !amount.unit.is_empty();
                let named = if people {
                    let near = self.noun_before(verb).filter(|s| *s == StaffingSubject::LeadershipPost);
                    near.or_else(|| self.number_of_posts(verb))
                } else {
                    None
                };
                let subject = named.or_else(|| self.subject(amount.class, &amount.unit, person_ok)).or_else(|| {
                    // "số đầu mối giảm 5": the noun stands before the verb; "tinh giản được 1.200": the verb says it.
                    let bare = amount.class.is_none() && amount.unit.is_empty();
                    bare.then(|| {
                        // "toàn tỉnh đã tinh giản 1.200": who cuts staff is not what is cut.
                        let before = self.noun_before(verb).filter(|s| !staff_verb || *s != StaffingSubject::AdminUnit);
                        let noun = object.or(before).or(staff_verb.then_some(StaffingSubject::Staff));
                        noun.or_else(|| self.counted_before(verb))
                    })?
                });
                // "tiết kiệm 45 biên chế"; what else is saved is no cut.
                let subject = subject.filter(|s| cue != Cue::Spare || *s == StaffingSubject::Staff && amount.class.is_some());
                let Some(subject) = subject else { return };
                if self.no_cut(verb, &amount, staff_verb) {
                    return;
                }
                let percent = self.share_after(&amount, used);
                used.push(amount.span.start);
                let mut row = self.mention(verb, &amount, subject, status, status_stated, Some(amount.value), percent, rule);
                row.after = self.left_before(verb, &amount);
                out.push(row);
                if let Some(target) = self.target_in_brackets(&amount, subject, used) {
                    out.push(target);
                }
                let cut = Cut { verb, subject, status, stated: status_stated, person_ok, rule };
                self.parts(&cut, &amount, out, used);
                self.list(&cut, amount, out, used);
            }
            QuantityKind::Percent if cue != Cue::Spare => {
                // "giảm 20% số ca mắc", "giảm 15% học phí": the share is of what follows, whatever goes before.
                let behind = self.noun_behind(&amount);
                let open = !self.share_is_of(&amount);
                let noun = || self.noun_before(verb).filter(|_| open);
                let subject = behind
                    .or(object)
                    .or((staff_verb && open).then_some(StaffingSubject::Staff))
                    .or_else(noun)
                    .or_else(|| self.counted_before(verb).filter(|_| open));
                let Some(subject) = subject else { return };
                let plan = self.reading.cue(amount.span.end, Cue::PlanShare).is_some();
                // A percentage of people is a cut of staff only where staff is the matter.
                if plan || !person_ok && subject == StaffingSubject::Staff || self.no_cut(verb, &amount, staff_verb) {
                    return;
                }
                used.push(amount.span.start);
                // "giảm 60-70% số xã (từ 10.000 xuống còn 3.000)": the brackets say the same cut.
                let behind = amount.span.end..self.sentence.end.min(amount.span.end + 20);
                let bracket = behind.into_iter().find(|&t| self.reading.is_mark(t, '('));
                let same = out.iter_mut().find(|row| {
                    let inside = bracket.is_some_and(|at| {
                        (at + 1..at + 3).contains(&row.span.start) || row.span.start == verb && row.span.end > at
                    });
                    inside && row.before.is_some() && row.percent.is_none() && row.subject == subject
                });
                if let Some(row) = same {
                    (row.percent, row.status, row.status_stated) = (Some(amount.value), status, status_stated);
                    return;
                }
                let count = self.count_of_share(&amount, subject, used);
                out.push(self.mention(verb, &amount, subject, status, status_stated, count, Some(amount.value), rule));
                if let Some(target) = self.target_in_brackets(&amount, subject, used) {
                    out.push(target);
                }
                self.shares(&Cut { verb, subject, status, stated: status_stated, person_ok, rule }, &amount, out, used);
            }
            _ => {}
        }
    }

    /// The subject of the number counted in the part of the sentence right before a verb: "cấp xã là khoảng 199.000 người, giảm
    /// 110.000", "còn 14 cơ quan chuyên môn thuộc tỉnh, giảm 6"; a bare one ("biên chế được giao là 2.100, giảm 233") has the
    /// subject of the words before it.
    fn counted_before(&self, verb: usize) -> Option<StaffingSubject> {
        let reading = self.reading;
        let last = (verb.saturating_sub(16).max(self.sentence.start)..verb).rev().find_map(|i| self.amount(i))?;
        let end = last.unit.end.max(last.span.end);
        let comma = verb.checked_sub(1).filter(|&t| reading.is_mark(t, ','))?;
        let plain = (end..comma).all(|t| !matches!(reading.tokens[t].ch, ',' | ';' | ':') && self.amount(t).is_none());
        if last.class.is_none() && last.unit.is_empty() {
            return self.noun_before(last.span.start).filter(|_| end == comma);
        }
        plain.then(|| self.subject(last.class, &last.unit, self.staff_context()))?
    }

    /// The first amount behind a verb with nothing but its object and small words between; and the object's subject.
    fn find_amount(&self, verb: usize, end: usize, staff_verb: bool) -> Option<(Amount, Option<StaffingSubject>)> {
        let reading = self.reading;
        let (mut at, mut object, mut foreign) = (end, None, 0);
        while at < self.sentence.end.min(end + REACH) {
            at = skip_approximation(reading, at);
            if let Some(amount) = self.amount(at) {
                // "giảm 5 lần", "giảm một phần": a number word must count something that can be cut.
                return Some((amount, object));
            }
            let token = reading.tokens.get(at)?;
            // The verb itself may stand in quotes: sẽ "xóa sổ" 6 tổng cục.
            if at == end && matches!(token.ch, '"' | '”' | '\'' | '’') {
                at += 1;
                continue;
            }
            // "tỷ lệ tinh giản giai đoạn 2015-2021 đạt 10,35%".
            if reading.claims[at] == Claim::Date {
                at += 1;
                continue;
            }
            if token.is_digits() || matches!(token.ch, ';' | '.' | '!' | '?') {
                return None;
            }
            // "tinh gọn còn 14 bộ": what is left, not what was cut.
            if reading.cue(at, Cue::DownTo).is_some() {
                return None;
            }
            // "do tinh giản biên chế, …": a cause governs nothing behind the comma.
            if token.is_mark(',') && reading.cue_before(verb, Cue::CutStop).is_some() {
                return None;
            }
            // "sau khi tinh gọn bộ máy, cả nước có 29 cục": what there is, not what was cut.
            let has = reading.cue(at, Cue::Has).is_some() && (end..at).any(|t| reading.is_mark(t, ','));
            if has || reading.any_cue(at, &[Cue::Rise, Cue::Dissolve]).is_some() {
                return None;
            }
            if let Some((next, cue)) = reading.any_cue(at, &[Cue::CutFiller, Cue::ShareLink, Cue::Reduce, Cue::ReduceStaff]) {
                // "giảm … giảm": the later verb has its own number, unless it belongs to the same cut ("tinh giản biên chế giảm").
                if matches!(cue, Cue::Reduce) && !staff_verb {
                    return None;
                }
                let dative = matches!(reading.tokens[at].ch, 'c' | 'đ') && reading.cue(at, Cue::CutDative).is_some();
                if dative && !staff_verb {
                    return None;
                }
                at = next;
                continue;
            }
            if reading.cue(at, Cue::CutStop).is_some() {
                // "số biên chế giảm sau khi sắp xếp là 128 người".
                let near = at..self.sentence.end.min(at + 9);
                let joint =
                    near.clone().take_while(|t| reading.tokens[*t].is_word()).find_map(|t| reading.cue(t, Cue::Copula))?;
                let amount = self.amount(skip_approximation(reading, joint))?;
                self.noun_before(verb)?;
                return Some((amount, object));
            }
            if let Some((class, next)) = unit_at(reading, at) {
                object = self.subject(Some(class), &(at..next), true).or(object);
                at = next;
                continue;
            }
            // A few words that are not known may qualify the object ("phòng chuyên môn thuộc huyện").
            foreign += 1;
            // "mục tiêu tinh giản biên chế (10%)".
            if staff_verb && at == end && token.is_mark('(') && reading.is_mark(at + 2, '%') {
                at += 1;
                continue;
            }
            if foreign > 5 || token.is_mark('(') || token.is_mark('"') {
                return None;
            }
            at += 1;
        }
        None
    }

    /// The percentage that belongs to a count: "61 người, đạt 5,3%", "12 phòng (15%)".
    pub(super) fn share_after(&self, amount: &Amount, used: &mut Vec<usize>) -> Option<f64> {
        let from = amount.span.end.max(amount.unit.end);
        let mut linked = false;
        for at in from..self.sentence.end.min(from + 9) {
            if let Some(q) = self.quantities.iter().find(|q| q.span.start == at) {
                let plan = self.reading.cue(q.span.end, Cue::PlanShare).is_some();
                let share = linked && q.kind == QuantityKind::Percent && q.value_high.is_none() && !plan;
                if share {
                    used.push(at);
                }
                return share.then_some(q.value);
            }
            let token = &self.reading.tokens[at];
            linked |= token.is_mark('(') || self.reading.cue(at, Cue::ShareLink).is_some();
            if matches!(token.ch, ';' | ':') || self.reading.any_cue(at, &[Cue::Target, Cue::Rise]).is_some() {
                return None;
            }
        }
        None
    }

    /// "(chỉ tiêu đến năm 2021 là 10%)", "trong khi mục tiêu là 10%" behind a cut: a target of the same subject.
    fn target_in_brackets(&self, amount: &Amount, subject: StaffingSubject, used: &mut Vec<usize>) -> Option<StaffingMention> {
        let from = amount.span.end.max(amount.unit.end);
        let clause = (from..self.sentence.end).find(|&at| self.reading.is_mark(at, ';')).unwrap_or(self.sentence.end);
        let aim = self.reading.find_cue(from..clause.min(from + 20), Cue::Aim)?;
        let at = (aim.end..clause.min(aim.end + 12)).find(|at| self.quantities.iter().any(|q| q.span.start == *at))?;
        let another = self.reading.find_cue(aim.end..at, Cue::Reduce).is_some();
        let target = self.amount(at).filter(|a| a.kind == QuantityKind::Percent && !used.contains(&at) && !another)?;
        used.push(at);
        let percent = Some(target.value);
        Some(self.mention(aim.start, &target, subject, StaffingStatus::Target, true, None, percent, "staffing.target.aside"))
    }

    /// "số lượng chức danh lãnh đạo … tại các đơn vị hợp nhất, giải thể cũng giảm 480 người": posts that the sentence counts.
    fn number_of_posts(&self, verb: usize) -> Option<StaffingSubject> {
        let reading = self.reading;
        let from = verb.saturating_sub(45).max(self.sentence.start);
        let head = (from..verb).find_map(|t| {
            let end = reading.cue(t, Cue::NumberOf).filter(|end| *end < verb)?;
            matches!(noun_at(reading, end), Some((UnitClass::LeadershipPost, _))).then_some(end)
        })?;
        let counted = (head..verb).any(|t| self.amount(t).is_some());
        (!counted).then_some(StaffingSubject::LeadershipPost)
    }

    /// Whether "số thôn, tổ dân phố" begins shortly before the noun at `i`, or at it.
    fn number_of_places(&self, i: usize) -> bool {
        let reading = self.reading;
        (i.saturating_sub(6).max(self.sentence.start)..i).any(|s| {
            let end = reading.cue(s, Cue::NumberOf).filter(|end| *end <= i);
            end.is_some_and(|end| matches!(noun_at(reading, end), Some((UnitClass::AdminUnit, _))))
        })
    }

    /// "giảm 10% biên chế so với năm 2015, tương đương với 2.050 biên chế": the number that a share comes to.
    fn count_of_share(&self, share: &Amount, subject: StaffingSubject, used: &mut Vec<usize>) -> Option<f64> {
        let reading = self.reading;
        let stop = |t: &usize| matches!(reading.tokens[*t].ch, ';' | ':') || self.verb(*t).is_some();
        let near = (share.span.end..self.sentence.end.min(share.span.end + 36)).take_while(|t| !stop(t));
        let at = near.into_iter().find_map(|t| reading.cue(t, Cue::ComesTo))?;
        let count = self.amount(skip_approximation(reading, at)).filter(|a| a.kind == QuantityKind::Count)?;
        let same = self.subject(count.class, &count.unit, true) == Some(subject);
        same.then(|| {
            used.push(count.span.start);
            count.value
        })
    }

    /// Whether words behind a percentage say what it is a share of: no end of the clause, no "so với", "mỗi năm", "vào".
    fn share_is_of(&self, share: &Amount) -> bool {
        let reading = self.reading;
        let at = share.span.end;
        let goes_on =
            [Cue::CutStop, Cue::Compared, Cue::ThanNow, Cue::Function, Cue::And, Cue::PlaceLink, Cue::Each, Cue::Achieved];
        let number = reading.cue(at, Cue::NumberSign).is_some();
        number || reading.tokens.get(at).is_some_and(|t| t.is_word() && !t.breaks()) && reading.any_cue(at, &goes_on).is_none()
    }

    /// "Số lượng tinh giản này tương đương 6,75% so với …": the share of the cut that the sentence before states.
    fn share_of_last(&self, out: &mut [StaffingMention]) -> bool {
        let reading = self.reading;
        let Some(this) = reading.find_cue(self.sentence.start..self.sentence.end.min(self.sentence.start + 9), Cue::ThisCut)
        else {
            return false;
        };
        let Some(q) = self.quantities.first().filter(|q| q.kind == QuantityKind::Percent && q.value_high.is_none()) else {
            return false;
        };
        let linked = reading.find_cue(this.end.saturating_sub(1)..q.span.start, Cue::ShareLink).is_some();
        let near = self.sentence.start > 0 && !reading.tokens[self.sentence.start].breaks();
        let before = if near { reading.sentence_of(self.sentence.start - 1) } else { 0..0 };
        let last = out.last_mut().filter(|row| before.contains(&row.span.start) && row.count.is_some() && row.percent.is_none());
        match last {
            Some(row) if linked && reading.find_cue(this.end..q.span.start, Cue::Rise).is_none() => {
                row.percent = Some(q.value);
                true
            }
            _ => false,
        }
    }

    /// The subject of the noun phrase before `at` in the same clause: "số đầu mối giảm 5". Its head stands first ("công chức cấp
    /// xã").
    pub(super) fn noun_before(&self, at: usize) -> Option<StaffingSubject> {
        let clause = (self.sentence.start..at)
            .rev()
            .find(|&t| matches!(self.reading.tokens[t].ch, ',' | ';' | ':'))
            .map_or(self.sentence.start, |t| t + 1);
        (clause.max(at.saturating_sub(9))..at).find_map(|i| {
            let (class, end) = noun_at(self.reading, i).filter(|u| u.1 <= at)?;
            let weak = self.is_weak(i);
            let counted = i > 0 && self.quantities.iter().any(|q| q.span.end == i);
            // "toàn tỉnh giảm 12%", "sở giảm 20%": who cuts, unless it is the number of them that falls.
            let actor =
                class == UnitClass::AdminUnit && !self.number_of_places(i) && self.reading.cue(i, Cue::AdminContext).is_none();
            (!weak && !counted && !actor).then(|| self.subject(Some(class), &(i..end), true))?
        })
    }

    /// Whether words around show a fall of something that is no staff: "giảm 60 người chết", "giảm nghèo".
    pub(super) fn no_cut(&self, verb: usize, amount: &Amount, staff_verb: bool) -> bool {
        let reading = self.reading;
        // The words of the unit itself say nothing against it ("chi cục thuế"), nor do names ("Tổng cục Thuế").
        let known = matches!(amount.class, Some(c) if self.subject(Some(c), &amount.unit, true).is_some());
        let from = if known { amount.unit.end } else { amount.span.end };
        let behind = from..self.sentence.end.min(amount.span.end.max(amount.unit.end) + 3);
        let between = verb..amount.span.start.max(verb);
        let clause = (self.sentence.start..verb)
            .rev()
            .find(|&t| matches!(reading.tokens[t].ch, ',' | ';'))
            .map_or(self.sentence.start, |t| t + 1);
        let before = clause.max(verb.saturating_sub(7))..verb;
        let office =
            |i: usize| (i.saturating_sub(3)..=i).any(|s| matches!(noun_at(reading, s), Some((UnitClass::Unit, end)) if end > i));
        let name =
            |i: usize| reading.tokens[i].is_capital() && i > self.sentence.start && !reading.tokens[i].breaks() || office(i);
        let noun = |mut range: Range<usize>| range.any(|i| reading.cue(i, Cue::NoCut).is_some() && !name(i));
        noun(behind) || (!staff_verb && (noun(between) || noun(before)))
    }

    #[allow(clippy::too_many_arguments)]
    pub(super) fn mention(
        &self,
        verb: usize,
        amount: &Amount,
        subject: StaffingSubject,
        status: StaffingStatus,
        status_stated: bool,
        count: Option<f64>,
        percent: Option<f64>,
        rule: &'static str,
    ) -> StaffingMention {
        StaffingMention {
            span: verb.min(amount.span.start)..amount.span.end.max(amount.unit.end),
            subject,
            status,
            status_stated,
            count,
            percent,
            before: None,
            after: None,
            approximation: approximation_before(self.reading, amount.span.start),
            subject_span: amount.unit.clone(),
            rule,
        }
    }
}
