//! The library without polars and without the command line: articles in, one line of JSON records each.
//!
//! `cargo run --release --no-default-features --example records -- FOLDER…`

use giaoban::input::{Input, Options, articles};
use std::io::Write;

fn main() -> std::io::Result<()> {
    let inputs: Vec<Input> = std::env::args_os().skip(1).map(|a| Input::from(a.as_os_str())).collect();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut line = String::new();
    for article in articles(&inputs, &Options::default()) {
        match article {
            Ok(article) => {
                line.clear();
                giaoban::pipeline::extract(&article).write_json(&mut line);
                line.push('\n');
                out.write_all(line.as_bytes())?;
            }
            Err(error) => eprintln!("{error}"),
        }
    }
    out.flush()
}
