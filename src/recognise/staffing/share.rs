//! Shares: a percentage that is cut, one that says a cut told before in another way, one that is aimed at.

use super::governor::{Role, Verb};
use super::statement::Account;
use crate::lang::cues::Cue;
use crate::model::mention::StaffingMention;
use crate::model::tag::{StaffingStatus, StaffingSubject};
use crate::recognise::quantity::noun_at;
use crate::recognise::reading::Claim;

impl Account<'_, '_, '_> {
    /// A percentage that a verb of cutting governs.
    pub(super) fn cut_share(&mut self, n: usize, verb: Verb) {
        let clause = self.clause;
        let amount = self.amounts[n].clone();
        let person_ok = verb.of_staff() || self.staff_context();
        // "giảm 20% số ca mắc", "giảm 15% học phí": the share is of what follows, whatever goes before.
        let behind = clause.noun_behind(&amount);
        let open = !clause.share_is_of(&amount);
        // "giảm 12 phòng, giảm 15%": the same cut said again.
        let bracket = self.says_again(n, verb, behind);
        if (behind.is_none() && open && !clause.of_unknown(verb.at) || bracket) && self.attach_share(n) {
            return;
        }
        let told = || self.subject_of_bare(n, verb).filter(|_| open);
        // "tỷ lệ tinh giản biên chế của huyện đạt 8,2%": who cuts staff is not what is cut.
        let of_verb =
            |s: &StaffingSubject| !verb.of_staff() || matches!(s, StaffingSubject::Staff | StaffingSubject::LeadershipPost);
        let Some(subject) = behind.or(self.governors[n].object.filter(of_verb)).or_else(told) else { return };
        // A percentage of people is a cut of staff only where staff is the matter.
        let people = person_ok || subject != StaffingSubject::Staff;
        if clause.of_plan(&amount) || !people || clause.no_cut(verb.at, &amount, verb.of_staff()) {
            return;
        }
        let (status, stated) = clause.status(verb.at, amount.span.start);
        let mut row = clause.mention(verb.at, &amount, subject, status, stated, None, Some(amount.value), "staffing.cut.percent");
        // "còn 34 tỉnh thành, giảm 50% cấp xã": what is left is of another kind.
        row.after = self.left_before(n).filter(|_| behind.is_none());
        self.push(n, row, Some(verb));
    }

    /// "565 chi cục thành 480 đội (giảm 15% đầu mối)": whether share `n` says the cut told right before it again.
    pub(super) fn says_again(&self, n: usize, verb: Verb, behind: Option<StaffingSubject>) -> bool {
        let reading = self.clause.reading;
        let opens = verb.at.checked_sub(1).is_some_and(|t| reading.is_mark(t, '('));
        // "cắt giảm 14.000 lao động, coi như giảm 70% số nhân viên".
        let again = reading.cue_before(verb.at, Cue::ComesTo).is_some();
        let last = n.checked_sub(1).and_then(|p| self.row_of[p]).map(|row| &self.rows[row]);
        let told = |row: &StaffingMention| opens && row.after.is_some() || again && row.count.is_some();
        last.is_some_and(|row| told(row) && behind == Some(row.subject))
    }

    /// A number that says the one before it in another way, or a part of it in brackets.
    pub(super) fn share(&mut self, n: usize) {
        let clause = self.clause;
        let amount = self.amounts[n].clone();
        if amount.is_percent() {
            if !self.attach_share(n) {
                self.share_of_other_time(n);
            }
            return;
        }
        // "giảm 1/3 số thôn, tức 1.012 thôn", "cấp thôn giảm 38%, tương đương 1.208 thôn": only the second says of what.
        if let Some(p) = n.checked_sub(1).filter(|&p| self.row_of[p].is_none())
            && let Role::Cut(verb) = self.governors[p].role
            && (clause.is_fraction(&self.amounts[p]) || self.amounts[p].is_percent() && self.governors[n].role == Role::Share)
            && amount.is_count()
            && amount.class.is_some()
        {
            self.cut(n, verb);
            if let Some(row) = self.row_of[n].filter(|_| self.amounts[p].is_percent()) {
                self.rows[row].percent = Some(self.amounts[p].value);
                self.join(p, row);
            }
            return;
        }
        let Some((p, row)) = n.checked_sub(1).and_then(|p| self.row_of[p].map(|row| (p, row))) else { return };
        let same = amount.is_bare() || clause.subject(amount.class, &amount.unit, true) == Some(self.rows[row].subject);
        // "giảm 10% biên chế so với năm 2015, tương đương với 2.050 biên chế".
        if self.amounts[p].is_percent() && self.rows[row].count.is_none() && amount.is_count() && same && !amount.is_bare() {
            self.rows[row].count = Some(amount.value);
            self.join(n, row);
        } else if self.governors[n].role == Role::Bracketed {
            self.part(n);
        }
    }

    /// Gives the percentage `n` to the row of the number right before it, if that has none; whether it did.
    pub(super) fn attach_share(&mut self, n: usize) -> bool {
        let clause = self.clause;
        let amount = &self.amounts[n];
        // A number that only says where or since when may stand between.
        let Some((p, row)) = (n.saturating_sub(2)..n).rev().find_map(|p| self.row_of[p].map(|row| (p, row))) else {
            return false;
        };
        let counted = self.rows[row].count.is_some() || self.rows[row].after.is_some();
        let from = self.amounts[p].end();
        let between = from..amount.span.start;
        let aimed =
            [Cue::Target, Cue::Rise, Cue::Consent].iter().any(|cue| clause.reading.find_cue(between.clone(), *cue).is_some());
        let range = clause.quantities.iter().any(|q| q.span.start == amount.span.start && q.value_high.is_some());
        // "(tương đương giảm 10%)" may stand farther behind.
        let said_again =
            between.clone().any(|t| clause.reading.is_mark(t, '(') && clause.reading.cue(t + 1, Cue::ComesTo).is_some());
        let reach = if said_again { 24 } else { 14 };
        if !counted || self.rows[row].percent.is_some() || aimed || range || clause.of_plan(amount) || between.len() > reach {
            return false;
        }
        self.rows[row].percent = Some(amount.value);
        self.join(n, row);
        true
    }

    /// A share that has a time of its own behind a share that is cut: "năm 2018 giảm 2%, đến 2021 đạt 10%".
    pub(super) fn share_of_other_time(&mut self, n: usize) {
        let clause = self.clause;
        let Some((p, row)) = n.checked_sub(1).and_then(|p| self.row_of[p].map(|row| (p, row))) else { return };
        let (last, amount) = (&self.rows[row], self.amounts[n].clone());
        let gap = self.amounts[p].end()..amount.span.start;
        let dated = gap.clone().any(|t| clause.reading.claims[t] == Claim::Date || clause.reading.number(t).is_some());
        let only_share = last.percent.is_some() && last.count.is_none() && last.after.is_none();
        // "giảm biên chế công chức đạt 11,2%, viên chức đạt 13,5%".
        let label = gap.clone().find_map(|t| {
            let behind = clause.reading.is_mark(t.checked_sub(1)?, ',') && gap.contains(&(t - 1));
            let (class, end) = noun_at(clause.reading, t).filter(|_| behind)?;
            clause.subject(Some(class), &(t..end), true)
        });
        let done = last.status == StaffingStatus::Target && gap.clone().any(|t| clause.reading.is_mark(t, ','));
        if !(only_share && (dated || done || label.is_some()) && gap.len() <= 12) || clause.of_plan(&amount) {
            return;
        }
        let (mut status, mut stated, rule) = (last.status, last.status_stated, last.rule);
        let subject = label.unwrap_or(last.subject);
        // "chỉ tiêu giảm 10%, tỉnh đã đạt 10,4%".
        if gap.clone().any(|t| {
            clause
                .reading
                .any_cue(t, &[Cue::Achieved, Cue::Now])
                .is_some_and(|(e, _)| e > t + 1 || clause.reading.cue(t, Cue::ShareLink).is_none())
        }) {
            (status, stated) = (StaffingStatus::Achieved, true);
        }
        let row = clause.mention(amount.span.start, &amount, subject, status, stated, None, Some(amount.value), rule);
        self.push(n, row, None);
    }

    /// "(chỉ tiêu đến năm 2021 là 10%)", "trong khi mục tiêu là 10%" behind a cut: a target of the same subject.
    pub(super) fn aim(&mut self, n: usize) {
        let clause = self.clause;
        let amount = self.amounts[n].clone();
        let here = n.checked_sub(1).and_then(|p| self.row_of[p].map(|row| (p, row)));
        let near = here.filter(|(p, _)| amount.span.start - self.amounts[*p].end() <= 26).map(|(_, row)| &self.rows[row]);
        // "Chỉ tiêu chung đến 2021 là 10%." behind the cuts it is for.
        let begins = self.governors[n].at <= clause.sentence.start + 1;
        let Some(row) = near.or(self.told.filter(|_| begins && n == 0)) else { return };
        if !amount.is_percent() || row.status == StaffingStatus::Target {
            return;
        }
        let (subject, at) = (row.subject, self.governors[n].at);
        let percent = Some(amount.value);
        let row = clause.mention(at, &amount, subject, StaffingStatus::Target, true, None, percent, "staffing.target.aside");
        self.push(n, row, None);
    }
}
