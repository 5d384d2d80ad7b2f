//! Texts held against those that they may be nearly the same as, shingle by shingle.
//!
//! In: texts with their sketches, the copies of what was received. Out: which earlier text each is most like, and how much.
//! Refuses to know: what came of it before, what is said of it.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::remembered::Sketched;
use super::{Known, lacks_sketch};
use crate::diagnostic::Findings;
use crate::intake::Submission;
use crate::model::{Shingles, Sketch};
use crate::office::Office;
use crate::parse;
use crate::register::Originals;
use crate::rules::near;

/// What came of comparing a text.
pub(super) struct Compared {
    /// The earlier one that it is nearly the same as, and how alike they are in percent.
    pub best: Option<(usize, u32)>,
    /// Whether all copies could be read.
    pub whole: bool,
}

/// Compares those that are asked about with their candidates. Of those that are like none of them, nothing is said.
pub(super) fn compare(
    library: &Library<'_>,
    texts: &[Sketched<'_>],
    asks: &dyn Fn(usize) -> bool,
) -> FxHashMap<usize, Compared> {
    let places: Vec<usize> = (0..texts.len()).filter(|at| texts[*at].1.is_some()).collect();
    let asked: Vec<(&Sketch, bool)> =
        places.iter().filter_map(|at| Some((texts[*at].1.as_ref()?, asks(*at)))).collect();
    let candidates = near::candidates(&asked);
    let compared = candidates.par_iter().map(|(at, others)| {
        let shingles = |at: usize| library.shingles(&texts[places[at]].0);
        let there: Vec<(usize, Shingles)> =
            others.iter().filter_map(|other| Some((places[*other], shingles(*other)?))).collect();
        let mine = shingles(*at);
        let whole = mine.is_some() && there.len() == others.len();
        let alike = |(other, theirs): &(usize, Shingles)| {
            let mine = mine.as_ref()?;
            Some((*other, near::likeness(mine.len(), theirs.len(), mine.common(theirs))?))
        };
        let best = there.iter().filter_map(alike).reduce(|best, next| if next.1 > best.1 { next } else { best });
        (places[*at], Compared { best, whole })
    });
    compared.collect()
}

/// Texts by what is known of them.
pub(super) struct Library<'a> {
    pub office: &'a Office,
    pub originals: Originals,
}

impl Library<'_> {
    /// The sketch of a text, also where its facts should have one and have none.
    pub fn sketch(&self, text: &Known<'_>) -> Option<Sketch> {
        if lacks_sketch(text.facts) { Sketch::of(&self.body(text)?) } else { text.facts.sketch }
    }

    fn shingles(&self, text: &Known<'_>) -> Option<Shingles> {
        self.body(text).map(|body| Shingles::of(&body))
    }

    /// The text as it was received, else as it lies in the folder.
    fn body(&self, text: &Known<'_>) -> Option<String> {
        let kept = self.originals.get(text.digest).ok().map(|bytes| Submission::kept(text.path, "", bytes, None));
        let submission = kept.or_else(|| Submission::read_alone(&self.office.root.join(text.path)).ok())?;
        let same = submission.digest == text.digest;
        same.then(|| parse::brief(&submission.source, &mut Findings::about(&submission.source)).body.text())
    }
}
