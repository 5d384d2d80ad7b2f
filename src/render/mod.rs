//! One issue, or the whole archive → pages: the public site with its EPUBs, and drafts for review.
//!
//! In: published issues, settings, roster, templates. Out: pages, each a path and a way to make its bytes; the same
//! input gives the same bytes, in whatever order and on however many cores they are made.
//! Refuses to know: the register, the inbox, the file system, the clock. What it is not given it cannot leak.

mod address;
mod archive;
mod base64;
mod body;
mod changes;
mod draft;
mod epub;
pub mod escape;
mod feed;
mod identity;
mod json;
mod numerals;
mod page;
mod phrases;
mod search;
mod site;
mod templates;
#[cfg(test)]
pub(crate) mod tests;
mod view;

pub use address::{epub_path, issue_path};
pub use archive::Archive;
pub use draft::draft;
pub use page::{Edition, Page, Remembered, Set};
pub use site::site;
pub use templates::Templates;
