//! A file of JSON is read value by value or refused.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    giaoban_fuzz::read("fuzz.json", bytes);
});
