//! The province that a host's own name tells, where no table has it: "hdndtuyenquang.gov.vn", "baoxyz" of a province's paper,
//! "mocchau.gov.vn" of a district.

use crate::lang::gazetteer::Gazetteer;
use crate::model::tag::Geo;
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;

/// What official sites and papers write before the name of their place.
const BEFORE: &[&str] = &[
    "bao",
    "baodientu",
    "bqp",
    "bhxh",
    "btctu",
    "btgtu",
    "btg",
    "bvhttdl",
    "congan",
    "cong",
    "congdoan",
    "daibieu",
    "dang",
    "dangbo",
    "dbnd",
    "dbqh",
    "dptth",
    "dtth",
    "hdnd",
    "hoinongdan",
    "huyen",
    "huyenuy",
    "ldld",
    "mattran",
    "mttq",
    "noivu",
    "pgd",
    "pgddt",
    "phonggd",
    "ptth",
    "quan",
    "quanuy",
    "so",
    "sonoivu",
    "tinh",
    "tinhdoan",
    "tinhuy",
    "tnmt",
    "thanhpho",
    "thanhuy",
    "thixa",
    "tochuc",
    "tp",
    "trang",
    "truongchinhtri",
    "truyenhinh",
    "ttth",
    "ttvh",
    "tuyengiao",
    "tuyengiaodanvan",
    "tx",
    "ubkt",
    "ubmttq",
    "ubnd",
    "vksnd",
    "xaydungdang",
];

/// Before the name of a district only its own station writes this, whatever the host ends in.
const STATION: &[&str] = &["truyenhinh", "ttth", "dtth", "ttvh"];

/// What they write behind it.
const BEHIND: &[&str] = &["", "tv", "24h", "online", "ptth", "city", "portal"];

/// Names that a province or a city goes by besides its own.
const SHORT: &[(&str, &str)] = &[
    ("hcm", "79"),
    ("tphcm", "79"),
    ("hochiminhcity", "79"),
    ("thuathienhue", "46"),
    ("tthue", "46"),
    ("brvt", "77"),
    ("vungtau", "77"),
    ("daclac", "66"),
    ("dacnong", "67"),
];

struct Names {
    provinces: FxHashMap<String, &'static str>,
    /// Districts whose name only one province has.
    districts: FxHashMap<String, Option<&'static str>>,
}

fn names() -> &'static Names {
    static NAMES: OnceLock<Names> = OnceLock::new();
    NAMES.get_or_init(|| {
        let gazetteer = Gazetteer::get();
        let mut provinces: FxHashMap<String, &'static str> =
            gazetteer.provinces(Geo::P63).iter().map(|p| (slug(p.name), p.code)).collect();
        provinces.extend(SHORT.iter().map(|(name, code)| (name.to_string(), *code)));
        let mut districts: FxHashMap<String, Option<&'static str>> = FxHashMap::default();
        for district in gazetteer.districts() {
            let name = slug(district.name);
            if name.chars().all(|c| c.is_ascii_alphabetic()) && !provinces.contains_key(&name) {
                let known = districts.entry(name).or_insert(Some(district.province_code));
                *known = known.filter(|code| *code == district.province_code);
            }
        }
        Names { provinces, districts }
    })
}

/// A name as hosts write it: "Tuyên Quang" → "tuyenquang".
fn slug(name: &str) -> String {
    let plain = name.nfd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).map(|c| if matches!(c, 'đ' | 'Đ') { 'd' } else { c });
    plain.filter(|c| c.is_ascii_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect()
}

thread_local! {
    /// The hosts met: a corpus is of few sites.
    static KNOWN: RefCell<FxHashMap<String, Option<&'static str>>> = RefCell::default();
}

/// Code of the 63 of the province that `host` names; a district only on a site of state, Party or school.
pub(super) fn province(host: &str) -> Option<&'static str> {
    // A crawl of the whole net has millions.
    const MOST: usize = 4096;
    KNOWN.with_borrow_mut(|known| {
        if let Some(province) = known.get(host) {
            return *province;
        }
        if known.len() >= MOST {
            known.clear();
        }
        let province = named(host);
        known.insert(host.to_string(), province);
        province
    })
}

fn named(host: &str) -> Option<&'static str> {
    let names = names();
    let official = [".gov.vn", ".dcs.vn", ".edu.vn"].iter().any(|end| host.ends_with(end));
    let labels =
        host.split('.').rev().filter(|label| label.len() > 2 && !matches!(*label, "com" | "net" | "org" | "gov" | "edu" | "dcs"));
    let mut district = None;
    for label in labels {
        let label = label.replace('-', "");
        let local = official || STATION.iter().any(|start| label.starts_with(start));
        for core in cores(&label) {
            if let Some(code) = names.provinces.get(core) {
                let whole = core.len() == label.len();
                if official || !whole {
                    return Some(code);
                }
            }
            if local && district.is_none() && core.len() > 5 {
                district = names.districts.get(core).copied().flatten();
            }
        }
    }
    district
}

/// A label without what may stand before and behind the name of a place; the whole label first.
fn cores(label: &str) -> impl Iterator<Item = &str> {
    let behind = BEHIND.iter().filter_map(move |end| label.strip_suffix(end));
    behind.flat_map(|rest| std::iter::once(rest).chain(BEFORE.iter().filter_map(move |start| rest.strip_prefix(start))))
}

#[cfg(test)]
mod tests {
    use super::province;

    #[test]
    fn hosts_that_name_their_place() {
        for (host, code) in [
            ("hdndtuyenquang.gov.vn", Some("08")),
            ("tuyengiaotiengiang.vnptweb.vn", Some("82")),
            ("sotaichinh.binhthuan.dcs.vn", Some("60")),
            ("mocchau.gov.vn", Some("14")),
            ("truyenhinhlucngan.vn", Some("24")),
            ("ttththangbinh.vn", Some("49")),
            ("thanhuyhue.vn", Some("46")),
            ("mamnon1.hcm.edu.vn", Some("79")),
            ("baosonlatv.vn", Some("14")),
            ("camautv.vn", Some("96")),
            ("nghean24h.vn", Some("40")),
            ("thnguyentrai.pgdthanhxuan.edu.vn", Some("01")),
            // No site of state, or a name of several places, or no name at all.
            ("hanoi.example.com", None),
            ("mocchau.com", None),
            ("chauthanh.gov.vn", None),
            ("phuninh.gov.vn", None),
            ("tuoitre.vn", None),
            ("moha.gov.vn", None),
            ("", None),
        ] {
            assert_eq!(province(host), code, "{host}");
        }
    }
}
