//! Pages as schema.org data: the site, its titles, issues and items, and what became of them.
//!
//! In: a page's head and what it is about. Out: JSON-LD, or nothing where the vocabulary has no word for the page.
//! Addresses stand in it in full or not at all: the vocabulary knows no others. Refuses to know: mark-up.

use serde_json::{Value, json};

use super::super::address;
use super::super::archive::{Place, is_withdrawn, topics_of, withdrawal};
use super::super::changes::{issue_changed, item_changed};
use super::super::view::issue_name;
use super::Site;
use super::frame::PageHead;
use super::meta::About;
use crate::model::{Issue, Item, Notice, SourceUnit};

const CONTEXT: &str = "https://schema.org";

/// The page's data.
pub(super) fn data(site: &Site<'_>, head: &PageHead) -> Option<Value> {
    let mut data = match head.about {
        About::Home => website(site, head),
        About::Title(at) => periodical(site, at),
        About::Issue(at) => whole_issue(site, site.index.issues[at]),
        About::Item(place) => article(site, place),
        _ => return None,
    };
    data["@context"] = CONTEXT.into();
    Some(data)
}

fn website(site: &Site<'_>, head: &PageHead) -> Value {
    let data = json!({
        "@type": "WebSite",
        "name": site.archive.settings.site_title,
        "description": head.description,
        "inLanguage": "zh-CN",
        "publisher": office(site),
    });
    addressed(site, data, address::HOME)
}

fn office(site: &Site<'_>) -> Value {
    let settings = site.archive.settings;
    let mut office = json!({ "@type": "GovernmentOrganization", "name": settings.office });
    if settings.office_short != settings.office {
        office["alternateName"] = settings.office_short.as_str().into();
    }
    office
}

fn periodical(site: &Site<'_>, at: usize) -> Value {
    let title = &site.index.titles[at];
    let data = json!({ "@type": "Periodical", "name": title.name, "inLanguage": "zh-CN", "publisher": office(site) });
    addressed(site, data, &address::series_path(title.id))
}

/// An issue as its items name it.
fn issue(site: &Site<'_>, issue: &Issue) -> Value {
    let title = site.index.title_of(issue);
    let series = json!({ "@type": "Periodical", "name": title });
    let mut data = json!({
        "@type": "PublicationIssue",
        "name": issue_name(title, issue),
        "datePublished": issue.date.to_string(),
        "isPartOf": addressed(site, series, &address::series_path(&issue.id.series)),
    });
    if let Some(number) = issue.id.number() {
        data["issueNumber"] = number.to_string().into();
    }
    addressed(site, data, &address::issue_path(&issue.id))
}

fn whole_issue(site: &Site<'_>, of: &Issue) -> Value {
    let mut data = issue(site, of);
    let part = |item: &Item| {
        let data = json!({ "@type": "Article", "headline": item.title, "position": item.number });
        addressed(site, data, &address::item_path(&of.id, item.number))
    };
    data["hasPart"] = of.items.iter().map(part).collect();
    data["inLanguage"] = "zh-CN".into();
    data["publisher"] = office(site);
    data["dateModified"] = issue_changed(of).to_string().into();
    corrected(data, of.notices.iter().filter(|notice| notice.item.is_none()))
}

fn article(site: &Site<'_>, place: Place) -> Value {
    let of = site.index.issues[place.issue];
    let item = &of.items[place.item];
    let mut data = json!({
        "@type": "Article",
        "headline": item.title,
        "position": item.number,
        "inLanguage": "zh-CN",
        "datePublished": of.date.to_string(),
        "dateModified": item_changed(of, item).to_string(),
        "author": authors(site, item),
        "publisher": office(site),
        "isPartOf": issue(site, of),
    });
    let topics: Vec<&str> = topics_of(item).collect();
    if !topics.is_empty() {
        data["keywords"] = topics.into();
    }
    if is_withdrawn(of, item) {
        data["creativeWorkStatus"] = "Withdrawn".into();
    }
    let own = of.notices.iter().filter(|notice| notice.item == Some(item.number));
    let with_issue = withdrawal(of, item).filter(|notice| notice.item.is_none());
    let data = corrected(data, own.chain(with_issue));
    addressed(site, data, &address::item_path(&of.id, item.number))
}

/// The units that supplied it; the office where nobody is named.
fn authors(site: &Site<'_>, item: &Item) -> Value {
    let named = item.sources.iter().filter(|source| !source.written.trim().is_empty());
    let author = |source: &SourceUnit| {
        let author = json!({ "@type": "Organization", "name": source.written });
        let known = source.unit.as_ref().and_then(|id| site.archive.roster.get(id));
        match known {
            Some(unit) => addressed(site, author, &address::unit_path(&unit.id)),
            None => author,
        }
    };
    let authors: Vec<Value> = named.map(author).collect();
    if authors.is_empty() { office(site) } else { authors.into() }
}

fn corrected<'n>(mut data: Value, notices: impl Iterator<Item = &'n Notice>) -> Value {
    let comment = |notice: &Notice| {
        json!({
            "@type": "CorrectionComment",
            "name": notice.kind.label(),
            "text": notice.because,
            "datePublished": notice.on.to_string(),
        })
    };
    let comments: Vec<Value> = notices.map(comment).collect();
    if !comments.is_empty() {
        data["correction"] = comments.into();
    }
    data
}

/// With the address of its page, where the site's is known.
fn addressed(site: &Site<'_>, mut data: Value, path: &str) -> Value {
    let url = &site.archive.settings.url;
    if !url.is_empty() {
        data["url"] = format!("{url}{path}").into();
    }
    data
}
