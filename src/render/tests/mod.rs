//! Tests of the room as a whole: the sample archive rendered in memory and read back.

mod epub;
mod feeds;
mod hostile;
mod metadata;
mod pages;
pub mod sample;
mod site;
pub mod xml;

use std::collections::BTreeMap;

use super::{Archive, Edition, Templates, site as pages_of};

/// Every file of the archive's site.
pub fn rendered(archive: &Archive<'_>, templates: &Templates) -> BTreeMap<String, Vec<u8>> {
    let Edition { pages, sets, .. } = pages_of(archive, templates);
    let made = pages.into_iter().map(|page| {
        let bytes = page.bytes().unwrap_or_else(|error| panic!("{}: {error}", page.path));
        (page.path, bytes)
    });
    made.chain(sets.iter().flat_map(|set| set.files().expect("a set"))).collect()
}

/// The text of a page.
pub fn text_of<'f>(files: &'f BTreeMap<String, Vec<u8>>, path: &str) -> &'f str {
    let bytes = files.get(path).unwrap_or_else(|| panic!("no page {path}"));
    std::str::from_utf8(bytes).expect("pages are UTF-8")
}
