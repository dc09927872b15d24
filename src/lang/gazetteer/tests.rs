use super::*;
use crate::lang::csv;
use crate::model::date::PartialDate;
use rustc_hash::FxHashSet;

/// What each table must hold, row by row as its README says, and nothing twice.
#[test]
fn every_table_reads_and_has_its_rows() {
    fn count<T>(table: Result<Vec<T>, CsvError>) -> usize {
        table.unwrap_or_else(|e| panic!("{e}")).len()
    }
    assert_eq!(count(provinces_63()), 63);
    assert_eq!(count(provinces_34()), 34);
    assert_eq!(count(mergers()), 63);
    assert_eq!(count(regions()), 12);
    assert_eq!(count(districts()), 696);
    assert_eq!(count(former_districts()), 56);
    assert_eq!(count(communes()), 3321);
    assert_eq!(count(changes()), 25);
    assert_eq!(count(aliases()), 420);
    assert_eq!(count(tiles()), 97);
    assert_eq!(count(insets()), 4);
}

#[test]
fn codes_are_unique_and_sorted() {
    fn sorted<'a>(table: &str, codes: impl Iterator<Item = &'a str>) {
        let codes: Vec<&str> = codes.collect();
        for pair in codes.windows(2) {
            assert!(pair[0] < pair[1], "data/gazetteer/{table}: code {} stands after {}", pair[1], pair[0]);
        }
    }
    let g = Gazetteer::get();
    sorted("provinces_63.csv", g.provinces(Geo::P63).iter().map(|p| p.code));
    sorted("provinces_34.csv", g.provinces(Geo::P34).iter().map(|p| p.code));
    sorted("province_mergers.csv", g.mergers().iter().map(|m| m.old_code));
    sorted("districts.csv", g.districts().iter().map(|d| d.code));
    sorted("communes_2025.csv", g.communes().iter().map(|c| c.code));
    let mut aliases = FxHashSet::default();
    for alias in g.aliases() {
        assert!(aliases.insert(alias.alias.to_lowercase()), "data/gazetteer/aliases.csv: \"{}\" stands twice", alias.alias);
    }
}

#[test]
fn every_reference_resolves() {
    let g = Gazetteer::get();
    for geo in [Geo::P63, Geo::P34] {
        for p in g.provinces(geo) {
            let region = g.region(p.region, geo).unwrap_or_else(|| panic!("{}: no region {} of the {geo}", p.name, p.region));
            assert_eq!(region.macro_region, p.macro_region, "{}", p.name);
            assert!(p.full_name.ends_with(p.name), "{}", p.full_name);
        }
        for region in g.regions(geo) {
            assert_eq!(g.provinces(geo).iter().filter(|p| p.region == region.slug).count(), region.provinces, "{}", region.slug);
        }
        assert_eq!(g.tile_grid(geo).filter(|t| g.province(t.code, geo).is_some()).count(), g.provinces(geo).len());
        assert_eq!(g.tile_grid(geo).map(|t| t.code).collect::<FxHashSet<_>>().len(), g.provinces(geo).len());
        let places: FxHashSet<_> =
            g.tile_grid(geo).map(|t| (t.col, t.row)).chain(g.tile_insets(geo).map(|t| (t.col, t.row))).collect();
        assert_eq!(places.len(), g.provinces(geo).len() + 2, "two tiles of the {geo} on one place");
        for inset in g.tile_insets(geo) {
            assert!(g.district(inset.district_code).is_some_and(|d| d.name == inset.name), "{}", inset.name);
            assert!(g.province(inset.parent_code, geo).is_some(), "{}", inset.name);
        }
    }
    let mut merged = FxHashSet::default();
    for m in g.mergers() {
        assert_eq!(g.name_of(m.old_code, Geo::P63), Some(m.old_name));
        assert_eq!(g.name_of(m.new_code, Geo::P34), Some(m.new_name));
        assert_eq!(g.macro_of(m.old_code, Geo::P63), g.macro_of(m.new_code, Geo::P34), "{} crosses a macro region", m.old_name);
        merged.insert(m.new_code);
    }
    assert_eq!(merged.len(), 34);
    for d in g.districts() {
        assert!(g.province_63(d.province_code).is_some() && d.full_name.ends_with(d.name), "{}", d.full_name);
    }
    for d in g.former_districts() {
        assert!(g.province_63(d.province_code).is_some(), "{}", d.full_name);
        assert_eq!(g.district(d.successor_code).map(|s| s.full_name), Some(d.successor_full_name), "{}", d.full_name);
    }
    for c in g.communes() {
        assert!(g.province_34(c.province_code).is_some() && c.full_name.ends_with(c.name), "{}", c.full_name);
    }
    for c in g.changes() {
        let before = match c.of_province {
            true => g.province_34(c.code).map(|p| p.full_name),
            false => g.commune(c.code).map(|c| c.full_name),
        };
        assert_eq!(before, Some(c.old_full_name));
    }
}

#[test]
fn every_alias_names_a_place() {
    let g = Gazetteer::get();
    for a in g.aliases() {
        let known = match a.kind {
            AliasKind::Province => g.province_63(a.canonical).is_some() && a.canonical_34 == g.merge(a.canonical),
            AliasKind::District => g.district(a.canonical).is_some() && a.canonical_34.is_none(),
            AliasKind::Region => {
                let new = a.canonical_34.is_none_or(|slug| g.region(slug, Geo::P34).is_some());
                new && (g.region(a.canonical, Geo::P63).is_some() || g.region(a.canonical, Geo::P34).is_some())
            }
            AliasKind::MacroRegion => {
                a.canonical.parse::<MacroRegion>().is_ok() && a.canonical_34.is_none_or(|slug| slug == a.canonical)
            }
        };
        assert!(known, "data/gazetteer/aliases.csv: \"{}\" stands for no place", a.alias);
    }
}

#[test]
fn outlets_belong_to_provinces() {
    let file = "data/gazetteer/outlets.csv";
    let header = ["key", "key_type", "outlet", "province_code", "prior", "checked", "evidence", "note"];
    let rows = csv::rows(file, include_str!("../../../data/gazetteer/outlets.csv"), header).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(rows.len(), 280);
    for row in rows {
        let code = row.fields[3].as_ref();
        assert!(code == "national" || Gazetteer::get().province_63(code).is_some(), "{file}:{}: no province {code}", row.line);
    }
}

#[test]
fn seven_codes_mean_two_provinces() {
    let g = Gazetteer::get();
    let clashing: Vec<&str> = g.provinces(Geo::P63).iter().map(|p| p.code).filter(|c| g.code_clashes(c)).collect();
    assert_eq!(clashing, ["15", "24", "44", "52", "80", "82", "91"]);
}

#[test]
fn old_provinces_lead_to_new_ones() {
    let g = Gazetteer::get();
    assert_eq!(g.merge("02"), Some("08"));
    assert_eq!(g.merge("99"), None);
    assert_eq!(g.merged_from("79").collect::<Vec<_>>(), ["74", "77", "79"]);
    assert_eq!(g.name_of("24", Geo::P63), Some("Bắc Giang"));
    assert_eq!(g.name_of("24", Geo::P34), Some("Bắc Ninh"));
    assert_eq!(g.region_of("66", Geo::P63), Some("central_highlands"));
    assert_eq!(g.region_of("66", Geo::P34), Some("south_central_coast_central_highlands"));
    assert_eq!(g.macro_of("20", Geo::P63), Some(MacroRegion::North));
}

#[test]
fn districts_by_name() {
    let g = Gazetteer::get();
    let codes = |name| g.districts_named(name).iter().map(|d| d.code).collect::<Vec<_>>();
    assert_eq!(codes("Đống Đa"), ["006"]);
    assert_eq!(codes("đống đa"), ["006"]);
    assert_eq!(codes("Châu Thành").len(), 10);
    assert_eq!(codes("Khoái Châu"), codes("Khóai Châu"), "the place of the tone mark does not matter");
    assert!(codes("Đông Đa").is_empty() && codes("dong da").is_empty(), "another tone is another name");
}

fn found(name: &str, geo: Geo) -> Vec<String> {
    search(name, geo).iter().map(|h| format!("{} {}:{}", h.kind.slug(), h.geo, h.code)).collect()
}

#[test]
fn a_place_is_found_at_every_level() {
    assert_eq!(found("Đống Đa", Geo::P63), ["district 63:006", "commune 34:00235"]);
    let hits = search("Quận Đống Đa", Geo::P63);
    assert_eq!(hits.len(), 1);
    assert_eq!(hits[0].full_name, "Quận Đống Đa");
    assert_eq!(hits[0].province.map(|p| p.name), Some("Hà Nội"));
    assert_eq!(hits[0].region.map(|r| r.slug), Some("red_river_delta"));
    assert_eq!(hits[0].macro_region, MacroRegion::North);
    assert_eq!(hits[0].notes, [PlaceNote::NoDistrictsSince2025]);
}

#[test]
fn typed_without_marks_or_with_the_wrong_ones() {
    for (typed, matched) in [("dong da", Matched::WithoutMarks), ("ĐỐNG ĐA", Matched::Exact), ("Đông Đa", Matched::WithoutMarks)]
    {
        let hits = search(typed, Geo::P63);
        assert!(hits.iter().any(|h| h.code == "006" && h.matched == matched), "{typed}: {hits:?}");
    }
    assert_eq!(search("Mĩ Tho", Geo::P63)[0].matched, Matched::Spelling);
    assert_eq!(found("huyện Đống Đa", Geo::P63)[0], "district 63:006", "the wrong kind does not hide the place");
    assert_eq!(found("ha noi", Geo::P63)[0], "province 63:01");
}

#[test]
fn decomposed_and_old_style_marks_are_the_same_name() {
    let nfd: String = unicode_normalization::UnicodeNormalization::nfd("Hòa Bình").collect();
    let expected = found("Hòa Bình", Geo::P63);
    assert_eq!(expected[0], "province 63:17");
    assert_eq!(found(&nfd, Geo::P63), expected);
    assert_eq!(found("Hoà Bình", Geo::P63), expected);
}

#[test]
fn a_mistyped_name_gets_near_ones() {
    let hits = search("Đống Đâa", Geo::P63);
    assert!(hits.iter().all(|h| h.matched == Matched::Near));
    assert_eq!(hits[0].name, "Đống Đa");
    assert_eq!(search("Hải Dơng", Geo::P63)[0].name, "Hải Dương");
    assert!(search("Atlantis Thành", Geo::P63).is_empty());
    assert!(search("  ", Geo::P63).is_empty() && search("!?", Geo::P63).is_empty());
}

#[test]
fn provinces_come_in_the_scheme_asked_for() {
    let old = search("Bắc Giang", Geo::P63);
    assert_eq!((old[0].kind, old[0].code, old[0].geo), (PlaceKind::Province, "24", Geo::P63));
    assert_eq!(old[0].merger.map(|m| (m.new_code, m.new_name)), Some(("24", "Bắc Ninh")));
    assert_eq!(old[0].notes, [PlaceNote::CodeClash { code: "24", old_name: "Bắc Giang", new_name: "Bắc Ninh" }]);
    // Abolished, so the 34 do not have it: it still is found, as what it was.
    assert_eq!(found("Bắc Giang", Geo::P34)[0], "province 63:24");
    let new = search("Thành phố Hồ Chí Minh", Geo::P34);
    assert_eq!((new[0].code, new[0].geo), ("79", Geo::P34));
    assert_eq!(new[0].members.iter().map(|p| p.name).collect::<Vec<_>>(), ["Bình Dương", "Bà Rịa - Vũng Tàu", "Hồ Chí Minh"]);
    assert_eq!(found("24", Geo::P34), ["province 34:24", "province 63:24"]);
}

#[test]
fn former_districts_say_what_they_became() {
    let hits = search("Quận 2", Geo::P63);
    let former = hits.iter().find(|h| h.kind == PlaceKind::FormerDistrict).expect("Quận 2 is a former district");
    let gone = PartialDate::day(Some(2021), 2, 1);
    assert_eq!(
        former.notes,
        [PlaceNote::Succeeded { change: DistrictChange::Renamed, by: gone, successor: "Thành phố Thủ Đức" }]
    );
}

#[test]
fn later_changes_of_kind_are_said() {
    let hits = search("Đồng Nai", Geo::P34);
    assert!(hits[0].notes.iter().any(|n| matches!(n, PlaceNote::Became { document: "30/2026/QH16", .. })));
}

#[test]
fn regions_and_aliases() {
    assert_eq!(found("Tây Nguyên", Geo::P63), ["region 63:central_highlands"]);
    assert_eq!(search("Tây Nguyên", Geo::P63)[0].members.len(), 5);
    assert_eq!(search("Tây Nguyên", Geo::P63)[0].notes, [PlaceNote::RegionDivided]);
    assert_eq!(found("Tây Nguyên", Geo::P34), ["region 34:south_central_coast_central_highlands"]);
    assert_eq!(found("ĐBSCL", Geo::P34), ["region 34:mekong_delta"]);
    assert_eq!(found("duyên hải Nam Trung Bộ và Tây Nguyên", Geo::P63), ["region 34:south_central_coast_central_highlands"]);
    assert_eq!(found("miền Bắc", Geo::P63), ["macro_region 63:north"]);
    assert_eq!(found("TP.HCM", Geo::P63), ["province 63:79"]);
    let hits = search("xứ Lạng", Geo::P63);
    assert_eq!(hits[0].code, "20");
    assert_eq!(hits[0].notes, [PlaceNote::NeedsContext { alias: "xứ Lạng" }]);
}
