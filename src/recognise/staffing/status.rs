//! Whether a cut is done or still to come.

use super::Clause;
use crate::lang::cues::Cue;
use crate::lang::lexicon::Entry;
use crate::model::tag::{Approximation, StaffingStatus};
use crate::recognise::quantity::approximation_before;
use crate::recognise::reading::Claim;

/// How strongly words say that a cut is planned (above zero) or done (below zero); the sum decides. A word in the same part of
/// the sentence outweighs all that stands further off.
mod weight {
    /// A word of aims or of what is done in the same part of the sentence, before the number.
    pub const SAME_PART: i32 = 5;
    /// The same in a part before a semicolon.
    pub const EARLIER_PART: i32 = 3;
    /// The same before the verb that reports what follows: "hỏi về lộ trình, Bộ trưởng cho biết …".
    pub const REPORTED: i32 = 1;
    /// "giảm tối thiểu", "giảm … so với hiện nay", "đây là mục tiêu" behind it.
    pub const AIM_OF_NUMBER: i32 = 3;
    /// "giảm được", "tinh giản được".
    pub const MANAGED: i32 = -2;
    /// "năm qua", "đến nay", or a day or year.
    pub const SO_FAR: i32 = -2;
    /// The sentences before speak of a plan.
    pub const PLAN_BEFORE: i32 = 2;
}

impl Clause<'_, '_> {
    /// Achieved or target, and whether words say so.
    pub(super) fn status(&self, verb: usize, number: usize) -> (StaffingStatus, bool) {
        if self.asked(number) {
            return (StaffingStatus::Target, true);
        }
        let reading = self.reading;
        let word = self.word_before(verb, number);
        let least = approximation_before(reading, number) == Some(Approximation::AtLeast);
        let than_now = || reading.find_cue(number..self.sentence.end.min(number + 10), Cue::ThanNow).is_some();
        // "giảm 12 phòng theo phương án mới", "giảm 12 phòng trong thời gian tới".
        let behind = (number..self.sentence.end.min(number + 14)).find(|&t| matches!(reading.tokens[t].ch, ',' | ';' | ':'));
        let plan = || reading.find_cue(number..behind.unwrap_or(self.sentence.end.min(number + 14)), Cue::PlanBehind).is_some();
        let managed = reading.find_cue(verb..number.max(verb), Cue::Managed).is_some();
        let so_far = self.so_far(number);
        let mut signals = [
            word,
            i32::from(least || than_now() || plan() || self.planned_behind(number)) * weight::AIM_OF_NUMBER,
            i32::from(managed) * weight::MANAGED,
            i32::from(so_far) * weight::SO_FAR,
            0,
        ];
        if word.abs() <= weight::REPORTED && !so_far && self.planned_before() {
            signals[4] = weight::PLAN_BEFORE;
        }
        let stated = signals.iter().any(|signal| *signal != 0);
        let planned = signals.iter().any(|signal| *signal > 0) && signals.iter().sum::<i32>() >= 0;
        (if planned { StaffingStatus::Target } else { StaffingStatus::Achieved }, stated)
    }

    /// The weight of the word of aims or of what is done that stands nearest before the number.
    fn word_before(&self, verb: usize, number: usize) -> i32 {
        let reading = self.reading;
        let start = self.sentence.start;
        let part = (start..verb).rev().find(|&t| reading.is_mark(t, ';')).map_or(start, |t| t + 1);
        // A part behind a semicolon that says nothing goes on with the part before.
        let nearest = match self.nearest(part, number.max(verb), true) {
            (None, None) if part > start => (self.nearest(start, number.max(verb), false), weight::EARLIER_PART),
            found => (found, weight::SAME_PART),
        };
        let ((target, done), strength) = match nearest {
            // "theo hướng giảm 2 cơ quan": the direction of a plan, unless it has been done.
            ((_, None), _) if reading.cue_before(verb, Cue::Towards).is_some() => return weight::SAME_PART,
            // "vượt mục tiêu giảm 10%": the number is the aim's.
            _ if self.goal(verb) => return weight::SAME_PART,
            found => found,
        };
        let reported = |t: usize| reading.find_cue(t..verb.max(t), Cue::Reports).is_some();
        match (target, done) {
            (Some(t), d) if d.is_none_or(|d| t > d) => {
                if reported(t) {
                    weight::REPORTED
                } else {
                    strength
                }
            }
            (_, Some(_)) => -strength,
            _ => 0,
        }
    }

    /// Whether a goal stands right before the verb, one that is not said to be reached: "đã hoàn thành mục tiêu giảm 10%".
    fn goal(&self, verb: usize) -> bool {
        let reading = self.reading;
        let reached = |goal: usize| {
            let done = |t: usize| reading.cue(t, Cue::Achieved).is_some() && reading.cue(t, Cue::ShareLink).is_none();
            reading.cue_before(goal, Cue::Finished).is_some_and(|end| (end.saturating_sub(3)..=end).any(done))
        };
        reading.cue_before(verb, Cue::Goal).is_some_and(|goal| !reached(goal))
    }

    /// Where the last word of aims and the last word of what is done stand between `from` and `to`.
    fn nearest(&self, from: usize, to: usize, compared: bool) -> (Option<usize>, Option<usize>) {
        let reading = self.reading;
        // "đề án giúp giảm 18%" has done so, unless it "sẽ giúp".
        let helps = |i: usize| {
            // "tham mưu, giúp việc" is what offices do.
            let helps = reading.cue(i, Cue::Helps).is_some() && reading.cue(i, Cue::NotHelp).is_none();
            helps && reading.find_cue(from..i, Cue::WillBe).is_none()
        };
        let done = |i: usize| self.done(i) || helps(i) || compared && reading.cue(i, Cue::Compared).is_some();
        let mut before = (from..to).rev();
        let target = before.clone().find(|&i| self.aims(i));
        (target, before.find(|&i| done(i)))
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
        // "vừa được Ban Chấp hành Trung ương thống nhất".
        let far = if reading.cue(end, Cue::Managed).is_some() { 9 } else { 2 };
        behind(far).all(|t| reading.cue(t, Cue::Decides).is_none()) && !of_plan()
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
            // "giảm 217 chỉ tiêu": it is counted.
            && self.all.binary_search_by_key(&i, |q| q.span.end).is_err()
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
