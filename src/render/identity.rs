//! Names by which the world outside knows our things: books, feeds, entries.
//!
//! In: who publishes, and what our own name for the thing is. Out: a URN. Whoever builds the site where and when, and
//! whatever the templates look like: the same thing has the same name. Refuses to know: what kind of thing it is.

use crate::config::Settings;
use crate::model::Digest;

/// A UUID of version 8 from the digest of who publishes and what it is.
pub fn urn(settings: &Settings, name: &str) -> String {
    let publisher = if settings.url.is_empty() { &settings.office } else { &settings.url };
    let mut bytes = *Digest::of(format!("{publisher}\n{name}").as_bytes()).bytes();
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = Digest::from(bytes).short(32);
    format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}
