//! The data that comes with the program: real facts with their sources, and sample articles written for it.

use crate::model::record::ArticleRecords;

const FACTS_FILE: &str = "data/facts/facts.jsonl";
const FACTS: &str = include_str!("../../data/facts/facts.jsonl");

/// The built-in facts, one entry a source page. They have no text and so no offsets and no evidence sentence; the address of the
/// page says where each comes from. `data/facts/build.py` writes the file.
///
/// # Errors
/// A line that is no [`ArticleRecords`], by file and line.
pub fn facts() -> Result<Vec<ArticleRecords>, String> {
    parse(FACTS_FILE, FACTS)
}

/// A sample article: file name and text.
macro_rules! sample {
    ($file:literal) => {
        ($file, include_str!(concat!("../../data/samples/", $file)))
    };
}

const SAMPLES: &[(&str, &str)] = &[
    sample!("01_giao_ban_phia_bac.txt"),
    sample!("02_giao_ban_mien_nam.txt"),
    sample!("03_dau_cau_ha_giang.txt"),
    sample!("04_so_ket_lang_son.txt"),
    sample!("05_dong_da_truoc_dai_hoi.txt"),
    sample!("06_ha_tinh_dai_hoi_co_so.txt"),
    sample!("07_vinh_phuc_tinh_gon.txt"),
    sample!("08_gia_lai_giao_ban_quy_1.txt"),
    sample!("09_ca_mau_don_vi_su_nghiep.txt"),
    sample!("10_mua_vai.txt"),
];

/// The sample articles of `data/samples`, file name and text, in the order of their names. They were written for this project in
/// the manners of real pages (portal, local paper, undated agency report, page headed by the day of a crawl); the figures, dates
/// and posts in them are real, the sentences are from nowhere else.
pub const fn samples() -> &'static [(&'static str, &'static str)] {
    SAMPLES
}

fn parse(file: &str, text: &str) -> Result<Vec<ArticleRecords>, String> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.is_empty());
    lines.map(|(n, line)| serde_json::from_str(line).map_err(|error| format!("{file}:{}: {error}", n + 1))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::gazetteer::Gazetteer;
    use crate::model::record::{Grounding, PlaceRef};
    use crate::model::tag::*;
    use rustc_hash::FxHashSet;

    fn all() -> Vec<ArticleRecords> {
        facts().unwrap_or_else(|error| panic!("{error}"))
    }

    /// Pages of grade official or press: 97 of 129 about cuts, 139 of 170 about meetings and congresses, and the one source of
    /// the 34 resolutions on communes.
    ///
    /// | file | pages | meetings | staffing | progress | documents |
    /// | --- | --- | --- | --- | --- | --- |
    /// | cuts.jsonl | 97 | 13 | 278 | 8 | 44 |
    /// | meetings_congress.jsonl | 139 | 146 | 2 | 35 | 26 |
    /// | communes_2025.csv | 1 | 0 | 34 | 0 | 34 |
    #[test]
    fn nothing_of_the_collected_facts_is_lost() {
        let facts = all();
        assert_eq!(facts.len(), 97 + 139 + 1);
        assert_eq!(facts.iter().map(|a| a.meetings.len()).sum::<usize>(), 13 + 146);
        assert_eq!(facts.iter().map(|a| a.staffing.len()).sum::<usize>(), 278 + 2 + 34);
        assert_eq!(facts.iter().map(|a| a.progress.len()).sum::<usize>(), 8 + 35);
        assert_eq!(facts.iter().map(|a| a.documents.len()).sum::<usize>(), 44 + 26 + 34);
    }

    /// 10,035 communes, wards and townships became 3,321 on 1 July 2025: the figures that the Government gave, and the sums of
    /// the 34 resolutions.
    #[test]
    fn communes_of_2025_add_up() {
        let facts = all();
        let resolutions = facts.iter().find(|a| a.url.as_deref() == Some("https://github.com/dvhcvn/20250701"));
        let rows = &resolutions.expect("the resolutions are built in").staffing;
        let sum = |of: fn(&crate::model::record::Staffing) -> Option<f64>| rows.iter().filter_map(of).sum::<f64>();
        assert_eq!((rows.len(), sum(|r| r.before), sum(|r| r.after), sum(|r| r.count)), (34, 10_035.0, 3_321.0, 6_714.0));
        assert_eq!(rows.iter().map(|r| r.place.province.clone()).collect::<FxHashSet<_>>().len(), 34);
        assert!(rows.iter().all(|r| r.place.geo == Geo::P34 && r.status == StaffingStatus::Achieved));
    }

    /// Hà Nội, cells that had held their congress in 2020: two as-ofs of one series, and the part of the districts.
    #[test]
    fn nested_progress_is_marked() {
        let facts = all();
        let rows: Vec<_> = facts.iter().flat_map(|a| &a.progress).collect();
        let of = |done: f64, total: f64| rows.iter().find(|p| (p.done, p.total) == (Some(done), Some(total))).copied();
        let whole = of(16_424.0, 17_116.0).expect("the whole");
        let part = of(12_192.0, 12_493.0).expect("the part");
        assert_eq!((whole.role, part.role), (Some(PartRole::Whole), Some(PartRole::Part)));
        assert_eq!(part.part_of.as_ref(), Some(&whole.ground.record_id));
        assert_eq!(of(16_317.0, 17_116.0).and_then(|p| p.as_of).map(|d| d.to_string()), Some("2020-03-27".into()));
    }

    #[test]
    fn every_code_exists_in_its_scheme() {
        let g = Gazetteer::get();
        let place = |p: &PlaceRef, what: &str| {
            let province = p.province.as_deref();
            if let Some(code) = province {
                assert!(g.province(code, p.geo).is_some(), "{what}: no province {code} of the {}", p.geo);
                assert!(!matches!(p.scope, Scope::National | Scope::Region), "{what}: wider than its province");
            } else {
                assert!(!matches!(p.scope, Scope::Province | Scope::District | Scope::Commune), "{what}: needs a province");
            }
            if let Some(name) = &p.district {
                let here = |code| Some(code) == province;
                let former = g.former_districts().iter().any(|d| d.name == name && here(d.province_code));
                assert!(former || g.districts_named(name).iter().any(|d| here(d.province_code)), "{what}: no district {name}");
            }
        };
        for a in all() {
            let what = a.url.clone().unwrap_or_default();
            a.meetings.iter().for_each(|r| place(&r.place, &what));
            a.staffing.iter().for_each(|r| place(&r.place, &what));
            a.progress.iter().for_each(|r| place(&r.place, &what));
            a.documents.iter().for_each(|r| place(&r.place, &what));
        }
    }

    /// Dates are checked by their type when they are read; here, that they lie in the time the facts are about.
    #[test]
    fn years_are_in_range() {
        for a in all() {
            let events = a.meetings.iter().filter_map(|r| r.date);
            let as_of = a.staffing.iter().filter_map(|r| r.as_of).chain(a.progress.iter().filter_map(|r| r.as_of));
            for date in events.chain(as_of) {
                assert!(date.year().is_none_or(|y| (2010..=2030).contains(&y)), "{:?}: {date}", a.url);
                assert!(date.to.is_none_or(|to| to > date.from), "{:?}: {date}", a.url);
            }
        }
    }

    #[test]
    fn every_record_says_where_it_comes_from() {
        let mut ids = FxHashSet::default();
        let mut check = |a: &ArticleRecords, g: &Grounding, letter: char| {
            assert!(a.url.as_deref().is_some_and(|url| url.starts_with("http")), "{} has no address", a.id);
            assert_eq!(g.article_id, a.article_id);
            assert!(g.rule == "fact.official" || g.rule == "fact.press", "{}", g.rule);
            assert!(g.start.is_none() && g.evidence.is_none(), "{} has no text", a.id);
            assert!(g.record_id.len() == 13 && g.record_id.starts_with(letter), "{}", g.record_id);
            assert!(ids.insert(g.record_id.clone()), "{} stands twice", g.record_id);
        };
        for a in all() {
            a.meetings.iter().for_each(|r| check(&a, &r.ground, 'm'));
            a.staffing.iter().for_each(|r| check(&a, &r.ground, 's'));
            a.progress.iter().for_each(|r| check(&a, &r.ground, 'p'));
            a.documents.iter().for_each(|r| check(&a, &r.ground, 'd'));
        }
    }

    #[test]
    fn every_sample_is_built_in() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/samples");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .expect("the samples are in the repository")
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .collect();
        files.sort();
        assert_eq!(samples().iter().map(|(name, _)| *name).collect::<Vec<_>>(), files);
    }

    #[test]
    fn samples_are_as_long_as_news_and_written_in_one_form() {
        for (name, text) in samples() {
            let words = text.split_whitespace().count();
            assert!((150..=400).contains(&words), "{name}: {words} words");
            assert!(unicode_normalization::is_nfc(text), "{name} is not NFC");
        }
    }

    #[test]
    fn a_broken_line_is_named() {
        let good = FACTS.lines().next().unwrap_or_default();
        let error = parse("facts.jsonl", &format!("{good}\n{{\"id\":1}}\n")).expect_err("the second line is broken");
        assert!(error.starts_with("facts.jsonl:2: "), "{error}");
    }
}
