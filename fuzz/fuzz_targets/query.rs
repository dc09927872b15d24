//! The words of a question, one a line: understood and answered, or refused.

#![no_main]

libfuzzer_sys::fuzz_target!(init: giaoban_fuzz::tables::ask(""), |bytes: &[u8]| {
    giaoban_fuzz::tables::ask(&String::from_utf8_lossy(bytes));
});
