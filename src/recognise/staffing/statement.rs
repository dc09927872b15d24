//! From numbers and what governs each to rows: a cut with its share, what was there before and what is left, the numbers of a
//! list, the parts of a whole.

use super::Clause;
use super::counted::Amount;
use super::governor::{Governor, Role, Verb};
use crate::lang::cues::Cue;
use crate::lang::lexicon::family;
use crate::model::mention::StaffingMention;
use crate::model::tag::{QuantityKind, StaffingStatus, StaffingSubject};
use crate::recognise::quantity::{approximation_before, approximation_start};
use std::ops::Range;

/// The account of one sentence: its numbers, what governs each and the rows they have gone into.
pub(super) struct Account<'c, 'a, 't> {
    pub(super) clause: &'c Clause<'a, 't>,
    pub(super) amounts: Vec<Amount>,
    pub(super) governors: Vec<Governor>,
    /// Number → its row; a number goes into one.
    pub(super) row_of: Vec<Option<usize>>,
    pub(super) rows: Vec<StaffingMention>,
    /// Row → the verb that its list goes on with.
    pub(super) verbs: Vec<Option<Verb>>,
    /// The rows of all sentences before, and the last of them where it stands right before.
    pub(super) before: &'c [StaffingMention],
    pub(super) told: Option<&'c StaffingMention>,
}

impl Clause<'_, '_> {
    /// The rows of the sentence, by where they stand; `told` are the rows of the sentences before it.
    pub(super) fn rows(&self, told: &[StaffingMention]) -> Vec<StaffingMention> {
        let amounts = self.amounts();
        let mut governors: Vec<Governor> = Vec::with_capacity(amounts.len());
        for (n, amount) in amounts.iter().enumerate() {
            // Words that are no known noun may well belong to what follows.
            let end = |p: usize| if amounts[p].class.is_some() { amounts[p].end() } else { amounts[p].span.end };
            let floor = n.checked_sub(1).map_or(self.sentence.start, end);
            governors.push(self.governor(amount, floor));
        }
        let row_of = vec![None; amounts.len()];
        let before = told;
        let told = told.last().filter(|row| self.is_near(row.span.start));
        let mut account = Account { clause: self, amounts, governors, row_of, rows: Vec::new(), verbs: Vec::new(), before, told };
        for n in 0..account.amounts.len() {
            if account.row_of[n].is_some() {
                continue;
            }
            match account.governors[n].role {
                Role::Cut(verb) => account.cut(n, verb),
                Role::Left | Role::Became => account.change(n),
                Role::Than => account.compared(n),
                Role::Basis => account.founded(n),
                Role::Listed => account.listed(n),
                Role::Part => account.part(n),
                Role::Share | Role::Bracketed => account.share(n),
                Role::Aim => account.aim(n),
                Role::Merged(Some(verb)) if !account.becomes_other(n) => account.cut(n, verb),
                Role::From | Role::Has | Role::Merged(_) | Role::Where | Role::Other => {}
            }
            if account.row_of[n].is_none() && !account.passive(n) && account.leaving(n) {
                account.whole_of_leaving(n);
            }
        }
        account.examples();
        account.reckoned();
        account.distribution();
        account.once();
        account.recalled();
        let mut rows = account.rows;
        rows.sort_by_key(|row| row.span.start);
        rows
    }

    /// The numbers of the sentence in order.
    pub(super) fn amounts(&self) -> Vec<Amount> {
        let mut amounts: Vec<Amount> = Vec::new();
        let mut from = self.sentence.start;
        // Digits, or a number in words.
        while let Some(i) = self.reading.next(from..self.sentence.end, family::NUMBER | family::DATE) {
            match self.amount(i).or_else(|| self.became(i)) {
                Some(amount) => {
                    from = amount.span.end;
                    amounts.push(amount);
                }
                None => from = i + 1,
            }
        }
        amounts
    }

    /// Whether token `at` stands in this sentence or in one of the two before it.
    pub(super) fn is_near(&self, at: usize) -> bool {
        let n = self.reading.sentences.partition_point(|s| s.end <= self.sentence.start);
        self.reading.sentences.get(n.saturating_sub(2)).is_some_and(|s| s.start <= at)
    }
}

impl Account<'_, '_, '_> {
    /// A number that a verb of cutting governs.
    pub(super) fn cut(&mut self, n: usize, verb: Verb) {
        match self.amounts[n].kind {
            // "giảm 78/226 đầu mối": the cut and what it was cut from.
            QuantityKind::Count | QuantityKind::Ratio => self.cut_by(n, verb),
            QuantityKind::Percent if verb.cue != Cue::Spare => self.cut_share(n, verb),
            _ => {}
        }
    }

    fn cut_by(&mut self, n: usize, verb: Verb) {
        let clause = self.clause;
        let amount = self.amounts[n].clone();
        if self.is_difference(n) || clause.is_fraction(&amount) {
            return;
        }
        let Some(subject) = self.subject_of_cut(n, verb) else { return };
        if clause.no_cut(verb.at, &amount, verb.of_staff()) {
            return;
        }
        // "tỷ lệ giảm ở cấp phòng đạt 31,5% (giảm 40 phòng)".
        let open = n.checked_sub(1).and_then(|p| self.row_of[p].map(|row| (p, row))).filter(|(p, row)| {
            let row = &self.rows[*row];
            let bracket = verb.at == self.amounts[*p].end() + 1 && clause.reading.is_mark(verb.at - 1, '(');
            bracket && row.count.is_none() && row.percent.is_some() && row.subject == subject
        });
        if let Some((_, row)) = open {
            self.rows[row].count = Some(amount.value);
            return self.join(n, row);
        }
        let (status, stated) = clause.status(verb.at, amount.span.start);
        let rule = match verb.cue {
            Cue::Dissolve => "staffing.dissolve",
            Cue::ReduceStaff => "staffing.staff.count",
            _ => "staffing.cut.count",
        };
        let mut row = clause.mention(verb.at, &amount, subject, status, stated, Some(amount.value), None, rule);
        row.after = self.left_before(n);
        self.push(n, row, Some(verb));
    }

    /// "22 trường được giải thể", "185 phòng bị cắt giảm", "25 trường hợp tinh giản biên chế", "7 phòng và 12 trạm bị xóa": the
    /// verb stands behind number `n` or behind the last number of the list that `n` begins. Whether it does.
    fn passive(&mut self, n: usize) -> bool {
        let clause = self.clause;
        let list =
            (n + 1..self.amounts.len()).take_while(|&m| self.governors[m].role == Role::Listed && self.row_of[m].is_none());
        let last = list.last().unwrap_or(n);
        let free = matches!(self.governors[n].role, Role::Other | Role::Where | Role::Has | Role::Listed | Role::Part);
        let free = free && !self.becomes_other(last);
        // "trong 5 đơn vị, 2 đơn vị đã bị xóa bỏ": where it was begins no list.
        let governor = &self.governors[n];
        let place = governor.role == Role::Where && clause.reading.cue(governor.at, Cue::PlaceLink).is_some();
        let last = if place { n } else { last };
        let verb = (n..=last).find_map(|m| {
            let floor = self.amounts.get(m + 1).map_or(clause.sentence.end, |next| next.span.start);
            clause.verb_behind(&self.amounts[m], floor).map(|found| (m, found))
        });
        let Some((last, (at, end, verb))) = verb.filter(|_| free) else { return false };
        let (status, stated) = clause.status(at, at);
        let person_ok = verb.of_staff() || self.staff_context();
        for m in n..=last {
            let amount = self.amounts[m].clone();
            // "64/193 tổ chức bị bãi bỏ"; "53/63 tỉnh thực hiện tinh gọn bộ máy" has cut other things.
            let counts = amount.is_count() || amount.kind == QuantityKind::Ratio && verb.cue == Cue::Dissolve;
            let Some(subject) = clause.subject(amount.class, &amount.unit, person_ok).filter(|_| counts) else { continue };
            // "45 doanh nghiệp giải thể" are no offices, unless the account is of them.
            let enterprise = clause.reading.cue(amount.unit.start, Cue::Enterprise).is_some() && !self.staff_context();
            // Units that have carried out a cut are not what was cut: "3 đơn vị thực hiện tinh giản".
            if enterprise || verb.of_staff() && subject != StaffingSubject::Staff {
                continue;
            }
            let count = Some(amount.value);
            let mut row = clause.mention(amount.span.start, &amount, subject, status, stated, count, None, "staffing.passive");
            row.span = amount.span.start..end;
            self.push(m, row, None);
        }
        self.row_of[n].is_some()
    }

    /// "có 154 thôn, giảm 8 thôn so với trước đây là 162 thôn": of two numbers that are in no row the difference is a cut that is
    /// told, so they are what there was and what is left.
    fn reckoned(&mut self) {
        let free: Vec<usize> =
            (0..self.amounts.len()).filter(|&n| self.row_of[n].is_none() && self.amounts[n].is_count()).collect();
        for r in 0..self.rows.len() {
            let (Some(cut), None, None) = (self.rows[r].count, self.rows[r].before, self.rows[r].after) else { continue };
            let subject = self.rows[r].subject;
            let of_it = |n: usize| {
                let amount = &self.amounts[n];
                amount.class.is_some() && self.clause.subject(amount.class, &amount.unit, true) == Some(subject)
            };
            let pair = free.iter().flat_map(|&a| free.iter().map(move |&b| (a, b))).find(|&(a, b)| {
                let same = self.words_of(a) == self.words_of(b) && of_it(a);
                // Lists of many numbers have such differences by chance: one of the two must be told as compared with, or the cut
                // must stand right behind the two: "là 27.118 và 23.950, giảm 3.168 người".
                let told = self.governors[b].role == Role::Than;
                let right = cut >= 20.0
                    && a == b + 1
                    && self.row_of.get(a + 1) == Some(&Some(r))
                    && self.amounts[a].is_bare()
                    && self.amounts[b].is_bare()
                    && self.amounts[a].span.start - self.amounts[b].span.end <= 2;
                (told && same || right) && self.amounts[b].value - self.amounts[a].value == cut
            });
            if let Some((after, before)) = pair {
                (self.rows[r].before, self.rows[r].after) = (Some(self.amounts[before].value), Some(self.amounts[after].value));
                self.join(before, r);
                self.join(after, r);
            }
        }
    }

    /// Whether number `n` is the difference of the row right before it: "còn 17, giảm 71 doanh nghiệp"; it is then its count.
    fn is_difference(&mut self, n: usize) -> bool {
        let clause = self.clause;
        let amount = &self.amounts[n];
        let kind = |subject| if subject == StaffingSubject::AdminUnit { StaffingSubject::Unit } else { subject };
        let subject = clause.subject(amount.class, &amount.unit, true).map(kind);
        let right_before = n.checked_sub(1).and_then(|p| self.row_of[p]);
        let found = self.rows.iter().enumerate().rev().find(|(r, row)| {
            let (Some(before), Some(after), None) = (row.before, row.after, row.count) else { return false };
            let same = subject == Some(kind(row.subject)) || amount.is_bare();
            let off = (amount.value - (before - after)).abs();
            // Right behind the two numbers the difference may be rounded, or reckoned wrongly where it counts the same.
            let words = |span: &Range<usize>| clause.reading.source(span.clone());
            let apart = (row.span.end..amount.span.start).any(|t| clause.reading.is_mark(t, ';'));
            let rounded = if words(&amount.unit) == words(&row.subject_span) && !apart { 0.05 } else { 0.01 };
            same && amount.is_count() && (off == 0.0 || right_before == Some(*r) && off <= (before - after) * rounded)
        });
        let Some(row) = found.map(|(r, _)| r) else { return false };
        self.rows[row].count = Some(amount.value);
        self.join(n, row);
        true
    }

    /// "còn khoảng 91.784 người, giảm 18.449 người": what is left, stated right before the cut.
    pub(super) fn left_before(&self, n: usize) -> Option<f64> {
        let (clause, cut) = (self.clause, &self.amounts[n]);
        let marks = |from: usize| from..approximation_start(clause.reading, cut.span.start);
        let open = |m: usize| self.governors[m].role == Role::Left && self.row_of[m].is_none() && self.amounts[m].is_count();
        let one_clause = |m: usize| !marks(self.amounts[m].end()).any(|t| matches!(clause.reading.tokens[t].ch, ';' | ':'));
        let words = |m: usize| clause.reading.source(self.amounts[m].unit.clone());
        let kind = |a: &Amount| clause.subject(a.class, &a.unit, true);
        let last = self.last_outside(n).filter(|&m| {
            let left = &self.amounts[m];
            let alike = cut.class.is_none() || left.class.is_none() || kind(left) == kind(cut);
            open(m) && alike && (marks(left.end()).len() <= 14 || m + 1 < n)
        });
        // "còn 19 cơ quan báo chí gồm 7 báo, 10 tạp chí, …, giảm 8 cơ quan báo chí".
        let same = || (0..n).rev().find(|&m| open(m) && cut.class.is_some() && words(m) == words(n));
        let left = last.or_else(same).filter(|&m| one_clause(m))?;
        Some(self.amounts[left].value)
    }

    pub(super) fn is_part(&self, n: usize) -> bool {
        self.governors[n].role == Role::Part
    }

    /// Number `n` makes a row; a list behind it goes on with `verb`.
    pub(super) fn push(&mut self, n: usize, row: StaffingMention, verb: Option<Verb>) {
        self.row_of[n] = Some(self.rows.len());
        self.rows.push(row);
        self.verbs.push(verb);
    }

    /// Number `n` has gone into `row`, which now reaches to it.
    pub(super) fn join(&mut self, n: usize, row: usize) {
        self.row_of[n] = Some(row);
        let (span, amount) = (self.rows[row].span.clone(), &self.amounts[n]);
        self.rows[row].span = span.start.min(amount.span.start)..span.end.max(amount.end());
    }
}

impl Clause<'_, '_> {
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
            span: verb.min(amount.span.start)..amount.end(),
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
