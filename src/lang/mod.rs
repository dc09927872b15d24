//! What the program knows of the language and the country, read from the files in `data/` that are embedded at build.

pub mod labels;
