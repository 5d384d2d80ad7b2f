//! Passes findings on while one brief is read, and remembers what the reader itself must know of them.
//!
//! In: places and messages. Out: the same, at most `LIMIT` of a kind, and whether one of them was an error.
//! Refuses to know: what was wrong.

use crate::diagnostic::{Code, Findings, Message, Severity};
use crate::model::Span;

/// How many findings of one kind a text gets. Nobody mends more at a sitting, and in a line of ten megabytes each
/// finding costs a walk along that line.
const LIMIT: usize = 20;

/// The findings about the brief that is being read.
pub(super) struct Notes<'n, 'f> {
    findings: &'n mut Findings<'f>,
    counts: Vec<(&'static str, usize)>,
    errors: bool,
}

impl<'n, 'f> Notes<'n, 'f> {
    /// Nothing passed on yet.
    pub(super) fn on(findings: &'n mut Findings<'f>) -> Self {
        Notes { findings, counts: Vec::new(), errors: false }
    }

    /// Passes a finding on, unless there were enough of its kind.
    pub(super) fn at(&mut self, span: Span, message: Message) {
        self.errors |= message.code.severity == Severity::Error;
        if self.wants(message.code) {
            self.count(message.code);
            self.findings.at(span, message);
        }
    }

    /// Whether one more of that kind would be passed on: ask before working out a costly message.
    pub(super) fn wants(&self, code: &Code) -> bool {
        self.counts.iter().all(|(name, count)| *name != code.name || *count < LIMIT)
    }

    /// Whether there was an error so far.
    pub(super) fn errors(&self) -> bool {
        self.errors
    }

    fn count(&mut self, code: &Code) {
        match self.counts.iter_mut().find(|(name, _)| *name == code.name) {
            Some((_, count)) => *count += 1,
            None => self.counts.push((code.name, 1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Source, catalog};

    #[test]
    fn one_kind_does_not_drown_the_others() {
        let source = Source::new("a.md", "甲");
        let mut findings = Findings::about(&source);
        let mut notes = Notes::on(&mut findings);
        (0..100).for_each(|_| notes.at(Span::default(), catalog::text::html_raw("<b>")));
        assert!(!notes.errors() && !notes.wants(&catalog::text::HTML_RAW));
        notes.at(Span::default(), catalog::header::header_line());
        assert!(notes.errors());
        assert_eq!(findings.sorted().len(), LIMIT + 1);
    }
}
