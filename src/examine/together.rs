//! What is found by looking at all briefs together, and what the office makes of all that was found.
//!
//! In: the briefs, judged one by one, and the register. Out: findings about texts that were handed in before, weights and
//! waivers. Refuses to know: how a text is judged, how texts are compared.

use rayon::prelude::*;

use super::bench::is_done;
use super::{Examination, Scope};
use crate::cache::Cache;
use crate::config::Settings;
use crate::diagnostic::Finding;
use crate::office::Office;
use crate::register::{Entry, Register};
use crate::twins::{self, Lying};
use crate::waive;

/// Adds these findings to those of the briefs, which stand in the order of their paths.
pub(super) fn tell(
    office: &Office,
    register: &Register,
    examination: &mut Examination,
    scope: Scope<'_>,
    cache: &Cache,
) {
    let Examination { briefs, files, doubtful, compared, .. } = examination;
    let entries: Vec<Option<&Entry>> = briefs.par_iter().map(|brief| register.entry_at(&brief.arrival.path)).collect();
    let lying = briefs.par_iter().zip(&entries).map(|(brief, entry)| {
        let same = entry.filter(|entry| entry.latest().digest == brief.arrival.digest);
        Lying { brief, entry: *entry, asked: !(scope.is_open() && same.is_some_and(is_done)) }
    });
    let lying: Vec<Lying<'_>> = lying.collect();
    let (told, whole) = twins::found(office, register, &lying, (compared, cache));
    *doubtful |= !whole;
    for (path, finding) in told {
        if let Ok(index) = briefs.binary_search_by(|brief| brief.arrival.path.as_str().cmp(&path)) {
            briefs[index].findings.push(finding);
        }
    }
    briefs.par_iter_mut().zip(&entries).filter(|(brief, _)| !brief.findings.is_empty()).for_each(|(brief, entry)| {
        weigh(&office.settings, &mut brief.findings);
        let same = entry.filter(|entry| entry.latest().digest == brief.arrival.digest);
        waive::apply(&mut brief.findings, same.into_iter().flat_map(waive::of_brief));
    });
    weigh(&office.settings, files);
}

/// Gives every finding the weight it has in this office.
pub fn weigh(settings: &Settings, findings: &mut Vec<Finding>) {
    findings.retain_mut(|finding| match settings.severity(finding.code) {
        Some(severity) => {
            finding.severity = severity;
            true
        }
        None => false,
    });
}
