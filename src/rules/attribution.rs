//! The source written at the end names the units of 单位 (or the folder's), under whichever of their names.

use std::collections::BTreeSet;

use super::Case;
use crate::diagnostic::{Findings, catalog::text};

pub fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    let (Some(roster), Some(attribution)) = (case.roster, &case.brief.attribution) else { return };
    let known = |name: &str| roster.resolve(name).map_or_else(|| name.to_owned(), |unit| unit.id.to_string());
    let written: BTreeSet<String> = attribution.names.iter().map(|name| known(name)).collect();
    let mut units: Vec<&str> = case.brief.units.iter().map(|unit| unit.value.as_str()).collect();
    if units.is_empty() {
        units.push(case.folder);
    }
    let expected: BTreeSet<String> = units.iter().map(|name| known(name)).collect();
    if written != expected {
        findings.at(attribution.span, text::attribution_differs(&attribution.written, &units.join("、")));
    }
}
