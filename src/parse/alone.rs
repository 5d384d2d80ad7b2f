//! A header in a file of its own, without a text: what lies beside a Word document to say what it does not.
//!
//! In: a text. Out: its lines between the fences, and which fields they fill; nothing where a text follows. Fences may
//! be left out. Refuses to know: files, the document beside it.

use super::fields;
use super::header;
use super::lines::{Lines, is_end, is_fence, slice};
use super::notes::Notes;
use crate::diagnostic::{Findings, Source};
use crate::model::Span;

/// A header without a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderText {
    /// Its lines with their numbers, from 1, without the fences.
    pub lines: Vec<(usize, String)>,
    /// The Chinese names of the fields that it fills.
    pub keys: Vec<&'static str>,
}

/// Reads a file that holds a header and nothing else; `fenced` tells whether it must have fences to be one.
pub fn header_alone(text: &str, fenced: bool) -> Option<HeaderText> {
    let text = text.trim_start_matches('\u{feff}');
    let written = |text: &str| -> Vec<(usize, String)> {
        let lines = Lines::of(text, Span::new(0, text.len()));
        lines.enumerate().map(|(at, line)| (at + 1, slice(text, line).to_owned())).collect()
    };
    let mut lines = written(text);
    let shown = |(_, line): &(usize, String)| !line.trim().is_empty();
    let first = lines.iter().position(shown)?;
    if is_fence(&lines[first].1) {
        lines.drain(..=first);
        if let Some(last) = lines.iter().position(|(_, line)| is_fence(line) || is_end(line)) {
            let more = lines.drain(last..).skip(1).any(|line| shown(&line));
            if more {
                return None;
            }
        } else if fenced {
            return None;
        }
    } else if fenced {
        return None;
    }
    let inside: Vec<&str> = lines.iter().map(|(_, line)| line.as_str()).collect();
    let source = Source::new("", format!("---\n{}\n---\n", inside.join("\n")));
    let mut findings = Findings::about(&source);
    let header = header::read(&source.text, &mut Notes::on(&mut findings));
    let keys: Vec<&'static str> =
        header.fields.iter().filter_map(|field| fields::filled(field, &source.text)).collect();
    (!keys.is_empty()).then_some(HeaderText { lines, keys })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_alone_is_known_by_the_lack_of_a_text() {
        let header = header_alone("\n---\n标题: 甲\ntags: [乙]\n审签人:\n---\n\n", true).expect("a header");
        assert_eq!(header.keys, ["标题", "关键词"]);
        assert_eq!(header.lines[0], (3, "标题: 甲".to_owned()));
        assert!(header_alone("---\n标题: 甲\n---\n正文\n", true).is_none());
        assert!(header_alone("标题: 甲\n", true).is_none());
        assert!(header_alone("标题: 甲\n", false).is_some());
        assert!(header_alone("正文而已", false).is_none());
        assert!(header_alone("", false).is_none());
    }
}
