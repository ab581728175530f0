//! The search as readers meet it: what queries find, and that the browser answers as the terminal does.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    unreachable_pub,
    reason = "tests stop at what is wrong and print figures"
)]

mod browser;
mod files;
mod measure;
mod quality;
mod site;
