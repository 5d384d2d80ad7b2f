//! Lists of issues: by title, by title and year, by year.
//!
//! In: the index. Out: the pages that list issues. Refuses to know: items beyond their titles.

use std::sync::Arc;

use chrono::Datelike;
use serde::Serialize;

use super::super::address;
use super::super::archive::readable;
use super::super::view::{IssueLine, Link};
use super::frame::PageHead;
use super::meta::About;
use super::{FOLDED, Pages, Shown, Site};
use crate::error::Result;

/// So many issues are listed one below the other; more are folded up by month.
const PLAIN: usize = 24;

/// Issues under a heading that leads to a page of its own.
#[derive(Serialize)]
struct Group {
    link: Link,
    count: usize,
    /// Whether it is shown from the beginning, where groups are folded.
    open: bool,
    /// All issues, newest first; none where there are months.
    issues: Vec<IssueLine>,
    /// The same by month, where they are many.
    months: Vec<Month>,
}

/// A month's issues.
#[derive(Serialize)]
struct Month {
    /// 11月
    name: String,
    /// Its place on the page.
    anchor: String,
    /// Whether it is shown from the beginning: the newest is.
    open: bool,
    issues: Vec<IssueLine>,
}

/// A page of issues.
#[derive(Serialize)]
struct List {
    name: String,
    /// Whether only the newest group is shown from the beginning.
    fold: bool,
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
    let site = Arc::clone(&pages.site);
    let lines = |issues: &[usize]| issues.iter().map(|at| site.marks.line(*at)).collect::<Vec<_>>();
    for (at, title) in site.index.titles.iter().enumerate() {
        let years = site.index.years_of(title);
        let shown = Shown::of(lines(&title.issues.clone().collect::<Vec<_>>()));
        pages.add(address::series_path(title.id), shown, move |site| title_page(site, at));
        for (&year, issues) in &years {
            let shown = Shown::of(lines(issues)).all(years.keys());
            let path = address::series_year_path(title.id, year);
            pages.add(path, shown, move |site| title_year_page(site, at, year));
        }
    }
    for (&year, issues) in &site.index.years {
        let shown = Shown::of(lines(issues)).all(site.index.years.keys());
        pages.add(address::year_path(year), shown, move |site| year_page(site, year));
    }
    pages.add_overview(address::YEARS, years_page);
}

fn title_page(site: &Site<'_>, at: usize) -> Result<Vec<u8>> {
    let title = &site.index.titles[at];
    let years = site.index.years_of(title);
    let newest = years.keys().next_back().copied();
    let group = |(year, issues): (i32, Vec<usize>)| Group {
        link: Link::new(format!("{year}年"), address::series_year_path(title.id, year)),
        count: issues.len(),
        open: Some(year) == newest,
        issues: issues.into_iter().rev().map(|at| site.issue_line(at)).collect(),
        months: Vec::new(),
    };
    let (fold, name) = (title.issues.len() > FOLDED, title.name.to_owned());
    let groups = years.into_iter().rev().map(group).collect();
    let view = List { name, fold, groups, volume: None, previous: None, next: None };
    let description = format!("《{}》各期目录，共{}期。", title.name, title.issues.len());
    let head = PageHead::new(address::series_path(title.id), format!("《{}》", title.name), description);
    site.page("series.html", &head.about(About::Title(at)), "list", &view)
}

fn title_year_page(site: &Site<'_>, at: usize, year: i32) -> Result<Vec<u8>> {
    let title = &site.index.titles[at];
    let years = site.index.years_of(title);
    let link = |year: i32| Link::new(format!("{year}年"), address::series_year_path(title.id, year));
    let up = Link::new(title.name, address::series_path(title.id));
    let issues = years.get(&year).map(Vec::as_slice).unwrap_or_default();
    let group = by_month(site, link(year), "", issues);
    let view = List {
        name: title.name.to_owned(),
        fold: false,
        groups: vec![group],
        volume: Some(address::volume_path(title.id, year)),
        previous: years.range(..year).next_back().map(|(year, _)| link(*year)),
        next: years.range(year + 1..).next().map(|(year, _)| link(*year)),
    };
    let name = format!("《{}》{year}年", title.name);
    let head = PageHead::new(address::series_year_path(title.id, year), name.as_str(), format!("{name}各期目录。"));
    site.page("series-year.html", &head.below(vec![up]).about(About::TitleYear(at)), "list", &view)
}

/// Issues, oldest first, as a group: by month where they are many.
fn by_month(site: &Site<'_>, link: Link, prefix: &str, issues: &[usize]) -> Group {
    let count = issues.len();
    let mut group = Group { link, count, open: true, issues: Vec::new(), months: Vec::new() };
    for &at in issues.iter().rev() {
        let month = site.index.issues[at].date.month();
        if count <= PLAIN {
            group.issues.push(site.issue_line(at));
            continue;
        }
        let anchor = format!("{prefix}m{month}");
        // Numbers keep their order, so a month may come up again when a day was mistyped.
        let known = group.months.iter().position(|known| known.anchor == anchor);
        let place = known.unwrap_or_else(|| {
            let open = group.months.is_empty();
            group.months.push(Month { name: format!("{month}月"), anchor, open, issues: Vec::new() });
            group.months.len() - 1
        });
        group.months[place].issues.push(site.issue_line(at));
    }
    group
}

fn year_page(site: &Site<'_>, year: i32) -> Result<Vec<u8>> {
    let years = &site.index.years;
    let link = |year: i32| Link::new(format!("{year}年"), address::year_path(year));
    let of_title = |title: &super::super::archive::Title<'_>| {
        let issues: Vec<usize> = site.index.years_of(title).remove(&year)?;
        let link = Link::new(title.name, address::series_year_path(title.id, year));
        Some(by_month(site, link, &format!("{}-", title.id), &issues))
    };
    let view = List {
        name: format!("{year}年"),
        fold: false,
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
        items: issues.iter().map(|&at| readable(site.index.issues[at])).sum(),
    };
    let years: Vec<Year> = site.index.years.iter().rev().map(year).collect();
    let head = PageHead::new(address::YEARS, "按年份查阅", "按年份列出已刊发的各期。");
    site.page("years.html", &head, "years", &years)
}
