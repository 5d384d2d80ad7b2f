//! What one look at `submissions/` leaves to the next of the same run: folders of units in which nothing was done are not
//! looked through again, and in the others, briefs to which nothing was done are not looked at.
//!
//! In: what was found the last time, what may be other than then. Out: what is as it was, and which folders have to be looked
//! through. Refuses to know: how briefs are judged.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use super::{Examination, Examined, Last};
use crate::disk;
use crate::intake::{Found, SUBMISSIONS, folder_of, stem};

/// Where so many folders have to be looked through, all of them are.
const MANY: usize = 32;

/// What is left of the last look.
#[derive(Default)]
pub(super) struct Rest<'l> {
    /// All that lies in other folders.
    pub elsewhere: Examination,
    /// The folders, and files, of `submissions/` that have to be looked through, by name; `None`: all.
    pub folders: Option<BTreeSet<String>>,
    /// The briefs that lay in these, by path.
    before: Vec<Examined>,
    stirred: Option<&'l BTreeSet<String>>,
}

impl<'l> Rest<'l> {
    /// With everything that is certain to be as it was set aside.
    pub fn of(Last { mut examination, stirred }: Last<'l>) -> Self {
        let certain = !examination.doubtful;
        let folders = examination.is_steady.then(|| folders(&examination, stirred)).filter(|names| names.len() <= MANY);
        let folders = folders.filter(|names| !names.contains(""));
        let Some(names) = &folders else {
            let Examination { briefs, compared, .. } = examination;
            let before = if certain { briefs } else { Vec::new() };
            let elsewhere = Examination { compared, ..Examination::default() };
            return Rest { elsewhere, folders, before, stirred: Some(stirred) };
        };
        let mut before = Vec::new();
        for name in names {
            let whole = format!("{SUBMISSIONS}/{name}");
            let elsewhere = |path: &str| !disk::is_within(path, &whole);
            before.extend(drain_folder(&mut examination.briefs, &whole));
            examination.ignored.retain(|path| elsewhere(path));
            examination.files.retain(|finding| elsewhere(&finding.path));
        }
        before.sort_by(|a, b| a.arrival.path.cmp(&b.arrival.path));
        examination.briefs.iter_mut().for_each(|brief| brief.fresh = false);
        examination.phones.clear();
        Rest { elsewhere: examination, folders, before, stirred: Some(stirred) }
    }

    /// For each of these files, in their order, what was found about it; `None` where it has to be looked at. And the briefs
    /// of the last look that are none of them.
    pub fn at_hand(&mut self, found: &[Found]) -> (Vec<Option<Examined>>, Vec<Examined>) {
        let before = std::mem::take(&mut self.before);
        let Some(stirred) = self.stirred else { return (found.iter().map(|_| None).collect(), before) };
        let stirred = Stirred::of(stirred, found, &before);
        let (mut before, mut left) = (before.into_iter().peekable(), Vec::new());
        let mut at_hand = Vec::with_capacity(found.len());
        for found in found {
            left.extend(std::iter::from_fn(|| before.next_if(|brief| brief.arrival.path < found.path)));
            let known = before.next_if(|brief| brief.arrival.path == found.path);
            let (same, other) = match known {
                Some(brief) if brief.settled && !stirred.has(found) => (Some(brief), None),
                known => (None, known),
            };
            at_hand.push(same.map(|brief| Examined { fresh: false, ..brief }));
            left.extend(other);
        }
        left.extend(before);
        (at_hand, left)
    }
}

/// The folders and files in `submissions/` in which something was done, and those with briefs that may be judged otherwise,
/// or taken, though nothing was.
fn folders(last: &Examination, stirred: &BTreeSet<String>) -> BTreeSet<String> {
    let unsettled = last.briefs.iter().filter(|brief| !brief.settled).map(|brief| folder_of(&brief.arrival.path));
    let stirred = stirred.iter().map(|path| path.split('/').next().unwrap_or_default());
    let open = last.open.iter().map(|path| folder_of(path));
    stirred.chain(unsettled).chain(open).map(str::to_owned).collect()
}

/// Takes the briefs of a folder out of all, which stand in the order of their paths.
fn drain_folder(briefs: &mut Vec<Examined>, whole: &str) -> Vec<Examined> {
    let folder = format!("{whole}/");
    let start = briefs.partition_point(|brief| brief.arrival.path < folder);
    let length = briefs[start..].partition_point(|brief| brief.arrival.path.starts_with(&folder));
    briefs.drain(start..start + length).collect()
}

/// Puts the briefs of some folders among the others. Both stand in the order of their paths.
pub(super) fn join(briefs: &mut Vec<Examined>, looked: Vec<Examined>) {
    if briefs.is_empty() {
        *briefs = looked;
        return;
    }
    let mut looked = looked.into_iter().peekable();
    while let Some(first) = looked.next() {
        let name = folder_of(&first.arrival.path).to_owned();
        let at = briefs.partition_point(|brief| brief.arrival.path < first.arrival.path);
        let rest = std::iter::from_fn(|| looked.next_if(|brief| folder_of(&brief.arrival.path) == name));
        let folder: Vec<Examined> = std::iter::once(first).chain(rest).collect();
        briefs.splice(at..at, folder);
    }
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
