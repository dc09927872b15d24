//! Any page is read or refused; what is read is a text whose zones cover it.

#![no_main]

use giaoban_fuzz::{assert_zones, read};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    for article in read("fuzz.html", bytes) {
        assert_zones(&article.finish());
    }
});
