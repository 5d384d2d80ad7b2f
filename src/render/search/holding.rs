//! Which documents hold both ends of a run: its exceptions are told as places among them.
//!
//! In: runs in their order, the lists of pairs, what only seems to hold a run. Out: how many documents seem to hold each
//! run, and where those that do not stand among them. A run that begins as the one before it begins where that one's
//! sets are. Refuses to know: how lists are written.

use super::exact::{LONGEST, Run, Seeming, run, units};
use super::lists::Set;
use super::pairs::{self, Pairs};

/// The documents of all that a run consists of.
pub struct Holding<'a> {
    pairs: &'a Pairs,
    seeming: &'a Seeming,
    /// The run of which the sets are.
    units: Vec<u16>,
    /// For each of its beginnings, by length: the documents that hold it from the first unit on, from the second, and so
    /// on to its last pair.
    rows: Vec<Vec<Set>>,
}

impl<'a> Holding<'a> {
    /// Nothing looked at yet.
    pub fn new(pairs: &'a Pairs, seeming: &'a Seeming) -> Self {
        let row = |length: usize| vec![Set::empty(pairs.documents()); length.saturating_sub(1)];
        Holding { pairs, seeming, units: Vec::new(), rows: (0..=LONGEST).map(row).collect() }
    }

    /// How many documents hold the run without its last unit and without its first, and the places among them of those
    /// that do not hold it as a whole.
    pub fn places(&mut self, run: Run) -> (u32, Vec<u32>) {
        let units = units(run);
        let common = units.iter().zip(&self.units).take_while(|(now, before)| now == before).count();
        self.units = units;
        (common.max(1) + 1..self.units.len()).for_each(|length| {
            self.row(length);
            self.without(length, 0);
        });
        let length = self.units.len();
        self.row(length);
        let all = &self.rows[length][0];
        let told = (all.len(), all.places(self.seeming.documents_of(run)));
        self.without(length, 0);
        told
    }

    /// Makes the sets of the first `length` units, but leaves those in the first that only seem to hold all of them.
    fn row(&mut self, length: usize) {
        let last = length - 2;
        let pair = pairs::key(self.units[last], self.units[last + 1]);
        self.pairs.fill(pair, &mut self.rows[length][last]);
        for at in (0..last).rev() {
            let (shorter, these) = self.rows.split_at_mut(length);
            let (set, behind) = these[0][at..].split_at_mut(1);
            set[0].meet(&shorter[length - 1][at], &behind[0]);
            if at > 0 {
                self.without(length, at);
            }
        }
    }

    /// Takes those out that only seem to hold the units from `at` on. (A pair has none.)
    fn without(&mut self, length: usize, at: usize) {
        if length - at > 2 {
            self.rows[length][at].remove(self.seeming.documents_of(run(&self.units[at..length])));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fold::GAP;
    use super::*;

    #[test]
    fn what_comes_before_makes_no_difference() {
        let unit = |text: u16, at: u16| 0x4e00 + (text * text * 31 + at * at * 17 + text * at * 7) / 5 % 3;
        let text = |text: u16| (0..14).map(|at| unit(text, at)).chain([GAP]).collect();
        let texts: Vec<Vec<u16>> = (0..40).map(text).collect();
        let (pairs, seeming) = (Pairs::with_sets(&texts[..]), Seeming::of(&texts[..]));
        let mut holding = Holding::new(&pairs, &seeming);
        let runs: Vec<Run> = seeming.runs().collect();
        assert!(runs.len() > 20, "{}", runs.len());
        for run in runs.iter().chain(runs.iter().rev()) {
            let alone = Holding::new(&pairs, &seeming).places(*run);
            assert_eq!(holding.places(*run), alone, "{}", String::from_utf16_lossy(&units(*run)));
        }
    }
}
