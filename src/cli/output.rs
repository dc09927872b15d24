//! Where a command's answer goes and in what form: the same two options for every command that writes.

use super::messages::WrongUsage;
use super::question::Hinted;
use super::session::Session;
use super::sink::Sink;
use crate::frame::Told;
use crate::output::format::Format;
use crate::output::table::Style;
use anyhow::Result;
use std::fmt::Debug;
use std::io::IsTerminal;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

/// What a command can write.
pub trait Forms: Debug + Clone + Default + Send + Sync + 'static {
    const ALL: &'static [Format];
    /// The form where nothing names one; none: something must.
    const USUAL: Option<Format>;
    /// Whether standard output has to be asked for.
    const FILE_NEEDED: bool = false;
    /// What happens without a file.
    const HELP: &'static str = "Write to this file, not to standard output";
}

/// What answers to a question are printed as.
#[derive(Debug, Clone, Default)]
pub struct Views;

impl Forms for Views {
    const ALL: &'static [Format] = Format::VIEWS;
    const USUAL: Option<Format> = Some(Format::Table);
}

/// `-o` and `--format`.
#[derive(Debug, clap::Args)]
pub struct Output<F: Forms> {
    #[arg(long, short, value_name = "FILE", required = F::FILE_NEEDED, help = F::HELP, value_hint = clap::ValueHint::FilePath)]
    output: Option<PathBuf>,
    #[arg(long, value_name = "FORMAT", help = format_help::<F>(), value_parser = Hinted(words::<F>), hide_possible_values = true)]
    format: Option<String>,
    #[arg(skip)]
    forms: PhantomData<F>,
}

fn words<F: Forms>() -> Vec<&'static str> {
    F::ALL.iter().map(|f| f.word()).collect()
}

fn format_help<F: Forms>() -> String {
    let (last, rest) = match words::<F>().split_last() {
        Some((last, rest)) => (*last, rest.join(", ")),
        None => ("", String::new()),
    };
    let usual = F::USUAL.map(|f| format!(", else {}", f.word())).unwrap_or_default();
    format!("{rest} or {last} [default: by the name of the file{usual}]")
}

impl<F: Forms> Output<F> {
    /// The form that was asked for.
    ///
    /// # Errors
    /// Wrong usage when it is none of the command's.
    pub fn format(&self) -> Result<Format> {
        Ok(Format::choose(self.format.as_deref(), self.path(), F::USUAL, F::ALL).map_err(WrongUsage)?)
    }

    /// What was typed as the form, if anything was.
    pub fn format_word(&self) -> Option<&str> {
        self.format.as_deref()
    }

    /// The file, `-` for standard output.
    pub fn path(&self) -> &Path {
        self.output.as_deref().unwrap_or(Path::new("-"))
    }

    /// Whether a file or `-` was named.
    pub const fn is_named(&self) -> bool {
        self.output.is_some()
    }

    pub fn to_stdout(&self) -> bool {
        self.path() == Path::new("-")
    }

    /// Opens the output; done before the work, so that a bad path fails at once. What a person reads on a terminal goes
    /// through a pager where it is long.
    ///
    /// # Errors
    /// When the file cannot be written, or bytes that are no text would go to a terminal.
    pub fn sink(&self, session: &Session) -> Result<Sink> {
        self.sink_for(session, self.format()?)
    }

    /// The same for a form that the command chose in its own way.
    ///
    /// # Errors
    /// As [`Output::sink`].
    pub fn sink_for(&self, session: &Session, format: Format) -> Result<Sink> {
        if self.to_stdout() && format.is_binary() && std::io::stdout().is_terminal() {
            return Err(WrongUsage(Told::new("error.output.terminal", [("format", &format.word())])).into());
        }
        if self.to_stdout() && format.is_for_people() { Ok(Sink::paged(session.pager())) } else { Sink::open(self.path()) }
    }

    /// Colour and width for what a person reads: those of the terminal, and in a file none.
    pub fn style(&self, session: &Session) -> Style {
        let to_stdout = self.to_stdout();
        Style { color: to_stdout && session.color_on_stdout(), width: if to_stdout { session.width() } else { None } }
    }
}
