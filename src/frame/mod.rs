//! Records → polars tables, and the dataset on disk.
