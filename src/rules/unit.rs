//! 单位 names units of the register, agrees with the folder, and the units existed when the brief was handed in.

use super::Case;
use crate::diagnostic::{Findings, catalog::office};
use crate::model::{Roster, Span, Unit};

pub fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    let Some(roster) = case.roster else { return };
    if case.brief.units.is_empty() {
        match roster.resolve(case.folder) {
            Some(unit) => existed(case, unit, case.header(), findings),
            None => findings.at(case.header(), office::unit_unknown(case.folder, roster.nearest(case.folder))),
        }
        return;
    }
    let known = case.brief.units.iter().filter(|unit| roster.resolve(&unit.value).is_some()).count();
    for unit in &case.brief.units {
        let nearest = || roster.nearest(&unit.value);
        match roster.resolve(&unit.value) {
            Some(known) => existed(case, known, unit.span, findings),
            None if known > 0 => findings.at(unit.span, office::unit_partly_unknown(&unit.value, nearest())),
            None => findings.at(unit.span, office::unit_unknown(&unit.value, nearest())),
        }
    }
    agrees_with_folder(case, roster, findings);
}

/// A joint brief may lie in the folder of any of its units.
fn agrees_with_folder(case: &Case<'_>, roster: &Roster, findings: &mut Findings<'_>) {
    let Some(folder) = roster.resolve(case.folder) else { return };
    let mut named = case.brief.units.iter().filter_map(|unit| roster.resolve(&unit.value)).peekable();
    if named.peek().is_none() || named.any(|unit| unit.id == folder.id) {
        return;
    }
    if let Some(first) = case.brief.units.first() {
        findings.at(first.span, office::unit_folder(&first.value, &folder.name));
    }
}

fn existed(case: &Case<'_>, unit: &Unit, span: Span, findings: &mut Findings<'_>) {
    let day = case.brief.date.as_ref().map_or(case.received, |date| date.value);
    if let Some(from) = unit.from.filter(|from| day < *from) {
        findings.at(span, office::unit_gone(&unit.name, &format!("自 {from} 起才设立")));
    }
    if let Some(until) = unit.until.filter(|until| day > *until) {
        findings.at(span, office::unit_gone(&unit.name, &format!("已于 {until} 撤并")));
    }
}
