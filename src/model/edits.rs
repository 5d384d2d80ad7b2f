//! Changes to a text: what goes, what comes instead, and for what reason; and the way back to where things stood.
//!
//! In: a text and places in it. Out: the changed text, places of the old one, counts. Refuses to know: which changes
//! are right.

use super::span::Span;

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What goes, by its place in the text as it was.
    pub span: Span,
    /// What comes instead.
    pub put: String,
    /// The reason, in the office's words; edits are counted by it.
    pub reason: &'static str,
}

/// Changes to one text, in order, none over another.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Edits {
    edits: Vec<Edit>,
    /// Where each edit begins in the changed text.
    starts: Vec<usize>,
}

impl Edits {
    /// Sorts the edits. Of two that overlap the earlier stays, and of two at one place the longer.
    pub fn new(mut edits: Vec<Edit>) -> Self {
        edits.sort_by_key(|edit| (edit.span.start, std::cmp::Reverse(edit.span.end)));
        let mut kept: Vec<Edit> = Vec::with_capacity(edits.len());
        for edit in edits {
            if kept.last().is_none_or(|before| before.span.end <= edit.span.start && before.span != edit.span) {
                kept.push(edit);
            }
        }
        let mut grown: isize = 0;
        let starts = kept.iter().map(|edit| {
            let start = edit.span.start.saturating_add_signed(grown);
            grown += edit.put.len() as isize - (edit.span.end - edit.span.start) as isize;
            start
        });
        Edits { starts: starts.collect(), edits: kept }
    }

    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// The edits, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Edit> {
        self.edits.iter()
    }

    /// How often something was changed for each reason, in the order of the reasons' names.
    pub fn counts(&self) -> Vec<(&'static str, usize)> {
        let mut counts = std::collections::BTreeMap::new();
        self.edits.iter().for_each(|edit| *counts.entry(edit.reason).or_insert(0) += 1);
        counts.into_iter().collect()
    }

    /// The changed text. Places that are none of `text` (no character's border, past its end) change nothing.
    pub fn applied(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for edit in &self.edits {
            if let (Some(before), Some(_)) = (text.get(done..edit.span.start), text.get(edit.span.start..edit.span.end))
            {
                out.push_str(before);
                out.push_str(&edit.put);
                done = edit.span.end;
            }
        }
        out.push_str(&text[done..]);
        out
    }

    /// Where a span of the changed text stood before.
    pub fn origin(&self, span: Span) -> Span {
        Span::new(self.before(span.start, false), self.before(span.end, true))
    }

    /// Where the byte `at` of the changed text stood before; within what was put, the begin or the end of what went.
    fn before(&self, at: usize, end: bool) -> usize {
        let passed = self.starts.partition_point(|start| *start < at || *start == at && !end);
        let Some(last) = passed.checked_sub(1) else { return at };
        let (edit, start) = (&self.edits[last], self.starts[last]);
        let stop = start + edit.put.len();
        if at < stop || (at == stop && end) {
            return if end { edit.span.end } else { edit.span.start };
        }
        edit.span.end + (at - stop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn edit(start: usize, end: usize, put: &str) -> Edit {
        Edit { span: Span::new(start, end), put: put.into(), reason: "标点" }
    }

    #[test]
    fn a_text_is_changed_where_it_is_said_and_nowhere_else() {
        let edits = Edits::new(vec![edit(7, 8, ""), edit(3, 4, "，")]);
        assert_eq!(edits.applied("甲,乙 丙"), "甲，乙丙");
        assert_eq!(edits.counts(), [("标点", 2)]);
        // 乙 and 丙 in the changed text, and the comma.
        assert_eq!(edits.origin(Span::new(6, 9)), Span::new(4, 7));
        assert_eq!(edits.origin(Span::new(9, 12)), Span::new(8, 11));
        assert_eq!(edits.origin(Span::new(3, 6)), Span::new(3, 4));
        assert_eq!(edits.origin(Span::new(0, 12)), Span::new(0, 11));
    }

    #[test]
    fn edits_that_overlap_or_lie_outside_do_no_harm() {
        let edits = Edits::new(vec![edit(0, 6, "x"), edit(3, 6, "y"), edit(4, 5, "z"), edit(90, 99, "w")]);
        assert_eq!(edits.applied("甲乙丙"), "x丙");
        assert_eq!(Edits::new(vec![edit(1, 3, "x")]).applied("甲乙"), "甲乙");
    }

    proptest! {
        #[test]
        fn what_was_not_edited_is_found_where_it_stood(text in "[甲乙丙,;a1 ]{0,40}") {
            let commas = text.match_indices([',', ';']).map(|(at, _)| edit(at, at + 1, "，"));
            let blanks = text.match_indices(' ').map(|(at, _)| edit(at, at + 1, ""));
            let edits = Edits::new(commas.chain(blanks).collect());
            let changed = edits.applied(&text);
            for (at, character) in changed.char_indices().filter(|(_, c)| *c != '，') {
                let origin = edits.origin(Span::new(at, at + character.len_utf8()));
                prop_assert_eq!(&text[origin.start..origin.end], character.to_string());
            }
        }
    }
}
