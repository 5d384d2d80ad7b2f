//! What programs read of the site: feeds of what is new, the catalogue of EPUBs, the list of pages.
//!
//! In: the archive's index and the paths of the pages. Out: files in Atom, OPDS and sitemap form. Their names for
//! things and their times come from the archive alone, never from templates, so that a new design is no news.
//! Refuses to know: how pages look.

mod entries;
mod entry;
pub mod news;
mod opds;
mod sitemap;

use atom_syndication::{Feed, Generator, WriteConfig};

pub use self::opds::Book;
use super::escape::{is_printable, is_surely_printable};
use super::site::Pages;
use crate::error::{Error, Result};

/// The media type of an Atom feed.
pub const ATOM: &str = "application/atom+xml";

/// Adds them all. Comes after all pages have been added, since it lists them. `volumes` are books of the site that are
/// no issue's, newest first.
pub fn add(pages: &mut Pages<'_>, volumes: Vec<Book>) {
    news::add(pages);
    opds::add(pages, volumes);
    sitemap::add(pages);
}

/// Bytes that most feeds take.
const ROOM: usize = 64 << 10;

/// A feed as the bytes of its file.
fn written(mut feed: Feed) -> Result<Vec<u8>> {
    feed.lang = Some("zh-CN".to_owned());
    feed.generator = Some(Generator { value: "kuaibao".to_owned(), ..Generator::default() });
    let format = WriteConfig { indent_size: Some(1), ..WriteConfig::default() };
    let mut bytes = feed.write_with_config(Vec::with_capacity(ROOM), format).map_err(not_made)?;
    // The writer escapes mark-up, but lets characters through that no XML document may hold.
    if !is_surely_printable(&bytes) {
        let mut text = String::from_utf8(bytes).map_err(not_made)?;
        text.retain(is_printable);
        bytes = text.into_bytes();
    }
    bytes.push(b'\n');
    Ok(bytes)
}

fn not_made(cause: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::defect("订阅文件没有做成").because(cause)
}
