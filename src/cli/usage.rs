//! What clap says of wrong usage, in one line and in the user's language. Help and version go out as they are.

use super::session::{locale_language, say};
use crate::lang::labels::{Lang, fill};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::process::ExitCode;

/// Prints what clap has to say and gives the exit code.
pub fn end(error: &clap::Error) -> ExitCode {
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    ) {
        // A reader that has gone is no failure.
        let _ = error.print();
        return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
    }
    say(&line(error, asked_language()));
    ExitCode::from(2)
}

/// `--lang` as typed, although the rest could not be read.
pub fn asked_language() -> Lang {
    let mut args = std::env::args_os().skip(1).map(|a| a.to_string_lossy().into_owned());
    let mut word = std::env::var("GIAOBAN_LANG").ok();
    while let Some(arg) = args.next() {
        if arg == "--lang" {
            word = args.next();
        } else if let Some(value) = arg.strip_prefix("--lang=") {
            word = Some(value.to_string());
        }
    }
    match word.as_deref() {
        Some("vi") => Lang::Vi,
        Some("en") => Lang::En,
        _ => locale_language(),
    }
}

fn line(error: &clap::Error, lang: Lang) -> String {
    let get = |kind| error.get(kind).map(words).unwrap_or_default();
    let what = match error.kind() {
        ErrorKind::UnknownArgument => ("usage.unknown_argument", get(ContextKind::InvalidArg)),
        ErrorKind::InvalidSubcommand => ("usage.unknown_command", get(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingSubcommand => ("usage.no_command", String::new()),
        ErrorKind::MissingRequiredArgument => ("usage.missing", get(ContextKind::InvalidArg)),
        ErrorKind::ArgumentConflict => ("usage.conflict", get(ContextKind::InvalidArg)),
        ErrorKind::InvalidValue if get(ContextKind::InvalidValue).is_empty() => ("usage.no_value", get(ContextKind::InvalidArg)),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => ("usage.value", get(ContextKind::InvalidArg)),
        ErrorKind::InvalidUtf8 => ("usage.not_unicode", String::new()),
        _ => ("usage.other", get(ContextKind::InvalidArg)),
    };
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    let near = near.into_iter().map(&get).find(|s| !s.is_empty());
    let values = [
        ("arg", what.1.as_str()),
        ("value", &get(ContextKind::InvalidValue)),
        ("other", &get(ContextKind::PriorArg)),
        ("has", &get(ContextKind::ValidValue)),
    ];
    let mut text = fill(lang, what.0, &values);
    if let Some(near) = near {
        text += &fill(lang, "usage.near", &[("near", &near)]);
    } else if !get(ContextKind::ValidValue).is_empty() {
        text += &fill(lang, "usage.has", &values);
    }
    text += &fill(lang, "usage.help", &[("command", &command(error))]);
    text
}

fn words(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        ContextValue::StyledStr(text) => text.to_string(),
        ContextValue::StyledStrs(texts) => texts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        ContextValue::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

/// "giaoban stats": the words of the usage line before its first option.
fn command(error: &clap::Error) -> String {
    let usage = error.get(ContextKind::Usage).map(words).unwrap_or_default();
    let from = usage.find("giaoban").unwrap_or(usage.len());
    let known: Vec<&str> = usage[from..].split_whitespace().take_while(|w| w.bytes().all(|b| b.is_ascii_lowercase())).collect();
    if known.is_empty() { "giaoban".to_string() } else { known.join(" ") }
}
