//! Tables → aggregates: facts, disjoint sets, periods, regions.

pub mod query;
pub mod summary;
