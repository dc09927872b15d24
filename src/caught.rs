//! A panic becomes an error. For code of others that is given anybody's bytes (polars, on files that are broken or made to
//! hurt), and at the outermost edge, where it is the end of the run but not of good manners.

use std::any::Any;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};
use std::sync::Mutex;

/// What a panic said, and where it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Panic(String);

impl fmt::Display for Panic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Panic {}

/// The first panic since the last one that was told, on whatever thread.
static LAST: Mutex<Option<String>> = Mutex::new(None);

/// From here on a panic prints nothing by itself. For programs, at their start.
pub fn silence() {
    set_hook(Box::new(|info| {
        let what = words(info.payload());
        let place = info.location().map_or(String::new(), |at| format!(" ({}:{})", at.file(), at.line()));
        if let Ok(mut last) = LAST.lock() {
            last.get_or_insert(format!("{what}{place}"));
        }
    }));
}

/// Does some work; a panic in it is an error.
///
/// # Errors
/// What the panic said.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T, Panic> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|payload| {
        let told = LAST.lock().ok().and_then(|mut last| last.take());
        Panic(told.unwrap_or_else(|| words(payload.as_ref()).to_string()))
    })
}

fn words(payload: &(dyn Any + Send)) -> &str {
    match (payload.downcast_ref::<&str>(), payload.downcast_ref::<String>()) {
        (Some(text), _) => text,
        (_, Some(text)) => text,
        _ => "panic",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error_with_its_words() {
        assert_eq!(caught(|| 7), Ok(7));
        let number: usize = std::env::args().count();
        assert_eq!(caught(|| assert!(number == 0, "{number} words")).map_err(|p| p.to_string()), Err(format!("{number} words")));
    }
}
