//! What a book says of itself: identity, place in its series, accessibility.
//!
//! In: settings and an issue. Out: the value `book` of the EPUB's templates. Says of accessibility only what is true
//! of this very issue. Refuses to know: mark-up, the container.

use serde::Serialize;

use super::super::archive::{pictures_of, text_of};
use super::super::changes::issue_changed;
use super::super::identity;
use super::super::view::{Day, issue_name};
use crate::config::Settings;
use crate::model::{Issue, Item};

/// The value `book`.
#[derive(Serialize)]
pub struct Book {
    /// urn:uuid:…
    identifier: String,
    /// 《改革动态》2016年第12期（总第45期）
    title: String,
    /// The office that makes it.
    office: String,
    /// The day of the issue.
    date: Day,
    /// The day of its last change, as the specification wants it.
    modified: String,
    /// The title that it is an issue of.
    series: String,
    /// Its place in the series, where that is known.
    position: Option<u32>,
    /// The size of the title's letters on the cover: long titles have to be smaller to fit.
    cover_title: usize,
    /// The same for the office's name.
    cover_office: usize,
    resources: Vec<Resource>,
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

/// What readers can rely on.
#[derive(Serialize)]
struct Access {
    modes: Vec<&'static str>,
    sufficient: &'static str,
    features: Vec<&'static str>,
    summary: &'static str,
}

impl Book {
    /// What an issue's book says of itself.
    pub fn of(settings: &Settings, title: &str, issue: &Issue, resources: Vec<Resource>) -> Self {
        Book {
            identifier: identifier(settings, issue),
            title: issue_name(title, issue),
            office: settings.office.clone(),
            date: Day::of(issue.date),
            modified: format!("{}T00:00:00Z", issue_changed(issue)),
            series: title.to_owned(),
            position: issue.total.or(issue.id.number()),
            cover_title: letter_size(title, 480, 112),
            cover_office: letter_size(&settings.office, 480, 26),
            resources,
            access: Access::of(issue),
        }
    }
}

impl Resource {
    /// The file at `href`, seen from the package.
    pub fn new(href: &str) -> Self {
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
        Resource { id, href: href.to_owned(), media_type, properties: None, in_spine: false }
    }

    /// With what the package has to say of it.
    pub fn with(mut self, properties: &'static str) -> Self {
        self.properties = Some(properties);
        self
    }

    /// As a part of the reading order.
    pub fn in_spine(mut self) -> Self {
        self.in_spine = true;
        self
    }
}

impl Access {
    fn of(issue: &Issue) -> Self {
        let pictures = issue.items.iter().any(|item| !pictures_of(issue, item).is_empty());
        let described = issue.items.iter().all(|item| pictures_are_described(issue, item));
        let mut features = vec!["tableOfContents", "readingOrder", "structuralNavigation"];
        if pictures && described {
            features.push("alternativeText");
        }
        Access {
            modes: if pictures { vec!["textual", "visual"] } else { vec!["textual"] },
            sufficient: if described { "textual" } else { "textual,visual" },
            features,
            summary: match (pictures, described) {
                (false, _) => "全文为文字，有目录、标题层级和固定的阅读顺序，可用读屏软件读完。",
                (true, true) => "有目录、标题层级和固定的阅读顺序；插图都附有文字说明，可用读屏软件读完。",
                (true, false) => "有目录、标题层级和固定的阅读顺序；有的插图没有文字说明。",
            },
        }
    }
}

fn pictures_are_described(issue: &Issue, item: &Item) -> bool {
    let Some(text) = text_of(issue, item) else { return true };
    let has_file = |source: &str| item.images.iter().any(|image| image.source == source);
    text.images().into_iter().all(|(image, _)| !has_file(&image.source) || !image.alt.trim().is_empty())
}

/// The book's name: feeds and catalogues call it the same.
pub fn identifier(settings: &Settings, issue: &Issue) -> String {
    identity::urn(settings, &issue.id.to_string())
}

/// The size at which `text` is at most `width` wide, and at most `most`; a Chinese character is as wide as its size.
fn letter_size(text: &str, width: usize, most: usize) -> usize {
    (width / text.chars().count().max(1)).clamp(8, most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::sample;

    #[test]
    fn a_book_is_known_by_its_publisher_and_issue() {
        let office = sample::office();
        let issue = sample::issue("dongtai-2016-12", "2016-11-17");
        let id = identifier(&office.settings, &issue);
        assert_eq!(id, identifier(&office.settings, &issue));
        assert_eq!((id.len(), &id[23..24]), (45, "8"));
        assert!(matches!(&id[28..29], "8" | "9" | "a" | "b"), "{id}");
        assert_ne!(id, identifier(&office.settings, &sample::issue("dongtai-2016-13", "2016-11-17")));
    }

    #[test]
    fn accessibility_claims_are_true_of_the_issue() {
        let mut issue = sample::issue("dongtai-2016-12", "2016-11-17");
        assert_eq!(Access::of(&issue).modes, ["textual"]);
        issue.items[0] = sample::item_with_picture(1, "一张图");
        let access = Access::of(&issue);
        assert_eq!((access.sufficient, access.features.contains(&"alternativeText")), ("textual", true));
        issue.items[0] = sample::item_with_picture(1, " ");
        let access = Access::of(&issue);
        assert_eq!((access.sufficient, access.features.contains(&"alternativeText")), ("textual,visual", false));
        issue.items[0].withdrawn = true;
        assert_eq!(Access::of(&issue).modes, ["textual"], "nobody sees the picture any more");
    }
}
