//! What the styles of a document say of paragraphs and characters, as far as it matters here.
//!
//! In: the part of styles. Out: answers for a style, with what it inherits. Refuses to know: fonts and colours.

use std::collections::BTreeMap;

use super::rise::Rise;
use super::xml::Element;

/// How many styles may be based on one another.
const LONGEST_CHAIN: usize = 16;

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: BTreeMap<String, Style>,
    /// The style of paragraphs that name none.
    usual: Option<String>,
    /// The size of characters of which nothing is said, in half-points.
    size: u32,
}

/// One style: what it says itself.
#[derive(Debug, Default)]
pub(super) struct Style {
    name: String,
    based_on: Option<String>,
    /// The outline level, from 0; 9 is plain text.
    pub outline: Option<u8>,
    /// Where it stands on the line.
    pub justified: Option<String>,
    /// Number of its list, and level in it.
    pub list: (Option<String>, Option<String>),
    /// What it says of characters.
    pub look: Look,
}

/// What is said of characters; nothing is said of what is `None`.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    /// Bold.
    pub bold: Option<bool>,
    /// Struck out.
    pub struck: Option<bool>,
    /// Hidden.
    pub hidden: Option<bool>,
    /// Size in half-points.
    pub size: Option<u32>,
    /// Above or below the line.
    pub rise: Option<Rise>,
}

impl Look {
    /// What a `w:rPr` says.
    pub fn of(properties: &Element) -> Self {
        let either = |one: &str, other: &str| properties.switch(one).or_else(|| properties.switch(other));
        Look {
            bold: properties.switch("w:b"),
            struck: either("w:strike", "w:dstrike"),
            hidden: either("w:vanish", "w:specVanish"),
            size: properties.value("w:sz").and_then(|size| size.parse().ok()),
            rise: properties.value("w:vertAlign").map(Rise::of),
        }
    }

    /// What is said here, else there.
    pub fn or(self, other: Look) -> Look {
        Look {
            bold: self.bold.or(other.bold),
            struck: self.struck.or(other.struck),
            hidden: self.hidden.or(other.hidden),
            size: self.size.or(other.size),
            rise: self.rise.or(other.rise),
        }
    }
}

impl Styles {
    /// Reads the part.
    pub fn of(root: &Element) -> Self {
        let mut styles = Styles { size: 21, ..Styles::default() };
        let defaults = root.child("w:docDefaults").and_then(|d| d.child("w:rPrDefault")?.child("w:rPr"));
        styles.size = defaults.and_then(|d| Look::of(d).size).unwrap_or(20);
        for element in root.all("w:style") {
            let Some(id) = element.attribute("w:styleId") else { continue };
            let is_default = matches!(element.attribute("w:default"), Some("1" | "true" | "on"));
            if is_default && element.attribute("w:type") == Some("paragraph") {
                styles.usual = Some(id.to_owned());
            }
            styles.by_id.insert(id.to_owned(), style(element));
        }
        styles
    }

    /// The id of the style that a paragraph has which names this one, or none.
    pub fn known<'a>(&'a self, id: Option<&'a str>) -> Option<&'a str> {
        id.filter(|id| self.by_id.contains_key(*id)).or(self.usual.as_deref())
    }

    /// Whether it is the style that placeholders have; its name is the same in every language, its id is not.
    pub fn is_placeholder(&self, id: Option<&str>) -> bool {
        let name = id.and_then(|id| self.by_id.get(id)).map(|style| style.name.as_str());
        id == Some("PlaceholderText") || name.is_some_and(|name| name.eq_ignore_ascii_case("Placeholder Text"))
    }

    /// The first thing that the style or one on which it is based says.
    pub fn says<T>(&self, id: Option<&str>, ask: impl Fn(&Style) -> Option<T>) -> Option<T> {
        let mut at = self.by_id.get(id?);
        for _ in 0..LONGEST_CHAIN {
            let style = at?;
            if let Some(answer) = ask(style) {
                return Some(answer);
            }
            at = style.based_on.as_ref().and_then(|id| self.by_id.get(id));
        }
        None
    }

    /// What the style and those on which it is based say of characters.
    pub fn look(&self, id: Option<&str>) -> Look {
        Look {
            bold: self.says(id, |style| style.look.bold),
            struck: self.says(id, |style| style.look.struck),
            hidden: self.says(id, |style| style.look.hidden),
            size: self.says(id, |style| style.look.size),
            rise: self.says(id, |style| style.look.rise),
        }
    }

    /// The size of characters of which nothing is said.
    pub fn usual_size(&self) -> u32 {
        self.size
    }

    /// The list that a style belongs to, as it names it: the style of its numbering.
    pub fn list_of(&self, id: &str) -> Option<&str> {
        self.by_id.get(id)?.list.0.as_deref()
    }

    /// The role that the style's own name, or that of one on which it is based, gives a paragraph.
    pub fn named(&self, id: Option<&str>) -> Option<Named> {
        self.says(id, |style| named(&style.name))
    }
}

/// What a style's name says: built-in names are English in the file whatever the program shows; some programs write
/// what they show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// 标题 (Title).
    Title,
    /// 副标题 (Subtitle).
    Subtitle,
    /// 标题 1 (heading 1) to 标题 9.
    Heading(u8),
}

fn named(name: &str) -> Option<Named> {
    let name: String = name.to_lowercase().chars().filter(|c| !c.is_whitespace() && *c != '_').collect();
    let level = name.strip_prefix("heading").or_else(|| name.strip_prefix("标题"));
    match (name.as_str(), level.and_then(|level| level.parse().ok())) {
        ("title" | "标题" | "文档标题", _) => Some(Named::Title),
        ("subtitle" | "副标题", _) => Some(Named::Subtitle),
        (_, Some(level @ 1..=9)) => Some(Named::Heading(level)),
        _ => None,
    }
}

fn style(element: &Element) -> Style {
    let paragraph = element.child("w:pPr");
    let list = paragraph.and_then(|p| p.child("w:numPr"));
    let owned = |value: Option<&str>| value.map(str::to_owned);
    Style {
        name: element.value("w:name").unwrap_or_default().to_owned(),
        based_on: owned(element.value("w:basedOn")),
        outline: paragraph.and_then(|p| p.value("w:outlineLvl")?.parse().ok()),
        justified: owned(paragraph.and_then(|p| p.value("w:jc"))),
        list: (owned(list.and_then(|l| l.value("w:numId"))), owned(list.and_then(|l| l.value("w:ilvl")))),
        look: element.child("w:rPr").map(Look::of).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::word::xml;

    #[test]
    fn a_style_says_what_those_say_on_which_it_is_based() {
        let text = "<w:styles xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>\
            <w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val='32'/></w:rPr></w:rPrDefault></w:docDefaults>\
            <w:style w:type='paragraph' w:default='1' w:styleId='a'><w:name w:val='Normal'/></w:style>\
            <w:style w:styleId='1'><w:name w:val='heading 1'/><w:basedOn w:val='a'/><w:rPr><w:b/></w:rPr></w:style>\
            <w:style w:styleId='x'><w:name w:val='一级'/><w:basedOn w:val='1'/><w:rPr><w:sz w:val='44'/></w:rPr></w:style>\
            <w:style w:styleId='l'><w:name w:val='loop'/><w:basedOn w:val='l'/></w:style></w:styles>";
        let styles = Styles::of(&xml::parse(text.as_bytes()).expect("well-formed"));
        assert_eq!(styles.known(None), Some("a"));
        assert_eq!(styles.usual_size(), 32);
        assert_eq!(styles.named(Some("x")), Some(Named::Heading(1)));
        assert_eq!((styles.look(Some("x")).bold, styles.look(Some("x")).size), (Some(true), Some(44)));
        assert_eq!(styles.named(Some("l")), None);
    }

    #[test]
    fn names_are_known_in_both_languages() {
        assert_eq!(named("Title"), Some(Named::Title));
        assert_eq!(named("标题 2"), Some(Named::Heading(2)));
        assert_eq!(named("Heading 10"), None);
        assert_eq!(named("正文"), None);
    }
}
