//! Summaries made by hand, for the tests: every shape of result that the charts must bear.

use crate::lang::gazetteer::Gazetteer;
use crate::lang::labels::Lang;
use crate::model::tag::Geo;
use crate::output::chart::{ChartError, ChartKind, Plan, plan};
use crate::stats::query::{Condition, Key, Measure, Query, Topic};
use crate::stats::summary::{Cell, Footer, KeyValue, LeftOut, Reason, Row, Summary};

pub fn slug(text: &str) -> KeyValue {
    KeyValue::Slug(text.to_string())
}

pub fn province(code: &str) -> KeyValue {
    KeyValue::Province(code.to_string())
}

pub fn row(keys: Vec<KeyValue>, cells: Vec<Cell>) -> Row {
    Row { keys, cells, facts: 3, statements: 4, articles: 2, ..Row::default() }
}

pub fn summary(topic: Topic, keys: &[Key], measures: &[Measure], rows: Vec<Row>) -> Summary {
    let mut query = Query::new(topic);
    query.by = keys.to_vec();
    let footer = Footer {
        facts: 213,
        statements: 260,
        articles: 170,
        first_day: Some("2018-03-05".into()),
        last_day: Some("2025-06-20".into()),
        ..Footer::default()
    };
    Summary { query, keys: keys.to_vec(), measures: measures.to_vec(), rows, total: None, pivot: None, footer }
}

pub fn make(summary: &Summary, kind: ChartKind, lang: Lang) -> Result<Plan, ChartError> {
    plan(summary, kind, lang)
}

const REGIONS: [&str; 6] = [
    "red_river_delta",
    "northern_midlands_mountains",
    "north_central_central_coast",
    "central_highlands",
    "southeast",
    "mekong_delta",
];

pub fn meetings_by_region() -> Summary {
    let figures = [1246.0, 871.0, 640.0, 215.0, 98.0, 7.0];
    let mut rows: Vec<Row> =
        REGIONS.iter().zip(figures).map(|(r, n)| row(vec![slug(r)], vec![Some(n), Some(n / 32.0)])).collect();
    rows.push(row(vec![KeyValue::National], vec![Some(123.0), Some(3.8)]));
    rows.push(row(vec![KeyValue::Unknown], vec![None, None]));
    summary(Topic::Meetings, &[Key::Region], &[Measure::Meetings, Measure::Share], rows)
}

pub fn overview() -> Summary {
    let measures = [Measure::Meetings, Measure::StaffCut, Measure::UnitsCut, Measure::Done, Measure::Total, Measure::Rate];
    let figures = [
        [Some(246.0), Some(5120.0), Some(312.0), Some(81.0), Some(82.0), Some(98.7804878)],
        [Some(171.0), None, Some(98.0), Some(42.0), Some(60.0), Some(70.0)],
        [Some(140.0), Some(48_210.0), None, None, None, None],
        [Some(15.0), Some(12.0), Some(4.0), Some(5.0), Some(40.0), Some(12.5)],
        [Some(98.0), Some(870.0), Some(61.0), Some(100.0), Some(100.0), Some(100.0)],
        [None, None, None, None, None, None],
    ];
    let rows = REGIONS.iter().zip(figures).map(|(r, cells)| row(vec![slug(r)], cells.to_vec())).collect();
    let mut summary = summary(Topic::Overview, &[Key::Region], &measures, rows);
    summary.footer.congress_subject = Some("grassroots_party_org".into());
    summary.footer.congress_term = Some("2020/2025".into());
    summary
}

pub fn congress() -> Summary {
    let figures = [("31", 81.0, 82.0), ("01", 1204.0, 2584.0), ("44", 12.0, 12.0), ("77", 3.0, 250.0), ("46", 466.0, 1000.0)];
    let mut rows: Vec<Row> = figures
        .into_iter()
        .map(|(c, done, total)| row(vec![province(c)], vec![Some(done), Some(total), Some(done / total * 100.0), None]))
        .collect();
    rows.push(row(vec![province("79")], vec![None, None, None, Some(46.6)]));
    rows.push(row(vec![province("96")], vec![Some(14.0), None, None, None]));
    rows.push(row(vec![KeyValue::National], vec![Some(35_210.0), Some(51_400.0), Some(68.5019455), None]));
    let measures = [Measure::Done, Measure::Total, Measure::Rate, Measure::StatedPercent];
    let mut summary = summary(Topic::Progress, &[Key::Province], &measures, rows);
    summary.query.conditions.push(Condition { key: Key::Activity, values: vec!["congress".into()], negated: false });
    summary.footer.inferred_years = 4;
    summary.footer.left_out = vec![
        LeftOut { reason: Reason::PartOfWhole, record_ids: vec!["a".into(), "b".into()], unlisted: 0 },
        LeftOut { reason: Reason::Superseded, record_ids: vec!["c".into()], unlisted: 0 },
    ];
    summary
}

pub fn with_targets() -> Summary {
    let figures = [("31", 95.0, 100.0), ("01", 46.6, 90.0), ("44", 100.0, 80.0)];
    let rows = figures.into_iter().map(|(c, rate, target)| row(vec![province(c)], vec![Some(rate), Some(target)])).collect();
    summary(Topic::Progress, &[Key::Province], &[Measure::Rate, Measure::TargetPercent], rows)
}

pub fn cuts() -> Summary {
    let figures = [
        ("31", Some(1246.0), Some(1500.0)),
        ("01", Some(5203.0), Some(4800.0)),
        ("44", Some(310.0), None),
        ("77", None, Some(700.0)),
        ("46", None, None),
    ];
    let rows = figures.into_iter().map(|(c, cut, target)| row(vec![province(c)], vec![cut, target])).collect();
    let mut summary = summary(Topic::Staffing, &[Key::Province], &[Measure::Cut, Measure::Target], rows);
    summary.query.conditions.push(Condition { key: Key::Subject, values: vec!["staff".into()], negated: false });
    summary
}

pub fn before_after() -> Summary {
    let figures =
        [("31", Some(22.0), Some(19.0)), ("01", Some(30.0), Some(30.0)), ("44", Some(8.0), Some(14.0)), ("77", None, Some(5.0))];
    let rows = figures.into_iter().map(|(c, a, b)| row(vec![province(c)], vec![a, b])).collect();
    summary(Topic::Staffing, &[Key::Province], &[Measure::Before, Measure::After], rows)
}

/// Years with a gap.
pub fn by_year() -> Summary {
    let figures =
        [("2015", 12.0), ("2016", 31.0), ("2017", 27.0), ("2019", 64.0), ("2020", 1120.0), ("2021", 980.0), ("2023", 410.0)];
    let mut rows: Vec<Row> = figures.into_iter().map(|(y, n)| row(vec![slug(y)], vec![Some(n)])).collect();
    rows.push(row(vec![KeyValue::Unknown], vec![Some(9.0)]));
    summary(Topic::Meetings, &[Key::Year], &[Measure::Meetings], rows)
}

pub fn by_month_and_region(months: usize) -> Summary {
    let mut rows = vec![];
    for m in 0..months {
        for (r, region) in REGIONS.iter().enumerate().take(4) {
            if (m * 7 + r * 5) % 6 == 0 {
                continue;
            }
            let n = ((m * 37 + r * 53) % 90) as f64 + if r == 0 { 60.0 } else { 1.0 };
            let month = format!("{}-{:02}", 2019 + m / 12, m % 12 + 1);
            rows.push(row(vec![slug(region), slug(&month)], vec![Some(n)]));
        }
    }
    summary(Topic::Meetings, &[Key::Region, Key::Month], &[Measure::Meetings], rows)
}

pub fn by_region_and_kind() -> Summary {
    let kinds = ["briefing", "preliminary_review", "final_review", "rollout", "working_session"];
    let mut rows = vec![];
    for (r, region) in REGIONS.iter().enumerate() {
        for (k, kind) in kinds.iter().enumerate() {
            let n = ((r * 31 + k * 17 + 7) % 60) as f64 * if k == 0 { 8.0 } else { 1.0 };
            if n > 0.0 && r + k != 6 {
                rows.push(row(vec![slug(region), slug(kind)], vec![Some(n)]));
            }
        }
    }
    rows.push(row(vec![KeyValue::Unknown, slug("briefing")], vec![Some(40.0)]));
    rows.push(row(vec![slug(REGIONS[0]), KeyValue::Unknown], vec![Some(25.0)]));
    summary(Topic::Meetings, &[Key::Region, Key::Kind], &[Measure::Meetings], rows)
}

/// Half-years, whose names are long.
pub fn by_half() -> Summary {
    let halves = ["2019-H1", "2019-H2", "2020-H1", "2020-H2", "2021-H2", "2022-H1"];
    let rows = halves.iter().enumerate().map(|(i, h)| row(vec![slug(h)], vec![Some((i * 37 % 50) as f64 + 10.0)]));
    summary(Topic::Meetings, &[Key::Half], &[Measure::Meetings], rows.collect())
}

/// `provinces` of the 63 by meetings, then national and unknown.
pub fn by_province(provinces: usize) -> Summary {
    let all = Gazetteer::get().provinces(Geo::P63);
    let figure = |i: usize| if i % 9 == 4 { None } else { Some(((i * i * 31 + 17) % 640) as f64) };
    let mut rows: Vec<Row> =
        all.iter().take(provinces).enumerate().map(|(i, p)| row(vec![province(p.code)], vec![figure(i)])).collect();
    rows.sort_by(|a, b| b.cells[0].partial_cmp(&a.cells[0]).unwrap_or(std::cmp::Ordering::Equal));
    rows.push(row(vec![KeyValue::National], vec![Some(41.0)]));
    rows.push(row(vec![KeyValue::Unknown], vec![Some(12.0)]));
    summary(Topic::Meetings, &[Key::Province], &[Measure::Meetings], rows)
}

pub fn one_row(number: f64) -> Summary {
    summary(Topic::Meetings, &[Key::Region], &[Measure::Meetings], vec![row(vec![slug(REGIONS[2])], vec![Some(number)])])
}

/// Values on both sides of nought, and one far greater than the rest.
pub fn extremes() -> Summary {
    let figures = [("01", 98_765_432_109.0), ("31", 1.0), ("44", 0.0), ("77", -31_000_000_000.0), ("46", 0.27)];
    let rows = figures.into_iter().map(|(c, n)| row(vec![province(c)], vec![Some(n)])).collect();
    summary(Topic::Quantities, &[Key::Province], &[Measure::Quantities], rows)
}

/// Names of stacked marks and of great length.
pub fn long_names() -> Summary {
    let texts = [
        "Ủy ban Kiểm tra Tỉnh ủy phối hợp Ban Tổ chức Tỉnh ủy và các cơ quan tham mưu, giúp việc cấp tỉnh",
        "ẪẾỖẶ ẫếỗặ Ữữ Ỵỵ Ẳẳ Ở gặp gỡ ngoảnh",
        "Bắc Trung Bộ và Duyên hải miền Trung",
        "Trung du và miền núi phía Bắc",
        "<b>A & B</b> \"x\"",
    ];
    let rows = texts.iter().enumerate().map(|(i, t)| row(vec![slug(t)], vec![Some(40.0 - 7.0 * i as f64)])).collect();
    summary(Topic::Meetings, &[Key::Organiser], &[Measure::Meetings], rows)
}

const LONG: [&str; 6] = [
    "Ủy ban Kiểm tra Tỉnh ủy phối hợp Ban Tổ chức Tỉnh ủy và các cơ quan tham mưu, giúp việc cấp tỉnh",
    "Đảng ủy các cơ quan Đảng, đoàn thể, Hội đồng nhân dân, tư pháp",
    "Hội nghị sơ kết ẪẾỖẶ ẫếỗặ Ữữ Ỵỵ Ẳẳ",
    "Thành phố Hồ Chí Minh",
    "Đơn vị sự nghiệp công lập tự bảo đảm một phần chi thường xuyên",
    "Khác",
];

/// All 34 provinces, with figures from one to many thousands.
pub fn by_province34() -> Summary {
    let all = Gazetteer::get().provinces(Geo::P34);
    let figure = |i: usize| (i % 11 != 3).then_some(((i * i * i * 7 + 5) % 12_345) as f64);
    let rows = all.iter().enumerate().map(|(i, p)| row(vec![province(p.code)], vec![figure(i)])).collect();
    let mut summary = summary(Topic::Meetings, &[Key::Province], &[Measure::Meetings], rows);
    summary.query.geo = Geo::P34;
    summary
}

/// Completion of 34 provinces: nothing done, a trace, all of many, more than asked for; each with its own target.
pub fn congress34() -> Summary {
    let all = Gazetteer::get().provinces(Geo::P34);
    let rows = all.iter().enumerate().map(|(i, p)| {
        let total = [82.0, 12_584.0, 1.0, 350_000.0][i % 4];
        let done = match i % 7 {
            0 => 0.0,
            1 => 1.0,
            2 => total,
            _ => (total * (i as f64 / 40.0)).round(),
        };
        let target = (i % 3 != 0).then_some(60.0 + i as f64);
        let known = i % 13 != 5;
        let cells = [Some(done), Some(total), Some(done / total * 100.0)].map(|c| c.filter(|_| known));
        row(vec![province(p.code)], cells.into_iter().chain([target]).collect())
    });
    let measures = [Measure::Done, Measure::Total, Measure::Rate, Measure::TargetPercent];
    let mut summary = summary(Topic::Progress, &[Key::Province], &measures, rows.collect());
    summary.query.geo = Geo::P34;
    summary
}

/// Cut and target, or before and after, of 34 provinces.
pub fn pairs34(first: Measure, second: Measure) -> Summary {
    let all = Gazetteer::get().provinces(Geo::P34);
    let rows = all.iter().enumerate().map(|(i, p)| {
        let a = (i % 9 != 2).then_some(((i * 7919) % 9001) as f64 + 1.0);
        let b = (i % 8 != 3).then_some(((i * 104_729) % 11_003) as f64);
        row(vec![province(p.code)], vec![a, b])
    });
    let mut summary = summary(Topic::Staffing, &[Key::Province], &[first, second], rows.collect());
    summary.query.geo = Geo::P34;
    summary
}

/// Changes against another period: most below nought, one far above.
pub fn changes() -> Summary {
    let figures = [-1246.0, -3.0, 0.0, 8711.0, -40.0, -0.5];
    let rows = REGIONS.iter().zip(figures).map(|(r, n)| row(vec![slug(r)], vec![Some(n)])).collect();
    summary(Topic::Staffing, &[Key::Region], &[Measure::Cut], rows)
}

/// Changes of several series.
pub fn changes_by_year() -> Summary {
    let mut rows = vec![];
    for (r, region) in REGIONS.iter().enumerate() {
        for year in 0..3 {
            let n = ((r * 37 + year * 53) % 91) as f64 - 45.0;
            rows.push(row(vec![slug(region), slug(&format!("{}", 2022 + year))], vec![Some(n * 10.0)]));
        }
    }
    summary(Topic::Staffing, &[Key::Region, Key::Year], &[Measure::Cut], rows)
}

/// Nothing but rows without a name.
pub fn all_unknown() -> Summary {
    let rows = vec![row(vec![KeyValue::Unknown], vec![Some(31.0)])];
    summary(Topic::Meetings, &[Key::Region], &[Measure::Meetings], rows)
}

/// `rows` long names by as many columns of long names as series can be.
pub fn long_by_long(rows: usize) -> Summary {
    let mut all = vec![];
    for r in 0..rows {
        for (k, kind) in LONG.iter().enumerate() {
            let n = (r * 131 + k * 71) % 97;
            if n % 5 != 0 {
                let name = if rows > LONG.len() { format!("{} {}", LONG[r % LONG.len()], r + 1) } else { LONG[r].to_string() };
                all.push(row(vec![slug(&name), slug(kind)], vec![Some((n * if k == 0 { 90 } else { 1 }) as f64)]));
            }
        }
    }
    summary(Topic::Meetings, &[Key::Organiser, Key::Chair], &[Measure::Meetings], all)
}

/// Lines with long names over `months` months.
pub fn long_lines(months: usize) -> Summary {
    let mut rows = vec![];
    for (k, name) in LONG.iter().enumerate() {
        for m in 0..months {
            if (m * 3 + k) % 11 != 0 {
                let n = ((m * 31 + k * 17) % 50 + k * 9) as f64;
                rows.push(row(vec![slug(name), slug(&format!("{}-{:02}", 2019 + m / 12, m % 12 + 1))], vec![Some(n)]));
            }
        }
    }
    summary(Topic::Meetings, &[Key::Organiser, Key::Month], &[Measure::Meetings], rows)
}

/// One line over `months` months.
pub fn one_line(months: usize) -> Summary {
    let figure = |m: usize| (m % 17 != 9).then_some(((m * m * 13 + m * 7) % 340) as f64);
    let rows = (0..months).map(|m| row(vec![slug(&format!("{}-{:02}", 2019 + m / 12, m % 12 + 1))], vec![figure(m)]));
    summary(Topic::Meetings, &[Key::Month], &[Measure::Meetings], rows.collect())
}

/// 34 provinces by 60 months.
pub fn wide_map() -> Summary {
    let mut rows = vec![];
    for (i, p) in Gazetteer::get().provinces(Geo::P34).iter().enumerate() {
        for m in 0..60 {
            if (i * 7 + m * 3) % 5 != 0 {
                let month = format!("{}-{:02}", 2020 + m / 12, m % 12 + 1);
                rows.push(row(vec![province(p.code), slug(&month)], vec![Some(((i * 13 + m * 29) % 400) as f64)]));
            }
        }
    }
    let mut summary = summary(Topic::Meetings, &[Key::Province, Key::Month], &[Measure::Meetings], rows);
    summary.query.geo = Geo::P34;
    summary
}

/// Every sample with the kinds that it can be drawn as.
pub fn all() -> Vec<(&'static str, Summary, Vec<ChartKind>)> {
    use ChartKind::*;
    vec![
        ("region", meetings_by_region(), vec![Auto]),
        ("overview", overview(), vec![Auto]),
        ("congress", congress(), vec![Auto]),
        ("targets", with_targets(), vec![Auto]),
        ("cuts", cuts(), vec![Auto]),
        ("before_after", before_after(), vec![Dumbbell]),
        ("year", by_year(), vec![Auto, Bar]),
        ("half", by_half(), vec![Auto]),
        ("months", by_month_and_region(9), vec![Auto, Heatmap]),
        ("many_months", by_month_and_region(40), vec![Line, Heatmap]),
        ("region_kind", by_region_and_kind(), vec![Auto, Grouped, Heatmap]),
        ("province63", by_province(63), vec![Bar, Tiles]),
        ("province5", by_province(5), vec![Tiles]),
        ("one", one_row(1246.0), vec![Auto]),
        ("extremes", extremes(), vec![Auto]),
        ("long", long_names(), vec![Auto]),
        ("province34", by_province34(), vec![Bar, Tiles]),
        ("congress34", congress34(), vec![Completion, Bar, Tiles]),
        ("cuts34", pairs34(Measure::Cut, Measure::Target), vec![Bullet]),
        ("before34", pairs34(Measure::Before, Measure::After), vec![Dumbbell]),
        ("changes", changes(), vec![Bar]),
        ("changes_year", changes_by_year(), vec![Grouped, Heatmap, Line]),
        ("unknown", all_unknown(), vec![Auto]),
        ("long6", long_by_long(6), vec![Stacked, Grouped, Heatmap]),
        ("long34", long_by_long(34), vec![Stacked, Grouped, Heatmap]),
        ("long_lines", long_lines(18), vec![Line]),
        ("line60", one_line(60), vec![Line]),
        ("map60", wide_map(), vec![Heatmap]),
    ]
}
