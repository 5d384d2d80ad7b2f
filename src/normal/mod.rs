//! Puts right what is certain in a text as it came, and nothing else; the original is kept byte for byte elsewhere.
//!
//! In: a text and the brief that was read from it. Out: edits of that text, each with its reason. What is doubtful is
//! for `rules`. Refuses to know: files, units, who asked.
//!
//! The steps work on a passage (wording without mark-up) as a strip of characters, again and again until nothing
//! changes. Code, addresses and mark-up never change: strips do not give them out of hand. Where an edit stands beside
//! mark-up, the text is read once more; if that made another structure of it, such passages stay as they are.

mod addresses;
mod blanks;
mod dots;
mod furniture;
mod joins;
mod marks;
mod quotes;
mod shape;
mod strip;
#[cfg(test)]
mod tests;
mod whole;
mod width;

use self::strip::Strip;
use crate::diagnostic::{Findings, Message, Source, catalog};
use crate::model::{Brief, Edit, Edits, Passage, Prose};
use crate::parse;

/// Mends one passage.
type Step = fn(&mut Strip<'_>);

/// The steps, each on what the ones before it made, and the signs without which it has nothing to do.
const STEPS: [(u32, Step); 10] = [
    (strip::UNSEEN, width::unseen),
    (strip::WIDE, width::widths),
    (strip::POINTS, marks::points),
    (strip::BRACKETS, marks::brackets),
    (strip::QUOTES, quotes::straight),
    (strip::DOTS, marks::stop),
    (strip::DOTS | strip::ROWS, dots::ellipses),
    (strip::DASHES, dots::dashes),
    (strip::BLANKS, blanks::blanks),
    (strip::ROWS, dots::doubled),
];

/// How often the steps are gone through: a mark put right lets the next be known, rarely more than once.
const ROUNDS: usize = 6;

/// What is to be put right in the text from which `brief` was read.
pub fn edits(source: &Source, brief: &Brief) -> Edits {
    righted(source, brief).0
}

/// The same, and the text put right where it was read on the way and nothing was found in reading it.
pub fn righted(source: &Source, brief: &Brief) -> (Edits, Option<Proper>) {
    let Proposal { wording, lines, odd, read } = propose(source, brief);
    if lines.is_empty() && !odd {
        return (wording, read);
    }
    // Where what comes together then asks for more, lines or marks were not what they looked like.
    let all = Edits::new(wording.iter().chain(&lines).cloned().collect());
    let (after, plain) = Proper::alone(source, &all);
    let next = propose(&after.source, &after.brief);
    if next.wording.is_empty() && next.lines.is_empty() && joined(brief, &after.brief, &lines) {
        return (all, plain.then_some(after));
    }
    let (after, plain) = Proper::alone(source, &wording);
    let settled = propose(&after.source, &after.brief).wording.is_empty();
    if settled { (wording, plain.then_some(after)) } else { (Edits::default(), None) }
}

/// What might be put right.
struct Proposal {
    /// Edits within paragraphs.
    wording: Edits,
    /// Edits that make one paragraph of two, or take lines out.
    lines: Vec<Edit>,
    /// Whether there is something that is read otherwise once it is put right.
    odd: bool,
    /// The text with the edits of wording, where it had to be read and nothing was found in it.
    read: Option<Proper>,
}

/// Whether each join made one paragraph of two. (Where lines were taken out, their paragraphs may have gone too.)
fn joined(before: &Brief, after: &Brief, lines: &[Edit]) -> bool {
    let joins = lines.iter().filter(|edit| edit.reason == whole::JOINED).count();
    let (blocks, left) = (before.body.blocks.len(), after.body.blocks.len());
    if joins == lines.len() { left + joins == blocks } else { left + joins <= blocks }
}

fn propose(source: &Source, brief: &Brief) -> Proposal {
    let prose = Prose::of(brief.title.as_ref(), &brief.body, &source.text);
    let mut mended: Vec<(&Passage, Strip<'_>)> = prose.wording().map(|p| (p, mend(p))).collect();
    let mut wording = Edits::new(self::wording(source, brief, &mended));
    let risky = |(passage, strip): &(&Passage, Strip<'_>)| is_risky(source, passage, strip);
    let mut read = None;
    if mended.iter().any(risky) {
        read = shape::holding(source, brief, &wording, &mended);
        if read.is_none() {
            mended.iter_mut().filter(|one| risky(one)).for_each(|(passage, strip)| *strip = Strip::of(passage));
            wording = Edits::new(self::wording(source, brief, &mended));
            read = shape::holding(source, brief, &wording, &mended);
        }
        if read.is_none() {
            return Proposal { wording: Edits::default(), lines: Vec::new(), odd: false, read: None };
        }
    }
    let mut lines = Vec::new();
    whole::joins(&source.text, brief, &mended, &mut lines);
    whole::furniture(&source.text, brief, &mut lines);
    let odd = mended.iter().any(|(_, strip)| strip.is_odd());
    let read = read.and_then(|(read, plain)| plain.then_some(read));
    Proposal { wording, lines, odd, read }
}

/// Edits of wording.
fn wording(source: &Source, brief: &Brief, mended: &[(&Passage, Strip<'_>)]) -> Vec<Edit> {
    let mut all: Vec<Edit> = mended.iter().flat_map(|(_, strip)| strip.edits()).collect();
    whole::attribution(&source.text, brief, &mut all);
    all
}

/// Whether an edit of the passage might be more than a change of wording.
fn is_risky(source: &Source, passage: &Passage, strip: &Strip<'_>) -> bool {
    let edits = strip.edits();
    // Indented lines are code unless they hold Chinese.
    let head = source.text.get(..passage.place(0)).unwrap_or_default();
    let indented = head.ends_with('\t') || head.ends_with("    ");
    let risky = |edit: &Edit| shape::is_risky(&source.text, passage.role, edit.span.start, edit.span.end);
    indented && !edits.is_empty() || edits.iter().any(risky)
}

fn mend(passage: &Passage) -> Strip<'_> {
    let mut strip = Strip::of(passage);
    for _ in 0..ROUNDS {
        let before = strip.changes();
        for (signs, step) in STEPS {
            if strip.had(signs) {
                step(&mut strip);
            }
        }
        if !strip.rejoin() && strip.changes() == before {
            break;
        }
    }
    strip
}

/// The line that tells the author how much was put right, and for what reasons.
pub fn told(edits: &Edits) -> Message {
    let mut counts = edits.counts();
    counts.sort_by_key(|(reason, count)| (std::cmp::Reverse(*count), *reason));
    let reasons: Vec<String> = counts.iter().map(|(reason, count)| format!("{reason} {count}")).collect();
    catalog::normal::normalised(edits.iter().count(), &reasons.join("、"))
}

/// A text put right, and the brief that it is then.
#[derive(Debug, Clone)]
pub struct Proper {
    /// The text.
    pub source: Source,
    /// The brief.
    pub brief: Brief,
}

impl Proper {
    /// The text with its edits. Findings of reading it go to `findings`, which know the edits.
    pub fn of(source: &Source, edits: &Edits, findings: &mut Findings<'_>) -> Self {
        let source = Source::new(source.path.clone(), edits.applied(&source.text));
        let brief = parse::brief(&source, findings);
        Proper { source, brief }
    }

    /// The same, and whether nothing was found in reading it.
    fn alone(source: &Source, edits: &Edits) -> (Self, bool) {
        let mut findings = Findings::about(source);
        let proper = Proper::of(source, edits, &mut findings);
        let plain = findings.is_empty();
        (proper, plain)
    }
}
