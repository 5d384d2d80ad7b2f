//! A list of the catalogue in OPDS 2.0, which is JSON after the Readium manifest.
//!
//! In: a listing. Out: its JSON. The specification asks for a raster picture of each book; the covers are drawings
//! inside the books and have none, so none is claimed. Refuses to know: which lists there are.

use serde_json::{Map, Value, json};

use super::super::super::changes::moment;
use super::super::super::site::Site;
use super::super::super::{address, json as safe};
use super::{Book, Listing, PAGE, Shown, Way, afar};

const FEED: &str = "application/opds+json";
const OPEN: &str = "http://opds-spec.org/acquisition/open-access";

/// The list as a file.
pub fn written(site: &Site<'_>, listing: Listing) -> Vec<u8> {
    let mut feed = Map::new();
    feed.insert("metadata".to_owned(), metadata(&listing));
    feed.insert("links".to_owned(), links(site, &listing));
    let (role, entries): (&str, Vec<Value>) = match &listing.shown {
        Shown::Ways(ways) => ("navigation", ways.iter().map(|way| navigation(site, &listing, way)).collect()),
        Shown::Books(books) => ("publications", books.iter().map(|book| publication(site, &listing, book)).collect()),
    };
    feed.insert(role.to_owned(), Value::Array(entries));
    (safe::text(Value::Object(feed)) + "\n").into_bytes()
}

fn metadata(listing: &Listing) -> Value {
    let mut metadata = json!({ "title": listing.title, "modified": moment(listing.changed).to_rfc3339() });
    if matches!(listing.shown, Shown::Books(_)) {
        metadata["numberOfItems"] = listing.total.into();
        if listing.total > PAGE {
            metadata["itemsPerPage"] = PAGE.into();
        }
    }
    metadata
}

fn links(site: &Site<'_>, listing: &Listing) -> Value {
    let link = |relation: &str, stem: &str| json!({ "rel": relation, "href": afar(site, listing, &format!("{stem}.json")), "type": FEED });
    let mut links = vec![link("self", &listing.stem), link("start", address::CATALOGUE)];
    links.extend(listing.up.iter().map(|stem| link("up", stem)));
    links.extend(listing.previous.iter().map(|stem| link("previous", stem)));
    links.extend(listing.next.iter().map(|stem| link("next", stem)));
    Value::Array(links)
}

fn navigation(site: &Site<'_>, listing: &Listing, way: &Way) -> Value {
    let href = afar(site, listing, &format!("{}.json", way.stem));
    json!({ "title": way.title, "href": href, "type": FEED, "rel": way.relation })
}

fn publication(site: &Site<'_>, listing: &Listing, book: &Book) -> Value {
    let office = &site.archive.settings.office;
    let mut metadata = json!({
        "@type": "http://schema.org/PublicationIssue",
        "identifier": book.identifier,
        "title": book.title,
        "language": "zh-CN",
        "author": office,
        "publisher": office,
        "published": book.date.to_string(),
        "modified": moment(book.changed).to_rfc3339(),
    });
    if !book.summary.trim().is_empty() {
        metadata["description"] = book.summary.as_str().into();
    }
    if let Some(series) = &book.series {
        let mut place = json!({ "name": series });
        if let Some(position) = book.position {
            place["position"] = position.into();
        }
        metadata["belongsTo"] = json!({ "series": place });
    }
    let mut links =
        vec![json!({ "rel": OPEN, "href": afar(site, listing, &book.path), "type": "application/epub+zip" })];
    let page = |page: &String| json!({ "rel": "alternate", "href": afar(site, listing, page), "type": "text/html" });
    links.extend(book.page.iter().map(page));
    json!({ "metadata": metadata, "links": links })
}
