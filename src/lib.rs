//! giaoban turns Vietnamese news about administrative and Party-organisation work into statistics that can be checked.
//!
//! One way for the data; a module uses only what stands before it:
//!
//! ```text
//! bytes ─ input ─▶ Article ─ text ─▶ tokens ─ lang ─▶ word hits ─ recognise ─▶ mentions ─ assemble ─▶ records
//!       records ─ frame ─▶ polars tables ─ stats, audit ─▶ Summary ─ output ─▶ table, chart, report, file
//! ```
//!
//! Everything up to the records builds without polars and without the command line (`--no-default-features`).

pub mod assemble;
pub mod input;
pub mod lang;
pub mod model;
pub mod pipeline;
pub mod recognise;
pub mod text;

#[cfg(feature = "cli")]
pub mod audit;
#[cfg(feature = "cli")]
pub mod caught;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "cli")]
pub mod frame;
#[cfg(feature = "cli")]
pub mod output;
#[cfg(feature = "cli")]
pub mod stats;
