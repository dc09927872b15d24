//! Every date that is found exists, and stands where it says.

#![no_main]

use giaoban::recognise::date::dates;
use giaoban::recognise::reading::Reading;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let mut reading = Reading::new(&text);
    let mut before = 0;
    for date in dates(&mut reading) {
        assert!(date.span.start >= before && date.span.start < date.span.end && date.span.end <= reading.tokens.len());
        before = date.span.start;
        assert!(!reading.source(date.span).is_empty());
        assert!(date.value.from.exists() && date.value.to.is_none_or(|to| to.exists()), "{}", date.value);
    }
});
