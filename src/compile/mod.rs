//! Accepted briefs → draft issues → sealed issues, in folders that an editor can read and edit.
//!
//! In: the register, the settings, the folders below `issues/`. Out: drafts with their numbers, seals, corrections,
//! and `Issue`s for the renderer. A number is taken by creating its folder, which can succeed only once.
//! Refuses to know: `submissions/`, pages.

mod change;
mod draft;
mod folder;
mod item;
mod mend;
mod number;
mod read;
mod replaced;
mod seal;
mod sealing;
mod text;
mod written;

pub use change::{Corrected, Restored, correct, restore, withdraw};
pub use draft::{Compiled, Short, compile};
pub use folder::{ISSUES, IssueFolder, folder_name, folders, folders_seen, seals_seen};
pub use item::Bench;
pub use mend::{Mended, edit, mend};
pub use read::{
    Draft, Heading, Issues, Shelf, Stopped, drafts, inspect, item_findings, read, read_these, read_unknown,
};
pub use seal::{heal, mismatches, seal_of};
pub use sealing::{Objections, Refusal, Sealed, missing, seal_drafts};
pub use written::Written;
