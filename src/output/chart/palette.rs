//! Colours. Series differ in lightness (L* 20 to 89 in steps of at least 11), so that they stay apart in grey print and for
//! colour-blind readers; every text colour has a contrast of at least 4.5 to what it stands on.

/// Red, green, blue.
pub type Rgb = (u8, u8, u8);

pub const WHITE: Rgb = (255, 255, 255);
/// Titles, labels, values.
pub const INK: Rgb = (0x1A, 0x1A, 0x1A);
/// Subtitles, source lines, notes.
pub const QUIET: Rgb = (0x59, 0x59, 0x59);
/// Bars of one series.
pub const MAIN: Rgb = (0x1F, 0x5A, 0x93);
/// Rows that are no place of their own: unknown, national, rest.
pub const NEUTRAL: Rgb = (0x9A, 0x9A, 0x9A);
/// What is not done yet, tracks behind bars.
pub const TRACK: Rgb = (0xDD, 0xE5, 0xED);
/// Base lines and frames of empty cells.
pub const RULE: Rgb = (0xB8, 0xB8, 0xB8);
pub const GRID: Rgb = (0xE6, 0xE6, 0xE6);

/// Areas of several series, in an order that puts light beside dark.
pub const SERIES: [Rgb; 6] =
    [(0x14, 0x30, 0x5A), (0xF2, 0xA3, 0x3C), (0x1F, 0x7F, 0x78), (0xF6, 0xE0, 0x8A), (0x93, 0x37, 0x0D), (0x5B, 0x9B, 0xD3)];

/// Lines: the light ones of `SERIES` would be lost on white.
pub const LINES: [Rgb; 6] =
    [(0x14, 0x30, 0x5A), (0xD0, 0x74, 0x1A), (0x1F, 0x7F, 0x78), (0x93, 0x37, 0x0D), (0x4A, 0x8C, 0xC8), (0x77, 0x5A, 0xA8)];

/// From little to much; also the least stands off the white of what has no figure.
pub const SCALE: [Rgb; 5] = [(0xD9, 0xE6, 0xF2), (0xA9, 0xC9, 0xE6), (0x74, 0xA8, 0xD6), (0x38, 0x76, 0xB4), (0x17, 0x3F, 0x73)];

/// The colour of class `index` of `count`, spread over the whole scale.
pub fn class_colour(index: usize, count: usize) -> Rgb {
    let last = SCALE.len() - 1;
    let step = if count <= 1 { last - 1 } else { (index * last + (count - 1) / 2) / (count - 1) };
    SCALE[step.min(last)]
}

/// Ink or white, whichever reads better on `ground`.
pub fn text_on(ground: Rgb) -> Rgb {
    if contrast(INK, ground) >= contrast(WHITE, ground) { INK } else { WHITE }
}

/// Contrast of two colours as WCAG 2 has it, 1 to 21.
pub fn contrast(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance((r, g, b): Rgb) -> f64 {
    let linear = |c: u8| {
        let c = f64::from(c) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lightness(colour: Rgb) -> f64 {
        116.0 * luminance(colour).cbrt() - 16.0
    }

    #[test]
    fn text_reads_on_every_ground() {
        let grounds = SERIES.iter().chain(&SCALE).chain([&WHITE, &MAIN, &NEUTRAL, &TRACK]);
        for &ground in grounds {
            assert!(contrast(text_on(ground), ground) >= 4.5, "{ground:?}");
        }
        assert!(contrast(QUIET, WHITE) >= 4.5);
    }

    #[test]
    fn series_survive_grey_print() {
        let mut light: Vec<f64> = SERIES.iter().map(|&c| lightness(c)).collect();
        light.sort_by(f64::total_cmp);
        assert!(light.windows(2).all(|w| w[1] - w[0] >= 10.0), "{light:?}");
        assert!(SCALE.windows(2).all(|w| lightness(w[0]) - lightness(w[1]) >= 10.0));
        assert!(lightness(WHITE) - lightness(SCALE[0]) >= 8.0);
    }

    #[test]
    fn lines_stand_out_from_white() {
        assert!(LINES.iter().all(|&c| contrast(c, WHITE) >= 3.0));
    }

    #[test]
    fn classes_use_the_whole_scale() {
        for count in 2..=5 {
            assert_eq!((class_colour(0, count), class_colour(count - 1, count)), (SCALE[0], SCALE[4]));
        }
    }
}
