//! Cuts stated by what there was before and what is left: "từ 12 phòng xuống còn 8", "401 chi cục … để thành lập 190", "còn
//! 40 xã, giảm 70".

use super::quantity::skip_approximation;
use super::staffing::{Amount, Clause};
use crate::lang::cues::Cue;
use crate::lang::lexicon::Entry;
use crate::lang::units::UnitClass;
use crate::model::mention::StaffingMention;
use crate::model::tag::{QuantityKind, StaffingSubject};

impl Clause<'_, '_> {
    /// "từ 88 doanh nghiệp xuống còn 17", "sáp nhập 8 trung tâm thành 3 trung tâm", "60 phòng còn 45, giảm 15".
    pub(super) fn before_and_after(&self, out: &mut Vec<StaffingMention>, used: &mut Vec<usize>) {
        let reading = self.reading;
        let first = out.len();
        let amounts: Vec<Amount> =
            (self.sentence.start..self.sentence.end).filter_map(|i| self.amount(i).or_else(|| self.became(i))).collect();
        for (n, after) in amounts.iter().enumerate().skip(1) {
            // "401 chi cục thuộc 61 cục để thành lập 190 chi cục": a number that only says where stands between.
            let where_at = |a: &Amount| reading.cue_before(a.span.start, Cue::PlaceLink).is_some();
            let back = if n > 1 && where_at(&amounts[n - 1]) && amounts[n - 2].class == after.class { 2 } else { 1 };
            let before = &amounts[n - back];
            if before.kind != QuantityKind::Count || after.kind != QuantityKind::Count || used.contains(&before.span.start) {
                continue;
            }
            let gap = before.span.end.max(before.unit.end)..after.span.start;
            // "hiện có 24 xã, sau sắp xếp còn 13 xã": the two may stand apart when they count the same.
            let apart = before.class.is_some()
                && before.class == after.class
                && reading.cue_before(before.span.start, Cue::NowHas).is_some()
                && gap.clone().any(|t| reading.any_cue(t, &[Cue::Merge, Cue::Reduce]).is_some())
                && gap.clone().rev().take(3).any(|t| reading.cue(t, Cue::DownTo).is_some());
            // "từ 126 đơn vị cấp cục và tương đương sẽ giải thể, sáp nhập còn khoảng 60".
            let from = reading.cue_before(before.span.start, Cue::From).is_some()
                && gap.clone().rev().take(3).any(|t| reading.cue(t, Cue::DownTo).is_some());
            let most = if apart {
                30
            } else if from {
                16
            } else {
                10 * back
            };
            if gap.len() > most || gap.is_empty() || gap.clone().any(|t| matches!(reading.tokens[t].ch, ';' | '.')) {
                continue;
            }
            let down = reading.find_last_cue(gap.clone(), Cue::DownTo);
            // "hình thành", "thành viên" are other words, unless "để" makes one of them the purpose.
            let becoming = gap.clone().find_map(|t| {
                let end = reading.cue(t, Cue::Become).filter(|end| *end <= gap.end)?;
                let whole = reading.cue(t, Cue::NotBecome).is_none_or(|e| e <= end);
                (whole && reading.cue_before(t + 1, Cue::NotBecome).is_none_or(|s| s >= t)).then_some(t..end)
            });
            // "xóa 125 thôn, thành lập 60 thôn mới": two acts, unless one is the purpose of the other.
            let apart_by_comma = becoming.as_ref().is_some_and(|b| {
                b.start > 0 && reading.is_mark(b.start - 1, ',') && reading.find_cue(b.clone(), Cue::Founds).is_some()
            });
            let Some(link) = down.clone().or(becoming.filter(|_| !apart_by_comma)) else { continue };
            // "thành" and a bare "còn" join two numbers only in a merger or a cut.
            let strong = apart
                || down.is_some_and(|d| {
                    reading.source(d).split_whitespace().count() > 1 || reading.cue_before(before.span.start, Cue::From).is_some()
                });
            let earlier = self.sentence.start..before.span.start;
            let verb = [Cue::Merge, Cue::Reduce, Cue::ReduceStaff, Cue::Dissolve]
                .into_iter()
                .filter_map(|cue| reading.find_last_cue(earlier.clone(), cue))
                .max_by_key(|r| r.start);
            // "giảm 60 đơn vị xuống còn hơn 50": right behind the verb the first number is the cut itself.
            let direct = verb.as_ref().is_some_and(|v| {
                let at = skip_approximation(reading, v.end);
                at == before.span.start
                    && reading.any_cue(v.start, &[Cue::Reduce]).is_some()
                    && reading.cue_before(before.span.start, Cue::From).is_none()
            });
            // "thu gọn 4 đơn vị hành chính xuống còn 26 đầu mối" are units of an office, whatever they are called.
            let units = |a: &Amount| matches!(a.class, Some(UnitClass::Unit | UnitClass::AdminUnit));
            let offices = units(before) && units(after) && before.class != after.class && direct;
            let other = before.class.is_some() && after.class.is_some() && before.class != after.class && !offices;
            let cutting = strong || verb.is_some();
            // Right behind the verb the first number is the cut, which may well be less than what is left.
            let rises = if direct { other } else { after.value >= before.value };
            if !cutting || rises || reading.find_cue(link.end..after.span.start, Cue::CutStop).is_some() {
                continue;
            }
            let class = if offices { Some(UnitClass::Unit) } else { before.class.or(after.class) };
            let unit = if before.class.is_some() { &before.unit } else { &after.unit };
            let noun = self.noun_before(before.span.start);
            let people = class.is_some() && self.is_weak(unit.start);
            let noun = noun.filter(|s| class.is_none() || (people && *s == StaffingSubject::LeadershipPost));
            // "giảm 13 đầu mối (từ 45 xuống còn 32)": the numbers of a cut stated before them.
            let cut = || {
                let cut = n.checked_sub(back + 1).map(|m| &amounts[m]).filter(|_| class.is_none())?;
                let same = cut.value == before.value - after.value && cut.kind == QuantityKind::Count;
                same.then(|| self.subject(cut.class, &cut.unit, self.staff_context()))?
            };
            // "Huế từ 133 xã còn 66; Quảng Trị từ 119 còn 60": bare numbers go on with what was counted before.
            let from_to = reading.cue_before(before.span.start, Cue::From).is_some() && class.is_none();
            let told = out.get(first..).and_then(|rows| rows.last()).filter(|_| from_to).map(|row| row.subject);
            let subject = noun.or_else(|| self.subject(class, unit, self.staff_context())).or_else(cut).or(told);
            let Some(subject) = subject else {
                continue;
            };
            if self.no_cut(before.span.start, before, false) {
                continue;
            }
            let start = verb.map_or(before.span.start, |v| v.start);
            let (status, stated) = self.status(start, after.span.start);
            let mut row = self.mention(start, before, subject, status, stated, None, None, "staffing.from_to");
            row.span = start.min(before.span.start)..after.span.end.max(after.unit.end);
            row.after = Some(after.value);
            if direct {
                row.count = Some(before.value);
            } else {
                row.before = Some(before.value);
                let cut = self.difference_behind(after, before.value - after.value, used);
                row.count = cut.as_ref().map(|c| c.value);
                row.percent = cut.and_then(|c| self.share_after(&c, used));
            }
            used.extend([before.span.start, after.span.start]);
            row.percent = row.percent.or_else(|| self.share_after(after, used));
            out.push(row);
        }
    }

    /// "còn 33 đơn vị hành chính, thay vì 77": what is left, and what there was.
    pub(super) fn instead_of(&self, out: &mut Vec<StaffingMention>, used: &mut Vec<usize>) {
        let reading = self.reading;
        for i in self.sentence.clone() {
            let Some(end) = reading.cue(i, Cue::InsteadOf) else { continue };
            let Some(before) = self.amount(skip_approximation(reading, end)) else { continue };
            let from = i.saturating_sub(10).max(self.sentence.start);
            let Some(after) = (from..i).rev().find_map(|t| self.amount(t)) else { continue };
            let near = i <= after.span.end.max(after.unit.end) + 2;
            let start = (0..2).fold(after.span.start, |at, _| {
                (at.saturating_sub(2)..at).find(|&t| skip_approximation(reading, t) == at).unwrap_or(at)
            });
            let left = reading.cue_before(start, Cue::DownTo).is_some();
            let counts = before.kind == QuantityKind::Count && after.kind == QuantityKind::Count && before.value > after.value;
            let free = !used.contains(&after.span.start) && !used.contains(&before.span.start);
            let same = before.class.is_none() || before.class == after.class;
            let Some(subject) = self.subject(after.class, &after.unit, self.staff_context()) else { continue };
            if !(near && left && counts && free && same) {
                continue;
            }
            let (status, stated) = self.status(start, after.span.start);
            let mut row = self.mention(start, &after, subject, status, stated, None, None, "staffing.from_to");
            row.span = start..before.span.end.max(before.unit.end);
            (row.before, row.after) = (Some(before.value), Some(after.value));
            used.extend([after.span.start, before.span.start]);
            out.push(row);
        }
    }

    /// "hai đầu mối thành một": a bare number word that ends what units become.
    fn became(&self, i: usize) -> Option<Amount> {
        let reading = self.reading;
        reading.cue_before(i, Cue::Become).or_else(|| reading.cue_before(i, Cue::DownTo))?;
        let (value, end) = reading.hits_at(i).iter().find_map(|h| match h.entry {
            Entry::Numeral(value) => Some((value, h.end as usize)),
            _ => None,
        })?;
        let ends = reading.tokens.get(end).is_none_or(|t| !t.is_word() || t.breaks()) || reading.cue(end, Cue::CutStop).is_some();
        ends.then_some(Amount { span: i..end, unit: end..end, class: None, kind: QuantityKind::Count, value })
    }

    /// "… còn 17, giảm 71 doanh nghiệp": the cut stated behind before and after.
    pub(super) fn difference_behind(&self, after: &Amount, difference: f64, used: &mut Vec<usize>) -> Option<Amount> {
        let from = after.span.end.max(after.unit.end);
        let near = (from..self.sentence.end.min(from + 6)).take_while(|t| !self.reading.is_mark(*t, ';'));
        let verb = near.into_iter().find_map(|i| self.verb(i).map(|v| v.0))?;
        let amount = self.amount(skip_approximation(self.reading, verb))?;
        let other = amount.class.is_some() && after.class.is_some() && !self.same_kind(&amount, after);
        let near = amount.kind == QuantityKind::Count && !other && (amount.value - difference).abs() <= difference * 0.01;
        near.then(|| {
            used.push(amount.span.start);
            amount
        })
    }

    /// Whether two amounts count the same kind of thing.
    fn same_kind(&self, one: &Amount, other: &Amount) -> bool {
        let kind = |a: &Amount| match self.subject(a.class, &a.unit, true) {
            Some(StaffingSubject::AdminUnit) => Some(StaffingSubject::Unit),
            kind => kind,
        };
        kind(one) == kind(other)
    }

    /// "còn khoảng 91.784 người, giảm 18.449 người": what is left, stated right before the cut.
    pub(super) fn left_before(&self, verb: usize, cut: &Amount) -> Option<f64> {
        let reading = self.reading;
        let mut comma = verb.checked_sub(1).filter(|&t| reading.is_mark(t, ','))?;
        if comma > 0 && reading.is_mark(comma - 1, ')') {
            // "còn 51 xã (gồm …), giảm 86".
            comma = (comma.saturating_sub(25)..comma).rev().find(|&t| reading.is_mark(t, '('))?;
        }
        let left = (comma.saturating_sub(14).max(self.sentence.start)..comma).rev().find_map(|i| self.amount(i))?;
        let end = left.span.end.max(left.unit.end);
        // "còn 14 cơ quan chuyên môn thuộc UBND tỉnh, giảm 6": words may say whose they are.
        let whose = reading.cue(end, Cue::PlaceLink).is_some() && (end..comma).all(|t| reading.tokens[t].is_word());
        let whole = (end == comma || whose) && left.kind == QuantityKind::Count;
        let kind = |a: &Amount| self.subject(a.class, &a.unit, true);
        let alike = cut.class.is_none() || left.class.is_none() || kind(&left) == kind(cut);
        let start = (0..2).fold(left.span.start, |at, _| {
            [Cue::About, Cue::MoreThan, Cue::Almost].into_iter().find_map(|c| reading.cue_before(at, c)).unwrap_or(at)
        });
        (whole && alike && reading.cue_before(start, Cue::DownTo).is_some()).then_some(left.value)
    }
}
