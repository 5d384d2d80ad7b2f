//! The list of pages for search engines, and what robots may read.
//!
//! In: the paths of all pages, the index. Out: `sitemap.xml` where the site's address is known, since a sitemap must
//! name pages in full, and `robots.txt`. A page's day is that of the last change of what it shows; pages that show no
//! item or issue have none. Withdrawn items are listed like all others: a search engine that comes by again replaces
//! the text it keeps by the notice. Refuses to know: what else the pages hold.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;

use super::super::address;
use super::super::archive::{group_of, topics_of};
use super::super::changes::{issue_changed, item_changed};
use super::super::escape::push_escaped;
use super::super::site::{Pages, Shown, Site};
use crate::error::Error;
use crate::model::{Issue, Item};

/// Addresses that one file may hold (sitemaps.org).
const MOST: usize = 50_000;
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

pub(super) fn add(pages: &mut Pages<'_>) {
    add_robots(pages);
    if pages.site.archive.settings.url.is_empty() {
        return;
    }
    let mut listed: Vec<String> = pages.paths().filter(|path| path.ends_with(".html")).map(str::to_owned).collect();
    listed.sort();
    let names = names(listed.len(), MOST);
    let paths = Shown::default().all(listed.iter()).number();
    let written: Arc<OnceLock<BTreeMap<String, String>>> = Arc::default();
    let listed: Arc<[String]> = listed.into();
    for path in names {
        let shown = Shown::of((paths, pages.site.marks.everything));
        let (written, listed, name) = (Arc::clone(&written), Arc::clone(&listed), path.clone());
        pages.add(path, shown, move |site| {
            let text = written.get_or_init(|| all(site, &listed)).get(&name);
            text.map(|text| text.clone().into_bytes()).ok_or_else(|| Error::defect(format!("没有编出 {name}")))
        });
    }
}

/// All files by their names.
fn all(site: &Site<'_>, listed: &[String]) -> BTreeMap<String, String> {
    let days = days(site);
    let listed: Vec<_> = listed.iter().map(|path| (path.clone(), days.get(path).copied())).collect();
    files(&site.archive.settings.url, &listed, MOST).into_iter().collect()
}

/// An office that has rules of its own for robots keeps them.
fn add_robots(pages: &mut Pages<'_>) {
    if pages.site.templates.statics().any(|(path, _)| path.eq_ignore_ascii_case(address::ROBOTS)) {
        return;
    }
    let url = &pages.site.archive.settings.url;
    let sitemap = if url.is_empty() { String::new() } else { format!("\nSitemap: {url}{}\n", address::SITEMAP) };
    let text = format!("User-agent: *\nAllow: /\n{sitemap}");
    pages.add(address::ROBOTS.to_owned(), Shown::of(&text), move |_| Ok(text.clone().into_bytes()));
}

/// What the files are called in which so many pages are listed.
fn names(listed: usize, most: usize) -> Vec<String> {
    let parts = if listed <= most { 0 } else { listed.div_ceil(most) };
    (1..=parts).map(part_name).chain([address::SITEMAP.to_owned()]).collect()
}

fn part_name(number: usize) -> String {
    format!("sitemap-{number}.xml")
}

/// One file, or several with a list of them, in the order of their names.
fn files(url: &str, listed: &[(String, Option<NaiveDate>)], most: usize) -> Vec<(String, String)> {
    if listed.len() <= most {
        return vec![(address::SITEMAP.to_owned(), list(url, "urlset", "url", listed))];
    }
    let mut parts = Vec::new();
    let mut index = Vec::new();
    for (at, part) in listed.chunks(most).enumerate() {
        let path = part_name(at + 1);
        index.push((path.clone(), part.iter().filter_map(|(_, day)| *day).max()));
        parts.push((path, list(url, "urlset", "url", part)));
    }
    parts.push((address::SITEMAP.to_owned(), list(url, "sitemapindex", "sitemap", &index)));
    parts
}

fn list(url: &str, root: &str, element: &str, listed: &[(String, Option<NaiveDate>)]) -> String {
    let mut out = format!("{HEAD}<{root} xmlns=\"{NAMESPACE}\">\n");
    for (path, day) in listed {
        out.push_str(&format!("<{element}><loc>"));
        push_escaped(&format!("{url}{path}"), &mut out);
        out.push_str("</loc>");
        if let Some(day) = day {
            out.push_str(&format!("<lastmod>{day}</lastmod>"));
        }
        out.push_str(&format!("</{element}>\n"));
    }
    out + &format!("</{root}>\n")
}

/// The day of the last change of what each page shows.
fn days(site: &Site<'_>) -> BTreeMap<String, NaiveDate> {
    let mut days = BTreeMap::new();
    for issue in &site.index.issues {
        let on = issue_changed(issue);
        pages_of_issue(issue).into_iter().for_each(|path| enter(&mut days, path, on));
        for item in &issue.items {
            let on = item_changed(issue, item);
            pages_of_item(site, issue, item).into_iter().for_each(|path| enter(&mut days, path, on));
        }
    }
    days
}

fn enter(days: &mut BTreeMap<String, NaiveDate>, path: String, on: NaiveDate) {
    days.entry(path).and_modify(|day| *day = on.max(*day)).or_insert(on);
}

fn pages_of_issue(issue: &Issue) -> Vec<String> {
    vec![
        address::issue_path(&issue.id),
        address::series_path(&issue.id.series),
        address::series_year_path(&issue.id.series, issue.id.year),
        address::year_path(issue.id.year),
        address::YEARS.to_owned(),
        address::VOLUMES.to_owned(),
        address::HOME.to_owned(),
        address::NEW.to_owned(),
    ]
}

fn pages_of_item(site: &Site<'_>, issue: &Issue, item: &Item) -> Vec<String> {
    let units = item.sources.iter().filter_map(|source| source.unit.as_ref()).map(address::unit_path);
    let topics = topics_of(item).filter_map(|name| Some(site.index.topics.get(name)?.path.clone()));
    let group = group_of(item).and_then(|name| Some(site.index.groups.get(name)?.path.clone()));
    let lists = [address::UNITS, address::TOPICS, address::GROUPS].map(str::to_owned);
    let own = address::item_path(&issue.id, item.number);
    units.chain(topics).chain(group).chain(lists).chain([own]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::xml;

    #[test]
    fn a_long_list_is_several_files_and_a_list_of_them() {
        let day = NaiveDate::from_ymd_opt(2016, 11, 17);
        let listed: Vec<_> = (0..5).map(|at| (format!("{at}&.html"), day.filter(|_| at == 3))).collect();
        let files = files("https://gaige.example/", &listed, 2);
        let names: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(names, ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]);
        assert_eq!(names, super::names(5, 2));
        assert_eq!(super::names(2, 2), ["sitemap.xml"]);
        files.iter().for_each(|(name, text)| drop(xml::read(name, text)));
        assert!(files[1].1.contains("<loc>https://gaige.example/3&amp;.html</loc><lastmod>2016-11-17</lastmod>"));
        assert!(files[3].1.contains("<loc>https://gaige.example/sitemap-2.xml</loc><lastmod>2016-11-17</lastmod>"));
        assert_eq!(super::files("https://gaige.example/", &listed, 5).len(), 1);
    }
}
