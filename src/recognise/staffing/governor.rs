//! What a number does in its sentence: the word that governs it, looked for from the number to the left over its noun, small
//! words, dates and a few words that are not known.

use super::Clause;
use super::counted::Amount;
use crate::lang::cues::Cue;
use crate::lang::lexicon::Entry;
use crate::lang::units::UnitClass;
use crate::model::mention::QuantityMention;
use crate::model::tag::StaffingSubject;
use crate::recognise::quantity::{approximation_start, unit_at};
use crate::recognise::reading::Claim;
use std::ops::Range;

/// How many tokens may stand between a number and the word that governs it, and how many of them may be words that the
/// program does not know.
const REACH: usize = 18;
const UNKNOWN_WORDS: usize = 5;
/// The same behind a number of which more is said before the comma.
const LONG: usize = 16;
/// The same between a verb of cutting staff and "là", "được" before a number.
const FAR: usize = 26;

/// What a number does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It is cut: "giảm 12 phòng".
    Cut(Verb),
    /// It is left: "xuống còn 8".
    Left,
    /// It was there before: "từ 12 phòng".
    From,
    /// It was there, maybe before: "hiện có 24 xã".
    Has,
    /// It is merged: "sáp nhập 12 xã"; with a verb of cutting beside the one of merging.
    Merged(Option<Verb>),
    /// It is what others become: "thành 5 xã".
    Became,
    /// It is what the number before it is compared with: "thay vì 77", "so với 104 xã trước đây".
    Than,
    /// It is what something new is made of: "12 xã trên cơ sở sáp nhập 31 xã".
    Basis,
    /// It says the number before it in another way: "đạt 5,3%", "tương đương 120 người".
    Share,
    /// It is aimed at: "mục tiêu là 10%".
    Aim,
    /// It is a part of the number before it: "trong đó khối Đảng 12".
    Part,
    /// It goes on with the number before it, behind a comma or "và".
    Listed,
    /// It stands in brackets behind the number before it.
    Bracketed,
    /// It says where, since when, for what: "tại 12 đơn vị", "so với 5 năm trước".
    Where,
    /// Anything else: what grows, what is founded, what no word governs.
    Other,
}

/// A verb of cutting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Verb {
    pub(super) at: usize,
    pub(super) cue: Cue,
}

impl Verb {
    /// Whether the verb says that staff is cut: "tinh giản".
    pub(super) fn of_staff(self) -> bool {
        self.cue == Cue::ReduceStaff
    }
}

/// What governs a number.
#[derive(Debug, Clone)]
pub(super) struct Governor {
    pub(super) role: Role,
    /// Where the governing word begins.
    pub(super) at: usize,
    /// What the words between say is cut: "giảm số đầu mối được 5".
    pub(super) object: Option<StaffingSubject>,
}

/// What stands right before a token on the way to the left.
enum Step {
    Governs(Role),
    Noun(UnitClass),
    Share,
    Copula,
    Dative,
    Filler,
    And,
}

impl Clause<'_, '_> {
    /// What governs `amount`; `floor` is where the number before it ends, or the sentence begins.
    pub(super) fn governor(&self, amount: &Amount, floor: usize) -> Governor {
        let reading = self.reading;
        let start = approximation_start(reading, amount.span.start).max(floor);
        let mut walk = Walk { reach: UNKNOWN_WORDS, ..Walk::default() };
        let mut at = start;
        while at > floor && walk.words <= walk.reach && start - at <= REACH + walk.reach {
            if reading.claims[at - 1] == Claim::Date {
                at -= 1;
                continue;
            }
            if let Some((from, step)) = self.step_before(at, floor) {
                match step {
                    Step::Governs(Role::Where | Role::From) if self.dated(from..at) => {}
                    // "giảm từ 2 đến 3 sở" is a range.
                    Step::Governs(Role::From) if self.is_range(amount) || amount.is_percent() => {}
                    // Behind a number, what stands before a comma or "tương đương" only says more of that number.
                    Step::Governs(Role::Where | Role::Than) if floor > self.sentence.start && walk.goes_on() => walk.reach = LONG,
                    Step::Governs(Role::Other | Role::Has) if floor > self.sentence.start && walk.share => {}
                    // "6 đơn vị có thu và 12 tổ": "có" right behind a noun says which.
                    Step::Governs(Role::Has) if from == floor && floor > self.sentence.start && walk.label.is_some() => {}
                    // "trong đó khối Đảng có 17 trường hợp".
                    Step::Governs(Role::Has | Role::Where | Role::Other)
                        if floor > self.sentence.start
                            && self.reading.cue(from, Cue::Rise).is_none()
                            && self.reading.find_cue(floor..from, Cue::Among).is_some() =>
                    {
                        return Governor { role: Role::Part, at: from, object: walk.object };
                    }
                    // "vượt mục tiêu Trung ương giao (10%)".
                    Step::Governs(Role::Other) if walk.bracket && self.reading.find_cue(floor..from, Cue::Aim).is_some() => {
                        return Governor { role: Role::Aim, at: from, object: None };
                    }
                    // "giảm 28 trường so với năm học trước: 9 trường mầm non".
                    Step::Governs(Role::Where | Role::Than) if walk.colon && floor > self.sentence.start => {
                        return self.end_of_walk(at, floor, &walk, true);
                    }
                    Step::Governs(role) => {
                        walk.behind = floor > self.sentence.start;
                        return self.settle(role, from..at, floor..start, &walk);
                    }
                    Step::Noun(class) => {
                        let unit = from..at;
                        walk.object = walk.object.or_else(|| self.subject(Some(class), &unit, true));
                    }
                    // "5 tổ chức tương đương cấp vụ, 6 sở": it belongs to what stands before the comma.
                    Step::Share if walk.comma && walk.label.is_some_and(|words| words == 0) => {}
                    Step::Share => walk.share = true,
                    Step::Copula => walk.copula = true,
                    Step::Dative => walk.dative = true,
                    Step::Filler => {}
                    Step::And => {
                        walk.joint();
                        walk.and = true;
                    }
                }
                at = from;
                continue;
            }
            let token = &reading.tokens[at - 1];
            match token.ch {
                // "Nghệ An từ 412 xuống 130; Hà Tĩnh 209 còn 69": nothing but a label stands behind the semicolon.
                ',' | ';' if !token.is_word() => {
                    walk.joint();
                    // "năm 2017: 19 người": what stands before the colon is a label.
                    walk.colon = false;
                    (walk.comma, walk.part) = (true, walk.part || token.ch == ';');
                }
                '(' if token.is_mark('(') => walk.bracket = true,
                ':' => (walk.colon, walk.labelled) = (true, at < start),
                '"' | '\'' | ')' if !token.is_word() => {}
                '.' | '!' | '?' if !token.is_word() => return self.end_of_walk(at, floor, &walk, false),
                _ => walk.words += 1,
            }
            at -= 1;
        }
        self.end_of_walk(at, floor, &walk, at <= floor && floor > self.sentence.start)
    }

    /// The governor found at `word`, unless what stands between keeps it from governing the number; `reach` is where it was
    /// looked for.
    fn settle(&self, role: Role, word: Range<usize>, reach: Range<usize>, walk: &Walk) -> Governor {
        let (floor, start) = (reach.start, reach.end);
        let reading = self.reading;
        let from = word.start;
        let governor = |role| Governor { role, at: from, object: walk.object };
        match role {
            _ if walk.part => governor(Role::Other),
            // "Theo nghị quyết, 80 phường": the comma ends what says where.
            Role::Where if walk.comma && walk.label == Some(0) => governor(Role::Other),
            Role::Left if walk.colon => governor(Role::Other),
            // "theo thông tin từ Sở Nội vụ, tỉnh có 25 trường hợp": who says so.
            Role::From if walk.comma => governor(Role::Other),
            Role::Cut(verb) => {
                // "do tinh giản biên chế, …": a cause governs nothing behind the comma; "18 ban đã giải thể, 46 ban …": a verb
                // whose clause has ended governs nothing.
                let cause =
                    walk.comma && (reading.cue_before(from, Cue::CutStop).is_some() || !verb.of_staff() && walk.words > 1);
                // "696 đơn vị dừng hoạt động", một vụ trưởng cho biết.
                let quoted = usize::from(reading.tokens.get(word.end).is_some_and(|t| t.is_mark('"') || t.is_mark('”')));
                let ended = walk.comma && reading.is_mark(word.end + quoted, ',');
                let for_whom = walk.dative && !verb.of_staff() && verb.cue != Cue::Spare;
                // "tinh giản biên chế (10%)".
                // "bộ máy bớt cồng kềnh: 19 chi cục …": a sentence has begun.
                let begun = walk.colon && walk.labelled && !verb.of_staff();
                let aside = walk.bracket && !(verb.of_staff() && reading.is_mark(word.end, '('));
                // "3.600 đầu mối được cắt bỏ, tỷ lệ 37,7%".
                if ended && walk.share && walk.behind {
                    return governor(Role::Share);
                }
                let other = cause || ended || for_whom || begun || aside;
                governor(if other { Role::Other } else { role })
            }
            // "số biên chế giảm sau khi sắp xếp là 128 người": the verb of the whole phrase.
            _ if (walk.copula || walk.share) && !walk.bracket => match self.named_cut(from, start) {
                Some(verb) => Governor { role: Role::Cut(verb), at: verb.at, object: self.noun_before(verb.at).or(walk.object) },
                None if self.reading.find_cue(floor..from, Cue::Among).is_some() => governor(Role::Part),
                None => governor(role),
            },
            role => governor(role),
        }
    }

    /// What a number does that no word on its left governs: it goes on with the number before it, or nothing.
    fn end_of_walk(&self, at: usize, floor: usize, walk: &Walk, behind_number: bool) -> Governor {
        // "tinh giản do chưa đạt chuẩn hoặc không phù hợp về chuyên môn, nghiệp vụ là 22 người".
        if let Some(verb) = (walk.copula && !walk.bracket).then(|| self.named_cut(at, at)).flatten() {
            return Governor { role: Role::Cut(verb), at: verb.at, object: walk.object };
        }
        let role = match () {
            // "Trong đó, dôi dư do sắp xếp bộ máy và cơ cấu lại vị trí việc làm là 21 người".
            () if self.reading.find_cue(floor..at, Cue::Among).is_some() => Role::Part,
            () if !behind_number => Role::Other,
            // "180 đầu mối cấp phòng và tương đương, khoảng 2.800 đầu mối": "tương đương" belongs to what stands before.
            () if walk.share && walk.and => Role::Listed,
            () if walk.share => Role::Share,
            () if walk.bracket => Role::Bracketed,
            () if walk.colon => Role::Part,
            () if walk.comma || walk.and => Role::Listed,
            () => Role::Other,
        };
        Governor { role, at, object: walk.object }
    }

    /// The longest known phrase that ends right before `at` and bears on what governs a number.
    fn step_before(&self, at: usize, floor: usize) -> Option<(usize, Step)> {
        let mut best: Option<(usize, u8, Step)> = None;
        for hit in self.reading.hits_before(at) {
            let first = hit.first as usize;
            if first < floor || best.as_ref().is_some_and(|(start, ..)| *start < first) {
                continue;
            }
            let step = match hit.entry {
                Entry::Cue(cue) => self.step_of(cue, first..at, floor),
                Entry::Unit(class) => Some((9, Step::Noun(class))),
                // "Cao Bằng": a name is a label, whatever its words mean elsewhere.
                Entry::Place(_) if self.reading.tokens[first].is_capital() => Some((0, Step::Filler)),
                _ => None,
            };
            if let Some((rank, step)) = step
                && best.as_ref().is_none_or(|(_, other, _)| rank < *other)
            {
                best = Some((first, rank, step));
            }
        }
        best.map(|(start, _, step)| (start, step))
    }

    /// What a cue means for the number behind it; of two of the same words the lower rank counts.
    fn step_of(&self, cue: Cue, words: Range<usize>, floor: usize) -> Option<(u8, Step)> {
        let Range { start: first, end } = words;
        let governs = |rank, role| Some((rank, Step::Governs(role)));
        match cue {
            Cue::DownTo => governs(0, Role::Left),
            // "từ 6 đơn vị nay chỉ duy trì 2".
            Cue::Keeps if self.last_number(floor).is_some_and(|q| self.stood_before(q)) => governs(0, Role::Left),
            // "đưa số đầu mối từ 27 về 22".
            Cue::Back if first == floor && self.begins_with_from(floor) => governs(0, Role::Left),
            // "có 8 phòng trước sắp xếp, nay là 5 phòng"; "đến nay là 5" says until when.
            Cue::NowIs if first > floor && matches!(self.reading.tokens[first - 1].ch, ',' | ';') && self.was(first) => {
                governs(0, Role::Left)
            }
            Cue::ReduceStaff | Cue::Reduce | Cue::Dissolve | Cue::Spare => {
                // "giảm biên chế công chức": the longer verb ends inside the noun.
                let (_, cue) = self.verb(first)?;
                // "không còn quá 5 phó giám đốc": a bound.
                if self.reading.cue(first, Cue::NotDone) == Some(end) && self.reading.cue(end, Cue::MoreThan).is_some() {
                    return governs(5, Role::Other);
                }
                governs(1, Role::Cut(Verb { at: first, cue }))
            }
            Cue::Ends => {
                let (_, cue) = self.ends_groups(first)?;
                governs(1, Role::Cut(Verb { at: first, cue }))
            }
            Cue::From => governs(2, Role::From),
            Cue::Merge => governs(3, Role::Merged(self.beside(first))),
            Cue::Become if self.becomes(first, end) => governs(4, Role::Became),
            // "tinh giản thêm 150 người".
            Cue::Rise if self.reading.any_cue_before(first, super::VERBS) => Some((5, Step::Filler)),
            // "không còn cấp phòng".
            Cue::OtherVerb if self.reading.tokens[first].is_capital() => None,
            Cue::Rise | Cue::OtherVerb | Cue::Cease => governs(5, Role::Other),
            Cue::Among | Cue::MadeUpOf => governs(5, Role::Part),
            Cue::InsteadOf | Cue::Than => governs(5, Role::Than),
            Cue::Basis => governs(2, Role::Basis),
            Cue::Aim => governs(5, Role::Aim),
            Cue::Copula => Some((6, Step::Copula)),
            Cue::ShareLink | Cue::ComesTo => Some((6, Step::Share)),
            // "số viên chức tinh giản lên tới 58 người".
            Cue::NowHas if self.reading.any_cue(first, &[Cue::CutFiller]).is_some() => Some((6, Step::Copula)),
            Cue::NowHas | Cue::Has => governs(6, Role::Has),
            Cue::CutDative => Some((7, Step::Dative)),
            Cue::CutFiller => Some((7, Step::Filler)),
            Cue::And => Some((7, Step::And)),
            Cue::CutStop | Cue::PlaceLink => governs(8, Role::Where),
            _ => None,
        }
    }

    /// Whether a word of place or time has a date behind it: "giảm trong năm 2021 12 phòng".
    fn dated(&self, word: Range<usize>) -> bool {
        self.reading.claims.get(word.end) == Some(&Claim::Date)
    }

    /// The verb of cutting coordinated with a verb of merging at `merge`: "giải thể, sáp nhập 12 đơn vị".
    fn beside(&self, merge: usize) -> Option<Verb> {
        let reading = self.reading;
        let joint = reading.cue_before(merge, Cue::And).or_else(|| {
            merge.checked_sub(1).filter(|&t| reading.is_mark(t, ',') || reading.is_mark(t, '-') || reading.is_mark(t, '/'))
        })?;
        let verb = [Cue::Dissolve, Cue::Reduce, Cue::ReduceStaff].into_iter().find_map(|cue| reading.cue_before(joint, cue))?;
        self.verb(verb).map(|(_, cue)| Verb { at: verb, cue })
    }

    /// Whether the number that ends at `end` with its noun is what there was: "từ 27 đầu mối".
    fn begins_with_from(&self, end: usize) -> bool {
        self.last_number(end).is_some_and(|q| {
            let noun = unit_at(self.reading, q.span.end).map_or(q.span.end, |unit| unit.1);
            noun == end && self.stood_before(q)
        })
    }

    /// The number in digits that ends at or before `end`.
    fn last_number(&self, end: usize) -> Option<&QuantityMention> {
        let n = self.quantities.partition_point(|q| q.span.start < end);
        n.checked_sub(1).map(|n| &self.quantities[n])
    }

    /// Whether "từ" stands right before a number.
    fn stood_before(&self, q: &QuantityMention) -> bool {
        self.reading.cue_before(approximation_start(self.reading, q.span.start), Cue::From).is_some()
    }

    /// Whether a number has two ends: "2 đến 3 sở".
    fn is_range(&self, amount: &Amount) -> bool {
        self.quantities.iter().any(|q| q.span.start == amount.span.start && q.value_high.is_some())
    }

    /// Whether "thành" is the word itself, no part of another: "hình thành", "thành viên".
    fn becomes(&self, first: usize, end: usize) -> bool {
        let reading = self.reading;
        // "đã làm rất quyết liệt": only what is merged is made one.
        if reading.cue(first, Cue::Makes).is_some() && reading.find_cue(self.sentence.start..first, Cue::Merge).is_none() {
            return false;
        }
        let whole = reading.cue(first, Cue::NotBecome).is_none_or(|e| e <= end);
        whole && reading.cue_before(first + 1, Cue::NotBecome).is_none_or(|s| s >= first)
    }

    /// "tổng số công chức được tinh giản theo Nghị định 108 là": the verb of a noun phrase that ends in "là".
    fn named_cut(&self, from: usize, start: usize) -> Option<Verb> {
        let reading = self.reading;
        let far = start.saturating_sub(FAR).max(self.sentence.start);
        let clause = (far..from).rev().find(|&t| matches!(reading.tokens[t].ch, ';' | ':')).map_or(far, |t| t + 1);
        let comma = (clause..from).any(|t| reading.is_mark(t, ','));
        let verb = (clause..from).rev().find_map(|t| self.verb(t).map(|(_, cue)| Verb { at: t, cue }))?;
        // "giảm của các cơ quan, đơn vị là 3 biên chế".
        let noun = self.verb(verb.at).is_some_and(|(end, _)| {
            let links = [Cue::PlaceLink, Cue::CutStop];
            reading.any_cue(end, &links[..1 + usize::from(verb.of_staff())]).is_some()
        });
        let named = noun || self.is_number_of(verb.at + 1) || !comma && (verb.of_staff() || self.noun_before(verb.at).is_some());
        named.then_some(verb)
    }
}

/// What has been passed on the way to the left.
#[derive(Debug, Default)]
struct Walk {
    /// How many unknown words may be passed.
    reach: usize,
    object: Option<StaffingSubject>,
    words: usize,
    /// How many unknown words stand between the number and the joint before it.
    label: Option<usize>,
    comma: bool,
    /// A semicolon: what stands before it is another part of the sentence.
    part: bool,
    and: bool,
    bracket: bool,
    colon: bool,
    /// Words stand between the colon and the number.
    labelled: bool,
    /// Another number stands before this one in the sentence.
    behind: bool,
    share: bool,
    copula: bool,
    dative: bool,
}

impl Walk {
    /// Whether a joint has been passed right before the number: it goes on with what was said before.
    fn goes_on(&self) -> bool {
        self.label == Some(0) || self.share
    }

    /// A comma, semicolon or "và" is passed.
    fn joint(&mut self) {
        self.label.get_or_insert(self.words);
    }
}
