//! What was told of a build after which everything lay as it had before: the next one on the same ground would do and tell
//! the same, so it need not be made.
//!
//! In: the ground, what was told. Out: the same again. Refuses to know: what it says.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::survey::{Ground, Survey};
use crate::publish::Delivery;
use crate::report::Told;

const TABLE: &str = "standstill";

/// A build that found everything as its last run had left it.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Standstill {
    ground: u64,
    /// What there is to tell.
    pub told: Told,
    total: usize,
    bytes: u64,
}

impl Standstill {
    /// What the last run has left, if everything is as it was.
    pub fn on(survey: &Survey, today: NaiveDate) -> Option<Self> {
        let kept: Standstill = survey.cache().load(TABLE);
        (kept.total > 0 && survey.ground(today) == Ground(kept.ground)).then_some(kept)
    }

    /// What delivering the site does: nothing.
    pub fn site(&self) -> Delivery {
        Delivery { total: self.total, unchanged: self.total, bytes: self.bytes, ..Delivery::default() }
    }

    /// Remembers what was told where a build has left everything as the next one would, and what the site is.
    pub fn keep(survey: &Survey, told: Told, site: &Delivery, today: NaiveDate) {
        if survey.is_still() {
            let Ground(ground) = survey.ground(today);
            survey.cache().save(TABLE, &Standstill { ground, told, total: site.total, bytes: site.bytes });
        }
    }
}
