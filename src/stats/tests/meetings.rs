//! Meetings: which reports are of one, where it belongs, what a table does with places and times.

use super::*;
use crate::model::record::Meeting;
use crate::model::tag::*;
use crate::stats::make::article;
use Level::*;
use MeetingKind::*;

fn count(records: &[ArticleRecords]) -> usize {
    ask(records, "meetings", "kind", &[]).footer.facts
}

#[test]
fn a_day_within_the_days_of_a_congress_is_that_congress() {
    let congress = |id: &str, day: &str, status| {
        article(id, id, "2020-07-24").meets(day, Congress, District, "01/Đống Đa", move |m| m.status = status)
    };
    let (planned, held) = (MeetingStatus::Planned, MeetingStatus::Held);
    // Planned in one paper, held in the next: one congress, held.
    let records =
        [congress("a", "2020-07-21/2020-07-23", planned), congress("b", "2020-07-22", held), congress("c", "2020-07", held)];
    // Columns: held, planned, online, share.
    assert_eq!(rows(&ask(&records, "meetings", "kind", &[])), ["Đại hội: 1 0 0 -"]);
    // Postponed: another date, another meeting.
    let khanh_hoa = |id: &str, day: &str, status| {
        article(id, id, "2025-09-24").meets(day, Congress, Province, "56", move |m| m.status = status)
    };
    let records = [khanh_hoa("a", "2025-09-06/2025-09-08", planned), khanh_hoa("b", "2025-09-21/2025-09-23", held)];
    assert_eq!(rows(&ask(&records, "meetings", "kind", &[])), ["Đại hội: 1 1 0 -"]);
}

#[test]
fn two_meetings_are_never_joined() {
    let on = |id: &str, kind, place: &str, organiser: &'static str| {
        article(id, id, "2021-06-28").meets("2021-06-28", kind, Province, place, move |m: &mut Meeting| {
            m.organiser = (!organiser.is_empty()).then(|| organiser.into());
        })
    };
    for pair in [
        // Another place, another kind, another organiser.
        [on("a", Briefing, "01", ""), on("b", Briefing, "20", "")],
        [on("a", Briefing, "01", ""), on("b", Ceremony, "01", "")],
        [on("a", Briefing, "01", "Ban Tổ chức Thành ủy"), on("b", Briefing, "01", "Sở Xây dựng")],
        // Kinds that are only of one family need more than the day.
        [on("a", Briefing, "01", ""), on("b", Rollout, "01", "")],
        [on("a", WorkingSession, "?", ""), on("b", WorkingSession, "?", "")],
    ] {
        assert_eq!(count(&pair), 2, "{pair:?}");
    }
    // One article tells its meetings apart itself.
    let mut both = on("a", WorkingSession, "01", "");
    both.meetings
        .push(Meeting {
            name: Some("Buổi làm việc thứ hai".into()), ..on("a2", WorkingSession, "01", "").meetings.remove(0)
        });
    both.meetings[1].ground.article_id = "a".into();
    assert_eq!(count(&[both]), 2);
    // And these are one: the kind differs but the organiser is the same.
    let same = [on("a", Briefing, "01", "Ban Tổ chức Thành uỷ"), on("b", PreliminaryReview, "01", "Ban Tổ chức Thành ủy")];
    assert_eq!(count(&same), 1);
    assert_eq!(count(&[on("a", Briefing, "01", ""), on("b", Briefing, "01", "Ban Tổ chức Thành ủy")]), 1);
}

/// The national review of 2018 seen from two provinces, the northern briefing of 2021, and one of Hà Nội.
fn three_kinds_of_place() -> Vec<ArticleRecords> {
    let nation =
        |id: &str| article(id, id, "2018-01-20").meets("2018-01-19", FinalReview, Central, "nation", |m| m.mode = Mode::Online);
    vec![
        nation("a"),
        nation("b"),
        article("c", "c", "2021-06-28").meets("2021-06-28", Briefing, Central, "?", |m| m.region = Some(MacroRegion::North)),
        article("d", "d", "2020-06-16").meets("2020-06-16", WorkingSession, Province, "01", |_| {}),
        article("e", "e", "2020-06-16").meets("XXXX-06-16", Seminar, Province, "?", |_| {}),
    ]
}

#[test]
fn a_national_meeting_is_one_and_of_no_province() {
    let answer = ask(&three_kinds_of_place(), "meetings", "province", &[]);
    assert_eq!(
        rows(&answer),
        ["Hà Nội: 1 0 0 25", "Toàn quốc: 1 0 1 25", "Miền Bắc (chung): 1 0 0 25", "Không rõ: 1 0 0 25", ": 4 0 1 100"]
    );
    assert_eq!(rows(&ask(&three_kinds_of_place(), "meetings", "macro_region", &[]))[0], "Miền Bắc: 2 0 0 50");
    let years = rows(&ask(&three_kinds_of_place(), "meetings", "year", &[]));
    assert_eq!(years, ["2018: 1 0 1 25", "2020: 1 0 0 25", "2021: 1 0 0 25", "Không rõ: 1 0 0 25", ": 4 0 1 100"]);
}

#[test]
fn filters_keep_what_is_asked_and_say_what_they_cannot_tell() {
    let records = three_kinds_of_place();
    let only = |change: &dyn Fn(&mut crate::stats::parse::Words)| {
        let answer = ask_with(&records, "meetings", "kind", &[], change);
        (answer.rows.len(), left_out(&answer))
    };
    assert_eq!(only(&|w| w.place = Some("Hà Nội".into())), (1, vec![]));
    assert_eq!(only(&|w| w.place = Some("north".into())), (2, vec![]));
    assert_eq!(only(&|w| w.since = Some("2020".into())), (2, vec![(Reason::Undated, 1)]));
    assert_eq!(only(&|w| w.until = Some("2020-06-15".into())), (1, vec![(Reason::Undated, 1)]));
    assert_eq!(only(&|w| w.conditions = vec!["kind!=briefing,seminar".into()]), (2, vec![]));
    assert_eq!(only(&|w| w.conditions = vec!["province=national".into()]), (1, vec![]));
}

#[test]
fn the_merger_carries_old_provinces_over_and_says_what_it_cannot() {
    let at = |id: &str, place: &str, day: &str| article(id, id, day).meets(day, Briefing, Province, place, |_| {});
    // Bắc Giang (24) and Bắc Ninh (27) of the 63 became Bắc Ninh (24 of the 34).
    let records = [
        at("a", "24", "2021-01-05"),
        at("b", "27", "2021-01-06"),
        at("c", "34:24", "2025-08-05"),
        at("d", "34:01", "2025-08-06"),
    ];
    let new = ask_with(&records, "meetings", "province", &[], |w| w.geo = Some("2025".into()));
    assert_eq!(rows(&new), ["Bắc Ninh: 3 0 0 75", "Hà Nội: 1 0 0 25", ": 4 0 0 100"]);
    let old = ask(&records, "meetings", "province", &[]);
    assert_eq!(rows(&old), ["Hà Nội: 1 0 0 33.33", "Bắc Giang: 1 0 0 33.33", "Bắc Ninh: 1 0 0 33.33", ": 3 0 0 100"]);
    assert_eq!(left_out(&old), [(Reason::NotCarried, 1)]);
    // No merger crosses a macro region.
    assert_eq!(rows(&ask(&records, "meetings", "macro_region", &[])), ["Miền Bắc: 4 0 0 -"]);
}

#[test]
fn top_folds_the_rest_into_one_row() {
    let at = |n: usize, place: &str| {
        article(&format!("{place}{n}"), "A", "2021-01-05").meets(
            &format!("2021-01-{:02}", n + 1),
            Briefing,
            Province,
            place,
            |_| {},
        )
    };
    let records: Vec<_> = (0..4)
        .map(|n| at(n, "01"))
        .chain((0..3).map(|n| at(n, "20")))
        .chain((0..2).map(|n| at(n, "42")))
        .chain([at(0, "79")])
        .collect();
    let answer = ask_with(&records, "meetings", "province", &[], |w| w.top = Some(2));
    assert_eq!(rows(&answer), ["Hà Nội: 4 0 0 40", "Lạng Sơn: 3 0 0 30", "Còn lại (2 dòng): 3 0 0 30", ": 10 0 0 100"]);
}

#[test]
fn a_meeting_in_two_papers_is_in_the_row_of_each_and_once_in_the_total() {
    let at = |id: &str, outlet: &str| article(id, outlet, "2021-01-05").meets("2021-01-05", Briefing, Province, "01", |_| {});
    let answer = ask(&[at("a", "báo A"), at("b", "báo B")], "meetings", "outlet", &[]);
    assert_eq!(rows(&answer), ["báo A: 1 0 0 100", "báo B: 1 0 0 100", ": 1 0 0 100"]);
}

#[test]
fn a_key_of_another_topic_is_refused() {
    let tables = Tables::from_records(&[]).unwrap();
    let mut query = crate::stats::query::Query::new(crate::stats::query::Topic::Meetings);
    query.by = vec![crate::stats::query::Key::Subject];
    let error = run(&tables, &query).unwrap_err().to_string();
    assert!(error.contains("\"subject\"") && error.contains("organiser"), "{error}");
}

/// Names, titles and bodies as papers give them, each left out in one of them.
#[test]
fn reports_of_one_meeting_find_each_other_across_what_papers_leave_out() {
    type Change = fn(&mut Meeting);
    let told = |id: &str, published: &str, title: &str, day: &str, kind, level, place: &str, change: Change| {
        let mut a = article(id, id, published).meets(day, kind, level, place, change);
        a.title = (!title.is_empty()).then(|| title.into());
        a
    };
    let named: Change = |m| m.name = Some("Hội thảo chuyển đổi số trong nông nghiệp vùng cao".into());
    let plain: Change = |m| m.name = Some("Hội thảo".into());
    let whole = told("a", "2021-06-28", "", "2021-06-28", Seminar, Province, "02", named);
    let day = "2021-06-28";
    let title = "Chuyển đổi số: lối ra cho nông nghiệp vùng cao";
    for (other, joined) in [
        // Only the title says which seminar it is; another title is another seminar.
        (told("b", day, title, day, Seminar, Province, "02", plain), true),
        (told("b", day, "Giữ nghề dệt lanh", day, Seminar, Province, "02", plain), false),
        // The province is not told; another province is another seminar, whatever its name.
        (told("b", day, "", day, Seminar, Province, "?", named), true),
        (told("b", day, "", day, Seminar, Province, "?", plain), false),
        (told("b", day, "", day, Seminar, Province, "04", named), false),
        // Another level or kind, the same name.
        (told("b", day, "", day, Seminar, Central, "02", named), true),
        (told("b", day, "", day, Other, Province, "02", named), true),
        (told("b", day, "", day, Other, Province, "02", plain), false),
        // The paper of the next day dates it by itself; a week later it is another one.
        (told("b", "2021-06-29", "", "2021-06-29", Seminar, Province, "02", named), true),
        (told("b", "2021-07-05", "", "2021-07-05", Seminar, Province, "02", named), false),
        (told("b", "2021-07-09", "", "2021-06-29", Seminar, Province, "02", named), true),
        (told("b", "2021-06-29", "", "2021-06-29", Seminar, Province, "02", plain), false),
    ] {
        let pair = [whole.clone(), other];
        assert_eq!(count(&pair), if joined { 1 } else { 2 }, "{:?}", pair[1]);
        let turned = [pair[1].clone(), pair[0].clone()];
        assert_eq!(count(&turned), if joined { 1 } else { 2 }, "turned: {:?}", pair[1]);
    }
}

#[test]
fn meetings_of_one_body_and_day_with_unlike_names_are_two() {
    let on = |id: &str, kind, level, place: &str, name: &'static str| {
        article(id, id, "2018-01-19").meets("2018-01-19", kind, level, place, move |m: &mut Meeting| m.name = Some(name.into()))
    };
    let review = |id: &str, name| on(id, FinalReview, Central, "nation", name);
    // Two reviews of the whole country on one day.
    let pair = [
        review("a", "Hội nghị trực tuyến toàn quốc tổng kết công tác dân vận năm 2017"),
        review("b", "Hội nghị trực tuyến toàn quốc tổng kết công tác nội chính năm 2017"),
    ];
    assert_eq!(count(&pair), 2);
    // The second in other words, and in general ones: with the first that it fits.
    let c = review("c", "Tổng kết công tác nội chính, triển khai nhiệm vụ năm 2018");
    assert_eq!(count(&[pair[0].clone(), pair[1].clone(), c]), 2);
    // A sitting is one whatever part of it a paper names.
    let sitting = |id: &str, name| on(id, CouncilSession, Central, "nation", name);
    assert_eq!(count(&[sitting("a", "thảo luận ở tổ"), sitting("b", "phiên chất vấn")]), 1);
    // Sittings of two days are two, though they are of one session.
    let mut next = sitting("b", "kỳ họp thứ 6, Quốc hội khóa XIII");
    next.meetings[0].date = Some("2018-01-20".parse().unwrap());
    next.published = Some("2018-01-20".parse().unwrap());
    assert_eq!(count(&[sitting("a", "kỳ họp thứ 6, Quốc hội khóa XIII"), next]), 2);
}
