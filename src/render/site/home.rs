//! The first page: the newest issue of each title, and the ways in.
//!
//! In: the index. Out: `index.html`. Refuses to know: how it looks.

use serde::Serialize;

use super::super::address;
use super::super::archive::Title;
use super::super::view::{IssueLine, Link};
use super::frame::PageHead;
use super::gathered::counted;
use super::meta::About;
use super::{Counted, Pages, Site};

/// Titles and issues that the first page names of each series, so that the columns come out alike: the fewer items the
/// newest issue has, the more earlier issues are named …
const LINES: usize = 10;
/// … but so many at least.
const EARLIER: usize = 4;
/// Units, topics and groups that the first page names.
const NAMED: usize = 16;

#[derive(Serialize)]
struct Home {
    titles: Vec<TitleView>,
    years: Vec<Counted>,
    units: Vec<Counted>,
    more_units: bool,
    topics: Vec<Counted>,
    more_topics: bool,
    groups: Vec<Counted>,
    more_groups: bool,
}

#[derive(Serialize)]
struct TitleView {
    link: Link,
    count: usize,
    newest: Option<IssueLine>,
    earlier: Vec<IssueLine>,
}

pub(super) fn add(pages: &mut Pages<'_>) {
    pages.add_overview(address::HOME, |site| {
        let settings = site.archive.settings;
        let description = format!("{}。{}编印。", settings.site_title, settings.office);
        let head = PageHead::new(address::HOME, settings.site_title.as_str(), description).about(About::Home);
        site.page("home.html", &head, "home", &home(site))
    });
}

fn home(site: &Site<'_>) -> Home {
    let (units, topics, groups) =
        (units(site), counted(&site.index, &site.index.topics), counted(&site.index, &site.index.groups));
    let years = site.index.years.iter().rev();
    Home {
        titles: site.index.titles.iter().map(|title| title_view(site, title)).collect(),
        years: years
            .map(|(year, issues)| Counted::new(format!("{year}年"), address::year_path(*year), issues.len()))
            .collect(),
        more_units: units.len() > NAMED,
        units: units.into_iter().take(NAMED).collect(),
        more_topics: topics.len() > NAMED,
        topics: topics.into_iter().take(NAMED).collect(),
        more_groups: groups.len() > NAMED,
        groups: groups.into_iter().take(NAMED).collect(),
    }
}

fn title_view(site: &Site<'_>, title: &Title<'_>) -> TitleView {
    let mut newest_first = title.issues.clone().rev();
    let newest = newest_first.next().map(|at| site.issue_line(at));
    let earlier = LINES.saturating_sub(newest.as_ref().map_or(0, |issue| issue.items.len())).max(EARLIER);
    TitleView {
        link: Link::new(title.name, address::series_path(title.id)),
        count: title.issues.len(),
        newest,
        earlier: newest_first.take(earlier).map(|at| site.issue_line(at)).collect(),
    }
}

/// The units that were printed, in the roster's order: the first page is no league table.
fn units(site: &Site<'_>) -> Vec<Counted> {
    let units = site.archive.roster.units().iter();
    let printed = units.filter_map(|unit| Some((unit, site.index.readable(site.index.units.get(&unit.id)?))));
    printed.map(|(unit, count)| Counted::new(&unit.name, address::unit_path(&unit.id), count)).collect()
}
