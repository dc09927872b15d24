//! Whole commands on folders of their own: what is printed, what is said, how it ends.
//!
//! Only the program is run, so that this binary builds without the library.

mod aggregates;
mod bad_input;
mod data;
mod dataset;
mod errors;
mod files;
mod folder;
mod habits;
mod hostile;
mod language;
mod same_numbers;
mod seeds;
mod stream;
mod terminal;
mod work;
