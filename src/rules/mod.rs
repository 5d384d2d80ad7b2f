//! The checks on a brief, one file each. A rule reads a brief and the office's settings, and says what it finds.
//!
//! In: a `Case`. Out: findings, by the catalog. Refuses to know: files, the register, other briefs (what a rule needs of
//! them is told in the case), weights (kuaibao.toml changes them afterwards).

mod attribution;
mod dates;
pub mod duplicate;
pub mod gate;
mod kind;
mod length;
mod line;
pub mod near;
mod numerals;
mod period;
pub mod pictures;
mod punctuation;
mod secrecy;
mod sense;
mod signature;
mod title;
mod unit;

use chrono::NaiveDate;

use crate::config::Settings;
use crate::diagnostic::Findings;
use crate::model::{Brief, Prose, Roster, Span};

/// One brief before its judges.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The brief, its text put right where that was certain.
    pub brief: &'a Brief,
    /// Its title and body as passages.
    pub prose: &'a Prose,
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

/// Rules about the header, and about the text as a whole, in the order of a brief from head to foot.
const BRIEF: &[Rule] = &[
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

/// Rules about wording, whoever wrote it.
const WORDING: [&[Rule]; 3] = [punctuation::RULES, numerals::RULES, sense::RULES];

/// Judges a brief that a unit has handed in: every rule.
pub fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    run(BRIEF, case, findings);
    wording(case, findings);
}

/// Judges a text that the office is about to print: its wording, and what must not be let out.
pub fn wording(case: &Case<'_>, findings: &mut Findings<'_>) {
    WORDING.iter().for_each(|rules| run(rules, case, findings));
    gate(case, findings);
}

/// Judges a text that is printed: only what must not be let out.
pub fn gate(case: &Case<'_>, findings: &mut Findings<'_>) {
    run(gate::RULES, case, findings);
}

fn run(rules: &[Rule], case: &Case<'_>, findings: &mut Findings<'_>) {
    rules.iter().for_each(|rule| rule(case, findings));
}
