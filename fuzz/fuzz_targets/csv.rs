//! A file of rows is read row by row; a ragged row stops nothing.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    giaoban_fuzz::read("fuzz.csv", bytes);
});
