//! The pictures that a brief refers to: read from beside it, never from outside the unit's folder.
//!
//! In: a brief's path and its document. Out: bytes with digest and format; findings for what cannot be used.
//! Refuses to know: how pictures are shown.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::catalog::text;
use crate::diagnostic::{Findings, Message};
use crate::model::{Digest, Document, ImageFormat};

/// Bytes that one picture may have.
const LIMIT: u64 = 20 << 20;

/// A picture as read.
#[derive(Debug, Clone)]
pub struct Picture {
    /// As the text refers to it.
    pub source: String,
    /// The file it was read from.
    pub file: Option<PathBuf>,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
    /// Their digest.
    pub digest: Digest,
    /// Their format.
    pub format: ImageFormat,
}

/// Reads the pictures of `document`, each by `read`, which is given what the text says.
pub fn pictures(
    document: &Document,
    read: &dyn Fn(&str) -> Result<Picture, Message>,
    findings: &mut Findings<'_>,
) -> Vec<Picture> {
    let mut found: Vec<Picture> = Vec::new();
    for (image, span) in document.images() {
        if found.iter().any(|picture| picture.source == image.source) {
            continue;
        }
        match read(&image.source) {
            Ok(picture) => found.push(picture),
            Err(message) => findings.at(span, message),
        }
        if image.alt.trim().is_empty() {
            findings.at(span, text::image_alt(&image.source));
        }
    }
    found
}

/// Reads a picture that a text in `folder` refers to; it must not lie outside `boundary`.
pub fn picture_beside(source: &str, folder: &Path, boundary: &Path) -> Result<Picture, Message> {
    if is_remote(source) {
        return Err(text::image_remote(source));
    }
    let written = PathBuf::from(source.replace('\\', "/"));
    let outside = written.has_root() || written.components().any(|part| matches!(part, Component::Prefix(_)));
    if outside {
        return Err(text::image_outside(source));
    }
    let file = folder.join(&written).canonicalize().map_err(|_| climbs_out(&written, source, folder, boundary))?;
    if !boundary.canonicalize().is_ok_and(|boundary| file.starts_with(boundary)) {
        return Err(text::image_outside(source));
    }
    let size = file.metadata().ok().filter(|metadata| metadata.is_file()).map(|metadata| metadata.len());
    if size.ok_or_else(|| text::image_missing(source))? > LIMIT {
        return Err(text::image_format(source));
    }
    let bytes = std::fs::read(&file).map_err(|_| text::image_missing(source))?;
    Picture::of_bytes(source, bytes).map(|picture| Picture { file: Some(file), ..picture })
}

impl Picture {
    /// A picture from bytes that are already in memory.
    pub fn of_bytes(source: &str, bytes: Vec<u8>) -> Result<Self, Message> {
        let format = ImageFormat::of(&bytes).ok_or_else(|| text::image_format(source))?;
        Ok(Picture { source: source.to_owned(), file: None, digest: Digest::of(&bytes), bytes: bytes.into(), format })
    }
}

/// A path that does not exist: said to be missing, unless it would have led outside.
fn climbs_out(written: &Path, source: &str, folder: &Path, boundary: &Path) -> Message {
    let depth = folder.strip_prefix(boundary).map_or(0, |below| below.components().count()) as isize;
    let mut level = depth;
    for part in written.components() {
        level += match part {
            Component::ParentDir => -1,
            Component::Normal(_) => 1,
            _ => 0,
        };
        if level < 0 {
            return text::image_outside(source);
        }
    }
    text::image_missing(source)
}

fn is_remote(source: &str) -> bool {
    let scheme = source.split_once(':').is_some_and(|(scheme, _)| {
        scheme.len() > 1 && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    });
    scheme || source.starts_with("//") || source.starts_with("\\\\")
}
