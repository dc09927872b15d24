//! Lists that a verb of cutting heads without a number of its own: "giảm nhiều nhất là Krông Pắc (12 trường), Ea H'leo (9
//! trường)", "nhiều nơi giảm mạnh đầu mối như Quảng Ninh 92,86%, Huế 44,44%".

use super::counted::Amount;
use super::governor::{Role, Verb};
use super::statement::Account;
use crate::lang::cues::Cue;
use crate::lang::lexicon::Entry;
use crate::model::tag::StaffingSubject;
use crate::recognise::quantity::{approximation_start, noun_at};

/// How many tokens may stand between the verb and the first number of the list.
const REACH: usize = 26;

impl Account<'_, '_, '_> {
    /// The rows of a list whose head is a verb without a number: two numbers or more, each with a name before it.
    pub(super) fn examples(&mut self) {
        let clause = self.clause;
        let reading = clause.reading;
        // Only a number in brackets, or one right behind a name, can be of such a list.
        let Some(first) = (0..self.amounts.len()).find(|&n| self.is_example(n)) else { return };
        let at = self.amounts[first].span.start;
        let from = at.saturating_sub(REACH).max(clause.sentence.start);
        let floor = first.checked_sub(1).map_or(from, |p| self.amounts[p].end().max(from));
        let Some((verb, end)) = (floor..at).rev().find_map(|t| clause.verb(t).map(|(end, cue)| (Verb { at: t, cue }, end)))
        else {
            return;
        };
        let headed = (end..at).any(|t| reading.cue(t, Cue::Such).is_some() || reading.is_mark(t, ':'));
        let run = (first..self.amounts.len()).take_while(|&n| self.is_example(n) && self.follows(first, n));
        let run: Vec<usize> = run.collect();
        if !headed || run.len() < 2 || !(verb.of_staff() || self.staff_context()) {
            return;
        }
        // What the list is of: the noun behind the verb, else the one before it.
        let object = (end..at.min(end + 6)).find_map(|t| {
            let (class, noun) = noun_at(reading, t)?;
            let alone = reading.tokens.get(noun).is_none_or(|t| !t.is_capital());
            alone.then(|| clause.subject(Some(class), &(t..noun), true))?
        });
        let staff = || verb.of_staff().then_some(StaffingSubject::Staff);
        let object = object.or_else(|| clause.noun_before(verb.at)).or_else(staff);
        let (status, stated) = clause.status(verb.at, at);
        for n in run {
            let amount = self.amounts[n].clone();
            let subject = if amount.class.is_some() { clause.subject(amount.class, &amount.unit, true) } else { object };
            let Some(subject) = subject else { continue };
            if clause.no_cut(verb.at, &amount, verb.of_staff()) || clause.of_plan(&amount) {
                return;
            }
            let (count, share) = if amount.is_percent() { (None, Some(amount.value)) } else { (Some(amount.value), None) };
            let row = clause.mention(amount.span.start, &amount, subject, status, stated, count, share, "staffing.example");
            self.push(n, row, None);
        }
    }

    /// Whether number `n` is in no row, and stands in brackets or right behind a name.
    fn is_example(&self, n: usize) -> bool {
        let reading = self.clause.reading;
        let amount = &self.amounts[n];
        let start = approximation_start(reading, amount.span.start);
        let open = matches!(self.governors[n].role, Role::Other | Role::Bracketed | Role::Listed | Role::Part | Role::Where);
        let Some(before) = start.checked_sub(1) else { return false };
        let name_ends = |t: usize| {
            reading.tokens[t].is_capital() || reading.hits_before(t + 1).any(|hit| matches!(hit.entry, Entry::Place(_)))
        };
        let named = if reading.is_mark(before, '(') { before.checked_sub(1).is_some_and(name_ends) } else { name_ends(before) };
        self.row_of[n].is_none() && open && named && (amount.is_count() || amount.is_percent())
    }

    /// Whether number `n` goes on with the list that number `first` begins: of the same kind, right behind the one before.
    fn follows(&self, first: usize, n: usize) -> bool {
        let (head, amount): (&Amount, &Amount) = (&self.amounts[first], &self.amounts[n]);
        n == first || amount.kind == head.kind && amount.span.start - self.amounts[n - 1].end() <= 9
    }
}
