//! What in the data does not hold.
