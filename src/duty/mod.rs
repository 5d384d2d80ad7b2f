//! Duties: who has met which obligation in which period, who has not, and which receipts show it.
//!
//! In: the briefs that count as handed in, the roster, the settings, the period asked for and a day. Out: one
//! `Standing` for each unit, obligation and period. The figures enter the units' yearly assessment, so they are
//! exact (`Share`) and every one of them can be traced to receipts.
//! Refuses to know: files, the clock, the register, what a brief says, how figures are printed.
//!
//! 1. Periods: the one asked for, in terms of each obligation's own length (`count::Asked`).
//! 2. Briefs: each text once, whatever the period (`once`), for the units that answer for it on its day (`parties`), in the period it
//!    answers for (`count`).
//! 3. Standings: what was counted against what the obligation asks (`standing`).

mod count;
mod once;
mod parties;
#[cfg(test)]
mod properties;
mod share;
mod standing;
#[cfg(test)]
pub(crate) mod testing;

use chrono::NaiveDate;

pub use self::share::Share;
pub use self::standing::{Countable, standings};
use crate::model::{Digest, Period, ReceiptNo, UnitClass, UnitId};

/// A brief that counts: signed, readable, neither returned nor declined. Whoever keeps the register decides that;
/// whether the brief waits, is held or is secret makes no difference here. One that was handed in again stands here
/// once, under the one receipt it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filed {
    /// Its receipt.
    pub receipt: ReceiptNo,
    /// Its units as resolved, in the order in which they were named.
    pub units: Vec<UnitId>,
    /// 类型.
    pub kind: String,
    /// 报送日期: the day written on it.
    pub date: NaiveDate,
    /// 所属期, where it was written.
    pub period: Option<Period>,
    /// The day on which the office received it: what counts for on time or late.
    pub received: NaiveDate,
    /// The fingerprint of its text.
    pub fingerprint: Digest,
}

/// How one unit stands with one obligation in one period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The unit.
    pub unit: UnitId,
    /// Its usual name.
    pub name: String,
    /// Its class.
    pub class: UnitClass,
    /// The obligation's name.
    pub obligation: String,
    /// The period, of the obligation's length.
    pub period: Period,
    /// How many briefs the obligation asks for; not reduced where the unit is exempt or was let off.
    pub required: u32,
    /// How many count, late ones included.
    pub counted: Share,
    /// How many of them were late.
    pub late: Share,
    /// How many are still owed; nothing where the unit is exempt or was let off.
    pub owed: Share,
    /// What it comes to.
    pub state: StandingState,
    /// The receipts that were counted, in order.
    pub receipts: Vec<ReceiptNo>,
}

/// What a standing comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StandingState {
    /// Not bound: its class, an exception, before the obligation began, or the unit did not exist in the period.
    Exempt,
    /// The office has let it off.
    Waived,
    /// Enough was handed in.
    Met,
    /// Not enough yet, and the last day in time (inclusive) is not over.
    Open,
    /// Not enough, and the time is over.
    Short,
}

impl StandingState {
    /// The word used in JSON.
    pub fn key(self) -> &'static str {
        match self {
            StandingState::Exempt => "exempt",
            StandingState::Waived => "waived",
            StandingState::Met => "met",
            StandingState::Open => "open",
            StandingState::Short => "short",
        }
    }
}
