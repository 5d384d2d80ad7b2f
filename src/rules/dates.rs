//! 报送日期 is there and not after today. (A date that cannot be read is found while reading.)

use super::Case;
use crate::diagnostic::{Findings, catalog::header, catalog::office};

pub fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    let today = case.today.to_string();
    match &case.brief.date {
        Some(date) if date.value > case.today => {
            findings.at(date.span, office::date_future("报送日期", &date.value.to_string(), &today));
        }
        Some(_) => {}
        None if case.may_be_unread() => {}
        None => findings.at(case.header(), header::date_missing()),
    }
}
