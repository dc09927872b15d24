//! The numbers of a sentence with what they count, and whether that can be cut.

use super::Clause;
use crate::lang::cues::Cue;
use crate::lang::lexicon::{Entry, family};
use crate::lang::units::UnitClass;
use crate::model::tag::{QuantityKind, StaffingSubject};
use crate::recognise::quantity::{noun_at, skip_approximation, unit_at};
use crate::recognise::reading::Reading;
use std::ops::Range;

/// A number in digits or words with the class of its unit.
#[derive(Debug, Clone)]
pub(super) struct Amount {
    pub(super) span: Range<usize>,
    pub(super) unit: Range<usize>,
    pub(super) class: Option<UnitClass>,
    pub(super) kind: QuantityKind,
    pub(super) value: f64,
}

impl Amount {
    /// Behind the number and its noun.
    pub(super) fn end(&self) -> usize {
        self.span.end.max(self.unit.end)
    }

    pub(super) fn is_bare(&self) -> bool {
        self.class.is_none() && self.unit.is_empty()
    }

    pub(super) fn is_count(&self) -> bool {
        self.kind == QuantityKind::Count
    }

    pub(super) fn is_percent(&self) -> bool {
        self.kind == QuantityKind::Percent
    }
}

/// Whether "Vụ" at token `t` begins the name of a department.
fn names_department(reading: &Reading, t: usize, start: usize) -> bool {
    let name = |t: usize| reading.tokens.get(t).is_some_and(|t| t.is_word() && t.is_capital());
    t > start && name(t) && name(t + 1) && reading.cue(t, Cue::Department) == Some(t + 1)
}

impl Clause<'_, '_> {
    /// The amount at token `i`: a quantity of the text, or a number word before a unit.
    pub(super) fn amount(&self, i: usize) -> Option<Amount> {
        // Digits, or a number in words.
        if !self.reading.may_begin(i, family::NUMBER | family::DATE) {
            return None;
        }
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
        // "hai trong số bốn trung tâm".
        if let Some(total) = self.reading.cue(end, Cue::RatioOf).and_then(|at| self.amount(at)) {
            return Some(Amount { span: i..total.span.end, value, ..total });
        }
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
                let near = |cue| self.reading.find_cue(self.sentence.clone(), cue).is_some();
                // "5 vụ không còn gồm: Vụ Giáo dục Thể chất, …".
                let named = |t: usize| names_department(self.reading, t, self.sentence.start);
                let beside = near(Cue::Bureau)
                    || self.sentence.clone().any(named)
                    || self.quantities.iter().any(|q| matches!(unit_at(self.reading, q.span.end), Some((UnitClass::Unit, _))));
                (beside && (!near(Cue::Incident) || near(Cue::EndsOffice))).then_some(StaffingSubject::Unit)
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
                let opens = |t: usize| reading.is_mark(t, ',') || reading.is_mark(t, '(');
                stands.is_some() && (q.span.end..unit.start).any(|t| opens(t) && self.verb(t + 1).is_some())
            };
            let counted = unit.start - i <= 10 && self.quantities.binary_search_by_key(&i, |q| q.unit_span.start).is_ok_and(left);
            // "số lượng cấp xã giảm … xuống còn 10.035 đơn vị".
            let number_of = || reading.cue_before(i, Cue::NumberOf).is_some_and(|t| reading.cue(t, Cue::AllOf).is_none());
            let places =
                || reading.cue(i, Cue::NotAdmin).is_none() && matches!(noun_at(reading, i), Some((UnitClass::AdminUnit, _)));
            units.is_some()
                || places() && number_of()
                || counted && matches!(noun_at(reading, i), Some((UnitClass::AdminUnit, _)))
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

    /// Where the noun phrase of a number ends: over nouns that are joined to it ("694 công an huyện, quận, thành phố").
    pub(super) fn phrase_end(&self, amount: &Amount) -> usize {
        let reading = self.reading;
        let mut end = amount.end();
        // "17 đơn vị Công an cấp huyện": the kind of unit stands right behind.
        let cuttable =
            |at: usize| noun_at(reading, at).filter(|(class, e)| self.subject(Some(*class), &(at..*e), true).is_some());
        if let Some((_, noun_end)) = cuttable(end).filter(|_| amount.class.is_some() && !reading.tokens[end].breaks()) {
            end = noun_end;
        }
        loop {
            let joint = if reading.is_mark(end, ',') { Some(end + 1) } else { reading.cue(end, Cue::And) };
            let Some(mut next) = joint.filter(|_| amount.class.is_some()) else { return end };
            next = reading.cue(next, Cue::AllOf).unwrap_or(next);
            match cuttable(next) {
                Some((_, noun_end)) => end = noun_end,
                None => return end,
            }
        }
    }

    /// Whether the number counts "đơn vị", "đầu mối" and says no more of them.
    pub(super) fn is_plain_unit(&self, amount: &Amount) -> bool {
        self.reading.cue(amount.unit.start, Cue::PlainUnit) == Some(amount.unit.end) && !amount.unit.is_empty()
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
}
