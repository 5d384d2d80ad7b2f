//! Files that belong to a brief and are not shown by it: the header beside a Word document, scans of the signed page.
//!
//! In: a found file with what lies beside it. Out: the same as assets of the register, kept if so wanted; findings.
//! Refuses to know: what the brief says.

use crate::diagnostic::catalog::word;
use crate::diagnostic::{Finding, Message};
use crate::error::Result;
use crate::intake::{self, Beside, Found, HeaderFile, Scan};
use crate::model::Digest;
use crate::register::{Asset, AssetRole, Entry, Originals};

/// The files beside `found`, as assets. `shown` are the paths of pictures that its text shows.
pub fn take(
    found: &Found,
    shown: &[String],
    keep: Option<&Originals>,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Asset>> {
    let (scans, messages) = intake::scans_of(&found.beside, shown);
    let twin = found.beside.twin.as_deref().map(word::twin);
    let tell = |message: Message| Finding::of_file(&found.path, message);
    findings.extend(messages.into_iter().chain(twin).map(tell));
    let mut assets = Vec::new();
    if let Some(HeaderFile { name, bytes }) = &found.beside.header {
        keep.map(|originals| originals.keep(bytes)).transpose()?;
        assets.push(Asset { source: name.clone(), digest: Digest::of(bytes), role: AssetRole::Header });
    }
    for Scan { name, bytes, digest } in scans {
        keep.map(|originals| originals.keep(&bytes)).transpose()?;
        assets.push(Asset { source: name, digest, role: AssetRole::Evidence });
    }
    Ok(assets)
}

/// The name and the digest of the header that lies beside a document.
pub fn header(beside: &Beside) -> Option<(&str, Digest)> {
    beside.header.as_ref().map(|header| (header.name.as_str(), Digest::of(&header.bytes)))
}

/// The name and the digest of the header that was received last with a brief.
pub fn header_kept(entry: &Entry) -> Option<(&str, Digest)> {
    let header = entry.latest().assets.iter().find(|asset| asset.role == AssetRole::Header);
    header.map(|asset| (asset.source.as_str(), asset.digest))
}

impl Originals {
    /// The header that belongs to a text with these assets.
    pub fn header_of(&self, assets: &[Asset]) -> Result<Option<HeaderFile>> {
        let header = assets.iter().find(|asset| asset.role == AssetRole::Header);
        header.map(|asset| Ok(HeaderFile { name: asset.source.clone(), bytes: self.get(asset.digest)? })).transpose()
    }
}
