//! A Parquet file of articles, whatever its bytes, is read or refused.

#![no_main]

use giaoban::input::{Input, Options, raw_articles};

libfuzzer_sys::fuzz_target!(init: giaoban_fuzz::tables::quiet(), |bytes: &[u8]| {
    let path = giaoban_fuzz::tables::file("fuzz.parquet", bytes);
    for article in raw_articles(&[Input::from(&path)], &Options::default()).take(100) {
        drop(article);
    }
});
