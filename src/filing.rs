//! Which received briefs count: from the register's entries to what `duty` computes with.
//!
//! In: the register and the office's names. Out: `Filed` briefs. A brief counts when its text (the published one, else
//! the latest) is readable and signed, names a known unit and kind, and was neither returned nor declined; the day that counts is the one on which
//! its first such text came in.
//! Refuses to know: obligations.

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::duty::Filed;
use crate::office::Office;
use crate::register::{Entry, Register, ReviewState};

/// The briefs that count, as known on `as_of` (inclusive), by receipt.
pub fn filed(office: &Office, register: &Register, as_of: NaiveDate) -> Vec<Filed> {
    let filed = register.all_entries().filter_map(|entry| counts(office, entry));
    filed.filter(|filed| filed.received <= as_of).collect()
}

fn counts(office: &Office, entry: &Entry) -> Option<Filed> {
    if matches!(entry.review(), ReviewState::Returned | ReviewState::Declined) || !entry.counting().is_valid() {
        return None;
    }
    let facts = &entry.counting().facts;
    let kind = facts.kind.as_deref().unwrap_or(office.settings.default_kind());
    office.settings.kind(kind)?;
    let units = office.units_named(facts.units.iter().map(String::as_str));
    Some(Filed {
        receipt: entry.receipt,
        units: (!units.is_empty()).then(|| units.into_iter().cloned().collect())?,
        kind: kind.to_owned(),
        date: facts.date?,
        period: facts.period,
        received: entry.received_valid()?,
        fingerprint: facts.fingerprint,
    })
}
