//! What units owe: kinds of briefs and the obligations that count them.
//!
//! In: what kuaibao.toml says. Out: nouns that `duty` computes with. Refuses to know: receipts, dates of today.

use chrono::{Days, NaiveDate};

use super::period::{Every, Period};
use super::unit::{Unit, UnitClass, UnitId};

/// A kind of brief (类型).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// Its name.
    pub name: String,
    /// Fewest characters of text that are usual.
    pub min_characters: usize,
    /// Most characters of text that are usual.
    pub max_characters: usize,
}

/// A duty of units to report something every so often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obligation {
    /// Its name, as printed at the head of a column.
    pub name: String,
    /// How long its periods are.
    pub every: Every,
    /// How many briefs each period asks for.
    pub required: u32,
    /// The kinds that count for it.
    pub kinds: Vec<String>,
    /// The classes that owe it.
    pub classes: Vec<UnitClass>,
    /// Units that do not owe it although their class does.
    pub except: Vec<UnitId>,
    /// The first period that is owed; `None`: always.
    pub from: Option<Period>,
    /// Days after the period's last day on which a brief is still due.
    pub due_days: u32,
    /// Further days on which it is not yet called late.
    pub grace_days: u32,
}

impl Obligation {
    /// The last day on which a brief for `period` is on time (inclusive).
    pub fn last_day_in_time(&self, period: Period) -> NaiveDate {
        let days = Days::new(u64::from(self.due_days) + u64::from(self.grace_days));
        period.last_day().checked_add_days(days).unwrap_or(NaiveDate::MAX)
    }

    /// Whether the unit owes it for the period: class, exceptions, beginning, and that it existed in the period.
    pub fn binds(&self, unit: &Unit, period: Period) -> bool {
        self.classes.contains(&unit.class)
            && !self.except.contains(&unit.id)
            && self.from.is_none_or(|from| from.first_day() <= period.first_day())
            && unit.exists_within(period.first_day(), period.last_day())
    }
}

/// For whom a joint brief counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joint {
    /// One for each of its units.
    Each,
    /// One for the unit named first.
    First,
    /// One, in equal parts.
    Split,
}

/// A duty that the office has let a unit off, with the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// Which unit.
    pub unit: UnitId,
    /// The obligation's name.
    pub obligation: String,
    /// Which period; a longer one waives all periods in it.
    pub period: Period,
    /// Why.
    pub because: String,
}

impl Waiver {
    /// Whether it covers this unit's duty in this period.
    pub fn covers(&self, unit: &UnitId, obligation: &str, period: Period) -> bool {
        self.unit == *unit
            && self.obligation == obligation
            && self.period.contains(period.first_day())
            && self.period.contains(period.last_day())
    }
}
