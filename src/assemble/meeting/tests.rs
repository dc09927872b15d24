use crate::input::RawArticle;
use crate::model::record::Meeting;
use crate::model::tag::{MeetingStatus, Mode};
use crate::pipeline::extract;

fn meetings(text: &str, published: &str) -> Vec<Meeting> {
    meetings_of(text, published, "")
}

fn meetings_of(text: &str, published: &str, url: &str) -> Vec<Meeting> {
    let mut raw = RawArticle::from_text("x", &text.replace(" ⏎ ", "\n"));
    raw.published = published.parse().ok();
    raw.url = (!url.is_empty()).then(|| url.to_string());
    extract(&raw.finish()).meetings
}

/// "2021-06-28 briefing online central", with the level only if the corpus gives one.
fn told(meeting: &Meeting, with_level: bool) -> String {
    let date = meeting.date.map(|d| d.to_string()).unwrap_or_default();
    let mut out = format!("{date} {}", meeting.kind);
    if meeting.mode == Mode::Online {
        out.push_str(" online");
    }
    if meeting.status == MeetingStatus::Planned {
        out.push_str(" planned");
    }
    if with_level {
        out.push_str(&format!(" {}", meeting.level));
    }
    out
}

#[test]
fn the_corpus_gives_what_it_says() {
    holds(include_str!("../../../tests/corpus/meeting.tsv"));
}

#[test]
fn openings_of_articles_give_all_their_meetings() {
    holds(include_str!("../../../tests/corpus/meeting_openings.tsv"));
}

/// Whether each text of a corpus gives the meetings beside it.
fn holds(corpus: &str) {
    let mut wrong = Vec::new();
    for (n, line) in corpus.lines().enumerate() {
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        let cells: Vec<&str> = line.split('\t').collect();
        let expected: Vec<&str> = cells.get(2).map_or(Vec::new(), |c| c.split(" | ").filter(|e| !e.is_empty()).collect());
        let found = meetings(cells[0], cells.get(1).copied().unwrap_or_default());
        let levels = ["central", "province", "district", "grassroots"];
        let mut given: Vec<String> = expected.iter().map(ToString::to_string).collect();
        let mut told: Vec<String> = found
            .iter()
            .map(|m| {
                let level = given.iter().any(|e| levels.iter().any(|l| e.ends_with(l)));
                told(m, level)
            })
            .collect();
        given.sort();
        told.sort();
        if given != told {
            wrong.push(format!("line {}: {}\n  should give {given:?}\n  gives       {told:?}", n + 1, cells[0]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The corpus of attributes: text, day of publication, address, which, what it is ("-": nothing).
#[test]
fn the_corpus_of_attributes_holds() {
    let mut wrong = Vec::new();
    for (n, line) in include_str!("../../../tests/corpus/meeting_attributes.tsv").lines().enumerate() {
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        let cells: Vec<&str> = line.split('\t').collect();
        let [text, published, url, which, expected] = cells[..] else { panic!("line {}: five cells", n + 1) };
        let found = meetings_of(text, published, url);
        let [meeting] = &found[..] else {
            wrong.push(format!("line {}: {} meetings in {text}", n + 1, found.len()));
            continue;
        };
        let told = match which {
            "organiser" => meeting.organiser.clone(),
            "chair" => meeting.chair.clone(),
            "province" => meeting.place.province.clone(),
            "level" => Some(meeting.level.to_string()),
            "status" => Some(meeting.status.slug().to_string()),
            "mode" => Some(meeting.mode.slug().to_string()),
            _ => panic!("line {}: no attribute {which}", n + 1),
        };
        let told = told.unwrap_or_else(|| "-".to_string());
        if told != expected {
            wrong.push(format!("line {}: {which} of {text}\n  should be {expected}\n  is        {told}", n + 1));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_an_example_that_fires_it() {
    let rows = include_str!("../../../data/rules/meeting.tsv").lines().filter(|l| !l.starts_with('#') && !l.is_empty());
    for row in rows {
        let cells: Vec<&str> = row.split('\t').collect();
        let found = meetings(cells[1], "2020-06-30");
        assert!(found.iter().any(|m| m.ground.rule == cells[0] && told(m, false) == cells[2]), "{row}\n{found:?}");
    }
}

#[test]
fn holder_chair_and_points_are_as_written() {
    let text = "Chiều 28/6, Ban Tổ chức Trung ương tổ chức Hội nghị trực tuyến toàn quốc tổng kết công tác với 63 điểm cầu. \
                Đồng chí Lê Văn An, Trưởng Ban Tổ chức Trung ương chủ trì hội nghị.";
    let meeting = &meetings(text, "2021-06-29")[0];
    assert_eq!(meeting.organiser.as_deref(), Some("Ban Tổ chức Trung ương"));
    assert_eq!(meeting.chair.as_deref(), Some("Đồng chí Lê Văn An, Trưởng Ban Tổ chức Trung ương"));
    assert_eq!(meeting.connected, Some(63));
    assert_eq!(meeting.name.as_deref(), Some("Hội nghị trực tuyến toàn quốc tổng kết công tác"));

    let listed = "Sáng 5/3, Tỉnh ủy Cao Bằng tổ chức hội nghị sơ kết quý I. Chủ trì hội nghị có các đồng chí: Trần Văn Ba, Bí thư Tỉnh ủy; \
                  Lý Thị Hoa, Phó Bí thư Thường trực Tỉnh ủy.";
    let meeting = &meetings(listed, "2021-03-05")[0];
    assert_eq!(meeting.chair.as_deref(), Some("Trần Văn Ba, Bí thư Tỉnh ủy; Lý Thị Hoa, Phó Bí thư Thường trực Tỉnh ủy"));
    assert_eq!(meeting.place.province.as_deref(), Some("04"));
    assert_eq!(meeting.connected, None);

    let attended = "Ngày 19/1, Bộ Nội vụ tổ chức hội nghị tổng kết năm. Phó Thủ tướng dự và chỉ đạo hội nghị.";
    assert_eq!(meetings(attended, "2021-01-20")[0].chair, None);

    let by = "Sáng 5/3, hội nghị giao ban do đồng chí Nguyễn Văn Tư, Chủ tịch UBND tỉnh chủ trì đã bàn việc sắp xếp các sở.";
    assert_eq!(meetings(by, "2021-03-05")[0].chair.as_deref(), Some("đồng chí Nguyễn Văn Tư, Chủ tịch UBND tỉnh"));
}

#[test]
fn a_region_is_the_meetings_own() {
    let own = "Chiều 28/6, Ban Tổ chức Trung ương mở hội nghị giao ban khu vực phía Bắc.";
    let meeting = &meetings(own, "2021-06-29")[0];
    assert_eq!(meeting.region.map(|r| r.slug()), Some("north"));
    assert_eq!(meeting.place.province, None);
    let seen_from = "Ngày 5/3, Tỉnh ủy Bắc Kạn tổ chức hội nghị tổng kết. Tỉnh nằm ở khu vực phía Bắc.";
    assert_eq!(meetings(seen_from, "2021-03-06")[0].region, None);
}
