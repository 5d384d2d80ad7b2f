//! The documents of a part, as runs of characters, whenever somebody reads them.
//!
//! In: entries. Out: the runs of one of them at a time. Folding a text again takes less than keeping all of them folded
//! beside lists and filters that need the room. Refuses to know: what is looked for.

use rayon::prelude::*;

use super::entries::Entry;
use super::fold;

/// Documents read by one core at a time.
const CHUNK: usize = 256;

/// Documents that can be read as often as somebody likes.
pub trait Documents: Sync {
    /// How many there are.
    fn count(&self) -> usize;
    /// Appends the runs of one, as `fold::push_runs` leaves them.
    fn read(&self, at: usize, runs: &mut Vec<u16>);
}

/// Titles and texts.
pub struct Whole<'e>(pub &'e [Entry<'e>]);

/// Titles alone.
pub struct Titles<'e>(pub &'e [Entry<'e>]);

impl Documents for Whole<'_> {
    fn count(&self) -> usize {
        self.0.len()
    }

    fn read(&self, at: usize, runs: &mut Vec<u16>) {
        fold::push_runs(&self.0[at].title(), runs);
        fold::push_runs(&self.0[at].text(), runs);
    }
}

impl Documents for Titles<'_> {
    fn count(&self) -> usize {
        self.0.len()
    }

    fn read(&self, at: usize, runs: &mut Vec<u16>) {
        fold::push_runs(&self.0[at].title(), runs);
    }
}

/// Those of tests are runs already.
impl Documents for [Vec<u16>] {
    fn count(&self) -> usize {
        self.len()
    }

    fn read(&self, at: usize, runs: &mut Vec<u16>) {
        runs.extend_from_slice(&self[at]);
    }
}

/// Calls `look` for each of some documents, with its number and its runs.
pub fn each(documents: &(impl Documents + ?Sized), numbers: std::ops::Range<usize>, mut look: impl FnMut(u32, &[u16])) {
    let mut runs = Vec::new();
    for at in numbers {
        runs.clear();
        documents.read(at, &mut runs);
        look(u32::try_from(at).unwrap_or(u32::MAX), &runs);
    }
}

/// Reads the documents by chunks, on all cores, and hands on what came out of them in their order. A few chunks are read
/// at a time, since what comes out of all of them takes far more room than what is made of it.
pub fn in_waves<D: Documents + ?Sized, T: Send>(
    documents: &D,
    read: &(impl Fn(std::ops::Range<usize>) -> T + Sync),
    take: &mut impl FnMut(T),
) {
    let wave = CHUNK * rayon::current_num_threads();
    let until = |from: usize, many: usize| (from + many).min(documents.count());
    for from in (0..documents.count()).step_by(wave) {
        let chunks: Vec<usize> = (from..until(from, wave)).step_by(CHUNK).collect();
        let parts = chunks.into_par_iter().map(|at| read(at..until(at, CHUNK)));
        parts.collect::<Vec<T>>().into_iter().for_each(&mut *take);
    }
}
