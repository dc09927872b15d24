//! A file of JSON lines is read line by line; a broken line stops nothing.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    giaoban_fuzz::read("fuzz.jsonl", bytes);
});
