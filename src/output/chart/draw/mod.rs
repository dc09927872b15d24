//! Plan → scene: each body lays its plan out as shapes.
//!
//! ```text
//! page ─ body ─ bars, panels, lines, heatmap, completion, pairs, tiles ─ marks, rows, legend ─ scale, scene, text, area
//! ```

pub mod page;
pub mod scene;

mod area;
mod bars;
mod body;
mod completion;
mod heatmap;
mod legend;
mod lines;
mod marks;
mod pairs;
mod panels;
mod rows;
mod scale;
mod text;
mod tiles;
