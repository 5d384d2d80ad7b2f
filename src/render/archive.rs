//! The published issues in every order in which readers look for them.
//!
//! In: settings, roster, published issues. Out: the issues by title, year, unit, topic and special group, each with its neighbours,
//! and the addresses of pictures and topics. The text of a withdrawn item ends here: nobody further on can ask for
//! it. Refuses to know: pages, templates.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use chrono::NaiveDate;

use super::{Remembered, address};
use crate::config::Settings;
use crate::model::issue::{ItemImage, Replaced};
use crate::model::{Document, Issue, Item, Notice, NoticeKind, Roster, SeriesId, UnitId};

/// What may be shown to readers, and nothing else. `render` knows neither the register nor the inbox.
pub struct Archive<'a> {
    /// The office's settings.
    pub settings: &'a Settings,
    /// The reporting units.
    pub roster: &'a Roster,
    /// The published issues, in any order.
    pub issues: Vec<Issue>,
    /// What was remembered of an earlier edition.
    pub past: Option<Remembered>,
}

/// Where an item is: position of its issue in `Index::issues`, position in the issue.
#[derive(Clone, Copy)]
pub struct Place {
    /// Position of the issue.
    pub issue: usize,
    /// Position of the item in it.
    pub item: usize,
}

/// A title with its issues.
pub struct Title<'a> {
    /// Its id.
    pub id: &'a SeriesId,
    /// Its name; the id where the settings no longer know it.
    pub name: &'a str,
    /// Its issues: positions in `Index::issues`, oldest first.
    pub issues: Range<usize>,
}

/// A topic, or a special group, with its items.
pub struct Topic {
    /// The path of its page.
    pub path: String,
    /// Its items, newest issue first.
    pub items: Vec<Place>,
}

/// The issues in every order.
pub struct Index<'a> {
    /// By title, oldest first.
    pub issues: Vec<&'a Issue>,
    /// The titles, in the order of the settings.
    pub titles: Vec<Title<'a>>,
    /// Positions of all issues, newest first; those of one day in the order of their titles.
    pub newest: Vec<usize>,
    /// Positions of the issues of each year, newest first.
    pub years: BTreeMap<i32, Vec<usize>>,
    /// The items of each unit, newest issue first.
    pub units: BTreeMap<&'a UnitId, Vec<Place>>,
    /// The topics.
    pub topics: BTreeMap<&'a str, Topic>,
    /// The special groups.
    pub groups: BTreeMap<&'a str, Topic>,
}

impl<'a> Index<'a> {
    /// Sorts an archive.
    pub fn of(archive: &'a Archive<'_>) -> Self {
        let (issues, titles) = by_title(archive);
        let mut newest: Vec<usize> = (0..issues.len()).collect();
        newest.sort_by_key(|&at| (Reverse(issues[at].date), at));
        let items = || newest.iter().rev().flat_map(|&at| &issues[at].items);
        let topics = without_items(address::topic_paths(items().flat_map(topics_of)));
        let groups = without_items(address::group_paths(items().filter_map(group_of)));
        let (years, units) = (BTreeMap::new(), BTreeMap::new());
        let mut index = Index { issues, titles, newest, years, units, topics, groups };
        (0..index.newest.len()).for_each(|at| index.enter(index.newest[at]));
        index
    }

    /// The title of an issue.
    pub fn title_of(&self, issue: &Issue) -> &'a str {
        let title = self.titles.iter().find(|title| *title.id == issue.id.series);
        title.map_or("", |title| title.name)
    }

    /// The position of the title of the issue at this position.
    pub fn title_at(&self, issue: usize) -> usize {
        self.titles.iter().position(|title| title.issues.contains(&issue)).unwrap_or_default()
    }

    /// The issues before and after the one at this position, in its title.
    pub fn neighbours(&self, at: usize) -> (Option<&'a Issue>, Option<&'a Issue>) {
        let Some(title) = self.titles.iter().find(|title| title.issues.contains(&at)) else { return (None, None) };
        let within = |at: usize| title.issues.contains(&at).then(|| self.issues[at]);
        (at.checked_sub(1).and_then(within), within(at + 1))
    }

    /// How many of these items can be read: those that were withdrawn do not count.
    pub fn readable<'p>(&self, places: impl IntoIterator<Item = &'p Place>) -> usize {
        let is_there = |place: &&Place| {
            let issue = self.issues[place.issue];
            !is_withdrawn(issue, &issue.items[place.item])
        };
        places.into_iter().filter(is_there).count()
    }

    /// The years of a title with the positions of their issues; years and issues oldest first.
    pub fn years_of(&self, title: &Title<'_>) -> BTreeMap<i32, Vec<usize>> {
        let mut years: BTreeMap<i32, Vec<usize>> = BTreeMap::new();
        for at in title.issues.clone() {
            years.entry(self.issues[at].id.year).or_default().push(at);
        }
        years
    }

    fn enter(&mut self, at: usize) {
        let issue = self.issues[at];
        self.years.entry(issue.id.year).or_default().push(at);
        for (item, text) in issue.items.iter().enumerate() {
            let place = Place { issue: at, item };
            let units: BTreeSet<&UnitId> = text.sources.iter().filter_map(|source| source.unit.as_ref()).collect();
            units.into_iter().for_each(|unit| self.units.entry(unit).or_default().push(place));
            for topic in topics_of(text).collect::<BTreeSet<_>>() {
                self.topics.entry(topic).and_modify(|topic| topic.items.push(place));
            }
            if let Some(group) = group_of(text) {
                self.groups.entry(group).and_modify(|group| group.items.push(place));
            }
        }
    }
}

fn without_items(paths: BTreeMap<&str, String>) -> BTreeMap<&str, Topic> {
    paths.into_iter().map(|(name, path)| (name, Topic { path, items: Vec::new() })).collect()
}

/// The special group whose field the item is, without blanks around it.
pub fn group_of(item: &Item) -> Option<&str> {
    item.group.as_deref().map(str::trim).filter(|group| !group.is_empty())
}

/// The item's topics, without blanks around them and without blank ones.
pub fn topics_of(item: &Item) -> impl Iterator<Item = &str> {
    item.tags.iter().map(|tag| tag.trim()).filter(|tag| !tag.is_empty())
}

/// Whether readers may no longer see the item's text: it is marked so, or a notice says so.
pub fn is_withdrawn(issue: &Issue, item: &Item) -> bool {
    item.withdrawn || withdrawal(issue, item).is_some()
}

/// Whether lists mark the item as one that was corrected. (A withdrawal alone is no correction.)
pub fn is_corrected(issue: &Issue, item: &Item) -> bool {
    issue.notices.iter().any(|notice| notice.item == Some(item.number) && notice.kind == NoticeKind::Corrected)
}

/// The notice that withdrew the item, alone or with the whole issue.
pub fn withdrawal<'i>(issue: &'i Issue, item: &Item) -> Option<&'i Notice> {
    let of_item = |notice: &&Notice| notice.kind == NoticeKind::Withdrawn && notice.item == Some(item.number);
    let of_issue = |notice: &&Notice| notice.kind == NoticeKind::Withdrawn && notice.item.is_none();
    issue.notices.iter().rev().find(of_item).or_else(|| issue.notices.iter().rev().find(of_issue))
}

/// How many items of the issue can be read.
pub fn readable(issue: &Issue) -> usize {
    issue.items.iter().filter(|item| !is_withdrawn(issue, item)).count()
}

/// The words that a correction replaced, as far as readers may see them: with a text they go, too.
pub fn words_of<'i>(issue: &Issue, notice: &'i Notice) -> &'i [Replaced] {
    let of = |number: usize| issue.items.iter().find(|item| item.number == number);
    let may = notice.item.and_then(of).is_some_and(|item| !is_withdrawn(issue, item));
    if may { &notice.words } else { &[] }
}

/// The text that readers may see.
pub fn text_of(issue: &Issue, item: &Item) -> Option<Document> {
    (!is_withdrawn(issue, item)).then(|| item.text())
}

/// The same as plain text, in UTF-16 units.
pub fn units_of(issue: &Issue, item: &Item) -> Option<Vec<u16>> {
    (!is_withdrawn(issue, item)).then(|| item.units())
}

/// The note that readers may see: one that speaks of texts which were all withdrawn goes with them.
pub fn note_of(issue: &Issue) -> &str {
    let gone = issue.notices.iter().any(|notice| notice.kind == NoticeKind::Withdrawn && notice.item.is_none());
    if gone { "" } else { &issue.note }
}

/// The pictures that readers may see.
pub fn pictures_of<'i>(issue: &Issue, item: &'i Item) -> &'i [ItemImage] {
    if is_withdrawn(issue, item) { &[] } else { &item.images }
}

// ---- order -------------------------------------------------------------

fn by_title<'a>(archive: &'a Archive<'_>) -> (Vec<&'a Issue>, Vec<Title<'a>>) {
    let known = archive.settings.series.iter().map(|series| (&series.id, series.title.as_str()));
    let is_known = |id: &SeriesId| archive.settings.series.iter().any(|series| series.id == *id);
    // Issues of a title that the settings have dropped stay where readers and links have known them.
    let dropped: BTreeSet<&SeriesId> =
        archive.issues.iter().map(|issue| &issue.id.series).filter(|id| !is_known(id)).collect();
    let (mut issues, mut titles) = (Vec::new(), Vec::new());
    for (id, name) in known.chain(dropped.into_iter().map(|id| (id, id.as_str()))) {
        let from = issues.len();
        issues.extend(in_order(archive.issues.iter().filter(|issue| issue.id.series == *id).collect()));
        titles.push(Title { id, name, issues: from..issues.len() });
    }
    (issues, titles)
}

/// Issues of one title, oldest first: numbers in their order, and those without a number where their day puts them.
fn in_order(mut issues: Vec<&Issue>) -> Vec<&Issue> {
    issues.sort_by_key(|issue| (issue.id.year, issue.id.number().is_none(), &issue.id.slot));
    let mut latest: Option<(i32, NaiveDate)> = None;
    let mut keyed: Vec<((i32, NaiveDate, bool), &Issue)> = Vec::with_capacity(issues.len());
    for issue in issues {
        let mut day = issue.date;
        if issue.id.number().is_some() {
            // A number never sorts before a smaller one, whatever day was typed.
            day = latest.filter(|(year, _)| *year == issue.id.year).map_or(day, |(_, before)| before.max(day));
            latest = Some((issue.id.year, day));
        }
        keyed.push(((issue.id.year, day, issue.id.number().is_none()), issue));
    }
    keyed.sort_by_key(|(key, _)| *key);
    keyed.into_iter().map(|(_, issue)| issue).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::sample;

    #[test]
    fn numbers_keep_their_order_and_the_others_stand_where_their_day_is() {
        let dated = |slot: &str, date: &str| {
            let mut issue = sample::issue(&format!("dongtai-2016-{slot}"), date);
            issue.items.clear();
            issue
        };
        let issues = [
            dated("10", "2016-10-01"),
            dated("zengkan", "2016-09-05"),
            dated("9", "2016-09-30"),
            dated("2", "2016-09-01"),
            dated("11", "2016-09-01"),
        ];
        let names: Vec<String> = in_order(issues.iter().collect()).into_iter().map(|i| i.id.slot.folder()).collect();
        assert_eq!(names, ["002", "zengkan", "009", "010", "011"]);
    }

    #[test]
    fn units_and_topics_list_the_newest_issue_first_and_an_item_once() {
        let office = sample::office();
        let mut newer = sample::issue("dongtai-2016-2", "2016-02-01");
        newer.items[0].tags = vec!["放管服".into(), " 放管服 ".into(), "  ".into()];
        let mut older = sample::issue("dongtai-2016-1", "2016-01-01");
        older.items[0].tags = vec!["放管服".into()];
        older.items.truncate(1);
        newer.items.truncate(1);
        let archive = office.archive(vec![older, newer]);
        let index = Index::of(&archive);
        let places: Vec<usize> = index.topics["放管服"].items.iter().map(|place| place.issue).collect();
        assert_eq!(places, [1, 0]);
        assert!(!index.topics.contains_key(""));
    }

    #[test]
    fn a_notice_alone_is_enough_to_withhold_a_text() {
        let mut issue = sample::issue("dongtai-2016-1", "2016-01-01");
        let on = issue.date;
        issue.notices.push(Notice {
            kind: NoticeKind::Withdrawn,
            item: None,
            on,
            because: "误发".into(),
            words: vec![],
        });
        issue.note = "这一期讲了什么".into();
        assert!(issue.items.iter().all(|item| text_of(&issue, item).is_none()));
        assert_eq!(note_of(&issue), "");
        issue.notices[0].item = Some(1);
        assert_eq!(note_of(&issue), "这一期讲了什么", "the others are still there");
    }
}
