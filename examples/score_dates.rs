//! Writes the `dates` layer of articles as JSONL, for scoring it alone: `score_dates FILE.jsonl` with one object per line,
//! `{"id", "text", "published"}`. With `--spans` every mention with its rule and basis.

use giaoban::assemble::year::{YearEvidence, date_layer, resolve_years};
use giaoban::recognise::{date::dates, reading::Reading};
use std::io::{BufRead, BufReader};

fn main() -> anyhow::Result<()> {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let spans = args.iter().position(|a| a == "--spans").map(|at| args.remove(at)).is_some();
    for path in &args {
        for line in BufReader::new(std::fs::File::open(path)?).lines() {
            let row: serde_json::Value = serde_json::from_str(&line?)?;
            let text = row["text"].as_str().unwrap_or_default();
            let mut reading = Reading::new(text);
            let mut found = dates(&mut reading);
            let date = |key: &str| row[key].as_str().and_then(|p| p.parse().ok());
            resolve_years(&reading, &mut found, &YearEvidence { published: date("published"), header: date("header") });
            if spans {
                for m in &found {
                    println!(
                        "{}\t{:?}\t{}\t{}\t{}\t{}",
                        row["id"],
                        m.kind,
                        m.value,
                        m.year_basis,
                        m.rule,
                        reading.source(m.span.clone())
                    );
                }
            } else {
                println!("{}", serde_json::json!({"id": row["id"], "dates": date_layer(&found)}));
            }
        }
    }
    Ok(())
}
