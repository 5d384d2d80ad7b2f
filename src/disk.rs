//! Small things that every writer to the disk needs alike.
//!
//! In: folders and names. Out: temporary files, paths as people write them, how a file looks from outside.
//! Refuses to know: what is written.

use std::collections::BTreeMap;
use std::io;
use std::path::{Component, Path};
use std::time::SystemTime;

use tempfile::{Builder, NamedTempFile};

/// The beginning of the names of files that are being written; such files are never read.
pub const TEMPORARY: &str = ".kuaibao-";

/// A temporary file in `folder`, readable by others once it is in place (a web server, a colleague).
pub fn temporary_in(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(TEMPORARY).suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o644));
    }
    builder.tempfile_in(folder)
}

/// Writes a whole file through a temporary one, so that nobody ever sees half of it.
pub fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_through(path, bytes, |file| file.as_file().sync_all())
}

/// The same for what may be lost when the machine loses its power.
pub fn write_unsynced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_through(path, bytes, |_| Ok(()))
}

fn write_through(path: &Path, bytes: &[u8], sync: impl Fn(&NamedTempFile) -> io::Result<()>) -> io::Result<()> {
    use std::io::Write;
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut file = temporary_in(folder)?;
    file.write_all(bytes)?;
    sync(&file)?;
    file.persist(path).map_err(|fault| fault.error)?;
    Ok(())
}

/// Writes a file that is not there yet, with the folders above it; the error of one that is there is `AlreadyExists`.
pub fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    use std::io::Write;
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)
}

/// Whether a path with `/` is another one or lies below it; below `""` lies everything.
pub fn is_within(path: &str, above: &str) -> bool {
    above.is_empty() || inside(path, above).is_some()
}

/// The rest of a path with `/` that is another one or lies below it.
pub fn inside<'p>(path: &'p str, above: &str) -> Option<&'p str> {
    let rest = path.strip_prefix(above)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix('/') }
}

/// How a file looks from outside: while it is being written, this changes. The file's own number is not part of it:
/// some network drives give a file another one at every look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Its size in bytes.
    pub size: u64,
    /// When it was last written, as far as the file system knows.
    pub modified: Option<SystemTime>,
}

/// Files as they were seen, by path relative to the office with `/`.
pub type Sightings = BTreeMap<String, Stamp>;

/// How the file looks now; `None` when there is none, or something that is no file.
pub fn stamp(path: &Path) -> Option<Stamp> {
    let found = std::fs::symlink_metadata(path).ok().filter(std::fs::Metadata::is_file)?;
    Some(Stamp { size: found.len(), modified: found.modified().ok() })
}

/// A path relative to `root` with `/` between its parts; `None` when it is not below `root` or not UTF-8.
pub fn relative(root: &Path, path: &Path) -> Option<String> {
    if let Some(rest) = plainly_below(root, path) {
        return Some(rest.to_owned());
    }
    let parts: Option<Vec<&str>> = path
        .strip_prefix(root)
        .ok()?
        .components()
        .map(|part| match part {
            Component::Normal(name) => name.to_str(),
            _ => None,
        })
        .collect();
    parts.map(|parts| parts.join("/"))
}

/// The same, where it can be seen from the letters alone: nearly always, and a walk asks for tens of thousands.
fn plainly_below<'a>(root: &Path, path: &'a Path) -> Option<&'a str> {
    let root = root.to_str().filter(|root| cfg!(unix) && !root.is_empty())?;
    let rest = path.to_str()?.strip_prefix(root)?.strip_prefix('/')?;
    rest.split('/').all(|part| !matches!(part, "" | "." | "..")).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_below_a_folder_is_told_from_there() {
        let of = |root: &str, path: &str| relative(Path::new(root), Path::new(path));
        for path in ["/a/b/c/d.md", "/a/b//c/d.md", "/a/b/c/./d.md", "/a/b/c/d.md/"] {
            assert_eq!(of("/a/b", path).as_deref(), Some("c/d.md"), "{path}");
            assert_eq!(of("/a/b/", path).as_deref(), Some("c/d.md"), "{path}");
        }
        assert_eq!(of("/", "/a").as_deref(), Some("a"));
        assert_eq!(of("", "a/b").as_deref(), Some("a/b"));
        assert_eq!(of("/a/b", "/a/b").as_deref(), Some(""));
        for (root, path) in [("/a/b", "/a/bc/d"), ("/a/b", "/a"), ("/a/b", "/a/b/../c"), ("", "/a"), ("a", "/a/b")] {
            assert_eq!(of(root, path), None, "{root} {path}");
        }
    }
}
