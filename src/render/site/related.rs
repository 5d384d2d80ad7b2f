//! Related items: what else was published on an item's topics, by its units and in its special group.
//!
//! In: the index, an item's place. Out: the places of a few others, the nearest first. Withdrawn items are not offered:
//! there is nothing left to read. Looks at those of its own time only: a site of many thousand items takes no longer for
//! each, and what is published today does not change the pages of years ago. Refuses to know: pages.

use std::cmp::Reverse;
use std::ops::Range;

use chrono::NaiveDate;

use super::super::archive::{Index, Place, is_withdrawn};

/// How many are offered.
const OFFERED: usize = 5;
/// How many items under one topic, unit or group are looked at, published before and after.
const AROUND: usize = 20;

/// What the items of an archive are compared by, in numbers: each is compared with hundreds, which have to lie near.
/// Topics have the lowest numbers, then come units, then groups.
pub(super) struct Relations {
    /// The items by number, and the number of the first of each issue.
    places: Vec<Place>,
    first: Vec<usize>,
    items: Vec<Marked>,
    /// What the items are marked by, item by item, rising; and at which place of the mark's list each stands.
    marks: Vec<u32>,
    standing: Vec<u32>,
    /// The items under each mark, the newest first.
    marked: Vec<Vec<u32>>,
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
        let listed: Vec<Vec<u32>> = lists.iter().map(|list| list.iter().map(number).collect()).collect();
        let of_list = |(list, mark): (&Vec<u32>, u32)| {
            list.iter().zip(0_u32..).map(|(item, at)| (*item, mark, at)).collect::<Vec<_>>()
        };
        let mut marked: Vec<(u32, u32, u32)> = listed.iter().zip(0_u32..).flat_map(of_list).collect();
        marked.sort_unstable();
        let items = places.iter().zip(0_u32..).map(|(place, at)| {
            let issue = index.issues[place.issue];
            let day = (!is_withdrawn(issue, &issue.items[place.item])).then_some(issue.date);
            Marked { end: marked.partition_point(|(item, ..)| *item <= at) as u32, day }
        });
        let items = items.collect();
        let (marks, standing) = marked.into_iter().map(|(_, mark, at)| (mark, at)).unzip();
        Relations { items, marks, standing, marked: listed, units, groups: groups_from, places, first }
    }

    /// The items nearest to the one at `place`.
    pub fn nearest(&self, place: Place) -> Vec<Place> {
        let at = (self.first[place.issue] + place.item) as u32;
        let marks = self.marks_of(at);
        let mut others: Vec<u32> = self.around(at).flatten().copied().collect();
        others.sort_unstable();
        others.dedup();
        let others = others.into_iter().filter(|other| *other != at);
        let mut found: Vec<_> = others.filter_map(|other| Some((self.rank(marks, other)?, other))).collect();
        found.sort_unstable();
        found.into_iter().take(OFFERED).map(|(_, other)| self.places[other as usize]).collect()
    }

    /// The items of the same time under each of an item's marks.
    fn around(&self, item: u32) -> impl Iterator<Item = &[u32]> {
        self.range_of(item).map(|at| {
            let (list, place) = (&self.marked[self.marks[at] as usize], self.standing[at] as usize);
            &list[place.saturating_sub(AROUND)..list.len().min(place + AROUND + 1)]
        })
    }

    fn marks_of(&self, item: u32) -> &[u32] {
        &self.marks[self.range_of(item)]
    }

    fn range_of(&self, item: u32) -> Range<usize> {
        let start = item.checked_sub(1).map_or(0, |before| self.items[before as usize].end);
        start as usize..self.items[item as usize].end as usize
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

    #[test]
    fn what_is_published_much_later_changes_nothing() {
        let office = sample::office();
        let numbered = |number: usize| {
            let day = sample::day("2016-01-01") + chrono::TimeDelta::days(number as i64);
            let mut issue = sample::issue(&format!("dongtai-2016-{number}"), &day.to_string());
            issue.items.truncate(1);
            issue
        };
        let nearest = |issues: usize, of: usize| {
            let archive = office.archive((1..=issues).map(numbered).collect());
            let found = Relations::of(&Index::of(&archive)).nearest(Place { issue: of, item: 0 });
            found.into_iter().map(|place| place.issue).collect::<Vec<_>>()
        };
        assert_eq!(nearest(AROUND + 3, 2), nearest(AROUND + 9, 2));
        assert_eq!(nearest(AROUND + 9, 2)[0], AROUND + 2, "the newest of its time");
    }
}
