//! Text → mentions, one file per family.
