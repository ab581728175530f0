//! The command line's exit codes; what is typed and what it means stands in [`cli`].

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod cli;

use std::process::ExitCode;

use cli::Outcome;

/// A page is made of thousands of small pieces, which two threads ask for at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match cli::run(std::env::args_os().collect(), &cli::System::read()) {
        Outcome::Fine => ExitCode::SUCCESS,
        Outcome::Problems => ExitCode::from(1),
        Outcome::Failed => ExitCode::from(2),
    }
}
