//! Related items: what else was published on an item's topics, by its units and in its special group.
//!
//! In: the index, an item's place. Out: the places of a few others, the nearest first. Withdrawn items are not offered:
//! there is nothing left to read. Looks at the newest items of each list only, so that a site of many thousand items
//! takes no longer for each. Refuses to know: pages.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::super::archive::{Index, Place, group_of, is_withdrawn, topics_of};
use crate::model::{Item, UnitId};

/// How many are offered.
const OFFERED: usize = 5;
/// How many of the newest items under one topic, unit or group are looked at.
const LOOKED_AT: usize = 40;

/// The items nearest to the one at `place`.
pub(super) fn related(index: &Index<'_>, place: Place) -> Vec<Place> {
    let marks = Marks::of(&index.issues[place.issue].items[place.item]);
    let mut seen = BTreeSet::from([(place.issue, place.item)]);
    let mut found: Vec<_> = candidates(index, &marks)
        .filter(|other| seen.insert((other.issue, other.item)))
        .filter_map(|other| Some((rank(index, &marks, other)?, other)))
        .collect();
    found.sort_by_key(|(rank, other)| (*rank, other.issue, other.item));
    found.into_iter().take(OFFERED).map(|(_, other)| other).collect()
}

/// What an item is compared by.
struct Marks<'a> {
    topics: BTreeSet<&'a str>,
    units: BTreeSet<&'a UnitId>,
    group: Option<&'a str>,
}

impl<'a> Marks<'a> {
    fn of(item: &'a Item) -> Self {
        Marks {
            topics: topics_of(item).collect(),
            units: item.sources.iter().filter_map(|source| source.unit.as_ref()).collect(),
            group: group_of(item),
        }
    }
}

fn candidates<'i>(index: &'i Index<'_>, marks: &'i Marks<'_>) -> impl Iterator<Item = Place> + 'i {
    let topics = marks.topics.iter().filter_map(|name| index.topics.get(name)).map(|topic| &topic.items);
    let units = marks.units.iter().filter_map(|id| index.units.get(*id));
    let group = marks.group.and_then(|name| index.groups.get(name)).map(|group| &group.items);
    topics.chain(units).chain(group).flat_map(|items| items.iter().take(LOOKED_AT).copied())
}

/// Shared topics count most, then units, then the group, then the newer one; nothing for what cannot be read.
fn rank(index: &Index<'_>, marks: &Marks<'_>, other: Place) -> Option<impl Ord + Copy + use<>> {
    let issue = index.issues[other.issue];
    let item = &issue.items[other.item];
    if is_withdrawn(issue, item) {
        return None;
    }
    let theirs = Marks::of(item);
    let topics = marks.topics.intersection(&theirs.topics).count();
    let unit = !marks.units.is_disjoint(&theirs.units);
    let group = marks.group.is_some() && marks.group == theirs.group;
    Some(Reverse((topics, unit, group, issue.date)))
}
