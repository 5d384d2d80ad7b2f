//! The search page and the index that it asks.
//!
//! In: the index of the archive. Out: `search.html` with what results can be narrowed by, and the files of the search
//! index. Refuses to know: how the index finds.

use std::sync::{Arc, OnceLock};

use serde::Serialize;

use super::super::address;
use super::super::search::{Facet, File, Search, entries};
use super::super::Set;
use super::direct::direct;
use super::frame::PageHead;
use super::{Pages, Shown, Site};
use crate::error::Result;
use crate::model::UnitId;

#[derive(Serialize)]
struct SearchPage {
    /// Changes with the index.
    version: String,
    /// How many items can be found.
    count: usize,
    facets: Vec<Choice>,
    /// What a query may be the name of, as JSON.
    direct: String,
}

/// A facet as a list to choose from.
#[derive(Serialize)]
struct Choice {
    name: &'static str,
    label: &'static str,
    options: Vec<Choosable>,
}

#[derive(Serialize)]
struct Choosable {
    value: String,
    text: String,
    /// Which of the facet's lists is this value's.
    at: usize,
    count: u32,
}

/// Adds the search page; returns the index, which is made as a whole.
pub(super) fn add<'a>(pages: &mut Pages<'a>) -> Set<'a> {
    let site = Arc::clone(&pages.site);
    let shown = || {
        let shown = Shown::of(site.marks.everything);
        site.index.issues.iter().fold(shown, |shown, issue| shown.with_texts(issue))
    };
    let told: Arc<OnceLock<SearchPage>> = Arc::default();
    let (page_of, set_of) = (Arc::clone(&told), Arc::clone(&site));
    pages.add(address::SEARCH.to_owned(), shown(), move |site| page(site, page_of.get_or_init(|| made(site).0)));
    Set::new(shown(), move || {
        let (view, files) = made(&set_of);
        let _ = told.set(view);
        Ok(files)
    })
}

/// The index: what the page tells of it, and its files.
fn made(site: &Site<'_>) -> (SearchPage, Vec<File>) {
    let entries = entries(&site.index);
    let search = Search::of(&entries);
    let facets = search.facets.iter().map(|facet| choice(site, facet)).collect();
    let view = SearchPage { version: search.version, count: entries.len(), facets, direct: direct(site) };
    (view, search.files)
}

fn page(site: &Site<'_>, view: &SearchPage) -> Result<Vec<u8>> {
    let description = format!("在{}条已刊发的信息中搜索标题和正文。", view.count);
    let head = PageHead::new(address::SEARCH, "搜索", description);
    site.page("search.html", &head, "search", view)
}

fn choice(site: &Site<'_>, facet: &Facet) -> Choice {
    let option = |(at, (value, list)): (usize, (&String, &super::super::search::Growing))| Choosable {
        text: text(site, facet.name, value),
        value: value.clone(),
        at,
        count: list.len(),
    };
    let mut options: Vec<Choosable> = facet.values.iter().enumerate().map(option).collect();
    match facet.name {
        "series" => options
            .sort_by_cached_key(|option| position(site.index.titles.iter().map(|t| t.id.as_str()), &option.value)),
        "unit" => {
            options.sort_by_key(|option| {
                position(site.archive.roster.units().iter().map(|u| u.id.as_str()), &option.value)
            });
        }
        "year" => options.reverse(),
        _ => options.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value))),
    }
    Choice { name: facet.name, label: label(facet.name), options }
}

fn position<'n>(mut names: impl Iterator<Item = &'n str>, name: &str) -> usize {
    names.position(|other| other == name).unwrap_or(usize::MAX)
}

fn label(facet: &str) -> &'static str {
    match facet {
        "series" => "刊物",
        "year" => "年份",
        "unit" => "供稿单位",
        "topic" => "主题",
        _ => "类型",
    }
}

/// What a value is called; values that the settings no longer know are called by themselves.
fn text(site: &Site<'_>, facet: &str, value: &str) -> String {
    let title = || site.index.titles.iter().find(|title| title.id.as_str() == value).map(|title| title.name.to_owned());
    let unit = || UnitId::new(value).and_then(|id| site.archive.roster.get(&id)).map(|unit| unit.name.clone());
    let known = match facet {
        "series" => title(),
        "unit" => unit(),
        "year" => Some(format!("{value}年")),
        _ => None,
    };
    known.unwrap_or_else(|| value.to_owned())
}
