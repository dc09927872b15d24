//! People who leave because offices are arranged anew: "1.250 công chức nghỉ theo Nghị định 178", "giải quyết nghỉ hưu trước
//! tuổi cho 45 người do tinh gọn bộ máy". Who leaves for other reasons is no cut.

use super::quantity::skip_approximation;
use super::staffing::{Amount, Clause};
use crate::lang::cues::Cue;
use crate::model::mention::StaffingMention;
use crate::model::tag::{QuantityKind, StaffingStatus, StaffingSubject};

/// How many tokens may stand between people and the word that they leave.
const REACH: usize = 10;

impl Clause<'_, '_> {
    pub(super) fn leaving(&self, out: &mut Vec<StaffingMention>, used: &mut Vec<usize>) {
        let reading = self.reading;
        if reading.find_cue(self.sentence.clone(), Cue::LeaveFrame).is_none() || self.firm() {
            return;
        }
        for i in self.sentence.clone() {
            let Some(amount) = self.amount(i).filter(|a| a.kind == QuantityKind::Count && !used.contains(&a.span.start)) else {
                continue;
            };
            let Some(leave) = self.leave(&amount) else { continue };
            if self.subject(amount.class, &amount.unit, true) != Some(StaffingSubject::Staff) {
                continue;
            }
            let around = leave.0.min(i).saturating_sub(6).max(self.sentence.start)..leave.1.max(amount.span.end);
            let asked = reading.find_cue(around, Cue::AskLeave).is_some();
            let (status, stated) = self.status(leave.0.min(i), leave.0.max(i));
            let status = if asked { StaffingStatus::Target } else { status };
            used.push(i);
            let verb = leave.0.min(i);
            let subject = StaffingSubject::Staff;
            let count = Some(amount.value);
            out.push(self.mention(verb, &amount, subject, status, stated || asked, count, None, "staffing.leave"));
        }
    }

    /// The word that says that the people of `amount` leave: behind them, or before them with "cho", "đối với", "là".
    fn leave(&self, amount: &Amount) -> Option<(usize, usize)> {
        let reading = self.reading;
        let end = amount.span.end.max(amount.unit.end);
        let plain = |t: &usize| !matches!(reading.tokens[*t].ch, ',' | ';' | '.' | ':' | '(' | ')') && self.amount(*t).is_none();
        let behind = (end..self.sentence.end.min(end + REACH)).take_while(plain);
        let behind = behind.into_iter().find_map(|t| reading.cue(t, Cue::Leave).map(|e| (t, e)));
        behind.or_else(|| {
            let start = (0..2).fold(amount.span.start, |at, _| {
                (self.sentence.start..at).rev().take(2).find(|&t| skip_approximation(reading, t) == at).unwrap_or(at)
            });
            reading.cue_before(start, Cue::CutDative).or_else(|| reading.cue_before(start, Cue::Copula))?;
            let before = (self.sentence.start..start).rev().take(REACH).take_while(plain);
            before.into_iter().find_map(|t| reading.cue(t, Cue::Leave).map(|e| (t, e)))
        })
    }

    /// Whether a company is what is spoken of, and no office.
    pub(super) fn firm(&self) -> bool {
        let reading = self.reading;
        let around = self.sentence.clone();
        let firm = |r: std::ops::Range<usize>| reading.find_cue(r, Cue::Firm).is_some();
        let before = self.sentence.start.checked_sub(1).map(|p| reading.sentence_of(p));
        let office = reading.find_cue(around.clone(), Cue::Office).is_some();
        !office && (firm(around) || before.is_some_and(|s| firm(s.clone()) && reading.find_cue(s, Cue::Office).is_none()))
    }
}
