//! Puts a finished folder in the place of the old one.
//!
//! In: two folders side by side. Out: the new one under the old one's name; the old one, if there was one, under the
//! new one's. Where the file system can exchange two names in one call, no reader ever meets neither.
//! Refuses to know: pages.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use crate::disk;
use crate::error::{Error, Result};

/// Whether a name at the top of the folder belongs to the host.
pub fn is_dot_file(name: &OsStr) -> bool {
    name.to_string_lossy().starts_with('.')
}

/// Carries the host's dot files over into the new folder.
pub fn dot_files(out: &Path, stage: &Path) -> Result<()> {
    if !out.exists() {
        return Ok(());
    }
    for entry in walkdir::WalkDir::new(out)
        .min_depth(1)
        .into_iter()
        .filter_entry(|entry| entry.depth() != 1 || is_dot_file(entry.file_name()))
    {
        let entry = entry.map_err(|fault| Error::work("无法读取输出文件夹").at(out).because(fault))?;
        let to = stage.join(entry.path().strip_prefix(out).unwrap_or(entry.path()));
        let carried =
            if entry.file_type().is_dir() { std::fs::create_dir_all(&to) } else { link_or_copy(entry.path(), &to) };
        carried.map_err(|cause| Error::io("保留", &to, cause))?;
    }
    Ok(())
}

/// A second name for a file, or a copy where the file system has no second names.
pub fn link_or_copy(from: &Path, to: &Path) -> io::Result<()> {
    std::fs::hard_link(from, to).or_else(|_| std::fs::copy(from, to).map(drop))
}

/// Swaps. `gone` are the files of the old folder that the new one does not have.
pub fn swap(out: &Path, stage: &Path, gone: &[String]) -> Result<()> {
    let fail = |cause| Error::io("换上新网页", out, cause);
    if !out.exists() {
        return std::fs::rename(stage, out).map_err(fail);
    }
    if exchange(out, stage).is_ok() || in_two_steps(out, stage).is_ok() {
        return Ok(());
    }
    // A folder that cannot be renamed (a mount point, a share that somebody has open): file by file, each one whole.
    file_by_file(out, stage, gone).map_err(fail)
}

#[cfg(target_os = "linux")]
fn exchange(out: &Path, stage: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, out, CWD, stage, RenameFlags::EXCHANGE).map_err(io::Error::from)
}

#[cfg(not(target_os = "linux"))]
fn exchange(_out: &Path, _stage: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

fn in_two_steps(out: &Path, stage: &Path) -> io::Result<()> {
    let aside = aside(stage);
    std::fs::rename(out, &aside)?;
    if let Err(fault) = std::fs::rename(stage, out) {
        std::fs::rename(&aside, out)?;
        return Err(fault);
    }
    // The new folder is in place: what is left of the old one is only rubbish from here on.
    let _ = std::fs::remove_dir_all(&aside);
    Ok(())
}

/// Where the old folder lies between the two steps.
fn aside(stage: &Path) -> PathBuf {
    stage.with_extension("old")
}

/// Puts right what a run left that was ended between the two steps: the old folder, under another name.
pub fn recover(out: &Path, stage: &Path) -> Result<()> {
    let aside = aside(stage);
    if !aside.exists() {
        return Ok(());
    }
    let mended = if out.exists() { std::fs::remove_dir_all(&aside) } else { std::fs::rename(&aside, out) };
    mended.map_err(|cause| Error::io("收拾上次中断的更新", &aside, cause))
}

fn file_by_file(out: &Path, stage: &Path, gone: &[String]) -> io::Result<()> {
    for entry in walkdir::WalkDir::new(stage).min_depth(1) {
        let entry = entry?;
        let to = out.join(entry.path().strip_prefix(stage).unwrap_or(entry.path()));
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(&to)?;
            continue;
        }
        let bytes = std::fs::read(entry.path())?;
        if std::fs::read(&to).map_or(true, |old| old != bytes) {
            disk::write_whole(&to, &bytes)?;
        }
    }
    gone.iter().try_for_each(|path| std::fs::remove_file(out.join(path)))
}
