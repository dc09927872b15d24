//! Whether a cut is done or still to come.

use super::Clause;
use crate::lang::cues::Cue;
use crate::lang::lexicon::Entry;
use crate::model::tag::StaffingStatus;
use crate::recognise::quantity::approximation_before;
use crate::recognise::reading::Claim;

impl Clause<'_, '_> {
    /// Achieved or target, and whether words say so. The word nearest before the number decides.
    pub(super) fn status(&self, verb: usize, number: usize) -> (StaffingStatus, bool) {
        let reading = self.reading;
        let semicolon =
            (self.sentence.start..verb).rev().find(|&t| reading.is_mark(t, ';')).map_or(self.sentence.start, |t| t + 1);
        let words = |from: usize, compared: bool| {
            // "đề án giúp giảm 18%" has done so, unless it "sẽ giúp".
            let helps = |i: usize| reading.cue(i, Cue::Helps).is_some() && reading.find_cue(from..i, Cue::WillBe).is_none();
            let done = |i: usize| self.done(i) || helps(i) || compared && reading.cue(i, Cue::Compared).is_some();
            let mut before = (from..number.max(verb)).rev();
            let target = before.clone().find(|&i| self.aims(i));
            (target, before.find(|&i| done(i)))
        };
        // A part behind a semicolon that says nothing goes on with the part before.
        let (target, achieved) = match words(semicolon, true) {
            (None, None) => words(self.sentence.start, false),
            found => found,
        };
        let (target, achieved) = match (target, achieved) {
            // "theo hướng giảm 2 cơ quan": the direction of a plan, unless it has been done.
            (_, None) if reading.cue_before(verb, Cue::Towards).is_some() => (Some(verb), None),
            // "vượt mục tiêu giảm 10%": the number is the aim's.
            _ if reading.cue_before(verb, Cue::Goal).is_some() => (Some(verb), None),
            found => found,
        };
        let least = approximation_before(reading, number) == Some(crate::model::tag::Approximation::AtLeast);
        match (target, achieved) {
            _ if self.asked(number) => (StaffingStatus::Target, true),
            (Some(t), Some(a)) if t > a => (StaffingStatus::Target, true),
            (_, Some(_)) => (StaffingStatus::Achieved, true),
            (Some(_), None) => (StaffingStatus::Target, true),
            (None, None) if least => (StaffingStatus::Target, true),
            // "giảm 5 đơn vị so với hiện nay" is still to come.
            (None, None) if reading.find_cue(number..self.sentence.end.min(number + 10), Cue::ThanNow).is_some() => {
                (StaffingStatus::Target, true)
            }
            (None, None) if self.planned_behind(number) => (StaffingStatus::Target, true),
            (None, None) if !self.so_far(number) && self.planned_before() => (StaffingStatus::Target, true),
            // "tinh giản được 199 người" is done.
            (None, None) => {
                let managed = reading.find_cue(verb..number.max(verb), Cue::Managed).is_some();
                (StaffingStatus::Achieved, managed || self.so_far(number))
            }
        }
    }

    /// Whether a word that says that something is done begins at token `i`; a plan that "đã được thông qua" is done, what it plans
    /// is not.
    fn done(&self, i: usize) -> bool {
        let reading = self.reading;
        let Some(end) = reading.cue(i, Cue::Achieved) else { return false };
        // "phương án mới giảm 1 phân viện": the plan is new.
        let noun = |t: usize| reading.hits_before(t).any(|hit| matches!(hit.entry, Entry::Unit(_) | Entry::Cue(Cue::PlanFrame)));
        if reading.tokens[i].ch == 'm' && noun(i) {
            return false;
        }
        // "đã hoàn thiện và gửi đề án", "đã chuẩn bị phương án": a plan is made, not carried out.
        let sentence = reading.sentence_of(i);
        let behind = |words: usize| (end..sentence.end.min(end + words)).take_while(|&t| reading.tokens[t].is_word());
        let of_plan = || behind(6).any(|t| self.frames(t)) && reading.cue(end, Cue::CarryOut).is_none();
        behind(2).all(|t| reading.cue(t, Cue::Decides).is_none()) && !of_plan()
    }

    /// Whether the sentence asks if it can be: "có giảm được 500 biên chế hay không?"; one that asks why knows that it is.
    fn asked(&self, number: usize) -> bool {
        let asks = self.sentence.end.checked_sub(1).is_some_and(|last| self.reading.is_mark(last, '?'));
        asks && self.reading.find_cue(self.sentence.start..number, Cue::AsksWhy).is_none()
    }

    /// Whether words before the number say when, up to now, or in which year: such a sentence does not go on with a plan of the
    /// one before it, unless it says until when.
    fn so_far(&self, number: usize) -> bool {
        let reading = self.reading;
        let dated = |t: usize| {
            let begins = reading.claims[t] == Claim::Date && (t == self.sentence.start || reading.claims[t - 1] != Claim::Date);
            let until = reading.cue(t, Cue::AsOfWord).is_some() || reading.cue_before(t, Cue::AsOfWord).is_some();
            let staged =
                reading.any_cue(t, &[Cue::Stage, Cue::Term]).is_some() || reading.any_cue_before(t, &[Cue::Stage, Cue::Term]);
            begins && !until && !staged
        };
        reading.find_cue(self.sentence.start..number, Cue::SoFar).is_some() || (self.sentence.start..number).any(dated)
    }

    /// Whether a word of aims begins at token `i`; a plan that is carried out is none, nor is "quá trình".
    fn aims(&self, i: usize) -> bool {
        let reading = self.reading;
        let Some(end) = reading.cue(i, Cue::Target) else { return false };
        reading.cue(i, Cue::NotTarget).is_none_or(|e| e < end)
            && reading.cue_before(end, Cue::NotTarget).is_none_or(|s| s >= i)
            && reading.cue_before(i, Cue::CarryOut).is_none()
            // "đạt 72% kế hoạch" says how much of it is done.
            && !(i > 0 && reading.is_mark(i - 1, '%'))
    }

    /// Whether the next sentence, or the rest of this one, calls it a plan: "Đây là những mục tiêu …".
    fn planned_behind(&self, number: usize) -> bool {
        let reading = self.reading;
        if let Some(this) = reading.find_cue(number..self.sentence.end, Cue::ThisIs)
            && (this.end..self.sentence.end.min(this.end + 4)).any(|t| self.aims(t))
        {
            return true;
        }
        let next = reading.sentence_of(self.sentence.end);
        let this = reading.cue(next.start, Cue::ThisIs).filter(|_| next.start == self.sentence.end);
        this.is_some_and(|at| (at..next.end.min(at + 4)).any(|t| self.aims(t)))
    }

    /// Whether the sentences before, in the same paragraph or one that this goes on with ("Cụ thể, …"), speak of a plan.
    fn planned_before(&self) -> bool {
        *self.planned.get_or_init(|| {
            let reading = self.reading;
            let mut sentence = self.sentence.clone();
            for _ in 0..12 {
                let goes_on = reading.cue(sentence.start, Cue::Continues).is_some();
                if sentence.start == 0 || reading.tokens[sentence.start].breaks() && !goes_on {
                    return false;
                }
                sentence = reading.sentence_of(sentence.start - 1);
                let plan = sentence.clone().rev().find(|&t| self.frames(t));
                let compared = reading.find_last_cue(sentence.clone(), Cue::Compared).map(|r| r.start);
                let so_far = reading.find_last_cue(sentence.clone(), Cue::SoFar).map(|r| r.start);
                let done = sentence.clone().rev().find(|&t| self.done(t)).max(compared).max(so_far);
                if plan.is_some() || done.is_some() {
                    return plan > done;
                }
            }
            false
        })
    }

    /// Whether a word that speaks of a plan begins at token `i`, one that is not carried out.
    pub(super) fn frames(&self, i: usize) -> bool {
        let reading = self.reading;
        let Some(end) = reading.cue(i, Cue::PlanFrame) else { return false };
        reading.cue(i, Cue::NotTarget).is_none()
            && reading.cue_before(end, Cue::NotTarget).is_none_or(|s| s > i)
            && reading.cue_before(i, Cue::CarryOut).is_none()
    }
}
