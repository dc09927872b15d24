//! Any text → records, dates and places, all of which lie where they say.

#![no_main]

use giaoban::input::RawArticle;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    giaoban_fuzz::assert_grounded(&RawArticle::from_text("fuzz", &text).finish());
});
