//! A bound volume (合订本): all issues of a title in a year, a part each, with indexes by unit and by topic.
//!
//! In: settings, roster, the issues in order. Out: the EPUB's bytes. Refuses to know: other titles and years.

use std::sync::Arc;

use serde::Serialize;
use tera::Context;

use super::access::Access;
use super::binder::Binder;
use super::bindery::Bindery;
use super::chapter::{Chapter, ChapterLine, Entry};
use super::cover::Cover;
use super::indexes::{Words, add_indexes};
use super::package::{Book, Identity};
use super::{front, lines, values};
use crate::config::Settings;
use crate::error::Result;
use crate::model::{Issue, Roster, SeriesId};
use crate::render::archive::readable;
use crate::render::changes::issue_changed;
use crate::render::view::issue_name;
use crate::render::{address, numerals};

/// The issues of a title in a year, oldest first; there is at least one.
pub struct Volume<'a> {
    /// Its title's id.
    pub series: &'a SeriesId,
    /// 改革动态
    pub title: &'a str,
    /// The year.
    pub year: i32,
    /// The issues.
    pub issues: Vec<&'a Issue>,
}

/// The chapters of a part.
pub(super) type Part<'a> = Vec<Arc<Chapter<'a>>>;

/// A part of a book as its contents list it.
#[derive(Serialize)]
pub(super) struct PartLine<'c> {
    pub href: String,
    pub heading: String,
    pub date: Option<String>,
    pub chapters: Vec<&'c ChapterLine>,
}

impl Volume<'_> {
    /// 《改革动态》2016年合订本
    pub fn name(&self) -> String {
        format!("《{}》{}年合订本", self.title, self.year)
    }

    /// 第1期至第24期, where all issues are numbered.
    pub fn span(&self) -> String {
        let numbers: Option<Vec<u32>> = self.issues.iter().map(|issue| issue.id.number()).collect();
        match numbers.as_deref() {
            Some([one]) => format!("第{one}期"),
            Some([first, .., last]) => format!("第{first}期至第{last}期"),
            _ => format!("共{}期", self.issues.len()),
        }
    }

    /// How many items it holds; those that were withdrawn have but their titles in it.
    pub fn items(&self) -> usize {
        self.issues.iter().map(|issue| readable(issue)).sum()
    }

    /// What tells it from other books.
    pub fn identity(&self) -> Identity {
        let date = |day: fn(&Issue) -> chrono::NaiveDate| self.issues.iter().map(|issue| day(issue)).max();
        Identity {
            // No issue's name holds a blank.
            key: format!("volume {} {}", self.series, self.year),
            title: self.name(),
            series: format!("{}合订本", self.title),
            position: u32::try_from(self.year).ok(),
            date: date(|issue| issue.date).unwrap_or_default(),
            modified: date(issue_changed).unwrap_or_default(),
        }
    }

    fn cover(&self, office: &str) -> Cover {
        let days = |issue: Option<&&Issue>| issue.map(|issue| numerals::day(issue.date)).unwrap_or_default();
        let (first, last) = (days(self.issues.first()), days(self.issues.last()));
        let days = if first == last { first } else { format!("{first}至{last}") };
        Cover::of(self.title, &[&format!("{}年合订本", self.year), &self.span()], &[office, &days])
    }
}

/// The EPUB of a volume.
pub fn volume<'a>(settings: &Settings, roster: &Roster, volume: &Volume<'a>, bindery: &Bindery<'a>) -> Result<Vec<u8>> {
    let entries: Vec<Vec<Entry<'a>>> = volume.issues.iter().map(|issue| Entry::of_issue(volume.title, issue)).collect();
    let identity = volume.identity();
    let date = identity.date;
    let access = Access::of(&entries.concat(), true);
    let book = Book::of(settings, identity, volume.cover(&settings.office), access);
    let parts: Vec<Part<'a>> = entries.iter().map(|part| bindery.chapters(part)).collect::<Result<_>>()?;
    let words = Words::of(roster, parts.iter().flatten());
    let mut binder = Binder::new(bindery, &book)?;
    let said = [volume.span(), format!("共{}期{}条", volume.issues.len(), volume.items())];
    contents(&mut binder, &volume.name(), &said, &listed(volume, &parts))?;
    for (issue, part) in volume.issues.iter().zip(&parts) {
        add_part(&mut binder, volume.title, issue, part)?;
    }
    add_indexes(&mut binder, &words)?;
    imprint(&mut binder, &said)?;
    binder.bound(date)
}

fn listed<'c>(volume: &Volume<'_>, parts: &'c [Part<'_>]) -> Vec<PartLine<'c>> {
    let line = |(issue, chapters): (&&Issue, &'c Part<'_>)| PartLine {
        href: address::part_name(&issue.id),
        heading: part_heading(volume.title, issue),
        date: Some(numerals::day(issue.date)),
        chapters: lines(chapters),
    };
    volume.issues.iter().zip(parts).map(line).collect()
}

/// What an issue is called within its volume: the title and the year stand on the cover.
fn part_heading(title: &str, issue: &Issue) -> String {
    super::Reach::default().issue_line(title, issue).label
}

fn add_part<'b>(binder: &mut Binder<'_, 'b>, title: &str, issue: &Issue, part: &Part<'b>) -> Result<()> {
    let href = address::part_name(&issue.id);
    let mut values = values(&front(title, issue), part);
    values.insert("name", &issue_name(title, issue));
    binder.page(&href, "part.xhtml", values)?;
    binder.entry(1, &href, &part_heading(title, issue));
    for chapter in part {
        binder.chapter(chapter, 2, &chapter.line.heading);
    }
    Ok(())
}

/// The title page with all parts and chapters.
pub(super) fn contents(binder: &mut Binder<'_, '_>, name: &str, said: &[String], parts: &[PartLine<'_>]) -> Result<()> {
    let mut values = Context::new();
    values.insert("said", said);
    values.insert("parts", parts);
    binder.page("contents.xhtml", "volume.xhtml", values)?;
    binder.landmark("toc", "contents.xhtml", "目录");
    binder.entry(1, "contents.xhtml", name);
    Ok(())
}

/// The last page: who made it and what it holds.
pub(super) fn imprint(binder: &mut Binder<'_, '_>, said: &[String]) -> Result<()> {
    let mut values = Context::new();
    values.insert("said", said);
    binder.page("imprint.xhtml", "imprint.xhtml", values)?;
    binder.landmark("colophon", "imprint.xhtml", "版本说明");
    binder.entry(1, "imprint.xhtml", "版本说明");
    Ok(())
}
