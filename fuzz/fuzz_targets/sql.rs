//! A query in SQL is answered from the tables or refused, and opens nothing else.

#![no_main]

use giaoban_fuzz::tables::{query, quiet};

libfuzzer_sys::fuzz_target!(init: quiet(), |bytes: &[u8]| {
    query(&String::from_utf8_lossy(bytes));
});
