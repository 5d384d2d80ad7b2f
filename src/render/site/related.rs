//! Related items: what else was published on an item's topics, by its units and in its special group.
//!
//! In: the index, an item's place. Out: the places of a few others, the nearest first. Withdrawn items are not offered:
//! there is nothing left to read. Looks at the newest items of each list only, so that a site of many thousand items
//! takes no longer for each. Refuses to know: pages.

use std::cmp::{Ordering, Reverse};

use chrono::NaiveDate;

use super::super::archive::{Index, Place, group_of, is_withdrawn, topics_of};
use crate::model::{Issue, Item, UnitId};

/// How many are offered.
const OFFERED: usize = 5;
/// How many of the newest items under one topic, unit or group are looked at.
const LOOKED_AT: usize = 40;

/// What the items of an archive are compared by, found once for all of them: each is compared with hundreds.
pub(super) struct Relations<'a>(Vec<Vec<Marks<'a>>>);

/// What an item is compared by.
struct Marks<'a> {
    /// Sorted, each once.
    topics: Vec<&'a str>,
    /// Sorted, each once.
    units: Vec<&'a UnitId>,
    group: Option<&'a str>,
    date: NaiveDate,
    readable: bool,
}

impl<'a> Relations<'a> {
    /// The marks of all items.
    pub fn of(index: &Index<'a>) -> Self {
        let marks = |issue: &&'a Issue| issue.items.iter().map(|item| Marks::of(issue, item)).collect();
        Relations(index.issues.iter().map(marks).collect())
    }

    /// The items nearest to the one at `place`.
    pub fn nearest(&self, index: &Index<'_>, place: Place) -> Vec<Place> {
        let marks = &self.0[place.issue][place.item];
        let mut others: Vec<(usize, usize)> =
            candidates(index, marks).map(|other| (other.issue, other.item)).collect();
        others.sort_unstable();
        others.dedup();
        let others = others.into_iter().filter(|other| *other != (place.issue, place.item));
        let mut found: Vec<_> = others
            .filter_map(|(issue, item)| Some((marks.rank(&self.0[issue][item])?, Place { issue, item })))
            .collect();
        found.sort_by_key(|(rank, _)| *rank);
        found.into_iter().take(OFFERED).map(|(_, other)| other).collect()
    }
}

fn candidates<'i>(index: &'i Index<'_>, marks: &'i Marks<'_>) -> impl Iterator<Item = Place> + 'i {
    let topics = marks.topics.iter().filter_map(|name| index.topics.get(name)).map(|topic| &topic.items);
    let units = marks.units.iter().filter_map(|id| index.units.get(*id));
    let group = marks.group.and_then(|name| index.groups.get(name)).map(|group| &group.items);
    topics.chain(units).chain(group).flat_map(|items| items.iter().take(LOOKED_AT).copied())
}

impl<'a> Marks<'a> {
    fn of(issue: &'a Issue, item: &'a Item) -> Self {
        Marks {
            topics: once(topics_of(item)),
            units: once(item.sources.iter().filter_map(|source| source.unit.as_ref())),
            group: group_of(item),
            date: issue.date,
            readable: !is_withdrawn(issue, item),
        }
    }

    /// Shared topics count most, then units, then the group, then the newer one; nothing for what cannot be read.
    fn rank(&self, other: &Marks<'_>) -> Option<impl Ord + Copy + use<>> {
        let topics = shared(&self.topics, &other.topics);
        let unit = shared(&self.units, &other.units) > 0;
        let group = self.group.is_some() && self.group == other.group;
        other.readable.then_some(Reverse((topics, unit, group, other.date)))
    }
}

fn once<T: Ord>(names: impl Iterator<Item = T>) -> Vec<T> {
    let mut names: Vec<T> = names.collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// How many there are in both of two sorted lists.
fn shared<T: Ord>(mut these: &[T], mut those: &[T]) -> usize {
    let mut count = 0;
    while let ([this, these_after @ ..], [that, those_after @ ..]) = (these, those) {
        let order = this.cmp(that);
        count += usize::from(order == Ordering::Equal);
        these = if order == Ordering::Greater { these } else { these_after };
        those = if order == Ordering::Less { those } else { those_after };
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::sample;

    #[test]
    fn what_two_lists_share_is_counted() {
        assert_eq!(shared(&[1, 3, 5, 7], &[2, 3, 4, 7, 9]), 2);
        assert_eq!(shared(&[1, 2], &[]), 0);
        assert_eq!(once([3, 1, 3, 2].into_iter()), [1, 2, 3]);
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
        let nearest = Relations::of(&index).nearest(&index, Place { issue: 0, item: 0 });
        assert_eq!(nearest.iter().map(|place| place.issue).collect::<Vec<_>>(), [1, 2]);
    }
}
