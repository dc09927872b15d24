//! Tables → aggregates: facts, disjoint sets, periods, regions.

mod load;
mod percent;
pub mod query;
pub mod summary;
mod words;
