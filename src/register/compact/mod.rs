//! How the register's state stands in the memory between runs: digests as bytes, days and moments as numbers, nothing
//! told twice. (How it stands in the journal, for ever and for people, is `wire`'s.)
//!
//! In and out: rows that borrow their words. A row that does not make sense makes nothing.
//! Refuses to know: files, what state a row belongs to.

mod entry;
mod publication;
mod values;

pub(super) use entry::EntryRow;
pub(super) use publication::PublicationRow;
pub(super) use values::{
    Bytes, IssueName, Number, Time, WaivedRow, bytes, issue, maybe, time, to_digest, to_issue, to_time, to_waived,
    waived,
};
