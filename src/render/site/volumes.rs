//! Bound volumes and case volumes, and the page that lists them.
//!
//! In: the index. Out: `<series>/<year>.epub`, `cases/<year>.epub`, `cases/index.html`. A title's year without issues
//! and a year without cases have no file. Refuses to know: how a volume is made.

use std::sync::Arc;

use serde::Serialize;

use super::super::archive::{Title, is_withdrawn};
use super::super::epub::{self, Volume};
use super::super::feed::Book;
use super::super::view::Link;
use super::super::{address, epub::is_case, identity};
use super::frame::PageHead;
use super::{Pages, Shown, Site};
use crate::error::Result;
use crate::model::Issue;

/// The volumes of a title, or the case volumes.
#[derive(Serialize)]
struct Shelf {
    name: String,
    volumes: Vec<VolumeLine>,
}

#[derive(Serialize)]
struct VolumeLine {
    /// The EPUB.
    link: Link,
    year: i32,
    /// 第1期至第24期; absent for cases.
    span: Option<String>,
    items: usize,
    /// The page that lists its issues; absent for cases.
    list: Option<String>,
}

/// Adds the volumes and their list; returns them as the catalogue lists books, the newest first.
pub(super) fn add(pages: &mut Pages<'_>) -> Vec<Book> {
    let mut books = Vec::new();
    let site = Arc::clone(&pages.site);
    for (at, title) in site.index.titles.iter().enumerate() {
        for (year, issues) in site.index.years_of(title) {
            books.push(volume_book(&site, at, year));
            let path = address::volume_path(title.id, year);
            pages.add(path, whole(&site, &issues), move |site| bound(site, at, year));
        }
    }
    for year in case_years(&site) {
        books.push(case_book(&site, year));
        let shown = whole(&site, &with_cases_at(&site, year));
        pages.add(address::cases_path(year), shown, move |site| case_volume(site, year));
    }
    pages.add_overview(address::VOLUMES, volumes_page);
    books.sort_by(|a, b| b.position.cmp(&a.position).then_with(|| a.path.cmp(&b.path)));
    books
}

/// Whole issues, as a book holds them.
fn whole<'a>(site: &Site<'a>, issues: &[usize]) -> Shown<'a> {
    let shown = Shown::default().all(issues.iter().map(|at| site.marks.whole(*at)));
    issues.iter().fold(shown, |shown, at| shown.with_texts(site.index.issues[*at]))
}

fn volume_book(site: &Site<'_>, at: usize, year: i32) -> Book {
    let title = &site.index.titles[at];
    let issues = site.index.years_of(title).remove(&year).unwrap_or_default();
    let volume = volume(site, title, year, &issues);
    let summary = format!("{}，共{}条。", volume.span(), volume.items());
    let page = address::series_year_path(title.id, year);
    book(site, address::volume_path(title.id, year), volume.identity(), summary, page)
}

fn case_book(site: &Site<'_>, year: i32) -> Book {
    let issues = with_cases(site, year);
    let summary = format!("共{}篇，按专项小组编排。", cases_of(&issues));
    book(site, address::cases_path(year), epub::cases_identity(year, &issues), summary, address::VOLUMES.to_owned())
}

fn book(site: &Site<'_>, path: String, identity: epub::Identity, summary: String, page: String) -> Book {
    Book {
        path,
        identifier: identity::urn(site.archive.settings, &identity.key),
        title: identity.title,
        date: identity.date,
        changed: identity.modified,
        summary,
        page: Some(page),
        series: Some(identity.series),
        position: identity.position,
    }
}

fn bound(site: &Site<'_>, at: usize, year: i32) -> Result<Vec<u8>> {
    let title = &site.index.titles[at];
    let issues = site.index.years_of(title).remove(&year).unwrap_or_default();
    epub::volume(site.archive.settings, site.archive.roster, &volume(site, title, year, &issues), &site.bindery)
}

fn volume<'a>(site: &Site<'a>, title: &Title<'a>, year: i32, issues: &[usize]) -> Volume<'a> {
    let issues = issues.iter().map(|&at| site.index.issues[at]).collect();
    Volume { series: title.id, title: title.name, year, issues }
}

// ---- cases ------------------------------------------------------------------

/// The years with cases, oldest first.
fn case_years(site: &Site<'_>) -> Vec<i32> {
    let years = site.index.years.iter();
    let holds_cases = |at: &usize| site.index.issues[*at].items.iter().any(is_case);
    years.filter(|(_, issues)| issues.iter().any(holds_cases)).map(|(year, _)| *year).collect()
}

/// The issues of a year that hold cases, by title, oldest first.
fn with_cases<'a>(site: &Site<'a>, year: i32) -> Vec<(&'a str, &'a Issue)> {
    let issues = with_cases_at(site, year).into_iter().map(|at| site.index.issues[at]);
    issues.map(|issue| (site.index.title_of(issue), issue)).collect()
}

/// Their positions.
fn with_cases_at(site: &Site<'_>, year: i32) -> Vec<usize> {
    let mut positions = site.index.years.get(&year).cloned().unwrap_or_default();
    positions.retain(|at| site.index.issues[*at].items.iter().any(is_case));
    positions.sort_unstable();
    positions
}

fn cases_of(issues: &[(&str, &Issue)]) -> usize {
    let of = |issue: &Issue| issue.items.iter().filter(|item| is_case(item) && !is_withdrawn(issue, item)).count();
    issues.iter().map(|(_, issue)| of(issue)).sum()
}

fn case_volume(site: &Site<'_>, year: i32) -> Result<Vec<u8>> {
    epub::cases(site.archive.settings, site.archive.roster, year, &with_cases(site, year), &site.bindery)
}

// ---- the list ---------------------------------------------------------------

fn volumes_page(site: &Site<'_>) -> Result<Vec<u8>> {
    let mut shelves: Vec<Shelf> = site.index.titles.iter().map(|title| shelf(site, title)).collect();
    shelves.push(Shelf { name: "典型案例汇编".to_owned(), volumes: case_lines(site) });
    shelves.retain(|shelf| !shelf.volumes.is_empty());
    let description = "按年份汇编的电子书：各刊合订本、典型案例汇编。";
    let head = PageHead::new(address::VOLUMES, "合订本与汇编", description);
    site.page("volumes.html", &head, "shelves", &shelves)
}

fn shelf<'a>(site: &Site<'a>, title: &Title<'a>) -> Shelf {
    let line = |(year, issues): (i32, Vec<usize>)| {
        let volume = volume(site, title, year, &issues);
        VolumeLine {
            link: Link::new(volume.name(), address::volume_path(title.id, year)),
            year,
            span: Some(volume.span()),
            items: volume.items(),
            list: Some(address::series_year_path(title.id, year)),
        }
    };
    let volumes = site.index.years_of(title).into_iter().rev().map(line).collect();
    Shelf { name: format!("《{}》合订本", title.name), volumes }
}

fn case_lines(site: &Site<'_>) -> Vec<VolumeLine> {
    let line = |year: i32| VolumeLine {
        link: Link::new(epub::cases_name(year), address::cases_path(year)),
        year,
        span: None,
        items: cases_of(&with_cases(site, year)),
        list: None,
    };
    case_years(site).into_iter().rev().map(line).collect()
}
