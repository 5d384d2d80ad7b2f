//! An item as an entry of a feed: full text, sources, topics, and what became of it.
//!
//! In: an item and the feed's path. Out: an entry whose name never changes. A withdrawn item is an entry that says so
//! and holds no text. Refuses to know: which feed it is for, beyond the path.

use std::collections::BTreeMap;

use atom_syndication::{Category, Content, Entry, Person, Text};

use super::super::archive::Place;
use super::super::changes::{item_changed, moment};
use super::super::escape::escaped;
use super::super::site::Site;
use super::super::view::{ItemText, NoticeLine, Setting, issue_name};
use super::super::{address, identity};
use super::news::way;
use crate::model::{Issue, Item};

/// The level of a text's highest headings: readers show the entry's title above.
const HEADING: u8 = 3;

/// The item there, as the feed at `path` has it.
pub fn entry(site: &Site<'_>, path: &str, place: Place) -> Entry {
    let issue = site.index.issues[place.issue];
    let item = &issue.items[place.item];
    let afar = |to: &str| address::from_afar(&site.archive.settings.url, path, to);
    let text = text(site, place, &afar);
    let page = afar(&text.line.path);
    Entry {
        title: Text::plain(title(&text)),
        id: identity::urn(site.archive.settings, &format!("{}/{}", issue.id, item.number)),
        updated: moment(item_changed(issue, item)),
        published: Some(moment(issue.date)),
        authors: authors(site, &text, &afar),
        categories: text.tags.iter().map(|tag| category(&tag.written)).collect(),
        links: vec![way("alternate", &page, "text/html")],
        content: Some(content(site, issue, &text, &afar)),
        ..Entry::default()
    }
}

fn text(site: &Site<'_>, place: Place, afar: &dyn Fn(&str) -> String) -> ItemText {
    let issue = site.index.issues[place.issue];
    let item: &Item = &issue.items[place.item];
    let names = &site.pictures[place.issue][place.item];
    let pictures: BTreeMap<&str, String> =
        names.iter().map(|(source, name)| (*source, afar(&address::picture_path(&issue.id, name)))).collect();
    site.reach().item_text(
        site.index.title_of(issue),
        issue,
        item,
        &Setting { heading: HEADING, pictures: &pictures, epub: false },
    )
}

fn title(text: &ItemText) -> String {
    let mark = match (text.line.withdrawn, text.line.corrected) {
        (true, _) => "（已撤稿）",
        (false, true) => "（有更正）",
        (false, false) => "",
    };
    format!("{}{mark}", text.line.title)
}

/// The units that supplied it; the office where nobody is named.
fn authors(site: &Site<'_>, text: &ItemText, afar: &dyn Fn(&str) -> String) -> Vec<Person> {
    let settings = site.archive.settings;
    let named = text.line.sources.iter().filter(|source| !source.written.trim().is_empty());
    let person = |source: &super::super::view::Source| Person {
        name: source.written.clone(),
        uri: source.path.as_deref().filter(|_| !settings.url.is_empty()).map(afar),
        ..Person::default()
    };
    let authors: Vec<Person> = named.map(person).collect();
    match authors.is_empty() {
        true => vec![Person { name: settings.office.clone(), ..Person::default() }],
        false => authors,
    }
}

fn category(name: &str) -> Category {
    Category { term: name.to_owned(), ..Category::default() }
}

/// What the entry says, as XHTML: every text in it is escaped, and being part of the feed it is well-formed or the feed
/// is not.
fn content(site: &Site<'_>, issue: &Issue, text: &ItemText, afar: &dyn Fn(&str) -> String) -> Content {
    let mut html: String = text.notices.iter().map(notice).collect();
    match (&text.text, &text.withdrawal) {
        (Some(words), _) => html.push_str(words),
        (None, Some(sentence)) => html.push_str(&format!("<p>{}</p>\n", escaped(sentence))),
        (None, None) => {}
    }
    let name = issue_name(site.index.title_of(issue), issue);
    let link = escaped(&afar(&address::issue_path(&issue.id)));
    html.push_str(&format!("<p>原载<a href=\"{link}\">{}</a>。</p>", escaped(&name)));
    Content {
        // The text's own notes are found on the item's page.
        base: (!site.archive.settings.url.is_empty()).then(|| afar(&text.line.path)),
        value: Some(format!("<div xmlns=\"http://www.w3.org/1999/xhtml\">{html}</div>")),
        content_type: Some("xhtml".to_owned()),
        ..Content::default()
    }
}

fn notice(notice: &NoticeLine) -> String {
    let words: String = notice.words.iter().map(|words| format!("<br/>{}", escaped(words))).collect();
    format!("<p><strong>{}</strong>（{}）：{}{words}</p>\n", notice.label, notice.date.text, escaped(&notice.because))
}
