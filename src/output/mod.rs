//! Views: each takes a finished `Summary` or record and returns bytes.

pub mod annotate;
pub mod chart;
pub mod columns;
pub mod export;
pub mod format;
pub mod highlight;
pub mod number;
pub mod report;
pub mod table;
