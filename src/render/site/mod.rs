//! The public site: which pages there are, and what each shows.
//!
//! In: the archive and the templates. Out: every file of the site, sorted by path, each made without the others.
//! Refuses to know: drafts, the file system, how pages look.

mod direct;
pub mod frame;
mod gathered;
mod home;
mod issues;
mod linked;
mod lists;
mod meta;
mod new;
mod related;
mod search;
mod shown;
mod units;
mod volumes;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;
use tera::{Context, Value};

use self::frame::PageHead;
use self::shown::Marks;
pub use self::shown::Shown;
use super::archive::{Archive, Index, Place};
use super::view::fields::fields;
use super::view::{Day, IssueLine, ItemLine, Link, Reach, issue_name};
use super::{Edition, Page, Templates, address, epub, feed};
use crate::error::{Error, Result};

/// All files of the public site: pages, EPUBs, pictures, search index, style sheet and the office's own static files.
pub fn site<'a>(archive: &'a Archive<'a>, templates: &'a Templates) -> Edition<'a> {
    let site = Arc::new(Site::of(archive, templates));
    let of_titles = (0..site.index.titles.len()).map(|at| feed::news::of_title(&site, at).is_some());
    let feeds = of_titles.chain([feed::news::of_site(&site).is_some()]).collect();
    let mut pages = Pages { site, feeds, made: Vec::new() };
    home::add(&mut pages);
    lists::add(&mut pages);
    issues::add(&mut pages);
    units::add(&mut pages);
    gathered::add(&mut pages);
    let (sets, remembering) = search::add(&mut pages);
    new::add(&mut pages);
    let volumes = volumes::add(&mut pages);
    feed::add(&mut pages, volumes);
    add_statics(&mut pages, templates);
    pages.made.sort_by(|a, b| a.path.cmp(&b.path));
    Edition { pages: pages.made, sets, remembering: Some(remembering) }
}

/// What all pages share, prepared once.
pub(super) struct Site<'a> {
    pub archive: &'a Archive<'a>,
    pub index: Index<'a>,
    pub templates: &'a Templates,
    /// Where books are bound.
    pub bindery: epub::Bindery<'a>,
    /// The name of each picture's file, by issue, by item, by what the text calls it.
    pub pictures: Vec<Vec<BTreeMap<&'a str, String>>>,
    /// What each issue is called.
    names: Vec<String>,
    /// What is shown of each issue and item, as numbers.
    pub marks: Marks,
    shared: Value,
}

/// The pages so far.
pub(super) struct Pages<'a> {
    pub site: Arc<Site<'a>>,
    /// Which feeds there are of the site and of its titles: the head and the foot of every page name them.
    feeds: Vec<bool>,
    made: Vec<Page<'a>>,
}

impl<'a> Pages<'a> {
    /// Adds a page that shows this; `make` is called when somebody wants its bytes.
    pub fn add(
        &mut self,
        path: String,
        shown: Shown<'a>,
        make: impl Fn(&Site<'a>) -> Result<Vec<u8>> + Send + Sync + 'a,
    ) {
        let site = Arc::clone(&self.site);
        let shown = shown.and(&self.feeds);
        self.made.push(Page::new(path, move || make(&site)).showing(shown));
    }

    /// Adds a page that shows something of everything, but no text.
    pub fn add_overview(
        &mut self,
        path: impl Into<String>,
        make: impl Fn(&Site<'a>) -> Result<Vec<u8>> + Send + Sync + 'a,
    ) {
        let shown = Shown::of(self.site.marks.everything);
        self.add(path.into(), shown, make);
    }

    /// Where the pages so far are.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.made.iter().map(|page| page.path.as_str())
    }
}

impl<'a> Site<'a> {
    /// Sorts the archive and prepares what all pages share.
    pub fn of(archive: &'a Archive<'a>, templates: &'a Templates) -> Self {
        let index = Index::of(archive);
        let shared = frame::site(archive.settings, &index.titles);
        let pictures = index.issues.iter().map(|issue| issues::picture_names(issue)).collect();
        let names = index.issues.iter().map(|issue| issue_name(index.title_of(issue), issue)).collect();
        let (bindery, marks) = (epub::Bindery::new(templates), Marks::of(&index));
        Site { archive, index, templates, bindery, pictures, names, marks, shared }
    }

    /// Renders a page with the values that all pages have and one of its own.
    fn page(&self, template: &str, head: &PageHead, name: &'static str, view: &impl Serialize) -> Result<Vec<u8>> {
        let mut values = Context::new();
        values.insert_value("site", self.shared.clone());
        values.insert("root", &address::root_of(&head.path));
        values.insert("nonce", &frame::nonce(head, view)?);
        values.insert("page", head);
        values.insert("meta", &meta::Meta::of(self, head));
        values.insert(name, view);
        self.templates.render(template, &values)
    }

    /// What pages of the site can link to.
    pub fn reach(&self) -> Reach<'_> {
        Reach { roster: Some(self.archive.roster), topics: Some(&self.index.topics), groups: Some(&self.index.groups) }
    }

    fn issue_line(&self, at: usize) -> IssueLine {
        let issue = self.index.issues[at];
        self.reach().issue_line(self.index.title_of(issue), issue)
    }

    fn entries(&self, places: &[Place]) -> Vec<Entry> {
        places.iter().map(|&place| self.entry(place)).collect()
    }

    fn entry(&self, place: Place) -> Entry {
        let issue = self.index.issues[place.issue];
        Entry {
            line: self.reach().item_line(issue, &issue.items[place.item]),
            issue: Link::new(self.names[place.issue].as_str(), address::issue_path(&issue.id)),
            date: Day::of(issue.date),
            year: issue.id.year,
        }
    }
}

/// A link with the number of issues or items behind it.
#[derive(Serialize)]
struct Counted {
    link: Link,
    count: usize,
}

impl Counted {
    fn new(name: impl Into<String>, path: impl Into<String>, count: usize) -> Self {
        Counted { link: Link::new(name, path), count }
    }
}

/// An item in a list that mixes issues.
pub(super) struct Entry {
    line: ItemLine,
    issue: Link,
    date: Day,
    year: i32,
}

fields!(Entry: line: ItemLine; issue, date, year);

/// Entries of a list from which on only its newest year is shown from the beginning.
const FOLDED: usize = 60;

/// A year's part of such a list.
#[derive(Serialize)]
pub(super) struct EntryYear {
    year: i32,
    /// Whether the list is so long that its years are folded up; then the newest one is open.
    fold: bool,
    open: bool,
    entries: Vec<Entry>,
}

/// Groups entries, newest first, by the years of their issues.
fn by_year(entries: Vec<Entry>) -> Vec<EntryYear> {
    let mut years: BTreeMap<i32, Vec<Entry>> = BTreeMap::new();
    let fold = entries.len() > FOLDED;
    for entry in entries {
        years.entry(entry.year).or_default().push(entry);
    }
    let newest = years.keys().next_back().copied();
    let part = |(year, entries)| EntryYear { year, fold, open: Some(year) == newest, entries };
    years.into_iter().rev().map(part).collect()
}

/// The folder of the search index: which files are in it is not known before they are made.
const INDEX: &str = "search/";

/// The style sheet and the office's own files. One that would take the place of a page stops the build: which of the
/// two readers should see is for the office to say.
fn add_statics<'a>(pages: &mut Pages<'a>, templates: &'a Templates) {
    // Windows and most drives that are carried about do not tell `Index.html` from `index.html`.
    let taken: BTreeSet<String> = pages.made.iter().map(|page| page.path.to_ascii_lowercase()).collect();
    for (path, bytes) in templates.statics() {
        let lower = path.to_ascii_lowercase();
        let clash = taken.contains(&lower) || lower.starts_with(INDEX);
        let shown = format!("templates/static/{path}");
        pages.add(path.to_owned(), Shown::of((bytes, clash)), move |_| match clash {
            false => Ok(bytes.to_vec()),
            true => Err(Error::usage("这个文件与网站里的一个页面同名").at(shown.as_str()).help("请给它换一个名字。")),
        });
    }
}
