//! What every page has: its head, the office's name, the way through the site.
//!
//! In: settings and titles. Out: the values `site` and `page` of every template. Refuses to know: what a page is about.

use serde::Serialize;
use tera::Value;

use super::super::address;
use super::super::archive::Title;
use super::super::view::Link;
use crate::config::Settings;

/// The part of a page that all pages have.
#[derive(Serialize)]
pub struct PageHead {
    /// The page's own path.
    pub path: String,
    /// Its title, without the site's.
    pub title: String,
    /// One sentence about it.
    pub description: String,
    /// The path of the main navigation's link that leads here or above here.
    pub section: String,
    /// The pages above it.
    pub crumbs: Vec<Link>,
}

impl PageHead {
    /// A head without anything above it.
    pub fn new(path: impl Into<String>, title: impl Into<String>, description: impl Into<String>) -> Self {
        let path = path.into();
        let section = path.clone();
        PageHead { path, title: title.into(), description: description.into(), section, crumbs: Vec::new() }
    }

    /// The same below these pages; the first is the one that the main navigation knows.
    pub fn below(mut self, crumbs: Vec<Link>) -> Self {
        self.section = crumbs.first().map_or(self.section, |link| link.path.clone());
        self.crumbs = crumbs;
        self
    }
}

/// What templates see of the whole site.
#[derive(Serialize)]
struct SiteView {
    title: String,
    office: String,
    office_short: String,
    url: String,
    home: &'static str,
    style: &'static str,
    /// The main navigation.
    nav: Vec<Link>,
}

/// The value `site`, made once for all pages.
pub fn site(settings: &Settings, titles: &[Title<'_>]) -> Value {
    let titles = titles.iter().map(|title| Link::new(title.name, address::series_path(title.id)));
    let lists = [
        ("按年份", address::YEARS),
        ("按单位", address::UNITS),
        ("按主题", address::TOPICS),
        ("合订本", address::VOLUMES),
    ];
    Value::from_serializable(&SiteView {
        title: settings.site_title.clone(),
        office: settings.office.clone(),
        office_short: settings.office_short.clone(),
        url: settings.url.clone(),
        home: address::HOME,
        style: address::STYLE,
        nav: titles.chain(lists.map(|(name, path)| Link::new(name, path))).collect(),
    })
}
