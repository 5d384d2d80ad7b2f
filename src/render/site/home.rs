//! The first page: the newest issue of each title, and the ways in.
//!
//! In: the index. Out: `index.html`. Refuses to know: how it looks.

use std::cmp::Reverse;

use serde::Serialize;

use super::super::address;
use super::super::archive::Title;
use super::super::view::{IssueLine, Link};
use super::frame::PageHead;
use super::meta::About;
use super::{Pages, Site};

/// Issues of a title that the first page names below the newest one.
const EARLIER: usize = 4;
/// Units and topics that the first page names.
const NAMED: usize = 16;

#[derive(Serialize)]
struct Home {
    titles: Vec<TitleView>,
    years: Vec<Counted>,
    units: Vec<Counted>,
    more_units: bool,
    topics: Vec<Counted>,
    more_topics: bool,
}

#[derive(Serialize)]
struct TitleView {
    link: Link,
    count: usize,
    newest: Option<IssueLine>,
    earlier: Vec<IssueLine>,
}

/// A link with the number of issues or items behind it.
#[derive(Serialize)]
struct Counted {
    link: Link,
    count: usize,
}

pub(super) fn add(pages: &mut Pages<'_>) {
    pages.add(address::HOME.to_owned(), |site| {
        let settings = site.archive.settings;
        let description = format!("{}。{}编印。", settings.site_title, settings.office);
        let head = PageHead::new(address::HOME, settings.site_title.as_str(), description).about(About::Home);
        site.page("home.html", &head, "home", &home(site))
    });
}

fn home(site: &Site<'_>) -> Home {
    let (units, topics) = (units(site), topics(site));
    let years = site.index.years.iter().rev();
    Home {
        titles: site.index.titles.iter().map(|title| title_view(site, title)).collect(),
        years: years
            .map(|(year, issues)| counted(format!("{year}年"), address::year_path(*year), issues.len()))
            .collect(),
        more_units: units.len() > NAMED,
        units: units.into_iter().take(NAMED).collect(),
        more_topics: topics.len() > NAMED,
        topics: topics.into_iter().take(NAMED).collect(),
    }
}

fn title_view(site: &Site<'_>, title: &Title<'_>) -> TitleView {
    let mut newest_first = title.issues.clone().rev();
    TitleView {
        link: Link::new(title.name, address::series_path(title.id)),
        count: title.issues.len(),
        newest: newest_first.next().map(|at| site.issue_line(at)),
        earlier: newest_first.take(EARLIER).map(|at| site.issue_line(at)).collect(),
    }
}

/// The units that were printed, in the roster's order: the first page is no league table.
fn units(site: &Site<'_>) -> Vec<Counted> {
    let units = site.archive.roster.units().iter();
    let printed = units.filter_map(|unit| Some((unit, site.index.units.get(&unit.id)?.len())));
    printed.map(|(unit, count)| counted(&unit.name, address::unit_path(&unit.id), count)).collect()
}

/// The topics, those with most items first.
fn topics(site: &Site<'_>) -> Vec<Counted> {
    let mut topics: Vec<_> = site.index.topics.iter().collect();
    topics.sort_by_key(|(name, topic)| (Reverse(topic.items.len()), **name));
    topics.into_iter().map(|(name, topic)| counted(*name, topic.path.as_str(), topic.items.len())).collect()
}

fn counted(name: impl Into<String>, path: impl Into<String>, count: usize) -> Counted {
    Counted { link: Link::new(name, path), count }
}
