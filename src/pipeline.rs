//! One article in, its records out. Tests enter here.
