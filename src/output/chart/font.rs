//! The embedded font (DejaVu Sans): widths, and a text style that any plotters backend can draw.
//!
//! plotters' own `ab_glyph` style is not used: it drops the left side bearing of each letter and rounds its place down to a whole
//! pixel, so that letters stand unevenly, and it sizes text by another rule in a bitmap than in SVG. Here both agree, and
//! positions of letters are exact to a fraction of a pixel.

use super::palette::Rgb;
use ab_glyph::{Font, FontRef, Glyph, GlyphId, PxScale, point};
use plotters_backend::text_anchor::{HPos, Pos, VPos};
use plotters_backend::{BackendColor, BackendTextStyle, FontFamily, FontStyle, FontTransform};
use std::sync::OnceLock;

/// What an SVG names: the embedded font first, then what most computers have.
const FAMILY: &str = "DejaVu Sans, Arial, sans-serif";

/// The embedded font cannot be read; not expected of a sound build.
#[derive(Debug)]
pub struct NoFont;

impl std::fmt::Display for NoFont {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the embedded font cannot be read; build the program again")
    }
}

impl std::error::Error for NoFont {}

fn face(bold: bool) -> Option<&'static FontRef<'static>> {
    static FACES: [OnceLock<Option<FontRef<'static>>>; 2] = [OnceLock::new(), OnceLock::new()];
    FACES[usize::from(bold)]
        .get_or_init(|| FontRef::try_from_slice(if bold { dejavu::sans::bold() } else { dejavu::sans::regular() }).ok())
        .as_ref()
}

/// Places the letters of `text` one after the other, kerned: each glyph with its x in font units, and the whole width.
fn advance(face: &FontRef<'_>, text: &str, mut each: impl FnMut(GlyphId, f32)) -> f32 {
    let (mut x, mut before) = (0.0, None);
    for letter in text.chars() {
        let glyph = face.glyph_id(letter);
        if let Some(before) = before {
            x += face.kern_unscaled(before, glyph);
        }
        each(glyph, x);
        x += face.h_advance_unscaled(glyph);
        before = Some(glyph);
    }
    x
}

/// Width of one line of text at `em` pixels per em.
pub fn width(text: &str, em: f64, bold: bool) -> f64 {
    let Some(face) = face(bold) else { return text.chars().count() as f64 * em * 0.65 };
    let units = face.units_per_em().unwrap_or(2048.0);
    f64::from(advance(face, text, |_, _| ()) / units) * em
}

/// Cover of a pixel in sixteenths: no eye sees more, and a picture keeps to few enough colours for a palette.
pub fn steps(cover: f64) -> f64 {
    (cover.clamp(0.0, 1.0) * 16.0).round() / 16.0
}

/// Where a text stands to its point: the point is always on the base line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// One text's look, for a backend. `em` is in pixels of the backend.
pub struct Ink {
    pub em: f64,
    pub bold: bool,
    pub colour: Rgb,
    pub anchor: Anchor,
    /// Written upwards.
    pub upwards: bool,
}

impl BackendTextStyle for Ink {
    type FontError = NoFont;

    fn color(&self) -> BackendColor {
        BackendColor { alpha: 1.0, rgb: self.colour }
    }

    /// The SVG backend divides this by 1.24 and prints the quotient: the neighbouring number that gives `em` itself is sought.
    fn size(&self) -> f64 {
        let size = self.em * 1.24;
        [size, size.next_up(), size.next_down()].into_iter().find(|s| s / 1.24 == self.em).unwrap_or(size)
    }

    fn transform(&self) -> FontTransform {
        if self.upwards { FontTransform::Rotate270 } else { FontTransform::None }
    }

    fn style(&self) -> FontStyle {
        if self.bold { FontStyle::Bold } else { FontStyle::Normal }
    }

    fn anchor(&self) -> Pos {
        let h = match self.anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        Pos::new(h, VPos::Bottom)
    }

    fn family(&self) -> FontFamily<'_> {
        FontFamily::Name(FAMILY)
    }

    /// No height: the lower edge is the base line.
    fn layout_box(&self, text: &str) -> Result<((i32, i32), (i32, i32)), NoFont> {
        Ok(((0, 0), (width(text, self.em, self.bold).round() as i32, 0)))
    }

    fn draw<E, DrawFunc: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        text: &str,
        (x0, y0): (i32, i32),
        mut draw: DrawFunc,
    ) -> Result<Result<(), E>, NoFont> {
        let face = face(self.bold).ok_or(NoFont)?;
        let units = face.units_per_em().unwrap_or(2048.0);
        let scale = PxScale::from(self.em as f32 * face.height_unscaled() / units);
        let mut glyphs: Vec<Glyph> = Vec::with_capacity(text.len());
        advance(face, text, |id, x| {
            glyphs.push(id.with_scale_and_position(scale, point(x / units * self.em as f32, 0.0)));
        });
        let mut result = Ok(());
        for outline in glyphs.into_iter().filter_map(|g| face.outline_glyph(g)) {
            let corner = outline.px_bounds().min;
            outline.draw(|x, y, cover| {
                if result.is_ok() && steps(cover.into()) > 0.0 {
                    let colour = BackendColor { alpha: steps(cover.into()), rgb: self.colour };
                    result = draw(x0 + corner.x as i32 + x as i32, y0 + corner.y as i32 + y as i32, colour);
                }
            });
        }
        Ok(result)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every letter of Vietnamese in both cases.
    const LETTERS: &str = "aáàảãạăắằẳẵặâấầẩẫậeéèẻẽẹêếềểễệiíìỉĩịoóòỏõọôốồổỗộơớờởỡợuúùủũụưứừửữựyýỳỷỹỵđ";

    #[test]
    fn both_faces_have_every_vietnamese_letter() {
        for bold in [false, true] {
            let face = face(bold).unwrap();
            for letter in LETTERS.chars().chain(LETTERS.to_uppercase().chars()).chain("–−…≥×·%".chars()) {
                assert_ne!(face.glyph_id(letter), GlyphId(0), "{letter}");
                assert!(face.outline(face.glyph_id(letter)).is_some(), "{letter}");
            }
        }
    }

    #[test]
    fn width_grows_with_size_and_weight() {
        let plain = width("Đồng bằng sông Hồng", 20.0, false);
        assert!((width("Đồng bằng sông Hồng", 40.0, false) - 2.0 * plain).abs() < 1e-3);
        assert!(width("Đồng bằng sông Hồng", 20.0, true) > plain);
        assert_eq!(width("", 20.0, false), 0.0);
    }

    #[test]
    fn svg_gets_the_size_asked_for() {
        for em in [12.0, 13.2, 16.0, 20.0, 25.5, 32.0] {
            let ink = Ink { em, bold: false, colour: (0, 0, 0), anchor: Anchor::Start, upwards: false };
            assert!((ink.size() / 1.24 - em).abs() < 1e-12);
        }
    }

    #[test]
    fn letters_are_drawn_within_their_width() {
        let ink = Ink { em: 30.0, bold: false, colour: (0, 0, 0), anchor: Anchor::Start, upwards: false };
        let (mut left, mut right, mut top, mut bottom) = (i32::MAX, i32::MIN, i32::MAX, i32::MIN);
        let drawn = ink.draw("Ặẫếỗ", (0, 0), |x, y, _| {
            (left, right, top, bottom) = (left.min(x), right.max(x), top.min(y), bottom.max(y));
            Ok::<(), ()>(())
        });
        assert!(matches!(drawn, Ok(Ok(()))));
        assert!(left >= 0 && f64::from(right) <= width("Ặẫếỗ", 30.0, false) + 1.0);
        // Breve and dot of the Ặ: above the capitals (0.73 em) and below the base line.
        assert!(top < -25 && bottom > 3, "{top} {bottom}");
    }
}
