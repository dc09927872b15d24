//! What is cut where a number does not say it, or says it in a word for anybody: the nouns around, the row told last.

use super::Clause;
use super::counted::Amount;
use super::governor::{Role, Verb};
use super::statement::Account;
use crate::lang::cues::Cue;
use crate::lang::units::UnitClass;
use crate::model::mention::StaffingMention;
use crate::model::tag::StaffingSubject;
use crate::recognise::quantity::noun_at;
use crate::recognise::reading::is_near;

impl Account<'_, '_, '_> {
    /// What is cut: what the number counts, else what the words around name.
    pub(super) fn subject_of_cut(&self, n: usize, verb: Verb) -> Option<StaffingSubject> {
        let (clause, amount) = (self.clause, &self.amounts[n]);
        let person_ok = verb.of_staff() || self.staff_context();
        // "số phó giám đốc giảm 2 người": the noun before says which people.
        if !amount.unit.is_empty() && clause.is_weak(amount.unit.start) {
            let near = clause.noun_before(verb.at).filter(|s| *s == StaffingSubject::LeadershipPost);
            // "số lãnh đạo cấp cục giảm 35 người, cấp phòng giảm 270 người".
            let told = || {
                let posts = self.rows.last().is_some_and(|row| row.subject == StaffingSubject::LeadershipPost);
                // "cán bộ quản lý giảm 14 người, giáo viên giảm 448 người".
                let near = (verb.at.saturating_sub(4)..verb.at).rev().take_while(|&t| clause.reading.tokens[t].is_word());
                let named = near.into_iter().any(|t| matches!(noun_at(clause.reading, t), Some((UnitClass::Staff, _))));
                let staff = named || clause.noun_before(verb.at) == Some(StaffingSubject::Staff);
                let anybody = clause.reading.cue(amount.unit.start, Cue::AnyHolder) == Some(amount.unit.end);
                (posts && !staff && anybody).then_some(StaffingSubject::LeadershipPost)
            };
            if let Some(posts) = near.or_else(|| clause.number_of_posts(verb.at)).or_else(told) {
                return Some(posts);
            }
        }
        // "giải thể công an 12 huyện", "giải thể Bộ Chỉ huy Biên phòng 6 tỉnh": the office in each of so many places.
        if amount.class == Some(UnitClass::AdminUnit)
            && (self.governors[n].object == Some(StaffingSubject::Unit)
                || clause.reading.cue_before(amount.span.start, Cue::LocalOffice).is_some())
        {
            return Some(StaffingSubject::Unit);
        }
        // "tổng biên chế giảm 217 chỉ tiêu".
        let quota = clause.reading.cue(amount.unit.start, Cue::Quota) == Some(amount.unit.end);
        if quota && clause.noun_before(verb.at) == Some(StaffingSubject::Staff) {
            return Some(StaffingSubject::Staff);
        }
        let subject = match clause.subject(amount.class, &amount.unit, person_ok) {
            None if amount.is_bare() => self.subject_of_bare(n, verb),
            // "còn 102 xã, giảm 216 đơn vị": units of the kind told last.
            Some(StaffingSubject::Unit) if clause.is_plain_unit(amount) => self
                .last_row()
                .map(|row| row.subject)
                .filter(|s| *s == StaffingSubject::AdminUnit)
                .or(Some(StaffingSubject::Unit)),
            None if !amount.unit.is_empty() => {
                let unknown = amount.class.is_none() && clause.ends_office(verb.at);
                clause.echoed(&amount.unit, verb.at).or(unknown.then_some(StaffingSubject::Unit))
            }
            subject => subject,
        };
        // "tiết kiệm 45 biên chế"; what else is saved is no cut.
        subject.filter(|s| verb.cue != Cue::Spare || *s == StaffingSubject::Staff && amount.class.is_some())
    }

    /// What a number without a noun counts: the noun before the verb ("số đầu mối giảm 5"), what the verb says ("tinh giản được
    /// 1.200"), what was counted right before, or what the cut told last was of ("năm thứ hai giảm 298").
    pub(super) fn subject_of_bare(&self, n: usize, verb: Verb) -> Option<StaffingSubject> {
        let clause = self.clause;
        let people = |s: &StaffingSubject| matches!(s, StaffingSubject::Staff | StaffingSubject::LeadershipPost);
        if verb.of_staff() {
            // "toàn tỉnh đã tinh giản 1.200", "Giám đốc Sở Nội vụ cho biết đã tinh giản 758": who cuts staff is not what is cut.
            let named = clause.noun_before(verb.at).filter(|s| people(s) || clause.is_number_of(verb.at));
            let object = self.governors[n].object.filter(people);
            return object.or(named).or(Some(StaffingSubject::Staff));
        }
        let noun = self.governors[n].object.or_else(|| clause.noun_before(verb.at));
        // "phải kiên quyết giảm biên chế: năm 2017 giảm 1,5%".
        let staff = || clause.has_verb_of_staff().then_some(StaffingSubject::Staff);
        let told =
            || self.last_row().filter(|_| !clause.of_other_things(verb.at) && !clause.of_unknown(verb.at)).map(|row| row.subject);
        noun.or_else(|| self.counted_before(n, verb.at)).or_else(told).or_else(staff)
    }

    /// What becomes fewer: what the numbers count, else what is named before them, else what the row told last is of ("Huế từ
    /// 133 xã còn 66; Quảng Trị từ 119 còn 60").
    pub(super) fn subject_of_change(&self, number: Option<usize>, before: &Amount, after: &Amount) -> Option<StaffingSubject> {
        let clause = self.clause;
        let class = before.class.or(after.class);
        if class.is_none() {
            let bare = before.is_bare() && after.is_bare();
            let of_number = |m: usize| {
                let places =
                    || (bare && self.governors[m].role == Role::From).then(|| clause.places_before(self.governors[m].at))?;
                let label = || bare.then(|| clause.label_before(before.span.start))?;
                let object = self.governors[m].object;
                let head = || bare.then(|| clause.noun_of_verb(before.span.start))?;
                object.or_else(head).or_else(|| clause.noun_before(before.span.start)).or_else(places).or_else(label)
            };
            let named = number.and_then(of_number);
            return named.or_else(|| self.last_row().filter(|_| bare).map(|row| row.subject));
        }
        let unit = if before.class.is_some() { &before.unit } else { &after.unit };
        if clause.is_weak(unit.start) && number.is_some() {
            let posts = clause.noun_before(before.span.start).filter(|s| *s == StaffingSubject::LeadershipPost);
            let posts = posts.or_else(|| clause.number_of_posts(before.span.start));
            if posts.is_some() {
                return posts;
            }
        }
        clause.subject(class, unit, self.staff_context())
    }

    /// The subject of the number counted in the part of the sentence right before a verb: "cấp xã là khoảng 199.000 người, giảm
    /// 110.000", "còn 14 cơ quan chuyên môn thuộc tỉnh, giảm 6"; a bare one ("biên chế được giao là 2.100, giảm 233") has the
    /// subject of the words before it.
    pub(super) fn counted_before(&self, n: usize, verb: usize) -> Option<StaffingSubject> {
        let clause = self.clause;
        let p = self.last_outside(n)?;
        let last = &self.amounts[p];
        // "3.200 doanh nghiệp giải thể, giảm 12%".
        if clause.reading.cue(last.unit.start, Cue::Enterprise).is_some() && !self.staff_context() {
            return None;
        }
        // "sẽ còn 15 sở sau khi sắp xếp, tức giảm 6", "còn 78 phường và 24 xã, tương ứng giảm 62,64%".
        let head = (0..=p).rev().find(|&m| self.governors[m].role != Role::Listed);
        let left = head.is_some_and(|m| self.governors[m].role == Role::Left) && self.row_of[p].is_none();
        if left && is_near(last.end(), verb, 14) {
            return clause.subject(last.class, &last.unit, self.staff_context());
        }
        let comma = verb.checked_sub(1).filter(|&t| clause.reading.is_mark(t, ',') || clause.reading.is_mark(t, '('))?;
        let plain = (last.end()..comma).all(|t| !matches!(clause.reading.tokens[t].ch, ',' | ';' | ':'));
        if last.is_bare() {
            return clause.noun_before(last.span.start).filter(|_| last.end() == comma);
        }
        plain.then(|| clause.subject(last.class, &last.unit, self.staff_context()))?
    }

    /// The row told last, in this sentence or right before it.
    pub(super) fn last_row(&self) -> Option<&StaffingMention> {
        self.rows.last().or(self.told)
    }

    /// Whether people who are cut here are staff of offices: words of the sentences around or a cut told right before say so.
    pub(super) fn staff_context(&self) -> bool {
        self.last_row().is_some() || self.clause.staff_context()
    }
}

impl Clause<'_, '_> {
    /// "giảm các phòng tham mưu cho giám đốc từ 7 xuống còn 5": the noun right behind the verb of cutting before `at`, however
    /// much is said of it.
    fn noun_of_verb(&self, at: usize) -> Option<StaffingSubject> {
        let reading = self.reading;
        let from = at.saturating_sub(24).max(self.sentence.start);
        let clause = (from..at).rev().find(|&t| matches!(reading.tokens[t].ch, ';' | ':')).map_or(from, |t| t + 1);
        let end = (clause..at).rev().find_map(|t| self.verb(t).map(|(end, _)| end))?;
        let counted = (end..at).any(|t| self.amount(t).is_some_and(|a| a.span.start < at));
        let noun = reading.any_cue(end, &[Cue::AllOf, Cue::NumberOf]).map_or(end, |(e, _)| e);
        let (class, noun_end) = noun_at(reading, noun).filter(|(_, e)| !counted && *e <= at)?;
        self.subject(Some(class), &(noun..noun_end), true)
    }

    /// "các xã giảm từ 27 xuống 18": places that become fewer, named with "các" or "số" right before the verb at or before `at`.
    fn places_before(&self, at: usize) -> Option<StaffingSubject> {
        let reading = self.reading;
        (at.saturating_sub(9).max(self.sentence.start)..at).rev().find_map(|t| {
            let end = reading.any_cue(t, &[Cue::AllOf, Cue::NumberOf])?.0;
            let (class, noun) = noun_at(reading, end).filter(|(class, noun)| *class == UnitClass::AdminUnit && *noun <= at)?;
            let kind = reading.cue(end, Cue::GenericUnit).is_none();
            kind.then(|| self.subject(Some(class), &(end..noun), true))?
        })
    }

    /// "Khối THCS: trước có 42 trường": the noun of the label whose colon stands shortly before `at`.
    fn label_before(&self, at: usize) -> Option<StaffingSubject> {
        let reading = self.reading;
        let colon = (at.saturating_sub(6).max(self.sentence.start)..at).rev().find(|&t| reading.is_mark(t, ':'))?;
        let label = (self.sentence.start..colon).rev().take(8).take_while(|&t| !matches!(reading.tokens[t].ch, ';' | '.'));
        label
            .filter_map(|t| noun_at(reading, t).map(|(class, end)| (class, t..end)))
            .find_map(|(class, noun)| (noun.end <= colon).then(|| self.subject(Some(class), &noun, true))?)
    }
}
