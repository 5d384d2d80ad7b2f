//! Text → what may stand in HTML and XML alike.
//!
//! In: anybody's text. Out: the same characters, with those escaped that mark-up uses for itself, and without those
//! that no XML document may hold. Refuses to know: elements, templates.

use std::io::{self, Write};

/// Whether a character may stand in a page at all. XML 1.0 forbids most control characters and the non-characters;
/// HTML forbids U+007F–U+009F as well. A carriage return is left out because parsers would turn it into a line feed
/// or, escaped, keep it: two readings of one text. Controls that turn the direction of writing are left out
/// because they would turn what stands behind the text as well (UAX #9), and a title could look like another.
pub fn is_printable(c: char) -> bool {
    match c {
        '\t' | '\n' => true,
        '\u{fdd0}'..='\u{fdef}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => false,
        _ => c >= ' ' && !matches!(c, '\u{7f}'..='\u{9f}') && (c as u32 & 0xfffe) != 0xfffe,
    }
}

/// How many bytes of a text from the front go out as they are, as far as that is seen without reading characters: ASCII
/// that is of the right kind, what begins with E3 to E9, which is U+3000 to U+9FFF, and the marks that are the most
/// frequent beside those: U+2000 to U+2027 and U+FF00 to U+FF7F.
fn seen(bytes: &[u8], is_right: impl Fn(u8) -> bool) -> usize {
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at += match (byte, bytes.get(at + 1), bytes.get(at + 2)) {
            (0xe3..=0xe9, ..) | (0xef, Some(0xbc | 0xbd), _) | (0xe2, Some(0x80), Some(..0xa8)) => 3,
            _ if byte.is_ascii() && is_right(byte) => 1,
            _ => break,
        };
    }
    at
}

/// How many bytes from the front are neither mark-up nor unprintable, at a glance.
fn plain(text: &str) -> usize {
    seen(text.as_bytes(), |byte| is_printable_ascii(byte) && !matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\''))
}

fn is_printable_ascii(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b' '..=b'~')
}

/// Whether it is seen at a glance that a text holds nothing that no page may hold.
pub fn is_surely_printable(text: &[u8]) -> bool {
    seen(text, is_printable_ascii) == text.len()
}

/// Leaves out what no page may hold.
pub fn keep_printable(text: &mut String) {
    if !is_surely_printable(text.as_bytes()) {
        text.retain(is_printable);
    }
}

/// Appends the text, escaped for an element's content or for a value between double or single quotes.
pub fn push_escaped(mut text: &str, out: &mut String) {
    loop {
        let (front, rest) = text.split_at(plain(text));
        out.push_str(front);
        let mut rest = rest.chars();
        let Some(c) = rest.next() else { return };
        text = rest.as_str();
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if is_printable(c) => out.push(c),
            _ => {}
        }
    }
}

/// The text, escaped.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_escaped(text, &mut out);
    out
}

/// The same for the templates, which write to a stream: so no template has to think of control characters.
pub fn write_escaped(text: &str, out: &mut dyn Write) -> io::Result<()> {
    // Nearly every text goes out as it is.
    match plain(text) == text.len() {
        true => out.write_all(text.as_bytes()),
        false => out.write_all(escaped(text).as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mark_up_is_escaped_and_unprintable_characters_are_dropped() {
        assert_eq!(escaped("<a href='x'>\"&]]>"), "&lt;a href=&#39;x&#39;&gt;&quot;&amp;]]&gt;");
        assert_eq!(escaped("甲\u{0}\u{8}\u{b}\u{1b}\r乙\u{7f}\u{85}\u{fffe}\u{1ffff}\u{fdd0}"), "甲乙");
        assert_eq!(escaped("安全\u{202e}简报\u{2066}exe.txt\u{2069}"), "安全简报exe.txt", "nothing is turned round");
        assert_eq!(escaped("\t\n 𠮷\u{3000}\u{fffd}"), "\t\n 𠮷\u{3000}\u{fffd}");
    }

    #[test]
    fn every_character_is_escaped_or_dropped_as_it_should_be() {
        for c in (0..=0x2_0000).filter_map(char::from_u32) {
            let expected = match c {
                '&' => "&amp;".to_owned(),
                '<' => "&lt;".to_owned(),
                '>' => "&gt;".to_owned(),
                '"' => "&quot;".to_owned(),
                '\'' => "&#39;".to_owned(),
                c if is_printable(c) => c.to_string(),
                _ => String::new(),
            };
            assert_eq!(escaped(&format!("甲{c}a")), format!("甲{expected}a"), "{:x}", u32::from(c));
            let (mut text, kept) = (format!("甲{c}a"), if is_printable(c) { c.to_string() } else { String::new() });
            assert!(is_printable(c) || !is_surely_printable(text.as_bytes()), "{:x}", u32::from(c));
            keep_printable(&mut text);
            assert_eq!(text, format!("甲{kept}a"), "{:x}", u32::from(c));
        }
    }

    #[test]
    fn templates_escape_as_the_body_does() {
        for text in ["", "甲乙", "<&>", "\u{1}甲", "'\"'", "“甲”…\u{202e}", "𠮷é\u{7f}a"] {
            let mut out = Vec::new();
            write_escaped(text, &mut out).expect("memory does not fail");
            assert_eq!(out, escaped(text).as_bytes());
        }
    }
}
