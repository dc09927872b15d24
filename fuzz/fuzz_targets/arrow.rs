//! A stream of Arrow record batches, whatever its bytes, is read or refused.

#![no_main]

libfuzzer_sys::fuzz_target!(init: giaoban_fuzz::tables::quiet(), |bytes: &[u8]| {
    // What every message begins with, by which a stream is known.
    giaoban_fuzz::read("fuzz", &[&[0xff; 4], bytes].concat());
});
