//! Outcome → exit code: 0 done, 1 failed, 2 wrong usage.

fn main() -> std::process::ExitCode {
    giaoban::cli::main()
}
