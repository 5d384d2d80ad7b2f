//! What has changed in the office → when to build: the inner part of `watch` and `serve`.
//!
//! In: an office folder, events of the system or looks at it, somebody who builds and tells. Out: builds at the right
//! time: soon, once for many changes, never on half a file, and never again for what the build itself has written.
//!
//! `matters` knows which files count, `settle` when they have come to rest (both without files and clock), `look` how
//! they look, `native` and `probe` what the system tells and whether it tells anything, `touched` where something was
//! done, `rebuild` does one build, `upkeep` goes round for a `keeper`. An event says only where to look: what is true
//! lies in the folder.
//! Refuses to know: how anything is built, printed or served.

mod keeper;
mod look;
mod matters;
#[cfg(test)]
mod memory_tests;
mod native;
mod probe;
mod rebuild;
mod settle;
mod touched;
mod upkeep;

pub use keeper::{Keeper, News, Signal};
pub use rebuild::{Attempt, Finished, Memory, Turn, rebuild};
pub use settle::Hint;
pub use upkeep::keep_fresh;
