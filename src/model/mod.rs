//! The nouns of the office, and nothing that acts on a disk or a screen.
//!
//! In: values that other modules have read. Out: the same values under the office's own names, with the
//! arithmetic that belongs to them (periods, names of units through time, numbers of issues).
//! Refuses to know: files, serde, templates, the clock.

pub mod almost;
pub mod brief;
pub mod document;
pub mod duty;
pub mod edits;
pub mod image;
pub mod issue;
mod item;
pub mod marker;
mod packed;
pub mod period;
pub mod prose;
pub mod receipt;
pub mod roster;
pub mod sketch;
pub mod span;
pub mod unit;
pub mod writing;

pub use brief::{Approval, Attribution, Brief, Classification, bare};
pub use document::{Block, BlockKind, Document, Inline, InlineKind};
pub use duty::{Joint, Kind, Obligation, Waiver};
pub use edits::{Edit, Edits};
pub use image::ImageFormat;
pub use issue::{Issue, IssueId, Item, Notice, NoticeKind, Series, SeriesId, Slot, SourceUnit};
pub use period::{Every, Period};
pub use prose::{Passage, Prose, Role};
pub use receipt::{Digest, ReceiptNo};
pub use roster::{Roster, RosterFault};
pub use sketch::{Shingles, Sketch};
pub use span::{Span, Spanned};
pub use unit::{FormerName, Unit, UnitClass, UnitId};
