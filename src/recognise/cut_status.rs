//! Whether a cut is done or still to come.

use super::quantity::approximation_before;
use super::staffing::Clause;
use crate::lang::cues::Cue;
use crate::model::tag::StaffingStatus;

impl Clause<'_, '_> {
    /// Achieved or target, and whether words say so. The word nearest before the number decides.
    pub(super) fn status(&self, verb: usize, number: usize) -> (StaffingStatus, bool) {
        let reading = self.reading;
        let semicolon =
            (self.sentence.start..verb).rev().find(|&t| reading.is_mark(t, ';')).map_or(self.sentence.start, |t| t + 1);
        let words = |from: usize, compared: bool| {
            let done = |i: usize| reading.cue(i, Cue::Achieved).is_some() || compared && reading.cue(i, Cue::Compared).is_some();
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
            (Some(t), Some(a)) if t > a => (StaffingStatus::Target, true),
            (_, Some(_)) => (StaffingStatus::Achieved, true),
            (Some(_), None) => (StaffingStatus::Target, true),
            (None, None) if least => (StaffingStatus::Target, true),
            // "giảm 5 đơn vị so với hiện nay" is still to come.
            (None, None) if reading.find_cue(number..self.sentence.end.min(number + 10), Cue::ThanNow).is_some() => {
                (StaffingStatus::Target, true)
            }
            (None, None) if self.planned_before() || self.planned_behind(number) => (StaffingStatus::Target, true),
            // "dự kiến sau sắp xếp giảm …" was a plan; without words of one, what is after the arrangement is done, and so is
            // "tinh giản được 199 người".
            (None, None) => {
                let after = reading.find_cue(semicolon..number.max(verb), Cue::Thereafter).is_some();
                (StaffingStatus::Achieved, after || reading.find_cue(verb..number.max(verb), Cue::Managed).is_some())
            }
        }
    }

    /// Whether a word of aims begins at token `i`; a plan that is carried out is none, nor is "quá trình".
    fn aims(&self, i: usize) -> bool {
        let reading = self.reading;
        let Some(end) = reading.cue(i, Cue::Target) else { return false };
        reading.cue(i, Cue::NotTarget).is_none_or(|e| e < end)
            && reading.cue_before(end, Cue::NotTarget).is_none_or(|s| s >= i)
            && reading.cue_before(i, Cue::CarryOut).is_none()
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

    /// Whether the sentences before, in the same paragraph, speak of a plan that this one goes on with.
    fn planned_before(&self) -> bool {
        let reading = self.reading;
        let mut sentence = self.sentence.clone();
        for _ in 0..12 {
            if sentence.start == 0 || reading.tokens[sentence.start].breaks() {
                return false;
            }
            sentence = reading.sentence_of(sentence.start - 1);
            let plan = reading.find_last_cue(sentence.clone(), Cue::PlanFrame).map(|r| r.start);
            let done = [Cue::Achieved, Cue::Compared]
                .iter()
                .filter_map(|cue| reading.find_last_cue(sentence.clone(), *cue))
                .map(|r| r.start)
                .max();
            if plan.is_some() || done.is_some() {
                return plan > done;
            }
        }
        false
    }
}
