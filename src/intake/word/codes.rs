//! Field codes: page numbers, contents, links that a word processor computes.
//!
//! In: beginnings, codes, separators and ends, in reading order. Out: whether what is read now is text to be kept,
//! and the address that it leads to. (ISO/IEC 29500-1, 17.16.) Refuses to know: elements.

use std::rc::Rc;

/// How many fields may be in one another; deeper ones are taken for text.
const DEEPEST: usize = 64;
/// Fields whose result belongs to the page and not to the text.
const DROPPED: [&str; 6] = ["PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF", "TOC", "SECTION"];

/// The fields that are open.
#[derive(Debug, Default)]
pub(super) struct Codes {
    open: Vec<Code>,
}

#[derive(Debug, Default)]
struct Code {
    code: String,
    /// Whether the code is over and the result goes on.
    result: bool,
}

impl Codes {
    /// A field character.
    pub fn mark(&mut self, kind: &str) {
        match kind {
            "begin" if self.open.len() < DEEPEST => self.open.push(Code::default()),
            "separate" => {
                if let Some(code) = self.open.last_mut() {
                    code.result = true;
                }
            }
            "end" => drop(self.open.pop()),
            _ => {}
        }
    }

    /// A part of a code.
    pub fn code(&mut self, text: &str) {
        if let Some(open) = self.open.last_mut().filter(|open| !open.result && open.code.len() < 4096) {
            open.code.push_str(text);
        }
    }

    /// A paragraph is over. A field that has no result by then was never finished: what follows is text.
    pub fn paragraph_ends(&mut self) {
        self.open.retain(|code| code.result);
    }

    /// Whether what is read now is shown.
    pub fn shown(&self) -> bool {
        self.open.iter().all(|code| code.result && !is_dropped(&code.code))
    }

    /// The address to which what is read now leads.
    pub fn link(&self) -> Option<Rc<str>> {
        self.open.iter().rev().find_map(|code| address(&code.code))
    }
}

/// Whether the result of a field is no text.
pub(super) fn is_dropped(code: &str) -> bool {
    let name = code.split_whitespace().next().unwrap_or_default().to_uppercase();
    DROPPED.contains(&name.as_str())
}

fn address(code: &str) -> Option<Rc<str>> {
    let rest = code.trim_start();
    let name = rest.get(.."HYPERLINK".len()).filter(|name| name.eq_ignore_ascii_case("HYPERLINK"))?;
    let rest = rest[name.len()..].trim_start();
    let quoted = rest.strip_prefix('"').and_then(|rest| rest.split_once('"')).map(|(address, _)| address);
    let address = quoted.or_else(|| rest.split_whitespace().next().filter(|word| !word.starts_with('\\')))?;
    Some(address.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_text_and_page_numbers_are_not() {
        let mut codes = Codes::default();
        for (code, shown, link) in [
            (" PAGE \\* MERGEFORMAT", false, None),
            ("TOC \\o \"1-3\"", false, None),
            (" HYPERLINK \"https://gaige.example/\" \\o \"甲\"", true, Some("https://gaige.example/")),
            ("HYPERLINK \\l \"_Toc1\"", true, None),
            ("DATE", true, None),
        ] {
            codes.mark("begin");
            codes.code(code);
            assert!(!codes.shown());
            codes.mark("separate");
            assert_eq!((codes.shown(), codes.link().as_deref()), (shown, link), "{code}");
            codes.mark("end");
            assert!(codes.shown());
        }
    }

    #[test]
    fn a_field_that_never_gets_a_result_swallows_no_more_than_its_paragraph() {
        let mut codes = Codes::default();
        codes.mark("begin");
        codes.paragraph_ends();
        assert!(codes.shown());
    }
}
