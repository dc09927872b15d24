//! Bytes → article.
