//! The bytes of one part → a small tree of elements.
//!
//! In: XML in UTF-8 or UTF-16. Out: elements whose names bear the customary prefix (`w:p`, `a:blip`), whatever prefix
//! the file uses and whether it is written by the transitional or the strict edition of ISO/IEC 29500. Text is kept
//! where text may stand and nowhere else.
//! Refuses to know: what the elements mean. A document type is refused: no entity is ever expanded, so that nothing
//! can grow or be fetched.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// How deep elements may stand in one another. Word itself stops far earlier; whoever walks the tree calls itself.
const DEEPEST: usize = 160;
/// How many elements a part may have; a book of a thousand pages has a fifth of that.
const MOST_ELEMENTS: usize = 1_500_000;
/// How many attributes an element may have, and how many names of namespaces may hold at a place.
const MOST_NAMES: usize = 256;

/// Names and values, in the order of the file.
type Attributes = Vec<(Box<str>, Box<str>)>;

/// An element.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Element {
    /// Its name with the customary prefix; `?:name` where the namespace is none of ours.
    pub name: Box<str>,
    attributes: Attributes,
    /// The elements in it.
    pub children: Vec<Element>,
    /// Its text; of `w:t` and its like only.
    pub text: String,
}

impl Element {
    /// The value of an attribute; names without a namespace have no prefix.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| **key == *name).map(|(_, value)| &**value)
    }

    /// The first child of that name.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| *child.name == *name)
    }

    /// The `w:val` of the child of that name.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.child(name)?.attribute("w:val")
    }

    /// Whether the child of that name switches something on: present, and not told to be off.
    pub fn switch(&self, name: &str) -> Option<bool> {
        let written = self.child(name)?.attribute("w:val").unwrap_or("true");
        Some(!matches!(written, "0" | "false" | "off" | "none"))
    }

    /// The children of that name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| *child.name == *name)
    }

    /// Calls `visit` for every element below, outer before inner.
    pub fn each<'a>(&'a self, visit: &mut dyn FnMut(&'a Element)) {
        for child in &self.children {
            visit(child);
            child.each(visit);
        }
    }
}

/// The root element of a part; an error says in a few words what is wrong.
pub(super) fn parse(bytes: &[u8]) -> Result<Element, &'static str> {
    let text = decoded(bytes)?;
    let mut reader = Reader::from_str(&text);
    let mut tree = Tree { scope: vec![], open: vec![], root: None, count: 0 };
    loop {
        match reader.read_event().map_err(|_| "XML 写法有错")? {
            Event::Start(start) => tree.start(&start)?,
            Event::Empty(start) => {
                tree.start(&start)?;
                tree.end();
            }
            Event::End(_) => tree.end(),
            Event::Text(text) => tree.text(&text.xml10_content()),
            Event::CData(text) => tree.text(&text.xml10_content()),
            Event::GeneralRef(reference) => tree.reference(&reference)?,
            Event::DocType(_) => return Err("XML 里有 DTD"),
            Event::Eof => break,
            _ => {}
        }
    }
    if !tree.open.is_empty() { Err("XML 不完整") } else { tree.root.ok_or("XML 是空的") }
}

fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, &'static str> {
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or((UTF_8, 0));
    let (text, lossy) = encoding.decode_without_bom_handling(&bytes[mark..]);
    if lossy { Err("XML 的编码有错") } else { Ok(text) }
}

struct Tree {
    /// Prefixes that hold here, each with our name for its namespace, the inner ones last.
    scope: Vec<(Box<str>, &'static str)>,
    /// Open elements, each with how much of the scope held outside of it.
    open: Vec<(Element, usize)>,
    root: Option<Element>,
    count: usize,
}

impl Tree {
    fn start(&mut self, start: &BytesStart<'_>) -> Result<(), &'static str> {
        self.count += 1;
        if self.open.len() >= DEEPEST {
            return Err("XML 套得太深");
        }
        if self.count > MOST_ELEMENTS {
            return Err("XML 的元素太多");
        }
        let outside = self.scope.len();
        let attributes = attributes(start)?;
        for (key, value) in &attributes {
            if let Some(prefix) = key.strip_prefix("xmlns") {
                self.scope.push((prefix.strip_prefix(':').unwrap_or(prefix).into(), customary(value)));
            }
        }
        if self.scope.len() > MOST_NAMES {
            return Err("XML 的命名空间太多");
        }
        let attributes = attributes.into_iter().filter(|(key, _)| !key.starts_with("xmlns"));
        let attributes = attributes.map(|(key, value)| (self.named(&key, false), value)).collect();
        let element = Element { name: self.named(start.name().0, true), attributes, ..Element::default() };
        self.open.push((element, outside));
        Ok(())
    }

    fn end(&mut self) {
        let Some((element, outside)) = self.open.pop() else { return };
        self.scope.truncate(outside);
        match self.open.last_mut() {
            Some((parent, _)) => parent.children.push(element),
            None => self.root = Some(element),
        }
    }

    fn text(&mut self, text: &str) {
        let holder = self.open.last_mut().map(|(element, _)| element);
        if let Some(holder) = holder.filter(|element| matches!(&*element.name, "w:t" | "m:t" | "w:instrText")) {
            holder.text.push_str(text);
        }
    }

    fn reference(&mut self, reference: &BytesRef<'_>) -> Result<(), &'static str> {
        let character = reference.resolve_char_ref().map_err(|_| "XML 的字符引用有错")?;
        let known = match &*reference.xml10_content() {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => None,
        };
        let character = character.or(known).ok_or("XML 里有自定义的实体")?;
        self.text(character.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    /// The name with our prefix. A name without a prefix is in the default namespace; an attribute's is in none.
    fn named(&self, written: &str, element: bool) -> Box<str> {
        let (prefix, local) = written.split_once(':').unwrap_or(("", written));
        if prefix.is_empty() && !element || prefix == "xml" {
            return written.into();
        }
        let found = self.scope.iter().rev().find(|(known, _)| **known == *prefix);
        format!("{}:{local}", found.map_or("?", |(_, ours)| ours)).into()
    }
}

/// The attributes as written, their references resolved.
fn attributes(start: &BytesStart<'_>) -> Result<Attributes, &'static str> {
    let mut found = Vec::new();
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| "XML 的属性写法有错")?;
        let value = quick_xml::escape::unescape(&attribute.value).map_err(|_| "XML 里有自定义的实体")?;
        found.push((attribute.key.0.into(), value.into()));
        if found.len() > MOST_NAMES {
            return Err("XML 的属性太多");
        }
    }
    Ok(found)
}

/// The prefix that the standard uses for a namespace (ISO/IEC 29500-1 and -4, annex A; the Microsoft extensions).
fn customary(namespace: &str) -> &'static str {
    let main = "http://schemas.openxmlformats.org/";
    let strict = "http://purl.oclc.org/ooxml/";
    if let Some(rest) = namespace.strip_prefix(main) {
        return match rest {
            "wordprocessingml/2006/main" => "w",
            "officeDocument/2006/relationships" => "r",
            "officeDocument/2006/math" => "m",
            "drawingml/2006/main" => "a",
            "drawingml/2006/wordprocessingDrawing" => "wp",
            "drawingml/2006/chart" => "c",
            "drawingml/2006/diagram" => "dgm",
            "markup-compatibility/2006" => "mc",
            "package/2006/relationships" => "rel",
            _ => "?",
        };
    }
    match namespace.strip_prefix(strict).unwrap_or(namespace) {
        "wordprocessingml/main" => "w",
        "officeDocument/relationships" => "r",
        "officeDocument/math" => "m",
        "drawingml/main" => "a",
        "drawingml/wordprocessingDrawing" => "wp",
        "drawingml/chart" => "c",
        "drawingml/diagram" => "dgm",
        "urn:schemas-microsoft-com:vml" => "v",
        "urn:schemas-microsoft-com:office:office" => "o",
        _ => "?",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const W: &str = "xmlns:x='http://schemas.openxmlformats.org/wordprocessingml/2006/main'";

    #[test]
    fn names_bear_the_customary_prefix_whatever_the_file_calls_them() {
        let root = parse(format!("<x:p {W}><x:t x:val='a&amp;b'>甲&lt;&#20057;</x:t> <x:b/></x:p>").as_bytes());
        let root = root.expect("well-formed");
        assert_eq!(&*root.name, "w:p");
        assert_eq!(root.value("w:t"), Some("a&b"));
        assert_eq!(root.child("w:t").map(|t| t.text.as_str()), Some("甲<乙"));
        assert_eq!((root.switch("w:b"), root.switch("w:i")), (Some(true), None));
        let strict = parse(b"<p xmlns='http://purl.oclc.org/ooxml/wordprocessingml/main'/>").expect("well-formed");
        assert_eq!(&*strict.name, "w:p");
        assert_eq!(&*parse(b"<p xmlns='urn:other'/>").expect("well-formed").name, "?:p");
    }

    #[test]
    fn what_is_no_plain_xml_is_refused_with_a_reason() {
        let deep = "<a>".repeat(70_000) + &"</a>".repeat(70_000);
        let many = format!("<a {}/>", (0..300).map(|n| format!("xmlns:n{n}='u' ")).collect::<String>());
        for (text, reason) in [
            ("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "XML 里有 DTD"),
            ("<w:t>&b;</w:t>", "XML 里有自定义的实体"),
            ("<a>", "XML 不完整"),
            ("<a></b>", "XML 写法有错"),
            ("", "XML 是空的"),
            (deep.as_str(), "XML 套得太深"),
            (many.as_str(), "XML 的属性太多"),
        ] {
            assert_eq!(parse(text.as_bytes()).err(), Some(reason), "{}", &text[..text.len().min(60)]);
        }
        assert_eq!(parse(b"<a>\xff\xfe</a>").err(), Some("XML 的编码有错"));
    }

    #[test]
    fn utf16_is_read_by_its_mark() {
        let bytes: Vec<u8> = "\u{feff}<a/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(parse(&bytes).map(|root| root.name), Ok("?:a".into()));
    }
}
