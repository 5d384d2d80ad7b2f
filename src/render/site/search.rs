//! The search page and the index that it asks.
//!
//! In: the index of the archive. Out: `search.html` with what results can be narrowed by, and the files of the search
//! index. Refuses to know: how the index finds.

use std::sync::{Arc, OnceLock};

use chrono::Datelike;
use serde::Serialize;

use super::super::Set;
use super::super::address;
use super::super::page::Remembering;
use super::super::search::{Entry, Facet, File, Past, Search, entries, over};
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

/// Adds the search page; returns the parts of the index, and what is to be remembered of the past.
pub(super) fn add<'a>(pages: &mut Pages<'a>) -> (Vec<Set<'a>>, Remembering) {
    let site = Arc::clone(&pages.site);
    let [past, present] = parted(&site);
    let numbers = |issues: &[usize]| Shown::default().all(issues.iter().map(|at| site.marks.whole(*at)));
    let with = |shown: Shown<'a>, issues: &[usize]| {
        issues.iter().fold(shown, |shown, at| shown.with_texts(site.index.issues[*at]))
    };
    let shows = numbers(&past).number();
    let known = site.archive.past.as_ref().filter(|known| known.shows == shows).map(|known| known.past.clone());
    let remembering = Remembering { shows, past: Arc::new(known.map_or_else(OnceLock::new, OnceLock::from)) };
    let of_present = || {
        let shown = with(Shown::of(site.marks.everything), &present);
        if past.is_empty() || remembering.past.get().is_some() { shown } else { with(shown, &past) }
    };
    let told: Arc<OnceLock<SearchPage>> = Arc::default();
    let (page_told, page_past) = (Arc::clone(&told), Arc::clone(&remembering.past));
    pages.add(address::SEARCH.to_owned(), of_present(), move |site| {
        page(site, page_told.get_or_init(|| made(site, &page_past).0))
    });
    let mut sets = Vec::new();
    if !past.is_empty() {
        let (site, kept) = (Arc::clone(&site), Arc::clone(&remembering.past));
        sets.push(Set::new("往年的搜索索引", with(numbers(&past), &past), move || {
            let entries = entries(&site.index);
            let (past, files) = Past::of(&entries[..over(&entries)]);
            let _ = kept.set(past);
            Ok(files)
        }));
    }
    let (of_set, kept) = (Arc::clone(&site), Arc::clone(&remembering.past));
    sets.push(Set::new("搜索索引", of_present(), move || {
        let (view, files) = made(&of_set, &kept);
        let _ = told.set(view);
        Ok(files)
    }));
    (sets, remembering)
}

/// The positions of the issues that are over, and of the others, in the order of the index.
fn parted(site: &Site<'_>) -> [Vec<usize>; 2] {
    let entries = entries(&site.index);
    let has_past = over(&entries) > 0;
    let newest = entries.last().map(Entry::printed_in).filter(|_| has_past);
    let is_over = |at: &usize| newest.is_some_and(|newest| site.index.issues[*at].date.year() < newest);
    let (past, present) = site.index.newest.iter().copied().partition(is_over);
    [past, present]
}

/// The index of the present: what the page tells of it, and its files.
fn made(site: &Site<'_>, past: &OnceLock<Past>) -> (SearchPage, Vec<File>) {
    let entries = entries(&site.index);
    let over = over(&entries);
    let past = (over > 0).then(|| past.get_or_init(|| Past::of(&entries[..over]).0));
    let search = Search::of(&entries, past);
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
