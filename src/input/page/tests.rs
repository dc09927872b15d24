use super::*;
use ZoneKind::{Body, Caption, Furniture, Title};
use proptest::prelude::*;

fn read(text: &str, title: Option<&str>) -> Page {
    super::read(text, Look::at(text), title.map(fold).as_deref())
}

fn find_title(text: &str, title: &str) -> Option<usize> {
    super::find_title(text, Look::at(text), &fold(title))
}

/// The zones of a page as kind and trimmed text.
fn zones(text: &str) -> Vec<(ZoneKind, String)> {
    zones_of(text, None)
}

fn zones_of(text: &str, title: Option<&str>) -> Vec<(ZoneKind, String)> {
    read(text, title).zones.iter().map(|z| (z.kind, text[z.start as usize..z.end as usize].trim().to_string())).collect()
}

fn kind_of(text: &str, part: &str) -> ZoneKind {
    let at = text.find(part).unwrap_or_else(|| panic!("{part:?} is not in the page")) as u32;
    read(text, None).zones.iter().find(|z| z.start <= at && at < z.end).unwrap().kind
}

fn dates(text: &str) -> (Option<String>, Option<String>) {
    let page = read(text, None);
    (page.published.map(|d| d.to_string()), page.header_date.map(|d| d.to_string()))
}

const TITLE: &str = "Huyện Phong Sa họp giao ban công tác tổ chức quý II";
const LEAD: &str = "Sáng 4/7, Ban Tổ chức Huyện ủy Phong Sa họp giao ban với 14 xã, thị trấn để kiểm lại việc sắp xếp bộ máy.";
const SECOND: &str = "Sáu tháng qua, huyện đã giảm 9 đơn vị sự nghiệp và 31 biên chế, vượt mức đề ra cho cả năm của tỉnh.";
const THIRD: &str = "Kết luận buổi họp, lãnh đạo huyện yêu cầu các xã hoàn thành phần việc còn lại trước ngày 30/9.";

fn page(above: &str, below: &str, between: &str, after: &str) -> String {
    format!("{above}{TITLE}\n{below}\n{LEAD}\n\n{between}\n\n{SECOND}\n\n{THIRD}\n\n{after}")
}

#[test]
fn a_plain_page_is_title_and_body() {
    let text = format!("{TITLE}\n\n{LEAD}\n\n{SECOND}\n");
    assert_eq!(zones(&text), [(Title, TITLE.to_string()), (Body, format!("{LEAD}\n\n{SECOND}"))]);
    assert_eq!(read(&text, None).title.as_deref(), Some(TITLE));
}

#[test]
fn prose_without_a_title_has_none() {
    let text = format!("{LEAD}\n\n{SECOND}");
    assert_eq!(zones(&text), [(Body, text.clone())]);
    let text = format!("QTO - Huyện họp giao ban\n\n{SECOND}");
    assert_eq!(read(&text, None).title, None);
}

#[test]
fn a_weekday_at_the_top_is_the_day_of_a_visit() {
    for header in ["Thứ tư, 17/04/2024", "Chủ nhật, ngày 21 tháng 4 năm 2024", "Thứ Tư,\u{A0}17-04-2024 09:15:22"] {
        let text = page(&format!("{header}\n\n"), "", "", "");
        let (published, seen) = dates(&text);
        assert_eq!(published, None, "{header}");
        assert!(seen.unwrap().starts_with("2024-04-"), "{header}");
        assert_eq!(kind_of(&text, header), Furniture);
    }
}

#[test]
fn a_stamp_beside_the_title_is_the_publication() {
    for stamp in [
        "Ngày đăng 05/07/2018 | 17:43 \u{A0}|\u{A0}Lượt xem: 1032",
        "05/07/2018 17:43 GMT+7",
        "Thứ Năm, 05/07/2018, 17:43 (GMT+7)",
        "Cập nhật lúc 17h43, ngày 5/7/2018",
        "05/07/2018",
        "Lò Pản - 05/07/2018 17:43",
        "|\nThứ Năm - 05/07/2018 17:43",
        "Chính trị | 17:43 05/07/2018",
    ] {
        let text = page("", &format!("{stamp}\n"), "", "");
        assert_eq!(dates(&text), (Some("2018-07-05".into()), None), "{stamp}");
        assert_eq!(kind_of(&text, stamp), Furniture, "{stamp}");
        assert_eq!(kind_of(&text, LEAD), Body, "{stamp}");
    }
    let text = format!("{TITLE} (17:43 05/07/2018)\n\n{LEAD}");
    assert_eq!(zones(&text)[..2], [(Title, TITLE.to_string()), (Furniture, "(17:43 05/07/2018)".to_string())]);
    assert_eq!((read(&text, None).title.as_deref(), dates(&text).0.as_deref()), (Some(TITLE), Some("2018-07-05")));
}

#[test]
fn the_day_of_publication_wins_over_a_later_change_and_a_visit() {
    let text = page("Thứ tư, 17/04/2024\n", "Cập nhật: 09/09/2019\nNgày đăng: 05/07/2018\n", "", "");
    assert_eq!(dates(&text), (Some("2018-07-05".into()), Some("2024-04-17".into())));
}

#[test]
fn a_date_in_the_prose_is_no_publication() {
    let text = page("", "", "Thứ hai, 02/07/2018", "");
    assert_eq!(dates(&text), (None, None));
    assert_eq!(kind_of(&text, "Thứ hai, 02/07/2018"), Body);
    assert_eq!(kind_of(&page("", "", "7h30 ngày 02/07/2018", ""), "7h30"), Body);
}

#[test]
fn the_way_to_the_article_is_furniture() {
    for trail in ["HOẠT ĐỘNG CƠ SỞ HOẠT ĐỘNG CƠ SỞ", "Trang chủ > Tin tức > Huyện ủy", "TIN TỨC - SỰ KIỆN", "Thời sự » Chính trị"]
    {
        let text = page(&format!("{trail}\n\n"), "", "", "");
        assert_eq!(kind_of(&text, trail), Furniture, "{trail}");
        assert_eq!(read(&text, None).title.as_deref(), Some(TITLE), "{trail}");
    }
}

#[test]
fn the_title_is_told_from_a_menu_by_the_stamp_below_it() {
    let text = format!(
        "Trang chủ\nBản đồ huyện\nThứ tư, 17/04/2024\n{TITLE}\nThứ năm - 05/07/2018 08:30\n|\nĐã xem: 1.254\nPhản hồi: 0\n{LEAD}\n"
    );
    assert_eq!(read(&text, None).title.as_deref(), Some(TITLE));
    assert_eq!(dates(&text).0.as_deref(), Some("2018-07-05"));
    assert_eq!(kind_of(&text, "Đã xem"), Furniture);
    assert_eq!(kind_of(&text, "Phản hồi: 0"), Furniture);
    assert_eq!(kind_of(&text, LEAD), Body);
    // A short title above a lead keeps its place.
    let text = format!("Giảm 9 đơn vị\n{LEAD}\nCập nhật: 05/07/2018 08:30\n{SECOND}\n");
    assert_eq!(read(&text, None).title.as_deref(), Some("Giảm 9 đơn vị"));
}

#[test]
fn a_short_title_is_not_taken_for_a_section() {
    for title in ["Giảm 9 đơn vị", "HỘI NGHỊ GIAO BAN", "Tinh giản biên chế: Làm thật | Nói thật"] {
        let text = format!("{title}\n\n{LEAD}\n\n{SECOND}");
        assert_eq!(read(&text, None).title.as_deref(), Some(title));
        assert_eq!(kind_of(&text, title), Title);
    }
}

#[test]
fn captions_are_kept_and_told() {
    for caption in [
        "Quang cảnh buổi giao ban",
        "Đồng chí Lò Văn Pản phát biểu kết luận buổi họp",
        "Lãnh đạo Huyện ủy trao quyết định cho 3 cán bộ",
        "Các đại biểu xem sơ đồ bộ máy sau khi giảm 9 đơn vị. |",
    ] {
        let text = page("", "", caption, "");
        assert_eq!(kind_of(&text, caption), Caption, "{caption}");
    }
}

#[test]
fn a_caption_on_two_lines_is_one() {
    let text = page("", "", "Đồng chí Lò Văn Pản, Bí thư Huyện ủy,\nTrưởng đoàn công tác phát biểu tại buổi họp", "");
    let captions: Vec<_> = zones(&text).into_iter().filter(|(kind, _)| *kind == Caption).collect();
    assert_eq!(captions.len(), 1);
    assert!(captions[0].1.starts_with("Đồng chí") && captions[0].1.ends_with("buổi họp"));
}

#[test]
fn a_doubled_caption_counts_once() {
    let once = "Quang cảnh buổi giao ban với 14 xã";
    let text = page("", "", &format!("{once} {once}"), "");
    let found = zones(&text);
    assert!(found.contains(&(Caption, once.to_string())) && found.contains(&(Furniture, once.to_string())));
}

#[test]
fn the_photographer_is_no_part_of_the_caption() {
    for (caption, credit) in [
        ("Quang cảnh buổi giao ban với 14 xã", " - Ảnh: LÒ PẢN"),
        ("Quang cảnh buổi giao ban với 14 xã.", " (Ảnh: Hòa Bình)"),
        ("Chợ huyện sau khi sắp xếp lại 40 ki-ốt", " - Ảnh minh họa: TTXVN."),
    ] {
        let text = page("", "", "", &format!("{caption}{credit}"));
        let found = zones(&text);
        assert!(found.contains(&(Caption, caption.to_string())), "{found:?}");
        assert!(found.contains(&(Furniture, credit.trim().to_string())), "{found:?}");
    }
    let text = page("", "", "Ảnh: Các đại biểu dự lễ ra mắt 2 xã mới", "");
    assert_eq!(kind_of(&text, "Ảnh: Các"), Caption);
}

#[test]
fn subheadings_stay_in_the_body() {
    for heading in [
        "Giảm đầu mối, tăng hiệu quả",
        "I. Sáp nhập 4 xã",
        "Vì sao còn 2 xã chậm?",
        "- 31 biên chế đã tinh giản",
        "Hà Giang",
        "KẾT QUẢ",
    ] {
        assert_eq!(kind_of(&page("", "", heading, ""), heading), Body, "{heading}");
    }
}

#[test]
fn bylines_at_the_end_are_furniture() {
    for byline in [
        "Tin, ảnh: Lò Pản",
        "Lò Pản",
        "\u{A0} LÒ PẢN",
        "Thu Hằng - Đức Minh",
        "H.N (tổng hợp)",
        "(Theo https://baocaobang.vn/)",
        "Theo TTXVN",
        "Nguồn: baocaobang.vn",
        "Nguồn tin: Văn phòng Huyện ủy",
        "* * *",
        "PV",
    ] {
        let text = page("", "", "", byline);
        assert_eq!(kind_of(&text, byline.trim()), Furniture, "{byline}");
        assert_eq!(kind_of(&text, THIRD), Body, "{byline}");
    }
    let text = format!("{TITLE}\n\n{LEAD}\n\n{SECOND} {THIRD} Lò Pản");
    assert_eq!(zones(&text).last(), Some(&(Furniture, "Lò Pản".to_string())));
}

#[test]
fn short_lines_after_the_byline_are_captions() {
    let text = page("", "", "", "Lò Pản\n\nMột góc trụ sở mới của huyện Phong Sa.");
    assert_eq!(kind_of(&text, "Một góc"), Caption);
}

#[test]
fn prose_that_looks_like_a_byline_stays() {
    for line in [
        "Theo đó, còn 2 xã chưa xong.",
        "Nguồn: ngân sách huyện 12 tỷ đồng",
        "Thực hiện: 14 xã, thị trấn",
        "Số còn lại: 5 đơn vị",
    ] {
        assert_ne!(kind_of(&page("", "", "", line), line), Furniture, "{line}");
    }
    // A list of places is none of bylines.
    let text = page("", "", "", "Các xã đã xong:\nPhong Sa\nTân Hòa\nBản Lầu");
    for place in ["Phong Sa\n", "Tân Hòa", "Bản Lầu"] {
        assert_ne!(kind_of(&text[TITLE.len() + LEAD.len() + 4..], place), Furniture, "{place}");
    }
}

#[test]
fn comment_forms_and_link_lists_after_the_article_are_furniture() {
    let tail = "Ý kiến bạn đọc (2)\nrefresh\nHọ tên:(*)\nMã xác nhận:\nBài viết hay, tôi đồng ý là nên giảm thêm 5 xã nữa.\n";
    let text = page("", "", "", tail);
    for line in tail.lines() {
        assert_eq!(kind_of(&text, line), Furniture, "{line}");
    }
    let tail = "Tin liên quan\n- Tỉnh giảm 12 sở (03/07/2018)\nHuyện bên đại hội xong 20/20 chi bộ\nCác tin khác:\nThông báo\n";
    let text = page("", "", "", tail);
    for line in tail.lines() {
        assert_eq!(kind_of(&text, line), Furniture, "{line}");
    }
}

#[test]
fn a_link_list_in_the_middle_ends_where_prose_goes_on() {
    let box_lines = "Xem thêm\n>> Tỉnh giảm 12 sở\n- Đại hội điểm ở 3 xã (03/07/2018)\nSắp xếp lại 9 đơn vị";
    let text = page("", "", box_lines, "");
    assert_eq!(kind_of(&text, "Xem thêm"), Furniture);
    assert_eq!(kind_of(&text, ">> Tỉnh"), Furniture);
    assert_eq!(kind_of(&text, "- Đại hội"), Furniture);
    // It may be a subheading of what follows.
    assert_eq!(kind_of(&text, "Sắp xếp lại 9"), Body);
    assert_eq!(kind_of(&text, SECOND), Body);
}

#[test]
fn a_heading_named_like_a_comment_form_does_not_swallow_prose() {
    let long = format!("{SECOND} {THIRD} {LEAD}");
    let text = format!("{TITLE}\n\n{LEAD}\n\n{SECOND}\n\nBình luận\n\n{long}\n\n{long}\n\n{long}\n");
    assert_eq!(kind_of(&text, &long), Body);
    let text = format!("{TITLE}\n\nÝ kiến của bạn\n\n{LEAD}\n\n{SECOND}\n");
    assert_eq!(kind_of(&text, LEAD), Body);
}

#[test]
fn the_imprint_is_furniture_only_at_the_end() {
    let text =
        page("", "", "", "Cơ quan chủ quản: Huyện ủy Phong Sa\nGiấy phép số 12/GP-TTĐT ngày 3/4/2015\nEmail: tin@phongsa.vn");
    for line in ["Cơ quan", "Giấy phép", "Email"] {
        assert_eq!(kind_of(&text, line), Furniture);
    }
    let text = page("", "", "Giấy phép xây dựng cấp cho 12 hộ", "");
    assert_eq!(kind_of(&text, "Giấy phép"), Body);
}

#[test]
fn a_known_title_is_found_below_the_header_and_in_other_spelling() {
    let text = format!("Thứ tư, 17/04/2024\n\n{}\n\n{LEAD}", TITLE.to_uppercase());
    assert_eq!(find_title(&text, TITLE), Some(1));
    assert_eq!(zones_of(&text, Some(TITLE))[1], (Title, TITLE.to_uppercase()));
    let wrapped = format!("Huyện Phong Sa họp giao ban\ncông tác  tổ chức quý II\n\n{LEAD}");
    assert_eq!(zones_of(&wrapped, Some(TITLE))[0].0, Title);
    assert_eq!(zones_of(&wrapped, Some(TITLE)).len(), 2);
    assert_eq!(find_title(&format!("{TITLE}. {LEAD}"), TITLE), Some(0));
    assert_eq!(find_title(&format!("{LEAD}\n{SECOND}"), TITLE), None);
}

#[test]
fn a_repeated_title_is_furniture() {
    let text = format!("{TITLE}\n{TITLE}\n\n{LEAD}\n\n{SECOND}");
    let kinds: Vec<_> = zones(&text).into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, [Title, Furniture, Body]);
}

#[test]
fn line_ends_of_every_system_are_the_same() {
    let text = page("Thứ tư, 17/04/2024\n", "", "Quang cảnh buổi giao ban", "Lò Pản\n");
    for end in ["\r\n", "\r"] {
        assert_eq!(
            zones(&text.replace('\n', end)).into_iter().map(|(kind, text)| (kind, text.replace(end, "\n"))).collect::<Vec<_>>(),
            zones(&text)
        );
    }
}

/// Lines that rules look for, between words and anything at all.
fn any_page() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        Just("Thứ sáu, 19/08/2022".to_string()),
        Just("Ngày đăng 16/06/2020 | 17:43".to_string()),
        Just("Tin liên quan".to_string()),
        Just("Ý kiến bạn đọc".to_string()),
        Just("Lò Pản".to_string()),
        Just("A\u{309}nh: a b a b".to_string()),
        Just("Quang cảnh hội nghị Quang cảnh hội nghị".to_string()),
        Just("Đồng chí A,".to_string()),
        "\\PC{0,30}",
        "[ \u{A0}\u{200B}\u{FEFF}(:/|.0-9ẢnhảđĐ-]{0,12}",
        any::<String>(),
    ];
    proptest::collection::vec((line, prop_oneof!["\n", "\n\n", "\r\n", "\r", " ", "\u{2028}"]), 0..14)
        .prop_map(|lines| lines.into_iter().map(|(line, end)| line + &end).collect())
}

proptest! {
    #[test]
    fn zones_cover_every_text(text in any_page(), title in proptest::option::of("\\PC{0,20}")) {
        let page = read(&text, title.as_deref());
        let mut at = 0;
        for zone in &page.zones {
            prop_assert!(zone.start == at && zone.end > at);
            prop_assert!(text.is_char_boundary(zone.end as usize));
            at = zone.end;
        }
        prop_assert_eq!(at as usize, text.len());
        for (from, to) in page.credits {
            prop_assert!(text.get(from..to).is_some());
        }
    }
}

#[test]
fn an_author_with_the_time_is_no_prose_wherever_it_stands() {
    let stamp = "02/10/2019 07:24";
    for author in ["Minh Hà| ", "Minh| ", "Đỗ Thu Hằng - "] {
        let below = page("", &format!("{author}{stamp}"), "", "");
        assert_eq!(kind_of(&below, stamp), Furniture, "{author} below the title");
        let between = page("", "", &format!("{author}{stamp}"), "");
        assert_eq!(kind_of(&between, stamp), Furniture, "{author} between paragraphs");
    }
    let first = format!("Minh| {stamp}\n{LEAD}\n{SECOND}");
    assert_eq!((kind_of(&first, stamp), kind_of(&first, LEAD)), (Furniture, Body));
    let joined = format!("{TITLE} Minh Hà| {stamp} {LEAD} {SECOND}");
    for text in [&joined, &page("", "", &format!("Minh Hà| {stamp}"), "")] {
        assert_eq!(dates(text).0.as_deref(), Some("2019-10-02"), "{text}");
    }
    assert_eq!((kind_of(&joined, stamp), kind_of(&joined, "Sáng 4/7"), kind_of(&joined, SECOND)), (Furniture, Body, Body));
    for line in ["Theo dòng thời sự - Ngày đăng : 07:24, 02/10/2019", "Minh Hà, Lê VânCập nhật 07:24 ngày 02/10/2019"]
    {
        let text = page("", line, "", "");
        assert_eq!((kind_of(&text, "07:24"), dates(&text).0.as_deref()), (Furniture, Some("2019-10-02")), "{line}");
    }
    // Below a title that ends as a sentence does.
    let printed = format!("{TITLE}.\n14/09/2018 - 03:12 PM\n{LEAD}\n{SECOND}");
    assert_eq!(kind_of(&printed, "03:12"), Furniture);
    // A sentence before it is prose.
    let told = page("", "", "Cuộc họp kéo dài, bế mạc lúc 07:24 ngày 02/10/2019", "");
    assert_eq!(kind_of(&told, "07:24"), Body);
    // A bar in prose ends no name.
    let prose = page("", "", "Tỷ lệ hoàn thành | 12/10/2019 là hạn của các xã, thị trấn.", "");
    assert_eq!(kind_of(&prose, "12/10/2019"), Body);
}

#[test]
fn a_teaser_below_the_end_of_the_report_is_none_of_it() {
    let teaser = "Ngày 5/9, Bộ Nội vụ họp báo.";
    let text = page("", "", "", &format!("{THIRD}/.\n\n{teaser}"));
    assert_eq!((kind_of(&text, "Bộ Nội vụ"), kind_of(&text, SECOND)), (Furniture, Body));
    let joined = page("", "", "", &format!("{THIRD}/. {teaser}"));
    assert_eq!(kind_of(&joined, "Bộ Nội vụ"), Furniture);
    // Where much follows, the mark ended one of several reports.
    let several = format!("{TITLE}\n{LEAD}/.\n{SECOND}\n{THIRD}");
    assert_eq!((kind_of(&several, SECOND), kind_of(&several, THIRD)), (Body, Body));
}
