//! Mentions → records.

pub mod figures;
pub mod ground;
pub mod meeting;
pub mod place;
pub mod year;
