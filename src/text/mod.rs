//! Letters only: tokens with their place in the source, folded words, sentences.

pub mod figures;
pub mod fold;
pub mod letter;
pub mod offsets;
pub mod sentence;
pub mod sketch;
pub mod spellings;
pub mod token;
