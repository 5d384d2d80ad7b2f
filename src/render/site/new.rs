//! What is new, for people without a feed reader: the last issues, corrections and withdrawals, by day.
//!
//! In: the index. Out: `new.html`. The list ends where its oldest issue does: a page of what is new that named older
//! changes only would tell that nothing was published then. Refuses to know: how it looks.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::super::address;
use super::super::feed::news;
use super::super::view::{Day, IssueLine, Link, issue_name};
use super::frame::PageHead;
use super::meta::About;
use super::{Pages, Site};
use crate::error::Result;
use crate::model::{Issue, Notice};

/// Issues on the page.
const ISSUES: usize = 30;
/// Corrections and withdrawals on the page.
const CHANGES: usize = 30;

#[derive(Serialize)]
struct New {
    days: Vec<DayView>,
    /// The feeds of the site and of each title.
    feeds: Vec<Followed>,
    /// The catalogue of EPUBs, where there are any: for apps of either kind.
    catalogue: Vec<Followed>,
}

#[derive(Serialize)]
struct DayView {
    date: Day,
    issues: Vec<IssueLine>,
    changes: Vec<Change>,
}

/// Something that was changed after publishing.
#[derive(Serialize)]
struct Change {
    /// 更正, 撤稿
    label: &'static str,
    /// The item or issue.
    link: Link,
    /// The issue, where an item was changed.
    issue: Option<Link>,
    because: String,
}

/// Something that a program can follow.
#[derive(Serialize)]
struct Followed {
    link: Link,
    /// The address to be typed, in full where the site's is known.
    address: String,
}

pub(super) fn add(pages: &mut Pages<'_>) {
    pages.add_overview(address::NEW, |site| page(site));
}

fn page(site: &Site<'_>) -> Result<Vec<u8>> {
    let view = New { days: days(site), feeds: feeds(site), catalogue: catalogue(site) };
    let head = PageHead::new(address::NEW, "最近更新", "最近刊发的各期、更正和撤稿，以及怎样订阅。");
    site.page("new.html", &head.about(About::New), "new", &view)
}

fn days(site: &Site<'_>) -> Vec<DayView> {
    let mut days: BTreeMap<NaiveDate, (Vec<IssueLine>, Vec<Change>)> = BTreeMap::new();
    for at in site.index.newest.iter().copied().take(ISSUES) {
        days.entry(site.index.issues[at].date).or_default().0.push(site.issue_line(at));
    }
    let oldest = days.keys().next().copied();
    for (issue, notice) in changes(site).into_iter().take_while(|(_, notice)| Some(notice.on) >= oldest) {
        days.entry(notice.on).or_default().1.push(change(site, issue, notice));
    }
    let view = |(date, (issues, changes))| DayView { date: Day::of(date), issues, changes };
    days.into_iter().rev().map(view).collect()
}

/// The last changes, newest first; those of one day by issue, the newest first.
fn changes<'s>(site: &'s Site<'_>) -> Vec<(&'s Issue, &'s Notice)> {
    let of_issue = |&at: &usize| site.index.issues[at].notices.iter().map(move |notice| (at, notice));
    let mut all: Vec<(usize, &Notice)> = site.index.newest.iter().flat_map(of_issue).collect();
    all.sort_by_key(|(_, notice)| std::cmp::Reverse(notice.on));
    all.into_iter().take(CHANGES).map(|(at, notice)| (site.index.issues[at], notice)).collect()
}

fn change(site: &Site<'_>, issue: &Issue, notice: &Notice) -> Change {
    let whole = Link::new(issue_name(site.index.title_of(issue), issue), address::issue_path(&issue.id));
    let item = notice.item.and_then(|number| issue.items.iter().find(|item| item.number == number));
    let of_item = item.map(|item| Link::new(item.title.as_str(), address::item_path(&issue.id, item.number)));
    let (link, issue) = match of_item {
        Some(link) => (link, Some(whole)),
        None => (whole, None),
    };
    Change { label: notice.kind.label(), link, issue, because: notice.because.clone() }
}

fn feeds(site: &Site<'_>) -> Vec<Followed> {
    let titles = 0..site.index.titles.len();
    let all = news::of_site(site).map(|link| ("全部".to_owned(), link.path));
    let of_title = |at: usize| Some((format!("《{}》", site.index.titles[at].name), news::of_title(site, at)?.path));
    all.into_iter().chain(titles.filter_map(of_title)).map(|(name, path)| followed(site, name, path)).collect()
}

fn catalogue(site: &Site<'_>) -> Vec<Followed> {
    let forms = [("OPDS 1.2", "xml"), ("OPDS 2.0", "json")].into_iter().filter(|_| !site.index.issues.is_empty());
    forms.map(|(name, ending)| followed(site, name, format!("{}.{ending}", address::CATALOGUE))).collect()
}

fn followed(site: &Site<'_>, name: impl Into<String>, path: String) -> Followed {
    let address = format!("{}{path}", site.archive.settings.url);
    Followed { link: Link::new(name, path), address }
}
