//! A dataset with one damaged file: its list of files, one of its tables, or one that another program wrote.

#![no_main]

libfuzzer_sys::fuzz_target!(init: giaoban_fuzz::tables::quiet(), |bytes: &[u8]| {
    giaoban_fuzz::dataset::read_damaged(bytes);
});
