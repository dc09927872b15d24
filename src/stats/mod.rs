//! Tables → aggregates: facts, disjoint sets, periods, regions.
//!
//! ```text
//! words ─ parse ─▶ Query ─┐                      ┌─ views (facts as tables, for SQL)
//! tables ─ load ─▶ statements ─ facts ─▶ facts ──┴─ filter ─▶ run ─▶ Summary
//! ```
//!
//! `load` reads the columns a question needs; `facts` (with `events` for meetings and `figures` for numbers) joins statements that
//! say the same thing; `filter` keeps what is asked; `keys` says what a fact is under each key (`period`: its times as numbers)
//! and `measures` what a topic counts; `disjoint` picks, row by row, the facts that may be added (`cuts` for staffing, `parts` for
//! what lies in what); `run` puts it together, with pivots, courses over time and comparisons, and `order` sorts it. Nothing here
//! writes: `names` alone turns values into words.

pub mod about;
mod amounts;
mod cuts;
mod disjoint;
mod events;
pub mod explain;
pub mod facts;
pub mod figures;
pub mod filter;
pub mod keys;
pub mod likeness;
pub mod load;
#[cfg(test)]
pub mod make;
pub mod measures;
pub mod names;
pub mod order;
pub mod parse;
pub mod parts;
pub mod percent;
pub mod period;
pub mod query;
mod run;
pub mod stored;
mod stories;
pub mod summary;
#[cfg(test)]
mod tests;
pub mod views;
pub mod words;

pub use run::{check, run};
