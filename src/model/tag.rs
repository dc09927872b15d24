//! The enumerations of the record scheme. Each value has one slug, the only form that leaves the program in files;
//! the words that people see come from `data/labels`.

/// Declares an enum whose values are written as slugs in every file format.
macro_rules! slugs {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $value:ident = $slug:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $slug)] $value),+ }

        impl $name {
            /// Every value, in the order of the scheme.
            pub const ALL: &'static [$name] = &[$($name::$value),+];

            /// The slug used in files and on the command line.
            pub const fn slug(self) -> &'static str {
                match self { $($name::$value => $slug),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.slug())
            }
        }

        impl std::str::FromStr for $name {
            type Err = UnknownSlug;
            fn from_str(slug: &str) -> Result<Self, UnknownSlug> {
                match slug {
                    $($slug => Ok($name::$value),)+
                    _ => Err(UnknownSlug { expected: stringify!($name), slug: slug.to_string() }),
                }
            }
        }
    };
}

/// A slug that its enumeration does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownSlug {
    pub expected: &'static str,
    pub slug: String,
}

impl std::fmt::Display for UnknownSlug {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "\"{}\" is no {}", self.slug, self.expected)
    }
}

impl std::error::Error for UnknownSlug {}

slugs!(
    /// What kind of meeting it was; where a name says two things the first decides.
    MeetingKind {
        Briefing = "briefing",
        PreliminaryReview = "preliminary_review",
        FinalReview = "final_review",
        Rollout = "rollout",
        WorkingSession = "working_session",
        Congress = "congress",
        CouncilSession = "council_session",
        Plenum = "plenum",
        Training = "training",
        Seminar = "seminar",
        PressConference = "press_conference",
        VoterContact = "voter_contact",
        Ceremony = "ceremony",
        Other = "other",
    }
);

slugs!(Mode { InPerson = "in_person", Online = "online" });
slugs!(
    /// The level of the body that holds a meeting.
    Level { Central = "central", Province = "province", District = "district", Grassroots = "grassroots" }
);
slugs!(MeetingStatus { Held = "held", Planned = "planned" });
slugs!(
    /// The three macro regions of the country.
    MacroRegion { North = "north", Central = "central", South = "south" }
);

slugs!(
    /// What kind of body it is.
    BodyKind {
        Party = "party",
        Assembly = "assembly",
        Government = "government",
        Ministry = "ministry",
        Department = "department",
        Front = "front",
        Court = "court",
        Police = "police",
        Military = "military",
        School = "school",
        Press = "press",
    }
);

slugs!(StaffingSubject {
    Staff = "staff",
    Unit = "unit",
    LeadershipPost = "leadership_post",
    AdminUnit = "admin_unit",
});
slugs!(StaffingStatus { Achieved = "achieved", Target = "target" });

slugs!(Activity { Congress = "congress", Other = "other" });
slugs!(ProgressSubject {
    PartyCell = "party_cell",
    GrassrootsPartyOrg = "grassroots_party_org",
    PartyCommittee = "party_committee",
    AdminUnit = "admin_unit",
    Person = "person",
    Other = "other",
});
slugs!(
    /// Whether a statement speaks of the whole or of a part that another statement of the article includes.
    PartRole { Whole = "whole", Part = "part" }
);

slugs!(DocumentType {
    Resolution = "resolution",
    Directive = "directive",
    Conclusion = "conclusion",
    Plan = "plan",
    Regulation = "regulation",
    Decision = "decision",
    Guidance = "guidance",
    Decree = "decree",
    Circular = "circular",
    OfficialLetter = "official_letter",
    Announcement = "announcement",
    Report = "report",
    Program = "program",
    Submission = "submission",
    Law = "law",
    Other = "other",
});

slugs!(QuantityKind { Count = "count", Percent = "percent", Ratio = "ratio", Money = "money", Measure = "measure" });
slugs!(
    /// A word that makes a number less than exact.
    Approximation {
        MoreThan = "more_than",
        Almost = "almost",
        About = "about",
        LessThan = "less_than",
        AtLeast = "at_least",
        AtMost = "at_most",
    }
);

slugs!(
    /// How an inferred part of a record (year, place, period) was found.
    Basis {
        Stated = "stated",
        FromPublication = "from_publication",
        FromContext = "from_context",
        Unknown = "unknown",
    }
);

slugs!(
    /// How wide the place of a record is. A national record is not one of the province it was seen from.
    Scope {
        National = "national",
        Region = "region",
        Province = "province",
        District = "district",
        Commune = "commune",
        Body = "body",
        Unknown = "unknown",
    }
);
slugs!(
    /// Which list of provinces a code belongs to: the 63 before 1 July 2025, or the 34 since.
    Geo { P63 = "63", P34 = "34" }
);
