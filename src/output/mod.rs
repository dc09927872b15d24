//! Views: each takes a finished `Summary` or record and returns bytes.

pub mod chart;
pub mod number;
