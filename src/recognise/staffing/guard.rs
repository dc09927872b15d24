//! What keeps a number from being a cut of staff or offices: other things that fall, companies, who cuts rather than what.

use super::Clause;
use super::counted::Amount;
use super::governor::Verb;
use crate::lang::cues::Cue;
use crate::lang::lexicon::Entry;
use crate::lang::units::UnitClass;
use crate::model::tag::{QuantityKind, StaffingSubject};
use crate::recognise::quantity::{noun_at, skip_approximation, unit_at};
use crate::recognise::reading::Claim;
use std::ops::Range;

/// Words before a verb that say whose a number is, when it was or how sure it is; they name nothing else that could be cut.
const LABELS: &[Cue] = &[
    Cue::LabelWord,
    Cue::Bloc,
    Cue::Nationwide,
    Cue::LevelWord,
    Cue::Among,
    Cue::SoFar,
    Cue::Now,
    Cue::Once,
    Cue::Target,
    Cue::Achieved,
    Cue::Reports,
    Cue::NumberOf,
    Cue::ThisIs,
    Cue::ThisCut,
    Cue::Compared,
    Cue::Each,
    Cue::ComesTo,
    Cue::Passive,
    Cue::Goal,
    Cue::Aim,
];

impl Clause<'_, '_> {
    /// Whether words around show a fall of something that is no staff: "giảm 60 người chết", "giảm nghèo".
    pub(super) fn no_cut(&self, verb: usize, amount: &Amount, staff_verb: bool) -> bool {
        let reading = self.reading;
        // The words of the unit itself say nothing against it ("chi cục thuế"), nor do names ("Tổng cục Thuế").
        let known = matches!(amount.class, Some(c) if self.subject(Some(c), &amount.unit, true).is_some());
        let from = if known { amount.unit.end } else { amount.span.end };
        let reach = if known { 1 } else { 3 };
        // What stands behind a comma is another thing.
        let far = self.sentence.end.min(amount.end() + reach);
        let behind = from..(from..far).find(|&t| matches!(reading.tokens[t].ch, ',' | ';')).unwrap_or(far);
        let between = verb..amount.span.start.max(verb);
        let clause = (self.sentence.start..verb)
            .rev()
            .find(|&t| matches!(reading.tokens[t].ch, ',' | ';'))
            .map_or(self.sentence.start, |t| t + 1);
        // Who reports the cut may speak of other things before: "tập đoàn đang nợ cho biết sẽ cắt giảm 1.000 lao động".
        let clause = reading.find_last_cue(clause..verb, Cue::Reports).map_or(clause, |r| r.end);
        let before = clause.max(verb.saturating_sub(7))..verb;
        let office =
            |i: usize| (i.saturating_sub(3)..=i).any(|s| matches!(noun_at(reading, s), Some((UnitClass::Unit, end)) if end > i));
        let name =
            |i: usize| reading.tokens[i].is_capital() && i > self.sentence.start && !reading.tokens[i].breaks() || office(i);
        let noun = |mut range: Range<usize>| range.any(|i| reading.cue(i, Cue::NoCut).is_some() && !name(i));
        // "chuẩn dân số mới thì giảm 9 xã": units are cut whatever the words before speak of.
        let sure = known && !self.is_weak(amount.unit.start) && !self.is_plain_unit(amount);
        // "thôn đặc biệt khó khăn giảm 112 thôn".
        let place = |t: usize| reading.hits_before(t).any(|hit| hit.entry == Entry::Unit(UnitClass::AdminUnit));
        let poor = (clause..verb).any(|t| reading.cue(t, Cue::Poor).is_some() && place(t));
        noun(behind) || poor || self.with_a_property(verb) || (!staff_verb && !sure && (noun(between) || noun(before)))
    }

    /// "có 4 thôn đặc biệt khó khăn, giảm 2 thôn", "còn 12 xã chưa đạt chuẩn, giảm 5 xã", "1 cơ sở đảng yếu kém (giảm 0,84%)",
    /// "số đơn vị vi phạm giảm 2,5%": words behind the noun right before the verb say which of them are counted, so that none is
    /// abolished.
    fn with_a_property(&self, verb: usize) -> bool {
        const LONGEST: usize = 8;
        let reading = self.reading;
        // "số trường chưa đạt chuẩn của huyện giảm từ 12 xuống còn 5".
        let from = verb.saturating_sub(12).max(self.sentence.start);
        let from = (from..verb).rev().find(|&t| matches!(reading.tokens[t].ch, ',' | ';' | ':')).map_or(from, |t| t + 1);
        if reading.find_cue(from..verb, Cue::ShortOf).is_some() {
            return true;
        }
        let says_which = |words: Range<usize>, cues: &[Cue]| {
            words.len() <= LONGEST && words.into_iter().any(|t| reading.any_cue(t, cues).is_some())
        };
        let Some(comma) = verb.checked_sub(1).filter(|&t| reading.is_mark(t, ',') || reading.is_mark(t, '(')) else {
            let nouns = (verb.saturating_sub(LONGEST).max(self.sentence.start)..verb).rev();
            let noun = nouns.into_iter().take_while(|&t| reading.tokens[t].is_word()).find_map(|t| noun_at(reading, t));
            return noun.is_some_and(|(_, end)| end < verb && says_which(end..verb, &[Cue::Quality]));
        };
        let Some(last) = self.quantities.iter().rev().find(|q| q.span.end <= comma) else { return false };
        let nouns = reading.hits_at(last.span.end).iter().filter(|hit| (hit.end as usize) < comma);
        nouns.into_iter().any(|hit| {
            let words = hit.end as usize..comma;
            match hit.entry {
                Entry::Unit(UnitClass::AdminUnit) => says_which(words, &[Cue::Poor, Cue::NotYet, Cue::Quality]),
                Entry::Unit(_) => says_which(words, &[Cue::Quality]),
                _ => false,
            }
        })
    }

    /// Whether what is counted does something of its own: "…, 5 huyện đã hoàn thành".
    pub(super) fn acts(&self, amount: &Amount) -> bool {
        let reading = self.reading;
        let end = amount.end();
        // "986 biên chế, đạt 41%" says no more than how much it is.
        let share = |t: usize| reading.cue(t, Cue::ShareLink).is_some();
        // "21 hội cấp huyện có tính chất đặc thù": "có" says which.
        let place = self.subject(amount.class, &amount.unit, true) == Some(StaffingSubject::AdminUnit);
        let says_which = |t: usize| !place && reading.cue(t, Cue::Has) == Some(t + 1) && self.amount(t + 1).is_none();
        // "11 phó phòng sau hợp nhất ba văn phòng": since when.
        let since = |t: usize| reading.cue(t, Cue::Thereafter).is_some();
        let near = (end..self.sentence.end.min(end + 4)).take_while(|&t| reading.tokens[t].is_word() && !since(t));
        near.into_iter().any(|t| {
            reading.any_cue(t, &[Cue::Done, Cue::Has, Cue::Passive, Cue::Reports]).is_some() && !share(t) && !says_which(t)
        })
    }

    /// Whether what is counted has cut something itself, or is what there is and not what was cut: "…, 24 địa phương khác phải
    /// giảm 1 sở", "…, 27.805 biên chế, giảm 2,3%", with a label before it "Hội Phụ nữ 4 ban, giảm 1 ban".
    pub(super) fn cuts_itself(&self, amount: &Amount, labelled: bool) -> bool {
        let reading = self.reading;
        let end = amount.end();
        let reduces = |t: usize| self.verb(t).is_some_and(|(_, cue)| cue == Cue::Reduce);
        let words = (end..self.sentence.end.min(end + 5))
            .take_while(|&t| reading.tokens[t].is_word() && reading.cue(t, Cue::And).is_none());
        if words.into_iter().any(reduces) {
            return true;
        }
        let Some(comma) = (end..self.sentence.end.min(end + 4)).find(|&t| !reading.tokens[t].is_word()) else { return false };
        let opens = reading.is_mark(comma, ',') || reading.is_mark(comma, '(');
        let Some((behind, _)) = self.verb(comma + 1).filter(|(_, cue)| opens && *cue == Cue::Reduce) else { return false };
        let label = labelled && amount.class.is_some();
        self.amount(skip_approximation(reading, behind)).is_some_and(|cut| {
            cut.is_percent() || cut.is_bare() || label && reading.source(cut.unit.clone()) == reading.source(amount.unit.clone())
        })
    }

    /// Whether words behind a percentage say what it is a share of: no end of the clause, no "so với", "mỗi năm", "vào".
    pub(super) fn share_is_of(&self, share: &Amount) -> bool {
        let reading = self.reading;
        let at = share.span.end;
        let goes_on =
            [Cue::CutStop, Cue::Compared, Cue::ThanNow, Cue::Function, Cue::And, Cue::PlaceLink, Cue::Each, Cue::Achieved];
        let number = reading.cue(at, Cue::NumberSign).is_some();
        number || reading.tokens.get(at).is_some_and(|t| t.is_word() && !t.breaks()) && reading.any_cue(at, &goes_on).is_none()
    }

    /// The subject of the noun phrase before `at` in the same clause: "số đầu mối giảm 5". Its head stands first ("công chức cấp
    /// xã").
    pub(super) fn noun_before(&self, at: usize) -> Option<StaffingSubject> {
        // "cấp phó vụ, cục giảm 21": a comma between two nouns of which none is counted.
        let noun_ends = |t: usize| {
            let uncounted = |first: usize| self.quantities.binary_search_by_key(&first, |q| q.span.end).is_err();
            self.reading.hits_before(t).any(|hit| matches!(hit.entry, Entry::Unit(_)) && uncounted(hit.first as usize))
        };
        let joins = |t: usize| {
            let next = noun_at(self.reading, t + 1);
            let office = matches!(next, Some((UnitClass::Unit | UnitClass::AdminUnit, end)) if end == at);
            self.reading.is_mark(t, ',') && noun_ends(t) && office
        };
        let clause = (self.sentence.start..at)
            .rev()
            .find(|&t| matches!(self.reading.tokens[t].ch, ',' | ';' | ':') && !joins(t))
            .map_or(self.sentence.start, |t| t + 1);
        // "Giám đốc Sở cho biết tổng số người đã tinh giản là 758": what "số" counts, whatever else is named.
        let of_number = (clause.max(at.saturating_sub(9))..at).rev().find_map(|i| {
            let end = self.reading.cue(i, Cue::NumberOf)?;
            // "cấp phó các phòng giảm từ 24 người": whose they are.
            let whose = self.reading.cue(i, Cue::AllOf).is_some()
                && self.reading.hits_before(i).any(|hit| matches!(hit.entry, Entry::Unit(_)) && hit.first as usize >= clause);
            if whose {
                return None;
            }
            let (class, noun_end) = noun_at(self.reading, end).filter(|u| u.1 <= at)?;
            // "các địa phương đã giảm được 2,9%": who cuts.
            let actor = class == UnitClass::AdminUnit && self.reading.cue(i, Cue::AllOf).is_some();
            self.subject(Some(class), &(end..noun_end), true).filter(|_| !actor)
        });
        of_number.or_else(|| {
            (clause.max(at.saturating_sub(9))..at).find_map(|i| {
                let (class, end) = noun_at(self.reading, i).filter(|u| u.1 <= at)?;
                // "số người từ 168 còn 151".
                let weak = self.is_weak(i) && self.reading.cue_before(i, Cue::NumberOf).is_none();
                let counted = i > 0 && self.quantities.iter().any(|q| q.span.end == i);
                // "toàn tỉnh giảm 12%", "sở giảm 20%": who cuts, unless it is the number of them that falls.
                let actor = class == UnitClass::AdminUnit
                    // "thôn, tổ dân phố giảm 46.331": several kinds of places are no actor.
                    && !(i..end).any(|t| self.reading.is_mark(t, ','))
                    && !self.number_of_places(i)
                    && self.reading.cue(i, Cue::AdminContext).is_none();
                // "bộ này giảm 0,8%".
                let actor = actor || self.reading.cue(end, Cue::ThisOne).is_some();
                (!weak && !counted && !actor).then(|| self.subject(Some(class), &(i..end), true))?
            })
        })
    }

    /// Whether the sentence has a verb of cutting staff: "phải giảm biên chế, năm 2017 giảm 1,5%".
    pub(super) fn has_verb_of_staff(&self) -> bool {
        (self.sentence.start..self.sentence.end).any(|t| matches!(self.verb(t), Some((_, Cue::ReduceStaff))))
    }

    /// Whether the number right before the verb at `at` is of other things: "thu ngân sách đạt 41 tỷ đồng, giảm 12%".
    pub(super) fn of_other_things(&self, at: usize) -> bool {
        let comma = at.checked_sub(1).filter(|&t| self.reading.is_mark(t, ',') || self.reading.is_mark(t, '('));
        let Some(comma) = comma else { return false };
        let last = self.quantities.iter().rev().find(|q| q.span.end <= comma);
        last.is_some_and(|q| {
            let end = q.span.end.max(q.unit_span.end);
            let of_offices = || {
                unit_at(self.reading, q.span.end)
                    .is_none_or(|(class, end)| self.subject(Some(class), &(q.span.end..end), true).is_some())
            };
            let other = match q.kind {
                QuantityKind::Money | QuantityKind::Measure => true,
                QuantityKind::Count => !of_offices(),
                _ => false,
            };
            other && comma - end <= 4
        })
    }

    /// Whether words before the verb at `at`, in its clause, name something that is nobody known: "lượng khách giảm 11%". Places,
    /// bodies, blocs and times only say where and when.
    pub(super) fn of_unknown(&self, at: usize) -> bool {
        let reading = self.reading;
        let clause = (self.sentence.start..at)
            .rev()
            .find(|&t| !reading.tokens[t].is_word() && !matches!(reading.tokens[t].ch, '"' | '-' | '/'));
        let words = clause.map_or(self.sentence.start, |t| t + 1)..at;
        let label = |t: usize| {
            let known = |entry| match entry {
                Entry::Place(_) | Entry::Body(_) | Entry::Numeral(_) => true,
                Entry::Unit(class) => self.subject(Some(class), &(t..t + 1), true).is_some(),
                _ => false,
            };
            reading.tokens[t].is_capital()
                || reading.claims[t] != Claim::Free
                || reading.any_cue(t, LABELS).is_some()
                || reading.hits_at(t).iter().any(|hit| known(hit.entry))
        };
        let end = words.end;
        // "số đảng viên mới kết nạp giảm 6,2%".
        let other = |t: usize| {
            let people = matches!(noun_at(reading, t), Some((UnitClass::Person, e)) if e <= end);
            people && reading.cue_before(t, Cue::NumberOf).is_some()
        };
        if words.clone().any(other) {
            return true;
        }
        words.start < end && !words.into_iter().any(label)
    }

    /// Whether the verb at `at` ends offices and hardly anything else, so that a noun that is not known is one too: "giải thể 4
    /// khu quản lý đường bộ".
    pub(super) fn ends_office(&self, at: usize) -> bool {
        self.reading.cue(at, Cue::EndsOffice).is_some() && !self.firm()
    }

    /// Whether an amount is a simple fraction: "giảm 1/3 số đầu mối" tells no count.
    pub(super) fn is_fraction(&self, amount: &Amount) -> bool {
        let same = self.quantities.iter().find(|q| q.span.start == amount.span.start);
        amount.kind == QuantityKind::Ratio
            && amount.class.is_none()
            && same.is_some_and(|q| q.value_high.is_some_and(|total| total <= 5.0))
    }

    /// What the noun before `at` is that `unit` names by its first word: "số điểm trường lẻ giảm 127 điểm".
    pub(super) fn echoed(&self, unit: &Range<usize>, at: usize) -> Option<StaffingSubject> {
        let reading = self.reading;
        let word = reading.source(unit.clone());
        let clause = (self.sentence.start..at).rev().find(|&t| matches!(reading.tokens[t].ch, ',' | ';' | ':'));
        (clause.map_or(self.sentence.start, |t| t + 1)..at).rev().find_map(|i| {
            let (class, end) = noun_at(reading, i).filter(|u| u.1 <= at)?;
            let starts = end - i > unit.len() && reading.source(i..i + unit.len()).to_lowercase() == word.to_lowercase();
            starts.then(|| self.subject(Some(class), &(i..end), true)).flatten()
        })
    }

    /// Whether "số", "tổng số" stands shortly before the verb at `at`.
    pub(super) fn is_number_of(&self, at: usize) -> bool {
        (at.saturating_sub(6).max(self.sentence.start)..at).any(|t| self.reading.cue(t, Cue::NumberOf).is_some())
    }

    /// "số lượng chức danh lãnh đạo … tại các đơn vị hợp nhất, giải thể cũng giảm 480 người": posts that the sentence counts.
    pub(super) fn number_of_posts(&self, verb: usize) -> Option<StaffingSubject> {
        let reading = self.reading;
        let from = verb.saturating_sub(45).max(self.sentence.start);
        let head = (from..verb).find_map(|t| {
            let end = reading.cue(t, Cue::NumberOf).filter(|end| *end < verb)?;
            matches!(noun_at(reading, end), Some((UnitClass::LeadershipPost, _))).then_some(end)
        })?;
        let counted = (head..verb).any(|t| self.amount(t).is_some());
        (!counted).then_some(StaffingSubject::LeadershipPost)
    }

    /// Whether "số thôn, tổ dân phố" begins shortly before the noun at `i`, or at it.
    fn number_of_places(&self, i: usize) -> bool {
        let reading = self.reading;
        (i.saturating_sub(6).max(self.sentence.start)..i).any(|s| {
            let end = reading.cue(s, Cue::NumberOf).filter(|end| *end <= i && reading.cue(s, Cue::AllOf).is_none());
            end.is_some_and(|end| matches!(noun_at(reading, end), Some((UnitClass::AdminUnit, _))))
        })
    }

    /// What a percentage is a share of: the noun behind it, also behind "số".
    pub(super) fn noun_behind(&self, share: &Amount) -> Option<StaffingSubject> {
        // "giảm 50% tổng số các chi cục thuế".
        let small = |at: usize| self.reading.any_cue(at, &[Cue::CutFiller, Cue::AllOf]).map_or(at, |c| c.0);
        let at = small(small(share.span.end));
        let (class, end) = unit_at(self.reading, share.span.end).or_else(|| unit_at(self.reading, at))?;
        self.subject(Some(class), &(at.min(end - 1)..end), true)
    }

    /// Whether a percentage is the share of a plan: "đạt 76% kế hoạch".
    pub(super) fn of_plan(&self, share: &Amount) -> bool {
        // "giảm 10% chỉ tiêu biên chế" is a share of staff.
        let noun = noun_at(self.reading, share.span.end).map_or(0, |(_, end)| end);
        self.reading.cue(share.span.end, Cue::PlanShare).is_some_and(|end| end >= noun)
    }

    /// The verb behind a number that says it was cut ("được giải thể", "tinh giản biên chế"), with its end; no number may stand
    /// between, nor behind the verb one of its own.
    pub(super) fn verb_behind(&self, amount: &Amount, floor: usize) -> Option<(usize, usize, Verb)> {
        let reading = self.reading;
        let from = self.phrase_end(amount);
        let near = from..floor.min(from + 14);
        let stop =
            |t: usize| reading.cue(t, Cue::CutStop).is_some() && reading.any_cue(t, &[Cue::PlaceLink, Cue::Passive]).is_none();
        let ceases = |at: usize| self.reading.cue(at, Cue::Cease).map(|end| (end, Cue::Dissolve));
        let found = |at: usize| ceases(at).or_else(|| self.verb(at)).map(|(end, cue)| (at, end, cue));
        let (at, end, cue) = near.into_iter().find_map(found)?;
        let between = from..at;
        // "12 liên đoàn lao động huyện kết thúc hoạt động": no object stands behind the verb.
        let object = noun_at(reading, end).is_some() && !reading.tokens[end].breaks() && !matches!(reading.tokens[end].ch, ',');
        // "9 phòng, 61 đội cắt giảm trong đợt một".
        let alone = at == from
            && !object
            && (end >= self.sentence.end || reading.cue(end, Cue::CutStop).is_some() || !reading.tokens[end].is_word());
        let ceased = reading.cue(at, Cue::Cease).is_some() && !object || alone;
        let placed = reading.cue(from, Cue::PlaceLink).is_some();
        let broken = between.clone().any(|t| matches!(reading.tokens[t].ch, ',' | ';' | '.' | ':') || stop(t))
            || between.len() > 6 && !placed;
        let fits = match cue {
            Cue::ReduceStaff => between.len() <= 5,
            Cue::Dissolve | Cue::Reduce => ceased || reading.find_cue(between, Cue::Passive).is_some(),
            _ => false,
        };
        // The verb has a number of its own behind it: "5 đơn vị giảm 12 người".
        let own = (end..self.sentence.end.min(end + 3)).any(|t| {
            let small = (end..t).all(|w| reading.any_cue(w, &[Cue::From, Cue::CutFiller, Cue::AtLeast]).is_some());
            small && self.amount(skip_approximation(reading, t)).is_some()
        });
        (fits && !broken && !own).then_some((at, end, Verb { at, cue }))
    }
    /// Whether a company abroad or a club is what is spoken of, and no office.
    pub(super) fn firm(&self) -> bool {
        let reading = self.reading;
        let around = self.sentence.clone();
        let firm = |r: std::ops::Range<usize>| reading.find_cue(r, Cue::Firm).is_some();
        let before = self.sentence.start.checked_sub(1).map(|p| reading.sentence_of(p));
        let office = reading.find_cue(around.clone(), Cue::Office).is_some();
        !office && (firm(around) || before.is_some_and(|s| firm(s.clone()) && reading.find_cue(s, Cue::Office).is_none()))
    }
}
