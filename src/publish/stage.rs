//! The new files while they are being made, in a folder beside the one that readers see.
//!
//! In: bytes with their paths, the old folder. Out: a folder with those that differ, and the others by a second name where
//! the whole is to be exchanged. What is left of it when a run ends early is taken away. Refuses to know: pages.

use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::swap;
use crate::disk;
use crate::error::{Error, Result};

/// Where the new files are laid ready.
pub(super) fn stage_of(out: &Path) -> PathBuf {
    let name = out.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let parent = out.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    parent.join(format!("{}{name}.next", disk::TEMPORARY))
}

/// The new folder while it is being made; what is left of it goes when this is dropped.
pub(super) struct Stage {
    pub folder: PathBuf,
    /// Whether there is an old one.
    pub follows: bool,
}

impl Stage {
    pub fn beside(out: &Path) -> Result<Self> {
        let folder = stage_of(out);
        let fail = |cause| Error::io("准备输出文件夹", &folder, cause);
        swap::recover(out, &folder)?;
        if folder.exists() {
            // Left behind by a run that was ended.
            std::fs::remove_dir_all(&folder).map_err(fail)?;
        }
        std::fs::create_dir_all(&folder).map_err(fail)?;
        Ok(Stage { folder, follows: out.exists() })
    }

    /// Writes the bytes into the stage unless `out` has them already; tells whether it wrote.
    pub fn put(&self, out: &Path, path: &str, bytes: &[u8]) -> Result<bool> {
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

    pub fn link_unchanged(&self, out: &Path, paths: &[&str]) -> Result<()> {
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
