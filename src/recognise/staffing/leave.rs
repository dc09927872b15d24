//! People who leave because offices are arranged anew: "1.250 công chức nghỉ theo Nghị định 178", "giải quyết nghỉ hưu trước
//! tuổi cho 45 người do tinh gọn bộ máy". Who leaves for other reasons is no cut.

use super::Clause;
use super::counted::Amount;
use super::governor::Role;
use super::statement::Account;
use crate::lang::cues::Cue;
use crate::model::tag::{QuantityKind, StaffingStatus, StaffingSubject};
use crate::recognise::quantity::approximation_start;

/// How many tokens may stand between people and the word that they leave.
const REACH: usize = 10;

impl Account<'_, '_, '_> {
    /// "56 trường hợp, trong đó 46 người nghỉ hưu trước tuổi": those of whom number `n` is a part leave as well.
    pub(super) fn whole_of_leaving(&mut self, n: usize) {
        let clause = self.clause;
        let Some(m) = n.checked_sub(1).filter(|&m| self.governors[n].role == Role::Part && self.row_of[m].is_none()) else {
            return;
        };
        let (whole, part) = (self.amounts[m].clone(), self.row_of[n].map(|row| self.rows[row].clone()));
        let staff = clause.subject(whole.class, &whole.unit, true) == Some(StaffingSubject::Staff);
        let Some(part) = part.filter(|_| staff && whole.is_count() && whole.value > self.amounts[n].value) else { return };
        let at = whole.span.start;
        let row = clause.mention(at, &whole, part.subject, part.status, part.status_stated, Some(whole.value), None, part.rule);
        self.push(m, row, None);
    }

    /// The row of number `n`, if it counts people who leave; whether it does.
    pub(super) fn leaving(&mut self, n: usize) -> bool {
        let clause = self.clause;
        let reading = clause.reading;
        let amount = self.amounts[n].clone();
        let staff = clause.subject(amount.class, &amount.unit, true) == Some(StaffingSubject::Staff);
        let counts = amount.is_count() || amount.kind == QuantityKind::Ratio;
        let wish = clause.reading.find_cue(clause.sentence.clone(), Cue::OfOwnWish).is_some();
        let told = !wish && self.last_row().is_some_and(|row| row.subject == StaffingSubject::Staff);
        let reelected = reading.find_cue(clause.sentence.clone(), Cue::Reelection).is_some();
        if reelected || !counts || !staff || !(told || clause.about_leaving()) || clause.firm() {
            return false;
        }
        let Some(leave) = clause.leave(&amount) else { return false };
        let at = amount.span.start;
        let around = leave.0.min(at).saturating_sub(6).max(clause.sentence.start)..leave.1.max(amount.span.end);
        let asked = reading.find_cue(around, Cue::AskLeave).is_some();
        let verb = leave.0.min(at);
        let (status, stated) = clause.status(verb, leave.0.max(at));
        let status = if asked { StaffingStatus::Target } else { status };
        let count = Some(amount.value);
        let row = clause.mention(verb, &amount, StaffingSubject::Staff, status, stated || asked, count, None, "staffing.leave");
        self.push(n, row, None);
        true
    }
}

impl Clause<'_, '_> {
    /// Whether the sentence, or the one before it, says why people leave: offices are arranged anew.
    fn about_leaving(&self) -> bool {
        let frame = |clause: &Clause| clause.reading.find_cue(clause.sentence.clone(), Cue::LeaveFrame).is_some();
        let before = self.before_it();
        let goes_on = |clause: &Clause| !clause.reading.tokens[clause.sentence.start].breaks();
        frame(self)
            || before.is_some_and(|one| {
                let two = if goes_on(self) && goes_on(&one) { one.before_it() } else { None };
                frame(&one) || two.is_some_and(|two| frame(&two))
            })
    }

    /// The word that says that the people of `amount` leave: behind them, or before them with "cho", "đối với", "là".
    fn leave(&self, amount: &Amount) -> Option<(usize, usize)> {
        let reading = self.reading;
        let end = amount.span.end.max(amount.unit.end);
        let plain = |t: &usize| !matches!(reading.tokens[*t].ch, ',' | ';' | '.' | ':' | '(' | ')') && self.amount(*t).is_none();
        let behind = (end..self.sentence.end.min(end + REACH)).take_while(plain);
        // "đã nhận trợ cấp thôi việc": what is paid.
        let paid = |t: usize| reading.cue_before(t, Cue::MoneyWord).is_some();
        let behind = behind.into_iter().find_map(|t| reading.cue(t, Cue::Leave).filter(|_| !paid(t)).map(|e| (t, e)));
        behind.or_else(|| {
            let start = approximation_start(reading, amount.span.start);
            reading.cue_before(start, Cue::CutDative).or_else(|| reading.cue_before(start, Cue::Copula))?;
            let before = (self.sentence.start..start).rev().take(REACH).take_while(plain);
            before.into_iter().find_map(|t| reading.cue(t, Cue::Leave).map(|e| (t, e)))
        })
    }
}
