//! Lists of issues: by title, by title and year, by year.
//!
//! In: the index. Out: the pages that list issues. Refuses to know: items beyond their titles.

use serde::Serialize;

use super::super::address;
use super::super::view::{IssueLine, Link};
use super::frame::PageHead;
use super::meta::About;
use super::{Pages, Site};
use crate::error::Result;

/// Issues under a heading that leads to a page of its own.
#[derive(Serialize)]
struct Group {
    link: Link,
    issues: Vec<IssueLine>,
}

/// A page of issues.
#[derive(Serialize)]
struct List {
    name: String,
    groups: Vec<Group>,
    /// The bound volume of the title's year.
    volume: Option<String>,
    previous: Option<Link>,
    next: Option<Link>,
}

/// A year with the number of its issues of each title.
#[derive(Serialize)]
struct Year {
    link: Link,
    issues: usize,
    items: usize,
}

pub(super) fn add(pages: &mut Pages<'_>) {
    for at in 0..pages.site.index.titles.len() {
        let title = &pages.site.index.titles[at];
        let (path, id) = (address::series_path(title.id), title.id);
        let years: Vec<i32> = pages.site.index.years_of(title).into_keys().collect();
        pages.add(path, move |site| title_page(site, at));
        for year in years {
            pages.add(address::series_year_path(id, year), move |site| title_year_page(site, at, year));
        }
    }
    let years: Vec<i32> = pages.site.index.years.keys().copied().collect();
    for year in years {
        pages.add(address::year_path(year), move |site| year_page(site, year));
    }
    pages.add(address::YEARS.to_owned(), years_page);
}

fn title_page(site: &Site<'_>, at: usize) -> Result<Vec<u8>> {
    let title = &site.index.titles[at];
    let group = |(year, issues): (i32, Vec<usize>)| Group {
        link: Link::new(format!("{year}年"), address::series_year_path(title.id, year)),
        issues: issues.into_iter().rev().map(|at| site.issue_line(at)).collect(),
    };
    let groups = site.index.years_of(title).into_iter().rev().map(group).collect();
    let view = List { name: title.name.to_owned(), groups, volume: None, previous: None, next: None };
    let description = format!("《{}》各期目录，共{}期。", title.name, title.issues.len());
    let head = PageHead::new(address::series_path(title.id), format!("《{}》", title.name), description);
    site.page("series.html", &head.about(About::Title(at)), "list", &view)
}

fn title_year_page(site: &Site<'_>, at: usize, year: i32) -> Result<Vec<u8>> {
    let title = &site.index.titles[at];
    let years = site.index.years_of(title);
    let link = |year: i32| Link::new(format!("{year}年"), address::series_year_path(title.id, year));
    let up = Link::new(title.name, address::series_path(title.id));
    let issues = years.get(&year).into_iter().flatten().rev();
    let group = Group { link: link(year), issues: issues.map(|&at| site.issue_line(at)).collect() };
    let view = List {
        name: title.name.to_owned(),
        groups: vec![group],
        volume: Some(address::volume_path(title.id, year)),
        previous: years.range(..year).next_back().map(|(year, _)| link(*year)),
        next: years.range(year + 1..).next().map(|(year, _)| link(*year)),
    };
    let name = format!("《{}》{year}年", title.name);
    let head = PageHead::new(address::series_year_path(title.id, year), name.as_str(), format!("{name}各期目录。"));
    site.page("series-year.html", &head.below(vec![up]).about(About::TitleYear(at)), "list", &view)
}

fn year_page(site: &Site<'_>, year: i32) -> Result<Vec<u8>> {
    let years = &site.index.years;
    let link = |year: i32| Link::new(format!("{year}年"), address::year_path(year));
    let of_title = |title: &super::super::archive::Title<'_>| {
        let issues: Vec<usize> = site.index.years_of(title).remove(&year)?;
        let issues = issues.into_iter().rev().map(|at| site.issue_line(at)).collect();
        Some(Group { link: Link::new(title.name, address::series_year_path(title.id, year)), issues })
    };
    let view = List {
        name: format!("{year}年"),
        groups: site.index.titles.iter().filter_map(of_title).collect(),
        volume: None,
        previous: years.range(..year).next_back().map(|(year, _)| link(*year)),
        next: years.range(year + 1..).next().map(|(year, _)| link(*year)),
    };
    let up = vec![Link::new("按年份", address::YEARS)];
    let head = PageHead::new(address::year_path(year), format!("{year}年各期"), format!("{year}年刊发的各期目录。"));
    site.page("year.html", &head.below(up), "list", &view)
}

fn years_page(site: &Site<'_>) -> Result<Vec<u8>> {
    let year = |(year, issues): (&i32, &Vec<usize>)| Year {
        link: Link::new(format!("{year}年"), address::year_path(*year)),
        issues: issues.len(),
        items: issues.iter().map(|&at| site.index.issues[at].items.len()).sum(),
    };
    let years: Vec<Year> = site.index.years.iter().rev().map(year).collect();
    let head = PageHead::new(address::YEARS, "按年份查阅", "按年份列出已刊发的各期。");
    site.page("years.html", &head, "years", &years)
}
