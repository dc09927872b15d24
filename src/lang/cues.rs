//! The words that steer rules. Which words a cue has stands in `data/lang/cues.tsv`; what a cue does stands in the
//! recogniser that asks for it.

use super::lexicon::{Entry, Families, family};
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

    // Places and bodies.
    /// A phrase that holds the name of a place and names none: "Thái Bình Dương".
    NotPlace = "not_place",
    /// "tỉnh" before a name.
    KindProvince = "kind_province",
    /// "thành phố", "TP."
    KindCity = "kind_city",
    /// "quận", "Q."
    KindUrban = "kind_urban",
    /// "huyện", "H."
    KindRural = "kind_rural",
    /// "thị xã", "TX."
    KindTown = "kind_town",
    /// "xã", "phường", "thôn": what follows is below a district.
    KindCommune = "kind_commune",
    /// "các xã": the names that follow are all of communes.
    CommuneList = "commune_list",
    /// Words that end like another cue and mean nothing for places: "điểm cầu", "đường phố".
    Neutral = "neutral",
    /// "đường", "cầu", "ngã tư", "sông".
    Street = "street",
    /// "công ty", "khách sạn": what follows is a name of its own.
    NamedAfter = "named_after",
    /// "ông", "ca sĩ": a person follows.
    Honorific = "honorific",
    /// Words after which a name is a place: "ở", "tại", "người".
    Preposition = "preposition",
    /// Family names.
    Surname = "surname",
    /// Countries that have places of the same name.
    Foreign = "foreign",
    /// "thuộc", "của" between a district and its province.
    BelongsTo = "belongs_to",
    /// "toàn quốc", "cả nước".
    Nationwide = "nationwide",
    /// "Trung ương", "T.Ư" behind the name of a body.
    CentralMark = "central_mark",
    /// "Việt Nam" behind the name of a body.
    Vietnam = "vietnam",
    /// What a ministry, department or office is for: "Nội vụ", "Giáo dục và Đào tạo".
    Field = "field",

    // Documents.
    /// "số" before a document's number.
    NumberSign = "number_sign",
    /// What follows the bare number of a document that is cited: "155 của Thành ủy".
    CitedOf = "cited_of",
    /// "Trung ương" in the name of a plenum.
    PlenumCentral = "plenum_central",
    /// "NQTW" of "NQTW4".
    ResolutionOfCentre = "resolution_of_centre",
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
    /// Words that end like an ordinal's head and are none: "cung cấp".
    NotOrdinal = "not_ordinal",
    /// "suốt", "kéo dài": the duration measures, it names no reporting period.
    Lasting = "lasting",
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
    /// "chỉ tiêu", "mục tiêu": the noun of a target.
    Aim = "aim",
    /// "theo phương án", "dự kiến": a plan that later sentences go on with.
    PlanFrame = "plan_frame",
    CutDative = "cut_dative",
    /// "tiết kiệm": with a number of posts, a cut.
    Spare = "spare",
    /// "kết thúc" before groups of the Party.
    Ends = "ends",
    /// "đảng đoàn", "ban cán sự đảng".
    PartyGroup = "party_group",
    /// "gồm", "bao gồm": parts follow.
    MadeUpOf = "made_up_of",
    /// What tells a part that is no part of the cut: "nữ", "đảng viên".
    NotPart = "not_part",
    /// "theo hướng" before the verb of a cut.
    Towards = "towards",
    /// "thay vì": what there was before.
    InsteadOf = "instead_of",
    /// "so với 104 xã trước đây".
    Than = "than",
    /// Words that say what a body settles: "thông qua", "ban hành".
    Decides = "decides",
    /// Words that say that an account reaches up to now: "năm nay", "sau hai năm".
    SoFar = "so_far",
    /// "trên cơ sở sáp nhập 31 xã": what something new is made of.
    Basis = "basis",
    /// "khối", "cấp", "ngành": words that say whose a number is.
    LabelWord = "label_word",
    /// "Cụ thể", "Theo đó" at the head of a sentence: it goes on with what stands before.
    Continues = "continues",
    /// "theo nguyện vọng": people who leave of their own wish.
    OfOwnWish = "of_own_wish",
    /// "giúp": what follows has come about, unless it "sẽ".
    Helps = "helps",
    /// "xuống" in "xuống còn".
    Downwards = "downwards",
    /// "vượt 31 trường hợp": more than was asked.
    Exceeds = "exceeds",
    /// "khối Đảng", "UBND": a number behind it counts, and is no part of a name.
    Bloc = "bloc",
    /// "vì sao": who asks so takes what follows as given.
    AsksWhy = "asks_why",
    /// "toàn bộ", "các": what follows is named, not counted.
    AllOf = "all_of",
    /// What "vụ" counts when it is no department: "tai nạn", "án".
    Incident = "incident",
    /// "nay", "sau sáp nhập": what follows is how it is now.
    Now = "now",
    /// "trước đây": what follows is how it was.
    Once = "once",
    /// Verbs that say of their subject that it is no more: "kết thúc hoạt động".
    Cease = "cease",
    /// Verbs that govern numbers and cut nothing: "bố trí", "bổ nhiệm".
    OtherVerb = "other_verb",
    /// "tương đương với" before the number that a share comes to.
    ComesTo = "comes_to",
    /// "dôi dư": people left over.
    LeftOver = "left_over",
    /// "thành lập": new units are founded.
    Founds = "founds",
    /// "được" behind the verb of a cut: it has been done.
    Managed = "managed",
    /// "mục tiêu" right before the verb of a cut.
    Goal = "goal",
    /// "sau sắp xếp": done unless words of a plan say otherwise.
    Thereafter = "thereafter",
    /// "số lượng này": the cut that the sentence before states.
    ThisCut = "this_cut",
    /// "lần lượt": the numbers that follow belong to things named or counted before, in their order.
    InTurn = "in_turn",
    /// "cho biết": what follows is told, whatever was asked.
    Reports = "reports",
    /// "giải thể": verbs that end offices and hardly anything else.
    EndsOffice = "ends_office",
    /// "người", "đồng chí": words for whoever holds a post.
    AnyHolder = "any_holder",
    /// Behind a place: "đặc biệt khó khăn"; such places become fewer, none is abolished.
    Poor = "poor",
    /// How bodies and people are found to be: "yếu kém", "hoàn thành tốt nhiệm vụ", "vi phạm".
    Quality = "quality",
    /// "chỉ tiêu", "suất": a number of them is a number of staff.
    Quota = "quota",
    /// "nhờ", "do": why, no deed of what stands before.
    Cause = "cause",
    /// "giúp việc": no help that has come.
    NotHelp = "not_help",
    /// "đồng thuận": a share of voters, none of what is cut.
    Consent = "consent",
    /// "này": the noun before it has been named already.
    ThisOne = "this_one",
    /// Behind a number: "theo phương án", "trong thời gian tới".
    PlanBehind = "plan_behind",
    /// "trong khi": what follows is set against what stands before.
    While = "while",
    /// "số", "số lượng" before what falls.
    NumberOf = "number_of",
    /// "đơn vị hành chính và sự nghiệp": offices.
    NotAdmin = "not_admin",
    /// "vụ": a department, or a case.
    Department = "department",
    /// "tổng cục", "chi cục": offices that departments stand beside.
    Bureau = "bureau",
    /// "nghỉ hưu trước tuổi", "thôi việc".
    Leave = "leave",
    /// "Nghị định 178", "dôi dư": people leave because offices are arranged anew.
    LeaveFrame = "leave_frame",
    /// "xin", "đăng ký": leaving that is asked for.
    AskLeave = "ask_leave",
    /// Companies abroad, clubs: their staff is none that is counted.
    Firm = "firm",
    /// "doanh nghiệp", "công ty": as units they are counted only where the account is of them.
    Enterprise = "enterprise",
    /// Foreign states, matches, hospitals' beds: what is cut there is no matter of offices.
    Elsewhere = "elsewhere",
    /// "biên chế", "ủy ban": the staff of offices.
    Office = "office",

    // Progress.
    Done = "done",
    LeftToDo = "left_to_do",
    Rank = "rank",
    HasProperty = "has_property",
    CongressWord = "congress_word",
    NoCongress = "no_congress",
    /// "chọn 91/1.447 đảng bộ làm điểm".
    Chosen = "chosen",
    /// "đại hội cổ đông", "đại hội thể thao".
    OtherCongress = "other_congress",
    /// "đạt tỷ lệ": the share is of what was just counted.
    RateLink = "rate_link",
    /// "cấp cơ sở", "nhiệm kỳ": words between a congress and its share.
    CongressTail = "congress_tail",
    /// "cơ sở": the congress is of the lowest level.
    Grassroots = "grassroots",
    /// "đã tổ chức", "hoàn thành" before a congress.
    Held = "held",
    /// "phấn đấu", "dự kiến": what follows is still to come, also behind a comma.
    AimVerb = "aim_verb",
    /// "tán thành", "không biểu quyết".
    VoteVerb = "vote_verb",
    AsOfWord = "as_of_word",
    /// "chưa" right behind the units counted.
    NotDone = "not_done",
    /// Words for people of any kind, whose fractions are no counts.
    Anybody = "anybody",
    /// "sẽ có", "dự kiến có" right before a ratio: not done yet.
    WillBe = "will_be",
    /// "tại", "thuộc" before a ratio that says where.
    Locative = "locative",
    /// "bố trí", "thực hiện": before "tại 45/150 xã", where it was done.
    DoneAt = "done_at",
    /// "giải quyết được", "thi hành được": before "2/6 vụ".
    DoneOf = "done_of",
    /// "tổ chức hội nghị", "ban hành": what a clause says was done, other than a congress.
    OwnDeed = "own_deed",
    /// "xong", "hoàn thành" where nothing else follows.
    Finished = "finished",
    /// "nay đã", "hiện đều" before a property.
    Already = "already",
    /// "có" before a property.
    Has = "has",
    /// What having amounts to having done: "có báo cáo".
    HasDone = "has_done",
    /// Nouns that stand for bodies named before: "đơn vị".
    GenericUnit = "generic_unit",
    Household = "household",
    /// Words that hold a target word and aim at nothing: "quá trình".
    NotTarget = "not_target",
    /// A plan that is being carried out is no aim any more: "thực hiện đề án".
    CarryOut = "carry_out",
    /// "đơn vị" alone.
    PlainUnit = "plain_unit",
    /// Words that make "đơn vị" an administrative unit.
    AdminContext = "admin_context",
    /// "tổ" alone.
    Team = "team",
    /// Words that make "tổ" a group of residents.
    ResidentGroup = "resident_group",
    /// "giữ chức vụ lãnh đạo" behind people.
    PostHolder = "post_holder",
    /// "ở", "thuộc", "của": what follows says where or whose.
    PlaceLink = "place_link",
    /// Words that hold "thành" and join no numbers: "hình thành".
    NotBecome = "not_become",
    /// "trong đó": parts of the number before.
    Among = "among",
    /// "là".
    Copula = "copula",
    /// "phiếu", "tín nhiệm".
    Vote = "vote",
    /// "giá": what goes before is something sold.
    SaleWord = "sale_word",
    /// "phút" of a match.
    MatchMinute = "match_minute",
    /// "tuần" behind "cuối".
    WeekWord = "week_word",
    /// "so với hiện nay" behind a cut.
    ThanNow = "than_now",
    /// "so với năm trước": the part of the sentence is done.
    Compared = "compared",
    /// "hiện có" before a number that will fall.
    NowHas = "now_has",
    /// "đây là" that speaks of the sentence before.
    ThisIs = "this_is",
    /// "cấp tỉnh": the level of an office.
    LevelWord = "level_word",
    /// "ảnh 1" of a caption.
    Picture = "picture",

    // Dates.
    /// "ngày", "mùng" before a day: belongs to the date.
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
    /// "Quốc khánh", "nhân dịp": a day of remembrance follows.
    Holiday = "holiday",
    /// "giờ", "h" after an hour.
    Hour = "hour",
    /// "từ".
    From = "from",
    /// "đến", "tới", "đến hết".
    Until = "until",
    /// Words before which a date is likely, but a number is too: "trước", "vào", "tính đến".
    DateBefore = "date_before",
    /// Small words that go on after a date, as no counted noun does: "tại", "của", "đã".
    DateAfter = "date_after",
    /// Words whose number is no date: "hơn", "đạt", "nghị định".
    DateNotBefore = "date_not_before",
    /// Names that carry a date: "đường 3/2", "bệnh viện 19-8".
    DateName = "date_name",
    /// "mỗi", "hàng": "mỗi tháng 2 lần".
    Each = "each",
    /// What makes the number after "tháng" a sum or a rate: "đồng", "lần".
    MonthNotAfter = "month_not_after",
    /// "âm lịch".
    Lunar = "lunar",
    /// "đầu năm" after a number of months.
    YearStart = "year_start",
    /// "cuối năm" after a number of months.
    YearEnd = "year_end",
    /// "còn lại của năm" after a number of months.
    YearRest = "year_rest",
    /// "của năm" between a period and its year.
    OfYear = "of_year",
    /// "đầu".
    First = "first",
    /// "cuối".
    Last = "last",
    /// "qua", "vừa qua" after a period.
    Past = "past",
    /// "trong", "sau" before a period.
    PeriodWithin = "period_within",
    /// "sơ kết", "lũy kế" before a number of months.
    PeriodReport = "period_report",
    /// "tháng Giêng", "tháng Chạp".
    LunarMonth = "lunar_month",
    /// "ký tự": what a form of the page asks for.
    FormWord = "form_word",
    /// "tuổi đời", "độ tuổi" before numbers of years.
    AgeWord = "age_word",
    /// "ước đạt" behind a number of months.
    PeriodEstimate = "period_estimate",
    /// "nửa đầu năm".
    FirstHalf = "first_half",
    /// "nửa cuối năm".
    SecondHalf = "second_half",
    /// "nhiệm kỳ".
    Term = "term",
    /// "giai đoạn".
    Stage = "stage",
    /// "và", "hoặc".
    And = "and",
    /// Words before a bare year: "cùng kỳ", "xuân".
    YearBefore = "year_before",
    /// "học" after "năm": a school year.
    School = "school",
    /// What a year is planned for: "nhiệm vụ", "phương hướng".
    YearPlan = "year_plan",
    /// What is still being drawn up for a year: "dự kiến", "xây dựng" before "chương trình".
    YearDraft = "year_draft",
    /// "tạo tiền đề": the next year is prepared.
    YearBase = "year_base",
    /// "sáng": the first part of a day.
    Morning = "morning",
    /// What of a year is looked back on: "tổng kết", "kết quả".
    YearReview = "year_review",
    /// What is compared with this year: "cùng kỳ", "so với".
    YearCompare = "year_compare",
    /// A year ahead: "đến năm", "tầm nhìn".
    YearTarget = "year_target",
    /// A year that is past for long: "sinh năm".
    YearPast = "year_past",
    /// "nay" after "năm".
    ThisYear = "this_year",
    /// "năm ngoái", "năm trước".
    LastYear = "last_year",
    /// "năm tới", "năm sau".
    NextYear = "next_year",
    /// "năm mới", "Tết Nguyên đán": before the year that begins.
    NewYear = "new_year",
    /// "kỷ niệm", "chào mừng": before "90 năm".
    Celebrate = "celebrate",
    /// "thực hiện", "thi hành": behind "5 năm", of a document.
    YearsOf = "years_of",
    /// "luật", "hiến pháp": named by the year in which they were passed.
    YearLaw = "year_law",
    /// What lies ahead: "dự kiến", "sẽ", "chậm nhất".
    Ahead = "ahead",
    /// "tới" after a date.
    Coming = "coming",

    // Meetings.
    /// Looks like a meeting and is none: "trung tâm hội nghị", "nhà hội nghị".
    MeetNot = "meet_not",
    /// Right before a name: it is one of many, or spoken of in general: "các", "những".
    MeetPlural = "meet_plural",
    /// Right before a name: the meeting is only alluded to: "thời gian", "thời gian, địa điểm".
    MeetAllude = "meet_allude",
    /// Words that may stand between what is said of a meeting and its name: "phiên thứ nhất", "phiên thứ hai".
    MeetLink = "meet_link",
    /// Before a name: it is held, opened, attended, or something is said at it: "theo dõi", "có mặt tại".
    MeetHold = "meet_hold",
    /// After a name: it takes place: "diễn ra", "được diễn ra".
    MeetOccur = "meet_occur",
    /// Where a name ends: "do", "diễn ra".
    MeetEnd = "meet_end",
    /// Right after a name: the words go on naming it: "quyết định", "nghị quyết".
    MeetNameOn = "meet_name_on",
    /// Before the day of something else: "tính đến", "đến".
    MeetNotDay = "meet_not_day",
    /// Names of days ("Ngày Gia đình Việt Nam 28/6"): "ngày quốc khánh", "quốc khánh".
    MeetNamedDay = "meet_named_day",
    /// A verb of telling or ordering: what follows is no longer what happened on that day: "cho biết", "cho hay".
    MeetReport = "meet_report",
    /// Where an event may be named although something is being told ("cho biết tại hội nghị"): "tại", "ở".
    MeetAt = "meet_at",
    /// Yet to come: "sẽ", "dự kiến".
    MeetFuture = "meet_future",
    /// Right after a day: it is yet to come: "tới", "tới đây".
    MeetFutureAfter = "meet_future_after",
    /// Held at a distance, at least in part: "trực tuyến", "cầu truyền hình".
    MeetOnline = "meet_online",
    /// Not the mode of this meeting: "dịch vụ công trực tuyến", "công trực tuyến".
    MeetNotOnline = "meet_not_online",
    /// Points of an online meeting: "điểm cầu", "đầu cầu".
    MeetPoint = "meet_point",
    /// "với", "kết nối".
    MeetConnect = "meet_connect",
    /// Whose meeting it is: "chủ trì", "đồng chủ trì".
    MeetChair = "meet_chair",
    /// "do".
    MeetBy = "meet_by",
    /// "tổ chức", "đã tổ chức".
    MeetOrganise = "meet_organise",
    /// "đồng chí", "ông".
    MeetPerson = "meet_person",
    /// "làm việc với" as a meeting: "đến làm việc", "đến làm việc, kiểm tra".
    MeetWork = "meet_work",
    /// Who holds such a meeting: "tỉnh ủy", "thành ủy".
    MeetOfficial = "meet_official",
    /// "công an", "cơ quan điều tra".
    MeetNotWork = "meet_not_work",
    /// "họp" as a verb: "họp", "họp bàn".
    MeetConvene = "meet_convene",
    /// An assembly that sits: "quốc hội", "QH".
    MeetAssembly = "meet_assembly",
    /// "chính phủ", "hội đồng bầu cử quốc gia".
    MeetGovernment = "meet_government",
    /// "chất vấn và trả lời chất vấn", "thảo luận ở các tổ".
    MeetDeliberate = "meet_deliberate",
    /// "trình bày tại quốc hội", "báo cáo tại quốc hội".
    MeetInAssembly = "meet_in_assembly",
    /// Days told by pointing: "cùng ngày", "sáng cùng ngày".
    MeetSameDay = "meet_same_day",
    /// "hôm nay", "sáng nay".
    MeetToday = "meet_today",
    /// "hôm qua", "sáng qua".
    MeetYesterday = "meet_yesterday",
    /// "ngày mai", "sáng mai".
    MeetTomorrow = "meet_tomorrow",
    /// The holder's level where no body is named with one: "toàn quốc", "cả nước".
    MeetCentral = "meet_central",
    /// "tỉnh", "tỉnh ủy".
    MeetProvince = "meet_province",
    /// "huyện", "quận".
    MeetDistrict = "meet_district",
    /// "xã", "phường".
    MeetGrassroots = "meet_grassroots",
    /// Macro regions as the reach of a meeting: "phía bắc", "miền bắc".
    MeetNorth = "meet_north",
    /// "miền trung", "khu vực miền trung".
    MeetMiddle = "meet_middle",
    /// "phía nam", "miền nam".
    MeetSouth = "meet_south",
    /// Names of committees whose conference is a plenum: "ban chấp hành", "BCH".
    MeetCommittee = "meet_committee",
    /// "trung ương", "T.Ư".
    MeetCentre = "meet_centre",
    /// "lần thứ", "lần".
    MeetNth = "meet_nth",
    /// "của".
    MeetOf = "meet_of",
    /// Bodies whose kỳ họp is no council's: "ủy ban kiểm tra", "UBKT".
    MeetNoCouncil = "meet_no_council",
    /// "phiên họp", "phiên làm việc".
    MeetPhien = "meet_phien",
    /// Before a council's name: an office or member of it, not the council: "đảng ủy", "đảng bộ".
    MeetOffice = "meet_office",
    /// "đại biểu quốc hội", "các đại biểu quốc hội".
    MeetDeputy = "meet_deputy",
    /// Openings that are shows: "lễ bế mạc sea games".
    MeetShow = "meet_show",
    /// "lễ hội", "festival".
    MeetFestive = "meet_festive",
    /// "làm việc" as having a job: "đang", "từng".
    MeetJob = "meet_job",
    /// Helping words before a verb: "thực hiện nội dung", "thực hiện".
    MeetAux = "meet_aux",
    /// Before a word: it is a noun, not a verb: "công tác", "kết quả".
    MeetNoun = "meet_noun",
    /// "học tập nghị quyết" as a meeting: "quán triệt", "học tập".
    MeetStudy = "meet_study",
    /// "gặp mặt", "công bố quyết định".
    MeetHandOver = "meet_hand_over",
    /// Titles of rank in the Party: their bearer holds another post that tells the level: "ủy viên bộ chính trị", "ủy viên trung ương đảng".
    MeetRank = "meet_rank",
    /// Leads to the day of what was named before: "vào", "diễn ra".
    MeetOn = "meet_on",
    /// "có", "gồm".
    MeetBe = "meet_be",
    /// "các đồng chí", "đồng chí".
    MeetComrades = "meet_comrades",
    /// Lone words that are a body's only with a capital: "bộ", "sở".
    MeetLone = "meet_lone",
    /// Words whose last syllable only looks like a body: "cán bộ", "đảng bộ".
    MeetLoneNot = "meet_lone_not",
    /// "TP", "thành phố".
    MeetCity = "meet_city",
    /// Syllables that only look like the beginning of a name: "Quốc hội thảo luận" is no hội thảo: "hội thảo luận", "đại hội đồng".
    MeetBroken = "meet_broken",
    /// A committee itself, and what makes its name only a member's title: "ban chấp hành (BCH) đảng bộ", "ban chấp hành".
    MeetBoard = "meet_board",
    /// "ủy viên", "ủy viên dự khuyết".
    MeetMember = "meet_member",
    /// A meeting of the whole country or of several provinces: "thượng đỉnh", "cấp cao".
    MeetNational = "meet_national",
    /// Before a body whose decision or paper it is: "quyết định của", "các quyết định của".
    MeetDecisionOf = "meet_decision_of",
    /// Words whose list goes on after a comma inside a name: "tỉnh", "thành phố".
    MeetListed = "meet_listed",
    /// Names that are verbs as well ("Bộ Nội vụ họp báo"): "họp báo", "tiếp xúc cử tri".
    MeetVerbal = "meet_verbal",
    /// Before "tổ chức" where it is a noun: "ban", "công tác".
    MeetOffices = "meet_offices",
    /// Carrying out what an earlier meeting decided: "thực hiện kết luận", "thực hiện chỉ đạo".
    MeetFollow = "meet_follow",
    /// "lễ khai giảng", "lễ bế giảng": what it opens tells whether it is a course.
    MeetOpening = "meet_opening",
    /// "lý luận chính trị", "nghiệp vụ": what a course teaches.
    MeetCourse = "meet_course",
    /// "làm việc" of a meeting that goes on: "Đại hội làm việc đến hết ngày 5/9".
    MeetRun = "meet_run",
    /// "lần thứ nhất": the meeting with which a term begins.
    MeetFirst = "meet_first",
    /// A Party cell, whatever body it is of.
    MeetCell = "meet_cell",
    /// Whose congress or plenum it is: "đảng bộ", "chi bộ", "Sở".
    MeetOwner = "meet_owner",
    /// Where the owner in a name ends: "lần thứ", "khóa", "nhiệm kỳ".
    MeetOwnerEnd = "meet_owner_end",
    /// "nhằm", "để": what the meeting is for follows.
    MeetAim = "meet_aim",
    /// "về" in a meeting's name.
    MeetAbout = "meet_about",
    /// Ends or begins like a verb of telling and is none: "chuẩn bị", "giao lưu".
    MeetNotReport = "meet_not_report",
    /// "bắt đầu", "khai mạc" before a name: it begins on the day told.
    MeetOpen = "meet_open",
    /// "lùi thời gian", "dời lịch": the meeting is put off.
    MeetPostpone = "meet_postpone",
    /// "sang", "đến": the day to which it is put off.
    MeetTo = "meet_to",
    /// "đồng thời tổ chức": a second meeting of the same day.
    MeetBesides = "meet_besides",
    /// "ban chỉ đạo", "tiểu ban" in the name of a sitting: no council's.
    MeetOtherBody = "meet_other_body",
    /// "tỉnh", "thành phố" between a council and its place.
    MeetUnit = "meet_unit",
    /// "tại phiên chất vấn": before the deputies.
    MeetFloor = "meet_floor",
    /// "bộ trưởng", "đại biểu Quốc hội": who speaks there.
    MeetMinister = "meet_minister",
    /// "đại hội TDTT", "SEA Games".
    MeetGames = "meet_games",
    /// "phiên cuối năm", "ra nghị quyết": what only a committee's own conference is.
    MeetOwnSitting = "meet_own_sitting",
    /// "dứt điểm", "hoàn thành": by when the meetings of many are over.
    MeetDone = "meet_done",
    /// "giữa", "với": between whom a meeting is.
    MeetBetween = "meet_between",
    /// "đầu", "giữa", "trung tuần": a part of the month that follows.
    MeetMonthPart = "meet_month_part",
    /// "đánh giá", "kiểm điểm": a look back at the period that follows.
    MeetLookBack = "meet_look_back",
    /// "6 tháng", "quý": a part of a year, looked back at.
    MeetPartYear = "meet_part_year",
    /// Countries: whose prime minister, parliament or ministry it is.
    MeetCountry = "meet_country",
    /// "pháp luật", "anh hùng": words that begin like a country.
    MeetNoCountry = "meet_no_country",
    /// "tổng thống", "hạ viện", "NATO": offices and bodies that are never Vietnam's.
    MeetForeign = "meet_foreign",
    /// "Việt Nam", "tỉnh ủy", "UBND": never another country's.
    MeetHome = "meet_home",
    /// "HLV", "trận đấu", "đạo diễn": of sport and show.
    MeetStage = "meet_stage",
    /// "ban tổ chức", "chủ tịch": offices that a club or a contest has as well.
    MeetLoose = "meet_loose",
    /// "họp mặt", "gặp mặt".
    MeetGathering = "meet_gathering",
    /// "đồng hương", "cựu học sinh": who gathers in private.
    MeetPrivate = "meet_private",
    /// "phiên trù bị", "phiên chính thức": a part of a congress.
    MeetPart = "meet_part",
    /// "đã", "vừa qua": it has happened.
    MeetPast = "meet_past",
    /// "ban chỉ đạo", "tiểu ban": of a congress, or holding a conference itself.
    MeetStaff = "meet_staff",
    /// "lễ khai mạc", "lễ trao giải": of games.
    MeetGala = "meet_gala",
    /// "phối hợp với": who holds a meeting besides the first.
    MeetTogether = "meet_together",
    /// "công văn", "tờ trình": papers.
    MeetDocument = "meet_document",
    /// "lãnh đạo", "giao": before a verb of chairing that chairs nothing.
    MeetLeads = "meet_leads",
    /// "điều hành": to chair, or to run.
    MeetRuns = "meet_runs",
    /// "cuộc", "buổi", "phiên": a sitting follows.
    MeetSitting = "meet_sitting",
    /// "đồng chủ trì".
    MeetJointly = "meet_jointly",
    /// "các đồng chí": several persons follow.
    MeetGroup = "meet_group",
    /// "dự", "tham dự".
    MeetAttend = "meet_attend",
    /// "thay mặt", "phát biểu": verbs after the names of those who chair.
    MeetSaid = "meet_said",
    /// "cùng dự", "tham dự có": others follow.
    MeetAlso = "meet_also",
    /// "tại", "tại thành phố": where a meeting sits.
    MeetSeat = "meet_seat",
    /// "toàn quốc", "cán bộ chủ chốt": more than a committee meet.
    MeetWider = "meet_wider",
    /// "quyết định bổ nhiệm", "quyết định kiểm tra".
    MeetDecision = "meet_decision",
    /// "công bố", "trao" before such a decision.
    MeetAnnounce = "meet_announce",
    /// "được": what follows is done to the subject.
    MeetPassive = "meet_passive",
    /// "kết quả thực hiện" before a plan: it is looked back at.
    YearCarried = "year_carried",
    /// "sẽ", "phấn đấu" after a year.
    YearAhead = "year_ahead",
    /// "thứ hai": still in the first year of a council's term.
    MeetSecond = "meet_second",
    /// "tôi", "chúng ta": somebody speaks.
    MeetSpeaker = "meet_speaker",
    /// "Quốc hội": the assembly of the whole country.
    MeetParliament = "meet_parliament",
    /// "Đảng" after "Hội nghị Trung ương".
    MeetParty = "meet_party",
    /// "đến hết", "và bế mạc": the last day follows.
    MeetEnding = "meet_ending",
    /// "xã hội", "trường hợp": begins like a body and is none.
    MeetNotLevel = "meet_not_level",
    /// "đoàn đại biểu Quốc hội" of a province.
    MeetDelegation = "meet_delegation",
    /// "lần trước" behind "hội nghị": another one.
    MeetEarlier = "meet_earlier",
    /// "hai huyện": several units, each with a meeting of its own.
    MeetSeveral = "meet_several",
    /// "tiếp tục chương trình" before the name of what goes on.
    MeetLead = "meet_lead",
    /// "chậm nhất": by when something is to be over.
    MeetDeadline = "meet_deadline",
    /// "trước đó": what is told next was before.
    MeetBefore = "meet_before",
    /// "buổi chiều": of the day told of before.
    MeetHalf = "meet_half",
    /// "lịch công tác tuần": the page lists what is to come.
    MeetSchedule = "meet_schedule",
    /// "lúc", "cả ngày": before an entry of such a list.
    MeetEntry = "meet_entry",
    /// "thời gian:": when the meeting just named is.
    MeetTime = "meet_time",
    /// "bắt tạm giam", "khởi tố": what the police do to so many.
    Caught = "caught",
    /// What places have not reached: "chưa đạt".
    NotYet = "not_yet",
    /// "làm", of what is merged: "nhập ba sở làm một".
    Makes = "makes",
    /// Branches of the state that have an office in each place: "giải thể công an 12 huyện".
    LocalOffice = "local_office",
    /// "cùng", between two things that are cut.
    Together = "together",
    /// "chỉ duy trì 2 đơn vị", behind what there was.
    Keeps = "keeps",
    /// Who leaves for being too old to be elected again is no cut.
    Reelection = "reelection",
    /// What those who are counted lack: "chưa qua đào tạo"; fewer of them are no cut.
    ShortOf = "short_of",
    /// "từ 27 về 22".
    Back = "back",
    /// "nay là", behind what there was.
    NowIs = "now_is",
    /// Words that begin a list of examples: "như", "điển hình là".
    Such = "such",
    /// "tiếp xúc" and, a few words on, "cử tri".
    MeetContact = "meet_contact",
    MeetVoters = "meet_voters",
    /// "cổ đông": who holds a congress that is none of the field.
    MeetShareholders = "meet_shareholders",
    /// "ngoại giao": what a ministry is for.
    MeetField = "meet_field",
    /// "phiên tòa", "bị cáo": a court's.
    MeetTrial = "meet_trial",
    /// "theo chương trình": what is on the agenda follows.
    MeetAgenda = "meet_agenda",
    /// "cùng" before a verb of chairing.
    MeetAll = "meet_all",
}

impl Cue {
    /// The families of what this cue may begin: the cues that a recogniser asks for at the token where it stands.
    pub fn families(self) -> Families {
        use Cue::*;
        match self {
            Day | Weekday | Month | Quarter | Year | FirstHalf | SecondHalf | Term | Stage => family::DATE,
            DayPart | Holiday | From | Until | DateBefore | DateNotBefore | DateName | YearBefore | PeriodReport
            | PeriodWithin | Each => family::DATE_BEARING,
            CommuneList | NotPlace => family::PLACE,
            MeetNot | MeetWork | MeetContact | MeetInAssembly | MeetDeliberate | MeetConvene => family::MEETING,
            MeetSameDay | MeetToday | MeetYesterday | MeetTomorrow | MeetHalf => family::POINTED_DAY,
            ReduceStaff | Reduce | Dissolve | Spare | Merge | DownTo | Ends | Leave | Cease | InsteadOf | Keeps => family::CUT,
            _ => 0,
        }
    }
}

/// A set of cues, a bit each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct CueSet([u64; Cue::ALL.len().div_ceil(64)]);

impl CueSet {
    pub const EMPTY: CueSet = CueSet([0; Cue::ALL.len().div_ceil(64)]);
    pub const ALL: CueSet = CueSet([u64::MAX; Cue::ALL.len().div_ceil(64)]);

    #[inline]
    pub const fn has(&self, cue: Cue) -> bool {
        self.0[cue as usize / 64] >> (cue as usize % 64) & 1 == 1
    }

    pub const fn add(&mut self, cue: Cue) {
        self.0[cue as usize / 64] |= 1 << (cue as usize % 64);
    }

    /// Of the cues named.
    pub const fn of(cues: &[Cue]) -> Self {
        let mut set = Self::EMPTY;
        let mut n = 0;
        while n < cues.len() {
            set.add(cues[n]);
            n += 1;
        }
        set
    }

    /// The cues in both sets.
    #[inline]
    pub fn common(&self, other: &CueSet) -> impl Iterator<Item = Cue> + use<> {
        let (mut left, other) = (self.0, other.0);
        left.iter_mut().zip(other).for_each(|(bits, other)| *bits &= other);
        let mut word = 0;
        std::iter::from_fn(move || {
            while *left.get(word)? == 0 {
                word += 1;
            }
            let bit = left[word].trailing_zeros() as usize;
            left[word] &= left[word] - 1;
            Some(Cue::ALL[word * 64 + bit])
        })
    }

    #[inline]
    pub fn add_all(&mut self, other: &CueSet) {
        self.0.iter_mut().zip(other.0).for_each(|(all, bits)| *all |= bits);
    }
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
