//! Related items: what else was published on an item's topics, by its units and in its special group.
//!
//! In: the index, an item's place. Out: the places of a few others, the nearest first. Withdrawn items are not offered:
//! there is nothing left to read. Looks at the newest items of each list only, so that a site of many thousand items
//! takes no longer for each. Refuses to know: pages.

use std::cmp::Reverse;

use chrono::NaiveDate;

use super::super::archive::{Index, Place, is_withdrawn};

/// How many are offered.
const OFFERED: usize = 5;
/// How many of the newest items under one topic, unit or group are looked at.
const LOOKED_AT: usize = 40;

/// What the items of an archive are compared by, in numbers: each is compared with hundreds, which have to lie near.
/// Topics have the lowest numbers, then come units, then groups.
pub(super) struct Relations {
    /// The items by number, and the number of the first of each issue.
    places: Vec<Place>,
    first: Vec<usize>,
    items: Vec<Marked>,
    /// What the items are marked by, item by item, rising.
    marks: Vec<u32>,
    /// The newest items under each mark.
    newest: Vec<Vec<u32>>,
    /// The first numbers of units and groups.
    units: u32,
    groups: u32,
}

/// An item: where its marks end, and its day unless it was withdrawn.
struct Marked {
    end: u32,
    day: Option<NaiveDate>,
}

impl Relations {
    /// Numbers all items and what they are marked by.
    pub fn of(index: &Index<'_>) -> Self {
        let (topics, groups) = (index.topics.values(), index.groups.values());
        let units = u32::try_from(topics.len()).unwrap_or(u32::MAX);
        let groups_from = units + u32::try_from(index.units.len()).unwrap_or_default();
        let lists = topics.map(|topic| &topic.items).chain(index.units.values());
        let lists: Vec<&Vec<Place>> = lists.chain(groups.map(|group| &group.items)).collect();
        let (mut places, mut first) = (Vec::new(), Vec::new());
        for (issue, of) in index.issues.iter().enumerate() {
            first.push(places.len());
            places.extend((0..of.items.len()).map(|item| Place { issue, item }));
        }
        let number = |place: &Place| u32::try_from(first[place.issue] + place.item).unwrap_or(u32::MAX);
        let newest = lists.iter().map(|list| list.iter().take(LOOKED_AT).map(number).collect()).collect();
        let marked = lists.iter().zip(0_u32..).flat_map(|(list, mark)| list.iter().map(move |at| (number(at), mark)));
        let mut marked: Vec<(u32, u32)> = marked.collect();
        marked.sort_unstable();
        let items = places.iter().zip(0_u32..).map(|(place, at)| {
            let issue = index.issues[place.issue];
            let day = (!is_withdrawn(issue, &issue.items[place.item])).then_some(issue.date);
            Marked { end: marked.partition_point(|(item, _)| *item <= at) as u32, day }
        });
        let items = items.collect();
        let marks = marked.into_iter().map(|(_, mark)| mark).collect();
        Relations { items, marks, newest, units, groups: groups_from, places, first }
    }

    /// The items nearest to the one at `place`.
    pub fn nearest(&self, place: Place) -> Vec<Place> {
        let at = (self.first[place.issue] + place.item) as u32;
        let marks = self.marks_of(at);
        let mut others: Vec<u32> = marks.iter().flat_map(|mark| &self.newest[*mark as usize]).copied().collect();
        others.sort_unstable();
        others.dedup();
        let others = others.into_iter().filter(|other| *other != at);
        let mut found: Vec<_> = others.filter_map(|other| Some((self.rank(marks, other)?, other))).collect();
        found.sort_unstable();
        found.into_iter().take(OFFERED).map(|(_, other)| self.places[other as usize]).collect()
    }

    fn marks_of(&self, item: u32) -> &[u32] {
        let start = item.checked_sub(1).map_or(0, |before| self.items[before as usize].end);
        &self.marks[start as usize..self.items[item as usize].end as usize]
    }

    /// Shared topics count most, then units, then the group, then the newer one; nothing for what cannot be read.
    fn rank(&self, marks: &[u32], other: u32) -> Option<impl Ord + Copy + use<>> {
        let day = self.items[other as usize].day?;
        let (mut topics, mut unit, mut group) = (0, false, false);
        for mark in shared(marks, self.marks_of(other)) {
            topics += u32::from(mark < self.units);
            unit |= (self.units..self.groups).contains(&mark);
            group |= mark >= self.groups;
        }
        Some(Reverse((topics, unit, group, day)))
    }
}

/// What is in both of two rising lists.
fn shared<'m>(mut these: &'m [u32], mut those: &'m [u32]) -> impl Iterator<Item = u32> + 'm {
    std::iter::from_fn(move || {
        loop {
            let (this, that) = (*these.first()?, *those.first()?);
            if this <= that {
                these = &these[1..];
            }
            if that <= this {
                those = &those[1..];
            }
            if this == that {
                return Some(this);
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::sample;

    #[test]
    fn what_two_lists_share_is_found() {
        assert_eq!(shared(&[1, 3, 5, 7], &[2, 3, 4, 7, 9]).collect::<Vec<_>>(), [3, 7]);
        assert_eq!(shared(&[1, 2], &[]).count(), 0);
    }

    #[test]
    fn shared_topics_come_before_newer_items_and_withdrawn_ones_are_not_offered() {
        let office = sample::office();
        let tagged = |name: &str, date: &str, tags: &[&str]| {
            let mut issue = sample::issue(name, date);
            issue.items.truncate(1);
            issue.items[0].tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
            issue.items[0].group = None;
            issue.items[0].sources.clear();
            issue
        };
        let mut gone = tagged("dongtai-2016-4", "2016-04-01", &["放管服", "信用"]);
        gone.items[0].withdrawn = true;
        let archive = office.archive(vec![
            tagged("dongtai-2016-1", "2016-01-01", &["放管服", "信用"]),
            tagged("dongtai-2016-2", "2016-02-01", &["信用", " 放管服 "]),
            tagged("dongtai-2016-3", "2016-03-01", &["信用"]),
            gone,
        ]);
        let index = Index::of(&archive);
        let nearest = Relations::of(&index).nearest(Place { issue: 0, item: 0 });
        assert_eq!(nearest.iter().map(|place| place.issue).collect::<Vec<_>>(), [1, 2]);
    }
}
