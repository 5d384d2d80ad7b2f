//! How units stand lately: the figures that internal pages show, and that a build tells in a few lines.
//!
//! In: the register, today. Out: standings of last month, of this month, and of the longer periods that hold it: of these
//! units are asked most often. Refuses to know: how they are shown.

use chrono::NaiveDate;

use crate::duty::{Countable, Standing};
use crate::filing;
use crate::model::{Every, Period, UnitId};
use crate::office::Office;
use crate::register::Register;

/// How every unit stands, as of one day.
pub struct Lately {
    /// The month that holds the day.
    pub month: Period,
    /// The obligations of the month before.
    pub last: Vec<Standing>,
    /// Those of the month and of the longer periods that hold it.
    pub now: Vec<Standing>,
}

impl Lately {
    /// As of `today` (inclusive).
    pub fn of(office: &Office, register: &Register, today: NaiveDate) -> Self {
        let filed = filing::filed(office, register, today);
        let countable = Countable::of(&filed, &office.roster, &office.settings);
        let month = Period::containing(Every::Month, today);
        let of = |period| countable.standings(period, today);
        let (mut last, now) = rayon::join(|| of(month.previous()), || of(month));
        last.retain(|standing| standing.period == month.previous());
        Lately { month, last, now }
    }

    /// How one unit stands.
    pub fn of_unit<'s>(&'s self, unit: &'s UnitId) -> impl Iterator<Item = &'s Standing> {
        self.last.iter().chain(&self.now).filter(move |standing| standing.unit == *unit)
    }
}
