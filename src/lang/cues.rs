//! The words that steer rules. Which words a cue has stands in `data/lang/cues.tsv`; what a cue does stands in the
//! recogniser that asks for it.

use super::lexicon::Entry;
use super::tsv::{self, TableError};

/// Declares the cues with the names they have in the file.
macro_rules! cues {
    ($($(#[$meta:meta])* $cue:ident = $slug:literal),+ $(,)?) => {
        /// A class of words that mean the same to a rule.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Cue { $($(#[$meta])* $cue),+ }

        impl Cue {
            pub const ALL: &'static [Cue] = &[$(Cue::$cue),+];
            pub const fn slug(self) -> &'static str {
                match self { $(Cue::$cue => $slug),+ }
            }
        }
    };
}

cues! {
    /// A word that a full stop shortens: "TP.", "ThS."
    Abbreviation = "abbreviation",

    // Documents.
    /// "số" before a document's number.
    NumberSign = "number_sign",
    /// What follows the bare number of a document that is cited: "155 của Thành ủy".
    CitedOf = "cited_of",
    /// "Trung ương" in the name of a plenum.
    PlenumCentral = "plenum_central",
    /// Other words in the name of a plenum: "hội nghị", "lần thứ".
    PlenumWord = "plenum_word",
    /// "khóa".
    TermNumber = "term_number",

    // Numbers and quantities.
    Percent = "percent",
    /// Words that begin like a scale word and are none: "tỷ lệ".
    NotScale = "not_scale",
    /// "trên tổng số", "trong số" between a part and its total.
    RatioOf = "ratio_of",
    /// The clearest of them, which may stand further off: "trên tổng số".
    RatioTotal = "ratio_total",
    /// "trên", "trong": a total only when a number stands right behind.
    RatioWeak = "ratio_weak",
    MoreThan = "more_than",
    Almost = "almost",
    About = "about",
    LessThan = "less_than",
    AtLeast = "at_least",
    AtMost = "at_most",
    /// Words whose number orders or names: "thứ", "khóa", "điều", "tầng", "loại".
    Ordinal = "ordinal",
    /// The same for words that are also counted or verbs ("cấp 5 giấy phép"): no name where a counted noun follows.
    OrdinalSoft = "ordinal_soft",
    /// What makes "số" a count: "tổng số 22", "trong số 12".
    CountOf = "count_of",
    HourLetter = "hour_letter",
    HourWord = "hour_word",
    MinuteWord = "minute_word",
    /// "lúc", "hồi" before a clock time.
    AtTime = "at_time",
    Score = "score",
    /// What makes a duration a reporting period: "qua", "vừa qua", "gần đây".
    PeriodTail = "period_tail",
    Within = "within",
    Phone = "phone",
    /// Words that show that thousands or millions of nothing are money.
    MoneyWord = "money_word",
    /// Words before the number of a house: "tại", "ở".
    AddressAt = "address_at",
    /// Words that end a noun phrase.
    Function = "function",

    // Staffing.
    /// "giảm", "cắt giảm".
    Reduce = "reduce",
    /// "tinh giản biên chế": the object is staff.
    ReduceStaff = "reduce_staff",
    /// "giải thể", "kết thúc hoạt động".
    Dissolve = "dissolve",
    /// "sáp nhập", "sắp xếp".
    Merge = "merge",
    /// "xuống còn" between before and after.
    DownTo = "down_to",
    /// "thành" between the units merged and what they became.
    Become = "become",
    Rise = "rise",
    CutFiller = "cut_filler",
    CutStop = "cut_stop",
    StaffContext = "staff_context",
    WeakStaff = "weak_staff",
    Target = "target",
    Achieved = "achieved",
    /// "kế hoạch" after a percentage: a share of a plan is no share cut.
    PlanShare = "plan_share",
    /// "đạt", "tương đương" between a count and its percentage.
    ShareLink = "share_link",
    NoCut = "no_cut",
    /// Words that hold "giảm" or "xóa" and are no cut: "giảm nghèo", "xóa đói".
    NotCut = "not_cut",
    Passive = "passive",
    CutDative = "cut_dative",

    // Progress.
    Done = "done",
    LeftToDo = "left_to_do",
    Rank = "rank",
    HasProperty = "has_property",
    CongressWord = "congress_word",
    NoCongress = "no_congress",
    AsOfWord = "as_of_word",
    /// "chưa" right behind the units counted.
    NotDone = "not_done",
    /// "có" before a property.
    Has = "has",
    /// What having amounts to having done: "có báo cáo".
    HasDone = "has_done",
    /// Nouns that stand for bodies named before: "đơn vị".
    GenericUnit = "generic_unit",
    Household = "household",

    // Dates.
    /// "ngày", "hôm" before a day.
    Day = "day",
    /// "tháng".
    Month = "month",
    /// "năm" before a year.
    Year = "year",
    /// "quý" before a number or Roman numeral.
    Quarter = "quarter",
    /// Time of day: "sáng", "chiều nay", "tối".
    DayPart = "day_part",
    /// "thứ hai" … "chủ nhật".
    Weekday = "weekday",
    /// "từ".
    From = "from",
    /// "đến", "tới", "đến hết".
    Until = "until",
    /// "đầu năm" after a number of months.
    YearStart = "year_start",
    /// "cuối năm" after a number of months.
    YearEnd = "year_end",
    /// "nhiệm kỳ".
    Term = "term",
    /// "giai đoạn".
    Stage = "stage",
    /// "và", "hoặc".
    And = "and",
}

const FILES: &[(&str, &str)] = &[
    ("data/lang/cues.tsv", include_str!("../../data/lang/cues.tsv")),
    ("data/lang/cues_date.tsv", include_str!("../../data/lang/cues_date.tsv")),
    ("data/lang/cues_place.tsv", include_str!("../../data/lang/cues_place.tsv")),
    ("data/lang/cues_meeting.tsv", include_str!("../../data/lang/cues_meeting.tsv")),
];

/// Every cue phrase: columns cue, phrase.
pub fn entries() -> Result<Vec<(&'static str, Entry)>, TableError> {
    let mut out = Vec::new();
    for (file, text) in FILES {
        for row in tsv::rows(file, text) {
            let slug = row.cell(0, "cue")?;
            let Some(cue) = Cue::ALL.iter().find(|c| c.slug() == slug) else {
                return Err(row.error(format!("unknown cue \"{slug}\"")));
            };
            for phrase in row.cell(1, "phrase")?.split(" | ") {
                out.push((phrase, Entry::Cue(*cue)));
            }
        }
    }
    Ok(out)
}
