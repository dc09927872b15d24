//! Printed percentages: how many digits they have, and whether a ratio gives them.

/// Decimals with which a percentage was printed (66.91 has two).
pub fn decimals(percent: f64) -> usize {
    let text = format!("{percent}");
    text.split_once('.').map_or(0, |(_, digits)| digits.len())
}

/// Whether `done` of `total` is printed as `percent`, rounded or cut off at its last digit. Papers do both.
pub fn gives(done: f64, total: f64, percent: f64) -> bool {
    if total == 0.0 {
        return false;
    }
    let step = 10f64.powi(decimals(percent) as i32);
    let exact = done / total * 100.0 * step;
    let printed = (percent * step).round();
    // A hair for what binary fractions lose ("98,78" is not exactly 98.78).
    const HAIR: f64 = 1e-6;
    (exact.round() - printed).abs() < 0.5
        || ((exact + HAIR).floor() - printed).abs() < 0.5
        || (exact - printed).abs() <= 0.5 + HAIR
}

#[cfg(test)]
mod tests {
    use super::gives;

    #[test]
    fn rounded_and_cut_off_pass_and_slips_do_not() {
        // 81/82 = 98.7804…; 16424/17116 = 95.957 %, printed cut off as 95.95; 61/1150 = 5.304.
        assert!(gives(81.0, 82.0, 98.78));
        assert!(gives(16424.0, 17116.0, 95.95));
        assert!(gives(16424.0, 17116.0, 95.96));
        assert!(gives(834.0, 834.0, 100.0));
        assert!(gives(61.0, 1150.0, 5.3));
        // 428/461 = 92.84, printed 86.64; 155−78 of 155 = 49.68, printed 66.
        assert!(!gives(428.0, 461.0, 86.64));
        assert!(!gives(77.0, 155.0, 66.0));
        assert!(!gives(16424.0, 17116.0, 95.94));
        assert!(!gives(1.0, 0.0, 0.0));
    }
}
