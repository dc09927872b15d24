//! The library without polars and without the command line: articles in, one line of JSON records each.
//!
//! `cargo run --release --no-default-features --example records -- FOLDER…`

use giaoban::input::{Input, Options, articles};
use std::io::Write;

fn main() -> std::io::Result<()> {
    let inputs: Vec<Input> = std::env::args_os().skip(1).map(|a| Input::from(a.as_os_str())).collect();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for article in articles(&inputs, &Options::default()) {
        match article {
            Ok(article) => {
                serde_json::to_writer(&mut out, &giaoban::pipeline::extract(&article))?;
                out.write_all(b"\n")?;
            }
            Err(error) => eprintln!("{error}"),
        }
    }
    out.flush()
}
