//! Mentions → records.

pub mod figures;
pub mod ground;
