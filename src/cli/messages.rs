//! Errors in one line: `giaoban: what: where: what to do`, in the user's language; the causes behind it with `-v`.

use super::session::{Session, say};
use crate::frame::Told;
use crate::lang::labels::{Lang, fill};
use crate::output::chart::ChartError;
use anyhow::Error;
use polars::prelude::PolarsError;
use std::io::ErrorKind;

/// A word on the command line that means nothing: exit code 2.
#[derive(Debug)]
pub struct WrongUsage(pub Told);

impl std::fmt::Display for WrongUsage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for WrongUsage {}

/// Says an error and, where more is wanted, what led to it.
pub fn report(session: &Session, error: &Error) {
    let (told, rest) = line(error, session.lang);
    say(&told);
    if session.verbose {
        for cause in error.chain().skip(rest) {
            say(&fill(session.lang, "message.cause", &[("why", &cause.to_string())]));
        }
    }
}

/// The line for an error, and how many links of its chain it covers.
fn line(error: &Error, lang: Lang) -> (String, usize) {
    // A context of anyhow is found from the outside only.
    if let Some(told) = error.downcast_ref::<Told>() {
        return (told.text(lang), 1);
    }
    for (at, cause) in error.chain().enumerate() {
        let told = cause.downcast_ref::<Told>().or_else(|| cause.downcast_ref::<WrongUsage>().map(|w| &w.0));
        if let Some(told) = told {
            return (told.text(lang), at + 1);
        }
        if let Some(chart) = cause.downcast_ref::<ChartError>() {
            return (chart.message(lang), at + 1);
        }
    }
    let full = [ErrorKind::StorageFull, ErrorKind::QuotaExceeded, ErrorKind::FileTooLarge];
    let key = if is_behind(error, &full) { "error.output.full" } else { "error.unforeseen" };
    (fill(lang, key, &[("why", &error.to_string())]), 1)
}

/// Whether somewhere behind an error the reader of a pipe has gone.
pub fn is_closed_pipe(error: &Error) -> bool {
    is_behind(error, &[ErrorKind::BrokenPipe])
}

/// Whether a failed reading or writing of one of these kinds is behind an error.
fn is_behind(error: &Error, kinds: &[ErrorKind]) -> bool {
    error.chain().any(|cause| {
        let own = cause.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
        let of_polars = match cause.downcast_ref::<PolarsError>() {
            Some(PolarsError::IO { error, .. }) => Some(error.kind()),
            _ => None,
        };
        let of_json = cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
        [own, of_polars, of_json].into_iter().flatten().any(|kind| kinds.contains(&kind))
    })
}

/// A message never breaks its line or commands the terminal, whatever a file name or an article holds.
pub fn one_line(text: &str) -> String {
    if !text.chars().any(unprintable) {
        return text.to_string();
    }
    let escape = |c: char| if unprintable(c) { c.escape_default().to_string() } else { c.to_string() };
    text.trim_end().chars().map(escape).collect()
}

fn unprintable(c: char) -> bool {
    c.is_control() || crate::output::highlight::is_bidi_control(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_stays_in_its_line() {
        assert_eq!(one_line("tin\n1.txt"), "tin\\n1.txt");
        assert_eq!(one_line("\u{1b}[31mđỏ\u{202e}"), "\\u{1b}[31mđỏ\\u{202e}");
        assert_eq!(one_line("Đống Đa: không tìm thấy"), "Đống Đa: không tìm thấy");
    }

    #[test]
    fn what_is_told_comes_before_its_cause() {
        let error = Error::from(std::io::Error::other("đĩa đầy"))
            .context(Told::new("error.dataset.locked", [("dir", &"d"), ("pid", &"7")]));
        let (text, covered) = line(&error, Lang::En);
        assert!(text.contains("process 7"), "{text}");
        assert_eq!(covered, 1);
    }
}
