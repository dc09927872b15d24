//! What a sentence adds to numbers that are told already: how many there were before, and numbers that stand for what was cut
//! elsewhere ("Ở cấp huyện, con số này là 48").

use super::Clause;
use super::counted::Amount;
use super::governor::Role;
use super::statement::Account;
use crate::lang::cues::Cue;
use crate::lang::units::UnitClass;
use crate::model::mention::StaffingMention;
use crate::model::tag::{StaffingStatus, StaffingSubject};
use crate::recognise::reading::is_near;
use std::ops::Range;

/// How many tokens may stand between the word that recalls a cut and its number, or between now and then.
const REACH: usize = 14;

impl Account<'_, '_, '_> {
    /// Numbers of what there was, told behind what there is now: "Số xã hiện là 33, trong khi trước đó là 98", "Tỉnh mới có 124
    /// xã. Trước khi sắp xếp, ba tỉnh có 370 xã".
    pub(super) fn once(&mut self) {
        for n in 0..self.amounts.len() {
            let open = matches!(
                self.governors[n].role,
                Role::Has | Role::Other | Role::Than | Role::Where | Role::Listed | Role::Bracketed
            );
            if self.row_of[n].is_none() && open && self.amounts[n].is_count() && !self.once_here(n) {
                self.once_after_last_sentence(n);
            }
        }
    }

    /// What there was, behind what there is in the same sentence; whether it is.
    fn once_here(&mut self, n: usize) -> bool {
        let clause = self.clause;
        let Some(m) = n.checked_sub(1).filter(|&m| self.row_of[m].is_none()) else { return false };
        let (is, was) = (&self.amounts[m], &self.amounts[n]);
        let gap = is.end()..was.span.start;
        // "còn 4 ban (trước là 6 ban)".
        let bracket = clause.reading.is_mark(gap.start, '(')
            && [Cue::Once, Cue::NowHas].iter().any(|cue| clause.reading.find_cue(gap.clone(), *cue).is_some());
        let then = bracket || clause.reading.find_cue(gap.clone(), Cue::While).is_some() && clause.was_in(gap.clone());
        let same =
            was.is_bare() || bracket && self.words_of(m).starts_with(self.words_of(n)) || self.words_of(m) == self.words_of(n);
        let plain = gap.len() <= REACH && !gap.clone().any(|t| clause.reading.is_mark(t, ';'));
        if !(then && same && plain && is.is_count() && is.value < was.value) {
            return false;
        }
        let subject = match is.class {
            Some(_) => clause.subject(is.class, &is.unit, self.staff_context()),
            None => clause.noun_before(is.span.start),
        };
        let Some(subject) = subject.filter(|_| bracket && clause.staff_context() || clause.about_offices()) else { return false };
        self.push_change(n, m, is.span.start, subject);
        true
    }

    /// What there was, behind a sentence that says what there is.
    fn once_after_last_sentence(&mut self, n: usize) {
        let clause = self.clause;
        let was = self.amounts[n].clone();
        let Some(last) = clause.before_it().filter(|_| was.class.is_some()) else { return };
        let end = clause.phrase_end(&was);
        let ends = clause.reading.tokens.get(end).is_none_or(|t| !t.is_word() || t.breaks())
            || clause.reading.any_cue(end, &[Cue::And, Cue::MadeUpOf, Cue::PlaceLink, Cue::LevelWord, Cue::Once]).is_some();
        let around = clause.sentence.start..clause.sentence.end.min(end + 4);
        let then = clause.reading.find_cue(around, Cue::Once).is_some();
        if !(ends && then && (clause.about_offices() || last.about_offices())) {
            return;
        }
        let amounts = last.amounts();
        let is_one = |is: &Amount| is.is_count() && is.value < was.value && clause.same_words(is, &was);
        let Some(m) = amounts.iter().position(is_one) else { return };
        let is = &amounts[m];
        let floor = m.checked_sub(1).map_or(last.sentence.start, |p| amounts[p].end());
        let role = last.governor(is, floor).role;
        let told = self.before.iter().any(|row| row.span.contains(&is.span.start));
        let now = matches!(role, Role::Left | Role::Has | Role::Other) && !last.was(is.span.start);
        let Some(subject) = clause.subject(was.class, &was.unit, self.staff_context()).filter(|_| now && !told) else { return };
        let (status, stated) = last.status(is.span.start, is.span.start);
        let mut row = clause.mention(was.span.start, &was, subject, status, stated, None, None, "staffing.from_to");
        (row.before, row.after) = (Some(was.value), Some(is.value));
        self.push(n, row, None);
    }

    /// "Ở cấp huyện, con số này là 48", "Đến giữa năm, các con số này lần lượt là 4,6% và 7%": numbers of what was told last.
    pub(super) fn recalled(&mut self) {
        let clause = self.clause;
        let Some(this) = clause.recalls() else { return };
        let Some(first) = (0..self.amounts.len()).find(|&n| self.amounts[n].span.start >= this.end) else { return };
        let run = self.run_from(first, this.end);
        let free = run.clone().all(|n| self.row_of[n].is_none());
        if run.is_empty() || !free || clause.reading.find_cue(this.start..self.amounts[first].span.start, Cue::Rise).is_some() {
            return;
        }
        let percent = self.amounts[first].is_percent();
        let fits = |row: &&StaffingMention| if percent { row.percent.is_some() } else { row.count.is_some() };
        if run.len() == 1 && self.now_as(first, this.start) {
            return;
        }
        let here = self.rows.iter().filter(|row| row.span.start < this.start);
        let start = clause.before_it().map_or(0, |last| last.sentence.start);
        let told: Vec<&StaffingMention> =
            self.before.iter().filter(|row| row.span.start >= start).chain(here).filter(fits).collect();
        let Some(from) = told.len().checked_sub(run.len()) else { return };
        let rows: Vec<StaffingMention> = told[from..].iter().map(|row| (*row).clone()).collect();
        for (n, model) in run.zip(rows) {
            let amount = self.amounts[n].clone();
            if clause.of_plan(&amount) {
                return;
            }
            let (status, stated) = clause.status(this.start, amount.span.start);
            let (count, share) = if percent { (None, Some(amount.value)) } else { (Some(amount.value), None) };
            let status = if stated { status } else { model.status };
            let row = clause.mention(this.start, &amount, model.subject, status, stated, count, share, "staffing.recalled");
            self.push(n, row, None);
        }
    }

    /// "toàn tỉnh có 2.356 biên chế; đến nay con số này là 2.086, giảm 270": number `n` is what is left of the number before it.
    fn now_as(&mut self, n: usize, this: usize) -> bool {
        let clause = self.clause;
        let was = |m: &usize| self.amounts[*m].class.is_some() && self.amounts[*m].span.end <= this;
        let Some(m) = n.checked_sub(1).filter(was).filter(|&m| self.row_of[m].is_none()) else { return false };
        let (was, is) = (&self.amounts[m], &self.amounts[n]);
        if !(was.is_count() && is.is_count() && is.value < was.value && is_near(was.end(), this, REACH)) {
            return false;
        }
        let Some(subject) = clause.subject(was.class, &was.unit, self.staff_context()) else { return false };
        let cut = was.value - is.value;
        match self.rows.iter().position(|row| row.count == Some(cut) && row.before.is_none() && row.after.is_none()) {
            Some(row) => {
                (self.rows[row].before, self.rows[row].after) = (Some(was.value), Some(is.value));
                self.join(m, row);
                self.join(n, row);
            }
            None => self.push_change(m, n, this, subject),
        }
        true
    }

    /// The bare numbers of one kind from number `first` on, joined by commas or "và"; `at` is where the words before it end.
    fn run_from(&self, first: usize, at: usize) -> Range<usize> {
        let bare = |n: usize| self.amounts[n].is_bare() && self.amounts[n].kind == self.amounts[first].kind;
        let near = self.amounts[first].span.start - at <= REACH
            && !(at..self.amounts[first].span.start).any(|t| self.clause.reading.is_mark(t, ';'));
        let joined = |n: usize| self.amounts[n].span.start - self.amounts[n - 1].end() <= 2;
        let end = (first..self.amounts.len()).take_while(|&n| bare(n) && (n == first || joined(n))).count();
        if near { first..first + end } else { first..first }
    }
}

impl Clause<'_, '_> {
    /// "giảm 204 thôn. Toàn tỉnh sẽ còn 952 thôn": what is left of the cut that the sentence right before tells, in the same words.
    /// `here` are the rows of this sentence.
    pub(super) fn left_of_last(&self, out: &mut [StaffingMention], here: &[StaffingMention]) {
        let Some(last) = out.last().filter(|row| row.count.is_some() && row.before.is_none() && row.after.is_none()) else {
            return;
        };
        let before = self.sentence.start.checked_sub(1).map(|t| self.reading.sentence_of(t));
        let near = before.is_some_and(|before| before.contains(&last.span.start)) && !last.subject_span.is_empty();
        let left = near.then(|| self.reading.find_cue(self.sentence.clone(), Cue::DownTo)).flatten();
        let Some(left) = left.filter(|_| !self.quantities.is_empty()) else { return };
        let amounts = self.amounts();
        let Some(n) = amounts.iter().position(|a| a.span.start >= left.end) else { return };
        let is = &amounts[n];
        let floor = n.checked_sub(1).map_or(self.sentence.start, |p| amounts[p].end());
        let words = self.reading.source(last.subject_span.clone()).to_lowercase();
        // "sa thải 900 nhân viên. Tổng số nhân viên còn 9.000 người".
        let people = last.subject == StaffingSubject::Staff
            && is.class == Some(UnitClass::Staff)
            && self.reading.find_cue(self.sentence.start..left.start, Cue::NumberOf).is_some();
        let same =
            is.is_count() && !is.unit.is_empty() && (people || self.reading.source(is.unit.clone()).to_lowercase() == words);
        let free = here.iter().all(|row| !row.span.contains(&is.span.start));
        if !same || !free || self.governor(is, floor).role != Role::Left {
            return;
        }
        let todo = self.reading.any_cue(is.end(), &[Cue::WillBe, Cue::NotDone, Cue::LeftToDo, Cue::NotYet]).is_some();
        let (status, stated) = self.status(left.start, is.span.start);
        let value = is.value;
        if let Some(row) = out.last_mut().filter(|_| !todo) {
            row.after = Some(value);
            // What will be left of it has not been cut yet.
            if stated && status == StaffingStatus::Target {
                (row.status, row.status_stated) = (status, true);
            }
        }
    }

    /// Whether words of `range` say that it was so once, or when.
    fn was_in(&self, range: Range<usize>) -> bool {
        self.reading.find_cue(range.clone(), Cue::Once).is_some()
            || range.into_iter().any(|t| self.reading.claims[t] == crate::recognise::reading::Claim::Date)
    }

    /// Whether the sentence speaks of offices, staff or places that are arranged anew.
    pub(super) fn about_offices(&self) -> bool {
        let near = |cue| self.reading.find_cue(self.sentence.clone(), cue).is_some();
        near(Cue::StaffContext) || near(Cue::Merge) || near(Cue::Thereafter)
    }

    /// Whether two numbers count the same in the same words, whatever their capitals.
    fn same_words(&self, one: &Amount, other: &Amount) -> bool {
        let words = |a: &Amount| self.reading.source(a.unit.clone()).to_lowercase();
        !one.unit.is_empty() && words(one) == words(other)
    }

    /// The words that recall a number told before: "con số này", "lần lượt" where the sentence has no verb of cutting.
    pub(super) fn recalls(&self) -> Option<Range<usize>> {
        let reading = self.reading;
        let this = reading.find_cue(self.sentence.clone(), Cue::ThisCut);
        let in_turn = || {
            let cuts = (self.sentence.start..self.sentence.end).any(|t| self.verb(t).is_some());
            reading.find_cue(self.sentence.clone(), Cue::InTurn).filter(|_| !cuts)
        };
        this.or_else(in_turn)
    }
}
