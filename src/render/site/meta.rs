//! What a page says of itself to search engines, reference managers and feed readers: the value `meta`.
//!
//! In: a page's head and what the page is about. Out: its own address where that is known, its feeds, Open Graph,
//! `citation_*` and schema.org data. Says nothing that the page does not show; of a withdrawn text it knows nothing.
//! Refuses to know: how templates print it.

use serde::Serialize;

use super::super::archive::{Place, is_withdrawn, topics_of};
use super::super::changes::item_changed;
use super::super::feed::{self, news};
use super::super::{address, json};
use super::frame::PageHead;
use super::{Site, linked};
use crate::model::{Issue, Item, UnitId};

const CATALOGUE: &str = "application/atom+xml;profile=opds-catalog;kind=navigation";

/// What a page is about.
pub enum About {
    /// Nothing that has a name of its own.
    Page,
    /// The whole site.
    Home,
    /// What is new, and how to follow it.
    New,
    /// A title, by its position.
    Title(usize),
    /// A year of a title.
    TitleYear(usize),
    /// An issue, by its position.
    Issue(usize),
    /// An item.
    Item(Place),
    /// A unit.
    Unit(UnitId),
    /// A topic.
    Topic(String),
}

/// The value `meta`.
#[derive(Serialize)]
pub(super) struct Meta {
    /// The page's own address, where the site's is known.
    canonical: Option<String>,
    feeds: Vec<FeedLink>,
    /// Open Graph.
    properties: Vec<Named>,
    /// `citation_*`
    names: Vec<Named>,
    /// schema.org as JSON that may stand in a `script` element.
    data: Option<String>,
}

#[derive(Serialize)]
struct FeedLink {
    r#type: &'static str,
    title: String,
    path: String,
}

#[derive(Serialize)]
struct Named {
    name: &'static str,
    content: String,
}

impl Meta {
    /// What the page with this head says.
    pub fn of(site: &Site<'_>, head: &PageHead) -> Self {
        let url = &site.archive.settings.url;
        let canonical = (!url.is_empty()).then(|| format!("{url}{}", head.path));
        let mut properties = open_graph(site, head, canonical.as_deref());
        let mut names = Vec::new();
        match head.about {
            About::Item(place) => {
                let issue = site.index.issues[place.issue];
                properties.extend(article(site, issue, &issue.items[place.item]));
                names = citation(site, issue, &issue.items[place.item]);
            }
            About::Issue(at) => properties.push(named("article:published_time", site.index.issues[at].date)),
            _ => {}
        }
        let data = linked::data(site, head).map(json::text);
        Meta { canonical, feeds: feeds(site, head), properties, names, data }
    }
}

fn named(name: &'static str, content: impl ToString) -> Named {
    Named { name, content: content.to_string() }
}

/// The site's feed and the page's own; on the pages where people look for it, the catalogue.
fn feeds(site: &Site<'_>, head: &PageHead) -> Vec<FeedLink> {
    let own = match &head.about {
        About::Title(at) | About::TitleYear(at) => news::of_title(site, *at),
        About::Unit(id) => news::of_unit(site, id),
        About::Topic(name) => news::of_topic(site, name),
        About::Issue(at) | About::Item(Place { issue: at, .. }) => news::of_title(site, site.index.title_at(*at)),
        About::Page | About::Home | About::New => None,
    };
    let atom = |link: super::Link| FeedLink { r#type: feed::ATOM, title: link.name, path: link.path };
    let mut feeds: Vec<FeedLink> = own.into_iter().chain(news::of_site(site)).map(atom).collect();
    let shows_catalogue = matches!(head.about, About::Home | About::New) && !site.index.issues.is_empty();
    if shows_catalogue {
        let (title, path) = ("电子书目录（OPDS）".to_owned(), format!("{}.xml", address::CATALOGUE));
        feeds.push(FeedLink { r#type: CATALOGUE, title, path });
    }
    feeds
}

fn open_graph(site: &Site<'_>, head: &PageHead, canonical: Option<&str>) -> Vec<Named> {
    let kind = if matches!(head.about, About::Issue(_) | About::Item(_)) { "article" } else { "website" };
    let mut properties = vec![
        named("og:type", kind),
        named("og:title", &head.title),
        named("og:description", &head.description),
        named("og:site_name", &site.archive.settings.site_title),
        named("og:locale", "zh_CN"),
    ];
    properties.extend(canonical.map(|address| named("og:url", address)));
    properties
}

fn article(site: &Site<'_>, issue: &Issue, item: &Item) -> Vec<Named> {
    let mut properties = vec![named("article:published_time", issue.date)];
    let changed = item_changed(issue, item);
    if changed > issue.date {
        properties.push(named("article:modified_time", changed));
    }
    properties.push(named("article:section", site.index.title_of(issue)));
    properties.extend(topics_of(item).map(|topic| named("article:tag", topic)));
    properties
}

/// The item as reference managers and scholarly search engines read it.
fn citation(site: &Site<'_>, issue: &Issue, item: &Item) -> Vec<Named> {
    let mut names = vec![named("citation_title", &item.title)];
    let written = item.sources.iter().map(|source| source.written.as_str()).filter(|name| !name.trim().is_empty());
    names.extend(written.map(|name| named("citation_author", name)));
    names.push(named("citation_publication_date", issue.date.format("%Y/%m/%d")));
    names.push(named("citation_journal_title", site.index.title_of(issue)));
    names.push(named("citation_volume", issue.id.year));
    names.extend(issue.id.number().map(|number| named("citation_issue", number)));
    names.push(named("citation_publisher", &site.archive.settings.office));
    names.push(named("citation_language", "zh-CN"));
    names.extend(topics_of(item).map(|topic| named("citation_keywords", topic)));
    let url = &site.archive.settings.url;
    if !(url.is_empty() || is_withdrawn(issue, item)) {
        let page = address::item_path(&issue.id, item.number);
        names.push(named("citation_fulltext_html_url", format!("{url}{page}")));
    }
    names
}
