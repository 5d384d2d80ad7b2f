//! What a book says of its accessibility: only what is true of the very items in it.
//!
//! In: the items. Out: the value `book.access`. Whether it conforms to a standard is not said: nobody has checked this
//! book by hand. Refuses to know: mark-up.

use serde::Serialize;

use super::super::archive::text_of;
use super::chapter::Entry;
use crate::model::ImageFormat;

/// What readers can rely on.
#[derive(Serialize)]
pub struct Access {
    modes: Vec<&'static str>,
    sufficient: &'static str,
    features: Vec<&'static str>,
    hazard: &'static str,
    summary: &'static str,
}

impl Access {
    /// What is true of these items; `index`: whether the book has indexes.
    pub fn of(entries: &[Entry<'_>], index: bool) -> Self {
        let pictures = entries.iter().any(|entry| !entry.pictures().is_empty());
        let described = entries.iter().all(pictures_are_described);
        let mut features = vec!["tableOfContents", "readingOrder", "structuralNavigation"];
        if index {
            features.push("index");
        }
        if pictures && described {
            features.push("alternativeText");
        }
        Access {
            modes: if pictures { vec!["textual", "visual"] } else { vec!["textual"] },
            sufficient: if described { "textual" } else { "textual,visual" },
            features,
            hazard: if entries.iter().any(may_move) { "unknown" } else { "none" },
            summary: match (pictures, described) {
                (false, _) => "全文为文字，有目录、标题层级和固定的阅读顺序，可用读屏软件读完。",
                (true, true) => "有目录、标题层级和固定的阅读顺序；插图都附有文字说明，可用读屏软件读完。",
                (true, false) => "有目录、标题层级和固定的阅读顺序；有的插图没有文字说明。",
            },
        }
    }
}

/// Nobody has looked whether a picture that can move flashes.
fn may_move(entry: &Entry<'_>) -> bool {
    entry.pictures().iter().any(|picture| matches!(picture.format, ImageFormat::Gif | ImageFormat::Webp))
}

fn pictures_are_described(entry: &Entry<'_>) -> bool {
    // Most have no pictures, and their texts need not be looked at.
    if entry.item.images.is_empty() {
        return true;
    }
    let Some(text) = text_of(entry.issue, entry.item) else { return true };
    let has_file = |source: &str| entry.item.images.iter().any(|image| image.source == source);
    text.images().into_iter().all(|(image, _)| !has_file(&image.source) || !image.alt.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Issue;
    use crate::render::tests::sample;

    fn access(issue: &Issue) -> Access {
        Access::of(&Entry::of_issue("改革动态", issue), false)
    }

    #[test]
    fn claims_are_true_of_the_issue() {
        let mut issue = sample::issue("dongtai-2016-12", "2016-11-17");
        assert_eq!((access(&issue).modes, access(&issue).hazard), (vec!["textual"], "none"));
        issue.items[0] = sample::item_with_picture(1, "一张图");
        let told = access(&issue);
        assert_eq!((told.sufficient, told.features.contains(&"alternativeText")), ("textual", true));
        issue.items[0] = sample::item_with_picture(1, " ");
        let told = access(&issue);
        assert_eq!((told.sufficient, told.features.contains(&"alternativeText")), ("textual,visual", false));
        issue.items[0].images[0].format = ImageFormat::Gif;
        assert_eq!(access(&issue).hazard, "unknown");
        issue.items[0].withdrawn = true;
        assert_eq!((access(&issue).modes, access(&issue).hazard), (vec!["textual"], "none"), "nobody sees it any more");
    }
}
