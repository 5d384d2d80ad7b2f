//! Puts finished files in the place of the old ones: as a whole folder, or, where they are few, one by one.
//!
//! In: two folders side by side. Out: the new one under the old one's name; the old one, if there was one, under the
//! new one's. Where the file system can exchange two names in one call, no reader ever meets neither. A few files are
//! moved over into the old folder: giving tens of thousands of others a second name for their sake would take far longer.
//! It is settled in one call that they will be moved; a run that is ended in the middle of it is completed by the next.
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

/// The names of the files that go, one a line, beside those that come.
const GONE: &str = ".gone";

/// Where a few files wait that are to be moved over.
fn waiting(stage: &Path) -> PathBuf {
    stage.with_extension("few")
}

/// Whether these can stand in a list of lines: paths within the folder, in letters.
pub fn can_name(gone: &[String]) -> bool {
    gone.iter().all(|path| Path::new(path).is_relative() && !path.contains(['\n', '\r']))
}

/// Moves the few files of `stage` into `out` and takes away those that are `gone`.
pub fn move_over(out: &Path, stage: &Path, gone: &[String]) -> Result<()> {
    let (few, fail) = (waiting(stage), |cause| Error::io("换上新网页", out, cause));
    std::fs::write(stage.join(GONE), gone.join("\n")).map_err(fail)?;
    // From here on it is settled.
    std::fs::rename(stage, &few).map_err(fail)?;
    carry_out(out, &few).map_err(fail)
}

fn carry_out(out: &Path, few: &Path) -> io::Result<()> {
    let gone = std::fs::read_to_string(few.join(GONE))?;
    file_by_file(out, few, &gone.lines().map(str::to_owned).collect::<Vec<_>>())?;
    std::fs::remove_dir_all(few)
}

/// Puts right what a run left that was ended in the middle: the old folder, under another name, or a few files that were
/// to be moved over.
pub fn recover(out: &Path, stage: &Path) -> Result<()> {
    let few = waiting(stage);
    if few.exists() {
        let mended = if out.exists() { carry_out(out, &few) } else { std::fs::remove_dir_all(&few) };
        mended.map_err(|cause| Error::io("完成上次中断的更新", &few, cause))?;
    }
    let aside = aside(stage);
    if !aside.exists() {
        return Ok(());
    }
    let mended = if out.exists() { std::fs::remove_dir_all(&aside) } else { std::fs::rename(&aside, out) };
    mended.map_err(|cause| Error::io("收拾上次中断的更新", &aside, cause))
}

/// File by file, each one whole. What goes comes first: a name that differs in its letters' case only, or a folder that was a
/// file, must not be in the way. Once more the same changes nothing.
fn file_by_file(out: &Path, stage: &Path, gone: &[String]) -> io::Result<()> {
    gone.iter().try_for_each(|path| remove(out, Path::new(path)))?;
    for entry in walkdir::WalkDir::new(stage).min_depth(1).sort_by_file_name() {
        let entry = entry?;
        let to = out.join(entry.path().strip_prefix(stage).unwrap_or(entry.path()));
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(&to)?;
        } else if entry.depth() > 1 || entry.file_name() != GONE {
            put(entry.path(), &to)?;
        }
    }
    Ok(())
}

/// Moves a file to its place; where that cannot be done by name (another file system, somebody has it open), by its bytes.
fn put(from: &Path, to: &Path) -> io::Result<()> {
    if to.is_dir() {
        // Nothing of ours is in it any more.
        std::fs::remove_dir(to)?;
    }
    if std::fs::rename(from, to).is_ok() {
        return Ok(());
    }
    let bytes = std::fs::read(from)?;
    match std::fs::read(to).is_ok_and(|old| old == bytes) {
        true => Ok(()),
        false => disk::write_whole(to, &bytes),
    }
}

/// Takes away a file, and the folders above it that are empty then.
fn remove(out: &Path, path: &Path) -> io::Result<()> {
    match std::fs::remove_file(out.join(path)) {
        Err(fault) if fault.kind() != io::ErrorKind::NotFound => return Err(fault),
        _ => {}
    }
    let folders = path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
    folders.take_while(|folder| std::fs::remove_dir(out.join(folder)).is_ok()).for_each(drop);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(folder: &Path, files: &[(&str, &str)]) {
        for (path, text) in files {
            let path = folder.join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            std::fs::write(path, text).expect("written");
        }
    }

    fn files(folder: &Path) -> Vec<(String, String)> {
        let walk = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(|entry| entry.expect("an entry"));
        let name = |path: &Path| path.strip_prefix(folder).expect("within").to_string_lossy().into_owned();
        let read = |path: &Path| std::fs::read_to_string(path).unwrap_or_else(|_| "folder".to_owned());
        walk.skip(1).map(|entry| (name(entry.path()), read(entry.path()))).collect()
    }

    const BEFORE: [(&str, &str); 3] = [("a.html", "old"), ("b.html", "old"), ("c/d.html", "old")];
    const CHANGED: [(&str, &str); 3] = [("a.html", "new"), ("c", "new"), ("e/f.html", "new")];

    fn expected() -> Vec<(String, String)> {
        let expected = [("a.html", "new"), ("b.html", "old"), ("c", "new"), ("e", "folder"), ("e/f.html", "new")];
        expected.map(|(path, text)| (path.to_owned(), text.to_owned())).into()
    }

    #[test]
    fn a_few_files_are_moved_over_and_the_others_are_not_touched() {
        let root = tempfile::tempdir().expect("a folder");
        let (out, stage) = (root.path().join("site"), root.path().join(".site.next"));
        write(&out, &BEFORE);
        write(&stage, &CHANGED);
        move_over(&out, &stage, &["c/d.html".to_owned()]).expect("moved");
        assert_eq!(files(&out), expected());
        assert!(!stage.exists() && !waiting(&stage).exists());
    }

    #[test]
    fn what_cannot_stand_in_a_list_is_not_moved_over() {
        assert!(can_name(&["a.html".to_owned(), "c/公告.txt".to_owned()]));
        assert!(!can_name(&["x\nindex.html".to_owned()]) && !can_name(&["/site/\u{fffd}.html".to_owned()]));
    }

    #[test]
    fn what_was_settled_is_completed_by_the_next_run() {
        let root = tempfile::tempdir().expect("a folder");
        let (out, stage) = (root.path().join("site"), root.path().join(".site.next"));
        write(&out, &BEFORE);
        // Ended after the first file was moved.
        write(&out, &CHANGED[..1]);
        write(&waiting(&stage), &CHANGED[1..]);
        write(&waiting(&stage), &[(GONE, "c/d.html")]);
        recover(&out, &stage).expect("completed");
        assert_eq!(files(&out), expected());
        recover(&out, &stage).expect("nothing to do");
    }
}
