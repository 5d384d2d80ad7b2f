//! The catalogue of EPUBs for reading apps: which lists there are and what stands in them (OPDS).
//!
//! In: the index, and the volumes of the site. Out: each list as OPDS 1.2 (`.xml`) and 2.0 (`.json`): the entrance,
//! the newest issues, each title by year, the volumes. Long lists are cut into pages. A book is called here what it
//! calls itself. Refuses to know: how the two forms are written.

mod atom;
mod json;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use std::cmp::Reverse;

use chrono::NaiveDate;

use super::super::archive::is_withdrawn;
use super::super::changes::issue_changed;
use super::super::site::{Pages, Shown as Marked, Site};
use super::super::view::issue_name;
use super::super::{address, identity};
use crate::model::{Issue, Item};

/// Books of one page of a list.
const PAGE: usize = 100;
/// Books of the list of the newest ones.
const NEWEST: usize = 30;

/// An EPUB of the site.
#[derive(Clone)]
pub struct Book {
    /// Where it is.
    pub path: String,
    /// What it calls itself: its `dc:identifier`.
    pub identifier: String,
    /// Its title.
    pub title: String,
    /// The day that it bears.
    pub date: NaiveDate,
    /// The day of its last change.
    pub changed: NaiveDate,
    /// What is in it.
    pub summary: String,
    /// The page that shows the same, where there is one.
    pub page: Option<String>,
    /// The title that it belongs to.
    pub series: Option<String>,
    /// Its place in that title.
    pub position: Option<u32>,
}

/// One list of the catalogue.
struct Listing {
    /// Where it is, without the ending.
    stem: String,
    title: String,
    changed: NaiveDate,
    /// The list above it.
    up: Option<String>,
    /// The pages before and after it.
    previous: Option<String>,
    next: Option<String>,
    /// All entries of a list of which this is a page.
    total: usize,
    shown: Shown,
}

/// What a list shows.
enum Shown {
    /// Further lists.
    Ways(Vec<Way>),
    /// Books.
    Books(Vec<Book>),
}

/// A way to a further list.
struct Way {
    /// Where that is, without the ending.
    stem: String,
    title: String,
    summary: String,
    changed: NaiveDate,
    /// What it is to the list that names it.
    relation: &'static str,
    /// Whether books are found there.
    books: bool,
}

/// Which list; a page of it counts from 0.
#[derive(Clone, Copy)]
enum List {
    Entrance,
    Newest,
    Title(usize),
    Year(usize, i32, usize),
    Volumes(usize),
}

/// Adds the whole catalogue; without any book there is none.
pub(super) fn add(pages: &mut Pages<'_>, volumes: Vec<Book>) {
    let volumes: Arc<[Book]> = volumes.into();
    for list in lists(&pages.site, &volumes) {
        let stem = stem(&pages.site, list);
        let (for_atom, for_json) = (Arc::clone(&volumes), Arc::clone(&volumes));
        let marks = &pages.site.marks;
        let shown = || match list {
            List::Year(at, year, _) => {
                Marked::default().all(issues_of(&pages.site, at, year).map(|at| marks.whole(at)))
            }
            _ => Marked::of(marks.everything),
        };
        let (as_atom, as_json) = (shown(), shown());
        pages.add(format!("{stem}.xml"), as_atom, move |site| atom::written(site, listing(site, &for_atom, list)));
        pages.add(format!("{stem}.json"), as_json, move |site| Ok(json::written(site, listing(site, &for_json, list))));
    }
}

/// The positions of a title's issues of a year, oldest first.
fn issues_of(site: &Site<'_>, at: usize, year: i32) -> impl Iterator<Item = usize> {
    site.index.years_of(&site.index.titles[at]).remove(&year).unwrap_or_default().into_iter()
}

fn lists(site: &Site<'_>, volumes: &[Book]) -> Vec<List> {
    let mut lists = Vec::new();
    if !site.index.issues.is_empty() {
        lists.push(List::Newest);
    }
    for (at, title) in site.index.titles.iter().enumerate().filter(|(_, title)| !title.issues.is_empty()) {
        lists.push(List::Title(at));
        for (year, issues) in site.index.years_of(title) {
            lists.extend((0..issues.len().div_ceil(PAGE)).map(|page| List::Year(at, year, page)));
        }
    }
    lists.extend((0..volumes.len().div_ceil(PAGE)).map(List::Volumes));
    if !lists.is_empty() {
        lists.push(List::Entrance);
    }
    lists
}

/// Where a list is. Every title has a folder of its own, so that none can take another list's place.
fn stem(site: &Site<'_>, list: List) -> String {
    let paged = |stem: String, page: usize| if page == 0 { stem } else { format!("{stem}-{}", page + 1) };
    let folder =
        |at: usize| format!("opds/{}", address::series_path(site.index.titles[at].id).replace("/index.html", ""));
    match list {
        List::Entrance => address::CATALOGUE.to_owned(),
        List::Newest => "opds/newest".to_owned(),
        List::Title(at) => folder(at) + "/index",
        List::Year(at, year, page) => paged(format!("{}/{year:04}", folder(at)), page),
        List::Volumes(page) => paged("opds/volumes".to_owned(), page),
    }
}

// ---- what stands in a list ---------------------------------------------------

fn listing(site: &Site<'_>, volumes: &[Book], list: List) -> Listing {
    match list {
        List::Entrance => entrance(site, volumes),
        List::Newest => newest(site),
        List::Title(at) => title(site, at),
        List::Year(at, year, page) => year_page(site, at, year, page),
        List::Volumes(page) => {
            let paged = |page| List::Volumes(page);
            let books = (volumes.iter().skip(page * PAGE).take(PAGE).cloned().collect(), volumes.len());
            page_of(site, "合订本和汇编".to_owned(), books, List::Entrance, page, &paged)
        }
    }
}

fn entrance(site: &Site<'_>, volumes: &[Book]) -> Listing {
    let mut ways = Vec::new();
    if !site.index.issues.is_empty() {
        let books = newest_books(site);
        ways.push(way(site, List::Newest, "最新各期", format!("最近刊发的{}期。", books.len()), latest(&books)));
    }
    for (at, title) in site.index.titles.iter().enumerate().filter(|(_, title)| !title.issues.is_empty()) {
        let issues = &site.index.issues[title.issues.clone()];
        let changed = issues.iter().map(|issue| issue_changed(issue)).max().unwrap_or_default();
        ways.push(way(site, List::Title(at), title.name, format!("共{}期，按年份。", issues.len()), changed));
    }
    if !volumes.is_empty() {
        let summary = format!("各年合订本、案例汇编，共{}册。", volumes.len());
        ways.push(way(site, List::Volumes(0), "合订本和汇编", summary, latest(volumes)));
    }
    // Readers of feeds show lists in this order whatever order they come in.
    ways.sort_by_key(|way| Reverse(way.changed));
    let title = format!("{}电子书目录", site.archive.settings.site_title);
    ways_listing(site, List::Entrance, title, None, ways)
}

fn newest(site: &Site<'_>) -> Listing {
    let books = newest_books(site);
    let total = books.len();
    page_of(site, "最新各期".to_owned(), (books, total), List::Entrance, 0, &|_| List::Newest)
}

fn newest_books(site: &Site<'_>) -> Vec<Book> {
    site.index.newest.iter().copied().take(NEWEST).map(|at| book(site, site.index.issues[at])).collect()
}

fn title(site: &Site<'_>, at: usize) -> Listing {
    let title = &site.index.titles[at];
    let year = |(year, issues): (i32, Vec<usize>)| {
        let changed = issues.iter().map(|&at| issue_changed(site.index.issues[at])).max().unwrap_or_default();
        let name = format!("{}（{year}年）", title.name);
        way(site, List::Year(at, year, 0), &name, format!("共{}期。", issues.len()), changed)
    };
    let ways = site.index.years_of(title).into_iter().rev().map(year).collect();
    ways_listing(site, List::Title(at), title.name.to_owned(), Some(List::Entrance), ways)
}

fn year_page(site: &Site<'_>, at: usize, year: i32, page: usize) -> Listing {
    let title = &site.index.titles[at];
    let issues: Vec<usize> = issues_of(site, at, year).collect();
    let of_page = issues.iter().rev().skip(page * PAGE).take(PAGE);
    let books = of_page.map(|&at| book(site, site.index.issues[at])).collect();
    let name = format!("{}（{year}年）", title.name);
    page_of(site, name, (books, issues.len()), List::Title(at), page, &|page| List::Year(at, year, page))
}

fn ways_listing(site: &Site<'_>, list: List, title: String, up: Option<List>, ways: Vec<Way>) -> Listing {
    Listing {
        stem: stem(site, list),
        title,
        changed: ways.iter().map(|way| way.changed).max().unwrap_or_default(),
        up: up.map(|up| stem(site, up)),
        previous: None,
        next: None,
        total: ways.len(),
        shown: Shown::Ways(ways),
    }
}

/// A page of a list of books: those of the page, and how many there are. `list` names the list's pages.
fn page_of(
    site: &Site<'_>,
    title: String,
    (shown, total): (Vec<Book>, usize),
    up: List,
    page: usize,
    list: &dyn Fn(usize) -> List,
) -> Listing {
    Listing {
        stem: stem(site, list(page)),
        title,
        changed: latest(&shown),
        up: Some(stem(site, up)),
        previous: page.checked_sub(1).map(|page| stem(site, list(page))),
        next: ((page + 1) * PAGE < total).then(|| stem(site, list(page + 1))),
        total,
        shown: Shown::Books(shown),
    }
}

fn way(site: &Site<'_>, list: List, title: &str, summary: String, changed: NaiveDate) -> Way {
    Way {
        stem: stem(site, list),
        title: title.to_owned(),
        summary,
        changed,
        relation: if matches!(list, List::Newest) { "http://opds-spec.org/sort/new" } else { "subsection" },
        books: !matches!(list, List::Title(_) | List::Entrance),
    }
}

fn latest(books: &[Book]) -> NaiveDate {
    books.iter().map(|book| book.changed).max().unwrap_or_default()
}

/// An issue's EPUB.
fn book(site: &Site<'_>, issue: &Issue) -> Book {
    let title = site.index.title_of(issue);
    let name = |item: &Item| format!("{}{}", item.title, if is_withdrawn(issue, item) { "（已撤稿）" } else { "" });
    let titles: Vec<String> = issue.items.iter().map(name).collect();
    Book {
        path: address::epub_path(&issue.id),
        identifier: identity::urn(site.archive.settings, &issue.id.to_string()),
        title: issue_name(title, issue),
        date: issue.date,
        changed: issue_changed(issue),
        summary: titles.join("；"),
        page: Some(address::issue_path(&issue.id)),
        series: Some(title.to_owned()),
        position: issue.total.or(issue.id.number()),
    }
}

/// A link of a list to another file, as seen from the list.
fn afar(site: &Site<'_>, listing: &Listing, to: &str) -> String {
    address::from_afar(&site.archive.settings.url, &listing.stem, to)
}
