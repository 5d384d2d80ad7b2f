//! 密级 other than 公开: the brief may be counted and is never published (office.md).

use super::Case;
use crate::diagnostic::{Findings, catalog::office};
use crate::model::Classification;

pub fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    if let Some(classification) = &case.brief.classification
        && let Classification::Restricted(written) = &classification.value
    {
        findings.at(classification.span, office::secret(written));
    }
}
