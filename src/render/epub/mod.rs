//! Issues as books, EPUB 3.3: one issue; a year of a title, bound; the cases of a year.
//!
//! In: settings, issues, templates. Out: the file's bytes, the same on every run: identifier, times and order all come
//! from the issues. Refuses to know: the site, the clock.

mod access;
mod binder;
mod bindery;
mod cases;
mod chapter;
mod container;
mod cover;
mod indexes;
mod nav;
mod package;
mod packed;
mod volume;

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::Context;

use self::access::Access;
use self::binder::Binder;
pub use self::bindery::Bindery;
pub use self::cases::{cases, cases_identity, cases_name, is_case};
use self::chapter::{Chapter, ChapterLine, Entry};
use self::cover::Cover;
use self::package::Book;
pub use self::package::Identity;
pub use self::volume::{Volume, volume};
use super::changes::issue_changed;
use super::view::{IssueText, Reach, Setting, issue_name};
use crate::config::Settings;
use crate::error::Result;
use crate::model::Issue;

/// The front of an issue shows none.
static NO_PICTURES: BTreeMap<&str, String> = BTreeMap::new();

/// The EPUB of an issue.
pub fn epub<'a>(settings: &Settings, title: &'a str, issue: &'a Issue, bindery: &Bindery<'a>) -> Result<Vec<u8>> {
    let entries = Entry::of_issue(title, issue);
    let front = front(title, issue);
    let book = Book::of(settings, identity(title, issue), cover(settings, &front), Access::of(&entries, false));
    let chapters = bindery.chapters(&entries)?;
    let mut binder = Binder::new(bindery, &book)?;
    let name = issue_name(title, issue);
    binder.page("contents.xhtml", "contents.xhtml", values(&front, &chapters))?;
    binder.landmark("toc", "contents.xhtml", "目录");
    binder.entry(1, "contents.xhtml", &name);
    for chapter in &chapters {
        binder.chapter(chapter, 1, &chapter.line.heading);
    }
    binder.page("colophon.xhtml", "colophon.xhtml", values(&front, &[]))?;
    binder.entry(1, "colophon.xhtml", "落款");
    binder.bound(issue.date)
}

fn identity(title: &str, issue: &Issue) -> Identity {
    Identity {
        key: issue.id.to_string(),
        title: issue_name(title, issue),
        series: title.to_owned(),
        position: issue.total.or(issue.id.number()),
        date: issue.date,
        modified: issue_changed(issue),
    }
}

fn cover(settings: &Settings, front: &IssueText) -> Cover {
    let signed = if front.signed.trim().is_empty() { &settings.office } else { &front.signed };
    let number = if front.line.number.is_some() || front.line.total.is_some() { &front.line.label } else { "" };
    Cover::of(&front.line.title, &[number], &[signed, &front.line.date.text])
}

/// An issue without its texts: what stands around them.
fn front(title: &str, issue: &Issue) -> IssueText {
    let bare = Issue {
        id: issue.id.clone(),
        total: issue.total,
        date: issue.date,
        signed: issue.signed.clone(),
        note: issue.note.clone(),
        copies: issue.copies.clone(),
        printed: issue.printed,
        items: Vec::new(),
        notices: issue.notices.clone(),
    };
    Reach::default().issue_text(title, &bare, |_| Setting { heading: 2, pictures: &NO_PICTURES, epub: true })
}

fn values(front: &IssueText, chapters: &[Arc<Chapter<'_>>]) -> Context {
    let mut values = Context::new();
    values.insert("issue", front);
    values.insert("chapters", &lines(chapters));
    values
}

fn lines<'c>(chapters: &'c [Arc<Chapter<'_>>]) -> Vec<&'c ChapterLine> {
    chapters.iter().map(|chapter| &chapter.line).collect()
}
