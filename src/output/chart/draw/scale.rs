//! Pixels per unit: scales that leave room for the labels beside the bars.

/// Pixels per unit, and where nought lies in the width.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    pub per_unit: f64,
    pub zero: f64,
}

/// The largest scale at which every value with its label (widths given, put outside its end) stays within `width`.
pub fn fit_scale(values: &[(f64, f64)], width: f64) -> Option<Scale> {
    let reach = |s: f64| {
        let side = |sign: f64| {
            values
                .iter()
                .filter(|(v, _)| v * sign > 0.0 || (*v == 0.0 && sign > 0.0))
                .map(|(v, w)| v.abs() * s + w)
                .fold(0.0, f64::max)
        };
        (side(-1.0), side(1.0))
    };
    let fits = |s: f64| reach(s).0 + reach(s).1 <= width;
    let greatest = values.iter().map(|(v, _)| v.abs()).fold(0.0, f64::max);
    if !fits(0.0) {
        return None;
    }
    if greatest == 0.0 {
        return Some(Scale { per_unit: 0.0, zero: reach(0.0).0 });
    }
    let (mut low, mut high) = (0.0, width / greatest);
    for _ in 0..60 {
        let half = (low + high) / 2.0;
        if fits(half) { low = half } else { high = half }
    }
    Some(Scale { per_unit: low, zero: reach(low).0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_bar_ends_where_its_label_still_fits() {
        let scale = fit_scale(&[(100.0, 30.0), (50.0, 40.0)], 230.0).unwrap();
        assert!((scale.per_unit - 2.0).abs() < 1e-9 && scale.zero == 0.0);
    }

    #[test]
    fn a_short_bar_with_a_long_label_can_decide() {
        let scale = fit_scale(&[(100.0, 10.0), (90.0, 50.0)], 140.0).unwrap();
        assert!((scale.per_unit - 1.0).abs() < 1e-9);
    }

    #[test]
    fn values_below_nought_get_their_side() {
        let scale = fit_scale(&[(100.0, 20.0), (-50.0, 20.0)], 190.0).unwrap();
        assert!((scale.per_unit - 1.0).abs() < 1e-9 && (scale.zero - 70.0).abs() < 1e-6);
    }

    #[test]
    fn only_noughts_and_labels_too_wide() {
        assert_eq!(fit_scale(&[(0.0, 10.0)], 50.0), Some(Scale { per_unit: 0.0, zero: 0.0 }));
        assert!(fit_scale(&[(1.0, 60.0)], 50.0).is_none());
    }
}
