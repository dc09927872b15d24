//! What goes on with a cut that is told: the numbers of a list, the parts of a whole, numbers that come to what the sentence
//! before has told.

use super::counted::Amount;
use super::governor::{Governor, Role};
use super::statement::Account;
use crate::lang::cues::Cue;
use crate::lang::lexicon::Entry;
use crate::lang::units::UnitClass;
use crate::model::mention::StaffingMention;
use crate::model::tag::{QuantityKind, StaffingSubject};
use crate::recognise::quantity::approximation_start;

impl Account<'_, '_, '_> {
    /// A number behind a comma or "và": "giảm 21 đơn vị, 2.000 biên chế và 3 trưởng phòng", "giảm 18% số đầu mối, 10% đơn vị".
    pub(super) fn listed(&mut self, n: usize) {
        let clause = self.clause;
        // "giảm 6 cơ quan; 3 ban quản lý nhập thành 1".
        let Some(p) = self.last_outside(n) else { return };
        let apart = |next: &Governor| (self.amounts[n].end()..next.at).any(|t| matches!(clause.reading.tokens[t].ch, ',' | ';'));
        if self.becomes_other(n) && self.governors.get(n + 1).is_some_and(|next| next.role == Role::Became && !apart(next)) {
            return;
        }
        let floor = self.amounts.get(n + 1).map_or(clause.sentence.end, |next| next.span.start);
        let left = self.governors[p].role == Role::Left && self.row_of[p].is_some() && !self.becomes_other(n);
        if left && clause.verb_behind(&self.amounts[n], floor).is_none() {
            // "nay còn 10 phòng, 5 đơn vị sự nghiệp".
            self.governors[n].role = Role::Left;
            return self.change(n);
        }
        // "giải thể 4 khu quản lý, 13 chi cục": the noun of the first is not known; the verb cuts the others as well.
        if let (None, Role::Cut(verb)) = (self.row_of[p], self.governors[p].role)
            && self.amounts[p].class.is_none()
            && !self.amounts[p].unit.is_empty()
            && self.amounts[p].is_count()
            && self.amounts[n].class.is_some()
            && !clause.acts(&self.amounts[n])
            && !clause.cuts_itself(&self.amounts[n], false)
        {
            self.governors[n].role = Role::Cut(verb);
            return self.cut(n, verb);
        }
        let Some(r) = self.row_of[p] else { return };
        if self.is_part(p) {
            return self.part(n);
        }
        let (last, row) = (&self.amounts[p], &self.rows[r]);
        let amount = self.amounts[n].clone();
        // Only the numbers of a cut have a list; what is left or was there before has none, nor has a remark in brackets.
        let Some(verb) = self.verbs[r].filter(|verb| !self.closed(verb.at, p, n)) else { return };
        // "Tiền Giang 1.388 người, 8,4%": a list that gives the share of each.
        if amount.is_percent()
            && clause.noun_behind(&amount).is_none()
            && row.count.is_some()
            && self.rows.iter().any(|r| r.count.is_some() && r.percent.is_some())
        {
            self.attach_share(n);
            return;
        }
        let end = amount.end();
        // "giảm 6 xã, 48 cán bộ dôi dư": who is left over is not cut yet.
        let left_over = clause.reading.find_cue(end..clause.sentence.end.min(end + 6), Cue::LeftOver).is_some();
        let (percent, was_percent) = (amount.is_percent(), row.count.is_none());
        // "tinh giản 231 trường hợp, vượt 31 trường hợp so với kế hoạch".
        let exceeds = clause.reading.cue_before(amount.span.start, Cue::Exceeds).is_some();
        // "giảm 8,7% chỉ tiêu biên chế cùng 9 đơn vị sự nghiệp".
        let joined = || clause.reading.any_cue_before(amount.span.start, &[Cue::And, Cue::Together]);
        let counts_more = was_percent && amount.is_count() && amount.class.is_some() && joined();
        if left_over
            || exceeds
            || percent != was_percent && !counts_more
            || clause.cuts_itself(&amount, self.is_labelled(p, n))
            || clause.acts(&amount)
        {
            return;
        }
        let person_ok = verb.of_staff() || self.staff_context();
        let next = if percent {
            let left_out = clause.reading.cue(amount.span.end, Cue::PlaceLink).is_some();
            clause.noun_behind(&amount).or(left_out.then_some(row.subject))
        } else {
            // "giảm lần lượt 18.449 và 110.000": bare numbers go on with the subject of the first.
            let bare = amount.is_bare() && (last.is_bare() || self.is_labelled(p, n));
            let subject = clause.subject(amount.class, &amount.unit, person_ok);
            subject.or_else(|| (bare || self.is_of_the_kind(p, n)).then_some(row.subject))
        };
        let Some(next) = next else { return };
        if clause.no_cut(amount.span.start, &amount, true) || percent && clause.of_plan(&amount) {
            return;
        }
        let (count, share) = if percent { (None, Some(amount.value)) } else { (Some(amount.value), None) };
        let (status, stated, rule) = (row.status, row.status_stated, row.rule);
        let row = clause.mention(verb.at, &amount, next, status, stated, count, share, rule);
        self.governors[n].role = Role::Cut(verb);
        self.push(n, row, Some(verb));
    }

    /// "giải thể 5 ban chỉ huy, 11 kho, 3 xưởng": right behind a comma or "và" a noun that is not known counts what the number
    /// before it counts, offices or places.
    fn is_of_the_kind(&self, p: usize, n: usize) -> bool {
        let (last, amount) = (&self.amounts[p], &self.amounts[n]);
        let reading = self.clause.reading;
        let start = approximation_start(reading, amount.span.start);
        let joined = start > last.end() && (reading.is_mark(start - 1, ',') || reading.cue_before(start, Cue::And).is_some());
        let offices = matches!(last.class, Some(UnitClass::Unit | UnitClass::AdminUnit)) || last.class.is_none();
        let row = self.row_of[p].map(|row| self.rows[row].subject);
        joined
            && offices
            && matches!(row, Some(StaffingSubject::Unit | StaffingSubject::AdminUnit))
            && amount.class.is_none()
            && amount.is_count()
            && !amount.unit.is_empty()
    }

    /// Whether a bracket that began behind `verb` is closed between the numbers `p` and `n`: "có 9 phòng (giảm 3 phòng), 4 trạm".
    fn closed(&self, verb: usize, p: usize, n: usize) -> bool {
        let reading = self.clause.reading;
        let closes = (self.amounts[p].end()..self.amounts[n].span.start).any(|t| reading.is_mark(t, ')'));
        closes
            && !(verb..self.amounts[p].span.start).any(|t| reading.is_mark(t, '('))
            && !(self.amounts[p].end()..self.amounts[n].span.start).any(|t| reading.is_mark(t, '('))
    }

    /// The number before `n`, passing over those in brackets that are closed before `n`: "60 cục (trước có 120 cục), 300 phòng".
    pub(super) fn last_outside(&self, n: usize) -> Option<usize> {
        let reading = self.clause.reading;
        let mut depth = 0;
        let mut to = self.amounts[n].span.start;
        (0..n).rev().find(|&m| {
            for t in (self.amounts[m].span.start..to).rev() {
                depth += i32::from(reading.is_mark(t, ')')) - i32::from(depth > 0 && reading.is_mark(t, '('));
            }
            to = self.amounts[m].span.start;
            depth == 0
        })
    }

    /// Whether words between two numbers say whose the second is: "khối chính quyền giảm 7 đầu mối, khối Đảng 4".
    fn is_labelled(&self, p: usize, n: usize) -> bool {
        let reading = self.clause.reading;
        let between = self.amounts[p].end()..approximation_start(reading, self.amounts[n].span.start);
        let words = between.clone().filter(|&t| reading.tokens[t].is_word() && reading.cue(t, Cue::And).is_none()).count();
        let whose = |t: usize| {
            let known = |entry| matches!(entry, Entry::Unit(_) | Entry::Place(_) | Entry::Body(_));
            reading.tokens[t].is_capital()
                || reading.cue(t, Cue::LabelWord).is_some()
                || reading.hits_at(t).iter().any(|hit| known(hit.entry))
        };
        words >= 2 && between.into_iter().any(whose)
    }

    /// A part of the number cut before it: "(khối Đảng: 12 người; khối chính quyền: 130 người)", "trong đó cấp tỉnh 12, cấp huyện
    /// 20". Parts count the same kind of thing and come to no more than the whole.
    pub(super) fn part(&mut self, n: usize) {
        let clause = self.clause;
        let part = self.amounts[n].clone();
        let whole = (0..n).rev().find(|&m| self.row_of[m].is_some() && !self.is_part(m));
        let verb = whole.and_then(|m| self.row_of[m]).and_then(|row| self.verbs[row]);
        // "Trong đó, nghỉ hưu trước tuổi 51 người": the whole stands in the sentence before.
        let among = || clause.reading.find_cue(clause.sentence.start..clause.sentence.start + 3, Cue::Among).is_some();
        let before = clause.before_it().map_or(0, |last| last.sentence.start);
        let told = || self.told.filter(|row| among() && row.span.start >= before);
        let Some(row) = whole.and_then(|m| self.row_of[m]).map(|row| &self.rows[row]).or_else(told) else { return };
        let from = whole.map_or(0, |m| m + 1);
        let people = |s: StaffingSubject| matches!(s, StaffingSubject::Staff | StaffingSubject::LeadershipPost);
        let subject = if part.is_bare() { Some(row.subject) } else { clause.subject(part.class, &part.unit, true) };
        let Some(subject) = subject.filter(|s| *s == row.subject || people(*s) && people(row.subject)) else { return };
        // "trong đó khối tỉnh có 8 đơn vị, giữ nguyên": what is there.
        let stays = clause.reading.is_mark(part.end(), ',')
            && clause.reading.any_cue(part.end() + 1, &[Cue::OtherVerb, Cue::Rise]).is_some();
        let no_part = stays || clause.reading.cue(part.end(), Cue::NotPart).is_some();
        let (mut count, mut percent) = (None, None);
        match (part.kind, row.count) {
            (QuantityKind::Count, Some(total)) => {
                let sum: f64 = (from..n).filter(|&m| self.is_part(m)).map(|m| self.amounts[m].value).sum();
                if part.value >= total || sum + part.value > total * 1.001 {
                    return;
                }
                count = Some(part.value);
            }
            (QuantityKind::Percent, None) => percent = Some(part.value),
            _ => return,
        }
        if no_part || clause.of_plan(&part) {
            return;
        }
        let (status, stated, rule) = (row.status, row.status_stated, row.rule);
        let at = self.governors[n].at;
        let start = verb.map_or(at, |verb| verb.at);
        let row = clause.mention(start, &part, subject, status, stated, count, percent, rule);
        self.governors[n].role = Role::Part;
        self.push(n, row, verb);
    }

    /// "tinh giản 188 biên chế. Khối đoàn thể có 12 trường hợp, khối sự nghiệp 130 trường hợp, cấp xã 46 trường hợp.": numbers
    /// that come to what was told right before are its parts.
    pub(super) fn distribution(&mut self) {
        let clause = self.clause;
        let before = clause.before_it().map_or(0, |last| last.sentence.start);
        let near = self.before.iter().rev().take_while(|row| row.span.start >= before);
        let people = |s: StaffingSubject| matches!(s, StaffingSubject::Staff | StaffingSubject::LeadershipPost);
        let alike = |one: StaffingSubject, other: StaffingSubject| one == other || people(one) && people(other);
        let part = |a: &Amount, whole: &StaffingMention| {
            a.is_count() && (a.is_bare() || clause.subject(a.class, &a.unit, true).is_some_and(|s| alike(s, whole.subject)))
        };
        // Posts among them may be told as rows of their own already.
        let sum_of = |whole: &StaffingMention| -> f64 { self.amounts.iter().filter(|a| part(a, whole)).map(|a| a.value).sum() };
        let own = |row: &StaffingMention| row.subject == StaffingSubject::LeadershipPost;
        let whole = near.into_iter().find(|row| row.count == Some(sum_of(row)));
        let Some(told) = whole.filter(|_| self.rows.iter().all(own)) else { return };
        let subject = told.subject;
        let all = (0..self.amounts.len()).filter(|&n| part(&self.amounts[n], told));
        if all.clone().count() < 2 {
            return;
        }
        let parts: Vec<usize> = all.filter(|&n| self.row_of[n].is_none()).collect();
        let (status, stated, rule) = (told.status, told.status_stated, told.rule);
        for n in parts {
            let amount = self.amounts[n].clone();
            let row = clause.mention(amount.span.start, &amount, subject, status, stated, Some(amount.value), None, rule);
            self.push(n, row, None);
        }
    }
}
