//! Mentions → records.
