//! The office's pages in a browser on this computer: `site/` as it is, drafts, internal reports, and what is being done.
//!
//! In: the folders `site/` and `reports/`, a port, what the builds say (`Board`). Out: answers over HTTP on the
//! loopback addresses, nowhere else. Nothing is written, and no request changes anything. A program gets the bytes of
//! the disk; a browser that asks for a page gets them with one mark, the script that shows the state and reloads
//! (docs/decisions/0015).
//!
//! `host` says who may ask, `place` which file a path means, `kind` what it is, `mark` puts the mark in, `pages` writes
//! the few pages of our own, `state` is what browsers are told, `stream` tells them, `answer` puts it together, `server`
//! listens, `signal` hears when the program is asked to end. hyper and tokio end here.
//! Refuses to know: how pages are made, when, and who looks at them.

mod answer;
mod host;
mod kind;
mod mark;
mod pages;
mod place;
mod server;
mod signal;
mod state;
mod stream;

pub use server::Server;
pub use signal::when_asked_to_end;
pub use state::{Board, Counts, Draft};
