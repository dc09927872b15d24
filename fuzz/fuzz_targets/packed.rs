//! A packed file (gzip, zstd) is read up to the limit or refused.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    giaoban_fuzz::read("fuzz.txt.gz", bytes);
});
