//! The indexes of a volume: who supplied what, and what is about what.
//!
//! In: the chapters and the roster. Out: the documents of the indexes. Refuses to know: the order of the chapters.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use tera::Context;

use super::super::archive::topics_of;
use super::binder::Binder;
use super::chapter::Chapter;
use crate::error::Result;
use crate::model::{Roster, UnitClass};

/// What units are called that the roster does not know.
const OTHERS: &str = "其他单位";

/// The words of both indexes with what they lead to.
pub struct Words {
    classes: Vec<Group>,
    topics: Vec<Group>,
}

/// Words under a heading; the heading is empty where there is only one group.
#[derive(Serialize)]
struct Group {
    name: &'static str,
    words: Vec<Word>,
}

#[derive(Serialize)]
struct Word {
    name: String,
    places: Vec<Place>,
}

#[derive(Serialize, Clone)]
struct Place {
    href: String,
    title: String,
    place: String,
    withdrawn: bool,
}

impl Words {
    /// The words of these chapters; each leads to a chapter once.
    pub fn of<'c, 'a: 'c>(roster: &Roster, chapters: impl Iterator<Item = &'c Arc<Chapter<'a>>>) -> Self {
        let mut units: BTreeMap<(usize, String), Vec<Place>> = BTreeMap::new();
        let mut topics: BTreeMap<&str, Vec<Place>> = BTreeMap::new();
        let position: BTreeMap<_, usize> = roster.units().iter().map(|unit| &unit.id).zip(0..).collect();
        for chapter in chapters {
            let item = chapter.entry.item;
            for source in &item.sources {
                let known = source.unit.as_ref().and_then(|id| position.get(id)).copied();
                let name = known.map_or(source.written.trim(), |at| &roster.units()[at].name);
                enter(&mut units, (known.unwrap_or(usize::MAX), name.to_owned()), chapter);
            }
            topics_of(item).for_each(|topic| enter(&mut topics, topic, chapter));
        }
        Words { classes: classes(roster, units), topics: by_use(topics) }
    }
}

fn enter<K: Ord>(words: &mut BTreeMap<K, Vec<Place>>, word: K, chapter: &Chapter<'_>) {
    let line = &chapter.line;
    let places = words.entry(word).or_default();
    if places.last().is_none_or(|last| last.href != line.href) {
        let (href, title, place) = (line.href.clone(), line.title.clone(), line.place.clone());
        places.push(Place { href, title, place, withdrawn: line.withdrawn });
    }
}

/// The units by class, in the roster's order; those that it does not know at the end, by name.
fn classes(roster: &Roster, units: BTreeMap<(usize, String), Vec<Place>>) -> Vec<Group> {
    let mut groups: Vec<Group> = UnitClass::ALL.iter().map(|class| Group::new(class.label())).collect();
    groups.push(Group::new(OTHERS));
    for ((at, name), places) in units.into_iter().filter(|((_, name), _)| !name.is_empty()) {
        let class = roster.units().get(at).and_then(|unit| UnitClass::ALL.iter().position(|c| *c == unit.class));
        let group = class.unwrap_or(groups.len() - 1);
        groups[group].words.push(Word { name, places });
    }
    groups.retain(|group| !group.words.is_empty());
    groups
}

impl Group {
    fn new(name: &'static str) -> Self {
        Group { name, words: Vec::new() }
    }
}

/// The topics, those with most items first, as the site lists them.
fn by_use(topics: BTreeMap<&str, Vec<Place>>) -> Vec<Group> {
    let word = |(name, places): (&str, Vec<Place>)| Word { name: name.to_owned(), places };
    let mut words: Vec<Word> = topics.into_iter().map(word).collect();
    words.sort_by_key(|word| Reverse(word.places.len()));
    if words.is_empty() { Vec::new() } else { vec![Group { name: "", words }] }
}

/// Adds the indexes; one without words is left out.
pub fn add_indexes(binder: &mut Binder<'_, '_>, words: &Words) -> Result<()> {
    let indexes = [("units.xhtml", "单位索引", &words.classes), ("topics.xhtml", "主题索引", &words.topics)];
    for (href, title, groups) in indexes.into_iter().filter(|(_, _, groups)| !groups.is_empty()) {
        let mut values = Context::new();
        values.insert("title", title);
        values.insert("groups", groups);
        binder.page(href, "index.xhtml", values)?;
        binder.landmark("index", href, title);
        binder.entry(1, href, title);
    }
    Ok(())
}
