//! Numbers of issues: in order, without gaps, never twice.
//!
//! In: the folders there are, the published issues, the settings. Out: the next number, taken by creating its folder.
//! Refuses to know: what goes into the issue.

use std::io::ErrorKind;
use std::path::Path;

use super::folder::{self, IssueFolder};
use crate::error::{Error, Result};
use crate::model::{IssueId, Series, Slot};
use crate::register::Register;

/// Takes the next number of `series` in `year`. A folder that exists without an issue.toml is a number that was taken
/// by a run that did not get further: it is used now.
pub fn claim(root: &Path, series: &Series, year: i32, register: &Register) -> Result<IssueFolder> {
    let mut number = first_free(series, year, register);
    loop {
        let id = IssueId { series: series.id.clone(), year, slot: Slot::Number(number) };
        let folder = IssueFolder { path: folder::path_of(root, &id), id };
        if take(&folder)? {
            return Ok(folder);
        }
        number += 1;
    }
}

/// The number that is published next: one more than the last published one, or the one that counting starts with.
pub fn first_free(series: &Series, year: i32, register: &Register) -> u32 {
    let published = register.publications().keys().filter(|id| id.series == series.id && id.year == year);
    let first = series.start.filter(|start| start.year == year).map_or(1, |start| start.number);
    published.filter_map(IssueId::number).max().map_or(first, |last| last + 1).max(first)
}

fn take(folder: &IssueFolder) -> Result<bool> {
    let fail = |cause| Error::io("建立这一期的文件夹", &folder.path, cause);
    if let Some(parent) = folder.path.parent() {
        std::fs::create_dir_all(parent).map_err(fail)?;
    }
    match std::fs::create_dir(&folder.path) {
        Ok(()) => Ok(true),
        Err(cause) if cause.kind() == ErrorKind::AlreadyExists => Ok(folder.path.is_dir() && !folder.is_begun()),
        Err(cause) => Err(fail(cause)),
    }
}

/// The running total of an issue: one more than that of the issue before it; where nothing came before, what the
/// settings say, or 1. `None` when the issue before has none.
pub fn total(series: &Series, id: &IssueId, known: &[(IssueId, Option<u32>)]) -> Option<u32> {
    let before = known.iter().filter(|(other, _)| other.series == id.series && other < id && other.number().is_some());
    match before.max_by(|a, b| a.0.cmp(&b.0)) {
        Some((_, total)) => total.map(|total| total + 1),
        None => {
            let start = series.start.filter(|start| start.year == id.year && Some(start.number) <= id.number());
            let ahead = |start: crate::model::issue::SeriesStart| id.number().unwrap_or(start.number) - start.number;
            Some(start.map_or(1, |start| start.total + ahead(start)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SeriesId;
    use crate::model::issue::{Copies, SeriesStart};

    fn series(start: Option<SeriesStart>) -> Series {
        let id = SeriesId::new("dongtai").expect("a test's id");
        Series { id, title: "改革动态".into(), min_items: 4, max_items: 8, start, copies: Copies::default() }
    }

    fn id(text: &str) -> IssueId {
        text.parse().expect("a test's issue")
    }

    #[test]
    fn a_number_is_taken_once_and_an_unfinished_one_is_used_again() {
        let root = tempfile::tempdir().expect("a folder");
        let (series, register) = (series(None), Register::default());
        let claim = || claim(root.path(), &series, 2016, &register).expect("a number");
        let first = claim();
        assert_eq!(first.id, id("dongtai-2016-1"));
        assert_eq!(claim().id, first.id, "nothing was written in it yet");
        std::fs::write(first.path.join("issue.toml"), "").expect("written");
        assert_eq!(claim().id, id("dongtai-2016-2"));
    }

    #[test]
    fn counting_starts_where_the_office_says() {
        let root = tempfile::tempdir().expect("a folder");
        let series = series(Some(SeriesStart { year: 2016, number: 12, total: 45 }));
        let folder = claim(root.path(), &series, 2016, &Register::default()).expect("a number");
        assert_eq!(folder.id, id("dongtai-2016-12"));
        assert_eq!(total(&series, &folder.id, &[]), Some(45));
        assert_eq!(total(&series, &id("dongtai-2017-1"), &[(folder.id, Some(45))]), Some(46));
        let next_year = claim(root.path(), &series, 2017, &Register::default()).expect("a number");
        assert_eq!(next_year.id, id("dongtai-2017-1"));
    }

    #[test]
    fn a_total_goes_on_from_the_issue_before_and_stays_unknown_where_that_is() {
        let known = [(id("dongtai-2016-1"), Some(7)), (id("dongtai-2016-2"), None), (id("kuaibao-2016-9"), Some(99))];
        assert_eq!(total(&series(None), &id("dongtai-2016-2"), &known), Some(8));
        assert_eq!(total(&series(None), &id("dongtai-2016-3"), &known), None);
        assert_eq!(total(&series(None), &id("dongtai-2016-1"), &[]), Some(1));
    }
}
