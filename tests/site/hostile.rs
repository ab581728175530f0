//! Sites that mean harm, or suffered it: refused or neutralised, in bounded time, never a panic.
