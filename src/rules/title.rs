//! A brief has a title (office.md: 标题, or the first level-1 heading).

use super::Case;
use crate::diagnostic::{Findings, catalog::header};

pub fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    if case.brief.title.is_none() {
        findings.at(case.header(), header::title_missing());
    }
}
