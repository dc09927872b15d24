//! Cuts: a verb of cutting, what is cut, and by how much ("giảm 7 phòng", "tinh giản biên chế đạt 5,3%", "từ 88 xuống còn 17
//! đơn vị", "giải thể hai trường", "12 đơn vị được giải thể").
//!
//! Each sentence that names a cut is read number by number: what a number counts (`counted`), which word governs it
//! (`governor`), of what it is (`subject`), which numbers make one row (`statement`, `share`, `change`, `list`, `examples`,
//! `leave`, `recall`), what is no cut at all (`guard`), and whether it is done (`status`). `rows` then joins what an article says twice.

mod change;
mod counted;
mod examples;
mod governor;
mod guard;
mod leave;
mod list;
mod recall;
mod rows;
mod share;
mod statement;
mod status;
mod subject;

use super::quantity::skip_approximation;
use super::reading::Reading;
use crate::lang::cues::Cue;
use crate::lang::lexicon::family;
use crate::model::mention::{QuantityMention, StaffingMention};
use crate::model::tag::{QuantityKind, StaffingSubject};
use counted::Amount;
use std::cell::OnceCell;
use std::ops::Range;

/// Verbs of cutting.
const VERBS: &[Cue] = &[Cue::ReduceStaff, Cue::Reduce, Cue::Dissolve, Cue::Spare];

/// All cuts of the text, in order, each once however often the text states it.
pub fn staffing(reading: &Reading, quantities: &[QuantityMention]) -> Vec<StaffingMention> {
    let mut out: Vec<StaffingMention> = Vec::new();
    for sentence in &reading.sentences {
        let clause = Clause::of(reading, sentence.clone(), quantities);
        let cuts = reading.next(sentence.clone(), family::CUT).is_some() || clause.goes_on(&out);
        if clause.share_of_last(&mut out) || !cuts {
            if !cuts {
                clause.left_of_last(&mut out, &[]);
            }
            continue;
        }
        let mut found = clause.rows(&out);
        clause.left_of_last(&mut out, &found);
        // What is cut abroad, in a league or in a ward is no cut of offices.
        if found.is_empty() || clause.elsewhere() {
            continue;
        }
        // Redundancies of companies abroad and of clubs are none of the field.
        if found.iter().any(|row| row.subject == StaffingSubject::Staff) && clause.firm() {
            found.retain(|row| row.subject != StaffingSubject::Staff);
        }
        out.append(&mut found);
    }
    let planned = reading.sentences.first().is_some_and(|first| {
        // A headline that begins with "Đề án …", "Phương án …".
        let headline = Clause::of(reading, first.clone(), &[]);
        headline.frames(first.start) && rows::is_headline(reading, first.start)
    });
    rows::distinct(reading, planned, out)
}

/// A sentence with its numbers.
struct Clause<'a, 't> {
    reading: &'a Reading<'t>,
    sentence: Range<usize>,
    quantities: &'a [QuantityMention],
    /// The numbers of the whole text.
    all: &'a [QuantityMention],
    /// Whether the sentences before speak of a plan; asked for at the first number that leaves it open.
    planned: OnceCell<bool>,
}

impl<'a, 't> Clause<'a, 't> {
    fn of(reading: &'a Reading<'t>, sentence: Range<usize>, all: &'a [QuantityMention]) -> Self {
        let at = |token: usize| all.partition_point(|q| q.span.start < token);
        let quantities = &all[at(sentence.start)..at(sentence.end)];
        Clause { reading, sentence, quantities, all, planned: OnceCell::new() }
    }

    /// The sentence right before this one.
    fn before_it(&self) -> Option<Clause<'a, 't>> {
        let sentence = self.reading.sentence_of(self.sentence.start.checked_sub(1)?);
        Some(Clause::of(self.reading, sentence, self.all))
    }

    /// Whether the sentence may go on with the cut told right before without naming one: "Trong đó …", "Chỉ tiêu chung là 10%",
    /// numbers that come to it.
    fn goes_on(&self, told: &[StaffingMention]) -> bool {
        let begins = self.sentence.start..self.sentence.end.min(self.sentence.start + 3);
        let cue = |cue| self.reading.find_cue(begins.clone(), cue).is_some();
        let near = told.last().is_some_and(|row| self.is_near(row.span.start));
        let recalls = || self.recalls().is_some() || self.reading.find_cue(self.sentence.clone(), Cue::Once).is_some();
        let told =
            near && (self.quantities.len() > 1 || !self.quantities.is_empty() && (cue(Cue::Among) || cue(Cue::Aim) || recalls()));
        told || !self.quantities.is_empty() && self.reading.find_cue(begins, Cue::Once).is_some()
    }

    /// Whether the sentence speaks of another country, a league or a ward; "Vụ Châu Âu" is a department.
    fn elsewhere(&self) -> bool {
        let reading = self.reading;
        let named = |t: usize| t > self.sentence.start && reading.tokens[t - 1].is_word() && reading.tokens[t - 1].is_capital();
        let at = |from: usize| reading.find_cue(from..self.sentence.end, Cue::Elsewhere);
        let mut found = at(self.sentence.start);
        while let Some(hit) = found {
            if !(named(hit.start) && reading.tokens[hit.start].is_capital()) {
                return true;
            }
            found = at(hit.end);
        }
        false
    }

    /// The verb of cutting that begins at token `i`.
    fn verb(&self, i: usize) -> Option<(usize, Cue)> {
        if !self.reading.may_begin(i, family::CUT) {
            return None;
        }
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
        let share = Amount { span: q.span.clone(), unit: q.unit_span.clone(), class: None, kind: q.kind, value: q.value };
        let noun = self.noun_behind(&share);
        let open = |row: &StaffingMention| {
            before.contains(&row.span.start)
                && row.count.is_some()
                && row.percent.is_none()
                && noun.is_none_or(|s| s == row.subject)
        };
        // "giảm 178 phòng, trong đó …; 230 trưởng phòng. Con số này chiếm 24,5% tổng số phòng": the whole is told first.
        let whole = out.iter().position(|row| before.contains(&row.span.start)).filter(|&first| {
            let parts: f64 = out[first + 1..].iter().filter_map(|row| row.count).sum();
            open(&out[first]) && out[first].count.is_some_and(|count| parts > 0.0 && parts <= count)
        });
        let last = match (noun, whole) {
            (Some(_), _) => out.iter_mut().find(|row| open(row)),
            (None, Some(first)) => out.get_mut(first),
            (None, None) => out.last_mut().filter(|row| open(row)),
        };
        match last {
            Some(row) if linked && reading.find_cue(this.end..q.span.start, Cue::Rise).is_none() => {
                row.percent = Some(q.value);
                true
            }
            _ => false,
        }
    }
}
