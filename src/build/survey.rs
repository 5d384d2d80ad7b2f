//! The office as it lies before a build has read any of it: how its files look from outside.
//!
//! In: the office folder, where the site goes. Out: the stamps of issues and pages for whoever makes them, and one number
//! for everything: where a build has changed nothing, the next one that finds the same number would change nothing either.
//! Refuses to know: what is in the files, what a build does.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use rayon::prelude::*;

use super::kept::Folder;
use super::{REPORTS, SITE};
use crate::cache::{Cache, Stamps, number_of, stamps_near};
use crate::compile::ISSUES;
use crate::error::{Error, Result};
use crate::intake::SUBMISSIONS;
use crate::office::Office;
use crate::publish;

/// The office's own templates; the register, of which the copies are known by the times of their folders.
const TEMPLATES: &str = "templates";
const REGISTER: &str = "register";
const COPIES_DEPTH: usize = 2;

/// What lies where.
pub struct Survey {
    /// Where the site goes.
    out: PathBuf,
    /// Where the internal pages go.
    internal: PathBuf,
    issues: Stamps,
    pub(super) submissions: Stamps,
    site: Stamps,
    reports: Stamps,
    /// A number for everything that a build reads.
    read: u64,
    /// Whether all that people write here has lain still.
    still: bool,
    /// What is remembered, with the clock of before anything was looked at.
    cache: Cache,
}

impl Survey {
    /// Looks at everything, for a build that puts its site into `out`. What an earlier run had settled and could not
    /// complete is completed first. The register must be locked: who else is building would change what was seen.
    pub fn of(office: &Office, out: &Path) -> Result<Self> {
        is_no_room_of_ours(office, out)?;
        let cache = Cache::to_write(office);
        let whole = |path: PathBuf| path.canonicalize().unwrap_or(path);
        let (out, internal) = (whole(out.to_owned()), whole(office.root.join(REPORTS)));
        [&out, &internal].into_iter().try_for_each(|folder| publish::recover(folder))?;
        let below = |name: &str| (office.root.join(name), usize::MAX);
        let (site, reports) = ((out.clone(), usize::MAX), (internal.clone(), usize::MAX));
        let register = (office.root.join(REGISTER), COPIES_DEPTH);
        let rooms = [below(ISSUES), site, reports, below(SUBMISSIONS), below(TEMPLATES), register];
        let mut seen =
            rooms.par_iter().map(|(folder, depth)| stamps_near(folder, *depth)).collect::<Vec<_>>().into_iter();
        let mut next = || seen.next().unwrap_or_default();
        let (issues, site, reports, submissions) = (next(), next(), next(), next());
        let (templates, register) = (next(), next());
        // The register is written under its lock, and only ever grows.
        let by_people = [&issues, &submissions, &templates].into_iter().flatten();
        let still = by_people.map(|(_, stamp)| stamp).all(|stamp| cache.is_still(stamp));
        let read = number_of((&issues, &submissions, &templates, &register));
        Ok(Survey { out, internal, issues, submissions, site, reports, read, still, cache })
    }

    /// What is remembered. What had lain still before anything was looked at counts as still.
    pub fn cache(&self) -> &Cache {
        &self.cache
    }

    /// The files of issues; they are given away.
    pub(super) fn issues(&mut self) -> Stamps {
        std::mem::take(&mut self.issues)
    }

    /// The folder of the site; its files are given away.
    pub(super) fn site_folder(&mut self) -> Folder {
        Folder::of(&self.out, std::mem::take(&mut self.site), &self.cache)
    }

    /// The same of the internal pages.
    pub(super) fn reports_folder(&mut self) -> Folder {
        Folder::of(&self.internal, std::mem::take(&mut self.reports), &self.cache)
    }

    /// The ground as it was found.
    pub(super) fn ground(&self, today: NaiveDate) -> Ground {
        self.ground_with(&self.site, &self.reports, today)
    }

    /// The ground with the site and the internal pages as they were left; `None` where it cannot be relied upon.
    pub(super) fn ground_left(&self, site: &Stamps, reports: &Stamps, today: NaiveDate) -> Option<Ground> {
        self.still.then(|| self.ground_with(site, reports, today))
    }

    fn ground_with(&self, site: &Stamps, reports: &Stamps, today: NaiveDate) -> Ground {
        Ground(number_of((&self.out, site, reports, self.read, today)))
    }
}

/// A number for all that a build looks at, and the day. (Settings, units and program are in the key of all that is
/// remembered.)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ground(pub(super) u64);

/// The site may go anywhere but into, or around, the office's own folders.
fn is_no_room_of_ours(office: &Office, out: &Path) -> Result<()> {
    let root = office.root.canonicalize().unwrap_or_else(|_| office.root.clone());
    let parent = out.parent().and_then(|parent| parent.canonicalize().ok());
    let name = out.file_name();
    let out = out.canonicalize().ok().or(parent.zip(name).map(|(parent, name)| parent.join(name)));
    let out = out.ok_or_else(|| Error::usage("输出文件夹的上一级不存在").help("请先建好上一级文件夹。"))?;
    let site = root.join(SITE);
    let ours = [SUBMISSIONS, REGISTER, ISSUES, TEMPLATES, REPORTS].map(|name| root.join(name));
    let clash = root.starts_with(&out)
        || ours.iter().any(|room| out.starts_with(room))
        || (out.starts_with(&site) && out != site);
    if clash {
        return Err(Error::usage("网页不能放在办公文件夹自己的文件夹里")
            .at(out)
            .help("请换一个文件夹；不写 --out 就是 site。"));
    }
    Ok(())
}
