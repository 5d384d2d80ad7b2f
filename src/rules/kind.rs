//! 类型 and 投向 are words of the settings.

use super::Case;
use crate::diagnostic::{Findings, catalog::office};

pub fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    if let Some(kind) = &case.brief.kind
        && case.settings.kind(&kind.value).is_none()
    {
        let known: Vec<&str> = case.settings.kinds.iter().map(|kind| kind.name.as_str()).collect();
        findings.at(kind.span, office::kind_unknown(&kind.value, &known.join("、")));
    }
    if let Some(series) = &case.brief.series
        && case.settings.series_named(&series.value).is_none()
    {
        let known: Vec<&str> = case.settings.series.iter().map(|series| series.title.as_str()).collect();
        findings.at(series.span, office::series_unknown(&series.value, &known.join("、")));
    }
}
