//! Long texts on a terminal, a screen at a time.

use std::io::{IsTerminal, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// A program that shows a text a screen at a time, and how many lines a screen has.
#[derive(Debug)]
pub struct Pager {
    command: String,
    rows: usize,
}

impl Pager {
    /// `PAGER`, else less, for a terminal that can be commanded. None where standard output is no terminal, where `PAGER` is
    /// empty or `cat`, and where the program is not there.
    pub fn find() -> Option<Self> {
        let (_, terminal_size::Height(rows)) = terminal_size::terminal_size_of(std::io::stdout())?;
        let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb" || term.is_empty());
        if dumb || !std::io::stdout().is_terminal() {
            return None;
        }
        let command = std::env::var("PAGER").unwrap_or_else(|_| "less".to_string());
        let program = command.split_whitespace().next()?.to_string();
        (program != "cat" && exists(&program)).then(|| Self { command, rows: usize::from(rows) })
    }

    /// Prints a text; through the program where it is longer than the screen.
    ///
    /// # Errors
    /// When standard output cannot be written.
    pub fn show(&self, text: &[u8]) -> std::io::Result<()> {
        let lines = text.iter().filter(|byte| **byte == b'\n').count();
        if lines + 1 < self.rows || !self.run(text) {
            let mut out = std::io::stdout().lock();
            out.write_all(text)?;
            return out.flush();
        }
        Ok(())
    }

    /// Whether the program took the text.
    fn run(&self, text: &[u8]) -> bool {
        let mut shell = if cfg!(windows) { Command::new("cmd") } else { Command::new("sh") };
        shell.arg(if cfg!(windows) { "/C" } else { "-c" }).arg(&self.command).stdin(Stdio::piped());
        if std::env::var_os("LESS").is_none() {
            // Colours as they are; nothing for what fits the screen; the text stays.
            shell.env("LESS", "FRX");
        }
        // Ctrl-C is for the program that shows the text: without this it would be left alone on the terminal.
        if signal_hook::flag::register(signal_hook::consts::SIGINT, Arc::new(AtomicBool::new(false))).is_err() {
            return false;
        }
        let Ok(mut child) = shell.spawn() else { return false };
        if let Some(mut input) = child.stdin.take() {
            // A reader that has seen enough leaves before the end.
            let _ = input.write_all(text);
        }
        // What a shell gives when it could not start the program.
        child.wait().is_ok_and(|status| !matches!(status.code(), Some(126 | 127)))
    }
}

fn exists(program: &str) -> bool {
    if program.contains(['/', '\\']) {
        return Path::new(program).exists();
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|dir| dir.join(program).exists() || dir.join(format!("{program}.exe")).exists())
}
