//! What is found by looking at all briefs together, and what the office makes of all that was found.
//!
//! In: the briefs, judged one by one, and the register. Out: findings about texts that were handed in before, weights and
//! waivers. Refuses to know: how a text is judged, how texts are compared.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::bench::is_done;
use super::{Anew, Examination, Examined, Scope};
use crate::cache::{Cache, number_of};
use crate::config::Settings;
use crate::diagnostic::catalog::office::{NEAR_TEXT, SAME_TEXT};
use crate::diagnostic::{Code, Finding};
use crate::office::Office;
use crate::register::{Entry, Register};
use crate::twins::{self, Lying};
use crate::waive;

/// Adds these findings to those of the briefs, which stand in the order of their paths. Where only some were looked at, all
/// those that do not resemble them keep what they have.
pub(super) fn tell(
    office: &Office,
    register: &Register,
    examination: &mut Examination,
    scope: Scope<'_>,
    cache: &Cache,
) {
    weigh(&office.settings, &mut examination.files);
    let concerned = concerned(register, examination);
    let Examination { briefs, doubtful, compared, .. } = examination;
    let is_concerned =
        |brief: &Examined| brief.fresh || concerned.as_ref().is_none_or(|paths| paths.contains(&brief.arrival.path));
    let alone = |brief: &mut Examined| brief.findings.retain(|finding| !IS_OF_MANY.contains(&finding.code));
    briefs.par_iter_mut().filter(|brief| is_concerned(brief)).for_each(alone);
    let entry = |brief: &Examined| register.entry_at(&brief.arrival.path);
    if concerned.as_ref().is_none_or(|paths| !paths.is_empty()) {
        let lying = briefs.par_iter().map(|brief| {
            let entry = entry(brief);
            let is_done = scope.is_open() && same(entry, brief).is_some_and(is_done);
            Lying { brief, entry, asked: is_concerned(brief) && !is_done }
        });
        let lying: Vec<Lying<'_>> = lying.collect();
        let (told, whole) = match concerned {
            Some(_) => twins::found_of_few(office, register, &lying),
            None => twins::found(office, register, &lying, (compared, cache)),
        };
        *doubtful |= !whole;
        for (path, finding) in told {
            if let Ok(index) = briefs.binary_search_by(|brief| brief.arrival.path.as_str().cmp(&path)) {
                briefs[index].findings.push(finding);
            }
        }
    }
    let concerned = briefs.par_iter_mut().filter(|brief| is_concerned(brief));
    concerned.for_each(|brief| settle(office, brief, entry(brief)));
}

/// The paths of briefs of which something else may have to be said than the last time; `None`: all.
fn concerned(register: &Register, examination: &Examination) -> Option<FxHashSet<String>> {
    let Anew::Some { before, .. } = &examination.anew else { return None };
    let fresh: Vec<&Examined> = examination.fresh().collect();
    let concerned = twins::concerned(register, before, &fresh)?;
    Some(concerned.into_iter().map(str::to_owned).collect())
}

/// Findings that come of looking at many texts.
const IS_OF_MANY: [&Code; 2] = [&NEAR_TEXT, &SAME_TEXT];

/// The entry, if it knows the brief as it lies there.
fn same<'a>(entry: Option<&'a Entry>, brief: &Examined) -> Option<&'a Entry> {
    entry.filter(|entry| entry.latest().digest == brief.arrival.digest)
}

/// What the office makes of what was found in a brief.
fn settle(office: &Office, brief: &mut Examined, entry: Option<&Entry>) {
    brief.mark = 0;
    if brief.findings.is_empty() {
        return;
    }
    weigh(&office.settings, &mut brief.findings);
    let same = same(entry, brief);
    waive::apply(&mut brief.findings, same.into_iter().flat_map(waive::of_brief));
    brief.mark = number_of(brief.findings.iter().map(Finding::shows).collect::<Vec<_>>());
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
