//! The checks on a brief, one file each. A rule reads a brief and the office's settings, and says what it finds.
//!
//! In: a `Case`. Out: findings, by the catalog. Refuses to know: files, the register, other briefs (what a rule needs of
//! them is told in the case), weights (kuaibao.toml changes them afterwards).

mod attribution;
mod dates;
pub mod duplicate;
mod kind;
mod length;
mod period;
pub mod pictures;
mod secrecy;
mod signature;
mod title;
mod unit;

use chrono::NaiveDate;

use crate::config::Settings;
use crate::diagnostic::Findings;
use crate::model::{Brief, Roster, Span};

/// One brief before its judges.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The brief.
    pub brief: &'a Brief,
    /// The office's settings.
    pub settings: &'a Settings,
    /// The units; `None` outside an office, where nobody knows which units there are.
    pub roster: Option<&'a Roster>,
    /// The name of the unit's folder; empty outside an office.
    pub folder: &'a str,
    /// Today.
    pub today: NaiveDate,
    /// The day on which this very text was received; today when it has not been.
    pub received: NaiveDate,
}

impl Case<'_> {
    /// The kind of the brief, or the default one.
    pub fn kind(&self) -> &str {
        self.brief.kind.as_ref().map_or(self.settings.default_kind(), |kind| kind.value.as_str())
    }

    /// Whether a field that is not known may be one that could not be read, which has had its finding.
    pub fn may_be_unread(&self) -> bool {
        self.brief.header_damaged && self.brief.header != Span::default()
    }

    /// Where to point at when a field is not there: the header's first line.
    pub fn header(&self) -> Span {
        self.brief.header
    }
}

/// A check.
type Rule = fn(&Case<'_>, &mut Findings<'_>);

/// All rules, in the order of a brief from head to foot.
const ALL: &[Rule] = &[
    title::check,
    unit::check,
    kind::check,
    dates::check,
    period::check,
    signature::check,
    secrecy::check,
    length::check,
    pictures::check,
    attribution::check,
];

/// Runs every rule.
pub fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    for rule in ALL {
        rule(case, findings);
    }
}
