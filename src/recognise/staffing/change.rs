//! Cuts stated by what there was before and what is left: "từ 12 phòng xuống còn 8", "401 chi cục … để thành lập 190", "còn
//! 33 đơn vị hành chính, thay vì 77".

use super::Clause;
use super::counted::Amount;
use super::governor::Role;
use super::statement::Account;
use crate::lang::cues::Cue;
use crate::lang::lexicon::Entry;
use crate::lang::units::UnitClass;
use crate::model::mention::StaffingMention;
use crate::model::tag::{QuantityKind, StaffingSubject};
use crate::recognise::reading::{Claim, is_near};
use std::ops::Range;

/// What there was before, and how the sentence says so.
struct Before {
    /// The number, when it stands in this sentence.
    number: Option<usize>,
    amount: Amount,
    /// Whether "từ", or "trước đây" against "nay", leaves no doubt that the two numbers are of one thing.
    stated: bool,
}

impl Account<'_, '_, '_> {
    /// Number `n` is left, or is what others became: finds what there was before.
    pub(super) fn change(&mut self, n: usize) {
        let clause = self.clause;
        let reading = clause.reading;
        if !self.amounts[n].is_count() || self.is_left_of_cut(n) || clause.will_act(&self.amounts[n]) {
            return;
        }
        let here = self.before(n).or_else(|| self.before_in_chain(n)).or_else(|| self.before_behind(n));
        let Some(Before { number, amount: before, stated }) = here.or_else(|| self.before_in_last_sentence(n)) else { return };
        let after = self.amounts[n].clone();
        let role = self.governors[n].role;
        // "thành" and a bare "còn" join two numbers only in a merger or a cut.
        let long = reading.source(self.governors[n].at..after.span.start).split_whitespace().count() > 1;
        let verb = [Cue::Merge, Cue::Reduce, Cue::ReduceStaff, Cue::Dissolve]
            .into_iter()
            .filter_map(|cue| reading.find_last_cue(clause.sentence.start..after.span.start, cue))
            .max_by_key(|r| r.start);
        // "đưa học sinh từ 27 xã về 22 điểm trường".
        let back = reading.cue(self.governors[n].at, Cue::Back).is_some();
        if back && number.is_some_and(|m| !after.is_bare() && self.words_of(m) != self.words_of(n)) {
            return;
        }
        let told = self.rows.iter().any(|row| row.before.is_some());
        let joined = stated || told || verb.is_some() || role == Role::Left && long;
        if !joined || after.value >= before.value {
            return;
        }
        // "xóa 125 thôn, thành lập 60 thôn mới": two acts, unless one is the purpose of the other.
        let at = self.governors[n].at;
        if role == Role::Became && reading.cue(at, Cue::Founds).is_some() && at > 0 && reading.is_mark(at - 1, ',') {
            return;
        }
        // "109 đơn vị để hình thành 33 xã và 23 phường": only all of them together are what became of the first.
        let several = role == Role::Became && self.goes_on_with(n) && number.is_none_or(|m| self.words_of(m) != self.words_of(n));
        let Some(subject) = self.subject_of_change(number, &before, &after).filter(|_| !several) else { return };
        if clause.no_cut(before.span.start, &before, false) {
            return;
        }
        let start = number.map_or(at, |_| before.span.start);
        let begins = verb.filter(|v| v.start < start && start - v.start < 16).map_or(start, |v| v.start);
        let (status, status_stated) = clause.status(begins, after.span.start);
        let mut row = clause.mention(begins, &after, subject, status, status_stated, None, None, "staffing.from_to");
        // "xuống còn 512 người từ 640 người": what there was may be said last.
        let last = number.map_or(after.end(), |_| before.end().max(after.end()));
        row.span = begins.min(after.span.start)..last;
        if !before.unit.is_empty() && number.is_some() {
            row.subject_span = before.unit.clone();
        }
        (row.before, row.after) = (Some(before.value), Some(after.value));
        match number.and_then(|m| self.cut_in_front(m, before.value - after.value).map(|r| (m, r))) {
            // "giảm 13 đầu mối (từ 45 xuống còn 32)": the cut was stated before.
            Some((m, r)) => {
                (self.rows[r].before, self.rows[r].after) = (row.before, row.after);
                self.join(m, r);
                self.join(n, r);
            }
            None => {
                self.push(n, row, None);
                if let Some(m) = number {
                    self.row_of[m] = self.row_of[n];
                }
            }
        }
    }

    /// Whether another number of the same kind goes on with number `n` right behind it.
    fn goes_on_with(&self, n: usize) -> bool {
        let (Some(next), Some(governor)) = (self.amounts.get(n + 1), self.governors.get(n + 1)) else { return false };
        let gap = self.amounts[n].end()..next.span.start;
        let floor = self.amounts.get(n + 2).map_or(self.clause.sentence.end, |after| after.span.start);
        let own = self.becomes_other(n + 1) || self.clause.verb_behind(next, floor).is_some();
        let same = next.class.is_some() && next.class == self.amounts[n].class;
        governor.role == Role::Listed && gap.len() <= 2 && same && !own
    }

    /// The row of the cut told before number `m` in the sentence, which says that `cut` of them went: "giảm 13 đầu mối (từ 45
    /// xuống còn 32)", "giảm 60-70% (từ 10.035 xã xuống còn 3.000)", "giảm 67%, từ 10.035 xuống 3.321".
    fn cut_in_front(&self, m: usize, cut: f64) -> Option<usize> {
        let reading = self.clause.reading;
        let right_before = m.checked_sub(1).and_then(|c| self.row_of[c]);
        let gap = m.checked_sub(1).map_or(0..0, |c| self.amounts[c].end()..self.amounts[m].span.start);
        let bracket = gap.len() <= 20 && gap.clone().any(|t| reading.is_mark(t, '('));
        let near = gap.len() <= 9 && !gap.clone().any(|t| reading.is_mark(t, ';'));
        // "giải thể 2 trạm, hợp nhất 3 trung tâm thành 1" are two acts.
        let from = self.governors[m].role == Role::From;
        let words = self.words_of(m);
        let same = |row: &StaffingMention| {
            words.is_empty() || row.subject_span.is_empty() || reading.source(row.subject_span.clone()) == words
        };
        let found = self.rows.iter().enumerate().rev().find(|(r, row)| {
            let last = right_before == Some(*r);
            let share = |p: f64| last && (bracket || near && (p - cut / self.amounts[m].value * 100.0).abs() < 1.0);
            let fits = match row.count {
                // A large difference that is right to the unit needs no other sign that the two are one.
                Some(count) => {
                    count == cut && cut >= 20.0 || last && near && (same(row) || from) && (count - cut).abs() <= cut * 0.01
                }
                None => row.percent.is_some_and(share),
            };
            row.before.is_none() && row.after.is_none() && fits
        });
        found.map(|(r, _)| r)
    }

    /// "giảm 60 đơn vị xuống còn hơn 50": what is left of the cut right before it.
    fn is_left_of_cut(&mut self, n: usize) -> bool {
        let clause = self.clause;
        let Some((p, row)) = n.checked_sub(1).and_then(|p| self.row_of[p].map(|row| (p, row))) else { return false };
        let (cut, left) = (&self.amounts[p], &self.amounts[n]);
        let gap = cut.end()..left.span.start;
        // "giảm được 26 thôn; còn lại 106 thôn".
        let clean = !gap
            .clone()
            .any(|t| clause.reading.is_mark(t, '(') || clause.reading.is_mark(t, ';') && t + 1 != self.governors[n].at);
        let alike = cut.class.is_none() || left.class.is_none() || clause.same_kind(cut, left);
        let open = self.rows[row].after.is_none() && self.rows[row].before.is_none();
        // "giảm 3 viện cấp cao và còn 355 viện khu vực": what is left is of another kind, unless "xuống" says that it is not.
        let down = clause.reading.find_cue(self.governors[n].at..left.span.start, Cue::Downwards).is_some();
        let words = down || cut.is_bare() || left.is_bare() || self.words_of(p) == self.words_of(n);
        let compared = self.governors.get(n + 1).is_some_and(|next| next.role == Role::Than);
        let cuts = matches!(self.governors[p].role, Role::Cut(_)) && !self.governors[n].role.eq(&Role::Became);
        if !(cuts && open && clean && alike && words && !compared && gap.len() <= 12) {
            return false;
        }
        let offices = left.class == Some(UnitClass::Unit);
        self.rows[row].after = Some(left.value);
        // "thu gọn 4 đơn vị hành chính xuống còn 26 đầu mối" are units of an office, whatever they are called.
        if offices && self.rows[row].subject == StaffingSubject::AdminUnit {
            self.rows[row].subject = StaffingSubject::Unit;
        }
        self.join(n, row);
        true
    }

    /// Which number before `n` in the sentence says how many there were.
    fn before(&self, n: usize) -> Option<Before> {
        let clause = self.clause;
        let reading = clause.reading;
        let after = &self.amounts[n];
        let candidates = (n.saturating_sub(5)..n)
            .rev()
            .filter(|&m| self.row_of[m].is_none() && self.amounts[m].is_count() && self.amounts[m].value > after.value);
        // "từ chỗ 5 phòng, 2 trung tâm, nay còn 3 phòng, 1 trung tâm": all numbers of the list were there before.
        let role_of = |m: usize| match self.governors[m].role {
            Role::Listed => {
                let head = (0..m).rev().map(|k| self.governors[k].role).find(|role| *role != Role::Listed);
                head.filter(|role| *role == Role::From).unwrap_or(Role::Listed)
            }
            role => role,
        };
        let candidate = |m: usize| {
            let (before, role) = (&self.amounts[m], role_of(m));
            let gap = before.end()..after.span.start;
            let other = before.class.is_some() && after.class.is_some() && !clause.same_kind(before, after);
            // "10 trường (2 trường mầm non, 8 trường tiểu học) thành 5": what stands in brackets only says more.
            let mut marks = gap.clone().map(|t| reading.tokens[t].ch);
            let aside = marks.find(|c| matches!(c, '(' | ')')) == Some(')');
            if other || gap.is_empty() || aside {
                return None;
            }
            let same = before.class.is_some() && before.class == after.class;
            let acts = || gap.clone().any(|t| reading.any_cue(t, &[Cue::Merge, Cue::Reduce, Cue::Thereafter]).is_some());
            let contrast = (same || after.is_bare()) && clause.is_contrast(before.span.start, gap.clone());
            let most = match role {
                Role::From if self.governors[m].role == Role::Listed => 26,
                Role::From => 20,
                Role::Has | Role::Other | Role::Listed | Role::Where if contrast => 40,
                // "hiện có 24 xã, sau sắp xếp còn 13 xã": the two may stand apart when they count the same.
                Role::Has if same && acts() => 30,
                Role::Merged(_) | Role::Basis => 24,
                // "53 chi cục của 63 cục thuế được sắp xếp lại thành 25 chi cục".
                Role::Other | Role::Has if same && acts() => 24,
                Role::Has | Role::Other | Role::Listed | Role::Bracketed | Role::Part => 11,
                Role::Where if acts() => 11,
                _ => return None,
            };
            let clauses = gap.clone().any(|t| reading.is_mark(t, ';'));
            // A number that only says where may stand between; one that counts the same is the nearer one.
            let free = |k: usize| self.amounts[k].class != after.class || self.words_of(k) != self.words_of(n);
            let words = |m: usize| self.words_of(m).starts_with(self.words_of(n)) && !after.unit.is_empty();
            let listed = role == Role::From && before.class.is_some();
            let between = n - m == 1 || (same || listed && words(m)) && (m + 1..n).all(|k| free(k) || self.row_of[k].is_some());
            let alike = n - m == 1 || words(m) || !self.governors[n].role.eq(&Role::Left);
            let fits = gap.len() <= most && between && alike && (!clauses || contrast);
            fits.then(|| Before { number: Some(m), amount: before.clone(), stated: role == Role::From || contrast })
        };
        // "53 chi cục của 63 cục thuế … thành 25": a number that only says where is the last to be taken.
        let place = |m: &usize| self.governors[*m].role == Role::Where;
        let nearest = candidates.clone().filter(|m| !place(m)).find_map(candidate);
        nearest.or_else(|| candidates.filter(place).find_map(candidate))
    }

    /// "xuống còn 512 người từ 640 người".
    fn before_behind(&self, n: usize) -> Option<Before> {
        let m = n + 1;
        let (after, before) = (&self.amounts[n], self.amounts.get(m)?);
        let same = before.is_bare() || self.clause.same_kind(before, after);
        let near = self.governors[m].role == Role::From && is_near(after.end(), before.span.start, 4);
        (near && same && before.is_count() && self.row_of[m].is_none()).then(|| Before {
            number: Some(m),
            amount: before.clone(),
            stated: true,
        })
    }

    /// "từ 44 đơn vị, giảm xuống còn 40 và giảm tiếp xuống còn 34": what was left before is what there was.
    fn before_in_chain(&self, n: usize) -> Option<Before> {
        let p = n.checked_sub(1).filter(|&p| self.governors[p].role == Role::Left && self.governors[n].role == Role::Left)?;
        let row = &self.rows[self.row_of[p]?];
        let (last, after) = (&self.amounts[p], &self.amounts[n]);
        let same = after.is_bare() || self.words_of(p) == self.words_of(n);
        let gap = last.end()..self.governors[n].at;
        let told = self.clause.reading.cue(self.governors[n].at, Cue::DownTo).is_some();
        let again = same && told && row.after == Some(last.value) && last.value > after.value && gap.len() <= 12;
        let plain = !gap.into_iter().any(|t| self.clause.reading.is_mark(t, ';'));
        (again && plain).then(|| Before { number: None, amount: last.clone(), stated: false })
    }

    /// The words of what number `n` counts.
    pub(super) fn words_of(&self, n: usize) -> &str {
        self.clause.reading.source(self.amounts[n].unit.clone())
    }

    /// "Phường trước có 31 tổ dân phố, 9 chi hội. Nay còn 18 tổ, 6 chi hội": what there was stands in the sentence before.
    fn before_in_last_sentence(&self, n: usize) -> Option<Before> {
        if self.governors[n].role != Role::Left {
            return None;
        }
        let last = self.clause.before_it()?;
        let after = &self.amounts[n];
        let amounts = last.amounts();
        let words = |a: &Amount| self.clause.reading.source(a.unit.clone());
        let alike = |before: &&Amount| {
            let same = before.class.is_some() && self.clause.same_kind(before, after);
            before.is_count() && (same || after.is_bare() && before.class.is_some())
        };
        // Of several numbers the one that counts the same in the same words.
        let same = amounts.iter().rposition(|b| b.is_count() && !after.unit.is_empty() && words(b) == words(after));
        let one =
            |m: &usize| amounts.iter().filter(alike).count() == 1 || alike(&&amounts[*m]) && amounts[*m].value > after.value;
        let m = same.or_else(|| amounts.iter().rposition(|b| alike(&b)).filter(one))?;
        let before = &amounts[m];
        let floor = m.checked_sub(1).map_or(last.sentence.start, |p| amounts[p].end());
        let governor = last.governor(before, floor);
        let once = || last.reading.find_cue(last.sentence.start..before.span.start, Cue::Once).is_some();
        let had = matches!(governor.role, Role::Has | Role::Other) && last.was(before.span.start)
            || governor.role == Role::Listed && once();
        let now = self.clause.sentence.start..after.span.start;
        // "Huyện có 96 trường công lập. Theo quy hoạch, huyện sẽ nhập 8 trường nhỏ, còn 88 trường".
        let merged = || {
            let reading = self.clause.reading;
            let head = !after.unit.is_empty() && words(before).starts_with(words(after));
            let acts = [Cue::Merge, Cue::Reduce, Cue::Dissolve].iter().any(|cue| reading.find_cue(now.clone(), *cue).is_some());
            governor.role == Role::Has && head && acts && before.value > after.value && before.value < 3.0 * after.value
        };
        let told = had && self.clause.is_now(now.clone()) || merged();
        told.then(|| Before { number: None, amount: before.clone(), stated: true })
    }

    /// "còn 33 đơn vị hành chính, thay vì 77", "so với 41 đơn vị trước hợp nhất, nay có 35": what there was is compared with.
    pub(super) fn compared(&mut self, n: usize) {
        let clause = self.clause;
        let reading = clause.reading;
        let pair = |m: usize| {
            let near = self.governors[n].at <= self.amounts[m].end() + 3;
            m < n && self.governors[m].role == Role::Left && near
        };
        let next = |m: usize| {
            let gap = self.amounts[n].end()..self.amounts[m].span.start;
            matches!(self.governors[m].role, Role::Has | Role::Left) && gap.len() <= 14 && clause.is_now(gap)
        };
        // "quản lý khoảng 20 đơn vị thay vì 82": "thay vì" says of itself that there were more.
        let instead = |m: usize| {
            let open = matches!(self.governors[m].role, Role::Other | Role::Has);
            let near = self.governors[n].at <= self.amounts[m].end() + 5;
            let instead = reading.cue(self.governors[n].at, Cue::InsteadOf).is_some();
            open && near && instead && self.amounts[m].class.is_some() && (clause.about_offices() || self.staff_context())
        };
        let earlier = n.checked_sub(1).filter(|&m| pair(m) || instead(m));
        let Some(m) = earlier.or_else(|| Some(n + 1).filter(|&m| m < self.amounts.len() && next(m))) else { return };
        let (after, before) = (self.amounts[m].clone(), self.amounts[n].clone());
        let counts = before.is_count() && after.is_count() && before.value > after.value;
        let same = before.class.is_none() || after.class.is_none() || clause.same_kind(&before, &after);
        if self.row_of[m].is_some() || !counts || !same || reading.cue(before.end(), Cue::PlanShare).is_some() {
            return;
        }
        let counted = if after.class.is_some() { &after } else { &before };
        // "mỗi thôn còn 3 chức danh thay vì 9, mỗi xã còn 12 thay vì 22".
        let told = || self.rows.last().filter(|_| before.is_bare() && after.is_bare()).map(|row| row.subject);
        let subject = clause.subject(counted.class, &counted.unit, self.staff_context()).or_else(told);
        let Some(subject) = subject else { return };
        let start = self.governors[m].at.min(self.governors[n].at);
        self.push_change(n, m, start, subject);
    }

    /// "thành lập mới 12 xã trên cơ sở sáp nhập 31 xã": number `n` is what the number before it is made of.
    pub(super) fn founded(&mut self, n: usize) {
        let clause = self.clause;
        let Some(m) = n.checked_sub(1).filter(|&m| self.row_of[m].is_none()) else { return };
        let (after, before) = (&self.amounts[m], &self.amounts[n]);
        let counts = before.is_count() && after.is_count() && before.value > after.value;
        let near = is_near(after.end(), before.span.start, 10);
        let Some(subject) = clause.subject(before.class.or(after.class), &before.unit, false) else { return };
        if counts && near && (after.class.is_none() || before.class.is_none() || clause.same_kind(before, after)) {
            self.push_change(n, m, self.governors[m].at.min(after.span.start), subject);
        }
    }

    /// The row of what there was, number `before`, and what there is now, number `after`.
    pub(super) fn push_change(&mut self, before: usize, after: usize, start: usize, subject: StaffingSubject) {
        let clause = self.clause;
        let (was, is) = (self.amounts[before].clone(), self.amounts[after].clone());
        let (status, stated) = clause.status(start, is.span.start);
        let mut row = clause.mention(start, &is, subject, status, stated, None, None, "staffing.from_to");
        row.span = start.min(was.span.start).min(is.span.start)..was.end().max(is.end());
        (row.before, row.after) = (Some(was.value), Some(is.value));
        self.push(after, row, None);
        self.row_of[before] = self.row_of[after];
    }

    /// Where the bracket ends that begins shortly behind number `n`.
    fn bracket_behind(&self, n: usize) -> Option<usize> {
        let reading = self.clause.reading;
        let end = self.amounts[n].end();
        let opens = (end..self.clause.sentence.end.min(end + 8)).find(|&t| !reading.tokens[t].is_word())?;
        let bracket = reading.is_mark(opens, '(').then_some(opens)?;
        (bracket..self.clause.sentence.end).find(|&t| reading.is_mark(t, ')'))
    }

    /// Whether what number `n` counts becomes fewer: then it is no cut of its own.
    pub(super) fn becomes_other(&self, n: usize) -> bool {
        // "sáp nhập, giải thể 139 đầu mối (102 phòng, 37 trung tâm), sau khi sắp xếp còn 54": what stands in brackets only says more.
        let merged = matches!(self.governors[n].role, Role::Merged(Some(_)));
        let closes = merged.then(|| self.bracket_behind(n)).flatten();
        let m = closes.map_or(n + 1, |end| self.amounts.partition_point(|a| a.span.start < end));
        let Some(next) = self.governors.get(m).filter(|next| matches!(next.role, Role::Became | Role::Left)) else {
            return false;
        };
        let (one, other) = (&self.amounts[n], &self.amounts[m]);
        let same = one.class.is_none() || other.class.is_none() || self.clause.same_kind(one, other);
        let near = is_near(closes.unwrap_or(one.end()), next.at, 10);
        same && (next.role == Role::Became || other.value < one.value && near)
    }
}

impl Clause<'_, '_> {
    /// Whether words between two numbers, or before the first, set now against then: "năm 2017 có 418 người, cuối năm 2021 còn
    /// 265 người", "trước có 13 phòng, nay còn 10 phòng".
    fn is_contrast(&self, first: usize, gap: Range<usize>) -> bool {
        let once = self.was(first) || self.reading.find_cue(gap.clone(), Cue::Once).is_some();
        once && self.is_now(gap)
    }

    /// Whether something is still to be done with what is counted: "còn 4 xã biên giới sẽ được sắp xếp" are not what is left.
    fn will_act(&self, amount: &Amount) -> bool {
        let end = amount.end();
        let near = (end..self.sentence.end.min(end + 4)).take_while(|&t| self.reading.tokens[t].is_word());
        near.into_iter().any(|t| self.reading.any_cue(t, &[Cue::WillBe, Cue::NotDone, Cue::LeftToDo]).is_some())
    }

    /// Whether words before the number at `at` say when, or that it was so once.
    pub(super) fn was(&self, at: usize) -> bool {
        let before = self.sentence.start..at;
        self.reading.find_cue(before.clone(), Cue::Once).is_some()
            || before.into_iter().any(|t| self.reading.claims[t] == Claim::Date)
    }

    /// Whether words of `range` say that an account has come to now, or to a later day.
    fn is_now(&self, range: Range<usize>) -> bool {
        self.reading.find_cue(range.clone(), Cue::Now).is_some()
            || range.into_iter().any(|t| self.reading.claims[t] == Claim::Date)
    }

    /// "hai đầu mối thành một": a bare number word that ends what units become.
    pub(super) fn became(&self, i: usize) -> Option<Amount> {
        let reading = self.reading;
        reading.cue_before(i, Cue::Become).or_else(|| reading.cue_before(i, Cue::DownTo))?;
        let (value, end) = reading.hits_at(i).iter().find_map(|h| match h.entry {
            Entry::Numeral(value) => Some((value, h.end as usize)),
            _ => None,
        })?;
        let ends = reading.tokens.get(end).is_none_or(|t| !t.is_word() || t.breaks()) || reading.cue(end, Cue::CutStop).is_some();
        ends.then_some(Amount { span: i..end, unit: end..end, class: None, kind: QuantityKind::Count, value })
    }

    /// Whether two amounts count the same kind of thing.
    pub(super) fn same_kind(&self, one: &Amount, other: &Amount) -> bool {
        let kind = |a: &Amount| match a.class {
            Some(UnitClass::Staff | UnitClass::LeadershipPost | UnitClass::Person) => Some(StaffingSubject::Staff),
            class => match self.subject(class, &a.unit, true) {
                Some(StaffingSubject::AdminUnit) => Some(StaffingSubject::Unit),
                kind => kind,
            },
        };
        // "18 cơ sở giáo dục thành 3 cơ sở": the second names them by their first word.
        let words = |a: &Amount| self.reading.source(a.unit.clone());
        let head = |a: &Amount, b: &Amount| !a.unit.is_empty() && words(b).starts_with(words(a)) && kind(b).is_some();
        kind(one) == kind(other) || head(one, other) || head(other, one)
    }
}
