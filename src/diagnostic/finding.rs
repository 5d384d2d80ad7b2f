//! Findings: something about somebody's text, with a code, a severity, a place and a way to mend it.
//!
//! In: messages and spans. Out: a sorted list. Refuses to know: wording (see `catalog`), output.

use super::catalog::word;
use super::source::{Place, Source};
use crate::model::Span;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; nothing needs to be done.
    Hint,
    /// Should be looked at.
    Warning,
    /// Must be mended before the brief can be taken.
    Error,
}

impl Severity {
    /// The word in JSON and in kuaibao.toml.
    pub fn key(self) -> &'static str {
        match self {
            Severity::Hint => "hint",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }

    /// The word for people.
    pub fn label(self) -> &'static str {
        match self {
            Severity::Hint => "提示",
            Severity::Warning => "注意",
            Severity::Error => "错误",
        }
    }
}

/// A kind of finding. Its name is stable and has a page under docs/rules.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// The stable name.
    pub name: &'static str,
    /// How much it weighs unless kuaibao.toml says otherwise.
    pub severity: Severity,
    /// Whether it may be switched off or made lighter in kuaibao.toml.
    pub fixed: bool,
    /// A few words on what it means.
    pub title: &'static str,
}

/// What is wrong and what to do, not yet tied to a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Which kind of finding.
    pub code: &'static Code,
    /// What is wrong.
    pub text: String,
    /// What to write instead, or to do.
    pub help: String,
}

/// A message about one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which kind of finding.
    pub code: &'static Code,
    /// How much it weighs in this office.
    pub severity: Severity,
    /// The file, relative to the office, with `/`.
    pub path: String,
    /// The place in it; `None` when the file as a whole is meant.
    pub place: Option<Place>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// A value with what was found about it. Reading never fails.
#[derive(Debug, Clone)]
pub struct Checked<T> {
    /// The value, as far as it could be read.
    pub value: T,
    /// What was found.
    pub findings: Vec<Finding>,
}

/// Collects the findings about one text.
#[derive(Debug)]
pub struct Findings<'a> {
    source: &'a Source,
    found: Vec<(usize, Finding)>,
}

impl<'a> Findings<'a> {
    /// Nothing found yet about `source`.
    pub fn about(source: &'a Source) -> Self {
        Findings { source, found: Vec::new() }
    }

    /// Something at a place.
    pub fn at(&mut self, span: Span, message: Message) {
        // A line of a transcript that stands nowhere in the document means the document as a whole.
        let place = self.source.place(span);
        let place = Some(place).filter(|place| place.spot.is_some() || !self.source.is_transcript());
        self.found.push((span.start, finding(&self.source.path, place, self.in_their_words(message))));
    }

    /// Something about the file as a whole.
    pub fn whole(&mut self, message: Message) {
        self.found.push((0, finding(&self.source.path, None, self.in_their_words(message))));
    }

    /// Who writes in Word has no lines between fences.
    fn in_their_words(&self, message: Message) -> Message {
        if self.source.is_transcript() { word::for_word(message) } else { message }
    }

    /// The findings in the order of the text.
    pub fn sorted(mut self) -> Vec<Finding> {
        self.found.sort_by(|a, b| (a.0, a.1.code.name).cmp(&(b.0, b.1.code.name)));
        self.found.into_iter().map(|(_, finding)| finding).collect()
    }
}

impl Finding {
    /// A finding about a file of which no text was read.
    pub fn of_file(path: &str, message: Message) -> Self {
        finding(path, None, message)
    }
}

fn finding(path: &str, place: Option<Place>, message: Message) -> Finding {
    let Message { code, text, help } = message;
    Finding { code, severity: code.severity, path: path.to_owned(), place, message: text, help }
}

/// How many errors, warnings and hints there are.
pub fn tally<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> [usize; 3] {
    findings.into_iter().fold([0; 3], |mut counts, finding| {
        counts[Severity::Error as usize - finding.severity as usize] += 1;
        counts
    })
}
