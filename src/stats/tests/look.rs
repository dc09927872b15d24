use crate::frame::Tables;
use crate::lang::labels::Lang;
use crate::stats::{parse, run};

#[test]
#[ignore]
fn look() {
    let t0 = std::time::Instant::now();
    let records = crate::lang::builtin::facts().unwrap();
    eprintln!("parse {:?}", t0.elapsed());
    let tables = Tables::built_in(&records).unwrap();
    eprintln!("tables {:?}", t0.elapsed());
    for (topic, by, conds) in [
        ("overview", "region", ""),
        ("meetings", "kind,level", ""),
        ("meetings", "region", ""),
        ("staffing", "province", ""),
        ("staffing", "subject", ""),
        ("staffing", "region", "subject=admin_unit"),
        ("progress", "subject", "activity=congress"),
        ("progress", "province", "activity=congress"),
        ("progress", "month", "activity=congress"),
        ("documents", "type", ""),
        ("meetings", "year", ""),
    ] {
        let words = parse::Words {
            topic: Some(topic.into()),
            by: vec![by.into()],
            conditions: if conds.is_empty() { vec![] } else { vec![conds.into()] },
            ..Default::default()
        };
        let q = parse::parse(&words).unwrap();
        let t = std::time::Instant::now();
        let s = run(&tables, &q).unwrap();
        println!("\n== {topic} {by} {conds} {:?}  {:?}", t.elapsed(), s.measures.iter().map(|m| m.word()).collect::<Vec<_>>());
        for r in s.rows.iter().chain(&s.total) {
            let names: Vec<_> =
                r.keys.iter().zip(&s.keys).map(|(v, k)| crate::stats::names::key_name(*k, v, q.geo, Lang::Vi)).collect();
            println!(
                "{:60} {:?} f{} s{} a{}",
                names.join(" | "),
                r.cells.iter().map(|c| c.map_or(-1.0, |c| (c * 10.0).round() / 10.0)).collect::<Vec<_>>(),
                r.facts,
                r.statements,
                r.articles
            );
        }
        let f = s.footer;
        println!(
            "{} {} {} {:?}..{:?} iy{} ip{} c{} {:?} {:?}",
            f.facts,
            f.statements,
            f.articles,
            f.first_day,
            f.last_day,
            f.inferred_years,
            f.inferred_places,
            f.contested,
            f.congress_subject,
            f.congress_term
        );
        println!("{:?}", f.left_out.iter().map(|l| (l.reason, l.record_ids.len())).collect::<Vec<_>>());
    }
}
