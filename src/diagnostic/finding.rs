//! Findings: something about somebody's text, with a code, a severity, a place and a way to mend it.
//!
//! In: messages and spans. Out: a sorted list. Refuses to know: wording (see `catalog`), output.

use std::collections::BTreeMap;

use super::catalog::word;
use super::source::{Place, Source};
use crate::model::{Edits, Span};

/// How many findings of one kind are told about one text: nobody mends more at a sitting.
const LIMIT: usize = 20;

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
    /// Who of the office lets it stand, and why; `None` when nobody does.
    pub waived: Option<String>,
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
    edits: Option<&'a Edits>,
    /// What was found at which place of the text that was judged, and where its author wrote it.
    found: Vec<(usize, Option<Span>, Message)>,
}

impl<'a> Findings<'a> {
    /// Nothing found yet about `source`.
    pub fn about(source: &'a Source) -> Self {
        Findings { source, edits: None, found: Vec::new() }
    }

    /// Nothing found yet about what `edits` make of `source`: places are those of the changed text, and are told as
    /// where they stood in the author's.
    pub fn about_changed(source: &'a Source, edits: &'a Edits) -> Self {
        Findings { source, edits: Some(edits), found: Vec::new() }
    }

    /// Whether nothing was found so far.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Something at a place.
    pub fn at(&mut self, span: Span, message: Message) {
        let span = self.edits.map_or(span, |edits| edits.origin(span));
        let message = self.in_their_words(message);
        self.found.push((span.start, Some(span), message));
    }

    /// Something about the file as a whole.
    pub fn whole(&mut self, message: Message) {
        let message = self.in_their_words(message);
        self.found.push((0, None, message));
    }

    /// Who writes in Word has no lines between fences.
    fn in_their_words(&self, message: Message) -> Message {
        if self.source.is_transcript() { word::for_word(message) } else { message }
    }

    /// A line of a transcript that stands nowhere in the document means the document as a whole.
    fn place(&self, span: Span) -> Option<Place> {
        let place = self.source.place(span);
        (place.spot.is_some() || !self.source.is_transcript()).then_some(place)
    }

    /// The findings in the order of the text: the first of each kind, and of a long row of them how many there are.
    /// Only what is told is looked up: that takes as long as the line is.
    pub fn sorted(mut self) -> Vec<Finding> {
        self.found.sort_by(|a, b| (a.0, a.2.code.name).cmp(&(b.0, b.2.code.name)));
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        self.found.iter().for_each(|(.., message)| *counts.entry(message.code.name).or_default() += 1);
        let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
        let mut findings: Vec<Finding> = Vec::with_capacity(self.found.len());
        for (_, span, mut message) in std::mem::take(&mut self.found) {
            let (nth, all) = (shown.entry(message.code.name).or_default(), counts[message.code.name]);
            *nth += 1;
            if *nth == LIMIT && all > LIMIT {
                message.text = format!("{}（同类问题共 {all} 处，这里只列前 {LIMIT} 处）", message.text);
            }
            // Working out a line and a column costs a walk along the line: only for what is told.
            if *nth <= LIMIT {
                let place = span.and_then(|span| self.place(span));
                findings.push(finding(&self.source.path, place, message));
            }
        }
        findings
    }
}

impl Finding {
    /// A finding about a file of which no text was read.
    pub fn of_file(path: &str, message: Message) -> Self {
        finding(path, None, message)
    }

    /// All that pages and lists tell of it.
    pub fn shows(&self) -> impl std::hash::Hash {
        let Finding { code, severity, path, place, message, help, .. } = self;
        let place = place.as_ref().map(|place| (place.line, place.column));
        (code.name, *severity, path.as_str(), place, message.as_str(), help.as_str())
    }
}

fn finding(path: &str, place: Option<Place>, message: Message) -> Finding {
    let Message { code, text, help } = message;
    Finding { code, severity: code.severity, path: path.to_owned(), place, message: text, help, waived: None }
}

/// How many errors, warnings and hints there are.
pub fn tally<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> [usize; 3] {
    findings.into_iter().fold([0; 3], |mut counts, finding| {
        counts[Severity::Error as usize - finding.severity as usize] += 1;
        counts
    })
}
