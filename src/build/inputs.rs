//! The files of the issues of a build, by their stamps: what was read of them is true while these are the same.
//!
//! In: the folder of issues, the register. Out: keys of all issues, and of each. Refuses to know: what is in the files.

use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use crate::cache::{Cache, Stamp, Stamps, number_of, stamps_below};
use crate::compile::{ISSUES, folder_name};
use crate::model::IssueId;
use crate::register::Register;

/// The files of all issues, as they were before anybody read them.
pub(super) struct Inputs {
    files: Arc<Stamps>,
    /// Where the files of each issue's folder stand in the list, the folder itself among them.
    folders: HashMap<String, Range<usize>>,
    /// A number for the files, once somebody has asked for it.
    number: OnceLock<u64>,
}

impl Inputs {
    /// The files as they are now.
    pub(super) fn files_of_all(root: &Path) -> Arc<Stamps> {
        Arc::new(stamps_below(&root.join(ISSUES)))
    }

    /// As they were seen.
    pub(super) fn seen(files: Arc<Stamps>) -> Self {
        let mut folders: HashMap<String, Range<usize>> = HashMap::new();
        for (at, (path, _)) in files.iter().enumerate() {
            if let Some(folder) = folder_of(path) {
                folders.entry(folder.to_owned()).or_insert(at..at).end = at + 1;
            }
        }
        Inputs { files, folders, number: OnceLock::new() }
    }

    /// Whether they are these files.
    pub(super) fn are_of(&self, files: &Arc<Stamps>) -> bool {
        self.files == *files
    }

    /// The key of what is made of these, of what the register says of issues, and of something else.
    pub(super) fn key(&self, register: &Register, more: impl Hash) -> u64 {
        let number = *self.number.get_or_init(|| number_of(&self.files));
        number_of((number, register.issues_key(), more))
    }

    /// The same for one published issue.
    pub(super) fn key_of(&self, id: &IssueId, register: &Register) -> Option<u64> {
        let files = self.files_of(id)?;
        Some(number_of((files, register.issue_key(id))))
    }

    /// Whether an issue's files have lain still since before they were read.
    pub(super) fn is_still(&self, id: &IssueId, clocks: &Clocks<'_>) -> bool {
        self.files_of(id).is_some_and(|files| files.iter().all(|file| clocks.is_still(file)))
    }

    /// Whether all of them have: then what was read since was read of these.
    pub(super) fn are_still(&self, clocks: &Clocks<'_>) -> bool {
        self.files.iter().all(|file| clocks.is_still(file))
    }

    fn files_of(&self, id: &IssueId) -> Option<&[(String, Stamp)]> {
        self.folders.get(&folder_name(id)).map(|range| &self.files[range.clone()])
    }
}

/// What it takes to know whether a file has lain still: the office, the clock when its files were looked at, and a later
/// one.
pub(super) struct Clocks<'a> {
    pub(super) office: &'a Path,
    pub(super) then: &'a Cache,
    pub(super) later: &'a Cache,
}

impl Clocks<'_> {
    /// What lay still before anybody looked is another file by now or the same. Of what had been written just then it takes
    /// another look to know.
    fn is_still(&self, (path, stamp): &(String, Stamp)) -> bool {
        let same = || Stamp::at(&self.office.join(ISSUES).join(path)).as_ref() == Some(stamp);
        self.then.is_still(stamp) || self.later.is_still(stamp) && same()
    }
}

/// The folder of the issue to which a path belongs: its first three names.
fn folder_of(path: &str) -> Option<&str> {
    let mut ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
    ends.nth(2).map(|end| &path[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_belongs_to_the_folder_of_its_issue() {
        assert_eq!(folder_of("kuaibao/2016"), None);
        assert_eq!(folder_of("kuaibao/2016/001"), Some("kuaibao/2016/001"));
        assert_eq!(folder_of("kuaibao/2016/001/01/图.png"), Some("kuaibao/2016/001"));
    }
}
