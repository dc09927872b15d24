#[test]
fn look() {
    let Ok(args) = std::env::var("LOOK") else { return };
    let inputs: Vec<super::Input> = args.split(',').map(super::Input::from).collect();
    for item in super::articles(&inputs, &super::Options::default()) {
        match item {
            Err(e) => println!("!! {e}"),
            Ok(a) => {
                println!(
                    "=== {} {} title={:?} outlet={:?} {:?} pub={:?} hdr={:?}",
                    a.id,
                    a.article_id,
                    a.title,
                    a.outlet,
                    a.outlet_province,
                    a.published.map(|d| d.to_string()),
                    a.header_date.map(|d| d.to_string())
                );
                for z in &a.zones {
                    let t = &a.text[z.start as usize..z.end as usize];
                    let long = t.chars().count() > 260;
                    let s: String =
                        t.chars().take(if z.kind == crate::model::article::ZoneKind::Body { 120 } else { 400 }).collect();
                    println!(
                        "  {:?} {}..{} {:?}{}",
                        z.kind,
                        z.start,
                        z.end,
                        s,
                        if long {
                            let tail: String = t.chars().skip(t.chars().count() - 90).collect();
                            format!(" ... {tail:?}")
                        } else {
                            String::new()
                        }
                    );
                }
            }
        }
    }
}
