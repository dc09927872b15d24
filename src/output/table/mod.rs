//! Tables for people: `grid` is a table of finished texts (terminal and Markdown), `summary` makes one of a query's answer, with its
//! `footer`,
//! `row` reads a record of the tables, `card` shows one record in full.

pub mod card;
mod fit;
pub mod footer;
pub mod grid;
pub mod row;
pub mod summary;

pub use grid::{Grid, Style};
