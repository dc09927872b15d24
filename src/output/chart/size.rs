//! How large a picture is.

/// Pixels before scaling. Without a height the picture is as high as its rows need.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Size {
    pub width: u32,
    pub height: Option<u32>,
    /// Pixels of the PNG for each of these (2 for print); an SVG has no pixels and does not change.
    pub scale: f64,
    /// How much larger letters are than suits the width: a picture for a telephone is shown smaller than it is drawn.
    pub letters: f64,
}

impl Default for Size {
    fn default() -> Self {
        Size { width: 1280, height: None, scale: 1.0, letters: 1.0 }
    }
}
