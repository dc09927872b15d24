//! Every number that is found is one, and stands where it says.

#![no_main]

use giaoban::recognise::number::figure;
use giaoban::recognise::quantity::quantities;
use giaoban::recognise::reading::Reading;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let mut reading = Reading::new(&text);
    for at in 0..reading.tokens.len() {
        if let Some(figure) = figure(&reading, at) {
            assert!(figure.value.is_finite() && figure.value >= 0.0 && figure.end > at && figure.end <= reading.tokens.len());
        }
    }
    for quantity in quantities(&mut reading) {
        assert!(quantity.value.is_finite() && quantity.value_high.is_none_or(f64::is_finite));
        assert!(quantity.span.start < quantity.span.end && !reading.source(quantity.span).is_empty());
    }
});
