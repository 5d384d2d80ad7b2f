//! 所属期 fits the kind's duty; and a report for a half-year or a year that is handed in just after its end should say
//! which period it answers for.

use chrono::Datelike;

use super::Case;
use crate::diagnostic::{Findings, catalog::office};
use crate::model::{Every, Obligation, Period, Spanned};

pub fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    let Some(duty) = case.settings.obligations.iter().find(|duty| duty.kinds.iter().any(|kind| kind == case.kind()))
    else {
        return;
    };
    match &case.brief.period {
        Some(period) => fits(case, duty, period, findings),
        None => doubtful(case, duty, findings),
    }
}

fn fits(case: &Case<'_>, duty: &Obligation, period: &Spanned<Period>, findings: &mut Findings<'_>) {
    if period.value.every() > duty.every {
        let expected = match duty.every {
            Every::Month => "月",
            Every::Quarter => "季度",
            Every::Half => "半年",
            Every::Year => "年",
        };
        findings.at(period.span, office::period_kind(case.kind(), &period.value.to_string(), expected));
    }
}

/// Within the first month of a half-year or year, the report is more likely for the one that has just ended.
fn doubtful(case: &Case<'_>, duty: &Obligation, findings: &mut Findings<'_>) {
    let Some(date) = &case.brief.date else { return };
    let counted = Period::containing(duty.every, date.value);
    let just_begun = date.value.month() == counted.first_day().month();
    if duty.every >= Every::Half && just_begun {
        let (maybe, kind) = (counted.previous(), case.kind());
        let message = office::period_doubtful(kind, &counted.name(), &maybe.name(), &maybe.to_string());
        findings.at(date.span, message);
    }
}
