//! Charts: `plan` turns a summary into plain numbers and texts (a [`model::Plan`], tested as data); `draw` lays a plan out as
//! shapes on a scene (tested as data too: nothing cut, nothing overlapping); `render` writes a scene with any plotters backend.
//!
//! ```text
//! Summary ─ plan ─▶ Plan (model) ─ draw ─▶ Scene ─ render ─▶ PNG, SVG
//! ```
//! Each uses only what stands left of it, and the leaves: `kind`, `error`, `size`, `palette`, `font`.

pub mod error;
pub mod kind;
pub mod model;
pub mod plan;
pub mod render;
pub mod size;

mod draw;
mod font;
mod palette;

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

pub use error::ChartError;
pub use kind::ChartKind;
pub use model::Plan;
pub use plan::focus::{Focus, focus};
pub use plan::plan;
pub use render::{Format, render};
pub use size::Size;
