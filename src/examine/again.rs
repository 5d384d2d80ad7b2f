//! Briefs that were looked at a moment ago in the same run, and to which nothing has been done.
//!
//! In: what lies in the folder, what was found the last time, what may be other than then. Out: what need not be looked at.
//! Refuses to know: how briefs are judged.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use super::{Examination, Examined, Last};
use crate::diagnostic::catalog::office::{NEAR_TEXT, SAME_TEXT};
use crate::intake::{Found, SUBMISSIONS, stem};

/// For each of these files, in their order, what was found about it alone; `None` where it has to be looked at.
pub(super) fn at_hand(found: &[Found], last: Option<Last<'_>>) -> Vec<Option<Examined>> {
    let Some(Last { examination: Examination { briefs, doubtful: false, .. }, stirred }) = last else {
        return found.iter().map(|_| None).collect();
    };
    let stirred = Stirred::of(stirred, found, &briefs);
    let mut before = briefs.into_iter().peekable();
    let mut at_hand = Vec::with_capacity(found.len());
    for found in found {
        while before.next_if(|brief| brief.arrival.path < found.path).is_some() {}
        let known = before.next_if(|brief| brief.arrival.path == found.path);
        at_hand.push(known.filter(|brief| brief.settled && !stirred.has(found)).map(alone));
    }
    at_hand
}

/// Without what comes of comparing it with the others.
fn alone(mut brief: Examined) -> Examined {
    brief.findings.retain(|finding| ![&NEAR_TEXT, &SAME_TEXT].contains(&finding.code));
    brief
}

/// What may be other than it was.
#[derive(Default)]
struct Stirred<'a> {
    /// Briefs, by their paths without the ending: what has the same name lies beside them.
    briefs: FxHashSet<&'a str>,
    /// Folders of units: something came or went there, or something else than a brief is changed.
    folders: FxHashSet<&'a str>,
}

impl<'a> Stirred<'a> {
    fn of(paths: &'a BTreeSet<String>, found: &'a [Found], before: &[Examined]) -> Self {
        let mut stirred = Stirred::default();
        for path in paths {
            let whole = format!("{SUBMISSIONS}/{path}");
            let was = before.binary_search_by(|brief| brief.arrival.path.as_str().cmp(&whole)).is_ok();
            match found.binary_search_by(|found| found.path.as_str().cmp(&whole)) {
                Ok(at) if was => stirred.briefs.insert(stem(&found[at].path)),
                _ => stirred.folders.insert(path.split('/').next().unwrap_or_default()),
            };
        }
        stirred
    }

    fn has(&self, found: &Found) -> bool {
        self.folders.contains(found.folder.as_str()) || self.briefs.contains(stem(&found.path))
    }
}
