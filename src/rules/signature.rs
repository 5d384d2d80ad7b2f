//! The unit's main leader, or the leader in charge of reform, agreed before the brief was handed in
//! (信息报送制度: 须经主要领导或分管领导审核同意后报送).

use super::Case;
use crate::diagnostic::{Findings, catalog::header};

pub fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    let approval = &case.brief.approval;
    if approval.by.is_none() {
        return findings.at(case.header(), header::unsigned());
    }
    let Some(signed) = &approval.on else {
        if !case.may_be_unread() {
            findings.at(case.header(), header::signed_when());
        }
        return;
    };
    let day = signed.value.to_string();
    if signed.value > case.received {
        findings.at(signed.span, header::signed_late(&day, &case.received.to_string()));
    } else if let Some(date) = case.brief.date.as_ref().filter(|date| signed.value > date.value) {
        findings.at(signed.span, header::signed_after_date(&day, &date.value.to_string()));
    }
}
