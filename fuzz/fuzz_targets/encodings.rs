//! A text file in any encoding, broken or not, is read or refused.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    giaoban_fuzz::read("fuzz.txt", bytes);
});
