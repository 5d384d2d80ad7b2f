//! A request's path → a file below a folder.
//!
//! In: a path as it came, percent-encoded. Out: its parts, or a refusal; and the file they mean, links and hidden files
//! excepted. Refuses to know: what is in the file.

use std::path::{Path, PathBuf};

/// What a path means in a folder.
#[derive(Debug, PartialEq, Eq)]
pub enum Place {
    /// This file.
    File(PathBuf),
    /// A folder, which was asked for without the slash at its end: its links would lead astray.
    Folder,
    /// Nothing that is shown.
    Nothing,
}

/// The parts of a path: decoded, none of them empty, hidden, upwards, or a way around the separator. A last empty part
/// (a slash at the end) stays.
pub fn parts(path: &str) -> Option<Vec<String>> {
    let path = path.strip_prefix('/')?;
    let parts: Vec<String> = path.split('/').map(decoded).collect::<Option<_>>()?;
    let last = parts.len() - 1;
    let sound = |part: &str| !part.starts_with('.') && !part.chars().any(|c| c.is_control() || "/\\:".contains(c));
    let empty_inside = parts[..last].iter().any(String::is_empty);
    (!empty_inside && parts.iter().all(|part| sound(part))).then_some(parts)
}

fn decoded(part: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => hex(rest.next()?)? * 16 + hex(rest.next()?)?,
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

/// What these parts mean below `folder`.
pub fn place(folder: &Path, parts: &[String]) -> Place {
    let mut path = folder.to_owned();
    for (at, part) in parts.iter().enumerate() {
        let is_last = at + 1 == parts.len();
        path.push(if part.is_empty() && is_last { "index.html" } else { part });
        // Asked of the name itself, so that no link is followed, whatever it points at.
        let Ok(found) = std::fs::symlink_metadata(&path) else { return Place::Nothing };
        match (found.is_dir(), found.is_file(), is_last) {
            (true, _, false) => {}
            (true, _, true) if path.join("index.html").is_file() => return Place::Folder,
            (_, true, true) => return Place::File(path),
            _ => return Place::Nothing,
        }
    }
    Place::Nothing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_decoded_and_ways_out_are_refused() {
        let read = |path: &str| parts(path).map(|parts| parts.join("|"));
        assert_eq!(read("/topics/%E6%94%BF%E5%8A%A1.html").as_deref(), Some("topics|政务.html"));
        assert_eq!(read("/").as_deref(), Some(""));
        assert_eq!(read("/dongtai/").as_deref(), Some("dongtai|"));
        let out = [
            "/../kuaibao.toml",
            "/a/../../b",
            "/%2e%2e/b",
            "/a/%2E./b",
            "/a%2f..%2fb",
            "/a\\..\\b",
            "/a%5cb",
            "/c:/x",
            "//etc",
            "/a//b",
            "/.htaccess",
            "/a/.git/config",
            "/%00",
            "/%",
            "/%4",
            "/%zz",
            "/%ff",
            "",
            "a",
            "*",
        ];
        for path in out {
            assert_eq!(read(path), None, "{path}");
        }
    }

    #[test]
    fn files_and_folders_are_found_and_links_are_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        std::fs::create_dir_all(root.join("甲/空")).expect("made");
        std::fs::write(root.join("甲/index.html"), "x").expect("written");
        let at = |path: &str| place(root, &parts(path).expect("a sound path"));
        assert_eq!(at("/甲/"), Place::File(root.join("甲/index.html")));
        assert_eq!(at("/甲"), Place::Folder);
        for path in ["/甲/空", "/甲/空/", "/", "/乙", "/甲/index.html/x", "/甲/index.html/"] {
            assert_eq!(at(path), Place::Nothing, "{path}");
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("甲", root.join("链")).expect("linked");
            std::os::unix::fs::symlink("甲/index.html", root.join("链.html")).expect("linked");
            for path in ["/链/index.html", "/链", "/链.html"] {
                assert_eq!(at(path), Place::Nothing, "{path}");
            }
        }
    }
}
