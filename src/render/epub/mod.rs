//! An issue as an EPUB 3.3: cover, contents, one document an item, signature.
//!
//! In: settings, an issue, templates. Out: the file's bytes, the same on every run: identifier, times and order all
//! come from the issue. Refuses to know: the site, other issues, the clock.

mod container;
mod package;

use std::collections::BTreeMap;

use serde::Serialize;
use tera::Context;

pub use self::package::identifier;
use self::package::{Book, Resource};
use super::archive::pictures_of;
use super::view::{IssueText, Reach, Setting};
use super::{Templates, address};
use crate::config::Settings;
use crate::error::Result;
use crate::model::Issue;

/// A document of the book that the contents list names.
#[derive(Serialize)]
struct Chapter {
    href: String,
    heading: String,
}

/// The EPUB of an issue.
pub fn epub(settings: &Settings, title: &str, issue: &Issue, templates: &Templates) -> Result<Vec<u8>> {
    let pictures = pictures(issue);
    let text = issue_text(title, issue);
    let chapters: Vec<Chapter> = text
        .texts
        .iter()
        .map(|item| Chapter {
            href: chapter_href(item.line.number),
            heading: format!("{}{}", item.heading, if item.line.withdrawn { "（已撤稿）" } else { "" }),
        })
        .collect();
    let book = Book::of(settings, title, issue, resources(&chapters, &pictures));
    let mut values = Context::new();
    values.insert("book", &book);
    values.insert("chapters", &chapters);
    values.insert("issue", &text);
    let files = documents(&text, &chapters, &pictures, templates, values)?;
    container::packed(issue.date, &files)
}

/// A file's name in the container and its bytes.
type File = (String, Vec<u8>);

/// All files in the order in which they are packed; reading starts at the front.
fn documents(
    text: &IssueText,
    chapters: &[Chapter],
    pictures: &BTreeMap<String, Vec<u8>>,
    templates: &Templates,
    mut values: Context,
) -> Result<Vec<File>> {
    let made = |name: &str, values: &Context| -> Result<File> {
        Ok((format!("EPUB/{name}"), templates.render(&format!("epub/{name}"), values)?))
    };
    let mut files = vec![("META-INF/container.xml".to_owned(), templates.render("epub/container.xml", &values)?)];
    for name in ["package.opf", "nav.xhtml", "cover.xhtml", "cover.svg", "contents.xhtml"] {
        files.push(made(name, &values)?);
    }
    for (item, chapter) in text.texts.iter().zip(chapters) {
        values.insert("item", item);
        files.push((format!("EPUB/{}", chapter.href), templates.render("epub/item.xhtml", &values)?));
    }
    values.remove("item");
    files.push(made("colophon.xhtml", &values)?);
    files.push(("EPUB/style.css".to_owned(), templates.file("epub/style.css")?.to_vec()));
    files.extend(pictures.iter().map(|(name, bytes)| (format!("EPUB/images/{name}"), bytes.clone())));
    Ok(files)
}

fn issue_text(title: &str, issue: &Issue) -> IssueText {
    let named: Vec<BTreeMap<&str, String>> = issue
        .items
        .iter()
        .map(|item| pictures_of(issue, item).into_iter().map(|p| (p.source.as_str(), href(p))).collect())
        .collect();
    let setting = |at: usize| Setting { heading: 2, pictures: &named[at], epub: true };
    Reach::default().issue_text(title, issue, setting)
}

fn pictures(issue: &Issue) -> BTreeMap<String, Vec<u8>> {
    let shown = issue.items.iter().flat_map(|item| pictures_of(issue, item));
    shown.map(|p| (address::picture_name(&p.bytes, p.format), p.bytes.to_vec())).collect()
}

fn href(picture: &crate::model::issue::ItemImage) -> String {
    format!("images/{}", address::picture_name(&picture.bytes, picture.format))
}

fn chapter_href(number: usize) -> String {
    format!("item-{number:02}.xhtml")
}

/// What the package lists: the documents in reading order, then what they use.
fn resources(chapters: &[Chapter], pictures: &BTreeMap<String, Vec<u8>>) -> Vec<Resource> {
    let mut all = vec![
        Resource::new("nav.xhtml").with("nav"),
        Resource::new("cover.xhtml").in_spine(),
        Resource::new("cover.svg").with("cover-image"),
        Resource::new("contents.xhtml").in_spine(),
    ];
    all.extend(chapters.iter().map(|chapter| Resource::new(&chapter.href).in_spine()));
    all.push(Resource::new("colophon.xhtml").in_spine());
    all.push(Resource::new("style.css"));
    all.extend(pictures.keys().map(|name| Resource::new(&format!("images/{name}"))));
    all
}
