//! Completions for shells, and manual pages.

use super::Outcome;
use super::args::Args;
use super::session::Session;
use super::sink::Sink;
use crate::frame::Told;
use anyhow::Result;
use clap::CommandFactory;
use clap_complete::Shell;
use std::io::Write;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  giaoban completions bash > ~/.local/share/bash-completion/completions/giaoban
  giaoban completions zsh > ~/.zfunc/_giaoban
  giaoban completions fish > ~/.config/fish/completions/giaoban.fish")]
pub struct CompletionArgs {
    /// bash, zsh, fish, elvish or powershell
    shell: Shell,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  giaoban man | man -l -                     read the page of the program
  giaoban man ~/.local/share/man/man1        write a page for each command")]
pub struct ManArgs {
    /// Folder for the pages, made where it is not there; without it the main page goes to standard output
    #[arg(value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    dir: Option<PathBuf>,
}

pub fn completions(_: &Session, args: CompletionArgs) -> Result<Outcome> {
    // The generator cannot pass on that a pipe was closed, so it writes into memory.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "giaoban", &mut script);
    let mut sink = Sink::stdout();
    sink.write_all(&script)?;
    sink.finish()?;
    Ok(Outcome::Done)
}

pub fn manual(_: &Session, args: ManArgs) -> Result<Outcome> {
    let mut command = Args::command();
    command.build();
    let Some(dir) = args.dir else {
        let mut page = Vec::new();
        clap_mangen::Man::new(command).render(&mut page)?;
        let mut sink = Sink::stdout();
        sink.write_all(&page)?;
        sink.finish()?;
        return Ok(Outcome::Done);
    };
    let fail = |e: &std::io::Error| Told::new("error.output.write", [("file", &dir.display()), ("why", e)]);
    std::fs::create_dir_all(&dir).map_err(|e| fail(&e))?;
    clap_mangen::generate_to(command, &dir).map_err(|e| fail(&e))?;
    Ok(Outcome::Done)
}
