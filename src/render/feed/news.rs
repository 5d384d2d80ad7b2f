//! Feeds of what is new: of the site, of each title, unit and topic (Atom, RFC 4287).
//!
//! In: the index. Out: a feed beside each page that lists items, of the items that were published, corrected or
//! withdrawn last. A feed without items would say nothing, not even when, so there is none.
//! Refuses to know: what an entry says.

use std::cmp::Reverse;
use std::sync::Arc;

use rayon::prelude::*;

use atom_syndication::{Feed, Link as Way, Person, Text};

use super::super::archive::Place;
use super::super::changes::item_changed;
use super::super::site::{Pages, Shown, Site};
use super::super::view::Link;
use super::super::{address, identity};
use super::entries::Entries;
use super::{ATOM, written};
use crate::error::{Error, Result};
use crate::model::{Unit, UnitId};

/// Entries of the feeds that bring whole issues.
const MANY: usize = 50;
/// Entries of the others: there are hundreds of them, and each entry holds a full text.
const SOME: usize = 20;

/// A feed to be made.
struct Channel {
    link: Link,
    /// The page that shows the same.
    page: String,
    /// What makes its name, apart from where it is.
    key: String,
    /// Its items, the last change first.
    places: Vec<Place>,
}

/// Adds all feeds.
pub(super) fn add(pages: &mut Pages<'_>) {
    let site = Arc::clone(&pages.site);
    let channels = channels(&site);
    let feeds = channels.iter().map(|channel| (channel.link.path.as_str(), channel.places.as_slice()));
    let entries = Arc::new(Entries::of(&site, feeds));
    for channel in channels {
        let shown = Shown::of(&channel.key).all(channel.places.iter().map(|place| site.marks.item(*place)));
        let shown = channel.places.iter().fold(shown, |shown, at| shown.with_texts(site.index.issues[at.issue]));
        let entries = Arc::clone(&entries);
        pages.add(channel.link.path.clone(), shown, move |site| feed(site, &channel, &entries));
    }
}

// ---- which feeds there are -------------------------------------------------

/// The feed of the whole site, where there is any item.
pub fn of_site(site: &Site<'_>) -> Option<Link> {
    let any = site.index.issues.iter().any(|issue| !issue.items.is_empty());
    any.then(|| Link::new(site.archive.settings.site_title.as_str(), address::FEED))
}

/// The feed of a title, by its position.
pub fn of_title(site: &Site<'_>, at: usize) -> Option<Link> {
    let title = site.index.titles.get(at)?;
    let any = site.index.issues[title.issues.clone()].iter().any(|issue| !issue.items.is_empty());
    any.then(|| link(site, &format!("《{}》", title.name), &address::series_path(title.id)))
}

/// The feed of a unit.
pub fn of_unit(site: &Site<'_>, unit: &UnitId) -> Option<Link> {
    let unit = site.archive.roster.get(unit)?;
    let any = site.index.units.contains_key(&unit.id);
    any.then(|| link(site, &format!("{}供稿", unit.name), &address::unit_path(&unit.id)))
}

/// The feed of a topic.
pub fn of_topic(site: &Site<'_>, name: &str) -> Option<Link> {
    let topic = site.index.topics.get(name)?;
    Some(link(site, &format!("主题：{name}"), &topic.path))
}

fn link(site: &Site<'_>, name: &str, page: &str) -> Link {
    Link::new(format!("{name} - {}", site.archive.settings.site_title), address::feed_path(page))
}

// ---- their items -----------------------------------------------------------

fn channels(site: &Site<'_>) -> Vec<Channel> {
    let titles = (0..site.index.titles.len()).into_par_iter().filter_map(|at| of_one_title(site, at));
    let units = site.archive.roster.units().par_iter().filter_map(|unit| of_one_unit(site, unit));
    let topics = site.index.topics.par_iter().filter_map(|(topic, _)| of_one_topic(site, topic));
    let others: Vec<Channel> = titles.chain(units).chain(topics).collect();
    of_all(site).into_iter().chain(others).collect()
}

fn of_all(site: &Site<'_>) -> Option<Channel> {
    let places = newest(site, places(site, 0..site.index.issues.len()), MANY);
    Some(Channel { link: of_site(site)?, page: address::HOME.to_owned(), key: String::new(), places })
}

fn of_one_title(site: &Site<'_>, at: usize) -> Option<Channel> {
    let title = &site.index.titles[at];
    Some(Channel {
        link: of_title(site, at)?,
        page: address::series_path(title.id),
        key: format!("series:{}", title.id),
        places: newest(site, places(site, title.issues.clone()), MANY),
    })
}

fn of_one_unit(site: &Site<'_>, unit: &Unit) -> Option<Channel> {
    Some(Channel {
        link: of_unit(site, &unit.id)?,
        page: address::unit_path(&unit.id),
        key: format!("unit:{}", unit.id),
        places: newest(site, site.index.units.get(&unit.id)?.clone(), SOME),
    })
}

fn of_one_topic(site: &Site<'_>, name: &str) -> Option<Channel> {
    let topic = &site.index.topics[name];
    Some(Channel {
        link: of_topic(site, name)?,
        page: topic.path.clone(),
        key: format!("topic:{name}"),
        places: newest(site, topic.items.clone(), SOME),
    })
}

fn places(site: &Site<'_>, issues: std::ops::Range<usize>) -> Vec<Place> {
    issues.flat_map(|issue| (0..site.index.issues[issue].items.len()).map(move |item| Place { issue, item })).collect()
}

/// The items that changed last, the last change first: a correction of an old item is news, and a reader that keeps
/// a withdrawn text must learn of it.
fn newest(site: &Site<'_>, mut places: Vec<Place>, most: usize) -> Vec<Place> {
    places.sort_by_cached_key(|place| {
        let issue = site.index.issues[place.issue];
        let changed = item_changed(issue, &issue.items[place.item]);
        (Reverse(changed), Reverse(issue.date), Reverse(place.issue), place.item)
    });
    places.truncate(most);
    places
}

// ---- the feed ----------------------------------------------------------------

fn feed(site: &Site<'_>, channel: &Channel, entries: &Entries) -> Result<Vec<u8>> {
    let (settings, path) = (site.archive.settings, channel.link.path.as_str());
    let entries: Vec<_> = channel.places.iter().map(|place| entries.take(site, path, *place)).collect();
    let updated = entries.iter().map(|entry| entry.updated).max();
    let updated = updated.ok_or_else(|| Error::defect("没有条目的订阅"))?;
    let alternate = address::from_afar(&settings.url, path, &channel.page);
    let mut links = vec![way("alternate", &alternate, "text/html")];
    if !settings.url.is_empty() {
        // A feed that does not know where it is cannot name itself.
        links.push(way("self", &address::from_afar(&settings.url, path, path), ATOM));
    }
    written(Feed {
        title: Text::plain(channel.link.name.as_str()),
        id: identity::urn(settings, &format!("feed:{}", channel.key)),
        updated,
        authors: vec![Person { name: settings.office.clone(), ..Person::default() }],
        links,
        entries,
        ..Feed::default()
    })
}

/// A link of a feed or an entry.
pub(super) fn way(relation: &str, href: &str, kind: &str) -> Way {
    Way { href: href.to_owned(), rel: relation.to_owned(), mime_type: Some(kind.to_owned()), ..Way::default() }
}
