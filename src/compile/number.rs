//! Numbers of issues: in order, without gaps, never twice.
//!
//! In: the folders there are, the published issues, the settings. Out: the next number, taken by creating its folder.
//! Refuses to know: what goes into the issue.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;

use super::folder::{self, IssueFolder};
use crate::error::{Error, Result};
use crate::model::issue::SeriesStart;
use crate::model::{IssueId, Series, Slot};
use crate::register::Register;

/// In a folder whose number was taken and whose issue.toml is not written yet.
const CLAIM: &str = ".kuaibao-claim";

/// Takes the next number of `series` in `year` that none of the issues in `known` has. A number that was taken by a run
/// that did not get further is used now; a folder that somebody else has begun is not touched.
pub fn claim(
    root: &Path,
    series: &Series,
    year: i32,
    register: &Register,
    known: &BTreeMap<IssueId, Option<u32>>,
) -> Result<IssueFolder> {
    let mut number = first_free(series, year, register);
    let id = |number| IssueId { series: series.id.clone(), year, slot: Slot::Number(number) };
    // A gap below the drafts is filled first; behind an unbroken row of them the search goes on at its end.
    for other in known
        .range(id(number)..)
        .map_while(|(other, _)| other.number().filter(|_| other.series == series.id && other.year == year))
    {
        if other != number {
            break;
        }
        number += 1;
    }
    loop {
        let id = id(number);
        let folder = IssueFolder { path: folder::path_of(root, &id), id };
        if take(&folder)? {
            return Ok(folder);
        }
        number += 1;
    }
}

/// The number that is published next: one more than the last published one, or the one that counting starts with.
pub fn first_free(series: &Series, year: i32, register: &Register) -> u32 {
    let id = |number| IssueId { series: series.id.clone(), year, slot: Slot::Number(number) };
    let last = register.publications().range(id(0)..=id(u32::MAX)).next_back().and_then(|(id, _)| id.number());
    let first = series.start.filter(|start| start.year == year).map_or(1, |start| start.number);
    last.map_or(first, |last| last + 1).max(first)
}

fn take(folder: &IssueFolder) -> Result<bool> {
    let fail = |cause| Error::io("建立这一期的文件夹", &folder.path, cause);
    if let Some(parent) = folder.path.parent() {
        std::fs::create_dir_all(parent).map_err(fail)?;
    }
    match std::fs::create_dir(&folder.path) {
        Ok(()) => std::fs::write(folder.path.join(CLAIM), "").map_err(fail).map(|()| true),
        Err(cause) if cause.kind() == ErrorKind::AlreadyExists => Ok(folder.path.is_dir() && is_unfinished(folder)),
        Err(cause) => Err(fail(cause)),
    }
}

/// Whether a folder is a number that was taken, and nothing more: it has no issue.toml, and is empty or carries the mark
/// of the run that took it. Texts that somebody has put there without an issue.toml are not ours to overwrite.
pub fn is_unfinished(folder: &IssueFolder) -> bool {
    let empty = || std::fs::read_dir(&folder.path).is_ok_and(|mut entries| entries.next().is_none());
    !folder.is_begun() && (folder.path.join(CLAIM).exists() || empty())
}

/// Takes the mark away once the issue is written.
pub fn settle(folder: &IssueFolder) -> Result<()> {
    let mark = folder.path.join(CLAIM);
    match std::fs::remove_file(&mark) {
        Err(cause) if cause.kind() != ErrorKind::NotFound => Err(Error::io("写入送审稿", &mark, cause)),
        _ => Ok(()),
    }
}

/// The running total of an issue: one more than that of the issue before it; where nothing came before, what the
/// settings say, or 1. `None` when the issue before has none.
pub fn total(series: &Series, id: &IssueId, known: &BTreeMap<IssueId, Option<u32>>) -> Option<u32> {
    let first = IssueId { series: series.id.clone(), year: i32::MIN, slot: Slot::Number(0) };
    let mut before = known.range(first..id.clone()).rev().filter(|(other, _)| other.number().is_some());
    match before.next() {
        Some((_, total)) => total.map(|total| total + 1),
        None => {
            let start = series.start.filter(|start| start.year == id.year && Some(start.number) <= id.number());
            let ahead = |start: SeriesStart| id.number().unwrap_or(start.number) - start.number;
            Some(start.map_or(1, |start| start.total + ahead(start)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SeriesId;
    use crate::model::issue::Copies;

    fn series(start: Option<SeriesStart>) -> Series {
        let id = SeriesId::new("dongtai").expect("a test's id");
        Series {
            id,
            title: "改革动态".into(),
            min_items: 4,
            max_items: 8,
            start,
            copies: Copies::default(),
            printed: None,
            upward: false,
        }
    }

    fn id(text: &str) -> IssueId {
        text.parse().expect("a test's issue")
    }

    #[test]
    fn a_number_is_taken_once_and_an_unfinished_one_is_used_again() {
        let root = tempfile::tempdir().expect("a folder");
        let (series, register) = (series(None), Register::default());
        let claim = || claim(root.path(), &series, 2016, &register, &BTreeMap::new()).expect("a number");
        let first = claim();
        assert_eq!(first.id, id("dongtai-2016-1"));
        assert_eq!(claim().id, first.id, "nothing was written in it yet");
        std::fs::write(first.path.join("issue.toml"), "").expect("written");
        let second = claim();
        assert_eq!(second.id, id("dongtai-2016-2"));
        settle(&second).expect("settled");
        std::fs::write(second.path.join("01.md"), "an editor's text").expect("written");
        assert_eq!(claim().id, id("dongtai-2016-3"), "what somebody else has begun is not touched");
    }

    #[test]
    fn counting_starts_where_the_office_says() {
        let root = tempfile::tempdir().expect("a folder");
        let series = series(Some(SeriesStart { year: 2016, number: 12, total: 45 }));
        let folder = claim(root.path(), &series, 2016, &Register::default(), &BTreeMap::new()).expect("a number");
        assert_eq!(folder.id, id("dongtai-2016-12"));
        assert_eq!(total(&series, &folder.id, &BTreeMap::new()), Some(45));
        assert_eq!(total(&series, &id("dongtai-2017-1"), &BTreeMap::from([(folder.id, Some(45))])), Some(46));
        let next_year = claim(root.path(), &series, 2017, &Register::default(), &BTreeMap::new()).expect("a number");
        assert_eq!(next_year.id, id("dongtai-2017-1"));
    }

    #[test]
    fn a_total_goes_on_from_the_issue_before_and_stays_unknown_where_that_is() {
        let known = BTreeMap::from([
            (id("dongtai-2016-1"), Some(7)),
            (id("dongtai-2016-2"), None),
            (id("kuaibao-2016-9"), Some(99)),
        ]);
        assert_eq!(total(&series(None), &id("dongtai-2016-2"), &known), Some(8));
        assert_eq!(total(&series(None), &id("dongtai-2016-3"), &known), None);
        assert_eq!(total(&series(None), &id("dongtai-2016-1"), &BTreeMap::new()), Some(1));
    }
}
