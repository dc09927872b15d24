//! Plain types of the data, without logic of their own.

pub mod article;
pub mod date;
mod json;
pub mod mention;
pub mod record;
pub mod tag;
