//! Wordings of the office's list, and the few that are built in.
//!
//! In: a text. Out: hits, unless the context makes the wording right. Refuses to know: who made the list.

use std::ops::Range;

use super::{Hit, Look};
use crate::config::{Word, Wording};
use crate::diagnostic::Severity;
use crate::diagnostic::catalog::gate as words;

pub(super) fn find(look: &Look<'_>, hits: &mut Vec<Hit>) {
    for (word, range) in look.gate.words_in(look.text) {
        let Word::Wording(wording) = word else { continue };
        if is_right_here(wording, look.text, &range) || look.gate.allows(&wording.wrong) {
            continue;
        }
        let code = match wording.severity {
            Severity::Error => &words::WORDING_FORBIDDEN,
            Severity::Warning => &words::WORDING_WRONG,
            Severity::Hint => &words::WORDING_PREFERRED,
        };
        let message = words::wording(code, &wording.wrong, wording.right.as_deref(), wording.because.as_deref());
        hits.push(Hit { range, message, mask: None });
    }
}

/// A context that holds the wording must stand around it; another anywhere in its sentence.
fn is_right_here(wording: &Wording, text: &str, range: &Range<usize>) -> bool {
    let contexts = wording.unless.iter().chain(&wording.right);
    let around = |context: &String| {
        context.match_indices(wording.wrong.as_str()).any(|(at, _)| {
            let start = range.start.checked_sub(at);
            start.and_then(|start| text.get(start..start + context.len())).is_some_and(|there| there == context)
        })
    };
    let sentence = sentence(text, range);
    contexts.into_iter().any(around)
        || wording.unless.iter().any(|context| !context.contains(&wording.wrong) && sentence.contains(context.as_str()))
}

/// Characters of a sentence that are looked at on each side.
const LONGEST: usize = 300;

fn sentence<'a>(text: &'a str, range: &Range<usize>) -> &'a str {
    let end = |c: char| "。！？；\n".contains(c);
    let far = text[..range.start].char_indices().rev().take(LONGEST).last().map_or(range.start, |(at, _)| at);
    let start = text[far..range.start].rfind(end).map_or(far, |at| far + at);
    let near = text[range.end..].char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| range.end + at);
    let stop = text[range.end..near].find(end).map_or(near, |at| range.end + at);
    &text[start..stop]
}
