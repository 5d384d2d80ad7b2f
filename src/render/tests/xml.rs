//! Reads pages back: their links, ids and words.

use quick_xml::Reader;
use quick_xml::events::Event;

/// What a page holds.
#[derive(Default)]
pub struct Read {
    /// Values of `href` and `src`.
    pub links: Vec<String>,
    /// Values of `id`.
    pub ids: Vec<String>,
    /// Names of elements, in order.
    pub elements: Vec<String>,
    /// Names of attributes, in order.
    pub attributes: Vec<String>,
    /// The scripts: their types and where they are.
    pub scripts: Vec<(String, String)>,
    /// All characters between tags.
    pub text: String,
}

/// Parses a page, which must be well-formed.
pub fn read(name: &str, page: &str) -> Read {
    let mut reader = Reader::from_str(page);
    reader.config_mut().check_end_names = true;
    let (mut read, mut depth) = (Read::default(), 0_usize);
    loop {
        match reader.read_event().unwrap_or_else(|fault| panic!("{name} at {}: {fault}", reader.error_position())) {
            Event::Start(start) => {
                depth += 1;
                element(name, &start, &mut read);
            }
            Event::Empty(start) => element(name, &start, &mut read),
            Event::End(_) => depth -= 1,
            Event::Text(text) => read.text.push_str(&text),
            Event::GeneralRef(reference) => read.text.push_str(&resolved(name, &reference)),
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0, "{name} is not closed");
    read
}

fn element(name: &str, start: &quick_xml::events::BytesStart<'_>, read: &mut Read) {
    read.elements.push(start.name().as_ref().to_owned());
    let (mut kind, mut source) = (String::new(), String::new());
    for attribute in start.attributes() {
        let attribute = attribute.unwrap_or_else(|fault| panic!("{name}: {fault}"));
        let key = attribute.key.as_ref().to_owned();
        let raw: &str = &attribute.value;
        assert!(!raw.contains('<'), "{name}: {raw}");
        let value = quick_xml::escape::unescape(raw).unwrap_or_else(|fault| panic!("{name}: {fault}")).into_owned();
        match key.as_str() {
            "src" => source.clone_from(&value),
            "type" => kind.clone_from(&value),
            _ => {}
        }
        match key.as_str() {
            "href" | "src" => read.links.push(value),
            "id" => read.ids.push(value),
            _ => {}
        }
        read.attributes.push(key);
    }
    if read.elements.last().is_some_and(|element| element == "script") {
        read.scripts.push((kind, source));
    }
}

fn resolved(name: &str, reference: &quick_xml::events::BytesRef<'_>) -> String {
    let text: &str = reference;
    quick_xml::escape::unescape(&format!("&{text};")).unwrap_or_else(|fault| panic!("{name}: {fault}")).into_owned()
}
