//! The office's own book: what was received, decided, compiled, published and corrected.
//!
//! In: events, appended under one lock to `register/<year>.jsonl`, each line chained to the one before by its digest.
//! Out: the state that replaying them gives; there is no second store that could disagree. Only this module can make
//! an `Accepted`, so that nothing unreviewed can be compiled.
//! Refuses to know: Markdown, rules, duties, pages.

mod arrivals;
mod compact;
mod cover;
mod deciding;
mod entry;
mod event;
mod journal;
mod line;
mod lock;
mod originals;
mod publishing;
mod snapshot;
#[cfg(test)]
mod snapshot_tests;
mod state;
#[cfg(test)]
mod tests;
mod wire;
mod writer;

pub use arrivals::{Arrival, Post, arrivals};
pub use entry::{Accepted, Decision, Entry, HistoryLine, ReviewState, Revision, Verdict, Waived};
pub use event::{Asset, AssetRole, Change, Content, Drafted, Event, Facts, Record, Reviewed};
pub use journal::{Head, Torn, read, resume};
pub use lock::{LOCK_FILE, Lock};
pub use originals::Originals;
pub use publishing::{Correction, Publication};
pub use state::Register;
pub use writer::{Rested, Writer};

/// The folder of the journal and of the copies.
pub const REGISTER: &str = "register";
