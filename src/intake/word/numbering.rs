//! Automatic numbers: what the word processor prints before a paragraph and the file does not contain.
//!
//! In: the part of numbering, and numbered paragraphs in reading order. Out: their numbers.
//! (ISO/IEC 29500-1, 17.9.) Refuses to know: how a number is shown in the transcript.

use std::collections::{BTreeMap, BTreeSet};

use super::numerals;
use super::styles::Styles;
use super::xml::Element;

/// Levels of a list.
const LEVELS: usize = 9;

/// The lists of a document and how far each is counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// By `w:numId`.
    lists: BTreeMap<String, List>,
    /// By `w:abstractNumId`.
    shapes: BTreeMap<String, Shape>,
    /// How far each shape is counted.
    counted: BTreeMap<String, [Option<u32>; LEVELS]>,
    /// Lists that have begun: those which begin anew do so once.
    begun: BTreeSet<String>,
}

#[derive(Debug, Default)]
struct List {
    shape: String,
    starts: BTreeMap<usize, u32>,
    levels: BTreeMap<usize, Level>,
}

#[derive(Debug, Default)]
struct Shape {
    levels: BTreeMap<usize, Level>,
    /// The style whose list is meant instead.
    elsewhere: Option<String>,
}

#[derive(Debug, Clone, Default)]
struct Level {
    start: u32,
    format: String,
    text: String,
    style: Option<String>,
    plain: bool,
}

/// What stands before a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mark {
    /// A bullet, whatever it looks like.
    Bullet,
    /// `3.`, a plain number with a full stop.
    Plain(u32),
    /// Any other number, as printed: 一、 or （二） or 第三条.
    Printed(String),
}

/// The mark of one paragraph: its list, its level from 0, its look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    /// `w:numId`.
    pub list: String,
    /// From 0.
    pub level: usize,
    /// The mark.
    pub mark: Mark,
}

impl Numbering {
    /// Reads the part.
    pub fn of(root: &Element) -> Self {
        let mut numbering = Numbering::default();
        for element in root.all("w:abstractNum") {
            let Some(id) = element.attribute("w:abstractNumId") else { continue };
            let elsewhere = element.value("w:numStyleLink").map(str::to_owned);
            numbering.shapes.insert(id.to_owned(), Shape { levels: levels(element), elsewhere });
        }
        for element in root.all("w:num") {
            let Some((id, shape)) = element.attribute("w:numId").zip(element.value("w:abstractNumId")) else {
                continue;
            };
            numbering.lists.insert(id.to_owned(), list(element, shape));
        }
        numbering
    }

    /// The number of the next paragraph of a list; `style` is the paragraph's, which tells the level where the
    /// paragraph does not.
    pub fn next(&mut self, id: &str, level: Option<usize>, style: Option<&str>, styles: &Styles) -> Option<Number> {
        let shape = self.shape_of(id, styles)?;
        let list = self.lists.get(id)?;
        let at = level.or_else(|| self.level_for(&shape, style)).unwrap_or(0).min(LEVELS - 1);
        let level_at = |at: usize| list.levels.get(&at).or_else(|| self.shapes.get(&shape)?.levels.get(&at));
        let levels: Vec<Option<Level>> = (0..LEVELS).map(|at| level_at(at).cloned()).collect();
        let own = levels[at].clone()?;
        let starts = list.starts.clone();
        let counted = self.counted.entry(shape).or_insert([None; LEVELS]);
        if !self.begun.contains(id) {
            self.begun.insert(id.to_owned());
            starts.keys().for_each(|&level| counted[level..].fill(None));
        }
        let start = |at: usize| starts.get(&at).copied().or(levels[at].as_ref().map(|l| l.start)).unwrap_or(1);
        counted[at] = Some(counted[at].map_or(start(at), |count| count.saturating_add(1)));
        counted[at + 1..].fill(None);
        (0..at).for_each(|above| counted[above] = counted[above].or(Some(start(above))));
        let mark = mark(&own, at, &levels, counted)?;
        Some(Number { list: id.to_owned(), level: at, mark })
    }

    /// The shape of a list, by way of the style that it is linked to.
    fn shape_of(&self, id: &str, styles: &Styles) -> Option<String> {
        let own = &self.lists.get(id)?.shape;
        let linked = self.shapes.get(own)?.elsewhere.as_ref();
        let other = linked.and_then(|style| Some(&self.lists.get(styles.list_of(style)?)?.shape));
        Some(other.unwrap_or(own).clone())
    }

    fn level_for(&self, shape: &str, style: Option<&str>) -> Option<usize> {
        let levels = &self.shapes.get(shape)?.levels;
        levels.iter().find(|(_, level)| level.style.is_some() && level.style.as_deref() == style).map(|(at, _)| *at)
    }
}

fn list(element: &Element, shape: &str) -> List {
    let mut list = List { shape: shape.to_owned(), ..List::default() };
    for changed in element.all("w:lvlOverride") {
        let Some(at) = changed.attribute("w:ilvl").and_then(|at| at.parse().ok()).filter(|at| *at < LEVELS) else {
            continue;
        };
        if let Some(start) = changed.value("w:startOverride").and_then(|start| start.parse().ok()) {
            list.starts.insert(at, start);
        }
        if let Some(level) = changed.child("w:lvl") {
            list.levels.insert(at, self::level(level));
        }
    }
    list
}

fn levels(element: &Element) -> BTreeMap<usize, Level> {
    let at = |level: &Element| level.attribute("w:ilvl")?.parse().ok().filter(|at| *at < LEVELS);
    element.all("w:lvl").filter_map(|element| Some((at(element)?, level(element)))).collect()
}

fn level(element: &Element) -> Level {
    // Formats that came later stand beside an older one, for programs that do not know them.
    let newer = element.child("mc:AlternateContent").and_then(|both| both.child("mc:Choice")?.child("w:numFmt"));
    let format = newer.or_else(|| element.child("w:numFmt")).and_then(|format| format.attribute("w:val"));
    Level {
        start: element.value("w:start").and_then(|start| start.parse().ok()).unwrap_or(1),
        format: format.unwrap_or("decimal").to_owned(),
        text: element.value("w:lvlText").unwrap_or_default().chars().take(40).collect(),
        style: element.value("w:pStyle").map(str::to_owned),
        plain: element.switch("w:isLgl").unwrap_or(false),
    }
}

fn mark(own: &Level, at: usize, levels: &[Option<Level>], counted: &[Option<u32>; LEVELS]) -> Option<Mark> {
    if own.format == "bullet" {
        return (!own.text.trim().is_empty()).then_some(Mark::Bullet);
    }
    if own.format == "decimal" && own.text == format!("%{}.", at + 1) {
        return Some(Mark::Plain(counted[at]?));
    }
    let mut printed = String::new();
    let mut rest = own.text.as_str();
    while let Some((before, after)) = rest.split_once('%') {
        printed.push_str(before);
        let digit = after.chars().next().and_then(|c| c.to_digit(10)).filter(|digit| (1..=9).contains(digit));
        let Some(digit) = digit else {
            printed.push('%');
            rest = after;
            continue;
        };
        let of = digit as usize - 1;
        let format = levels[of].as_ref().map_or("decimal", |level| level.format.as_str());
        let format = if own.plain { "decimal" } else { format };
        printed.push_str(&counted[of].map(|count| numerals::written(count, format)).unwrap_or_default());
        rest = &after[1..];
    }
    printed.push_str(rest);
    let printed = printed.trim().to_owned();
    (!printed.is_empty()).then_some(Mark::Printed(printed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::word::xml;

    fn numbering(inside: &str) -> Numbering {
        let text = format!(
            "<w:numbering xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>{inside}</w:numbering>"
        );
        Numbering::of(&xml::parse(text.as_bytes()).expect("well-formed"))
    }

    fn level(at: usize, format: &str, text: &str) -> String {
        format!("<w:lvl w:ilvl='{at}'><w:numFmt w:val='{format}'/><w:lvlText w:val='{text}'/></w:lvl>")
    }

    fn printed(numbering: &mut Numbering, asked: &[(&str, usize)]) -> Vec<String> {
        let next = |(id, level): &(&str, usize)| numbering.next(id, Some(*level), None, &Styles::default());
        asked
            .iter()
            .map(next)
            .map(|number| match number.map(|number| number.mark) {
                Some(Mark::Bullet) => "*".into(),
                Some(Mark::Plain(count)) => format!("{count}."),
                Some(Mark::Printed(text)) => text,
                None => String::new(),
            })
            .collect()
    }

    #[test]
    fn levels_count_within_each_other() {
        let levels =
            level(0, "chineseCounting", "%1、") + &level(1, "chineseCounting", "（%2）") + &level(2, "decimal", "%3.");
        let mut numbering = numbering(&format!(
            "<w:abstractNum w:abstractNumId='7'>{levels}</w:abstractNum>\
             <w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num>\
             <w:num w:numId='2'><w:abstractNumId w:val='7'/>\
             <w:lvlOverride w:ilvl='0'><w:startOverride w:val='5'/></w:lvlOverride></w:num>"
        ));
        let asked =
            [("1", 0), ("1", 1), ("1", 2), ("1", 2), ("1", 1), ("1", 0), ("1", 1), ("2", 0), ("1", 0), ("9", 0)];
        let expected = ["一、", "（一）", "1.", "2.", "（二）", "二、", "（一）", "五、", "六、", ""];
        assert_eq!(printed(&mut numbering, &asked), expected);
    }

    #[test]
    fn texts_of_several_levels_and_bullets_are_known() {
        let levels = level(0, "upperRoman", "第%1条") + &level(1, "decimal", "%1.%2") + &level(2, "bullet", "\u{f0b7}");
        let mut numbering = numbering(&format!(
            "<w:abstractNum w:abstractNumId='0'>{levels}</w:abstractNum>\
             <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
        ));
        assert_eq!(printed(&mut numbering, &[("1", 0), ("1", 1), ("1", 2)]), ["第I条", "I.1", "*"]);
    }
}
