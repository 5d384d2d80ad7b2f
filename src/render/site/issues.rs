//! Issues: the page of each, the pages of its items, its pictures and its EPUB.
//!
//! In: the index. Out: everything below an issue's address. Refuses to know: lists of issues.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use super::super::archive::{pictures_of, units_of};
use super::super::view::fields::fields;
use super::super::view::{IssueText, ItemText, Link, Setting, issue_name};
use super::super::{address, epub};
use super::frame::PageHead;
use super::meta::About;
use super::related::Relations;
use super::{Entry, Pages, Place, Shown, Site};
use crate::error::Result;
use crate::model::{Issue, Item};

/// Characters of a text that describe its page to search engines.
const DESCRIPTION: usize = 100;

struct IssuePage {
    text: IssueText,
    previous: Option<Turn>,
    next: Option<Turn>,
}

fields!(IssuePage: text: IssueText; previous, next);

struct ItemPage {
    text: ItemText,
    /// The item's place in lists that mix issues, with its issue and day.
    entry: Entry,
    previous: Option<Turn>,
    next: Option<Turn>,
    /// What else there is on its topics, by its units, in its group.
    related: Vec<Entry>,
}

fields!(ItemPage: text: ItemText; entry, previous, next, related);

/// The way to the page before or after.
#[derive(Serialize)]
struct Turn {
    /// 上一条, 下一条; at an issue's ends 上一期, 下一期
    word: &'static str,
    #[serde(flatten)]
    link: Link,
}

pub(super) fn add(pages: &mut Pages<'_>) {
    let site = Arc::clone(&pages.site);
    let items = |at: usize| (0..site.index.issues[at].items.len()).map(move |item| Place { issue: at, item });
    let relations = Relations::of(&site.index);
    let related = |at: usize| items(at).map(|place| relations.nearest(place)).collect::<Vec<_>>();
    let related: Vec<Vec<Vec<Place>>> = (0..site.index.issues.len()).into_par_iter().map(related).collect();
    for (at, (&issue, related)) in site.index.issues.iter().zip(related).enumerate() {
        let whole = || Shown::of(site.marks.whole(at)).with_texts(issue);
        let shown = whole().and(names_around(&site, at));
        pages.add(address::issue_path(&issue.id), shown, move |site| issue_page(site, at));
        pages.add(address::epub_path(&issue.id), whole(), move |site| {
            epub::epub(site.archive.settings, site.index.title_of(issue), issue, &site.bindery)
        });
        for (place, related) in items(at).zip(related) {
            let path = address::item_path(&issue.id, issue.items[place.item].number);
            pages.add(path, shown_of(&site, place, &related), move |site| item_page(site, place, &related));
        }
        add_pictures(pages, issue);
    }
}

/// What the page of an item shows: the item, what its neighbours are called, and related items.
fn shown_of<'a>(site: &Site<'a>, place: Place, related: &[Place]) -> Shown<'a> {
    Shown::of((site.marks.item(place), site.marks.line(place.issue), names_around(site, place.issue)))
        .all(related.iter().map(|place| site.marks.entry(*place)))
        .with_texts(site.index.issues[place.issue])
}

/// What the issues before and after are called.
fn names_around(site: &Site<'_>, at: usize) -> [Option<u64>; 2] {
    let (before, after) = site.index.neighbours(at);
    [before.map(|_| site.marks.name(at - 1)), after.map(|_| site.marks.name(at + 1))]
}

/// The pictures of an issue, each once however many items show it.
fn add_pictures<'a>(pages: &mut Pages<'a>, issue: &'a Issue) {
    let pictures = issue.items.iter().flat_map(|item| pictures_of(issue, item));
    let by_name: BTreeMap<String, _> = pictures.map(|picture| (address::picture_name(picture), picture)).collect();
    for (name, picture) in by_name {
        let path = address::picture_path(&issue.id, &name);
        pages.add(path, Shown::of(name).with_texts(issue), move |_| Ok(picture.bytes().to_vec()));
    }
}

/// The names of the files of an issue's pictures, by item.
pub(super) fn picture_names(issue: &Issue) -> Vec<BTreeMap<&str, String>> {
    let names = |item| {
        let pictures = pictures_of(issue, item).iter();
        pictures.map(|picture| (picture.source.as_str(), address::picture_name(picture))).collect()
    };
    issue.items.iter().map(names).collect()
}

fn issue_page(site: &Site<'_>, at: usize) -> Result<Vec<u8>> {
    let issue = site.index.issues[at];
    let title = site.index.title_of(issue);
    let pictures = pictures_from_issue(issue, &site.pictures[at]);
    let setting = |item: usize| Setting { heading: 3, pictures: &pictures[item], epub: false };
    let [previous, next] = issue_turns(site, at);
    let view = IssuePage { text: site.reach().issue_text(title, issue, setting), previous, next };
    let name = issue_name(title, issue);
    let head = PageHead::new(address::issue_path(&issue.id), name.as_str(), contents_sentence(&name, issue));
    let head = head.below(crumbs(title, issue)).with_pictures(pictures.iter().any(|item| !item.is_empty()));
    site.page("issue.html", &head.about(About::Issue(at)), "issue", &view)
}

fn issue_turns(site: &Site<'_>, at: usize) -> [Option<Turn>; 2] {
    let name = |issue: &Issue| issue_name(site.index.title_of(issue), issue);
    let (previous, next) = site.index.neighbours(at);
    [(previous, "上一期"), (next, "下一期")]
        .map(|(issue, word)| issue.map(|i| Turn { word, link: Link::new(name(i), address::issue_path(&i.id)) }))
}

/// The items before and after; at the ends of the issue, the issues before and after.
fn item_turns(site: &Site<'_>, place: Place) -> [Option<Turn>; 2] {
    let issue = site.index.issues[place.issue];
    let turn = |word, item: &Item| Turn {
        word,
        link: Link::new(item.title.as_str(), address::item_path(&issue.id, item.number)),
    };
    let before = place.item.checked_sub(1).map(|at| turn("上一条", &issue.items[at]));
    let after = issue.items.get(place.item + 1).map(|item| turn("下一条", item));
    let [issue_before, issue_after] = issue_turns(site, place.issue);
    [before.or(issue_before), after.or(issue_after)]
}

/// An issue's page stands beside the folder in which its pictures are.
fn pictures_from_issue<'i>(issue: &Issue, names: &[BTreeMap<&'i str, String>]) -> Vec<BTreeMap<&'i str, String>> {
    let page = address::issue_path(&issue.id);
    let folder = page.rsplit('/').next().and_then(|file| file.strip_suffix(".html")).unwrap_or_default();
    let from_page = |name: &String| format!("{folder}/{name}");
    names.iter().map(|item| item.iter().map(|(source, name)| (*source, from_page(name))).collect()).collect()
}

fn item_page(site: &Site<'_>, place: Place, related: &[Place]) -> Result<Vec<u8>> {
    let issue = site.index.issues[place.issue];
    let item = &issue.items[place.item];
    let setting = Setting { heading: 2, pictures: &site.pictures[place.issue][place.item], epub: false };
    let title = site.index.title_of(issue);
    let [previous, next] = item_turns(site, place);
    let view = ItemPage {
        text: site.reach().item_text(title, issue, item, &setting),
        entry: site.entry(place),
        previous,
        next,
        related: site.entries(related),
    };
    let mut crumbs = crumbs(title, issue);
    crumbs.push(Link::new(number_or_day(issue), address::issue_path(&issue.id)));
    let head = PageHead::new(address::item_path(&issue.id, item.number), item.title.as_str(), opening(issue, item));
    let head = head.below(crumbs).with_pictures(!setting.pictures.is_empty());
    site.page("item.html", &head.about(About::Item(place)), "item", &view)
}

fn crumbs(title: &str, issue: &Issue) -> Vec<Link> {
    vec![
        Link::new(title, address::series_path(&issue.id.series)),
        Link::new(format!("{}年", issue.id.year), address::series_year_path(&issue.id.series, issue.id.year)),
    ]
}

fn number_or_day(issue: &Issue) -> String {
    issue.id.number().map_or_else(|| issue.date.to_string(), |number| format!("第{number}期"))
}

fn contents_sentence(name: &str, issue: &Issue) -> String {
    let titles: Vec<&str> = issue.items.iter().map(|item| item.title.as_str()).collect();
    format!("{name}：{}。", titles.join("；"))
}

/// The first words of the text that readers may see.
fn opening(issue: &Issue, item: &Item) -> String {
    let Some(text) = units_of(issue, item) else { return format!("{}（已撤稿）", item.title) };
    let text = String::from_utf16_lossy(&text);
    let mut words = String::new();
    for word in text.split_whitespace() {
        if words.chars().count() > DESCRIPTION {
            break;
        }
        words.push_str(if words.is_empty() { "" } else { " " });
        words.push_str(word);
    }
    match words.char_indices().nth(DESCRIPTION) {
        Some((end, _)) => format!("{}……", &words[..end]),
        None if words.is_empty() => item.title.clone(),
        None => words,
    }
}
