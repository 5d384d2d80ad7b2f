//! Corrected copies for the units: what is certain is put right, and the rest is theirs.
//!
//! In: texts of submissions, a folder that somebody named. Out: new files in that folder. Nothing that exists is
//! written over, and nothing is written into `submissions/`. Refuses to know: what is certain.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::disk;
use crate::error::{Error, Result};
use crate::examine::Judged;

/// Writes a corrected copy of a judged text to `place` below `folder`; `None` when there is nothing to put right.
/// A text of another format becomes Markdown.
pub fn copy(judged: &Judged, folder: &Path, place: &Path) -> Result<Option<PathBuf>> {
    let Some(proper) = judged.proper.as_ref().filter(|_| judged.whole) else { return Ok(None) };
    let mut path = folder.join(place);
    if !is_text(place) {
        path.set_extension("md");
    }
    disk::write_new(&path, proper.source.text.as_bytes()).map_err(|cause| match cause.kind() {
        ErrorKind::AlreadyExists => Error::usage("那里已经有同名的文件，没有写入").at(&path).help("请换一个空文件夹。"),
        _ => Error::io("写入改好的副本", &path, cause),
    })?;
    Ok(Some(path))
}

fn is_text(path: &Path) -> bool {
    let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    matches!(extension.as_str(), "md" | "markdown" | "txt")
}
