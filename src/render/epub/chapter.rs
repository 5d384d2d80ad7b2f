//! One item as a document of a book.
//!
//! In: an item with its issue and title. Out: its document and what lists say of it. The document holds nothing of the
//! book: an item is the same bytes in its issue's EPUB and in every volume. Refuses to know: other items.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use tera::Context;

use super::super::archive::pictures_of;
use super::super::view::{OutlineLine, Reach, Setting, issue_name};
use super::super::{Templates, address, numerals};
use super::packed::Packed;
use crate::error::Result;
use crate::model::issue::ItemImage;
use crate::model::{Issue, Item};

/// An item with its issue and the title of that.
#[derive(Clone, Copy)]
pub struct Entry<'a> {
    /// 改革动态
    pub title: &'a str,
    /// The issue.
    pub issue: &'a Issue,
    /// The item.
    pub item: &'a Item,
}

/// A chapter.
pub struct Chapter<'a> {
    /// What it was made from.
    pub entry: Entry<'a>,
    /// What lists say of it.
    pub line: ChapterLine,
    /// Its headings and points.
    pub outline: Vec<OutlineLine>,
    /// The document.
    pub packed: Arc<Packed>,
}

/// What lists say of a chapter.
#[derive(Serialize)]
pub struct ChapterLine {
    /// Its document.
    pub href: String,
    /// 一、标题, or the title alone where the issue has but one item.
    pub heading: String,
    /// Its title.
    pub title: String,
    /// 《改革动态》2016年第6期（总第39期）第一条
    pub place: String,
    /// The supplying units as they wrote themselves.
    pub sources: String,
    /// Whether its text was withdrawn.
    pub withdrawn: bool,
    /// Whether it was corrected.
    pub corrected: bool,
}

impl<'a> Entry<'a> {
    /// The items of an issue.
    pub fn of_issue(title: &'a str, issue: &'a Issue) -> Vec<Self> {
        issue.items.iter().map(|item| Entry { title, issue, item }).collect()
    }

    /// Makes its chapter.
    pub fn chapter(self, templates: &Templates) -> Result<Chapter<'a>> {
        let Entry { title, issue, item } = self;
        let pictures: BTreeMap<&str, String> =
            self.pictures().iter().map(|picture| (picture.source.as_str(), picture_href(picture))).collect();
        let setting = Setting { heading: 2, pictures: &pictures, epub: true };
        let mut view = Reach::default().item_text(title, issue, item, &setting);
        let line = ChapterLine {
            href: address::chapter_name(&issue.id, item.number),
            heading: view.heading.clone(),
            title: item.title.clone(),
            place: place(title, issue, item),
            sources: item.sources.iter().map(|source| source.written.as_str()).collect::<Vec<_>>().join("、"),
            withdrawn: view.line.withdrawn,
            corrected: view.line.corrected,
        };
        let outline = std::mem::take(&mut view.outline);
        let mut values = Context::new();
        values.insert("item", &view);
        values.insert("place", &line.place);
        let bytes = templates.render("epub/item.xhtml", &values)?;
        let packed = Arc::new(Packed::of(&line.href, &bytes)?);
        Ok(Chapter { entry: self, line, outline, packed })
    }

    /// The pictures that readers may see.
    pub fn pictures(self) -> &'a [ItemImage] {
        pictures_of(self.issue, self.item)
    }
}

/// Where a picture is, seen from any document of a book.
pub fn picture_href(picture: &ItemImage) -> String {
    format!("images/{}", address::picture_name(picture))
}

fn place(title: &str, issue: &Issue, item: &Item) -> String {
    let issue_name = issue_name(title, issue);
    match issue.items.len() {
        1 => issue_name,
        _ => format!("{issue_name}第{}条", numerals::chinese(item.number)),
    }
}
