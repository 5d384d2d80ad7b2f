//! Puts right what is certain in a text as it came, and nothing else; the original is kept byte for byte elsewhere.
//!
//! In: a text and the brief that was read from it. Out: edits of that text, each with its reason. What is doubtful is
//! for `rules`. Refuses to know: files, units, who asked.
//!
//! A step looks at a passage (wording without mark-up) and proposes edits; code, addresses and mark-up are never
//! proposed to be changed, since passages do not hold them.

use crate::diagnostic::{Findings, Source};
use crate::model::{Brief, Edit, Edits, Passage, Prose};
use crate::parse;

/// Looks at one passage of a text.
type Step = fn(&Passage, &mut Vec<Edit>);

/// The steps, in the order of their weight: where two want the same place, the earlier edit of the text stays.
const STEPS: &[Step] = &[];

/// What is to be put right in the text from which `brief` was read.
pub fn edits(source: &Source, brief: &Brief) -> Edits {
    let prose = Prose::of(brief.title.as_ref(), &brief.body, &source.text);
    let mut edits = Vec::new();
    for passage in prose.wording() {
        STEPS.iter().for_each(|step| step(passage, &mut edits));
    }
    Edits::new(edits)
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
}
