//! What a book says of itself: identity, place in its series, files.
//!
//! In: settings and what identifies the book. Out: the values `book` and `resources` of the EPUB's templates.
//! Refuses to know: mark-up, the container.

use chrono::NaiveDate;
use serde::Serialize;

use super::super::changes::moment;
use super::super::identity;
use super::super::view::Day;
use super::access::Access;
use super::cover::Cover;
use crate::config::Settings;

/// What tells a book from all others.
pub struct Identity {
    /// What it holds, in words that no other book of the publisher has.
    pub key: String,
    /// 《改革动态》2016年第12期（总第45期）
    pub title: String,
    /// The series that it is a part of.
    pub series: String,
    /// Its place in the series, where that is known.
    pub position: Option<u32>,
    /// The day of its newest issue.
    pub date: NaiveDate,
    /// The day of its last change.
    pub modified: NaiveDate,
}

/// The value `book`.
#[derive(Serialize)]
pub struct Book {
    /// urn:uuid:…
    identifier: String,
    title: String,
    /// The office that makes it.
    office: String,
    date: Day,
    /// The day of its last change: its beginning in China, in the time zone that the specification wants.
    modified: String,
    series: String,
    position: Option<u32>,
    cover: Cover,
    access: Access,
}

/// A file of the book.
#[derive(Serialize)]
pub struct Resource {
    id: String,
    href: String,
    media_type: &'static str,
    properties: Option<&'static str>,
    in_spine: bool,
}

impl Book {
    /// What a book says of itself.
    pub fn of(settings: &Settings, identity: Identity, cover: Cover, access: Access) -> Self {
        Book {
            identifier: identity::urn(settings, &identity.key),
            title: identity.title,
            office: settings.office.clone(),
            date: Day::of(identity.date),
            modified: moment(identity.modified).to_utc().format("%Y-%m-%dT%H:%M:%SZ").to_string(),
            series: identity.series,
            position: identity.position,
            cover,
            access,
        }
    }
}

impl Resource {
    /// The file at `href`, seen from the package.
    pub fn new(href: &str, in_spine: bool, properties: Option<&'static str>) -> Self {
        let extension = href.rsplit('.').next().unwrap_or_default();
        let media_type = match extension {
            "xhtml" => "application/xhtml+xml",
            "svg" => "image/svg+xml",
            "css" => "text/css",
            "jpg" => "image/jpeg",
            "webp" => "image/webp",
            "gif" => "image/gif",
            _ => "image/png",
        };
        // An id must not begin with a digit, as the name of a picture may.
        let id = format!("r-{}", href.replace(['/', '.'], "-"));
        Resource { id, href: href.to_owned(), media_type, properties, in_spine }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::sample;

    #[test]
    fn a_book_is_known_by_its_publisher_and_what_it_holds() {
        let settings = sample::office().settings;
        let id = identity::urn(&settings, "dongtai-2016-12");
        assert_eq!(id, identity::urn(&settings, "dongtai-2016-12"));
        assert_eq!((id.len(), &id[23..24]), (45, "8"));
        assert!(matches!(&id[28..29], "8" | "9" | "a" | "b"), "{id}");
        assert_ne!(id, identity::urn(&settings, "dongtai-2016-13"));
    }
}
