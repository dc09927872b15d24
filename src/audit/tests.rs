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
