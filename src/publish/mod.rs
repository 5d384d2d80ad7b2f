//! An edition → a folder: writes what differs, swaps the whole at once, removes what is gone.
//!
//! In: pages and sets that can make their bytes, which of them need not be made, what they must not hold, and the folder
//! that readers see. Out: that folder with exactly these pages, or, where one holds what it must not, as it was.
//! Until the new files are whole the old ones stay as they are; a run that is ended leaves the one or the other, or what
//! the next run completes (`swap`). Unchanged files are not written again (they keep their time). Dot files at the top (`.htaccess`) belong to the host and stay.
//! Refuses to know: what pages are.

mod gate;
mod scan;
mod stage;
mod swap;
mod unpacked;

use std::collections::HashSet;
use std::path::Path;

use rayon::prelude::*;

use self::stage::{Stage, stage_of};
use crate::disk;
use crate::error::{Error, Result};
use crate::model::IssueId;
use crate::progress::Progress;
use crate::render::{Edition, Page, Set};

pub use gate::{Gate, Leak};
pub use scan::{Number, numbers};

/// The file that marks a folder as one that may be replaced as a whole.
const MARKER: &str = "kuaibao-site.txt";
const MARKER_TEXT: &str =
    "本文件夹由“快报”程序生成，每次编译整体更新。请不要在这里存放其他文件：多出来的文件会被清除。\n";

/// One file in so many is few: they are moved over instead of exchanging the folder.
const FEW: usize = 20;

/// What is done while pages are made, in words for the office.
pub const PAGES: &str = "网页和电子书";

/// What was done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Delivery {
    /// Pages there are.
    pub total: usize,
    /// Pages that differ from before.
    pub written: usize,
    /// Pages that are as they were.
    pub unchanged: usize,
    /// Files that are no longer there.
    pub removed: usize,
    /// Bytes of all pages.
    pub bytes: u64,
}

impl Delivery {
    /// Whether readers see anything new.
    pub fn is_news(&self) -> bool {
        self.written + self.removed > 0
    }
}

/// What is known of the folder beforehand.
#[derive(Debug, Default)]
pub struct Kept {
    /// For each page how many bytes its file has, where it is as it would be made; nothing is known of pages beyond.
    pub pages: Vec<Option<u64>>,
    /// The same for each set: its files with their sizes.
    pub sets: Vec<Option<Vec<(String, u64)>>>,
    /// Whether the gate is to look at these files all the same: it holds more than it did when they were made.
    pub doubted: bool,
}

impl Kept {
    /// The paths of the files that need not be made.
    pub fn names<'e>(&'e self, edition: &'e Edition<'_>) -> HashSet<&'e str> {
        let pages = edition.pages.iter().zip(&self.pages).filter(|(_, kept)| kept.is_some());
        let sets = self.sets.iter().flatten().flatten().map(|(path, _)| path.as_str());
        pages.map(|(page, _)| page.path.as_str()).chain(sets).collect()
    }

    /// The issues whose texts it takes to make the rest.
    pub fn texts_missing<'e>(&self, edition: &'e Edition<'_>) -> impl Iterator<Item = &'e IssueId> {
        let pages = edition.pages.iter().enumerate();
        let pages = pages.filter(|(at, _)| self.pages.get(*at).copied().flatten().is_none());
        let sets = edition.sets.iter().enumerate();
        let sets = sets.filter(|(at, _)| self.sets.get(*at).is_none_or(Option::is_none));
        let texts = pages.flat_map(|(_, page)| &page.texts).chain(sets.flat_map(|(_, set)| &set.texts));
        texts.copied()
    }
}

/// What a site was made into.
pub struct Delivered {
    /// What was done.
    pub delivery: Delivery,
    /// The files of each set.
    pub sets: Vec<Vec<String>>,
    /// The files that were written or removed, where all others were left alone; `None` where every file was given
    /// another name.
    pub touched: Option<Vec<String>>,
}

/// One file of the site, taken.
struct Taken {
    path: String,
    changed: bool,
    leaks: Vec<Leak>,
    bytes: u64,
}

/// Completes what an earlier run had settled and could not complete, before anybody looks at what is in `out`.
pub fn recover(out: &Path) -> Result<()> {
    let out = &out.canonicalize().unwrap_or_else(|_| out.to_owned());
    swap::recover(out, &stage_of(out))
}

/// Makes `out` hold exactly this edition, unless the gate finds something in it: then nothing is replaced.
pub fn deliver(out: &Path, edition: &Edition<'_>, gate: &Gate, kept: &Kept, work: &Progress) -> Result<Delivered> {
    let out = &out.canonicalize().unwrap_or_else(|_| out.to_owned());
    let stage = Stage::beside(out)?;
    may_be_replaced(out)?;
    let pressing = Pressing { out, stage: &stage, gate, doubted: kept.doubted };
    // Sets first: pages may tell of them.
    let mut taken = Vec::new();
    let mut sets = Vec::with_capacity(edition.sets.len());
    for (at, set) in edition.sets.iter().enumerate() {
        let kept = kept.sets.get(at).and_then(Option::as_deref);
        if kept.is_none() {
            work.begins(set.name);
        }
        let files = pressing.set(set, kept)?;
        sets.push(files.iter().map(|file| file.path.clone()).collect());
        taken.extend(files);
    }
    if !edition.sets.is_empty() {
        work.begins(PAGES);
    }
    work.pieces(edition.pages.len(), "个文件");
    let page = |(at, page): (usize, &Page<'_>)| {
        pressing.page(page, kept.pages.get(at).copied().flatten()).inspect(|_| work.one())
    };
    taken.extend(edition.pages.par_iter().enumerate().map(page).collect::<Result<Vec<Taken>>>()?);
    gate::nothing_leaks(&taken.iter().flat_map(|file| file.leaks.iter().cloned()).collect::<Vec<_>>())?;
    let (delivery, touched) = pressing.put_in_place(&taken)?;
    work.bytes(delivery.bytes);
    Ok(Delivered { delivery, sets, touched })
}

/// Makes files and lays them ready.
struct Pressing<'a> {
    out: &'a Path,
    stage: &'a Stage,
    gate: &'a Gate,
    doubted: bool,
}

impl Pressing<'_> {
    fn set(&self, set: &Set<'_>, kept: Option<&[(String, u64)]>) -> Result<Vec<Taken>> {
        match kept {
            Some(files) => files.par_iter().map(|(path, bytes)| self.kept(path, *bytes)).collect(),
            None => set.files()?.into_par_iter().map(|(path, bytes)| self.made(path, &bytes)).collect(),
        }
    }

    fn page(&self, page: &Page<'_>, kept: Option<u64>) -> Result<Taken> {
        match kept {
            Some(bytes) => self.kept(&page.path, bytes),
            None => self.made(page.path.clone(), &page.bytes()?),
        }
    }

    fn made(&self, path: String, bytes: &[u8]) -> Result<Taken> {
        let leaks = self.gate.leaks(&path, bytes)?;
        Ok(Taken { changed: self.stage.put(self.out, &path, bytes)?, leaks, bytes: bytes.len() as u64, path })
    }

    fn kept(&self, path: &str, bytes: u64) -> Result<Taken> {
        let file = self.out.join(path);
        let leaks = match self.doubted {
            true => {
                self.gate.leaks(path, &std::fs::read(&file).map_err(|cause| Error::io("读取网页", &file, cause))?)?
            }
            false => Vec::new(),
        };
        Ok(Taken { path: path.to_owned(), changed: false, leaks, bytes })
    }

    /// What was done, and which files were touched, unless all of them were.
    fn put_in_place(&self, taken: &[Taken]) -> Result<(Delivery, Option<Vec<String>>)> {
        let (out, stage) = (self.out, self.stage);
        let marked = stage.put(out, MARKER, MARKER_TEXT.as_bytes())?;
        let gone = gone(out, taken.iter().map(|file| file.path.as_str()))?;
        let written = taken.iter().filter(|file| file.changed).count();
        let few = stage.follows && !marked && (written + gone.len()) * FEW <= taken.len() && swap::can_name(&gone);
        let any = written > 0 || !gone.is_empty() || marked;
        if few && any {
            swap::move_over(out, &stage.folder, &gone)?;
        } else if any {
            let kept = taken.iter().filter(|file| !file.changed).map(|file| file.path.as_str());
            let kept: Vec<&str> = kept.chain((!marked).then_some(MARKER)).collect();
            stage.link_unchanged(out, &kept)?;
            swap::dot_files(out, &stage.folder)?;
            swap::swap(out, &stage.folder, &gone)?;
        }
        let (total, bytes) = (taken.len(), taken.iter().map(|file| file.bytes).sum());
        let delivery = Delivery { total, written, unchanged: total - written, removed: gone.len(), bytes };
        let changed = taken.iter().filter(|file| file.changed).map(|file| file.path.clone());
        Ok((delivery, (few || !any).then(|| changed.chain(gone).collect())))
    }
}

/// How `out` differs from this edition: paths, each with what is the matter.
pub fn differences(out: &Path, edition: &Edition<'_>, work: &Progress) -> Result<Vec<(String, &'static str)>> {
    let compared = |path: String, bytes: &[u8]| match std::fs::read(out.join(&path)) {
        Err(_) => (path, Some("缺少")),
        Ok(there) if there != bytes => (path, Some("内容不同")),
        Ok(_) => (path, None),
    };
    let mut all: Vec<(String, Option<&'static str>)> = Vec::new();
    for set in &edition.sets {
        all.extend(set.files()?.into_iter().map(|(path, bytes)| compared(path, &bytes)));
    }
    work.pieces(edition.pages.len(), "个文件");
    let page = |page: &Page<'_>| Ok(compared(page.path.clone(), &page.bytes()?)).inspect(|_| work.one());
    all.extend(edition.pages.par_iter().map(page).collect::<Result<Vec<_>>>()?);
    let gone = gone(out, all.iter().map(|(path, _)| path.as_str()))?;
    let differ = all.into_iter().filter_map(|(path, what)| Some((path, what?)));
    Ok(differ.chain(gone.into_iter().map(|path| (path, "多出来的"))).collect())
}

fn may_be_replaced(out: &Path) -> Result<()> {
    if !out.exists() || out.join(MARKER).is_file() {
        return Ok(());
    }
    let mut entries = std::fs::read_dir(out).map_err(|cause| Error::io("读取输出文件夹", out, cause))?;
    let foreign = entries.any(|entry| entry.is_ok_and(|entry| !entry.file_name().to_string_lossy().starts_with('.')));
    if foreign {
        return Err(Error::usage("输出文件夹里有别的文件，为免误删，没有写入")
            .at(out)
            .help("请换一个空文件夹，或者先把里面的文件移走。"));
    }
    Ok(())
}

/// Files in `out` that are none of these.
fn gone<'p>(out: &Path, paths: impl Iterator<Item = &'p str>) -> Result<Vec<String>> {
    if !out.exists() {
        return Ok(Vec::new());
    }
    let expected: HashSet<&str> = paths.chain([MARKER]).collect();
    let mut gone = Vec::new();
    let walk = walkdir::WalkDir::new(out).min_depth(1).sort_by_file_name().into_iter();
    for entry in walk.filter_entry(|entry| entry.depth() != 1 || !swap::is_dot_file(entry.file_name())) {
        let entry = entry.map_err(|fault| Error::work("无法读取输出文件夹").at(out).because(fault))?;
        let path = disk::relative(out, entry.path());
        if !entry.file_type().is_dir() && path.as_deref().is_none_or(|path| !expected.contains(path)) {
            gone.push(path.unwrap_or_else(|| entry.path().to_string_lossy().into_owned()));
        }
    }
    Ok(gone)
}
