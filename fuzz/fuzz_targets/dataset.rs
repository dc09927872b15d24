//! A dataset with one file whose bytes are anything: its list of files, or one of its tables.

#![no_main]

libfuzzer_sys::fuzz_target!(init: giaoban_fuzz::tables::quiet(), |bytes: &[u8]| {
    giaoban_fuzz::tables::read_damaged(bytes);
});
