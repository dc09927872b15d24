//! Outcome → exit code: 0 done, 1 failed, 2 wrong usage.

/// Records are many small strings, made on one thread and let go of on another: an allocator made for that.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    giaoban::cli::main()
}
