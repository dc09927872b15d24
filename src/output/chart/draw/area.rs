//! Where a body is drawn, what it took, and why it does not fit.

/// What a body is drawn into: it may use all of the width, and `room` of height where that is limited.
pub struct Area {
    pub x: f64,
    pub y: f64,
    pub w: f64,
    pub room: Option<f64>,
}

/// A body's height, and whether figures were left off.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Drawn {
    pub height: f64,
    pub unlabelled: bool,
}

/// Why a body does not fit its area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Unfit {
    /// The height that it needs at least.
    Lower(f64),
    Narrow,
}

impl Unfit {
    /// The same for an area with `above` more on its top.
    pub fn below(self, above: f64) -> Self {
        match self {
            Unfit::Lower(height) => Unfit::Lower(height + above),
            Unfit::Narrow => Unfit::Narrow,
        }
    }
}

impl Area {
    /// What is left under the first `above` pixels.
    pub fn below(&self, above: f64) -> Area {
        Area { y: self.y + above, room: self.room.map(|r| (r - above).max(0.0)), ..*self }
    }
}
