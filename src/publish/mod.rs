//! Pages → a folder: writes what differs, swaps the whole at once, removes what is gone.
//!
//! In: pages that can make their bytes, what they must not hold, and the folder that readers see. Out: that folder
//! with exactly these pages, or, where one holds what it must not, as it was.
//! Until the new folder is whole the old one stays as it is; a run that is ended leaves the one or the other. Unchanged
//! files are not written again (they keep their time). Dot files at the top (`.htaccess`) belong to the host and stay.
//! Refuses to know: what pages are.

mod gate;
mod scan;
mod swap;

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use crate::disk;
use crate::error::{Error, Result};
use crate::progress::Progress;
use crate::render::Page;

pub use gate::{Gate, Leak};
pub use scan::{Number, numbers};

/// The file that marks a folder as one that may be replaced as a whole.
const MARKER: &str = "kuaibao-site.txt";
const MARKER_TEXT: &str =
    "本文件夹由“快报”程序生成，每次编译整体更新。请不要在这里存放其他文件：多出来的文件会被清除。\n";

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

/// Makes `out` hold exactly these pages, unless the gate finds something in them: then nothing is replaced.
pub fn deliver(out: &Path, pages: &[Page<'_>], gate: &Gate, work: &Progress) -> Result<Delivery> {
    work.pieces(pages.len(), "个文件");
    let out = &out.canonicalize().unwrap_or_else(|_| out.to_owned());
    let stage = Stage::beside(out)?;
    may_be_replaced(out)?;
    let bytes = AtomicU64::new(0);
    let take = |page: &Page<'_>| stage.take(out, page, gate, &bytes).inspect(|_| work.one());
    let taken: Vec<(bool, Vec<Leak>)> = pages.par_iter().map(take).collect::<Result<_>>()?;
    let (changed, leaks): (Vec<bool>, Vec<Vec<Leak>>) = taken.into_iter().unzip();
    gate::nothing_leaks(&leaks.concat())?;
    let marked = stage.put(out, MARKER, MARKER_TEXT.as_bytes())?;
    let gone = gone(out, pages)?;
    let written = changed.iter().filter(|changed| **changed).count();
    if written > 0 || !gone.is_empty() || marked {
        let kept = pages.iter().zip(&changed).filter(|(_, changed)| !**changed).map(|(page, _)| page.path.as_str());
        let kept: Vec<&str> = kept.chain((!marked).then_some(MARKER)).collect();
        stage.link_unchanged(out, &kept)?;
        swap::dot_files(out, &stage.folder)?;
        swap::swap(out, &stage.folder, &gone)?;
    }
    let (total, bytes) = (pages.len(), bytes.into_inner());
    work.bytes(bytes);
    Ok(Delivery { total, written, unchanged: total - written, removed: gone.len(), bytes })
}

/// How `out` differs from these pages: paths, each with what is the matter.
pub fn differences(out: &Path, pages: &[Page<'_>], work: &Progress) -> Result<Vec<(String, &'static str)>> {
    work.pieces(pages.len(), "个文件");
    let compared: Vec<Option<(String, &'static str)>> = pages
        .par_iter()
        .map(|page| {
            let bytes = page.bytes()?;
            work.one();
            Ok(match std::fs::read(out.join(&page.path)) {
                Err(_) => Some((page.path.clone(), "缺少")),
                Ok(there) if there != bytes => Some((page.path.clone(), "内容不同")),
                Ok(_) => None,
            })
        })
        .collect::<Result<_>>()?;
    let gone = gone(out, pages)?.into_iter().map(|path| (path, "多出来的"));
    Ok(compared.into_iter().flatten().chain(gone).collect())
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

/// Files in `out` that are none of the pages.
fn gone(out: &Path, pages: &[Page<'_>]) -> Result<Vec<String>> {
    if !out.exists() {
        return Ok(Vec::new());
    }
    let expected: HashSet<&str> = pages.iter().map(|page| page.path.as_str()).chain([MARKER]).collect();
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

/// The new folder while it is being made; what is left of it goes when this is dropped.
struct Stage {
    folder: PathBuf,
    /// Whether there is an old one.
    follows: bool,
}

impl Stage {
    fn beside(out: &Path) -> Result<Self> {
        let name = out.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let parent = out.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let folder = parent.join(format!("{}{name}.next", disk::TEMPORARY));
        let fail = |cause| Error::io("准备输出文件夹", &folder, cause);
        swap::recover(out, &folder)?;
        if folder.exists() {
            // Left behind by a run that was ended.
            std::fs::remove_dir_all(&folder).map_err(fail)?;
        }
        std::fs::create_dir_all(&folder).map_err(fail)?;
        Ok(Stage { folder, follows: out.exists() })
    }

    fn take(&self, out: &Path, page: &Page<'_>, gate: &Gate, sum: &AtomicU64) -> Result<(bool, Vec<Leak>)> {
        let bytes = page.bytes()?;
        sum.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        let leaks = gate.leaks(&page.path, &bytes)?;
        Ok((self.put(out, &page.path, &bytes)?, leaks))
    }

    /// Writes the bytes into the stage unless `out` has them already; tells whether it wrote.
    fn put(&self, out: &Path, path: &str, bytes: &[u8]) -> Result<bool> {
        let there = out.join(path);
        let same_size = self.follows && std::fs::metadata(&there).is_ok_and(|meta| meta.len() == bytes.len() as u64);
        if same_size && std::fs::read(&there).is_ok_and(|old| old == bytes) {
            return Ok(false);
        }
        let file = self.folder.join(path);
        let fail = |cause| Error::io("写入网页", &file, cause);
        in_its_folder(&file, |file| std::fs::write(file, bytes)).map_err(fail)?;
        Ok(true)
    }

    fn link_unchanged(&self, out: &Path, paths: &[&str]) -> Result<()> {
        paths.par_iter().try_for_each(|path| {
            let (from, to) = (out.join(path), self.folder.join(path));
            let fail = |cause| Error::io("准备网页", &to, cause);
            in_its_folder(&to, |to| swap::link_or_copy(&from, to)).map_err(fail)
        })
    }
}

/// Puts a file into its folder, which is made when it turns out that there is none yet.
fn in_its_folder(file: &Path, put: impl Fn(&Path) -> io::Result<()>) -> io::Result<()> {
    match (put(file), file.parent()) {
        (Err(fault), Some(folder)) if fault.kind() == io::ErrorKind::NotFound => {
            std::fs::create_dir_all(folder)?;
            put(file)
        }
        (done, _) => done,
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
