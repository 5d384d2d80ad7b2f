//! The office as it lies before a build has read any of it: how its files look from outside.
//!
//! In: the office folder, where the site goes. Out: the stamps of issues and pages for whoever makes them, and one number
//! for everything: where a build has changed nothing, the next one that finds the same number would change nothing either.
//! Refuses to know: what is in the files, what a build does.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDate;
use rayon::prelude::*;

use super::kept::Folder;
use super::{REPORTS, SITE};
use crate::cache::{Cache, Kind, Stamp, Stamps, differing, look_again, number_of, stamps_near};
use crate::compile::{self, ISSUES, IssueFolder, folder_name};
use crate::config::TEMPLATES;
use crate::disk;
use crate::error::{Error, Result};
use crate::intake::SUBMISSIONS;
use crate::office::Office;
use crate::publish;
use crate::register::{LOCK_FILE, REGISTER, Register};

/// How deep the register is looked at: copies are known by the times of their folders.
const COPIES_DEPTH: usize = 2;

/// Where so many paths were touched, looking at everything takes no longer. Of what was written a moment before a look, it
/// takes another look to know; and after a while, everything is looked at once more: nobody tells of what is done to pages.
const FEW: usize = 256;
const A_WHILE: Duration = Duration::from_secs(600);

/// Files that get a number together.
const TOGETHER: usize = 4096;

/// What lies where.
pub struct Survey {
    pub(super) issues: Arc<Stamps>,
    pub(super) submissions: Stamps,
    templates: Stamps,
    register: Stamps,
    /// The site and the internal pages: as they were found, then as the build left them.
    pub(super) site: Folder,
    pub(super) reports: Folder,
    /// A number for all that is read, once somebody has asked for it.
    read: OnceCell<u64>,
    /// What in `submissions/` may be other than when the last build of this run looked; `None` when there was none.
    pub(super) stirred: Option<BTreeSet<String>>,
    /// Whether there are names that are no text.
    odd: bool,
    /// What is remembered, with the clock of before anything was looked at.
    pub(super) cache: Cache,
    /// The clock of when everything was looked at.
    looked: Cache,
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
        let (issues, site, reports) = (Arc::new(next()), Folder::of(&out, next()), Folder::of(&internal, next()));
        let submissions = next();
        let (templates, register) = (next(), but_for_the_lock(next()));
        let (read, stirred) = (OnceCell::new(), None);
        let odd = [&*issues, &submissions, &templates].into_iter().flatten().any(|(path, _)| is_odd(path));
        Ok(Survey {
            issues,
            submissions,
            templates,
            register,
            site,
            reports,
            read,
            stirred,
            odd,
            looked: cache.clone(),
            cache,
        })
    }

    /// The same for the next build of one run. `touched` are the paths of the office at which something was done since, if
    /// somebody can say: then only these are looked at. In the register too, something may have been done.
    pub fn again(self, office: &Office, touched: Option<&BTreeSet<String>>) -> Result<Self> {
        let cache = Cache::to_write(office);
        let moving: Vec<(String, Kind)> = self.moving().collect();
        let few = touched.filter(|touched| touched.len() + moving.len() <= FEW);
        let Some(touched) = few.filter(|_| !self.odd && cache.since(&self.looked) <= A_WHILE) else {
            return self.anew(office, &moving);
        };
        let paths: BTreeSet<&str> =
            touched.iter().chain(moving.iter().map(|(path, _)| path)).map(String::as_str).collect();
        let inside = |name: &str| paths.iter().filter_map(|path| disk::inside(path, name)).collect::<Vec<&str>>();
        let look = |name: &str, stamps: &mut Stamps| look_again(&office.root.join(name), stamps, &inside(name));
        let Survey { mut issues, mut submissions, mut templates, .. } = self;
        let mut changed = match inside(ISSUES).is_empty() {
            true => Vec::new(),
            false => look(ISSUES, Arc::make_mut(&mut issues)),
        };
        changed.extend(look(TEMPLATES, &mut templates));
        let stirred = look(SUBMISSIONS, &mut submissions);
        let odd = changed.iter().chain(&stirred).any(|path| is_odd(path));
        let survey = Survey {
            issues,
            submissions,
            templates,
            register: but_for_the_lock(stamps_near(&office.root.join(REGISTER), COPIES_DEPTH)),
            read: OnceCell::new(),
            stirred: Some(stirred.into_iter().chain(stirring(&moving)).collect()),
            cache,
            ..self
        };
        if odd { survey.anew(office, &moving) } else { Ok(survey) }
    }

    /// Writes the seals that are missing or out of date. A folder that cannot be named is told by whoever reads the issues.
    pub fn heal(&self, office: &Office, register: &Register) -> Result<()> {
        let Ok(folders) = compile::folders_seen(&office.root, &self.issues) else { return Ok(()) };
        let seals = compile::seals_seen(&self.issues);
        let seal = |folder: &IssueFolder| seals.get(folder_name(&folder.id).as_str()).copied();
        compile::heal(&folders, &seal, register, &self.cache)
    }

    /// Looks at everything once more, and tells what is other than it was.
    fn anew(self, office: &Office, moving: &[(String, Kind)]) -> Result<Self> {
        let anew = Survey::of(office, self.site.path())?;
        let changed = differing(&self.submissions, &anew.submissions).map(str::to_owned);
        let mut stirred: BTreeSet<String> = changed.chain(stirring(moving)).collect();
        stirred.extend(self.stirred.into_iter().flatten());
        // Two names that are no text may stand for one path.
        stirred.extend((self.odd || anew.odd).then(String::new));
        let Survey { site, reports, .. } = anew;
        let (site, reports) = (self.site.seen_again(site), self.reports.seen_again(reports));
        Ok(Survey { site, reports, stirred: Some(stirred), ..anew })
    }

    /// What people write, but for the register: that is written under its lock, and only ever grows.
    fn by_people(&self) -> impl Iterator<Item = (&'static str, &(String, Stamp))> {
        let rooms = [(ISSUES, &*self.issues), (SUBMISSIONS, &self.submissions), (TEMPLATES, &self.templates)];
        rooms.into_iter().flat_map(|(name, stamps)| stamps.iter().map(move |file| (name, file)))
    }

    /// What had been written just before it was looked at, by its path in the office.
    fn moving(&self) -> impl Iterator<Item = (String, Kind)> {
        let moving = self.by_people().filter(|(_, (_, stamp))| !self.cache.is_still(stamp));
        let path = |name: &str, path: &str| if path.is_empty() { name.to_owned() } else { format!("{name}/{path}") };
        moving.map(move |(name, (below, stamp))| (path(name, below), stamp.kind))
    }

    /// What is remembered. What had lain still before anything was looked at counts as still.
    pub fn cache(&self) -> &Cache {
        &self.cache
    }

    /// The ground as it is.
    pub(super) fn ground(&self, today: NaiveDate) -> Ground {
        let rooms = [&*self.issues, &self.submissions, &self.templates, &self.register];
        let read = || number_of(rooms.map(number_of_all));
        let (site, reports) = (number_of_all(self.site.files()), number_of_all(self.reports.files()));
        Ground(number_of((self.site.path(), site, reports, self.read.get_or_init(read), today)))
    }

    /// Whether all that people write here has lain still, so that the ground can be relied upon.
    pub(super) fn is_still(&self) -> bool {
        self.moving().next().is_none()
    }
}

/// What of these lies in `submissions/`: a file that had been written just before a look may have been so once more; what is in
/// a folder is looked at by itself.
fn stirring(moving: &[(String, Kind)]) -> impl Iterator<Item = String> {
    let files = moving.iter().filter(|(_, kind)| *kind != Kind::Folder);
    files.filter_map(|(path, _)| disk::inside(path, SUBMISSIONS)).map(str::to_owned)
}

/// Whether a name is no text: its place in the order is not that of the path that stands for it.
fn is_odd(path: &str) -> bool {
    path.contains(char::REPLACEMENT_CHARACTER)
}

/// A number for how files look, made on all cores.
fn number_of_all(stamps: &Stamps) -> u64 {
    number_of(stamps.par_chunks(TOGETHER).map(number_of).collect::<Vec<_>>())
}

/// The lock is written by everybody who takes it.
fn but_for_the_lock(mut register: Stamps) -> Stamps {
    register.retain(|(path, _)| path != LOCK_FILE);
    register
}

/// A number for all that a build looks at, and the day. (Settings, units and program are in the key of all that is
/// remembered.)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ground(pub(super) u64);

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
