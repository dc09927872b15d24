use super::*;
use crate::model::record::ArticleRecords;
use crate::model::tag::*;
use crate::stats::make::article;

fn codes(records: &[ArticleRecords]) -> Vec<&'static str> {
    let tables = Tables::from_records(records).unwrap();
    check(&tables).unwrap().into_iter().map(|f| f.code).collect()
}

fn counted(done: f64, total: f64, percent: f64) -> ArticleRecords {
    let org = ProgressSubject::GrassrootsPartyOrg;
    article("a", "báo A", "2020-07-01").has_done(org, "42", "2020-06-22", (done, total), |p| p.percent = Some(percent))
}

#[test]
fn percentages_are_checked_against_their_ratio() {
    // 428/461 = 92,84%, printed 86,64%; 16424/17116 = 95,957% is printed cut off as 95,95.
    assert_eq!(codes(&[counted(428.0, 461.0, 86.64)]), ["percent_mismatch"]);
    assert!(codes(&[counted(16424.0, 17116.0, 95.95)]).is_empty());
    assert!(codes(&[counted(634.0, 640.0, 99.06)]).is_empty());
    assert_eq!(codes(&[counted(58.0, 49.0, 118.37)]), ["done_above_total"]);
    // "From 155 to 78, more than 66%": 77/155 = 49,68%. Exact 66 is wrong; "more than 66" is not judged.
    let cut = |approximation| {
        article("a", "báo A", "2025-04-01").cuts(StaffingSubject::AdminUnit, "49", "2025-03", 0.0, |s| {
            (s.before, s.after, s.percent, s.approximation) = (Some(155.0), Some(78.0), Some(66.0), approximation);
        })
    };
    assert_eq!(codes(&[cut(None)]), ["percent_mismatch"]);
    assert!(codes(&[cut(Some(Approximation::MoreThan))]).is_empty());
}

#[test]
fn a_finding_is_told_with_its_sentence_in_both_languages() {
    let tables = Tables::from_records(&[counted(428.0, 461.0, 86.64)]).unwrap();
    let finding = &check(&tables).unwrap()[0];
    assert_eq!(finding.text(Lang::Vi), "428/461 là 92,84%, nhưng bài ghi 86,64%");
    assert_eq!(finding.text(Lang::En), "428/461 is 92.84%, but the article prints 86.64%");
    assert_eq!((finding.severity, finding.evidence.as_deref()), (Severity::Error, Some("…")));
}

#[test]
fn completion_may_not_fall() {
    let org = ProgressSubject::PartyCell;
    let at = |id: &str, day: &str, done: f64| article(id, id, "2020-09-01").has_done(org, "01", day, (done, 17116.0), |_| {});
    assert!(codes(&[at("a", "2020-03-27", 16317.0), at("b", "2020-03-31", 16424.0)]).is_empty());
    assert_eq!(codes(&[at("a", "2020-03-27", 16424.0), at("b", "2020-03-31", 16317.0)]), ["falls"]);
}

#[test]
fn parts_are_checked_against_their_whole() {
    let org = ProgressSubject::GrassrootsPartyOrg;
    // 21/21 + 60/61 = 81/82 holds; 21/21 + 61/61 = 82/82 is one more than was done.
    let split = |done: f64, total: f64| {
        let mut a = article("a", "báo A", "2020-06-17")
            .has_done(org, "01", "2020-06-16", (81.0, 82.0), |_| {})
            .has_done(org, "01", "2020-06-16", (21.0, 21.0), |_| {})
            .has_done(org, "01", "2020-06-16", (done, total), |_| {});
        let whole = a.progress[0].ground.record_id.clone();
        a.progress[1..].iter_mut().for_each(|p| p.part_of = Some(whole.clone()));
        codes(&[a])
    };
    assert!(split(60.0, 61.0).is_empty());
    assert_eq!(split(61.0, 61.0), ["parts_exceed"]);
    assert_eq!(split(40.0, 41.0), ["parts_miss"]);
}

#[test]
fn an_event_cannot_be_later_than_its_article() {
    let meets = |day: &str, status| {
        article("a", "báo A", "2020-06-16").meets(day, MeetingKind::Congress, Level::Province, "01", |m| m.status = status)
    };
    assert_eq!(codes(&[meets("2020-07-21/2020-07-23", MeetingStatus::Held)]), ["after_publication"]);
    assert!(codes(&[meets("2020-07-21/2020-07-23", MeetingStatus::Planned)]).is_empty());
    assert!(codes(&[meets("2020-06", MeetingStatus::Held)]).is_empty());
    // The day in an address is the one on which the article was begun.
    let mut begun = meets("2020-07-21", MeetingStatus::Held);
    begun.published_basis = Basis::FromContext;
    assert!(codes(&[begun]).is_empty());
    // The 34 resolutions on communes are of 16 June 2025 and count from 1 July; a cut of next year is no result yet.
    let cut = |day: &str| {
        let units = crate::model::tag::StaffingSubject::AdminUnit;
        codes(&[article("a", "báo A", "2025-06-16").cuts(units, "01", day, 400.0, |_| {})])
    };
    assert!(cut("2025-07-01").is_empty());
    assert_eq!(cut("2026-06-01"), ["after_publication"]);
    // A page headed 04/12/2021 reports a meeting of 2013.
    let old = article("a", "báo A", "2021-12-04").meets("2013-10-23", MeetingKind::Briefing, Level::Province, "01", |_| {});
    assert_eq!(codes(&[old]), ["old_event"]);
}

#[test]
fn provinces_are_those_of_their_scheme_and_time() {
    let meets = |day: &str, place: &str| {
        codes(&[article("a", "báo A", day).meets(day, MeetingKind::Briefing, Level::Province, place, |_| {})])
    };
    assert_eq!(meets("2020-06-16", "03"), ["province_unknown"]);
    // Bắc Giang (24 of the 63) ended on 1 July 2025; Hà Nội did not. The new Bắc Ninh (24 of the 34) began then.
    assert_eq!(meets("2025-08-01", "24"), ["place_gone"]);
    assert!(meets("2025-08-01", "01").is_empty());
    // The province that Cà Mau and Bạc Liêu became is called Cà Mau (96); nothing is called Bạc Liêu (95) any more.
    assert!(meets("2025-12-31", "96").is_empty());
    assert_eq!(meets("2025-12-31", "95"), ["place_gone"]);
    assert_eq!(meets("2025-05-01", "34:24"), ["place_not_yet"]);
    assert!(meets("2025-07-01", "34:24").is_empty());
}

#[test]
fn periods_run_forward() {
    let a = article("a", "báo A", "2020-06-16").cuts(StaffingSubject::Staff, "01", "2020-05/2020-01", 5.0, |_| {});
    assert_eq!(codes(&[a]), ["interval_reversed"]);
}

#[test]
fn a_header_that_the_text_contradicts_is_told() {
    use crate::frame::build::{Source, build_frames};
    use crate::input::RawArticle;
    use polars::prelude::IntoLazy;
    let codes = |header: Option<&str>, published: Option<&str>| {
        let mut records =
            article("a", "báo A", "2018-07-25").meets("2018-07-24", MeetingKind::Briefing, Level::Province, "20", |_| {});
        let mut page = RawArticle { id: "a".into(), text: "x".into(), ..RawArticle::default() }.finish();
        records.published = published.map(|d| d.parse().unwrap());
        page.header_date = header.map(|d| d.parse().unwrap());
        let source = Source { article: Some(&page), records: &records, input: None };
        let tables = Tables::new(build_frames(&[source]).unwrap().map(IntoLazy::lazy), false);
        check(&tables).unwrap().into_iter().map(|f| f.code).collect::<Vec<_>>()
    };
    // A page headed 19/08/2022 reports a review of 24/7/2018: four years are no delay of a paper.
    assert_eq!(codes(Some("2022-08-19"), None), ["header_contradicted"]);
    assert!(codes(Some("2018-07-25"), None).is_empty());
    assert!(codes(None, None).is_empty());
    // Where the day of publication is known the header plays no part.
    assert!(codes(Some("2022-08-19"), Some("2018-07-25")).is_empty());
}

#[test]
fn papers_that_print_one_text_are_told() {
    use crate::frame::build::{Source, build_frames};
    use crate::input::RawArticle;
    use polars::prelude::IntoLazy;
    let body = |word: &str| (0..120).map(|n| format!("{word}{n} của bản tin")).collect::<Vec<_>>().join(" ");
    let codes = |texts: &[String]| {
        let pages: Vec<_> = texts
            .iter()
            .enumerate()
            .map(|(n, text)| RawArticle { id: n.to_string(), text: text.clone(), ..RawArticle::default() }.finish())
            .collect();
        let records: Vec<_> = pages.iter().map(crate::pipeline::extract).collect();
        let sources: Vec<_> =
            pages.iter().zip(&records).map(|(a, records)| Source { article: Some(a), records, input: None }).collect();
        let tables = Tables::new(build_frames(&sources).unwrap().map(IntoLazy::lazy), false);
        check(&tables).unwrap().into_iter().map(|f| (f.code, f.record_ids.len())).collect::<Vec<_>>()
    };
    assert_eq!(codes(&[body("chữ"), format!("{} (theo một tờ báo khác)", body("chữ"))]), [("copies", 2)]);
    assert!(codes(&[body("chữ"), body("lời")]).is_empty());
}

#[test]
fn what_may_be_one_but_was_not_joined_is_told() {
    let meets = |id: &str, kind, name: &'static str, organiser: &'static str| {
        article(id, id, "2021-06-28").meets("2021-06-28", kind, Level::Province, "01", move |m| {
            (m.name, m.organiser) = (Some(name.into()), (!organiser.is_empty()).then(|| organiser.into()));
        })
    };
    let seminar = |id: &str, name| meets(id, MeetingKind::Seminar, name, "");
    // Half of the words are the same: too little to join, enough to look.
    let pair = [seminar("a", "Hội thảo dệt lanh vùng cao"), seminar("b", "Hội thảo du lịch vùng cao")];
    assert_eq!(codes(&pair), ["possible_duplicate"]);
    assert!(codes(&[seminar("a", "Hội thảo dệt lanh"), seminar("b", "Hội thảo chăn nuôi bò sữa")]).is_empty());
    // 131.487 in An Giang and, in another paper, nobody knows where.
    let cut = |id: &str, place: &str, n: f64| {
        article(id, id, "2025-06-01").cuts(StaffingSubject::Staff, place, "2025", n, |s| {
            s.body = Some(format!("Trường {id}"));
        })
    };
    assert_eq!(codes(&[cut("a", "89", 131_487.0), cut("b", "?", 131_487.0)]), ["possible_duplicate"]);
    assert!(codes(&[cut("a", "89", 131_487.0), cut("b", "?", 131_488.0)]).is_empty());
    assert!(codes(&[cut("a", "89", 100.0), cut("b", "?", 100.0)]).is_empty());
}

#[test]
fn sources_that_contradict_one_another_are_told() {
    let cut = |id: &str, n: f64| article(id, id, "2018-12-01").cuts(StaffingSubject::Unit, "01", "2018", n, |_| {});
    assert_eq!(codes(&[cut("a", 120.0), cut("b", 126.0)]), ["contested"]);
    assert!(codes(&[cut("a", 120.0), cut("b", 120.0)]).is_empty());
}

#[test]
fn a_cut_is_what_lies_between_before_and_after() {
    let cut = |after: f64| {
        article("a", "A", "2018-12-01").cuts(StaffingSubject::Unit, "01", "2018", 77.0, |s| {
            (s.before, s.after) = (Some(155.0), Some(after));
        })
    };
    // 155 - 78 = 77.
    assert!(codes(&[cut(78.0)]).is_empty());
    assert_eq!(codes(&[cut(87.0)]), ["cut_mismatch"]);
}

#[test]
fn parts_of_a_cut_may_not_exceed_it() {
    // The Finance ministry: 2.172 in 2019, "of which" parts that sum to 4.022, the headline's number of another period.
    let text = |t: &'static str| move |s: &mut crate::model::record::Staffing| s.subject_text = Some(t.into());
    let of = |parts: [f64; 2]| {
        let a = article("a", "A", "2020-01-10").cuts(StaffingSubject::Unit, "nation", "2019", 2172.0, text("đầu mối"));
        let a = a.cuts(StaffingSubject::Unit, "nation", "2019", parts[0], text("trong đó thuế"));
        codes(&[a.cuts(StaffingSubject::Unit, "nation", "2019", parts[1], text("trong đó kho bạc"))])
    };
    assert_eq!(of([2122.0, 1900.0]), ["parts_exceed"]);
    assert!(of([1122.0, 1000.0]).is_empty());
}

#[test]
fn impossible_values_are_told() {
    let share = |percent: f64| {
        let cells = ProgressSubject::PartyCell;
        codes(&[article("a", "A", "2020-07-01").has_done(cells, "42", "2020-06-22", (0.0, 0.0), move |p| {
            (p.done, p.total, p.percent) = (None, None, Some(percent));
        })])
    };
    assert_eq!(share(180.0), ["value_impossible"]);
    assert!(share(100.0).is_empty());
    let year = |day: &str| codes(&[article("a", "A", "2020-07-01").cuts(StaffingSubject::Staff, "01", day, 5.0, |_| {})]);
    assert_eq!(year("1020"), ["year_unlikely"]);
    assert!(year("2019").is_empty());
}

#[test]
fn districts_have_their_time() {
    let meets = |day: &str, place: &str| {
        codes(&[article("a", "A", day).meets(day, MeetingKind::Congress, Level::District, place, |_| {})])
    };
    // Hoành Bồ was merged into Hạ Long on 1 January 2020; on 1 July 2025 every district ended.
    assert!(meets("2019-12-31", "22/Hoành Bồ").is_empty());
    assert_eq!(meets("2020-06-01", "22/Hoành Bồ"), ["district_gone"]);
    assert!(meets("2025-06-30", "01/Đống Đa").is_empty());
    assert_eq!(meets("2025-08-01", "01/Đống Đa"), ["district_gone"]);
}

#[test]
fn only_what_was_asked_for_is_told() {
    use crate::stats::parse::{Words, parse};
    let counted = |id: &str, place: &str| {
        article(id, id, "2020-07-01").has_done(ProgressSubject::PartyCell, place, "2020-06-22", (428.0, 461.0), |p| {
            p.percent = Some(86.64);
        })
    };
    let cut = article("c", "c", "2020-07-01").cuts(StaffingSubject::Staff, "01", "2020", 5.0, |s| s.percent = Some(180.0));
    let tables = Tables::from_records(&[counted("a", "01"), counted("b", "42"), cut]).unwrap();
    let told = |change: &dyn Fn(&mut Words)| {
        let question = |table: &Table| {
            let mut words = Words { topic: Some(table.name().into()), ..Words::default() };
            change(&mut words);
            parse(&words).ok().map(|query| (*table, query))
        };
        let asked: Asked = Table::RECORDS.iter().filter_map(question).collect();
        check_asked(&tables, Some(&asked)).unwrap().into_iter().map(|f| f.code).collect::<Vec<_>>()
    };
    assert_eq!(told(&|_| {}), ["percent_mismatch", "percent_mismatch", "value_impossible"]);
    assert_eq!(told(&|w| w.place = Some("Hà Nội".into())), ["percent_mismatch", "value_impossible"]);
    // Staffing has no activity.
    assert_eq!(told(&|w| w.conditions = vec!["activity=congress".into()]), ["percent_mismatch", "percent_mismatch"]);
    assert_eq!(told(&|w| w.until = Some("2020-06-21".into())), ["value_impossible"]);
    assert!(told(&|w| w.since = Some("2021".into())).is_empty());
}
