//! What every page has: its head, the office's name, the way through the site.
//!
//! In: settings and titles. Out: the values `site` and `page` of every template. Refuses to know: what a page is about.

use serde::Serialize;
use tera::Value;

use crate::error::{Error, Result};
use crate::model::Digest;

use super::super::address;
use super::super::archive::Title;
use super::super::view::Link;
use super::meta::About;
use crate::config::Settings;

/// Bytes that what most pages show takes.
const ROOM: usize = 16 << 10;

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
    /// What it is about; `meta` tells it to machines.
    #[serde(skip)]
    pub about: About,
    /// Whether it shows pictures of texts.
    pub pictures: bool,
}

impl PageHead {
    /// A head without anything above it.
    pub fn new(path: impl Into<String>, title: impl Into<String>, description: impl Into<String>) -> Self {
        let path = path.into();
        let section = path.clone();
        let (title, description) = (title.into(), description.into());
        PageHead { path, title, description, section, crumbs: Vec::new(), about: About::Page, pictures: false }
    }

    /// The same for a page that is about this.
    pub fn about(mut self, about: About) -> Self {
        self.about = about;
        self
    }

    /// The same below these pages; the first is the one that the main navigation knows.
    pub fn below(mut self, crumbs: Vec<Link>) -> Self {
        self.section = crumbs.first().map_or(self.section, |link| link.path.clone());
        self.crumbs = crumbs;
        self
    }

    /// The same for a page that shows pictures.
    pub fn with_pictures(mut self, pictures: bool) -> Self {
        self.pictures = pictures;
        self
    }
}

/// The word by which a page's policy knows the page's own script and style sheet. It comes from everything that the page
/// shows, so that nobody can write it into a text beforehand: the text would change it.
pub fn nonce(head: &PageHead, view: &impl Serialize) -> Result<String> {
    let mut shown = Vec::with_capacity(ROOM);
    let written = serde_json::to_writer(&mut shown, &(head, view));
    written.map_err(|cause| Error::defect("页面的内容写不出来").because(cause))?;
    Ok(Digest::of(&shown).short(32))
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
    /// The script of the reading aids: larger letters, stronger contrast, light or dark.
    reading: &'static str,
    icon: &'static str,
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
        ("按专项小组", address::GROUPS),
        ("合订本", address::VOLUMES),
        ("最近更新", address::NEW),
    ];
    Value::from_serializable(&SiteView {
        title: settings.site_title.clone(),
        office: settings.office.clone(),
        office_short: settings.office_short.clone(),
        url: settings.url.clone(),
        home: address::HOME,
        style: address::STYLE,
        reading: address::READING,
        icon: address::ICON,
        nav: titles.chain(lists.map(|(name, path)| Link::new(name, path))).collect(),
    })
}
