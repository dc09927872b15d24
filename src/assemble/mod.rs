//! Mentions → records.

pub mod figures;
pub mod ground;
pub mod meeting;
pub mod parts;
pub mod place;
pub mod scheme;
pub mod year;
