//! Text → mentions, one file per family. A recogniser reads a [`reading::Reading`] and claims the tokens it understood.

pub mod citation;
pub mod reading;
