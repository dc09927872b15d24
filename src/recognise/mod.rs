//! Text → mentions, one file per family. A recogniser reads a [`reading::Reading`] and claims the tokens it understood.

pub mod body;
pub mod citation;
pub mod date;
pub mod meeting;
pub mod nominal;
pub mod number;
pub mod place;
pub mod progress;
mod progress_share;
pub mod quantity;
pub mod reading;
pub mod staffing;

#[cfg(test)]
mod corpus;
