//! The command line: one file per subcommand. What was typed (`args`) becomes what the program needs (`session`, `question`)
//! in one place each; every command then reads top to bottom.

mod annotate;
mod args;
mod chart;
mod check;
mod config;
mod data;
mod export;
mod extract;
mod feed;
mod interrupt;
mod messages;
mod output;
mod pager;
mod places;
mod progress;
mod question;
mod report;
mod room;
mod rules;
mod session;
mod settings;
mod shell;
mod show;
mod sink;
mod sql;
mod stats;
mod usage;
mod verify;

use crate::caught;
use args::{Args, Command};
use clap::Parser;
use session::Session;
pub use sql::answer;
use std::process::ExitCode;

/// Whether a command did all of what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// Something could not be read or does not hold; it has been said.
    Failed,
    /// The user has stopped the run; it has been said.
    Interrupted,
}

/// Runs the program on the arguments of the process.
pub fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return usage::end(&error),
    };
    let session = match Session::new(&args.global) {
        Ok(session) => session,
        Err(told) => {
            session::say(&told.text(usage::asked_language()));
            return ExitCode::from(2);
        }
    };
    caught::silence();
    let ended = caught::caught(|| run(&session, args.command)).unwrap_or_else(|panic| Err(panic.into()));
    match ended {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Failed) => ExitCode::from(1),
        Ok(Outcome::Interrupted) => ExitCode::from(interrupt::EXIT_CODE),
        // The reader of a pipe has seen enough (`giaoban … | head`): a clean end.
        Err(error) if messages::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            messages::report(&session, &error);
            ExitCode::from(if error.is::<messages::WrongUsage>() { 2 } else { 1 })
        }
    }
}

fn run(session: &Session, command: Command) -> anyhow::Result<Outcome> {
    match command {
        Command::Extract(args) => extract::run(session, args),
        Command::Annotate(args) => annotate::run(session, args),
        Command::Stats(args) => stats::run(session, args),
        Command::Chart(args) => chart::run(session, args),
        Command::Export(args) => export::run(session, args),
        Command::Report(args) => report::run(session, args),
        Command::Check(args) => check::run(session, args),
        Command::Show(args) => show::run(session, args),
        Command::Sql(args) => sql::run(session, args),
        Command::Places(args) => places::run(session, args),
        Command::Config(args) => config::run(session, args),
        Command::Completions(args) => shell::completions(session, args),
        Command::Man(args) => shell::manual(session, args),
    }
}
