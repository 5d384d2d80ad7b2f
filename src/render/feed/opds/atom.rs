//! A list of the catalogue in OPDS 1.2, which is Atom with relations of its own.
//!
//! In: a listing. Out: a feed. Refuses to know: which lists there are.

use std::collections::BTreeMap;

use atom_syndication::extension::Extension;
use atom_syndication::{Content, Entry, Feed, Link, Person, Text};

use super::super::super::changes::moment;
use super::super::super::identity;
use super::super::super::site::Site;
use super::super::news::way as link;
use super::super::written as feed_written;
use super::{Book, Listing, Shown, Way, afar};
use crate::error::Result;
use crate::render::address;

const NAVIGATION: &str = "application/atom+xml;profile=opds-catalog;kind=navigation";
const ACQUISITION: &str = "application/atom+xml;profile=opds-catalog;kind=acquisition";
const OPEN: &str = "http://opds-spec.org/acquisition/open-access";
const TERMS: &str = "http://purl.org/dc/terms/";

/// The list as a file.
pub fn written(site: &Site<'_>, listing: Listing) -> Result<Vec<u8>> {
    let entries = match &listing.shown {
        Shown::Ways(ways) => ways.iter().map(|way| way_entry(site, &listing, way)).collect(),
        Shown::Books(books) => books.iter().map(|book| book_entry(site, &listing, book)).collect(),
    };
    feed_written(Feed {
        title: Text::plain(listing.title.as_str()),
        id: identity::urn(site.archive.settings, &format!("opds:{}", listing.stem)),
        updated: moment(listing.changed),
        authors: vec![office(site)],
        links: links(site, &listing),
        entries,
        namespaces: BTreeMap::from([("dc".to_owned(), TERMS.to_owned())]),
        ..Feed::default()
    })
}

fn links(site: &Site<'_>, listing: &Listing) -> Vec<Link> {
    let own = if matches!(listing.shown, Shown::Ways(_)) { NAVIGATION } else { ACQUISITION };
    let to = |stem: &str| afar(site, listing, &format!("{stem}.xml"));
    let mut links = vec![link("self", &to(&listing.stem), own), link("start", &to(address::CATALOGUE), NAVIGATION)];
    links.extend(listing.up.iter().map(|stem| link("up", &to(stem), NAVIGATION)));
    links.extend(listing.previous.iter().map(|stem| link("previous", &to(stem), own)));
    links.extend(listing.next.iter().map(|stem| link("next", &to(stem), own)));
    links
}

fn way_entry(site: &Site<'_>, listing: &Listing, way: &Way) -> Entry {
    let kind = if way.books { ACQUISITION } else { NAVIGATION };
    Entry {
        title: Text::plain(way.title.as_str()),
        id: identity::urn(site.archive.settings, &format!("opds:{}", way.stem)),
        updated: moment(way.changed),
        links: vec![link(way.relation, &afar(site, listing, &format!("{}.xml", way.stem)), kind)],
        content: Some(words(&way.summary)),
        ..Entry::default()
    }
}

fn book_entry(site: &Site<'_>, listing: &Listing, book: &Book) -> Entry {
    let mut links = vec![link(OPEN, &afar(site, listing, &book.path), "application/epub+zip")];
    links.extend(book.page.iter().map(|page| link("alternate", &afar(site, listing, page), "text/html")));
    let terms = [
        ("identifier", book.identifier.clone()),
        ("language", "zh-CN".to_owned()),
        ("issued", book.date.to_string()),
        ("publisher", site.archive.settings.office.clone()),
    ];
    Entry {
        title: Text::plain(book.title.as_str()),
        id: book.identifier.clone(),
        updated: moment(book.changed),
        published: Some(moment(book.date)),
        authors: vec![office(site)],
        links,
        content: (!book.summary.trim().is_empty()).then(|| words(&book.summary)),
        extensions: BTreeMap::from([("dc".to_owned(), terms.into_iter().map(term).collect())]),
        ..Entry::default()
    }
}

fn office(site: &Site<'_>) -> Person {
    Person { name: site.archive.settings.office.clone(), ..Person::default() }
}

fn words(text: &str) -> Content {
    Content { value: Some(text.to_owned()), content_type: Some("text".to_owned()), ..Content::default() }
}

fn term((name, value): (&str, String)) -> (String, Vec<Extension>) {
    let term = Extension { name: format!("dc:{name}"), value: Some(value), ..Extension::default() };
    (name.to_owned(), vec![term])
}
