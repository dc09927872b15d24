//! Letters only: tokens with their place in the source, folded words, sentences.
