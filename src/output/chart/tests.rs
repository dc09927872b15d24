//! Plans as data, and every sample at every size: nothing cut, nothing overlapping.

use super::draw::page::compose;
use super::draw::scene::{Frame, LEAST_EM, Scene, Shape, Text};
use super::model::{Bars, Body, Name};
use super::samples::{self, make};
use super::{ChartError, ChartKind, Format, Plan, Size, render};
use crate::lang::labels::Lang;
use crate::model::tag::Geo;
use crate::stats::query::{Condition, Key, Measure, Place, Sort, Topic};
use crate::stats::summary::{KeyValue, LeftOut, Reason, Summary, TotalOf};

fn texts(names: &[Name]) -> Vec<&str> {
    names.iter().map(|n| n.text.as_str()).collect()
}

fn bars(plan: &Plan) -> &Bars {
    match &plan.body {
        Body::Bars(bars) => bars,
        other => panic!("no bars: {other:?}"),
    }
}

const WIDTHS: [u32; 4] = [480, 640, 1280, 1920];

fn size(width: u32) -> Size {
    Size { width, ..Size::default() }
}

#[test]
fn a_plan_says_what_the_query_asks_in_both_languages() {
    let summary = samples::meetings_by_region();
    let vi = make(&summary, ChartKind::Auto, Lang::Vi).unwrap();
    assert_eq!(
        (vi.kind, vi.title.as_str(), vi.subtitle.as_str()),
        (ChartKind::Bar, "Hội nghị, cuộc họp theo vùng", "Đơn vị tính: cuộc")
    );
    assert_eq!(vi.source, "Nguồn: giaoban; 213 dữ kiện từ 170 bài, 2018–2025");
    let names = texts(&bars(&vi).rows);
    assert_eq!(names[2], "Bắc Trung Bộ và Duyên hải miền Trung");
    assert_eq!(
        bars(&vi).rows.iter().map(|r| r.neutral).collect::<Vec<_>>(),
        [false, false, false, false, false, false, true, true]
    );
    assert_eq!(bars(&vi).series[0].values[0].text, "1.246 (38,94%)");
    assert_eq!((bars(&vi).series[0].values[7].number, bars(&vi).series[0].values[7].text.as_str()), (None, "chưa có số liệu"));

    let en = make(&summary, ChartKind::Auto, Lang::En).unwrap();
    assert_eq!((en.title.as_str(), en.subtitle.as_str()), ("Meetings by region", "Unit: meetings"));
    assert_eq!(en.source, "Source: giaoban; 213 facts from 170 articles, 2018–2025");
    assert_eq!(bars(&en).series[0].values[0].text, "1,246 (38.94%)");
}

#[test]
fn filters_place_and_period_stand_in_the_subtitle() {
    let mut summary = samples::meetings_by_region();
    let query = &mut summary.query;
    let kinds = vec!["preliminary_review".into(), "final_review".into()];
    query.conditions.push(Condition { key: Key::Kind, values: kinds, negated: false });
    query.conditions.push(Condition { key: Key::Mode, values: vec!["online".into()], negated: true });
    query.place = Some(Place::Province(Geo::P63, "31".into()));
    query.since = chrono::NaiveDate::from_ymd_opt(2020, 1, 1);
    query.until = chrono::NaiveDate::from_ymd_opt(2021, 12, 31);
    let subtitle = |lang| make(&summary, ChartKind::Auto, lang).unwrap().subtitle;
    assert_eq!(
        subtitle(Lang::Vi),
        "Loại cuộc họp: Sơ kết, Tổng kết; hình thức họp: trừ Trực tuyến; địa bàn: Hải Phòng; giai đoạn 2020–2021; đơn vị tính: cuộc"
    );
    assert_eq!(
        subtitle(Lang::En),
        "Kind of meeting: Preliminary review, Final review; mode: all but Online; in: Hải Phòng; 2020–2021; unit: meetings"
    );
}

#[test]
fn an_overview_names_its_measures_and_whose_congresses_they_are() {
    let plan = make(&samples::overview(), ChartKind::Auto, Lang::Vi).unwrap();
    assert_eq!(plan.title, "Tổng hợp số liệu theo vùng");
    assert_eq!(plan.subtitle, "Đại hội: tổ chức cơ sở đảng, nhiệm kỳ 2020-2025");
    let Body::Panels(panels) = &plan.body else { panic!("{:?}", plan.body) };
    let heads: Vec<(&str, &str)> = panels.panels.iter().map(|p| (p.title.as_str(), p.unit.as_str())).collect();
    let expected = [
        ("Hội nghị, cuộc họp", "cuộc"),
        ("Biên chế đã giảm", "người"),
        ("Đầu mối đã giảm", "đầu mối"),
        ("Đại hội đã tổ chức", "%"),
    ];
    assert_eq!(heads, expected);
    assert_eq!(panels.panels[1].values[1].number, None);
}

#[test]
fn a_span_within_a_year_is_said_in_days() {
    let mut summary = samples::one_row(1.0);
    summary.footer.first_day = Some("2021-01-05".into());
    summary.footer.last_day = Some("2021-06-28".into());
    (summary.footer.facts, summary.footer.articles, summary.footer.built_in) = (1, 1, true);
    let source = |lang| make(&summary, ChartKind::Auto, lang).unwrap().source;
    assert_eq!(source(Lang::Vi), "Nguồn: giaoban, dữ liệu đi kèm chương trình; 1 dữ kiện từ 1 bài, 05/01/2021 – 28/06/2021");
    assert_eq!(
        source(Lang::En),
        "Source: giaoban, data that comes with the program; 1 fact from 1 article, 5 Jan 2021 – 28 Jun 2021"
    );
}

#[test]
fn what_is_left_out_or_inferred_is_noted() {
    let mut summary = samples::congress();
    summary.footer.contested = 1;
    summary.footer.inferred_places = 2;
    summary.footer.left_out.push(LeftOut { reason: Reason::NotComparable, record_ids: vec![], unlisted: 0 });
    assert_eq!(
        make(&summary, ChartKind::Auto, Lang::En).unwrap().notes,
        [
            "Inferred from the context or the publication date: the year of 4 of 213 facts, the place of 2 of 213 facts.",
            "1 fact on which sources differ.",
            "Not added: part of a whole that is counted (2); superseded by a later or wider count (1).",
        ]
    );
    assert!(make(&samples::one_row(1.0), ChartKind::Auto, Lang::En).unwrap().notes.is_empty());
}

#[test]
fn completion_shows_counts_and_rate_as_given() {
    let plan = make(&samples::congress(), ChartKind::Auto, Lang::Vi).unwrap();
    assert_eq!((plan.kind, plan.title.as_str()), (ChartKind::Completion, "Tiến độ tổ chức đại hội theo tỉnh, thành phố"));
    let Body::Completion(body) = &plan.body else { panic!("{:?}", plan.body) };
    let said: Vec<[&str; 3]> = body.rows.iter().map(|r| [r.name.text.as_str(), &r.counts, &r.rate.text]).collect();
    // The furthest first, what has no rate after them, the whole country last. Only a printed percentage, or only a count without
    // its total: no rate is made up.
    let expected = [
        ["Quảng Bình", "12/12", "100%"],
        ["Hải Phòng", "81/82", "98,78%"],
        ["Huế", "466/1.000", "46,6%"],
        ["Hồ Chí Minh", "", "46,6%"],
        ["Hà Nội", "1.204/2.584", "46,59%"],
        ["Bà Rịa - Vũng Tàu", "3/250", "1,2%"],
        ["Cà Mau", "14", "chưa có số liệu"],
        ["Toàn quốc", "35.210/51.400", "68,5%"],
    ];
    assert_eq!(said, expected);
}

#[test]
fn auto_takes_what_suits_the_summary() {
    let kind = |summary| make(&summary, ChartKind::Auto, Lang::Vi).unwrap().kind;
    assert_eq!(kind(samples::overview()), ChartKind::Panels);
    assert_eq!(kind(samples::cuts()), ChartKind::Bullet);
    assert_eq!(kind(samples::by_year()), ChartKind::Line);
    assert_eq!(kind(samples::by_month_and_region(9)), ChartKind::Line);
    assert_eq!(kind(samples::by_region_and_kind()), ChartKind::Stacked);
    assert_eq!(kind(samples::by_province(63)), ChartKind::Bar);
    // Too many series for lines or stacks.
    let many = (0..9).flat_map(|r| {
        (0..3).map(move |y| {
            samples::row(vec![samples::slug(&format!("r{r}")), samples::slug(&format!("{}", 2019 + y))], vec![Some(1.0)])
        })
    });
    let many = samples::summary(Topic::Meetings, &[Key::Organiser, Key::Year], &[Measure::Meetings], many.collect());
    assert_eq!(kind(many), ChartKind::Heatmap);
    // One period is no line.
    let year = samples::row(vec![samples::slug("2020")], vec![Some(1.0)]);
    assert_eq!(kind(samples::summary(Topic::Meetings, &[Key::Year], &[Measure::Meetings], vec![year])), ChartKind::Bar);
}

#[test]
fn a_line_keeps_its_gaps_and_says_what_it_does_not_draw() {
    let plan = make(&samples::by_year(), ChartKind::Line, Lang::Vi).unwrap();
    let Body::Lines(lines) = &plan.body else { panic!("{:?}", plan.body) };
    assert_eq!(lines.periods, ["2015", "2016", "2017", "2018", "2019", "2020", "2021", "2022", "2023"]);
    let numbers: Vec<Option<f64>> = lines.series[0].values.iter().map(|v| v.number).collect();
    assert_eq!((numbers[2], numbers[3], numbers[4], numbers[7]), (Some(27.0), None, Some(64.0), None));
    assert_eq!(plan.notes, ["Không vẽ 3 dữ kiện chưa rõ thời gian."]);
    let scene = compose(&plan, size(1280)).unwrap();
    let runs: Vec<usize> =
        scene.shapes.iter().filter_map(|s| if let Shape::Path { points, .. } = s { Some(points.len()) } else { None }).collect();
    assert_eq!(runs, [3, 3], "2015–2017 and 2019–2021; 2023 is a dot");
}

#[test]
fn two_keys_make_rows_and_series_with_the_unknown_last() {
    let plan = make(&samples::by_region_and_kind(), ChartKind::Stacked, Lang::Vi).unwrap();
    let bars = bars(&plan);
    let series: Vec<&str> = bars.series.iter().map(|s| s.name.text.as_str()).collect();
    assert_eq!(series[0], "Giao ban");
    assert!(bars.series.last().unwrap().name.neutral && bars.rows.last().unwrap().neutral);
    assert_eq!(bars.series[0].values[0].number, Some(304.0));
    assert_eq!(plan.title, "Hội nghị, cuộc họp theo vùng và loại cuộc họp");
}

#[test]
fn stacks_tell_their_sums_and_only_what_adds_up_is_stacked() {
    let plan = make(&samples::by_region_and_kind(), ChartKind::Stacked, Lang::Vi).unwrap();
    let bars = bars(&plan);
    let totals: Vec<&str> = bars.totals.iter().map(|t| t.text.as_str()).collect();
    // The largest first, the unknown last.
    assert_eq!(totals, ["446", "439", "435", "219", "141", "137", "40"]);
    for r in 0..bars.rows.len() {
        let sum: f64 = bars.series.iter().filter_map(|s| s.values[r].number).sum();
        assert_eq!(Some(sum), bars.totals[r].number);
    }
    let scene = compose(&plan, size(640)).unwrap();
    assert!(texts_of(&scene.shapes).iter().any(|t| t.text == "446" && t.bold));
    // People and units have no common sum, nor have figures of overlapping periods.
    let refused = |summary: Summary| {
        let error = make(&summary, ChartKind::Stacked, Lang::Vi).unwrap_err();
        assert!(matches!(error, ChartError::Needs { what: "addable", .. }), "{error:?}");
        assert_eq!(make(&summary, ChartKind::Auto, Lang::Vi).unwrap().kind, ChartKind::Heatmap);
    };
    let cut = |subject: &str, n| samples::row(vec![samples::province("01"), samples::slug(subject)], vec![Some(n)]);
    let rows = || vec![cut("staff", 12.0), cut("unit", 3.0)];
    refused(samples::summary(Topic::Staffing, &[Key::Province, Key::Subject], &[Measure::Cut], rows()));
    let mut periods = samples::summary(Topic::Staffing, &[Key::Province, Key::Term], &[Measure::Cut], rows());
    periods.footer.total_of = vec![TotalOf::NoSumOfPeriods];
    refused(periods);
}

#[test]
fn bars_come_by_size_but_time_and_what_was_sorted_keep_their_order() {
    let order = |summary: &Summary| {
        let plan = make(summary, ChartKind::Bar, Lang::En).unwrap();
        bars(&plan).series[0].values.iter().map(|v| v.number).collect::<Vec<_>>()
    };
    assert_eq!(order(&samples::changes()), [8711.0, 0.0, -0.5, -3.0, -40.0, -1246.0].map(Some));
    let mut asked = samples::changes();
    asked.query.sort = Sort::Key;
    assert_eq!(order(&asked)[..2], [Some(-1246.0), Some(-3.0)]);
    assert_eq!(order(&samples::by_year())[..2], [Some(12.0), Some(31.0)]);
}

#[test]
fn a_subject_stands_within_the_title() {
    let title = |summary: &Summary, kind, lang| make(summary, kind, lang).unwrap().title;
    let cuts = samples::cuts();
    assert_eq!(title(&cuts, ChartKind::Auto, Lang::Vi), "Kết quả giảm biên chế so với chỉ tiêu theo tỉnh, thành phố");
    assert_eq!(title(&cuts, ChartKind::Auto, Lang::En), "Cuts of staff against target by province");
    assert_eq!(title(&cuts, ChartKind::Bar, Lang::Vi), "Số biên chế đã giảm theo tỉnh, thành phố");
    assert_eq!(title(&cuts, ChartKind::Bar, Lang::En), "Staff cut by province");
}

#[test]
fn many_rows_without_a_figure_are_named_not_drawn() {
    // Seven of the 63 have none.
    let plan = make(&samples::by_province(63), ChartKind::Bar, Lang::Vi).unwrap();
    let bars = bars(&plan);
    assert_eq!((bars.rows.len(), bars.series[0].values.len()), (63 - 7 + 2, 63 - 7 + 2));
    assert!(
        plan.notes[0].starts_with("Chưa có số liệu nên không vẽ: ") && plan.notes[0].split(", ").count() == 7,
        "{:?}",
        plan.notes
    );
    // A few stay, each said in its row.
    let few = make(&samples::meetings_by_region(), ChartKind::Bar, Lang::Vi).unwrap();
    let Body::Bars(bars) = &few.body else { panic!() };
    assert!(few.notes.is_empty() && bars.rows.len() == 8);
    // Where all are without one there is no chart, as before.
    let rows = (0..9).map(|i| samples::row(vec![samples::slug(&i.to_string())], vec![None])).collect();
    let none = samples::summary(Topic::Meetings, &[Key::Organiser], &[Measure::Meetings], rows);
    assert_eq!(make(&none, ChartKind::Bar, Lang::Vi), Err(ChartError::NoFigures));
}

#[test]
fn periods_that_cannot_be_compared_are_no_line() {
    let mut years = samples::by_year();
    years.footer.total_of = vec![TotalOf::NoSumOfPeriods];
    let plan = make(&years, ChartKind::Auto, Lang::En).unwrap();
    assert_eq!(plan.kind, ChartKind::Bar);
    assert!(plan.notes.iter().any(|n| n.starts_with("Figures of the periods may overlap")), "{:?}", plan.notes);
}

#[test]
fn columns_stand_in_the_order_of_their_key() {
    let cell = |region: &str, kind: &str| samples::row(vec![samples::slug(region), samples::slug(kind)], vec![Some(2.0)]);
    let rows = vec![
        cell("southeast", "working_session"),
        cell("southeast", "other"),
        cell("central_highlands", "briefing"),
        cell("central_highlands", "final_review"),
    ];
    let summary = samples::summary(Topic::Meetings, &[Key::Region, Key::Kind], &[Measure::Meetings], rows);
    let Body::Heatmap(map) = make(&summary, ChartKind::Heatmap, Lang::Vi).unwrap().body else { panic!() };
    assert_eq!(texts(&map.columns), ["Giao ban", "Tổng kết", "Buổi làm việc", "Khác"]);
}

#[test]
fn tiles_show_every_province_and_both_archipelagos() {
    let plan = make(&samples::by_province(5), ChartKind::Tiles, Lang::Vi).unwrap();
    let Body::Tiles(map) = &plan.body else { panic!("{:?}", plan.body) };
    assert_eq!(map.tiles.len(), 65);
    let insets: Vec<&str> = map.tiles.iter().filter(|t| t.inset).map(|t| t.name.as_str()).collect();
    assert_eq!(insets, ["Hoàng Sa", "Trường Sa"]);
    assert_eq!(map.tiles.iter().filter(|t| t.value.number.is_some()).count(), 4);
    let others: Vec<(&str, &str)> = map.others.iter().map(|(n, v)| (n.text.as_str(), v.text.as_str())).collect();
    assert_eq!(others, [("Toàn quốc", "41"), ("Không rõ", "12")]);
}

#[test]
fn what_cannot_be_drawn_is_refused_with_a_way_out() {
    let none = samples::summary(Topic::Meetings, &[Key::Region], &[Measure::Meetings], vec![]);
    assert_eq!(make(&none, ChartKind::Auto, Lang::Vi), Err(ChartError::Empty));
    let nulls = samples::summary(Topic::Meetings, &[], &[Measure::Meetings], vec![samples::row(vec![], vec![None])]);
    assert_eq!(make(&nulls, ChartKind::Bar, Lang::Vi), Err(ChartError::NoFigures));
    for (summary, kind) in [
        (samples::meetings_by_region(), ChartKind::Line),
        (samples::meetings_by_region(), ChartKind::Stacked),
        (samples::meetings_by_region(), ChartKind::Heatmap),
        (samples::meetings_by_region(), ChartKind::Completion),
        (samples::meetings_by_region(), ChartKind::Bullet),
        (samples::meetings_by_region(), ChartKind::Dumbbell),
        (samples::meetings_by_region(), ChartKind::Tiles),
    ] {
        let error = make(&summary, kind, Lang::Vi).unwrap_err();
        assert!(matches!(error, ChartError::Needs { kind: k, .. } if k == kind), "{kind:?}: {error:?}");
        for lang in [Lang::Vi, Lang::En] {
            let text = error.message(lang);
            assert!(text.contains(kind.word()) && !text.contains("chart.") && !text.contains('{'), "{text}");
        }
    }
    let wide: Vec<_> =
        (1000..2000).step_by(700).map(|y| samples::row(vec![samples::slug(&y.to_string())], vec![Some(1.0)])).collect();
    let wide = samples::summary(Topic::Meetings, &[Key::Year], &[Measure::Meetings], wide);
    assert_eq!(make(&wide, ChartKind::Line, Lang::En), Err(ChartError::TooManyPeriods { found: 701, most: 600 }));
}

#[test]
fn the_height_asked_for_is_kept_or_refused_with_the_one_that_would_do() {
    let plan = make(&samples::by_province(63), ChartKind::Bar, Lang::Vi).unwrap();
    let at = |height| compose(&plan, Size { width: 1280, height: Some(height), ..Size::default() });
    let Err(ChartError::TooLow { height: 400, needed }) = at(400).map(|_| ()) else { panic!("63 rows in 400 pixels") };
    assert_eq!(at(needed).unwrap().height, f64::from(needed));
    assert!(at(needed - 30).is_err());
    // Without a height the picture grows.
    assert!(compose(&plan, size(1280)).unwrap().height > 2000.0);
}

#[test]
fn impossible_sizes_are_refused() {
    let plan = make(&samples::one_row(5.0), ChartKind::Bar, Lang::Vi).unwrap();
    for (width, height, scale) in [
        (0, None, 1.0),
        (100_000, None, 1.0),
        (1280, Some(0), 1.0),
        (1280, None, 0.0),
        (1280, None, f64::NAN),
        (1280, None, 50.0),
    ] {
        let drawn = render(&plan, Format::Png, Size { width, height, scale, ..Size::default() });
        assert!(matches!(drawn, Err(ChartError::BadSize { .. })), "{width} {height:?} {scale}");
    }
}

fn texts_of(shapes: &[Shape]) -> Vec<&Text> {
    shapes.iter().filter_map(|s| if let Shape::Text(t) = s { Some(t) } else { None }).collect()
}

/// The letters' own extent: what two texts may not share. Marks above capitals and tails may reach between lines.
fn core(text: &Text) -> Frame {
    let frame = text.frame();
    if text.upwards {
        return Frame { left: frame.left + 0.2 * text.em, right: frame.right - 0.24 * text.em, ..frame };
    }
    Frame { top: text.y - 0.73 * text.em, bottom: text.y, left: frame.left + 0.5, right: frame.right - 0.5 }
}

/// Every text lies within the picture, none is too small, none on another.
fn is_legible(scene: &Scene, what: &str) {
    let mut texts = texts_of(&scene.shapes);
    // From the top down: only texts that begin above the end of another can overlap it.
    texts.sort_by(|a, b| core(a).top.total_cmp(&core(b).top));
    for (i, text) in texts.iter().enumerate() {
        let frame = text.frame();
        let inside = frame.left >= 0.0 && frame.top >= 0.0 && frame.right <= scene.width && frame.bottom <= scene.height;
        assert!(inside, "{what}: \"{}\" is cut", text.text);
        assert!(text.em >= 8.0, "{what}: \"{}\" is too small", text.text);
        for other in texts[i + 1..].iter().take_while(|t| core(t).top < core(text).bottom) {
            assert!(!core(text).meets(&core(other)), "{what}: \"{}\" overlaps \"{}\"", text.text, other.text);
        }
    }
}

#[test]
fn no_text_is_cut_and_none_overlaps_at_any_width() {
    for (name, summary, kinds) in samples::all() {
        for kind in kinds {
            for lang in [Lang::Vi, Lang::En] {
                let plan = make(&summary, kind, lang).unwrap();
                // Tiles of 480 pixels would need letters too small to read.
                for width in WIDTHS.into_iter().filter(|&w| w >= 640 || kind != ChartKind::Tiles) {
                    let scene = compose(&plan, size(width)).unwrap_or_else(|e| panic!("{name} {kind:?} {width}: {e}"));
                    is_legible(&scene, &format!("{name} {kind:?} {width}"));
                }
                // With the larger letters for telephones; what has no room for them is refused.
                match compose(&plan, Size { letters: 1.35, ..size(400) }) {
                    Ok(scene) => is_legible(&scene, &format!("{name} {kind:?} on a telephone")),
                    Err(error) => assert_eq!(error, ChartError::TooNarrow { width: 400 }, "{name} {kind:?}"),
                }
            }
        }
    }
}

#[test]
fn every_key_and_measure_has_its_words() {
    for lang in [Lang::Vi, Lang::En] {
        let has = |key: String| assert_ne!(crate::lang::labels::label(lang, &key), key);
        Key::ALL.iter().for_each(|k| has(format!("chart.key.{}", k.word())));
        Measure::ALL.iter().for_each(|m| has(format!("chart.measure.{}", m.word())));
        super::plan::panels::HEADLINES.iter().for_each(|m| has(format!("chart.short.{}", m.word())));
    }
}

#[test]
fn a_slide_of_1280_by_720_holds_the_tile_map() {
    let plan = make(&samples::by_province(63), ChartKind::Tiles, Lang::Vi).unwrap();
    let scene = compose(&plan, Size { width: 1280, height: Some(720), ..Size::default() }).unwrap();
    assert_eq!(scene.height, 720.0);
    assert!(texts_of(&scene.shapes).iter().any(|t| t.text == "Hải Phòng 328"));
    assert!(texts_of(&scene.shapes).iter().all(|t| t.frame().bottom <= 720.0 && t.em >= 8.0));
}

#[test]
fn letters_fit_a_slide_at_1280() {
    let scene = compose(&make(&samples::meetings_by_region(), ChartKind::Auto, Lang::Vi).unwrap(), size(1280)).unwrap();
    let texts = texts_of(&scene.shapes);
    assert!(texts[0].em >= 28.0 && texts[0].bold);
    let label = texts.iter().find(|t| t.text == "Trung du và miền núi phía Bắc").unwrap();
    assert!(label.em >= 18.0);
    assert!(texts.iter().all(|t| t.em >= LEAST_EM));
}

#[test]
fn bars_are_as_long_as_their_values() {
    let plan = make(&samples::by_year(), ChartKind::Bar, Lang::Vi).unwrap();
    let scene = compose(&plan, size(1280)).unwrap();
    let bars: Vec<f64> = scene
        .shapes
        .iter()
        .filter_map(|s| match s {
            Shape::Rect { w, colour, .. } if *colour == super::palette::MAIN => Some(*w),
            _ => None,
        })
        .collect();
    assert_eq!(bars.len(), 7);
    assert!((bars[4] / bars[5] - 1120.0 / 980.0).abs() < 1e-6 && (bars[4] / bars[6] - 1120.0 / 410.0).abs() < 1e-6);
}

#[test]
fn a_png_has_its_size_and_the_same_bytes_again() {
    let plan = make(&samples::meetings_by_region(), ChartKind::Auto, Lang::Vi).unwrap();
    let once = render(&plan, Format::Png, size(640)).unwrap();
    assert_eq!(once, render(&plan, Format::Png, size(640)).unwrap());
    let info = |bytes: &[u8]| {
        let mut reader = png::Decoder::new(bytes).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size()];
        let frame = reader.next_frame(&mut pixels).unwrap();
        (frame.width, frame.height, reader.info().pixel_dims.map(|d| d.xppu))
    };
    let (width, height, density) = info(&once);
    assert_eq!((width, density), (640, Some(3780)));
    let twice = render(&plan, Format::Png, Size { scale: 2.0, ..size(640) }).unwrap();
    assert_eq!(info(&twice), (1280, 2 * height, Some(7559)));
}

#[test]
fn a_png_of_many_colours_is_whole_too() {
    let plan = make(&samples::by_month_and_region(9), ChartKind::Line, Lang::Vi).unwrap();
    let bytes = render(&plan, Format::Png, size(1280)).unwrap();
    let mut decoder = png::Decoder::new(bytes.as_slice());
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size()];
    reader.next_frame(&mut pixels).unwrap();
    let dark = pixels.as_chunks::<3>().0.iter().filter(|p| **p == [0x14, 0x30, 0x5A]).count();
    assert!(pixels[..3] == [255, 255, 255] && dark > 500, "{dark} pixels of the first series");
}

#[test]
fn an_svg_keeps_its_text_escaped_and_says_its_figures() {
    let plan = make(&samples::long_names(), ChartKind::Auto, Lang::Vi).unwrap();
    let svg = String::from_utf8(render(&plan, Format::Svg, size(1280)).unwrap()).unwrap();
    assert!(svg.starts_with("<svg width=\"1280\"") && svg.contains("role=\"img\"") && svg.trim_end().ends_with("</svg>"));
    assert!(svg.contains("<title>Hội nghị, cuộc họp theo cơ quan tổ chức</title>"));
    assert!(svg.contains("<desc>") && svg.contains("Trung du và miền núi phía Bắc: 19"));
    assert!(svg.contains(">ẪẾỖẶ ẫếỗặ Ữữ Ỵỵ Ẳẳ Ở gặp gỡ ngoảnh</text>"));
    assert!(svg.contains(">&lt;b&gt;A &amp; B&lt;/b&gt; &quot;x&quot;</text>") && !svg.contains("<b>"));
    assert!(svg.contains("font-family=\"DejaVu Sans, Arial, sans-serif\" font-size=\"20\""));
    assert!(!svg.contains("dy="), "texts stand on their own base lines");
    assert_eq!(svg.matches("<text ").count(), svg.matches("</text>\n").count());
}

#[test]
fn text_comes_composed_whatever_it_was() {
    // "Đại hội" with combining marks.
    let name = "\u{110}a\u{323}i ho\u{323}\u{302}i\n\u{7}";
    let row = samples::row(vec![KeyValue::Slug(name.into())], vec![Some(1.0)]);
    let summary = samples::summary(Topic::Meetings, &[Key::Organiser], &[Measure::Meetings], vec![row]);
    assert_eq!(texts(&bars(&make(&summary, ChartKind::Bar, Lang::Vi).unwrap()).rows), ["Đại hội"]);
}

/// Staff cut by province, with the whole country and the Centre, which are many times as large.
fn cuts_by_province() -> Summary {
    let measures = [Measure::StaffCut, Measure::UnitsCut];
    let rows = vec![
        samples::row(vec![samples::province("01")], vec![Some(14_500.0), Some(260.0)]),
        samples::row(vec![samples::province("42")], vec![Some(4260.0), None]),
        samples::row(vec![KeyValue::National], vec![Some(539_000.0), Some(2159.0)]),
        samples::row(vec![KeyValue::CentralBody], vec![None, Some(6168.0)]),
        samples::row(vec![KeyValue::Unknown], vec![Some(84.0), None]),
    ];
    samples::summary(Topic::Staffing, &[Key::Province], &measures, rows)
}

#[test]
fn what_would_dwarf_the_places_stands_below_them_in_words() {
    let plan = make(&cuts_by_province(), ChartKind::Auto, Lang::Vi).unwrap();
    assert_eq!(plan.title, "Kết quả cắt giảm theo tỉnh, thành phố");
    let Body::Panels(body) = &plan.body else { panic!("{:?}", plan.body) };
    let told: Vec<(&str, bool)> = body.rows.iter().map(|n| (n.text.as_str(), n.apart)).collect();
    let expected =
        [("Hà Nội", false), ("Hà Tĩnh", false), ("Không rõ", false), ("Toàn quốc", true), ("Cơ quan Trung ương", true)];
    assert_eq!(told, expected);
    assert_eq!(body.panels[0].values[3].text, "539.000");
    // Hà Nội's bar has the scale for itself: 14.500 takes most of its panel, not 14.500/539.000 of it.
    let scene = compose(&plan, Size::default()).unwrap();
    let bars: Vec<f64> = scene
        .shapes
        .iter()
        .filter_map(|s| match s {
            Shape::Rect { w, colour, .. } if *colour == super::palette::MAIN => Some(*w),
            _ => None,
        })
        .collect();
    // Hà Nội and Hà Tĩnh for staff, Hà Nội for units: 4.260/14.500 of the first.
    assert_eq!(bars.len(), 3);
    assert!(bars[0] > 200.0 && (bars[1] / bars[0] - 4260.0 / 14_500.0).abs() < 0.01, "{bars:?}");
    // Alone, the country has its bar.
    let mut alone = cuts_by_province();
    alone.rows.retain(|r| r.keys[0] == KeyValue::National);
    let Body::Panels(body) = make(&alone, ChartKind::Auto, Lang::Vi).unwrap().body else { panic!() };
    assert!(!body.rows[0].apart);
}

#[test]
fn completion_of_many_things_is_narrowed_to_one() {
    let measures = [Measure::Done, Measure::Total, Measure::Rate];
    let row = |place: &str, activity: &str, subject: &str, term: KeyValue| {
        let keys = vec![samples::province(place), samples::slug(activity), samples::slug(subject), term];
        samples::row(keys, vec![Some(81.0), Some(82.0), Some(81.0 / 0.82)])
    };
    let rows = vec![
        row("01", "congress", "party_cell", samples::slug("2020/2025")),
        row("01", "congress", "party_committee", samples::slug("2020/2025")),
        row("42", "congress", "party_committee", samples::slug("2020/2025")),
        row("42", "other", "person", KeyValue::Unknown),
    ];
    let keys = [Key::Province, Key::Activity, Key::Subject, Key::Term];
    let mut summary = samples::summary(Topic::Progress, &keys, &measures, rows);
    summary.query.by = vec![Key::Province];
    let focus = super::focus(&summary, Lang::Vi).unwrap();
    let words: Vec<(&str, &str)> = focus.query.conditions.iter().map(|c| (c.key.word(), c.values[0].as_str())).collect();
    assert_eq!(words, [("activity", "congress"), ("subject", "party_committee"), ("term", "2020/2025")]);
    assert_eq!(
        focus.note,
        "Chỉ vẽ số có nhiều địa bàn hoặc kỳ nhất; chưa vẽ: đại hội, chi bộ, 2020-2025; \
         việc khác, người, nhiệm kỳ: không rõ (chọn bằng --where)."
    );
    // Asked for, the keys are drawn as they are.
    summary.query.by = keys.to_vec();
    assert_eq!(super::focus(&summary, Lang::Vi), None);
}

/// Not a test: every sample as it looks, for eyes. `cargo test --release --lib -- --ignored samples_to_look_at` writes them
/// into `target/charts`, each kind at each width in both languages.
#[test]
#[ignore = "writes pictures for eyes"]
fn samples_to_look_at() {
    let folder = std::path::Path::new("target/charts");
    std::fs::create_dir_all(folder).unwrap();
    for (name, summary, kinds) in samples::all() {
        for kind in kinds {
            for (lang, word) in [(Lang::Vi, "vi"), (Lang::En, "en")] {
                let plan = make(&summary, kind, lang).unwrap();
                for width in [640, 1280, 1920] {
                    let Ok(bytes) = render(&plan, Format::Png, size(width)) else { continue };
                    std::fs::write(folder.join(format!("{name}-{}-{word}-{width}.png", kind.word())), bytes).unwrap();
                }
                if let Ok(bytes) = render(&plan, Format::Png, Size { letters: 1.35, ..size(400) }) {
                    std::fs::write(folder.join(format!("{name}-{}-{word}-phone.png", kind.word())), bytes).unwrap();
                }
                let svg = render(&plan, Format::Svg, size(1280)).unwrap();
                std::fs::write(folder.join(format!("{name}-{}-{word}.svg", kind.word())), svg).unwrap();
            }
        }
    }
}
